"""The index of the web book's search: the text of each section, table and figure, and where it stands.

A script, as a page that is opened from a folder may read nothing else; the searching is done by templates/sok.js.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from lxml.html import HtmlElement

_HEADINGS = ("h1", "h2", "h3")
_LABELS = ("tbl-", "fig-")
#: What stands on a page and is no text of the book.
_UNREAD = ("hamta", "underlag", "nyckeltal")


def index(pages: Sequence[tuple[Mapping[str, Any], HtmlElement]]) -> bytes:
    """A list of [page, anchor, chapter, heading or caption, text] as a script.

    pages: what filters/sidor.lua tells of each page, with its tree.
    """
    entries = [entry for about, tree in pages for entry in _entries(about, tree)]
    # A `<` or a line separator in a text ends neither a script nor a string.
    text = json.dumps(entries, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    text = text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029").replace("\u2060", "")
    return f"window.finsamSok = {text};\n".encode()


def _entries(about: Mapping[str, Any], tree: HtmlElement) -> Iterator[list[str]]:
    parts: dict[str, tuple[str, list[str]]] = {}
    _gather(tree, "", parts)
    chapter = " ".join(filter(None, (about["number"], about["title"])))
    for anchor, (heading, texts) in parts.items():
        yield [about["file"], anchor, chapter, heading, " ".join(texts)]


def _gather(element: HtmlElement, anchor: str, parts: dict[str, tuple[str, list[str]]]) -> str:
    """Add the texts inside an element to the section that they stand in. Gives the section that it ends in."""
    for child in element:
        if not isinstance(child.tag, str) or set((child.get("class") or "").split()).intersection(_UNREAD):
            continue
        id = child.get("id") or ""
        if child.tag in _HEADINGS:
            anchor = id
            parts[anchor] = (_words(child), [])
        elif id.startswith(_LABELS):
            title = next((each for each in child.iter("caption", "figcaption")), child)
            said = [image.get("alt") or "" for image in child.iter("img")]
            cells = [_words(cell) for cell in child.iter("th", "td")]
            parts[id] = (_words(title), [*filter(None, cells), *said])
        elif len(child) and not _has_words(child):
            anchor = _gather(child, anchor, parts)
        elif anchor in parts and (text := _words(child)):
            parts[anchor][1].append(text)
    return anchor


def _has_words(element: HtmlElement) -> bool:
    return bool((element.text or "").strip()) or any((child.tail or "").strip() for child in element)


def _words(element: HtmlElement) -> str:
    return " ".join(element.text_content().split(" ")).replace("\n", " ").strip()
