"""The chapter on who the participants were when they came: support, education, years in support."""

from __future__ import annotations

from decimal import Decimal

import pandas as pd

from finsam.chapters import drawings, figures
from finsam.chapters.book import Book
from finsam.chapters.facts import all_facts, slug
from finsam.chapters.figures import Figure
from finsam.chapters.markdown import Line, Markdown, Table, escape
from finsam.swedish import capital, cell_text, listing
from finsam.tables.cells import Cell, Row, rows

COUNTS = ("kvinnor", "man", "totalt")


def areas(book: Book) -> list[str]:
    """What was asked, in order of delivery."""
    return list(dict.fromkeys(book.table("bakgrund")["omrade"]))


def sections(book: Book) -> list[object]:
    """For each question: a heading, its table and its picture."""
    items: list[object] = []
    for area in areas(book):
        items.append(Markdown(f"## {escape(capital(area))} {{#sec-bakgrund-{slug(area)}}}"))
        items += [most_common(book, area), area_table(book, area), area_figure(book, area)]
    return items


def most_common(book: Book, area: str) -> Markdown | None:
    """The most common answer of each group, of those who answered; answers that are as common stand together."""
    told = []
    found = list(rows(_part(book, area), ("grupp", "kategori")))
    for group in dict.fromkeys(row.key["grupp"] for row in found):
        part = [row for row in found if row.key["grupp"] == group and not _is_no_answer(row)]
        column = "totalt" if any(row["totalt"] for row in part) else "procent"
        most = max((row[column].number for row in part if row[column]), default=0)
        if not most:
            continue
        tops = [row for row in part if row[column].varde == most]
        total = next((row["totalt"] for row in found if row.key["grupp"] == group and _is_total(row)), None)
        size = cell_text(tops[0][column], unit=True)
        if column == "totalt" and total:
            size += f" av {cell_text(total)}"
        each = " vardera" if len(tops) > 1 else ""
        told.append((group, listing([row.key["kategori"] for row in tops]), f"({size}{each})"))
    if not told:
        return None
    (group, answer, size), *others = told
    text = f"Bland {group} var {answer} vanligast {size}" if group else f"Vanligast var {answer} {size}"
    rest = [f"bland {name} {answer} {size}" for name, answer, size in others]
    return Markdown(escape(f"{listing([text, *rest])}."))


def area_table(book: Book, area: str) -> Table:
    """Counts by sex where they are delivered; otherwise the share of each group side by side."""
    part = _part(book, area)
    found = list(rows(part, ("grupp", "kategori")))
    if any(row[column] for row in found for column in COUNTS):
        return _count_table(book, area, found)
    names, table = _shares(part)
    lines = [
        Line(escape(category), [book.filled(row[name], unit=True) for name in names])
        for category, row in table.items()
    ]
    caption = f"{escape(capital(area))} vid inregistreringen, procent av de registrerade i varje grupp"
    note = "Tom cell: svaret redovisas inte för gruppen." if any("" in line.cells for line in lines) else ""
    heads = ["Svar", *(escape(capital(name)) or "Andel" for name in names)]
    return Table(f"tbl-bakgrund-{slug(area)}", caption, heads, lines, note=note)


def _count_table(book: Book, area: str, found: list[Row]) -> Table:
    groups_of = list(dict.fromkeys(row.key["grupp"] for row in found))
    with_share = any(row["procent"] for row in found)
    lines = []
    for group in groups_of:
        if len(groups_of) > 1:
            lines.append(Line(escape(capital(group)) or "Alla", (), "sektion"))
        for row in (row for row in found if row.key["grupp"] == group):
            cells = [book.text(row[column]) for column in COUNTS]
            share = [book.filled(row["procent"], unit=True)] if with_share else []
            lines.append(
                Line(escape(row.key["kategori"]), [*cells, *share], "summa" if _is_total(row) else "")
            )
    heads = ["Svar", "Kvinnor", "Män", "Totalt", *(["Andel"] if with_share else [])]
    caption = f"{escape(capital(area))} vid inregistreringen, antal personer"
    return Table(f"tbl-bakgrund-{slug(area)}", caption, heads, lines)


def area_figure(book: Book, area: str) -> Figure | None:
    """The answers as points, one for each sex or group."""
    part = _part(book, area)
    found = [row for row in rows(part, ("grupp", "kategori")) if not _is_total(row)]
    if any(row["kvinnor"] and row["man"] for row in found):
        labels = [row.key["kategori"] for row in found]
        series = {"Kvinnor": [row["kvinnor"] for row in found], "Män": [row["man"] for row in found]}
        axis = "Antal personer"
    else:
        names, table = _shares(part)
        labels = list(table)
        series = {capital(name): [row[name] for row in table.values()] for name in names}
        axis = "Procent av de registrerade"
    if len(labels) < 3:
        return None
    drawing, axes = figures.canvas(height=figures.height_for(len(labels), 0.3, 1.1))
    drawings.dots(axes, labels, {name: [*map(_float, cells)] for name, cells in series.items()}, axis)
    alt = f"{capital(area)}. " + " ".join(_extremes(name, labels, cells) for name, cells in series.items())
    caption = f"{escape(capital(area))} vid inregistreringen"
    return Figure(f"fig-bakgrund-{slug(area)}", caption, alt, drawing, (f"tbl-bakgrund-{slug(area)}",))


def other_facts(book: Book) -> Table | None:
    """What else is told about the target groups, by insats."""
    return all_facts(book, "bakgrund", "Uppgifter om målgrupperna")


def _part(book: Book, area: str) -> pd.DataFrame:
    """The rows of a question; where it was asked in several years, each year is a group of its own."""
    table = book.table("bakgrund")
    part = table[table["omrade"] == area]
    if part["period"].nunique() > 1:
        part = part.assign(grupp=(part["grupp"] + " " + part["period"]).str.strip())
    return part


def _shares(part: pd.DataFrame) -> tuple[list[str], dict[str, Row]]:
    """The groups in order, and by category a Row of the shares by group."""
    shares = part[part["kolumn"] == "procent"]
    return list(dict.fromkeys(shares["grupp"])), {
        row.key["kategori"]: row for row in rows(shares, ("kategori",), across="grupp")
    }


def _is_total(row: Row) -> bool:
    return row.key["kategori"].casefold() in ("totalt", "summa")


def _is_no_answer(row: Row) -> bool:
    return _is_total(row) or "saknas" in row.key["kategori"].casefold()


def _float(cell: Cell) -> float | None:
    return float(cell.number) if cell else None


def _extremes(name: str, labels: list[str], cells: list[Cell]) -> str:
    """The most and the least common answer of a series, in words; where many are as rare they aren't named."""
    known = [(cell, label) for cell, label in zip(cells, labels, strict=True) if cell]
    if not known:
        return f"{name}: uppgift saknas."
    values = [cell.number for cell, _ in known]
    told = f"{name}: vanligast är {_named(known, max(values))}"
    if max(values) > min(values) and values.count(min(values)) < 4:
        told += f" och minst vanligt {_named(known, min(values))}"
    return told + "."


def _named(known: list[tuple[Cell, str]], value: Decimal) -> str:
    """The answers with a value, and the value as it is printed."""
    of_value = [(cell, label) for cell, label in known if cell.varde == value]
    return f"{listing([label for _, label in of_value])} ({cell_text(of_value[0][0], unit=True)})"
