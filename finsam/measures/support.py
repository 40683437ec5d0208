"""Public support before an insats against after it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from finsam.measures.shares import Share


@dataclass(frozen=True)
class Support:
    """The participations that ended in a year, by the support before and after.

    table: those of which both are told, one row a support before, one column a support after.
    unknown: those of which the one, the other or both aren't told.
    """

    table: pd.DataFrame
    unknown: int

    @property
    def known(self) -> int:
        return int(self.table.to_numpy().sum())

    def left(self, support: str) -> Share:
        """Those who had a support before and not after, of all who had it before."""
        row = self.table.loc[[support]]
        return Share(
            int(row.drop(columns=support, errors="ignore").to_numpy().sum()), int(row.to_numpy().sum())
        )


def support(spells: pd.DataFrame, ar: int, order: list[str]) -> Support:
    """The support before and after of those who ended in the year; order: of the kinds of support, others last."""
    first, last = pd.Timestamp(ar, 1, 1), pd.Timestamp(ar, 12, 31)
    ended = spells[spells["slut"].between(first, last)]
    known = ended[(ended["forsorjning_fore"] != "") & (ended["forsorjning_efter"] != "")]
    counts = pd.crosstab(known["forsorjning_fore"], known["forsorjning_efter"])
    table = counts.reindex(index=_ordered(counts.index, order), columns=_ordered(counts.columns, order))
    return Support(table, len(ended) - len(known))


def grouped(table: pd.DataFrame, groups: Mapping[str, str]) -> pd.DataFrame:
    """The table by group of support instead, in the order in which the groups come."""
    return columns_grouped(columns_grouped(table, groups).T, groups).T


def columns_grouped(table: pd.DataFrame, groups: Mapping[str, str]) -> pd.DataFrame:
    """The table with its columns by group, in the order in which the groups come."""
    # As an array: pandas would take a list for the names of columns to group by, where all are names of some.
    names = np.array([groups.get(name, name) for name in table.columns], dtype=object)
    return table.T.groupby(names, sort=False).sum().T


def _ordered(found: pd.Index, order: list[str]) -> list[str]:
    return [name for name in order if name in found] + [name for name in found if name not in order]
