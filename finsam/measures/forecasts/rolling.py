"""How far forecasts would have been from what came, had they been made each year of what was known then."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from finsam.measures.forecasts.methods import AHEAD, Method, unchanged, with_drift
from finsam.measures.forecasts.scale import Scale

#: The first forecast of a trial is made of so many figures; a model is tried with at least so many of one year ahead.
TRAINED, LEAST_TRIED = 6, 5

#: A model is better when its mean error is smaller at each distance, and as a mean over them at most this share of the
#: unchanged figure's. Of series that only wander by chance fewer than 1 in 10 look so, of the fewest figures that are tried
#: (tests/test_forecasts.py).
BETTER = 0.75


def errors(values: np.ndarray, method: Method, first: int) -> list[np.ndarray]:
    """What came less what was forecast, for 1 to AHEAD years ahead: a forecast of the first figures, of one more, and on.

    values: as the method takes them. first: how many figures the first forecast is made of.
    """
    made = {count: method(values[:count]) for count in range(first, len(values))}
    return [
        np.array(
            [
                values[count + ahead] - found[ahead]
                for count, found in made.items()
                if count + ahead < len(values)
            ]
        )
        for ahead in range(AHEAD)
    ]


@dataclass(frozen=True)
class Tried:
    """The trial of a model against the unchanged figure on the same years.

    counts: forecasts of each distance. model, naive: the mean absolute error of each distance in the measure's unit.
    spread: the model's errors of each distance on the scale that it was made on.
    """

    counts: tuple[int, ...]
    model: tuple[float, ...]
    naive: tuple[float, ...]
    spread: list[np.ndarray] = field(repr=False, compare=False)

    @property
    def ratios(self) -> tuple[float, ...]:
        """The model's error as a share of the unchanged figure's; infinite where that had none."""
        return tuple(
            one / other if other > 0 else np.inf for one, other in zip(self.model, self.naive, strict=True)
        )

    @property
    def is_better(self) -> bool:
        """False also where the model has no forecast of some year (NaN)."""
        return all(ratio < 1 for ratio in self.ratios) and float(np.mean(self.ratios)) <= BETTER


def tried(values: np.ndarray, scale: Scale) -> Tried | None:
    """Smoothing with drift on the scale against the unchanged figure; None of figures that are too few."""
    if len(values) < TRAINED + LEAST_TRIED:
        return None
    on_scale = scale.of(values)
    spread = errors(on_scale, with_drift, TRAINED)
    naive = errors(values, unchanged, TRAINED)
    # Back in the unit: what came, and what the error says was forecast.
    model = [
        values[TRAINED + ahead :] - scale.back(on_scale[TRAINED + ahead :] - missed)
        for ahead, missed in enumerate(spread)
    ]
    return Tried(
        tuple(map(len, naive)),
        tuple(float(np.abs(each).mean()) for each in model),
        tuple(float(np.abs(each).mean()) for each in naive),
        spread,
    )
