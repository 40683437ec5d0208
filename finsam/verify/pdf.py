"""The pdf read back: its structure tree, which typst tags, with the text that each part shows on its pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Unpack

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, PdfObject

from finsam.scan.pdf_text import listed, page_texts
from finsam.verify.document import FIGURE, HEADING, NOTE, TABLE, TEXT, Block, Document, Parts, bare

_NOTES = ("/Note", "/FENote")
_BLOCKS = ("/P", "/Code", "/Formula")


def read_pdf(file: Path) -> Document:
    found = Document(file.name, strict=False)
    reader = PdfReader(file)
    tree = reader.root_object.get("/StructTreeRoot")
    if tree is None:
        found.fault("pdf-untagged", "The pdf has no structure to read tables and headings from.", "")
        return found
    shown: dict[tuple[int, int], str] = {}
    for number, page in enumerate(reader.pages, start=1):
        texts, around = page_texts(page)
        shown |= {(_number(page), id): text for id, text in texts.items()}
        found.frame.append((f"page {number} of {len(reader.pages)}", "".join(around)))
    about: Mapping[str, Any] = reader.metadata or {}
    found.frame += [
        ("properties", str(about[key])) for key in ("/Title", "/Author", "/Subject") if key in about
    ]
    numbers = {_number(page): at for at, page in enumerate(reader.pages, start=1)}
    _Tree(found, shown, numbers).read(tree["/K"])
    _check_links(found, reader, numbers)
    return found


def _number(page: PdfObject) -> int:
    """The number of a page among the objects of its file."""
    if page.indirect_reference is None:
        raise ValueError("A page that is read from a file has a reference.")
    return page.indirect_reference.idnum


class _Tree:
    """The blocks of the structure tree in its order."""

    def __init__(self, found: Document, shown: dict[tuple[int, int], str], numbers: dict[int, int]):
        self.found, self.shown, self.numbers = found, shown, numbers
        self.where, self.in_front = "", True
        #: The headings with the pages that they stand on, as a list of contents has them, and their own texts.
        self.listed: dict[str, str] = {}

    def read(self, kids: PdfObject | None) -> None:
        self._inside(kids, None)
        self.found.contents = [
            (where, self.listed.get(bare(text), text)) for where, text in self.found.contents
        ]

    def _add(self, kind: str, text: str, **parts: Unpack[Parts]) -> None:
        self.found.blocks.append(Block(kind, text, self.where, **parts))

    def _inside(self, kids: PdfObject | None, page: IndirectObject | None) -> None:
        for kid in listed(kids):
            if isinstance(kid, DictionaryObject) and "/S" in kid:
                self._element(kid, (kid.get("/Pg") and kid.raw_get("/Pg")) or page)

    def _element(self, element: DictionaryObject, page: IndirectObject | None) -> None:
        kind = _kind(element)
        kids = element.get("/K", ArrayObject())
        if kind in ("/H1", "/H2", "/H3", "/H4", "/H5", "/H6", "/H"):
            self._heading(int(kind[2:] or 1), self._text(element, page), self._page(element, page))
        elif kind == "/TOC":
            for entry in self._entries(kids, page):
                self.found.contents.append(("contents", entry))
        elif kind == "/Table":
            self._table(element, page)
        elif kind == "/Figure":
            self._figure(element, "")
        elif kind == "/Lbl":
            return
        elif kind == "/L" and _is_unnumbered(element):
            for part in (part for item in _elements(kids) for part in _elements(item.get("/K"))):
                if _kind(part) == "/Lbl":  # the term of a definition
                    self._paragraph("/P", self._text(part, page, unsaid=_NOTES))
                else:
                    self._element(part, page)
        elif self._is_captioned(element):
            parts = list(_elements(kids))
            caption = next(self._text(part, page) for part in parts if _kind(part) == "/Caption")
            for part in parts:
                for table in _find(part, "/Table"):
                    self._table(table, page, caption)
                for figure in _find(part, "/Figure"):
                    self._figure(figure, caption)
        elif kind in _BLOCKS or kind == "/Title" or self._has_own_text(kids):
            self._paragraph(kind, self._text(element, page))
            for note in (note for name in _NOTES for note in _find(element, name)):
                self._add(NOTE, self._text(note, page))
        else:
            self._inside(kids, page)

    def _page(self, element: DictionaryObject, page: IndirectObject | None) -> int:
        """The number of the page where the element begins."""
        kid = next(iter(listed(element.get("/K"))), None)
        own = kid if isinstance(kid, DictionaryObject) and "/Pg" in kid else element
        page = own.raw_get("/Pg") if "/Pg" in own else page
        return self.numbers[page.idnum] if page is not None else 0

    def _heading(self, level: int, text: str, page: int) -> None:
        if level == 1 and not self._in_chapters(text):
            return
        if level == 1:
            self.where = text
        self.listed[bare(f"{text}{page}")] = text
        self._add(HEADING, text, level=level)

    def _in_chapters(self, text: str) -> bool:
        """Whether the heading is that of a chapter, not of the list of contents before them."""
        if self.in_front and text.strip().casefold() == "innehåll":
            return False
        self.in_front = False
        return True

    def _paragraph(self, kind: str, text: str) -> None:
        if not text.strip():
            return
        if self.in_front or kind == "/Title":
            self.found.frame.append(("title page", text))
        else:
            self._add(TEXT, text)

    def _table(self, table: DictionaryObject, page: IndirectObject | None, caption: str = "") -> None:
        caption += "".join(self._text(part, page) for part in _find(table, "/Caption"))
        rows = []
        for row in _find(table, "/TR"):
            cells = [part for part in _elements(row.get("/K")) if _kind(part) in ("/TH", "/TD")]
            rows.append(tuple(self._text(cell, page, unsaid=_NOTES) for cell in cells))
        if not any(True for _ in _find(table, "/TH")):
            self.found.fault("heads-missing", "A table has no heads.", self.where, caption)
        self._add(TABLE, caption, rows=tuple(rows))

    def _figure(self, figure: DictionaryObject, caption: str) -> None:
        if self.in_front and not caption:
            return
        self._add(FIGURE, caption, alt=str(figure.get("/Alt", "")))

    @staticmethod
    def _is_captioned(element: DictionaryObject) -> bool:
        return any(_kind(part) == "/Caption" for part in _elements(element.get("/K")))

    @staticmethod
    def _has_own_text(kids: PdfObject | None) -> bool:
        return any(isinstance(kid, int) or "/MCID" in kid for kid in listed(kids))

    def _entries(self, kids: PdfObject | None, page: IndirectObject | None) -> Iterator[str]:
        for part in _elements(kids):
            if _kind(part) == "/TOC":
                yield from self._entries(part.get("/K"), page)
            else:
                yield self._text(part, (part.get("/Pg") and part.raw_get("/Pg")) or page)

    def _text(
        self,
        element: DictionaryObject,
        page: IndirectObject | None,
        unsaid: tuple[str, ...] = (*_NOTES, "/Lbl"),
    ) -> str:
        """What the element shows; the numbers of list items are left out, as html and docx have them in no text.

        In a cell they stand: a cell that begins as `1. ` does is no list to who reads it.
        """
        page = element.raw_get("/Pg") if "/Pg" in element else page
        parts = []
        for kid in listed(element.get("/K")):
            if isinstance(kid, int):
                parts.append(self._on_page(page, int(kid)))
            elif "/MCID" in kid:
                own = kid.raw_get("/Pg") if "/Pg" in kid else page
                parts.append(self._on_page(own, int(kid["/MCID"])))
            elif "/S" in kid and kid["/S"] not in unsaid:
                parts.append(self._text(kid, page, unsaid))
        return "".join(parts)

    def _on_page(self, page: IndirectObject | None, id: int) -> str:
        return "" if page is None else self.shown.get((page.idnum, id), "")


def _kind(element: DictionaryObject) -> str:
    return str(element["/S"])


def _elements(kids: PdfObject | None) -> Iterator[DictionaryObject]:
    yield from (kid for kid in listed(kids) if isinstance(kid, DictionaryObject) and "/S" in kid)


def _is_unnumbered(element: DictionaryObject) -> bool:
    return any(about.get_object().get("/ListNumbering") == "/None" for about in listed(element.get("/A")))


def _find(element: DictionaryObject, kind: str) -> Iterator[DictionaryObject]:
    """The elements of a kind in an element, itself among them, not those within another of that kind."""
    if _kind(element) == kind:
        yield element
        return
    for part in _elements(element.get("/K")):
        yield from _find(part, kind)


def _check_links(found: Document, reader: PdfReader, numbers: dict[int, int]) -> None:
    named = reader.named_destinations
    for number, page in enumerate(reader.pages, start=1):
        for annotation in page.get("/Annots", ()):
            link = annotation.get_object()
            if link.get("/Subtype") != "/Link":
                continue
            found.links += 1
            action = link.get("/A", DictionaryObject()).get_object()
            target = link.get("/Dest") or action.get("/D")
            if "/URI" in action:
                continue
            if not _leads_somewhere(target and target.get_object(), named, numbers):
                found.fault("link-broken", "A link leads to no page.", f"page {number}", str(target))


def _leads_somewhere(target: PdfObject | None, named: Mapping[str, Any], numbers: dict[int, int]) -> bool:
    if isinstance(target, ArrayObject):
        page = target[0].get_object().indirect_reference if target else None
        return page is not None and page.idnum in numbers
    return target is not None and str(target) in named
