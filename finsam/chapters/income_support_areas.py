"""Income support in the kommuner against their county and the country: of households, and of all residents."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

import pandas as pd

from finsam.chapters import drawings, figures
from finsam.chapters.book import Book
from finsam.chapters.figures import Figure
from finsam.chapters.income_support import KIND, members, table, year
from finsam.chapters.income_support_pictures import room_for_names, share_figure
from finsam.chapters.income_support_tables import UNITS, need_table
from finsam.chapters.markdown import Line, Markdown, Table, escape
from finsam.chapters.register_text import drawn_values
from finsam.chapters.register_text import figure as figure_text
from finsam.measures.income_support import Need, NotComparable, needs, of_residents, own_areas, references
from finsam.records import records
from finsam.register.rows import register_table
from finsam.register.series import Rows, Series
from finsam.register.store import figures_until
from finsam.swedish import SIGNS, capital, listing
from finsam.tables.registers import find_area
from finsam.tables.statistics import measures
from finsam.tables.words import ALL_KOMMUNER

#: The register measures that count residents.
OF_RESIDENTS = ("langvarigt_bistand", "ekonomiskt_bistand")
#: More lines than this can't be told apart; then there is the table alone.
MOST_LINES = 6
#: A table of series shows so many of the latest years.
MOST_YEARS = 8


def kommun_sections(book: Book) -> list[object]:
    """The latest year by kommun beside the county and the country, where those are delivered."""
    when = year(book)
    areas = _areas(book)
    if when is None or len(areas) < 2:
        return []
    items: list[object] = []
    for raknas, (head, _, _) in UNITS.items():
        part = _in_order(needs(table(book), raknas, areas=areas, period=when), areas)
        if len(part) < 2:
            continue
        caption = f"{head} med försörjningsstöd {when} efter kommun"
        items.append(need_table(book, f"tbl-forsorjningsstod-kommun-{raknas}", caption, part))
        if raknas == "hushall":
            about = f"Andel hushåll med långvarigt behov {when} efter kommun"
            table_id = "tbl-forsorjningsstod-kommun-hushall"
            items.append(share_figure(book, "fig-forsorjningsstod-kommun", about, part, "omrade", table_id))
    return [_against(book, when), *items]


def _areas(book: Book) -> list[str]:
    """The kommuner, all of them together, and what they stand against."""
    found = table(book)
    whole = [ALL_KOMMUNER] if (found["omrade"] == ALL_KOMMUNER).any() else []
    return [*own_areas(found, members(book)), *whole, *references(found)]


def _in_order(part: Sequence[Need], areas: Sequence[str]) -> list[Need]:
    return sorted(part, key=lambda need: areas.index(need.omrade))


def _against(book: Book, when: str) -> Markdown | None:
    """That there is nothing to compare the households with, where nothing is."""
    found = table(book)
    if len(found[(found["period"] == when) & found["omrade"].isin(references(found))]):
        return None
    return Markdown(
        f"Underlaget har inga uppgifter om hushåll i länet eller riket {when}, så kommunerna jämförs här bara med varandra."
    )


def resident_sections(book: Book, register: pd.DataFrame | Rows | None = None) -> list[object]:
    """Shares of the residents with support, over the years: kommuner, county and country.

    register: columns register.rows.COLUMNS; without it, the register of public statistics. Of a measure that it has
    nothing about, what the book's own table `statistik` has.
    """
    codes = resident_codes(book)
    if register is None:
        wanted = [*OF_RESIDENTS, "befolkning"]
        register = Rows(figures_until(book.params.forbund.pahittat, codes, wanted, book.ar))
    items: list[object] = []
    for matt in OF_RESIDENTS:
        try:
            found = of_residents(register, matt, codes, book.ar)
            found = found or of_residents(_of_statistics(book), matt, codes, book.ar)
        except NotComparable as reason:
            items.append(Markdown(escape(str(reason))))
            continue
        if found:
            about = measures()[matt]
            items += [
                Markdown(escape(about.om)),
                _residents_table(matt, found),
                _residents_figure(matt, found),
            ]
    if not items:
        return []
    text = (
        "Den offentliga statistiken räknar andelar av *invånarna*. De kan inte jämföras med andelarna av hushåll och "
        "personer ovan, som är av dem som har stöd."
    )
    return [
        Markdown(text if book.has(KIND) else "Den offentliga statistiken räknar andelar av *invånarna*."),
        *items,
    ]


def resident_codes(book: Book) -> list[str]:
    """The codes of the member kommuner, then of their county and the country."""
    forbund = book.params.forbund
    found = []
    for member in book.params.members:
        if member.slag == "kommun":
            area = find_area(member.kod or member.namn)
            found += [area.kod] if area else []
    lan = [forbund.lan] if forbund.lan else list(dict.fromkeys(code[:2] for code in found))
    return [*dict.fromkeys([*found, *lan, "00"])]


class _Statistic(NamedTuple):
    """A row of the kind `statistik`."""

    omrade: str
    kon: str
    period: str
    matt: str
    varde: Decimal | None
    status: str
    fil: str
    blad: str
    radnr: int
    rubrik_i_fil: str


def _of_statistics(book: Book) -> pd.DataFrame:
    """The rows of the book's own table of public statistics as rows of the register, columns register.rows.COLUMNS."""
    own = book.table("statistik")
    rows: list[dict[str, object]] = [
        {
            "kommun_kod": area.kod,
            "kon": row.kon or "totalt",
            "period": row.period,
            "matt": row.matt,
            "varde": float(row.varde) if row.varde is not None else None,
            "status": row.status,
            "fil": row.fil,
            "blad": row.blad,
            "radnr": row.radnr,
            "rubrik": row.rubrik_i_fil,
        }
        for row in records(own[own["matt"].isin(OF_RESIDENTS)], _Statistic)
        if (area := find_area(row.omrade))
    ]
    return register_table(rows)


def _residents_table(matt: str, found: Sequence[Series]) -> Table:
    about = measures()[matt]
    years = sorted({period for one in found for period in one.points["period"]})[-MOST_YEARS:]
    lines = []
    for one in found:
        told = drawn_values(one)
        lines.append(Line(escape(one.name), [told.get(period, SIGNS["saknas"]) for period in years]))
    caption = f"{about.namn}, procent av invånarna"
    return Table(f"tbl-forsorjningsstod-{matt.replace('_', '-')}", caption, ["Område", *years], lines)


def _residents_figure(matt: str, found: Sequence[Series]) -> Figure | None:
    """The lines of the areas over the same years, where there are at least two years and not too many areas."""
    years = sorted({period for one in found for period in one.points["period"]})
    if len(years) < 2 or len(found) > MOST_LINES:
        return None
    about = measures()[matt]
    heights = {}
    for one in found:
        values = dict(zip(one.points["period"], one.points["varde"], strict=True))
        heights[one.name] = [_known(values.get(period)) for period in years]
    drawing, axes = figures.canvas(height=3.2)
    drawings.lines(axes, years, heights, "Procent av invånarna")
    room_for_names(drawing, axes, len(years))
    alt = f"Linjer över {about.namn.lower()}, procent av invånarna. " + " ".join(
        f"{name}: {listing([f'{period} {_told(value, about.decimaler)}' for period, value in zip(years, values, strict=True)])}."
        for name, values in heights.items()
    )
    caption = capital(f"{about.namn.lower()} i kommunerna, länet och riket, procent av invånarna")
    name = f"forsorjningsstod-{matt.replace('_', '-')}"
    return Figure(f"fig-{name}", caption, alt, drawing, (f"tbl-{name}",))


def _known(value: float | None) -> float | None:
    return None if value is None or pd.isna(value) else float(value)


def _told(value: float | None, decimals: int) -> str:
    return "uppgift saknas" if value is None else figure_text(value, decimals)
