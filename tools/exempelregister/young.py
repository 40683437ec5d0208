"""Young people who neither work nor study, by year: how many, of how many, and what is suppressed or never came."""

from __future__ import annotations

import functools
from dataclasses import dataclass

import numpy as np

from tools.exempelregister import features as f
from tools.exempelregister.noise import autocorrelated, between, chance, counted
from tools.exempelregister.world import YEARS, kommuner, levels, people, shown, totals

_SEXES = np.array([1.0, -1.0])[:, None]
#: Where YEARS reach the first year of the figures.
FROM = int(np.searchsorted(YEARS, f.FIRST_YEAR))


@dataclass(frozen=True)
class Shares:
    """Counts and what they are of, by area, sex (women, men, all) and year; status: `""`, Private or Missing."""

    years: np.ndarray
    counts: np.ndarray
    persons: np.ndarray
    status: np.ndarray

    def since(self, year: int) -> Shares:
        at = int(np.searchsorted(self.years, year))
        return Shares(self.years[at:], self.counts[..., at:], self.persons[..., at:], self.status[..., at:])


@functools.cache
def _outside() -> dict[str, np.ndarray]:
    """How many by ages, kommun, sex and year."""
    level, slope = levels()
    years = YEARS[FROM:]
    noise = f.YOUNG_SD * autocorrelated("young", (len(kommuner()), 2), len(years), f.YOUNG_AR)
    own = f.YOUNG_LIKE * (level[:, None, None] + slope[:, None, None] * (years - 2016)) + noise
    share = np.exp(between(f.YOUNG_SHARE, years) + f.YOUNG_SEX * _SEXES + own)
    return {
        ages: counted(
            f"young {ages}", people()[ages][..., FROM:], np.minimum(share * part, 0.6), f.YOUNG_SPREAD
        )
        for ages, part in f.YOUNG_PART.items()
    }


def outside(first: int) -> Shares:
    """Of those who are from `first` to 24 years old."""
    inside = [ages for ages in f.YOUNG_PART if int(ages[:2]) >= first]
    counts = totals(sum(_outside()[ages] for ages in inside))
    persons = totals(sum(people()[ages][..., FROM:] for ages in inside))
    few = counts[:, :2].min(axis=1) < f.FEWEST_YOUNG
    status = np.full(counts.shape, "", dtype=object)
    status[:, :2][np.stack([few, few], axis=1)] = "Private"
    came = chance(f"young that came {first}").random_sample((len(shown()), counts.shape[2])) >= f.NEVER_CAME
    came[[len(area.kod) < 4 for area in shown()]] = True
    status[np.broadcast_to(~came[:, None], status.shape)] = "Missing"
    return Shares(YEARS[FROM:], counts, persons, status)
