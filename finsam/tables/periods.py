"""Years, months, dates, half-years and spans as tables write them, and which of them a kind of table may have."""

from __future__ import annotations

import re
from datetime import date

import pandas as pd

from finsam.tables.kinds import Kind

#: A year, a month or a date, as in 2016, 2015-09, 2016-12-31.
PERIOD = re.compile(r"(?:19|20)[0-9]{2}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12][0-9]|3[01]))?)?")

#: The months of an interim report, as in 2025-01/2025-06.
MONTHS = re.compile(r"(?:19|20)[0-9]{2}-[0-9]{2}/(?:19|20)[0-9]{2}-[0-9]{2}")

#: A half-year of participants or answers, as in 2016-H1.
HALF = re.compile(r"(?:19|20)[0-9]{2}-H[12]")

#: The kinds that are delivered by half-year too, and those that are never delivered by month or day.
HALVED = ("deltagare", "enkat_utskick")
OF_YEARS = ("enkat_utskick", "forsorjningsstod", "fore_efter")

#: The kinds that are delivered by spans of years too, as 2005-2016.
SPANNED = ("uppgifter", "flerarsbudget", "projektbudget")
SPAN = re.compile(r"(?:19|20)[0-9]{2}-(?:19|20)[0-9]{2}")


def _is_period(text: str) -> bool:
    """Written as a period, and in the calendar: 2016-02-30 is no day."""
    if not PERIOD.fullmatch(text):
        return False
    try:
        return len(text) < 10 or bool(date.fromisoformat(text))
    except ValueError:
        return False


def is_period_of(kind: Kind, text: str) -> bool:
    """Whether a text is a period such as the kind is delivered by."""
    if (kind.name in SPANNED and SPAN.fullmatch(text)) or (kind.name in HALVED and HALF.fullmatch(text)):
        return True
    return _is_period(text) and (kind.name not in OF_YEARS or len(text) == len("2016"))


def of_year(table: pd.DataFrame, ar: int) -> pd.DataFrame:
    """The rows of a year and of its parts, such as its half-years, by `period`."""
    return table[table["period"].str[:4] == str(ar)]
