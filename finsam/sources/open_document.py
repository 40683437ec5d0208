"""The traits of the sheets of a LibreOffice workbook (.ods)."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

from finsam.sources.number_formats import Shown
from finsam.sources.packed import repeated, rows_of
from finsam.sources.traits import Block, Traits

#: Puts what a row or column says into the traits of its sheet, and gives the next row and column.
Take = Callable[[Traits, int, int], tuple[int, int]]

#: What LibreOffice shows of an error.
_ERRORS = ("#", "Err:", "Fel:")


def document_traits(file: Path, parts: zipfile.ZipFile) -> dict[str, Traits]:
    """The traits of each sheet by its name, as far as a document tells them: errors, percents, currencies, merged and
    hidden cells. Raises Faults for a row that is too large."""
    found: dict[str, Traits] = {}
    rows: list[Take] = []
    hidden = _hidden_styles(file, parts)
    for element in rows_of(file, parts, "content.xml", "table-row", "table-column", "table"):
        kind = element.tag.rpartition("}")[2]
        if kind == "table":
            traits, row, column = Traits(is_hidden=_get(element, "style-name") in hidden), 1, 0
            for each in rows:
                row, column = each(traits, row, column)
            found[_get(element, "name")] = traits
            rows = []
        else:
            rows.append(_row(element) if kind == "table-row" else _column(element))
    return found


def _get(element: ElementTree.Element, name: str) -> str:
    """An attribute, whatever its namespace."""
    return next((value for key, value in element.items() if key.rpartition("}")[2] == name), "")


def _hidden_styles(file: Path, parts: zipfile.ZipFile) -> set[str]:
    """The styles of tables that aren't shown."""
    found = set()
    for style in rows_of(file, parts, "content.xml", "style"):
        if any(_get(each, "display") == "false" for each in style):
            found.add(_get(style, "name"))
    return found


def _column(element: ElementTree.Element) -> Take:
    count, is_hidden = repeated(element, "columns"), _get(element, "visibility") in ("collapse", "filter")

    def take(traits: Traits, row: int, column: int) -> tuple[int, int]:
        if is_hidden:
            traits.hidden_columns |= set(range(column, min(column + count, 16_384)))
        return row, column + count

    return take


def _row(element: ElementTree.Element) -> Take:
    """What a row says of itself and of its cells, to be put where the row turns out to stand."""
    count, visibility = repeated(element, "rows"), _get(element, "visibility")
    cells, at = [], 0
    for cell in element:
        of, times = _cell(cell), repeated(cell, "columns")
        cells += [(at + more, of) for more in range(times)] if of else []
        at += times

    def take(traits: Traits, row: int, column: int) -> tuple[int, int]:
        if visibility and count < 100_000:
            (traits.filtered if visibility == "filter" else traits.hidden_rows).update(
                range(row, row + count)
            )
        for number in range(row, row + count) if cells else ():
            for at, (lost, how, down, right) in cells:
                if lost:
                    traits.lost.append((number, at, lost))
                if how:
                    traits.shown[number, at] = how
                if down > 1 or right > 1:
                    traits.merged.append(Block(number, at, number + down - 1, at + right - 1))
        return row + count, column

    return take


def _cell(cell: ElementTree.Element) -> tuple[str, Shown | None, int, int] | None:
    """Error, format and size of a cell; None for one that is nothing special."""
    kind, text = _get(cell, "value-type"), "".join(cell.itertext())
    is_error = bool(_get(cell, "formula")) and (
        (kind in ("string", "") and text.startswith(_ERRORS)) or not kind
    )
    how = None
    if kind == "percentage":
        how = Shown(percent=True)
    elif kind == "currency":
        how = Shown(unit={"SEK": "kr"}.get(_get(cell, "currency"), _get(cell, "currency")))
    down, right = (int(_get(cell, f"number-{of}-spanned") or 1) for of in ("rows", "columns"))
    if not (is_error or how or down > 1 or right > 1):
        return None
    return (text or _get(cell, "formula")) if is_error else "", how, down, right
