"""Amounts, days and accounts as accounting programs write them in CSV and Excel."""

from __future__ import annotations

import re
from decimal import Decimal

import numpy as np

from finsam.sources.numbers import Exact, parse_number
from finsam.sources.sie.values import LARGEST, day, ore
from finsam.sources.written import MINUS_LAST, read_number

AMOUNT_EXPECTED = "an amount in kr such as 1234,50 or -1 234.5, below 1000000000000"
DATE_EXPECTED = "a day as 2024-03-31 or 20240331"
ACCOUNT_EXPECTED = "an account such as 1930, or with its name, 1930 Bank"

#: Excel calculates in binary: 12.34 may stand there as 12.3400000000001. Closer to a whole öre than this (in kr),
#: a number cell is that öre. No amount that someone meant has six decimals, and sums of a year stray far less.
NOISE = Decimal("0.000001")

_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[ T][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?)?")
_DIGITS = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})(?:\.0+)?")
_YEAR_LAST = re.compile(r"[0-9]{1,2}([/.-])[0-9]{1,2}\1[0-9]{2,4}")
_ACCOUNT = re.compile(r"([0-9]+)(?:[.,]0+)?")
#: At least three digits, so that the 1 of `1 930 Bank` isn't taken for an account; a name has a letter.
_ACCOUNT_AND_NAME = re.compile(r"([0-9]{3,}) (?:[-–:] ?)?(?=.*[^\W\d_])(.+)")


def amount(text: str) -> int | None:
    """Whole öre of an amount in kr; None where the cell is empty or holds a dash.

    Programs write what `parse_number` reads, or a minus sign at the end; a number cell may be shown with its unit. Raises ValueError, with what was expected, on
    anything else and on parts of an öre.
    """
    if isinstance(text, Exact):
        number = read_number(text, "kr").number
    else:
        last = MINUS_LAST.fullmatch(text)
        number = parse_number(f"-{last[1].strip()}" if last else text)
    if number.status == "saknas":
        return None
    value = number.varde
    if value is None:
        raise ValueError(AMOUNT_EXPECTED)
    if isinstance(text, Exact) and abs(value) < LARGEST and abs(value - round(value, 2)) < NOISE:
        value = round(value, 2)
    found = ore(format(value, "f"))
    if found is None:
        raise ValueError(AMOUNT_EXPECTED)
    return found


def date(text: str) -> np.datetime64:
    """The day, of a moment too. Raises ValueError, with what was expected, unless it is one in the calendar."""
    found = _DAY.fullmatch(text) or _DIGITS.fullmatch(text)
    if not found:
        late = "; with the year last, day and month can't be told apart" if _YEAR_LAST.fullmatch(text) else ""
        raise ValueError(DATE_EXPECTED + late)
    read = day(int("".join(found.groups())))
    if np.isnat(read):
        raise ValueError(DATE_EXPECTED + " that is in the calendar")
    return read


def account(text: str) -> tuple[str, str]:
    """Number and name of an account, the name empty where the cell has none.

    Raises ValueError, with what was expected, unless it begins with a number.
    """
    if plain := _ACCOUNT.fullmatch(text):
        return plain[1], ""
    if named := _ACCOUNT_AND_NAME.fullmatch(" ".join(text.split())):
        return named[1], named[2]
    raise ValueError(ACCOUNT_EXPECTED)
