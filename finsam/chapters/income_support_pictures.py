"""The pictures of income support: shares with a long need beside each other, and room for the names of lines."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure as Canvas
from matplotlib.text import Annotation

from finsam.chapters import drawings, figures
from finsam.chapters.book import Book
from finsam.chapters.certainty import is_few, share_text
from finsam.chapters.figures import Figure
from finsam.chapters.income_support_tables import name_of
from finsam.measures.income_support import Need
from finsam.swedish import NBSP, number, plural

#: Points that the name of a line takes.
_NAME_HEIGHT = 11


def room_for_names(drawing: Canvas, axes: Axes, years: int) -> None:
    """Room for the names at the ends of the lines of `drawings.lines`, and none of them over another.

    drawing: the whole picture, with nothing else in it. years: how many each line goes over.
    """
    axes.set_xlim(-0.2, (years - 1) * 1.28 + 0.2)
    low, high = axes.get_ylim()
    # Points: the axes are about four fifths of the picture's height.
    scale = 0.8 * 72 * drawing.get_figheight() / (high - low)
    below = float("-inf")
    names = [text for text in axes.texts if isinstance(text, Annotation)]
    for name in sorted(names, key=lambda each: each.xy[1]):
        at = name.xy[1] * scale
        below = max(at, below + _NAME_HEIGHT)
        name.xyann = (8, below - at)


def share_figure(
    book: Book, id: str, caption: str, part: Sequence[Need], label: str, behind: str
) -> Figure | None:
    """The share of households with a long need as points with intervals; None with fewer than two to compare."""
    known = [
        (name_of(need, label), share, interval)
        for need in part
        if (share := need.share("langvarigt")) and (interval := share.interval)
    ]
    if len(known) < 2:
        return None
    few = [is_few(book, share) for _, share, _ in known]
    drawing, axes = figures.canvas(height=figures.height_for(len(known)))
    drawings.whiskers(
        axes,
        [f"{name}{NBSP}({number(share.N)})" for name, share, _ in known],
        [float(share.percent) for _, share, _ in known],
        [(interval.low, interval.high) for _, _, interval in known],
        few,
        f"Färre än {book.params.year.liten_bas} hushåll",
    )
    alt = (
        "Punkter över andelen hushåll med långvarigt behov, med 95-procentigt konfidensintervall. "
        + " ".join(
            f"{name}: {share_text(share)} av {plural(share.N, 'hushåll', 'hushåll')}{', få hushåll' if is_small else ''}."
            for (name, share, _), is_small in zip(known, few, strict=True)
        )
    )
    return Figure(id, f"{caption}. Antal hushåll inom parentes", alt, drawing, (behind,))
