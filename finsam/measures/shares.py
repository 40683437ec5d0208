"""Shares that keep their numerator and denominator, and say how far chance can have moved them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

import numpy as np
from scipy.special import betainc
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

#: The level of every interval, as a share of 1.
LEVEL = 0.95


@dataclass(frozen=True)
class Interval:
    """From low to high, in percent or percentage points."""

    low: float
    high: float

    def __contains__(self, value: float | Decimal) -> bool:
        return self.low <= float(value) <= self.high

    def rounded(self, decimals: int = 0) -> tuple[Decimal, Decimal]:
        """Both ends for print, halves away from zero."""
        unit = Decimal(1).scaleb(-decimals)
        # Twelve decimals are as exact as the interval is, and free of the last bits of its arithmetic.
        low, high = (Decimal(f"{end:.12f}").quantize(unit, ROUND_HALF_UP) for end in (self.low, self.high))
        return low or abs(low), high or abs(high)


@dataclass(frozen=True)
class Share:
    """n of N, both whole numbers, N > 0.

    part: whether the n are among the N. Those who ended in a year are not among those who came in it, so a share of
    the latter can be more than 100 percent and has no interval.
    """

    n: int
    N: int
    part: bool = True

    @property
    def percent(self) -> Decimal:
        """100 n / N to the precision of the decimal context (28 digits)."""
        return Decimal(100 * self.n) / Decimal(self.N)

    def rounded(self, decimals: int = 0) -> Decimal:
        """The percent with halves rounded up, as the reports print it."""
        return self.percent.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)

    @property
    def possible(self) -> bool:
        """Whether it can be told as a share: n is at most N."""
        return self.n <= self.N

    @property
    def interval(self) -> Interval | None:
        """The Wilson score interval in percent; None where n is no part of N.

        Wilson (1927), J Am Stat Assoc 22:209; it keeps its level for small N and for n = 0 and n = N.
        """
        if not self.part or not self.possible:
            return None
        low, high = proportion_confint(self.n, self.N, alpha=1 - LEVEL, method="wilson")
        # The formula gives 0 and 100 percent there, its arithmetic only nearly.
        return Interval(100 * float(low) if self.n else 0.0, 100 * float(high) if self.n < self.N else 100.0)


@dataclass(frozen=True)
class Difference:
    """One share less another in percentage points. interval: None where either share has none."""

    points: Decimal
    interval: Interval | None

    @property
    def clear(self) -> bool:
        """Whether the interval leaves out 0: more than chance alone would make in 19 cases of 20."""
        return self.interval is not None and 0 not in self.interval


def difference(share: Share, before: Share) -> Difference:
    """How much a share has risen (+) or fallen (-) since before, with the interval of two independent shares.

    Newcombe's hybrid score interval (1998, Stat Med 17:873, method 10), made of the two Wilson intervals.
    """
    points = share.percent - before.percent
    if share.interval is None or before.interval is None:
        return Difference(points, None)
    low, high = confint_proportions_2indep(
        share.n, share.N, before.n, before.N, method="newcomb", compare="diff", alpha=1 - LEVEL
    )
    return Difference(points, Interval(100 * float(low), 100 * float(high)))


def pooled(shares: Sequence[Share]) -> Share:
    """All n of all N."""
    return Share(sum(share.n for share in shares), sum(share.N for share in shares))


def funnel(whole: Share, sizes: Sequence[int], level: float) -> tuple[np.ndarray, np.ndarray]:
    """Between which percents a share of each size lies, when chance alone parts it from the whole.

    A share of N lies outside exactly when so few (or so many) or fewer (more) of N have a binomial probability
    below (1 - level) / 2. Between whole numbers of persons the binomial tail is continued by the incomplete beta
    function, which makes the limits smooth. Where not even none (or all) of N is that improbable there is no limit,
    and NaN stands. Funnel plots: Spiegelhalter (2005), Stat Med 24:1185.
    """
    p, tail = whole.n / whole.N, (1 - level) / 2
    numbers = np.asarray(sizes, dtype=float)
    high = _tail_limit(p, numbers, tail)
    low = 100 - _tail_limit(1 - p, numbers, tail)
    return low, high


def _tail_limit(p: float, sizes: np.ndarray, tail: float) -> np.ndarray:
    """The percent x / N at which P(X >= x) is the tail, X binomial (N, p); NaN where even P(X = N) is more."""
    least, most = np.zeros_like(sizes), sizes.copy()
    for _ in range(60):
        middle = (least + most) / 2
        # P(X >= x) = I_p(x, N - x + 1), falling in x.
        too_likely = betainc(middle, sizes - middle + 1, p) > tail
        least, most = np.where(too_likely, middle, least), np.where(too_likely, most, middle)
    return np.where(p**sizes > tail, np.nan, 100 * most / sizes)
