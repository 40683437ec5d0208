"""What a share with its confidence interval tells of counts that aren't shown: a wide interval is one of few people."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from finsam.attack.words import Figure

#: Larger bases than this are told by no interval in whole percent.
_MOST = 2000

#: The 97.5th percentile of the normal distribution.
_Z = 1.959963984540054


@dataclass(frozen=True)
class Counts:
    """The least and the largest that a count and its base can be."""

    counts: tuple[int, int]
    bases: tuple[int, int]


@lru_cache(maxsize=4096)
def counts_of(share: Figure, low: Figure, high: Figure) -> Counts | None:
    """The counts whose 95 percent Wilson interval is printed as `low` to `high`; None when none is, or none so small.

    Wilson (1927), J Am Stat Assoc 22:209.
    """
    bases = np.arange(1, _MOST + 1)
    first = np.ceil(float(share.number - share.slack) / 100 * bases - 1e-9).astype(int)
    spread = int(2 * float(share.slack) / 100 * _MOST) + 2
    counts = first[:, None] + np.arange(spread)
    base = np.broadcast_to(bases[:, None], counts.shape)
    p = counts / base
    middle = (p + _Z**2 / (2 * base)) / (1 + _Z**2 / base)
    with np.errstate(invalid="ignore"):  # more than the base
        half = _Z / (1 + _Z**2 / base) * np.sqrt(p * (1 - p) / base + _Z**2 / (4 * base**2))
    fits = (counts >= 0) & (counts <= base)
    for value, figure in ((100 * p, share), (100 * (middle - half), low), (100 * (middle + half), high)):
        fits &= np.abs(value - float(figure.number)) <= float(figure.slack) + 1e-6
    if not fits.any() or fits[-1].any():
        return None
    return Counts(
        (int(counts[fits].min()), int(counts[fits].max())), (int(base[fits].min()), int(base[fits].max()))
    )
