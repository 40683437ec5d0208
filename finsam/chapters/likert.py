"""Answers on a scale as diverging bars: unfavourable answers to the left of a line, favourable ones to the right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from textwrap import fill
from typing import Any

from matplotlib.axes import Axes
from matplotlib.colors import to_hex, to_rgb
from matplotlib.patches import Patch

from finsam.brand import contrast
from finsam.chapters.figures import brand, styled
from finsam.swedish import number

#: The narrowest part of a bar, in percent, that its count has room in.
_ROOM = 4.5
#: How pale the part next to the line is, as a share of the full colour.
_PALEST = 0.3
#: Signs in a row of the legend, and in a line of a label.
_LEGEND, _LABEL = 78, 34


@dataclass(frozen=True)
class Steps:
    """The steps of a scale from the most unfavourable to the most favourable one.

    words: what the legend calls them. unfavourable, neutral: how many of them, counted from the first; the rest are
    favourable. A scale that doesn't say which are favourable has neither.
    """

    words: Sequence[str]
    unfavourable: int = 0
    neutral: int = 0

    @property
    def favourable(self) -> int:
        return len(self.words) - self.unfavourable - self.neutral

    @property
    def axis(self) -> str:
        """What the axis of a picture says."""
        if not (self.unfavourable or self.neutral):
            return "Procent av svaren"
        middle = ", de neutrala mitt för strecket" if self.neutral else ""
        return f"Procent av svaren{middle}, de gynnsamma till höger"

    def colors(self) -> list[str]:
        """One for each step: darker the farther from the line, so that the order shows without the hue."""
        good, bad = brand().series[:2]
        middle = brand().palette.get("linje", "#d3d9da")
        return [
            *(_paled(bad, step, self.unfavourable) for step in range(self.unfavourable, 0, -1)),
            *[middle] * self.neutral,
            *(_paled(good, step, self.favourable) for step in range(1, self.favourable + 1)),
        ]

    def starts(self, widths: Sequence[float]) -> list[float]:
        """Where each part of a bar begins: the line at 0 is between unfavourable and favourable, or in the middle of
        what is neutral."""
        first, last = self.unfavourable, self.unfavourable + self.neutral
        at = -sum(widths[:first]) - sum(widths[first:last]) / 2
        found = []
        for width in widths:
            found.append(at)
            at += width
        return found


def _paled(color: str, step: int, steps: int) -> str:
    """The colour of a step: the full one for the outermost, a pale one for the first."""
    strength = 1.0 if steps == 1 else _PALEST + (1 - _PALEST) * (step - 1) / (steps - 1)
    pairs = zip(to_rgb(color), to_rgb(brand().background), strict=True)
    red, green, blue = (strength * own + (1 - strength) * behind for own, behind in pairs)
    return to_hex((red, green, blue))


@styled
def diverging(axes: Axes, labels: Sequence[str], counts: Sequence[Sequence[int]], steps: Steps) -> None:
    """A bar of 100 percent for each label from top to bottom, with the counts written in the parts.

    counts: for each label those of the steps, in their order; a label without answers has no bar.
    """
    colors = steps.colors()
    reach = (0.0, 0.0)
    for row, of_row in enumerate(counts):
        total = sum(of_row)
        widths = [100 * count / total if total else 0 for count in of_row]
        left = steps.starts(widths)[0]
        reach = min(reach[0], left), max(reach[1], left + sum(widths))
        for start, width, count, color in zip(steps.starts(widths), widths, of_row, colors, strict=True):
            # An outline holds the pale parts against the page.
            axes.barh(
                row, width, left=start, height=0.66, color=color, edgecolor=brand().secondary, linewidth=0.5
            )
            if width >= _ROOM:
                ink = max(brand().background, brand().foreground, key=partial(contrast, color))
                axes.text(
                    start + width / 2, row, number(count), ha="center", va="center", fontsize=8.5, color=ink
                )
    _frame(axes, labels, steps, reach)
    _legend(axes, steps, colors)


def _frame(axes: Axes, labels: Sequence[str], steps: Steps, reach: tuple[float, float]) -> None:
    axes.set_yticks(range(len(labels)), [fill(label, _LABEL) for label in labels])
    axes.set_ylim(len(labels) - 0.5, -0.5)
    axes.spines["left"].set_visible(False)
    axes.set_xlim(reach[0] - 2, reach[1] + 2)
    axes.xaxis.set_major_formatter(lambda value, _: number(round(abs(value))))
    axes.set_xlabel(steps.axis)
    if steps.unfavourable or steps.neutral:
        # Where it goes through what is neutral it must not strike out the counts.
        axes.axvline(0, color=brand().foreground, linewidth=1.4, zorder=0 if steps.neutral else 3)


def _legend(axes: Axes, steps: Steps, colors: Sequence[str]) -> None:
    """All in a row where they have room, otherwise three beside each other."""
    outline: dict[str, Any] = {"edgecolor": brand().secondary, "linewidth": 0.5}
    handles = [
        Patch(facecolor=color, label=word, **outline) for color, word in zip(colors, steps.words, strict=True)
    ]
    in_a_row = sum(len(word) + 5 for word in steps.words) <= _LEGEND
    columns = len(handles) if in_a_row else 3
    # A legend is filled column by column; the steps are to be read row by row.
    by_column = [handles[at] for column in range(columns) for at in range(column, len(handles), columns)]
    axes.figure.legend(
        handles=by_column, loc="outside lower center", ncols=columns, columnspacing=1.2, handletextpad=0.5
    )
