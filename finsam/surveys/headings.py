"""What the columns of a file with answers are: what a row is about, questions, and what is left alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import get_args

from finsam.faults import Fault, nearest
from finsam.identity.headings import identifies
from finsam.sources.grids import Grid
from finsam.sources.identity import identifying
from finsam.sources.layout import WORDS, laid_out
from finsam.sources.totals import without_sums
from finsam.surveys.names import plain
from finsam.surveys.questions import Context, Surveys


@dataclass(frozen=True)
class Headings:
    """The index of each column of context by its name, and the question of each column of answers (none in a file
    with one answer a row)."""

    context: dict[str, int]
    questions: dict[int, str]

    @property
    def is_long(self) -> bool:
        """Whether a row is one answer."""
        return "fraga" in self.context


def laid_out_answers(grid: Grid, surveys: Surveys) -> Grid:
    """The sheet as one header and its rows, see sources.layout, without rows of sums."""
    if grid.is_laid_out:
        return grid
    context, ignored = _context(surveys), {plain(heading) for heading in surveys.bortse_fran}

    def knows(text: str) -> str | None:
        is_known = plain(text) in context or plain(text) in ignored or surveys.question_names.find(text)
        return WORDS if is_known else None

    return without_sums(laid_out(grid, knows))


def _context(surveys: Surveys) -> dict[str, str]:
    """The columns that tell what a row is about, by every heading that they may have."""
    return {
        plain(heading): name
        for name in get_args(Context)
        for heading in (name, *surveys.kolumner.get(name, ()))
    }


def match(grid: Grid, surveys: Surveys) -> tuple[Headings, list[Fault]]:
    """What each heading is; unknown, doubled and missing ones as faults.

    A file with the columns `fraga` and `svar` has one answer a row, any other one column for each question. Columns
    that the params name in `bortse_fran` are left alone.
    """
    context_of = _context(surveys)
    ignored = {plain(heading) for heading in surveys.bortse_fran}
    found: dict[str, list[int]] = {}
    questions: dict[int, str] = {}
    unknown: list[int] = []
    for index, heading in enumerate(grid.header):
        if name := context_of.get(plain(heading)):
            found.setdefault(name, []).append(index)
        elif question := surveys.question_names.find(heading):
            questions[index] = question
            found.setdefault(question, []).append(index)
        elif plain(heading) not in ignored:
            unknown.append(index)
    is_long = "fraga" in found or "svar" in found
    if is_long:
        unknown += questions
    faults = [_unknown(grid, index, surveys, is_long) for index in sorted(unknown)]
    faults += _twice(grid, found.values())
    context = {name: places[0] for name, places in found.items() if name in get_args(Context)}
    headings = Headings(context, {} if is_long else questions)
    return headings, faults + _missing(grid, headings, is_long, surveys)


def _unknown(grid: Grid, index: int, surveys: Surveys, is_long: bool) -> Fault:
    heading = grid.header[index]
    known = [name for question in surveys.fragor.values() for name in (question.text, *question.alias)]
    message = "The column is no question and no other column of answers." + nearest(heading, known)
    expected = (
        "the text, an alias or the id of a question of enkater.yml, one of "
        f"{', '.join(get_args(Context))}, or a heading that bortse_fran lists"
    )
    if is_long:
        message = "A file with the columns fraga and svar has one answer a row, so no columns of its own for questions."
        expected = f"one of {', '.join(get_args(Context))}, or a heading that bortse_fran lists"
    place = grid.place(grid.header_row, heading or f"number {index + 1}", heading)
    if identifies(heading):
        return identifying(place, "a file without it, or a heading that bortse_fran lists")
    return Fault("column-unknown", message, (place,), expected)


def _twice(grid: Grid, found: Iterable[list[int]]) -> list[Fault]:
    message = (
        "Two columns are the same question or the same other column, so their cells can't be told apart."
    )
    return [
        Fault(
            "column-twice",
            message,
            tuple(grid.place(grid.header_row, grid.header[index]) for index in places),
            "one column",
        )
        for places in found
        if len(places) > 1
    ]


def _missing(grid: Grid, headings: Headings, is_long: bool, surveys: Surveys) -> list[Fault]:
    place = (grid.place(grid.header_row),)
    if is_long:
        message = "A file with one answer a row needs the column."
        absent = [name for name in ("fraga", "svar") if name not in headings.context]
        return [Fault("column-missing", message, place, name) for name in absent]
    if not headings.questions:
        message = "The file has no column of answers."
        return [Fault("column-missing", message, place, "the columns fraga and svar, or a column a question")]
    return without_group(grid, headings, surveys, headings.questions.values())


def without_group(grid: Grid, headings: Headings, surveys: Surveys, questions: Iterable[str]) -> list[Fault]:
    """A fault when nothing in the file tells who answered, and it doesn't follow from the questions."""
    if "respondentgrupp" in headings.context:
        return []
    several = [id for id in dict.fromkeys(questions) if len(surveys.fragor[id].grupper) != 1]
    if not several:
        return []
    message = f"Several groups may answer {', '.join(several)}, and the file doesn't say which did."
    return [Fault("column-missing", message, (grid.place(grid.header_row),), "respondentgrupp")]
