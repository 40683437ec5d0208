"""Shares in print: with their interval, with what they are of, and in words when they are of few persons."""

from __future__ import annotations

from decimal import Decimal

from finsam.chapters.book import Book
from finsam.measures.shares import Interval, Share
from finsam.params.goals import Base
from finsam.swedish import NBSP, SIGNS, number, with_unit

#: What is said of a share with a small base.
FEW = "få personer"

#: What a share is of, as a heading and in a sentence.
BASE_HEADS: dict[Base, str] = {
    "avslutade": "Avslutade",
    "inskrivna": "Nya för året",
    "alla": "Alla deltagare",
}
BASE_WORDS: dict[Base, str] = {
    "avslutade": "som avslutade",
    "inskrivna": "som var nya för året",
    "alla": "som deltog",
}

#: Why a share of those who were new has no interval, after a colon.
NO_INTERVAL = (
    "de som gick till arbete eller studier behöver inte vara bland dem som var nya för året, och då går det inte att "
    "räkna ut något intervall."
)

INTERVAL_NOTE = "Inom parentes: 95-procentigt konfidensintervall, procent."


def share_text(share: Share | None) -> str:
    """`46 % (41–51)`: the share in whole percent with its interval, where it has one.

    The sign for not applicable where there is no share to tell: nobody in the base, or more than are in it.
    """
    if share is None or not share.possible:
        return SIGNS["ej_tillampligt"]
    text = with_unit(share.rounded(), "procent")
    return f"{text} ({between(share.interval)})" if share.interval else text


def estimate(share: float) -> str:
    """`46 %`, of an estimated share between 0 and 1."""
    # Twelve decimals leave out the last bits of its arithmetic, which would decide how a half is rounded.
    return with_unit(Decimal(f"{100 * share:.12f}"), "procent")


def share_in_words(share: Share) -> str:
    """`46 % (95-procentigt konfidensintervall 41–51)`, for running text."""
    text = with_unit(share.rounded(), "procent")
    return f"{text} (95-procentigt konfidensintervall {between(share.interval)})" if share.interval else text


def between(interval: Interval) -> str:
    """`41–51`."""
    return "–".join(number(end) for end in interval.rounded())


def points_between(interval: Interval) -> str:
    """`−3 till 9`: a dash between numbers that may have a minus would be read wrongly."""
    low, high = (number(end) for end in interval.rounded())
    return f"{low} till{NBSP}{high}"


def is_few(book: Book, share: Share | None) -> bool:
    """Whether a share is of fewer than the params call a small base (liten_bas)."""
    return share is not None and book.params.year.liten_bas > share.N


def few_note(book: Book) -> str:
    """What the words for a small base mean, for the note of a table that has them."""
    return f"{FEW.capitalize()}: färre än {number(book.params.year.liten_bas)}."
