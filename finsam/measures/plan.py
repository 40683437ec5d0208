"""A plan of several years: who pays it, what is decided of it, and the equity that follows from its results."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

import pandas as pd

from finsam.measures.contributions import Contribution, RuleShare, by_rule
from finsam.members import Medlem
from finsam.params import Params
from finsam.sources.numbers import parse_number
from finsam.tables.cells import Cell, Row, rows
from finsam.tables.periods import SPAN

#: What tells the rows of each kind of table apart.
KEYS = {
    "flerarsbudget": ("sektion", "typ", "rad", "andel"),
    "projektbudget": ("grupp", "typ", "kod", "namn", "beslut"),
}

#: What the groups of a project budget are by convention, where its rows don't say it (domain (d), VP18).
STATUS_OF_GROUP = {"A": "avslutad", "B1": "beslutad", "B2": "ej_beslutad", "C": "ny"}

#: As many years are planned at a time (domain A2).
PLANNED_YEARS = 3


def span(when: str) -> tuple[int, int]:
    """First and last year of a column: of 2005-2016, of a year, of a month or of a day."""
    return (int(when[:4]), int(when[-4:])) if SPAN.fullmatch(when) else (int(when[:4]),) * 2


def is_year(when: str) -> bool:
    """Whether a column is of one year, as `2016`."""
    return len(when) == len("2016")


def periods(table: Sequence[Row]) -> list[str]:
    """The columns of a table in order of delivery, with that of the sums."""
    return list(dict.fromkeys(when for row in table for when in row))


def total_column(columns: Sequence[str]) -> str:
    """The last column, where it is a span that begins with the first of the others; otherwise none."""
    if len(columns) < 3 or not SPAN.fullmatch(columns[-1]):
        return ""
    return columns[-1] if span(columns[-1])[0] == span(columns[0])[0] else ""


def stem(name: str) -> str:
    """What names of a member have in common: `nordmaling kommun` for Nordmalings kommun too."""
    return re.sub(r"s kommun$", " kommun", " ".join(name.casefold().split()))


def share_of(row: Row) -> Decimal | None:
    """The printed share of a kommun among the kommuner, in percent; None where none that can be read is printed."""
    try:
        return parse_number(row.key["andel"]).varde if row.key["andel"] else None
    except ValueError:
        return None


@dataclass(frozen=True)
class EquityYear:
    """What a column does to the equity, in tkr. opening: None where the column holds all years from the start.

    contributions: what the members pay in a single year; None for a span of years.
    """

    when: str
    opening: Decimal | None
    result: Cell
    closing: Decimal
    contributions: Decimal | None


@dataclass(frozen=True)
class Plan:
    """The budget of several years and the one by project, amounts in tkr by column.

    ar: the first year that is planned. opening: equity in tkr before the first column, None where nobody tells it.
    """

    budget: Sequence[Row]
    projects: Sequence[Row]
    members: Sequence[Medlem]
    ar: int
    opening: Decimal | None = None

    @property
    def columns(self) -> list[str]:
        """The columns of years in order of time, each beginning after the one before: no months, no sums of others."""
        found: list[str] = []
        whole = [when for when in periods(self.budget) if is_year(when) or SPAN.fullmatch(when)]
        for when in sorted(whole, key=span):
            if not found or span(when)[0] > span(found[-1])[1]:
                found.append(when)
        return found

    @property
    def years(self) -> list[str]:
        """The single years that are planned."""
        return [when for when in self.columns if is_year(when) and int(when) >= self.ar]

    @property
    def contributions(self) -> list[Contribution]:
        """What each member pays, under the name that the budget has, in order of delivery."""
        kinds = {stem(member.namn): member.slag for member in self.members}
        posts = [row for row in self.budget if is_income(row) and row.key["typ"] == "post"]
        # A kommun with a printed share is one, be it a member in forbund.yml or not.
        of_row = [
            (row, kinds.get(stem(row.key["rad"])) or ("kommun" if row.key["andel"] else "")) for row in posts
        ]
        return [Contribution(row.key["rad"], kind, row) for row, kind in of_row if kind]

    @property
    def shares(self) -> dict[str, Decimal]:
        """The printed shares of the kommuner among themselves, in percent by the name of their row."""
        found = {row.key["rad"]: share_of(row) for row in self.budget if is_income(row)}
        return {name: share for name, share in found.items() if share}

    @property
    def result(self) -> Row | None:
        """The last result of the budget, which is what the equity changes by."""
        return next((row for row in reversed(self.budget) if row.key["typ"] == "resultat"), None)

    def paid(self, when: str) -> Decimal:
        """What the members pay together in a column."""
        cells = (member.paid[when] for member in self.contributions)
        return sum((cell.number for cell in cells if cell), Decimal(0))

    def residents(self, invanare: Mapping[str, int]) -> dict[str, int]:
        """Inhabitants of working age by the name that the budget has; those of params are by that of the member."""
        by_stem = {stem(name): count for name, count in invanare.items()}
        names = [member.name for member in self.contributions if member.kind == "kommun"]
        return {name: by_stem[stem(name)] for name in names if stem(name) in by_stem}

    def by_the_rule(self, when: str, invanare: Mapping[str, int]) -> list[RuleShare]:
        """What each member pays in a column against its part by the rule, in tkr.

        The kommuner share by their inhabitants, or by their printed shares where somebody's aren't known.
        """
        paying = {
            member.name for member in self.contributions if member.kind == "kommun" and member.paid[when]
        }
        residents = self.residents(invanare)
        return by_rule(self.contributions, when, residents if paying <= set(residents) else self.shares)

    @property
    def equity(self) -> list[EquityYear]:
        """The equity at the end of each column; none where the one before the first isn't known, or a year's result."""
        known, results = self.opening, self.result
        gaps = any(span(late)[0] > span(early)[1] + 1 for early, late in pairwise(self.columns))
        if results is None or gaps or (known is None and not self._holds_all_years):
            return []
        found = []
        for when in self.columns:
            before, result = known, results[when]
            if not result:
                return []
            known = (before or Decimal(0)) + result.printed
            paid = self.paid(when) if is_year(when) else None
            found.append(EquityYear(when, before, result, known, paid or None))
        return found

    @property
    def _holds_all_years(self) -> bool:
        """Whether the first column is a span that begins when the förbund did, so that its result is all equity."""
        since = [int(str(member.sedan)[:4]) for member in self.members if member.sedan]
        first = next(iter(self.columns), "")
        return bool(since and SPAN.fullmatch(first)) and span(first)[0] <= min(since)


def is_income(row: Row) -> bool:
    """Whether a row of the budget of several years stands in a section of incomes."""
    return "intäkt" in row.key["sektion"].lower()


def status_of(row: Row) -> str:
    """Whether a row of the project budget is decided: `avslutad`, `beslutad`, `ej_beslutad` or `ny`; empty if untold."""
    return row.key["beslut"] or STATUS_OF_GROUP.get(row.key["grupp"], "")


def by_status(projects: Sequence[Row]) -> dict[str, dict[str, Decimal]]:
    """The projects' amounts in tkr by status and column, in the order of STATUS_OF_GROUP.

    What has no status isn't there, nor is a column in which no project of the status has an amount.
    """
    found: dict[str, dict[str, Decimal]] = {}
    for status in STATUS_OF_GROUP.values():
        posts = [row for row in projects if row.key["typ"] == "post" and status_of(row) == status]
        for when in periods(projects):
            amounts = [row[when].number for row in posts if row[when]]
            if amounts:
                found.setdefault(status, {})[when] = sum(amounts, Decimal(0))
    return found


def plan_of(tables: Mapping[str, pd.DataFrame], params: Params) -> Plan:
    """The plan of a book; one without rows where nothing was delivered."""
    found = {
        kind: list(rows(tables[kind], keys, across="period")) if kind in tables else []
        for kind, keys in KEYS.items()
    }
    year = params.year
    return Plan(
        found["flerarsbudget"], found["projektbudget"], params.forbund.medlemmar, params.ar, year.ingaende_eget_kapital
    )  # fmt: skip
