"""A workbook before it is opened: how much its packed parts hold, and how many cells its sheets say they have.

A few kilobytes can be unpacked to gigabytes, and one cell in the last corner of a sheet makes a table of thousands of
millions. The sizes that a zip file states are not believed: every part is unpacked piece by piece and counted.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from xml.etree import ElementTree

from finsam.faults import Fault, Faults, Place
from finsam.limits import CELLS, ROWS, TEXT_SIGNS, UNPACKED_BYTES, XLS_BYTES, raise_unless_readable, too_large
from finsam.paths import relative

_PIECE = 1 << 18
#: A workbook has no document type, and so no entities that grow or fetch something.
_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.I)
_KNOWN = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
#: XML elements between the ends of two rows.
CELLS_OF_ROW = 1_000_000


def raise_if_unsafe(file: Path) -> None:
    """Raise Faults for a workbook that is larger than it may be or isn't packed as workbooks are.

    Raises zipfile.BadZipFile and zlib.error for one that is damaged.
    """
    if not zipfile.is_zipfile(file):
        raise_unless_readable(file, XLS_BYTES)
        return
    raise_unless_readable(file)
    with zipfile.ZipFile(file) as parts, file.open("rb") as raw:
        left = UNPACKED_BYTES
        for part in parts.infolist():
            left -= _size(file, raw, part, left)


def _size(file: Path, raw: IO[bytes], part: zipfile.ZipInfo, most: int) -> int:
    """Bytes of a part, counted while it is unpacked."""
    if part.compress_type not in _KNOWN or part.flag_bits & 1:
        expected = "a workbook that Excel or LibreOffice has saved, without a password"
        message = f"The part {part.filename} of the workbook is packed in a way that isn't known."
        raise Faults([Fault("file-unreadable", message, (Place(relative(file)),), expected)])
    size, before = 0, b""
    for piece in _unpacked(raw, part):
        size += len(piece)
        if size > most:
            message = f"Unpacked, the workbook has more than {UNPACKED_BYTES // 1_000_000} MB."
            raise Faults([too_large(file, message, "a workbook of figures")])
        if part.filename.endswith((".xml", ".rels")) and _DOCTYPE.search(before + piece):
            message = (
                f"The part {part.filename} of the workbook declares entities, which no spreadsheet writes."
            )
            where = (Place(relative(file)),)
            raise Faults([Fault("file-unreadable", message, where, "a workbook as Excel saves it")])
        before = piece[-16:]
    if size != part.file_size:
        raise zipfile.BadZipFile(f"{part.filename} isn't as large as the file says")
    return size


def _unpacked(raw: IO[bytes], part: zipfile.ZipInfo) -> Iterator[bytes]:
    raw.seek(part.header_offset)
    head = raw.read(30)
    if head[:4] != b"PK\3\4":
        raise zipfile.BadZipFile(f"{part.filename} isn't where the file says")
    raw.seek(int.from_bytes(head[26:28], "little") + int.from_bytes(head[28:30], "little"), 1)
    left, pump = part.compress_size, zlib.decompressobj(-15)
    while left > 0 and (packed := raw.read(min(_PIECE, left))):
        left -= len(packed)
        if part.compress_type == zipfile.ZIP_STORED:
            yield packed
        while part.compress_type == zipfile.ZIP_DEFLATED and packed and not pump.eof:
            yield pump.decompress(packed, _PIECE)
            packed = pump.unconsumed_tail


@dataclass
class Extent:
    """The table that a reader makes of a sheet: from its first cell to the last one that holds something.

    rows, columns: how far it reaches. signs: the characters of its cells, each as often as it is shown.
    """

    rows: int = 0
    columns: int = 0
    signs: int = 0
    _row: int = 0

    def raise_if_large(self, file: Path, sheet: str | None) -> None:
        """Raise Faults when no machine should make such a table."""
        if self.rows > ROWS or self.rows * self.columns > CELLS or self.signs > TEXT_SIGNS:
            message = f"The sheet reaches to row {self.rows} and column {self.columns}, with {self.signs} characters."
            expected = f"at most {ROWS} rows, {CELLS} cells and {TEXT_SIGNS} characters"
            raise Faults([too_large(file, message, expected, sheet)])

    def add_excel(self, row: ElementTree.Element, lengths: Sequence[int]) -> None:
        """A row of a sheet of Excel. lengths: of the texts that cells name by number."""
        self._row = int(row.get("r") or self._row + 1)
        at = -1
        for cell in row.iterfind("{*}c"):
            at = position(cell)[1] if cell.get("r") else at + 1
            value = cell.findtext("{*}v") or ""
            if cell.get("t") == "s" and value.isdecimal() and int(value) < len(lengths):
                self.signs += lengths[int(value)]
            else:
                self.signs += len(value)
            self.rows, self.columns = max(self.rows, self._row), max(self.columns, at + 1)

    def add_open_document(self, row: ElementTree.Element) -> None:
        """A row of a sheet of LibreOffice, repeated as often as it says; empty ones at the end don't count."""
        times, at = repeated(row, "rows"), 0
        self._row += times
        for cell in row:
            count = repeated(cell, "columns")
            at += count
            text = sum(len(text) for text in cell.itertext())
            if text or any(name.endswith("}value-type") for name, _ in cell.items()):
                self.rows, self.columns = self._row, max(self.columns, at)
                self.signs += text * count * times


def rows_of(file: Path, parts: zipfile.ZipFile, name: str, *tags: str) -> Iterator[ElementTree.Element]:
    """Each element of these names, such as a row, as it ends; nothing of it is kept afterwards. Raises Faults."""
    elements = 0
    with parts.open(name) as xml:
        for _, element in ElementTree.iterparse(xml):
            elements += 1
            # A row of a billion cells would be in memory before it ends.
            if elements > CELLS_OF_ROW:
                message = f"A row in {name} has more than {CELLS_OF_ROW} elements."
                raise Faults([too_large(file, message, "a table of figures")])
            if element.tag.rpartition("}")[2] in tags:
                yield element
                element.clear()
                elements = 0


def shared_lengths(file: Path, parts: zipfile.ZipFile) -> list[int]:
    """How long each text is that cells of an Excel workbook name by number."""
    name = "xl/sharedStrings.xml"
    if name not in parts.namelist():
        return []
    return [sum(len(text) for text in each.itertext()) for each in rows_of(file, parts, name, "si")]


def raise_if_wide_document(file: Path, parts: zipfile.ZipFile) -> None:
    """Raise Faults for a sheet of LibreOffice that is too large. All sheets stand in one part."""
    extent = Extent()
    for element in rows_of(file, parts, "content.xml", "table-row", "table"):
        if element.tag.endswith("}table"):
            extent = Extent()
        else:
            extent.add_open_document(element)
            extent.raise_if_large(file, None)


def repeated(element: ElementTree.Element, of: str) -> int:
    """How many rows or columns an element of LibreOffice stands for."""
    count = next((value for name, value in element.items() if name.endswith(f"}}number-{of}-repeated")), "1")
    return int(count)


def position(cell: ElementTree.Element) -> tuple[int, int]:
    """Row (from 1) and column (from 0) of a cell of Excel whose reference is, say, AB12."""
    reference = re.fullmatch(r"([A-Z]{1,3})([0-9]{1,7})", cell.get("r", ""))
    if not reference:
        raise ValueError("a cell has no reference")
    column = 0
    for letter in reference[1]:
        column = 26 * column + ord(letter) - ord("A") + 1
    return int(reference[2]), column - 1
