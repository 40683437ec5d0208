"""Checks of the targets of the social accounts: the threshold is the one that the target's own words tell."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

import pandas as pd

from finsam.audit.check import Check
from finsam.audit.own import MONTHS
from finsam.sources.numbers import Number, parse_number
from finsam.tables.cells import rows
from finsam.tables.words import UNITS

#: Everything with a digit in it, and the word after it. A thin, no-break or common space may group thousands.
_WITH_DIGITS = re.compile(
    r"([^\s%()/;]*\d(?:[ \u00a0\u202f\u2009](?=\d{3}\b)|[^\s%()/;])*)\s*(%|[^\W\d]*)", re.UNICODE
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_PERCENT = ("%", "procent", "procentenhet", "procentenheter")
#: What numbers count that no threshold of `antal` does.
_TIMES = (*MONTHS, "månad", "månader", "vecka", "veckor", "dag", "dagar", "timmar", "år", "gånger")


def thresholds(table: pd.DataFrame) -> Iterator[Check]:
    """`troskel` is the number in `troskel_text`, where that has exactly one, in the threshold's unit.

    Years aren't counted. A text with several numbers, with one in another unit or with one that can be read in two
    ways says nothing of the threshold. table: tidy table of sociala_mal.
    """
    for row in rows(table, ("indikator", "troskel_text")):
        threshold, text = row["troskel"], row.key["troskel_text"]
        found = _only_number(text, threshold.enhet)
        if threshold and found is not None and found.varde is not None:
            stated, told = threshold.printed, abs(found.varde)
            decimals = max(threshold.decimaler, found.decimaler)
            # A text with fewer decimals may have been rounded.
            is_rounded = found.decimaler < threshold.decimaler
            tolerance = Decimal(5).scaleb(-found.decimaler - 1) if is_rounded else Decimal(0)
            places = (threshold.at, replace(threshold.at, column="troskel_text", value=text))
            subject = f"Indikator {row.key['indikator']}: tröskel mot målets text"
            yield Check("threshold-text", subject, stated, told, threshold.enhet, places, tolerance, decimals)


def _only_number(text: str, unit: str) -> Number | None:
    """The only number of a text that isn't a year; None where it has none or several, or one of something else."""
    found = [(token.rstrip(".,:"), word.lower()) for token, word in _WITH_DIGITS.findall(text)]
    found = [(token, word) for token, word in found if not _YEAR.fullmatch(token)]
    if len(found) != 1 or not _is_in(unit, found[0][1]):
        return None
    try:
        return parse_number(found[0][0])
    except ValueError:
        return None


def _is_in(unit: str, word: str) -> bool:
    """Whether the word after a number can be that of the unit; persons and things are counted in many words."""
    if not word:
        return True
    if unit in ("procent", "procentenheter"):
        return word in _PERCENT
    if unit == "antal":
        others = [spelling for other, each in UNITS.items() if other != "antal" for spelling in each]
        return word not in (*others, *_PERCENT, *_TIMES)
    return any(word == spelling or word.endswith(spelling) for spelling in UNITS.get(unit, ()))
