"""Pictures of curves: funnel plots, and how many are still in, or have ended in which way, as time goes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from finsam.brand import contrast
from finsam.chapters.certainty import estimate
from finsam.chapters.figures import brand, styled
from finsam.swedish import number

#: Patterns of stacked parts, so that they can be told apart without their colours.
_HATCHES = ("", "///", "...", "xx")
#: Days from one tick to the next, and the months that they are.
_TICKS = ((91.3125, 3), (182.625, 6), (365.25, 12))


@styled
def funnel(
    axes: Axes,
    sizes: Sequence[int],
    points: Sequence[float],
    names: Sequence[str],
    middle: float,
    limits: Sequence[tuple[str, np.ndarray, np.ndarray]],
    axis: str,
) -> None:
    """Percent against the number that it is of, with a pair of limits around the middle for each level.

    names: what is written beside each point; empty for none. limits: label, lower and upper percent for 1, 2, 3 ...
    axis: what the numbers count.
    """
    ink, color = brand().foreground, brand().series[0]
    axes.axhline(middle, color=ink, linewidth=1)
    beside: dict[str, Any] = {"xytext": (4, 0), "textcoords": "offset points", "va": "center", "fontsize": 8}
    for (label, low, high), dashes in zip(limits, ((0, (5, 2)), (0, (1, 1.5))), strict=True):
        # Where there is no limit, no share is improbable.
        for edge, bound in ((low, 0), (high, 100)):
            known = np.nan_to_num(edge, nan=bound)
            axes.plot(range(1, len(edge) + 1), known, color=ink, linewidth=0.9, linestyle=dashes)
        axes.annotate(label, (len(high), high[-1]), annotation_clip=False, **beside)
    axes.annotate("Alla", (len(limits[0][1]), middle), annotation_clip=False, **beside)
    for size, point, name in zip(sizes, points, names, strict=True):
        face = color if name else brand().background
        axes.plot(size, point, "o", markersize=6, color=color, markerfacecolor=face, zorder=3)
        # Away from the limits, and within the picture.
        up = (6, 4) if point > middle else (6, -11)
        corner: dict[str, Any] = (
            {"xytext": up, "ha": "left"}
            if size < 0.85 * max(sizes)
            else {"xytext": (-6, up[1]), "ha": "right"}
        )
        axes.annotate(name, (size, point), textcoords="offset points", fontsize=8.5, **corner)
    axes.set_xlim(0, len(limits[0][1]))
    axes.set_ylim(-2, 102)
    axes.set_xlabel(axis)
    axes.set_ylabel("Procent")
    axes.xaxis.set_major_formatter(lambda value, _position: number(round(value)))


@styled
def survival(
    axes: Axes, days: np.ndarray, remaining: np.ndarray, low: np.ndarray, high: np.ndarray, reach: int
) -> None:
    """The share still in as a stepped line with its limits as a band, from day 0 to `reach`."""
    places, lower, upper = _until(reach, days, 100 * low, 100 * high)
    axes.fill_between(places, lower, upper, step="post", color=brand().palette["linje"], linewidth=0)
    axes.step(*_until(reach, days, 100 * remaining), where="post", color=brand().series[0], linewidth=1.8)
    axes.axhline(50, color=brand().foreground, linewidth=0.8, linestyle=(0, (4, 2)))
    axes.annotate(
        "Hälften", (1, 50), xycoords=("axes fraction", "data"), ha="right", va="bottom", fontsize=8.5
    )
    _time(axes, reach)
    axes.set_ylabel("Procent kvar i insatsen")


@styled
def incidence(axes: Axes, days: np.ndarray, parts: dict[str, np.ndarray], rest: str, reach: int) -> None:
    """What has become of all who began, as layers that make 100 percent on every day from 0 to `reach`.

    parts: name of each layer from the bottom to its share by day. rest: the name of what is left above them.
    The names stand to the right of their layers with the percent on the last day.
    """
    colors, below, ends = brand().series, np.zeros(len(days)), {}
    for index, (name, share) in enumerate(parts.items()):
        top = below + 100 * share
        at, lower, upper = _until(reach, days, below, top)
        axes.fill_between(
            at,
            lower,
            upper,
            step="post",
            facecolor=colors[index],
            hatch=_HATCHES[index],
            edgecolor=brand().background,
            linewidth=0.8,
        )
        ends[name] = (lower[-1], upper[-1], colors[index])
        below = top
    ends[rest] = (upper[-1], 100, brand().foreground)
    places = spread([(low + high) / 2 for low, high, _ in ends.values()], 7)
    for place, (name, (low, high, color)) in zip(places, ends.items(), strict=True):
        ink = color if contrast(color, brand().background) >= 4.5 else brand().foreground
        axes.annotate(
            f"{name} {estimate((high - low) / 100)}",
            (reach, (low + high) / 2),
            xytext=(1.03, place),
            textcoords=("axes fraction", "data"),
            va="center",
            color=ink,
            annotation_clip=False,
            arrowprops={"arrowstyle": "-", "linewidth": 0.6, "color": brand().foreground, "shrinkB": 0},
        )
    _time(axes, reach)
    axes.set_ylabel("Procent av deltagandena")


@styled
def panel(
    axes: Axes,
    title: str,
    days: np.ndarray,
    remaining: np.ndarray,
    reach: int,
    whole: tuple[np.ndarray, np.ndarray, int],
    width: int,
) -> None:
    """One small picture of several: the line of one over the grey line of all, on an axis of `width` days.

    remaining: the share still in by day, up to `reach`. whole: days, share and reach of all.
    """
    all_days, all_remaining, all_reach = whole
    axes.step(
        *_until(all_reach, all_days, 100 * all_remaining),
        where="post",
        color=brand().palette["gra"],
        linewidth=1,
        linestyle=(0, (3, 1.5)),
    )
    axes.step(*_until(reach, days, 100 * remaining), where="post", color=brand().series[0], linewidth=1.8)
    axes.set_title(title)
    _time(axes, width, label=False)


def spread(places: Sequence[float], gap: float) -> list[float]:
    """Places for labels, as near to the given ones as can be with a gap between neighbours; in rising order."""
    made = list(places)
    for _ in range(200):
        for one in range(len(made) - 1):
            short = gap - (made[one + 1] - made[one])
            if short > 0:
                made[one] -= short / 2
                made[one + 1] += short / 2
    return made


def _until(reach: int, days: np.ndarray, *values: np.ndarray) -> list[np.ndarray]:
    """The steps up to a day, the last value held until it."""
    kept = days <= reach
    at = np.append(days[kept], reach)
    return [at, *(np.append(each[kept], each[kept][-1]) for each in values)]


def _time(axes: Axes, reach: int, label: bool = True) -> None:
    """An axis of days with ticks by months or years, and an axis of percent."""
    step, months = next((each for each in _TICKS if reach / each[0] <= 8), _TICKS[-1])
    if not label:
        step, months = next((each for each in _TICKS if reach / each[0] <= 4), _TICKS[-1])
    count = int(reach / step)
    axes.set_xticks(
        [step * tick for tick in range(count + 1)], [_time_label(months * tick) for tick in range(count + 1)]
    )
    axes.set_xlim(0, reach)
    axes.set_ylim(0, 100)
    if label:
        axes.set_xlabel("Tid sedan deltagandet började")


def _time_label(months: int) -> str:
    """`0`, `6 mån`, `1 år`, `18 mån`, `2 år`."""
    if months == 0:
        return "0"
    return f"{months // 12} år" if months % 12 == 0 else f"{months} mån"
