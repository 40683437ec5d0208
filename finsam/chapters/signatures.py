"""The last chapter of a book that is signed: what is signed, the lines to sign on, and what the auditors have to do."""

from __future__ import annotations

from collections.abc import Sequence

from finsam.chapters.book import Book
from finsam.chapters.markdown import Markdown, escape
from finsam.params.signers import BOARD, Signer
from finsam.swedish import period

#: The kinds of book in the definite form, and the pronoun of each.
_BOOKS = {
    "arsredovisning": ("årsredovisningen", "den"),
    "delarsrapport": ("delårsrapporten", "den"),
    "socialt-bokslut": ("det sociala bokslutet", "det"),
    "verksamhetsplan": ("verksamhetsplanen", "den"),
}
#: The kinds whose accounts the board answers for, with the word for their time.
_ACCOUNTS = {"arsredovisning": ("årets", "årets slut"), "delarsrapport": ("periodens", "periodens slut")}


def declaration(book: Book) -> Markdown:
    """What the board signs: that it has adopted the book and hands it over, and that the accounts are fair."""
    kind, decided = book.params.year.slag, book.params.year.beslutad
    name, pronoun = _BOOKS[kind]
    text = f"Styrelsen överlämnar {name} till förbundets medlemmar och revisorer."
    if decided:
        day = period(decided.isoformat())
        text = f"Styrelsen antog {name} den {day} och överlämnar {pronoun} till förbundets medlemmar och revisorer."
    if kind in _ACCOUNTS:
        of_time, at_end = _ACCOUNTS[kind]
        text += (
            f" Enligt vår bedömning ger den en rättvisande bild av {of_time} verksamhet och resultat och av "
            f"förbundets ekonomiska ställning vid {at_end}."
        )
    return Markdown(text)


def board(book: Book) -> list[Markdown | None]:
    """Place and day, then a line for each of the board."""
    signers = book.params.signers
    return [_place_and_day(book), _lines(signers.styrelse or BOARD, "Ledamot")]


def office_sentence(book: Book) -> Markdown | None:
    """Why the kansli signs; nothing where nobody there does."""
    name, _ = _BOOKS[book.params.year.slag]
    return Markdown(f"Kansliet har tagit fram {name}.") if book.params.signers.kansli else None


def office(book: Book) -> Markdown | None:
    """A line for each of the kansli who signs."""
    return _lines(book.params.signers.kansli, "Förbundschef")


def audit_sentence(book: Book) -> Markdown | None:
    """Where the auditors say what they found; nothing in books that they need not audit, unless the params name them."""
    kind, signers = book.params.year.slag, book.params.signers.revisorer
    if not signers and kind != "arsredovisning":
        return None
    name, _ = _BOOKS[kind]
    text = f"Revisorerna lämnar sin berättelse över {name} i en egen handling."
    if signers:
        text += " De skriver under här för att visa vilken handling som berättelsen gäller."
    return Markdown(text)


def auditors(book: Book) -> Markdown | None:
    """A line for each auditor."""
    return _lines(book.params.signers.revisorer, "Revisor")


def _place_and_day(book: Book) -> Markdown:
    """`Umeå den 24 februari 2017`; a line to write on where either isn't known."""
    place, decided = book.params.signers.ort, book.params.year.beslutad
    if place and decided:
        return Markdown(f"{escape(place)} den {period(decided.isoformat())}")
    return _fields([f"{escape(place)}, datum" if place else "Ort och datum"])


def _lines(signers: Sequence[Signer], role: str) -> Markdown | None:
    """role: that of those who have none of their own. None for nobody."""
    return _fields([_signer(signer, role) for signer in signers]) if signers else None


def _signer(signer: Signer, role: str) -> str:
    name = f"**{escape(signer.namn)}**" if signer.namn else "Namnförtydligande:"
    named_by = f", utsedd av {escape(signer.utsedd_av)}" if signer.utsedd_av else ""
    return f"{name}\\\n{escape(signer.roll or role)}{named_by}"


def _fields(texts: Sequence[str]) -> Markdown:
    """Lines to write on, each with what stands below it; filters/underskrifter.lua draws them in print."""
    fields = "".join(f'<div class="underskrift">\n\n{text}\n\n</div>\n\n' for text in texts)
    return Markdown(f'<div class="underskrifter">\n\n{fields}</div>\n')
