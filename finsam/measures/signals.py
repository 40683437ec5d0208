"""Social accounts: what the rule and the threshold of a target make of its results.

Green means that the planned result was reached, red that it was not (domain: Traffic light). There is no yellow.
Everything is judged on exact numbers, never on a rounded percent.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import pandas as pd

from finsam.measures.shares import Share
from finsam.social.rules import CHANGES, MISSING_TEXT, respondent_word, rule_of, unit_of
from finsam.tables.cells import Cell, Row, rows
from finsam.tables.periods import of_year

GREEN, RED, MISSING, UNJUDGED = "grön", "röd", "utfall saknas", "bedöms inte"

#: Why a result is not judged.
FUTURE, NO_THRESHOLD, NO_BASELINE, NO_NUMBER = "not yet", "no threshold", "no baseline", "no number"
#: The same, where the result is there but may not be told.
FEW = "few persons"

TARGET_KEYS = (
    "malomrade_nr", "malomrade", "konto", "indikator", "kontotext", "kort", "typ", "respondentgrupp",
    "regel", "senast", "troskel_text", "nns",
)  # fmt: skip
OUTCOME_KEYS = ("indikator", "respondentgrupp", "period", "utfall_text")


@dataclass(frozen=True)
class Result:
    """One result of an indicator: the target's row, the result's row and the year that it is judged in."""

    target: Row
    outcome: Row
    ar: int

    @property
    def respondents(self) -> str:
        return self.outcome.key["respondentgrupp"]

    @property
    def rule(self) -> str:
        """One of words.RULES; empty where the target has neither rule nor threshold."""
        return rule_of(self.target)

    @property
    def unit(self) -> str:
        """The unit of the threshold. Of a change, `procentenheter` is a difference and `procent` is relative."""
        return unit_of(self.target)

    @property
    def share(self) -> Share | None:
        """n of N, None where either isn't told or N is 0."""
        n = self.outcome["n"]
        return Share(int(n.number), self.base) if n and self.base else None

    @property
    def base(self) -> int | None:
        """How many answers or persons the result is of, None where that isn't told or is 0."""
        base = self.outcome["N"]
        return int(base.number) if base and base.number > 0 else None

    @property
    def percent(self) -> Cell:
        """The printed percent, otherwise the computed one."""
        if self.outcome["procent"] or self.share is None:
            return self.outcome["procent"]
        return Cell(self.share.rounded(), "procent")

    @property
    def level(self) -> Fraction | None:
        """The delivered level; where none is, the exact percent of n/N or the count n, by the unit of the threshold."""
        if self.outcome["varde"]:
            return Fraction(self.outcome["varde"].number)
        if self.unit in ("procent", "procentenheter"):
            return _exact_percent(self.share)
        return _exact(self.outcome["n"]) if self.unit == "antal" else None

    @property
    def change(self) -> Fraction | None:
        """From the baseline to the level, in the unit of the threshold: percent of the baseline where that is `procent`.

        None without either, or where a baseline of 0 or less has no relative change.
        """
        before, now = _exact(self.target["baslinje"]), self.level
        if before is None or now is None:
            return None
        if self.unit != "procent":
            return now - before
        return 100 * (now - before) / before if before > 0 else None

    @property
    def is_missing(self) -> bool:
        """Whether there is no result: the words for it, or a row where nothing stands. Suppressed is not missing."""
        text = self.outcome.key["utfall_text"].casefold()
        return text == MISSING_TEXT.casefold() or not (
            text or any(cell.status != "saknas" for cell in self.outcome.values())
        )

    @property
    def signal(self) -> str:
        return self._judged[0]

    @property
    def reason(self) -> str:
        """Why the signal is UNJUDGED: FUTURE, NO_THRESHOLD, NO_BASELINE, NO_NUMBER or FEW; otherwise empty."""
        return self._judged[1]

    @cached_property
    def _judged(self) -> tuple[str, str]:
        threshold = _exact(self.target["troskel"])
        if self.is_missing:
            return MISSING, ""
        if self.target.key["senast"] and self.ar < int(self.target.key["senast"]):
            return UNJUDGED, FUTURE
        if threshold is None and self.rule not in CHANGES:
            return UNJUDGED, NO_THRESHOLD
        if self.rule in CHANGES and not self.target["baslinje"]:
            return UNJUDGED, NO_BASELINE
        value = self._value()
        if value is None:
            return UNJUDGED, FEW if any(cell.is_hidden for cell in self.outcome.values()) else NO_NUMBER
        return (GREEN if _holds(self.rule, value, threshold or Fraction(0)) else RED), ""

    def _value(self) -> Fraction | None:
        """The number that the rule compares with the threshold; a fall counts as positive for `minskar`."""
        match self.rule:
            case "andel_minst":
                return _exact_percent(self.share)
            case "antal_minst":
                return _exact(self.outcome["varde"] or self.outcome["n"])
            case "exempel_minst":
                return _exact(self.outcome["exempel"])
            case "minskar" | "okar":
                change = self.change
                return -change if change is not None and self.rule == "minskar" else change
            case _:
                return self.level


def _holds(rule: str, value: Fraction, threshold: Fraction) -> bool:
    if rule == "niva_hogst":
        return value <= threshold
    if rule in CHANGES and threshold == 0:
        return value > 0
    return value >= threshold


def _exact(cell: Cell) -> Fraction | None:
    return Fraction(cell.number) if cell else None


def _exact_percent(share: Share | None) -> Fraction | None:
    return Fraction(100 * share.n, share.N) if share else None


def results(targets: pd.DataFrame, outcomes: pd.DataFrame, ar: int) -> list[Result]:
    """Every result of a year in the order of the targets; a target without any has one that is missing.

    targets, outcomes: tidy tables of sociala_mal and sociala_utfall. Of several periods in the year, the last
    counts, and the whole year is later than its months.
    """
    found: dict[str, dict[str, Row]] = {}
    chosen = of_year(outcomes, ar) if len(outcomes) else outcomes
    for row in sorted(rows(chosen, OUTCOME_KEYS), key=lambda row: _end(row.key["period"])):
        found.setdefault(row.key["indikator"], {})[row.key["respondentgrupp"]] = row
    order = list(dict.fromkeys(zip(chosen["indikator"], chosen["respondentgrupp"], strict=True)))
    result = []
    for target in rows(targets, TARGET_KEYS):
        name = target.key["indikator"]
        of_target = [found[name][group] for indicator, group in order if indicator == name]
        absent = Row(dict.fromkeys(OUTCOME_KEYS, "") | {"indikator": name, "period": str(ar)})
        result += [Result(target, row, ar) for row in of_target or [absent]]
    return result


@dataclass(frozen=True)
class Trend:
    """The results of one indicator and group by period, in order of time."""

    target: Row
    respondents: str
    results: dict[str, Result]


def trends(targets: pd.DataFrame, outcomes: pd.DataFrame) -> list[Trend]:
    """Every indicator and group that has results in at least two periods, in the order of the targets.

    A result is one that isn't missing. Each is a Result of its own year, under the thresholds of now. Spellings of
    words.RESPONDENTS are one group.
    """
    found: dict[str, dict[str, list[Row]]] = {}
    for row in sorted(rows(outcomes, OUTCOME_KEYS), key=lambda row: _end(row.key["period"])):
        of_indicator = found.setdefault(row.key["indikator"], {})
        of_indicator.setdefault(respondent_word(row.key["respondentgrupp"]), []).append(row)
    result = []
    for target in rows(targets, TARGET_KEYS):
        for of_group in found.get(target.key["indikator"], {}).values():
            by_period = [Result(target, row, int(row.key["period"][:4])) for row in of_group]
            there = {each.outcome.key["period"]: each for each in by_period if not each.is_missing}
            if len(there) > 1:
                result.append(Trend(target, of_group[-1].key["respondentgrupp"], there))
    return result


def _end(period: str) -> str:
    """A text that sorts periods by their end: 2017-06 before 2017-12-31, and both before 2017."""
    return f"{period:~<10}"
