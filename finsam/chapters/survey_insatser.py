"""What was answered about each insats, side by side with its uncertainty."""

from __future__ import annotations

import operator
from collections.abc import Sequence
from dataclasses import dataclass

from finsam.chapters.book import Book
from finsam.chapters.facts import slug
from finsam.chapters.figures import Figure
from finsam.chapters.markdown import Line, Table, escape
from finsam.chapters.persons import in_order
from finsam.chapters.survey_panels import Panel, panel_figures
from finsam.chapters.survey_text import in_sentence, labels, short_cell, short_note
from finsam.chapters.surveys import of_book
from finsam.measures.answers import Result, results
from finsam.surveys.questions import Surveys
from finsam.tables.periods import of_year

#: The most insatser that a table shows side by side.
_COLUMNS = 6


@dataclass(frozen=True)
class _Compared:
    """A question of a group on an occasion: all its answers, and those about each insats."""

    name: str
    whole: Result
    by_insats: dict[str, Result]


def sections(book: Book) -> list[object]:
    """For each respondent group, the questions that were answered about several insatser: a table and pictures."""
    surveys, answers = of_book(book), of_year(book.answers, book.ar)
    parts: dict[tuple[str, str, str | None], dict[str, Result]] = {}
    for result in results(
        answers, surveys, by=["tillfalle", "insats"], least=book.least_answers, hidden=book.delivery.hidden
    ):
        if result.N:
            parts.setdefault((result.fraga, result.respondentgrupp, result.tillfalle), {})[
                result.insats or ""
            ] = result
    all_answers = results(
        answers, surveys, by=["tillfalle"], least=book.least_answers, hidden=book.delivery.hidden
    )
    items: list[object] = []
    for group in surveys.grupper:
        whole = [
            result
            for result in all_answers
            if result.respondentgrupp == group
            and len(parts.get((result.fraga, group, result.tillfalle), {}).keys() - {""}) > 1
        ]
        compared = [
            _Compared(name, result, parts[result.fraga, group, result.tillfalle])
            for name, result in zip(labels(surveys, whole), whole, strict=True)
        ]
        if compared:
            tables = _tables(book, surveys, group, compared)
            ids = [table.id for table in tables]
            items += [*tables, *_pictures(book, surveys, group, compared, ids)]
    return items


def _insatser(book: Book, compared: Sequence[_Compared]) -> list[str]:
    """All insatser in the order of the förbund; answers that name none come last."""
    return sorted(
        in_order(book, {insats for each in compared for insats in each.by_insats}), key=operator.not_
    )


def _name(book: Book, insats: str) -> str:
    return book.params.short_name(insats) or "Insatsen framgår inte"


def _tables(book: Book, surveys: Surveys, group: str, compared: Sequence[_Compared]) -> list[Table]:
    """Every insats in a column; more than fit are in further tables with the same rows."""
    insatser = _insatser(book, compared)
    note = (
        "I kolumnen Alla svar väger varje svar lika. Den är inte medelvärdet av insatsernas värden. "
        f"{short_note([result for each in compared for result in each.by_insats.values()])} När svaren är få kan "
        "skillnader mellan insatser bero på slumpen."
    )
    found = []
    for at in range(0, len(insatser), _COLUMNS):
        some = insatser[at : at + _COLUMNS]
        lines = [
            Line(
                escape(each.name),
                [*(short_cell(each.by_insats.get(insats)) for insats in some), short_cell(each.whole)],
            )
            for each in compared
        ]
        heads = ["Fråga", *(escape(_name(book, insats)) for insats in some), "Alla svar"]
        suffix, more = (f"-{at // _COLUMNS + 1}", ", fortsättning") if at else ("", "")
        caption = f"Enkätsvar efter insats {book.ar}, {escape(in_sentence(surveys, group))}{more}"
        found.append(Table(f"tbl-svar-insats-{slug(group)}{suffix}", caption, heads, lines, note=note))
    return found


def _pictures(
    book: Book, surveys: Surveys, group: str, compared: Sequence[_Compared], tables: Sequence[str]
) -> list[Figure]:
    drawn = [each for each in compared if each.whole.share]
    panels = [
        Panel(
            each.name,
            {_name(book, insats): r.share for insats, r in each.by_insats.items() if r.share},
            each.whole.share,
        )
        for each in drawn
    ]
    caption = (
        f"{escape(surveys.group(group))}: andelen gynnsamma svar i procent efter insats {book.ar}, med 95-procentigt "
        "konfidensintervall. Streckad linje: alla svar"
    )
    rows = [_name(book, insats) for insats in _insatser(book, drawn)]
    id = f"fig-svar-insats-{slug(group)}"
    return panel_figures(book, id, caption, "Andel gynnsamma svar efter insats.", rows, panels, tables)
