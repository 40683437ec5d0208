"""Level, change and average yearly change of a series, with intervals that autocorrelation doesn't make too narrow."""

from __future__ import annotations

import math

import numpy as np

from finsam.measures.shares import Interval
from finsam.measures.trends.fit import Fit, NoFit, fit
from finsam.measures.trends.mixture import Mixture
from finsam.measures.trends.results import Trend
from finsam.measures.trends.usable import Usable, usable, why_not
from finsam.register.series import Series
from finsam.tables.statistics import Measure

#: What is told when the figures lie on the trend: there is no noise to judge it against.
ON_A_LINE = "Siffrorna ligger exakt på en linje, och då finns ingen variation att bedöma en trend mot."


def trend(series: Series) -> Trend:
    """The trend of the figures after the series' latest break; reason tells why where none can be judged.

    Raises nothing. Figures that cover twelve months are never used as if months were independent: see `usable`.
    """
    figures = usable(series)
    measure, reason = series.measure, why_not(figures)
    level = figures.values[-1] if len(figures) else math.nan
    change = level - figures.values[0] if len(figures) > 1 else math.nan
    per_year = percent = math.nan
    of_level = of_change = of_year = of_percent = None
    model = None
    if len(figures) > 2 and not reason:
        model = model_of(figures, measure)
        scale = scale_of(model, measure)
        slope, growth = model.slope(), model.log_slope()
        per_year = scale * slope.estimate
        percent = 100 * math.expm1(growth.estimate) if growth else math.nan
        if model.has_noise:
            least, most = _possible(figures, measure)
            of_level = _scaled(model.last(), scale, least, most)
            of_change = _scaled(model.difference(), scale)
            of_year = _scaled(slope, scale)
            of_percent = _percent(growth) if growth else None
        else:
            reason = ON_A_LINE
    elif reason and len(figures) > 3 and not np.ptp(figures.values):
        per_year = percent = 0.0
    return Trend(
        series,
        len(figures),
        figures.periods[0] if len(figures) else "",
        figures.periods[-1] if len(figures) else "",
        float(level),
        of_level,
        float(change),
        of_change,
        per_year,
        of_year,
        percent,
        of_percent,
        model.family if model else family_of(figures, measure),
        reason,
        figures.note,
        model,
    )


def family_of(figures: Usable, measure: Measure) -> str:
    """Which model of fit.FAMILIES fits the measure: its kind, and whether it has denominators.

    A count has a variance that grows with its mean, with or without a denominator; a share or a rate without its
    denominator is followed by a straight line, since nothing tells how certain each figure is.
    """
    if (figures.values < 0).any():
        return "linjar"
    if measure.slag == "antal":
        return "logaritm"
    if figures.sizes is None or measure.slag is None:
        return "linjar"
    if measure.slag == "andel":
        return "logit" if (figures.values <= float(measure.per)).all() else "linjar"
    return "logaritm"


def model_of(figures: Usable, measure: Measure) -> Fit:
    """The fitted model of the figures; a straight line where that of the measure has no finite estimate."""
    family = family_of(figures, measure)
    sizes = None if measure.slag in (None, "antal") else figures.sizes
    try:
        y = figures.values / (float(measure.per) if family == "logit" else 1.0)
        return fit(family, figures.times, y, sizes)
    except NoFit:
        return fit("linjar", figures.times, figures.values, sizes)


def scale_of(model: Fit, measure: Measure) -> float:
    """What a figure of the model is multiplied by to be one of the measure's unit."""
    return float(measure.per) if model.family == "logit" else 1.0


def _possible(figures: Usable, measure: Measure) -> tuple[float, float]:
    """The least and the most that the measure can be; no bound that a delivered figure is outside of."""
    least = 0.0 if measure.slag and (figures.values >= 0).all() else -math.inf
    whole = float(measure.per)
    most = whole if measure.slag == "andel" and (figures.values <= whole).all() else math.inf
    return least, most


def _scaled(mixture: Mixture, scale: float, least: float = -math.inf, most: float = math.inf) -> Interval:
    """The interval in the measure's unit, without values that the measure can't have."""
    found = mixture.interval
    return Interval(max(least, scale * found.low), min(most, scale * found.high))


def _percent(growth: Mixture) -> Interval:
    found = growth.interval
    return Interval(100 * math.expm1(found.low), 100 * math.expm1(found.high))
