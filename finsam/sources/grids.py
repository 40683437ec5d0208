"""Tables as they stand in CSV files and Excel workbooks: text cells with their row numbers."""

from __future__ import annotations

import csv
import datetime as dt
import io
from dataclasses import dataclass
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook

from finsam.faults import Fault, Faults, Place
from finsam.paths import relative

EXCEL = {".xlsx", ".xls", ".xlsm", ".ods"}
CSV = {".csv"}


@dataclass(frozen=True)
class Grid:
    """One table of a file.

    sheet: None for a CSV file. header: column names as written, stripped. header_row: its row number.
    rows: (row number counted from 1, cells as text); every cell is stripped, rows without any text are left out.
    """

    file: Path
    sheet: str | None
    header: tuple[str, ...]
    header_row: int
    rows: tuple[tuple[int, tuple[str, ...]], ...]

    def place(self, row: int | None = None, column: str | None = None, value: str | None = None) -> Place:
        return Place(relative(self.file), self.sheet, row, column, value)


def read_grids(file: Path) -> list[Grid]:
    """All tables of a CSV file (one) or a workbook (one for each sheet that isn't empty).

    Raises Faults when the file can't be read at all or has rows that are longer than their header.
    """
    if file.suffix.lower() in CSV:
        return [_grid(file, None, _csv_rows(file))]
    try:
        workbook = CalamineWorkbook.from_path(file)
        sheets = [(name, _excel_rows(workbook, name)) for name in workbook.sheet_names]
    except (CalamineError, OSError, ValueError) as error:
        raise Faults(
            [
                Fault(
                    "file-unreadable",
                    f"The workbook can't be opened ({error}). Save it again as .xlsx, or deliver CSV.",
                    (Place(relative(file)),),
                    "an Excel workbook",
                )
            ]
        ) from None
    return [_grid(file, name, rows) for name, rows in sheets if any(any(cells) for _, cells in rows)]


def decode(file: Path) -> str:
    """Text of a delivered file: UTF-8 when the bytes are valid UTF-8, otherwise Windows-1252.

    Swedish text in Windows-1252 is practically never valid UTF-8, so the bytes decide. Raises Faults on bytes
    that are neither, with the line.
    """
    raw = file.read_bytes()
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        return raw.decode("cp1252")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        place = Place(relative(file), None, line, None, f"byte 0x{raw[error.start]:02x}")
        message = "The file is neither UTF-8 nor Windows-1252. Save it again as CSV UTF-8."
        raise Faults([Fault("encoding-unknown", message, (place,), "text in UTF-8 or Windows-1252")]) from None


def _csv_rows(file: Path) -> list[tuple[int, tuple[str, ...]]]:
    text = decode(file)
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(";\t,", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows, line = [], 1
    for cells in reader:
        rows.append((line, tuple(cell.strip() for cell in cells)))
        line = reader.line_num + 1
    return rows


def _excel_rows(workbook: CalamineWorkbook, sheet: str) -> list[tuple[int, tuple[str, ...]]]:
    rows = workbook.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
    return [(number, tuple(_excel_text(cell) for cell in cells)) for number, cells in enumerate(rows, start=1)]


def _excel_text(cell: object) -> str:
    """A cell as one would type it. Excel keeps 15 digits, so 0.1 + 0.2 comes out as 0.3."""
    if isinstance(cell, bool):
        return "ja" if cell else "nej"
    if isinstance(cell, float):
        return format(cell, ".15g")
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat() if cell.time() == dt.time() else cell.isoformat(" ")
    return str(cell).strip()


def _grid(file: Path, sheet: str | None, rows: list[tuple[int, tuple[str, ...]]]) -> Grid:
    filled = [(number, cells) for number, cells in rows if any(cells)]
    if not filled:
        raise Faults([Fault("file-empty", "The file holds no table.", (Place(relative(file), sheet),), "a header row")])
    header_row, header = filled[0]
    while header and not header[-1]:
        header = header[:-1]
    faults = []
    for number, cells in filled[1:]:
        surplus = [cell for cell in cells[len(header) :] if cell]
        if surplus:
            faults.append(
                Fault(
                    "row-too-long",
                    "The row has more cells than the header has columns, so its figures can't be told apart.",
                    (Place(relative(file), sheet, number, None, surplus[0]),),
                    f"{len(header)} cells",
                )
            )
    if faults:
        raise Faults(faults)
    width = len(header)
    body = tuple((number, (*cells, *[""] * width)[:width]) for number, cells in filled[1:])
    return Grid(file, sheet, tuple(header), header_row, body)
