"""What can be said of an effect: the estimate, how far chance reaches, whether the members were on another way before."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np

from finsam.measures.effects import placebo
from finsam.measures.effects.aggregate import Effects, by_event, simple
from finsam.measures.effects.errors import standard_error
from finsam.measures.effects.group_time import GroupTime, group_time
from finsam.measures.effects.panel import Panel
from finsam.measures.effects.wild import Wild, wild
from finsam.measures.shares import Interval

#: Years that are followed before joining and from then on, the year of joining being one of the latter.
BEFORE, AFTER = 5, 5
#: A member counts with at least so many figures in the years before joining, the last of them the year before, and so
#: many from then on: two of them are needed to see another way than the others', and one year is none.
LEAST_BEFORE, LEAST_AFTER = 3, 2
#: Of fewer never-members a placebo can't be rarer than five of a hundred.
FEWEST_OTHERS = 20
#: The placebo in time: members are said to have joined so many years earlier.
BACK = 3
#: Below this p value members were on another way before. Higher than that of the effect, since few years tell little.
OTHER_WAY = 0.10

#: What the figures say. `for_fa`: there are too few to judge. `skilda_fore`: members were on another way before joining.
#: `oviss`: chance could have made it. `placebo`: so large an effect is also there before anyone joined. `lagre` and
#: `hogre`: the figure has become lower or higher than the others' way would have had it.
Verdict = Literal["for_fa", "skilda_fore", "oviss", "placebo", "lagre", "hogre"]


@dataclass(frozen=True)
class InTime:
    """The placebo in time: the effect of joining BACK years earlier than was so, with its interval and p value."""

    effect: float
    interval: Interval
    p: float


@dataclass(frozen=True)
class Effect:
    """The mean effect of the first AFTER years of membership on the members of a panel, each counting as much.

    found: ATT(g, t) with the year before joining as base, against never-members. size: U, for the placebos in space.
    """

    found: GroupTime
    size: np.ndarray | None = None
    draws: int = 999
    seed: int = 0

    @property
    def panel(self) -> Panel:
        return self.found.panel

    @cached_property
    def members(self) -> list[str]:
        return list(self.panel.units[~self.panel.never])

    @cached_property
    def others(self) -> list[str]:
        """The never-members that any of the effects is compared with."""
        return list(self.panel.units[self.found.compared.any(axis=0)])

    @cached_property
    def _overall(self) -> tuple[float, np.ndarray]:
        return simple(self.found, AFTER - 1)

    @property
    def effect(self) -> float:
        return self._overall[0]

    @cached_property
    def error(self) -> float:
        """The clustered standard error. Of few members it is too small, so intervals don't rest on it."""
        return float(standard_error(self._overall[1], self.panel.clusters))

    @cached_property
    def wild(self) -> Wild:
        return wild(self.found, self.panel.clusters, AFTER - 1, self.draws, self.seed)

    @cached_property
    def events(self) -> list[int]:
        """Years since joining that have an effect, within BEFORE and AFTER."""
        return [int(event) for event in self._by_event.of]

    @cached_property
    def by_event(self) -> np.ndarray:
        """The effect of each of the events; that of -1, the base, is 0."""
        return self._by_event.att

    @cached_property
    def _by_event(self) -> Effects:
        return by_event(self.found, -BEFORE, AFTER - 1)

    @cached_property
    def placebos(self) -> placebo.Placebos:
        return placebo.in_space(self.panel, self.events, AFTER - 1, self.draws, self.seed, self.size)

    @cached_property
    def interval(self) -> Interval:
        return self.placebos.interval(self.effect)

    @cached_property
    def p(self) -> float:
        return self.placebos.p(self.effect)

    @cached_property
    def p_before(self) -> float:
        """How often chance puts some year before joining as far from the year before joining as the members' is."""
        return self.placebos.p_largest(self.by_event, np.array(self.events) < -1)

    @cached_property
    def in_time(self) -> InTime | None:
        """None where no member has the figures for it."""
        panel, kept = usable(placebo.in_time(self.panel, BACK))
        if not len(panel.cohorts) or self.is_too_small:
            return None
        size = None if self.size is None else self.size[kept]
        made = Effect(group_time(panel, base="universal"), size, self.draws, self.seed)
        return None if made.is_too_small else InTime(made.effect, made.interval, made.p)

    @property
    def needed(self) -> int:
        """So many never-members are needed: FEWEST_OTHERS, or twice as many as the members whose places they take."""
        return max(FEWEST_OTHERS, 2 * len(self.members))

    @cached_property
    def is_too_small(self) -> bool:
        too_few = not self.members or len(self.others) < self.needed
        return too_few or not np.isfinite(self.interval.high)

    @cached_property
    def verdict(self) -> Verdict:
        if self.is_too_small:
            return "for_fa"
        if self.p_before < OTHER_WAY:
            return "skilda_fore"
        if 0 in self.interval:
            return "oviss"
        if self.in_time is not None and 0 not in self.in_time.interval:
            return "placebo"
        return "lagre" if self.effect < 0 else "hogre"


def usable(panel: Panel) -> tuple[Panel, np.ndarray]:
    """The panel without the members that have too few figures (LEAST_BEFORE, LEAST_AFTER), and the mask of who is kept."""
    years, known = panel.periods, np.isfinite(panel.values)
    first = panel.first[:, None]
    before = (known & (years < first) & (years >= first - BEFORE)).sum(axis=1)
    after = (known & (years >= first) & (years < first + AFTER)).sum(axis=1)
    base = (known & (years == first - 1)).any(axis=1)
    kept = panel.never | (base & (before >= LEAST_BEFORE) & (after >= LEAST_AFTER))
    return panel.kept(kept), kept


def effect_of(panel: Panel, size: np.ndarray | None = None, draws: int = 999, seed: int = 0) -> Effect:
    """The effect on the members of a panel that have enough figures. size: U, None where it isn't known."""
    used, kept = usable(panel)
    return Effect(group_time(used, base="universal"), None if size is None else size[kept], draws, seed)
