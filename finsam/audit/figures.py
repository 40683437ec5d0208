"""Checks of single figures (uppgifter): printed shares, parts of a whole, periods, and what can't be at all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Literal

import pandas as pd

from finsam.audit.check import Check, Worded, compare, percent
from finsam.faults import Place
from finsam.tables.cells import Cell, Row, places_of, rows

_KEYS = ("kapitel", "grupp", "uppgift", "period", "fil", "blad", "radnr")
#: `<whole>, varav <part>`, as the part of a whole that another row tells.
_PART = re.compile(r"(?P<whole>.+?),? (?:varav|av dessa) (?P<part>.+)", re.IGNORECASE)
#: What divides persons once more, so that such parts may overlap with others.
_TRAIT = re.compile(
    r"\b(?:kvinn\w*|m[aä]n|flick\w*|pojk\w*|\d+.*år|år gamla|ung\w*|äldre|barn|födda?|utrikes|utomnordisk\w*)\b",
    re.IGNORECASE,
)
_ENDS = {"från": "till", "lägst": "högst", "minst": "högst"}
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
#: Labels whose year is what they compare with, count from or aim at, not when the figure was.
_OTHER_YEAR = re.compile(
    r"\b(?:sedan|mot|jämför\w*|t\.o\.m\.|mål\w*|inför|start\w*)\b|\b(?:från|till)(?: och med)?(?: år)? (?:19|20)\d\d",
    re.IGNORECASE,
)
#: What is told of years to come.
_AHEAD = re.compile(
    r"\b(?:mål\w*|budget\w*|plan\w*|för?vänt\w*|beviljat?\w*|beslut\w*|prognos\w*|uppskatt\w*|beräkn\w*|kommande|ska|avsätt\w*"
    r"|avsatt\w*|sök\w*)\b",
    re.IGNORECASE,
)  # fmt: skip
_CHANGE = re.compile(r"förändr|minsk|ökn|ökat|skillnad|differens|netto|resultat", re.IGNORECASE)


def single_figures(table: pd.DataFrame, year: int) -> Iterator[Check]:
    """Every check that single figures allow by themselves. year: of the book."""
    found = list(rows(table, _KEYS))
    for row in found:
        yield from percent("percent", f"{subject(row)}: andel", row["procent"], row["varde"], row["bas"])
        yield from _impossible(row)
        yield from _period(row, year)
    for _, of_group in groups(found).items():
        yield from _parts(of_group)
        yield from _spans(of_group)
        yield from _twice(of_group)


def groups(found: list[Row]) -> dict[tuple[str, ...], list[Row]]:
    """The rows by chapter, group and period, in order of delivery."""
    by: dict[tuple[str, ...], list[Row]] = {}
    for row in found:
        by.setdefault(tuple(row.key[key] for key in ("kapitel", "grupp", "period")), []).append(row)
    return by


def all_rows(table: pd.DataFrame) -> list[Row]:
    """One Row (varde, procent, bas) for each delivered row."""
    return list(rows(table, _KEYS))


def subject(row: Row) -> str:
    return ", ".join(filter(None, (row.key["grupp"], row.key["uppgift"])))


def is_part(row: Row) -> bool:
    return bool(_PART.fullmatch(row.key["uppgift"]))


def _parts(of_group: list[Row]) -> Iterator[Check]:
    """No part is more than its whole; parts told as `varav` of one whole aren't more together, unless they overlap."""
    wholes = {row.key["uppgift"].casefold().removesuffix(" totalt"): row for row in reversed(of_group)}
    parts: dict[str, list[Row]] = {}
    for row in of_group:
        if found := _PART.fullmatch(row.key["uppgift"]):
            parts.setdefault(found["whole"].casefold().removesuffix(" totalt"), []).append(row)
    for name, of_whole in parts.items():
        whole = wholes.get(name)
        if whole is None or not whole["varde"]:
            continue
        stated = whole["varde"]
        same = [row for row in of_whole if row["varde"] and row["varde"].enhet == stated.enhet]
        for row in same:
            cell = row["varde"]
            if cell.printed > stated.printed:
                places = places_of((cell, stated))
                yield Check("part-whole", subject(row), cell.printed, stated.printed, cell.enhet, places)
        apart = [
            row["varde"]
            for row in same
            if (named := _PART.fullmatch(row.key["uppgift"])) and not _TRAIT.search(named["part"])
        ]
        if len(apart) > 1 and sum(cell.printed for cell in apart) > stated.printed:
            yield from compare("parts-whole", f"{subject(whole)}: delarna tillsammans", stated, apart)


def _spans(of_group: list[Row]) -> Iterator[Check]:
    """What is told from and to: the first isn't more than the second."""
    by = {row.key["uppgift"].casefold(): row for row in of_group}
    for label, row in by.items():
        stem, _, end = label.rpartition(" ")
        low, high = row["varde"], by.get(f"{stem} {_ENDS.get(end, '')}", row)["varde"]
        if low and high and low.enhet == high.enhet and low.printed > high.printed:
            places = places_of((low, high))
            decimals = max(low.decimaler, high.decimaler)
            yield Check(
                "from-to", subject(row), low.printed, high.printed, low.enhet, places, decimals=decimals
            )


def _twice(of_group: list[Row]) -> Iterator[Check]:
    """A figure that is told twice in the same words has the same value."""
    for column in ("varde", "procent"):
        first: dict[tuple[str, str], Cell] = {}
        for row in of_group:
            cell = row[column]
            if cell:
                other = first.setdefault((row.key["uppgift"].casefold(), cell.enhet), cell)
                if other is not cell:
                    yield from compare("told-twice", subject(row), cell, [other])


def _impossible(row: Row) -> Iterator[Check]:
    """A share of a whole is at most all of it, and nobody counts fewer than none."""
    for column, cell in row.items():
        is_share = column == "procent" or (
            cell.enhet == "procent" and row.key["uppgift"].lower().startswith("andel")
        )
        is_change = _CHANGE.search(row.key["uppgift"])
        if cell and is_share and not is_change and cell.printed > 100:
            yield Check("impossible", f"{subject(row)}: högst allt", cell.printed, Decimal(100), cell.enhet, places_of([cell]),
                        decimals=cell.decimaler)  # fmt: skip
        elif cell and cell.enhet in ("antal", "procent") and not is_change and cell.printed < 0:
            yield Check("impossible", f"{subject(row)}: minst noll", cell.printed, Decimal(0), cell.enhet, places_of([cell]),
                        decimals=cell.decimaler)  # fmt: skip


def _period(row: Row, year: int) -> Iterator[Check]:
    """A span doesn't end before it begins, a label's year is its period's, and an outcome isn't of years to come."""
    years = [int(text) for text in _YEAR.findall(row.key["period"])]
    label = row.key["uppgift"]
    place = next((cell.place for cell in row.values() if cell), None)
    if not years or place is None:
        return
    first, last = years[0], years[-1]
    if first > last:
        yield _worded(row, place, f"perioden {row.key['period']}", "ett slut efter början", "contradiction")
    told = {int(text) for text in _YEAR.findall(label)}
    if len(told) == 1 and not _OTHER_YEAR.search(label) and not first <= min(told) <= last:
        yield _worded(row, place, f"{min(told)} i texten", row.key["period"], "note")
    if last > year and not _AHEAD.search(label):
        yield _worded(row, place, f"utfall för {row.key['period']}", f"högst {year}", "note")


def _worded(
    row: Row, place: Place, stated: str, expected: str, worth: Literal["contradiction", "note"]
) -> Worded:
    return Worded(
        "period", subject(row), Decimal(1), Decimal(0), "", (place,), worth=worth, words=(stated, expected)
    )
