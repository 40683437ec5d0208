"""Checks of support and work before and after: all insatser together, and one number of persons for an insats."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from finsam.audit.check import Check, compare, slack
from finsam.tables.cells import Row, rows
from finsam.tables.words import WHOLE

_NAMES = {"fore": "året före", "efter": "året efter"}


def before_and_after(table: pd.DataFrame) -> Iterator[Check]:
    """What all insatser have together is the sum of them, and each row of an insats is about the same persons.

    table: tidy table of fore_efter. Sums of different units are left alone, as is what isn't told of every insats.
    """
    found = list(rows(table, ("insats", "stod", "period")))
    for period in dict.fromkeys(row.key["period"] for row in found):
        of_period = [row for row in found if row.key["period"] == period]
        for whole in (row for row in of_period if row.key["insats"] == WHOLE):
            parts = [row for row in of_period if row.key["stod"] == whole.key["stod"] and row is not whole]
            yield from _sums(whole, parts)
        for insats in dict.fromkeys(row.key["insats"] for row in of_period):
            first, *others = [row for row in of_period if row.key["insats"] == insats]
            for row in others:
                subject = f"{insats} {period}, {row.key['stod']}: antal följda mot {first.key['stod']}"
                yield from compare("followed-same", subject, row["foljda"], [first["foljda"]])


def _sums(whole: Row, parts: list[Row]) -> Iterator[Check]:
    for side, name in _NAMES.items():
        cells = [row[side] for row in parts]
        if {cell.enhet for cell in cells} == {whole[side].enhet}:
            subject = f"{whole.key['stod']} {whole.key['period']}, {name}: alla insatser"
            yield from compare("followed-whole", subject, whole[side], cells, slack(whole[side], *cells))
