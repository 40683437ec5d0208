"""Tables and pictures of income support: the years, and the year's households and persons by group."""

from __future__ import annotations

import pandas as pd

from finsam.chapters import drawings, figures
from finsam.chapters.book import Book
from finsam.chapters.facts import all_facts, slug
from finsam.chapters.figures import Figure
from finsam.chapters.income_support_pictures import room_for_names, share_figure
from finsam.chapters.income_support_tables import UNITS, need_table
from finsam.chapters.markdown import Table, escape
from finsam.households.definitions import load_households
from finsam.measures.income_support import Need, latest, needs, wholes
from finsam.swedish import listing, number, period
from finsam.tables.cells import Cell
from finsam.tables.definitions import UNKNOWN
from finsam.tables.words import ALL_KOMMUNER

KIND = "forsorjningsstod"

#: The groupings that the chapter shows: heading of the column, and the caption's words.
GROUPINGS = {
    "hushallstyp": ("Hushållstyp", "efter hushållstyp"),
    "alder": ("Ålder", "efter registerledarens ålder"),
    "forsorjningshinder": ("Försörjningshinder", "efter registerledarens försörjningshinder"),
    "vuxna_barn": ("Vuxna eller barn", "vuxna och barn"),
}


def table(book: Book) -> pd.DataFrame:
    """The book's rows of the kind, up to its year."""
    found = book.table(KIND)
    return found[found["period"] <= str(book.ar)] if len(found) else found


def members(book: Book) -> list[str]:
    """The names of the member kommuner as areas of tables may have them, in the order of forbund.yml."""
    names = [member.namn for member in book.params.members if member.slag == "kommun"]
    return [form for name in names for form in forms(name)]


def forms(name: str) -> tuple[str, ...]:
    """What a table may call a kommun: `Vännäs kommun`, `Umeå`, `Nordmaling`."""
    bare = name.removesuffix(" kommun")
    return name, bare, bare.removesuffix("s")


def year(book: Book) -> str | None:
    """The latest year that can be shown."""
    return latest(table(book), book.ar)


def in_sentence(area: str) -> str:
    """An area within a sentence."""
    return escape(_plain_area(area))


def trend_tables(book: Book) -> list[Table]:
    """The years for households and for persons, each in a table of its own."""
    if year(book) is None:
        return []
    found = []
    for raknas, (head, _, _) in UNITS.items():
        part = needs(table(book), raknas, areas=wholes(table(book), members(book)))
        if part:
            caption = f"{head} med försörjningsstöd och hur långvarigt behovet är, per år"
            part.sort(key=lambda need: need.period)
            found.append(need_table(book, f"tbl-forsorjningsstod-ar-{raknas}", caption, part, with_year=True))
    return found


def trend_figure(book: Book) -> list[Figure]:
    """Households over the years: all, with a long and with a very long need, for each area that the book is about."""
    found = []
    for area in wholes(table(book), members(book)):
        part = sorted(needs(table(book), "hushall", areas=[area]), key=lambda need: need.period)
        known = [need for need in part if need.alla]
        if len(known) < 2:
            continue
        lines = {
            "Alla": [_height(need.alla) for need in part],
            "Långvarigt": [_height(need.langvarigt) for need in part],
            "Mycket långvarigt": [_height(need.mycket_langvarigt) for need in part],
        }
        lines = {name: heights for name, heights in lines.items() if any(h is not None for h in heights)}
        years = [need.period for need in part]
        drawing, axes = figures.canvas(height=3.1)
        drawings.lines(axes, years, lines, "Antal hushåll")
        room_for_names(drawing, axes, len(years))
        alt = f"Linjer över antalet hushåll med försörjningsstöd i {_plain_area(area)}. " + " ".join(
            f"{name}: {listing([f'{period(year)} {_told(height)}' for year, height in zip(years, heights, strict=True)])}."
            for name, heights in lines.items()
        )
        caption = f"Hushåll med försörjningsstöd per år, {in_sentence(area)}"
        id = f"fig-forsorjningsstod-ar{_suffix(book, area)}"
        found.append(Figure(id, caption, alt, drawing, ("tbl-forsorjningsstod-ar-hushall",)))
    return found


def _height(cell: Cell) -> float | None:
    return float(cell.number) if cell else None


def _told(height: float | None) -> str:
    return "uppgift saknas" if height is None else number(int(height))


def _plain_area(area: str) -> str:
    return area[:1].lower() + area[1:] if area == ALL_KOMMUNER else area


def _suffix(book: Book, area: str) -> str:
    """What an id needs where the book is about several areas."""
    return f"-{slug(area)}" if len(wholes(table(book), members(book))) > 1 else ""


def group_sections(book: Book, uppdelning: str) -> list[object]:
    """The latest year by group: a table of households with its picture, and one of persons."""
    when = year(book)
    if when is None:
        return []
    items: list[object] = []
    head, about = GROUPINGS[uppdelning]
    for area in wholes(table(book), members(book)):
        for raknas in UNITS:
            groups = _groups(book, area, raknas, uppdelning, when)
            if not groups:
                continue
            all_of_them = needs(table(book), raknas, areas=[area], period=when)
            name = f"forsorjningsstod-{slug(uppdelning)}-{raknas}{_suffix(book, area)}"
            caption = f"{UNITS[raknas][0]} med försörjningsstöd {when} {about}, {in_sentence(area)}"
            if uppdelning == "vuxna_barn":
                caption = f"Vuxna och barn i hushåll med försörjningsstöd {when}, {in_sentence(area)}"
            items.append(
                need_table(book, f"tbl-{name}", caption, [*groups, *all_of_them], head=head, label="grupp")
            )
            if raknas == "hushall":
                items.append(
                    share_figure(
                        book,
                        f"fig-{name}",
                        f"Andel hushåll med långvarigt behov {when} {about}, {in_sentence(area)}",
                        groups,
                        "grupp",
                        f"tbl-{name}",
                    )
                )
    return items


def _groups(book: Book, area: str, raknas: str, uppdelning: str, when: str) -> list[Need]:
    """The groups in their own order, others as delivered, those of whom nothing is told last."""
    found = needs(table(book), raknas, uppdelning, [area], when)
    order = load_households(book.params.forbund_id).order(uppdelning)

    def place(need: Need) -> tuple[bool, int]:
        return need.grupp == UNKNOWN, order.index(need.grupp) if need.grupp in order else len(order)

    return sorted(found, key=place)


def other_facts(book: Book) -> Table | None:
    return all_facts(book, KIND, f"Övriga uppgifter om försörjningsstöd {book.ar}")
