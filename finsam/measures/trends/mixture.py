"""An estimate whose autocorrelation isn't known: one t distribution for each value that it may have, weighed together."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import beta, stdtr, stdtrit

from finsam.measures.shares import LEVEL, Interval

#: Steps within which a quantile is found, and how small the last one is, in errors: then the next is none.
_STEPS, _SETTLED = 40, 1e-8
#: Halvings between the quantiles of the parts, to the grid that a quantile is told on.
_HALVINGS = 40


@dataclass(frozen=True)
class Mixture:
    """The distribution of an estimate: sum over k of weight[k] * t(mean[k], error[k], df).

    mean, error: arrays (k,), or (k, m) for m estimates at once; weight (k,) with the sum 1.
    """

    mean: np.ndarray
    error: np.ndarray
    weight: np.ndarray
    df: int

    @property
    def estimates(self) -> np.ndarray:
        return self.weight @ self.mean

    @property
    def estimate(self) -> float:
        return float(self.estimates)

    @property
    def ends(self) -> tuple[np.ndarray, np.ndarray]:
        """Between which values the middle 95 percent lies, of each estimate."""
        return self.quantile((1 - LEVEL) / 2), self.quantile((1 + LEVEL) / 2)

    @property
    def interval(self) -> Interval:
        """The middle 95 percent of a single estimate."""
        low, high = self.ends
        return Interval(float(low), float(high))

    def below(self, value: float | np.ndarray) -> np.ndarray:
        """The probability of at most the value."""
        return self.weight @ stdtr(self.df, (value - self.mean) / self.error)

    @property
    def p(self) -> float:
        """Two-sided p-value of the hypothesis that the estimated quantity is 0."""
        low = float(self.below(0.0))
        return min(1.0, 2 * min(low, 1 - low))

    def quantile(self, share: float) -> np.ndarray:
        """Where the share lies below: Newton's method, between the quantiles of the parts, which enclose it.

        The answer is a point of a grid between them that twelve digits tell apart, which the last bits of the arithmetic,
        and so the machine, don't move.
        """
        parts = self.mean + stdtrit(self.df, share) * self.error
        least, most, value = parts.min(axis=0), parts.max(axis=0), self.weight @ parts
        height = self.weight / (np.sqrt(self.df) * beta(self.df / 2, 0.5))
        low, high = least, most
        for _ in range(_STEPS):
            apart = (value - self.mean) / self.error
            miss = self.weight @ stdtr(self.df, apart) - share
            low, high = np.where(miss < 0, value, low), np.where(miss < 0, high, value)
            density = height @ ((1 + apart**2 / self.df) ** (-(self.df + 1) / 2) / self.error)
            step = miss / density
            value = value - step
            if (np.abs(step) <= _SETTLED * self.error.min(axis=0)).all():
                break
            value = np.where((low <= value) & (value <= high), value, (low + high) / 2)
        return np.asarray(_on_grid(value, least, most), float)


def _halved(value: float, low: float, high: float) -> float:
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if middle < value else (low, middle)
    return (low + high) / 2


_on_grid = np.frompyfunc(_halved, 3, 1)
