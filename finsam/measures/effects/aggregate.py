"""Effects by cohort and period put together: to one, and by time since joining.

The weights are the cohorts' sizes, which are estimates too: their part of the error is in the influence, as in Callaway
and Sant'Anna (2021), section 3.1 and corollary 2.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from finsam.measures.effects.group_time import GroupTime


@dataclass(frozen=True)
class Effects:
    """K effects with the event time that each is of. influence: U x K, the parts of their errors."""

    of: np.ndarray
    att: np.ndarray
    influence: np.ndarray


def simple(found: GroupTime, last: float = np.inf) -> tuple[float, np.ndarray]:
    """The mean of all effects from joining until the event time `last`, by the cohorts' sizes; and its influence.

    NaN where there is none.
    """
    return _mean(found, (found.event >= 0) & (found.event <= last))


def by_event(found: GroupTime, first: float = -np.inf, last: float = np.inf) -> Effects:
    """By periods since joining (an event study)."""
    events = np.unique(found.event[(found.event >= first) & (found.event <= last)])
    if not len(events):
        return Effects(events, np.empty(0), np.empty((0, 0)))
    att, influence = zip(*(_mean(found, found.event == event) for event in events), strict=True)
    return Effects(events, np.array(att), np.column_stack(influence))


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
