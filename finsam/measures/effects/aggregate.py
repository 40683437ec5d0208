"""Effects by cohort and period put together: to one, by time since joining, by cohort.

The weights are the cohorts' sizes, which are estimates too: their part of the error is in the influence, as in Callaway
and Sant'Anna (2021), section 3.1 and corollary 2.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from finsam.measures.effects.group_time import GroupTime


@dataclass(frozen=True)
class Effects:
    """K effects with what each is of (an event time, a cohort), and their mean as the paper makes it.

    influence: U x K. overall, overall_influence: the one effect and the U parts of its error.
    """

    of: np.ndarray
    att: np.ndarray
    influence: np.ndarray
    overall: float
    overall_influence: np.ndarray


def simple(found: GroupTime, last: float = np.inf) -> tuple[float, np.ndarray]:
    """The mean of all effects from joining until the event time `last`, by the cohorts' sizes; and its influence.

    NaN where there is none.
    """
    return _mean(found, (found.event >= 0) & (found.event <= last))


def by_event(found: GroupTime, first: float = -np.inf, last: float = np.inf) -> Effects:
    """By periods since joining (an event study). overall: the plain mean of those from 0."""
    events = np.unique(found.event[(found.event >= first) & (found.event <= last)])
    return _together(events, [_mean(found, found.event == event) for event in events], events >= 0)


def by_cohort(found: GroupTime, last: float = np.inf) -> Effects:
    """By cohort, the plain mean of its periods since joining. overall: by the cohorts' sizes."""
    after = (found.event >= 0) & (found.event <= last)
    cohorts = np.unique(found.cohort[after])
    parts = []
    for cohort in cohorts:
        kept = after & (found.cohort == cohort)
        parts.append((found.att[kept].mean(), found.influence[:, kept].mean(axis=1)))
    made = _together(cohorts, parts, np.ones(len(cohorts), bool))
    if not len(cohorts):
        return made
    of_unit = found.panel.first[:, None] == cohorts
    overall, influence = _weighted(made.att, made.influence, of_unit)
    return Effects(made.of, made.att, made.influence, overall, influence)


def _together(of: np.ndarray, parts: list[tuple[float, np.ndarray]], chosen: np.ndarray) -> Effects:
    if not len(of):
        return Effects(of, np.empty(0), np.empty((0, 0)), np.nan, np.empty(0))
    att = np.array([part[0] for part in parts])
    influence = np.column_stack([part[1] for part in parts])
    if not chosen.any():
        return Effects(of, att, influence, np.nan, np.full(len(influence), np.nan))
    return Effects(of, att, influence, att[chosen].mean(), influence[:, chosen].mean(axis=1))


def _mean(found: GroupTime, kept: np.ndarray) -> tuple[float, np.ndarray]:
    if not kept.any():
        return np.nan, np.full(len(found.panel.units), np.nan)
    of_unit = found.panel.first[:, None] == found.cohort[kept]
    return _weighted(found.att[kept], found.influence[:, kept], of_unit)


def _weighted(att: np.ndarray, influence: np.ndarray, of_unit: np.ndarray) -> tuple[float, np.ndarray]:
    """The mean by the sizes of the cohorts, and its influence. of_unit: U x K, whose cohort each effect is of."""
    share = of_unit.mean(axis=0)
    whole = share.sum()
    apart = of_unit - share
    weights = apart / whole - apart.sum(axis=1, keepdims=True) * share / whole**2
    return float(att @ share / whole), influence @ share / whole + weights @ att
