"""Single figures from the reports, as a table under their chapter and group."""

from __future__ import annotations

import re
import unicodedata

from finsam.chapters.book import Book
from finsam.chapters.markdown import Line, Table, escape
from finsam.chapters.swedish import UNITS, period
from finsam.tables.cells import Row, rows

_KEYS = ("kapitel", "grupp", "uppgift", "period", "fil", "blad", "radnr")


def slug(text: str) -> str:
    """ASCII letters, digits and hyphens for an id: `Våga växa` becomes `vaga-vaxa`."""
    plain = unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def groups(book: Book, chapter: str) -> list[str]:
    """The groups of a chapter's facts in order of delivery; the empty name is facts without a group."""
    table = book.table("uppgifter")
    return list(dict.fromkeys(table[table["kapitel"] == chapter]["grupp"]))


def facts(book: Book, chapter: str, group: str = "", about: str = "") -> Table | None:
    """The facts of one group of a chapter; None when there are none.

    about: what the caption says; without it the group's name. Columns appear only where a fact has them.
    """
    table = book.table("uppgifter")
    found = list(rows(table[(table["kapitel"] == chapter) & (table["grupp"] == group)], _KEYS))
    if not found:
        return None
    with_period = any(row.key["period"] != str(book.ar) for row in found)
    with_share = any(row["procent"] for row in found)
    with_base = any(row["bas"] for row in found)
    optional = {"Period": with_period, "Andel": with_share, "Av antal": with_base}
    heads = ["Uppgift", "Period", "Värde", "Andel", "Av antal"]
    heads = [head for head in heads if optional.get(head, True)]
    lines = [
        Line(escape(row.key["uppgift"]), [_text(book, row, head) for head in heads[1:]]) for row in found
    ]
    caption = about or (f"{escape(group)}, uppgifter ur verksamheten {book.ar}")
    id = "-".join(filter(None, ("tbl-uppgifter", chapter, slug(group))))
    return Table(id, caption, heads, lines, text_columns=[1] if with_period else [])


def _text(book: Book, row: Row, head: str) -> str:
    if head == "Period":
        return escape(period(row.key["period"]))
    column = {"Värde": "varde", "Andel": "procent", "Av antal": "bas"}[head]
    cell = row[column]
    if cell.status == "saknas":
        return ""
    return book.text(cell, unit=bool(UNITS[cell.enhet][0]))
