"""Pictures of a book's own public statistics: areas beside each other with the goal, and over time."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from finsam.chapters import drawings, figures
from finsam.chapters.book import Book
from finsam.chapters.facts import slug
from finsam.chapters.figures import Figure
from finsam.chapters.markdown import escape
from finsam.swedish import UNITS, capital, cell_text, listing, period, with_unit
from finsam.tables.cells import Row, rows
from finsam.tables.statistics import Measure, measures
from finsam.tables.words import SEXES

_AXES = {"sjukpenningtal": "Dagar per försäkrad", "uvas_andel": "Procent av befolkningen"}
SEX_HEADS = {"totalt": "Totalt", "kvinnor": "Kvinnor", "man": "Män"}


def table_of(book: Book, measure: str) -> pd.DataFrame:
    """The rows of the book's table `statistik` that are of a measure."""
    table = book.table("statistik")
    return table[table["matt"] == measure]


def by_year(area: str, total: Row, years: Sequence[str], name: str) -> Figure:
    """Helårsekvivalenter of an area, all kinds of support together, in each year. total: by year, known in each. name: of its table."""
    drawing, axes = figures.canvas(height=2.6)
    cells = [total[year] for year in years]
    texts = [cell_text(cell) for cell in cells]
    drawings.columns(axes, years, [float(cell.number) for cell in cells], texts, "Helårsekvivalenter")
    told = listing([f"{text} år {period(year)}" for year, text in zip(years, texts, strict=True)])
    caption = f"Helårsekvivalenter i {escape(area)}, alla slag av stöd"
    return Figure(f"fig-{name}", caption, f"Helårsekvivalenter i {area}: {told}.", drawing, (f"tbl-{name}",))


def share_bars(shares: list[Row]) -> Figure:
    """The share of the population with support in each area, the highest first. shares: by area, known for everyone."""
    ordered = sorted(shares, key=lambda row: -row["totalt"].number)
    labels, texts = [row.key["omrade"] for row in ordered], [cell_text(row["totalt"]) for row in ordered]
    drawing, axes = figures.canvas(height=figures.height_for(len(labels), 0.3, 0.8))
    drawings.bars(
        axes, labels, [float(row["totalt"].number) for row in ordered], texts, "Procent av befolkningen"
    )
    alt = f"Högst andel har {labels[0]} ({texts[0]} procent) och lägst {labels[-1]} ({texts[-1]} procent)."
    caption = "Helårsekvivalenter som andel av befolkningen i arbetsför ålder"
    return Figure("fig-helar-andel", caption, alt, drawing, ("tbl-helar-andel",))


def dots(book: Book, measure: str, name: str) -> Figure | None:
    """Each area at its latest period: everyone, women and men as points, with the goal line of the measure; None for a single
    area, and where no figure is told."""
    found = sorted(
        rows(table_of(book, measure), ("omrade", "period"), across="kon"),
        key=lambda row: row.key["period"],
    )
    latest = {row.key["omrade"]: row for row in found}
    if len(latest) < 2:
        return None
    about = measures()[measure]
    ordered = sorted(latest.values(), key=lambda row: -(row["totalt"].varde or 0))
    labels = [row.key["omrade"] for row in ordered]
    series = {
        SEX_HEADS[sex]: [float(row[sex].number) if row[sex] else None for row in ordered]
        for sex in SEX_HEADS
        if any(row[sex] for row in ordered)
    }
    if not series:
        return None
    drawing, axes = figures.canvas(height=figures.height_for(len(labels), 0.34, 1.1))
    drawings.dots(axes, labels, series, _axis(about, measure), *_goal(about))
    unit = UNITS[about.enhet][1]
    alt = f"{about.namn} efter område. " + " ".join(
        f"{row.key['omrade']}: "
        + listing([f"{SEX_HEADS[s].lower()} {cell_text(row[s])}" for s in SEXES if row[s]])
        + "."
        for row in ordered
    )
    when = listing(list(dict.fromkeys(period(row.key["period"]) for row in ordered)))
    return Figure(
        f"fig-{name}",
        ", ".join(filter(None, (f"{about.namn} {when}", about.alder, unit))),
        alt.replace(" %", " procent"),
        drawing,
        (f"tbl-{name}",),
    )


def over_time(book: Book, measure: str, name: str) -> Figure | None:
    """Everyone in each area over the periods, with the goal line of the measure; None for a single period."""
    table = table_of(book, measure)
    table = table[table["kon"] == "totalt"]
    periods = sorted(table["period"].unique())
    found = [row for row in rows(table, ("omrade",), across="period") if sum(map(bool, row.values())) > 1]
    if not found:
        return None
    about = measures()[measure]
    series = {
        row.key["omrade"]: [float(row[when].number) if row[when] else None for when in periods]
        for row in found
    }
    goal, text = _goal(about)
    drawing, axes = figures.canvas(height=2.8)
    drawings.lines(axes, [period(when) for when in periods], series, _axis(about, measure), goal, text)
    alt = f"{about.namn} över tid. " + " ".join(
        f"{row.key['omrade']}: "
        + listing([f"{cell_text(row[when])} i {period(when)}" for when in periods if row[when]])
        + "."
        for row in found
    )
    caption = escape(f"{about.namn} över tid" + (" mot målet" if goal is not None else ""))
    return Figure(
        f"fig-{slug(measure)}-over-tid",
        caption,
        f"{alt} {text}.".replace(" .", ""),
        drawing,
        (f"tbl-{name}",),
    )


def _goal(about: Measure) -> tuple[float | None, str]:
    """The level that is the goal, in the measure's unit, and what stands beside its line; None and empty without one."""
    if about.level is None:
        return None, ""
    return float(about.level), f"Mål: {with_unit(about.level, about.enhet, 1)}"


def _axis(about: Measure, measure: str) -> str:
    """What the numbers of a measure are, as the label of an axis."""
    return _AXES.get(measure) or capital(UNITS[about.enhet][1].replace("%", "procent"))
