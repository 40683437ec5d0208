"""Identity numbers in a pdf: on its pages, in its properties, bookmarks, notes, alternative texts and attachments."""

from __future__ import annotations

import io
from collections.abc import Iterator

from pypdf import PageObject, PdfReader
from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    DictionaryObject,
    NullObject,
    PdfObject,
    StreamObject,
    TextStringObject,
)

from finsam.scan.pdf_text import page_texts
from finsam.scan.texts import lines_with_numbers

#: Between texts that are no neighbours.
_APART = "\0"
#: Elements within a line of text.
_WITHIN = ("/Span", "/Strong", "/Em", "/Link", "/Code", "/Quote", "/Reference")


def places_with_numbers(data: bytes) -> Iterator[tuple[int | None, str | None]]:
    """Pages, from 1, with identity numbers, and what else of the file holds some."""
    reader = PdfReader(io.BytesIO(data))
    parts: dict[tuple[int, int], str] = {}
    numbers: dict[int, int] = {}
    for number, page in enumerate(reader.pages, start=1):
        texts, around = page_texts(page)
        id = page.indirect_reference.idnum if page.indirect_reference else 0
        numbers[id] = number
        parts |= {(id, mark): text for mark, text in texts.items()}
        if lines_with_numbers(_shown(page, [*texts.values(), *around])):
            yield number, "page"
    for begins_on, text in _paragraphs(reader.root_object.get("/StructTreeRoot"), parts):
        if lines_with_numbers(text):
            yield numbers.get(begins_on), "page"
    strings, streams = _objects(reader)
    if lines_with_numbers(_APART.join(strings)):
        yield None, "properties, bookmarks, notes or alternative texts"
    if any(lines_with_numbers(text) for text in streams):
        yield None, "metadata or attachment"


def _paragraphs(tree: PdfObject | None, parts: dict[tuple[int, int], str]) -> Iterator[tuple[int, str]]:
    """Texts of several parts, as where a word is bold, with the page that each begins on."""
    waiting: list[PdfObject | None] = [tree]
    while waiting:
        next_one = waiting.pop()
        element = next_one.get_object() if next_one is not None else None
        if isinstance(element, ArrayObject):
            waiting += element
        elif isinstance(element, DictionaryObject) and "/K" in element:
            marks, blocks = _marks(element, 0)
            waiting += blocks
            shown = [(page, parts[page, mark]) for page, mark in marks if (page, mark) in parts]
            if len(shown) > 1:
                yield shown[0][0], "".join(text for _, text in shown)


def _marks(element: DictionaryObject, page: int) -> tuple[list[tuple[int, int]], list[DictionaryObject]]:
    """The marked content of an element and of those within its lines, and the elements that are blocks of their own."""
    page = element.raw_get("/Pg").idnum if "/Pg" in element else page
    marks: list[tuple[int, int]] = []
    blocks: list[DictionaryObject] = []
    kids = element["/K"]
    for kid in kids if isinstance(kids, ArrayObject) else [kids]:
        kid = kid.get_object()
        if isinstance(kid, int):
            marks.append((page, int(kid)))
        elif isinstance(kid, DictionaryObject) and isinstance(mark := _mark(kid), int):
            marks.append((kid.raw_get("/Pg").idnum if "/Pg" in kid else page, int(mark)))
        elif isinstance(kid, DictionaryObject) and kid.get("/S") in _WITHIN and "/K" in kid:
            more, others = _marks(kid, page)
            marks += more
            blocks += others
        elif isinstance(kid, DictionaryObject) and "/K" in kid:
            blocks.append(kid)
    return marks, blocks


def _mark(kid: DictionaryObject) -> PdfObject | None:
    mark: PdfObject | None = kid.get("/MCID", NullObject()).get_object()
    return mark


def _shown(page: PageObject, texts: list[str]) -> str:
    shown = _APART.join(texts)
    # Fonts with other codes than those of typst.
    return page.extract_text() if "\ufffd" in shown else shown


def _objects(reader: PdfReader) -> tuple[list[str], list[str]]:
    """The strings of all objects, and the texts of the streams that are metadata or attachments."""
    strings: list[str] = []
    streams: list[str] = []
    seen: set[int] = set()
    waiting: list[object] = [reader.trailer]
    while waiting:
        each = waiting.pop()
        each = each.get_object() if hasattr(each, "get_object") else each
        if isinstance(each, DictionaryObject | ArrayObject):
            if id(each) in seen:
                continue
            seen.add(id(each))
            parts = (
                [dict.__getitem__(each, key) for key in each]
                if isinstance(each, DictionaryObject)
                else list(each)
            )
            waiting += parts
            if isinstance(each, StreamObject) and str(each.get("/Type")) in ("/Metadata", "/EmbeddedFile"):
                streams.append(each.get_data().decode("utf-8", errors="replace"))
        elif isinstance(each, TextStringObject):
            strings.append(str(each))
        elif isinstance(each, ByteStringObject):
            strings.append(each.decode("latin-1"))
    return strings, streams
