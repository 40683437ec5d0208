"""Standard errors from influences, with units of a cluster taken together.

They rest on many members and many others. Of a cohort of one unit the influence is 0, as if the unit itself had no
chance in it: who has few members is served by `placebo` and `wild`.
"""

from __future__ import annotations

import numpy as np


def of_clusters(influence: np.ndarray, clusters: np.ndarray) -> np.ndarray:
    """The sums of the influences (U, or U x K) of each cluster: C, or C x K."""
    _, at = np.unique(clusters.astype(str), return_inverse=True)
    sums = np.zeros((at.max() + 1, *influence.shape[1:]))
    np.add.at(sums, at, influence)
    return sums


def standard_error(influence: np.ndarray, clusters: np.ndarray) -> np.ndarray:
    """Of one effect (influence U) or K (U x K), by clusters."""
    return np.sqrt((of_clusters(influence, clusters) ** 2).sum(axis=0)) / len(influence)
