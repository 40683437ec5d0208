"""Tidy rows of made tables: exact öre rounded to what is printed, and the place of the first posting behind it.

Rounding: every figure is rounded by itself from the exact amount, half away from zero, and sums from the exact sum.
Rounded rows may therefore differ from their rounded sum; the book marks such a sum and never adjusts a row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pandas as pd

from finsam.tables.kinds import Kind
from finsam.tables.read import CELL_COLUMNS, key_columns

#: Öre in each unit of money.
ORE = {"kr": 100, "tkr": 100_000}


def rounded(ore: int, unit: str) -> Decimal:
    """Öre in whole kr or tkr, half away from zero: 1 500 000 öre are 15 tkr, -50 öre are -1 kr."""
    return (Decimal(ore) / ORE[unit]).quantize(Decimal(1), ROUND_HALF_UP) + 0


_LABELS = ("not", "sektion", "rad", "post", "projekt", "medlem")


#: Is told each cell as it is made: its row of the tidy table and the postings that it is made of.
Told = Callable[[dict[str, Any], pd.DataFrame], None]


class Made:
    """Rows of one kind of table, made one cell at a time. place: where the ledger is, for cells without postings."""

    def __init__(self, kind: Kind, place: tuple[str, int], told: Told | None = None):
        self.kind, self._place, self._told = kind, place, told
        self._rows: list[dict[str, Any]] = []

    def add(
        self, keys: dict[str, str], kolumn: str, unit: str, ore: int | None, behind: pd.DataFrame | None
    ) -> None:
        """A cell of whole kr or tkr; None is a figure that isn't known or has nothing booked.

        behind: the postings that it is made of.
        """
        value = None if ore is None else rounded(int(ore), unit)
        status = "" if value is not None else "saknas"
        row: dict[str, Any] = dict.fromkeys(key_columns(self.kind), "") | keys
        row |= {"kolumn": kolumn, "varde": value, "decimaler": 0, "status": status, "enhet": unit}
        self._rows.append(row | self._origin(keys, kolumn, behind))
        if self._told and behind is not None:
            self._told(self._rows[-1], behind)

    def _origin(self, keys: dict[str, str], kolumn: str, behind: pd.DataFrame | None) -> dict[str, object]:
        """The place of the first posting. Its heading names the cell, so that no two cells have one place."""
        name = ", ".join(keys[part] for part in (*_LABELS, "period") if keys.get(part))
        if kolumn != "belopp":
            name += f", {kolumn}"
        if behind is None or behind.empty:
            fil, radnr = self._place
            return {"fil": fil, "blad": "", "radnr": radnr, "rubrik_i_fil": name}
        first = behind.iloc[0]
        name += f" (konto {_listed(behind['konto'].unique())})"
        return {
            "fil": first["fil"],
            "blad": first["blad"],
            "radnr": int(first["radnr"]),
            "rubrik_i_fil": name,
        }

    def table(self) -> pd.DataFrame:
        columns = [*key_columns(self.kind), *CELL_COLUMNS]
        table = pd.DataFrame(self._rows, columns=columns)
        table["varde"] = table["varde"].astype(object).where(table["varde"].notna(), None)
        return table.astype({"decimaler": int, "radnr": int})


def _listed(accounts: Iterable[str], most: int = 6) -> str:
    names = sorted(accounts)
    return ", ".join(names[:most]) + (f" med flera ({len(names)})" if len(names) > most else "")
