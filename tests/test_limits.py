"""Files that are small and become large, or hold what their form is not for: each ends with a message, at once."""

from __future__ import annotations

import json
import zipfile
import zlib
from pathlib import Path

import openpyxl
import pytest

from finsam import limits
from finsam.faults import Faults
from finsam.inspection import inspect
from finsam.sources import packed
from finsam.sources.grids import read_grids
from finsam.sources.workbooks import read_sheets
from finsam.yaml_file import Strict, Text, read_yaml

SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'
TEXTS = '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{}</sst>'
ODS = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>{}'
    "</office:spreadsheet></office:body></office:document-content>"
)


@pytest.fixture
def workbook(tmp_path):
    """A workbook with some of its parts put in the place of others."""

    def write(**parts: str) -> Path:
        plain = tmp_path / "hel.xlsx"
        book = openpyxl.Workbook()
        book.active.append(["insats", "matt", "totalt"])
        book.active.append(["Åter", "nya", 4])
        book.save(plain)
        file = tmp_path / "deltagare.xlsx"
        names = {
            "sheet": "xl/worksheets/sheet1.xml",
            "texts": "xl/sharedStrings.xml",
            "styles": "xl/styles.xml",
        }
        changed = {names[key]: text for key, text in parts.items()}
        with zipfile.ZipFile(plain) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
            for name in dict.fromkeys([*old.namelist(), *changed]):
                new.writestr(name, changed.get(name) or old.read(name))
        return file

    return write


def told(file: Path) -> str:
    with pytest.raises(Faults) as raised:
        read_grids(file)
    return str(raised.value)


def test_an_ordinary_workbook_is_read(workbook):
    (grid,) = read_grids(workbook())
    assert grid.rows == ((2, ("Åter", "nya", "4")),)


def test_a_sheet_whose_cells_have_no_references_is_read(workbook):
    cells = '<row><c><v>1</v></c><c><v>2</v></c></row><row r="7"><c r="B7" t="e"><v>#REF!</v></c><c><v>3</v></c></row>'
    (sheet,) = read_sheets(workbook(sheet=SHEET.format(cells)))
    assert sheet.rows[0] == (1, ("1", "2", ""))
    assert sheet.lost == [(7, 1, "#REF!")]


def test_a_part_that_unpacks_to_gigabytes(workbook, monkeypatch):
    """Unpacked only as far as it may be: ten megabytes of zeros are ten kilobytes."""
    monkeypatch.setattr(packed, "UNPACKED_BYTES", 5_000_000)
    assert "too-large: Unpacked, the workbook has more than 5 MB" in told(workbook(styles="0" * 10_000_000))


def test_a_part_that_is_larger_than_it_says(workbook):
    file = workbook(styles=" " * 3_000_000)
    raw = bytearray(file.read_bytes())
    at = raw.rindex(b"xl/styles.xml") - 46
    assert raw[at : at + 4] == b"PK\1\2"
    raw[at + 24 : at + 28] = (1000).to_bytes(4, "little")
    raw[at + 16 : at + 20] = zlib.crc32(b" " * 1000).to_bytes(4, "little")
    file.write_bytes(raw)
    assert "xl/styles.xml isn't as large as the file says" in told(file)


def test_one_cell_in_the_last_corner(workbook):
    cells = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    assert "The sheet reaches to row 1048576 and column 16384" in told(workbook(sheet=SHEET.format(cells)))
    beyond = '<row r="9999999"><c r="A9999999"><v>1</v></c></row>'
    assert "The sheet reaches to row 9999999 and column 1" in told(workbook(sheet=SHEET.format(beyond)))


def test_many_cells_that_name_one_long_text(workbook):
    text = f"<si><t>{'x' * 32_000}</t></si>"
    cells = "".join(f'<row r="{row}">' + '<c t="s"><v>0</v></c>' * 40 + "</row>" for row in range(1, 1001))
    assert "with 1000000000 characters" not in told(
        workbook(sheet=SHEET.format(cells), texts=TEXTS.format(text))
    )


@pytest.mark.parametrize(
    "declared",
    [
        '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>',
        '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE x SYSTEM "http://attack.example/x.dtd">',
    ],
)
def test_entities_of_xml(workbook, declared):
    cells = '<row r="1"><c r="A1" t="str"><v>x</v></c></row>'
    assert "declares entities" in told(workbook(sheet=declared + SHEET.format(cells)))


def test_a_part_nested_without_end(workbook):
    deep = "<c>" * 300_000 + "</c>" * 300_000
    assert told(workbook(sheet=SHEET.format(f'<row r="1">{deep}</row>')))


def test_a_password(workbook):
    file = workbook()
    raw = bytearray(file.read_bytes())
    at = raw.index(b"PK\1\2")
    raw[at + 8] |= 1
    file.write_bytes(raw)
    assert "without a password" in told(file)


def open_document(folder: Path, sheets: str) -> Path:
    file, kind = folder / "deltagare.ods", "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/></manifest:manifest>'
    )
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("mimetype", kind)
        parts.writestr("META-INF/manifest.xml", manifest)
        parts.writestr("content.xml", ODS.format(sheets))
    return file


@pytest.mark.parametrize(
    "table",
    [
        '<table:table-row table:number-rows-repeated="1000000"><table:table-cell table:number-columns-repeated="1000" '
        'office:value-type="float" office:value="1"/></table:table-row>',
        '<table:table-row table:number-rows-repeated="900000000"><table:table-cell/></table:table-row><table:table-row>'
        "<table:table-cell><text:p>x</text:p></table:table-cell></table:table-row>",
    ],
)
def test_repeated_cells_of_an_open_document(tmp_path, table):
    file = open_document(tmp_path, f'<table:table table:name="A">{table}</table:table>')
    assert "too-large: The sheet reaches to row" in told(file)


def test_the_empty_rest_of_the_sheets_of_an_open_document_is_no_cell(tmp_path):
    rest = '<table:table-row table:number-rows-repeated="1048575"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    row = '<table:table-row><table:table-cell office:value-type="string"><text:p>a</text:p></table:table-cell></table:table-row>'
    sheets = "".join(f'<table:table table:name="{name}">{row}{rest}</table:table>' for name in "ABCDEF")
    file = open_document(tmp_path, sheets)
    assert [grid.header for grid in read_grids(file)] == [("a",)] * 6


def written(folder: Path, name: str, text: str) -> Path:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


def test_a_heading_of_many_cells_over_many_short_rows(tmp_path):
    """Each row is filled up to the width of the header: a million rows of a million cells."""
    file = written(tmp_path, "deltagare.csv", ";" * 200_000 + "\n" + "x\n" * 1000)
    assert "too-large: The table has more than 50000000 cells" in told(file)


def test_a_cell_of_megabytes(tmp_path):
    file = written(tmp_path, "deltagare.csv", f"insats;matt;totalt\n{'x' * 2_000_000};nya;4\n")
    assert "field larger than field limit (1000000)" in told(file)


@pytest.mark.parametrize(
    "name", ["deltagare.csv", "deltagare.xlsx", "deltagare.xls", "bok.se", "kub.px", "svar.json"]
)
def test_a_file_of_too_many_bytes(tmp_path, monkeypatch, name):
    file = written(tmp_path, name, "x" * 1000)
    with file.open("r+b") as sparse:
        sparse.truncate(limits.RAW_BYTES + 1)
    try:
        found = "\n".join(map(str, inspect(file, with_rows=False).faults))
    except Faults as error:
        found = str(error)
    if name != "deltagare.xlsx":  # no zip file at all
        assert "too-large: The file has 500.0 MB" in found
    assert found


def test_a_cube_of_more_cells_than_there_are_atoms(tmp_path):
    category = {"category": {"index": [str(at) for at in range(1000)]}}
    document = {
        "version": "2.0", "class": "dataset", "id": list("abcdefgh"), "size": [1000] * 8,
        "dimension": dict.fromkeys("abcdefgh", category), "value": {},
    }  # fmt: skip
    found = inspect(written(tmp_path, "kub.json", json.dumps(document)), with_rows=False)
    assert "too-large: The table has 1e+24 cells" in str(found.faults[0])
    values = ",".join(f'"{at}"' for at in range(1000))
    stub = "".join(f'VALUES("{name}")={values};\n' for name in "abcdefgh")
    px = f'CHARSET="ANSI";\nMATRIX="X";\nSTUB={",".join(f"{chr(34)}{name}{chr(34)}" for name in "abcdefgh")};\n{stub}DATA=\n1;\n'
    found = inspect(written(tmp_path, "kub.px", px), with_rows=False)
    assert "too-large: The table has 1e+24 cells" in str(found.faults[0])


@pytest.mark.parametrize(
    "text",
    ["[" * 200_000, '{"a":' * 200_000, '{"version":"2.0","dimension":{},"id":[[1]],"size":[1]}', "9" * 5000],
)
def test_json_that_is_no_statistics(tmp_path, text):
    found = inspect(written(tmp_path, "svar.json", text), with_rows=False)
    assert {fault.code for fault in found.faults} & {
        "json-unreadable",
        "json-stat-broken",
        "statistics-unknown",
    }


class _Model(Strict):
    namn: Text
    dag: int = 0


LAUGHS = "a: &a [x,x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{name}: &{name} [{','.join([f'*{before}'] * 10)}]\n"
    for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("namn: !!python/object/apply:os.system ['echo']\n", "the tag tag:yaml.org,2002:python/object/apply:os.system"),
        ("namn: !!python/name:os.system\n", "the tag tag:yaml.org,2002:python/name:os.system"),
        ("namn: !<tag:x> hej\n", "the tag"),
        (LAUGHS, "more than 200000 keys and values, with what its anchors repeat"),
        ("namn: A\n<<: &m {<<: *m}\n", "can't be read as YAML"),
        ("namn: A\nnamn: B\n", 'found duplicate key "namn"'),
        ("namn: " + "[" * 3000, "nested deeper than"),
        ("dag: 2016-13-45\n", "month must be in 1..12"),
        ("dag: " + "9" * 5000, "Exceeds the limit"),
        ("namn: a\0b\n", "special characters are not allowed"),
        ('namn: "a\\u001b[31m"\n', "text without control signs"),
        ('namn: "a\\u202eb"\n', "text without control signs"),
        ("#" + "x" * 2_000_001, "too-large: The file has 2.0 MB"),
    ],
)  # fmt: skip
def test_yaml_that_is_more_than_words(tmp_path, text, message):
    model, faults = read_yaml(written(tmp_path, "x.yml", text), _Model)
    assert model is None
    assert message in "\n".join(map(str, faults))
