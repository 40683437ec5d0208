"""Support and work before and after (`fore_efter`): what of it is about few persons isn't told."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

import pandas as pd

from finsam.params import Protection
from finsam.protect.means import suppressed
from finsam.records import records
from finsam.tables.cells import Cell, Row, rows
from finsam.tables.words import WHOLE

#: Never printed: all followed less these would tell of the others.
_NEVER = ("fore_personer", "efter_personer")


class _Told(NamedTuple):
    """A kind of support of an insats in a year: one row."""

    insats: str
    stod: str
    period: str

    @property
    def group(self) -> tuple[str, str]:
        """Those who were followed, by insats and year."""
        return self.insats, self.period


class _Number(NamedTuple):
    """A number of such a row: a row of the tidy table."""

    insats: str
    stod: str
    period: str
    kolumn: str


def without_few_followed(table: pd.DataFrame, rule: Protection) -> pd.DataFrame:
    """The table `fore_efter` as it is published, with the numbers of few persons as suppressed. table: tidy, all columns.

    Nothing is told of an insats of which fewer than `min_antal` were followed. Of a kind of support both amounts go
    where fewer than so many had any, before or after, or where it isn't told how many: their difference has a price, so
    one alone would be told by what it is worth. All insatser together go with any of their parts, which would be what
    they leave. What chapters compute from this table tells nothing that it doesn't hold.
    """
    found = {_Told(**row.key): row for row in rows(table, _Told._fields)}
    small = {each.group for each, row in found.items() if _is_few(row["foljda"], rule)}
    few = {each for each, row in found.items() if each.group in small or _tells_of_few(row, rule)}
    small |= {(WHOLE, period) for _, period in small}
    few |= {each._replace(insats=WHOLE) for each in few}
    told = table[~table["kolumn"].isin(_NEVER)].reset_index(drop=True)
    return suppressed(told, [_goes(number, few, small) for number in records(told, _Number)])


def _goes(number: _Number, few: Collection[_Told], small: Collection[tuple[str, str]]) -> bool:
    of = _Told(number.insats, number.stod, number.period)
    return of.group in small if number.kolumn == "foljda" else of in few


def _tells_of_few(row: Row, rule: Protection) -> bool:
    return any(_is_of_few(row[side], row[f"{side}_personer"], rule) for side in ("fore", "efter"))


def _is_few(count: Cell, rule: Protection) -> bool:
    """Whether a number of persons may not be told; one that nobody tells may be any."""
    if not count:
        return True
    return 0 < count.number < rule.min_antal or (count.number == 0 and not rule.visa_noll)


def _is_of_few(amount: Cell, having: Cell, rule: Protection) -> bool:
    """Whether an amount is that of so few that it may not be told; that nobody had any is one of nobody."""
    if not amount:
        return False
    return _is_few(having, rule) if amount.number else not rule.visa_noll
