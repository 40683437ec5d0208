"""docs/income-support.md says what the code does."""

from __future__ import annotations

import re
from pathlib import Path

from finsam.households.definitions import COLUMNS, Households, load_households
from finsam.households.need import LONG, LONGEST_BREAK, VERY_LONG
from finsam.households.rows import MOST_ADULTS, MOST_CHILDREN, OLDEST, REQUIRED, YOUNGEST, read_months
from finsam.households.types import TYPES
from finsam.sources.grids import read_grids

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs/income-support.md").read_text(encoding="utf-8")


def section(heading: str) -> str:
    return re.search(rf"^#+ {re.escape(heading)}\n(.*?)(?=^##+ |\Z)", PAGE, re.M | re.S)[1]


def block(language: str) -> str:
    return re.search(rf"^```{language}\n(.*?)^```$", PAGE, re.M | re.S)[1]


def test_every_column_is_told_and_the_required_ones_are_marked():
    rows = dict(re.findall(r"^\| (`[^|]+`) \| (\w*) ?\|", section("hushallsmanader"), re.M))
    assert [name.strip("`") for name in rows] == list(COLUMNS)
    assert tuple(name.strip("`") for name, mark in rows.items() if mark == "required") == REQUIRED


def test_the_example_of_rows_is_read_without_a_fault(tmp_path):
    file = tmp_path / "hushallsmanader.csv"
    file.write_text(block("csv"), encoding="utf-8")
    table, faults = read_months(read_grids(file)[0], load_households(None), None)
    assert faults == [] and len(table) == block("csv").count("\n") - 1


def test_the_example_of_words_is_valid_and_has_every_key(repository):
    repository.write("params/prov/forsorjningsstod.yml", block("yaml"))
    found = load_households("prov")
    assert (found.fran, found.till, found.aldersgrupper) == ("2022-01", "2024-12", (18, 25, 30, 65))
    told = re.findall(r"^\| (`.+?) \|", section("forsorjningsstod.yml"), re.M)
    assert sorted(re.findall(r"`(\w+)`", " ".join(told))) == sorted(Households.model_fields)
    assert re.findall(r"^(\w+):", block("yaml"), re.M) == re.findall(r"`(\w+)`", " ".join(told))


def test_every_fault_code_is_one_of_the_code():
    code = "\n".join(file.read_text(encoding="utf-8") for file in (ROOT / "finsam").rglob("*.py"))
    table = section("When something is wrong")
    told = set(re.findall(r"`([a-z]+(?:-[a-z]+)+)`", " ".join(re.findall(r"^\| (.*?) \|", table, re.M))))
    assert all(f'"{name}"' in code for name in told)
    own = "\n".join(file.read_text(encoding="utf-8") for file in (ROOT / "finsam/households").glob("*.py"))
    assert set(re.findall(r'Fault\(\s*"([a-z-]+)"', own)) - {"file-missing"} <= told


def test_limits_are_told():
    assert f"at least {LONG} of the year's 12 months" in PAGE and f"at least {VERY_LONG} of the 36" in PAGE
    assert LONGEST_BREAK == 2 and "at most two months' break" in PAGE
    assert f"younger than {YOUNGEST} or older than {OLDEST}" in PAGE
    assert f"at most {MOST_ADULTS} adults and {MOST_CHILDREN} children" in PAGE
    assert all(name in load_households(None).words("hushallstyper").values() for name in TYPES)
