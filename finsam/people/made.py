"""Tidy rows of tables that are counted from rows of persons: a whole number, and the first raw row behind it."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from decimal import Decimal
from typing import Any

import pandas as pd

from finsam.tables.kinds import Kind
from finsam.tables.read import CELL_COLUMNS, key_columns

#: File, sheet and row.
Origin = tuple[str, str, int]


#: The origin of a row that is named by its number, from 0.
Origins = Callable[[int], Origin]


def origin(row: Mapping[Hashable, Any] | pd.Series) -> Origin:
    return row["fil"], row["blad"], int(row["radnr"])


def origins(rows: pd.DataFrame) -> Origins:
    """The origins of many rows, which are looked up much faster than by `iloc`."""
    fil, blad, radnr = (rows[name].to_numpy() for name in ("fil", "blad", "radnr"))
    return lambda at: (fil[at], blad[at], int(radnr[at]))


class Made:
    """Rows of one kind of table, made one cell at a time."""

    def __init__(self, kind: Kind):
        self.kind = kind
        self._rows: list[dict[str, Any]] = []

    def add(self, keys: dict[str, str], kolumn: str, number: int | Decimal | None, behind: Origin) -> None:
        """A number of persons, None for one that may not be told. behind: the first raw row that it is counted from.

        The heading of its place names the cell, so that no two cells have one place.
        """
        fil, blad, radnr = behind
        row: dict[str, Any] = dict.fromkeys(key_columns(self.kind), "") | keys
        row |= {
            "kolumn": kolumn,
            "varde": None if number is None else Decimal(int(number)),
            "decimaler": 0,
            "status": "undertryckt" if number is None else "",
            "enhet": "antal",
        }
        name = ", ".join([*keys.values(), kolumn])
        self._rows.append(row | {"fil": fil, "blad": blad, "radnr": radnr, "rubrik_i_fil": name})

    def table(self) -> pd.DataFrame:
        """Columns as of tables.read.tidy."""
        columns = [*key_columns(self.kind), *CELL_COLUMNS]
        table = pd.DataFrame(self._rows, columns=columns)
        return table.astype({name: "str" for name in columns if name not in ("varde", "decimaler", "radnr")})


def joined(*tables: pd.DataFrame) -> pd.DataFrame:
    """Tidy tables beneath one another; those without rows say nothing about types and are left out."""
    found = [table for table in tables if len(table)]
    return pd.concat(found, ignore_index=True) if found else tables[0]
