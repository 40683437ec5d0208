"""Small multiples of public statistics: a panel for each kommun, over the county and the country, on the same axes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Canvas
from matplotlib.ticker import MaxNLocator

from finsam.chapters import figures
from finsam.chapters.curves import spread
from finsam.chapters.drawings import swedish_tick
from finsam.chapters.figures import Figure, brand, styled
from finsam.chapters.markdown import escape
from finsam.chapters.register_lines import alone, goal_line, line, place
from finsam.chapters.register_profile import COUNTRY, Followed, Profile
from finsam.chapters.register_text import drawn_values, figure, goal_text, time, title, unit_of
from finsam.swedish import SIGNS, capital, listing

#: Panels of a picture at the most, so that it has room on a page; inches of one.
_MOST, _PANEL = 24, 1.35
#: Points of the name above a panel; letters of a line of it, by how many panels stand beside each other.
_TITLE, _LETTERS = 8.5, {1: 80, 4: 22}
#: Points of text at the end of a line and beside the axes, and how wide the first is as a share of the span of years, in
#: a panel that has others beside it or the whole width.
_LABEL, _ROOM = 7.5, {True: 0.34, False: 0.12}


def panels(profile: Profile, id: str) -> list[Figure]:
    """Pictures of the figures of everyone over time; none where nobody has two.

    id: without `fig-`; unique in the book. A count has a scale of its own in each panel and nothing to compare with.
    """
    drawn = [each for each in profile.kommuner() if len(each.drawn.known) > 1]
    if not drawn:
        return []
    return [
        _picture(profile, id + (f"-{at // _MOST + 1}" if at else ""), drawn[at : at + _MOST], bool(at))
        for at in range(0, len(drawn), _MOST)
    ]


def _picture(profile: Profile, id: str, drawn: Sequence[Followed], more: bool) -> Figure:
    beside = len(drawn) if len(drawn) < 3 else 3 if len(drawn) in (3, 5, 6) else 4
    down = -(-len(drawn) // beside)
    height = 0.3 + max(_PANEL, 2.0 if beside < 3 else 0) * down
    drawing, places = figures.panels(len(drawn), beside, height)
    scale = _scale_of(profile)
    for at, (each, axis) in enumerate(zip(drawn, places, strict=True)):
        _draw(axis, profile, each, scale, at == 0, beside)
        axis.tick_params(
            labelsize=_LABEL,
            labelbottom=at + beside >= len(drawn),
            labelleft=profile.is_count or at % beside == 0,
        )
    if len(places) == 1:
        _fit(drawing, places[0])
    rows = _rows(profile, drawn)
    return Figure(f"fig-{id}", _caption(profile, drawn, more), _alt(profile, drawn), drawing, rows=rows)


def _rows(profile: Profile, drawn: Sequence[Followed]) -> list[list[str]]:
    """The lines of all panels: a row for each period, a column for each area."""
    columns = {each.name: drawn_values(each.drawn) for each in [*drawn, *_compared(profile)]}
    periods = sorted({when for values in columns.values() for when in values})
    told = {name: [values.get(when, SIGNS["saknas"]) for when in periods] for name, values in columns.items()}
    return figures.rows_of("Period", [time(when, profile.measure) for when in periods], told)


def _compared(profile: Profile) -> Sequence[Followed]:
    return [] if profile.is_count else profile.references()


def _fit(drawing: Canvas, axes: Axes) -> None:
    """Give a single panel the whole picture, with room for its texts by how many letters they have: measuring them takes
    half as long as drawing, and a batch draws a thousand such pictures."""
    inch = 72
    drawing.set_layout_engine("none")
    ticks = axes.yaxis.get_major_formatter().format_ticks(list(axes.get_yticks()))
    left = 8 + 0.5 * _LABEL * max(map(len, ticks))
    below, above = 8 + 1.3 * _LABEL, 10 + 1.2 * _TITLE
    width, height = drawing.get_size_inches() * inch
    axes.set_position((left / width, below / height, 1 - (left + 3) / width, 1 - (below + above) / height))


@styled
def _draw(axes: Axes, profile: Profile, each: Followed, scale: _Scale, is_first: bool, beside: int) -> None:
    ink, grey, color = brand().foreground, brand().color("secondary"), brand().series[0]
    references = _compared(profile)
    ends: list[tuple[float, str, str]] = []  # Height, text, colour.
    for reference in references:
        dashes = "-" if reference.code == COUNTRY else (0, (3, 1.6))
        xs, ys = line(reference.drawn)
        axes.plot(xs, ys, color=grey, linewidth=0.9, linestyle=dashes, zorder=2)
        if is_first and len(known := ys[np.isfinite(ys)]):
            ends.append((known[-1], "Riket" if reference.code == COUNTRY else "Länet", grey))
    xs, ys = line(each.drawn)
    axes.plot(xs, ys, color=color, linewidth=1.7, zorder=3)
    single = alone(ys)
    axes.plot(xs[single], ys[single], "o", color=color, markersize=3, zorder=3)
    known = np.flatnonzero(np.isfinite(ys))
    axes.plot(xs[known[-1]], ys[known[-1]], "o", color=color, markersize=4, zorder=4)
    ends.append((ys[known[-1]], figure(ys[known[-1]], profile.measure.decimaler), color))
    if profile.measure.mal and (goal := goal_line(each.drawn, profile.measure.mal)):
        axes.plot(*goal, color=ink, linewidth=1, linestyle=(0, (1, 1.2)), zorder=2)
        if is_first:
            ends.append((goal[1][-1], "Mål", ink))
    for one in each.series.breaks:
        axes.axvline(place(one.fran), color=grey, linewidth=0.6, zorder=1)
    axes.set_title(
        "\n".join(wrap(each.name, _LETTERS.get(beside, 32), max_lines=2, placeholder=" …")),
        fontsize=_TITLE,
    )
    _set(axes, profile, scale, max(np.nanmax(ys), 1e-9), _ROOM[beside > 1])
    last = max(axes.get_xticks()[-1], xs[known[-1]]) if is_first else xs[known[-1]]
    _label_ends(axes, ends, last, beside)
    axes.set_axisbelow(True)


@dataclass(frozen=True)
class _Scale:
    """The first and last period of everyone, and from which to which figure all panels go."""

    first: str
    last: str
    low: float
    high: float


def _scale_of(profile: Profile) -> _Scale:
    """The same years and figures in every panel; from zero where the figures come near it."""
    shown = [*profile.kommuner(), *_compared(profile)]
    periods = [when for each in shown for when in each.drawn.points["period"].iloc[[0, -1]]]
    drawn = [each.drawn.points["varde"].to_numpy(dtype=float) for each in shown]
    if profile.measure.mal:
        goals = [goal_line(each.drawn, profile.measure.mal) for each in shown]
        drawn += [goal[1] for goal in goals if goal]
    values = np.concatenate(drawn)
    low, high = float(np.nanmin(values)), float(np.nanmax(values))
    bottom = min(0.0, low) if low < 0.5 * high else low - 0.08 * (high - low)
    return _Scale(min(periods), max(periods), bottom, high + (0.08 * (high - bottom) or 1))


def _set(axes: Axes, profile: Profile, scale: _Scale, highest: float, room: float) -> None:
    first, last = place(scale.first), place(scale.last)
    axes.set_xlim(first - 0.02 * (last - first), last + room * (last - first))
    years = [np.ceil(first), np.floor(last)]
    if years[0] < years[1]:
        axes.set_xticks(years, [f"{year:.0f}" for year in years])
    else:
        axes.set_xticks([first, last], [time(each, profile.measure) for each in (scale.first, scale.last)])
    begun, ended = axes.get_xticklabels()
    begun.set_horizontalalignment("left")
    ended.set_horizontalalignment("right")
    axes.set_ylim(*((0, 1.25 * highest) if profile.is_count else (scale.low, scale.high)))
    axes.yaxis.set_major_locator(MaxNLocator(3, integer=profile.measure.decimaler == 0))
    axes.yaxis.set_major_formatter(swedish_tick)
    axes.yaxis.grid(True)


def _label_ends(axes: Axes, ends: Sequence[tuple[float, str, str]], last: float, beside: int) -> None:
    """Names and figures at the ends of the lines, moved apart where they would cover each other."""
    low, high = axes.get_ylim()
    # Roughly the height of a line of text on the scale of a panel.
    gap = (high - low) * _LABEL * 1.4 / (72 * (_PANEL - 0.55 if beside > 2 else 1.4))
    ordered = sorted(ends)
    for (_, text, color), at in zip(ordered, spread([end[0] for end in ordered], gap), strict=True):
        weight = "bold" if color == brand().series[0] else "normal"
        axes.annotate(
            text,
            (last, at),
            xytext=(5, 0),
            textcoords="offset points",
            va="center",
            fontsize=_LABEL,
            color=color,
            weight=weight,
            annotation_clip=False,
        )


def _caption(profile: Profile, drawn: Sequence[Followed], more: bool) -> str:
    measure = profile.measure
    parts = [f"{title(measure)} över tid, {unit_of(measure)}" + (", fortsättning" if more else "")]
    references = profile.references()
    if profile.is_count:
        parts.append("Varje ruta har sin egen skala")
    elif references:
        lines = {True: "heldragen grå linje riket", False: "streckad grå linje länet"}
        parts.append(capital(listing([lines[each.code == COUNTRY] for each in references])))
    if measure.mal:
        parts.append(f"Prickad linje: {first_small(goal_text(measure.mal, measure))}")
    if any(each.series.breaks for each in drawn):
        parts.append("Lodrätt streck: brott i serien")
    if any(np.isnan(line(each.drawn)[1]).any() and not each.series.breaks for each in drawn):
        parts.append("Avbrott i en linje: uppgift saknas eller visas inte")
    return escape(". ".join(parts))


def first_small(text: str) -> str:
    """As it is within a sentence."""
    return text[:1].lower() + text[1:]


def _alt(profile: Profile, drawn: Sequence[Followed]) -> str:
    decimals = profile.measure.decimaler
    shown = [*drawn, *([] if profile.is_count else profile.references())]
    told = []
    for each in shown:
        known = each.drawn.known
        first, last = known.iloc[0], known.iloc[-1]
        told.append(
            f"{each.name}: {figure(first['varde'], decimals)} {time(first['period'], profile.measure)} och "
            f"{figure(last['varde'], decimals)} {time(last['period'], profile.measure)}."
        )
    about = f"{title(profile.measure)} över tid, {unit_of(profile.measure)}, en ruta för varje kommun."
    goal = f" {goal_text(profile.measure.mal, profile.measure)}." if profile.measure.mal else ""
    return f"{about} {' '.join(told)}{goal}"
