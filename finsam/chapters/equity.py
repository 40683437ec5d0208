"""The section on equity: what it is each year, and how large it is beside what the members pay."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from finsam.chapters import drawings, figures
from finsam.chapters.accounts import equity, in_tkr
from finsam.chapters.book import Book
from finsam.chapters.figures import Figure
from finsam.chapters.markdown import Line, Markdown, Table, escape
from finsam.measures.accounts import EQUITY_LIMIT, equity_share
from finsam.swedish import listing, number, period, with_unit
from finsam.tables.cells import rows


@dataclass(frozen=True)
class Standing:
    """The equity at the end of the year beside the contributions of the year, in kr; those are more than 0."""

    own: Decimal
    contributions: Decimal

    @property
    def share(self) -> Decimal:
        """In percent of the contributions."""
        return equity_share(self.own, self.contributions)

    @property
    def limit(self) -> Decimal:
        """The most that the national recommendation lets it be, in kr."""
        return self.contributions * EQUITY_LIMIT / 100

    @property
    def above(self) -> Decimal:
        """How far it is above that limit, in kr; below 0 within it."""
        return self.own - self.limit


def standing(book: Book) -> Standing | None:
    """The equity of the whole year that the book is about; None where it or the contributions aren't known."""
    year = str(book.ar)
    paid = [
        row[year].number
        for row in rows(book.table("medlemsbidrag"), ("medlem",), across="period")
        if row[year]
    ]
    stock = next((cell for when, cell in equity(book).items() if when in (year, f"{year}-12-31")), None)
    if not paid or not stock or not sum(paid):
        return None
    return Standing(1000 * in_tkr(stock), sum(paid, Decimal(0)))


def against_contributions(book: Book) -> Markdown | None:
    """The equity in percent of the year's contributions, against the national recommendation."""
    found = standing(book)
    if found is None:
        return None
    text = (
        f"Det egna kapitalet var {with_unit(found.share, 'procent', 1)} av medlemmarnas bidrag för {book.ar}. Enligt den "
        f"nationella rekommendationen bör det vara högst {with_unit(EQUITY_LIMIT, 'procent')}, här "
        f"{with_unit(found.limit, 'kr')}. "
    )
    if found.above > 0:
        return Markdown(text + f"Det egna kapitalet är {with_unit(found.above, 'kr')} över den gränsen.")
    return Markdown(text + "Det egna kapitalet ligger inom den gränsen.")


def equity_figure(book: Book) -> Figure | None:
    """Equity at the end of each year that is known."""
    found = equity(book)
    if len(found) < 3:
        return None
    years = [period(when[:4]) for when in found]
    texts = [number(in_tkr(cell)) for cell in found.values()]
    drawing, axes = figures.canvas(height=2.6)
    drawings.columns(axes, years, [float(in_tkr(cell)) for cell in found.values()], texts, "Tkr")
    alt = (
        "Eget kapital i tusen kronor: "
        + listing([f"{t} år {y}" for y, t in zip(years, texts, strict=True)])
        + "."
    )
    return Figure(
        "fig-eget-kapital", "Eget kapital vid utgången av varje år, tkr", alt, drawing, ("tbl-eget-kapital",)
    )


def equity_table(book: Book) -> Table | None:
    """The figures behind the picture of the equity."""
    found = equity(book)
    if len(found) < 3:
        return None
    lines = [Line(escape(period(when)), [book.text(cell)]) for when, cell in found.items()]
    unit = next(iter(found.values())).enhet
    return Table(
        "tbl-eget-kapital", f"Eget kapital vid utgången av varje år, {unit}", ["Dag", "Eget kapital"], lines
    )
