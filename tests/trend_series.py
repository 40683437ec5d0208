"""Series whose trend, break and autocorrelation are known, for the tests of trends."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd

from finsam.register.series import Series

#: What a simulation makes: the series, and its true yearly change, level and change from first to last.
Made = tuple[Series, float, float, float]


def years(n: int, last: int = 2024) -> list[str]:
    return [str(year) for year in range(last - n + 1, last + 1)]


def months(n: int, last: int = 2024) -> list[str]:
    return [f"{year}-{month:02d}" for year in range(last - n + 1, last + 1) for month in range(1, 13)]


def made(
    matt: str,
    periods: Sequence[str],
    values: Sequence[float],
    sizes: float | Sequence[float] | None = None,
    *,
    areas: tuple[str, ...] = ("2480",),
    name: str = "Umeå",
    status: Sequence[str] | None = None,
    version: str = "",
) -> Series:
    """A series of the values, NaN where there is none (`saknas`, unless status tells otherwise)."""
    values = np.array(values, float)
    sizes = np.broadcast_to(np.nan if sizes is None else np.array(sizes, float), values.shape)
    status = status if status is not None else np.where(np.isnan(values), "saknas", "")
    points = {"period": periods, "varde": values, "namnare": sizes, "status": status}
    table = pd.DataFrame(points | {"fil": "", "blad": "", "radnr": 0})
    return Series(matt, version, "", "totalt", "prov", areas, name, table)


def ar1(rng: np.random.Generator, n: int, rho: float) -> np.ndarray:
    """AR(1) noise with the standard deviation 1, from its stationary distribution."""
    white, noise = rng.standard_normal(n), np.empty(n)
    noise[0] = white[0]
    for at in range(1, n):
        noise[at] = rho * noise[at - 1] + np.sqrt(1 - rho**2) * white[at]
    return noise


def _truth(mu: np.ndarray) -> tuple[float, float, float]:
    return (mu[-1] - mu[0]) / (len(mu) - 1), mu[-1], mu[-1] - mu[0]


def share(n: int, rho: float, size: int = 3000, spread: float = 0.6) -> Callable[[np.random.Generator], Made]:
    """Binomial counts around shares that vary around a logistic trend; spread: in percentage points."""

    def make(rng: np.random.Generator) -> Made:
        p = 1 / (1 + np.exp(2.2 + 0.04 * np.arange(n)))
        noisy = np.clip(p + spread / 100 * ar1(rng, n, rho), 0.001, 1)
        sizes = size * (1 + 0.01 * np.arange(n))
        values = 100 * rng.binomial(sizes.astype(int), noisy) / sizes.astype(int)
        return made("uvas_andel", years(n), values, sizes.astype(int)), *_truth(100 * p)

    return make


def rate(n: int, rho: float) -> Callable[[np.random.Generator], Made]:
    """Days per insured, yearly, around a trend of the logarithm."""

    def make(rng: np.random.Generator) -> Made:
        mu = 12 * np.exp(-0.03 * np.arange(n))
        values = mu + 0.25 * np.sqrt(mu) * ar1(rng, n, rho)
        return made("sjukpenningtal", years(n), values, 9000), *_truth(mu)

    return make


def count(n: int, rho: float, mean: float = 300) -> Callable[[np.random.Generator], Made]:
    """Poisson counts around a level that varies."""

    def make(rng: np.random.Generator) -> Made:
        mu = mean * np.exp(0.02 * np.arange(n))
        noisy = np.maximum(mu + 2 * np.sqrt(mu) * ar1(rng, n, rho), 1)
        return made("helarsekvivalenter_totalt", years(n), rng.poisson(noisy)), *_truth(mu)

    return make


def plain(n: int, rho: float) -> Callable[[np.random.Generator], Made]:
    """Rates without denominators around a straight line."""

    def make(rng: np.random.Generator) -> Made:
        mu = 12 - 0.3 * np.arange(n)
        return made("sjukpenningtal", years(n), mu + 0.8 * ar1(rng, n, rho)), *_truth(mu)

    return make


def rolling(n: int, rho: float) -> Callable[[np.random.Generator], Made]:
    """Rolling twelve-month rates of n years, of months with AR(1) noise around a straight line."""

    def make(rng: np.random.Generator) -> Made:
        single = 1 - 0.002 * np.arange(12 * n + 11) + 0.25 * ar1(rng, 12 * n + 11, rho)
        values = np.convolve(single, np.ones(12), "valid")
        mu = np.convolve(1 - 0.002 * np.arange(12 * n + 11), np.ones(12), "valid")[11::12]
        return made("sjukpenningtal", months(n), values), *_truth(mu)

    return make


def mixed(n: int) -> Callable[[np.random.Generator], Made]:
    """A straight line whose autocorrelation is drawn anew each time, from 0 to 0.8."""
    return lambda rng: plain(n, rng.uniform(0, 0.8))(rng)


def pair(n: int, rho: float, extra: float = 0.0) -> Callable[[np.random.Generator], tuple[Series, Series]]:
    """A kommun and its county, which holds it, in days per insured.

    Both share a trend, AR(1) shocks and the bump of a pandemic, and have AR(1) noise of their own; extra: what the
    kommun's rate changes a year beyond the others'.
    """

    def make(rng: np.random.Generator) -> tuple[Series, Series]:
        common = 11 - 0.15 * np.arange(n) + 0.6 * ar1(rng, n, 0.7)
        common[n - 5 : n - 3] += 2
        own = common + 1 + extra * np.arange(n) + 0.5 * ar1(rng, n, rho)
        others = common + 0.1 * ar1(rng, n, rho)
        county = (own * 2000 + others * 18000) / 20000
        return (
            made("sjukpenningtal", years(n), own, 2000),
            made("sjukpenningtal", years(n), county, 20000, areas=("24",), name="Västerbottens län"),
        )

    return make


def stepped(n: int, rho: float, size: float, at: int) -> Callable[[np.random.Generator], Series]:
    """A straight line with AR(1) noise of standard deviation 1, that shifts by size before point at."""

    def make(rng: np.random.Generator) -> Series:
        values = 20 - 0.3 * np.arange(n) + size * (np.arange(n) >= at) + ar1(rng, n, rho)
        return made("sjukpenningtal", years(n), values)

    return make
