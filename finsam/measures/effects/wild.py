"""The wild cluster bootstrap of an overall effect, for few clusters.

The mean of effects by cohort and period is the coefficient of one dummy in a weighted regression: a row for each unit and
effect with the unit's change since the base period, a fixed effect for each ATT(g, t), members of an effect weighing
together as much as those they are compared with, and each effect as much as its cohort has units. Its clusters are
resampled with the null imposed (Cameron, Gelbach and Miller 2008, Review of Economics and Statistics 90(3):414-427).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np

from finsam.measures.effects.group_time import GroupTime

#: Webb's six points, for few clusters: Rademacher's two give only 2**C different draws (Webb 2023, Canadian Journal of
#: Economics 56(3):839-858).
WEBB = np.array([-np.sqrt(1.5), -1.0, -np.sqrt(0.5), np.sqrt(0.5), 1.0, np.sqrt(1.5)])
#: Of so many clusters or fewer all draws of signs are made; of fewer than this Webb's points are drawn.
ENUMERATED, FEW = 12, 20


@dataclass(frozen=True)
class Wild:
    """The effect with its t value and p value. clusters: how many. weights: `rademacher`, `webb` or `alla`."""

    effect: float
    t: float
    p: float
    clusters: int
    weights: str


def wild(
    found: GroupTime,
    clusters: np.ndarray,
    last: float = np.inf,
    draws: int = 999,
    seed: int = 0,
    null: float = 0.0,
) -> Wild:
    """Test that the mean of all effects from joining until the event time `last` is the null.

    The effect is that of aggregate.simple where every unit of a cohort has a figure in each of its periods.
    p: the share of draws whose |t| is at least as large; the draws of all signs hold the sample itself. Of C clusters
    it can't be less than 2 / 2**C. Raises ValueError without such an effect or with a single cluster.
    """
    rows = _rows(found, last)
    names, at = np.unique(clusters.astype(str), return_inverse=True)
    if rows is None or len(names) < 2:
        raise ValueError("an effect and two clusters are needed")
    made = _Sums(rows, at[rows.unit], len(names), null)
    draw, name = _draws(len(names), draws, seed)
    t, drawn = made.t(np.ones((len(names), 1)))[0], made.t(draw)
    # A draw that only differs in its last bits is as large.
    larger = np.abs(drawn) >= np.abs(t) * (1 - 1e-9)
    p = larger.mean() if name == "alla" else (1 + larger.sum()) / (1 + len(drawn))
    return Wild(made.effect, float(t), float(p), len(names), name)


def _draws(clusters: int, draws: int, seed: int) -> tuple[np.ndarray, str]:
    """C x R weights, and which they are."""
    if clusters <= ENUMERATED:
        return np.array(list(product([1.0, -1.0], repeat=clusters))).T, "alla"
    random = np.random.default_rng(seed)
    if clusters < FEW:
        return random.choice(WEBB, (clusters, draws)), "webb"
    return random.choice([-1.0, 1.0], (clusters, draws)), "rademacher"


@dataclass(frozen=True)
class _Rows:
    """A row for each unit and effect: the unit and the effect by number, its change, weight, and whether a member."""

    unit: np.ndarray
    cell: np.ndarray
    change: np.ndarray
    weight: np.ndarray
    member: np.ndarray


def _rows(found: GroupTime, last: float) -> _Rows | None:
    panel, parts = found.panel, []
    for cell in np.flatnonzero((found.event >= 0) & (found.event <= last)):
        change = panel.at(found.period[cell]) - panel.at(found.base[cell])
        size = (panel.first == found.cohort[cell]).sum()
        for member, of in ((1.0, found.treated[cell]), (0.0, found.compared[cell])):
            units = np.flatnonzero(of)
            each = np.full(len(units), size / len(units))
            parts.append((units, np.full(len(units), cell), change[units], each, np.full(len(units), member)))
    return _Rows(*(np.concatenate(column) for column in zip(*parts, strict=True))) if parts else None


class _Sums:
    """What the draws need of the rows, by cluster: the t value of a draw is then a product of small matrices."""

    def __init__(self, rows: _Rows, cluster: np.ndarray, clusters: int, null: float):
        _, cell = np.unique(rows.cell, return_inverse=True)
        whole = np.bincount(cell, rows.weight)

        def apart(values: np.ndarray) -> np.ndarray:
            return values - (np.bincount(cell, rows.weight * values) / whole)[cell]

        member, change = apart(rows.member), apart(rows.change)
        self._size = float((rows.weight * member**2).sum())
        self.effect = float((rows.weight * member * change).sum() / self._size)
        kept = change - null * member  # What is left under the null; it is 0 on average in every cell.
        score = rows.weight * member
        self._q = np.bincount(cluster, score * kept, clusters)
        self._k = np.bincount(cluster, score * member, clusters)
        shape, at = (clusters, len(whole)), (cluster, cell)
        means, sums = np.zeros(shape), np.zeros(shape)
        np.add.at(means, at, rows.weight * kept)
        np.add.at(sums, at, score)
        self._means, self._sums = means / whole, sums

    def t(self, draws: np.ndarray) -> np.ndarray:
        """The t values of draws (C x R) of what is left under the null, with cluster-robust standard errors; of ones
        it is that of the sample."""
        effect = self._q @ draws / self._size
        scores = self._q[:, None] * draws - self._sums @ (self._means.T @ draws) - np.outer(self._k, effect)
        clusters = len(draws)
        error = np.sqrt((scores**2).sum(axis=0) * clusters / (clusters - 1)) / self._size
        return np.divide(effect, error, out=np.zeros_like(effect), where=error > 0)
