"""Generalised linear trends with overdispersion and AR(1) noise, fitted for every autocorrelation and weighed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from statsmodels.genmod.families import Binomial, Family, Gaussian, Poisson

from finsam.measures.trends.mixture import Mixture
from finsam.measures.trends.noise import noise

#: How the figures vary around the trend: the variance function and the link of each model.
FAMILIES: dict[str, Family] = {"logit": Binomial(), "logaritm": Poisson(), "linjar": Gaussian()}

#: Iterations in which a fit must settle, the largest change of a coefficient when it has, and the largest linear
#: predictor of a share or rate that isn't on its way to nothing (separation: e to the power -25 is no share).
_ITERATIONS, _SETTLED, _LARGEST = 60, 1e-9, 25.0

#: Residuals that are so small beside the figures are the last bits of their arithmetic: no noise to judge by.
_NO_NOISE = 1e-7


class NoFit(Exception):
    """The model has no finite estimate for these figures."""


@dataclass(frozen=True)
class Fit:
    """A trend g(mu) = a + b * (t - origin) for each autocorrelation (k of them).

    times: years, y: figures as the family has them (shares from 0 to 1, rates, counts), size: what a variance is
    divided by. coefs (k, 2), cov (k, 2, 2) with the dispersion in it, dispersion (k), weight (k), df = n - 2.
    """

    family: str
    times: np.ndarray
    y: np.ndarray
    size: np.ndarray
    coefs: np.ndarray
    cov: np.ndarray = field(repr=False)
    dispersion: np.ndarray
    weight: np.ndarray

    @property
    def df(self) -> int:
        return len(self.times) - 2

    @property
    def origin(self) -> float:
        return float(self.times.mean())

    @property
    def has_noise(self) -> bool:
        """Whether the figures lie off the trend at all."""
        spread = np.sqrt(self.dispersion / self.size.max())
        return bool(spread.min() > _NO_NOISE * np.sqrt(FAMILIES[self.family].variance(np.abs(self.y).max())))

    def _at(self, time: float) -> np.ndarray:
        return np.array([1.0, time - self.origin])

    def _mixture(self, means: np.ndarray, gradients: np.ndarray) -> Mixture:
        errors = np.sqrt(np.einsum("ki,kij,kj->k", gradients, self.cov, gradients))
        return Mixture(means, errors, self.weight, self.df)

    def predictor(self, times: np.ndarray) -> Mixture:
        """g(mu) at each of several times."""
        at = np.array([np.ones_like(times), times - self.origin])
        errors = np.sqrt(np.einsum("im,kij,jm->km", at, self.cov, at))
        return Mixture(self.coefs @ at, errors, self.weight, self.df)

    def link(self, mu: float) -> float:
        return float(FAMILIES[self.family].link(np.array([mu]))[0])

    def mean(self, time: float) -> np.ndarray:
        """mu at a time, for each autocorrelation."""
        return FAMILIES[self.family].link.inverse(self.coefs @ self._at(time))

    def slope(self) -> Mixture:
        """The average yearly change of mu from the first to the last time, by the delta method."""
        return self._change(lambda mu: mu, np.ones_like)

    def log_slope(self) -> Mixture | None:
        """The average yearly change of log mu; None where the trend isn't above 0 at both ends."""
        ends = np.array([self.mean(self.times[0]), self.mean(self.times[-1])])
        return self._change(np.log, lambda mu: 1 / mu) if (ends > 0).all() else None

    def _change(
        self, of: Callable[[np.ndarray], np.ndarray], derivative: Callable[[np.ndarray], np.ndarray]
    ) -> Mixture:
        """(of(mu_last) - of(mu_first)) / years."""
        link, years = FAMILIES[self.family].link, self.times[-1] - self.times[0]
        first, last = self.mean(self.times[0]), self.mean(self.times[-1])

        def gradient(mu: np.ndarray, time: float) -> np.ndarray:
            return np.outer(derivative(mu) / link.deriv(mu), self._at(time))

        gradients = (gradient(last, self.times[-1]) - gradient(first, self.times[0])) / years
        return self._mixture((of(last) - of(first)) / years, gradients)

    def last(self) -> Mixture:
        """The level under the last figure: the figure itself, give or take the noise of one figure."""
        spread = self._spread(-1)
        return Mixture(np.full_like(spread, self.y[-1]), spread, self.weight, self.df)

    def difference(self) -> Mixture:
        """The last figure less the first, give or take the noise of both, which autocorrelation ties together."""
        first, last = self._spread(0), self._spread(-1)
        tied = noise(_apart(self.times)).correlation[:, 0, -1]
        error = np.sqrt(first**2 + last**2 - 2 * tied * first * last)
        return Mixture(np.full_like(error, self.y[-1] - self.y[0]), error, self.weight, self.df)

    def _spread(self, at: int) -> np.ndarray:
        """The standard deviation of one figure around the trend."""
        variance = FAMILIES[self.family].variance(self.mean(self.times[at])) / self.size[at]
        return np.sqrt(self.dispersion * variance)


def fit(family: str, times: np.ndarray, y: np.ndarray, size: np.ndarray | None = None) -> Fit:
    """The trend of figures y at times (years, ascending, at least three); size: their denominators, or None for equal.

    The variance of y is dispersion * V(mu) / size and the correlation of two figures d years apart rho ** d. For every
    rho of noise.RHOS, estimating equations of a quasi-likelihood give the trend (Liang and Zeger 1986, Biometrika
    73:13, with one cluster); Pearson's statistic over n - 2 gives the dispersion. Each rho weighs as the restricted
    likelihood of the working figures (Wolfinger and O'Connell 1993, J Stat Comput Simul 48:233) with coefficients and
    dispersion integrated out (Zellner and Tiao 1964, J Am Stat Assoc 59:763). With rho = 0 alone it is the ordinary
    GLM with overdispersion. Raises NoFit where the estimates run away.
    """
    times, y = np.asarray(times, float), np.asarray(y, float)
    size = np.ones_like(y) if size is None else np.asarray(size, float)
    with np.errstate(all="ignore"):
        coefs, cov, pearson, weight = _settle(FAMILIES[family], times, y, size)
    dispersion = pearson / (len(y) - 2)
    return Fit(family, times, y, size, coefs, cov * dispersion[:, None, None], dispersion, weight)


def _settle(
    family: Family, times: np.ndarray, y: np.ndarray, size: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Coefficients, their covariance but for the dispersion, Pearson's statistic, and weights, for each rho."""
    design = np.column_stack([np.ones_like(times), times - times.mean()])
    ar = noise(_apart(times))
    # Between the figures and their mean, so that none begins on the border.
    mu = y if isinstance(family, Gaussian) else (y + np.average(y, weights=size)) / 2
    eta = np.tile(family.link(mu), (len(ar.logdet), 1))
    coefs = np.zeros((len(ar.logdet), 2))
    for _ in range(_ITERATIONS):
        mu = family.link.inverse(eta)
        slope = family.link.deriv(mu)
        scale = slope * np.sqrt(family.variance(mu) / size)
        working = (eta + (y - mu) * slope) / scale
        whitened = design / scale[:, :, None]
        left = np.einsum("kni,knm->kim", whitened, ar.inverse)
        information = left @ whitened
        before = coefs
        if not np.isfinite(information).all():
            raise NoFit
        coefs = np.linalg.solve(information, left @ working[:, :, None])[:, :, 0]
        eta = coefs @ design.T
        if not np.isfinite(eta).all() or (
            not isinstance(family, Gaussian) and (np.abs(eta) > _LARGEST).any()
        ):
            raise NoFit
        if np.abs(coefs - before).max() <= _SETTLED * max(1.0, np.abs(coefs).max()):
            break
    else:
        raise NoFit
    mu = family.link.inverse(eta)
    standard = (y - mu) / np.sqrt(family.variance(mu) / size)
    pearson = np.einsum("kn,knm,km->k", standard, ar.inverse, standard)
    logs = -0.5 * (ar.logdet + np.linalg.slogdet(information)[1]) - np.log(np.abs(scale)).sum(axis=1)
    return coefs, np.linalg.inv(information), pearson, _weights(logs, pearson, len(y) - 2)


def _apart(times: np.ndarray) -> tuple[float, ...]:
    """Years after the first: the same for all series of the same length, whenever they begin."""
    return tuple(np.round(times - times[0], 9))


def _weights(logs: np.ndarray, pearson: np.ndarray, df: int) -> np.ndarray:
    """The restricted likelihoods with the sum 1; all alike where no figure lies off the trend."""
    if not (pearson > 0).all():
        return np.full(len(logs), 1 / len(logs))
    logs = logs - df / 2 * np.log(pearson)
    weight = np.exp(logs - logs.max())
    return weight / weight.sum()
