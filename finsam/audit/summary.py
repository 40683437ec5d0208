"""Checks of the deviations in the economic summary and in the text."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pandas as pd

from finsam.audit.check import Check, rounding
from finsam.tables.cells import Row, places_of, rows


def deviations(table: pd.DataFrame, title: str) -> Iterator[Check]:
    """Each deviation is outcome less budget, or budget less outcome, whichever most rows of the table keep to."""
    found = [row for row in rows(table, ("post",)) if row["utfall"] and row["budget"] and row["avvikelse"]]
    signs = [(_gap(row) * row["avvikelse"].number).compare(0) for row in found]
    sign = 1 if sum(signs) >= 0 else -1
    for row in found:
        cells = [row[column] for column in ("avvikelse", "utfall", "budget")]
        yield Check(
            "deviation-sign",
            f"{title}, {row.key['post']}: avvikelse",
            row["avvikelse"].printed,
            sign * _gap(row),
            row["avvikelse"].enhet,
            places_of(cells),
            rounding(*cells),
            row["avvikelse"].decimaler,
        )


def _gap(row: Row) -> Decimal:
    return row["utfall"].printed - row["budget"].printed
