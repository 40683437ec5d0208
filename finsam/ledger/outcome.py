"""Budget and outcome of the year by section and row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

import pandas as pd

from finsam.faults import Fault, Place, nearest
from finsam.ledger.cells import ORE, Made
from finsam.ledger.chart import COSTS, BudgetSection, Chart
from finsam.params import Params
from finsam.records import records
from finsam.tables.signs import Costs, deviation_sign


@dataclass(frozen=True)
class OutcomeRow:
    """A row of budget and outcome.

    budget: öre, income positive and costs negative; None where nothing is planned. Rows with `sums` are the sum of
    the sections they name.
    """

    sektion: str
    rad: str
    typ: str
    is_cost: bool
    budget: int | None = None
    is_insats: bool = False
    sums: tuple[str, ...] = ()

    def outcome(self, changes: pd.DataFrame) -> pd.DataFrame:
        """The postings of the row."""
        if self.sums:
            return changes[changes["budgetsektion"].isin(self.sums)]
        return changes[(changes["budgetsektion"] == self.sektion) & (changes["budgetrad"] == self.rad)]


def outcome_rows(chart: Chart, planned: Planned, changes: pd.DataFrame) -> list[OutcomeRow]:
    """All rows in the order of the chart; insatser in the order of the budget, then those without one.

    changes: the postings whose insatser must have a row.
    """
    found: list[OutcomeRow] = []
    costs = {section.sektion: _is_cost(chart, section) for section in chart.budget}
    for section in chart.budget:
        name, is_cost = section.sektion, costs[section.sektion]
        rader = [line.rad for line in section.rader if line.summa is None]
        if section.insatser:
            booked = changes.loc[changes["budgetsektion"] == name, "budgetrad"].unique()
            insatser = [rad for rad in dict.fromkeys([*planned.rows(name), *booked]) if rad not in rader]
            found += [
                OutcomeRow(name, rad, "post", is_cost, planned.get(name, rad), True) for rad in insatser
            ]
        found += [OutcomeRow(name, rad, "post", is_cost, planned.get(name, rad)) for rad in rader]
        if section.summa:
            found.append(_sum(found, name, section.summa, "summa", is_cost, (name,)))
        for line in section.rader:
            if line.summa == "alla":
                found.append(_sum(found, name, line.rad, "resultat", False, tuple(costs)))
            elif line.summa:
                is_sum_of_costs = all(costs[part] for part in line.summa)
                found.append(_sum(found, name, line.rad, "summa", is_sum_of_costs, line.summa))
    return found


def _sum(
    above: Sequence[OutcomeRow], name: str, rad: str, typ: str, is_cost: bool, sums: tuple[str, ...]
) -> OutcomeRow:
    parts = [
        row.budget for row in above if row.typ == "post" and row.sektion in sums and row.budget is not None
    ]
    return OutcomeRow(name, rad, typ, is_cost, sum(parts) if parts else None, sums=sums)


def _is_cost(chart: Chart, section: BudgetSection) -> bool:
    """Whether a section is one of costs, by the roles of its accounts in the income statement."""
    index = chart.statement_index()
    ranges = [*section.insatser, *(one for line in section.rader for one in line.konton)]
    lines = [
        # The first account of a range may be in no row, when the range is wider than what the row takes.
        index.get(one.low) or next((x for x in chart.resultatrakning for a in x.konton if a.meets(one)), None)
        for one in ranges
    ]
    roles = {getattr(line, "roll", None) for line in lines}
    return bool(roles) and roles <= COSTS


class Planned:
    """The budget by section and row, in öre, income positive: from a delivered table, or from #PBUDGET."""

    def __init__(self, amounts: dict[tuple[str, str], int]):
        self._amounts = amounts

    def get(self, section: str, row: str) -> int | None:
        return self._amounts.get((section, row))

    def rows(self, section: str) -> list[str]:
        return [row for name, row in self._amounts if name == section]


def planned_in_ledger(postings: pd.DataFrame) -> Planned:
    """The budget that the ledger holds. postings: those of the kind `budget`, with their homes."""
    own = postings[postings["budgetsektion"] != ""]
    sums = own.groupby(["budgetsektion", "budgetrad"], sort=False)["ore"].sum()
    return Planned({(section, row): -int(ore) for (section, row), ore in zip(sums.index, sums, strict=True)})


class _Row(NamedTuple):
    fil: str
    blad: str
    radnr: int
    sektion: str
    typ: str
    rad: str
    varde: Decimal | None


def planned_in_table(table: pd.DataFrame, chart: Chart, params: Params) -> tuple[Planned, list[Fault]]:
    """The budget of a delivered table of the kind budget; every row must be one that the ledger can meet.

    Sums of the table are left to the audit, which compares them with the rows.
    """
    sections = {section.sektion.casefold(): section for section in chart.budget}
    amounts: dict[tuple[str, str], int] = {}
    faults: list[Fault] = []
    insatser = {project.insats for project in chart.objekt.values() if project.insats}
    insatser |= {insats.namn for insats in params.forbund.insatser}
    for row in records(table[table["kolumn"] == "budget"], _Row):
        place = Place(row.fil, row.blad or None, row.radnr, "rad", row.rad)
        section = sections.get(row.sektion.casefold())
        if section is None:
            names = [each.sektion for each in chart.budget]
            message = f"The chart of accounts has no section {row.sektion!r} of the budget." + nearest(
                row.sektion, names
            )
            faults.append(Fault("row-unknown", message, (place,), "one of " + ", ".join(names)))
            continue
        if row.typ != "post":
            continue
        known = [line.rad for line in section.rader] + (sorted(insatser) if section.insatser else [])
        rad = _same(row.rad, known, params)
        if rad is None:
            message = f"The section {section.sektion} has no row {row.rad!r}, so its outcome can't be found."
            faults.append(
                Fault(
                    "row-unknown", message + nearest(row.rad, known), (place,), "one of " + ", ".join(known)
                )
            )
        elif row.varde is not None and (section.sektion, rad) in amounts:
            message = f"The section {section.sektion} has {rad!r} already, under this name or another."
            faults.append(Fault("row-twice", message, (place,), "one row for each insats"))
        elif row.varde is not None:
            is_negative = params.year.kostnader == "positiva" and _is_cost(chart, section)
            amounts[section.sektion, rad] = int(row.varde * ORE["tkr"]) * (-1 if is_negative else 1)
    return Planned(amounts), faults


def _same(delivered: str, known: Sequence[str], params: Params) -> str | None:
    """The row that a delivered name means: its own name, or an insats by any of its names."""
    by_name = {name.casefold(): name for name in known}
    return by_name.get(delivered.casefold()) or by_name.get(params.insats_name(delivered).casefold())


def fill_outcome(made: Made, rows: Sequence[OutcomeRow], changes: pd.DataFrame, costs: Costs) -> None:
    """The rows of the kind budget, in tkr, with the sign of costs that the params ask for.

    A row without a budget deviates by all of its outcome, unless nothing is budgeted at all.
    """
    is_planned = any(row.budget is not None for row in rows)
    for row in rows:
        keys = {"sektion": row.sektion, "typ": row.typ, "rad": row.rad}
        sign = shown_sign(row, costs)
        behind = row.outcome(changes)
        spent = -int(behind["ore"].sum())
        made.add(keys, "budget", "tkr", None if row.budget is None else sign * row.budget, None)
        made.add(keys, "utfall", "tkr", sign * spent, behind)
        gap = deviation_sign(costs, not row.is_cost) * sign * ((row.budget or 0) - spent)
        made.add(keys, "differens", "tkr", gap if is_planned else None, behind)


def shown_sign(row: OutcomeRow, costs: Costs) -> int:
    """-1 for costs that are shown as positive amounts."""
    return -1 if row.is_cost and costs == "positiva" else 1


def budget_of(rows: Sequence[OutcomeRow], is_cost: bool) -> int | None:
    """The budget of all costs, or of all income, in öre, income positive."""
    parts = [
        row.budget for row in rows if row.typ == "post" and row.is_cost == is_cost and row.budget is not None
    ]
    return sum(parts) if parts else None
