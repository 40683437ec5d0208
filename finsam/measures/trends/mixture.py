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
    def interval(self) -> Interval:
        """The middle 95 percent of a single estimate."""
        low, high = self._quantiles(np.array([(1 - LEVEL) / 2, (1 + LEVEL) / 2]))
        return Interval(float(low), float(high))

    def below(self, value: float | np.ndarray) -> np.ndarray:
        """The probability of at most the value."""
        return self.weight @ stdtr(self.df, (value - self.mean) / self.error)

    @property
    def p(self) -> float:
        """Two-sided p-value of the hypothesis that the estimated quantity is 0."""
        low = float(self.below(0.0))
        return min(1.0, 2 * min(low, 1 - low))

    def _quantiles(self, share: np.ndarray) -> np.ndarray:
        """Where each share of a single estimate lies below.

        By Newton's method, between the quantiles of the parts, which enclose it. The answer is a point of a grid between
        them that twelve digits tell apart, which the last bits of the arithmetic, and so the machine, don't move.
        """
        mean, error = self.mean[:, None], self.error[:, None]
        ends = mean + stdtrit(self.df, share) * error
        least, most, value = ends.min(axis=0), ends.max(axis=0), self.weight @ ends
        height = self.weight / (np.sqrt(self.df) * beta(self.df / 2, 0.5))
        settled = _SETTLED * error.min(axis=0)
        low, high = least, most
        for _ in range(_STEPS):
            apart = (value - mean) / error
            miss = self.weight @ stdtr(self.df, apart) - share
            low, high = np.where(miss < 0, value, low), np.where(miss < 0, high, value)
            density = height @ ((1 + apart**2 / self.df) ** (-(self.df + 1) / 2) / error)
            step = miss / density
            value = value - step
            if (np.abs(step) <= settled).all():
                break
            value = np.where((low <= value) & (value <= high), value, (low + high) / 2)
        return _on_grid(value, least, most)


def _on_grid(value: np.ndarray, low: np.ndarray, high: np.ndarray) -> np.ndarray:
    """The middle of the part that each value is in, of the parts that halving so often makes between low and high."""
    parts = 1 << _HALVINGS
    part = np.maximum((high - low) / parts, np.finfo(float).tiny)
    return low + (np.clip(np.floor((value - low) / part), 0, parts - 1) + 0.5) * part
