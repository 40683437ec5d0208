"""What stands around the chapters: title page, running heads and feet, page numbers and lists of contents."""

from __future__ import annotations

import re
from collections.abc import Sequence

from finsam.faults import Fault, Place
from finsam.render.book import Book
from finsam.verify.document import HEADING, Block, Document, bare, heading


def check_frame(document: Document, book: Book, expected: Sequence[Block]) -> list[Fault]:
    """Every number around the chapters is one of the book's own titles, its date, a heading or a page number; the title
    is there with its date; lists of contents name the headings, all and in order where there is one list for the whole document."""
    headings = [block for block in expected if block.kind == HEADING]
    known = [book.full_title, book.title, book.subtitle, book.author, book.notice, book.date_in_words]
    known += [str(book.date or ""), *(each.text for each in headings)]
    known += ["".join(b.rows[0]) for b in expected if b.rows]  # heads repeat where a table is broken
    known = sorted({_undotted(text) for text in known if text}, key=len, reverse=True)
    faults = []
    for where, text in document.frame:
        rest = _undotted(text)
        for phrase in known:
            rest = rest.replace(phrase, " ")
        rest = _without_page_number(rest, where)
        if re.search(r"\d", rest):
            message = "A number beside the chapters is none of the book's titles, its date or a page number."
            faults.append(Fault("number-untraced", message, (Place(document.name, where, value=text),)))
    anywhere = [text for _, text in document.frame]
    front = [text for where, text in document.frame if where == "title page"] or anywhere
    # Quarto tells the date as 2017-02-24 in Word and not at all in print.
    day = (book.date_in_words, str(book.date)) if not document.name.endswith(".pdf") else ("",)
    places = {(book.title,): front, (book.subtitle,): front, day: front, (book.notice,): anywhere}
    for forms, texts in places.items():
        part = forms[0]
        if part and not any(bare(form) in bare(text) for form in forms for text in texts):
            place = Place(document.name, "title page")
            faults.append(Fault("title-missing", "A part of the title isn't there.", (place,), part))
    return faults + _contents(document, headings, [book.title, book.full_title])


def _undotted(text: str) -> str:
    """A bare text without the points that some engines set behind the number of a chapter."""
    return re.sub(r"(?<=\d)\.(?=\D)", "", bare(text))


def _without_page_number(text: str, where: str) -> str:
    """The text without `Sida 3 av 12`: the page's own number, and the last page's; Word counts when it is opened."""
    page = re.fullmatch(r"page (\d+) of (\d+)", where)
    if page:
        return re.sub(rf"Sida{page[1]}av{page[2]}(?!\d)|(?<!\d)(?:{page[1]})+(?!\d)", " ", text)
    return text.replace("Sida1av1", " ") if where.startswith("word/") else text


def _contents(document: Document, headings: list[Block], titles: list[str]) -> list[Fault]:
    texts = {bare(each.text) for each in headings}
    aside = {"Innehåll", "Innehållsförteckning", *map(bare, titles)}
    entries = [(where, bare(heading(text))) for where, text in document.contents if bare(text) not in aside]
    # Print has the number of the page behind the heading.
    entries = [(where, text if text in texts else re.sub(r"\d+$", "", text)) for where, text in entries]
    if not entries:
        return []
    faults = [
        Fault(
            "contents-differ",
            "A list of contents names what is no heading.",
            (Place(document.name, where, value=text),),
        )
        for where, text in entries
        if re.search(r"\d", text) and text not in texts
    ]
    listed = [text for _, text in entries]
    for each in headings:
        if each.level == 1 and bare(each.text) not in listed:
            place = Place(document.name, value=each.text)
            faults.append(
                Fault("contents-differ", "No list of contents names a chapter.", (place,), each.text)
            )
    if document.name != "html" and not faults and not _is_whole(listed, headings):
        place = Place(document.name, "contents")
        faults.append(Fault("contents-differ", "The list of contents isn't that of the headings.", (place,)))
    return faults


def _is_whole(listed: list[str], headings: list[Block]) -> bool:
    """Whether the list holds all headings down to some level."""
    return any(listed == [bare(h.text) for h in headings if h.level <= depth] for depth in range(1, 7))
