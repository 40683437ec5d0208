"""The tables of income support: numbers, shares with a long need, and money, of areas, years or groups."""

from __future__ import annotations

from collections.abc import Sequence

from finsam.chapters.book import Book
from finsam.chapters.certainty import INTERVAL_NOTE, is_few, share_text
from finsam.chapters.markdown import Line, Table, escape
from finsam.measures.income_support import Need, is_reference
from finsam.swedish import SIGNS, capital, number, with_unit
from finsam.tables.registers import area_name, find_area

#: What is counted: as a heading, and one and several in a sentence.
UNITS = {"hushall": ("Hushåll", "hushåll", "hushåll"), "personer": ("Personer", "person", "personer")}
#: What is said of a share with a small base.
FEW = {"hushall": "få hushåll", "personer": "få personer"}

PERSONS_NOTE = (
    "Andelar av personer redovisas utan intervall, eftersom de i samma hushåll inte är oberoende av varandra."
)
VERY_LONG_NOTE = "Streck: uppgift saknas. Mycket långvarigt behov kan bara bedömas när underlaget också täcker de två åren före."


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
        name = need.period if with_year else escape(name_of(need, label))
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


def name_of(need: Need, label: str) -> str:
    """What names a need in a row or beside a point. label: `omrade` or `grupp`."""
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
