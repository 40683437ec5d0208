"""Figures of the running text that only repeat a table: what the text says, what it repeats, and whether it agrees."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from finsam.chapters.book import Book
from finsam.chapters.markdown import Line, Table, escape
from finsam.facts import Facts, facts_of, labels
from finsam.swedish import UNITS, period
from finsam.tables.cells import Cell, Row, rows

_KEYS = ("grupp", "uppgift", "period", "fil", "blad", "radnr")
_COLUMNS = {"varde": "Värde", "procent": "Andel"}
#: What a check found, in the words of the overview.
_WORDS = {"": "Stämmer", "rounding": "Avrundning", "note": "Iakttagelse", "contradiction": "Motsägelse"}


def figures(book: Book) -> Table | None:
    """A row for each figure of the chapter avstamning, under the names of their groups; None when there are none."""
    table = book.table("uppgifter")
    part = table[table["kapitel"] == "avstamning"]
    if part.empty:
        return None
    facts = facts_of(book.delivery, book.params)
    told = labels.named(part, book.params, facts)
    names = {
        (row["fil"], row["blad"], row["radnr"], row["kolumn"]): row["avser"]
        for row in told.to_dict("records")
    }
    found = list(rows(part, _KEYS))
    shown = [column for column in _COLUMNS if any(row[column] for row in found)]
    lines: list[Line] = []
    for grupp in dict.fromkeys(row.key["grupp"] for row in found):
        if grupp:
            lines.append(Line(escape(grupp), (), "sektion"))
        lines += [_line(book, row, shown, names, facts) for row in found if row.key["grupp"] == grupp]
    heads = ["Uppgift", *(_COLUMNS[column] for column in shown), "Upprepar", "Prövning"]
    text_columns = [len(heads) - 2, len(heads) - 1]
    widths = [34, *([12] * len(shown)), 54 - 12 * (len(shown) - 1), 12]
    return Table(
        "tbl-uppgifter-avstamning",
        f"Siffror i den löpande texten {book.ar}",
        heads,
        lines,
        text_columns,
        "Prövningen jämför siffran i texten med den som den upprepar, avrundad till lika många decimaler.",
        widths=widths,
    )


def _line(book: Book, row: Row, shown: list[str], names: dict[tuple[Any, ...], Any], facts: Facts) -> Line:
    place = (row.key["fil"], row.key["blad"], row.key["radnr"])
    label = row.key["uppgift"]
    when = period(row.key["period"])
    if when != str(book.ar) and when not in label:
        label += f" ({when})"
    printed = [_printed(book, row[column]) for column in shown]
    filled = [row[column] for column in _COLUMNS if row[column]]
    about = dict.fromkeys(
        _about(names.get((*place, column), ""), facts) for column in _COLUMNS if row[column]
    )
    results = dict.fromkeys(word for cell in filled for word in _results(book, cell))
    told = "; ".join(filter(None, about))
    return Line(escape(label), [*printed, escape(told), escape(", ".join(results) or "Prövas inte")])


def _printed(book: Book, cell: Cell) -> str:
    if cell.status == "saknas":
        return ""
    return book.text(cell, unit=bool(UNITS[cell.enhet][0]))


def _about(expression: str, facts: Facts) -> str:
    """What a figure repeats, in Swedish: the facts of its expression."""
    return facts.evaluate(expression).about if expression else ""


def _results(book: Book, cell: Cell) -> Iterator[str]:
    """What the checks say of a figure, by its place."""
    for check in book.checks:
        if check.places[:1] == (cell.place,) and check.rule in ("repeated", "same-fact"):
            yield _WORDS[check.severity]
