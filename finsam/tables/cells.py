"""Delivered numbers as objects: exact value, printed decimals, why one is missing, and where it stands."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pandas as pd

from finsam.faults import Place


@dataclass(frozen=True)
class Cell:
    """One number of a book. place is None for a computed one.

    status: empty for a number, otherwise `saknas`, `undertryckt` or `ej_tillampligt`.
    """

    varde: Decimal | None
    enhet: str
    decimaler: int = 0
    status: str = ""
    place: Place | None = None

    def __bool__(self) -> bool:
        return self.varde is not None

    @property
    def number(self) -> Decimal:
        """The exact number where there must be one, as after `if cell`. Raises ValueError when it is missing."""
        if self.varde is None:
            raise ValueError(f"There is no number: {self.status or 'nothing was delivered'}.")
        return self.varde

    @property
    def at(self) -> Place:
        """Where a delivered number stands. Raises ValueError for a computed one, which stands nowhere."""
        if self.place is None:
            raise ValueError("A computed number has no place in a file.")
        return self.place

    @property
    def is_hidden(self) -> bool:
        """Whether there is a number that may not be told."""
        return self.status == "undertryckt"

    @property
    def is_count(self) -> bool:
        """Whether it is a whole number of persons or things."""
        return self.varde is not None and self.enhet == "antal" and self.varde == int(self.varde) >= 0

    @property
    def printed(self) -> Decimal:
        """The number as a book prints it: rounded by itself from the exact one, halves away from zero. Raises ValueError
        when it is missing."""
        return self.number.quantize(Decimal(1).scaleb(-self.decimaler), ROUND_HALF_UP)


NO_CELL = Cell(None, "", status="saknas")
HIDDEN = Cell(None, "antal", status="undertryckt")


def cell(row: Mapping[Hashable, Any]) -> Cell:
    """The Cell of a row of a tidy table, given as a dict."""
    value = None if row["status"] else row["varde"]
    place = Place(row["fil"], row["blad"] or None, int(row["radnr"]), row["rubrik_i_fil"])
    return Cell(value, row["enhet"], int(row["decimaler"]), row["status"], place)


class Row(dict[str, Cell]):
    """The cells of one delivered row by column; a column that isn't there is a missing number.

    key: the row's key values by name.
    """

    def __init__(self, key: dict[str, str]):
        super().__init__()
        self.key = key

    def __missing__(self, column: str) -> Cell:
        return NO_CELL


def places_of(cells: Iterable[Cell]) -> tuple[Place, ...]:
    """Where cells stand in what was delivered; a computed one stands nowhere."""
    return tuple(cell.place for cell in cells if cell.place)


def rows(table: pd.DataFrame, keys: Sequence[str], across: str = "kolumn") -> Iterator[Row]:
    """The rows of a tidy table in order of delivery: one Row for each set of keys, its cells by `across`.

    across: `kolumn`, or `period` for the tables whose figures stand under years.
    """
    found: dict[tuple[str, ...], Row] = {}
    for row in table.to_dict("records"):
        values = tuple(row[key] for key in keys)
        found.setdefault(values, Row(dict(zip(keys, values, strict=True))))[row[across]] = cell(row)
    yield from found.values()
