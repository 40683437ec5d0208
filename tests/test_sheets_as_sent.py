"""Workbooks as people send them: what can only be meant in one way is read, the rest is asked, and no row goes in silence."""

from __future__ import annotations

import zipfile
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.worksheet.filters import FilterColumn, Filters
from openpyxl.worksheet.table import Table
from openpyxl.worksheet.worksheet import Worksheet

from finsam.delivery.read import read_delivery
from finsam.faults import Faults
from finsam.inspection import Inspection, inspect
from finsam.sources.grids import read_grids

#: A right table of each kind of delivery: its headings and rows.
TABLES = {
    "deltagare": [
        ["Insats", "Mått", "Kvinnor", "Män", "Totalt", "Procent"],
        ["Matcha", "nya", 10, 4, 14, None],
        ["Matcha", "arbete", 3, 2, 5, 40],
        ["Steget vidare", "nya", 6, 7, 13, None],
    ],
    "budget": [
        ["sektion", "rad", "budget", "utfall"],
        ["Insatser", "Matcha", 800, 667],
        ["Insatser", "Steget vidare", 450, 533],
        ["Insatser", "Summa insatser", 1250, 1200],
    ],
    "personer": [
        ["Personkod", "Insats", "Kön", "Födelseår", "Startdatum"],
        ["A1", "Matcha", "Kvinna", 1985, "2023-02-01"],
        ["B2", "Matcha", "Man", 1990, "2023-03-01"],
        ["C3", "Steget vidare", "Kvinna", 1971, "2023-03-15"],
    ],
    "enkatsvar": [
        ["respondentgrupp", "tillfalle", "period", "svarande", "fraga", "svar"],
        ["forbundschef", "halvar", "2022-H2", "f-1", "nns-17-a", 3],
        ["forbundschef", "halvar", "2022-H2", "f-2", "nns-17-a", 4],
        ["forbundschef", "halvar", "2022-H2", "f-3", "nns-17-a", 5],
    ],
}
KINDS = sorted(TABLES)


@pytest.fixture
def sent(repository):
    """Saves rows as a sheet of the kind, and inspects the file; change: what is done with the sheet before it is saved."""

    def send(kind: str, rows: list[list], change=lambda sheet: None, name: str = "bok.xlsx") -> Inspection:
        book = openpyxl.Workbook()
        book.active.title = kind
        for row in rows:
            book.active.append(row)
        change(book.active)
        file = repository.root / name
        book.save(file)
        return inspect(file, with_rows=True)

    return send


def codes(found: Inspection, severity: str = "") -> list[str]:
    return [fault.code for fault in found.faults if severity in ("", fault.severity)]


def rows_of(found: Inspection) -> list[tuple]:
    """What was read, without where it stood."""
    table = found.rows[0]
    apart = ["radnr", "rubrik_i_fil", "fil", "blad"]
    return sorted(
        map(str, table.drop(columns=[name for name in apart if name in table]).itertuples(index=False))
    )


def facts(found: Inspection) -> dict:
    (told,) = [each["facts"] for each in found.described if each["code"] == "table-read"]
    return told


# ---- How sheets are laid out, in every kind of delivery ----------------------------------------------------------


def filtered(sheet: Worksheet) -> None:
    sheet.auto_filter.ref = sheet.dimensions
    sheet.auto_filter.add_filter_column(0, ["Matcha"])
    sheet.row_dimensions[4].hidden = True


def filtered_table(sheet: Worksheet) -> None:
    table = Table(displayName="Lista", ref=sheet.dimensions)
    table._initialise_columns()
    for column, cell in zip(table.tableColumns, sheet[1], strict=True):
        column.name = cell.value
    sheet.add_table(table)
    table.autoFilter.filterColumn = [FilterColumn(colId=0, filters=Filters(filter=["Matcha"]))]
    sheet.row_dimensions[4].hidden = True


def folded(sheet: Worksheet) -> None:
    sheet.row_dimensions.group(3, 4, hidden=True)


def hidden_column(sheet: Worksheet) -> None:
    sheet.column_dimensions["B"].hidden = True


def hidden_sheet(sheet: Worksheet) -> None:
    sheet.parent.create_sheet("tom")
    sheet.sheet_state = "hidden"
    sheet.parent.active = 1


def titled(rows: list[list]) -> list[list]:
    return [["Uppgifter till årsredovisningen", None], ["Lämnade av kansliet"], [], *rows]


def repeated(rows: list[list]) -> list[list]:
    return [*rows[:2], [], rows[0], *rows[2:]]


def noted(rows: list[list]) -> list[list]:
    return [*rows, [], ["Källa: kansliet"], ["* preliminära uppgifter"]]


def spaced(rows: list[list]) -> list[list]:
    return [[f" {cell}\u00a0 " if isinstance(cell, str) else cell for cell in row] for row in rows]


def in_groups(rows: list[list]) -> list[list]:
    return [*rows[:3], [], [None, None], *rows[3:]]


#: How rows are laid out, or what is done with the sheet, and the notes that tell it.
READ = {
    "as it should be": (list, None, []),
    "titles above": (titled, None, ["rows-above-header"]),
    "headings at each page": (repeated, None, ["row-skipped"]),
    "notes beneath": (noted, None, ["row-skipped"]),
    "spaces and no-break spaces": (spaced, None, []),
    "empty rows between groups": (in_groups, None, []),
    "a filter": (list, filtered, ["rows-unseen"]),
    "a filter of a table": (list, filtered_table, ["rows-unseen"]),
    "a folded group": (list, folded, ["rows-unseen"]),
    "a hidden column": (list, hidden_column, ["columns-unseen"]),
    "a hidden sheet": (list, hidden_sheet, ["sheet-unseen"]),
    "all of it": (lambda rows: noted(repeated(titled(rows)[:4] + rows[1:])), hidden_column, None),
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("layout", READ)
def test_what_can_be_meant_in_one_way_is_read_and_told(sent, kind, layout):
    laid_out, change, notes = READ[layout]
    right = sent(kind, TABLES[kind])
    found = sent(kind, laid_out(TABLES[kind]), change or (lambda sheet: None))
    assert rows_of(found) == rows_of(right)
    assert codes(found, "error") == []
    if notes is not None:
        assert codes(found) == notes
    assert facts(found)["used"] == 3
    assert facts(found)["lost"] == ()
    assert facts(found)["rows"] == facts(found)["header"] + facts(found)["used"] + facts(found)["told"]


def hidden_row(sheet: Worksheet) -> None:
    sheet.row_dimensions[4].hidden = True


def without_value(sheet: Worksheet) -> None:
    sheet.cell(4, 3).value = "=1/0"


def an_error(sheet: Worksheet) -> None:
    sheet.cell(4, 3).value = "#DIV/0!"
    sheet.cell(4, 3).data_type = "e"


#: What is done with the sheet of which the last row can't be used, and the fault that asks.
ASKED = {
    "a row that somebody hid": (hidden_row, "row-hidden"),
    "a formula without its value": (without_value, "cell-without-value"),
    "an error": (an_error, "cell-without-value"),
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("case", ASKED)
def test_what_can_be_meant_in_two_ways_is_asked_with_its_row(sent, kind, case):
    change, code = ASKED[case]
    found = sent(kind, TABLES[kind], change)
    asked = [fault for fault in found.faults if fault.code == code]
    assert [place.row for fault in asked for place in fault.where] == [4]
    assert asked[0].expected
    assert 4 not in set(found.rows[0]["radnr"])
    assert (facts(found)["used"], facts(found)["told"], facts(found)["lost"]) == (2, 1, ())


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("title", [[], [["Nästa tabell"]]])
def test_a_second_table_on_the_sheet_is_asked_about_with_all_its_rows(sent, kind, title):
    other = [TABLES[kind][0][:3], TABLES[kind][1][:3]]
    found = sent(kind, [*TABLES[kind], [], *title, *other])
    (asked,) = [fault for fault in found.faults if fault.severity == "error"]
    assert asked.code == "tables-several"
    first = 6 + len(title)
    assert [place.row for place in asked.where] == [first, first + 1]
    assert (facts(found)["used"], facts(found)["lost"]) == (3, ())


@pytest.mark.parametrize("kind", ["deltagare", "budget", "personer"])
def test_words_of_merged_cells_are_those_of_each_row(sent, kind):
    column = {"deltagare": 1, "budget": 1, "personer": 2}[kind]
    rows = [list(row) for row in TABLES[kind]]
    rows[2][column - 1] = None

    def merged(sheet: Worksheet) -> None:
        sheet.merge_cells(start_row=2, end_row=3, start_column=column, end_column=column)

    assert rows_of(sent(kind, rows, merged)) == rows_of(sent(kind, TABLES[kind]))
    without = sent(kind, rows)
    assert [(fault.code, place.row) for fault in without.faults for place in fault.where] == [
        ("cell-empty", 3)
    ]


def test_a_number_of_merged_cells_is_asked_about(sent):
    rows = [list(row) for row in TABLES["deltagare"]]
    rows[2][2] = None
    found = sent("deltagare", rows, lambda sheet: sheet.merge_cells("C2:C3"))
    (asked,) = found.faults
    assert (asked.code, [(place.row, place.column) for place in asked.where]) == (
        "cell-merged",
        [(2, "Kvinnor"), (3, "Kvinnor")],
    )
    assert facts(found)["used"] == 1


def two_rows(upper: list, lower: list) -> list[list]:
    return [upper, lower, *TABLES["deltagare"][1:]]


def test_headings_in_two_rows_are_put_together(sent):
    rows = two_rows(
        ["Insats", "Mått", "Deltagare", None, None, "Procent"], [None, None, "Kvinnor", "Män", "Totalt", None]
    )

    def merged(sheet: Worksheet) -> None:
        for cells in ("A1:A2", "B1:B2", "C1:E1", "F1:F2"):
            sheet.merge_cells(cells)

    found = sent("deltagare", rows, merged)
    assert rows_of(found) == rows_of(sent("deltagare", TABLES["deltagare"]))
    assert codes(found) == ["headings-joined"]
    assert "Deltagare" in found.faults[0].message


@pytest.mark.parametrize(
    ("upper", "lower"),
    [
        # Of which year the columns are stands above them.
        (["Insats", "Mått", "År 2023", None, None], [None, None, "Kvinnor", "Män", "Totalt"]),
        (["Insats", "Mått", "2023", None, "2024"], [None, None, "Kvinnor", "Män", "Kvinnor"]),
    ],
)
def test_group_headings_that_may_tell_the_columns_apart_are_asked_about(sent, upper, lower):
    found = sent("deltagare", two_rows(upper, lower))
    assert {"column-unknown"} <= set(codes(found, "error"))
    assert found.rows == [] or found.rows[0].empty
    assert facts(found)["lost"] == ()


@pytest.mark.parametrize("text", ["#DIV/0!", "#DIVISION/0!", "#SAKNAS!", "#N/A", "#########"])
def test_the_text_of_an_error_is_no_name(repository, text):
    repository.raw("deltagare.csv", f"insats;matt;totalt\nMatcha;nya;1\n{text};nya;2\n")
    (fault,) = repository.faults()
    assert (fault.code, fault.where[0].row, fault.where[0].value) == ("cell-without-value", 3, text)


# ---- Sums among the rows ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("stated", [[16, 11, 27], [17, 11, 27]])
def test_a_sum_of_insatser_is_no_insats_and_must_agree(sent, stated):
    rows = [row for row in TABLES["deltagare"] if row[1] != "arbete"]
    found = sent("deltagare", [*rows, ["Summa", "nya", *stated]])
    assert set(found.rows[0]["insats"]) == {"Matcha", "Steget vidare"}
    differing = [f for f in found.faults if f.severity == "contradiction"]
    assert [f.code for f in found.faults if f.severity == "note"] == ["sum-row-skipped"]
    assert [(f.code, f.expected) for f in differing] == (
        [] if stated[0] == 16 else [("sum-row-differs", "16")]
    )
    assert facts(found)["told"] == 1


def test_sums_in_between_are_of_the_rows_since_the_last_one(sent):
    rows = [
        TABLES["deltagare"][0][:3],
        ["A", "nya", 1],
        ["B", "nya", 2],
        ["Delsumma", "nya", 3],
        ["C", "nya", 4],
    ]
    found = sent("deltagare", [*rows, ["Delsumma", "nya", 4], ["Totalt", "nya", 7]])
    assert codes(found) == ["sum-row-skipped"]
    assert found.rows[0]["varde"].dropna().sum() == 7


def test_persons_of_several_insatser_are_one_in_their_sum(sent):
    rows = [["insats", "matt", "totalt"], ["A", "unika", 5], ["B", "unika", 6], ["Totalt", "unika", 9]]
    assert codes(sent("deltagare", rows)) == ["sum-row-skipped"]


def test_the_sums_of_a_table_that_tells_them_are_its_rows(sent):
    found = sent("budget", TABLES["budget"])
    assert list(found.rows[0]["typ"].unique()) == ["post", "summa"]
    assert codes(found) == []


@pytest.mark.parametrize("kind", ["personer", "enkatsvar"])
@pytest.mark.parametrize(
    ("row", "differs"),
    [
        (["Summa", None, None, 3], False),
        (["Antal: 3"], False),
        (["Totalt 3 personer"], False),
        (["Totalt", 4], True),
        (["Antal deltagare: 31"], True),
    ],
)
def test_a_row_that_counts_persons_is_none_of_them(sent, kind, row, differs):
    found = sent(kind, [*TABLES[kind], row])
    assert rows_of(found) == rows_of(sent(kind, TABLES[kind]))
    assert codes(found) == ["sum-row-skipped", *["sum-row-differs"] * differs]


# ---- What the format of a cell shows ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "cell", "value", "format", "read"),
    [
        ("deltagare", "F3", 0.4, "0%", "40"),
        ("deltagare", "F3", 0.345, "0.0 %", "34.5"),
        ("deltagare", "F3", 40, "0", "40"),
        ("budget", "D2", 667, '#,##0 "tkr"', "667"),
        ("budget", "D2", 667, "#,##0.00;[Red](#,##0.00)", "667"),
        ("budget", "D2", -667, "#,##0;[Red](#,##0)", "-667"),
        ("budget", "D2", 667, "#,##0_-;-#,##0_-", "667"),
        ("budget", "D2", 667, '_-* #,##0\\ "tkr"_-;-* #,##0\\ "tkr"_-', "667"),
        ("budget", "D2", 667, '"Utfall" 0', "667"),
        ("budget", "D2", 667, '#,##0 "€"', "number-unreadable"),
        # Shown in kr, thousandths or percent, the number isn't the one of a column in tkr.
        ("budget", "D2", 667, '#,##0 "kr"', "number-unreadable"),
        ("budget", "D2", 667, "# ##0 [$kr-41D]", "number-unreadable"),
        ("budget", "D2", 667000, "#,##0,", "number-unreadable"),
        ("budget", "D2", 0.4, "0%", "number-unreadable"),
        ("deltagare", "C2", 0.4, "0%", "number-unreadable"),
    ],
)
def test_a_number_is_read_as_its_format_shows_it(sent, kind, cell, value, format, read):
    def formatted(sheet: Worksheet) -> None:
        sheet[cell].value, sheet[cell].number_format = value, format

    found = sent(kind, TABLES[kind], formatted)
    table = found.rows[0]
    row, column = int(cell[1:]), TABLES[kind][0][ord(cell[0]) - ord("A")]
    if read == "number-unreadable":
        assert [(f.code, f.where[0].row, f.where[0].column) for f in found.faults] == [(read, row, column)]
        assert row not in set(table["radnr"])
    else:
        found_there = table[(table["radnr"] == row) & (table["rubrik_i_fil"] == column)]["varde"]
        assert (list(found_there), codes(found)) == ([Decimal(read)], [])


def test_a_raised_figure_is_the_mark_of_a_footnote_and_no_figure_of_the_number(repository):
    book = openpyxl.Workbook()
    book.active.title = "deltagare"
    for row in TABLES["deltagare"]:
        book.active.append(row)
    book.active["C2"] = CellRichText("10", TextBlock(InlineFont(vertAlign="superscript"), "1"))
    file = repository.root / "bok.xlsx"
    book.save(file)
    found = inspect(file, with_rows=True)
    assert found.rows[0]["varde"].iloc[0] == 10
    assert codes(found) == ["number-marked"]


def test_days_of_number_cells_are_excel_s_unless_the_workbook_counts_from_1904(sent):
    rows = [list(row) for row in TABLES["personer"]]
    rows[1][4] = 44958

    def from_1904(sheet: Worksheet) -> None:
        sheet.parent.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904

    assert rows_of(sent("personer", rows)) == rows_of(sent("personer", TABLES["personer"]))
    assert codes(sent("personer", rows, from_1904)) == ["date-unreadable"]


# ---- What stands above the table ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "title", "code"),
    [
        ("budget", "Belopp i tkr", "rows-above-header"),
        ("budget", "Belopp i kr", "title-unit"),
        ("deltagare", "Deltagare 2020", "rows-above-header"),
        ("deltagare", "Deltagare 2019", "title-year"),
    ],
)
def test_a_title_that_says_another_unit_or_year_is_asked_about(repository, kind, title, code):
    file = repository.raw(
        f"{kind}.csv", "\n".join([title, "", *(";".join(str(c or "") for c in r) for r in TABLES[kind])])
    )
    if title.startswith("Belopp"):
        assert code in codes(inspect(file, with_rows=False))
    else:
        found = [fault.code for fault in repository.faults()]
        assert found == ([] if code == "rows-above-header" else [code])


@pytest.mark.parametrize(
    ("heading", "code"),
    [("Utfall (tkr)", None), ("utfall, tkr", None), ("Utfall tkr *", None), ("Utfall 2020", None),
     ("Utfall (kr)", "heading-unit"), ("Utfall 2019", "column-unknown"), ("Utfall ack", "column-unknown")],
)  # fmt: skip
def test_units_and_years_in_headings(repository, heading, code):
    repository.raw("budget.csv", f"sektion;rad;{heading}\nInsatser;Matcha;1\n")
    assert [fault.code for fault in repository.faults()][:1] == ([code] if code else [])


def test_what_is_left_out_of_a_delivery_is_told_and_stops_nothing(repository):
    rows = [
        "Deltagare 2020",
        "",
        "insats;matt;totalt",
        "Matcha;nya;12*",
        "Steget;nya;<5",
        "",
        "Källa: kansliet",
    ]
    repository.raw("deltagare.csv", "\n".join(rows))
    delivery = read_delivery(repository.params())
    assert [note.code for note in delivery.notes] == [
        "rows-above-header",
        "row-skipped",
        "number-marked",
        "number-limited",
    ]
    assert [(source.fil.rpartition("/")[2], source.rader) for source in delivery.sources] == [
        ("deltagare.csv", 2)
    ]


def test_rows_under_titles_are_left_out_one_by_one_and_their_headings_never(repository):
    repository.year("felaktiga_rader: avvisas\n")
    titled = "Deltagare 2020\n\ninsats;matt;{}\nMatcha;nya;1\nSteget;nya;ett\n"
    file = repository.raw("deltagare.csv", titled.format("totalt"))
    delivery = read_delivery(repository.params())
    assert delivery.rejected["innehall"].to_list() == ["insats=Steget; matt=nya; totalt=ett"]
    assert delivery.tables["deltagare"]["radnr"].to_list() == [4]
    file.write_text(titled.format("toalt"))
    assert {fault.code for fault in repository.faults()} == {"column-unknown", "column-missing"}


@pytest.mark.parametrize(
    ("kind", "heading", "is_read"),
    [
        ("medlemsbidrag", "Bidrag 2020 (kr)", True), ("medlemsbidrag", "År 2020", True), ("medlemsbidrag", "Budget 2020", False),
        ("resultatrakning", "Utfall 2020", True), ("resultatrakning", "Budget 2020", False),
        ("resultatrakning", "Prognos 2020", False), ("flerarsbudget", "Budget 2020, tkr", True),
        ("flerarsbudget", "Utfall 2020", False),
    ],
)  # fmt: skip
def test_words_before_a_year_that_say_no_more_than_the_table_does(sent, kind, heading, is_read):
    first = {"medlemsbidrag": "Medlem", "resultatrakning": "Post", "flerarsbudget": "Rad"}[kind]
    upper, row = [first, heading], ["Staten", 12]
    if kind == "flerarsbudget":
        upper, row = ["Sektion", *upper], ["Intäkter", *row]
    found = sent(kind, [upper, row])
    assert codes(found) == ([] if is_read else ["column-unknown", "column-missing"])
    assert [when for table in found.rows for when in table["period"]] == (["2020"] if is_read else [])


def test_two_columns_of_a_year_are_asked_about(sent):
    found = sent("resultatrakning", [["Post", "Utfall 2020", "Bokslut 2020"], ["Intäkter", 12, 13]])
    assert codes(found) == ["column-twice"]


def test_remarks_are_left_out_and_told_where_the_kind_has_no_column_for_them(sent):
    rows = [[*row, text] for row, text in zip(TABLES["deltagare"], ["Anm.", "se not", None, 7], strict=True)]
    found = sent("deltagare", rows)
    assert rows_of(found) == rows_of(sent("deltagare", TABLES["deltagare"]))
    (note,) = found.faults
    assert (note.code, note.severity, note.where[0].column) == ("column-skipped", "note", "Anm.")


@pytest.mark.parametrize("number", [None, 27])
def test_a_sum_that_nobody_filled_in_is_told_and_one_of_no_measure_is_asked_about(sent, number):
    found = sent("deltagare", [*TABLES["deltagare"], ["Summa", None, None, None, number]])
    assert codes(found) == (["cell-empty"] if number else ["sum-row-skipped"])
    assert facts(found)["used"] == 3


def test_a_sheet_of_another_name_is_asked_about_with_the_kind_of_its_headings(sent):
    titled = [["Uppgifter om deltagare"], [], *TABLES["deltagare"]]
    (fault,) = sent("Blad1", titled).faults
    assert (fault.code, "headings are those of deltagare." in fault.message) == ("kind-unknown", True)
    accounts = [["Post", "2020"], ["Intäkter", 12]]
    (fault,) = sent("Blad1", accounts).faults
    assert "resultatrakning or" in fault.message


@pytest.mark.parametrize(
    ("label", "measure"),
    [("Nya deltagare", "nya"), ("Antal deltagare", "antal_totalt"), ("Avslutade deltagare", "avslutade"),
     ("till studier", "studier"), ("Unika deltagare", "unika")],
)  # fmt: skip
def test_measures_of_participants_by_the_labels_that_people_use(sent, label, measure):
    found = sent("deltagare", [["Insats", "Mått", "Totalt"], ["Matcha", label, 4]])
    assert (codes(found), found.rows[0]["matt"].to_list()) == ([], [measure])


# ---- Types of files ----------------------------------------------------------------------------------------------


def test_an_old_workbook_is_refused_with_what_to_do(tmp_path):
    file = tmp_path / "deltagare.xls"
    file.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    with pytest.raises(Faults) as error:
        read_grids(file)
    (fault,) = error.value.faults
    assert fault.code == "file-type-old"
    assert ".xlsx" in fault.message


_ODS = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0">
<office:body><office:spreadsheet><table:table table:name="deltagare"><table:table-column table:number-columns-repeated="4"/>
{rows}</table:table></office:spreadsheet></office:body></office:document-content>"""


def _ods(file: Path, *rows: str) -> Path:
    texts = "".join(
        f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>'
        for text in ("insats", "matt", "totalt", "procent")
    )
    body = "".join([f"<table:table-row>{texts}</table:table-row>", *rows])
    with zipfile.ZipFile(file, "w") as made:
        made.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        made.writestr("content.xml", _ODS.format(rows=body))
        made.writestr("META-INF/manifest.xml", "<manifest/>")
    return file


def _ods_row(insats: str, *cells: str, of: str = "", first: str = "") -> str:
    texts = "".join(
        f'<table:table-cell office:value-type="string"{more}><text:p>{text}</text:p></table:table-cell>'
        for text, more in ((insats, first), ("nya", ""))
    )
    return f"<table:table-row{of}>{texts}{''.join(cells)}</table:table-row>"


_ERROR = (
    '<table:table-cell table:formula="of:=1/0" office:value-type="string" office:string-value=""'
    ' calcext:value-type="error"><text:p>#DIV/0!</text:p></table:table-cell>'
)
_TEN = '<table:table-cell office:value-type="float" office:value="10"><text:p>10</text:p></table:table-cell>'
_PERCENT = '<table:table-cell office:value-type="percentage" office:value="0.4"><text:p>40 %</text:p></table:table-cell>'


def test_what_a_workbook_of_libreoffice_shows(tmp_path):
    hidden = ' table:visibility="collapse"'
    file = _ods(
        tmp_path / "deltagare.ods",
        _ods_row("Matcha", _TEN, _PERCENT),
        _ods_row(
            "Vindeln",
            _ERROR.replace("<table:table-cell", '<table:table-cell table:number-columns-repeated="2"', 1),
        ),
        _ods_row("Steget", _TEN, of=hidden),
        _ods_row("Till", _TEN, of=' table:visibility="filter"'),
    )
    found = inspect(file, with_rows=True)
    table = found.rows[0]
    assert list(table["varde"].dropna()) == [Decimal(10), Decimal(40), Decimal(10)]
    assert [(f.code, f.where[0].row) for f in found.faults] == [
        ("cell-without-value", 3),
        ("cell-without-value", 3),
        ("row-hidden", 4),
        ("rows-unseen", 5),
    ]
