"""An export is read to the öre in every dialect, and each of its rows is either read or told with its place."""

from __future__ import annotations

import csv
import datetime as dt
import io
from decimal import Decimal
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pytest
from conftest import where
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from finsam.faults import Fault
from finsam.sources.exports.cells import account, amount, date
from finsam.sources.exports.read import Columns, export_of, read_opening, read_transactions
from finsam.sources.grids import Grid, read_grids
from finsam.sources.numbers import Exact

TWO_SIDES = Columns(debet="Debet", kredit="Kredit")
FULL = Columns(kontonamn="Kontonamn", serie="Serie", text="Text", projekt="Projekt")


def grid_of(folder: Path, text: str, name: str = "verifikationer.csv") -> Grid:
    file = folder / name
    file.write_text(text, encoding="utf-8", newline="")
    (grid,) = read_grids(file)
    return grid


def sheet_of(
    folder: Path, rows: list[list], merged: tuple[str, ...] = (), name: str = "verifikationer"
) -> Grid:
    book = openpyxl.Workbook()
    book.active.title = name
    for row in rows:
        book.active.append(row)
    for cells in merged:
        book.active.merge_cells(cells)
    file = folder / "export.xlsx"
    book.save(file)
    (grid,) = read_grids(file)
    return grid


def short(fault: Fault) -> tuple:
    """Code and places, without the file."""
    return fault.code, *((place.row, place.column, place.value) for place in fault.where)


def shorts(found: list[Fault]) -> list[tuple]:
    return [short(fault) for fault in found]


# ---- The map -----------------------------------------------------------------------------------------------


def test_the_map_of_columns_when_nothing_is_given():
    assert Columns().model_dump(exclude_none=True) == {
        "konto": "Konto",
        "datum": "Datum",
        "belopp": "Belopp",
        "verifikation": "Verifikation",
    }
    assert TWO_SIDES.belopp is None


@pytest.mark.parametrize(
    ("given_keys", "message"),
    [
        ({"debet": "Debet"}, "either belopp, or both debet and kredit"),
        ({"kredit": "Kredit"}, "either belopp, or both debet and kredit"),
        ({"belopp": "Belopp", "debet": "D", "kredit": "K"}, "either belopp, or both debet and kredit"),
        ({"belopp": "Belopp", "kredit": "K"}, "either belopp, or both debet and kredit"),
        ({"debet": "Belopp", "kredit": " belopp "}, "a heading of its own for each key"),
        ({"serie": "verifikation"}, "a heading of its own for each key"),
        ({"konto": " "}, "at least 1 character"),
        ({"kontot": "Konto"}, "Extra inputs are not permitted"),
    ],
)
def test_a_map_that_cannot_be_meant_is_refused(given_keys, message):
    with pytest.raises(ValidationError, match=message):
        Columns(**given_keys)


def test_the_map_is_frozen_and_a_key_without_value_is_not_given():
    assert Columns(belopp=None, serie=None) == Columns()
    with pytest.raises(ValidationError):
        Columns().konto = "Kto"


@pytest.mark.parametrize(
    ("file", "sheet", "kind"),
    [
        ("verifikationer.csv", None, "verifikationer"),
        ("Verifikationer-2024.csv", None, "verifikationer"),
        ("ingaende_balanser-kst.csv", None, "ingaende_balanser"),
        ("bok.xlsx", " Verifikationer-jan ", "verifikationer"),
        ("verifikationer.xlsx", "Ingaende_Balanser", "ingaende_balanser"),
        ("verifikationer.xlsx", "Blad1", "verifikationer"),
        ("bok.xlsx", "Blad1", None),
        ("verifikationerna.csv", None, None),
    ],
)
def test_the_name_tells_which_export_it_is(tmp_path, file, sheet, kind):
    assert export_of(Grid(tmp_path / file, sheet, ("a",), 1, ())) == kind


# ---- Cells -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "ore"),
    [
        ("0", 0),
        ("-0,00", 0),
        ("1234", 123400),
        ("1234,5", 123450),
        ("-1 234,50", -123450),
        ("1\u00a0234\u202f567,89", 123456789),
        ("−12,05", -1205),
        ("–12.05", -1205),
        ("123,45-", -12345),
        ("1 234,50 −", -123450),
        ("+7", 700),
        ("12,5000", 1250),
        ("1234,500", 123450),
        ("999999999999,99", 99999999999999),
        ("", None),
        ("-", None),
        ("–", None),
        (Exact("1.234"), "three decimals"),
        (Exact("12.3400000000001"), 1234),
        (Exact("-0.00000000000005"), 0),
        (Exact("12.340001"), "too far from an öre for noise"),
        (Exact("0.005"), "half an öre"),
        (Exact("33.3333333333333"), "a third"),
        (Exact("1" + "0" * 300), "too large"),
        ("12.3400000000001", "not a number cell"),
        ("1.234", "1234 or 1,234"),
        ("0,005", "half an öre"),
        ("1000000000000", "too large"),
        ("-1000000000000", "too large"),
        ("1.234,50", "two signs"),
        ("12-3", "a span"),
        ("-5-", "two minus signs"),
        ("(5)", "brackets"),
        ("1 234,50 kr", "a unit"),
        ("12 34", "groups of two"),
        ("..", "held back"),
        (".", "cannot occur"),
        ("1e3", "an exponent"),
        ("٣", "digits of another script"),
    ],
)
def test_amounts(text, ore):
    if isinstance(ore, str):
        with pytest.raises(ValueError, match=r"."):
            amount(text)
    else:
        assert amount(text) == ore


@pytest.mark.parametrize(
    "value", [12.340000000000002, 0.1 + 0.2, 1e6 / 3 * 3, 99999999.99, -1205.05, 4.35 * 100]
)
def test_what_excel_shows_as_an_amount_is_read_as_it_shows(tmp_path, value):
    shown = int(Decimal(f"{value:.2f}") * 100)
    rows = [
        ["Konto", "Datum", "Verifikation", "Belopp"],
        [1930, "2024-01-02", 1, value],
        [2440, "2024-01-02", 1, -value],
    ]
    frame, found = read_transactions(sheet_of(tmp_path, rows), Columns())
    assert (list(frame["ore"]), found) == ([shown, -shown], [])


@pytest.mark.parametrize(
    "text", ["2024-03-31", "20240331", "2024-03-31 00:00:00", "2024-03-31T10:30", "20240331.0"]
)
def test_days(text):
    assert date(text) == np.datetime64("2024-03-31", "s")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("31/3/2024", "with the year last"),
        ("03.04.2024", "with the year last"),
        ("1-2-24", "with the year last"),
        ("2024-02-30", "in the calendar"),
        ("20241301", "in the calendar"),
        ("2024-3-1", "a day as"),
        ("240331", "a day as"),
        ("45382", "a day as"),
        ("2024-03", "a day as"),
        ("", "a day as"),
        ("idag", "a day as"),
    ],
)
def test_what_is_no_day_or_may_be_two_is_refused(text, expected):
    with pytest.raises(ValueError, match=expected):
        date(text)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("1930", ("1930", "")),
        ("1930.0", ("1930", "")),
        ("0193", ("0193", "")),
        ("1930 Bank", ("1930", "Bank")),
        ("1930  -  Bank 2  (ny)", ("1930", "Bank 2 (ny)")),
        ("1930\u00a0Bank", ("1930", "Bank")),
        ("5010 2:a lokalen", ("5010", "2:a lokalen")),
        ("1930 - 1940", None),
        ("1 930", None),
        ("1 930 Bank", None),
        ("1930.5", None),
        ("1930Bank", None),
        ("Bank", None),
        ("", None),
    ],
)
def test_accounts(text, read):
    if read is None:
        with pytest.raises(ValueError, match="1930 Bank"):
            account(text)
    else:
        assert account(text) == read


# ---- Reading -----------------------------------------------------------------------------------------------


def test_transactions_with_all_columns(tmp_path, monkeypatch):
    monkeypatch.setenv("FINSAM_ROOT", str(tmp_path))
    text = (
        "Projekt;KONTO; serie ;Verifikation;Datum;Text;Saldo;Belopp;konto  namn\n"
        "Matcha;3010;A;1;2024-01-02;Bidrag, Umeå;x;-1 234,50;Bidrag\n\n"
        ";1930 Bank;A;1;20240102;;;1234,5;Företags  konto\n"
        ";1930 Bank;B;1;2024-01-03;;;0;\n"
    )
    map_ = Columns(kontonamn="Konto namn", serie="Serie", text="text", projekt="projekt")
    frame, found = read_transactions(grid_of(tmp_path, text), map_)
    day = [pd.Timestamp(f"2024-01-0{n}") for n in (2, 2, 3)]
    assert found == []
    assert frame.to_dict("list") == {
        "serie": ["A", "A", "B"],
        "nummer": ["1", "1", "1"],
        "datum": day,
        "konto": ["3010", "1930", "1930"],
        "kontonamn": ["Bidrag", "Företags konto", "Bank"],
        "projekt": ["Matcha", "", ""],
        "ore": [-123450, 123450, 0],
        "text": ["Bidrag, Umeå", "", ""],
        "fil": ["verifikationer.csv"] * 3,
        "blad": [""] * 3,
        "radnr": [2, 4, 5],
    }


TYPES = {"datum": "datetime64[s]", "ore": "int64", "radnr": "int64"}


@pytest.mark.parametrize("row", ["", "1930;2024-01-02;1;0;\n", "a;b;c;d;\n"])
def test_types_do_not_depend_on_the_rows(tmp_path, row):
    grid = grid_of(tmp_path, "Konto;Datum;Verifikation;Belopp;Projekt\n" + row)
    for read in (read_transactions, read_opening):
        frame, _ = read(grid, Columns())
        assert {name: str(kind) for name, kind in frame.dtypes.items()} == {
            name: TYPES.get(name, "str") for name in frame.columns
        }
    assert list(frame.columns) == ["konto", "kontonamn", "projekt", "ore", "fil", "blad", "radnr"]


def test_a_workbook_with_real_days_and_numbers(tmp_path):
    rows = [
        ["Konto", "Datum", "Verifikation", "Debet", "Kredit"],
        [1930, dt.date(2024, 3, 31), 7, 1234.5, None],
        ["3010 Bidrag", dt.datetime(2024, 3, 31, 10, 30), 7, 0, 1234.5],
        [1930, 20240401, "7b", None, -50],
        [3010, "2024-04-01", "7b", -50, None],
    ]
    frame, found = read_transactions(sheet_of(tmp_path, rows), TWO_SIDES)
    assert found == []
    assert list(frame["ore"]) == [123450, -123450, 5000, -5000]
    assert list(frame["nummer"]) == ["7", "7", "7b", "7b"]
    assert list(frame["datum"].dt.strftime("%m%d")) == ["0331", "0331", "0401", "0401"]
    assert set(frame["blad"]) == {"verifikationer"}
    assert list(frame["radnr"]) == [2, 3, 4, 5]


def test_opening_balances(tmp_path):
    text = "Konto;Kontonamn;Projekt;Belopp\n1930;Bank;;100,50\n2080;;Matcha;-100,50\nSumma;;;0,00\n"
    frame, found = read_opening(grid_of(tmp_path, text, "ingaende_balanser.csv"), FULL)
    assert frame.drop(columns="fil").to_dict("list") == {
        "konto": ["1930", "2080"],
        "kontonamn": ["Bank", ""],
        "projekt": ["", "Matcha"],
        "ore": [10050, -10050],
        "blad": ["", ""],
        "radnr": [2, 3],
    }
    assert shorts(found) == [("sum-row-skipped", (4, "Belopp", "0,00"))]


# ---- Headings ----------------------------------------------------------------------------------------------


def test_a_missing_column_is_told_with_the_headings_there_are_and_the_key(tmp_path):
    grid = grid_of(tmp_path, "Kontonr;Datum;Vernr;Belopp\n1930;2024-01-02;1;x\n")
    frame, found = read_transactions(grid, Columns())
    assert frame.empty
    assert [fault.code for fault in found] == ["column-missing", "column-missing"]
    of_number, of_account = found
    assert "'Verifikation'" in of_number.message
    assert "bokforing.kolumner.verifikation" in of_number.expected
    assert "'Konto'. Did you mean 'Kontonr'?" in of_account.message
    assert "bokforing.kolumner.konto" in of_account.expected
    assert (where(of_account).row, where(of_account).value) == (1, "Kontonr, Datum, Vernr, Belopp")


def test_debit_and_credit_columns_without_a_map_point_to_their_keys(tmp_path):
    grid = grid_of(tmp_path, "Konto;Datum;Verifikation;Debet;Kredit\n1930;2024-01-02;1;5;\n")
    (fault,) = read_transactions(grid, Columns())[1]
    assert "bokforing.kolumner.debet and bokforing.kolumner.kredit" in fault.expected


@pytest.mark.parametrize("key", ["kontonamn", "projekt"])
def test_a_mapped_column_that_opening_balances_lack_is_told_too(tmp_path, key):
    grid = grid_of(tmp_path, "Konto;Belopp\n1930;5\n", "ingaende_balanser.csv")
    frame, (fault,) = read_opening(grid, Columns(**{key: "Rubrik", "text": "Text", "serie": "Serie"}))
    assert (fault.code, frame.empty) == ("column-missing", True)
    assert f"bokforing.kolumner.{key}" in fault.expected


def test_a_heading_that_stands_twice(tmp_path):
    grid = grid_of(
        tmp_path, "Konto;Datum;Verifikation;Belopp;Saldo;Saldo; BELOPP\n1930;2024-01-02;1;5;1;1;6\n"
    )
    frame, (fault,) = read_transactions(grid, Columns())
    assert frame.empty
    assert short(fault) == ("column-twice", (1, "Belopp", "Belopp"), (1, "BELOPP", "BELOPP"))
    assert "Columns 4 and 7" in fault.message


TITLED = "Förbundet\n;;2024\n\nKonto;Datum;Verifikation;Belopp\n1930;2024-01-02;1;5\n3010;2024-01-02;1;-5\n"


def test_titles_above_the_headings_are_told_and_the_table_read(tmp_path):
    frame, (note,) = read_transactions(grid_of(tmp_path, TITLED), Columns())
    assert (list(frame["ore"]), list(frame["radnr"])) == ([500, -500], [5, 6])
    assert (short(note), note.severity) == (
        ("rows-above-header", (1, None, "Förbundet"), (2, None, "2024")),
        "note",
    )
    assert "row 4" in note.message


def test_a_merged_title_in_a_workbook(tmp_path):
    rows = [
        ["Verifikationslista"],
        [],
        ["Konto", "Datum", "Verifikation", "Belopp"],
        [1930, "2024-01-02", 1, 0],
    ]
    frame, found = read_transactions(sheet_of(tmp_path, rows, ("A1:D1",)), Columns())
    assert (list(frame["radnr"]), shorts(found)) == (
        [4],
        [("rows-above-header", (1, None, "Verifikationslista"))],
    )


def test_cells_without_value_above_and_beneath_the_headings(tmp_path):
    rows = [["Utskrivet", "=NOW()"], ["Konto", "Belopp"], [1930, "=1+1"], [2080, 5]]
    frame, found = read_opening(sheet_of(tmp_path, rows), Columns())
    assert list(frame["radnr"]) == [4]
    assert shorts(found) == [
        ("rows-above-header", (1, None, "Utskrivet")),
        ("cell-without-value", (3, "Belopp", "=1+1")),
    ]


def test_headings_after_the_twentieth_row_are_not_looked_for(tmp_path):
    header = "Konto;Datum;Verifikation;Belopp\n1930;2024-01-02;1;0\n"
    frame, found = read_transactions(grid_of(tmp_path, "Titel\n" * 19 + header), Columns())
    assert (len(frame), len(found[0].where)) == (1, 19)
    frame, found = read_transactions(grid_of(tmp_path, "Titel\n" * 20 + header), Columns())
    assert (len(frame), shorts(found)) == (0, [("header-missing", (1, None, "Titel"))])


def test_a_file_with_other_headings_is_told_once(tmp_path):
    frame, (fault,) = read_transactions(grid_of(tmp_path, "Kto;Dag;Nr;Kr\n1930;2024-01-02;1;5\n"), Columns())
    assert frame.empty
    assert short(fault) == ("header-missing", (1, None, "Kto, Dag, Nr, Kr"))
    assert "Verifikation, Datum, Konto, Belopp" in fault.message


@pytest.mark.parametrize(
    "text",
    [
        "Bokföring, hela 2024\nKonto;Datum;Verifikation;Belopp\n1930;2024-01-02;1;0,00\n",
        "Bokföring\nKonto\tDatum\tVerifikation\tBelopp\n1930\t2024-01-02\t1\t0,00\n",
    ],
)
def test_a_title_with_another_separator_or_none_is_a_title(tmp_path, text):
    frame, (note,) = read_transactions(grid_of(tmp_path, text), Columns())
    assert frame[["konto", "nummer", "radnr"]].values.tolist() == [["1930", "1", 3]]
    assert (note.code, where(note).row) == ("rows-above-header", 1)


def test_a_title_that_hides_the_separator_is_told_once(tmp_path):
    text = "Bokföring, hela 2024\nKonto;Datum;Verifikation;Belopp;Text, namn\n1930;2024-01-02;1;5,00;x\n"
    frame, (fault,) = read_transactions(grid_of(tmp_path, text), Columns())
    assert frame.empty
    assert (fault.code, where(fault).row) == ("header-missing", 2)
    assert fault.expected == "row 2 as the first one of the file"


def test_a_workbook_with_whole_lines_in_its_cells_is_not_asked_for_another_first_row(tmp_path):
    rows = [["Konto;Datum;Verifikation;Belopp"], ["1930;2024-01-02;1;5"]]
    frame, (fault,) = read_transactions(sheet_of(tmp_path, rows), Columns())
    assert (len(frame), short(fault)) == (0, ("header-missing", (1, None, rows[0][0])))
    assert fault.expected.startswith("a row with these headings")


MERGED = {
    "a pair of columns under one heading": (
        [["Konto", "Datum", "Verifikation", "Belopp", None], [None, None, None, "Debet", "Kredit"]],
        ("D1:E1",),
        Columns(),
        [],
    ),
    "the lower headings are mapped": (
        [["Konto", "Datum", "Verifikation", "Belopp", None], [None, None, None, "Debet", "Kredit"]],
        ("D1:E1", "A1:A2", "B1:B2", "C1:C2"),
        TWO_SIDES,
        ["Debet", "Kredit"],
    ),
    "one heading for two, none beneath": (
        [["Konto", "Datum", "Verifikation", None, "Belopp"]],
        ("C1:D1",),
        Columns(serie="Serie"),
        ["Serie"],
    ),
    "beyond the last heading": (
        [["Konto", "Datum", "Verifikation", "Belopp", None]],
        ("D1:E1",),
        Columns(),
        [],
    ),
    "lower headings without a gap above": (
        [["Konto", "Datum", "Verifikation", "Belopp", "i kr"], ["Nr", None, None, "Debet", "Kredit"]],
        (),
        TWO_SIDES,
        ["Debet (bokforing.kolumner.debet)", "Kredit (bokforing.kolumner.kredit)"],
    ),
    "lower headings under a gap, all that is mapped above": (
        [["Konto", None, "Datum", "Verifikation", "Belopp"], ["Nr", "Namn", None, None, None]],
        ("A1:B1", "C1:C2", "D1:D2", "E1:E2"),
        Columns(),
        [],
    ),
    "most headings in the lower row": (
        [["Konto", None, None, "Belopp", None], ["Nr", "Datum", "Verifikation", "Debet", "Kredit"]],
        ("A1:C1", "D1:E1"),
        TWO_SIDES,
        ["Konto"],
    ),
}


@pytest.mark.parametrize("name", MERGED)
def test_merged_headings_are_told_once(tmp_path, name):
    header, merged, columns, missing = MERGED[name]
    rows = [*header, *([1930, "2024-01-02", 1, 5, 5] for _ in range(30))]
    frame, found = read_transactions(sheet_of(tmp_path, rows, merged), columns)
    assert frame.empty
    assert [fault.code for fault in found] == ["header-merged"]
    assert where(found[0]).sheet == "verifikationer"
    assert where(found[0]).row in (1, 2)
    assert all(heading in found[0].message for heading in missing)


def test_a_column_without_heading_among_others_is_left_aside(tmp_path):
    text = "Konto;;Datum;Verifikation;Belopp\n1930;*;2024-01-02;1;0\n"
    frame, found = read_transactions(grid_of(tmp_path, text), Columns())
    assert (len(frame), found) == (1, [])


# ---- Rows --------------------------------------------------------------------------------------------------

HEADER = "Konto;Datum;Verifikation;Belopp;Text\n"
SOUND = "1930;2024-01-02;1;5;\n3010;2024-01-02;1;-5;\n"
SIDES = "Konto;Datum;Verifikation;Debet;Kredit\n"

#: The third data row (row 4) and what is told of it.
ROWS = {
    "no account": (";2024-01-02;2;7;", [("cell-empty", (4, "Konto", ""))]),
    "no day": ("1930;;2;7;", [("cell-empty", (4, "Datum", ""))]),
    "no amount": ("1930;2024-01-02;2;;", [("amount-missing", (4, "Belopp", ""))]),
    "a dash for an amount": ("1930;2024-01-02;2;-;", [("amount-missing", (4, "Belopp", "-"))]),
    "text in an amount": ("1930;2024-01-02;2;sju;", [("amount-unreadable", (4, "Belopp", "sju"))]),
    "parts of an öre": ("1930;2024-01-02;2;7,005;", [("amount-unreadable", (4, "Belopp", "7,005"))]),
    "day and month": ("1930;31/3/2024;2;7;", [("date-unreadable", (4, "Datum", "31/3/2024"))]),
    "no account number": ("Bank;2024-01-02;2;7;", [("account-unreadable", (4, "Konto", "Bank"))]),
    "three faults": (
        "Bank;i går;2;sju;",
        [
            ("amount-unreadable", (4, "Belopp", "sju")),
            ("account-unreadable", (4, "Konto", "Bank")),
            ("date-unreadable", (4, "Datum", "i går")),
        ],
    ),
    "too long": ("1930;2024-01-02;2;7;;8", [("row-too-long", (4, None, "8"))]),
    "an amount alone, before other rows": (
        ";;;7;",
        [("cell-empty", (4, "Konto", "")), ("cell-empty", (4, "Datum", ""))],
    ),
    "an amount with a number": (
        ";;2;7;",
        [("cell-empty", (4, "Konto", "")), ("cell-empty", (4, "Datum", ""))],
    ),
    "words under the amount": (";;;sida 2;", [("amount-unreadable", (4, "Belopp", "sida 2"))]),
    "a remark": (";;;;Rättad av NN", [("row-skipped", (4, None, "Rättad av NN"))]),
    "a remark under the accounts": ("Utskrivet av NN;;;;", [("row-skipped", (4, None, "Utskrivet av NN"))]),
    "headings again": (
        "konto;Datum;Verifikation;Belopp;Text",
        [("row-skipped", (4, None, "konto Datum Verifikation Belopp Text"))],
    ),
    "an account with neither day nor amount": (
        "1930;;;;",
        [("cell-empty", (4, "Datum", "")), ("amount-missing", (4, "Belopp", ""))],
    ),
    "a day alone": (
        ";2024-01-02;;;",
        [("cell-empty", (4, "Konto", "")), ("amount-missing", (4, "Belopp", ""))],
    ),
    "a voucher's number and words": (
        "Bank;;2;;",
        [
            ("account-unreadable", (4, "Konto", "Bank")),
            ("cell-empty", (4, "Datum", "")),
            ("amount-missing", (4, "Belopp", "")),
        ],
    ),
}


@pytest.mark.parametrize("name", ROWS)
def test_a_row_that_does_not_count_is_told_and_the_others_read(tmp_path, name):
    row, told = ROWS[name]
    text = HEADER + SOUND[:21] + SOUND[21:] + row + "\n1930;2024-01-04;3;1;\n3010;2024-01-04;3;-1;\n"
    frame, found = read_transactions(grid_of(tmp_path, text), Columns())
    assert sorted(shorts(found)) == sorted(told)
    assert {fault.severity for fault in found} == {"note" if told[0][0] == "row-skipped" else "error"}
    assert all("isn't counted" in fault.message or fault.code == "row-too-long" for fault in found)
    assert list(frame["radnr"]) == [2, 3, 5, 6]


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("1930;2024-01-02;2;7;7", [("amount-twice", (4, "Debet", "7"), (4, "Kredit", "7"))]),
        ("1930;2024-01-02;2;;", [("amount-missing", (4, "Debet", ""), (4, "Kredit", ""))]),
        ("1930;2024-01-02;2;x;", [("amount-unreadable", (4, "Debet", "x"))]),
        ("1930;2024-01-02;2;5;y", [("amount-unreadable", (4, "Kredit", "y"))]),
        ("1930;2024-01-02;2;0;0,00", []),
        ("1930;2024-01-02;2;;0", []),
    ],
)
def test_debit_and_credit(tmp_path, row, told):
    text = SIDES + "1930;2024-01-02;1;5;0\n3010;2024-01-02;1;;5\n" + row + "\n"
    frame, found = read_transactions(grid_of(tmp_path, text), TWO_SIDES)
    assert shorts(found) == told
    assert list(frame["ore"]) == [500, -500] + [0] * (not told)


def test_a_cell_without_value_takes_its_row_along(tmp_path):
    rows = [
        ["Konto", "Datum", "Verifikation", "Belopp"],
        [1930, "2024-01-02", 1, "=1+2"],
        [3010, "2024-01-02", 1, -3],
        [None, None, None, -3],
    ]
    frame, found = read_transactions(sheet_of(tmp_path, rows), Columns())
    assert list(frame["radnr"]) == [3]
    # Neither voucher 1 nor the sum is doubted: what they lack is told.
    assert shorts(found) == [
        ("cell-without-value", (2, "Belopp", "=1+2")),
        ("sum-row-skipped", (4, "Belopp", "-3")),
    ]


def test_a_thousand_of_a_kind_are_told_and_the_rest_counted(tmp_path):
    grid = grid_of(tmp_path, HEADER + "1930;2024-01-02;1;x;\n" * 1005)
    frame, found = read_transactions(grid, Columns())
    assert (len(frame), len(found)) == (0, 1001)
    assert "5 more" in found[-1].message


# ---- Sum rows ----------------------------------------------------------------------------------------------


def sums(folder: Path, text: str, columns: Columns | None = None) -> list[tuple]:
    _, found = read_transactions(grid_of(folder, text), columns or Columns())
    return [(fault.severity, *short(fault)) for fault in found]


@pytest.mark.parametrize(
    "row", ["Summa;;;{};", ";;;{};", ";;;{};Total", "S:a;Totalt;;{};", "SUMMA konto;2024-12-31;9;{};"]
)
@pytest.mark.parametrize("amount", ["0,00", "5", "-5"])
def test_a_sum_row_that_agrees_with_all_rows_or_a_side_is_a_note(tmp_path, row, amount):
    text = HEADER + SOUND + row.format(amount) + "\n"
    assert sums(tmp_path, text) == [("note", "sum-row-skipped", (4, "Belopp", amount))]


def test_a_sum_row_that_differs_is_a_contradiction(tmp_path):
    _, (note, wrong) = read_transactions(grid_of(tmp_path, HEADER + SOUND + "Summa;;;5,01;\n"), Columns())
    assert short(note) == ("sum-row-skipped", (4, "Belopp", "5,01"))
    assert "Belopp 5.01 kr" in note.message
    assert (wrong.severity, short(wrong)) == ("contradiction", ("sum-row-differs", (4, "Belopp", "5,01")))
    assert wrong.expected == "Belopp 0.00 kr"


@pytest.mark.parametrize(
    ("debet", "kredit", "agrees"),
    [
        ("5", "5", True),
        ("5", "", True),
        ("", "5", True),
        ("0", "0", False),
        ("5", "5,01", False),
        ("4", "5", False),
    ],
)
def test_sums_of_debit_and_credit(tmp_path, debet, kredit, agrees):
    text = SIDES + f"1930;2024-01-02;1;5;\n3010;2024-01-02;1;;5\nSumma;;;{debet};{kredit}\n"
    found = sums(tmp_path, text, TWO_SIDES)
    assert [code for _, code, *_ in found] == ["sum-row-skipped"] + ["sum-row-differs"] * (not agrees)
    places = [(4, name, text) for name, text in (("Debet", debet), ("Kredit", kredit)) if text]
    assert all(tuple(where) == tuple(places) for _, _, *where in found)


def test_sums_in_between_may_be_of_the_rows_since_the_last_one(tmp_path):
    rows = "1930;{0};5\n3010;{0};-3\nSumma;;2\n2440;{0};-2\nSumma;;-2\nSumma;;{1}\n"
    columns = Columns(text="Ver")
    text = "Konto;Ver;Belopp\n"
    frame, found = read_opening(grid_of(tmp_path, text + rows.format(1, 0)), columns)
    assert ([fault.code for fault in found], list(frame["radnr"])) == (["sum-row-skipped"] * 3, [2, 3, 5])
    _, found = read_opening(grid_of(tmp_path, text + rows.format(1, 1)), columns)
    assert short(found[-1]) == ("sum-row-differs", (7, "Belopp", "1"))


def test_a_sum_of_nothing_does_not_agree_with_a_zero(tmp_path):
    text = "Konto;Belopp\n1930;5\nSumma;5\nSumma;0\n"
    _, found = read_opening(grid_of(tmp_path, text), Columns())
    # 0 is the sum of the credits.
    assert [fault.code for fault in found] == ["sum-row-skipped"] * 2
    _, found = read_opening(
        grid_of(tmp_path, "Konto;Debet;Kredit\n1930;5;\nSumma;5;0\nSumma;0;0\n"), TWO_SIDES
    )
    assert [fault.code for fault in found] == ["sum-row-skipped", "sum-row-skipped", "sum-row-differs"]


def test_a_sum_before_a_footer_is_a_sum(tmp_path):
    text = HEADER + SOUND + ";;;0;\nUtskrivet 2024-12-31;;;;\n"
    assert [code for _, code, *_ in sums(tmp_path, text)] == ["sum-row-skipped", "row-skipped"]


def test_a_transaction_whose_text_begins_with_summa_counts(tmp_path):
    text = HEADER + "1930;2024-01-02;1;5;Summa löner\n3010 Summering;2024-01-02;1;-5;Totalt\n"
    frame, found = read_transactions(grid_of(tmp_path, text), Columns())
    assert (len(frame), found) == (2, [])


def test_a_sum_is_not_checked_where_rows_are_lost(tmp_path):
    text = HEADER + "1930;2024-01-02;1;fem;\n3010;2024-01-02;1;-5;\nSumma;;;9;\n"
    assert [code for _, code, *_ in sums(tmp_path, text)] == ["amount-unreadable", "sum-row-skipped"]
    # A row with nothing but a cell without value is told and isn't among the rows with text.
    rows = [["Konto", "Belopp"], [1930, 5], [None, "=1+1"], ["Summa", 7]]
    _, found = read_opening(sheet_of(tmp_path, rows), Columns())
    assert [fault.code for fault in found] == ["cell-without-value", "sum-row-skipped"]


def test_a_remark_right_beneath_the_headings_is_not_taken_for_headings(tmp_path):
    text = "Konto;;Datum;Verifikation;Belopp\nRättade;;;;\n1930;*;2024-01-02;1;0\n"
    frame, found = read_transactions(grid_of(tmp_path, text), Columns())
    assert (len(frame), shorts(found)) == (1, [("row-skipped", (2, None, "Rättade"))])


def test_a_column_missing_from_a_file_with_rows_that_are_too_long(tmp_path):
    grid = grid_of(tmp_path, "Konto,Datum,Belopp\n1930,2024-01-02,5,00\n")
    frame, found = read_transactions(grid, Columns())
    assert frame.empty
    assert [fault.code for fault in found] == ["column-missing", "row-too-long"]


def test_a_trailing_separator_without_heading_in_csv(tmp_path):
    text = "Konto;Datum;Verifikation;Belopp;\n1930;2024-01-02;1;0;{}\n"
    assert read_transactions(grid_of(tmp_path, text.format("")), Columns())[1] == []
    frame, found = read_transactions(grid_of(tmp_path, text.format("5")), Columns())
    assert (len(frame), [fault.code for fault in found]) == (0, ["header-merged"])


# ---- Vouchers ----------------------------------------------------------------------------------------------


def test_a_voucher_that_does_not_balance(tmp_path):
    text = (
        "Konto;Datum;Serie;Verifikation;Belopp\n"
        "1930;2024-01-02;A;1;5\n1930;2024-01-02;B;1;7\n3010;2024-01-02;A;1;-4,99\n3010;2024-01-02;B;1;-7\n"
        "1930;2024-01-02;A;2;-0,01\n"
    )
    _, found = read_transactions(grid_of(tmp_path, text), Columns(serie="Serie"))
    assert shorts(found) == [
        ("voucher-unbalanced", (2, "Verifikation", "A 1")),
        ("voucher-unbalanced", (6, "Verifikation", "A 2")),
    ]
    assert ("0.01 kr" in found[0].message, "-0.01 kr" in found[1].message) == (True, True)
    assert {(fault.expected, fault.severity) for fault in found} == {("0.00 kr", "error")}


def test_a_number_of_two_years_is_two_vouchers(tmp_path):
    text = (
        HEADER + "1930;2023-12-31;1;5;\n3010;2023-12-31;1;-4;\n1930;2024-01-02;1;5;\n3010;2024-01-02;1;-6;\n"
    )
    _, found = read_transactions(grid_of(tmp_path, text), Columns())
    assert shorts(found) == [
        ("voucher-unbalanced", (2, "Verifikation", "1")),
        ("voucher-unbalanced", (4, "Verifikation", "1")),
    ]


def test_rows_without_number_are_balanced_by_series_and_day(tmp_path):
    text = (
        "Konto;Datum;Serie;Verifikation;Belopp\n"
        "1930;2024-01-02;A;;5\n3010;2024-01-02;A;;-5\n"
        "1930;2024-01-03;A;;5\n3010;2024-01-04;A;;-5\n"
        "1930;2024-01-05;A;;5\n3010;2024-01-05;;;-5\n"
    )
    _, found = read_transactions(grid_of(tmp_path, text), Columns(serie="Serie"))
    assert shorts(found) == [
        ("voucher-number-missing", (2, "Verifikation", "")),
        ("voucher-unbalanced", (4, "Datum", "2024-01-03")),
        ("voucher-unbalanced", (5, "Datum", "2024-01-04")),
        ("voucher-unbalanced", (6, "Datum", "2024-01-05")),
        ("voucher-unbalanced", (7, "Datum", "2024-01-05")),
    ]
    assert found[0].severity == "note"
    assert "number: 6." in found[0].message
    assert all("only whole days" in fault.message for fault in found[1:])
    assert "of series A" in found[3].message
    assert "series" not in found[4].message


LOST = {
    "the voucher with the lost row": ("3010;2024-01-02;1;x;", "1930;2024-01-02;1;5;", []),
    "another voucher": ("3010;2024-01-02;1;x;", "1930;2024-01-02;2;5;", ["voucher-unbalanced"]),
    "the day with the lost row": ("3010;20240102;;x;", "1930;2024-01-02;;5;", []),
    "another day": ("3010;2024-01-03;;x;", "1930;2024-01-02;;5;", ["voucher-unbalanced"]),
    "any day": ("3010;2/1/2024;;5;", "1930;2024-01-02;;5;", []),
    "an unknown day and a numbered voucher": (
        "3010;2/1/2024;;5;",
        "1930;2024-01-02;1;5;",
        ["voucher-unbalanced"],
    ),
    "the voucher with the row that is too long": ("3010;2024-01-02;1;5;;6", "1930;2024-01-02;1;5;", []),
}


@pytest.mark.parametrize("name", LOST)
def test_a_voucher_is_not_blamed_for_a_row_that_is_told(tmp_path, name):
    lost, row, codes = LOST[name]
    _, found = read_transactions(grid_of(tmp_path, f"{HEADER}{lost}\n{row}\n"), Columns())
    assert [fault.code for fault in found if fault.code == "voucher-unbalanced"] == codes


def test_credits_that_are_all_negative_are_told_once(tmp_path):
    rows = "".join(f"1930;2024-01-02;{n};5;\n3010;2024-01-02;{n};;-5\n" for n in range(20))
    _, found = read_transactions(grid_of(tmp_path, SIDES + rows), TWO_SIDES)
    assert shorts(found) == [("credit-negative", (3, "Kredit", "-5.00 kr"))]
    # A correction has the other sign in both columns.
    turned = rows + "1930;2024-01-02;x;-5;\n3010;2024-01-02;x;;5\n"
    _, found = read_transactions(grid_of(tmp_path, SIDES + turned), TWO_SIDES)
    assert [fault.code for fault in found] == ["credit-negative"]
    # Negative debits aren't negative credits.
    _, found = read_transactions(
        grid_of(tmp_path, SIDES + "1930;2024-01-02;1;-5;\n3010;2024-01-02;1;;5\n"), TWO_SIDES
    )
    assert shorts(found) == [("voucher-unbalanced", (2, "Verifikation", "1"))]
    # One voucher that no reading balances: the sign isn't what is wrong.
    _, found = read_transactions(grid_of(tmp_path, SIDES + rows + "1930;2024-01-02;x;1;\n"), TWO_SIDES)
    assert {fault.code for fault in found} == {"voucher-unbalanced"}
    assert len(found) == 21


def test_a_number_at_two_days_is_a_note_that_asks_for_the_series(tmp_path):
    text = HEADER + SOUND + SOUND.replace("-02", "-03")
    frame, (note,) = read_transactions(grid_of(tmp_path, text), Columns())
    assert (len(frame), note.severity, short(note)) == (4, "note", ("voucher-days", (2, "Verifikation", "1")))
    assert "series" in note.message
    # Its days are not looked at one by one.
    text = HEADER + "1930;2024-01-02;1;5;\n3010;2024-01-03;1;-5;\n"
    assert shorts(read_transactions(grid_of(tmp_path, text), Columns())[1]) == [short(note)]


# ---- The same ledger in all dialects -----------------------------------------------------------------------

word = st.text("abcåäöÅÄÖé &-()0123456789,;\"'", max_size=12).map(lambda text: " ".join(text.split()))
name = word.filter(lambda text: any(sign.isalpha() for sign in text) and not text.startswith("-"))
ore = st.integers(-(10**13), 10**13) | st.integers(-999, 999)
row = st.tuples(st.integers(1000, 8999), st.one_of(st.just(""), name), word, ore, word)
voucher = st.tuples(
    st.sampled_from(["", "A", "B2"]), st.dates(dt.date(1990, 1, 1)), st.lists(row, min_size=1, max_size=4)
)
HEADINGS = ["Serie", "Verifikation", "Datum", "Konto", "Kontonamn", "Projekt", "Text"]
KEYS = {"serie": "Serie", "kontonamn": "KONTONAMN", "projekt": "Projekt", "text": "Text"}


def ledger_of(vouchers: list[tuple]) -> list[tuple]:
    """Rows of vouchers that balance: serie, nummer, datum, konto, kontonamn, projekt, text, ore."""
    rows = []
    for number, (serie, day, parts) in enumerate(vouchers, start=1):
        parts = [*parts, (1930, "", "", -sum(part[3] for part in parts), "")]
        rows += [
            (serie, str(number), day, str(konto), namn, projekt, text, ore)
            for konto, namn, projekt, ore, text in parts
        ]
    return rows


def kronor(ore: int, sign: str, decimals: int, grouped: bool, minus: str) -> str:
    whole, rest = divmod(abs(ore), 100)
    digits = f"{whole:,}".replace(",", "\u00a0") if grouped else str(whole)
    text = f"{digits}{sign}{rest:02}{'0' * (decimals - 2)}"
    if ore >= 0:
        return text
    return f"{text}-" if minus == "last" else f"{minus}{text}"


DIALECTS = [
    # separator, decimal sign, decimals, encoding, grouped, minus, day, two sides, name within the account
    (";", ",", 2, "utf-8-sig", True, "-", "%Y-%m-%d", False, False),
    (",", ".", 4, "utf-8", False, "-", "%Y%m%d", True, False),
    ("\t", ",", 2, "cp1252", False, "last", "%Y-%m-%d 00:00:00", False, True),
    (",", ",", 2, "cp1252", True, "–", "%Y-%m-%d", True, True),
    (";", ".", 2, "utf-8", False, "−", "%Y%m%d", False, False),
]  # fmt: skip


def as_csv(rows: list[tuple], dialect: tuple) -> bytes:
    delimiter, sign, decimals, encoding, grouped, minus, day, sides, joined = dialect
    lines = [HEADINGS + (["Debet", "Kredit"] if sides else ["Belopp"])]
    for serie, nummer, datum, konto, namn, projekt, text, value in rows:
        write = [max(value, 0), max(-value, 0)] if sides else [value]
        amounts = [kronor(part, sign, decimals, grouped, minus) for part in write]
        accounts = [f"{konto} {namn}".strip(), ""] if joined else [konto, namn]
        lines.append([serie, nummer, f"{datum:{day}}", *accounts, projekt, text, *amounts])
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter).writerows(lines)
    return out.getvalue().encode(encoding)


def read_back(file: Path, sides: bool) -> list[tuple]:
    (grid,) = read_grids(file)
    amounts = {"debet": "debet", "kredit": "kredit"} if sides else {"belopp": "belopp"}
    frame, found = read_transactions(grid, Columns(**KEYS, **amounts))
    assert [fault for fault in found if fault.severity != "note"] == []
    assert list(frame["radnr"]) == list(range(2, len(frame) + 2))
    frame["datum"] = frame["datum"].dt.date
    keys = ["serie", "nummer", "datum", "konto", "kontonamn", "projekt", "text", "ore"]
    return list(frame[keys].itertuples(index=False, name=None))


@settings(max_examples=25)
@given(st.lists(voucher, max_size=4))
def test_the_same_ledger_in_every_dialect(tmp_path_factory, vouchers):
    rows = ledger_of(vouchers)
    folder = tmp_path_factory.mktemp("dialekter")
    for number, dialect in enumerate(DIALECTS):
        file = folder / f"verifikationer-{number}.csv"
        file.write_bytes(as_csv(rows, dialect))
        assert read_back(file, dialect[7]) == rows
    for sides in (False, True):
        book = openpyxl.Workbook()
        book.active.append(HEADINGS + (["Debet", "Kredit"] if sides else ["Belopp"]))
        for serie, nummer, datum, konto, namn, projekt, text, value in rows:
            amounts = [value / 100 if value > 0 else None, -value / 100 if value <= 0 else None]
            amounts = amounts if sides else [value / 100]
            book.active.append([serie or None, int(nummer), datum, int(konto), namn, projekt, text, *amounts])
        file = folder / "verifikationer.xlsx"
        book.save(file)
        assert read_back(file, sides) == rows


# ---- Nothing is lost ---------------------------------------------------------------------------------------

HEADER_CODES = {"column-missing", "column-twice", "header-missing", "header-merged"}
#: Told of rows that count.
OF_USED = {"voucher-unbalanced", "voucher-number-missing", "voucher-days", "credit-negative"}

JUNK = """Summa|Totalt 2024|-|..|1930|1930 Bank|2024-02-30|31/3/2024|2024-01-02|5-|1,234|5,005|−7|1e400|Konto|Belopp|Debet
|#REF!|=1+1|'|\u00a0|"""
junk = st.sampled_from([*JUNK.replace("\n", "").split("|"), "9" * 40, "9" * 5000]) | st.text(
    "0123456789-−,. /abå:T", max_size=12
)
edit = st.tuples(
    st.sampled_from(["cell", "row", "delete", "twice", "surplus"]),
    st.integers(0, 30),
    st.integers(0, 5),
    junk,
)
BASE = [
    ["Verifikation", "Datum", "Konto", "Text", "Debet", "Kredit"],
    ["1", "2024-01-02", "1930", "Bidrag", "1 234,50", ""],
    ["1", "2024-01-02", "3010", "", "", "1234,5"],
    ["2", "2024-01-03", "5010", "Hyra", "7", ""],
    ["2", "2024-01-03", "1930", "", "", "7"],
    ["", "2024-01-04", "6570", "", "1", "0"],
    ["", "2024-01-04", "1930", "", "0", "1"],
    ["Summa", "", "", "", "1242,5", "1242,5"],
]  # fmt: skip


def spoiled(edits: list[tuple]) -> list[list[str]]:
    rows = [list(row) for row in BASE]
    for what, at, column, text in edits:
        row = rows[at % len(rows)]
        if what == "cell" and column < len(row):
            row[column] = text
        elif what == "row":
            rows.insert(at % (len(rows) + 1), [""] * column + [text])
        elif what == "twice":
            rows.append(list(row))
        elif what == "surplus":
            row += [text]
        elif what == "delete" and len(rows) > 1:
            rows.remove(row)
    return rows


def assert_accounted_for(grid: Grid, frame: pd.DataFrame, found: list[Fault]) -> None:
    """Every row beneath the headings is used or told and not both, and every row above them is told."""
    if HEADER_CODES & {fault.code for fault in found}:
        assert frame.empty
        return
    told = {code: set() for code in ("rows", "above")}
    for fault in found:
        if fault.code not in OF_USED:
            told["above" if fault.code == "rows-above-header" else "rows"] |= {
                place.row for place in fault.where
            }
    used = set(frame["radnr"])
    filled = {number for number, _ in grid.filled}
    header = min(filled - told["above"])
    assert len(used) == len(frame)
    assert not used & told["rows"]
    assert filled - told["above"] - {header} == (used | told["rows"]) & filled - {header}
    assert all(number < header for number in told["above"])


@settings(max_examples=300)
@given(
    st.lists(edit, min_size=1, max_size=6), st.booleans(), st.sampled_from([TWO_SIDES, Columns(text="Text")])
)
def test_rows_are_used_or_told_whatever_is_spoiled(tmp_path_factory, edits, opening, columns):
    rows = spoiled(edits)
    if not any(cell.strip() for row in rows for cell in row):
        return
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=";").writerows(rows)
    grid = grid_of(tmp_path_factory.mktemp("spoiled"), out.getvalue())
    read = read_opening if opening else read_transactions
    assert_accounted_for(grid, *read(grid, columns))


@settings(max_examples=40)
@given(st.lists(edit, min_size=1, max_size=6))
def test_rows_of_a_spoiled_workbook_are_used_or_told(tmp_path_factory, edits):
    rows = spoiled(edits)
    if not any(cell.strip() for row in rows for cell in row if not cell.startswith("=")):
        return
    grid = sheet_of(tmp_path_factory.mktemp("spoiled"), rows)
    assert_accounted_for(grid, *read_transactions(grid, TWO_SIDES))
