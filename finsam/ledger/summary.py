"""The economic summary: what came in, what it cost, and what was left, in tkr."""

from __future__ import annotations

from collections.abc import Sequence

from finsam.ledger.cells import Made
from finsam.ledger.chart import Chart
from finsam.ledger.columns import Column, Comparison
from finsam.ledger.outcome import OutcomeRow, budget_of
from finsam.ledger.statements import Amount, booked, cash, equity, of_roles, total

_INCOME = ("medlemsbidrag", "intakt", "finansiell_intakt")
_COSTS = ("kostnad", "avskrivning", "finansiell_kostnad")


def fill_summary(made: Made, chart: Chart, of: Comparison, rows: Sequence[OutcomeRow]) -> None:
    """The rows of the kind ekonomisk_sammanfattning. The deviation is outcome less budget.

    The budgeted equity and cash are what the year opened with and the budgeted result. An interim report has no
    deviation, since its budget is that of the whole year.
    """
    now, before = _facts(chart, of.now), _facts(chart, of.before) if of.before else {}
    planned = _planned(chart, of.now, rows)
    is_whole_year = "/" not in of.now.period
    for post, amount in now.items():
        budget = planned.get(post)
        made.add({"post": post}, "utfall", "tkr", amount.ore, amount.behind)
        made.add({"post": post}, "budget", "tkr", budget, None)
        if is_whole_year:
            gap = None if budget is None or amount.ore is None else amount.ore - budget
            made.add({"post": post}, "avvikelse", "tkr", gap, amount.behind)
        if last := before.get(post):
            made.add({"post": post}, "foregaende", "tkr", last.ore, last.behind)


def _facts(chart: Chart, column: Column) -> dict[str, Amount]:
    found = {
        "Intäkter": booked(of_roles(chart, column.changes, _INCOME), -1),
        "Kostnader": booked(of_roles(chart, column.changes, _COSTS), -1),
    }
    extraordinary = booked(of_roles(chart, column.changes, ["extraordinar"]), -1)
    if extraordinary.ore:
        found["Extraordinära poster"] = extraordinary
    found["Resultat"] = total(found.values())
    if column.closing is not None:
        found["Utgående eget kapital"] = equity(chart, column.closing)
        found["Likvida medel"] = cash(chart, column.closing)
    return found


def _planned(chart: Chart, column: Column, rows: Sequence[OutcomeRow]) -> dict[str, int]:
    income, costs = budget_of(rows, is_cost=False), budget_of(rows, is_cost=True)
    if income is None or costs is None:
        return {}
    result = income + costs
    found = {"Intäkter": income, "Kostnader": costs, "Resultat": result}
    if column.opening is not None:
        found["Utgående eget kapital"] = equity(chart, column.opening).known + result
        found["Likvida medel"] = cash(chart, column.opening).known + result
    return found
