"""Slope charts of public statistics: the first and the last figure of each kommun, for women and for men.

A few kommuner share one picture of women and one of men; more than that have a small picture each of the two.
"""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import wrap

from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from finsam.chapters import figures
from finsam.chapters.curves import spread
from finsam.chapters.drawings import swedish_tick
from finsam.chapters.figures import Figure, brand, styled
from finsam.chapters.markdown import escape
from finsam.chapters.register_profile import COUNTRY, TOGETHER, Followed, Profile
from finsam.chapters.register_text import figure, time, title, unit_of
from finsam.swedish import listing

_HEADS = {"kvinnor": "Kvinnor", "man": "Män"}
_SHAPES = {"kvinnor": "o", "man": "s"}
#: Areas in one picture at the most, and small pictures beside and below each other; inches of one.
_TOGETHER, _BESIDE, _BELOW, _PANEL = 9, 5, 8, 1.02
#: Points of a label, and inches of the picture above and below the lines.
_LABEL, _FRAME = 7.5, 0.75


def slopes(profile: Profile, id: str) -> list[Figure]:
    """Women and men, each area from its first to its last figure; none where the sexes don't both have such.

    The first figure is the first after the latest break. The county and the country are there where they can be beside.
    """
    parts = {kon: [each for each in _shown(profile, kon) if each.ends] for kon in _HEADS}
    if not all(parts.values()):
        return []
    everyone = [each for areas in parts.values() for each in areas]
    first, last = _periods(everyone)
    caption = escape(
        f"{title(profile.measure)} för kvinnor och män {first} och {last}, {unit_of(profile.measure)}"
    )
    if max(map(len, parts.values())) > _TOGETHER:
        return _small(profile, parts, id, caption)
    most = max(map(len, parts.values()))
    height = max(2.6, _FRAME + most * _LABEL * 1.22 / 72)
    drawing, axes = figures.canvas(1, height, ncols=2, sharey=True)
    for axis, (kon, areas) in zip(axes, parts.items(), strict=True):
        _draw(axis, profile, _HEADS[kon], areas, height)
    _scale(axes[0], profile, everyone)
    for axis, areas in zip(axes, parts.values(), strict=True):
        _label(axis, profile, areas, height)
    return [Figure(f"fig-{id}", caption, _alt(profile, parts), drawing, rows=_rows(profile, parts))]


def _rows(profile: Profile, parts: dict[str, list[Followed]]) -> list[list[str]]:
    """The first and the last figure of each area that is drawn, for women and men; an area without a sex has none."""
    names = list(dict.fromkeys(each.name for areas in parts.values() for each in areas))
    columns = {}
    for kon, areas in parts.items():
        ends = {each.name: each.ends for each in areas}
        for side, when in enumerate(_periods(areas)):
            columns[f"{_HEADS[kon]} {when}"] = [
                figure(ends[name][side][1], profile.measure.decimaler) if name in ends else ""
                for name in names
            ]
    return figures.rows_of("Område", names, columns)


def _small(profile: Profile, parts: dict[str, list[Followed]], id: str, caption: str) -> list[Figure]:
    """A panel for each area on the same axes, with a line for women and one for men."""
    codes = [each.code for each in parts["kvinnor"] if any(each.code == other.code for other in parts["man"])]
    by_code = {(each.code, kon): each for kon, areas in parts.items() for each in areas}
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
    axes: Axes, profile: Profile, pair: dict[str, Followed], everyone: Sequence[Followed], *, is_first: bool
) -> None:
    decimals = profile.measure.decimaler
    _scale(axes, profile, everyone)
    low, high = axes.get_ylim()
    gap = (high - low) * _LABEL * 1.35 / (72 * (_PANEL - 0.42))
    ends = {kon: each.ends for kon, each in pair.items()}
    for index, (kon, ((_, before), (_, after))) in enumerate(ends.items()):
        color = brand().series[index]
        axes.plot([0, 1], [before, after], color=color, marker=_SHAPES[kon], markersize=3, linewidth=1.3)
    for side in (0, 1):
        ordered = sorted(ends, key=lambda kon: ends[kon][side][1])
        for kon, at in zip(ordered, spread([ends[kon][side][1] for kon in ordered], gap), strict=True):
            text = figure(ends[kon][side][1], decimals)
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
    axes.set_title("\n".join(wrap(pair["kvinnor"].name, 20, max_lines=2, placeholder=" …")), fontsize=8)
    axes.spines["left"].set_visible(False)
    axes.spines["bottom"].set_visible(False)
    axes.tick_params(axis="y", left=False, labelleft=False)


def _shown(profile: Profile, kon: str) -> list[Followed]:
    return profile.kommuner(kon) if profile.is_count else profile.of(kon)


def _periods(areas: Sequence[Followed]) -> tuple[str, str]:
    """The first and last period that most have, for the caption."""
    ends = [each.ends for each in areas]
    firsts, lasts = [end[0][0] for end in ends], [end[1][0] for end in ends]
    usual = (max(firsts, key=firsts.count), max(lasts, key=lasts.count))
    return tuple(time(each, areas[0].series.measure) for each in usual)


@styled
def _draw(axes: Axes, profile: Profile, title: str, areas: Sequence[Followed], height: float) -> None:
    for each in areas:
        (_, before), (_, after) = each.ends
        color, width, dashes = _looks(each)
        axes.plot([0, 1], [before, after], color=color, linewidth=width, linestyle=dashes, zorder=2)
        axes.plot([0, 1], [before, after], "o", color=color, markersize=3.5, zorder=3)
    first, last = _periods(areas)
    axes.set_xticks([0, 1], [first, last])
    axes.set_xlim(-0.32, 2.1)
    axes.set_title(title)
    axes.spines["left"].set_visible(False)
    axes.spines["bottom"].set_visible(False)
    axes.tick_params(axis="y", left=False, labelleft=False)


def _looks(each: Followed) -> tuple[str, float, object]:
    if each.code == TOGETHER:
        return brand().foreground, 2.0, "-"
    if each.is_reference:
        return brand().color("secondary"), 1.0, "-" if each.code == COUNTRY else (0, (3, 1.6))
    return brand().series[0], 1.2, "-"


@styled
def _scale(axes: Axes, profile: Profile, areas: Sequence[Followed]) -> None:
    values = [value for each in areas for _, value in each.ends]
    low, high = min(values), max(values)
    room = 0.06 * (high - low) or 1
    axes.set_ylim(low - room, high + room)
    axes.yaxis.set_major_locator(MaxNLocator(4))
    axes.yaxis.set_major_formatter(swedish_tick)


@styled
def _label(axes: Axes, profile: Profile, areas: Sequence[Followed], height: float) -> None:
    """Figures at the left, figures with names at the right, moved apart where they would cover each other."""
    low, high = axes.get_ylim()
    gap = (high - low) * _LABEL * 1.22 / (72 * (height - _FRAME + 0.1))
    decimals, usual = profile.measure.decimaler, _periods(areas)
    for side in (0, 1):
        ordered = sorted(areas, key=lambda each: each.ends[side][1])
        heights = [each.ends[side][1] for each in ordered]
        inside = _within(spread(heights, gap), low, high)
        for each, value, at in zip(ordered, heights, inside, strict=True):
            color = _looks(each)[0]
            text = figure(value, decimals)
            if side:
                begun, ended = (time(when, profile.measure) for when, _ in each.ends)
                apart = [f"från {begun}"] * (begun != usual[0]) + [f"till {ended}"] * (ended != usual[1])
                later = f" ({' '.join(apart)})" if apart else ""
                text = f"{text} {each.name}{later}"
            axes.annotate(
                text,
                (side, value),
                xytext=(1.16 if side else -0.14, at),
                textcoords="data",
                ha="left" if side else "right",
                va="center",
                fontsize=_LABEL,
                color=color,
                weight="bold" if each.code == TOGETHER else "normal",
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


def _within(places: list[float], low: float, high: float) -> list[float]:
    """The labels moved up or down together so that they end inside the picture, where they have room."""
    over, under = max(0.0, places[-1] - high), max(0.0, low - places[0])
    return [at - over + (under if not over else 0) for at in places]


def _alt(profile: Profile, parts: dict[str, list[Followed]]) -> str:
    decimals = profile.measure.decimaler
    told = []
    for kon, areas in parts.items():
        ends = {each.name: each.ends for each in areas}
        listed = listing(
            [
                f"{name} {figure(a[1], decimals)} till {figure(b[1], decimals)}"
                for name, (a, b) in ends.items()
            ]
        )
        told.append(f"{_HEADS[kon]}: {listed}.")
    first, last = _periods([each for areas in parts.values() for each in areas])
    about = f"{title(profile.measure)} från {first} till {last}, {unit_of(profile.measure)}."
    return f"{about} {' '.join(told)}"
