"""Placebos: effects of a membership that never was, of kommuner that never joined, or of years before joining.

In space the cohorts are given to units that are never members. What is then found is chance alone, so it shows how large
effects chance makes: with few members and many others that is a safer scale than a standard error, which rests on many
members (Conley and Taber 2011, Review of Economics and Statistics 93(1):113-125). In time the members are said to have
joined some periods earlier than they did, and only figures from before they did are used.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import permutations
from math import perm

import numpy as np

from finsam.measures.effects.panel import NEVER, Panel
from finsam.measures.shares import LEVEL, Interval


@dataclass(frozen=True)
class Placebos:
    """R draws. overall: R effects. events: R x E, by periods since joining."""

    overall: np.ndarray
    events: np.ndarray

    def p(self, effect: float) -> float:
        """The share of draws that are as far from 0, the sample being one of them."""
        known = self.overall[np.isfinite(self.overall)]
        return float((1 + (np.abs(known) >= abs(effect) * (1 - 1e-12)).sum()) / (1 + len(known)))

    def interval(self, effect: float) -> Interval:
        """The effects that the draws don't speak against: it leaves out 0 exactly where p is at most 1 - LEVEL."""
        half = _upper(np.abs(self.overall))
        return Interval(effect - half, effect + half)

    @property
    def band(self) -> np.ndarray:
        """E: how far from 0 the effects of a draw are, in all but a few draws nowhere farther."""
        spread = self._spread
        return spread * _upper(_largest(self.events, spread))

    def p_largest(self, events: np.ndarray, chosen: np.ndarray) -> float:
        """As p, of the largest of the chosen events (a mask of E), each against how far chance moves it."""
        spread = self._spread[chosen]
        drawn = _largest(self.events[:, chosen], spread)
        own = _largest(events[None, chosen], spread)[0]
        return float((1 + (drawn >= own * (1 - 1e-12)).sum()) / (1 + len(drawn)))

    @property
    def _spread(self) -> np.ndarray:
        return np.sqrt(np.nanmean(self.events**2, axis=0))


def _largest(events: np.ndarray, spread: np.ndarray) -> np.ndarray:
    """The largest effect of each draw against the spread; a base period has none, and neither has what isn't there."""
    beside = np.divide(np.abs(events), spread, out=np.zeros_like(events), where=spread > 0)
    return np.nan_to_num(beside).max(axis=1, initial=0)


def _upper(sizes: np.ndarray) -> float:
    """The size that draws reach so seldom that p would be 1 - LEVEL or less; infinite of too few draws."""
    known = np.sort(sizes[np.isfinite(sizes)])
    at = int(np.ceil(LEVEL * (len(known) + 1) - 1e-9)) - 1
    return float(known[at]) if at < len(known) else np.inf


def in_space(
    panel: Panel,
    events: Sequence[int],
    last: int,
    draws: int = 999,
    seed: int = 0,
    size: np.ndarray | None = None,
    nearest: int = 40,
) -> Placebos:
    """Effects when never-members are given the cohorts of the members, each draw against the other never-members.

    events: periods since joining, with the last period before joining as base. last: the overall effect is of the
    periods from 0 to this, as aggregate.simple's. There must be more never-members than members. size: U; a member's
    place is then taken by one of the `nearest` never-members in log size, since chance moves small units more. All draws
    are made where there are no more of them.
    """
    members, others = np.flatnonzero(~panel.never), np.flatnonzero(panel.never)
    pools = [_pool(member, others, size, nearest) for member in members.tolist()]
    chosen = _draws(pools, others, draws, seed)
    of = np.searchsorted(others, chosen)  # R x M: places among the others.
    sums, counts = np.zeros((2, len(chosen), len(events)))
    for cohort in panel.cohorts:
        own = of[:, panel.first[members] == cohort]
        base = panel.at(int(panel.periods[panel.periods < cohort].max(initial=-1)))[others]
        for at, event in enumerate(events):
            change = panel.at(cohort + event)[others] - base
            known = np.isfinite(change)
            filled = np.where(known, change, 0.0)
            inside, n_inside = filled[own].sum(axis=1), known[own].sum(axis=1)
            # No unit stands twice in a draw, so what is left is all less the drawn.
            outside = filled.sum() - filled[of].sum(axis=1)
            n_outside = known.sum() - known[of].sum(axis=1)
            there = (n_inside > 0) & (n_outside > 0)
            effect = inside / np.maximum(n_inside, 1) - outside / np.maximum(n_outside, 1)
            sums[there, at] += own.shape[1] * effect[there]
            counts[there, at] += own.shape[1]
    by_event = np.divide(sums, counts, out=np.full_like(sums, np.nan), where=counts > 0)
    after = np.array([0 <= event <= last for event in events])
    whole = counts[:, after].sum(axis=1)
    overall = np.divide(sums[:, after].sum(axis=1), whole, out=np.full(len(chosen), np.nan), where=whole > 0)
    return Placebos(overall, by_event)


def _pool(member: int, others: np.ndarray, size: np.ndarray | None, nearest: int) -> np.ndarray:
    if size is None or not np.isfinite(size[member]) or size[member] <= 0:
        return others
    known = others[np.isfinite(size[others]) & (size[others] > 0)]
    if len(known) < min(nearest, len(others)):
        return others
    apart = np.abs(np.log(size[known]) - np.log(size[member]))
    return np.sort(known[np.argsort(apart, kind="stable")[:nearest]])


def _draws(pools: list[np.ndarray], others: np.ndarray, draws: int, seed: int) -> np.ndarray:
    """R x M: a unit of each pool, or of all others where its pool is used up; no unit twice in a draw."""
    random = np.random.default_rng(seed)
    if len(pools) == 1 and len(pools[0]) <= draws:
        return pools[0][:, None]
    if len({tuple(pool) for pool in pools}) == 1 and 0 < perm(len(pools[0]), len(pools)) <= draws:
        return np.array(list(permutations(pools[0], len(pools))))
    made = np.empty((draws, len(pools)), int)
    for draw in made:
        taken: set[int] = set()
        # The order of the members is drawn too: who comes last has the fewest units left.
        for at in random.permutation(len(pools)):
            left = [unit for unit in pools[at] if unit not in taken]
            left = left or [unit for unit in others if unit not in taken]
            draw[at] = left[random.integers(len(left))]
            taken.add(int(draw[at]))
    return made


def in_time(panel: Panel, back: int) -> Panel:
    """The panel as if every member had joined `back` periods earlier, without any figure from when it had."""
    values = np.where(panel.periods >= panel.first[:, None], np.nan, panel.values)
    return replace(panel, values=values, first=np.where(panel.never, NEVER, panel.first - back))
