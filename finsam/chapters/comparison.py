"""This year against last year: differences with what chance can explain, and counts of both years side by side."""

from __future__ import annotations

from dataclasses import dataclass

from finsam.chapters.book import Book
from finsam.chapters.certainty import (
    BASE_WORDS,
    FEW,
    NO_INTERVAL,
    few_note,
    is_few,
    points_between,
    share_in_words,
)
from finsam.chapters.goals import base_of, base_share
from finsam.chapters.markdown import Line, Markdown, Table, escape
from finsam.chapters.participants import IN_SHORT, in_full, in_sentence, last_year, this_year, whole
from finsam.measures.participants import WHOLE, Outcome
from finsam.measures.shares import Difference, Share, difference
from finsam.swedish import capital, number, with_unit


@dataclass(frozen=True)
class Change:
    """The share to work or studies of an insats in both years, by the counts of both and on the insats's base."""

    insats: str
    share: Share
    before: Share

    @property
    def difference(self) -> Difference:
        return difference(self.share, self.before)


def changes(book: Book) -> list[Change]:
    """Those insatser whose counts of both years are known; a percent that was only printed has no place here."""
    before = last_year(book)
    found = []
    for outcome in this_year(book):
        share = base_share(book, outcome)
        last = base_share(book, before[outcome.insats]) if outcome.insats in before else None
        if share and last and share.possible and last.possible:
            found.append(Change(outcome.insats, share, last))
    return found


def change_sentence(book: Book) -> Markdown | None:
    """How the share of the whole förbund has changed."""
    outcome = whole(book)
    found = [change for change in changes(book) if outcome and change.insats == outcome.insats]
    return Markdown(_change_text(book, found[0])) if found else None


def _change_text(book: Book, change: Change) -> str:
    """That it rose or fell only where the interval leaves out 0."""
    now, then = (
        f"{with_unit(share.rounded(), 'procent')} ({number(share.n)} av {number(share.N)}) {year}"
        for share, year in ((change.share, book.ar), (change.before, book.ar - 1))
    )
    of_whom = BASE_WORDS[base_of(book, change.insats)]
    subject = f"Andelen till arbete eller studier av dem {of_whom}"
    apart = change.difference
    if apart.interval is None:
        return f"{subject} var {now} och {then}."
    size = with_unit(abs(apart.points), "procentenheter", _decimals(apart))
    signed = with_unit(apart.points, "procentenheter", _decimals(apart))
    limits = f"95-procentigt konfidensintervall {points_between(apart.interval)}"
    if apart.clear:
        verb = "ökade" if apart.points > 0 else "minskade"
        return f"{subject} {verb} från {then} till {now}, alltså med {size} ({limits})."
    if apart.points == 0:
        return f"{subject} var lika stor båda åren: {now} och {then}."
    return (
        f"{subject} var {now} och {then}. Skillnaden på {signed} ({limits}) är inte större än att den kan "
        "bero på slumpen."
    )


def _decimals(apart: Difference) -> int:
    """Whole percentage points, and one decimal where they would read as none."""
    return int(0 < abs(apart.points) < 0.5)


def change_table(book: Book) -> Table | None:
    """The share to work or studies in both years, the difference with its interval, and what can be said of it."""
    found = changes(book)
    if not found:
        return None
    lines = [
        Line(_name(change.insats), _change_cells(book, change), _style(change.insats)) for change in found
    ]
    lines.sort(key=lambda line: line.style == "summa")
    note = (
        "Skillnaden räknas på de oavrundade andelarna. Intervallet är ett 95-procentigt konfidensintervall."
    )
    if any(change.difference.interval is None for change in found):
        note += f" Bedöms inte: {NO_INTERVAL}"
    if any(_is_few(book, change) for change in found):
        note += " " + few_note(book)
    heads = ["Insats", str(book.ar - 1), str(book.ar), "Skillnad, procentenheter", "Intervall", "Bedömning"]
    caption = f"Andel till arbete eller studier {book.ar - 1} och {book.ar}, med antalen inom parentes"
    return Table("tbl-forandring", caption, heads, lines, text_columns=[5], note=note)


def _change_cells(book: Book, change: Change) -> list[str]:
    apart = change.difference
    shares = [
        f"{with_unit(share.rounded(), 'procent')} ({number(share.n)} av {number(share.N)})"
        for share in (change.before, change.share)
    ]
    points = ("+" if apart.points > 0 else "") + number(apart.points, _decimals(apart))
    if apart.interval is None:
        return [*shares, points, ".", "Bedöms inte"]
    judged = "Ingen säker skillnad"
    if apart.clear:
        judged = "Ökade" if apart.points > 0 else "Minskade"
    if _is_few(book, change):
        judged += f" ({FEW})"
    return [*shares, points, points_between(apart.interval), judged]


def _is_few(book: Book, change: Change) -> bool:
    return is_few(book, change.share) or is_few(book, change.before)


def short_table(book: Book) -> Table | None:
    """The counts of both years with one row an insats, for those that have them; the whole stands by itself."""
    before, heading = last_year(book), whole(book)
    pairs = [
        (before[outcome.insats], outcome)
        for outcome in this_year(book)
        if outcome != heading and outcome.insats in before and in_full(before[outcome.insats], outcome)
    ]
    if not pairs:
        return None
    lines = [
        Line(
            _name(outcome.insats),
            [book.text(each.cell(measure)) for measure in IN_SHORT for each in (last, outcome)],
            _style(outcome.insats),
        )
        for last, outcome in pairs
    ]
    heads = [f"{head} {year}" for head in IN_SHORT.values() for year in (book.ar - 1, book.ar)]
    caption = f"Deltagare i insatserna {book.ar - 1} och {book.ar}"
    return Table("tbl-jamforelse-insatser", caption, ["Insats", *heads], lines)


def result_sentence(book: Book, outcome: Outcome) -> Markdown | None:
    """The share of an insats on its base with its interval, and against last year where that can be told."""
    share = base_share(book, outcome)
    if share is None or not share.possible or outcome == whole(book):
        return None
    change = next((each for each in changes(book) if each.insats == outcome.insats), None)
    if change:
        text = _change_text(book, change)
    else:
        went = number(share.n) if share.n else "ingen"
        text = (
            f"Till arbete eller studier gick {went} av de {number(share.N)} "
            f"{BASE_WORDS[base_of(book, outcome.insats)]}, {share_in_words(share)}."
        )
    few = f" Andelen bygger på {FEW}." if is_few(book, share) else ""
    return Markdown(text + few)


def _name(insats: str) -> str:
    return escape(capital(in_sentence(insats)))


def _style(insats: str) -> str:
    return "summa" if insats == WHOLE else ""
