"""The pictures of the chapter on the public economy: who gains, how sure it is, and what it rests on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from matplotlib.axes import Axes

from finsam.chapters import figures
from finsam.chapters.drawings import fill, swedish_tick
from finsam.chapters.facts import slug
from finsam.chapters.figures import Figure, brand, styled
from finsam.chapters.markdown import escape
from finsam.chapters.public_economy import LAST, Evaluation, Study
from finsam.chapters.public_economy_tables import after, ends
from finsam.chapters.public_economy_text import PAYERS, between, name_of, tkr
from finsam.measures.public_economy import HORIZONS
from finsam.printed import literal
from finsam.swedish import capital

#: A page has room for so many panels.
_PANELS = 5


def payers(study: Study) -> list[Figure]:
    """The net value of each payer after the last year, a panel for each insats."""
    return [_payers(part, ending) for part, ending in _parts(study.evaluated)]


def _parts(cases: Sequence[Evaluation]) -> Iterator[tuple[Sequence[Evaluation], str]]:
    """As many insatser as a picture has room for, and how its id ends."""
    for at in range(0, len(cases), _PANELS):
        yield cases[at : at + _PANELS], f"-{1 + at // _PANELS}" if at else ""


def _payers(cases: Sequence[Evaluation], ending: str) -> Figure:
    drawing, axes = figures.grid(len(cases), 0.5 + 1.35 * len(cases), sharex=True, squeeze=False)
    for axis, case in zip(axes[:, 0], cases, strict=True):
        nets = [case.worth.net(LAST, payer) for payer in PAYERS]
        _signed_bars(
            axis,
            case.insats,
            list(PAYERS.values()),
            [float(kr) / 1000 for kr in nets],
            [tkr(kr, unit=False) for kr in nets],
        )
    _name_axis(axes[-1, 0])
    told = " ".join(
        f"{literal(case.insats)}: "
        + "; ".join(f"{name.lower()} {tkr(case.worth.net(LAST, payer))}" for payer, name in PAYERS.items())
        + f"; alla tillsammans {tkr(case.worth.net(LAST))}."
        for case in cases
    )
    return Figure(
        f"fig-samhallsekonomi-parter{ending}",
        f"Netto för varje part {after(LAST)}, tkr",
        f"Staplar åt höger för plus och åt vänster för minus: netto för varje part {after(LAST)}. {told}",
        drawing,
        ("tbl-samhallsekonomi-parter",),
    )


@styled
def _signed_bars(
    axes: Axes, title: str, labels: Sequence[str], values: Sequence[float], texts: Sequence[str]
) -> None:
    """Horizontal bars from 0 to either side, filled for plus and hatched for minus, with the amount at the end of each."""
    for row, (value, text) in enumerate(zip(values, texts, strict=True)):
        axes.barh(row, value, height=0.62, linewidth=0.8, **fill(hatched=value < 0))
        axes.annotate(
            text,
            (value, row),
            xytext=(4 if value >= 0 else -4, 0),
            textcoords="offset points",
            va="center",
            ha="left" if value >= 0 else "right",
            fontsize=8.5,
        )
    axes.set_yticks(range(len(labels)), labels)
    axes.invert_yaxis()
    axes.set_title(title)
    axes.margins(x=0.16)
    _zero(axes)


def intervals(study: Study) -> list[Figure]:
    """The net value with its interval after each horizon, a panel for each insats."""
    return [_intervals(part, ending) for part, ending in _parts(study.evaluated)]


def _intervals(cases: Sequence[Evaluation], ending: str) -> Figure:
    drawing, axes = figures.grid(len(cases), 0.5 + 1.15 * len(cases), sharex=True, squeeze=False)
    for axis, case in zip(axes[:, 0], cases, strict=True):
        _whiskers(
            axis,
            case.insats,
            [capital(after(years)) for years in HORIZONS],
            [float(case.worth.net(years)) / 1000 for years in HORIZONS],
            [(low / 1000, high / 1000) for low, high in (case.intervals[years] for years in HORIZONS)],
        )
    _name_axis(axes[-1, 0])
    told = " ".join(
        f"{literal(case.insats)}: "
        + "; ".join(
            f"{after(years)} {tkr(case.worth.net(years))} ({between(case, years)})" for years in HORIZONS
        )
        + "."
        for case in cases
    )
    return Figure(
        f"fig-samhallsekonomi-intervall{ending}",
        "Netto med 95-procentigt intervall när alla antaganden varierar, tkr",
        f"Punkter med streck för intervallet. {told}",
        drawing,
        ("tbl-samhallsekonomi-intervall",),
    )


@styled
def _whiskers(
    axes: Axes,
    title: str,
    labels: Sequence[str],
    points: Sequence[float],
    spans: Sequence[tuple[float, float]],
) -> None:
    """A point with its interval as a line through it, for each label from top to bottom."""
    color = brand().series[0]
    for row, (point, (low, high)) in enumerate(zip(points, spans, strict=True)):
        axes.plot([low, high], [row, row], color=color, linewidth=1.6)
        axes.plot(point, row, "o", markersize=6, color=color)
    axes.set_yticks(range(len(labels)), labels)
    axes.set_ylim(len(labels) - 0.4, -0.6)
    axes.set_title(title)
    _zero(axes)


def tornados(study: Study) -> list[Figure]:
    """For each insats the net value after the last year with one assumption at a time at its ends."""
    return [_tornado(case) for case in study.evaluated if case.swings]


def _tornado(case: Evaluation) -> Figure:
    drawing, axes = figures.canvas(height=figures.height_for(len(case.swings)))
    tried = [ends(case, each.name) for each in case.swings]
    _spans(
        axes,
        [name_of(each.name) for each in case.swings],
        float(case.worth.net(LAST)) / 1000,
        [(float(each.at_low) / 1000, float(each.at_high) / 1000) for each in case.swings],
        tried,
    )
    _name_axis(axes)
    told = " ".join(
        f"{name_of(each.name)}: {tkr(each.at_low)} vid {low} och {tkr(each.at_high)} vid {high}."
        for each, (low, high) in zip(case.swings, tried, strict=True)
    )
    return Figure(
        f"fig-samhallsekonomi-kanslighet-{slug(case.insats)}",
        escape(f"{case.insats}: netto {after(LAST)} när ett antagande i taget ändras, tkr"),
        f"Staplar mellan nettot vid det lägsta och det högsta värdet av varje antagande, från {tkr(case.worth.net(LAST))} med "
        f"kalkylens egna antaganden. {told}",
        drawing,
        ("tbl-samhallsekonomi-kanslighet",),
    )


@styled
def _spans(
    axes: Axes,
    labels: Sequence[str],
    base: float,
    spans: Sequence[tuple[float, float]],
    ends_of: Sequence[tuple[str, str]],
) -> None:
    """A bar from low to high for each label, hatched where it makes the result worse, with what is tried at each end."""
    for row, (found, texts) in enumerate(zip(spans, ends_of, strict=True)):
        for value, text in zip(found, texts, strict=True):
            worse = value < base
            axes.barh(row, value - base, left=base, height=0.62, linewidth=0.8, **fill(hatched=worse))
            axes.annotate(
                text,
                (value, row),
                xytext=(-4 if worse else 4, 0),
                textcoords="offset points",
                va="center",
                ha="right" if worse else "left",
                fontsize=8,
                bbox={"boxstyle": "square,pad=0.1", "fc": brand().background, "ec": "none"},
            )
    axes.axvline(base, color=brand().foreground, linewidth=1)
    axes.set_yticks(range(len(labels)), labels)
    axes.invert_yaxis()
    axes.margins(x=0.14)
    _zero(axes)


def _zero(axes: Axes) -> None:
    """A dashed line at 0, and the axis of amounts in Swedish form."""
    axes.axvline(0, color=brand().foreground, linestyle=(0, (4, 2)), linewidth=1)
    axes.spines["left"].set_visible(False)
    axes.xaxis.set_major_formatter(swedish_tick)
    axes.xaxis.grid(True)
    axes.set_axisbelow(True)


@styled
def _name_axis(axes: Axes) -> None:
    axes.set_xlabel("Netto, tkr")
