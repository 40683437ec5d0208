"""Checks of the economic summary: its deviations, and its rows against the statements that it sums up."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pandas as pd

from finsam.audit.accounts import Tables, find, year_before
from finsam.audit.check import Check, last_decimal, rounding
from finsam.tables.cells import Cell, Row, rows
from finsam.tables.words import KRONOR

#: A row of the summary whose label holds the words, the statement's name and the label of its row there.
_SAME = (
    ("resultat", "resultatrakning", ("årets resultat",)),
    ("eget kapital", "balansrakning", ("summa eget kapital", "eget kapital")),
    ("likvida medel", "balansrakning", ("kassa", "likvida medel")),
)


def deviations(table: pd.DataFrame, title: str) -> Iterator[Check]:
    """Each deviation is outcome less budget, or budget less outcome, whichever most rows of the table keep to."""
    found = [row for row in rows(table, ("post",)) if row["utfall"] and row["budget"] and row["avvikelse"]]
    signs = [(_gap(row) * row["avvikelse"].varde).compare(0) for row in found]
    sign = 1 if sum(signs) >= 0 else -1
    for row in found:
        cells = [row[column] for column in ("avvikelse", "utfall", "budget")]
        yield Check(
            "deviation-sign",
            f"{title}, {row.key['post']}: avvikelse",
            row["avvikelse"].printed,
            sign * _gap(row),
            row["avvikelse"].enhet,
            tuple(cell.place for cell in cells),
            rounding(*cells),
            row["avvikelse"].decimaler,
        )


def _gap(row: Row) -> Decimal:
    return row["utfall"].printed - row["budget"].printed


def statements(tables: Tables) -> Iterator[Check]:
    """Result, equity and cash of the summary are those of the statements, this year and the year before.

    A figure that was cut instead of rounded is a rounding difference.
    """
    if "ekonomisk_sammanfattning" not in tables:
        return
    summary = list(rows(tables["ekonomisk_sammanfattning"], ("post",)))
    for words, statement, labels in _SAME:
        amounts = find(tables, statement, *labels)
        row = next((row for row in summary if words in row.key["post"].lower()), None)
        if row is None or not amounts:
            continue
        this_year = max(amounts)
        last_year = year_before(this_year) + this_year[4:]
        for column, year in (("utfall", this_year), ("foregaende", last_year)):
            if row[column] and year in amounts:
                yield _same(f"Ekonomisk sammanfattning, {row.key['post']} {year}", row[column], amounts[year])


def _same(subject: str, stated: Cell, amount: Cell) -> Check:
    unit = last_decimal(stated)
    computed = (amount.varde * KRONOR[amount.enhet] / KRONOR[stated.enhet]).quantize(unit, "ROUND_HALF_UP")
    places = (stated.place, amount.place)
    return Check("summary", subject, stated.printed, computed, stated.enhet, places, unit, stated.decimaler)
