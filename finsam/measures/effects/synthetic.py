"""A synthetic control: what a unit would have been, as a weighted mean of others that were like it before.

Abadie, Diamond and Hainmueller (2010), Journal of the American Statistical Association 105(490):493-505, with the figures
before joining as the only predictors: weights that are never negative and have the sum 1.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.optimize import nnls

#: The smallest part of a spread that weights are held together by, so that one set of them is the best. Of many others
#: and few figures there would be many that fit as well.
RIDGE = 1e-3


@dataclass(frozen=True)
class Synthetic:
    """unit: its name. periods: T. own, made: T figures of the unit and of its synthetic control. joined: the first
    period of membership. weights: of the others by name, without those that weigh nothing."""

    unit: str
    periods: np.ndarray
    own: np.ndarray
    made: np.ndarray
    joined: int
    weights: Mapping[str, float]

    @property
    def after(self) -> np.ndarray:
        """Which periods are from joining on: a mask."""
        return self.periods >= self.joined

    @property
    def gap(self) -> np.ndarray:
        return self.own - self.made

    @property
    def effect(self) -> float:
        """The mean gap from joining on."""
        return float(self.gap[self.after].mean())

    @property
    def error_before(self) -> float:
        """The root of the mean square of the gap before joining (RMSPE)."""
        return float(np.sqrt((self.gap[~self.after] ** 2).mean()))

    @property
    def ratio(self) -> float:
        """The RMSPE from joining on against that before."""
        after = np.sqrt((self.gap[self.after] ** 2).mean())
        return float(after / max(self.error_before, 1e-12))


@dataclass(frozen=True)
class Placed:
    """A unit's synthetic control among those of the others, each as if it had joined."""

    own: Synthetic
    others: tuple[Synthetic, ...]

    @cached_property
    def p(self) -> float:
        """The share of units whose ratio is as large, the unit being one of them."""
        larger = sum(other.ratio >= self.own.ratio * (1 - 1e-12) for other in self.others)
        return (1 + larger) / (1 + len(self.others))


def weights(target: np.ndarray, others: np.ndarray, ridge: float = RIDGE) -> np.ndarray:
    """D weights, none negative, sum 1, by which the others' figures (P x D) come nearest to the target's (P).

    The least sum of squares, plus the sum of squares of the weights times P and the square of `ridge` standard deviations
    of the others' figures.
    """
    spread = others.std() or 1.0
    held = ridge * spread * np.sqrt(len(target)) * np.eye(others.shape[1])
    # The sum of 1 as a row so heavy that it holds to about ten digits.
    heavy = 1e4 * (np.abs(others).max() or 1.0)
    rows = np.vstack([others, held, np.full(others.shape[1], heavy)])
    found, _ = nnls(rows, np.concatenate([target, np.zeros(len(held)), [heavy]]), maxiter=100 * rows.shape[1])
    return found / found.sum()


def synthetic(
    unit: str,
    figures: Mapping[str, np.ndarray],
    periods: np.ndarray,
    joined: int,
    ridge: float = RIDGE,
) -> Synthetic:
    """figures: T figures of the unit and of the others by name, none of them missing. Raises ValueError without a period
    before joining, one from then on, or another unit."""
    before = periods < joined
    names = [name for name in figures if name != unit]
    if not before.any() or before.all() or not names:
        raise ValueError("periods before and after joining and another unit are needed")
    others = np.column_stack([figures[name] for name in names])
    found = weights(figures[unit][before], others[before], ridge)
    kept = {name: float(weight) for name, weight in zip(names, found, strict=True) if weight > 0}
    return Synthetic(unit, periods, figures[unit], others @ found, joined, kept)


def placed(
    unit: str, figures: Mapping[str, np.ndarray], periods: np.ndarray, joined: int, ridge: float = RIDGE
) -> Placed:
    """The unit's synthetic control, and that of each of the others, of which the unit itself is never a part."""
    rest = {name: of for name, of in figures.items() if name != unit}
    return Placed(
        synthetic(unit, figures, periods, joined, ridge),
        tuple(synthetic(name, rest, periods, joined, ridge) for name in rest),
    )
