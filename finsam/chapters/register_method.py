"""How trends of public statistics are judged, for the chapter on method: only the methods that a book uses."""

from __future__ import annotations

from finsam.chapters.book import Book
from finsam.chapters.markdown import Markdown, escape
from finsam.chapters.register import county_of, measures_of
from finsam.chapters.register_profile import COUNTRY, as_of
from finsam.measures.trends import METHODS, trend

#: So many figures make it possible to look for a break.
_BREAK = 8


def trends(book: Book) -> list[object]:
    """Each method that the book's public statistics are judged by: what it does, its formula, what it assumes."""
    used = methods_used(book)
    items: list[object] = []
    for method in (method for key, method in METHODS.items() if key in used):
        assumed = "\n".join(f"- {escape(text)}" for text in method.assumptions)
        items.append(
            Markdown(
                f"**{escape(method.name)}.** {escape(method.text)}\n\nFormel: {escape(method.formula)}\n\n"
                f"Antaganden:\n\n{assumed}"
            )
        )
    return items


def methods_used(book: Book) -> set[str]:
    """The keys of METHODS that the public statistics of the book's chapter are judged by; none without the chapter."""
    codes = book.params.kommuner
    if "sjukfranvaro-uvas" not in book.params.chapters:
        return set()
    used: set[str] = set()
    table = book.register.table
    references = [county_of(book), COUNTRY]
    for matt in measures_of(book):
        found = as_of(table, matt, codes, book.ar)
        judged = [each for each in map(trend, found.values()) if each.judged]
        if not judged:
            continue
        measure = judged[0].series.measure
        used |= {each.method for each in judged} | {"intervall"}
        if any(each.series.is_monthly and measure.rullande == 12 for each in judged):
            used.add("rullande")
        if measure.slag != "antal" and as_of(table, matt, references, book.ar, like=judged[0].series):
            used.add("jamforelse")
        if any(each.n >= _BREAK for each in judged):
            used.add("brott")
        if measure.mal:
            used.add("mal")
    return used
