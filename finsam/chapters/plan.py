"""The budget of several years and the one by project, as they are delivered."""

from __future__ import annotations

from finsam.chapters.book import Book
from finsam.chapters.markdown import Line, Table, escape
from finsam.swedish import capital, period
from finsam.tables.cells import Row, rows


def years_table(book: Book) -> Table | None:
    """Section, row and the amounts of each year; `varav` rows after the post that they are part of."""
    found = list(rows(book.table("flerarsbudget"), ("sektion", "typ", "rad", "andel"), across="period"))
    with_share = any(row.key["andel"] for row in found)
    heads = ["Post", *(["Andel, procent"] if with_share else [])]
    return _table(book, "flerarsbudget", "Budget över flera år, tkr", heads, found, "sektion", with_share)


def projects_table(book: Book) -> Table | None:
    """Group, code, project and the amounts of each year."""
    found = list(rows(book.table("projektbudget"), ("grupp", "typ", "kod", "namn"), across="period"))
    return _table(book, "projektbudget", "Budget för projekten, tkr", ["Projekt", "Kod"], found, "grupp")


def _table(
    book: Book,
    kind: str,
    title: str,
    heads: list[str],
    found: list[Row],
    group: str,
    with_share: bool = False,
) -> Table | None:
    if not found:
        return None
    periods = list(dict.fromkeys(when for row in found for when in row))
    lines, section = [], None
    for row in found:
        if row.key[group] != section:
            section = row.key[group]
            lines.append(Line(escape(section), (), "sektion"))
        between = (
            [escape(row.key["kod"])] if group == "grupp" else [escape(row.key["andel"])] if with_share else []
        )
        cells = ["" if row[when].status == "saknas" else book.text(row[when]) for when in periods]
        label = escape(row.key.get("rad") or row.key.get("namn", ""))
        lines.append(Line(label, [*between, *cells], "" if row.key["typ"] == "post" else row.key["typ"]))
    return Table(f"tbl-{kind}", title, [*heads, *(capital(period(when)) for when in periods)], lines)
