"""Numbers as people write them in Swedish tables, read without guessing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

#: What agencies and förbund write where there is no number. Never zero.
MISSING = {"": "saknas", "-": "saknas", "–": "saknas", "..": "undertryckt", ".": "ej_tillampligt"}

_MINUS = str.maketrans({"−": "-", "–": "-", "‐": "-"})
_SPACES = str.maketrans("", "", "\u00a0\u202f\u2009 ")
_NUMBER = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)?")
_GROUPED = re.compile(r"[+-]?[0-9]{1,3}(?:[ \u00a0\u202f\u2009][0-9]{3})+(?:[.,][0-9]+)?")


@dataclass(frozen=True)
class Number:
    """A delivered number: the exact value, how many decimals were written, or why there is none.

    status: empty for a number, otherwise `saknas`, `undertryckt` or `ej_tillampligt`.
    """

    varde: Decimal | None
    decimaler: int = 0
    status: str = ""


class Exact(str):
    """The text of a cell that its file holds as a number: its point can only be the decimal sign."""


def parse_number(text: str) -> Number:
    """Read a cell as a number. Raises ValueError, with what was expected, unless it can be read in one way.

    Decimal comma and point are both read. A space (also no-break) groups thousands, and only in groups of
    three. `1.234` and `1,234` could be 1234 or 1,234 and are refused unless the text is Exact; `0,123` and
    `1234,567` can only be fractions and are read.
    """
    written = text.strip().translate(_MINUS) if text.strip() not in MISSING else text.strip()
    if written in MISSING:
        return Number(None, 0, MISSING[written])
    digits = written
    if _GROUPED.fullmatch(written):
        digits = written.translate(_SPACES)
    if not _NUMBER.fullmatch(digits):
        raise ValueError("a number such as 1234, 1 234, -12,5 or 12.5")
    whole, _, decimals = digits.replace(",", ".").partition(".")
    may_be_group = len(decimals) == 3 and len(whole.lstrip("+-")) <= 3 and whole.lstrip("+-") != "0"
    if may_be_group and digits == written and not isinstance(text, Exact):
        plain, comma = whole + decimals, f"{whole},{decimals}0"
        raise ValueError(f"{plain} or {comma}: with three digits after the sign both are possible")
    return Number(Decimal(f"{whole}.{decimals}" if decimals else whole), len(decimals))
