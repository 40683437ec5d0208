"""Members' contributions, the shares that they make, and what the rule makes them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

import pandas as pd

from finsam.members import Medlem
from finsam.tables.cells import Row, rows


@dataclass(frozen=True)
class Contribution:
    """What one member paid, in kr by year (a plan: in tkr), and its shares in percent by year.

    kind: stat, region or kommun; empty where forbund.yml doesn't name the member.
    share_of_kommuner: its part of what the kommuner paid together; for a kommun only.
    """

    name: str
    kind: str
    paid: Row
    share_of_all: dict[str, Decimal] = field(default_factory=dict)
    share_of_kommuner: dict[str, Decimal] = field(default_factory=dict)


#: The rule: the state a half, the region a quarter, the kommuner together a quarter (domain (e)).
RULE = {"stat": Decimal("0.5"), "region": Decimal("0.25"), "kommun": Decimal("0.25")}


@dataclass(frozen=True)
class RuleShare:
    """What a member, or the members of a kind together, paid in a year and should have paid by the rule, in the unit of what was paid."""

    name: str
    kind: str
    paid: Decimal
    rule: Decimal

    @property
    def difference(self) -> Decimal:
        """What was paid beyond the rule; below zero where it was less."""
        return self.paid - self.rule


def by_rule(
    found: Sequence[Contribution], year: str, residents: Mapping[str, int | Decimal]
) -> list[RuleShare]:
    """Every member that paid, against its part of all that was paid.

    residents: inhabitants of working age by kommun, or a share that was made of them. The kommuner share their quarter
    by them; where one that paid has none, the kommuner are one row of their own (name empty). Several members of another kind share alike.
    Nothing where a kind of member has paid nothing or a member's kind isn't known: then there is no rule to hold.
    """
    paying = [member for member in found if member.paid[year]]
    if {member.kind for member in paying} != set(RULE):
        return []
    total = sum((member.paid[year].number for member in paying), Decimal(0))
    kommuner = [member for member in paying if member.kind == "kommun"]
    all_known = all(residents.get(member.name) for member in kommuner)
    people = sum(residents[member.name] for member in kommuner) if all_known else 0
    shares = []
    for member in paying:
        part = RULE[member.kind] * total
        if member.kind != "kommun":
            part /= sum(other.kind == member.kind for other in paying)
        elif all_known:
            part = part * residents[member.name] / people
        else:
            continue
        shares.append(RuleShare(member.name, member.kind, member.paid[year].number, part))
    if not all_known:
        paid = sum((member.paid[year].number for member in kommuner), Decimal(0))
        shares.append(RuleShare("", "kommun", paid, RULE["kommun"] * total))
    return shares


def contributions(table: pd.DataFrame, members: Sequence[Medlem]) -> list[Contribution]:
    """Every member of the table in order of delivery. A share is of those amounts that are known."""
    kinds = {member.namn: member.slag for member in members}
    by_year = table.assign(year=table["period"].str[:4])
    found = list(rows(by_year, ("medlem",), across="year"))
    years = list(dict.fromkeys(year for row in found for year in row))
    kommuner = [row for row in found if kinds.get(row.key["medlem"]) == "kommun"]
    result = []
    for row in found:
        name = row.key["medlem"]
        kind = kinds.get(name, "")
        local = _shares(row, kommuner, years) if kind == "kommun" else {}
        result.append(Contribution(name, kind, row, _shares(row, found, years), local))
    return result


def _shares(row: Row, among: list[Row], years: list[str]) -> dict[str, Decimal]:
    """What a member paid in percent of what the others and it paid together, by year; without years that it paid nothing
    in. among: those others, with itself."""
    shares = {}
    for year in years:
        total = sum((other[year].number for other in among if other[year]), Decimal(0))
        if row[year] and total:
            shares[year] = 100 * row[year].number / total
    return shares
