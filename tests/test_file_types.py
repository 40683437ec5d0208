"""Workbooks of other programs than Excel: what LibreOffice shows is read, an old workbook is refused with what to do."""

from __future__ import annotations

import zipfile
from decimal import Decimal
from pathlib import Path

import pytest

from finsam.faults import Faults
from finsam.inspection import inspect
from finsam.sources.grids import read_grids


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
