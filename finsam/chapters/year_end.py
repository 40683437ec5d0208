"""The section on the forecast of an interim report: two ways to the end of the year, side by side."""

from __future__ import annotations

from finsam.chapters.book import Book
from finsam.chapters.economy import sectioned
from finsam.chapters.economy_text import in_words
from finsam.chapters.markdown import Markdown, Table
from finsam.tables.cells import Row, rows

HEADS = {
    "foregaende": "{before}",
    "utfall": "Utfall {now}",
    "budget": "Budget {year}",
    "prognos_budget": "Prognos efter budget",
    "prognos_sasong": "Prognos efter mönster",
}


def _rows(book: Book) -> list[Row]:
    return list(rows(book.table("prognos"), ("sektion", "typ", "rad")))


def summary(book: Book) -> Markdown | None:
    """The result that each forecast gives, beside the budget."""
    row = next((row for row in _rows(book) if row.key["typ"] == "resultat"), None)
    if row is None or not row["prognos_budget"]:
        return None
    text = f"För hela {book.ar} pekar utfallet och resten av budgeten mot {in_words(row['prognos_budget'])}"
    if row["prognos_sasong"]:
        text += f". Följer året samma mönster som {book.ar - 1} blir det {in_words(row['prognos_sasong'])}"
    if row["budget"]:
        text += f". Budgeten är {in_words(row['budget'])}"
    return Markdown(text + ".")


def table(book: Book) -> Table | None:
    """Every row of budget and outcome with both forecasts."""
    found = _rows(book)
    if not found:
        return None
    columns = [name for name in HEADS if any(row[name] for row in found)]
    lines = sectioned(found, lambda row: [book.text(row[name]) if row[name] else "" for name in columns])
    heads = [
        HEADS[name].format(year=book.ar, before=book.span(book.ar - 1), now=book.span(book.ar))
        for name in columns
    ]
    return Table(
        "tbl-prognos",
        f"Utfall, budget och prognos för {book.ar}, tkr",
        ["Post", *heads],
        lines,
        note=_note(book),
    )


def _note(book: Book) -> str:
    costs = "negativa" if book.params.year.kostnader == "negativa" else "positiva"
    return (
        f"Kostnader är {costs} tal. Prognos efter budget är utfallet hittills och budgeten för de månader som är kvar. "
        f"Prognos efter mönster är utfallet hittills delat med den del av årets belopp som samma rad hade nått vid "
        f"samma tid {book.ar - 1}. Den är tom när raden inte har något sådant mönster; i summorna används då prognosen "
        "efter budget."
    )
