"""What participants say of the insatser in marks of their own: means by insats, and goals."""

from __future__ import annotations

from finsam.chapters import drawings, figures
from finsam.chapters.book import Book
from finsam.chapters.figures import Figure
from finsam.chapters.markdown import Line, Markdown, Table, escape
from finsam.measures.participants import WHOLE
from finsam.surveys.definitions import load_surveys
from finsam.swedish import capital, cell_text, listing, with_unit
from finsam.tables.cells import Row, rows
from finsam.tables.periods import of_year


def sections(book: Book) -> list[object]:
    """Mean self-ratings by insats, the förbund's mean and the goals."""
    found = list(rows(book.table("sjalvskattning"), ("insats",), across="matt"))
    if not found:
        ref = rated_in(book)
        return [Markdown(f"Deltagarnas betyg redovisas bland enkätsvaren, se {ref}.")] if ref else []
    questions = list(dict.fromkeys(question for row in found for question in row))
    scale = listing([text.replace("-", "–") for text in dict.fromkeys(book.table("sjalvskattning")["skala"])])
    items: list[object] = [
        _table(book, found, questions, scale),
        _figure(book, found, questions, scale),
    ]
    return [*items, *_goals(list(rows(book.table("kvalitetsmal"), ("matt",))))]


def _goals(goals: list[Row]) -> list[Markdown]:
    """The goals, which are shares and no means, and those that nobody has stated."""
    told = []
    if texts := [
        f"{escape(row.key['matt'])} {with_unit(row['mal'].number, 'procent')}" for row in goals if row["mal"]
    ]:
        told.append(
            f"Målen gäller andelen nöjda deltagare: {listing(texts)}. De kan inte jämföras med medelbetygen, som "
            "inte visar hur många som är nöjda."
        )
    if unstated := [escape(row.key["matt"]) for row in goals if not row["mal"]]:
        told.append(f"Uppgift om målet saknas för {listing(unstated)}.")
    return [Markdown(" ".join(told))] if told else []


def _table(book: Book, found: list[Row], questions: list[str], scale: str) -> Table:
    lines = [
        Line(
            "Medelvärde för förbundet" if row.key["insats"] == WHOLE else escape(row.key["insats"]),
            [book.text(row[q]) for q in questions],
            "summa" if row.key["insats"] == WHOLE else "",
        )
        for row in found
    ]
    return Table(
        "tbl-sjalvskattning",
        f"Deltagarnas egna betyg {book.ar}, medelvärden på skalan {escape(scale)}",
        ["Insats", *(escape(capital(q)) for q in questions)],
        lines,
        note="Medelvärdet för förbundet är det ovägda medelvärdet av insatserna: varje insats räknas lika.",
    )


def _figure(book: Book, found: list[Row], questions: list[str], scale: str) -> Figure:
    single = [row for row in found if row.key["insats"] != WHOLE]
    drawing, axes = figures.canvas(height=figures.height_for(len(single), 0.36, 1.1))
    series = {capital(q): [float(row[q].number) if row[q] else None for row in single] for q in questions}
    drawings.dots(axes, [row.key["insats"] for row in single], series, f"Medelbetyg, skala {scale}")
    alt = "Medelbetyg. " + " ".join(
        f"{row.key['insats']}: " + listing([f"{q} {cell_text(row[q])}" for q in questions]) + "."
        for row in single
    )
    return Figure(
        "fig-sjalvskattning",
        f"Deltagarnas egna betyg {book.ar} i varje insats",
        alt,
        drawing,
        ("tbl-sjalvskattning",),
    )


def rated_in(book: Book) -> str:
    """The reference to the participants' ratings in this year's surveys; empty where there are none.

    A rating is an answer on a scale whose steps are numbers without words.
    """
    answers = of_year(book.answers, book.ar)
    asked = set(answers.loc[answers["respondentgrupp"] == "deltagare", "fraga"])
    if not asked or "enkater" not in book.params.chapters:
        return ""
    scales = [load_surveys(book.params.forbund_id).scale(question) for question in asked]
    rated = any(
        len(scale.steps) > 2 and all(scale.label(s) == str(s) for s in scale.steps) for scale in scales
    )
    return "@sec-svar-deltagare" if rated else ""
