"""The year of an insats that delivers its participants by half-year."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from finsam.people.made import Made, Origin, joined, origin
from finsam.tables.kinds import KINDS
from finsam.tables.words import PARTICIPANT_MEASURES

COLUMNS = ("kvinnor", "man", "totalt")

#: Persons of one half may be there in the other too, so they can't be added.
NOT_ADDED = ("unika",)


def with_years(deltagare: pd.DataFrame) -> pd.DataFrame:
    """The table with the years that its half-years make, where the insats has both halves and no row of the year.

    All of the year are those of the first half and the new ones of the second; remaining are those of the second;
    new ones, ended and exits are added. A cell is made where both halves give the measure.
    """
    known = deltagare[(deltagare["status"] == "") & deltagare["kolumn"].isin(COLUMNS)]
    found = {
        (row["insats"], row["period"], row["matt"], row["kolumn"]): row for row in known.to_dict("records")
    }
    delivered = set(zip(deltagare["insats"], deltagare["period"], strict=True))
    made = Made(KINDS["deltagare"])
    for insats, period in dict.fromkeys(zip(deltagare["insats"], deltagare["period"], strict=True)):
        year = period.removesuffix("-H1")
        if year == period or (insats, f"{year}-H2") not in delivered or (insats, year) in delivered:
            continue
        for matt in PARTICIPANT_MEASURES:
            for kolumn in COLUMNS:
                first, second = ({each: found.get((insats, f"{year}-{half}", each, kolumn)) for each in (matt, "nya")}
                                 for half in ("H1", "H2"))  # fmt: skip
                if cell := _of_year(matt, first, second):
                    made.add({"insats": insats, "matt": matt, "period": year}, kolumn, *cell)
    return joined(deltagare, made.table())


#: A row of a tidy table, as `to_dict` makes it.
TidyRow = Mapping[Hashable, Any]


def _of_year(
    matt: str, first: Mapping[str, TidyRow | None], second: Mapping[str, TidyRow | None]
) -> tuple[int, Origin] | None:
    one, two = first[matt], second[matt]
    if one is None or two is None or matt in NOT_ADDED:
        return None
    if matt == "kvar":
        return two["varde"], origin(two)
    if matt == "antal_totalt":
        new = second["nya"]
        return (one["varde"] + new["varde"], origin(one)) if new else None
    return one["varde"] + two["varde"], origin(one)
