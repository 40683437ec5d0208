"""The days of a year by month: who meets when, as a picture of the year from January to December."""

from __future__ import annotations

import calendar
import datetime as dt

from matplotlib.axes import Axes

from finsam.chapters import figures
from finsam.chapters.drawings import in_two_lines
from finsam.chapters.figures import Figure, brand, styled
from finsam.chapters.markdown import escape
from finsam.printed import literal
from finsam.swedish import capital, listing, period
from finsam.tables.own import OwnTable
from finsam.tables.own.shape import OwnRow

_SHAPES = ("o", "s", "D", "^", "v", "P", "X", "p")


def month(row: OwnRow) -> str:
    """The month of a row whose label is a day, as `mars`."""
    return _month_name(int(row.label[5:7]))


def _month_name(number: int) -> str:
    # Any year will do: the name stands before it.
    return period(f"2000-{number:02d}").split()[0]


def picture(id: str, table: str, definition: OwnTable, rows: list[OwnRow]) -> Figure:
    """A line for each of those who meet, with their days on it. table: the id of the table with the same rows."""
    (column,) = definition.bild_varde
    days: dict[str, list[dt.date]] = {}
    for row in rows:
        days.setdefault(row.texts[column].text or "Uppgift saknas", []).append(
            dt.date.fromisoformat(row.label)
        )
    days = {who: sorted(set(found)) for who, found in days.items()}
    drawing, axes = figures.canvas(height=figures.height_for(len(days), 0.42, 0.8))
    _draw(axes, days)
    told = [
        f"{literal(who)}: {listing([f'{literal(str(day.day))} {_month_name(day.month)}' for day in found])}."
        for who, found in days.items()
    ]
    title = definition.bild_titel or definition.titel
    return Figure(id, escape(title), f"{title}. {' '.join(told)}", drawing, (table,))


@styled
def _draw(axes: Axes, days: dict[str, list[dt.date]]) -> None:
    line = brand().palette.get("linje", "#d3d9da")
    for at, (who, found) in enumerate(days.items()):
        axes.axhline(at, color=line, linewidth=1, zorder=1)
        color = brand().series[at % len(brand().series)]
        places = [_place(day) for day in found]
        axes.scatter(
            places,
            [at] * len(found),
            marker=_SHAPES[at % len(_SHAPES)],
            s=44,
            color=color,
            zorder=3,
            label=who,
        )
        for day, place in zip(found, places, strict=True):
            axes.annotate(
                literal(str(day.day)),
                (place, at),
                fontsize=8.5,
                xytext=(0, 6),
                textcoords="offset points",
                ha="center",
                va="bottom",
            )
    for number in range(13):
        axes.axvline(number, color=line, linewidth=0.6, zorder=0)
    axes.set_xlim(0, 12)
    axes.set_xticks(
        [number + 0.5 for number in range(12)], [capital(_month_name(n)[:3]) for n in range(1, 13)]
    )
    axes.set_yticks(range(len(days)), [in_two_lines(who, 24) for who in days])
    axes.set_ylim(len(days) - 0.5, -0.75)
    axes.tick_params(axis="both", length=0)
    axes.spines["left"].set_visible(False)
    axes.spines["bottom"].set_visible(False)


def _place(day: dt.date) -> float:
    """Where a day stands among the months, from 0 to 12."""
    return day.month - 1 + (day.day - 0.5) / calendar.monthrange(day.year, day.month)[1]
