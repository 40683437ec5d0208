"""Income statement and balance sheet from postings with their homes (assign.py).

Postings have debit positive. Statements show income, assets, equity and liabilities as positive amounts and costs
as negative ones.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from finsam.ledger.cells import Made
from finsam.ledger.chart import ASSETS, BalanceLine, Chart, IncomeLine
from finsam.ledger.columns import Column, Comparison


@dataclass(frozen=True)
class Amount:
    """Exact öre as the statement shows it, None where it isn't known or nothing is booked, and what is behind it."""

    ore: int | None
    behind: pd.DataFrame | None = None

    @property
    def known(self) -> int:
        """The öre where they must be known, ValueError where they aren't."""
        if self.ore is None:
            raise ValueError("The amount isn't known.")
        return self.ore


NOTHING = Amount(None)


def total(amounts: Iterable[Amount]) -> Amount:
    """The sum of those that are known; None when none is."""
    known = [amount for amount in amounts if amount.ore is not None]
    parts = [amount.behind for amount in known if amount.behind is not None and len(amount.behind)]
    behind = pd.concat(parts) if parts else None
    return Amount(sum(amount.known for amount in known), behind) if known else NOTHING


def booked(rows: pd.DataFrame, sign: int) -> Amount:
    """The sum of postings; None when there are none."""
    return Amount(sign * int(rows["ore"].sum()), rows) if len(rows) else NOTHING


def income_lines(chart: Chart, column: Column) -> list[Amount]:
    """The amount of each row of the income statement."""
    changes = column.changes[column.changes["rakning"] == "resultatrakning"]
    found: list[Amount] = []
    for line in chart.resultatrakning:
        if line.summa:
            above = [
                amount for amount, other in zip(found, chart.resultatrakning, strict=False) if not other.summa
            ]
            found.append(total(above))
        else:
            found.append(booked(changes[changes["post"] == line.post], -1))
    return found


def result(column: Column) -> Amount:
    """The result of the column, income positive."""
    rows = column.changes[column.changes["rakning"] == "resultatrakning"]
    return Amount(-int(rows["ore"].sum()), rows)


def of_roles(chart: Chart, rows: pd.DataFrame, roles: Iterable[str]) -> pd.DataFrame:
    """The postings of the rows of the statements with some of the roles."""
    wanted = set(roles)
    posts = [line.post for line in chart.statement_lines if line.roll in wanted]
    return rows[rows["post"].isin(posts)]


def equity(chart: Chart, stock: pd.DataFrame) -> Amount:
    """Equity with the result, booked to it or not: what is left of the assets when all else is paid."""
    other = stock[(stock["rakning"] == "balansrakning")]
    own = of_roles(chart, stock, ["eget_kapital"])
    ore = int(other["ore"].sum() - own["ore"].sum())
    if ore == -own["ore"].sum():
        return Amount(ore, own)
    # The result isn't booked to it yet.
    return Amount(ore, pd.concat([own, stock[stock["rakning"] == "resultatrakning"]]))


def balance_lines(chart: Chart, stock: pd.DataFrame, year: Column | None) -> list[Amount]:
    """The amount of each row of the balance sheet. stock: everything up to the day; year: for the parts of equity."""
    exact: dict[str, Amount] = {}
    found = []
    for section in chart.balansrakning:
        in_section: list[str] = []
        for line in section.rader:
            if line.summa is None:
                amount, counted = _balance_line(chart, line, stock, year)
                in_section.append(line.post)
            else:
                names = in_section if line.summa == "sektion" else line.summa
                amount = counted = total(exact[name] for name in names if name in exact)
            exact[line.post] = counted
            found.append(amount)
    return found


def _balance_line(
    chart: Chart, line: BalanceLine, stock: pd.DataFrame, year: Column | None
) -> tuple[Amount, Amount]:
    """What is shown, and what counts in sums: where the parts of the equity aren't known, their sum still is."""
    if line.visar == "inget":
        return NOTHING, NOTHING
    if line.visar is None and line.roll == "eget_kapital":
        whole = equity(chart, stock)
        return whole, whole
    if line.visar is None:
        rows = stock[(stock["rakning"] == "balansrakning") & (stock["post"] == line.post)]
        amount = booked(rows, 1 if line.roll in ASSETS else -1)
        return amount, amount
    whole = equity(chart, stock)
    if year is None or year.opening is None:
        return NOTHING, whole if line.visar == "ingaende" else NOTHING
    opening, own = equity(chart, year.opening), result(year)
    other = Amount(whole.known - opening.known - own.known or None, own.behind)
    amount = {"ingaende": opening, "arets_resultat": own, "ovriga_andringar": other}[line.visar]
    return amount, amount


def cash(chart: Chart, stock: pd.DataFrame) -> Amount:
    """Cash and bank, in öre."""
    return Amount(int(of_roles(chart, stock, ["likvida"])["ore"].sum()), of_roles(chart, stock, ["likvida"]))


def fill_income(made: Made, chart: Chart, of: Comparison, unit: str) -> None:
    """The rows of the kind resultatrakning."""
    amounts = {column.period: income_lines(chart, column) for column in of.flows}
    for at, line in enumerate(chart.resultatrakning):
        keys = {"post": line.post, "not": line.not_ or "", "typ": _type(line)}
        fill_row(made, chart, keys, {period: found[at] for period, found in amounts.items()}, unit)


def fill_balance(made: Made, chart: Chart, of: Comparison, unit: str) -> None:
    """The rows of the kind balansrakning: the day of the book, and the end of the year before."""
    amounts = {of.now.day: balance_lines(chart, of.now.end, of.now)}
    amounts[of.last_day] = balance_lines(chart, of.now.start, of.last)
    lines = [(section.sektion, line) for section in chart.balansrakning for line in section.rader]
    for at, (section, line) in enumerate(lines):
        typ = "summa" if line.summa is not None else "post"
        keys = {"sektion": section, "post": line.post, "not": line.not_ or "", "typ": typ}
        fill_row(made, chart, keys, {day: found[at] for day, found in amounts.items()}, unit)


def fill_row(made: Made, chart: Chart, keys: dict[str, str], by_period: dict[str, Amount], unit: str) -> None:
    """A row of a statement or note, with an amount in each period."""
    if chart.tomma_rader == "utelamnas" and all(amount.ore is None for amount in by_period.values()):
        return
    for period, amount in by_period.items():
        made.add(keys | {"period": period}, "belopp", unit, amount.ore, amount.behind)


def _type(line: IncomeLine) -> str:
    return "post" if line.konton else "resultat"
