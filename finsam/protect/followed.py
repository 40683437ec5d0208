"""Support and work before and after (`fore_efter`): what of it is about few persons isn't told."""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

from finsam.params.protection import Protection
from finsam.protect.means import suppressed
from finsam.tables.cells import Cell, Row, rows
from finsam.tables.words import WHOLE

#: A kind of support of an insats in a year: one row.
Told = tuple[str, str, str]
_KEYS = ("insats", "stod", "period")
#: Never printed: all followed less these would tell of the others.
_NEVER = ("fore_personer", "efter_personer")


def without_few_followed(table: pd.DataFrame, rule: Protection) -> pd.DataFrame:
    """The table `fore_efter` as it is published, with the numbers of few persons as suppressed.

    Nothing is told of an insats of which fewer than `min_antal` were followed. Of a kind of support both amounts go
    where fewer than so many had any, before or after, or where it isn't told how many: their difference has a price, so
    one alone would be told by what it is worth. All insatser together go with any of their parts, which would be what
    they leave. What chapters compute from this table tells nothing that it doesn't hold.
    """
    found = list(rows(table, _KEYS))
    small = {_of(row)[::2] for row in found if _is_few(row["foljda"], rule)}
    few = {
        _of(row)
        for row in found
        if _of(row)[::2] in small
        or any(_is_of_few(row[side], row[f"{side}_personer"], rule) for side in ("fore", "efter"))
    }
    parts = {each for each in few if each[0] != WHOLE}
    few |= {(WHOLE, stod, period) for _, stod, period in parts}
    small |= {(WHOLE, period) for _, period in small}
    told = table[~table["kolumn"].isin(_NEVER)].reset_index(drop=True)
    return suppressed(
        told, [_goes(row, few, small) for row in told[[*_KEYS, "kolumn"]].itertuples(index=False)]
    )


def _of(row: Row) -> Told:
    return tuple(row.key[name] for name in _KEYS)


def _goes(row, few: Collection[Told], small: Collection[tuple[str, str]]) -> bool:
    if row.kolumn == "foljda":
        return (row.insats, row.period) in small
    return (row.insats, row.stod, row.period) in few


def _is_few(count: Cell, rule: Protection) -> bool:
    """Whether a number of persons may not be told; one that nobody tells may be any."""
    if not count:
        return True
    return 0 < count.varde < rule.min_antal or (count.varde == 0 and not rule.visa_noll)


def _is_of_few(amount: Cell, having: Cell, rule: Protection) -> bool:
    if amount and amount.varde == 0:
        return not rule.visa_noll
    return bool(amount) and _is_few(having, rule)
