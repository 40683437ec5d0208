"""The row of all insatser, from persons where all are there and otherwise as the sum of the insatser."""

from __future__ import annotations

from decimal import Decimal

import pandas as pd

from finsam.people.halves import COLUMNS, NOT_ADDED
from finsam.people.made import Made, joined, origin
from finsam.tables.kinds import KINDS
from finsam.tables.words import PARTICIPANT_MEASURES, WHOLE


def with_whole(ready: pd.DataFrame, made: pd.DataFrame) -> pd.DataFrame:
    """Ready and made rows of `deltagare` as one table, with `Alla insatser` in each period where it can be told.

    made: the rows of insatser and periods that `ready` hasn't, and of `Alla insatser`. Those stand where no insats
    is delivered ready at all. Otherwise the insatser are added, person rows and ready ones, and a person in two of
    them counts twice; `unika` can't be added, and a sum of what may not be told is `undertryckt`. Women and men are
    left out where those of some insats don't make its total: their sums would only say it again. A delivered `Alla
    insatser` is left as it is.
    """
    of_ready = set(ready["insats"]) - {WHOLE}
    if not of_ready:
        return joined(ready, made)
    table = joined(ready, made[made["insats"] != WHOLE])
    return joined(table, _sums(table, of_ready))


def _sums(table: pd.DataFrame, of_ready: set[str]) -> pd.DataFrame:
    """The sums of the periods that have no row of all insatser. of_ready: insatser that are delivered ready."""
    result = Made(KINDS["deltagare"])
    if len(set(table["insats"]) - {WHOLE}) < 2:
        return result.table()
    for period, rows in table.groupby("period", sort=False):
        insatser = set(rows["insats"])
        # What a ready insats had in a period that it doesn't tell isn't known; who isn't in person rows wasn't there.
        if WHOLE in insatser or not of_ready <= insatser:
            continue
        for matt in (matt for matt in PARTICIPANT_MEASURES if matt not in NOT_ADDED):
            of_measure = rows[rows["matt"] == matt]
            for kolumn in COLUMNS if _sexes_agree(of_measure) else ("totalt",):
                is_told = of_measure["status"].isin(("", "undertryckt"))
                parts = of_measure[(of_measure["kolumn"] == kolumn) & is_told]
                if set(parts["insats"]) == insatser:
                    keys = {"insats": WHOLE, "matt": matt, "period": str(period)}
                    # What may not be told of an insats isn't missing in the whole: it may not be told there either.
                    number = None if any(parts["status"]) else sum(parts["varde"], Decimal(0))
                    result.add(keys, kolumn, number, origin(parts.iloc[0]))
    return result.table()


def _sexes_agree(rows: pd.DataFrame) -> bool:
    """Whether women and men make the total in each insats that tells all three. rows: of one measure and period."""
    known = rows[(rows["status"] == "") & rows["kolumn"].isin(COLUMNS)]
    by_insats = known.pivot(index="insats", columns="kolumn", values="varde").reindex(columns=list(COLUMNS))
    told = by_insats.dropna()
    return bool((told["kvinnor"] + told["man"] == told["totalt"]).all())
