"""Tables that others open in a spreadsheet: no text is a formula, every number is one, and all can be taken back."""

from __future__ import annotations

import csv
from decimal import Decimal

import pandas as pd
import pytest
from click.testing import CliRunner
from conftest import Repository
from hypothesis import given
from hypothesis import strategies as st
from payloads import PAYLOADS, SPREADSHEET

from finsam.cli import main
from finsam.exported import original, original_table, safe, safe_table
from finsam.ingest import REJECTED, ingest, processed

#: What Excel, LibreOffice and Google take for the beginning of a formula, also behind blanks and quotation marks.
BEGIN = tuple("=+-@|＝＋－＠−")
HOSTILE = ["=1+1", "+1+1", "-1+1", "@SUM(1)", "|cmd", "\t=1", "\r=1", "\n=1", " =1", '"=1"', "'=1", "a;=1", 'a\t"=1"',
           "a\n-x", "=", "-", "--", "-x", "+46 x", "-5 år"]  # fmt: skip
PLAIN = [
    "-5",
    "-5,5",
    "−5",
    "-1 234",
    "+3",
    "-1\u00a0234,50",
    "−12,5 %",
    "1e-5",
    "5-6",
    "a-b",
    "2016-01-01",
    "a=b",
    "x; y",
    "",
]


def cells(text: str) -> list[str]:
    """The cells that a spreadsheet of any country could make of a text, without what it passes over."""
    for sign in "\r\n\t":
        text = text.replace(sign, ";")
    return [cell.strip(' "\u00a0') for cell in text.split(";")]


@pytest.mark.parametrize("text", [*HOSTILE, *PAYLOADS])
def test_no_text_begins_a_formula(text):
    assert not any(cell.startswith(BEGIN) for cell in cells(safe(text)))
    assert not safe(text).startswith(("\t", "\r", "\n"))
    assert original(safe(text)) == text


@pytest.mark.parametrize("text", PLAIN)
def test_numbers_and_plain_text_stay_as_they_are(text):
    assert safe(text) == text == original(text)


@given(st.text(st.sampled_from("'\"=+-@|−\t\r\n; a1,.%\u00a0")) | st.text())
def test_every_text_can_be_taken_back(text):
    assert original(safe(text)) == text


def test_numbers_of_a_table_stay_numbers():
    table = pd.DataFrame(
        {
            "=namn": ["=1", "a"],
            "tal": [-5, 3],
            "varde": [Decimal("-5.50"), None],
            "dag": pd.to_datetime(["2020-01-01"] * 2),
        }
    )
    found = safe_table(table)
    assert list(found.columns) == ["'=namn", "tal", "varde", "dag"]
    assert found["varde"][0] == Decimal("-5.50")
    assert (found["tal"].tolist(), found["'=namn"].tolist()) == ([-5, 3], ["'=1", "a"])
    assert original_table(found)["'=namn"].tolist() == ["=1", "a"]


def test_what_inspect_writes_holds_no_formula(repository: Repository):
    texts = [text.format(n=at) for at, text in enumerate(SPREADSHEET)]
    rows = "".join(
        f'S\tpost\t"{text.replace(chr(34), chr(34) * 2)}"\t{-at}\n' for at, text in enumerate(texts)
    )
    file = repository.raw("budget.csv", "sektion\ttyp\trad\tutfall\n" + rows)
    out = repository.root / "rader.csv"
    CliRunner().invoke(main, ["inspect", str(file), "--csv", str(out)])
    with out.open(encoding="utf-8", newline="") as written:
        found = list(csv.DictReader(written))
    assert [original(row["rad"]) for row in found] == texts
    assert [row["varde"] for row in found] == [str(-at) for at in range(len(texts))]
    told = [cell for row in found for name, text in row.items() if name != "varde" for cell in cells(text)]
    assert not any(cell.startswith(BEGIN) for cell in told)


def test_rejected_rows_hold_no_formula_and_are_read_back_as_they_were(repository: Repository):
    repository.year("felaktiga_rader: avvisas\n")
    repository.raw("deltagare.csv", "insats;matt;totalt\n=cmd|' /C calc'!A0;nya;x\nÅter;nya;4\n")
    folder = ingest("prov", 2020)
    text = (folder / REJECTED).read_text(encoding="utf-8-sig")
    assert "insats=" in text and not any(
        cell.startswith(BEGIN) for line in text.splitlines()[1:] for cell in line.split(";")[:1]
    )
    (content,) = processed("prov", 2020).rejected["innehall"]
    assert content == "insats==cmd|' /C calc'!A0; matt=nya; totalt=x"
