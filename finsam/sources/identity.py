"""Personal identity numbers, which have no place in a delivery: its keys have to be pseudonyms."""

from __future__ import annotations

import datetime as dt
import re

#: Birth day with or without century, and four figures. Not part of a longer number.
_NUMBER = re.compile(r"(?<![0-9])((?:19|20)?)([0-9]{2})([0-9]{2})([0-9]{2})[-+ ]?([0-9]{4})(?![0-9])")
#: The day of a coordination number (samordningsnummer) is 60 more.
_COORDINATION = 60
_SHORTEST = len("8503121234")


def is_personal_number(text: str) -> bool:
    """Whether the text holds a personal identity or coordination number: a real day and the right check digit."""
    return len(text) >= _SHORTEST and any(_is_right(*found.groups()) for found in _NUMBER.finditer(text))


def _is_right(century: str, year: str, month: str, day: str, last: str) -> bool:
    of_month = int(day) - (_COORDINATION if int(day) > _COORDINATION else 0)
    try:
        # Without a century 29 February is a day of some year, as of 2000.
        dt.date(int(century + year) if century else 2000, int(month), of_month)
    except ValueError:
        return False
    return _check_sum(year + month + day + last) % 10 == 0


def _check_sum(digits: str) -> int:
    """The sum of the digits, every other one doubled and its own digits added (Luhn)."""
    doubled = [int(digit) * (2 - at % 2) for at, digit in enumerate(digits)]
    return sum(number - 9 if number > 9 else number for number in doubled)
