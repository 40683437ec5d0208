"""An export is read to the öre in every dialect, and each of its rows is either read or told with its place."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from conftest import where
from export_files import FULL, TWO_SIDES, grid_of, sheet_of, short, shorts
from pydantic import ValidationError

from finsam.sources.exports.cells import account, amount, date
from finsam.sources.exports.read import Columns, export_of, read_opening, read_transactions
from finsam.sources.grids import Grid
from finsam.sources.numbers import Exact

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
