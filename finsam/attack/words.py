"""Labels, names and numbers of published tables as a reader compares them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import takewhile

#: What stands in the place of a suppressed figure.
HIDDEN = ".."

#: What stands where there is no number for other reasons.
MISSING = "–"

#: Labels of what is a sum of the others.
TOTALS = frozenset(
    ("totalt", "summa", "alla", "samtliga", "hela forbundet", "alla insatser", "alla tillsammans", "alla svar", "total")
)  # fmt: skip

_NUMBER = r"[−+-]?\d{1,3}(?: \d{3})+(?:,\d+)?|[−+-]?\d+(?:,\d+)?"
_HIDDEN = r"(?<![.\d])\.\.(?![.\d])"
_PART = rf"(?:{_NUMBER}|{_HIDDEN})"
_CELL = re.compile(
    rf"(?P<main>{_PART})(?P<percent> ?%)?(?P<unit> [a-zåäö]+)?"
    rf"(?: \((?:(?P<count>{_PART}) ?(?:/|av) ?(?P<base>{_PART})|(?P<low>{_PART})[–-](?P<high>{_PART}))\))?"
    rf"(?P<rest>[,.(].*)?"
)


@dataclass(frozen=True)
class Figure:
    """A published number: the true one is at most `slack` from `value`, which is None for a suppressed one.

    share: percent or points of something, and what else is no count.
    """

    value: Fraction | None
    slack: Fraction = Fraction(0)
    share: bool = False

    @property
    def is_hidden(self) -> bool:
        return self.value is None

    @property
    def number(self) -> Fraction:
        """The value of one that isn't suppressed, ValueError for one that is."""
        if self.value is None:
            raise ValueError("A suppressed figure has no number.")
        return self.value

    @property
    def is_count(self) -> bool:
        """Whether it is a published whole number, exact and not negative."""
        return (
            not (self.is_hidden or self.share or self.slack)
            and self.number.denominator == 1
            and self.number >= 0
        )

    def agrees(self, other: Figure) -> bool:
        """Whether two published numbers can be the same one."""
        return abs(self.number - other.number) <= self.slack + other.slack


def shared(texts: Sequence[Sequence[str]]) -> int:
    """How many letters, or words, all begin with."""
    alike = (len(set(each)) == 1 for each in zip(*texts, strict=False))
    return sum(takewhile(bool, alike))


def spaced(text: str) -> str:
    """Any run of spaces, no-break ones too, as one space; without the marks of the checks."""
    return re.sub(r"\s+", " ", text.replace("\u2060", "").translate({0x2020: None, 0x2021: None})).strip()


@lru_cache(maxsize=2**16)
def slug(text: str) -> str:
    """Small letters a-z, digits and single spaces: labels of tables, names of values and words of a text alike."""
    plain = unicodedata.normalize("NFKD", spaced(text).lower())
    words = re.sub(
        r"[^a-z0-9]+", " ", "".join(sign for sign in plain if not unicodedata.combining(sign))
    ).strip()
    words = re.sub(r"^(varav|darav) ", "", words)
    return "totalt" if words in TOTALS else words


def figure(text: str, share: bool = False) -> Figure:
    """A number as it stands in Swedish, or the sign of a suppressed one. A count has no decimals and is exact."""
    if text == HIDDEN:
        return Figure(None, share=share)
    digits = text.replace(" ", "").replace("−", "-").lstrip("+")
    whole, _, part = digits.partition(",")
    slack = Fraction(1, 2 * 10 ** len(part)) if share or part else Fraction(0)
    return Figure(Fraction(f"{whole}.{part}" if part else whole), slack, share)


def parts_of(text: str, share: bool = False) -> dict[str, Figure] | None:
    """The numbers of a table cell by their part: `` the number itself, `antal` and `bas` of a share with its counts,
    `fran` and `till` of one with its interval. None where no number and no suppressed one stands.

    share: whether a number without a sign of percent is percent too.
    """
    found = _CELL.fullmatch(spaced(text))
    if not found:
        return None
    share = share or bool(found["percent"])
    parts = {"": figure(found["main"], share)}
    if found["count"]:
        parts |= {"antal": figure(found["count"]), "bas": figure(found["base"])}
    elif found["low"]:
        parts |= {"fran": figure(found["low"], share), "till": figure(found["high"], share)}
    return parts


_NO_COUNT = re.compile(
    r"\b(andel\w*|procent\w*|svarsfrekvens|skillnad\w*|differens\w*|förändring\w*|intervall|medel\w*|median\w*|dagar|t?kr)\b|%"
)


def is_no_count(head: str) -> bool:
    """Whether a column is of percent, differences, days or money, by its heading."""
    return bool(_NO_COUNT.search(spaced(head).lower()))


def is_mean(head: str) -> bool:
    """Whether a column is of means of whole numbers, by its heading."""
    return bool(re.search(r"\b(medel\w*|genomsnitt\w*|snitt)\b", spaced(head).lower()))


def is_average(head: str) -> bool:
    """Whether a column is of means or medians, by its heading."""
    return is_mean(head) or bool(re.search(r"\bmedian\w*\b", spaced(head).lower()))


def is_share(head: str) -> bool:
    """Whether a column is of percent of a count, by its heading."""
    text = spaced(head).lower()
    return bool(re.search(r"\b(andel\w*|procent|svarsfrekvens)\b|%", text)) and "skillnad" not in text
