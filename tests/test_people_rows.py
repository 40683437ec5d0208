"""Person rows are read as they were meant, whatever form they have, and everything that is wrong is told by cell."""

from __future__ import annotations

import datetime as dt

import openpyxl
import pandas as pd
import pytest
from conftest import where

from finsam.faults import Fault
from finsam.identity.numbers import holds_number
from finsam.params import Params
from finsam.people.definitions import load_people
from finsam.people.rows import FOLLOWED_ROWS, SPELLS, read_followed, read_spells, spell_faults
from finsam.sources.grids import read_grids

HEADER = (
    "nyckel", "insats", "kon", "start", "slut", "orsak", "kommun", "fodelsear", "forsorjning_fore",
    "forsorjning_efter", "utbildning", "ar_i_forsorjning", "tolk",
)  # fmt: skip
ENDED = (
    "A1", "Matcha", "Kvinna", "2023-02-01", "2024-03-31", "Lönebidrag", "Umeå", "1985", "Sjukpenning/Rehabpenning",
    "Lön", "Gymnasium", "2,5", "nej",
)  # fmt: skip
GOES_ON = ("B2", "Steget vidare", "M", "2024-05-01", "", "", "", "", "", "", "", "", "")
FORBUND = """\
medlemmar:
  - {namn: Umeå kommun, slag: kommun}
  - {namn: Nyviks kommun, slag: kommun}
  - {namn: Region Prov, slag: region}
insatser:
  - {namn: Matcha, alias: [Företagsringar]}
  - {namn: Steget vidare}
"""


@pytest.fixture
def params(repository) -> Params:
    repository.forbund(FORBUND)
    return repository.params()


@pytest.fixture
def read(repository, params):
    """Reads the text or the bytes of a file as the förbund prov does."""

    def reader(content: str | bytes, name: str = "personer.csv", of=read_spells):
        (grid,) = read_grids(repository.raw(name, content))
        return of(grid, load_people("prov"), params)

    return reader


def sheet(*rows: tuple[str, ...], header: tuple[str, ...] = HEADER, sign: str = ";") -> str:
    return "\n".join(sign.join(row) for row in (header, *rows)) + "\n"


def changed(row: tuple[str, ...], **cells: str) -> tuple[str, ...]:
    return tuple(cells.get(name, text) for name, text in zip(HEADER, row, strict=True))


def told(fault: Fault) -> list[tuple[int | None, str | None, str | None]]:
    """Where a fault is: row, column and value of each place."""
    return [(place.row, place.column, place.value) for place in fault.where]


# ---- What is read ----------------------------------------------------------------------------------------


def test_a_row_becomes_a_participation(read):
    table, faults = read(sheet(ENDED, GOES_ON))
    assert faults == []
    assert {name: str(kind) for name, kind in table.dtypes.items()} == SPELLS
    assert table.iloc[0].to_dict() == {
        "nyckel": "A1",
        "insats": "Matcha",
        "kommun": "Umeå",
        "kon": "kvinnor",
        "fodelsear": 1985,
        "start": pd.Timestamp(2023, 2, 1),
        "slut": pd.Timestamp(2024, 3, 31),
        "orsak": "Arbete med lönestöd",
        "avslut": "arbete",
        "forsorjning_fore": "Sjukpenning",
        "forsorjning_efter": "Lön",
        "utbildning": "Gymnasium",
        "ar_i_forsorjning": 2.5,
        "tolk": "nej",
        "fil": "data/raw/prov/2020/personer.csv",
        "blad": "",
        "radnr": 2,
    }
    goes_on = table.iloc[1]
    assert (goes_on["kon"], goes_on["radnr"]) == ("man", 3)
    assert [name for name in table if pd.isna(goes_on[name])] == ["fodelsear", "slut", "ar_i_forsorjning"]
    empty = [
        "kommun",
        "orsak",
        "avslut",
        "forsorjning_fore",
        "forsorjning_efter",
        "utbildning",
        "tolk",
        "blad",
    ]
    assert [
        name for name in table if name != "slut" and goes_on[name] is not pd.NA and goes_on[name] == ""
    ] == empty


@pytest.mark.parametrize(
    ("sign", "encoding"),
    [(";", "cp1252"), (",", "utf-8-sig"), ("\t", "utf-8")],
    ids=["semicolon", "comma", "tab"],
)
def test_the_dialects_of_csv_tell_the_same(read, sign, encoding):
    quoted = changed(ENDED, ar_i_forsorjning='"2,5"') if sign == "," else ENDED
    table, faults = read(sheet(quoted, GOES_ON, sign=sign).encode(encoding))
    plain, _ = read(sheet(ENDED, GOES_ON))
    assert faults == []
    pd.testing.assert_frame_equal(table, plain)


def test_excel_with_real_days_and_numbers(repository, params):
    book = openpyxl.Workbook()
    book.active.title = "personer"
    row = dict(zip(HEADER, ENDED, strict=True))
    row |= {"start": dt.datetime(2023, 2, 1), "slut": dt.date(2024, 3, 31), "fodelsear": 1985}
    row |= {"ar_i_forsorjning": 2.125, "tolk": False, "nyckel": 4711}
    book.active.append(HEADER)
    book.active.append(list(row.values()))
    file = repository.root / "data/raw/prov/2020/lista.xlsx"
    file.parent.mkdir(parents=True)
    book.save(file)
    (grid,) = read_grids(file)
    table, faults = read_spells(grid, load_people("prov"), params)
    assert faults == []
    (found,) = table.to_dict("records")
    assert (found["start"], found["slut"]) == (pd.Timestamp(2023, 2, 1), pd.Timestamp(2024, 3, 31))
    assert (found["nyckel"], found["fodelsear"], found["tolk"]) == ("4711", 1985, "nej")
    # In text 2.125 could be 2125; an Excel number can't.
    assert found["ar_i_forsorjning"] == 2.125
    assert (found["fil"], found["blad"], found["radnr"]) == ("data/raw/prov/2020/lista.xlsx", "personer", 2)


def test_headings_by_params_in_any_order_and_columns_that_are_not_read(repository, read):
    text = "kolumner: {nyckel: [Ärende], orsak: [Varför]}\nolasta_kolumner: [Handläggare]\n"
    repository.write("params/prov/personer.yml", text)
    header = ("Varför", "SLUTDATUM", "Handläggare", "ärende", "Insats", "Kön", "start")
    table, faults = read(
        sheet(("Studier", "2024-01-31", "Anna", "A1", "Matcha", "k", "2024-01-01"), header=header)
    )
    assert faults == []
    assert table[["nyckel", "avslut", "kon"]].values.tolist() == [["A1", "studier", "kvinnor"]]
    assert table["slut"].tolist() == [pd.Timestamp(2024, 1, 31)]


@pytest.mark.parametrize(
    ("column", "text", "read_as"),
    [
        ("kon", "KVINNOR", "kvinnor"),
        ("kon", "man", "man"),
        ("insats", "företagsringar", "Matcha"),
        ("insats", "steget   Vidare", "Steget vidare"),
        ("kommun", "Umeå kommun", "Umeå"),
        ("kommun", "2460", "Vännäs"),
        ("kommun", "vännäs kommun", "Vännäs"),
        ("kommun", "Kalmar", "Kalmar"),
        ("kommun", "Nyvik", "Nyviks kommun"),
        ("kommun", "nyviks", "Nyviks kommun"),
        ("kommun", "NYVIKS KOMMUN", "Nyviks kommun"),
        ("kommun", "Uppgift saknas", ""),
        ("tolk", "J", "ja"),
        ("tolk", "Okänt", ""),
        ("utbildning", "data  saknas", ""),
        ("forsorjning_fore", "-", ""),
        ("orsak", "OSA", "Arbete med lönestöd"),
        ("start", "20230201", pd.Timestamp(2023, 2, 1)),
        ("start", "2023-02-01 14:30", pd.Timestamp(2023, 2, 1)),
        ("ar_i_forsorjning", "0", 0.0),
        ("ar_i_forsorjning", "70", 70.0),
        ("fodelsear", "1924", 1924),
        ("fodelsear", "2013", 2013),
    ],
)
def test_spellings(read, column, text, read_as):
    table, faults = read(sheet(changed(ENDED, **{"start": "2023-02-01", column: text})))
    assert faults == []
    assert table[column].tolist() == [read_as]


def test_nothing_told_is_not_a_number(read):
    table, faults = read(sheet(changed(ENDED, ar_i_forsorjning="..", fodelsear="Uppgift saknas")))
    assert faults == []
    assert table[["ar_i_forsorjning", "fodelsear"]].isna().all(axis=None)


def test_without_params_any_insats_is_one(repository):
    (grid,) = read_grids(repository.raw("personer.csv", sheet(changed(ENDED, insats="Nya  spåret"))))
    table, faults = read_spells(grid, load_people(None), None)
    assert faults == []
    assert table["insats"].tolist() == ["Nya spåret"]


def test_a_forbund_that_lists_no_insatser_takes_any(repository):
    repository.forbund()
    (grid,) = read_grids(repository.raw("personer.csv", sheet(changed(ENDED, insats="Nya spåret"))))
    table, faults = read_spells(grid, load_people("prov"), repository.params())
    assert (table["insats"].tolist(), faults) == (["Nya spåret"], [])


def test_a_list_without_ends_is_of_those_who_are_in(read):
    table, faults = read("nyckel;insats;kon;start\nA;Matcha;K;2024-01-01\n")
    assert faults == []
    assert table["slut"].isna().all()
    assert table["avslut"].tolist() == [""]


def test_an_empty_list(read):
    table, faults = read(sheet())
    assert (len(table), faults) == (0, [])
    assert {name: str(kind) for name, kind in table.dtypes.items()} == SPELLS


# ---- Faults of a cell ------------------------------------------------------------------------------------

WORDS = "or a line in params/prov/personer.yml"


@pytest.mark.parametrize(
    ("column", "text", "code", "expected"),
    [
        ("nyckel", "", "cell-empty", "the key of the person"),
        ("insats", "", "cell-empty", "the insats"),
        ("kon", "", "cell-empty", "kvinna or man"),
        ("start", "", "cell-empty", "the day of the start"),
        ("kon", "totalt", "word-unknown", "kvinna or man"),
        ("kon", "X", "word-unknown", "kvinna or man"),
        ("insats", "Match", "word-unknown",
         "one of Matcha, Steget vidare, or an alias of an insats in params/prov/forbund.yml"),
        ("kommun", "Umio", "word-unknown",
         "one of Umeå, Nyviks kommun, or a kommun of params/register/omraden.csv"),
        ("kommun", "Västerbotten", "word-unknown",
         "one of Umeå, Nyviks kommun, or a kommun of params/register/omraden.csv"),
        ("orsak", "Uppgift saknas", "word-unknown", WORDS),
        ("orsak", "Vann på lotteri", "word-unknown", WORDS),
        ("forsorjning_fore", "Bidrag", "word-unknown", WORDS),
        ("forsorjning_efter", "Bidrag", "word-unknown", WORDS),
        ("utbildning", "Livets hårda skola", "word-unknown",
         f"one of Saknar grundskola, Grundskola, Gymnasium, Eftergymnasial utbildning, {WORDS}"),
        ("tolk", "kanske", "word-unknown", "ja or nej"),
        ("start", "03/04/2023", "date-unreadable", "2023-04-03 or 2023-03-04"),
        ("slut", "3.4.2023", "date-unreadable", "2023-04-03 or 2023-03-04"),
        ("start", "31/13/2023", "date-unreadable", "a day as 2024-03-31"),
        ("start", "i våras", "date-unreadable", "a day as 2024-03-31"),
        ("start", "2023-2-1", "date-unreadable", "a day as 2024-03-31"),
        ("start", "45323", "date-unreadable", "a day as 2024-03-31"),
        ("slut", "pågår", "date-unreadable", "a day as 2024-03-31"),
        ("slut", "-", "date-unreadable", "a day as 2024-03-31"),
        ("start", "2023-02-29", "date-not-in-calendar", "a day as 2024-03-31"),
        ("slut", "20241301", "date-not-in-calendar", "a day as 2024-03-31"),
        ("start", "1923-02-01", "date-unlikely", "a day from 1990 to 2099"),
        ("slut", "2204-02-01", "date-unlikely", "a day from 1990 to 2099"),
        ("slut", "2023-01-31", "end-before-start", "2023-02-01 or later"),
        ("orsak", "", "reason-missing", "the reason, or no day of the end"),
        ("slut", "", "end-missing", "the day of the end in slut, or no reason"),
        ("fodelsear", "85", "birth-year-unreadable", "a year such as 1985"),
        ("fodelsear", "1885", "birth-year-unreadable", "a year such as 1985"),
        ("fodelsear", "19850312", "birth-year-unreadable", "a year such as 1985"),
        ("fodelsear", "2014", "birth-year-unlikely", "1923 to 2013"),
        ("fodelsear", "1922", "birth-year-unlikely", "1923 to 2013"),
        ("ar_i_forsorjning", "länge", "number-unreadable", "a number such as 1234, 1 234, -12,5 or 12.5"),
        ("ar_i_forsorjning", "-1", "number-negative", "0 or more"),
        ("ar_i_forsorjning", "70,5", "number-unlikely", "at most 70 years"),
    ],
)  # fmt: skip
def test_a_fault_is_told_by_its_cell_and_the_row_is_left_out(read, column, text, code, expected):
    table, faults = read(sheet(GOES_ON, changed(ENDED, **{column: text}), changed(GOES_ON, nyckel="C3")))
    (fault,) = faults
    # An end that is missing is told where the reason stands.
    place = ("orsak", "Lönebidrag") if code == "end-missing" else (column, text)
    assert (fault.code, told(fault)) == (code, [(3, *place)])
    assert fault.expected.endswith(expected) if expected == WORDS else fault.expected == expected
    assert where(fault).file == "data/raw/prov/2020/personer.csv"
    assert table["radnr"].tolist() == [2, 4]


@pytest.mark.parametrize(
    ("column", "text", "near"),
    [("orsak", "Komvuxx", "'Studier'"), ("insats", "Match", "'Matcha'"), ("kommun", "Vennäs", "'Vännäs'")],
)
def test_the_nearest_word_is_named(read, column, text, near):
    _, (fault,) = read(sheet(changed(ENDED, **{column: text})))
    assert f"Did you mean {near}?" in fault.message


def test_a_day_that_can_be_read_as_two_is_told_apart_from_one_that_cannot(read):
    table, (fault,) = read(sheet(changed(ENDED, start="03/04/2023"), changed(ENDED, start="31/12/2022")))
    assert fault.message == "The cell can be read as two days."
    assert table["start"].tolist() == [pd.Timestamp(2022, 12, 31)]
    _, (fault,) = read(sheet(changed(ENDED, start="31/13/2022")))
    assert fault.message == "The cell can't be read as a day."
    _, (fault,) = read(sheet(changed(ENDED, start="45323")))
    assert "Excel's number of a day" in fault.message


def test_all_faults_of_all_rows_at_once_in_the_order_of_the_rows(read):
    wrong = changed(ENDED, kon="?", start="2024-02-30", fodelsear="85", tolk="?", orsak="")
    table, faults = read(sheet(changed(ENDED, slut="2022-01-01"), wrong, GOES_ON))
    assert [(fault.code, where(fault).row, where(fault).column) for fault in faults] == [
        ("end-before-start", 2, "slut"),
        ("word-unknown", 3, "kon"),
        ("birth-year-unreadable", 3, "fodelsear"),
        ("date-not-in-calendar", 3, "start"),
        ("word-unknown", 3, "tolk"),
        ("reason-missing", 3, "orsak"),
    ]
    assert table["radnr"].tolist() == [4]


def test_one_word_in_many_rows_is_one_fault_with_every_cell(read):
    table, faults = read(
        sheet(*[changed(ENDED, insats="Machta")] * 3, ENDED, changed(ENDED, insats="Machtan"))
    )
    assert [told(fault) for fault in faults] == [
        [(2, "insats", "Machta"), (3, "insats", "Machta"), (4, "insats", "Machta")],
        [(6, "insats", "Machtan")],
    ]
    assert "So in 3 rows." in faults[0].message
    assert "So in" not in faults[1].message
    assert table["radnr"].tolist() == [5]


def test_thousands_of_different_faults_are_all_told(read):
    count = 5000
    table, faults = read(sheet(*[changed(ENDED, orsak=f"ordet{n}", start=f"dag{n}") for n in range(count)]))
    assert len(table) == 0
    assert len(faults) == 2 * count
    assert {place.row for fault in faults for place in fault.where} == set(range(2, count + 2))


def test_rows_that_the_file_spoils_are_left_out_too(read):
    text = sheet(ENDED, changed(GOES_ON, nyckel="C3")) + ";".join([*GOES_ON, "surplus"]) + "\n"
    table, faults = read(text)
    assert [(fault.code, where(fault).row) for fault in faults] == [("row-too-long", 4)]
    assert table["radnr"].tolist() == [2, 3]


def test_a_cell_that_has_lost_its_value(repository, params):
    book = openpyxl.Workbook()
    book.active.title = "personer"
    for row in (HEADER, ENDED, changed(ENDED, nyckel="B", slut="=A1+1", orsak="")):
        book.active.append(row)
    file = repository.root / "data/raw/prov/2020/lista.xlsx"
    file.parent.mkdir(parents=True)
    book.save(file)
    (grid,) = read_grids(file)
    table, faults = read_spells(grid, load_people("prov"), params)
    assert [(fault.code, told(fault)) for fault in faults] == [("cell-without-value", [(3, "slut", "=A1+1")])]
    assert table["radnr"].tolist() == [2]


# ---- Faults of the header and of the sheet ---------------------------------------------------------------


def test_an_unknown_heading(read):
    table, (fault,) = read(sheet((*ENDED, "x"), header=(*HEADER, "Kommunn")))
    assert (fault.code, told(fault)) == ("column-unknown", [(1, "Kommunn", "Kommunn")])
    assert "Did you mean 'kommun'?" in fault.message
    assert len(table) == 0


def test_a_column_without_heading_that_has_cells(read):
    table, (fault,) = read(sheet(("x", *ENDED), header=("", *HEADER)))
    assert (fault.code, told(fault)) == ("column-unknown", [(1, "number 1", "")])
    assert len(table) == 0


def test_two_headings_of_one_column(read):
    table, (fault,) = read(sheet((*ENDED, "x"), header=(*HEADER, "Startdatum")))
    assert fault.code == "column-twice"
    assert [place.column for place in fault.where] == ["start", "Startdatum"]
    assert len(table) == 0


@pytest.mark.parametrize("column", ["nyckel", "insats", "kon", "start"])
def test_a_required_column(read, column):
    at = HEADER.index(column)
    header, row = HEADER[:at] + HEADER[at + 1 :], ENDED[:at] + ENDED[at + 1 :]
    table, (fault,) = read(sheet(row, header=header))
    assert (fault.code, told(fault)) == ("column-missing", [(1, None, None)])
    assert fault.expected.startswith(column)
    assert len(table) == 0


def test_ends_without_a_column_of_reasons(read):
    text = "nyckel;insats;kon;start;slut\nA;Matcha;K;2024-01-01;{}\n"
    _, (fault,) = read(text.format("2024-02-01"))
    assert (fault.code, told(fault), fault.expected) == ("column-missing", [(1, None, None)], "orsak")
    table, faults = read(text.format(""))
    assert (len(table), faults) == (1, [])


def test_faults_of_rows_are_told_beside_those_of_the_header(read):
    _, faults = read(sheet((*changed(ENDED, kon="?"), ""), header=(*HEADER, "Kommunn")))
    assert [fault.code for fault in faults] == ["column-unknown", "word-unknown"]


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("19811218-9876", True),
        ("811218-9876", True),
        ("8112189876", True),
        ("198112189876", True),
        ("811218+9876", True),
        ("Anna 811218-9876", True),
        ("701063-2391", True),
        ("960229-1230", True),
        ("811218-9875", False),
        ("811318-9876", False),
        ("A8112189876", True),
        ("18112189876", False),
        ("81121898761", False),
        ("2024-03-31 10:30", False),
        ("20240331", False),
    ],
)
def test_personal_identity_numbers_by_day_and_check_digit(text, is_one):
    assert holds_number(text) is is_one


def test_a_sheet_with_personal_identity_numbers_is_not_used_and_the_numbers_are_not_shown(read):
    rows = [
        changed(ENDED, nyckel="19811218-9876"),
        GOES_ON,
        changed(ENDED, nyckel="C", fodelsear="198112189876"),
    ]
    table, faults = read(sheet(*rows))
    codes = [fault.code for fault in faults]
    assert codes == ["personal-number", "birth-year-unreadable"]
    assert told(faults[0]) == [(1, "fodelsear", None)]
    assert "holds 1 personal identity number (row 4)" in faults[0].message
    assert not any("9876" in str(fault) for fault in faults)
    assert len(table) == 0


def test_personal_identity_numbers_in_a_column_that_is_not_read(repository, read):
    repository.write("params/prov/personer.yml", "olasta_kolumner: [Anteckning]\n")
    row = (*ENDED, "ringde 811218-9876")
    table, (fault,) = read(sheet(*[row] * 7, header=(*HEADER, "Anteckning")))
    assert (fault.code, told(fault)) == ("personal-number", [(1, "Anteckning", None)])
    assert "holds 7 personal identity numbers (row 2, 3, 4, 5, 6 ...)" in fault.message
    assert len(table) == 0


# ---- Faults between rows ---------------------------------------------------------------------------------


@pytest.fixture
def across(read):
    def reader(*rows: tuple[str, ...]):
        table, faults = read(sheet(*rows))
        assert faults == []
        return spell_faults(table)

    return reader


def test_the_same_participation_twice(across):
    (fault,) = across(ENDED, GOES_ON, changed(ENDED, slut="2024-04-30"), ENDED)
    assert fault.code == "row-twice"
    assert told(fault) == [(2, "start", "2023-02-01"), (4, "start", "2023-02-01"), (5, "start", "2023-02-01")]
    assert "A1 in Matcha from 2023-02-01" in fault.message


@pytest.mark.parametrize(
    ("second", "overlaps"),
    [("2024-03-30", True), ("2024-03-31", False), ("2024-04-01", False), ("2023-02-02", True)],
)
def test_overlapping_participations(across, second, overlaps):
    faults = across(changed(ENDED, start=second, slut="2024-06-30"), ENDED)
    places = [(2, "start", second), (3, "start", "2023-02-01")]
    assert [(fault.code, told(fault)) for fault in faults] == [("participations-overlap", places)] * overlaps


def test_a_participation_overlaps_a_long_one_that_began_earlier(across):
    long = changed(ENDED, slut="2024-12-31")
    faults = across(
        long,
        changed(ENDED, start="2023-06-01", slut="2023-06-30"),
        changed(ENDED, start="2024-07-01", slut="2024-07-02"),
    )
    assert [[place.row for place in fault.where] for fault in faults] == [[2, 3], [2, 4]]
    assert "from 2023-02-01 to 2024-12-31, the other from 2024-07-01 to 2024-07-02" in faults[1].message


def test_a_participation_that_goes_on_overlaps_all_later_ones(across):
    (fault,) = across(
        changed(ENDED, slut="", orsak=""), changed(ENDED, start="2026-01-01", slut="2026-01-02")
    )
    assert fault.code == "participations-overlap"
    assert "one from 2023-02-01 and goes on" in fault.message


def test_other_persons_and_other_insatser_may_overlap(across):
    assert across(ENDED, changed(ENDED, insats="Steget vidare"), changed(ENDED, nyckel="A2")) == []


@pytest.mark.parametrize(
    ("column", "texts", "message", "values"),
    [
        ("kon", ("K", "M", "K"), "2 sexes", ["kvinnor", "man", "kvinnor"]),
        ("fodelsear", ("1985", "1986", "1987"), "3 years of birth", ["1985", "1986", "1987"]),
    ],
)
def test_a_key_of_different_persons(across, column, texts, message, values):
    other = changed(ENDED, nyckel="B", insats="Steget vidare")
    starts = ("2023-02-01", "2024-04-01", "2025-01-01")
    same = [
        changed(ENDED, start=start, slut="", orsak="", insats=insats, **{column: text})
        for start, insats, text in zip(starts, ("Matcha", "Steget vidare", "Matcha"), texts, strict=True)
    ]
    same[0] = changed(same[0], slut="2024-03-31", orsak="Arbete")
    (fault,) = across(same[0], other, *same[1:])
    assert (fault.code, fault.expected) == ("person-differs", "one person for each key")
    assert told(fault) == [(row, column, value) for row, value in zip((2, 4, 5), values, strict=True)]
    assert f"The key A1 has {message}" in fault.message


def test_a_year_of_birth_that_is_told_once_differs_from_nothing(across):
    assert across(ENDED, changed(ENDED, start="2024-05-01", slut="2024-06-01", fodelsear="")) == []


def test_rows_of_several_files_are_compared(read):
    one, _ = read(sheet(ENDED), "personer-a.csv")
    other, _ = read(sheet(GOES_ON, changed(ENDED, kon="M", insats="Steget vidare")), "personer-b.csv")
    (fault,) = spell_faults(pd.concat([one, other], ignore_index=True))
    files = [(place.file, place.row) for place in fault.where]
    assert files == [("data/raw/prov/2020/personer-a.csv", 2), ("data/raw/prov/2020/personer-b.csv", 3)]


def test_no_rows_have_no_faults():
    assert spell_faults(pd.DataFrame(columns=list(SPELLS))) == []


# ---- Follow-up -------------------------------------------------------------------------------------------


def test_followed_persons(read):
    text = "Personkod;År efter;Arbetar;insats\nA;1;Ja;\nB;2 år;nej;Företagsringar\nC;1;okänt;\nD;1;;\n"
    table, faults = read(text, "personuppfoljning.csv", read_followed)
    assert faults == []
    assert {name: str(kind) for name, kind in table.dtypes.items()} == FOLLOWED_ROWS
    columns = ["nyckel", "insats", "efter", "i_arbete", "radnr"]
    assert table[columns].values.tolist() == [
        ["A", "", 1, "ja", 2], ["B", "Matcha", 2, "nej", 3], ["C", "", 1, "", 4], ["D", "", 1, "", 5],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("row", "code", "column", "value"),
    [
        (";1;ja;", "cell-empty", "nyckel", ""),
        ("A;;ja;", "cell-empty", "efter", ""),
        ("A;3;ja;", "word-unknown", "efter", "3"),
        ("A;1;kanske;", "word-unknown", "i_arbete", "kanske"),
        ("A;1;ja;Mat", "word-unknown", "insats", "Mat"),
    ],
)
def test_faults_of_followed_persons(read, row, code, column, value):
    table, (fault,) = read(
        f"nyckel;efter;i_arbete;insats\n{row}\nB;1;ja;\n", "personuppfoljning.csv", read_followed
    )
    assert (fault.code, told(fault)) == (code, [(2, column, value)])
    assert table["nyckel"].tolist() == ["B"]


def test_columns_of_persons_are_unknown_in_a_follow_up(read):
    _, faults = read("nyckel;efter;kon\nA;1;K\n", "personuppfoljning.csv", read_followed)
    assert [fault.code for fault in faults] == ["column-unknown", "column-missing"]
    assert faults[1].expected.startswith("i_arbete")
