"""Autocorrelated noise AR(1): which autocorrelations are thought possible, and their matrices."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

#: The autocorrelations from one year to the next that are thought possible, all equally before the figures are seen.
#: With the end at 0.8 the intervals hold 95 percent for all autocorrelations up to 0.5 with 5 to 17 points
#: (docs/trends.md has the simulation); 17 values are as good as a finer grid.
RHOS = np.linspace(0.0, 0.8, 17)


@dataclass(frozen=True)
class Noise:
    """For each of RHOS (k of them) and n points: correlation and its inverse (k, n, n), Cholesky factor, log determinant."""

    correlation: np.ndarray
    inverse: np.ndarray
    factor: np.ndarray
    logdet: np.ndarray


@lru_cache(maxsize=256)
def noise(times: tuple[float, ...]) -> Noise:
    """times: of the points, in years, ascending. Two points d years apart have the correlation rho to the power d."""
    apart = np.abs(np.subtract.outer(times, times))
    correlation = RHOS[:, None, None] ** apart  # 0 ** 0 is 1: the diagonal
    factor = np.linalg.cholesky(correlation)
    logdet = 2 * np.log(np.diagonal(factor, axis1=1, axis2=2)).sum(axis=1)
    return Noise(correlation, np.linalg.inv(correlation), factor, logdet)
