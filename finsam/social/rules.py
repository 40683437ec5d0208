"""How targets are held: which units a rule can have, who is asked, and every fault in a table of targets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pandas as pd

from finsam.faults import Fault, Place
from finsam.tables.cells import Cell, Row, rows
from finsam.tables.words import RESPONDENTS

#: The rules that compare a level with the baseline.
CHANGES = ("minskar", "okar")

#: What a missing result is called in `utfall_text`.
MISSING_TEXT = "Utfall saknas"

#: The rules whose threshold has one unit only.
_UNIT_OF = {"andel_minst": "procent", "antal_minst": "antal", "exempel_minst": "antal"}

_KEYS = ("indikator", "typ", "respondentgrupp", "regel", "senast", "mates_av")


def target_rows(targets: pd.DataFrame) -> list[Row]:
    """One Row for each target, with the cells `troskel` and `baslinje` and the keys that rules need."""
    return list(rows(targets, _KEYS))


def rule_of(target: Row) -> str:
    """One of words.RULES: `andel_minst` where none stands and there is a threshold, empty without either."""
    return target.key["regel"] or ("andel_minst" if target["troskel"] else "")


def unit_of(target: Row) -> str:
    """The unit of threshold and baseline; of a change, `procentenheter` is a difference and `procent` relative."""
    return target["troskel"].enhet or target["baslinje"].enhet


def place_of(target: Row, column: str, value: str) -> Place:
    """Where a key of a target stands: the row of its numbers, under the key's own name."""
    place = next(iter(target.values())).at
    return replace(place, column=column, value=value)


def unit_fits(rule: str, unit: str, of_level: str) -> bool:
    """Whether a level in one unit can be held against a threshold in another; an untold unit is taken to fit."""
    if not unit or not of_level:
        return True
    if rule in CHANGES and unit == "procent":
        return True
    return of_level == ("procent" if rule in CHANGES and unit == "procentenheter" else unit)


def respondent_word(text: str) -> str:
    """The word of words.RESPONDENTS for a group under any of its spellings; small letters where there is none."""
    small = " ".join(text.casefold().split())
    for word, spellings in RESPONDENTS.items():
        if small == word or small in (spelling.casefold() for spelling in spellings):
            return word
    return small


def social_faults(targets: pd.DataFrame, outcomes: pd.DataFrame | None) -> list[Fault]:
    """Targets that can't be held as they stand, and levels in another unit than their target's.

    targets, outcomes: tidy tables of sociala_mal and sociala_utfall.
    """
    found = target_rows(targets)
    faults = [fault for target in found for fault in _target_faults(target)]
    if outcomes is not None:
        by_name = {target.key["indikator"]: target for target in found}
        levels = outcomes[(outcomes["kolumn"] == "varde") & outcomes["varde"].notna()]
        for row in levels.to_dict("records"):
            target = by_name.get(row["indikator"])
            if target and not unit_fits(rule_of(target), unit_of(target), row["enhet"]):
                place = Place(row["fil"], row["blad"] or None, int(row["radnr"]), "enhet", row["enhet"])
                faults.append(unit_differs(target, place))
    return faults


def unit_differs(target: Row, place: Place) -> Fault:
    unit = unit_of(target)
    expected = "procent" if unit == "procentenheter" else unit
    message = f"Indicator {target.key['indikator']} has a threshold in {unit}, so its result can't be held against it."
    return Fault("unit-differs", message, (place,), f"a level in {expected}")


def _target_faults(target: Row) -> Iterator[Fault]:
    rule, unit, year = rule_of(target), unit_of(target), target.key["senast"]
    threshold = target["troskel"]
    if year and not re.fullmatch(r"(19|20)\d\d", year):
        place = place_of(target, "senast", year)
        yield Fault("year-unreadable", "The cell is no year.", (place,), "a year such as 2020")
    needed = _UNIT_OF.get(rule, unit)
    if unit and unit != needed:
        place = place_of(target, "enhet", unit)
        yield Fault("unit-wrong", f"The rule {rule} is not held in this unit.", (place,), needed)
    if unit == "procentenheter" and rule not in ("", *CHANGES):
        place = place_of(target, "enhet", unit)
        message = f"The rule {rule} compares a level, and percentage points are a change."
        yield Fault("unit-wrong", message, (place,), "procent, or one of the rules " + ", ".join(CHANGES))
    if rule in CHANGES and threshold and threshold.varde and not unit:
        message = (
            "A change needs its unit: 5 percentage points and 5 percent of the baseline are not the same."
        )
        expected = "procentenheter, procent (of the baseline), or the unit of the level"
        yield Fault("unit-missing", message, (place_of(target, "enhet", ""),), expected)
    if threshold:
        yield from _threshold_faults(rule, threshold)


def _threshold_faults(rule: str, threshold: Cell) -> Iterator[Fault]:
    place = replace(threshold.at, value=str(threshold.varde))
    if threshold.number < 0:
        message = "A threshold is never negative: the rule tells the direction."
        yield Fault("threshold-wrong", message, (place,), "0 or more")
    elif rule == "andel_minst" and threshold.number > 100:
        yield Fault("threshold-wrong", "No share is above 100 percent.", (place,), "0 to 100")
    elif rule == "andel_minst" and 0 < threshold.number < 1:
        message = "A share of less than 1 percent is no goal; Excel saves 80 % as 0.8."
        yield Fault("threshold-wrong", message, (place,), "the number of percent, as 80")
