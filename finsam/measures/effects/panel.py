"""A panel: what some units measured in some periods, and when each of them became a member, if ever."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

#: The first period of a unit that never becomes a member.
NEVER = np.inf


@dataclass(frozen=True)
class Panel:
    """units: U names. periods: T whole numbers, rising. values: U x T floats, NaN where there is no figure.

    first: U floats, the first period of membership, NEVER for who isn't a member in any of the periods. clusters: U
    labels; units of a cluster may have had the same things happen to them.
    """

    units: np.ndarray
    periods: np.ndarray
    values: np.ndarray
    first: np.ndarray
    clusters: np.ndarray

    @classmethod
    def of(cls, table: pd.DataFrame, first: dict[str, int], clusters: dict[str, str] | None = None) -> Panel:
        """table: columns unit, period, outcome, a row a figure; units in order of name.

        first: the first period of each member. A unit whose cluster isn't told is one of its own. Raises ValueError
        when a unit has two figures of a period.
        """
        if table.duplicated(["unit", "period"]).any():
            raise ValueError("a unit has two figures of a period")
        wide = table.pivot(index="unit", columns="period", values="outcome").sort_index()
        units = wide.index.to_numpy(object)
        begun = np.array([first.get(unit, NEVER) for unit in units], float)
        last = wide.columns.max() if len(wide.columns) else 0
        return cls(
            units,
            wide.columns.to_numpy(int),
            wide.to_numpy(float),
            np.where(begun > last, NEVER, begun),
            np.array([(clusters or {}).get(unit, unit) for unit in units], object),
        )

    @property
    def never(self) -> np.ndarray:
        """Which units are never members: a mask."""
        return np.isinf(self.first)

    @property
    def cohorts(self) -> np.ndarray:
        """The first periods of the members, rising."""
        return np.unique(self.first[~self.never]).astype(int)

    def kept(self, chosen: np.ndarray) -> Panel:
        """The chosen units (a mask) alone."""
        return replace(
            self,
            units=self.units[chosen],
            values=self.values[chosen],
            first=self.first[chosen],
            clusters=self.clusters[chosen],
        )

    def at(self, period: int) -> np.ndarray:
        """The figures of a period; NaN for all where the panel hasn't it."""
        found = np.flatnonzero(self.periods == period)
        return self.values[:, found[0]] if len(found) else np.full(len(self.units), np.nan)
