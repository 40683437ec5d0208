"""The kinds of picture: bars, parts of a whole, points on a line. Each draws into an axes in the house style."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from textwrap import wrap
from typing import Any

from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from finsam.brand import contrast
from finsam.chapters.figures import brand, styled
from finsam.swedish import exact_decimals, number

#: Patterns of the parts of a bar, so that they can be told apart without their colours.
_HATCHES = ("", "\\\\\\", "///", "...", "xx", "++", "---")


@styled
def stacked_shares(
    axes: Axes,
    labels: Sequence[str],
    parts: Mapping[str, Sequence[int]],
    goal: float | None = None,
    goal_label: str = "",
) -> None:
    """Horizontal bars of 100 percent, one for each label from top to bottom, with the counts written in the parts.

    parts: name of each part to its counts, in the order of the labels. goal: percent, drawn as a line.
    """
    colors = brand().series
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
            hatch=_HATCHES[index],
        )
        for row, (count, width) in enumerate(zip(counts, widths, strict=True)):
            if width >= 4:
                _count_in_bar(axes, left[row] + width / 2, row, count, colors[index])
        left = [start + width for start, width in zip(left, widths, strict=True)]
    _label_rows(axes, labels, "Procent", grid=False)
    axes.set_xlim(0, 100)
    _goal_line(axes, goal, goal_label)
    axes.figure.legend(
        *axes.get_legend_handles_labels(), loc="outside lower center", ncols=min(4, len(parts))
    )


@styled
def flow(axes: Axes, labels: Sequence[str], parts: Mapping[str, Sequence[int]]) -> None:
    """Horizontal bars of counts, one for each label from top to bottom; a part that is 0 in a bar isn't drawn.

    parts: name of each part to its counts, in the order of the labels. A part too narrow for its count goes without.
    """
    colors = [*brand().series, brand().color("secondary")]
    total = max(sum(counts) for counts in zip(*parts.values(), strict=True))
    left = [0] * len(labels)
    for index, (name, counts) in enumerate(parts.items()):
        color = colors[index % len(colors)]
        axes.barh(
            range(len(labels)),
            counts,
            left=left,
            label=name,
            color=color,
            height=0.62,
            edgecolor=brand().background,
            linewidth=1.2,
            hatch=_HATCHES[index % len(_HATCHES)],
        )
        for row, count in enumerate(counts):
            if count >= 0.03 * total:
                _count_in_bar(axes, left[row] + count / 2, row, count, color)
        left = [start + count for start, count in zip(left, counts, strict=True)]
    _label_rows(axes, labels, "Antal deltagare", grid=False)
    axes.set_xlim(0, total)
    axes.figure.legend(*axes.get_legend_handles_labels(), loc="outside lower center", ncols=4)


@styled
def bars(
    axes: Axes, labels: Sequence[str], values: Sequence[float], texts: Sequence[str], axis: str = ""
) -> None:
    """Horizontal bars from top to bottom with the printed value at the end of each."""
    axes.barh(range(len(labels)), values, color=brand().series[0], height=0.62)
    span = max((abs(value) for value in values), default=1) or 1
    for row, (value, text) in enumerate(zip(values, texts, strict=True)):
        axes.text(max(value, 0) + span * 0.015, row, text, va="center", fontsize=8.5)
    _label_rows(axes, labels, axis)
    axes.set_xlim(min(0, *values) * 1.1 if min(values, default=0) < 0 else 0, span * 1.16)


@styled
def paired_bars(
    axes: Axes,
    labels: Sequence[str],
    pairs: Mapping[str, Sequence[float]],
    texts: Mapping[str, Sequence[str]],
    axis: str,
) -> None:
    """Two horizontal bars for each label, the first of them outlined (a plan) and the second filled (what came)."""
    thickness = 0.38
    for index, (name, values) in enumerate(pairs.items()):
        rows = [row + (index - 0.5) * thickness for row in range(len(labels))]
        axes.barh(rows, values, height=thickness * 0.9, label=name, linewidth=0.8, **fill(hatched=index == 0))
        span = max(max(v) for v in pairs.values()) or 1
        for row, value, text in zip(rows, values, texts[name], strict=True):
            axes.text(value + span * 0.01, row, text, va="center", fontsize=7.5)
    _label_rows(axes, labels, axis)
    axes.set_xlim(0, span * 1.12)
    axes.figure.legend(*axes.get_legend_handles_labels(), loc="outside lower center", ncols=2)


@styled
def dots(
    axes: Axes,
    labels: Sequence[str],
    series: Mapping[str, Sequence[float | None]],
    axis: str,
    goal: float | None = None,
    goal_label: str = "",
) -> None:
    """Points on a line for each label, one for each series, told apart by shape and colour; None is left out."""
    shapes = ("o", "s", "D", "^")
    for row in range(len(labels)):
        there = [value for values in series.values() if (value := values[row]) is not None]
        if there:
            axes.plot(
                [min(there), max(there)],
                [row, row],
                color=brand().palette.get("linje", "#d3d9da"),
                zorder=1,
                linewidth=2,
            )
    for index, (name, values) in enumerate(series.items()):
        known = [row for row, value in enumerate(values) if value is not None]
        points = [value for value in values if value is not None]
        axes.scatter(
            points,
            known,
            label=name,
            marker=shapes[index % 4],
            s=42,
            zorder=3,
            color=brand().series[index % len(brand().series)],
        )
    _goal_line(axes, goal, goal_label)
    _label_rows(axes, labels, axis)
    axes.margins(y=0.12)
    axes.set_xlim(left=0)
    axes.figure.legend(*axes.get_legend_handles_labels(), loc="outside lower center", ncols=4)


@styled
def whiskers(
    axes: Axes,
    labels: Sequence[str],
    points: Sequence[float],
    ends: Sequence[tuple[float, float]],
    uncertain: Sequence[bool],
    uncertain_label: str,
    goal: float | None = None,
    goal_label: str = "",
) -> None:
    """A percent as a point with its interval as a line through it, for each label from top to bottom.

    uncertain: the ones that are drawn hollow and dashed, and what the legend calls them.
    """
    color = brand().series[0]
    for row, (point, (low, high), is_uncertain) in enumerate(zip(points, ends, uncertain, strict=True)):
        axes.plot([low, high], [row, row], color=color, linewidth=1.6, linestyle=":" if is_uncertain else "-")
        face = brand().background if is_uncertain else color
        axes.plot(point, row, "o", markersize=6.5, color=color, markerfacecolor=face, markeredgewidth=1.4)
    _label_rows(axes, labels, "Procent")
    axes.set_ylim(len(labels) - 0.4, -0.6)
    axes.set_xlim(-1, 101)
    _goal_line(axes, goal, goal_label)
    shape: dict[str, Any] = {"color": color, "marker": "o", "markersize": 6.5}
    known = Line2D([], [], label="Andel med 95-procentigt intervall", linewidth=1.6, **shape)
    hollow: dict[str, Any] = {
        "markerfacecolor": brand().background,
        "linestyle": ":",
        "label": uncertain_label,
    }
    handles = [known, Line2D([], [], **shape, **hollow)] if any(uncertain) else [known]
    axes.figure.legend(handles=handles, loc="outside lower center", ncols=2, handlelength=2.6)


@styled
def thresholds(axes: Axes, labels: Sequence[str], values: Sequence[float], limits: Sequence[float]) -> None:
    """Percent as a bar for each label with its own threshold as a stroke; reached ones filled, others hatched."""
    for row, (value, limit) in enumerate(zip(values, limits, strict=True)):
        axes.barh(row, value, height=0.55, linewidth=0.8, **fill(hatched=value < limit))
        axes.plot([limit, limit], [row - 0.4, row + 0.4], color=brand().foreground, linewidth=2)
    reached = Patch(**fill(), label="Tröskeln nådd")
    missed = Patch(**fill(hatched=True), label="Tröskeln inte nådd")
    stroke = Line2D([], [], color=brand().foreground, linewidth=2, label="Tröskel")
    _label_rows(axes, labels, "Procent")
    axes.set_xlim(0, 102)
    axes.figure.legend(handles=[reached, missed, stroke], loc="outside lower center", ncols=3)


@styled
def lines(
    axes: Axes,
    periods: Sequence[str],
    series: Mapping[str, Sequence[float | None]],
    axis: str,
    goal: float | None = None,
    goal_label: str = "",
) -> None:
    """A line over time for each series with its name at the end, from zero; None breaks the line.

    goal: drawn as a dashed level line with its label at the left.
    """
    shapes = ("o", "s", "D", "^")
    places = range(len(periods))
    for index, (name, values) in enumerate(series.items()):
        known = [(at, value) for at, value in zip(places, values, strict=True) if value is not None]
        heights = [float("nan") if value is None else value for value in values]
        color = brand().series[index % len(brand().series)]
        axes.plot(places, heights, color=color, marker=shapes[index % 4], markersize=5, linewidth=1.8)
        if known:
            beside: dict[str, Any] = {"xytext": (8, 0), "textcoords": "offset points", "va": "center"}
            axes.annotate(name, known[-1], color=color, **beside)
    if goal is not None:
        axes.axhline(goal, color=brand().foreground, linestyle=(0, (4, 2)), linewidth=1.2)
        corner: dict[str, Any] = {
            "xycoords": ("axes fraction", "data"),
            "xytext": (2, 3),
            "textcoords": "offset points",
        }
        axes.annotate(goal_label, (0, goal), va="bottom", fontsize=8.5, **corner)
    axes.set_xticks(places, periods)
    axes.set_xlim(-0.3, len(periods) - 0.4)
    axes.set_ylim(bottom=0)
    axes.set_ylabel(axis)
    axes.yaxis.set_major_formatter(swedish_tick)
    axes.yaxis.grid(True)
    axes.set_axisbelow(True)


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
    axes.yaxis.set_major_formatter(swedish_tick)
    axes.spines["bottom"].set_visible(True)
    axes.margins(y=0.15)


def fill(hatched: bool = False) -> dict[str, Any]:
    """How a bar of a single colour is filled, or hatched where it is the other of two: arguments of a matplotlib patch."""
    color = brand().series[0]
    if hatched:
        return {"facecolor": brand().background, "edgecolor": color, "hatch": "////"}
    return {"color": color}


def _count_in_bar(axes: Axes, x: float, y: float, count: int, color: str) -> None:
    """A count in the middle of its part of a bar, on a plate of the bar's own colour so that hatching won't blur it."""
    ink = max((brand().background, brand().foreground), key=lambda candidate: contrast(candidate, color))
    plate = {"boxstyle": "round,pad=0.12", "fc": color, "ec": "none"}
    axes.text(
        x, y, number(count), ha="center", va="center", fontsize=8.5, color=ink, weight="bold", bbox=plate
    )


def swedish_tick(value: float, _position: float) -> str:
    """A number on an axis with decimal comma and no-break space; no decimals where none are needed."""
    exact = Decimal(f"{value:.6g}").normalize()
    return number(exact, exact_decimals(exact))


def in_two_lines(label: str, width: int = 44) -> str:
    """A long label on two lines at most; one that takes the whole width would leave no room for the bars."""
    if len(label) <= width:
        return label
    return "\n".join(wrap(label, width, max_lines=2, placeholder=" …"))


def _label_rows(axes: Axes, labels: Sequence[str], axis: str, grid: bool = True) -> None:
    """Rows from top to bottom with their labels, and an axis of numbers in Swedish form below."""
    axes.set_yticks(range(len(labels)), [in_two_lines(label) for label in labels])
    axes.invert_yaxis()
    axes.set_xlabel(axis)
    axes.spines["left"].set_visible(False)
    axes.xaxis.set_major_formatter(swedish_tick)
    axes.xaxis.grid(grid)
    axes.set_axisbelow(True)


def _goal_line(axes: Axes, goal: float | None, label: str) -> None:
    """A dashed line with its label above, where there is a goal."""
    if goal is not None:
        axes.axvline(goal, color=brand().foreground, linestyle=(0, (4, 2)), linewidth=1.2, zorder=2)
        top: dict[str, Any] = {
            "xycoords": ("data", "axes fraction"),
            "xytext": (0, 3),
            "textcoords": "offset points",
        }
        axes.annotate(label, (goal, 1), ha="center", va="bottom", fontsize=8.5, **top)
