"""Swedish forms: numbers, units, and the words that follow from a number."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from babel.dates import format_date

from finsam import printed
from finsam.tables.cells import Cell

NBSP = "\u00a0"
MINUS = "\u2212"

#: What stands where there is no number; the method chapter explains the signs.
SIGNS = {"saknas": "–", "undertryckt": "..", "ej_tillampligt": "."}

#: Unit in the singular and in the plural, as they follow a number.
UNITS = {
    "antal": ("", ""),
    "procent": ("%", "%"),
    "procentenheter": ("procentenhet", "procentenheter"),
    "kr": ("kr", "kr"),
    "tkr": ("tkr", "tkr"),
    "mkr": ("miljoner kronor", "miljoner kronor"),
    "dagar": ("dag", "dagar"),
    "timmar": ("timme", "timmar"),
    "manader": ("månad", "månader"),
    "ar": ("år", "år"),
    "poang": ("poäng", "poäng"),
    "helarsekvivalenter": ("helårsekvivalent", "helårsekvivalenter"),
    "": ("", ""),
}

#: Small numbers in words; 1 is `en`, or `ett` before a neuter noun.
WORDS = ("noll", "en", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio", "elva", "tolv")


def number(value: Decimal | int, decimals: int = 0) -> str:
    """A number with no-break space between thousands, decimal comma and true minus; halves round away from zero."""
    exact = Decimal(value).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    sign = MINUS if exact < 0 else ""
    whole, _, part = f"{abs(exact):,f}".partition(".")
    return printed.number(sign + whole.replace(",", NBSP) + ("," + part if part else ""), value)


def word(count: int, one: str = "en") -> str:
    """`två`, `tolv`: a count in words up to twelve, in figures above. one: `ett` before a neuter noun."""
    if 0 <= count < len(WORDS):
        return one if count == 1 else WORDS[count]
    return number(count)


def exact_decimals(value: Decimal) -> int:
    """How many decimals an exact number is written with."""
    return len(f"{value:f}".partition(".")[2])


def with_unit(value: Decimal | int, unit: str, decimals: int = 0) -> str:
    """`12 430 tkr`, `46 %`, `1 dag`: the unit is held to its number by a no-break space."""
    text = number(value, decimals)
    word = UNITS[unit][0 if text == "1" else 1]
    return text + (NBSP + word.replace(" ", NBSP) if word else "")


def cell_text(cell: Cell, unit: bool = False) -> str:
    """A cell as it is printed: as many decimals as were delivered, or the sign for why there is no number."""
    if cell.varde is None:
        return SIGNS[cell.status]
    return with_unit(cell.varde, cell.enhet, cell.decimaler) if unit else number(cell.varde, cell.decimaler)


def day(date: dt.date) -> str:
    """`24 februari 2017`, the day held to its month."""
    return format_date(date, f"d{NBSP}MMMM y", locale="sv")


def period(text: str) -> str:
    """`2016`, `september 2015`, `31 december 2016`, spans as `2009–2014` and `januari–juni 2025`; half-years."""
    return printed.literal(_period(text))


def _period(text: str) -> str:
    if re.fullmatch(r"\d{4}-\d\d", text):
        return format_date(dt.date.fromisoformat(f"{text}-01"), "MMMM y", locale="sv")
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        return day(dt.date.fromisoformat(text))
    if found := re.fullmatch(r"(\d{4})-H([12])", text):
        return f"{('första', 'andra')[int(found[2]) - 1]} halvåret {found[1]}"
    if found := re.fullmatch(r"(\d{4})-(\d\d)/(\d{4})-(\d\d)", text):
        first, last = (dt.date(int(found[at]), int(found[at + 1]), 1) for at in (1, 3))
        start = format_date(first, "MMMM" if first.year == last.year else "MMMM y", locale="sv")
        return f"{start}–{format_date(last, 'MMMM y', locale='sv')}"
    return text.replace("-", "–")


def listing(words: Sequence[str], last: str = "och") -> str:
    """`a`, `a och b`, `a, b och c`."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def plural(count: Decimal | int, one: str, many: str) -> str:
    """`1 person`, `12 personer`."""
    return f"{number(count)}{NBSP}{one if count == 1 else many}"


def capital(text: str) -> str:
    """The first letter in upper case, the rest as it is."""
    return text[:1].upper() + text[1:]


def first_small(text: str) -> str:
    """The first letter in lower case, as within a sentence; the rest as it is."""
    return text[:1].lower() + text[1:]
