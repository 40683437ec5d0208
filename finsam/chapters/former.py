"""Where last year's figures come from when the book's own delivery doesn't tell them."""

from __future__ import annotations

from finsam.audit.documents import name
from finsam.chapters.book import Book
from finsam.chapters.markdown import Markdown, escape
from finsam.ingest import processed
from finsam.params import load_params
from finsam.swedish import listing


def source_sentence(book: Book, kind: str) -> Markdown | None:
    """The books that last year's rows of a kind are from; None where they are this book's own."""
    table, last = book.table(kind), str(book.ar - 1)
    own = {source.fil for source in book.sources}
    if own.issuperset(table.loc[table["period"] == last, "fil"]):
        return None
    found = [
        escape(name(load_params(*former)))
        for former in book.params.former
        if kind in (tables := processed(*former).tables) and (tables[kind]["period"] == last).any()
    ]
    added = " Siffrorna därifrån är sammanlagda." if len(found) > 1 else ""
    return Markdown(f"Uppgifterna för {last} är hämtade ur {listing(found)}.{added}")
