"""The sheets of an Excel workbook as text cells, and the cells that have lost their value."""

from __future__ import annotations

import datetime as dt
import posixpath
import re
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree

from python_calamine import CalamineError, CalamineWorkbook

from finsam.sources.numbers import Exact
from finsam.sources.packed import (
    Extent,
    position,
    raise_if_unsafe,
    raise_if_wide_document,
    rows_of,
    shared_lengths,
)

#: What the libraries raise on files that aren't workbooks or are damaged.
UNREADABLE = (
    CalamineError,
    ElementTree.ParseError,
    zipfile.BadZipFile,
    zlib.error,
    KeyError,
    OSError,
    ValueError,
)


_QUOTED = re.compile('"[^"]*"')


@dataclass(frozen=True)
class Sheet:
    """rows: (row number from 1, cells as text). lost: (row, column from 0, text) of cells without value."""

    name: str
    rows: list[tuple[int, tuple[str, ...]]]
    lost: list[tuple[int, int, str]]


def read_sheets(file: Path) -> list[Sheet]:
    """Every sheet, empty ones too. Raises one of UNREADABLE when the file can't be read, and Faults when it is too large."""
    raise_if_unsafe(file)
    lost = _cells_without_value(file)
    workbook = CalamineWorkbook.from_path(file)
    found = [workbook.get_sheet_by_name(name) for name in workbook.sheet_names]
    cells = {sheet.name: sheet.to_python(skip_empty_area=False) for sheet in found}
    return [Sheet(name, _text_rows(rows), lost.get(name, [])) for name, rows in cells.items()]


def _text_rows(rows: Sequence[Sequence[object]]) -> list[tuple[int, tuple[str, ...]]]:
    return [(number, tuple(_text(cell) for cell in cells)) for number, cells in enumerate(rows, start=1)]


def _text(cell: object) -> str:
    """A cell as one would type it. Excel keeps 15 digits, so 0.1 + 0.2 comes out as 0.3."""
    if isinstance(cell, bool):
        return "ja" if cell else "nej"
    if isinstance(cell, float):
        return Exact(format(Decimal(format(cell, ".15g")), "f"))
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat() if cell.time() == dt.time() else cell.isoformat(" ")
    return str(cell).strip()


def _cells_without_value(file: Path) -> dict[str, list[tuple[int, int, str]]]:
    """By sheet, the cells that hold an error, or a formula that was saved without its value.

    calamine reads both as empty cells, so a figure would silently become a missing one. Only .xlsx and .xlsm
    tell them apart. Raises Faults for a sheet that is too large to read.
    """
    if not zipfile.is_zipfile(file):
        return {}
    with zipfile.ZipFile(file) as parts:
        if "content.xml" in parts.namelist():
            raise_if_wide_document(file, parts)
        if "xl/workbook.xml" not in parts.namelist():
            return {}
        links = ElementTree.fromstring(parts.read("xl/_rels/workbook.xml.rels"))
        targets = {link.get("Id", ""): posixpath.join("/xl", link.get("Target", ""))[1:] for link in links}
        lengths = shared_lengths(file, parts)
        found: dict[str, list[tuple[int, int, str]]] = {}
        for sheet in ElementTree.fromstring(parts.read("xl/workbook.xml")).iterfind(".//{*}sheet"):
            link = next(value for name, value in sheet.items() if name.endswith("}id"))
            name, extent = sheet.get("name", ""), Extent()
            lost = found.setdefault(name, [])
            for row in rows_of(file, parts, targets[link], "row"):
                extent.add_excel(row, lengths)
                extent.raise_if_large(file, name)
                lost += ((*position(cell), text) for cell in row.iterfind("{*}c") if (text := _lost(cell)))
        return found


def _lost(cell: ElementTree.Element) -> str:
    """The error or the formula of a cell without value. An empty text that a formula makes is a value.

    Texts in the formula are left out: put together they could be anything, an identity number too.
    """
    value, formula = cell.findtext("{*}v"), cell.findtext("{*}f")
    if cell.get("t") == "e":
        return value or "error"
    is_lost = not value and cell.get("t") != "str"
    return "=" + _QUOTED.sub('"..."', formula) if formula and is_lost else ""
