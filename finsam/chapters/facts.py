"""Single figures from the reports, as a table under their chapter and group."""

from __future__ import annotations

import re
import unicodedata
import zlib

from finsam.chapters.book import Book
from finsam.chapters.markdown import Line, Table, escape
from finsam.swedish import UNITS, period
from finsam.tables.cells import Row, rows

_KEYS = ("kapitel", "grupp", "uppgift", "period", "fil", "blad", "radnr")


_LONGEST = 100


def slug(text: str) -> str:
    """ASCII letters, digits and hyphens for an id: `Våga växa` becomes `vaga-vaxa`.

    Other signs leave their trace as a check sum, so that `Nystart` and `Nystart!` have ids of their own.
    """
    plain = unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    # Files are named after it, and a name can be as long as a cell.
    is_told = len(words) <= _LONGEST and re.fullmatch(r"[a-z0-9åäöéü _.,()/–-]*", text.casefold())
    words = words[:_LONGEST].rstrip("-")
    if is_told and words:
        return words
    return f"{words}-{zlib.crc32(text.encode()):08x}".strip("-")


def groups(book: Book, chapter: str) -> list[str]:
    """The groups of a chapter's facts in order of delivery; the empty name is facts without a group."""
    table = book.table("uppgifter")
    return list(dict.fromkeys(table[table["kapitel"] == chapter]["grupp"]))


def facts(book: Book, chapter: str, group: str = "", about: str = "") -> Table | None:
    """The facts of one group of a chapter; None when there are none.

    about: what the caption says; without it the group's name.
    """
    id = "-".join(filter(None, ("tbl-uppgifter", chapter, slug(group))))
    caption = about or f"{escape(group)}, uppgifter ur verksamheten {book.ar}"
    return _table(book, id, caption, _found(book, chapter, [group]), with_groups=False)


def all_facts(book: Book, chapter: str, about: str) -> Table | None:
    """All facts of a chapter in one table, under the names of their groups; None when there are none."""
    found = _found(book, chapter, sorted(groups(book, chapter), key=bool))
    return _table(book, f"tbl-uppgifter-{chapter}", about, found, with_groups=True)


def _found(book: Book, chapter: str, of_groups: list[str]) -> list[Row]:
    """The facts of the groups of a chapter, group by group."""
    table = book.table("uppgifter")
    part = table[table["kapitel"] == chapter]
    return [row for group in of_groups for row in rows(part[part["grupp"] == group], _KEYS)]


def _table(book: Book, id: str, caption: str, found: list[Row], with_groups: bool) -> Table | None:
    """Columns for period, share and base appear only where a fact has them."""
    if not found:
        return None
    with_period = any(row.key["period"] != str(book.ar) for row in found)
    optional = {
        "Period": with_period,
        "Andel": any(row["procent"] for row in found),
        "Av antal": any(row["bas"] for row in found),
    }
    heads = [head for head in ("Uppgift", "Period", "Värde", "Andel", "Av antal") if optional.get(head, True)]
    lines, group = [], ""
    for row in found:
        if with_groups and row.key["grupp"] != group:
            group = row.key["grupp"]
            lines.append(Line(escape(group), (), "sektion"))
        lines.append(Line(escape(row.key["uppgift"]), [_text(book, row, head) for head in heads[1:]]))
    return Table(id, caption, heads, lines, text_columns=[1] if with_period else [])


def _text(book: Book, row: Row, head: str) -> str:
    if head == "Period":
        return escape(period(row.key["period"]))
    column = {"Värde": "varde", "Andel": "procent", "Av antal": "bas"}[head]
    cell = row[column]
    if cell.status == "saknas":
        return ""
    return book.text(cell, unit=bool(UNITS[cell.enhet][0]))
