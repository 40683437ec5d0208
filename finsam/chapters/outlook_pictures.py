"""The picture of a measure's forecasts: a panel for each area, its figures as a line and its forecast as something else.

A forecast is dashed, has hollow points and a hatched band, and stands right of a line with the word, so that nobody
takes it for an outcome, with or without colours.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from textwrap import wrap
from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from finsam.chapters import figures
from finsam.chapters.drawings import swedish_tick
from finsam.chapters.figures import Figure, brand, styled
from finsam.chapters.markdown import escape
from finsam.chapters.outlook import Foreseen, Question
from finsam.chapters.outlook_tables import INTERVAL
from finsam.chapters.register_lines import alone, line, place
from finsam.chapters.register_text import (
    between,
    drawn_values,
    figure,
    goal_text,
    time,
    title,
    unit_of,
)
from finsam.measures.forecasts import Ahead
from finsam.register.series import Series
from finsam.swedish import SIGNS
from finsam.tables.statistics import Target

#: Panels beside each other, and as many as one picture holds on a page; inches of one; letters of its title.
_BESIDE, _MOST, _PANEL, _LETTERS = 3, 18, 1.75, 30
_DASHES = (0, (2, 1))
#: Years before the forecast that are drawn: of more the forecast would be a small part at the end.
_BEFORE = 10


def pictures(question: Question | None) -> list[Figure]:
    """As many as all areas with a forecast need; nothing where no area has one."""
    if question is None:
        return []
    drawn = question.there
    return [_picture(question, drawn[at : at + _MOST], at // _MOST + 1) for at in range(0, len(drawn), _MOST)]


def _picture(question: Question, drawn: Sequence[Foreseen], at: int) -> Figure:
    measure, beside = question.measure, min(_BESIDE, len(drawn))
    down = -(-len(drawn) // beside)
    drawing, places = figures.panels(len(drawn), beside, 0.2 + _PANEL * down)
    scale = _scale(question, drawn)
    for number, (each, axes) in enumerate(zip(drawn, places, strict=True)):
        _panel(axes, question, each, scale)
        axes.tick_params(
            labelsize=7.5, labelbottom=number + beside >= len(drawn), labelleft=number % beside == 0
        )
    about = f"{title(measure)}, {unit_of(measure)}: utfall till och med {time(question.period, measure)} och prognos därefter"
    goal = [f"Prickad linje: {goal_text(target, measure)}"] if (target := _level(question)) else []
    legend = "Streckad linje och ofyllda punkter: prognos. Randigt fält: prognosens intervall"
    return Figure(
        f"fig-{question.id}" + (f"-{at}" if at > 1 else ""),
        escape(". ".join([about + (", fortsättning" if at > 1 else ""), legend, *goal])),
        f"{about}. {' '.join(_told(question, each) for each in drawn)} {INTERVAL}"
        + "".join(f" {text}." for text in goal),
        drawing,
        rows=_rows(question, drawn),
    )


def _shown(question: Question, each: Foreseen) -> Series:
    """The figures that are drawn, as `register_lines.thinned` has them."""
    one, start = each.area.drawn, f"{int(question.period[:4]) - _BEFORE}{question.period[4:]}"
    return replace(one, points=one.points[one.points["period"] >= start].reset_index(drop=True))


def _level(question: Question) -> Target | None:
    target = question.measure.mal
    return target if target and target.slag == "niva" else None


def _text(question: Question, ahead: Ahead) -> str:
    decimals = question.measure.decimaler
    return f"{figure(ahead.value, decimals)} ({between(ahead.interval, decimals)})"


def _told(question: Question, each: Foreseen) -> str:
    measure = question.measure
    first = _shown(question, each).known.iloc[0]
    outcomes = [
        (str(first["period"]), float(first["varde"])),
        (question.period, each.area.number(question.period)),
    ]
    past = " och ".join(
        f"{figure(value, measure.decimaler)} {time(when, measure)}" for when, value in outcomes
    )
    coming = " och ".join(
        f"{_text(question, ahead)} {time(ahead.period, measure)}" for ahead in each.forecast.ahead
    )
    return f"{each.area.name}: utfall {past}, prognos {coming}."


def _rows(question: Question, drawn: Sequence[Foreseen]) -> list[list[str]]:
    """Outcomes, and below them the forecasts, whose periods say that they are that."""
    measure = question.measure
    outcomes = {each.area.name: drawn_values(_shown(question, each)) for each in drawn}
    periods = sorted({when for values in outcomes.values() for when in values})
    ahead = [each.period for each in drawn[0].forecast.ahead]
    columns = {
        each.area.name: [outcomes[each.area.name].get(when, SIGNS["saknas"]) for when in periods]
        + [_text(question, one) for one in each.forecast.ahead]
        for each in drawn
    }
    labels = [time(when, measure) for when in periods]
    return figures.rows_of(
        "Period", [*labels, *(f"{time(when, measure)} (prognos)" for when in ahead)], columns
    )


class _Scale(NamedTuple):
    """First and last year, and the least and the most figure in the measure's unit."""

    first: float
    last: float
    low: float
    high: float

    @property
    def years(self) -> float:
        return self.last - self.first


def _scale(question: Question, drawn: Sequence[Foreseen]) -> _Scale:
    """The same in all panels, from zero where figures come near it."""
    values = [_shown(question, each).points["varde"].to_numpy(dtype=float) for each in drawn]
    values += [
        np.array([one.interval.low, one.interval.high]) for each in drawn for one in each.forecast.ahead
    ]
    if target := _level(question):
        values.append(np.array([float(target.varde)]))
    together = np.concatenate(values)
    low, high = float(np.nanmin(together)), float(np.nanmax(together))
    bottom = min(0.0, low) if low < 0.5 * high else low - 0.08 * (high - low)
    first = min(place(_shown(question, each).points["period"].iloc[0]) for each in drawn)
    return _Scale(first, place(drawn[0].forecast.ahead[-1].period), bottom, high + 0.14 * (high - bottom))


@styled
def _panel(axes: Axes, question: Question, each: Foreseen, scale: _Scale) -> None:
    grey, color = brand().color("secondary"), brand().series[0]
    start, begun = place(question.period), each.area.number(question.period)
    ahead = each.forecast.ahead
    xs = np.array([start, *(place(one.period) for one in ahead)])
    points = np.array([begun, *(one.value for one in ahead)])
    lows = np.array([begun, *(one.interval.low for one in ahead)])
    highs = np.array([begun, *(one.interval.high for one in ahead)])
    axes.fill_between(
        xs, lows, highs, facecolor=brand().palette["linje"], edgecolor=color, hatch="////", linewidth=0.5, zorder=1
    )  # fmt: skip
    if target := _level(question):
        _goal_line(axes, float(target.varde), scale.last)
    years, values = line(_shown(question, each))
    axes.plot(years, values, color=color, linewidth=1.7, zorder=3)
    single = alone(values)
    axes.plot(years[single], values[single], "o", color=color, markersize=3, zorder=3)
    axes.plot(start, begun, "o", color=color, markersize=3.5, zorder=4)
    axes.plot(xs, points, color=color, linewidth=1.4, linestyle=_DASHES, zorder=4)
    axes.plot(
        xs[1:], points[1:], "o", color=color, markerfacecolor=brand().background, markersize=3.5, zorder=5
    )
    axes.axvline(start, color=grey, linewidth=0.8, linestyle=(0, (4, 2)), zorder=2)
    axes.annotate(
        "Prognos",
        (start, scale.high),
        xytext=(3, -1),
        textcoords="offset points",
        va="top",
        fontsize=7.5,
        annotation_clip=False,
    )
    axes.set_title("\n".join(wrap(each.area.name, _LETTERS, max_lines=2, placeholder=" …")), fontsize=8.5)
    _set_axes(axes, question, scale)


def _goal_line(axes: Axes, level: float, last: float) -> None:
    """A dotted line at the goal, named right of the last year."""
    axes.axhline(level, color=brand().foreground, linewidth=1, linestyle=(0, (1, 1.2)), zorder=2)
    axes.annotate("Mål", (last, level), xytext=(6, 2), textcoords="offset points", va="bottom", fontsize=7.5)


def _set_axes(axes: Axes, question: Question, scale: _Scale) -> None:
    """Room for the word of the goal at the right, and two years named: the first and that of the latest figure."""
    axes.set_xlim(scale.first - 0.02 * scale.years, scale.last + max(0.16 * scale.years, 1.2))
    ticks = [np.ceil(scale.first), np.floor(place(question.period))]
    axes.set_xticks(ticks, [f"{year:.0f}" for year in ticks])
    axes.set_ylim(scale.low, scale.high)
    axes.yaxis.set_major_locator(MaxNLocator(4, integer=question.measure.decimaler == 0))
    axes.yaxis.set_major_formatter(swedish_tick)
    axes.yaxis.grid(True)
    axes.set_axisbelow(True)
