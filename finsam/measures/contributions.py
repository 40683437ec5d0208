"""Members' contributions and the shares that they make."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

import pandas as pd

from finsam.params import Medlem
from finsam.tables.cells import Row, rows


@dataclass(frozen=True)
class Contribution:
    """What one member paid, in kr by year, and its shares in percent by year.

    kind: stat, region or kommun; empty where forbund.yml doesn't name the member.
    share_of_kommuner: its part of what the kommuner paid together; for a kommun only.
    """

    name: str
    kind: str
    paid: Row
    share_of_all: dict[str, Decimal] = field(default_factory=dict)
    share_of_kommuner: dict[str, Decimal] = field(default_factory=dict)


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
    shares = {}
    for year in years:
        total = sum((other[year].varde for other in among if other[year]), Decimal(0))
        if row[year] and total:
            shares[year] = 100 * row[year].varde / total
    return shares
