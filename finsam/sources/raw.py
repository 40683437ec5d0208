"""What stands at a place of a raw file, read anew from that file."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from finsam.faults import Faults, Place
from finsam.identity.numbers import hidden
from finsam.paths import root
from finsam.sources.grids import CSV, EXCEL, Grid, read_grids
from finsam.sources.sie.decode import encoding_of


@dataclass
class RawFiles:
    """Raw files by their path from the repository, each read once. No text of theirs shows an identity number."""

    _grids: dict[str, list[Grid]] = field(default_factory=dict)
    _lines: dict[str, list[str]] = field(default_factory=dict)

    def text(self, place: Place) -> str | None:
        """The cell of a table as it stands, None where no column of the file has the heading of the place.

        So it is for what was counted or added up: the heading of its place says what it is, and is no column's.
        Lines of a ledger are told whole.
        """
        if not self.is_table(place.file):
            return self.line(place)
        for grid in self.grids(place.file):
            if grid.sheet == (place.sheet or None) or (grid.sheet is None and not place.sheet):
                return _cell(grid, place)
        return None

    def line(self, place: Place) -> str | None:
        """The row or line of a place as text: cells of a table with semicolons between."""
        if self.is_table(place.file):
            found = (
                cells
                for grid in self.grids(place.file)
                if (grid.sheet or "") == (place.sheet or "")
                for number, cells in grid.filled
                if number == place.row
            )
            cells = next(found, None)
            return None if cells is None else ";".join(cells)
        lines = self._read_lines(place.file)
        return hidden(lines[place.row - 1]) if place.row and place.row <= len(lines) else None

    def grids(self, file: str) -> list[Grid]:
        """The tables of a file; none where it is gone or can't be read any more."""
        if file not in self._grids:
            try:
                self._grids[file] = read_grids(root() / file)
            except (Faults, OSError):
                self._grids[file] = []
        return self._grids[file]

    @staticmethod
    def is_table(file: str) -> bool:
        return f".{file.rpartition('.')[2].lower()}" in CSV | EXCEL

    @staticmethod
    def sha256(file: str) -> str:
        """The hash of the file as it is now; empty where it is gone."""
        path = root() / file
        return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""

    def _read_lines(self, file: str) -> list[str]:
        if file not in self._lines:
            path = root() / file
            text = encoding_of(path).text(path.read_bytes()) if path.is_file() else ""
            self._lines[file] = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        return self._lines[file]


def _cell(grid: Grid, place: Place) -> str | None:
    """The cell under the heading: in the table's header, or in a later row above the place that is one."""
    rows = [cells for number, cells in grid.filled if number < (place.row or 0)]
    at = next((cells.index(place.column) for cells in rows if place.column in cells), None)
    row = next((cells for number, cells in grid.filled if number == place.row), None)
    if at is None or row is None:
        return None
    return row[at] if at < len(row) else ""
