"""Mangling workbooks by chance: their parts as text, and their sheets as people do it in Excel."""

from __future__ import annotations

import io
import random
import re
import zipfile
import zlib

import openpyxl
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from tools.fuzz.texts import ANY, ODD, as_bytes, as_text, changed_table, flip, lines, word


def parts_of(content: bytes) -> dict[str, bytes]:
    """The parts of a workbook by name; none of one that can't be unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as old:
            return {name: old.read(name) for name in old.namelist()}
    except (zipfile.BadZipFile, zlib.error, ValueError, OSError, EOFError, NotImplementedError, RuntimeError):
        return {}


def packed(parts: dict[str, bytes]) -> bytes:
    """The parts as a workbook, which is the same whenever it is made."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in parts.items():
            new.writestr(zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def workbook(content: bytes, chance: random.Random) -> bytes:
    """A part of the workbook mangled as text or bytes, or left out."""
    parts = parts_of(content)
    if not parts:
        return flip(content, chance)
    sheets = [name for name in parts if "sheet" in name and name.endswith(".xml")]
    name = chance.choice(sorted(sheets * 3 + list(parts)))
    if chance.random() < 0.05:
        del parts[name]
    else:
        parts[name] = chance.choice((*ANY, tags, tags, tags, tags, tags, tags, lines, word))(
            parts[name], chance
        )
    return packed(parts)


_FORMATS = (
    "0%",
    "0.0 %",
    '#,##0 "kr"',
    "# ##0 [$kr-41D]",
    "#,##0,",
    "@",
    "yyyy-mm-dd",
    ";;;",
    '"";;',
    "[h]:mm",
    "%%",
    ",",
)


def sheet(content: bytes, chance: random.Random) -> bytes:
    """A sheet of the workbook laid out in another way, as people do it in Excel."""
    try:
        book = openpyxl.load_workbook(io.BytesIO(content))
        of = chance.choice(book.worksheets)
        rows = [list(row) for row in of.iter_rows(max_row=60, max_col=30, values_only=True)]
        changed_table(rows, chance)
        of.delete_rows(1, of.max_row)
        for row in rows:
            of.append([_typed(cell, chance) for cell in row])
        _dressed(of, chance)
        made = io.BytesIO()
        book.save(made)
    except Exception:  # openpyxl raises anything on a workbook that is mangled already
        return workbook(content, chance)
    return packed(
        {name: each for name, each in parts_of(made.getvalue()).items() if name != "docProps/core.xml"}
    )


def _typed(cell: object, chance: random.Random) -> object:
    """A text with figures as a number, now and then, and signs that no sheet can hold left out."""
    if isinstance(cell, str):
        cell = ILLEGAL_CHARACTERS_RE.sub("", cell)
        if chance.random() < 0.05 and re.fullmatch("[0-9]{1,9}", cell):
            return int(cell)
    return cell


def _dressed(of: Worksheet, chance: random.Random) -> None:
    """Hidden rows and columns, merged cells, formats and filters, of a sheet."""
    row, column = chance.randrange(1, of.max_row + 2), chance.randrange(1, of.max_column + 2)
    how = chance.randrange(8)
    if how == 0:
        of.row_dimensions[row].hidden = True
    elif how == 1:
        of.column_dimensions[get_column_letter(column)].hidden = True
    elif how == 2:
        of.merge_cells(
            start_row=row,
            end_row=row + chance.randrange(4),
            start_column=column,
            end_column=column + chance.randrange(3),
        )
    elif how == 3:
        of.cell(row, column).number_format = chance.choice(_FORMATS)
    elif how == 4:
        of.auto_filter.ref = of.dimensions
        of.auto_filter.add_filter_column(0, ["x"])
        of.row_dimensions[row].hidden = True
    elif how == 5:
        of.sheet_state = chance.choice(("hidden", "veryHidden"))
        of.parent.create_sheet("tom")


_ATTRIBUTES = (' t="e"', ' t="s"', ' t="str"', ' t="b"', ' t="x"', ' r="A0"', ' r="XFD1048576"', ' hidden="1"', ' s="99"',
               ' s="-1"', ' r="-5"', ' ht="x"')  # fmt: skip
_ELEMENTS = (
    '<mergeCells><mergeCell ref="A1:C3"/></mergeCells>', '<mergeCells><mergeCell ref="Ö:9"/></mergeCells>', "<row/>", "<c/>",
    '<row r="9999999"><c r="A9999999"><v>1</v></c></row>', "<v>1</v>", "<f>A1</f>", '<cols><col min="2" max="x" hidden="1"/></cols>',
    '<autoFilter ref="A1:B9"><filterColumn colId="0"/></autoFilter>', '<c r="A2" t="s"><v>99999</v></c>', "<is><t>text</t></is>",
)  # fmt: skip


def tags(content: bytes, chance: random.Random) -> bytes:
    """An element of XML that gets another attribute, goes, comes twice, or gets a stranger beside it."""
    text = as_text(content)
    found = list(re.finditer(r"<(\w+)[^<>]*?/?>|</\w+>|>[^<>]+<", text))
    if not found:
        return content
    at = chance.choice(found)
    old, how = at[0], chance.randrange(6)
    if how == 0:
        new = ""
    elif how == 1:
        new = old * 2
    elif how == 2 and old.startswith("<") and not old.startswith("</"):
        new = re.sub(r"(/?>)$", lambda end: chance.choice(_ATTRIBUTES) + end[1], old)
    elif how == 3:
        new = old + chance.choice(_ELEMENTS)
    elif how == 4:
        new = re.sub(r'="[^"]*"', lambda _: f'="{chance.choice(ODD)}"', old, count=1)
    else:
        new = f">{chance.choice(ODD)}<" if old.startswith(">") else chance.choice(found)[0]
    return as_bytes(text[: at.start()] + new + text[at.end() :])
