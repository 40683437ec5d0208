"""What a workbook says about its cells besides their values: formats, merged and hidden cells, marks, lost values."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

from finsam.sources.number_formats import Shown, shown_by_number
from finsam.sources.packed import Extent, position, rows_of, shared_lengths

_QUOTED = re.compile('"[^"]*"')
_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})(?::\$?([A-Z]{1,3})\$?([0-9]{1,7}))?")

#: Row (from 1) and column (from 0) of a cell.
Position = tuple[int, int]


@dataclass(frozen=True)
class Block:
    """A rectangle of cells: its first and last row (from 1) and column (from 0)."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass
class Traits:
    """lost: position and text of cells that hold an error, or a formula without its value. shown: of cells of numbers,
    what is shown besides the digits. marked: the text of cells with raised signs, these as ¹. merged: blocks that show
    the value of their first cell. filtered, folded, hidden_rows: rows that aren't shown because of a filter, because
    their group is folded, or because somebody hid them. hidden_columns: from 0. is_hidden: the whole sheet.
    is_1904: days are counted from 1904.
    """

    lost: list[tuple[int, int, str]] = field(default_factory=list)
    shown: dict[Position, Shown] = field(default_factory=dict)
    marked: dict[Position, str] = field(default_factory=dict)
    merged: list[Block] = field(default_factory=list)
    filtered: set[int] = field(default_factory=set)
    folded: set[int] = field(default_factory=set)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    is_hidden: bool = False
    is_1904: bool = False


def excel_traits(file: Path, parts: zipfile.ZipFile) -> dict[str, Traits]:
    """The traits of each sheet of an .xlsx or .xlsm by its name.

    calamine reads an error and a formula without its value as an empty cell, so a figure would silently become a
    missing one; and 0.4 that is shown as 40 % as 0.4. Raises Faults for a sheet that is too large to read.
    """
    links = _targets(parts, "xl/_rels/workbook.xml.rels", "xl")
    workbook = ElementTree.fromstring(parts.read("xl/workbook.xml"))
    settings = workbook.find("{*}workbookPr")
    is_1904 = settings is not None and settings.get("date1904") in ("1", "true")
    lengths, raised, formats = shared_lengths(file, parts), _raised(file, parts), _formats(parts)
    found = {}
    for sheet in workbook.iterfind(".//{*}sheet"):
        name = sheet.get("name", "")
        link = next((value for key, value in sheet.items() if key.endswith("}id")), "")
        traits = Traits(is_hidden=sheet.get("state", "visible") != "visible", is_1904=is_1904)
        reader = _Sheet(traits, raised, formats, _filters_of_tables(parts, links[link]))
        extent = Extent()
        for element in rows_of(file, parts, links[link], "row", "col", "mergeCell", "autoFilter"):
            if element.tag.endswith("}row") or element.tag == "row":
                extent.add_excel(element, lengths)
                extent.raise_if_large(file, name)
            reader.take(element)
        reader.finish()
        found[name] = traits
    return found


class _Sheet:
    """Takes the elements of a sheet in order; of its filter and merged cells it is told after the rows."""

    def __init__(
        self, traits: Traits, raised: dict[int, str], formats: Sequence[Shown], filters: list[Block]
    ):
        self.traits, self.raised, self.formats, self.filters = traits, raised, formats, filters
        self.unseen: set[int] = set()
        self.row = 0

    def take(self, element: ElementTree.Element) -> None:
        kind = element.tag.rpartition("}")[2]
        if kind == "row":
            self._take_row(element)
        elif kind == "col" and _is_on(element, "hidden"):
            first, last = int(element.get("min", 1)), int(element.get("max", 1))
            self.traits.hidden_columns |= set(range(first - 1, min(last, 16_384)))
        elif kind == "mergeCell" and (block := _block(element.get("ref", ""))):
            self.traits.merged.append(block)
        elif kind == "autoFilter" and len(element) and (block := _block(element.get("ref", ""))):
            self.filters.append(block)

    def finish(self) -> None:
        filtered = {row for row in self.unseen for of in self.filters if of.top < row <= of.bottom}
        self.traits.filtered = filtered
        self.traits.hidden_rows = self.unseen - filtered

    def _take_row(self, row: ElementTree.Element) -> None:
        self.row = int(row.get("r") or self.row + 1)
        if _is_on(row, "hidden"):
            (self.traits.folded if int(row.get("outlineLevel", 0)) else self.unseen).add(self.row)
        for cell in row.iterfind("{*}c"):
            if text := _lost(cell):
                self.traits.lost.append((*position(cell), text))
            elif cell.get("t", "n") == "n":
                style = int(cell.get("s", 0))
                if 0 <= style < len(self.formats) and self.formats[style] and cell.get("r"):
                    self.traits.shown[position(cell)] = self.formats[style]
            elif (text := self._raised_text(cell)) and cell.get("r"):
                self.traits.marked[position(cell)] = text

    def _raised_text(self, cell: ElementTree.Element) -> str:
        if cell.get("t") == "s" and (number := cell.findtext("{*}v") or "").isdecimal():
            return self.raised.get(int(number), "")
        inline = cell.find("{*}is")
        return _text_with_raised(inline) if inline is not None else ""


def _lost(cell: ElementTree.Element) -> str:
    """The error or the formula of a cell without value. An empty text that a formula makes is a value.

    Texts in the formula are left out: put together they could be anything, an identity number too.
    """
    value, formula = cell.findtext("{*}v"), cell.findtext("{*}f")
    if cell.get("t") == "e":
        return value or "error"
    is_lost = cell.find("{*}f") is not None and not value and cell.get("t") != "str"
    return "=" + _QUOTED.sub('"..."', formula or "") if is_lost else ""


def _is_on(element: ElementTree.Element, name: str) -> bool:
    return element.get(name) in ("1", "true")


def _block(reference: str) -> Block | None:
    found = _REFERENCE.fullmatch(reference)
    if not found:
        return None
    top, left = int(found[2]), _column(found[1])
    return Block(top, left, int(found[4] or top), _column(found[3]) if found[3] else left)


def _column(letters: str) -> int:
    """The column, from 0, of its letters."""
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - ord("A") + 1
    return number - 1


def _targets(parts: zipfile.ZipFile, name: str, folder: str) -> dict[str, str]:
    """The parts that a part links to, by the id of the link; none for a part without links."""
    if name not in parts.namelist():
        return {}
    links = ElementTree.fromstring(parts.read(name))
    found = {}
    for link in links:
        if (id := link.get("Id")) and (target := link.get("Target")):
            found[id] = posixpath.normpath(posixpath.join("/" + folder, target))[1:]
    return found


def _filters_of_tables(parts: zipfile.ZipFile, sheet: str) -> list[Block]:
    """Where tables of a sheet have a filter that hides rows."""
    folder, name = posixpath.split(sheet)
    found = []
    for target in _targets(parts, f"{folder}/_rels/{name}.rels", folder).values():
        if "/tables/" in target and target in parts.namelist():
            for one in ElementTree.fromstring(parts.read(target)).iterfind(".//{*}autoFilter"):
                if len(one) and (block := _block(one.get("ref", ""))):
                    found.append(block)
    return found


def _formats(parts: zipfile.ZipFile) -> list[Shown]:
    """What each style of cells shows."""
    if "xl/styles.xml" not in parts.namelist():
        return []
    styles = ElementTree.fromstring(parts.read("xl/styles.xml"))
    custom = {
        int(each.attrib["numFmtId"]): each.get("formatCode", "")
        for each in styles.iterfind("{*}numFmts/{*}numFmt")
    }
    return [
        shown_by_number(custom, int(each.get("numFmtId", 0))) for each in styles.iterfind("{*}cellXfs/{*}xf")
    ]


def _raised(file: Path, parts: zipfile.ZipFile) -> dict[int, str]:
    """The shared texts that have raised signs, by number."""
    name = "xl/sharedStrings.xml"
    if name not in parts.namelist():
        return {}
    texts = ((n, _text_with_raised(each)) for n, each in enumerate(rows_of(file, parts, name, "si")))
    return {n: text for n, text in texts if text}


def _text_with_raised(element: ElementTree.Element) -> str:
    """A text with its raised figures as ¹, which would otherwise be figures of the number before them; otherwise ''."""
    runs = list(_runs(element))
    if not any(is_raised for is_raised, _ in runs):
        return ""
    return "".join(text.translate(_SUPERSCRIPT) if is_raised else text for is_raised, text in runs)


def _runs(element: ElementTree.Element) -> Iterator[tuple[bool, str]]:
    for run in element.iterfind("{*}r"):
        align = run.find("{*}rPr/{*}vertAlign")
        yield align is not None and align.get("val") == "superscript", run.findtext("{*}t") or ""
