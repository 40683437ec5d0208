"""Tables as they stand in CSV files and Excel workbooks: text cells with their row numbers."""

from __future__ import annotations

import csv
import io
import logging
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from unicodedata import is_normalized

from finsam.faults import Fault, Faults, Place, counted, mixed_alphabets, unsafe_sign
from finsam.harmless import UNSAFE
from finsam.limits import CELL_SIGNS, CELLS, raise_unless_readable, too_large
from finsam.lookalike import composed, mixed_words
from finsam.paths import relative
from finsam.sources import identity
from finsam.sources.hidden import HIDDEN, hidden_faults
from finsam.sources.traits import Block, Traits
from finsam.sources.workbooks import UNREADABLE, read_sheets

_log = logging.getLogger(__name__)

EXCEL = {".xlsx", ".xls", ".xlsm", ".ods"}
#: Its cells can't be told apart from errors and from what formats show, so no table of a förbund is read from it.
OLD_EXCEL = ".xls"
CSV = {".csv"}

#: Stands after the name of a column in templates, for who fills them in; it is no part of the name.
OPTIONAL = "(valfri)"
#: Sheets that tell about the others, as README.md does about files; they are left alone.
_NOTES = ("läs mig", "readme")

#: å, ä and ö in UTF-8, read as Windows-1252.
_UTF8_AS_CP1252 = re.compile("Ã[¥¤¶…„–]")

csv.field_size_limit(CELL_SIGNS)

#: What Excel shows, in Swedish or English, where a formula has no value or a column is too narrow for its number.
_ERROR = re.compile(
    r"#(?:DIV/0!|DIVISION/0!|REF!|REFERENS!|VALUE!|VÄRDEFEL!|VÄRDE!|NAME\?|NAMN\?|N/A|SAKNAS!|NUM!|OGILTIGT!|NULL!|SKÄRNING!|SPILL!|SPILLÖVER!|CALC!|#+)",
    re.IGNORECASE,
)

Rows = list[tuple[int, tuple[str, ...]]]


@dataclass(frozen=True)
class Grid:
    """One table of a file.

    sheet: None for a CSV file. header: column names as written, stripped. header_row: its row number.
    rows: (row number counted from 1, cells as text); every cell is stripped, rows without text are left out.
    faults: what can't be told apart or has no value; rows that are longer than the header aren't in rows.
    filled: the header and every row beneath it that has text, as it stands. lost: row, column and text of the
    cells without value. Cells that hold an identity number have a pseudonym or are hidden, see sources.identity.
    notes: what was left out or is odd, and stops nothing. merged: blocks of merged cells. above: the rows above the
    header, which aren't in `filled`. is_laid_out: by sources.layout.
    """

    file: Path
    sheet: str | None
    header: tuple[str, ...]
    header_row: int
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    faults: tuple[Fault, ...] = ()
    filled: tuple[tuple[int, tuple[str, ...]], ...] = ()
    lost: tuple[tuple[int, int, str], ...] = ()
    notes: tuple[Fault, ...] = ()
    merged: tuple[Block, ...] = ()
    above: tuple[tuple[int, tuple[str, ...]], ...] = ()
    is_laid_out: bool = False

    def headed(self, row: int) -> Grid:
        """The table with a later row as its header, without the rows above it."""
        lost = [cell for cell in self.lost if cell[0] >= row]
        above, rows = [
            [found for found in self.filled if (found[0] < row) is is_above] for is_above in (True, False)
        ]
        made = _grid(self.file, self.sheet, rows, Traits(lost))
        # What is hidden was told of the whole sheet.
        kept = [fault for fault in self.faults if fault.code == HIDDEN]
        return replace(
            made,
            notes=self.notes,
            merged=self.merged,
            faults=(*made.faults, *kept),
            above=(*self.above, *above),
        )

    @property
    def lost_rows(self) -> set[int]:
        """The rows of which something is told that leaves them out."""
        return {place.row for fault in self.faults for place in fault.where if place.row is not None}

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
        grids = [_grid(file, None, _csv_rows(file), Traits())]
    else:
        raise_unless_readable(file)
        if file.suffix.lower() == OLD_EXCEL and not zipfile.is_zipfile(file):
            message = "The format of Excel 97-2003 doesn't tell errors from empty cells. Open the file and save it as .xlsx."
            raise Faults([Fault("file-type-old", message, (place,), ".xlsx, .xlsm, .ods or CSV")])
        try:
            sheets = [sheet for sheet in read_sheets(file) if sheet.name.strip().casefold() not in _NOTES]
            grids = [_grid(file, sheet.name, sheet.rows, sheet.traits) for sheet in sheets]
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
    raise_unless_readable(file)
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
    return csv_rows(file, text, _separator(text))


def _separator(text: str) -> str:
    """The sign that stands most often in the first line that has one of them, unless it is a title: then the next line has
    another and not this one."""
    lines = ((line, max(";\t,", key=line.count)) for line in text.splitlines() if re.search("[;\t,]", line))
    first, second = (next(lines, ("", ";")) for _ in range(2))
    return second[1] if second[0] and first[1] not in second[0] else first[1]


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
                message = f"The table has more than {CELLS} cells: {counted(len(rows), 'row')}, one of them with {width} cells."
                raise Faults([too_large(file, message, "a table of figures")])
    except csv.Error as error:
        message = f"The row can't be told from the rows after it ({error})."
        place, expected = Place(relative(file), None, line), "quotation marks in pairs around a cell"
        raise Faults([Fault("quote-open", message, (place,), expected)]) from None
    return rows


def _unsafe(name: str, sheet: str | None, rows: Rows, header: tuple[str, ...]) -> Iterator[Fault]:
    """Cells with signs that nobody sees (a line end in a cell is none) or that look like others, and errors as text."""
    for number, cells in rows:
        line = "\t".join(cells)
        if "#" in line:
            yield from _errors(name, sheet, number, cells, header)
        if UNSAFE.search(line) or mixed_words(line):
            for at, cell in enumerate(cells):
                place = Place(name, sheet, number, header[at] if at < len(header) else None, cell)
                if UNSAFE.search(cell):
                    yield unsafe_sign(place)
                if words := mixed_words(cell):
                    yield mixed_alphabets(place, words)


def _errors(
    name: str, sheet: str | None, number: int, cells: tuple[str, ...], header: tuple[str, ...]
) -> Iterator[Fault]:
    """Cells with the text of an error, which CSV files and pasted tables hold in the place of a value."""
    for at, cell in enumerate(cells):
        if _ERROR.fullmatch(cell):
            place = Place(name, sheet, number, header[at] if at < len(header) else None, cell)
            yield Fault(
                "cell-without-value",
                "The cell holds the text of an error, and no value.",
                (place,),
                "a value",
            )


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


def _grid(file: Path, sheet: str | None, rows: Rows, traits: Traits) -> Grid:
    """The table that begins with the first row that isn't empty; without one, a grid without a header."""
    filled, found = identity.cleaned(_composed(rows))
    header_row, header = filled[0] if filled else (1, ())
    header = tuple(text[: -len(OPTIONAL)].rstrip() if text.endswith(OPTIONAL) else text for text in header)
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
            faults.append(Fault("row-too-long", message, (place,), counted(width, "cell")))
        else:
            body.append((number, (*cells, *[""] * width)[:width]))
    for number, column, text in traits.lost:
        message = "The cell holds an error or a formula that was never calculated, and no value."
        place = Place(name, sheet, number, header[column] if column < width else None, text)
        faults.append(Fault("cell-without-value", message, (place,), "a value"))
    of_sheet = identity.of_name(sheet or "", Place(name, sheet), "sheet")
    faults = [*of_sheet, *identity.faults(found, Place(name, sheet, header_row), header), *faults]
    of_hidden, notes = hidden_faults(traits, name, sheet, filled) if header else ([], [])
    return Grid(
        file,
        sheet,
        tuple(header),
        header_row,
        tuple(body),
        (*faults, *of_hidden),
        tuple(filled),
        tuple(traits.lost),
        tuple(notes),
        tuple(traits.merged),
    )
