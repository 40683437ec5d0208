"""Amounts and dates as SIE files write them."""

from __future__ import annotations

import datetime as dt
import re

import numpy as np
import pandas as pd

_AMOUNT = re.compile(r"([+-]?)([0-9]*)(?:([.,])([0-9]*))?")
_DATE = re.compile(r"[0-9]{8}")

#: Larger amounts (in öre) are refused: their sums would not be safe in 64 bits.
LARGEST = 10**14

AMOUNT_EXPECTED = "an amount such as 9, -9.9 or 9.99, below 1000000000000"
DATE_EXPECTED = "a date as YYYYMMDD"


def ore(text: str) -> int | None:
    """Whole öre of an amount in kronor; None when it can't be read.

    Up to two decimals, further ones only when they are zeros. The decimal sign is the point. A comma is read
    too, with at most two decimals after it: SIE has no thousands separator that it could be taken for.
    """
    found = _AMOUNT.fullmatch(text)
    if not found:
        return None
    sign, whole, mark, decimals = found[1], found[2], found[3], found[4] or ""
    if not whole + decimals or decimals[2:].strip("0") or (mark == "," and len(decimals) > 2):
        return None
    value = int(whole or "0") * 100 + int(decimals[:2].ljust(2, "0")) if len(whole) <= 20 else LARGEST
    return None if value >= LARGEST else -value if sign == "-" else value


def kronor(amount: int) -> str:
    """Öre as a file has them: -1234.50."""
    return f"{'-' if amount < 0 else ''}{abs(int(amount)) // 100}.{abs(int(amount)) % 100:02}"


def kr(amount: int) -> str:
    """Öre as a message has them: -1234.50 kr."""
    return f"{kronor(amount)} kr"


def date_number(text: str) -> int | None:
    """YYYYMMDD as a number, not yet known to be a day; 0 for an empty text; None when it isn't eight digits."""
    if not text:
        return 0
    return int(text) if _DATE.fullmatch(text) else None


def day(number: int) -> np.datetime64:
    """The day of YYYYMMDD; NaT when there is no such day."""
    try:
        return np.datetime64(dt.date(number // 10000, number // 100 % 100, number % 100), "s")
    except ValueError:
        return np.datetime64("NaT", "s")


def days(numbers: np.ndarray) -> np.ndarray:
    """The days of many numbers: each distinct number, of which a year has few, is looked at once."""
    codes, distinct = pd.factorize(numbers)
    known = np.array([day(int(number)) for number in distinct], dtype="datetime64[s]")
    return known[codes] if len(known) else np.empty(0, "datetime64[s]")
