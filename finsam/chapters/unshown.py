"""What a book will not show, by chapter: the sentence that the chapter itself ends with, and what isn't delivered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from finsam.chapters import absent, health, income_support_text, social, surveys
from finsam.chapters.book import Book
from finsam.chapters.markdown import Markdown
from finsam.delivery.files import raw_folder
from finsam.faults import Fault, Place
from finsam.ledger.make import MADE
from finsam.params.files import text_files
from finsam.paths import relative
from finsam.register.places import register_folder
from finsam.register.read import raw_files
from finsam.tables.kinds import KINDS, ROW_DELIVERIES


def _of_statistics(book: Book) -> Markdown | None:
    """That there is none; where any is brought, what it tells of the book's kommuner isn't looked up here."""
    is_there = book.has("statistik") or raw_files(register_folder(book.params.forbund.pahittat))[0]
    return None if is_there else health.nothing_told(book)


#: The sentence of each chapter. `effekter` hangs on public statistics alone.
MISSING: dict[str, Callable[[Book], Markdown | None]] = {
    **{chapter: partial(absent.missing, chapter=chapter) for chapter in absent.PARTS},
    "enkater": surveys.missing,
    "indikatorer": social.missing,
    "sjukfranvaro-uvas": _of_statistics,
    "forsorjningsstod": income_support_text.missing,
}

#: What rows give a book, beyond the ready tables that are counted from them.
_OF_ROWS = {
    "personer": "time in the insatser, flows between them, support before and after, groups",
    "personuppfoljning": "who still works one and two years after the end",
    "enkatsvar": "answers of surveys, the national indicators",
    "hushallsmanader": "how long the need of households is",
    "personstod": "support and work before and after, added up by insats",
}
#: What a table is made from where it isn't delivered.
_MADE_FROM = {
    **dict.fromkeys(MADE, "a ledger"),
    **dict.fromkeys(("deltagare", "bakgrund"), "personer"),
    "uppfoljning": "personuppfoljning",
    "fore_efter": "personstod",
    "forsorjningsstod": "hushallsmanader",
    "statistik": "what finsam fetch brings",
}
#: Rows that aren't kept, and the table that they, or a ready one, have given.
_MAKES = {
    "personuppfoljning": "uppfoljning",
    "hushallsmanader": "forsorjningsstod",
    "personstod": "fore_efter",
}


@dataclass(frozen=True)
class Unshown:
    """sentence: Swedish, as the chapter prints it; empty where it says nothing. undelivered: by name what each delivery
    of the chapter would give. is_bare: the chapter has nothing but its sentence."""

    chapter: str
    sentence: str
    undelivered: dict[str, str]
    is_bare: bool

    @property
    def lines(self) -> list[str]:
        """As text for who makes the book."""
        heading = f"{self.chapter}: {self.sentence}" if self.sentence else f"{self.chapter}:"
        if self.is_bare:
            heading += " (The chapter has nothing else: deliver something for it, or take it out of kapitel.)"
        return [heading, *(f"  {name}: {what}" for name, what in self.undelivered.items())]

    def as_fault(self, book: Book) -> Fault:
        """The same as a note, for programs."""
        place = Place(relative(raw_folder(book.params.forbund_id, book.ar)))
        message = f"The chapter {self.chapter} will not show all that it can. {self.sentence}".strip()
        return Fault("not-delivered", message, (place,), ", ".join(self.undelivered), severity="note")


def unshown(book: Book) -> list[Unshown]:
    """The chapters of the book for which something isn't delivered, in their order."""
    rows = {"personer": book.delivery.people, "enkatsvar": book.delivery.answers}
    there = {*book.tables, *(name for name, found in rows.items() if len(found))}
    there |= {name for name, made in _MAKES.items() if made in book.tables}
    found = []
    for chapter in book.params.chapters:
        of = {kind.name: kind.about for kind in KINDS.values() if kind.chapter == chapter}
        of |= {name: _OF_ROWS[name] for name, shown in ROW_DELIVERIES.items() if shown == chapter}
        of |= {
            name: f"{what}; also made from {_MADE_FROM[name]}"
            for name, what in of.items()
            if name in _MADE_FROM
        }
        if not book.params.year.per:
            of.pop("prognos", None)  # of interim reports
        sentence = MISSING[chapter](book) if chapter in MISSING else None
        undelivered = {name: what for name, what in of.items() if name not in there}
        if sentence or undelivered:
            is_bare = bool(sentence) and not there & {*of} and not _has_own(book, chapter)
            found.append(Unshown(chapter, str(sentence or ""), undelivered, is_bare))
    return found


def _has_own(book: Book, chapter: str) -> bool:
    """Whether single figures, own tables or the kansli's texts stand in the chapter."""
    figures = book.tables.get("uppgifter")
    texts = [file.stem for file in text_files(book.params.forbund_id, book.ar)]
    return bool(
        (figures is not None and (figures["kapitel"] == chapter).any())
        or len(book.delivery.own)
        or chapter in texts
        or (chapter == "forbundet" and book.params.forbund.om)
    )
