"""The forecast of an interim report, made in two ways, both shown.

By the budget: what is booked so far, and the rest of the year as budgeted. The rest of a row is its budget for the
months that are left: by month where the ledger has the budget by month (#PBUDGET), otherwise in equal parts.

By last year's pattern: what is booked so far, divided by the part of its year's total that the same row had reached
on the same day last year. A row has no pattern when that part is less than a twentieth, since a small first invoice
would then be multiplied, or when it has the other sign; the sums take its forecast by the budget.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import pandas as pd

from finsam.ledger.cells import Made
from finsam.ledger.columns import Comparison
from finsam.ledger.outcome import OutcomeRow, shown_sign
from finsam.tables.signs import Costs

MONTHS = 12
LEAST_PART = Fraction(1, 20)


@dataclass(frozen=True)
class Forecast:
    """Öre, income positive. by_season: None where last year has no pattern for the row."""

    so_far: int
    by_budget: int
    by_season: int | None


def by_budget(so_far: int, budget: int, month: int) -> int:
    """Booked until the end of the month, and an equal part of the budget for each month that is left."""
    return so_far + round(Fraction(budget * (MONTHS - month), MONTHS))


def by_season(so_far: int, last_so_far: int, last_year: int) -> int | None:
    """So far, by the part of last year's total that was reached on the same day; None without a pattern."""
    if not last_year or Fraction(last_so_far, last_year) < LEAST_PART:
        return None
    return round(Fraction(so_far * last_year, last_so_far))


def fill_forecast(
    made: Made, rows: Sequence[OutcomeRow], of: Comparison, budget: pd.DataFrame, costs: Costs
) -> None:
    """The rows of the kind prognos, in tkr. budget: the postings of the kind `budget`, by month where they are."""
    month = int(of.now.day[5:7])
    # A row may be planned in one month alone, so whether the budget is by month shows in all rows together.
    by_month = budget if budget["datum"].nunique() > 1 else budget[:0]
    posts = {(row.sektion, row.rad): _forecast(row, of, by_month, month) for row in rows if not row.sums}
    for row in rows:
        parts = [forecast for (section, _), forecast in posts.items() if section in row.sums]
        forecast = _sum(parts) if row.sums else posts[row.sektion, row.rad]
        keys = {"sektion": row.sektion, "typ": row.typ, "rad": row.rad}
        sign = shown_sign(row, costs)
        behind = row.outcome(of.now.changes)
        if of.before:
            last = row.outcome(of.before.changes)
            made.add(keys, "foregaende", "tkr", -sign * int(last["ore"].sum()), last)
        made.add(keys, "utfall", "tkr", sign * forecast.so_far, behind)
        made.add(keys, "budget", "tkr", None if row.budget is None else sign * row.budget, None)
        made.add(keys, "prognos_budget", "tkr", sign * forecast.by_budget, behind)
        season = None if forecast.by_season is None else sign * forecast.by_season
        made.add(keys, "prognos_sasong", "tkr", season, behind)


def _forecast(row: OutcomeRow, of: Comparison, by_month: pd.DataFrame, month: int) -> Forecast:
    so_far = -int(row.outcome(of.now.changes)["ore"].sum())
    planned = row.outcome(by_month)
    if len(planned):
        expected = so_far - int(planned.loc[planned["datum"].dt.month > month, "ore"].sum())
    else:
        expected = by_budget(so_far, row.budget or 0, month)
    season = None
    if of.before and of.last:
        reached, whole = (-int(row.outcome(column.changes)["ore"].sum()) for column in (of.before, of.last))
        season = by_season(so_far, reached, whole)
    return Forecast(so_far, expected, season)


def _sum(parts: Sequence[Forecast]) -> Forecast:
    """A sum has a pattern as soon as one of its rows has."""
    seasons = [part.by_budget if part.by_season is None else part.by_season for part in parts]
    known = any(part.by_season is not None for part in parts)
    return Forecast(
        sum(p.so_far for p in parts), sum(p.by_budget for p in parts), sum(seasons) if known else None
    )
