"""Totals of shares and means lie between those of women and men, and where both counts are known, where these put them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

import pandas as pd

from finsam.audit.check import Check, last_decimal, rounding
from finsam.faults import Place
from finsam.tables.cells import Cell, Row, places_of, rows

#: Units of statistics that are shares or means, so that all have a value between those of the sexes.
MEANS = ("procent", "dagar", "ar", "poang")
Range = tuple[Decimal, Decimal]


def by_sex(table: pd.DataFrame) -> Iterator[Check]:
    """The total of a share or mean against those of women and men. table: tidy table of statistik."""
    keys = ("omrade", "matt", "period", "enhet")
    found = {tuple(row.key[key] for key in keys[:3]): row for row in rows(table, keys, across="kon")}
    for (omrade, matt, period), row in found.items():
        if row.key["enhet"] not in MEANS or not all(row[kon] for kon in ("totalt", "kvinnor", "man")):
            continue
        subject = f"{omrade} {period}, {matt}: alla mot kvinnor och män"
        counts = found.get((omrade, matt.removesuffix("_andel") + "_antal", period))
        allowed = _of_counts(row, counts) if matt.endswith("_andel") and counts else None
        if counts and allowed:
            places = places_of(counts[kon] for kon in ("kvinnor", "man"))
            yield _within("weighted", subject, row, allowed, Decimal(0), places)
        else:
            ends = sorted(row[kon].printed for kon in ("kvinnor", "man"))
            yield _within(
                "between", subject, row, (ends[0], ends[1]), rounding(row["totalt"], row["man"]), ()
            )


def _within(
    rule: str, subject: str, row: Row, allowed: Range, tolerance: Decimal, places: Sequence[Place]
) -> Check:
    """The printed total against the nearest value that the parts allow."""
    stated = row["totalt"]
    low, high = allowed
    bound = min(max(stated.printed, low), high)
    parts = places_of((stated, row["kvinnor"], row["man"]))
    decimals = max(cell.decimaler for cell in row.values())
    return Check(rule, subject, stated.printed, bound, stated.enhet, (*parts, *places), tolerance, decimals)


def _of_counts(row: Row, counts: Row) -> Range | None:
    """The least and the most percent of all, rounded as printed, that the counts and percents of both sexes allow."""
    of_women, of_men = (_population(counts[kon], row[kon]) for kon in ("kvinnor", "man"))
    if of_women is None or of_men is None:
        return None
    persons = 100 * (counts["kvinnor"].printed + counts["man"].printed)
    unit = last_decimal(row["totalt"])
    least, most = (persons / (of_women[end] + of_men[end]) for end in (1, 0))
    return least.quantize(unit, "ROUND_HALF_UP"), most.quantize(unit, "ROUND_HALF_UP")


def _population(count: Cell, share: Cell) -> Range | None:
    """How many there can be in all of whom the count is the printed percent; None where nothing bounds them."""
    half = last_decimal(share) / 2
    if not count or count.printed <= 0 or share.printed <= half:
        return None
    return 100 * count.printed / (share.printed + half), 100 * count.printed / (share.printed - half)
