"""The sheets of an Excel workbook as text cells, with what it says about them."""

from __future__ import annotations

import datetime as dt
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree

from python_calamine import CalamineError, CalamineWorkbook

from finsam.sources.number_formats import Shown
from finsam.sources.numbers import Exact
from finsam.sources.open_document import document_traits
from finsam.sources.packed import raise_if_unsafe, raise_if_wide_document
from finsam.sources.traits import Traits, excel_traits

#: What the libraries raise on files that aren't workbooks or are damaged.
UNREADABLE = (
    CalamineError,
    ElementTree.ParseError,
    zipfile.BadZipFile,
    zlib.error,
    # A part that isn't there, and an encoding that nobody knows.
    LookupError,
    OSError,
    ValueError,
    # A version of zip that zipfile doesn't know.
    NotImplementedError,
)

#: What stands after a number that its format shows divided by a thousand.
_THOUSANDS = "shown divided by"


@dataclass(frozen=True)
class Sheet:
    """rows: (row number from 1, cells as text), without empty ones."""

    name: str
    rows: list[tuple[int, tuple[str, ...]]]
    traits: Traits

    @property
    def lost(self) -> list[tuple[int, int, str]]:
        """Row (from 1), column (from 0) and text of cells that hold an error, or a formula without its value."""
        return self.traits.lost


def read_sheets(file: Path, *, as_shown: bool = True) -> list[Sheet]:
    """Every sheet, empty ones too. as_shown: numbers as their formats show them, 0.4 as 40 %; otherwise as they are stored,
    for who knows what an agency's file stores. Raises one of UNREADABLE when the file can't be read, and Faults when it is too large."""
    raise_if_unsafe(file)
    traits = _traits(file)
    workbook = CalamineWorkbook.from_path(file)
    found = [workbook.get_sheet_by_name(name) for name in workbook.sheet_names]
    cells = {sheet.name: sheet.to_python(skip_empty_area=False) for sheet in found}
    return [
        Sheet(name, _text_rows(rows, of if as_shown else Traits()), of)
        for name, rows in cells.items()
        for of in [traits.get(name, Traits())]
    ]


def _text_rows(rows: Sequence[Sequence[object]], traits: Traits) -> list[tuple[int, tuple[str, ...]]]:
    """Rows of cells as calamine gives them, as text with what their formats show. Empty ones, of which a sheet may have a
    million before a cell that stands far down, are left out."""
    found = {
        number: [_text(cell) for cell in cells]
        for number, cells in enumerate(rows, start=1)
        if any(cell != "" for cell in cells)
    }
    for (row, column), text in traits.marked.items():
        if column < len(cells := found.get(row, [])):
            cells[column] = text.strip()
    for (row, column), how in traits.shown.items():
        if column < len(cells := found.get(row, [])):
            cells[column] = _as_shown(cells[column], how)
    if traits.is_1904:
        # The number of a day is another one here, so none is taken for one.
        return [
            (number, tuple(str(text) if text.isdigit() else text for text in cells))
            for number, cells in found.items()
        ]
    return [(number, tuple(cells)) for number, cells in found.items()]


def _as_shown(text: str, how: Shown) -> str:
    """A number with what its format shows, as one would type it: 0.4 as 40 %, 12 as 12 kr. Thousands that are shown
    as ones can't be typed, so a text tells it that no reader takes for a number."""
    if not isinstance(text, Exact):
        return text
    if how.thousands:
        return f"{text} ({_THOUSANDS} {1000**how.thousands})"
    if how.percent:
        return Exact(f"{format((Decimal(text) * 100).normalize(), 'f')} %")
    return Exact(f"{text} {how.unit}")


def _text(cell: object) -> str:
    """A cell as one would type it. Excel keeps 15 digits, so 0.1 + 0.2 comes out as 0.3."""
    if isinstance(cell, bool):
        return "ja" if cell else "nej"
    if isinstance(cell, float):
        return Exact(format(Decimal(format(cell, ".15g")), "f"))
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat() if cell.time() == dt.time() else cell.isoformat(" ")
    return str(cell).strip()


def _traits(file: Path) -> dict[str, Traits]:
    """The traits of each sheet by name; none of an .xls, which grids refuse."""
    if not zipfile.is_zipfile(file):
        return {}
    with zipfile.ZipFile(file) as parts:
        if "content.xml" in parts.namelist():
            raise_if_wide_document(file, parts)
            return document_traits(file, parts)
        return excel_traits(file, parts) if "xl/workbook.xml" in parts.namelist() else {}
