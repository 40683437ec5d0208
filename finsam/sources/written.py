"""Numbers with what people put around them: units, marks of footnotes, brackets, `<5`; and the signs of a whole column."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from finsam.faults import Fault, Place
from finsam.sources.numbers import Exact, Number, parse_number

#: The units that stand in cells and headings, as tables call them.
UNIT_WORDS = {
    "kr": "kr", "kronor": "kr", "sek": "kr", ":-": "kr", "tkr": "tkr", "kkr": "tkr", "mkr": "mkr", "mnkr": "mkr",
    "st": "antal", "antal": "antal", "personer": "antal", "pers": "antal", "%": "procent", "procent": "procent",
}  # fmt: skip
MONEY = ("kr", "tkr", "mkr")

_UNIT = r"(?:kr|kronor|sek|tkr|kkr|mkr|mnkr|st|pers|personer|%|procent)\.?|:-"
_AFTER = re.compile(rf"(.*[0-9)\-−–])[ \u00a0\u202f]*({_UNIT})", re.IGNORECASE)
_BEFORE = re.compile(r"(kr|sek)[ \u00a0]*([-−–(]?[0-9].*)", re.IGNORECASE)
_MARK = re.compile(r"(.*[0-9.%)a-zA-Z])(?:[ \u00a0]*(?:\*+|[¹²³⁴⁵⁶⁷⁸⁹⁰]+\)?)|[ \u00a0]+[0-9]\))")
_BRACKETS = re.compile(r"\([ \u00a0]*([0-9][^()]*)\)")
MINUS_LAST = re.compile(r"([0-9][^-−–‐]*?)[ \u00a0]*[-−–‐]")
_MINUS_APART = re.compile(r"[-−–‐][ \u00a0]+([0-9].*)")
_FEWER = re.compile(r"(?:<|färre än|mindre än|under)[ \u00a0]*[0-9]{1,2}", re.IGNORECASE)
_GROUPED = re.compile(
    r"[+-]?[0-9]{1,3}(?:(?P<sign>[.,])[0-9]{3})(?:(?P=sign)[0-9]{3})*(?:(?!(?P=sign))[.,][0-9]+)?"
)
_POSSIBLE = re.compile(r"[+-]?[0-9]{1,3}[.,][0-9]{3}")
_SPACES = re.compile("[ \u00a0\u202f\u2009]")
_MINUS = str.maketrans("−–‐", "---")


@dataclass(frozen=True)
class Read:
    """A number, and what stood with it: its unit (empty without one), and whether it has the mark of a footnote.

    limit: a number of persons that is told only as fewer than another, as <5.
    """

    number: Number
    unit: str = ""
    is_marked: bool = False
    limit: str = ""


@dataclass(frozen=True)
class Signs:
    """The decimal sign of a column, and the sign between its thousands; empty where nothing tells them."""

    decimal: str = ""
    thousands: str = ""


def signs(texts: Iterable[str]) -> Signs:
    """What the numbers of a column that can be read in one way tell of those that could be read in two.

    A sign counts only where the others use it in one way, and no other sign in that way.
    """
    decimal, thousands = set(), set()
    for text in texts:
        if isinstance(text, Exact) or not re.search("[.,]", text):
            continue
        bare = _SPACES.sub("", _undressed(text)[0]).translate(_MINUS)
        grouped = _GROUPED.fullmatch(bare)
        if (
            _POSSIBLE.fullmatch(bare)
            and not bare.lstrip("+-").startswith("0")
            and not re.search("[0-9][ \u00a0\u202f\u2009][0-9]", text)
        ):
            continue
        if grouped and (bare.count(grouped["sign"]) > 1 or len(set(re.findall("[.,]", bare))) > 1):
            thousands.add(grouped["sign"])
            decimal |= set(re.findall("[.,]", bare)) - {grouped["sign"]}
        elif found := re.fullmatch(r"[+-]?[0-9]+([.,])[0-9]+", bare):
            decimal.add(found[1])
    is_mixed = bool(decimal & thousands)
    return Signs(*("" if is_mixed or len(found) != 1 else found.pop() for found in (decimal, thousands)))


def read_number(text: str, unit: str = "", known: Signs = Signs()) -> Read:
    """Read a cell as a number, with what people write around it. Raises ValueError, with what was expected.

    unit: that of the column; another one in the cell is refused, as are brackets and a minus at the end where the number
    is no money, and `<5` where it counts nothing. known: the signs of the column.
    """
    bare, of, is_marked = _undressed(text)
    if of and unit and of != unit:
        raise ValueError(f"a number in {unit}; the cell says {of}")
    if _FEWER.fullmatch(bare):
        if (unit or of) != "antal":
            raise ValueError("a number; only a number of persons or things may be told as fewer than another")
        return Read(Number(None, 0, "undertryckt"), of, is_marked, bare)
    if bare == "—":
        bare = "–"
    for pattern in (_BRACKETS, MINUS_LAST, _MINUS_APART):
        if negative := pattern.fullmatch(bare):
            if (unit or of) not in MONEY:
                raise ValueError(
                    f"a number such as 1234 or -1234; {text.strip()} is read as negative only among amounts of money"
                )
            bare = f"-{negative[1].strip()}"
    return Read(_parsed(Exact(bare) if isinstance(text, Exact) else bare, known), of, is_marked)


def _undressed(text: str) -> tuple[str, str, bool]:
    """The text without its unit and the mark of a footnote; the unit; whether there was a mark."""
    bare, unit, is_marked = text.strip(), "", False
    for _ in range(2):
        if mark := _MARK.fullmatch(bare):
            bare, is_marked = mark[1].strip(), True
        if after := _AFTER.fullmatch(bare):
            bare, unit = after[1].strip(), UNIT_WORDS[after[2].lower().rstrip(".")]
        elif before := _BEFORE.fullmatch(bare):
            bare, unit = before[2].strip(), UNIT_WORDS[before[1].lower()]
    return bare, unit, is_marked


def _parsed(text: str, known: Signs) -> Number:
    """The number, by the signs of its column where the text alone can be read in two ways."""
    plain = text.translate(_MINUS)
    found = _GROUPED.fullmatch(plain)
    if not found or isinstance(text, Exact):
        return parse_number(text)
    sign, others = found["sign"], set(re.findall("[.,]", plain))
    if _POSSIBLE.fullmatch(plain):
        if plain.lstrip("+-").startswith("0") or sign not in (known.decimal, known.thousands):
            return parse_number(text)
        if sign == known.decimal:
            return Number(Decimal(plain.replace(",", ".")), 3)
        return parse_number(plain.replace(sign, ""))
    if plain.lstrip("+-").startswith("0"):
        return parse_number(text)
    return parse_number(plain.replace(sign, "")) if len(others) == 1 else _with_decimals(plain, sign)


def _with_decimals(plain: str, sign: str) -> Number:
    """1.234,5 and 1,234.5: the sign that stands first is between thousands."""
    digits = plain.replace(sign, "").replace(",", ".")
    return Number(Decimal(digits), len(digits.partition(".")[2]))


class Marks:
    """What was read with a mark or as fewer than a number, told once for a sheet with all its cells."""

    def __init__(self) -> None:
        self.marked: list[Place] = []
        self.fewer: list[Place] = []

    def add(self, read: Read, place: Place) -> None:
        if read.is_marked:
            self.marked.append(place)
        if read.limit:
            self.fewer.append(place)

    def notes(self) -> list[Fault]:
        found = []
        if self.marked:
            message = "The mark of a footnote is left out, and the number read."
            found.append(Fault("number-marked", message, tuple(self.marked), severity="note"))
        if self.fewer:
            message = "The number is told only as fewer than another: it is read as suppressed."
            found.append(Fault("number-limited", message, tuple(self.fewer), severity="note"))
        return found
