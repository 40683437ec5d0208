"""Days as lists of participants write them."""

from __future__ import annotations

import datetime as dt
import re

from finsam.faults import Fault

EXPECTED = "a day as 2024-03-31"

#: Cooperation of this kind began in the nineties, so an earlier year is a slip of the pen.
FIRST_YEAR, LAST_YEAR = 1990, 2099

_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[ T][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?)?")
_DIGITS = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_YEAR_LAST = re.compile(r"([0-9]{1,2})([/.-])([0-9]{1,2})\2([0-9]{4})")
_SERIAL = re.compile(r"[34][0-9]{4}")


def day(text: str) -> dt.date | Fault:
    """The day that a cell tells, of a moment too; otherwise the fault, without its place."""
    found = _DAY.fullmatch(text) or _DIGITS.fullmatch(text)
    if not found:
        return _unreadable(text)
    year, month, of_month = map(int, found.groups())
    try:
        read = dt.date(year, month, of_month)
    except ValueError:
        return Fault("date-not-in-calendar", "The calendar has no such day.", (), EXPECTED)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        message = "The year can't be right."
        return Fault("date-unlikely", message, (), f"a day from {FIRST_YEAR} to {LAST_YEAR}")
    return read


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
