"""Shares of favourable answers with their intervals, a small picture for each question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import Any

from matplotlib.axes import Axes

from finsam.chapters import figures
from finsam.chapters.book import Book
from finsam.chapters.certainty import is_few, share_text
from finsam.chapters.figures import Figure, brand, styled
from finsam.measures.shares import Share
from finsam.swedish import listing, number, with_unit

#: Panels beside each other, and below each other at the most.
_BESIDE, _BELOW = 3, 4
#: Inches of a panel without rows, of each row, and of a picture that has room on a page.
_PANEL, _ROW, _PAGE = 0.75, 0.17, 7.6


@dataclass(frozen=True)
class Panel:
    """A question: the share of each row that has one, and of all its answers where they are to be seen too."""

    name: str
    shares: Mapping[str, Share]
    whole: Share | None = None


def panel_figures(
    book: Book,
    id: str,
    caption: str,
    alt: str,
    rows: Sequence[str],
    panels: Sequence[Panel],
    tables: Sequence[str],
    in_time: bool = False,
) -> list[Figure]:
    """Pictures with as many panels as have room on a page, each with the same rows from top to bottom.

    A share of few answers has an open point. alt: the first sentence of the text alternative. in_time: the rows are
    periods; it then tells the first and the last of them, otherwise the highest and the lowest share.
    """
    few = any(is_few(book, share) for panel in panels for share in panel.shares.values())
    if few:
        caption += f". Ofylld punkt: färre än {number(book.params.year.liten_bas)} svar"
    height = _PANEL + _ROW * len(rows)
    most = _BESIDE * min(_BELOW, max(1, int(_PAGE // height)))
    found = []
    for at in range(0, len(panels), most):
        some = panels[at : at + most]
        down = -(-len(some) // _BESIDE)
        drawing, axes = figures.grid(down, 0.4 + down * height, ncols=_BESIDE, squeeze=False, sharey=True)
        for panel, place in zip(some, axes.flat, strict=False):
            _draw(book, place, panel, rows)
        for place in axes.flat[len(some) :]:
            place.set_visible(False)
        told = " ".join([alt, *(_told(panel, rows, in_time) for panel in some)])
        suffix, more = (f"-{at // most + 1}", ", fortsättning") if at else ("", "")
        found.append(Figure(id + suffix, caption + more, told, drawing, tables))
    return found


def _told(panel: Panel, rows: Sequence[str], in_time: bool) -> str:
    """A panel in words. All shares of a dozen panels would be minutes to listen to, and the table has them."""
    known = [row for row in rows if row in panel.shares]
    whole = f", alla svar {with_unit(panel.whole.rounded(), 'procent')}" if panel.whole else ""
    if len(known) < 3:
        return f"{panel.name}{whole}: {listing([_share(panel, row) for row in known])}."
    if in_time:
        first, last = known[0], known[-1]
        return f"{panel.name}{whole}: från {_share(panel, first)} till {_share(panel, last)}."
    low, *_, high = sorted(known, key=lambda row: panel.shares[row].percent)
    return f"{panel.name}{whole}: högst {_share(panel, high)} och lägst {_share(panel, low)}."


def _share(panel: Panel, row: str) -> str:
    return f"{row} {share_text(panel.shares[row])}"


@styled
def _draw(book: Book, axes: Axes, panel: Panel, rows: Sequence[str]) -> None:
    color = brand().series[0]
    for at, row in enumerate(rows):
        if share := panel.shares.get(row):
            if interval := share.interval:
                axes.plot([interval.low, interval.high], [at, at], color=color, linewidth=1.6)
            fill = brand().background if is_few(book, share) else color
            axes.plot(float(share.percent), at, "o", markersize=5, color=color, markerfacecolor=fill)
    if panel.whole:
        dashed: dict[str, Any] = {"linestyle": (0, (4, 2)), "linewidth": 1, "zorder": 0}
        axes.axvline(float(panel.whole.percent), color=brand().foreground, **dashed)
    axes.set_title(
        "\n".join(wrap(panel.name, 30, max_lines=2, placeholder=" …")), fontsize=8, fontweight="normal"
    )
    axes.set_yticks(range(len(rows)), rows, fontsize=8)
    axes.set_ylim(len(rows) - 0.5, -0.5)
    axes.set_xlim(-3, 103)
    axes.set_xticks([0, 50, 100])
    axes.tick_params(axis="x", labelsize=7.5)
    axes.xaxis.grid(True)
    axes.set_axisbelow(True)
