"""The pictures of a plan: stacked columns, and the equity year by year beside its limits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from matplotlib.axes import Axes

from finsam.chapters.drawings import swedish_tick
from finsam.chapters.figures import brand, styled
from finsam.swedish import number

_HATCHES = ("", "///", "...", "xx")
_SHAPES = ("o", "s", "D", "^", "v", "P")


@styled
def stacked_columns(
    axes: Axes, labels: Sequence[str], parts: Mapping[str, Sequence[Decimal]], axis: str
) -> None:
    """Upright bars in order of time, their parts on each other and told apart by pattern, their sums above.

    parts: name of each part to its amounts, in the order of the labels.
    """
    base = [0.0] * len(labels)
    for index, (name, amounts) in enumerate(parts.items()):
        heights = [float(amount) for amount in amounts]
        axes.bar(
            range(len(labels)),
            heights,
            bottom=base,
            width=0.5,
            label=name,
            facecolor=brand().series[0] if index == 0 else brand().background,
            edgecolor=brand().series[0],
            hatch=_HATCHES[index % len(_HATCHES)],
            linewidth=0.9,
        )
        base = [low + height for low, height in zip(base, heights, strict=True)]
    for at, amounts in enumerate(zip(*parts.values(), strict=True)):
        _above(axes, at, base[at], number(sum(amounts)))
    _time_axis(axes, labels, axis)
    axes.margins(y=0.12)
    axes.figure.legend(*axes.get_legend_handles_labels(), loc="outside lower center", ncols=3)


@styled
def equity_columns(
    axes: Axes, labels: Sequence[str], equity: Sequence[Decimal], limits: Sequence[Decimal | None], limit: str
) -> None:
    """The equity of each column, in tkr, as an upright bar, hatched where it is below zero, and the most that is
    recommended as a stroke across it, where it is known. limit: what the stroke is called."""
    values = [float(amount) for amount in equity]
    for at, (value, text) in enumerate(zip(values, map(number, equity), strict=True)):
        below = value < 0
        axes.bar(
            at,
            value,
            width=0.5,
            facecolor=brand().background if below else brand().series[0],
            edgecolor=brand().series[0],
            hatch="///" if below else "",
            linewidth=0.9,
        )
        _above(axes, at, value, text)
    known = [(at, float(amount)) for at, amount in enumerate(limits) if amount is not None]
    for order, (at, amount) in enumerate(known):
        label = limit if order == 0 else None
        # A rim, so that it is seen on a bar.
        axes.plot([at - 0.36, at + 0.36], [amount, amount], color=brand().background, linewidth=5)
        axes.plot(
            [at - 0.36, at + 0.36], [amount, amount], color=brand().foreground, linewidth=2, label=label
        )
    axes.axhline(0, color=brand().foreground, linewidth=0.8)
    _time_axis(axes, labels, "Tkr")
    axes.margins(y=0.16)
    if known:
        axes.figure.legend(*axes.get_legend_handles_labels(), loc="outside lower center")


@styled
def equity_lines(axes: Axes, labels: Sequence[str], series: Mapping[str, Sequence[Decimal]]) -> None:
    """The equity over the years, in tkr, as a line for the plan and each scenario, told apart by shape, dash and colour."""
    colors = [brand().foreground, *brand().series]
    for index, (name, amounts) in enumerate(series.items()):
        axes.plot(
            range(len(labels)),
            [float(amount) for amount in amounts],
            label=name,
            color=colors[index % len(colors)],
            marker=_SHAPES[index % len(_SHAPES)],
            linestyle="-" if index == 0 else (0, (5, 1 + index)),
            markersize=6,
            linewidth=1.8,
        )
    axes.axhline(0, color=brand().foreground, linewidth=0.8)
    _time_axis(axes, labels, "Tkr")
    axes.set_xlim(-0.3, len(labels) - 0.7)
    axes.margins(y=0.12)
    axes.figure.legend(*axes.get_legend_handles_labels(), loc="outside lower center", ncols=2, handlelength=3)


def _above(axes: Axes, at: int, value: float, text: str) -> None:
    """The printed value beyond the end of a bar."""
    up = value >= 0
    axes.annotate(
        text,
        (at, value),
        va="bottom" if up else "top",
        fontsize=8.5,
        xytext=(0, 3 if up else -3),
        textcoords="offset points",
        ha="center",
    )


def _time_axis(axes: Axes, labels: Sequence[str], axis: str) -> None:
    """A label beneath each column, and Swedish numbers at the left. axis: the unit."""
    axes.set_xticks(range(len(labels)), labels)
    axes.set_ylabel(axis)
    axes.yaxis.set_major_formatter(swedish_tick)
    axes.yaxis.grid(True)
    axes.set_axisbelow(True)
