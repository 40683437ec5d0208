"""The house style of the pictures, and a picture with its number, caption and text alternative."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import matplotlib as mpl
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Canvas
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from finsam.brand import Brand, load_brand
from finsam.paths import root

#: Inches; the width of the text in the pdf, so that 9 points in a picture are 9 points on paper.
WIDTH = 6.4


@dataclass(frozen=True)
class Figure:
    """A picture of a book. In a notebook it shows itself; in a book it stands as `id` with caption and alt text.

    id: `fig-` and ASCII, unique in the book. alt says what the picture shows, for those who can't see it.
    """

    id: str
    caption: str
    alt: str
    canvas: Canvas

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> tuple[dict, dict]:
        about = {"id": self.id, "caption": self.caption, "alt": self.alt}
        pictures = {
            "image/svg+xml": self._drawn("svg").decode(),
            "image/png": self._drawn("png"),
            "text/plain": self.alt,
        }
        return pictures, {"finsam": about}

    def _drawn(self, kind: str) -> bytes:
        """Bytes of the picture without date or random ids, so that the same figures give the same file."""
        buffer = io.BytesIO()
        with mpl.rc_context({**_style(), "svg.hashsalt": self.id}):
            self.canvas.savefig(
                buffer, format=kind, dpi=200, metadata={"Date": None} if kind == "svg" else None
            )
        return buffer.getvalue()


@cache
def brand() -> Brand:
    return load_brand(root() / "_brand.yml")


@cache
def _style() -> dict:
    style = brand()
    for font in style.fonts:
        font_manager.fontManager.addfont(font.path)
    grey = style.color("secondary")
    return {
        "font.family": [style.base_font],
        "font.size": 9,
        "text.color": style.foreground,
        "axes.labelcolor": grey,
        "axes.edgecolor": grey,
        "axes.linewidth": 0.6,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.titlesize": 9,
        "axes.titleweight": "bold",
        "axes.titlelocation": "left",
        "xtick.color": grey,
        "ytick.color": style.foreground,
        "xtick.labelcolor": grey,
        "ytick.major.size": 0,
        "grid.color": style.palette.get("linje", "#d3d9da"),
        "grid.linewidth": 0.6,
        "legend.frameon": False,
        "legend.fontsize": 8.5,
        "legend.handlelength": 1.2,
        "hatch.linewidth": 0.6,
        "axes.prop_cycle": mpl.cycler(color=style.series),
        "svg.fonttype": "path",
        "savefig.facecolor": style.background,
    }


def canvas(rows: int = 1, height: float = 3.0, **subplots: object) -> tuple[Canvas, Axes]:
    """A canvas in the house style with one axes (or an array of them). height in inches."""
    with mpl.rc_context(_style()):
        drawing = Canvas(figsize=(WIDTH, height), layout="constrained")
        return drawing, drawing.subplots(rows, **subplots)


def height_for(bars: int, each: float = 0.34, frame: float = 1.0) -> float:
    """Inches that a picture with so many horizontal bars needs."""
    return frame + each * max(bars, 2)


def styled(draw):
    """Run a drawing function in the house style, whatever style the notebook has set."""

    def inside(*args, **kwargs):
        with mpl.rc_context(_style()):
            return draw(*args, **kwargs)

    inside.__name__, inside.__doc__ = draw.__name__, draw.__doc__
    return inside


@styled
def stacked_shares(
    axes: Axes,
    labels: Sequence[str],
    parts: dict[str, Sequence[int]],
    goal: float | None = None,
    goal_label: str = "",
) -> None:
    """Horizontal bars of 100 percent, one for each label from top to bottom, with the counts written in the parts.

    parts: name of each part to its counts, in the order of the labels. goal: percent, drawn as a line.
    """
    colors = brand().series
    hatches = ["", "", "///", "...", "xx", ""]
    totals = [sum(counts) for counts in zip(*parts.values(), strict=True)]
    left = [0.0] * len(labels)
    for index, (name, counts) in enumerate(parts.items()):
        widths = [100 * n / total if total else 0 for n, total in zip(counts, totals, strict=True)]
        axes.barh(
            range(len(labels)),
            widths,
            left=left,
            label=name,
            color=colors[index],
            height=0.68,
            edgecolor=brand().background,
            linewidth=1.2,
            hatch=hatches[index],
        )
        for row, (count, width) in enumerate(zip(counts, widths, strict=True)):
            if width >= 4:
                axes.text(
                    left[row] + width / 2,
                    row,
                    str(count),
                    ha="center",
                    va="center",
                    fontsize=8.5,
                    color="white",
                    fontweight="bold",
                    bbox={"boxstyle": "round,pad=0.12", "fc": colors[index], "ec": "none"},
                )
        left = [start + width for start, width in zip(left, widths, strict=True)]
    axes.set_yticks(range(len(labels)), labels)
    axes.invert_yaxis()
    axes.set_xlim(0, 100)
    axes.set_xlabel("Procent")
    axes.spines["left"].set_visible(False)
    if goal is not None:
        axes.axvline(goal, color=brand().foreground, linestyle=(0, (4, 2)), linewidth=1.2)
        axes.annotate(
            goal_label,
            (goal, 1),
            xycoords=("data", "axes fraction"),
            xytext=(0, 3),
            textcoords="offset points",
            ha="center",
            va="bottom",
            fontsize=8.5,
        )
    axes.figure.legend(
        *axes.get_legend_handles_labels(), loc="outside lower center", ncols=min(4, len(parts))
    )


@styled
def flow(axes: Axes, labels: Sequence[str], parts: dict[str, Sequence[int]]) -> None:
    """Horizontal bars of counts, each part named and counted at its place; a part that is 0 in a bar isn't drawn."""
    colors = [*brand().series, brand().color("secondary")]
    left = [0] * len(labels)
    for index, (name, counts) in enumerate(parts.items()):
        color = colors[index % len(colors)]
        for row, count in enumerate(counts):
            if count:
                axes.barh(row, count, left=left[row], color=color, height=0.55, edgecolor=brand().background)
                axes.text(
                    left[row] + count / 2,
                    row,
                    str(count),
                    ha="center",
                    va="center",
                    color="white",
                    fontweight="bold",
                    fontsize=8.5,
                )
                text = (
                    name.replace(" från", "\nfrån")
                    .replace(" vid", "\nvid")
                    .replace(" positivt", "\npositivt")
                )
                axes.text(left[row] + count / 2, row + 0.33, text, ha="center", va="top", fontsize=8)
                left[row] += count
    axes.set_yticks(range(len(labels)), labels)
    axes.set_ylim(len(labels) - 0.2, -0.45)
    axes.set_xlim(0, max(left))
    axes.set_xlabel("Antal deltagare")
    axes.spines["left"].set_visible(False)


@styled
def bars(
    axes: Axes, labels: Sequence[str], values: Sequence[float], texts: Sequence[str], axis: str = ""
) -> None:
    """Horizontal bars from top to bottom with the printed value at the end of each."""
    axes.barh(range(len(labels)), values, color=brand().series[0], height=0.62)
    span = max((abs(value) for value in values), default=1) or 1
    for row, (value, text) in enumerate(zip(values, texts, strict=True)):
        axes.text(max(value, 0) + span * 0.015, row, text, va="center", fontsize=8.5)
    axes.set_yticks(range(len(labels)), labels)
    axes.invert_yaxis()
    axes.set_xlim(min(0, *values) * 1.1 if min(values, default=0) < 0 else 0, span * 1.16)
    axes.set_xlabel(axis)
    axes.spines["left"].set_visible(False)
    axes.xaxis.grid(True)
    axes.set_axisbelow(True)


@styled
def paired_bars(
    axes: Axes,
    labels: Sequence[str],
    pairs: dict[str, Sequence[float]],
    texts: dict[str, Sequence[str]],
    axis: str,
) -> None:
    """Two horizontal bars for each label, the first of them outlined (a plan) and the second filled (what came)."""
    thickness = 0.38
    for index, (name, values) in enumerate(pairs.items()):
        rows = [row + (index - 0.5) * thickness for row in range(len(labels))]
        color = brand().series[0]
        fill = {"facecolor": "white", "edgecolor": color, "hatch": "////"} if index == 0 else {"color": color}
        axes.barh(rows, values, height=thickness * 0.9, label=name, linewidth=0.8, **fill)
        span = max(max(v) for v in pairs.values()) or 1
        for row, value, text in zip(rows, values, texts[name], strict=True):
            axes.text(value + span * 0.01, row, text, va="center", fontsize=7.5)
    axes.set_yticks(range(len(labels)), labels)
    axes.invert_yaxis()
    axes.set_xlim(0, span * 1.12)
    axes.set_xlabel(axis)
    axes.spines["left"].set_visible(False)
    axes.xaxis.grid(True)
    axes.set_axisbelow(True)
    axes.figure.legend(*axes.get_legend_handles_labels(), loc="outside lower center", ncols=2)


@styled
def dots(
    axes: Axes,
    labels: Sequence[str],
    series: dict[str, Sequence[float | None]],
    axis: str,
    goal: float | None = None,
    goal_label: str = "",
) -> None:
    """Points on a line for each label, one for each series, told apart by shape and colour; None is left out."""
    shapes = ("o", "s", "D", "^")
    for row in range(len(labels)):
        known = [values[row] for values in series.values() if values[row] is not None]
        if known:
            axes.plot(
                [min(known), max(known)],
                [row, row],
                color=brand().palette.get("linje", "#d3d9da"),
                zorder=1,
                linewidth=2,
            )
    for index, (name, values) in enumerate(series.items()):
        found = [(value, row) for row, value in enumerate(values) if value is not None]
        axes.scatter(
            *zip(*found, strict=True),
            label=name,
            marker=shapes[index % 4],
            s=42,
            zorder=3,
            color=brand().series[index],
        )
    if goal is not None:
        axes.axvline(goal, color=brand().foreground, linestyle=(0, (4, 2)), linewidth=1.2, zorder=2)
        axes.annotate(
            goal_label,
            (goal, 1),
            xycoords=("data", "axes fraction"),
            xytext=(0, 3),
            textcoords="offset points",
            ha="center",
            va="bottom",
            fontsize=8.5,
        )
    axes.set_yticks(range(len(labels)), labels)
    axes.invert_yaxis()
    axes.margins(y=0.12)
    axes.set_xlim(left=0)
    axes.set_xlabel(axis)
    axes.spines["left"].set_visible(False)
    axes.xaxis.grid(True)
    axes.set_axisbelow(True)
    axes.figure.legend(*axes.get_legend_handles_labels(), loc="outside lower center", ncols=4)


@styled
def thresholds(axes: Axes, labels: Sequence[str], values: Sequence[float], limits: Sequence[float]) -> None:
    """Percent as a bar for each label with its own threshold as a stroke; reached ones filled, others hatched."""
    color = brand().series[0]
    for row, (value, limit) in enumerate(zip(values, limits, strict=True)):
        fill = (
            {"color": color}
            if value >= limit
            else {"facecolor": "white", "edgecolor": color, "hatch": "////"}
        )
        axes.barh(row, value, height=0.55, linewidth=0.8, **fill)
        axes.plot([limit, limit], [row - 0.4, row + 0.4], color=brand().foreground, linewidth=2)
    reached = Patch(color=color, label="Tröskeln nådd")
    missed = Patch(facecolor="white", edgecolor=color, hatch="////", label="Tröskeln inte nådd")
    limit = Line2D([], [], color=brand().foreground, linewidth=2, label="Tröskel")
    axes.set_yticks(range(len(labels)), labels)
    axes.invert_yaxis()
    axes.set_xlim(0, 102)
    axes.set_xlabel("Procent")
    axes.spines["left"].set_visible(False)
    axes.xaxis.grid(True)
    axes.set_axisbelow(True)
    axes.figure.legend(handles=[reached, missed, limit], loc="outside lower center", ncols=3)


@styled
def columns(
    axes: Axes, labels: Sequence[str], values: Sequence[float], texts: Sequence[str], axis: str
) -> None:
    """Upright bars in order of time with the printed value above each; the last one, the book's year, is filled."""
    colors = [brand().palette.get("linje", "#d3d9da")] * (len(values) - 1) + [brand().series[0]]
    axes.bar(range(len(labels)), values, color=colors, width=0.62)
    for at, (value, text) in enumerate(zip(values, texts, strict=True)):
        axes.annotate(
            text, (at, max(value, 0)), xytext=(0, 3), textcoords="offset points", ha="center", fontsize=8.5
        )
    axes.set_xticks(range(len(labels)), labels)
    axes.set_ylabel(axis)
    axes.spines["bottom"].set_visible(True)
    axes.margins(y=0.15)
