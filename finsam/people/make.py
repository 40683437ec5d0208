"""The tables of a delivery that follow from persons: participants, their background, and how many still work."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from finsam.params import Params
from finsam.people.background import background
from finsam.people.counted import counted
from finsam.people.definitions import People
from finsam.people.followup import follow_up
from finsam.people.halves import with_years
from finsam.people.made import Made, joined
from finsam.people.whole import with_whole
from finsam.tables.kinds import KINDS
from finsam.tables.words import WHOLE

Tables = dict[str, pd.DataFrame]


def from_people(
    tables: Tables, spells: pd.DataFrame, followed: pd.DataFrame, params: Params, definitions: People
) -> Tables:
    """All tables of a delivery, and those that persons and half-years give where nobody delivers them.

    `deltagare`: ready rows as they are, the years of ready half-years, the insatser and periods of person rows that
    have no ready row (counted.py), and `Alla insatser` (whole.py). `bakgrund`: each area that isn't delivered.
    `uppfoljning`: each insats and time after that isn't delivered.
    spells: columns rows.SPELLS. followed: columns rows.FOLLOWED_ROWS. Raises nothing.
    """
    ready = with_years(_delivered(tables, "deltagare"))
    made = counted(spells, params, definitions)
    found = {"deltagare": with_whole(ready, made[~_among(made, ready, ("insats", "period"))])}
    if len(spells):
        found["bakgrund"] = _beside(
            tables, background(spells, params.ar, definitions), "bakgrund", ("omrade",)
        )
    if len(spells) and len(followed):
        keys = ("insats", "efter", "period")
        found["uppfoljning"] = _beside(tables, follow_up(followed, spells, params), "uppfoljning", keys)
    return tables | {name: table for name, table in found.items() if len(table)}


def compared(tables: Tables, spells: pd.DataFrame, params: Params, definitions: People) -> pd.DataFrame:
    """What persons give for the insatser and periods that are delivered ready, as a tidy table `deltagare`.

    tables: as they were delivered, or after `from_people`, whose made rows are then among the answer. The ready
    rows stand in the book; a check can hold these beside them. `Alla insatser` is there in periods in which every
    insats is counted from persons.
    """
    ready = with_years(_delivered(tables, "deltagare"))
    made = counted(spells, params, definitions)
    of_insatser = ready.loc[ready["insats"] != WHOLE, "period"]
    made = made[(made["insats"] != WHOLE) | ~made["period"].isin(of_insatser)]
    return made[_among(made, ready, ("insats", "period"))].reset_index(drop=True)


def _delivered(tables: Tables, kind: str) -> pd.DataFrame:
    return tables[kind] if kind in tables else Made(KINDS[kind]).table()


def _beside(tables: Tables, made: pd.DataFrame, kind: str, keys: Sequence[str]) -> pd.DataFrame:
    """The delivered rows of a kind, and the made ones with other keys."""
    delivered = _delivered(tables, kind)
    return joined(delivered, made[~_among(made, delivered, keys)])


def _among(made: pd.DataFrame, delivered: pd.DataFrame, keys: Sequence[str]) -> pd.Series:
    """Which rows have keys that a delivered row has."""
    known = set(zip(*(delivered[key] for key in keys), strict=True))
    found = [key in known for key in zip(*(made[key] for key in keys), strict=True)]
    return pd.Series(found, index=made.index, dtype=bool)
