"""Text in which every digit, dash and space is the plain one, and what a day and a check digit say of ten digits."""

from __future__ import annotations

import datetime as dt
import re
import sys
import unicodedata
from functools import cache
from html import unescape
from urllib.parse import unquote

#: Of a coordination number (samordningsnummer) the day is 60 more.
COORDINATION = 60

#: Signs that look like a hyphen or dash and by Unicode are none.
_DASHES = "\u2043\u02d7\u2796\u207b\u208b\u2212\u2500\u2501\u23af\u30fc"
_OTHERS = {"＋": "+", "．": ".", "／": "/", "＿": "_", "：": ":", "⁄": "/", "∕": "/"} | dict.fromkeys(
    "·•∙‧․・", "."
)
#: Kinds of signs that no reader sees, or sees as a part of the sign before: formats, and marks that combine.
_UNSEEN = {"Cf", "Mn", "Me"}
#: NUL parts texts that are no neighbours (scan).
_CONTROL = re.compile(r"[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")

#: Signs as Python, JSON and scripts write them, as entities of HTML and XML, and as addresses have them.
_WRITTEN = re.compile(
    r"\\+(?:u(?P<four>[0-9a-fA-F]{4})|u\{(?P<any>[0-9a-fA-F]{1,6})\}|x(?P<two>[0-9a-fA-F]{2}))|(?P<entity>&(?:[A-Za-z]{2,10}|#[0-9]{1,7}|"
    r"#[xX][0-9a-fA-F]{1,6});)|(?P<quoted>(?:%[0-9a-fA-F]{2})+)"
)

_NOT_ASCII, _LETTERS = re.compile(r"[^\x00-\x7f]"), set("åäöÅÄÖé")


@cache
def _others() -> dict[str, str]:
    found = {}
    for code in range(128, sys.maxunicode + 1):
        kind = unicodedata.category(sign := chr(code))
        if kind == "Nd" or (kind == "No" and unicodedata.digit(sign, None) is not None):
            found[sign] = str(unicodedata.digit(sign))
        elif kind in ("Zs", "Zl", "Zp"):
            found[sign] = " "
        elif kind == "Pd":
            found[sign] = "-"
        elif kind in _UNSEEN:
            found[sign] = ""
    return found | dict.fromkeys(_DASHES, "-") | _OTHERS


def plain(text: str) -> str:
    """The text with ASCII digits, hyphens and spaces in place of others, and without signs that aren't seen."""
    if not text.isascii():
        known = _others()
        text = unicodedata.normalize("NFC", text)
        for sign in set(_NOT_ASCII.findall(text)) - _LETTERS:
            if (as_plain := known.get(sign)) is not None:
                text = text.replace(sign, as_plain)
    return text if text.isprintable() else _CONTROL.sub("", text)


def as_read(text: str) -> str:
    r"""The text with the signs that are written as \xa0, \u2013, &nbsp; or %20; a line end among them is a blank."""
    return _WRITTEN.sub(_sign, text) if "\\" in text or "&" in text or "%" in text else text


def _sign(found: re.Match[str]) -> str:
    if code := found["four"] or found["any"] or found["two"]:
        number = int(code, 16)
        # Half a sign, as JSON writes those beyond the first 65,536, is none.
        sign = chr(number) if number <= sys.maxunicode and not 0xD800 <= number <= 0xDFFF else ""
    else:
        sign = unescape(found["entity"]) if found["entity"] else unquote(found["quoted"])
    return " " if sign in ("\n", "\r", "\0") else sign


def is_day(century: str, year: str, month: str, day: str) -> bool:
    """Whether there is such a birth day, also with the day of a coordination number.

    Without a century 29 February is a day of some year, as of 2000.
    """
    of_month = int(day) - (COORDINATION if int(day) > COORDINATION else 0)
    try:
        dt.date(int(century + year) if century else 2000 + int(year) % 4, int(month), of_month)
    except ValueError:
        return False
    return True


def is_right(ten: str) -> bool:
    """Whether the tenth digit is the check digit of the nine before it (Luhn; SKV 704)."""
    doubled = (int(digit) * (2 - at % 2) for at, digit in enumerate(ten))
    return sum(number - 9 if number > 9 else number for number in doubled) % 10 == 0
