"""Slope charts of public statistics: the first and the last figure of each kommun, for women and for men.

A few kommuner share one picture of women and one of men; more than that have a small picture each of the two.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from textwrap import wrap
from typing import NamedTuple

from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator
from matplotlib.typing import LineStyleType

from finsam.chapters import figures
from finsam.chapters.curves import spread
from finsam.chapters.drawings import swedish_tick
from finsam.chapters.figures import Figure, brand, styled
from finsam.chapters.markdown import escape
from finsam.chapters.register_profile import COUNTRY, TOGETHER, Followed, Profile
from finsam.chapters.register_text import figure, time, title, unit_of
from finsam.swedish import listing
from finsam.tables.statistics import Measure

_HEADS = {"kvinnor": "Kvinnor", "man": "Män"}
_SHAPES = {"kvinnor": "o", "man": "s"}
#: Areas in one picture at the most, and small pictures beside and below each other; inches of one.
_TOGETHER, _BESIDE, _BELOW, _PANEL = 9, 5, 8, 1.02
#: Points of a label, and inches of the picture above and below the lines.
_LABEL, _FRAME = 7.5, 0.75


class _Slope(NamedTuple):
    """An area with its first and its last figure, in the unit of the measure, and their periods."""

    area: Followed
    first: tuple[str, float]
    last: tuple[str, float]

    @property
    def values(self) -> tuple[float, float]:
        return self.first[1], self.last[1]


def slopes(profile: Profile, id: str) -> list[Figure]:
    """Women and men, each area from its first to its last figure; none where the sexes don't both have such.

    The first figure is the first after the latest break. The county and the country are there where they can be beside.
    """
    parts = {kon: _slopes(profile, kon) for kon in _HEADS}
    if not all(parts.values()):
        return []
    everyone = [each for areas in parts.values() for each in areas]
    first, last = _usual(everyone, profile.measure)
    caption = escape(
        f"{title(profile.measure)} för kvinnor och män {first} och {last}, {unit_of(profile.measure)}"
    )
    if max(map(len, parts.values())) > _TOGETHER:
        return _small(profile, parts, id, caption)
    most = max(map(len, parts.values()))
    height = max(2.6, _FRAME + most * _LABEL * 1.22 / 72)
    drawing, axes = figures.grid(1, height, ncols=2, sharey=True)
    for axis, (kon, areas) in zip(axes, parts.items(), strict=True):
        _draw(axis, profile, _HEADS[kon], areas)
    _scale(axes[0], everyone)
    for axis, areas in zip(axes, parts.values(), strict=True):
        _label(axis, profile, areas, height)
    return [Figure(f"fig-{id}", caption, _alt(profile, parts), drawing, rows=_rows(profile, parts))]


def _slopes(profile: Profile, kon: str) -> list[_Slope]:
    """The areas of a sex that have two figures to draw a line between; of a count the kommuner alone."""
    areas = profile.kommuner(kon) if profile.is_count else profile.of(kon)
    return [_Slope(each, *each.ends) for each in areas if each.ends]


def _rows(profile: Profile, parts: Mapping[str, Sequence[_Slope]]) -> list[list[str]]:
    """The first and the last figure of each area that is drawn, for women and men; an area without a sex has none."""
    names = list(dict.fromkeys(each.area.name for areas in parts.values() for each in areas))
    columns = {}
    for kon, areas in parts.items():
        values = {each.area.name: each.values for each in areas}
        for side, when in enumerate(_usual(areas, profile.measure)):
            columns[f"{_HEADS[kon]} {when}"] = [
                figure(values[name][side], profile.measure.decimaler) if name in values else ""
                for name in names
            ]
    return figures.rows_of("Område", names, columns)


def _small(profile: Profile, parts: Mapping[str, Sequence[_Slope]], id: str, caption: str) -> list[Figure]:
    """A panel for each area on the same axes, with a line for women and one for men."""
    by_code = {(each.area.code, kon): each for kon, areas in parts.items() for each in areas}
    codes = [each.area.code for each in parts["kvinnor"] if (each.area.code, "man") in by_code]
    everyone = list(by_code.values())
    found = []
    for at in range(0, len(codes), _BESIDE * _BELOW):
        some = codes[at : at + _BESIDE * _BELOW]
        down = -(-len(some) // _BESIDE)
        drawing, places = figures.panels(len(some), _BESIDE, 0.2 + _PANEL * down)
        for code, axis in zip(some, places, strict=True):
            pair = {kon: by_code[code, kon] for kon in _HEADS}
            _pair(axis, profile, pair, everyone, is_first=code == some[0])
        shown = {kon: [by_code[code, kon] for code in some] for kon in _HEADS}
        suffix, more = (f"-{at // (_BESIDE * _BELOW) + 1}", ", fortsättning") if at else ("", "")
        found.append(
            Figure(
                f"fig-{id}{suffix}", caption + more, _alt(profile, shown), drawing, rows=_rows(profile, shown)
            )
        )
    return found


@styled
def _pair(
    axes: Axes, profile: Profile, pair: Mapping[str, _Slope], everyone: Sequence[_Slope], *, is_first: bool
) -> None:
    """The lines of an area on the scale of everyone. is_first: its lines tell which is of women and which of men."""
    decimals = profile.measure.decimaler
    _scale(axes, everyone)
    low, high = axes.get_ylim()
    gap = (high - low) * _LABEL * 1.35 / (72 * (_PANEL - 0.42))
    for index, (kon, each) in enumerate(pair.items()):
        color = brand().series[index]
        axes.plot([0, 1], each.values, color=color, marker=_SHAPES[kon], markersize=3, linewidth=1.3)
    for side in (0, 1):
        values = {kon: each.values[side] for kon, each in pair.items()}
        ordered = sorted(values, key=values.__getitem__)
        for kon, at in zip(ordered, spread([values[kon] for kon in ordered], gap), strict=True):
            text = figure(values[kon], decimals)
            if side and is_first:
                text += f" {_HEADS[kon].lower()}"
            axes.annotate(
                text,
                (side, at),
                xytext=(5 if side else -5, 0),
                textcoords="offset points",
                ha="left" if side else "right",
                va="center",
                fontsize=_LABEL,
                color=brand().series[list(_HEADS).index(kon)],
                annotation_clip=False,
            )
    axes.set_xlim(-0.75, 2.1)
    axes.set_xticks([])
    axes.set_title("\n".join(wrap(pair["kvinnor"].area.name, 20, max_lines=2, placeholder=" …")), fontsize=8)
    axes.spines["left"].set_visible(False)
    axes.spines["bottom"].set_visible(False)
    axes.tick_params(axis="y", left=False, labelleft=False)


def _usual(slopes: Iterable[_Slope], measure: Measure) -> tuple[str, str]:
    """The first and last period that most have, in words."""
    firsts, lasts = zip(*((each.first[0], each.last[0]) for each in slopes), strict=True)
    return time(max(firsts, key=firsts.count), measure), time(max(lasts, key=lasts.count), measure)


@styled
def _draw(axes: Axes, profile: Profile, title: str, areas: Sequence[_Slope]) -> None:
    for each in areas:
        color, width, dashes = _looks(each.area)
        axes.plot([0, 1], each.values, color=color, linewidth=width, linestyle=dashes, zorder=2)
        axes.plot([0, 1], each.values, "o", color=color, markersize=3.5, zorder=3)
    first, last = _usual(areas, profile.measure)
    axes.set_xticks([0, 1], [first, last])
    axes.set_xlim(-0.32, 2.1)
    axes.set_title(title)
    axes.spines["left"].set_visible(False)
    axes.spines["bottom"].set_visible(False)
    axes.tick_params(axis="y", left=False, labelleft=False)


def _looks(each: Followed) -> tuple[str, float, LineStyleType]:
    """Colour, width in points and dashes of its line."""
    if each.code == TOGETHER:
        return brand().foreground, 2.0, "-"
    if each.is_reference:
        return brand().color("secondary"), 1.0, "-" if each.code == COUNTRY else (0, (3, 1.6))
    return brand().series[0], 1.2, "-"


@styled
def _scale(axes: Axes, areas: Iterable[_Slope]) -> None:
    values = [value for each in areas for value in each.values]
    low, high = min(values), max(values)
    room = 0.06 * (high - low) or 1
    axes.set_ylim(low - room, high + room)
    axes.yaxis.set_major_locator(MaxNLocator(4))
    axes.yaxis.set_major_formatter(swedish_tick)


@styled
def _label(axes: Axes, profile: Profile, areas: Sequence[_Slope], height: float) -> None:
    """Figures at the left, figures with names at the right, moved apart where they would cover each other."""
    low, high = axes.get_ylim()
    gap = (high - low) * _LABEL * 1.22 / (72 * (height - _FRAME + 0.1))
    usual = _usual(areas, profile.measure)
    for side in (0, 1):
        ordered = sorted(areas, key=lambda each: each.values[side])
        heights = [each.values[side] for each in ordered]
        inside = _within(spread(heights, gap), low, high)
        for each, value, at in zip(ordered, heights, inside, strict=True):
            color, _, _ = _looks(each.area)
            text = figure(value, profile.measure.decimaler)
            if side:
                text += f" {each.area.name}{_apart(each, usual, profile.measure)}"
            axes.annotate(
                text,
                (side, value),
                xytext=(1.16 if side else -0.14, at),
                textcoords="data",
                ha="left" if side else "right",
                va="center",
                fontsize=_LABEL,
                color=color,
                weight="bold" if each.area.code == TOGETHER else "normal",
                annotation_clip=False,
                arrowprops={
                    "arrowstyle": "-",
                    "linewidth": 0.4,
                    "color": color,
                    "shrinkA": 1,
                    "shrinkB": 3,
                    "relpos": (0 if side else 1, 0.5),
                },
            )


def _apart(each: _Slope, usual: tuple[str, str], measure: Measure) -> str:
    """` (från 2015)`: the periods of an area where they aren't the usual ones."""
    begun, ended = time(each.first[0], measure), time(each.last[0], measure)
    apart = [f"från {begun}"] * (begun != usual[0]) + [f"till {ended}"] * (ended != usual[1])
    return f" ({' '.join(apart)})" if apart else ""


def _within(places: list[float], low: float, high: float) -> list[float]:
    """The labels moved up or down together so that they end inside the picture, where they have room."""
    over, under = max(0.0, places[-1] - high), max(0.0, low - places[0])
    return [at - over + (under if not over else 0) for at in places]


def _alt(profile: Profile, parts: Mapping[str, Sequence[_Slope]]) -> str:
    decimals = profile.measure.decimaler
    told = []
    for kon, areas in parts.items():
        values = {each.area.name: each.values for each in areas}
        listed = listing(
            [
                f"{name} {figure(before, decimals)} till {figure(after, decimals)}"
                for name, (before, after) in values.items()
            ]
        )
        told.append(f"{_HEADS[kon]}: {listed}.")
    first, last = _usual([each for areas in parts.values() for each in areas], profile.measure)
    about = f"{title(profile.measure)} från {first} till {last}, {unit_of(profile.measure)}."
    return f"{about} {' '.join(told)}"
