"""The accessibility statement beside the web book, read back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from lxml import etree
from lxml import html as lxml_html

from finsam.accessibility import Publisher, Statement
from finsam.faults import Fault, Place
from finsam.params.forbund import Forbund
from finsam.render.book import Book
from finsam.swedish import day
from finsam.verify.document import bare
from finsam.verify.numbers import numbers

#: The law, the regulations and the standards that every statement names, as it names them.
_LAW = ("lagen (2018:1937)", "12\u00a0§", "9\u00a0§", "MDFFS 2019:2", "EN\u00a0301\u00a0549", "WCAG\u00a02.1")


def check_statement(folder: Path, book: Book, publisher: Forbund | Publisher | None) -> list[Fault]:
    """Every text and day that the publisher's params give stands on the page, and it has no number of its own but the law's;
    every page of the web book leads to it."""
    if not book.statement:  # built before there was one
        return []
    file = folder / book.statement
    if not file.is_file():
        message = "The web book has no accessibility statement."
        return [Fault("document-missing", message, (Place(book.statement),))]
    try:
        page: lxml_html.HtmlElement = lxml_html.fromstring(file.read_bytes())
    except etree.LxmlError as error:
        message = f"The accessibility statement can't be read: {type(error).__name__}."
        return [Fault("document-unreadable", message, (Place(book.statement),))]
    text = page.text_content()
    told = [*_texts(publisher.tillganglighet)] if publisher else []
    around = (book.title, book.subtitle, book.full_title, book.notice, publisher.namn if publisher else "")
    known = {number for each in (*told, *around, *_LAW) for number in numbers(each)}
    faults = []
    for number in dict.fromkeys(numbers(text)):
        if number not in known:
            where = (Place(book.statement, value=number),)
            faults.append(
                Fault(
                    "number-untraced",
                    "A number of the statement is neither the law's nor the params'.",
                    where,
                )
            )
    for each in told:
        if bare(each) not in bare(text):
            message = "The statement doesn't say what the params say."
            faults.append(Fault("text-missing", message, (Place(book.statement),), each))
    return [*faults, *_unlinked(folder, book)]


def _texts(statement: Statement) -> Iterator[str]:
    """What the params say, as it is to be read."""
    yield from (day(date) for date in (statement.bedomd, statement.uppdaterad) if date)
    yield from (
        each for each in (statement.granskare, statement.epost, statement.telefon, statement.svarstid) if each
    )
    yield from statement.prov
    for shortcoming in statement.brister:
        yield from (each for each in (shortcoming.vad, shortcoming.varfor, shortcoming.istallet) if each)
        if shortcoming.klart:
            yield day(shortcoming.klart)


def _unlinked(folder: Path, book: Book) -> Iterator[Fault]:
    for page in sorted(folder.glob("*.html")):
        # That a page is damaged is told of it as a document.
        text = page.read_text(encoding="utf-8", errors="replace") if page.name != book.statement else None
        if text and not re.search(rf'href="(\./)?{re.escape(book.statement)}"', text):
            message = "The page doesn't lead to the accessibility statement."
            yield Fault("link-missing", message, (Place(page.name),), book.statement)
