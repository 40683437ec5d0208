"""What became of the rows of a sheet: each that has text is the one of the headings, used, or told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

import pandas as pd

from finsam.faults import Fault, counted
from finsam.sources.grids import Grid

#: The notes of rows that stand above the headings.
_ABOVE = {"rows-above-header", "headings-joined"}


@dataclass(frozen=True)
class Account:
    """rows: with text. header: 1 for the row of the headings. used: from which something was read. told: that some fault
    or note names and from which nothing was read; all rows beneath headings that can't be told. lost: none of these.
    """

    rows: int
    header: int
    used: int
    told: int
    lost: tuple[int, ...]

    def __str__(self) -> str:
        return f"{counted(self.rows, 'row')} with text: {self.header} of headings, {self.used} used, {self.told} left out and told"


def account(grid: Grid, table: pd.DataFrame, faults: Sequence[Fault]) -> Account:
    """grid: as it was read. table: what came of it, with `radnr`. faults: everything that was told of it."""
    rows = {number for number, _ in grid.filled}
    of_sheet = [
        (fault, place)
        for fault in faults
        for place in fault.where
        if place.file == grid.place().file and (place.sheet or None) == grid.sheet
    ]
    above = {place.row for fault, place in of_sheet if fault.code in _ABOVE}
    header = min(rows - above, default=None)
    used = rows & set(map(int, table["radnr"]))
    told = (rows - used - {header}) & {place.row for _, place in of_sheet}
    # What is wrong with the sheet, its headings or the titles above them is told of everything beneath.
    if not used and any(
        fault.severity == "error" and (place.row is None or header is None or place.row <= header)
        for fault, place in of_sheet
    ):
        told = rows - {header}
    lost = tuple(sorted(rows - used - told - {header}))
    return Account(len(rows), int(header is not None), len(used), len(told), lost)


def as_json(told: Account, grid: Grid, kind: str) -> dict[str, object]:
    """What `inspect --json` says of a sheet: a note as of any finding, and `facts`."""
    note = Fault("table-read", f"{kind}: {told}.", (grid.place(),), severity="note")
    return {**note.as_json(), "facts": {"kind": kind, **asdict(told)}}
