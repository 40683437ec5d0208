"""When a target is reached at today's pace, with its uncertainty, or that it isn't."""

from __future__ import annotations

import math

import numpy as np

from finsam.measures.shares import LEVEL
from finsam.measures.trends.results import Reach, Trend
from finsam.measures.trends.trend import scale_of
from finsam.measures.trends.usable import time_of
from finsam.register.series import Series
from finsam.tables.statistics import Target

#: No line is drawn further than this many years, nor further than the series is long.
FURTHEST = 20


def reached(trend: Trend, target: Target) -> Reach:
    """How a series stands against a target of the level, of the change since a year, or of the yearly change.

    The first two are met by figures at or below a limit. The crossing is where the trend line is there; its interval
    holds the times at which the limit is inside the line's 95 percent interval (Fieller 1954, J R Stat Soc B 16:175;
    here with the uncertainty of the autocorrelation in it). A yearly change in percent is met when its whole interval
    is at or below the target, and not met when the whole is above. Raises nothing.
    """
    if target.slag == "per_ar":
        return _pace(trend, float(target.varde))
    limit, reason = _limit(trend.series, target)
    if reason:
        return Reach("kan_inte_bedomas", None, None, None, reason)
    known = trend.series.since_break().known
    if not len(known):
        return Reach("kan_inte_bedomas", None, None, None, trend.reason, limit)
    if known["varde"].iloc[-1] <= limit:
        above = np.flatnonzero(known["varde"].to_numpy() > limit)
        since = known["period"].iloc[above[-1] + 1 if len(above) else 0]
        return Reach("natt", since, None, None, "Den senaste siffran når målet.", limit)
    if trend.series.measure.slag and limit <= 0:
        return Reach("nas_inte", None, None, None, "Målet skulle innebära noll eller mindre.", limit)
    if not trend.judged or trend.fit is None:
        return Reach("kan_inte_bedomas", None, None, None, trend.reason, limit)
    return _crossing(trend, limit)


def _limit(series: Series, target: Target) -> tuple[float, str]:
    """The level that figures are to be at or below; NaN and a Swedish sentence where it can't be told."""
    if target.slag == "niva":
        return float(target.varde), ""
    year = str(target.basar)
    period = f"{year}-12" if series.is_monthly else year
    known = series.since_break().known
    base = known[known["period"] == period]
    if len(base):
        return float(base["varde"].iloc[0]) + float(target.varde), ""
    if (series.known["period"] == period).any():
        return (
            math.nan,
            f"Basåret {year} ligger före seriens senaste brott och kan inte jämföras med senare år.",
        )
    return math.nan, f"Basåret {year} saknar siffra, och utan den kan målet inte bedömas."


def _pace(trend: Trend, wanted: float) -> Reach:
    """A target of the average yearly change in percent."""
    interval = trend.percent_interval
    if not trend.judged or interval is None:
        reason = trend.reason or "Trenden går under noll, och då finns ingen förändring i procent."
        return Reach("kan_inte_bedomas", None, None, None, reason)
    if interval.high <= wanted:
        return Reach(
            "natt", trend.last, None, None, "Hela intervallet för den årliga förändringen når målet."
        )
    if interval.low > wanted:
        return Reach(
            "nas_inte", None, None, None, "Hela intervallet för den årliga förändringen ligger över målet."
        )
    reason = "Intervallet för den årliga förändringen ligger på båda sidor om målet."
    return Reach("kan_inte_bedomas", None, None, None, reason)


def _crossing(trend: Trend, limit: float) -> Reach:
    """The first later figure where the trend line is at or below the limit, and where both ends of its interval are."""
    model, series = trend.fit, trend.series
    if model is None:
        raise ValueError("A trend without a model crosses nothing.")
    scaled = limit / scale_of(model, series.measure)
    if model.family == "logit" and scaled >= 1:
        return Reach("nas_inte", None, None, None, "Målet ligger utanför det möjliga.", limit)
    wanted = model.link(scaled)
    years = min(FURTHEST, model.times[-1] - model.times[0])
    later = _later(trend.last, years)
    line = model.predictor(np.array([time_of(period) for period in later]))
    # An end of the interval is at or below the limit where that much of the distribution is.
    below = line.below(wanted)
    period = _first(line.estimates <= wanted, later)
    earliest = _first(below >= (1 - LEVEL) / 2, later)
    latest = _first(below >= (1 + LEVEL) / 2, later, to_stay=True)
    if period is not None:
        reason = "Trendlinjen når målet, om den fortsätter som hittills."
        if model.predictor(model.times[-1:]).estimates[0] <= wanted:
            reason = "Trendlinjen är redan vid målet, men den senaste siffran är det inte."
        return Reach("nas", period, earliest, latest, reason, limit)
    if trend.per_year >= 0:
        reason = "Trenden går inte mot målet."
    else:
        reason = "Med dagens takt nås målet inte inom den tid som går att överblicka."
    return Reach("nas_inte", None, earliest, None, reason, limit)


def _later(last: str, years: float) -> list[str]:
    """The periods after the last, as many years as are told; months after a month."""
    if len(last) == 4:
        return [str(int(last) + ahead) for ahead in range(1, math.floor(years + 1e-6) + 1)]
    month = int(last[:4]) * 12 + int(last[5:]) - 1
    return [
        f"{(month + ahead) // 12}-{(month + ahead) % 12 + 1:02d}" for ahead in range(1, round(12 * years) + 1)
    ]


def _first(holds: np.ndarray, periods: list[str], to_stay: bool = False) -> str | None:
    """The first period where it holds, or (to_stay) from which it holds to the end; None without one."""
    if to_stay:
        holds = np.logical_and.accumulate(holds[::-1])[::-1]
    return periods[int(holds.argmax())] if holds.any() else None
