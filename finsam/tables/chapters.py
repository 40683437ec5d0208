"""The chapters of a book, which tables name as the place that shows them."""

from __future__ import annotations

#: Chapter names, in reading order; the notebook of a chapter is notebooks/<name>.ipynb.
CHAPTERS = (
    "index",
    "forbundet",
    "deltagare",
    "bakgrund",
    "enkater",
    "indikatorer",
    "sjukfranvaro-uvas",
    "forsorjningsstod",
    "effekter",
    "prognos",
    "ekonomi",
    "avstamning",
    "metod",
    "underskrifter",
)

#: The chapters that show single figures (the kind uppgifter) by subject, and a förbund's own tables.
FACT_CHAPTERS = tuple(
    name for name in CHAPTERS[1 : CHAPTERS.index("avstamning")] if name not in ("effekter", "prognos")
)

#: Where single figures can stand: those of running text that only repeat a table are told among the checks.
FIGURE_CHAPTERS = (*FACT_CHAPTERS, "avstamning")
