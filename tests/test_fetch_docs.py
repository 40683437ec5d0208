"""The page about fetching tells every fault and every agency that the code has."""

from __future__ import annotations

import re

from conftest import REPOSITORY

from finsam.fetch.agencies import AGENCIES

PAGE = (REPOSITORY / "docs/fetch.md").read_text(encoding="utf-8")
CODE = "\n".join(file.read_text(encoding="utf-8") for file in (REPOSITORY / "finsam/fetch").glob("*.py"))


def test_every_fault_code_is_documented_and_every_documented_code_exists():
    made = set(re.findall(r'(?:Fault|wrong|_Again)\(\s*"([a-z]+(?:-[a-z0-9]+)+)"', CODE))
    made |= set(re.findall(r'code = "([a-z-]+)" if .* else "([a-z-]+)"', CODE)[0])
    table = PAGE[PAGE.index("## When something is wrong") :]
    told = {
        code
        for row in re.findall(r"^\| (`[^|]*`) \|", table, re.M)
        for code in re.findall(r"`([a-z-]+)`", row)
    }
    notes = {"area-without-figures", "lan-by-kommuner", "fewer-figures"}
    assert made == told | notes
    assert all(f"`{note}`" in PAGE for note in notes)


def test_every_agency_and_its_variable_is_documented():
    for agency in AGENCIES.values():
        assert agency.variable in PAGE and agency.name in PAGE
