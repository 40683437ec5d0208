"""Series as lines on a plane: where in time each figure lies, and where the line is broken."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from finsam.register.series import Series
from finsam.tables.statistics import Target


def place(period: str) -> float:
    """Where a period lies on an axis of years; the twelve months up to December are where their year is."""
    return float(period[:4]) + (int(period[5:7]) / 12 - 1 if len(period) == 7 else 0)


def thinned(one: Series) -> Series:
    """Of figures that cover twelve months one a year, the month of the latest: those between say the same again."""
    if not one.is_monthly or one.measure.rullande != 12 or not len(one.known):
        return one
    month = one.known["period"].iloc[-1][4:]
    points = one.points[one.points["period"].str.endswith(month)].reset_index(drop=True)
    return replace(one, points=points)


def line(one: Series) -> tuple[np.ndarray, np.ndarray]:
    """Places and figures, with NaN wherever the line is to be broken: at gaps and at breaks of the series."""
    points = one.points
    xs, ys = [place(when) for when in points["period"]], points["varde"].to_numpy(dtype=float)
    step = (1 / 12 if one.is_monthly and one.measure.rullande != 12 else 1) * 1.5
    cuts = [place(each.fran) if len(each.fran) == 7 else float(each.fran) for each in one.breaks]
    made_x, made_y = [], []
    for at, (x, y) in enumerate(zip(xs, ys, strict=True)):
        if at and (x - xs[at - 1] > step or any(xs[at - 1] < cut <= x for cut in cuts)):
            made_x.append(x)
            made_y.append(np.nan)
        made_x.append(x)
        made_y.append(y)
    return np.array(made_x), np.array(made_y)


def alone(ys: np.ndarray) -> np.ndarray:
    """Which figures have a gap on both sides, so that a line alone wouldn't show them."""
    known = np.isfinite(ys)
    before, after = np.roll(known, 1), np.roll(known, -1)
    before[:1] = after[-1:] = False
    inside: np.ndarray = known & ~before & ~after
    return inside


def goal_line(one: Series, target: Target) -> tuple[np.ndarray, np.ndarray] | None:
    """The goal from its first to its last year as a line for an area; None where it has no figure to count from.

    `niva`: the same level everywhere. `fran_basar`: the base year's own figure and the change. `per_ar`: the figure of
    the base year, or the first after the latest break, times (1 + varde / 100) for each year since.
    """
    known = one.since_break().known
    if not len(known):
        return None
    first, last = place(known["period"].iloc[0]), place(one.points["period"].iloc[-1])
    if target.slag == "niva":
        return np.array([place(one.points["period"].iloc[0]), last]), np.full(2, float(target.varde))
    start = known[known["period"].str.startswith(str(target.basar))] if target.basar else known.head(1)
    if not len(start):
        return None
    # Of months the last one of the base year, which is the year's where figures cover twelve.
    begun, value = place(start["period"].iloc[-1]), float(start["varde"].iloc[-1])
    if target.slag == "fran_basar":
        return np.array([begun, last]), np.full(2, value + float(target.varde))
    years = np.arange(0, max(last - first, 0) + 1e-9)
    return begun + years, value * (1 + float(target.varde) / 100) ** years
