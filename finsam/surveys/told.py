"""The faults of the rows of one sheet."""

from __future__ import annotations

from finsam.faults import Fault
from finsam.sources.grids import Grid


class Told:
    """Collects faults of cells and rows, and hands them back in order of row and column."""

    def __init__(self, grid: Grid):
        self._grid = grid
        self._found: list[tuple[int, int, Fault]] = []

    def add(
        self, code: str, message: str, row: int, column: int | None, value: str | None, expected: str
    ) -> None:
        """column: its index in the file, None for the whole row."""
        heading = None if column is None else self._grid.header[column]
        fault = Fault(code, message, (self._grid.place(row, heading, value),), expected)
        self._found.append((row, -1 if column is None else column, fault))

    @property
    def rows(self) -> set[int]:
        return {row for row, _, _ in self._found}

    @property
    def faults(self) -> list[Fault]:
        return [fault for _, _, fault in sorted(self._found, key=lambda found: found[:2])]
