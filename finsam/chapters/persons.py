"""What the sections made of person rows have in common: their rows, the order of insatser, and who isn't in them."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from finsam.chapters.book import Book
from finsam.chapters.markdown import Markdown, escape
from finsam.chapters.participants import insatser
from finsam.swedish import listing


def spells(book: Book) -> pd.DataFrame:
    """The participations that began before the end of the book's year; empty where none were delivered."""
    people = book.people
    return people[people["start"] <= pd.Timestamp(book.ar, 12, 31)] if len(people) else people


def in_order(book: Book, names: Iterable[str]) -> list[str]:
    """Names of insatser as forbund.yml has them, then the others by name: never by result."""
    listed = [insats.namn for insats in book.params.forbund.insatser]
    return sorted(set(names), key=lambda name: (listed.index(name) if name in listed else len(listed), name))


def scope(book: Book) -> Markdown | None:
    """Which of the year's insatser a section made of person rows is not about; None where it is about them all."""
    by_person = set(spells(book)["insats"])
    others = [outcome.insats for outcome in insatser(book) if outcome.insats not in by_person]
    if not others:
        return None
    return Markdown(
        f"{escape(listing(others))} har inte lämnat uppgifter om varje deltagande och ingår inte i avsnittet."
    )
