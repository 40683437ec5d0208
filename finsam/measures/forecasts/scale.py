"""The scale that figures are forecast on, where no forecast can leave what the measure can be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from finsam.tables.statistics import Measure


@dataclass(frozen=True)
class Scale:
    """kind: `logit` of a share, `logaritm` of a rate or a count, `linjar` where a figure is at a bound of those.

    low, high: the least and the most that the measure can be, infinite where there is none.
    """

    kind: Literal["logit", "logaritm", "linjar"]
    low: float
    high: float

    def of(self, values: np.ndarray) -> np.ndarray:
        if self.kind == "linjar":
            return values
        return np.log(values) if self.kind == "logaritm" else np.log(values) - np.log(self.high - values)

    def back(self, values: np.ndarray) -> np.ndarray:
        """In the measure's unit, within its bounds."""
        if self.kind == "linjar":
            return np.clip(values, self.low, self.high)
        with np.errstate(over="ignore"):
            return np.exp(values) if self.kind == "logaritm" else self.high / (1 + np.exp(-values))


def scale_of(values: np.ndarray, measure: Measure) -> Scale:
    """The scale of a measure's figures; a delivered figure outside of what the measure can be takes its bound away."""
    low = 0.0 if measure.slag and (values >= 0).all() else -np.inf
    whole = float(measure.per)
    high = whole if measure.slag == "andel" and (values <= whole).all() else np.inf
    if low == 0 and (values > 0).all():
        if np.isinf(high):
            return Scale("logaritm", low, high)
        if (values < high).all():
            return Scale("logit", low, high)
    return Scale("linjar", low, high)
