"""Participants: what came in, what ended and how, by insats and sex."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

import pandas as pd

from finsam.measures.shares import Share
from finsam.params import Base
from finsam.tables.cells import HIDDEN, NO_CELL, Cell, Row, rows
from finsam.tables.words import EXITS as EXITS
from finsam.tables.words import PARTICIPANT_MEASURES
from finsam.tables.words import WHOLE as WHOLE

#: The measure that each base of a share of exits counts.
BASES: dict[Base, str] = {"avslutade": "avslutade", "inskrivna": "nya", "alla": "antal_totalt"}


@dataclass(frozen=True)
class Outcome:
    """The participants of one insats in one period: a Row (kvinnor, man, totalt, procent) for each measure."""

    insats: str
    period: str
    measures: dict[str, Row]

    def cell(self, measure: str, column: str = "totalt") -> Cell:
        return self.measures[measure][column] if measure in self.measures else NO_CELL

    def count(self, measure: str, column: str = "totalt") -> int | None:
        """A number of persons, None where it isn't known."""
        value = self.cell(measure, column).varde
        return None if value is None else int(value)

    def number(self, measure: str, column: str = "totalt") -> int:
        """A number of persons where there must be one. Raises ValueError when it isn't known."""
        return int(self.cell(measure, column).number)

    def share(self, *measures: str, of: str = "avslutade") -> Share | None:
        """Those of the measures (added) as a share of another; None without counts or when that one is 0."""
        counts = [count for measure in measures if (count := self.count(measure)) is not None]
        base = self.count(of)
        return Share(sum(counts), base) if base and len(counts) == len(measures) else None

    def on_base(self, base: Base, *measures: str) -> Share | None:
        """Exits as a share of a base; those who came in the period are a base that the exits are no part of."""
        share = self.share(*measures, of=BASES[base])
        return replace(share, part=base != "inskrivna") if share else None

    def percent(self, measure: str) -> Cell:
        """The share of those ended, in percent: as delivered, otherwise computed to whole percent."""
        delivered = self.cell(measure, "procent")
        share = self.share(measure) if measure in EXITS else None
        counts = (self.cell(measure), self.cell("avslutade"))
        if not delivered and measure in EXITS and any(cell.status == "undertryckt" for cell in counts):
            return HIDDEN
        if delivered or share is None:
            return delivered
        return Cell(share.rounded(), "procent")

    @property
    def carried_over(self) -> int | None:
        """Those who were in from last year: all less the new ones."""
        total, new = self.count("antal_totalt"), self.count("nya")
        return None if total is None or new is None else total - new

    @property
    def positive(self) -> Share | None:
        """Every ending but an interruption, as a share of those ended."""
        return self.share("arbete", "studier", "annat_positivt_avslut")


def outcomes(table: pd.DataFrame, period: str) -> list[Outcome]:
    """The outcome of each insats of a period, in order of delivery; the whole förbund first."""
    chosen = table[table["period"] == period]
    found: dict[str, dict[str, Row]] = {}
    for row in rows(chosen, ("insats", "matt")):
        found.setdefault(row.key["insats"], {})[row.key["matt"]] = row
    result = [Outcome(insats, period, measures) for insats, measures in found.items()]
    return sorted(result, key=lambda outcome: outcome.insats != WHOLE)


def label(measure: str, names: dict[str, str]) -> str:
    """The printed label of a measure: the förbund's own name for it, otherwise the usual one."""
    return names.get(measure) or PARTICIPANT_MEASURES[measure][0]


def goal_gap(share: Share, goal: Decimal) -> Decimal:
    """How far a share lies above (+) or below (-) a goal, in percentage points, exactly; 0 is right at the goal."""
    return share.percent - goal
