"""Social accounts over time: the results of each indicator by period, in a table and in small pictures."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import wrap
from typing import Any

from matplotlib.axes import Axes

from finsam.chapters import figures
from finsam.chapters.book import Book
from finsam.chapters.facts import slug
from finsam.chapters.figures import Figure, brand, styled
from finsam.chapters.markdown import Line, Table, escape
from finsam.chapters.targets import in_brackets, is_small, outcome_text
from finsam.measures.signals import Result, Trend, trends
from finsam.social.rules import CHANGES
from finsam.swedish import capital, cell_text, listing, number, period
from finsam.tables.cells import NO_CELL, Cell

#: Panels beside each other, and as many as one picture holds on a page.
_BESIDE, _MOST = 3, 12


def sections(book: Book, name: str, area: str) -> list[object]:
    """The results of a målområde in every period that was delivered; nothing where no indicator has two.

    An indicator with three or more has a panel in the pictures too.

    name: the målområde with its number, as headings have it. area: its number.
    """
    found = trends(book.table("sociala_mal"), book.table("sociala_utfall"))
    part = [trend for trend in found if trend.target.key["malomrade_nr"] == area]
    if not part:
        return []
    drawn = [trend for trend in part if len(_points(trend)) > 2]
    pictures = [drawn[at : at + _MOST] for at in range(0, len(drawn), _MOST)]
    return [
        _table(book, name, part),
        *(_figure(book, name, some, at) for at, some in enumerate(pictures, start=1)),
    ]


def _table(book: Book, name: str, part: list[Trend]) -> Table:
    periods = sorted({when for trend in part for when in trend.results})
    lines = [
        Line(
            escape(_label(trend)),
            [
                outcome_text(book, each, words=False) if each else "–"
                for each in map(trend.results.get, periods)
            ],
        )
        for trend in part
    ]
    return Table(
        f"tbl-utveckling-{slug(name)}",
        f"Resultaten över tid, målområde {escape(name)}",
        ["Indikator", *(escape(capital(period(when))) for when in periods)],
        lines,
        # Columns of text may be broken into lines, which many beside each other need.
        text_columns=range(1, len(periods) + 1) if len(periods) > 4 else (),
        note="Tabellen har de indikatorer som har resultat från minst två perioder.",
        widths=[36, *[max(9, 70 // len(periods))] * len(periods)],
    )


def _label(trend: Trend) -> str:
    key = trend.target.key
    return f"{key['indikator']} {key['kort']}{in_brackets(trend.respondents)}"


def _cell(result: Result) -> Cell:
    """What is drawn: the level, the percent, the number of examples or the count."""
    outcome = result.outcome
    cells = (outcome["varde"], result.percent, outcome["exempel"], outcome["n"])
    return next((cell for cell in cells if cell), NO_CELL)


def _points(trend: Trend) -> dict[str, Result]:
    return {when: each for when, each in trend.results.items() if _cell(each)}


def _height(result: Result) -> float:
    """A share as it is, not as it is printed."""
    if result.share and not result.outcome["varde"]:
        return float(result.share.percent)
    return float(_cell(result).number)


def _figure(book: Book, name: str, part: list[Trend], at: int) -> Figure:
    """A panel for each indicator. An open point is a share of few, the dashed line the threshold."""
    rows = -(-len(part) // _BESIDE)
    drawing, axes = figures.grid(rows, 0.3 + 1.7 * rows, ncols=_BESIDE, squeeze=False)
    panels = list(axes.flat)
    for trend, panel in zip(part, panels, strict=False):
        _panel(book, panel, trend)
    for panel in panels[len(part) :]:
        panel.set_visible(False)
    alt = "Resultat över tid. " + " ".join(
        f"{_label(trend)}: "
        + listing(
            [f"{cell_text(_cell(each), unit=True)} {period(when)}" for when, each in _points(trend).items()]
        )
        + "."
        for trend in part
    )
    few = any(is_small(book, each) for trend in part for each in trend.results.values())
    open_points = (
        f". Ofylld punkt: färre än {number(book.params.year.liten_bas)} svar eller personer" if few else ""
    )
    caption = f"Resultaten över tid, målområde {escape(name)}{_lines(book, part)}{open_points}"
    suffix = f"-{at}" if at > 1 else ""
    return Figure(
        f"fig-utveckling-{slug(name)}{suffix}", caption, alt, drawing, (f"tbl-utveckling-{slug(name)}",)
    )


def _lines(book: Book, part: list[Trend]) -> str:
    """What the dashed lines are: thresholds of the book's year, or of the later year that a target names."""
    lined = [trend for trend in part if _limit(list(_points(trend).values())[-1]) is not None]
    later: dict[str, list[str]] = {}
    for trend in lined:
        year = trend.target.key["senast"]
        if year and year != str(book.ar):
            later.setdefault(year, []).append(trend.target.key["indikator"])
    if not lined:
        return ""
    if len(later) == 1 and len(lined) == sum(map(len, later.values())):
        return f". Streckad linje: tröskeln, som ska vara nådd senast {escape(*later)}"
    others = [
        f"för {escape(listing(list(dict.fromkeys(names))))} ska den vara nådd senast {escape(year)}"
        for year, names in sorted(later.items())
    ]
    return f". Streckad linje: tröskeln {book.ar}" + (f" ({listing(others)})" if others else "")


@styled
def _panel(book: Book, panel: Axes, trend: Trend) -> None:
    points = list(_points(trend).values())
    places, heights = range(len(points)), [_height(result) for result in points]
    color, limit = brand().series[0], _limit(points[-1])
    panel.plot(places, heights, color=color, linewidth=1.6)
    fills = [brand().background if is_small(book, result) else color for result in points]
    panel.scatter(places, heights, s=26, color=fills, edgecolors=color, linewidths=1.4, zorder=3)
    if limit is not None:
        panel.axhline(limit, color=brand().foreground, linestyle=(0, (4, 2)), linewidth=1)
    plate = {"boxstyle": "round,pad=0.1", "fc": brand().background, "ec": "none"}
    above: dict[str, Any] = {
        "xytext": (0, 6),
        "textcoords": "offset points",
        "ha": "center",
        "fontsize": 8,
        "bbox": plate,
    }
    above["zorder"] = 2.5  # Over the lines, under the points.
    for at in (0, len(points) - 1):
        panel.annotate(cell_text(_cell(points[at]), unit=True), (at, heights[at]), **above)
    panel.set_title("\n".join(_title(trend)), fontsize=8, fontweight="normal")
    panel.set_xticks(places, _ticks(list(_points(trend))), fontsize=7.5)
    panel.set_xlim(-0.5, len(points) - 0.5)
    is_share = bool(points[-1].percent) and not points[-1].outcome["varde"]
    panel.set_ylim(0, 118 if is_share else 1.3 * max(*heights, limit or 0) or 1)
    panel.set_yticks([0, 50, 100] if is_share else [0])
    panel.tick_params(axis="y", labelsize=7.5)
    panel.yaxis.grid(True)
    panel.set_axisbelow(True)


def _limit(result: Result) -> float | None:
    """The threshold as a height; that of a change is none."""
    threshold = result.target["troskel"]
    return float(threshold.number) if threshold and result.rule not in CHANGES else None


def _title(trend: Trend) -> list[str]:
    """Number and label on two lines at most, and the group below."""
    key = trend.target.key
    lines = wrap(f"{key['indikator']} {key['kort']}", 32, max_lines=2, placeholder=" …")
    return [*lines, capital(trend.respondents)] if trend.respondents else lines


def _ticks(periods: Sequence[str]) -> list[str]:
    """Years; of more than five, the first and the last."""
    names = [period(when) for when in periods]
    return names if len(names) <= 5 else [names[0], *[""] * (len(names) - 2), names[-1]]
