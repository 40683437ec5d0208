"""What was delivered of those who were followed, by insats, and what the accounts say that their insats has cost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import pandas as pd

from finsam.measures.participants import outcomes
from finsam.params import Params
from finsam.tables.cells import NO_CELL, Cell, Row, rows
from finsam.tables.words import KRONOR, WHOLE


@dataclass(frozen=True)
class Amount:
    """A kind of support of all who were followed, the year before the start and the year after the end, in one unit."""

    stod: str
    fore: Cell
    efter: Cell

    @property
    def change(self) -> Cell:
        """After less before; without a number, and why, where either has none."""
        if not (self.fore and self.efter):
            return self.efter if self.fore else self.fore
        decimals = max(self.fore.decimaler, self.efter.decimaler)
        return Cell(self.efter.number - self.fore.number, self.fore.enhet, decimals)


@dataclass(frozen=True)
class Followed:
    """An insats: how many of its participants were followed, and what they had."""

    insats: str
    foljda: Cell
    amounts: Sequence[Amount]


def followed(table: pd.DataFrame, ar: int) -> list[Followed]:
    """The insatser of the year in order of delivery; all together only where no insats is delivered by itself.

    table: tidy table of fore_efter. Rows that tell different numbers of persons make no group that can be told of: its number is then missing.
    """
    found: dict[str, list[Row]] = {}
    for row in rows(table[table["period"] == str(ar)], ("insats", "stod")):
        found.setdefault(row.key["insats"], []).append(row)
    chosen = [insats for insats in found if insats != WHOLE] or list(found)
    groups = []
    for insats in chosen:
        persons = [row["foljda"] for row in found[insats]]
        same = len({(each.varde, each.status) for each in persons}) == 1
        amounts = [Amount(row.key["stod"], row["fore"], row["efter"]) for row in found[insats]]
        groups.append(Followed(insats, persons[0] if same else NO_CELL, amounts))
    return groups


def insats_cost(budget: pd.DataFrame, insats: str, params: Params) -> Decimal | None:
    """What an insats has cost in the year by the table `budget`, in kr; None where no row with an outcome is its own.

    Of all insatser together, the rows of those that forbund.yml names.
    """
    if budget.empty:
        return None
    names = {each.namn for each in params.forbund.insatser}
    sign = -1 if params.year.kostnader == "negativa" else 1
    found = [
        sign * row["utfall"].number * KRONOR[row["utfall"].enhet]
        for row in rows(budget, ("sektion", "typ", "rad"))
        if row.key["typ"] == "post" and row["utfall"] and "intäkt" not in row.key["sektion"].casefold()
        if _is_of(params.insats_name(row.key["rad"]), insats, names)
    ]
    return sum(found, Decimal(0)) if found else None


def _is_of(name: str, insats: str, names: set[str]) -> bool:
    return name in names if insats == WHOLE else name == insats


def ended(participants: pd.DataFrame, insats: str, ar: int) -> int | None:
    """How many participations of an insats ended in the year, by the table `deltagare`; None where it isn't told."""
    if participants.empty:
        return None
    found = {each.insats: each.count("avslutade") for each in outcomes(participants, str(ar))}
    return found.get(insats)


def by_payer(cost: Decimal, rule: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """A cost as those pay it who finance the förbund. rule: share by kind of member (contributions.RULE)."""
    of = {"staten": "stat", "regionen": "region", "kommunen": "kommun"}
    return {payer: cost * rule[kind] for payer, kind in of.items()}
