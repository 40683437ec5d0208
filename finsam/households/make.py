"""The table of income support of a delivery: ready rows, and what month rows give where nobody delivers it ready."""

from __future__ import annotations

import pandas as pd

from finsam.households.counted import counted
from finsam.households.definitions import Households
from finsam.params import Params

KIND = "forsorjningsstod"

#: A grouping of an area and year is delivered ready or counted, never both.
_WHOLE = ("omrade", "period", "raknas", "uppdelning")


def from_households(
    tables: dict[str, pd.DataFrame], rows: pd.DataFrame, params: Params, definitions: Households
) -> dict[str, pd.DataFrame]:
    """All tables of a delivery, `forsorjningsstod` with what is counted from month rows (columns rows.HOUSEHOLDS).

    Ready rows win: of an area, year, unit and grouping that is delivered nothing is counted. Raises nothing.
    """
    made = counted(rows, params.ar, definitions)
    if made.empty:
        return tables
    ready = tables.get(KIND)
    if ready is not None and len(ready):
        known = set(zip(*(ready[key] for key in _WHOLE), strict=True))
        made = made[[key not in known for key in zip(*(made[key] for key in _WHOLE), strict=True)]]
        made = pd.concat([ready, made], ignore_index=True) if len(made) else ready
    return tables | {KIND: made}
