"""Every fault of a delivery is told at once, where it stands and with what was expected; no row goes missing."""

from __future__ import annotations

from decimal import Decimal

import openpyxl
import pytest
from conftest import where
from hypothesis import given, settings
from hypothesis import strategies as st

from finsam.delivery.read import read_delivery
from finsam.faults import Place
from finsam.sources.grids import Grid, read_grids
from finsam.tables.kinds import KINDS
from finsam.tables.read import kind_of, tidy

#: id -> file, its text, and of each fault: code, row, column, value and words of its message or expectation.
FAULTS = {
    "unknown column": (
        "deltagare.csv",
        "insats,matt,kvinor,totalt\nMatcha,nya,1,2\n",
        [("column-unknown", 1, "kvinor", "kvinor", "Did you mean 'kvinnor'?")],
    ),
    "column without heading": (
        "deltagare.csv",
        "insats,matt,,totalt\nMatcha,nya,,1\n",
        [("column-unknown", 1, "number 3", "", "one of insats, matt, period, kvinnor")],
    ),
    "heading that is no year": (
        "resultatrakning.csv",
        "post,2016,årets\nIntäkter,1,2\n",
        [("column-unknown", 1, "årets", "årets", "a year or date")],
    ),
    "missing key column": (
        "deltagare.csv",
        "insats,totalt\nMatcha,1\n",
        [("column-missing", 1, None, None, "matt")],
    ),
    "missing number column": (
        "statistik.csv",
        "omrade,matt,period\nUmeå,uvas_antal,2014\n",
        [
            ("column-missing", 1, None, None, "varde"),
            ("column-missing", 1, None, None, "a column of numbers"),
        ],
    ),
    "no column of years": (
        "noter.csv",
        "not,rubrik,post\n1,Intäkter,Summa\n",
        [("column-missing", 1, None, None, "a year or date such as 2016")],
    ),
    "doubled column": (
        "deltagare.csv",
        "insats,matt,man,Man\nMatcha,nya,1,2\n",
        [("column-twice", 1, "man", None, "twice")],
    ),
    "doubled year": (
        "resultatrakning.csv",
        "post,2016,2016\nIntäkter,1,2\n",
        [("column-twice", 1, "2016", None, "twice")],
    ),
    "unknown word": (
        "deltagare.csv",
        "insats,matt,totalt\nMatcha,varav till studium,1\n",
        [("word-unknown", 2, "matt", "varav till studium", "one of antal_totalt, nya")],
    ),
    "word with a slip": (
        "budget.csv",
        "sektion,typ,rad,utfall\nInsatser,sumna,Summa,1\n",
        [("word-unknown", 2, "typ", "sumna", "Did you mean 'summa'?")],
    ),
    "unknown unit": (
        "historik.csv",
        "matt,period,enhet,varde\neget_kapital,2016,kkr,1\n",
        [("word-unknown", 2, "enhet", "kkr", "tkr")],
    ),
    "empty required cell": (
        "deltagare.csv",
        "insats,matt,totalt\n ,nya,1\nMatcha,,2\n",
        [
            ("cell-empty", 2, "insats", "", "the insats"),
            ("cell-empty", 3, "matt", "", "one of antal_totalt"),
        ],
    ),
    "unreadable number": (
        "deltagare.csv",
        "insats,matt,totalt\nMatcha,nya,tolv\nMatcha,kvar,1.234\n",
        [
            ("number-unreadable", 2, "totalt", "tolv", "1 234"),
            ("number-unreadable", 3, "totalt", "1.234", "1234 or 1,2340"),
        ],
    ),
    "part of a person": (
        "deltagare.csv",
        "insats;matt;kvinnor;procent\nMatcha;nya;1,5;12,5\n",
        [("number-not-whole", 2, "kvinnor", "1,5", "a whole number")],
    ),
    "fewer than no persons": (
        "deltagare.csv",
        "insats,matt,kvinnor\nMatcha,nya,−3\n",
        [("number-negative", 2, "kvinnor", "−3", "0 or more")],
    ),
    "less than an öre": (
        "resultatrakning.csv",
        "post;2016\nIntäkter;12,345678\n",
        [("number-not-ore", 2, "2016", "12,345678", "whole öre")],
    ),
    "too many digits": (
        "budget.csv",
        "sektion,rad,budget,utfall\nInsatser,Matcha,1234567890123456789,0.1234567\n",
        [
            ("number-too-long", 2, "budget", "1234567890123456789", "18 digits"),
            ("number-too-long", 2, "utfall", "0.1234567", "6 decimals"),
        ],
    ),
    "absurdly many digits": (
        "deltagare.csv",
        f"insats,matt,totalt\nMatcha,nya,{'9' * 400}\n",
        [("number-too-long", 2, "totalt", "9" * 400, "18 digits")],
    ),
    "period that is none": (
        "deltagare.csv",
        "insats,matt,period,totalt\nA,nya,20I6,1\nB,nya,2016-13,1\nC,nya,2014-2016,1\nD,nya,2016-12-31,1\n",
        [
            ("period-unreadable", 2, "period", "20I6", "month (2015-09)"),
            ("period-unreadable", 3, "period", "2016-13", "month (2015-09)"),
            ("period-unreadable", 4, "period", "2014-2016", "month (2015-09)"),
        ],
    ),
    "area and measure that no register knows": (
        "statistik.csv",
        "omrade,matt,period,varde\nUmea,uvas_antl,2014,1\n9999,uvas_antal,2014,1\n",
        [
            ("word-unknown", 2, "omrade", "Umea", "Did you mean 'Umeå'?"),
            ("word-unknown", 2, "matt", "uvas_antl", "Did you mean 'uvas_antal'?"),
            ("word-unknown", 3, "omrade", "9999", "No register knows this word. Expected kommun, län"),
        ],
    ),
    "row longer than the header": (
        "deltagare.csv",
        "insats,matt,totalt\nMatcha,nya,1,234\n",
        [("row-too-long", 2, None, "234", "3 cells")],
    ),
    "member that the förbund does not have": (
        "medlemsbidrag.csv",
        "medlem,2020\nUmeå,1\nUmeå kommun,2\n",
        [("word-unknown", 2, "medlem", "Umeå", "one of Umeå kommun")],
    ),
    "result of an indicator without a target": (
        "sociala_utfall.csv",
        "indikator,n,N\n1.1,1,2\n",
        [("word-unknown", 2, "indikator", "1.1", "its result would be lost")],
    ),
}


@pytest.mark.parametrize("case", FAULTS)
def test_a_fault_is_told_with_its_place_and_what_was_expected(repository, case):
    name, text, expected = FAULTS[case]
    repository.forbund("medlemmar: [{namn: Umeå kommun, slag: kommun}]\n")
    repository.raw(name, text)
    found = repository.faults()
    places = [where(fault) for fault in found]
    assert [(fault.code, p.row, p.column, p.value) for fault, p in zip(found, places, strict=True)] == [
        row[:4] for row in expected
    ]
    assert {place.file for place in places} == {f"data/raw/prov/2020/{name}"}
    for fault, (*_, words) in zip(found, expected, strict=True):
        assert words in str(fault)


@pytest.mark.parametrize("name", ["deltagre.csv", "Blad1.csv"])
def test_a_file_that_is_not_named_after_a_kind_is_told(repository, name):
    repository.raw(name, "insats,matt,totalt\nMatcha,nya,1\n")
    (fault,) = repository.faults()
    assert (fault.code, where(fault).file) == ("kind-unknown", f"data/raw/prov/2020/{name}")
    assert "deltagare, bakgrund, sjalvskattning" in fault.expected
    assert ("Did you mean 'deltagare'?" in fault.message) is (name == "deltagre.csv")


def test_all_faults_of_a_delivery_are_told_at_once(repository):
    """A wrong heading doesn't hide the rows, a bad sheet not the next one, a bad file not the others."""
    repository.year("underlag: [noter, deltagare]\n")
    repository.raw("deltagare-unga.csv", "insats,mat,totalt\nMatcha,nya,tre\n")
    repository.raw(
        "deltagare-vuxna.csv", "insats,matt,totalt\nMatcha,nya,1\nMatcha,nya,1\nA,kvar,1,2\nB,kvra,x\n"
    )
    repository.raw("historik.csv", b"matt,period,varde\n\x81,2016,1\n")
    repository.raw("bilder.pdf", b"%PDF")
    repository.raw("unga/deltagare.csv", "insats,matt,totalt\nMatcha,nya,1\n")
    book = openpyxl.Workbook()
    book.active.title = "budget"
    for row in [["sektion", "rad", "utfall"], ["Insatser", "Matcha", 1, 2]]:
        book.active.append(row)
    sheet = book.create_sheet("blad2")
    sheet.append(["sektion"])
    sheet = book.create_sheet("projektskulder")
    for row in [["projekt", 2020], ["Matcha", "okänd"]]:
        sheet.append(row)
    book.save(repository.raw("bokslut.xlsx", b""))
    found = [
        (
            fault.code,
            place.file.removeprefix("data/raw/prov/2020"),
            place.sheet,
            place.row,
            place.column,
            place.value,
        )
        for fault in repository.faults()
        for place in fault.where
    ]
    assert sorted(found, key=str) == sorted(
        [
            ("file-type-unknown", "/bilder.pdf", None, None, None, None),
            ("folder-unread", "/unga", None, None, None, None),
            ("row-too-long", "/bokslut.xlsx", "budget", 2, None, "2"),
            ("kind-unknown", "/bokslut.xlsx", "blad2", None, None, None),
            ("number-unreadable", "/bokslut.xlsx", "projektskulder", 2, "2020", "okänd"),
            ("column-unknown", "/deltagare-unga.csv", None, 1, "mat", "mat"),
            ("column-missing", "/deltagare-unga.csv", None, 1, None, None),
            ("number-unreadable", "/deltagare-unga.csv", None, 2, "totalt", "tre"),
            ("row-too-long", "/deltagare-vuxna.csv", None, 4, None, "2"),
            ("word-unknown", "/deltagare-vuxna.csv", None, 5, "matt", "kvra"),
            ("number-unreadable", "/deltagare-vuxna.csv", None, 5, "totalt", "x"),
            ("row-twice", "/deltagare-vuxna.csv", None, 2, None, None),
            ("row-twice", "/deltagare-vuxna.csv", None, 3, None, None),
            ("encoding-unknown", "/historik.csv", None, 2, None, "byte 0x81"),
            ("file-missing", "", None, None, None, None),
        ],
        key=str,
    )


def test_a_table_that_no_chapter_of_the_book_shows_is_told(repository):
    repository.year("kapitel: [index, deltagare, avstamning]\n")
    repository.raw("deltagare.csv", "insats,matt,totalt\nMatcha,nya,1\n")
    repository.raw("budget.csv", "sektion,rad,utfall\nA,Matcha,1\nA,Vindeln,1\n")
    repository.raw("uppgifter.csv", "kapitel,uppgift,varde\ndeltagare,a,1\nekonomi,b,2\nekonomi,c,3\n")
    found = [
        (fault.code, where(fault).file.rpartition("/")[2], where(fault).row) for fault in repository.faults()
    ]
    assert found == [("table-unshown", "budget.csv", 2), ("table-unshown", "uppgifter.csv", 3)]


cell = st.sampled_from(["1", "0", "..", ".", "-", "", "x", "1.234", "-1", "1,5", "1\u00a0234"])
row = st.tuples(
    st.sampled_from(["Matcha", "Vindeln", "", " "]),
    st.sampled_from(["nya", "Varav till studier", "Antal avbrott", "nyy", ""]),
    cell,
    cell,
)


@settings(max_examples=100)
@given(st.lists(row, max_size=12), st.lists(st.integers(0, 11), max_size=2))
def test_rows_in_are_rows_used_and_rows_told(tmp_path_factory, rows, too_long):
    lines = [";".join(cells) + (";9" if number in too_long else "") for number, cells in enumerate(rows)]
    file = tmp_path_factory.getbasetemp() / "deltagare-rader.csv"
    file.write_text("\n".join(["insats;matt;kvinnor;man", *lines]), encoding="utf-8")
    (grid,) = read_grids(file)
    frame, faults = tidy(grid, KINDS["deltagare"], 2020)
    delivered = {number for number, line in enumerate(lines, start=2) if line.strip("; \t\u00a0")}
    used, told = set(frame["radnr"]), {where(fault).row for fault in faults}
    assert used | told == delivered
    assert used & told == set()
    assert len(frame) == 2 * len(used)


def test_words_are_read_in_any_spelling_and_kept_in_one(repository):
    labels = ["Antal deltagare totalt", "VARAV NYA för  året", "kvar", "varav annan behovsanpassad lösning"]
    repository.raw(
        "deltagare.csv", "Insats;MATT;Totalt\n" + "".join(f"Matcha;{label};1\n" for label in labels)
    )
    repository.raw("statistik.csv", "omrade;matt;period;kon;varde\n2480;uvas_antal;2014;K;385\n")
    tables = read_delivery(repository.params()).tables
    assert list(tables["deltagare"]["matt"]) == ["antal_totalt", "nya", "kvar", "annat_positivt_avslut"]
    statistics = tables["statistik"].iloc[0]
    assert (statistics["omrade"], statistics["kon"], statistics["enhet"]) == ("Umeå", "kvinnor", "antal")


def test_what_a_delivery_leaves_out_is_filled_in(repository):
    repository.raw("deltagare.csv", "insats,matt,totalt\nMatcha,nya,1\n")
    repository.raw("statistik.csv", "omrade,matt,period,varde\nRiket,sjukpenningtal,2015-09,10\n")
    rows = "A,,Summa A,3\nA,,Tot. kostnader,3\nA,,Matcha,3\nA,resultat,Summa,3\n"
    repository.raw("budget.csv", "sektion,typ,rad,utfall\n" + rows)
    tables = read_delivery(repository.params()).tables
    assert list(tables["deltagare"]["period"]) == ["2020"]
    assert list(tables["statistik"]["kon"]) == ["totalt"]
    assert list(tables["budget"]["typ"]) == ["summa", "summa", "post", "resultat"]


def test_every_figure_knows_its_place_as_it_stands_in_the_file(repository):
    repository.raw("resultatrakning.csv", '\npost;2016;2015\n"Räntor\noch annat";12,50;\nSumma;1;2\n')
    table = read_delivery(repository.params()).tables["resultatrakning"]
    places = [Place(r.fil, r.blad or None, r.radnr, r.rubrik_i_fil) for r in table.itertuples()]
    file = "data/raw/prov/2020/resultatrakning.csv"
    assert places == [Place(file, None, row, year) for row in (3, 5) for year in ("2016", "2015")]
    assert list(table["post"].unique()) == ["Räntor och annat", "Summa"]
    first = table.iloc[0]
    assert (first["varde"], first["decimaler"], first["enhet"], first["period"]) == (
        Decimal("12.50"),
        2,
        "kr",
        "2016",
    )


@pytest.mark.parametrize(
    ("file", "sheet", "kind"),
    [
        ("deltagare.csv", None, "deltagare"),
        ("Deltagare-unga 2016.csv", None, "deltagare"),
        ("bokslut.xlsx", "noter-balans", "noter"),
        ("deltagare.xlsx", "Blad1", "deltagare"),
        ("deltagare.xlsx", "budget", "budget"),
        ("deltagarlista.csv", None, None),
        ("bokslut.xlsx", "Resultaträkning", None),
    ],
)
def test_a_table_is_of_the_kind_that_its_sheet_or_else_its_file_is_named_after(tmp_path, file, sheet, kind):
    found = kind_of(Grid(tmp_path / file, sheet, ("a",), 1, ()))
    assert (found.name if found else None) == kind
