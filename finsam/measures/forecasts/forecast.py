"""The forecast of a series: which figures it is made of, by which method, and how far from it the outcome may be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.stats import t

from finsam.measures.forecasts.methods import AHEAD, unchanged, with_drift
from finsam.measures.forecasts.rolling import Tried, errors, tried
from finsam.measures.forecasts.scale import Scale, scale_of
from finsam.measures.shares import Interval
from finsam.measures.trends.usable import sentences, usable
from finsam.register.series import Series

#: The share of outcomes that intervals are made to hold; fewer figures of years that follow each other make no forecast.
LEVEL, FEWEST = 0.8, 6

_MethodName = Literal["drift", "oforandrat"]


@dataclass(frozen=True)
class Ahead:
    """A forecast period, its point and its interval in the measure's unit. Never an outcome."""

    period: str
    value: float
    interval: Interval


@dataclass(frozen=True)
class Forecast:
    """n, first, last: how many figures it is made of, and the periods of the first and last of them.

    ahead: AHEAD periods; empty where there is no forecast, and reason a Swedish sentence that says why. method: `drift`, or
    `oforandrat` where that hasn't done better. tried: None where the figures are too few for a trial. past: the mean
    absolute error of each distance that the unchanged figure would have had, in the measure's unit, over all figures.
    note: Swedish sentences on figures that were left out.
    """

    n: int
    first: str
    last: str
    ahead: tuple[Ahead, ...] = ()
    method: _MethodName = "oforandrat"
    tried: Tried | None = None
    past: tuple[float, ...] = ()
    reason: str = ""
    note: str = ""


def forecast(series: Series, period: str) -> Forecast:
    """The figures of the AHEAD years after a period, of the series' figures up to that.

    One figure a year is used, as by trends (`usable`), after the latest break and the latest year without one. The interval
    is the point plus and minus t times the root mean square of earlier errors at the same distance, on the scale of the
    measure. Errors of two years share a year with the next, so their degrees of freedom are half as many.
    """
    point = series.points[series.points["period"] == period]
    status = str(point["status"].iloc[0]) if len(point) else "saknas"
    if status:
        return _none(_WITHOUT.get(status, _WITHOUT["saknas"]))
    figures = usable(series, period)
    if not len(figures) or figures.periods[-1] != period:
        return _none(_WITHOUT["saknas"])
    step = max(1, -(-series.measure.rullande // 12))
    gaps = np.flatnonzero(np.diff(figures.times) > step + 1e-6)
    start = int(gaps[-1]) + 1 if len(gaps) else 0
    note = sentences(figures.note, _AFTER_GAP if start else "")
    values, periods = figures.values[start:], figures.periods[start:]
    if len(values) < FEWEST:  # In words, since the digits of a text are figures of the book.
        return _none(
            "Det behövs jämförbara siffror från minst sex år i följd.", len(values), periods[0], note
        )
    if not np.ptp(values):
        return _none("Alla siffror är lika, så det går inte att säga hur osäker en prognos är.", len(values))
    scale = scale_of(values, series.measure)
    trial = tried(values, scale)
    method, found, missed = _by_better(scale.of(values), trial)
    ahead = _ahead(found, missed, scale, [_later(period, step * (at + 1)) for at in range(AHEAD)])
    if not np.isfinite([one.interval.high for one in ahead]).all():
        return _none(
            "Siffrorna varierar för mycket för att en prognos ska säga något.", len(values), periods[0]
        )
    return Forecast(
        len(values),
        periods[0],
        period,
        ahead,
        method,
        trial,
        tuple(float(np.abs(each).mean()) for each in errors(values, unchanged, 1)),
        note=note,
    )


_WITHOUT = {
    "saknas": "Den senaste siffran saknas.",
    "undertryckt": "Den senaste siffran visas inte av sekretesskäl.",
    "ej_tillampligt": "Den senaste siffran kan inte förekomma.",
}
_AFTER_GAP = "Bara åren efter det senaste året utan siffra används."


def _none(reason: str, n: int = 0, first: str = "", note: str = "") -> Forecast:
    return Forecast(n, first, "", reason=reason, note=note)


def _by_better(values: np.ndarray, trial: Tried | None) -> tuple[_MethodName, np.ndarray, list[np.ndarray]]:
    """The method, its points and its earlier errors of each distance: with drift where that has done better and has points.

    values, points, errors: on the scale of the measure.
    """
    if trial and trial.is_better and np.isfinite(found := with_drift(values)).all():
        return "drift", found, trial.spread
    return "oforandrat", unchanged(values), errors(values, unchanged, 1)


def _ahead(
    found: np.ndarray, missed: list[np.ndarray], scale: Scale, periods: list[str]
) -> tuple[Ahead, ...]:
    """The points with intervals that never get narrower with the years. found, missed: as `_by_better` gives them."""
    ahead, half = [], 0.0
    for distance, (point, each, period) in enumerate(zip(found, missed, periods, strict=True), start=1):
        half = max(half, t.ppf((1 + LEVEL) / 2, len(each) / distance) * float(np.sqrt((each**2).mean())))
        middle, low, high = (float(end) for end in scale.back(np.array([point, point - half, point + half])))
        ahead.append(Ahead(period, middle, Interval(low, high)))
    return tuple(ahead)


def _later(period: str, years: int) -> str:
    return f"{int(period[:4]) + years}{period[4:]}"
