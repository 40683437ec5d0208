"""What a row of answers tells besides them: who answered, when, about which insats, and in which period."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from finsam.faults import Fault, nearest
from finsam.identity.pseudonyms import of_key
from finsam.params import Params
from finsam.surveys.headings import Headings
from finsam.surveys.names import plain
from finsam.surveys.questions import Surveys
from finsam.surveys.told import Told
from finsam.tables.words import OCCASIONS

#: A year or a half-year, as in 2024 and 2024-H1.
_PERIOD = re.compile(r"(?:19|20)\d\d(?:-H[12])?")
#: A date, which a time may follow.
_DATE = re.compile(r"(\d{4}-\d\d-\d\d)(?:[ T].*)?")
#: What stands for the whole förbund where others name an insats.
_WHOLE = ("", "alla insatser", "hela förbundet")


@dataclass(frozen=True)
class Wrong:
    """Why a cell can't be read."""

    code: str
    message: str
    expected: str


def is_whole(insats: str) -> bool:
    """Whether the text of an insats stands for the whole förbund."""
    return plain(insats) in _WHOLE


class _Reader:
    """Reads the cells of each column of context: the standard spelling, or what is wrong."""

    def __init__(self, surveys: Surveys, params: Params | None, year: int | None):
        self._surveys, self._params, self._year = surveys, params, year
        insatser = params.forbund.insatser if params else ()
        self._insatser = [insats.namn for insats in insatser]
        self._platforms = {plain(i.plattform): i.plattform for i in insatser if i.plattform}

    def respondentgrupp(self, text: str) -> str | Wrong:
        message, known = "There is no such respondent group.", self._surveys.grupper
        return self._surveys.group_names.exact(text) or _unknown(message, text, known)

    def tillfalle(self, text: str) -> str | Wrong:
        message = "There is no such occasion."
        return self._surveys.occasion_names.exact(text) or _unknown(message, text, OCCASIONS)

    def insats(self, text: str) -> str | Wrong:
        name = " ".join(text.split())
        if is_whole(name):
            return ""
        if self._params is None or not self._insatser:
            return name
        if (found := self._params.insats_name(name)) in self._insatser:
            return found
        known = [*self._insatser, *self._platforms.values()]
        message = "forbund.yml has no insats or platform of this name."
        return self._platforms.get(plain(name)) or _unknown(message, text, known)

    def period(self, text: str) -> str | Wrong:
        if not _PERIOD.fullmatch(text.upper()):
            expected = "a year or half-year, as 2024 or 2024-H1"
            return Wrong("period-unreadable", "The cell is no period.", expected)
        return self._late(text) or text.upper()

    def datum(self, text: str) -> str | Wrong:
        found = _DATE.fullmatch(text)
        try:
            date = dt.date.fromisoformat(found[1] if found else "")
        except ValueError:
            return Wrong("date-unreadable", "The cell is no date.", "a date such as 2024-03-31")
        return self._late(text) or date.isoformat()

    def svarande(self, text: str) -> str | Wrong:
        key = of_key(" ".join(text.split()))
        return Wrong(key.code, key.message, key.expected or "") if isinstance(key, Fault) else key

    def _late(self, text: str) -> Wrong | None:
        if self._year is None or int(text[:4]) <= self._year:
            return None
        message = "The answer is of a later year than the book, which would never show it."
        return Wrong("period-late", message, f"{self._year} or before")


def _unknown(message: str, text: str, known: Iterable[str]) -> Wrong:
    return Wrong("word-unknown", message + nearest(text, known), "one of " + ", ".join(known))


#: The columns of context that are read by row.
CONTEXT = ("respondentgrupp", "tillfalle", "insats", "period", "datum", "svarande")


def read_context(
    sheet: pd.DataFrame,
    headings: Headings,
    surveys: Surveys,
    params: Params | None,
    year: int | None,
    told: Told,
) -> pd.DataFrame:
    """The columns CONTEXT of each row, empty where they aren't told, None where they can't be read, which is told.

    sheet: the cells, with row numbers as index and the columns' indices in the file.
    """
    reader = _Reader(surveys, params, year)
    table = pd.DataFrame("", index=sheet.index, columns=list(CONTEXT), dtype=object)
    for name in CONTEXT:
        if name not in headings.context:
            continue
        column = headings.context[name]
        read = {text: getattr(reader, name)(text) if text else "" for text in sheet[column].unique()}
        for row, text in sheet[column].items():
            if isinstance(wrong := read[text], Wrong):
                told.add(wrong.code, wrong.message, int(str(row)), column, text, wrong.expected)
        values = [None if isinstance(read[text], Wrong) else read[text] for text in sheet[column]]
        table[name] = pd.Series(values, index=table.index, dtype=object)
    return table
