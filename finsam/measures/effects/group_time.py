"""Effects by cohort and period, ATT(g, t): what became of those who joined in g by t, against who hadn't joined.

Callaway and Sant'Anna (2021), Difference-in-differences with multiple time periods, Journal of Econometrics 225(2):200-230,
without covariates. Each is the change of the cohort since its base period less the change of the comparison in the same
time, so no unit that has joined stands for what would have happened without, as it does in a regression on two-way
fixed effects.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from finsam.measures.effects.panel import Panel

Comparison = Literal["never", "not_yet"]
Base = Literal["varying", "universal"]


@dataclass(frozen=True)
class GroupTime:
    """K effects: the cohort, period and base period of each, and the effect.

    influence: U x K, what each unit adds to the effect's error (N times it, in the terms of the paper): the standard
    error of an effect is the root of the sum of squares of its column, divided by U.
    treated, compared: K masks of U, whose figures an effect is made of.
    """

    panel: Panel
    cohort: np.ndarray
    period: np.ndarray
    base: np.ndarray
    att: np.ndarray
    influence: np.ndarray
    treated: np.ndarray
    compared: np.ndarray

    @property
    def event(self) -> np.ndarray:
        """Periods since the cohort joined: 0 in its first period, negative before."""
        return self.period - self.cohort


def group_time(panel: Panel, against: Comparison = "never", base: Base = "varying") -> GroupTime:
    """All ATT(g, t) of a panel, those before g too.

    against: the units that are never members, or these and those that have joined neither by t nor by the base period.
    base: of t before g, the period before t (`varying`), or the last one before g (`universal`) as it is of all others;
    the base period itself then stands with an effect of 0. A unit without a figure in both periods isn't in an effect,
    and an effect without a unit on either side isn't there. A cohort that had joined by the first period has none.
    """
    found = []
    never, count = panel.never, len(panel.units)
    for cohort in panel.cohorts:
        before = np.flatnonzero(panel.periods < cohort)
        if not len(before):
            continue
        members = panel.first == cohort
        for at, period in enumerate(panel.periods):
            from_ = before[-1]
            if base == "varying" and period < cohort:
                if at == 0:
                    continue
                from_ = at - 1
            others = never.copy()
            if against == "not_yet":
                others |= (panel.first > max(period, panel.periods[from_])) & ~members
            change = panel.values[:, at] - panel.values[:, from_]
            known = np.isfinite(change)
            treated, compared = members & known, others & known
            if not treated.any() or not compared.any():
                continue
            own, rest = change[treated].mean(), change[compared].mean()
            influence = np.zeros(count)
            influence[treated] = (change[treated] - own) * count / treated.sum()
            influence[compared] = -(change[compared] - rest) * count / compared.sum()
            found.append((cohort, period, panel.periods[from_], own - rest, influence, treated, compared))
    if not found:
        none = np.empty(0)
        empty = np.empty((0, count), bool)
        return GroupTime(panel, none, none, none, none, np.empty((count, 0)), empty, empty)
    cohorts, periods, bases, effects, influences, treateds, compareds = zip(*found, strict=True)
    return GroupTime(
        panel,
        np.array(cohorts),
        np.array(periods),
        np.array(bases),
        np.array(effects),
        np.column_stack(influences),
        np.array(treateds),
        np.array(compareds),
    )
