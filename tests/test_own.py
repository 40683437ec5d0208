"""Own tables: the definition and the file are read as they say, or every fault is told where it stands."""

from __future__ import annotations

import re
from decimal import Decimal
from io import BytesIO

import openpyxl
import pandas as pd
import pytest
from conftest import REPOSITORY, where
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from finsam.audit import own
from finsam.chapters.own import MOST_COLUMNS
from finsam.faults import Fault, Faults, Place
from finsam.sources.grids import read_grids
from finsam.tables.kinds import KINDS
from finsam.tables.own import OWN, OwnTable, load_own, own_faults, own_name, read_own
from finsam.tables.own.faults import MARKS, SERIES
from finsam.tables.own.rules import Between, Change, RowSum, ShareOf
from finsam.tables.own.shape import across, own_rows
from finsam.tables.words import UNITS

BASE = "titel: Personal\nkapitel: sjukfranvaro-uvas\nrader: grupp\n"
SECTIONS = BASE.replace("rader: grupp", "rader: [del, grupp]") + "varden: {v: antal}\n"
LONG = BASE + "kolumner: kommun\nvarden: {antal: antal, procent: procent}\n"
WIDE = BASE + "varden: {umea: antal, vannas: antal}\n"
PLAN = (
    "titel: Mötesplan\nkapitel: forbundet\nrader: datum\ndatum: datum\ntext: [dag, plats]\nlista: punkter\n"
)


def define(text: str) -> OwnTable:
    return OwnTable.model_validate(YAML(typ="safe").load(text))


def read(
    tmp_path, definition: OwnTable, *texts: str, broken: bool = False
) -> tuple[pd.DataFrame, list[Fault]]:
    """The cells and faults of one or several files of the own table `prov`."""
    tables, faults = [], []
    for number, text in enumerate(texts, start=1):
        file = tmp_path / f"prov-{number}.csv"
        file.write_text(text, encoding="utf-8")
        (grid,) = read_grids(file)
        table, found = read_own(grid, "prov", definition)
        tables.append(table)
        faults += found
    table = pd.concat(tables, ignore_index=True)
    return table, faults + own_faults(table, {"prov": definition}, ["prov"] if broken else [])


@pytest.fixture(autouse=True)
def own_root(tmp_path, monkeypatch):
    monkeypatch.setenv("FINSAM_ROOT", str(tmp_path))


# ---- What is read ----------------------------------------------------------------------------------------


def test_every_cell_of_the_file_is_one_row_with_its_place(tmp_path):
    table, faults = read(
        tmp_path, define(LONG), "Grupp;kommun;antal;procent\nKvinnor;Umeå;1 454;85,0\n\nMän;Umeå;..;\n"
    )
    assert faults == []
    assert tuple(table.columns) == OWN
    place = {"tabell": "prov", "fil": "prov-1.csv", "blad": ""}
    words = {"varde": None, "decimaler": 0, "status": "", "enhet": ""}
    count, percent = {"kolumn": "antal", "enhet": "antal"}, {"kolumn": "procent", "enhet": "procent"}
    no = {"text": "", "varde": None, "decimaler": 0}
    assert table.astype(object).where(table.notna(), None).to_dict("records") == [
        place | row
        for row in (
            words | {"radnr": 2, "kolumn": "grupp", "text": "Kvinnor", "rubrik_i_fil": "Grupp"},
            words | {"radnr": 2, "kolumn": "kommun", "text": "Umeå", "rubrik_i_fil": "kommun"},
            count | {"radnr": 2, "text": "", "varde": Decimal(1454), "decimaler": 0, "status": "", "rubrik_i_fil": "antal"},
            percent | {"radnr": 2, "text": "", "varde": Decimal("85.0"), "decimaler": 1, "status": "", "rubrik_i_fil": "procent"},
            words | {"radnr": 4, "kolumn": "grupp", "text": "Män", "rubrik_i_fil": "Grupp"},
            words | {"radnr": 4, "kolumn": "kommun", "text": "Umeå", "rubrik_i_fil": "kommun"},
            count | no | {"radnr": 4, "status": "undertryckt", "rubrik_i_fil": "antal"},
            percent | no | {"radnr": 4, "status": "saknas", "rubrik_i_fil": "procent"},
        )
    ]  # fmt: skip


def test_days_texts_and_lists(tmp_path):
    text = 'punkter;datum;dag;plats\n" Årsplan ;  Tema  unga;; Övrigt";2017-02-24;Fredag;Umeå\nProgram;2017-03-29;;Skellefteå\n'
    table, faults = read(tmp_path, define(PLAN), text)
    assert faults == []
    first, second = own_rows(table, "prov", define(PLAN))
    assert (first.labels, first.texts["punkter"].text) == (("2017-02-24",), "Årsplan; Tema unga; Övrigt")
    assert second.texts["punkter"].text == "Program"
    assert (second.texts["dag"].text, second.texts["dag"].status) == ("", "saknas")
    assert first.texts["dag"].place == Place("prov-1.csv", None, 2, "dag")


def test_a_day_of_excel_is_a_day(tmp_path):
    book, file = openpyxl.Workbook(), tmp_path / "prov.xlsx"
    for row in (
        ["datum", "dag", "plats", "punkter"],
        [pd.Timestamp("2017-02-24").to_pydatetime(), "Fredag", "Umeå", "A; B"],
    ):
        book.active.append(row)
    out = BytesIO()
    book.save(out)
    file.write_bytes(out.getvalue())
    (grid,) = read_grids(file)
    table, faults = read_own(grid, "prov", define(PLAN))
    assert faults == []
    assert table.set_index("kolumn").loc["datum", ["text", "blad"]].to_list() == ["2017-02-24", "Sheet"]


def test_a_row_with_a_formula_without_value_is_left_out(tmp_path):
    book, file = openpyxl.Workbook(), tmp_path / "prov.xlsx"
    for row in (["grupp", "umea", "vannas"], ["A", 1, "=B2+1"], ["B", 1, 2]):
        book.active.append(row)
    book.save(file)
    (grid,) = read_grids(file)
    table, faults = read_own(grid, "prov", define(WIDE))
    assert [(fault.code, where(fault).row, where(fault).column) for fault in faults] == [
        ("cell-without-value", 2, "vannas")
    ]
    assert set(table["radnr"]) == {3}


def test_rows_tell_their_units_in_any_spelling(tmp_path):
    definition = define(BASE + "varden: {varde: enhet, fore: enhet, dagar: dagar}\n")
    table, faults = read(
        tmp_path, definition, "grupp;varde;fore;dagar;enhet\nA;1;2;3;personer\nB;4,5;;6; % \n"
    )
    assert faults == []
    units = table[table["varde"].notna() | (table["status"] == "saknas")]
    assert units["enhet"].to_list() == ["antal", "antal", "dagar", "procent", "procent", "dagar"]
    assert "enhet" not in set(table["kolumn"])


def test_headings_in_another_case_are_the_same_and_exact_ones_go_first(tmp_path):
    definition = define(BASE + "varden: {n: antal, N: antal}\n")
    table, faults = read(tmp_path, definition, "GRUPP;N;n\nA;5;3\n")
    assert faults == []
    (row,) = own_rows(table, "prov", definition)
    assert (row.number("n").varde, row.number("N").varde) == (3, 5)


def test_sections_stand_together_in_order_of_delivery(tmp_path):
    definition = define(BASE.replace("rader: grupp", "rader: [del, grupp]") + "varden: {antal: antal}\n")
    table, _ = read(
        tmp_path, definition, "del;grupp;antal\nB;x;1\nA;x;2\nB;y;3\n", "del;grupp;antal\nA;y;4\n"
    )
    rows = own_rows(table, "prov", definition)
    assert [(row.section, row.label) for row in rows] == [("B", "x"), ("B", "y"), ("A", "x"), ("A", "y")]
    assert [row.number("antal").varde for row in rows] == [1, 3, 2, 4]


numbers = st.one_of(
    st.integers(-10**6, 10**6).map(str), st.decimals(-999, 999, places=2).map(str), st.sampled_from(["", "..", ".", "-"])
)  # fmt: skip
names = st.text("abcdeåäö 12", min_size=1, max_size=8).map(lambda text: "x" + " ".join(text.split()))


@settings(max_examples=40)
@given(st.data())
def test_long_and_wide_form_give_the_same_cells(tmp_path_factory, data):
    rows = data.draw(st.lists(names, min_size=1, max_size=5, unique_by=str.casefold))
    columns = data.draw(st.lists(names.map("k".__add__), min_size=1, max_size=5, unique_by=str.casefold))
    cells = {(row, column): data.draw(numbers) for row in rows for column in columns}
    order = data.draw(st.permutations(list(cells)))
    long = "rad;kolumn;varde\n" + "".join(f"{row};{column};{cells[row, column]}\n" for row, column in order)
    wide = ";".join(["rad", *columns]) + "\n"
    wide += "".join(";".join([row, *(cells[row, column] for column in columns)]) + "\n" for row in rows)
    head = {"titel": "T", "kapitel": "bakgrund", "rader": "rad"}
    as_long = OwnTable.model_validate(head | {"kolumner": "kolumn", "varden": {"varde": "tkr"}})
    as_wide = OwnTable.model_validate(head | {"varden": dict.fromkeys(columns, "tkr")})
    folder = tmp_path_factory.mktemp("form")
    (one, faults), (other, more) = read(folder, as_long, long), read(folder, as_wide, wide)
    assert faults + more == []
    assert set(across(own_rows(one, "prov", as_long))) == set(columns)
    found = {
        (row.label, column): row.number("varde", column)
        for row in own_rows(one, "prov", as_long)
        for column in columns
    }
    same = {
        (row.label, column): row.number(column)
        for row in own_rows(other, "prov", as_wide)
        for column in columns
    }
    assert {key: (c.varde, c.decimaler, c.status, c.enhet) for key, c in found.items()} == {
        key: (c.varde, c.decimaler, c.status, c.enhet) for key, c in same.items()
    }


# ---- Faults of the file ----------------------------------------------------------------------------------

#: id -> definition, text, and of each fault: code, row, column, value and words of its message or expectation.
FAULTS = {
    "unknown column": (WIDE, "grupp;umea;vanas;vannas\nA;1;2;3\n", [("column-unknown", 1, "vanas", "vanas", "Did you mean 'vannas'?")]),
    "column without heading": (WIDE, "grupp;;umea;vannas\nA;1;2;3\n", [("column-unknown", 1, "number 2", "", "one of grupp, umea, vannas")]),
    "column that the file lacks": (WIDE, "grupp;umea\nA;1\n", [("column-missing", 1, None, None, "vannas")]),
    "two columns of one name": (WIDE, "grupp;umea;Umea;vannas\nA;1;2;3\n", [("column-twice", 1, "Umea", "Umea", "once")]),
    "no label": (WIDE, "grupp;umea;vannas\n ;1;2\n", [("cell-empty", 2, "grupp", "", "what the numbers are about")]),
    "no column of a number": (LONG, "grupp;kommun;antal;procent\nA;;1;2\n", [("cell-empty", 2, "kommun", "", "a text in kommun")]),
    "numbers that aren't": (WIDE, "grupp;umea;vannas\nA;tolv;1.234\n", [("number-unreadable", 2, "umea", "tolv", "1 234"), ("number-unreadable", 2, "vannas", "1.234", "1234 or 1,2340")]),
    "part of a person": (WIDE, "grupp;umea;vannas\nA;1,5;-2\n", [("number-not-whole", 2, "umea", "1,5", "a whole number"), ("number-negative", 2, "vannas", "-2", "0 or more")]),
    "unknown unit": (BASE + "varden: {varde: enhet}", "grupp;varde;Enhet\nA;1;kkr\nB;2;\n", [("word-unknown", 2, "Enhet", "kkr", "tkr"), ("cell-empty", 3, "Enhet", "", "must tell its unit")]),
    "no column of units": (BASE + "varden: {varde: enhet}", "grupp;varde\nA;1\n", [("column-missing", 1, None, None, "enhet")]),
    "no day": (PLAN, "datum;dag;plats;punkter\n2017-02-30;;;\n2017-2-3;;;\n;;;x\n20170224;;;\n", [("date-unreadable", 2, "datum", "2017-02-30", "2017-02-24"), ("date-unreadable", 3, "datum", "2017-2-3", "no day"), ("cell-empty", 4, "datum", "", "a text in datum"), ("date-unreadable", 5, "datum", "20170224", "no day")]),
    "row too long": (WIDE, "grupp;umea;vannas\nA;1;2;3\n", [("row-too-long", 2, None, "3", "3 cells")]),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_fault_is_told_where_it_stands(tmp_path, name):
    text, content, expected = FAULTS[name]
    table, faults = read(tmp_path, define(text), content)
    told = [(f.code, where(f).row, where(f).column, where(f).value) for f in faults]
    assert told == [fault[:4] for fault in expected]
    for fault, (*_, words) in zip(faults, expected, strict=True):
        assert words in f"{fault.message} {fault.expected}"
        assert (where(fault).file, where(fault).sheet) == ("prov-1.csv", None)
    assert table.empty


def test_rows_with_a_fault_are_left_out_and_the_others_kept(tmp_path):
    table, faults = read(tmp_path, define(WIDE), "grupp;umea;vannas\nA;1;2\nB;x;4\nC;5;6\n")
    assert [fault.code for fault in faults] == ["number-unreadable"]
    assert table["radnr"].drop_duplicates().to_list() == [2, 4]


def test_repeated_rows_are_told_with_every_place(tmp_path):
    header = "grupp;kommun;antal;procent\n"
    _, faults = read(
        tmp_path, define(LONG), header + "A;Umeå;1;\nA;Vännäs;2;\nA;Umeå;3;\n", header + "A;Umeå ;1;\n"
    )
    (fault,) = faults
    assert (fault.code, fault.message) == ("row-twice", "The same row stands 3 times: A, Umeå.")
    assert [(place.file, place.row) for place in fault.where] == [
        ("prov-1.csv", 2),
        ("prov-1.csv", 4),
        ("prov-2.csv", 2),
    ]


#: id -> definition, text, and the one fault: code, key, value and words of its message or expectation.
TOGETHER = {
    "sum of a row that isn't there": (WIDE + "summor: [{summa: Sum, delar: alla}]", "grupp;umea;vannas\nA;1;2\nSumma;1;2\n", ("label-unknown", "prov.summor", "Sum", "Did you mean 'Summa'?")),
    "part that isn't there": (WIDE + "summor: [{summa: Summa, delar: [A, B]}]", "grupp;umea;vannas\nA;1;2\nSumma;1;2\n", ("label-unknown", "prov.summor", "B", "one of A; Summa")),
    "base that isn't there": (LONG + "andelar: [{procent: procent, antal: antal, av: Alla}]", "grupp;kommun;antal;procent\nA;Umeå;1;2\n", ("label-unknown", "prov.andelar", "Alla", "one of A")),
    "drawn row that isn't there": (WIDE + "bild: staplar\nbild_rader: [A, B]", "grupp;umea;vannas\nA;1;2\n", ("label-unknown", "prov.bild_rader", "B", "one of A")),
    "column that nobody delivered": (LONG + "kolumnsummor: {Alla: [Umeå, Vännäs]}", "grupp;kommun;antal;procent\nA;Umeå;1;\nA;Vännäs;1;\n", ("label-unknown", "prov.kolumnsummor", "Alla", "one of Umeå; Vännäs")),
    "part in another section": (SECTIONS + "summor: [{summa: [X, S], delar: [A]}]", "del;grupp;v\nX;S;1\nY;A;1\n", ("label-unknown", "prov.summor", "X, A", "one of X, S; Y, A")),
    "part between in another section": (SECTIONS + "mellan: [{helhet: [X, S], delar: [A], varden: v}]", "del;grupp;v\nX;S;1\nY;A;1\n", ("label-unknown", "prov.mellan", "X, A", "one of X, S; Y, A")),
    "start in another section": (SECTIONS + "okningar: [{procent: [X, S], fran: A, till: [Y, A]}]", "del;grupp;v\nX;S;1\nY;A;1\n", ("label-unknown", "prov.okningar", "X, A", "one of X, S; Y, A")),
    "units in a sum": (BASE + "varden: {v: enhet}\nsummor: [{summa: S, delar: [A]}]", "grupp;v;enhet\nA;1;kr\nS;1;tkr\n", ("units-differ", "prov.summor", None, "(kr, tkr): S; A")),
    "units that are compared": (BASE + "varden: {v: enhet}\nmellan: [{helhet: S, delar: [A], varden: v}]", "grupp;v;enhet\nA;1;procent\nS;1;tkr\n", ("units-differ", "prov.mellan", None, "procent, tkr")),
    "units before and after": (BASE + "varden: {v: enhet}\nokningar: [{procent: P, fran: A, till: B}]", "grupp;v;enhet\nA;1;kr\nB;1;tkr\nP;0;procent\n", ("units-differ", "prov.okningar", None, "kr, tkr")),
    "change that is no percent": (BASE + "varden: {v: enhet}\nokningar: [{procent: P, fran: A, till: B}]", "grupp;v;enhet\nA;1;kr\nB;1;kr\nP;0;kr\n", ("units-differ", "prov.okningar", "kr", "procent")),
    "five series": (LONG + "bild: punkter\nbild_varde: antal", "grupp;kommun;antal;procent\n" + "".join(f"{n};U;1;\n" for n in "ABCDE"), ("picture-crowded", "prov.bild", None, "5 series and 5 bars")),
    "49 bars": (BASE + "varden: {v: antal}\nbild: staplar", "grupp;v\n" + "".join(f"{n};1\n" for n in range(49)), ("picture-crowded", "prov.bild", None, "1 series and 49 bars")),
    "two units on an axis": (BASE + "varden: {v: enhet}\nbild: staplar", "grupp;v;enhet\nA;1;kr\nB;1;tkr\n", ("picture-units", "prov.bild", None, "kr, tkr")),
}  # fmt: skip


@pytest.mark.parametrize("name", TOGETHER)
def test_fault_of_the_whole_table_is_told(tmp_path, name):
    text, content, (code, key, value, words) = TOGETHER[name]
    _, faults = read(tmp_path, define(text), content)
    (fault,) = faults
    assert (fault.code, where(fault)) == (code, Place("prov-1.csv", None, None, key, value))
    assert words in f"{fault.message} {fault.expected}"


def test_a_label_that_several_rules_miss_is_told_once(tmp_path):
    rules = "summor: [{summa: S, delar: alla}, {summa: S, delar: [A]}]\n"
    _, faults = read(tmp_path, define(WIDE + rules), "grupp;umea;vannas\nA;1;2\n")
    assert [(fault.code, where(fault).value) for fault in faults] == [("label-unknown", "S")]


def test_nothing_is_missed_in_a_table_that_lost_rows(tmp_path):
    definition = define(WIDE + "summor: [{summa: Summa, delar: [A]}]\n")
    _, faults = read(tmp_path, definition, "grupp;umea;vannas\nA;1;2\nSumma;x;2\n", broken=True)
    assert [fault.code for fault in faults] == ["number-unreadable"]


def test_as_much_as_a_picture_can_hold_is_no_fault(tmp_path):
    definition = define(LONG + "bild: punkter\nbild_varde: antal")
    text = "grupp;kommun;antal;procent\n" + "".join(f"{g};{k};1;\n" for g in "ABCD" for k in range(12))
    assert read(tmp_path, definition, text)[1] == []


def test_sums_are_no_series(tmp_path):
    definition = define(LONG + "bild: punkter\nbild_varde: antal\nsummor: [{summa: Alla, delar: alla}]")
    text = "grupp;kommun;antal;procent\n" + "".join(f"{g};U;1;\n" for g in ("A", "B", "C", "D", "Alla"))
    assert read(tmp_path, definition, text)[1] == []


# ---- Faults of the definition ----------------------------------------------------------------------------

#: Text after LONG, WIDE or PLAN -> line and key of the fault, and words of what was expected.
DEFINITIONS = {
    "chapter without facts": ("prov:\n  titel: A\n  kapitel: metod\n  rader: a\n  text: b\n", 3, "prov.kapitel", "'forbundet'"),
    "unknown unit": ("prov:\n  titel: A\n  kapitel: ekonomi\n  rader: a\n  varden: {b: kkr}\n", 5, "prov.varden.b", "'tkr'"),
    "three labels": ("prov:\n  titel: A\n  kapitel: ekonomi\n  rader: [a, b, c]\n  text: d\n", 4, "prov.rader", "2 items"),
    "no label": ("prov:\n  titel: A\n  kapitel: ekonomi\n  text: d\n", 1, "prov.rader", "prov.rader"),
    "two roles": ("prov:\n  titel: A\n  kapitel: ekonomi\n  rader: a\n  varden: {b: kr}\n  text: [c, b]\n", 6, "prov.text", "b has one"),
    "a label is no number": ("prov:\n  titel: A\n  kapitel: ekonomi\n  rader: a\n  varden: {a: kr}\n", 5, "prov.varden", "a has one"),
    "text across": ("prov:\n  titel: A\n  kapitel: ekonomi\n  rader: a\n  kolumner: b\n  varden: {c: kr}\n  text: d\n", 7, "prov.text", "`kolumner`"),
    "another word in braces": ("prov:\n  titel: \"A {år}\"\n  kapitel: ekonomi\n  rader: a\n  text: b\n", 2, "prov.titel", "{ar}"),
    "nothing to show": ("prov:\n  titel: A\n  kapitel: ekonomi\n  rader: a\n", 1, "prov", "columns to show"),
    "nothing to spread": ("prov:\n  titel: A\n  kapitel: ekonomi\n  rader: a\n  kolumner: b\n", 1, "prov", "columns of numbers"),
    "nothing to draw": ("prov:\n  titel: A\n  kapitel: ekonomi\n  rader: a\n  text: b\n  bild: staplar\n", 1, "prov", "columns of numbers"),
    "which to draw": ("prov:\n  titel: A\n  kapitel: ekonomi\n  rader: a\n  varden: {b: kr, c: tkr}\n  bild: staplar\n", 1, "prov", "bild_varde"),
    "which to draw of a long form": ("prov:\n  titel: A\n  kapitel: ekonomi\n  rader: a\n  kolumner: d\n  varden: {b: kr, c: kr}\n  bild: staplar\n", 1, "prov", "bild_varde"),
    "unknown to draw": ("prov:\n  titel: A\n  kapitel: ekonomi\n  rader: a\n  varden: {b: kr}\n  bild_varde: c\n", 6, "prov.bild_varde", "one of b, not c"),
    "two units to draw": ("prov:\n  titel: A\n  kapitel: ekonomi\n  rader: a\n  varden: {b: kr, c: tkr}\n  bild_varde: [b, c]\n", 6, "prov.bild_varde", "one unit"),
    "two to draw of a long form": ("prov:\n  titel: A\n  kapitel: ekonomi\n  rader: a\n  kolumner: d\n  varden: {b: kr, c: kr}\n  bild_varde: [b, c]\n", 7, "prov.bild_varde", "one column"),
    "unknown picture": ("prov:\n  titel: A\n  kapitel: ekonomi\n  rader: a\n  varden: {b: kr}\n  bild: tårta\n", 6, "prov.bild", "'staplar'"),
    "weekday of no text": ("prov:\n  titel: A\n  kapitel: ekonomi\n  rader: a\n  datum: a\n  text: b\n  veckodag: c\n", 7, "prov.veckodag", "`text`"),
    "weekday of two days": ("prov:\n  titel: A\n  kapitel: ekonomi\n  rader: a\n  datum: [a, d]\n  text: b\n  veckodag: b\n", 7, "prov.veckodag", "one column of `datum`"),
    "heading of no column": ("prov:\n  titel: A\n  kapitel: ekonomi\n  rader: a\n  text: b\n  rubriker: {c: C}\n", 6, "prov.rubriker", "one of a, b, not c"),
    "headings alike": ("prov:\n  titel: A\n  kapitel: ekonomi\n  rader: a\n  text: b\n  rubriker: {a: C, b: C}\n", 6, "prov.rubriker", "differ"),
    "sum of an unknown column": ("prov:\n  titel: A\n  kapitel: ekonomi\n  rader: a\n  varden: {b: kr}\n  summor: [{summa: S, delar: alla, varden: c}]\n", 6, "prov.summor", "one of b, not c"),
    "between in an unknown column": ("prov:\n  titel: A\n  kapitel: ekonomi\n  rader: a\n  varden: {b: kr}\n  mellan: [{helhet: S, delar: [T], varden: c}]\n", 6, "prov.mellan", "one of b, not c"),
    "sum without parts": ("prov:\n  titel: A\n  kapitel: ekonomi\n  rader: a\n  varden: {b: kr}\n  summor: [{summa: S, delar: []}]\n", 6, "prov.summor.0.delar", "at least 1 item"),
    "sum of columns that aren't": ("prov:\n  titel: A\n  kapitel: ekonomi\n  rader: a\n  varden: {b: kr}\n  kolumnsummor: {b: [c]}\n", 6, "prov.kolumnsummor", "one of b, not c"),
    "sum of several units": ("prov:\n  titel: A\n  kapitel: ekonomi\n  rader: a\n  varden: {b: kr, c: tkr}\n  kolumnsummor: {b: [c]}\n", 6, "prov.kolumnsummor", "one unit"),
    "share that is no percent": ("prov:\n  titel: A\n  kapitel: ekonomi\n  rader: a\n  varden: {b: kr, c: kr}\n  andelar: [{procent: b, antal: c, av: S}]\n", 6, "prov.andelar", "procent"),
    "share of a percent": ("prov:\n  titel: A\n  kapitel: ekonomi\n  rader: a\n  varden: {b: procent, c: procent}\n  andelar: [{procent: b, antal: c, av: S}]\n", 6, "prov.andelar", "another unit"),
    "section of a table without": ("prov:\n  titel: A\n  kapitel: ekonomi\n  rader: a\n  varden: {b: kr}\n  summor: [{summa: [S, T], delar: alla}]\n", 1, "prov", "no sections"),
    "name of a kind": ("budget:\n  titel: A\n  kapitel: ekonomi\n  rader: a\n  text: b\n", 1, "budget", "budget is a kind of table"),
    "name of rows": ("personer:\n  titel: A\n  kapitel: ekonomi\n  rader: a\n  text: b\n", 1, "personer", "personer is a kind of table"),
    "name of an export": ("verifikationer:\n  titel: A\n  kapitel: ekonomi\n  rader: a\n  text: b\n", 1, "verifikationer", "is a kind of table"),
    "name with a hyphen": ("prov-a:\n  titel: A\n  kapitel: ekonomi\n  rader: a\n  text: b\n", 1, "prov-a", "pattern"),
    "name with two low lines": ("prov__a:\n  titel: A\n  kapitel: ekonomi\n  rader: a\n  text: b\n", 1, "prov__a", "pattern"),
}  # fmt: skip


@pytest.mark.parametrize("name", DEFINITIONS)
def test_fault_of_the_definition_has_line_and_key(tmp_path, name):
    text, line, key, words = DEFINITIONS[name]
    file = tmp_path / "params/prov/tabeller.yml"
    file.parent.mkdir(parents=True)
    file.write_text(text, encoding="utf-8")
    with pytest.raises(Faults) as told:
        load_own("prov")
    (fault,) = told.value.faults
    assert fault.code in ("key-wrong", "key-missing")
    place = where(fault)
    assert (place.file, place.row, place.column) == ("params/prov/tabeller.yml", line, key)
    assert words in fault.expected


def test_all_faults_of_the_definitions_are_told_at_once(tmp_path):
    file = tmp_path / "params/prov/tabeller.yml"
    file.parent.mkdir(parents=True)
    file.write_text(
        "a:\n  titel: A\n  kapitel: metod\n  rader: x\n  text: y\n  titell: B\nb:\n  rader: x\n",
        encoding="utf-8",
    )
    with pytest.raises(Faults) as told:
        load_own("prov")
    found = {(fault.code, where(fault).row, where(fault).column) for fault in told.value.faults}
    assert found == {
        ("key-wrong", 3, "a.kapitel"),
        ("key-unknown", 6, "a.titell"),
        ("key-missing", 7, "b.titel"),
        ("key-missing", 7, "b.kapitel"),
    }


def test_a_forbund_without_the_file_has_no_own_tables(tmp_path):
    assert load_own("prov") == {}


def test_years_and_days_in_yaml_are_texts(tmp_path):
    file = tmp_path / "params/prov/tabeller.yml"
    file.parent.mkdir(parents=True)
    lines = [
        "varden: {2014: kr, 2015: kr}",
        "bild_varde: [2014, 2015]",
        "summor: [{summa: 2014, delar: [2017-02-24]}]",
    ]
    head = "prov:\n  titel: A\n  kapitel: ekonomi\n  rader: a\n"
    file.write_text(head + "".join(f"  {line}\n" for line in lines), encoding="utf-8")
    definition = load_own("prov")["prov"]
    assert tuple(definition.varden) == definition.bild_varde == ("2014", "2015")
    (rule,) = definition.summor
    assert (rule.summa, rule.delar) == ("2014", ("2017-02-24",))


def test_one_name_is_a_list_of_one_and_columns_are_listed_once():
    definition = define(
        "titel: A\nkapitel: forbundet\nrader: a\ndatum: a\ntext: b\nlista: c\nvarden: {d: kr, e: enhet}"
    )
    assert (definition.rader, definition.text, definition.lista) == (("a",), ("b",), ("c",))
    assert definition.columns == ("a", "d", "e", "b", "c", "enhet")


def test_files_and_sheets_go_by_name(tmp_path):
    definitions = {"prov": define(WIDE)}
    for name, expected in {"prov": "prov", "Prov-2016": "prov", "prova": None, "budget": None}.items():
        file = tmp_path / f"{name}.csv"
        file.write_text("a;b\n1;2\n", encoding="utf-8")
        assert own_name(read_grids(file)[0], definitions) == expected
    book = openpyxl.Workbook()
    book.active.title = "prov-umeå"
    book.active.append(["a"])
    book.create_sheet("annat").append(["a"])
    book.save(tmp_path / "bok.xlsx")
    assert [own_name(grid, definitions) for grid in read_grids(tmp_path / "bok.xlsx")] == ["prov", None]


def test_every_unit_of_the_kinds_can_be_used():
    for unit in UNITS:
        assert define(BASE + f"varden: {{v: {unit}}}").varden == {"v": unit}
    assert "prov" not in KINDS


# ---- Docs ------------------------------------------------------------------------------------------------

PAGE = (REPOSITORY / "docs/own-tables.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("heading", "model"),
    [("## Keys", OwnTable), ("### summor", RowSum), ("### andelar", ShareOf), ("### mellan", Between), ("### okningar", Change)],
)  # fmt: skip
def test_every_key_is_documented(heading, model):
    table = PAGE.partition(f"\n{heading}\n")[2].partition("\n#")[0]
    documented = {
        row.split("`")[1]: row.split("|")[3].strip() for row in table.splitlines() if row.startswith("| `")
    }
    fields = {field.alias or name: field for name, field in model.model_fields.items()}
    assert list(documented) == [*fields]
    assert {name for name, default in documented.items() if default == "required"} == {
        name for name, field in fields.items() if field.is_required()
    }


def test_documented_examples_are_read_and_agree(tmp_path):
    contents = re.findall(r"^`(\w+)\.csv`.*?```csv\n(.*?)```.*?```yaml\n(.*?)```", PAGE, re.M | re.S)
    assert [name for name, *_ in contents] == [
        "forsorjning",
        "halsocentraler",
        "socialt_foretagande",
        "motesplan",
    ]
    for name, content, text in contents:
        definition = OwnTable.model_validate(YAML(typ="safe").load(text)[name])
        table, faults = read(tmp_path, definition, content)
        assert faults == []
        checks = own.checks(table, {"prov": definition})
        assert checks and not any(check.severity for check in checks)


def test_documented_limits_and_codes_are_those_of_the_code():
    assert f"at most four series and {MARKS} bars or points" in PAGE and SERIES == 4
    assert "more than eight columns" in PAGE and MOST_COLUMNS == 8
    code = "\n".join(file.read_text(encoding="utf-8") for file in (REPOSITORY / "finsam").rglob("*.py"))
    told = PAGE.partition("## When something is wrong")[2]
    codes = re.findall(r"`([a-z]+(?:-[a-z]+)+)`", told)
    assert all(f'"{name}"' in code for name in codes)
    own_code = "\n".join(
        file.read_text(encoding="utf-8") for file in (REPOSITORY / "finsam/tables/own").glob("*.py")
    )
    assert set(re.findall(r'Fault\(\s*"([a-z-]+)"', own_code)) <= set(codes)
