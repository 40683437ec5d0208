"""The scorecard: goals by perspective with measure, activity, outcome and the förbund's own judgement."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from finsam.chapters.book import Book
from finsam.chapters.facts import slug
from finsam.chapters.markdown import Line, Markdown, Table, escape
from finsam.swedish import NBSP, capital, number, plural
from finsam.tables.cells import Row, rows

REACHED, NOT_REACHED, UNJUDGED, NO_JUDGEMENT = "uppnatt", "inte_uppnatt", "bedoms_inte", ""
JUDGEMENT_TEXT = {
    REACHED: f"●{NBSP}Uppnått",
    NOT_REACHED: f"○{NBSP}Inte uppnått",
    UNJUDGED: f"–{NBSP}Bedöms inte",
    NO_JUDGEMENT: f"–{NBSP}Bedömning saknas",
}
_KEYS = ("perspektiv", "mal", "matt", "aktivitet", "bedomning", "kommentar", "utfall_text")


@dataclass(frozen=True)
class Goal:
    """A goal of a perspective with its rows, one for each measure and activity."""

    perspective: str
    name: str
    rows: Sequence[Row]

    @property
    def judgement(self) -> str:
        """Not reached when any row says so, reached when some row says that and none the contrary.

        The judgement is the förbund's; numbers that would say something else are shown beside it.
        """
        found = {row.key["bedomning"] for row in self.rows}
        return next((word for word in (NOT_REACHED, REACHED, UNJUDGED) if word in found), NO_JUDGEMENT)


def goals(book: Book) -> list[Goal]:
    """The goals in order of delivery, perspective by perspective."""
    found: dict[str, dict[str, list[Row]]] = {}
    for row in rows(book.table("styrkort"), _KEYS):
        found.setdefault(row.key["perspektiv"], {}).setdefault(row.key["mal"], []).append(row)
    return [Goal(name, goal, of_goal) for name, of in found.items() for goal, of_goal in of.items()]


def summary(book: Book) -> Markdown | None:
    """How many goals were reached, in the förbund's own judgement."""
    found = goals(book)
    if not found:
        return None
    counts = {word: sum(goal.judgement == word for goal in found) for word in JUDGEMENT_TEXT}
    judged = counts[REACHED] + counts[NOT_REACHED]
    text = f"Styrkortet har {plural(len(found), 'mål', 'mål')}. "
    if judged:
        text += (
            f"Förbundet bedömer att {plural(counts[REACHED], 'mål', 'mål')} är "
            f"{'uppnått' if counts[REACHED] == 1 else 'uppnådda'} och att {number(counts[NOT_REACHED])} inte är det."
        )
    else:
        text += "Inget av dem är bedömt."
    if judged and counts[UNJUDGED]:
        text += f" {plural(counts[UNJUDGED], 'mål', 'mål')} bedöms inte."
    if judged and counts[NO_JUDGEMENT]:
        text += f" För {plural(counts[NO_JUDGEMENT], 'mål', 'mål')} saknas bedömning."
    if any(len(goal.rows) > 1 for goal in found):
        text += (
            " Ett mål som mäts på flera sätt räknas som uppnått när något av måtten är uppnått och inget är "
            "bedömt som inte uppnått."
        )
    return Markdown(text)


def sections(book: Book) -> list[object]:
    """For each perspective: a heading and the table of its goals."""
    found = goals(book)
    items: list[object] = []
    for name in dict.fromkeys(goal.perspective for goal in found):
        items.append(Markdown(f"### {escape(name)} {{#sec-perspektiv-{slug(name)}}}"))
        items.append(_table(book, name, [goal for goal in found if goal.perspective == name]))
    return items


def _table(book: Book, name: str, part: list[Goal]) -> Table:
    """The rows of each goal below it, with only the columns that some row fills."""
    columns: dict[str, tuple[Callable[[Row], str], int]] = {
        "Aktivitet": (lambda row: escape(row.key["aktivitet"]), 26),
        "Målvärde": (lambda row: book.filled(row["malvarde"], unit=True), 10),
        "Utfall": (lambda row: _outcome(book, row), 14),
        "Bedömning": (lambda row: JUDGEMENT_TEXT[row.key["bedomning"]], 16),
        "Kommentar": (lambda row: escape(row.key["kommentar"]), 30),
    }
    every = [row for goal in part for row in goal.rows]
    used = {head: column for head, column in columns.items() if any(column[0](row) for row in every)}
    lines = []
    for goal in part:
        lines.append(Line(escape(goal.name), (), "sektion"))
        for row in goal.rows:
            label = row.key["matt"] or "Inget mått"
            lines.append(Line(escape(label), [text(row) for text, _ in used.values()]))
    return Table(
        f"tbl-styrkort-{slug(name)}",
        f"Styrkort {book.ar}, {escape(name)}",
        ["Mål och mått", *used],
        lines,
        text_columns=range(1, len(used) + 1),
        widths=[28, *(width for _, width in used.values())],
    )


def _outcome(book: Book, row: Row) -> str:
    """The number, then the words."""
    words = escape(capital(row.key["utfall_text"]))
    return ". ".join(filter(None, (book.filled(row["utfall"], unit=True), words)))
