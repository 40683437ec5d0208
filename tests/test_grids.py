"""One table, delivered in every dialect that offices save in, is read as the same rows with their true places."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import zipfile
from pathlib import Path

import openpyxl
import pytest
from conftest import where
from hypothesis import given, settings
from hypothesis import strategies as st

from finsam.faults import Fault, Faults
from finsam.sources.grids import Grid, read_grids
from finsam.tables.kinds import KINDS
from finsam.tables.read import tidy


def grid_of(folder: Path, content: str | bytes, name: str = "deltagare.csv") -> Grid:
    file = folder / name
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    (grid,) = read_grids(file)
    return grid


def workbook(file: Path, sheets: dict[str, dict[str, object]]) -> Path:
    """A workbook with these cells by sheet and reference."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, cells in sheets.items():
        sheet = book.create_sheet(name)
        for reference, value in cells.items():
            sheet[reference] = value
    book.save(file)
    return file


def changed_zip(file: Path, part: str, change) -> Path:
    """The same zip file with one part changed by a function, or left out where that gives None."""
    with zipfile.ZipFile(file) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    assert part in parts
    with zipfile.ZipFile(file, "w") as new:
        for name, content in parts.items():
            content = change(content) if name == part else content
            if content is not None:
                new.writestr(name, content)
    return file


def faults(file: Path) -> list[Fault]:
    with pytest.raises(Faults) as error:
        read_grids(file)
    return list(error.value.faults)


# ---- CSV ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_encodings_delimiters_and_line_ends(tmp_path, encoding, delimiter, newline):
    lines = [("insats", "totalt"), ("Åter i arbete – över 25 år", "12"), ("Våga växa", "")]
    text = newline.join(delimiter.join(cells) for cells in lines)
    grid = grid_of(tmp_path, text.encode(encoding))
    assert (grid.header, grid.header_row, grid.sheet) == (("insats", "totalt"), 1, None)
    assert grid.rows == ((2, ("Åter i arbete – över 25 år", "12")), (3, ("Våga växa", "")))


@pytest.mark.parametrize("title", ["Deltagare", "Deltagare, 2016", "Deltagare; hela året"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_a_title_does_not_decide_the_separator(tmp_path, title, delimiter):
    grid = grid_of(tmp_path, f"{title}\n\n" + delimiter.join(("insats", "matt", "totalt")) + "\n")
    assert grid.filled[1][1] == ("insats", "matt", "totalt")


def test_line_breaks_inside_quotes_keep_the_true_line_numbers(tmp_path):
    text = 'insats,totalt\n"Ungdoms-\ntorget\n(tre rader)",1\n\nMatcha,2\n"a ""b"", c",3\n'
    grid = grid_of(tmp_path, text)
    assert grid.rows == (
        (2, ("Ungdoms-\ntorget\n(tre rader)", "1")),
        (6, ("Matcha", "2")),
        (7, ('a "b", c', "3")),
    )


def test_blank_lines_are_left_out_and_short_rows_filled(tmp_path):
    grid = grid_of(tmp_path, "\n ; ;\n insats ; matt ;\n\nMatcha\n;;\nVindeln;nya;\n")
    assert (grid.header, grid.header_row) == (("insats", "matt"), 3)
    assert grid.rows == ((5, ("Matcha", "")), (7, ("Vindeln", "nya")))


def test_rows_longer_than_the_header_are_told_and_the_others_kept(tmp_path):
    grid = grid_of(tmp_path, "insats,totalt\nMatcha,1,234\nVindeln,4\nNordmaling,1,2,,\n")
    assert grid.rows == ((3, ("Vindeln", "4")),)
    assert [(f.code, where(f).row, where(f).value, f.expected) for f in grid.faults] == [
        ("row-too-long", 2, "234", "2 cells"),
        ("row-too-long", 4, "2", "2 cells"),
    ]


@pytest.mark.parametrize("content", [b"", b"\n\n  \r\n", b"\xef\xbb\xbf", b";;;\n;;\n"])
def test_an_empty_file_is_told(tmp_path, content):
    file = tmp_path / "deltagare.csv"
    file.write_bytes(content)
    (fault,) = faults(file)
    assert fault.code == "file-empty"
    assert where(fault).file.endswith("deltagare.csv")


@pytest.mark.parametrize(
    ("content", "line", "byte"),
    [
        ("insats\nVåga\n".encode() + b"\x81\n", 3, "byte 0x81"),
        ("insats,totalt\nVåga,1\n".encode("utf-16"), 1, "byte 0x00"),
        (b"insats,totalt\nMatcha,1\nVin\x00deln,2\n", 3, "byte 0x00"),
        # UTF-8 with a piece of Windows-1252 in it: read as the latter, every å would come out as two signs.
        ("insats,totalt\nVåga växa,1\nV".encode() + b"\xe4nn\xe4s,2\n", 3, "byte 0xe4"),
    ],
)
def test_bytes_that_are_neither_encoding_are_told_with_their_line(tmp_path, content, line, byte):
    file = tmp_path / "deltagare.csv"
    file.write_bytes(content)
    (fault,) = faults(file)
    assert (fault.code, where(fault).row, where(fault).value) == ("encoding-unknown", line, byte)


@pytest.mark.parametrize(
    "rows",
    [
        '"Matcha;1\nVindeln;2\n',
        '"Mat"cha;1\nVindeln;2\n',
        # Longer than the csv module reads into one cell.
        '"Matcha;1\n' + "Vindeln;2\n" * 20_000,
    ],
    ids=["open to the end", "closed too early", "very long"],
)
def test_a_quotation_mark_without_its_pair_does_not_swallow_rows(tmp_path, rows):
    file = tmp_path / "deltagare.csv"
    file.write_text("insats;totalt\nNordmaling;3\n" + rows)
    (fault,) = faults(file)
    assert (fault.code, where(fault).row) == ("quote-open", 3)


# ---- Excel -------------------------------------------------------------------------------------------------


def test_cells_of_a_workbook_are_read_as_one_would_type_them(tmp_path):
    cells = {
        "A1": "post",
        "B1": 2016,
        "C1": dt.date(2016, 12, 31),
        "D1": dt.datetime(2015, 12, 31),
        "A2": " Ränta\u00a0 ",
        "B2": 12341667,
        "C2": 0.1 + 0.2,
        "D2": -0.5,
        "A3": True,
        "B3": 1e15,
        "C3": 1e-6,
        "D3": "12,50",
        "A4": dt.datetime(2016, 2, 3, 10, 30),
        "B4": 1 / 3,
    }
    (grid,) = read_grids(workbook(tmp_path / "b.xlsx", {"noter": cells}))
    assert grid.header == ("post", "2016", "2016-12-31", "2015-12-31")
    assert grid.rows == (
        (2, ("Ränta", "12341667", "0.3", "-0.5")),
        (3, ("ja", "1000000000000000", "0.000001", "12,50")),
        (4, ("2016-02-03 10:30:00", "0.333333333333333", "", "")),
    )


def test_each_sheet_that_is_not_empty_is_a_table_with_its_row_numbers(tmp_path):
    sheets = {
        "budget": {"A3": "sektion", "B3": "rad", "A5": "Insatser", "B5": "Matcha", "A8": "Insatser"},
        "tom": {},
        "noter": {"A1": "not", "A2": 1},
    }
    first, second = read_grids(workbook(tmp_path / "bokslut.xlsx", sheets))
    assert (first.sheet, first.header, first.header_row) == ("budget", ("sektion", "rad"), 3)
    assert first.rows == ((5, ("Insatser", "Matcha")), (8, ("Insatser", "")))
    assert (second.sheet, second.header, second.rows) == ("noter", ("not",), ((2, ("1",)),))


def test_a_workbook_without_any_table_is_told(tmp_path):
    (fault,) = faults(workbook(tmp_path / "tom.xlsx", {"a": {}, "b": {"C3": " "}}))
    assert fault.code == "file-empty"


def test_a_figure_that_excel_could_not_calculate_is_told_and_not_taken_for_missing(tmp_path):
    cells = {
        "A1": "insats",
        "B1": "totalt",
        "C1": "procent",
        "A2": "Matcha",
        "B2": "=SUM(B3:B9)",
        "A3": "Vindeln",
    }
    file = workbook(tmp_path / "d.xlsx", {"tom": {}, "deltagare": cells | {"B3": 1, "C3": 2}})

    def an_error(sheet: bytes) -> bytes:
        assert b'<c r="C3" t="n"><v>2</v></c>' in sheet
        return sheet.replace(b'<c r="C3" t="n"><v>2</v></c>', b'<c r="C3" t="e"><v>#DIV/0!</v></c>')

    (grid,) = read_grids(changed_zip(file, "xl/worksheets/sheet2.xml", an_error))
    found = [(fault.code, where(fault).row, where(fault).column, where(fault).value) for fault in grid.faults]
    assert found == [
        ("cell-without-value", 2, "totalt", "=SUM(B3:B9)"),
        ("cell-without-value", 3, "procent", "#DIV/0!"),
    ]


def test_a_formula_with_its_value_and_one_that_makes_an_empty_text_are_values(tmp_path):
    cells = {"A1": "insats", "B1": "totalt", "A2": '=IF(1,"","x")', "B2": "=40+2"}
    file = workbook(tmp_path / "d.xlsx", {"deltagare": cells})

    def calculated(sheet: bytes) -> bytes:
        text = sheet.replace(b'<c r="A2"><f>', b'<c r="A2" t="str"><f>')
        number = text.replace(b"<f>40+2</f><v></v>", b"<f>40+2</f><v>42</v>")
        assert sheet != text != number
        return number

    (grid,) = read_grids(changed_zip(file, "xl/worksheets/sheet1.xml", calculated))
    assert (grid.rows, grid.faults) == (((2, ("", "42")),), ())


def _truncated(file: Path) -> Path:
    file.write_bytes(file.read_bytes()[:-300])
    return file


DAMAGES = {
    "not a zip": lambda file: file.write_text("insats;totalt\nMatcha;1\n"),
    "empty": lambda file: file.write_bytes(b""),
    "cut off": _truncated,
    "another zip": lambda file: zipfile.ZipFile(file, "w").writestr("brev.txt", "hej"),
    "sheet missing": lambda file: changed_zip(file, "xl/worksheets/sheet1.xml", lambda _: None),
    "sheet cut off": lambda file: changed_zip(file, "xl/worksheets/sheet1.xml", lambda xml: xml[:-50]),
    "no number": lambda file: changed_zip(
        file, "xl/worksheets/sheet1.xml", lambda xml: xml.replace(b"<v>7</v>", b"<v>sju</v>")
    ),
    "format without number": lambda file: changed_zip(
        file,
        "xl/styles.xml",
        lambda xml: re.sub(rb"<numFmts.*?/>", b'<numFmts><numFmt formatCode="0.0"/></numFmts>', xml, count=1),
    ),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_file_that_is_no_sound_workbook_is_told(tmp_path, damage):
    file = workbook(tmp_path / "deltagare.xlsx", {"deltagare": {"A1": "insats", "B1": "totalt", "B2": 7}})
    DAMAGES[damage](file)
    (fault,) = faults(file)
    assert fault.code == "file-unreadable"
    assert where(fault).file.endswith("deltagare.xlsx")


# ---- The same table in all dialects ------------------------------------------------------------------------

HEADER = ("insats", "matt", "kvinnor", "man", "totalt", "procent")
count = st.one_of(st.integers(0, 99_999), st.sampled_from(["", "..", ".", "-"]))
#: Three decimals would be refused in text, where they may be thousands.
share = st.one_of(st.decimals(0, 100, places=1), st.decimals(0, 100, places=2), st.just(""))
name = st.text("abcåäöÅÄÖéü &-()0123456789,;\"'", min_size=1, max_size=20).filter(
    lambda text: text.strip("- ,;\"'")
)
table = st.lists(
    st.tuples(name, st.sampled_from(["Varav till studier", "nya"]), count, count, count, share), max_size=6
)


def as_csv(rows: list[tuple], delimiter: str, decimal_sign: str, encoding: str, grouped: bool) -> bytes:
    def written(value: object) -> str:
        if grouped and isinstance(value, int):
            return f"{value:,}".replace(",", "\u00a0")
        return str(value) if isinstance(value, str | int) else str(value).replace(".", decimal_sign)

    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows(
        [HEADER, *([written(value) for value in row] for row in rows)]
    )
    return text.getvalue().encode(encoding)


def as_workbook(rows: list[tuple], file: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "deltagare"
    for row in [HEADER, *rows]:
        book.active.append([value if value != "" else None for value in row])
    book.save(file)


def figures(file: Path) -> list[tuple]:
    """Row number, keys and value of every figure; the printed decimals only where the file can tell them."""
    found = []
    for grid in read_grids(file):
        frame, wrong = tidy(grid, KINDS["deltagare"], 2016)
        assert wrong == []
        keys = ["radnr", "insats", "matt", "period", "kolumn", "status", "enhet", "rubrik_i_fil", "varde"]
        found += frame[keys].itertuples(index=False, name=None)
    return found


@settings(max_examples=25)
@given(table)
def test_the_same_table_in_every_dialect_gives_the_same_figures(tmp_path_factory, rows):
    folder = tmp_path_factory.mktemp("dialekter")
    readings = []
    for number, (delimiter, decimal_sign, encoding, grouped) in enumerate(
        [
            (",", ".", "utf-8", False),
            (";", ",", "utf-8-sig", True),
            ("\t", ",", "cp1252", True),
            (",", ",", "cp1252", False),
        ]
    ):
        file = folder / f"deltagare-{number}.csv"
        file.write_bytes(as_csv(rows, delimiter, decimal_sign, encoding, grouped))
        readings.append(figures(file))
    as_workbook(rows, folder / "deltagare.xlsx")
    readings.append(figures(folder / "deltagare.xlsx"))
    assert len(readings[0]) == 4 * len(rows)
    assert all(reading == readings[0] for reading in readings)
