"""What differs from the edition before, as a reader may see it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from finsam.attack.rounded import may_stay
from finsam.diff.compare import Difference, difference
from finsam.diff.values import Values, read_values, without_hidden
from finsam.params import Params

#: The page of an edition that tells what differs from the one before.
CHANGES = "andringar.html"


def changes(before: Path, number: int, report: Path, params: Params) -> Difference:
    """The difference from edition `number`, which lies in `before`. Its figures that the new edition hides aren't told.

    Raises Faults where either has no values that can be read.
    """
    old, new = read_values(before), read_values(report)
    old = without_hidden(old, new) if may_stay(old, params) else Values(old.report, old.year)
    named = f"{old.report}, utgåva"
    return difference(replace(old, report=f"{named} {number}"), replace(new, report=f"{named} {number + 1}"))


def sizes(found: Difference) -> dict[str, int]:
    """How many values, table cells and chapters' texts differ."""
    return {"varden": len(found.values), "celler": len(found.cells), "texter": len(found.texts)}
