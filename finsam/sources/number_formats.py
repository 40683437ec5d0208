"""What a number format of Excel shows beside the digits: percent, a unit, or thousands as ones."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from finsam.sources.written import UNIT_WORDS

#: The formats that no workbook writes out (ECMA-376, 18.8.30): of these only percents matter. Currencies among them are
#: those of the reader's own country, so they say nothing.
_BUILT_IN = {9: "0%", 10: "0.00%"}

#: Text in a format: quoted, after a backslash, or a currency as in [$kr-41D]; a place that is left free; a colour.
_TEXT = re.compile(r'"([^"]*)"|\\(.)|\[\$([^\]-]*)[^\]]*\]')
_NO_SIGN = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
_SCALED = re.compile(r"[0#?](,+)(?![0#?,])")


#: Other currencies than the krona, which a table can't be in.
_CURRENCIES = ("€", "$", "£", "EUR", "USD", "DKK", "NOK")


@dataclass(frozen=True)
class Shown:
    """percent: the number is shown a hundred times as large. thousands: how often it is shown divided by a thousand.

    unit: the text around it, such as kr.
    """

    percent: bool = False
    thousands: int = 0
    unit: str = ""

    def __bool__(self) -> bool:
        return self.percent or self.thousands > 0 or bool(self.unit)


def shown(code: str) -> Shown:
    """What a format code shows of a positive number. Texts that are neither a unit nor a currency don't count."""
    positive = _sections(code)[0]
    found = [(quoted or escaped, currency) for quoted, escaped, currency in _TEXT.findall(positive)]
    currency = "".join(each for _, each in found).strip()
    text = "".join(each for each, _ in found).strip()
    bare = _NO_SIGN.sub("", positive)
    scaled = _SCALED.search(bare)
    unit = currency or (text if text.lower().rstrip(".") in UNIT_WORDS or text in _CURRENCIES else "")
    return Shown("%" in bare, len(scaled[1]) if scaled else 0, unit)


def shown_by_number(custom: Mapping[int, str], number: int) -> Shown:
    """The same of a format by its number. custom: the codes that the workbook writes out."""
    return shown(custom.get(number, _BUILT_IN.get(number, "")))


def _sections(code: str) -> list[str]:
    """A format has parts for positive numbers, negative ones, zero and text; a semicolon in a text parts nothing."""
    marked = re.sub(r'"[^"]*"|\\.', lambda found: found[0].replace(";", "\0"), code)
    return [part.replace("\0", ";") for part in marked.split(";")]
