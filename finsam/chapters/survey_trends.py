"""The same questions in several periods: how the answers have changed."""

from __future__ import annotations

from finsam.chapters.book import Book
from finsam.chapters.certainty import points_between
from finsam.chapters.facts import slug
from finsam.chapters.figures import Figure
from finsam.chapters.markdown import Line, Table, escape
from finsam.chapters.survey_panels import Panel, panel_figures
from finsam.chapters.survey_text import in_sentence, labels, short_cell, short_note
from finsam.chapters.surveys import of_book
from finsam.measures.answers import Result, results
from finsam.measures.shares import difference
from finsam.surveys.questions import Surveys
from finsam.swedish import SIGNS, capital, number, period

#: The most periods that are shown, the latest ones.
_PERIODS = 6

#: The results of each question by period, by the label of the question.
_Trends = dict[str, dict[str, Result]]


def sections(book: Book) -> list[object]:
    """For each respondent group, the questions that were answered in several periods: a table and pictures."""
    surveys = of_book(book)
    found: dict[tuple[str, str, str | None], dict[str, Result]] = {}
    for result in results(
        book.answers,
        surveys,
        by=["tillfalle", "period"],
        least=book.least_answers,
        hidden=book.delivery.hidden,
    ):
        if result.N:
            found.setdefault((result.fraga, result.respondentgrupp, result.tillfalle), {})[
                result.period or ""
            ] = result
    items: list[object] = []
    for group in surveys.grupper:
        several = [periods for key, periods in found.items() if key[1] == group and len(periods) > 1]
        if several:
            names = labels(surveys, [next(iter(by_period.values())) for by_period in several])
            trends = dict(zip(names, several, strict=True))
            items += [_table(surveys, group, trends), *_pictures(book, surveys, group, trends)]
    return items


def _periods(trends: _Trends) -> list[str]:
    return sorted({when for by_period in trends.values() for when in by_period})[-_PERIODS:]


def _table(surveys: Surveys, group: str, trends: _Trends) -> Table:
    periods = _periods(trends)
    lines = [
        Line(escape(name), [*(short_cell(by_period.get(when)) for when in periods), _change(by_period)])
        for name, by_period in trends.items()
    ]
    shown = [result for one in trends.values() for when, result in one.items() if when in periods]
    note = (
        f"{short_note(shown)} Förändringen är skillnaden mellan de två senaste andelarna i procentenheter, räknad på de "
        "oavrundade andelarna, med 95-procentigt konfidensintervall inom parentes. Intervallet räknar svaren som "
        "oberoende av varandra, även om samma personer kan ha svarat båda gångerna."
    )
    heads = ["Fråga", *(capital(period(when)) for when in periods), "Förändring"]
    caption = f"Enkätsvar över tid, {escape(in_sentence(surveys, group))}"
    return Table(f"tbl-svar-tid-{slug(group)}", caption, heads, lines, note=note)


def _change(by_period: dict[str, Result]) -> str:
    """The last share less the one before, with its interval; the sign for not applicable without shares."""
    before, last = [by_period[when] for when in sorted(by_period)][-2:]
    if not (before.share and last.share):
        return escape(SIGNS["ej_tillampligt"])
    change = difference(last.share, before.share)
    points = ("+" if change.points > 0 else "") + number(change.points)
    return f"{points} ({points_between(change.interval)})" if change.interval else points


def _pictures(book: Book, surveys: Surveys, group: str, trends: _Trends) -> list[Figure]:
    """The share of favourable answers to each question, a point for each period."""
    names = {when: capital(period(when)) for when in _periods(trends)}
    panels = [
        Panel(
            name,
            {
                names[when]: share
                for when, result in by_period.items()
                if when in names and (share := result.share)
            },
        )
        for name, by_period in trends.items()
        if all(result.share for result in by_period.values())
    ]
    caption = f"{escape(surveys.group(group))}: andelen gynnsamma svar i procent över tid, med 95-procentigt konfidensintervall"
    rows, id = list(names.values()), f"fig-svar-tid-{slug(group)}"
    tables = (f"tbl-svar-tid-{slug(group)}",)
    return panel_figures(
        book, id, caption, "Andel gynnsamma svar över tid.", rows, panels, tables, in_time=True
    )
