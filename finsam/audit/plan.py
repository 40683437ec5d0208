"""The budget of several years: its sums over rows, years and projects."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from finsam.audit import plan_members
from finsam.audit.check import Check, compare, rounding
from finsam.facts.economy import Tables, plain_label
from finsam.measures.plan import PLANNED_YEARS, Plan, is_income, periods, plan_of, span, total_column
from finsam.params import Params
from finsam.tables.cells import Cell, Row, places_of

_TITLES = {"flerarsbudget": "Flerårsbudget", "projektbudget": "Projektbudget"}


def checks(tables: Tables, params: Params) -> Iterator[Check]:
    """Every check that the budget of several years and the one by project allow."""
    plan = plan_of(tables, params)
    budget, projects = plan.budget, plan.projects
    for title, table in zip(_TITLES.values(), (budget, projects), strict=True):
        yield from _over_years(title, table)
    for when in periods(budget):
        yield from _sections(budget, when)
        yield from _parts(budget, when)
    yield from plan_members.checks(plan, params)
    if params.year.slag == "verksamhetsplan" and plan.years:
        yield _three_years(plan)
    for when in periods(projects):
        yield from _groups(projects, when)
        yield from _projects(budget, projects, when)


def _three_years(plan: Plan) -> Check:
    """A plan is adopted for three years at a time, of which the book's is the first."""
    wanted = [str(plan.ar + ahead) for ahead in range(PLANNED_YEARS)]
    places = places_of(cell for row in plan.budget for when, cell in row.items() if when in plan.years)[:1]
    found = Decimal(sum(when in plan.years for when in wanted))
    subject = f"Flerårsbudget: år av {wanted[0]}–{wanted[-1]} som planeras"
    return Check("plan-span", subject, found, Decimal(PLANNED_YEARS), "", places, worth="note")


def _name(title: str, row: Row) -> str:
    return f"{title}, {row.key.get('rad') or ' '.join(filter(None, (row.key['grupp'], row.key['kod'], row.key['namn'])))}"


def _over_years(title: str, table: Sequence[Row]) -> Iterator[Check]:
    """Each row's sum is its years; the heading of the sums covers the years that they hold."""
    columns = periods(table)
    total = total_column(columns)
    if not total:
        return
    others = columns[:-1]
    agreeing = []
    for row in table:
        parts = [row[when] for when in others if row[when]]
        made = compare(
            "plan-years",
            f"{_name(title, row)}: summa över åren",
            row[total],
            parts,
            rounding(row[total], *parts),
        )
        agreeing += [not check.severity for check in made]
        yield from made
    last = max(span(when)[1] for when in others)
    cell = next((row[total] for row in table if row[total]), None)
    if cell and agreeing and sum(agreeing) > len(agreeing) / 2:
        stated = Decimal(span(total)[1])
        subject = f"{title}: sista året i summakolumnens rubrik"
        yield Check("plan-heading", subject, stated, Decimal(last), "", places_of([cell]))


def _sum(rule: str, subject: str, stated: Cell, parts: list[Cell]) -> list[Check]:
    """A sum against the amounts that there are; where there are none, nothing is said."""
    parts = [part for part in parts if part]
    return compare(rule, subject, stated, parts, rounding(stated, *parts))


def _sections(table: Sequence[Row], when: str) -> Iterator[Check]:
    """Posts make the sum of their section, the sums of cost sections all costs, and incomes less costs the result."""
    sums: dict[str, Row] = {}
    for section in dict.fromkeys(row.key["sektion"] for row in table):
        part = [row for row in table if row.key["sektion"] == section]
        posts = [row[when] for row in part if row.key["typ"] == "post"]
        closing = next((row for row in part if row.key["typ"] == "summa"), None)
        if any(row.key["typ"] == "resultat" for row in part):
            yield from _totals(part, sums, when)
        elif closing:
            sums[section] = closing
            subject = f"Flerårsbudget {when}, {closing.key['rad']}: summa"
            yield from _sum("plan-section", subject, closing[when], posts)


def _totals(part: Sequence[Row], sums: Mapping[str, Row], when: str) -> Iterator[Check]:
    """The section of results: the sum of all costs, incomes less costs, and each later result as the one before with what
    stands between them. sums: the closing row of every section before."""
    costs = [row[when] for row in sums.values() if not is_income(row)]
    income = [row[when] for row in sums.values() if is_income(row)]
    result: Cell | None = None
    added: list[Cell] = []
    for row in part:
        subject = f"Flerårsbudget {when}, {row.key['rad']}: summa"
        if row.key["typ"] == "summa":
            yield from _sum("plan-section", subject, row[when], costs)
            costs = [row[when]]
        elif row.key["typ"] == "post":
            added.append(row[when])
        elif row.key["typ"] == "resultat":
            parts = [*income, *map(_minus, costs)] if result is None else [result, *added]
            yield from _sum("plan-result", subject, row[when], parts)
            result, added = row[when], []


def _minus(cell: Cell) -> Cell:
    return Cell(-cell.number, cell.enhet, cell.decimaler, "", cell.place) if cell else cell


def _parts(table: Sequence[Row], when: str) -> Iterator[Check]:
    """Rows of `varav` are together at most their post, and the post where they make it in most columns."""
    for post, parts in _varav(table):
        subject = f"Flerårsbudget {when}, {post.key['rad']}: varav"
        whole, told = post[when], [row[when] for row in parts if row[when]]
        checks = _sum("plan-part", subject, whole, told)
        if _is_whole(post, parts) or (checks and checks[0].difference < 0):
            yield from checks


def _varav(table: Sequence[Row]) -> Iterator[tuple[Row, list[Row]]]:
    """Each post that has rows of `varav` right beneath it, with these."""
    post: Row | None = None
    parts: list[Row] = []
    for row in [*table, None]:
        if row is not None and row.key["typ"] == "varav":
            parts.append(row)
            continue
        if post is not None and parts:
            yield post, parts
        post, parts = row, []


def _is_whole(post: Row, parts: Sequence[Row]) -> bool:
    """Whether the parts make their post in more than half of the columns."""
    tried = [
        post[when].printed == sum((row[when].printed for row in parts if row[when]), Decimal(0))
        for when in post
        if post[when] and any(row[when] for row in parts)
    ]
    return sum(tried) > len(tried) / 2


def _groups(table: Sequence[Row], when: str) -> Iterator[Check]:
    """Projects make the sum of their group, B1 and B2 make B, and the groups that are in no other make the total."""
    names = list(dict.fromkeys(row.key["grupp"] for row in table))
    tops: list[Cell] = []
    for name in names:
        own = [row for row in table if row.key["grupp"] == name]
        posts = [row[when] for row in own if row.key["typ"] == "post"]
        closing = next((row for row in own if row.key["typ"] == "summa"), None)
        of_total = list(tops)
        if not any(re.fullmatch(rf"{re.escape(other)}\d+", name) for other in names):
            tops += [closing[when]] if closing else posts
        if not closing:
            continue
        subject = f"Projektbudget {when}, {closing.key['namn']}: summa"
        if posts:
            yield from _sum("plan-group", subject, closing[when], posts)
        elif inner := [row for row in table if re.fullmatch(rf"{re.escape(name)}\d+", row.key["grupp"])]:
            sums = [row[when] for row in inner if row.key["typ"] == "summa"]
            yield from _sum("plan-group", subject, closing[when], sums)
        elif name == names[-1]:
            yield from _sum("plan-group", subject, closing[when], of_total)


def _projects(budget: Sequence[Row], projects: Sequence[Row], when: str) -> Iterator[Check]:
    """A row of the budget that is named as one of the project budget is the same, and so is the sum of its section."""
    named = {plain_label(row.key["namn"]): row for row in projects if not row.key["kod"]}
    total = next((row for row in reversed(projects) if row.key["typ"] == "summa"), None)
    sections = set()
    for row in budget:
        label = plain_label(row.key["rad"]).removesuffix(", se bilaga")
        if label in named:
            sections.add(row.key["sektion"])
            subject = f"Flerårsbudget {when}, {row.key['rad']}: mot projektbudgeten"
            yield from compare("plan-projects", subject, row[when], [named[label][when]])
        elif row.key["typ"] == "summa" and row.key["sektion"] in sections and total:
            subject = f"Flerårsbudget {when}, {row.key['rad']}: mot projektbudgeten"
            yield from compare("plan-projects", subject, row[when], [total[when]])
