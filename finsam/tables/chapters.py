"""The chapters of a book, which tables name as the place that shows them."""

from __future__ import annotations

from pathlib import Path

from finsam.paths import root

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
    "samhallsekonomi",
    "ekonomi",
    "plan",
    "avstamning",
    "metod",
    "underskrifter",
)

#: The chapters that show single figures (the kind uppgifter) by subject, and a förbund's own tables.
FACT_CHAPTERS = tuple(
    name
    for name in CHAPTERS[1 : CHAPTERS.index("avstamning")]
    if name not in ("effekter", "prognos", "samhallsekonomi")
)

#: The chapters that show public statistics.
OF_STATISTICS = ("sjukfranvaro-uvas", "forsorjningsstod", "effekter", "prognos")

#: Where single figures can stand: those of running text that only repeat a table are told among the checks.
FIGURE_CHAPTERS = (*FACT_CHAPTERS, "avstamning")


def own_chapters(forbund: str) -> list[str]:
    """The chapters that a förbund has beside the shared ones, by the names of notebooks/<forbund>/*.ipynb, in order."""
    return sorted(path.stem for path in (root() / "notebooks" / forbund).glob("*.ipynb"))


def is_shared(chapter: str) -> bool:
    """Whether a notebook of that name belongs to everybody: a chapter, or that of another report."""
    return chapter in CHAPTERS or (root() / "notebooks" / f"{chapter}.ipynb").is_file()


def chapter_notebook(name: str, forbund: str = "") -> Path:
    """The notebook of a chapter: a shared one, or one of the förbund's own."""
    return root() / "notebooks" / ("" if is_shared(name) else forbund) / f"{name}.ipynb"
