"""The Word document read back from its XML."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Unpack
from zipfile import ZipFile

from lxml import etree

from finsam.verify.document import FIGURE, HEADING, NOTE, TABLE, TEXT, Block, Document, Parts
from finsam.verify.docx_fields import Fields, ListNumbers

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_BLIP = "{http://schemas.openxmlformats.org/drawingml/2006/main}blip"
_REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_FRONT = ("Title", "Subtitle", "Author", "Date", "Abstract")
_CAPTIONS = ("TableCaption", "ImageCaption", "Caption")
_CONTENTS = "TOC"


def read_docx(file: Path) -> Document:
    found = Document(file.name)
    with ZipFile(file) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    body = next(etree.fromstring(parts["word/document.xml"]).iterchildren(f"{_W}body"))
    _Body(found, _pictures(parts), ListNumbers(parts)).read(body)
    for name in sorted(parts):
        if name.startswith(("word/header", "word/footer")) and name.endswith(".xml"):
            found.frame += [(name, _text(p)) for p in etree.fromstring(parts[name]).iter(f"{_W}p")]
    for about in etree.fromstring(parts["docProps/core.xml"]).iter(f"{_DC}title", f"{_DC}description"):
        found.frame.append(("properties", about.text or ""))
    if "word/footnotes.xml" in parts:
        notes = etree.fromstring(parts["word/footnotes.xml"]).iter(f"{_W}footnote")
        found.blocks += [
            Block(NOTE, " ".join(_text(p) for p in note.iter(f"{_W}p")), "footnotes")
            for note in notes
            if note.get(f"{_W}type") is None
        ]
    _check_links(found, body, _relations(parts))
    return found


def _relations(parts: dict[str, bytes]) -> dict[str, str]:
    relations = etree.fromstring(parts["word/_rels/document.xml.rels"])
    return {each.get("Id", ""): each.get("Target", "") for each in relations}


def _pictures(parts: dict[str, bytes]) -> dict[str, str]:
    """Of each relation that is a picture, the hash of its file."""
    return {
        id: hashlib.sha256(parts[f"word/{target}"]).hexdigest()
        for id, target in _relations(parts).items()
        if f"word/{target}" in parts
    }


class _Body:
    """Paragraphs, tables and figures in order; a caption is put together with what it belongs to."""

    def __init__(self, found: Document, pictures: dict[str, str], lists: ListNumbers):
        self.found, self.pictures = found, pictures
        self.lists, self.fields = lists, Fields()
        self.chapter, self.caption = "", ""
        self.figure: etree._Element | None = None

    def read(self, body: etree._Element) -> None:
        self._inside(body)
        self._finish_figure()
        self._finish_caption()
        self.fields.check(self.found)

    def _inside(self, element: etree._Element) -> None:
        for child in element:
            if child.tag == f"{_W}p":
                self._paragraph(child)
            elif child.tag == f"{_W}tbl":
                self._table(child)
            elif child.tag in (f"{_W}sdt", f"{_W}sdtContent"):
                self._inside(child)

    def _add(self, kind: str, text: str, **parts: Unpack[Parts]) -> None:
        self.found.blocks.append(Block(kind, text, self.chapter, **parts))

    def _paragraph(self, paragraph: etree._Element) -> None:
        style, text = _style(paragraph), _text(paragraph)
        number = self.lists.next(paragraph) if style.startswith("Heading") else ""
        self.fields.read(self.found, paragraph, number, self.chapter)
        text = number + text
        drawings = list(paragraph.iter(f"{_DRAWN}inline", f"{_DRAWN}anchor"))
        if drawings:
            self._finish_figure()
            self.figure = drawings[0]
        if not text.strip():
            return
        if style in _CAPTIONS or style.endswith("Caption"):
            if self.figure is not None:
                self._figure(self.figure, text)
            else:
                self.caption = text
            return
        self._finish_figure()
        self._finish_caption()
        if style.startswith("Heading"):
            level = int(style[-1]) if style[-1].isdigit() else 1
            if level == 1:
                self.chapter = text
            self._add(HEADING, text, level=level)
        elif style.startswith(_CONTENTS):
            self.found.contents.append(("contents", text))
        elif style in _FRONT and not self.chapter:
            self.found.frame.append(("title page", text))
        else:
            self._add(TEXT, text)

    def _finish_figure(self) -> None:
        if self.figure is not None:
            self._figure(self.figure, "")

    def _finish_caption(self) -> None:
        """A caption that nothing followed is told as the paragraph it has become."""
        if self.caption:
            self._add(TEXT, self.caption)
            self.caption = ""

    def _figure(self, drawing: etree._Element, caption: str) -> None:
        self.figure = None
        about = drawing.find(f"{_DRAWN}docPr")
        alt = about.get("descr", "") if about is not None else ""
        embedded = [self.pictures.get(blip.get(f"{_REL}embed", ""), "") for blip in drawing.iter(_BLIP)]
        self._add(FIGURE, caption, alt=alt, picture=" ".join(embedded))

    def _table(self, table: etree._Element) -> None:
        if next(table.iter(f"{_DRAWN}inline"), None) is not None:  # Quarto lays its figures out in tables
            for cell in table.iter(f"{_W}tc"):
                self._inside(cell)
            return
        inner = [each for each in table.iter(f"{_W}tbl") if each is not table]
        if inner:
            for cell in table.iterfind(f"{_W}tr/{_W}tc"):
                self._inside(cell)
            return
        self._finish_figure()
        rows = tuple(
            tuple(
                " ".join(filter(None, (_text(p) for p in cell.iterfind(f"{_W}p"))))
                for cell in row.iterfind(f"{_W}tc")
            )
            for row in table.iterfind(f"{_W}tr")
        )
        if table.find(f"{_W}tr/{_W}trPr/{_W}tblHeader") is None:
            self.found.fault("heads-missing", "A table has no row of heads.", self.chapter, self.caption)
        caption, self.caption = self.caption, ""
        self._add(TABLE, caption, rows=rows)


def _style(paragraph: etree._Element) -> str:
    style = paragraph.find(f"{_W}pPr/{_W}pStyle")
    return "" if style is None else style.get(f"{_W}val", "")


def _text(paragraph: etree._Element) -> str:
    return "".join(_runs(paragraph))


def _runs(paragraph: etree._Element) -> Iterator[str]:
    for part in paragraph.iter(f"{_W}t", f"{_W}tab", f"{_W}br", f"{_W}noBreakHyphen"):
        if part.tag == f"{_W}t":
            yield part.text or ""
        elif (around := part.getparent()) is not None and around.tag == f"{_W}r":
            yield "-" if part.tag.endswith("Hyphen") else " "


def _check_links(found: Document, body: etree._Element, relations: dict[str, str]) -> None:
    bookmarks = {mark.get(f"{_W}name") for mark in body.iter(f"{_W}bookmarkStart")}
    for link in body.iter(f"{_W}hyperlink"):
        found.links += 1
        anchor, outside = link.get(f"{_W}anchor"), link.get(f"{_REL}id")
        if anchor is not None and anchor not in bookmarks:
            found.fault("link-broken", "A link leads to no bookmark.", _text(link), anchor, "a bookmark")
        if outside is not None and outside not in relations:
            found.fault("link-broken", "A link leads to nothing.", _text(link), outside, "an address")
