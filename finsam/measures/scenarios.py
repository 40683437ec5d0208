"""Scenarios of a plan: its income, costs, result and equity under other conditions (docs/plan.md).

A scenario is the decided plan and what its changes add to it, so that without any change it is the plan to the last
decimal, with whatever the board decided that no rule gives. All changes of a scenario are made at once; in which order
they are written makes no difference. Nothing is rounded before it is printed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import partial

from finsam.measures.plan import Plan, is_income, stem
from finsam.scenarios import NewKommun, PaidOtherwise, Scenario
from finsam.tables.cells import Row

NameOf = Callable[[str], str]


@dataclass(frozen=True)
class PlanYear:
    """A planned year, in tkr. paid: by member. equity: at the end of the year, None where nobody tells it."""

    paid: dict[str, Decimal]
    other_income: Decimal
    costs: Decimal
    result: Decimal
    equity: Decimal | None

    @property
    def contributions(self) -> Decimal:
        """What the members pay together."""
        return sum(self.paid.values(), Decimal(0))

    @property
    def income(self) -> Decimal:
        """Contributions and other income."""
        return self.contributions + self.other_income

    @property
    def financial(self) -> Decimal:
        """What the result holds beside income and costs: financial items."""
        return self.result - self.income + self.costs


def decided(plan: Plan) -> dict[str, PlanYear]:
    """The plan itself, by planned year. Income and costs are the sums that it tells, or those of its rows."""
    closing = {year.when: year.closing for year in plan.equity}
    found = {}
    for when in plan.years:
        paid = {member.name: member.paid[when].printed for member in plan.contributions if member.paid[when]}
        income = _sum(plan, when, is_income, is_income)
        costs = _sum(plan, when, partial(_is_result, plan), partial(_is_cost, plan))
        result = plan.result[when].printed if plan.result and plan.result[when] else income - costs
        other = income - sum(paid.values(), Decimal(0))
        found[when] = PlanYear(paid, other, costs, result, closing.get(when))
    return found


def under(
    plan: Plan, scenario: Scenario, residents: Mapping[str, int], name_of: NameOf = str
) -> dict[str, PlanYear]:
    """The plan under a scenario, by planned year.

    residents: inhabitants of working age of the kommuner, by the name that the plan has; needed where a kommun joins.
    name_of: the name of an insats by any of those that are used for it. Raises KeyError for a kommun without residents.
    """
    found, gap = {}, Decimal(0)
    for when, year in decided(plan).items():
        paid = _paid(plan, scenario, residents, when, year.paid)
        saved = sum((cost(row, when) for row in ended(plan, scenario, when, name_of)), Decimal(0))
        change = sum(paid.values(), Decimal(0)) - year.contributions + saved
        gap += change
        equity = None if year.equity is None else year.equity + gap
        found[when] = PlanYear(paid, year.other_income, year.costs - saved, year.result + change, equity)
    return found


def insats_rows(plan: Plan) -> list[Row]:
    """What can end: the projects, or the costs of the budget where there is no budget by project."""
    if plan.projects:
        return [row for row in plan.projects if row.key["typ"] == "post"]
    return [row for row in plan.budget if row.key["typ"] == "post" and _is_cost(plan, row)]


def names_of(row: Row) -> tuple[str, ...]:
    """The names of what can end, its code first."""
    return tuple(filter(None, (row.key.get("kod"), row.key.get("namn"), row.key.get("rad"))))


def is_insats(row: Row, name: str, name_of: NameOf = str) -> bool:
    """Whether a row is what the name means: by any of its names, however they are written."""
    return name_of(name).casefold() in {name_of(each).casefold() for each in names_of(row)}


def ended(plan: Plan, scenario: Scenario, when: str, name_of: NameOf = str) -> list[Row]:
    """The rows that cost nothing in a year; each once, however many changes end it."""
    gone = [each.insats for each in scenario.avslutas if each.fran <= int(when)]
    return [row for row in insats_rows(plan) if any(is_insats(row, name, name_of) for name in gone)]


def cost(row: Row, when: str) -> Decimal:
    """What a row costs in a column, in tkr; nothing where no amount is told."""
    return row[when].number if row[when] else Decimal(0)


def _paid(
    plan: Plan, scenario: Scenario, residents: Mapping[str, int], when: str, paid: dict[str, Decimal]
) -> dict[str, Decimal]:
    """What each member pays: first who they are, then what they pay."""
    kinds = {member.name: member.kind for member in plan.contributions}
    joined = [each for each in scenario.nya_kommuner if each.fran <= int(when)]
    exact = {name: Fraction(amount) for name, amount in paid.items()}
    if joined:
        exact = _joined(exact, kinds, joined, residents)
    for change in scenario.bidrag:
        if change.fran <= int(when):
            exact = _changed(exact, change)
    return {
        name: _decimal(amount) if amount != paid.get(name) else paid[name] for name, amount in exact.items()
    }


def _joined(
    paid: dict[str, Fraction],
    kinds: Mapping[str, str],
    joined: Sequence[NewKommun],
    residents: Mapping[str, int],
) -> dict[str, Fraction]:
    """New kommuner by their inhabitants: those that make the whole grow, then those that share what there is."""
    kommuner = [name for name in paid if kinds[name] == "kommun"]
    people = sum(residents[name] for name in kommuner)
    if not people:
        # A year in which no kommun pays has no part to share.
        return paid | {each.namn: Fraction(0) for each in joined}
    part = sum((paid[name] for name in kommuner), Fraction(0))
    growing = sum(each.invanare for each in joined if each.summa == "vaxer")
    growth = Fraction(people + growing, people)
    all_people = people + sum(each.invanare for each in joined)
    dilution = Fraction(people + growing, all_people)
    changed = {name: amount * (dilution if name in kommuner else growth) for name, amount in paid.items()}
    return changed | {each.namn: part * growth * each.invanare / all_people for each in joined}


def _changed(paid: dict[str, Fraction], change: PaidOtherwise) -> dict[str, Fraction]:
    factor = 1 + Fraction(change.procent) / 100
    follows = change.ovriga == "foljer"
    return {
        name: amount * factor if follows or stem(name) == stem(change.medlem) else amount
        for name, amount in paid.items()
    }


def _decimal(exact: Fraction) -> Decimal:
    """To twelve decimals of a tkr, far below what any sum of members can show."""
    return (Decimal(exact.numerator) / Decimal(exact.denominator)).quantize(Decimal("1e-12"))


def _sum(plan: Plan, when: str, totals: Callable[[Row], bool], posts: Callable[[Row], bool]) -> Decimal:
    """The last sum that the plan tells, otherwise that of its rows; a row without an amount has none."""
    for row in reversed(plan.budget):
        if row.key["typ"] == "summa" and totals(row) and row[when]:
            return row[when].printed
    cells = [row[when] for row in plan.budget if row.key["typ"] == "post" and posts(row) and row[when]]
    return sum((cell.printed for cell in cells), Decimal(0))


def _is_result(plan: Plan, row: Row) -> bool:
    """Whether a row stands in the section of the results, which holds the sum of all costs."""
    return plan.result is not None and row.key["sektion"] == plan.result.key["sektion"]


def _is_cost(plan: Plan, row: Row) -> bool:
    return not is_income(row) and not _is_result(plan, row)
