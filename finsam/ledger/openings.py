"""What a year opens with adds up to nothing, as do its changes, and is what the year before closed with."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from finsam.faults import Fault, Place
from finsam.ledger.chart import Chart
from finsam.ledger.columns import Column, Comparison
from finsam.ledger.statements import of_roles
from finsam.sources.sie.values import kr


def opening_faults(chart: Chart, of: Comparison, names: dict[str, str]) -> Iterator[Fault]:
    """Contradictions between the opening balances and the year before. names: of accounts.

    Programs move the result to the equity in ways of their own, and some leave it in the result accounts when the
    next year begins. So the equity isn't compared by account, and an opening may lack the result of last year.
    """
    opening = of.now.opening
    if opening is None:
        return
    total = int(opening["ore"].sum())
    if total and (of.last is None or total != _not_in_equity(of.last)):
        message = f"The opening balances of {of.now.ar} don't balance: they add up to {kr(total)}."
        expected = f"{kr(0)}, or the ledger of {of.now.ar - 1} if that is its result"
        yield Fault("opening-unbalanced", message, (_place(opening),), expected, "contradiction")
    for column in (of.now, of.last):
        yield from _unbalanced_changes(column)
    if of.last is None or of.last.closing is None:
        return
    before, after = (_stocks(chart, table) for table in (of.last.closing, opening))
    gap = after.sub(before, fill_value=0)
    for account in gap[gap != 0].index:
        closed, opened = (kr(int(stocks.get(account, 0))) for stocks in (before, after))
        name = f"{account} {names.get(account, '')}".strip()
        message = f"{name} closes {of.last.ar} with {closed} and opens {of.now.ar} with {opened}."
        rows = opening[opening["konto"] == account]
        yield Fault(
            "opening-differs", message, (_place(rows if len(rows) else opening),), closed, "contradiction"
        )


def _unbalanced_changes(column: Column | None) -> Iterator[Fault]:
    """Of vouchers each balances; balances by account or month may lack one, which equity would take up unseen."""
    if column is None or column.opening is None or not (total := int(column.changes["ore"].sum())):
        return
    message = f"The changes of {column.ar} don't balance: those of all accounts add up to {kr(total)}."
    expected = f"{kr(0)}: closing balances less opening ones, and results"
    yield Fault("changes-unbalanced", message, (_place(column.changes),), expected, "contradiction")


def _not_in_equity(column: Column) -> int:
    """The part of the result of a year that no posting has moved to the equity, in öre."""
    return -int(column.changes.loc[column.changes["rakning"] != "balansrakning", "ore"].sum())


def _stocks(chart: Chart, table: pd.DataFrame) -> pd.Series:
    """The balance of each account of the balance sheet but the equity, in öre."""
    rows = table[table["rakning"] == "balansrakning"]
    return rows.drop(of_roles(chart, rows, ["eget_kapital"]).index).groupby("konto")["ore"].sum()


def _place(rows: pd.DataFrame) -> Place:
    first = rows.iloc[0]
    return Place(first["fil"], first["blad"] or None, int(first["radnr"]))
