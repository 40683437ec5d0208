"""Tables as CSV and Excel: the numbers that were printed, and nothing that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
import zipfile
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from payloads import PAYLOADS
from python_calamine import CalamineWorkbook

from finsam.exported import original
from finsam.render.spreadsheet import as_csv, as_number, as_xlsx
from finsam.swedish import number, with_unit


def read_csv(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


def read_xlsx(content: bytes) -> list[list[object]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()


@given(st.integers(-(10**13), 10**13), st.integers(0, 3), st.booleans())
def test_a_printed_number_is_the_same_one_in_both_files(digits, decimals, is_percent):
    value = Decimal(digits).scaleb(-decimals)
    text = with_unit(value, "procent", decimals) if is_percent else number(value, decimals)
    rows = [["Mått", "2024"], ["Andel", text]]
    cell = read_csv(as_csv(rows, [1]))[1][1]
    assert Decimal(cell.removesuffix(" %").replace(",", ".")) == value
    assert cell.endswith(" %") == is_percent
    (_, (_, found)) = read_xlsx(as_xlsx(rows, [1], ["Tabell"], None))
    assert Decimal(repr(found)) * (100 if is_percent else 1) == value


@pytest.mark.parametrize(
    "text",
    ["", "..", "–", ".", "0012", "2016–2018", "122 (34 %)", "9 av 10", "1 234 kr", "12†", "1,", "1 23"],
)
def test_what_is_more_than_a_number_stays_as_it_is(text):
    assert as_number(text) is None
    rows = [["Mått", "2024"], ["x", text]]
    assert read_csv(as_csv(rows, [1]))[1] == ["x", text]
    assert read_xlsx(as_xlsx(rows, [1], ["Tabell"], None))[1] == ["x", text]


def test_numbers_in_columns_of_words_are_words():
    rows = [["Post", "Not", "2024"], ["101", "3", "1\u00a0000"]]
    assert read_xlsx(as_xlsx(rows, [2], ["Tabell"], None))[1] == ["101", "3", 1000.0]


def test_no_text_is_a_formula_and_every_text_can_be_had_back():
    texts = [payload for payload in PAYLOADS if "\x00" not in payload]
    rows = [["Namn", "=1+1"], *([text, text] for text in texts)]
    cells = read_csv(as_csv(rows, [1]))
    assert [[original(cell) for cell in row] for row in cells[1:]] == rows[1:]
    assert not any(cell.startswith(("=", "+", "@", "\t")) for row in cells for cell in row)
    with zipfile.ZipFile(io.BytesIO(as_xlsx(rows, [1], ["=1+1"], None))) as parts:
        for name in parts.namelist():
            assert b"<f>" not in parts.read(name) and b"<hyperlink" not in parts.read(name), name


def test_the_same_table_gives_the_same_bytes():
    rows = [["Mått", "2024"], ["Andel", "34,5\u00a0%"]]
    assert as_xlsx(rows, [1], ["Tabell"], None) == as_xlsx(rows, [1], ["Tabell"], None)
