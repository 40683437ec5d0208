"""A flow picture: what stood in the left column went to the right one, in bands as wide as their numbers."""

from __future__ import annotations

from itertools import cycle

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from finsam.chapters.curves import spread
from finsam.chapters.figures import brand, styled
from finsam.swedish import number

#: Patterns of the parts, so that they can be told apart without their colours.
_HATCHES = ("", "///", "...", "xx", "---", "\\\\\\", "++")
#: Space between the parts of a column, as a share of the whole height; width of a column, of the width between them.
_SPACE, _WIDTH = 0.02, 0.035


@styled
def bands(axes: Axes, table: pd.DataFrame, left: str, right: str) -> None:
    """The counts of a table as bands from its rows (left column) to its columns (right column).

    left, right: the headings of the columns. Names and numbers stand beside the parts; a band has the colour and
    pattern of the part that it comes from.
    """
    rows, columns = table.sum(axis=1), table.sum(axis=0)
    unit = 1 / table.to_numpy().sum()
    from_top = _tops(rows, unit)
    to_top = _tops(columns, unit)
    colors = dict(zip(table.index, _colors(len(table)), strict=True))
    hatches = dict(zip(table.index, cycle(_HATCHES), strict=False))
    used_left, used_right = dict(from_top), dict(to_top)
    for before in table.index:
        for after in table.columns:
            count = table.loc[before, after]
            if count:
                start, end, height = used_left[before], used_right[after], count * unit
                _band(axes, start, end, height, colors[before], hatches[before])
                used_left[before] -= height
                used_right[after] -= height
    _column(axes, 0, from_top, rows, unit, colors)
    _column(axes, 1, to_top, columns, unit, {})
    top = max(*from_top.values(), *to_top.values()) + 0.05
    for x, text in ((0, left), (1, right)):
        axes.text(x, top, text, ha="center", va="bottom", weight="bold")
    axes.set_xlim(-0.62, 1.62)
    axes.set_ylim(-_SPACE * max(len(rows), len(columns)) - 0.02, top + 0.06)
    axes.set_axis_off()


def _colors(count: int) -> list[str]:
    series = [*brand().series, brand().color("secondary")]
    return [series[index % len(series)] for index in range(count)]


def _tops(totals: pd.Series, unit: float) -> dict[str, float]:
    """The upper edge of each part of a column, from 1 downwards."""
    tops: dict[str, float] = {}
    edge = 1.0
    for name, total in totals.items():
        tops[str(name)] = edge
        edge -= total * unit + _SPACE
    return tops


def _band(axes: Axes, start: float, end: float, height: float, color: str, hatch: str) -> None:
    """A band from the left column to the right one, level at both ends; start and end are its upper edges."""
    x = np.linspace(_WIDTH, 1 - _WIDTH, 60)
    bend = (1 - np.cos(np.linspace(0, np.pi, 60))) / 2
    upper = start + (end - start) * bend
    axes.fill_between(x, upper - height, upper, facecolor=color, alpha=0.45, linewidth=0)
    axes.fill_between(x, upper - height, upper, facecolor="none", edgecolor=color, hatch=hatch, linewidth=0.6)


def _column(
    axes: Axes, x: int, tops: dict[str, float], totals: pd.Series, unit: float, colors: dict[str, str]
) -> None:
    """The parts of a column with their names and numbers outside."""
    outside = -1 if x == 0 else 1
    middles = [top - totals[name] * unit / 2 for name, top in tops.items()]
    places = [-place for place in spread([-middle for middle in middles], 0.055)]
    for place, middle, (name, top) in zip(places, middles, tops.items(), strict=True):
        height = totals[name] * unit
        color = colors.get(name, brand().palette["gra"])
        axes.fill_between([x - _WIDTH, x + _WIDTH], top - height, top, color=color, linewidth=0)
        edge = x + outside * (_WIDTH + 0.01)
        axes.plot([edge, edge + outside * 0.03], [middle, place], color=brand().foreground, linewidth=0.6)
        text = f"{name}  {number(int(totals[name]))}"
        axes.text(
            edge + outside * 0.045, place, text, ha="right" if x == 0 else "left", va="center", fontsize=8.5
        )
