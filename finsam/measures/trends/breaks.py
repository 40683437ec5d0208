"""A shift of level at an unknown time: the likeliest place, its size, and how often noise alone makes as clear a one."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from finsam.measures.trends.mixture import Mixture
from finsam.measures.trends.noise import noise
from finsam.measures.trends.results import FoundBreak
from finsam.measures.trends.trend import model_of
from finsam.measures.trends.usable import usable, why_not
from finsam.register.series import Series

#: Fewer figures can't tell a shift from a trend and noise. No shift is sought in the outer share at either end.
FEWEST, TRIM = 8, 0.15

#: Series of noise that p-values are made from, and their seed; for the autocorrelations 0, 0.2, 0.4 and 0.6 of RHOS.
#: So the test holds 5 percent up to 0.5, as the intervals do; with 0.8 too it would find fewer real breaks.
_SIMULATED, _SEED, _RHOS = 1999, 20161231, slice(0, 13, 4)


def find_break(series: Series) -> FoundBreak | None:
    """The likeliest shift of level in the figures after the latest known break; None where there are too few.

    A straight trend with AR(1) noise is set against the same with a shift before each of the middle 70 percent of the
    figures. The statistic is the largest likelihood ratio, with trend, noise and autocorrelation integrated out: the
    sup-F test (Andrews 1993, Econometrica 61:821) without its large samples. Its p-value is the share of
    simulated series of noise with as large a one, for the autocorrelation where that is most common. It is the same
    each time. All figures weigh the same. Yearly figures; of rolling ones every twelfth month (see `usable`).
    """
    figures = usable(series)
    if why_not(figures) or len(figures) < FEWEST or not model_of(figures, series.measure).has_noise:
        return None
    times = tuple(np.round(figures.times - figures.times[0], 9))
    test = _test(times)
    y = (figures.values - figures.values.mean()) / figures.values.std()
    statistic, places, weights = test.statistic(y[:, None])
    at, weight = int(places[0]), weights[:, 0]
    p = max(
        (1 + np.count_nonzero(simulated >= statistic[0])) / (1 + _SIMULATED)
        for simulated in _simulated(times)
    )
    mean, error = test.shift(y, at)
    mixture = Mixture(mean * figures.values.std(), error * figures.values.std(), weight, len(times) - 3)
    return FoundBreak(figures.periods[test.places[at]], mixture.estimate, mixture.interval, float(p))


@dataclass(frozen=True)
class _Test:
    """What the figures are multiplied by: for each autocorrelation (k), and each place that a shift may have (j).

    whiten (k, n, n): makes AR(1) noise white. base (k, n, 2): an orthonormal base of the whitened trend. step
    (k, n, j): the whitened shift less its trend, of length 1; length (k, j): what it was. logs (k): log determinants.
    """

    places: tuple[int, ...]
    whiten: np.ndarray
    base: np.ndarray
    step: np.ndarray
    length: np.ndarray
    logs: np.ndarray

    def statistic(self, y: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Of each column of y (n, s): the largest log likelihood ratio, at which place, the weights there (k, s)."""
        n = len(y)
        rest, along = self._parts(y)
        # A shift in units of the noise has a flat prior: then both likelihoods have the power (n - 2) / 2, and the
        # ratio depends neither on the unit of the figures nor on their trend.
        without = self.logs[:, None] - (n - 2) / 2 * np.log(rest)
        logs = (self.logs[:, None] - np.log(self.length))[:, :, None]
        after = np.log(np.maximum(rest[:, None, :] - along**2, 1e-300))
        ratio = _log_sum(logs - (n - 2) / 2 * after) - _log_sum(without)
        at = ratio.argmax(axis=0)
        chosen = (logs - (n - 3) / 2 * after)[:, at, np.arange(y.shape[1])]
        weight = np.exp(chosen - chosen.max(axis=0))
        return ratio.max(axis=0), at, weight / weight.sum(axis=0)

    def shift(self, y: np.ndarray, at: int) -> tuple[np.ndarray, np.ndarray]:
        """The estimated shift before place at, and its standard error, for each autocorrelation."""
        rest, along = self._parts(y[:, None])
        along = along[:, at, 0]
        error = np.sqrt((rest[:, 0] - along**2) / (len(y) - 3))
        return along / self.length[:, at], error / self.length[:, at]

    def _parts(self, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """What the whitened figures leave off the trend, squared (k, s); how far they go along each shift (k, j, s)."""
        white = self.whiten @ y
        rest = (white**2).sum(axis=1) - ((self.base.transpose(0, 2, 1) @ white) ** 2).sum(axis=1)
        return np.maximum(rest, 1e-300), self.step.transpose(0, 2, 1) @ white


def _log_sum(logs: np.ndarray) -> np.ndarray:
    """log of the sum of exp over the first axis."""
    most = logs.max(axis=0)
    return most + np.log(np.exp(logs - most).sum(axis=0))


@lru_cache(maxsize=128)
def _test(times: tuple[float, ...]) -> _Test:
    n, ar = len(times), noise(times)
    least = max(2, math.ceil(TRIM * n))
    places = tuple(range(least, n - least + 1))
    whiten = np.linalg.inv(ar.factor)
    trend = np.column_stack([np.ones(n), np.array(times) - np.mean(times)])
    base, triangle = np.linalg.qr(whiten @ trend)
    shifts = (np.arange(n)[:, None] >= np.array(places)).astype(float)
    step = whiten @ shifts
    step = step - base @ (base.transpose(0, 2, 1) @ step)
    length = np.sqrt((step**2).sum(axis=1))
    diagonal = np.abs(np.diagonal(triangle, axis1=1, axis2=2))
    logs = -0.5 * ar.logdet - np.log(diagonal).sum(axis=1)
    return _Test(places, whiten, base, step / length[:, None, :], length, logs)


@lru_cache(maxsize=128)
def _simulated(times: tuple[float, ...]) -> tuple[np.ndarray, ...]:
    """The statistic of series that are noise alone, for each autocorrelation. Trend and size don't matter."""
    white = np.random.default_rng(_SEED).standard_normal((len(times), _SIMULATED))
    factors = noise(times).factor[_RHOS]
    return tuple(_test(times).statistic(factor @ white)[0] for factor in factors)
