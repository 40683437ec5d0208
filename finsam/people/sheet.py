"""A sheet of rows read column by column: each distinct text is understood once, however many rows have it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from finsam.faults import Fault, Place
from finsam.paths import relative
from finsam.sources.grids import Grid

#: What a text means, or what is wrong with it: a fault without a place.
Reader = Callable[[str], object]


class Sheet:
    """The rows beneath a header, and what is wrong with them.

    columns: the place of each column that is read, by its name. numbers: the number of each row in the file.
    wrong: which rows have a fault.
    """

    def __init__(self, grid: Grid, columns: dict[str, int]):
        self.grid, self.columns = grid, columns
        self.numbers = np.array([number for number, _ in grid.rows], dtype="int64")
        self.wrong = np.isin(self.numbers, list(grid.lost_rows))
        self._distinct: dict[int, tuple[np.ndarray, list[str]]] = {}
        self._told: dict[tuple[str, str, Fault], list[int]] = {}

    def read(self, name: str, reader: Reader, dtype: str, otherwise: object) -> pd.Series:
        """What stands in a column, `otherwise` where it can't be understood or there is no such column.

        Tells every text that the reader finds a fault in.
        """
        if name not in self.columns:
            return pd.Series([otherwise] * len(self.numbers), dtype=dtype)
        codes, texts = self._column(self.columns[name])
        values = [reader(text) for text in texts]
        bad = np.array([isinstance(value, Fault) for value in values], dtype=bool)
        for row in np.flatnonzero(bad[codes]).tolist():
            self._tell(row, name, values[codes[row]])
        known = [otherwise if wrong else value for value, wrong in zip(values, bad, strict=True)]
        return pd.Series(known, dtype=dtype).take(codes).reset_index(drop=True)

    def is_empty(self, name: str) -> np.ndarray:
        """Which rows have nothing in a column of the sheet."""
        codes, texts = self._column(self.columns[name])
        empty: NDArray[np.bool_] = np.array([not text for text in texts], dtype=bool)[codes]
        return empty

    def tell(self, rows: Iterable[int], column: str, fault: Fault) -> None:
        """A fault of the cells of a column in several rows, counted from 0."""
        for row in rows:
            self._tell(row, column, fault)

    def faults(self) -> list[Fault]:
        """What was told, by row: one fault for each thing that is wrong, with every cell in which it is."""
        # A place that asks for its file each time takes a tenth of a millisecond.
        name = relative(self.grid.file)
        found = []
        for (column, text, fault), rows in self._told.items():
            heading = self.grid.header[self.columns[column]]
            at = [int(self.numbers[row]) for row in rows]
            places = tuple(Place(name, self.grid.sheet, number, heading, text) for number in at)
            message = f"{fault.message} So in {len(rows)} rows." if len(rows) > 1 else fault.message
            found.append((rows[0], replace(fault, message=message, where=places)))
        return [fault for _, fault in sorted(found, key=lambda each: each[0])]

    def _column(self, index: int) -> tuple[np.ndarray, list[str]]:
        """For each row the number of its text, and the distinct texts."""
        if index not in self._distinct:
            texts = np.array([cells[index] for _, cells in self.grid.rows], dtype=object)
            codes, distinct = pd.factorize(texts)
            self._distinct[index] = codes, list(distinct)
        return self._distinct[index]

    def _tell(self, row: int, column: str, fault: Fault) -> None:
        self.wrong[row] = True
        codes, texts = self._column(self.columns[column])
        self._told.setdefault((column, texts[codes[row]], fault), []).append(int(row))
