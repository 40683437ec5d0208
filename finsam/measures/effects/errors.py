"""Standard errors and simultaneous bands from influences, with units of a cluster taken together.

They rest on many members and many others. Of a cohort of one unit the influence is 0, as if the unit itself had no
chance in it: who has few members is served by `placebo` and `wild`.
"""

from __future__ import annotations

import numpy as np
from scipy.stats import norm

from finsam.measures.shares import LEVEL


def of_clusters(influence: np.ndarray, clusters: np.ndarray) -> np.ndarray:
    """The sums of the influences (U, or U x K) of each cluster: C, or C x K."""
    _, at = np.unique(clusters.astype(str), return_inverse=True)
    sums = np.zeros((at.max() + 1, *influence.shape[1:]))
    np.add.at(sums, at, influence)
    return sums


def standard_error(influence: np.ndarray, clusters: np.ndarray) -> np.ndarray:
    """Of one effect (influence U) or K (U x K), by clusters."""
    return np.sqrt((of_clusters(influence, clusters) ** 2).sum(axis=0)) / len(influence)


def critical_value(
    influence: np.ndarray, clusters: np.ndarray, draws: int = 999, seed: int = 0, level: float = LEVEL
) -> float:
    """How many standard errors wide a band is that holds all K effects at once: at least that of a single interval.

    The multiplier bootstrap of Callaway and Sant'Anna (2021), section 4.1, algorithm 1, with Rademacher weights: the
    quantile of the largest of the K statistics. Effects without error (a base period) don't count.
    """
    single = float(norm.ppf((1 + level) / 2))
    sums = of_clusters(influence, clusters) / len(influence)
    size = np.sqrt((sums**2).sum(axis=0))
    sums = sums[:, size > 1e-12 * max(size.max(initial=0), 1e-300)]
    if not sums.shape[1]:
        return single
    signs = np.random.default_rng(seed).choice([-1.0, 1.0], (draws, len(sums)))
    drawn = signs @ sums
    # The quartiles are hurt less by few extreme draws than the standard deviation is.
    low, high = np.quantile(drawn, [0.25, 0.75], axis=0)
    spread = (high - low) / (2 * norm.ppf(0.75))
    return max(single, float(np.quantile(np.abs(drawn / spread).max(axis=1), level)))
