"""What each chapter says at its end of parts that nothing was delivered for."""

from __future__ import annotations

from finsam.chapters.book import Book, missing_sentence
from finsam.chapters.markdown import Markdown

#: By chapter what a part is called in Swedish, and the kinds of table of which any would do. Chapters whose parts don't
#: hang on kinds of table alone have a function of their own (unshown.MISSING).
PARTS: dict[str, dict[str, tuple[str, ...]]] = {
    "forbundet": {"medlemmarnas bidrag": ("medlemsbidrag", "flerarsbudget")},
    "deltagare": {"antalet deltagare i tabellform": ("deltagare",)},
    "bakgrund": {"deltagarnas försörjning och utbildning vid starten": ("bakgrund",)},
    "ekonomi": {
        "budget och utfall": ("budget", "prognos"),
        "resultaträkning": ("resultatrakning",),
        "balansräkning": ("balansrakning",),
        "kassaflöde": ("kassaflode",),
        "noter till räkningarna": ("noter",),
    },
    "plan": {
        "budgeten för flera år": ("flerarsbudget",),
        "budgeten för varje projekt": ("projektbudget",),
    },
}


def missing(book: Book, chapter: str) -> Markdown | None:
    """The sentence of one of the chapters of PARTS."""
    return missing_sentence(book, PARTS[chapter])
