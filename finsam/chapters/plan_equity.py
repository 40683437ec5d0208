"""The section on a plan's results and the equity that they leave."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from finsam.chapters import figures, plan_pictures
from finsam.chapters.book import Book
from finsam.chapters.figures import Figure
from finsam.chapters.markdown import Line, Markdown, Table
from finsam.chapters.plan import plan
from finsam.measures.accounts import EQUITY_LIMIT, equity_share
from finsam.measures.plan import span
from finsam.swedish import capital, listing, number, period, with_unit

#: A year's end, the equity then and what the members pay for the year, in tkr; None where that isn't known.
Closing = tuple[str, Decimal, Decimal | None]


def sentence(book: Book) -> Markdown | None:
    """What the equity is after the planned years, and whether it ends below zero or above the recommendation."""
    found = plan(book).equity
    if not found:
        return None
    closings = [(_year(each.when), each.closing, each.contributions) for each in found]
    last = closings[-1]
    text = f"Det egna kapitalet ändras med varje års resultat och är {with_unit(last[1], 'tkr')} vid slutet av {last[0]}."
    return Markdown(f"{text}\n\n{limits_text(closings)}")


def limits_text(closings: Sequence[Closing]) -> str:
    """Warnings of the equity below zero and above the recommendation; that there are none, where there are none."""
    below = [f"{with_unit(own, 'tkr')} vid slutet av {year}" for year, own, _ in closings if own < 0]
    above = [
        f"{with_unit(own, 'tkr')} vid slutet av {year} ({with_unit(equity_share(own, paid), 'procent', 1)})"
        for year, own, paid in closings
        if paid and own > paid * EQUITY_LIMIT / 100
    ]
    limit = with_unit(EQUITY_LIMIT, "procent")
    told = []
    if above:
        told.append(
            f"**Varning:** Det egna kapitalet är större än den nationella rekommendationen, högst {limit} av "
            f"medlemmarnas bidrag för året: {listing(above)}."
        )
    if below:
        told.append(
            f"**Varning:** Det egna kapitalet blir negativt: {listing(below)}. Då räcker pengarna inte utan högre "
            "intäkter eller lägre kostnader."
        )
    if not told:
        text = "Det egna kapitalet är inte negativt vid slutet av något år"
        if any(paid for *_, paid in closings):
            text += f" och överstiger inte den nationella rekommendationen, högst {limit} av medlemmarnas bidrag för året"
        told.append(text + ".")
    return "\n\n".join(told)


def table(book: Book) -> Table | None:
    """Opening, result and closing of each column, and the equity in percent of the members' contributions."""
    found = plan(book).equity
    if not found:
        return None
    lines = [
        Line(
            capital(period(each.when)),
            [
                number(each.opening) if each.opening is not None else "",
                book.text(each.result),
                number(each.closing),
                number(each.contributions) if each.contributions else "",
                with_unit(equity_share(each.closing, each.contributions), "procent", 1)
                if each.contributions
                else "",
            ],
        )
        for each in found
    ]
    heads = [
        "År",
        "Ingående eget kapital",
        "Resultat",
        "Utgående eget kapital",
        "Medlemmarnas bidrag",
        "Eget kapital, andel av bidragen",
    ]
    note = (
        "Utgående eget kapital är beräknat: ingående eget kapital och årets resultat tillsammans. Medlemmarnas bidrag är "
        "intäkterna utan dem som inte kommer från medlemmar."
    )
    return Table(
        "tbl-plan-eget-kapital", "Resultat och eget kapital enligt planen, tkr", heads, lines, note=note
    )


def figure(book: Book) -> Figure | None:
    """The equity at the end of each column beside the most that is recommended."""
    found = plan(book).equity
    if len(found) < 2:
        return None
    years = [_year(each.when) for each in found]
    limits = [each.contributions * EQUITY_LIMIT / 100 if each.contributions else None for each in found]
    drawing, axes = figures.canvas(height=3.0)
    label = f"Nationell rekommendation, högst {with_unit(EQUITY_LIMIT, 'procent')} av årets bidrag"
    plan_pictures.equity_columns(axes, years, [each.closing for each in found], limits, label)
    told = [f"{number(each.closing)} år {year}" for year, each in zip(years, found, strict=True)]
    alt = f"Eget kapital i tusen kronor vid slutet av året: {listing(told)}."
    known = [(y, amount) for y, amount in zip(years, limits, strict=True) if amount is not None]
    if known:
        alt += f" Rekommendationen är högst {listing([f'{number(amount)} år {y}' for y, amount in known])}."
    caption = "Eget kapital vid slutet av varje år enligt planen, tkr"
    rows = figures.rows_of(
        "År",
        years,
        {
            "Eget kapital": [number(each.closing) for each in found],
            "Rekommenderat högst": [number(amount) if amount is not None else "" for amount in limits],
        },
    )
    return Figure("fig-plan-eget-kapital", caption, alt, drawing, rows=rows)


def _year(when: str) -> str:
    """The year that a column ends with."""
    return period(str(span(when)[1]))
