"""An estimate whose autocorrelation isn't known: one t distribution for each value that it may have, weighed together."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import stdtr, stdtrit

from finsam.measures.shares import LEVEL, Interval

#: Halvings until a quantile is exact to twelve digits of what the parts differ by.
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
        """Where the share lies below. The quantiles of the parts enclose it, and halving finds it between them."""
        parts = self.mean + stdtrit(self.df, share) * self.error
        low, high = parts.min(axis=0), parts.max(axis=0)
        for _ in range(_HALVINGS):
            middle = (low + high) / 2
            less = self.below(middle) < share
            low, high = np.where(less, middle, low), np.where(less, high, middle)
        return (low + high) / 2
