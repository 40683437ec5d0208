"""What the tables and pictures of surveys have in common: names of questions, and a result as cells."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from finsam.chapters.book import Book
from finsam.chapters.certainty import INTERVAL_NOTE, is_few, share_text
from finsam.chapters.markdown import escape
from finsam.measures.answers import Result
from finsam.surveys.questions import Surveys
from finsam.swedish import SIGNS, first_small, number, with_unit

OCCASIONS = {
    "": "tillfället framgår inte",
    "under": "under insatsen",
    "vid_avslut": "vid avslut",
    "halvar": "varje halvår",
    "ar": "varje år",
}

#: What is said of a share of few answers.
FEW = "få svar"

#: The headings of `result_cells`.
RESULT_HEADS = ("Svar", "Gynnsamma", "Andel gynnsamma", "Medelvärde")


def in_sentence(surveys: Surveys, group: str) -> str:
    """A respondent group inside a sentence: `deltagare`."""
    return first_small(surveys.group(group))


def labels(surveys: Surveys, found: Sequence[Result]) -> list[str]:
    """A label for each result, of its question. Where two would be alike the occasion tells them apart, otherwise
    the question's id."""
    names = [surveys.fragor[result.fraga].label for result in found]
    ways: tuple[Callable[[Result], str], ...] = (
        lambda result: f", {OCCASIONS[result.tillfalle or '']}",
        lambda result: f" ({result.fraga})",
    )
    for more in ways:
        names = [
            name + more(result) if names.count(name) > 1 else name
            for name, result in zip(names, found, strict=True)
        ]
    return names


def result_cells(book: Book, result: Result) -> list[str]:
    """Answers, favourable ones, their share with its interval, and the mean (RESULT_HEADS)."""
    if result.hidden:
        return [SIGNS["undertryckt"]] * len(RESULT_HEADS)
    share, mean = result.share, result.rounded_mean()
    nothing = escape(SIGNS["ej_tillampligt" if result.N else "saknas"])
    no_share = SIGNS["undertryckt"] if result.few else nothing
    return [
        number(result.N),
        no_share if share is None else number(share.n),
        no_share if share is None else share_text(share) + (f", {FEW}" if is_few(book, share) else ""),
        number(mean, 2) if mean is not None else SIGNS["undertryckt"] if result.mean_tells else nothing,
    ]


def result_note(book: Book, found: Sequence[Result]) -> str:
    """What the cells of results mean, where a table has any that need it."""
    shares = [result.share for result in found if result.share]
    parts = [INTERVAL_NOTE] if shares else []
    if any(is_few(book, share) for share in shares):
        parts.append(f"{FEW.capitalize()}: färre än {number(book.params.year.liten_bas)}.")
    return " ".join([*parts, *_hidden_note(found)])


def _hidden_note(found: Sequence[Result]) -> list[str]:
    """Why some cells have two points."""
    if not any(result.N and (result.hidden or result.few or result.mean_tells) for result in found):
        return []
    return [
        "Två punkter: uppgiften visas inte, eftersom den skulle kunna visa hur enstaka personer har svarat."
    ]


def short_cell(result: Result | None) -> str:
    """`67 % (2/3)`, or a mean with its number of answers as `7,25 (24)` where nothing says what is favourable."""
    if result is None or not result.N:
        return SIGNS["saknas"]
    if result.hidden or result.few:
        return SIGNS["undertryckt"]
    if result.share:
        share = result.share
        return f"{with_unit(share.rounded(), 'procent')} ({number(share.n)}/{number(share.N)})"
    mean = result.rounded_mean()
    if result.mean_tells:
        return f"{SIGNS['undertryckt']} ({number(result.N)})"
    if mean is None:
        return f"({number(result.N)})"
    return f"{number(mean, 2)} ({number(result.N)})"


SHORT_NOTE = "Inom parentes står antalet gynnsamma svar av alla svar."
SHORT_MEAN_NOTE = "Där inga svar räknas som gynnsamma står medelvärdet, med antalet svar inom parentes."


def short_note(found: Sequence[Result]) -> str:
    """What short cells mean, where a table has any that need it."""
    counted = [result for result in found if result.N]
    parts = [SHORT_NOTE] if any(result.share for result in counted) else []
    parts += [SHORT_MEAN_NOTE] if any(result.favourable is None for result in counted) else []
    return " ".join([*parts, *_hidden_note(counted)])
