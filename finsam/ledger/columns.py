"""The columns of the statements: which postings stand under which year or day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from finsam.faults import Fault, Place, counted
from finsam.ledger.collect import Books
from finsam.ledger.postings import WHOLE
from finsam.params import Params


@dataclass(frozen=True)
class Column:
    """What a year, or its first months, opened with and what was booked in it.

    period: heading of flows (`2016`, or `2025-01/2025-06` for a part of a year); day: heading of balances.
    opening, changes: postings; opening is None where no file tells what the year opened with.
    """

    ar: int
    period: str
    day: str
    opening: pd.DataFrame | None
    changes: pd.DataFrame

    @property
    def closing(self) -> pd.DataFrame | None:
        return None if self.opening is None else pd.concat([self.opening, self.changes], ignore_index=True)

    @property
    def start(self) -> pd.DataFrame:
        """What it opened with, where a file must have told it. Raises ValueError."""
        if self.opening is None:
            raise ValueError(f"No file tells what {self.period} opened with.")
        return self.opening

    @property
    def end(self) -> pd.DataFrame:
        """What it closed with, likewise."""
        return pd.concat([self.start, self.changes], ignore_index=True)


@dataclass(frozen=True)
class Comparison:
    """now: the year of the book, until its day. before: the same part of the year before. last: the whole of it.

    before and last are None where the ledger doesn't tell.
    """

    now: Column
    before: Column | None
    last: Column | None

    @property
    def last_day(self) -> str:
        """The last day of the year before."""
        return self.last.day if self.last else f"{self.now.ar - 1}-12-31"

    @property
    def flows(self) -> list[Column]:
        return [column for column in (self.now, self.before) if column]


def comparison(books: Books, params: Params) -> Comparison:
    """The columns of an annual report, or of an interim report until the day `per` of the params."""
    per = params.year.per
    last = _column(books, params.ar - 1, None) if books.has(params.ar - 1, "rorelse") else None
    before = last
    if per and last:
        same_day = pd.Timestamp(per) - pd.DateOffset(years=1) + pd.offsets.MonthEnd(0)
        before = None if _uncut(last.changes, same_day).any() else _column(books, params.ar - 1, same_day)
    return Comparison(_column(books, params.ar, per), before, last)


def cut_faults(books: Books, params: Params) -> Iterator[Fault]:
    """An interim report needs changes until its day, which one sum for a longer time doesn't tell."""
    per, changes = params.year.per, books.of(params.ar, "rorelse")
    longer = changes[_uncut(changes, pd.Timestamp(per))] if per else changes[:0]
    if len(longer):
        first = longer.iloc[0]
        message = (
            f"The report goes to {per}, and the ledger has only one sum until {first['datum']:%Y-%m-%d} of "
            f"{counted(longer['konto'].nunique(), 'account')}."
        )
        place = Place(first["fil"], first["blad"] or None, int(first["radnr"]))
        expected = f"vouchers, #PSALDO by month, or balances until {per} (#OMFATTN)"
        yield Fault("period-uncut", message, (place,), expected)


def _uncut(changes: pd.DataFrame, day: pd.Timestamp) -> pd.Series:
    """Which changes are sums, as of #RES, that go beyond a day and can't be cut there."""
    return (changes["text"] == WHOLE) & (changes["ver"] == "") & (changes["datum"] > day)


def _column(books: Books, ar: int, until: dt.date | None) -> Column:
    start, end = books.years.get(ar, (pd.Timestamp(ar, 1, 1), pd.Timestamp(ar, 12, 31)))
    changes = books.of(ar, "rorelse")
    opening = books.of(ar, "ib") if books.has(ar, "ib") else None
    if until is None:
        return Column(ar, str(ar), f"{end:%Y-%m-%d}", opening, changes)
    changes = changes[changes["datum"] <= pd.Timestamp(until)]
    return Column(ar, f"{start:%Y-%m}/{until:%Y-%m}", f"{until:%Y-%m-%d}", opening, changes)
