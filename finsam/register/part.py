"""What one sheet or document delivers, in the agency's own words, before they are made ours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pandas as pd

from finsam.faults import Fault, Place
from finsam.paths import relative

#: omrade: code or name; niva: `lan`, `kommun` or `region` (Kolada's ids) where the column says which, otherwise empty.
#: matt: the agency's code, and titel its words for the same; either may be empty. varde, namnare: a number, its text
#: or None. status: the agency's word for why there is no number. rubrik: the heading of the column.
RAW = (
    "omrade",
    "niva",
    "kon",
    "alder",
    "period",
    "matt",
    "titel",
    "version",
    "varde",
    "namnare",
    "status",
    "radnr",
    "rubrik",
)

#: The agency of a tidy table that names none.
OWN_AGENCY = "Egen tabell"


@dataclass
class Part:
    """rows: columns RAW. agency: `Försäkringskassan`, `Kolada`, ... what: what the part is, in words.
    own: measures are named as in matt.yml. table: the agency's id of the table. agencies: of each row,
    where they differ.

    hidden_wins: a figure whose status says that it is suppressed is suppressed, whatever stands there.
    """

    file: Path
    sheet: str | None
    agency: str
    rows: pd.DataFrame
    what: str
    own: bool = False
    table: str = ""
    agencies: list[str] | None = None
    hidden_wins: bool = False
    faults: list[Fault] = field(default_factory=list)
    notes: list[Fault] = field(default_factory=list)

    def place(self, row: int | None = None, column: str | None = None, value: object = None) -> Place:
        shown = None if value is None else str(value)
        return Place(relative(self.file), self.sheet, row or None, column or None, shown)


def raw_rows(**columns: Sequence[object] | np.ndarray | str | None) -> pd.DataFrame:
    """Columns of RAW, of equal length or one value for all rows; what is left out is empty."""
    count = next((len(column) for column in columns.values() if not isinstance(column, str | None)), 0)
    frame = {}
    for name in RAW:
        column = columns.get(name, None if name in ("varde", "namnare") else "")
        if isinstance(column, str | None):
            column = [column] * count
        frame[name] = pd.Series(list(column), dtype="int64" if name == "radnr" else object)
    return pd.DataFrame(frame)
