"""The pictures of the chapter on effects: the years before and after joining, and a kommun beside its synthetic control."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from finsam.chapters import figures
from finsam.chapters.curves import spread
from finsam.chapters.drawings import swedish_tick
from finsam.chapters.effects import Question, Study
from finsam.chapters.effects_tables import weights
from finsam.chapters.effects_text import GROUPS, NAMES
from finsam.chapters.effects_text import synthetic as told_of
from finsam.chapters.figures import Figure, brand, styled
from finsam.chapters.markdown import escape
from finsam.chapters.register_text import between, change_decimals, figure, signed, unit_of, unit_of_change
from finsam.measures.effects import Effect, Synthetic
from finsam.measures.shares import Interval
from finsam.swedish import capital, number, period
from finsam.tables.registers import area_name


def over_time(study: Study) -> list[Figure]:
    """A picture for each measure that has an effect."""
    return [made for each in study.questions if (made := events(each)) is not None]


def controls(study: Study) -> list[object]:
    """What is said of the synthetic control of a kommun, its picture and its weights, for each measure that has one."""
    return [part(each) for each in study.questions if each.placed for part in (told_of, synthetic, weights)]


def events(question: Question) -> Figure | None:
    """The difference by years since joining with a band that holds all of them; a panel for each group of members."""
    shown = {whose: effect for whose, effect in question.effects.items() if effect.verdict != "for_fa"}
    if not shown:
        return None
    drawing, axes = figures.grid(1, 2.9, ncols=len(shown), sharey=True, squeeze=False)
    unit = unit_of_change(question.measure)
    for at, (axis, (whose, effect)) in enumerate(zip(axes[0], shown.items(), strict=True)):
        _events(
            axis,
            effect,
            f"{capital(GROUPS[whose])} ({number(len(effect.members))})",
            capital(unit) if at == 0 else "",
        )
    years = sorted({event for effect in shown.values() for event in effect.events})
    columns = {
        capital(GROUPS[whose]): [_told(question, effect, event) for event in years]
        for whose, effect in shown.items()
    }
    rows = figures.rows_of("År sedan inträdet", [number(event) for event in years], columns)
    return Figure(
        f"fig-effekter-{question.matt.replace('_', '-')}",
        escape(f"{capital(NAMES[question.matt])} mot kommunerna utanför, före och efter inträdet, {unit}"),
        f"Skillnaden mot kommunerna utanför jämfört med året före inträdet, {unit}, efter år sedan inträdet. "
        + " ".join(
            f"{capital(GROUPS[whose])}: "
            + "; ".join(f"år {number(event)}: {_told(question, effect, event)}" for event in effect.events)
            + "."
            for whose, effect in shown.items()
        ),
        drawing,
        rows=rows,
    )


def _told(question: Question, effect: Effect, event: int) -> str:
    """`−0,12 (−0,80 till 0,56)`; the year before joining is the base, and a year without an effect is empty."""
    if event not in effect.events:
        return ""
    at, decimals = effect.events.index(event), change_decimals(question.measure)
    value, half = float(effect.by_event[at]), float(effect.placebos.band[at])
    if half == 0:
        return figure(0.0, 0)
    return f"{signed(value, decimals)} ({between(Interval(value - half, value + half), decimals)})"


@styled
def _events(axes: Axes, effect: Effect, title: str, label: str) -> None:
    """Hollow squares before joining, filled circles after, with the band as a line through each."""
    years, values, band = np.array(effect.events), effect.by_event, effect.placebos.band
    color, ink = brand().series[0], brand().foreground
    before = years < 0
    axes.axhline(0, color=brand().color("secondary"), linewidth=0.8)
    axes.axvline(-0.5, color=ink, linewidth=1, linestyle=(0, (4, 2)))
    axes.annotate(
        "Inträde",
        (-0.5, 1),
        xycoords=("data", "axes fraction"),
        xytext=(3, -2),
        textcoords="offset points",
        va="top",
        fontsize=8,
    )
    axes.vlines(years, values - band, values + band, color=color, linewidth=1.4)
    axes.plot(
        years[before], values[before], "s", color=color, markerfacecolor=brand().background, markersize=5
    )
    axes.plot(years[~before], values[~before], "o", color=color, markersize=5)
    axes.set_title(title)
    axes.set_xlabel("År sedan inträdet")
    axes.set_ylabel(label)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.xaxis.set_major_formatter(swedish_tick)
    axes.yaxis.set_major_formatter(swedish_tick)
    axes.yaxis.grid(True)
    axes.set_axisbelow(True)


def synthetic(question: Question) -> Figure | None:
    """A kommun and its synthetic control over time."""
    if question.placed is None:
        return None
    found, decimals = question.placed.own, question.measure.decimaler
    own, unit = area_name(found.unit), unit_of(question.measure)
    drawing, axes = figures.canvas(1, 2.9)
    _beside(axes, found, own, capital(unit))
    heads = {own: found.own, f"Syntetiska {own}": found.made}
    columns = {name: [figure(float(value), decimals) for value in values] for name, values in heads.items()}
    years = [period(str(each)) for each in found.periods]
    alt = " ".join(
        f"{name}: "
        + "; ".join(f"{when}: {value}" for when, value in zip(years, columns[name], strict=True))
        + "."
        for name in columns
    )
    about = f"{capital(NAMES[question.matt])} i {own} och i den syntetiska kommunen, {unit}"
    return Figure(
        f"fig-effekter-syntetisk-{question.matt.replace('_', '-')}",
        escape(about),
        f"{about}. Inträdet är {period(str(found.joined))}. {alt}",
        drawing,
        rows=figures.rows_of("År", years, columns),
    )


@styled
def _beside(axes: Axes, found: Synthetic, name: str, label: str) -> None:
    """The kommun as a solid line, its control dashed, each named at its end."""
    lines = (
        (found.own, name, brand().series[0], "-"),
        (found.made, "Syntetisk", brand().foreground, (0, (3, 1.6))),
    )
    for values, _, color, dashes in lines:
        axes.plot(found.periods, values, color=color, linewidth=1.8, linestyle=dashes)
    low, high = (
        float(end) for end in (min(found.own.min(), found.made.min()), max(found.own.max(), found.made.max()))
    )
    ordered = sorted(lines, key=lambda each: each[0][-1])
    for (_, text, color, _), at in zip(
        ordered, spread([float(each[0][-1]) for each in ordered], 0.09 * (high - low)), strict=True
    ):
        axes.annotate(
            text,
            (found.periods[-1], at),
            xytext=(6, 0),
            textcoords="offset points",
            va="center",
            color=color,
            fontsize=8.5,
        )
    axes.axvline(found.joined - 0.5, color=brand().foreground, linewidth=1, linestyle=(0, (4, 2)))
    axes.annotate(
        "Inträde",
        (found.joined - 0.5, 1),
        xycoords=("data", "axes fraction"),
        xytext=(3, -2),
        textcoords="offset points",
        va="top",
        fontsize=8,
    )
    axes.set_ylabel(label)
    axes.set_ylim(bottom=min(0.0, low))
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.yaxis.set_major_formatter(swedish_tick)
    axes.yaxis.grid(True)
    axes.set_axisbelow(True)
