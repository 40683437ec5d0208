"""Tables and pictures of income support: the years, and the year's households and persons by group."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Canvas
from matplotlib.text import Annotation

from finsam.chapters import drawings, figures
from finsam.chapters.book import Book
from finsam.chapters.certainty import INTERVAL_NOTE, is_few, share_text
from finsam.chapters.facts import all_facts, slug
from finsam.chapters.figures import Figure
from finsam.chapters.markdown import Line, Table, escape
from finsam.households.definitions import load_households
from finsam.measures.income_support import Need, is_reference, latest, needs, wholes
from finsam.swedish import NBSP, SIGNS, capital, listing, number, period, plural, with_unit
from finsam.tables.cells import Cell
from finsam.tables.definitions import UNKNOWN
from finsam.tables.registers import area_name, find_area
from finsam.tables.words import ALL_KOMMUNER

KIND = "forsorjningsstod"

#: What is counted: as a heading, and one and several in a sentence.
UNITS = {"hushall": ("Hushåll", "hushåll", "hushåll"), "personer": ("Personer", "person", "personer")}
#: The groupings that the chapter shows: heading of the column, and the caption's words.
GROUPINGS = {
    "hushallstyp": ("Hushållstyp", "efter hushållstyp"),
    "alder": ("Ålder", "efter registerledarens ålder"),
    "forsorjningshinder": ("Försörjningshinder", "efter registerledarens försörjningshinder"),
    "vuxna_barn": ("Vuxna eller barn", "vuxna och barn"),
}
#: Points that the name of a line takes.
_NAME_HEIGHT = 11
#: What is said of a share with a small base.
FEW = {"hushall": "få hushåll", "personer": "få personer"}

PERSONS_NOTE = (
    "Andelar av personer redovisas utan intervall, eftersom de i samma hushåll inte är oberoende av varandra."
)
VERY_LONG_NOTE = "Streck: uppgift saknas. Mycket långvarigt behov kan bara bedömas när underlaget också täcker de två åren före."


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
    return area[:1].lower() + area[1:] if area == ALL_KOMMUNER else escape(area)


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


def need_table(
    book: Book,
    id: str,
    caption: str,
    part: Sequence[Need],
    *,
    head: str = "Område",
    with_year: bool = False,
    label: str = "omrade",
) -> Table:
    """Numbers and shares with a long and a very long need, one row a need.

    label: which part of a need names the row, `omrade` or `grupp`; with_year: the year goes first, and the area only
    where there are several.
    """
    is_households = part[0].raknas == "hushall"
    several = len({need.omrade for need in part}) > 1
    with_money = with_year and any(need.utbetalt for need in part)
    any_few = False
    lines = []
    for need in part:
        cells = [book.text(need.alla)]
        few = ""
        for column in ("langvarigt", "mycket_langvarigt"):
            share = need.share(column)
            cells += [book.text(getattr(need, column)), _share_cell(need, column)]
            few = FEW[need.raknas] if is_few(book, share) else few
        any_few = any_few or bool(few)
        if with_money:
            cells.append(_money(need))
        name = need.period if with_year else escape(_name(need, label))
        style = "summa" if label == "grupp" and not need.grupp else ""
        between = [escape(area_label(need.omrade))] if with_year and several else []
        lines.append((name, [*between, *cells], few, style))
    first = [head] if not with_year else ["År", *(["Område"] if several else [])]
    heads = [*first, "Alla", "Långvarigt", "Andel", "Mycket långvarigt", "Andel"]
    heads += ["Utbetalt, tkr"] if with_money else []
    heads += ["Underlag"] if any_few else []
    made = [Line(name, [*cells, *([few] if any_few else [])], style) for name, cells, few, style in lines]
    text = [1] if with_year and several else []
    note = _note(book, part, is_households, any_few)
    return Table(
        id,
        caption,
        heads,
        made,
        text_columns=[*text, *([len(heads) - 1] if any_few else [])],
        note=note,
    )


def _name(need: Need, label: str) -> str:
    return area_label(need.omrade) if label == "omrade" else need.grupp or "Alla"


def area_label(name: str) -> str:
    """An area as a heading of a row: a län by its full name, so that it isn't taken for a kommun."""
    area = find_area(name) if is_reference(name) else None
    return area_name(area.kod) if area else name


def _share_cell(need: Need, column: str) -> str:
    share = need.share(column)
    if share is None:
        hidden = "undertryckt" in (need.alla.status, getattr(need, column).status)
        return SIGNS["undertryckt" if hidden else "saknas"]
    return share_text(share) if need.raknas == "hushall" else with_unit(share.rounded(), "procent")


def _money(need: Need) -> str:
    if not need.utbetalt:
        return SIGNS["undertryckt" if need.utbetalt.is_hidden else "saknas"]
    return number(need.utbetalt.number / 1000)


def _note(book: Book, part: Sequence[Need], is_households: bool, any_few: bool) -> str:
    shares = any(need.share("langvarigt") or need.share("mycket_langvarigt") for need in part)
    notes = ["Andelarna är av alla på raden."] if shares else []
    notes += [INTERVAL_NOTE if is_households else PERSONS_NOTE] if shares else []
    cells = [cell for need in part for cell in (need.alla, need.langvarigt, need.mycket_langvarigt)]
    if any(cell.status == "undertryckt" for cell in cells):
        notes.append("Två punkter: antalet är undertryckt.")
    if any(cell.status == "saknas" for cell in cells):
        notes.append(VERY_LONG_NOTE)
    if any_few:
        raknas = "hushall" if is_households else "personer"
        notes.append(f"{capital(FEW[raknas])}: färre än {number(book.params.year.liten_bas)}.")
    return " ".join(notes)


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


def room_for_names(drawing: Canvas, axes: Axes, years: int) -> None:
    """Room for the names at the ends of the lines of `drawings.lines`, and none of them over another.

    drawing: the whole picture, with nothing else in it. years: how many each line goes over.
    """
    axes.set_xlim(-0.2, (years - 1) * 1.28 + 0.2)
    low, high = axes.get_ylim()
    # Points: the axes are about four fifths of the picture's height.
    scale = 0.8 * 72 * drawing.get_figheight() / (high - low)
    below = float("-inf")
    names = [text for text in axes.texts if isinstance(text, Annotation)]
    for name in sorted(names, key=lambda each: each.xy[1]):
        at = name.xy[1] * scale
        below = max(at, below + _NAME_HEIGHT)
        name.xyann = (8, below - at)


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


def share_figure(
    book: Book, id: str, caption: str, part: Sequence[Need], label: str, behind: str
) -> Figure | None:
    """The share of households with a long need as points with intervals; None with fewer than two to compare."""
    known = [
        (_name(need, label), share, interval)
        for need in part
        if (share := need.share("langvarigt")) and (interval := share.interval)
    ]
    if len(known) < 2:
        return None
    few = [is_few(book, share) for _, share, _ in known]
    drawing, axes = figures.canvas(height=figures.height_for(len(known)))
    drawings.whiskers(
        axes,
        [f"{name}{NBSP}({number(share.N)})" for name, share, _ in known],
        [float(share.percent) for _, share, _ in known],
        [(interval.low, interval.high) for _, _, interval in known],
        few,
        f"Färre än {book.params.year.liten_bas} hushåll",
    )
    alt = (
        "Punkter över andelen hushåll med långvarigt behov, med 95-procentigt konfidensintervall. "
        + " ".join(
            f"{name}: {share_text(share)} av {plural(share.N, 'hushåll', 'hushåll')}{', få hushåll' if is_small else ''}."
            for (name, share, _), is_small in zip(known, few, strict=True)
        )
    )
    return Figure(id, f"{caption}. Antal hushåll inom parentes", alt, drawing, (behind,))


def other_facts(book: Book) -> Table | None:
    return all_facts(book, KIND, f"Övriga uppgifter om försörjningsstöd {book.ar}")
