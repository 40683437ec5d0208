"""Social accounts: the signal that a result's threshold implies.

Green means that the planned result was reached, red that it was not (domain: Traffic light). There is no yellow.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

import pandas as pd

from finsam.measures.shares import Share
from finsam.tables.cells import Cell, Row, rows

GREEN, RED, MISSING, UNJUDGED = "grön", "röd", "utfall saknas", "bedöms inte"

#: What a missing result is called in the deliveries.
_MISSING_TEXT = "utfall saknas"


@dataclass(frozen=True)
class Result:
    """One result of an indicator: the target's row, the result's row and the group that it is about."""

    target: Row
    outcome: Row

    @property
    def respondents(self) -> str:
        return self.outcome.key["respondentgrupp"]

    @property
    def share(self) -> Share | None:
        """n of N, None where either isn't told."""
        n, base = self.outcome["n"], self.outcome["N"]
        return Share(int(n.varde), int(base.varde)) if n and base and base.varde > 0 else None

    @property
    def percent(self) -> Cell:
        """The printed percent, otherwise the computed one."""
        if self.outcome["procent"] or self.share is None:
            return self.outcome["procent"]
        return Cell(self.share.rounded(), "procent")

    @property
    def signal(self) -> str:
        """Of the exact share or count against the threshold, never of the rounded percent."""
        if self.outcome.key["utfall_text"].casefold() == _MISSING_TEXT:
            return MISSING
        threshold, examples = self.target["troskel"], self.outcome["exempel"]
        if threshold and self.share:
            return GREEN if self.share.percent >= threshold.varde else RED
        least = re.match(r"(\d+) exempel", self.target.key["troskel_text"])
        if least and examples:
            return GREEN if examples.varde >= Decimal(least[1]) else RED
        return UNJUDGED


def results(targets: pd.DataFrame, outcomes: pd.DataFrame) -> list[Result]:
    """Every result in the order of the targets; a target without any result counts as one that is missing."""
    found: dict[str, list[Row]] = {}
    for row in rows(outcomes, ("indikator", "respondentgrupp", "utfall_text")):
        found.setdefault(row.key["indikator"], []).append(row)
    result = []
    keys = (
        "malomrade_nr",
        "malomrade",
        "konto",
        "indikator",
        "kontotext",
        "kort",
        "typ",
        "troskel_text",
        "nns",
    )
    for target in rows(targets, keys):
        absent = Row(
            {"indikator": target.key["indikator"], "respondentgrupp": "", "utfall_text": _MISSING_TEXT}
        )
        result += [Result(target, row) for row in found.get(target.key["indikator"], [absent])]
    return result
