"""Days as lists of participants write them."""

from __future__ import annotations

import datetime as dt
import re

from finsam.faults import Fault
from finsam.sources.numbers import Exact

EXPECTED = "a day as 2024-03-31"

#: Cooperation of this kind began in the nineties, so an earlier year is a slip of the pen.
FIRST_YEAR, LAST_YEAR = 1990, 2099

_DAY = re.compile(
    r"([0-9]{4})([-./])([0-9]{2})\2([0-9]{2})(?:[ T][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?)?"
)
_DIGITS = re.compile(r"([0-9]{4})()([0-9]{2})([0-9]{2})")
_YEAR_LAST = re.compile(r"([0-9]{1,2})([/.-])([0-9]{1,2})\2([0-9]{4})")
_IN_WORDS = re.compile(r"(?:den )?([0-9]{1,2})(?::?e)? ([a-zå]+)\.? ([0-9]{4})", re.IGNORECASE)
_MONTHS = ("jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
_SWEDISH = (
    "januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober", "november",
    "december",
)  # fmt: skip
_SERIAL = re.compile(r"[34567][0-9]{4}")
#: The day before the first that Excel counts, with the leap day of 1900 that there never was.
_BEFORE_FIRST = dt.date(1899, 12, 30)


def day(text: str) -> dt.date | Fault:
    """The day that a cell tells, of a moment too; otherwise the fault, without its place.

    A number cell of a workbook in a column of days is Excel's number of one. With the year last, a day is read where only
    one can be meant.
    """
    found = _DAY.fullmatch(text) or _DIGITS.fullmatch(text)
    if found:
        year, month, of_month = (int(found[at]) for at in (1, 3, 4))
    elif (words := _IN_WORDS.fullmatch(" ".join(text.split()))) and _month(words[2]):
        year, month, of_month = int(words[3]), _month(words[2]), int(words[1])
    elif isinstance(text, Exact) and _SERIAL.fullmatch(text):
        return _possible(_BEFORE_FIRST + dt.timedelta(int(text)))
    elif (last := _YEAR_LAST.fullmatch(text)) and len(
        only := _readings(*(int(last[at]) for at in (1, 3, 4)))
    ) == 1:
        return _possible(dt.date.fromisoformat(only[0]))
    else:
        return _unreadable(text)
    try:
        return _possible(dt.date(year, month, of_month))
    except ValueError:
        return Fault("date-not-in-calendar", "The calendar has no such day.", (), EXPECTED)


def _possible(read: dt.date) -> dt.date | Fault:
    if not FIRST_YEAR <= read.year <= LAST_YEAR:
        message = "The year can't be right."
        return Fault("date-unlikely", message, (), f"a day from {FIRST_YEAR} to {LAST_YEAR}")
    return read


def _month(word: str) -> int:
    """The number of a Swedish month, written out or as three letters; 0 for another word."""
    word = word.casefold()
    return next(
        (n for n, names in enumerate(zip(_SWEDISH, _MONTHS, strict=True), start=1) if word in names), 0
    )


def _unreadable(text: str) -> Fault:
    message, expected = "The cell can't be read as a day.", EXPECTED
    if found := _YEAR_LAST.fullmatch(text):
        expected = " or ".join(_readings(*(int(found[at]) for at in (1, 3, 4)))) or EXPECTED
        if " or " in expected:
            message = "The cell can be read as two days."
    elif _SERIAL.fullmatch(text):
        message += " It may be Excel's number of a day: format the column as dates."
    return Fault("date-unreadable", message, (), expected)


def _readings(one: int, two: int, year: int) -> list[str]:
    """The days that `one`/`two`/`year` can be, with the day first and with the month first."""
    found = []
    for month, of_month in ((two, one), (one, two)):
        try:
            found.append(dt.date(year, month, of_month).isoformat())
        except ValueError:
            continue
    return list(dict.fromkeys(found))
