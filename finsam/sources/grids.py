"""Tables as they stand in CSV files and Excel workbooks: text cells with their row numbers."""

from __future__ import annotations

import csv
import io
import logging
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from unicodedata import is_normalized

from finsam.faults import Fault, Faults, Place, mixed_alphabets, unsafe_sign
from finsam.harmless import UNSAFE
from finsam.limits import CELL_SIGNS, CELLS, raise_if_large, too_large
from finsam.lookalike import composed, mixed_words
from finsam.paths import relative
from finsam.sources import identity
from finsam.sources.workbooks import UNREADABLE, read_sheets

_log = logging.getLogger(__name__)

EXCEL = {".xlsx", ".xls", ".xlsm", ".ods"}
CSV = {".csv"}

#: å, ä and ö in UTF-8, read as Windows-1252.
_UTF8_AS_CP1252 = re.compile("Ã[¥¤¶…„–]")

csv.field_size_limit(CELL_SIGNS)

Rows = list[tuple[int, tuple[str, ...]]]


@dataclass(frozen=True)
class Grid:
    """One table of a file.

    sheet: None for a CSV file. header: column names as written, stripped. header_row: its row number.
    rows: (row number counted from 1, cells as text); every cell is stripped, rows without text are left out.
    faults: what can't be told apart or has no value; rows that are longer than the header aren't in rows.
    filled: the header and every row beneath it that has text, as it stands. lost: row, column and text of the
    cells without value. Cells that hold an identity number have a pseudonym or are hidden, see sources.identity.
    """

    file: Path
    sheet: str | None
    header: tuple[str, ...]
    header_row: int
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    faults: tuple[Fault, ...] = ()
    filled: tuple[tuple[int, tuple[str, ...]], ...] = ()
    lost: tuple[tuple[int, int, str], ...] = ()

    def headed(self, row: int) -> Grid:
        """The table with a later row as its header, without the rows above it."""
        lost = [cell for cell in self.lost if cell[0] >= row]
        return _grid(self.file, self.sheet, [found for found in self.filled if found[0] >= row], lost)

    def accepting(self, column: int | None) -> Grid:
        """The table without the faults of identity numbers in a column, whose cells are pseudonyms."""
        if column is None:
            return self
        faults = [fault for fault in self.faults if not identity.is_about(fault, self.header[column])]
        return replace(self, faults=tuple(faults))

    @property
    def holds_numbers(self) -> bool:
        """Whether there are identity numbers where none may be, so that no row may be used."""
        return any(fault.code == identity.CODE for fault in self.faults)

    def place(self, row: int | None = None, column: str | None = None, value: str | None = None) -> Place:
        return Place(relative(self.file), self.sheet, row, column, value)


def read_grids(file: Path) -> list[Grid]:
    """All tables of a CSV file (one) or a workbook (one for each sheet that isn't empty).

    Raises Faults when the file can't be read at all or holds no table.
    """
    place = Place(relative(file))
    if file.suffix.lower() in CSV:
        grids = [_grid(file, None, _csv_rows(file))]
    else:
        try:
            grids = [_grid(file, sheet.name, sheet.rows, sheet.lost) for sheet in read_sheets(file)]
        except UNREADABLE as error:
            message = f"The workbook can't be opened ({error}). Save it again as .xlsx, or deliver CSV."
            raise Faults([Fault("file-unreadable", message, (place,), "an Excel workbook")]) from None
    found = [grid for grid in grids if grid.header]
    if not found:
        raise Faults([Fault("file-empty", "The file holds no table.", (place,), "a header row")])
    for grid in found:
        _log.info("read %s: %d rows, %d faults", grid.place(), len(grid.rows), len(grid.faults))
    return found


def decode(file: Path) -> str:
    """Text of a delivered file: UTF-8 when the bytes are valid UTF-8, otherwise Windows-1252.

    Swedish text in Windows-1252 is practically never valid UTF-8, so the bytes decide. Raises Faults on bytes
    that are neither, or a mixture of both, with the line.
    """
    raise_if_large(file)
    raw = file.read_bytes()
    # Text in UTF-16 is full of null bytes, which both of these encodings would take for characters.
    unknown = raw.find(b"\0")
    for encoding in ("utf-8-sig", "cp1252") if unknown < 0 else ():
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError as error:
            unknown = error.start
        else:
            if encoding != "cp1252" or not _UTF8_AS_CP1252.search(text):
                return text
    line = raw.count(b"\n", 0, unknown) + 1
    place = Place(relative(file), None, line, None, f"byte 0x{raw[unknown]:02x}")
    message = "The file is neither UTF-8 nor Windows-1252. Save it again as CSV UTF-8."
    raise Faults([Fault("encoding-unknown", message, (place,), "text in UTF-8 or Windows-1252")])


def _csv_rows(file: Path) -> Rows:
    text = decode(file)
    first = next((line for line in text.splitlines() if line.strip()), "")
    return csv_rows(file, text, max(";\t,", key=first.count))


def csv_rows(file: Path, text: str, delimiter: str) -> Rows:
    """The rows of a file's text with their line numbers, every cell stripped.

    Raises Faults on an open quotation, and on a table that is too large once all rows are as wide as the widest.
    """
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows, line, width = [], 1, 0
    try:
        for cells in reader:
            rows.append((line, tuple(cell.strip() for cell in cells)))
            line, width = reader.line_num + 1, max(width, len(cells))
            if width * len(rows) > CELLS:
                message = f"The table has more than {CELLS} cells: {len(rows)} rows, one of them with {width} cells."
                raise Faults([too_large(file, message, "a table of figures")])
    except csv.Error as error:
        message = f"The row can't be told from the rows after it ({error})."
        place, expected = Place(relative(file), None, line), "quotation marks in pairs around a cell"
        raise Faults([Fault("quote-open", message, (place,), expected)]) from None
    return rows


def _unsafe(name: str, sheet: str | None, rows: Rows, header: tuple[str, ...]) -> Iterator[Fault]:
    """Cells with signs that nobody sees (a line end in a cell is none) or that look like others."""
    for number, cells in rows:
        line = "\t".join(cells)
        if UNSAFE.search(line) or mixed_words(line):
            for at, cell in enumerate(cells):
                place = Place(name, sheet, number, header[at] if at < len(header) else None, cell)
                if UNSAFE.search(cell):
                    yield unsafe_sign(place)
                if words := mixed_words(cell):
                    yield mixed_alphabets(place, words)


def _composed(rows: Rows) -> Rows:
    """The rows without empty ones, with letters in one sign that were written in two."""
    found = []
    for number, cells in rows:
        if line := "".join(cells):
            is_plain = line.isascii() or is_normalized("NFC", line)
            found.append(
                (number, cells if is_plain else tuple(c if c.isascii() else composed(c) for c in cells))
            )
    return found


def _grid(file: Path, sheet: str | None, rows: Rows, lost: Sequence[tuple[int, int, str]] = ()) -> Grid:
    """The table that begins with the first row that isn't empty; without one, a grid without a header."""
    filled, found = identity.cleaned(_composed(rows))
    header_row, header = filled[0] if filled else (1, ())
    while header and not header[-1]:
        header = header[:-1]
    width = len(header)
    name = relative(file)
    body, faults = [], [*_unsafe(name, sheet, filled, header)]
    for number, cells in filled[1:]:
        surplus = [cell for cell in cells[width:] if cell]
        if surplus:
            message = "The row has more cells than the header, so its figures can't be told apart."
            place = Place(name, sheet, number, None, surplus[0])
            faults.append(Fault("row-too-long", message, (place,), f"{width} cells"))
        else:
            body.append((number, (*cells, *[""] * width)[:width]))
    for number, column, text in lost:
        message = "The cell holds an error or a formula that was never calculated, and no value."
        place = Place(name, sheet, number, header[column] if column < width else None, text)
        faults.append(Fault("cell-without-value", message, (place,), "a value"))
    of_sheet = identity.of_name(sheet or "", Place(name, sheet), "sheet")
    faults = [*of_sheet, *identity.faults(found, Place(name, sheet, header_row), header), *faults]
    return Grid(
        file, sheet, tuple(header), header_row, tuple(body), tuple(faults), tuple(filled), tuple(lost)
    )
