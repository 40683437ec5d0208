"""Rows of data frames as named tuples, so that who reads them, and who checks the types, knows what a column holds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple, TypeVar

import pandas as pd

from finsam.faults import Place

R = TypeVar("R", bound=NamedTuple)


class At(NamedTuple):
    """Where a row stands, by the columns that every table of rows has."""

    fil: str
    blad: str | None
    radnr: int

    def place(self, column: str | None = None, value: str | None = None) -> Place:
        return Place(self.fil, self.blad or None, int(self.radnr), column, value)


def labelled(table: pd.DataFrame) -> Iterator[tuple[str, pd.Series]]:
    """The rows of a crossed table by their labels."""
    return ((str(label), row) for label, row in table.iterrows())


def records(table: pd.DataFrame, kind: type[R]) -> Iterator[R]:
    """The rows in order, each with the columns that the named tuple has fields for; KeyError for one that isn't there."""
    return map(kind._make, zip(*(table[name] for name in kind._fields), strict=True))
