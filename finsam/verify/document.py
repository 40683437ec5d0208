"""A book as it is read back, whatever the format: blocks in reading order, and what stands around them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypedDict

from finsam.faults import Fault, Place

HEADING, TEXT, TABLE, FIGURE, NOTE = "heading", "text", "table", "figure", "note"


@dataclass(frozen=True)
class Block:
    """A heading, a paragraph, a table, a figure or a footnote.

    text: a heading with its number, or the caption of a table or figure with its label. where: the page or chapter.
    rows: of a table, its heads first; a row that spans all columns has one cell. picture: what tells the file of a
    figure, by the format.
    """

    kind: str
    text: str
    where: str
    level: int = 0
    id: str = ""
    rows: tuple[tuple[str, ...], ...] = ()
    alt: str = ""
    picture: str = ""


class Parts(TypedDict, total=False):
    """What a Block has beside its kind, text and place."""

    level: int
    id: str
    rows: tuple[tuple[str, ...], ...]
    alt: str
    picture: str


@dataclass
class Document:
    """What a reader of one format found.

    frame: (where, text) of titles, running heads and feet. contents: (where, text) of the entries of its contents.
    strict: whether spaces are told apart; print breaks lines where it will. links: how many were followed.
    """

    name: str
    blocks: list[Block] = field(default_factory=list)
    frame: list[tuple[str, str]] = field(default_factory=list)
    contents: list[tuple[str, str]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    links: int = 0
    strict: bool = True

    @property
    def same(self) -> Callable[[str], str]:
        """A text as it is compared in this document."""
        return tidy if self.strict else bare

    def fault(
        self, code: str, message: str, where: str, value: str = "", expected: str | None = None
    ) -> None:
        place = Place(self.name, sheet=where or None, value=value or None)
        self.faults.append(Fault(code, message, (place,), expected))


_QUOTES = str.maketrans(dict.fromkeys("”“„", '"') | dict.fromkeys("’‘", "'"))


def tidy(text: str) -> str:
    """One space where several stand, one form of quotation marks; no-break spaces are kept, and put before the number
    of a reference, where the engines differ."""
    spaced = re.sub(r"[ \t\r\n\u2003]+", " ", text.translate(_QUOTES)).strip(" ")
    return re.sub(r"\b(Kapitel|Avsnitt|Tabell|Figur) (?=\d)", "\\1\u00a0", spaced)


def bare(text: str) -> str:
    """Without spaces, joiners and hyphens: what print keeps, however its lines are broken."""
    plain = re.sub(r"[\s\u00ad\u200b\u2060-]+", "", text.translate(_QUOTES))
    # Quarto's print numbers chapters as `7.`, in references too.
    return re.sub(r"(Kapitel\d+)\.(?=[.,;)])", r"\1", plain)


def heading(text: str) -> str:
    """A heading with its number, which engines set apart in their own ways (`1. Ekonomi`)."""
    return re.sub(r"^(\d+(?:\.\d+)*)\.?\s*", r"\1 ", text.replace("\u2060", ""))
