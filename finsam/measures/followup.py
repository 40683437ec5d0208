"""Register follow-up: who of those that ended to work still works one and two years after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import pandas as pd

from finsam.measures.participants import WHOLE
from finsam.measures.shares import Share
from finsam.tables.cells import Cell, rows


@dataclass(frozen=True)
class FollowUp:
    """One insats, so many years after. The cells are those of the delivery, or their sums for the whole förbund."""

    insats: str
    efter: int
    i_arbete: Cell
    inte_i_arbete: Cell
    ej_foljda: Cell

    @property
    def share(self) -> Share | None:
        """Those in work of those who could be followed; None where either number isn't known or nobody could be."""
        if not (self.i_arbete and self.inte_i_arbete):
            return None
        working = int(self.i_arbete.number)
        followed = working + int(self.inte_i_arbete.number)
        return Share(working, followed) if followed else None

    @property
    def bounds(self) -> tuple[Share, Share] | None:
        """The share of all who ended to work, if none and if all of those not followed work.

        None where it isn't known how many could not be followed.
        """
        if not (self.i_arbete and self.inte_i_arbete and self.ej_foljda):
            return None
        working, lost = int(self.i_arbete.number), int(self.ej_foljda.number)
        everyone = working + int(self.inte_i_arbete.number) + lost
        return (Share(working, everyone), Share(working + lost, everyone)) if everyone else None


def follow_up(table: pd.DataFrame, ar: int) -> list[FollowUp]:
    """The follow-ups of the year, by years after and then as delivered; the whole förbund last.

    The whole förbund is what was delivered for it, otherwise the sum of two insatser or more. A number that one of
    them lacks has no sum.
    """
    chosen = table[table["period"] == str(ar)]
    found = [
        FollowUp(
            row.key["insats"],
            int(row.key["efter"]),
            *(row[name] for name in ("i_arbete", "inte_i_arbete", "ej_foljda")),
        )
        for row in rows(chosen, ("insats", "efter"))
    ]
    result = []
    for efter in sorted({each.efter for each in found}):
        insatser = [each for each in found if each.efter == efter and each.insats != WHOLE]
        whole = [each for each in found if each.efter == efter and each.insats == WHOLE]
        result += insatser + (whole or _whole(insatser))
    return result


def _whole(insatser: Sequence[FollowUp]) -> list[FollowUp]:
    if len(insatser) < 2:
        return []
    cells = [
        _sum([getattr(each, name) for each in insatser])
        for name in ("i_arbete", "inte_i_arbete", "ej_foljda")
    ]
    return [FollowUp(WHOLE, insatser[0].efter, *cells)]


def _sum(cells: Sequence[Cell]) -> Cell:
    """The sum; where a number is missing, the first cell that lacks one."""
    missing = [cell for cell in cells if not cell]
    return missing[0] if missing else Cell(sum((cell.number for cell in cells), Decimal(0)), "antal")
