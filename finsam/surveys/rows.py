"""From a file of answers to one row an answer, and what is wrong in it."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import pandas as pd

from finsam.faults import Fault, nearest
from finsam.params import Params
from finsam.paths import relative
from finsam.records import records
from finsam.sources.grids import Grid
from finsam.sources.layout import other_years
from finsam.surveys.context import CONTEXT, read_context
from finsam.surveys.headings import Headings, laid_out_answers, match, without_group
from finsam.surveys.questions import Surveys
from finsam.surveys.scales import Answer, read_answer
from finsam.surveys.told import Told
from finsam.surveys.twice import answer_faults

__all__ = ["ANSWERS", "answer_faults", "read_answers"]

#: One row an answer.
#: fraga, respondentgrupp, tillfalle: ids, tillfalle empty where it isn't known. insats: insats or platform, empty
#: for the whole förbund. period: year or half-year. svarande: the respondent's key; `file:row` in a file with a row
#: for each respondent and no keys, empty where nothing tells the answers of one respondent from another's.
#: svar: the answer in its scale's spelling. steg: its step, NA for an answer that says nothing. gynnsam: whether it
#: is favourable, NA also where nothing says which answers are.
ANSWERS = (
    "fraga", "respondentgrupp", "tillfalle", "insats", "period", "svarande", "svar", "steg", "gynnsam",
    "fil", "blad", "radnr", "rubrik_i_fil",
)  # fmt: skip


def read_answers(
    grid: Grid, surveys: Surveys, params: Params | None, year: int | None
) -> tuple[pd.DataFrame, list[Fault]]:
    """The answers of a sheet, with the columns ANSWERS, and every fault in it.

    The sheet has one answer a row (columns `fraga` and `svar`) or one respondent a row and a column for each
    question, see `headings.match`. An empty cell is no answer. A row with a fault is not in the table, nor is any
    row when a column can't be told. params, year: None for a file outside a book, whose insatser and periods then
    stand as they are.
    """
    grid = laid_out_answers(grid, surveys)
    headings, faults = match(grid, surveys)
    if not {"period", "datum"} & headings.context.keys():
        faults += other_years(grid, year)
    grid = grid.accepting(headings.context.get("svarande"))
    lost = grid.lost_rows
    found = [(number, cells) for number, cells in grid.rows if number not in lost]
    if faults or grid.holds_numbers or not found:
        return _frame(_NONE, grid), [*faults, *grid.faults, *grid.notes]
    numbers, cells = zip(*found, strict=True)
    sheet = pd.DataFrame(list(cells), index=pd.Index(numbers, name="radnr"), dtype=object)
    told = Told(grid)
    context = read_context(sheet, headings, surveys, params, year, told)
    if headings.is_long:
        answers = _long(sheet, headings, surveys, told)
        grid = _noting_empty(grid, sheet[headings.context["svar"]], headings)
        faults = without_group(grid, headings, surveys, answers["fraga"])
    else:
        answers = _wide(sheet, headings, told)
        made = [f"{':'.join(filter(None, (relative(grid.file), grid.sheet)))}:{row}" for row in context.index]
        context["svarande"] = context["svarande"].where(context["svarande"] != "", made)
    if faults:
        return _frame(_NONE, grid), [*faults, *grid.faults, *told.faults, *grid.notes]
    answers = answers.join(context, on="radnr")
    answers = _period(_asked(answers, headings, surveys, told), year)
    answers = _answered(answers, surveys, told)
    answers = answers[~answers["radnr"].isin(told.rows)]
    return _frame(answers, grid), [*grid.faults, *told.faults, *grid.notes]


#: A table without answers.
_NONE = pd.DataFrame(columns=["radnr", "kolumn", "fraga", "text", *CONTEXT, "svar", "steg", "gynnsam"])


def _long(sheet: pd.DataFrame, headings: Headings, surveys: Surveys, told: Told) -> pd.DataFrame:
    """`radnr`, `kolumn` (index), `fraga` and `text` of each answer, one a row. A question that isn't known is told."""
    question, answer = headings.context["fraga"], headings.context["svar"]
    ids = {text: surveys.question_names.find(text) for text in sheet[question].unique()}
    known = [name for id, each in surveys.fragor.items() for name in (id, each.text, *each.alias)]
    for row, text in zip(sheet.index, sheet[question], strict=True):
        if ids[text] is None:
            code, message = ("question-unknown", "There is no such question." + nearest(text, known))
            if not text:
                code, message = "cell-empty", "The cell must not be empty."
            expected = "the id, the text or an alias of a question of enkater.yml"
            told.add(code, message, row, question, text, expected)
    answers = pd.DataFrame(
        {
            "radnr": sheet.index,
            "kolumn": answer,
            "fraga": [ids[text] for text in sheet[question]],
            "text": sheet[answer].to_numpy(),
        }
    )
    return answers[answers["fraga"].notna() & (answers["text"] != "")]


def _noting_empty(grid: Grid, answers: pd.Series, headings: Headings) -> Grid:
    """The grid with a note of the rows whose answer is empty: a question that was skipped is no answer."""
    empty = answers.index[answers == ""]
    if empty.empty:
        return grid
    heading = grid.header[headings.context["svar"]]
    places = tuple(grid.place(int(row), heading, "") for row in empty)
    note = Fault("answer-skipped", "The row has no answer and isn't counted.", places, severity="note")
    return replace(grid, notes=(*grid.notes, note))


def _wide(sheet: pd.DataFrame, headings: Headings, told: Told) -> pd.DataFrame:
    """The same from one row a respondent. A row without any answer is told."""
    cells = sheet[list(headings.questions)]
    for row in cells.index[(cells == "").all(axis="columns")]:
        message = "The row has no answer to any question."
        told.add("answers-none", message, row, None, None, "an answer, or the file without the row")
    answers = cells.melt(ignore_index=False, var_name="kolumn", value_name="text").reset_index()
    answers["kolumn"] = answers["kolumn"].astype(int)
    answers["fraga"] = answers["kolumn"].map(headings.questions)
    answers = answers.sort_values(["radnr", "kolumn"], kind="stable")
    return answers.loc[answers["text"] != "", ["radnr", "kolumn", "fraga", "text"]]


class _Row(NamedTuple):
    radnr: int
    kolumn: int
    fraga: str
    text: str
    respondentgrupp: str
    tillfalle: str


def _asked(answers: pd.DataFrame, headings: Headings, surveys: Surveys, told: Told) -> pd.DataFrame:
    """Group and occasion of each answer: what the row tells, otherwise the only one that the question has.

    A group or an occasion that the question isn't for, and a group that nothing tells, are told.
    """
    for name, of_question in (("respondentgrupp", "grupper"), ("tillfalle", "tillfallen")):
        allowed = {id: getattr(surveys.fragor[id], of_question) for id in answers["fraga"].unique()}
        only = {id: words[0] if len(words) == 1 else "" for id, words in allowed.items()}
        answers[name] = answers[name].where(answers[name] != "", answers["fraga"].map(only))
        pairs = answers[["fraga", name]].drop_duplicates().itertuples(index=False)
        wrong = [(id, word) for id, word in pairs if word and allowed[id] and word not in allowed[id]]
        code = {"respondentgrupp": "group-wrong", "tillfalle": "occasion-wrong"}[name]
        for row in records(answers[_among(answers, ["fraga", name], wrong)], _Row):
            message = f"The question {row.fraga} isn't asked of {row.respondentgrupp!r}."
            if name == "tillfalle":
                message = f"The question {row.fraga} isn't asked on the occasion {row.tillfalle!r}."
            expected = "one of " + ", ".join(allowed[row.fraga])
            told.add(code, message, row.radnr, row.kolumn, row.text, expected)
    unknown = answers[answers["respondentgrupp"] == ""].drop_duplicates("radnr")
    for row in records(unknown, _Row):
        column = headings.context["respondentgrupp"]
        message = f"Several groups may answer {row.fraga}, and the row doesn't say which did."
        told.add("group-missing", message, row.radnr, column, "", "one of " + ", ".join(surveys.grupper))
    return answers


def _among(table: pd.DataFrame, columns: list[str], values: list[tuple[str, str]]) -> pd.Series:
    """Which rows have one of the sets of values."""
    if not values:
        return pd.Series(False, index=table.index)
    return pd.Series(pd.MultiIndex.from_frame(table[columns]).isin(values), index=table.index)


def _period(answers: pd.DataFrame, year: int | None) -> pd.DataFrame:
    """The period of each answer: what the row tells, otherwise the year of its date, or the half-year of a question
    that is asked each half-year, otherwise the book's year."""
    date = answers["datum"].fillna("")
    half = date.str[5:7].map(lambda month: "-H1" if month <= "06" else "-H2")
    dated = date.str[:4] + half.where(answers["tillfalle"] == "halvar", "")
    dated = dated.where(date != "", str(year or ""))
    return answers.assign(period=answers["period"].where(answers["period"] != "", dated))


def _answered(answers: pd.DataFrame, surveys: Surveys, told: Told) -> pd.DataFrame:
    """`svar`, `steg` and `gynnsam` of each answer. One that its scale doesn't have is told."""
    pairs = answers[["fraga", "text"]].drop_duplicates().itertuples(index=False, name=None)
    read = {(id, text): read_answer(text, surveys.scale(id), surveys.utan_svar) for id, text in pairs}
    found: list[Answer | None] = [read[pair] for pair in zip(answers["fraga"], answers["text"], strict=True)]
    strange = answers[[answer is None for answer in found]]
    for row in records(strange, _Row):
        scale = surveys.scale(row.fraga)
        message = "The scale of the question has no such answer."
        message += nearest(row.text, (*scale.svar, *scale.alias, *surveys.utan_svar))
        told.add("answer-outside-scale", message, row.radnr, row.kolumn, row.text, scale.expected)
    good = {id: surveys.favourable(id) for id in answers["fraga"].unique()}
    steps = [None if answer is None else answer.steg for answer in found]
    favourable = [
        None if step is None or not good[id] else step in good[id]
        for id, step in zip(answers["fraga"], steps, strict=True)
    ]
    return answers.assign(
        svar=[answer.svar if answer else "" for answer in found],
        steg=pd.array(steps, dtype="Int64"),
        gynnsam=pd.array(favourable, dtype="boolean"),
    )


def _frame(answers: pd.DataFrame, grid: Grid) -> pd.DataFrame:
    """The columns ANSWERS with their types."""
    table = answers.assign(
        fil=relative(grid.file),
        blad=grid.sheet or "",
        rubrik_i_fil=answers["kolumn"].map(dict(enumerate(grid.header))),
    )[list(ANSWERS)].reset_index(drop=True)
    texts = [name for name in ANSWERS if name not in ("steg", "gynnsam", "radnr")]
    types = dict.fromkeys(texts, "str") | {"steg": "Int64", "gynnsam": "boolean", "radnr": "int64"}
    return table.astype(types)
