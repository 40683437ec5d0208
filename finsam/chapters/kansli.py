"""The kansli's own texts at their places in the book, after the standard sentences or instead of them."""

from __future__ import annotations

import re

from finsam.chapters.book import Book
from finsam.chapters.markdown import Markdown, plain


def under(book: Book, section: str, *standard: object) -> list[object]:
    """What stands under a heading: the standard sentences, then the kansli's own text, or that alone where it says so.

    section: the heading's label, or the name of an insats or målområde.
    """
    text = book.texts.under(section)
    if text is None:
        return [*standard]
    own = Markdown(text.fill())
    return [own] if text.replaces else [*standard, own]


def prose(book: Book, key: str) -> list[object]:
    """The paragraphs of a key of the params, as `inledning`, with their values."""
    return [
        Markdown(plain(paragraph))
        for text in book.texts.prose(key)
        for paragraph in re.split(r"\n[ \t]*\n", text)
    ]
