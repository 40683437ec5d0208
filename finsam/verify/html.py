"""The web book read back: its pages in order, every link, and the pictures that they show."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from urllib.parse import unquote, urldefrag, urlsplit

from lxml import html as lxml_html
from lxml.html import HtmlElement

from finsam.render.summary import PAGE as SUMMARY
from finsam.verify.document import FIGURE, HEADING, NOTE, TABLE, TEXT, Block, Document

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_LEAVES = ("p", "dt", "pre", "figcaption")
_SILENT = ("nav", "script", "style", "button", "aside")
#: What the web book alone has: downloads, and key figures once more as tiles (beside.py reads them).
_WEB_ONLY = {"hamta", "nyckeltal"}


def read_pages(folder: Path, chapters: Sequence[str]) -> Document:
    """The pages of the chapters (their names without suffix) in that order, of either render engine."""
    found = Document("html")
    pages = {}
    for chapter in chapters:
        file = next((path for path in _places(folder, chapter) if path.is_file()), None)
        if file is None:
            found.fault(
                "chapter-missing", f"The web book has no page for the chapter {chapter}.", f"{chapter}.html"
            )
            continue
        pages[file] = lxml_html.parse(str(file), lxml_html.HTMLParser(encoding="utf-8")).getroot()
    for file, page in pages.items():
        main = next(iter([*page.iter("article"), *page.iter("main")]), page)
        found.blocks += _Page(file.name, file.parent, main).blocks()
        found.contents += [
            (file.name, text)
            for nav in page.iter("nav")
            for link in nav.iter("a")
            if (text := _contents_text(link)) and "#" not in (link.get("role") or "")
        ]
        found.frame += [(file.name, text) for text in _frame(page, main)]
    for file, page in pages.items():
        _check_links(found, folder, file, page, pages)
    return found


def _places(folder: Path, chapter: str) -> list[Path]:
    return [folder / f"{chapter}.html", folder / "notebooks" / f"{chapter}.html"]


class _Page:
    """The blocks of one page."""

    def __init__(self, name: str, folder: Path, main: HtmlElement):
        self.name, self.folder, self.main = name, folder, main
        self.block = partial(Block, where=name)

    def blocks(self) -> list[Block]:
        found = list(self._inside(self.main))
        return [*(b for b in found if b.kind != NOTE), *(b for b in found if b.kind == NOTE)]

    def _inside(self, element: HtmlElement) -> Iterator[Block]:
        if _own_text(element):
            yield self.block(TEXT, _text(element))
            return
        for child in element:
            if not isinstance(child.tag, str) or child.tag in _SILENT:
                continue
            classes = (child.get("class") or "").split()
            if child.get("id") == "title-block-header":
                yield from self._title_block(child)
                continue
            # Quarto sets what every page says (frame.py) inside the page's own text.
            if "upplysning" in classes or _WEB_ONLY.intersection(classes) or _is_underlag(child, classes):
                continue
            if child.tag in HEADINGS:
                yield self.block(HEADING, _text(child), level=int(child.tag[1]), id=_id(child))
            elif child.tag == "table":
                yield self._table(child)
            elif child.tag == "figure" or "quarto-figure" in classes:
                yield from self._figure(child)
            elif "footnotes" in classes or "footnotes-end-of-document" in classes:
                yield from (self.block(NOTE, _text(item)) for item in child.iter("li"))
            elif child.tag in _LEAVES:
                if text := _text(child):
                    yield self.block(TEXT, text)
            else:
                yield from self._inside(child)

    def _title_block(self, block: HtmlElement) -> Iterator[Block]:
        """Quarto's title of a page: of a chapter, or of the whole book, which is no part of a chapter."""
        for title in block.iter("h1"):
            if title.find_class("chapter-number"):
                yield self.block(HEADING, _text(title), level=1, id=_id(title))

    def _table(self, table: HtmlElement, caption: HtmlElement | None = None) -> Block:
        own = table.find("caption")
        caption = own if own is not None else caption
        rows = tuple(tuple(_text(cell) for cell in row.iterchildren("th", "td")) for row in table.iter("tr"))
        return self.block(TABLE, "" if caption is None else _text(caption), rows=rows, id=_id(table))

    def _figure(self, figure: HtmlElement) -> Iterator[Block]:
        caption = next(figure.iter("figcaption"), None)
        tables = list(figure.iter("table"))
        for table in tables:
            yield self._table(table, caption)
        for image in figure.iter("img") if not tables else ():
            yield self.block(
                FIGURE,
                "" if caption is None else _text(caption),
                id=_id(figure),
                alt=image.get("alt") or "",
                picture=_digest(self.folder / unquote(image.get("src") or "")),
            )


def _is_underlag(element: HtmlElement, classes: list[str]) -> bool:
    """The link to the rows behind a table, or to the summary, which is of the web book alone."""
    links = element.findall("a") if element.tag == "p" and len(element) == 1 else []
    return "underlag" in classes or any(
        a.get("href", "").startswith(("underlag.html", SUMMARY)) for a in links
    )


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


def _id(element: HtmlElement) -> str:
    """The id of the element or of the nearest one around it that has a label of the book."""
    for each in (element, *element.iterancestors()):
        id: str = each.get("id") or ""
        if id.startswith(("tbl-", "fig-", "sec-")):
            return id
    return element.get("id") or ""


def _own_text(element: HtmlElement) -> bool:
    """Whether words stand right in the element, beside the elements in it."""
    return bool((element.text or "").strip()) or any((child.tail or "").strip() for child in element)


def _text(element: HtmlElement) -> str:
    parts = [element.text or ""]
    for child in element:
        role = child.get("role") or "" if isinstance(child.tag, str) else "comment"
        if child.tag == "br":
            parts.append(" ")
        elif role not in ("comment", "doc-noteref", "doc-backlink") and child.tag not in _SILENT:
            parts.append(_text(child))
        parts.append(child.tail or "")
    return "".join(parts)


def _contents_text(link: HtmlElement) -> str:
    """What a link of a list of contents calls its target; without the words `Föregående` and `Nästa` before it."""
    words = [link.text or ""]
    words += [
        (
            ""
            if link.get("rel") in ("prev", "next") and child.tag == "span" and not child.get("class")
            else _text(child)
        )
        + (child.tail or "")
        for child in link
    ]
    return "".join(words).strip()


def _frame(page: HtmlElement, main: HtmlElement) -> Iterator[str]:
    """The texts around the chapter: the title in the window, head, foot and what stands outside the lists of contents."""
    yield page.findtext(".//title") or ""
    for meta in page.iter("meta"):
        if meta.get("name") in ("author", "description"):
            yield meta.get("content") or ""
    yield from _outside(page.find("body"), main)
    for block in main.xpath(".//*[@id='title-block-header']"):
        yield " ".join(block.text_content().split())


def _outside(element: HtmlElement, main: HtmlElement) -> Iterator[str]:
    for child in element:
        if child is main or not isinstance(child.tag, str) or child.tag in _SILENT:
            continue
        if child.tag == "time":
            yield child.get("datetime") or ""
        if main in child.iterdescendants():
            yield from _outside(child, main)
        elif _own_text(child) or not len(child):
            yield _text(child)
        else:
            yield from _outside(child, main)


def _check_links(
    found: Document, folder: Path, file: Path, page: HtmlElement, pages: Mapping[Path, HtmlElement]
) -> None:
    for element, attribute, link, _ in page.iterlinks():
        if attribute not in ("href", "src") or urlsplit(link).scheme or link.startswith("//"):
            continue
        found.links += 1
        path, anchor = urldefrag(unquote(link))
        target = (file.parent / path).resolve() if path else file.resolve()
        if path and not target.exists() and not path.endswith((".pdf", ".docx")):
            code = "picture-missing" if element.tag == "img" else "link-broken"
            found.fault(code, f"{link} isn't there.", file.name, link, "a file of the book")
        elif path.endswith((".pdf", ".docx")) and not target.exists():
            found.fault("link-broken", f"The download {link} isn't there.", file.name, link)
        elif anchor:
            there = next((root for name, root in pages.items() if name.resolve() == target), None)
            if there is not None and anchor not in _anchors(there):
                found.fault("link-broken", f"{link} leads to nothing.", file.name, link, "an id of the page")


def _anchors(page: HtmlElement) -> set[str]:
    known = page.get("data-ids")
    if known is None:
        known = "\n".join(page.xpath("//@id"))
        page.set("data-ids", known)
    return set(known.split("\n"))
