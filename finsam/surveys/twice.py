"""Answers that stand twice, over all the files of a delivery."""

from __future__ import annotations

from typing import Any, NamedTuple

import pandas as pd

from finsam.faults import Fault, Place
from finsam.records import records

#: What an answer is told apart by.
_IDENTITY = ["svarande", "fraga", "respondentgrupp", "tillfalle", "insats", "period"]
#: What makes two files the same, and so many answers that they can't be alike by chance.
_CONTENT = ["fraga", "respondentgrupp", "tillfalle", "insats", "period", "svar", "radnr"]
_ENOUGH = 20


def answer_faults(answers: pd.DataFrame) -> list[Fault]:
    """What is wrong between the rows of one or several files (columns rows.ANSWERS): a respondent who answers a
    question twice on the same occasion, insats and period, and a file that is delivered twice."""
    return [*_respondents(answers), *_files(answers)]


def _respondents(answers: pd.DataFrame) -> list[Fault]:
    known = answers[answers["svarande"] != ""]
    twice = known[known.duplicated(_IDENTITY, keep=False)]
    message = "The respondent answers the question twice, so it isn't known which answer counts."
    return [
        Fault(
            "answer-twice",
            message,
            tuple(_place(row) for row in records(rows, _Row)),
            "one answer of each respondent",
        )
        for _, rows in twice.groupby(_IDENTITY, sort=False)
    ]


class _Row(NamedTuple):
    fil: str
    blad: str
    radnr: int
    rubrik_i_fil: str
    svar: str


def _place(row: _Row) -> Place:
    return Place(row.fil, row.blad or None, int(row.radnr), row.rubrik_i_fil, row.svar)


def _files(answers: pd.DataFrame) -> list[Fault]:
    seen: dict[tuple[Any, ...], Place] = {}
    faults = []
    for (file, sheet), rows in answers.groupby(["fil", "blad"], sort=False):
        content = tuple(rows[_CONTENT].itertuples(index=False, name=None))
        place = Place(str(file), str(sheet) or None)
        if len(content) >= _ENOUGH and content in seen:
            message = "Both files hold the same answers, which would count twice."
            faults.append(Fault("file-twice", message, (seen[content], place), "the file once"))
        seen.setdefault(content, place)
    return faults
