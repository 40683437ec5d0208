"""The half-years beside the year."""

from __future__ import annotations

from finsam.chapters.book import Book
from finsam.chapters.markdown import Line, Table, escape
from finsam.chapters.participants import ROWS, in_sentence, insatser, whole
from finsam.measures.participants import EXITS, WHOLE, Outcome, label, outcomes
from finsam.swedish import capital, number

_SHORT = {"nya": "Nya", "avslutade": "Avslutade", "arbete": "Till arbete", "studier": "Till studier"}


def tables(book: Book) -> list[Table | None]:
    """The whole förbund by measure, and the insatser with one row each; nothing where no half-year is known."""
    halves = [
        {outcome.insats: outcome for outcome in outcomes(book.table("deltagare"), f"{book.ar}-H{half}")}
        for half in (1, 2)
    ]
    return [_whole_table(book, halves), _insats_table(book, halves)] if any(halves) else []


def _whole_table(book: Book, halves: list[dict[str, Outcome]]) -> Table | None:
    year = whole(book)
    if year is None or not any(year.insats in half for half in halves):
        return None
    periods = [*(half.get(year.insats) for half in halves), year]
    lines = [
        Line(
            escape(capital(label(measure, book.params.year.benamningar))),
            [_cell(book, outcome, measure) for outcome in periods],
            "varav" if measure in ("nya", *EXITS) and measure != "avbrott" else "",
        )
        for measure in ROWS
        if any(outcome and outcome.cell(measure) for outcome in periods[:2])
    ]
    caption = f"Deltagare {book.ar} efter halvår, {escape(in_sentence(year.insats))}"
    note = "Den som är med under båda halvåren räknas i båda, men en gång under året."
    return Table("tbl-halvar", caption, ["Mått", *_heads(), "Hela året"], lines, note=note)


def _insats_table(book: Book, halves: list[dict[str, Outcome]]) -> Table | None:
    names = [outcome.insats for outcome in insatser(book)]
    names += [name for half in halves for name in half if name not in (*names, WHOLE)]
    found = [name for name in dict.fromkeys(names) if any(name in half for half in halves)]
    year = whole(book)
    if not found or (year and found == [year.insats]):
        return None
    measures = [
        m for m in _SHORT if any(name in half and half[name].cell(m) for half in halves for name in found)
    ]
    lines = [
        Line(escape(name), [_cell(book, half.get(name), measure) for measure in measures for half in halves])
        for name in found
    ]
    heads = [f"{_SHORT[measure]}, halvår {number(half)}" for measure in measures for half in (1, 2)]
    caption = f"Nya och avslutade deltagare i insatserna {book.ar}, efter halvår"
    return Table("tbl-halvar-insatser", caption, ["Insats", *heads], lines)


def _heads() -> list[str]:
    return ["Första halvåret", "Andra halvåret"]


def _cell(book: Book, outcome: Outcome | None, measure: str) -> str:
    return book.text(outcome.cell(measure)) if outcome else "–"
