"""Numbers as they stand in a text, and the printed form of an exact value, made without the code that printed it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

NBSP = "\u00a0"
MINUS = "\u2212"

#: Digits with their sign: Swedish numbers with no-break spaces between thousands first, then any run of digits, as of a
#: date or a version.
NUMBER = re.compile(rf"{MINUS}?(?:\d{{1,3}}(?:{NBSP}\d{{3}})+(?!\d)(?:,\d+)?|\d+(?:[.,]\d+)*)")


def numbers(text: str) -> list[str]:
    """The numbers of a text in order, as they stand."""
    return NUMBER.findall(text)


def printed_form(value: Decimal, decimals: int) -> str:
    """The value in Swedish form: halves away from zero, no-break spaces between thousands, comma, true minus.

    By whole numbers and by hand, so that it shares nothing with what it checks (`chapters.swedish.number`).
    """
    sign, digits, exponent = value.as_tuple()
    if not isinstance(exponent, int):
        raise ValueError(f"{value} is no number that can be printed.")
    whole = int("".join(map(str, digits)))
    shift = exponent + decimals
    if shift >= 0:
        scaled = whole * 10**shift
    else:
        scaled, rest = divmod(whole, 10**-shift)
        scaled += 2 * rest >= 10**-shift
    text = str(scaled).rjust(decimals + 1, "0")
    front, part = (text[:-decimals], text[-decimals:]) if decimals else (text, "")
    groups = [front[max(0, end - 3) : end] for end in range(len(front), 0, -3)]
    return (MINUS if sign and scaled else "") + NBSP.join(reversed(groups)) + ("," + part if part else "")


def decimals_of(text: str) -> int:
    return len(text.partition(",")[2])


def spans(text: str, part: str) -> Iterator[range]:
    """Where `part` stands in the text, not in the middle of a longer number."""
    start = text.find(part)
    while start >= 0:
        end = start + len(part)
        cut = (part[0].isdigit() and text[start - 1 : start].isdigit()) or (
            part[-1].isdigit() and text[end : end + 1].isdigit()
        )
        if not cut:
            yield range(start, end)
        start = text.find(part, start + 1)
