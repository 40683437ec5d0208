"""Which figures of a series a trend may use: one a year, after the last break, and what is left out, in words."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

import numpy as np
import pandas as pd

from finsam.register.series import Series

#: A trend is judged by at least so many figures, and by at least this share of the years that they span.
FEWEST, LEAST_SHARE = 4, 0.5

_WORDS = ("Ingen", "En", "Två", "Tre", "Fyra", "Fem", "Sex", "Sju", "Åtta", "Nio", "Tio", "Elva", "Tolv")


@dataclass(frozen=True)
class Usable:
    """Figures that don't share months: periods as in the series, times in years, values in the measure's unit.

    sizes: denominators, None where they aren't told for all. grid: how many figures there would be without gaps.
    note: Swedish sentences on what was left out; empty where nothing was.
    """

    periods: tuple[str, ...]
    times: np.ndarray
    values: np.ndarray
    sizes: np.ndarray | None
    grid: int
    note: str

    def __len__(self) -> int:
        return len(self.periods)

    def kept(self, chosen: np.ndarray) -> Usable:
        """The chosen figures (a mask) alone."""
        periods = tuple(period for period, keep in zip(self.periods, chosen, strict=True) if keep)
        sizes = None if self.sizes is None else self.sizes[chosen]
        return Usable(periods, self.times[chosen], self.values[chosen], sizes, self.grid, self.note)


def time_of(period: str) -> float:
    """`2024` and `2024-12` are 2024.0: a year counts from its end, as rolling figures do."""
    return float(period) if len(period) == 4 else int(period[:4]) + (int(period[5:]) - 12) / 12


def usable(series: Series, last: str | None = None) -> Usable:
    """The figures after the latest break, one a year, that have a value and no denominator of 0.

    Of figures that cover twelve months, every twelfth is taken, counted back from the last one (or from the month
    `last`): they share no month with each other, and all months of the span are in them. Months of other measures
    are averaged twelve by twelve, counted back in the same way; rates by their denominators.
    """
    notes = ["Siffrorna före seriens senaste brott räknas inte med."] if series.breaks else []
    points = _points(series.since_break())
    gone = ~np.isnan(points.values) & (points.sizes <= 0)
    if gone.any() and series.measure.slag in ("andel", "kvot"):
        points = replace(
            points,
            values=np.where(gone, np.nan, points.values),
            status=np.where(gone, "noll", points.status),
        )
    known = points.kept(~np.isnan(points.values))
    if not len(known.periods):
        return Usable((), np.empty(0), np.empty(0), None, 0, sentences(*notes, *_left_out(points)))
    end = last or known.periods[-1]
    later, points = points.kept(points.periods > end), points.kept(points.periods <= end)
    step = max(1, -(-series.measure.rullande // 12))
    if series.is_monthly and series.measure.rullande < 2:
        points = _averaged(points, series.measure.slag)
    points = _every(points, step)
    first, final = time_of(points.periods[0]), time_of(points.periods[-1])
    absent = round((final - first) / step) + 1 - len(points.periods)
    notes += _left_out(points.then(later), absent)
    used = points.kept(~np.isnan(points.values))
    times = np.array([time_of(period) for period in used.periods])
    return Usable(
        tuple(used.periods),
        times,
        used.values,
        used.sizes if len(times) and (used.sizes > 0).all() else None,
        round((times[-1] - times[0]) / step) + 1 if len(times) else 0,
        sentences(*notes),
    )


@dataclass(frozen=True)
class _Points:
    """The points of a series as arrays, in order of time. values and sizes: NaN where there is none."""

    periods: np.ndarray
    values: np.ndarray
    sizes: np.ndarray
    status: np.ndarray

    def kept(self, chosen: np.ndarray) -> _Points:
        """The chosen points (a mask) alone."""
        return _Points(self.periods[chosen], self.values[chosen], self.sizes[chosen], self.status[chosen])

    def then(self, later: _Points) -> _Points:
        """These points and later ones."""
        pairs = [(getattr(self, each.name), getattr(later, each.name)) for each in fields(self)]
        return _Points(*map(np.concatenate, pairs))


def _points(series: Series) -> _Points:
    points = series.points
    text = [points[name].to_numpy(object) for name in ("period", "status")]
    values, sizes = (points[name].to_numpy(float) for name in ("varde", "namnare"))
    return _Points(text[0], values, sizes, text[1])


def _every(points: _Points, step: int) -> _Points:
    """The points a whole number of steps (years) before the last."""
    times = np.array([time_of(period) for period in points.periods])
    back = (times[-1] - times) / step
    return points.kept(np.abs(back - back.round()) < 1e-6)


def _averaged(points: _Points, slag: str | None) -> _Points:
    """Twelve months in one, by the name of the last; without a figure where one of the twelve has none."""
    rows = []
    months = {period: at for at, period in enumerate(points.periods)}
    end = points.periods[-1]
    while end >= points.periods[0]:
        names = [str(pd.Period(end, "M") - back) for back in range(12)]
        at = [months[name] for name in names if name in months]
        values, sizes = points.values[at], points.sizes[at]
        whole = len(at) == 12 and not np.isnan(values).any()
        weighed = slag in ("andel", "kvot") and bool((sizes > 0).all())
        value = np.average(values, weights=sizes if weighed else None) if whole else np.nan
        hidden = (points.status[at] == "undertryckt").any()
        status = "" if whole else "undertryckt" if hidden else "saknas"
        rows.append((end, value, sizes.mean() if at else np.nan, status))
        end = str(pd.Period(end, "M") - 12)
    periods, averages, means, states = zip(*rows[::-1], strict=True)
    return _Points(
        np.array(periods, object), np.array(averages, float), np.array(means, float), np.array(states, object)
    )


def _left_out(points: _Points, absent: int = 0) -> list[str]:
    """Sentences on the points that have no figure, and on those (absent) that have no row."""
    hidden, nothing = (int((points.status == one).sum()) for one in ("undertryckt", "noll"))
    missing = int(np.isnan(points.values).sum()) - hidden - nothing + absent
    return [
        f"{_count(count)} {one if count == 1 else many}."
        for count, one, many in (
            (hidden, "siffra är undertryckt", "siffror är undertryckta"),
            (missing, "siffra saknas", "siffror saknas"),
            (nothing, "siffra har nämnaren noll", "siffror har nämnaren noll"),
        )
        if count > 0
    ]


def _count(count: int) -> str:
    return _WORDS[count] if count < len(_WORDS) else str(count)


def why_not(figures: Usable) -> str:
    """The Swedish sentence why no trend can be judged by the figures; empty where one can."""
    if not len(figures):
        return "Det finns inga siffror att följa."
    if len(figures) < FEWEST:
        many = "siffra" if len(figures) == 1 else "siffror"
        return f"Det finns bara {_count(len(figures)).lower()} {many}, och av så få kan ingen trend bedömas."
    if len(figures) < LEAST_SHARE * figures.grid:
        return "Mer än hälften av åren saknar siffra, och då kan ingen trend bedömas."
    if np.ptp(figures.values) <= 1e-12 * np.abs(figures.values).max():
        return "Alla siffror är lika, och då finns ingen variation att bedöma en trend mot."
    return ""


def sentences(*parts: str) -> str:
    """Sentences after each other, without the empty ones."""
    return " ".join(part for part in parts if part)
