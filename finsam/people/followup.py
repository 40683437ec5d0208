"""Who still works one and two years after having ended to work, from the register's answer on each person."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from typing import Any

import pandas as pd

from finsam.faults import Fault, Place, counted
from finsam.params import Params
from finsam.people.made import Made, origin
from finsam.tables.kinds import KINDS
from finsam.tables.words import WHOLE

#: What the register may answer, by the column of the table that counts it.
_ANSWERS = {"i_arbete": "ja", "inte_i_arbete": "nej", "ej_foljda": ""}


def follow_up(followed: pd.DataFrame, spells: pd.DataFrame, params: Params) -> pd.DataFrame:
    """A tidy table of the kind `uppfoljning` for the book's year, by insats and for the whole förbund.

    Counted are the persons who ended to work `efter` years before the book's year: in work, not in work, and not
    followed, where nobody knows or the register says nothing about the person. In an insats a person counts once, in
    the whole förbund once too, by the last end. Only years after that the delivery has an answer for.
    followed: columns rows.FOLLOWED_ROWS. spells: columns rows.SPELLS.
    """
    made = Made(KINDS["uppfoljning"])
    for efter in sorted(followed["efter"].unique()):
        rows = followed[followed["efter"] == efter]
        ended = _ended_to_work(spells, params.ar - int(efter))
        answered = _answered(ended.drop_duplicates(["nyckel", "insats"], keep="last"), rows)
        groups = {str(insats): of for insats, of in answered.groupby("insats", sort=True)}
        if len(groups) > 1:
            groups = {WHOLE: answered.drop_duplicates("nyckel", keep="last")} | groups
        for insats, of in groups.items():
            for column, answer in _ANSWERS.items():
                counted = of[of["i_arbete"] == answer]
                behind = origin(counted.iloc[0]) if len(counted) else origin(rows.iloc[0])
                keys = {"insats": insats, "efter": str(efter), "period": str(params.ar)}
                made.add(keys, column, len(counted), behind)
    return made.table()


def followed_faults(followed: pd.DataFrame, spells: pd.DataFrame, params: Params) -> list[Fault]:
    """Rows of `personuppfoljning` that stand twice, or that no person of `personer` fits. Raises nothing."""
    if followed.empty:
        return []
    return [*_twice(followed), *_strangers(followed, spells, params)]


def _ended_to_work(spells: pd.DataFrame, year: int) -> pd.DataFrame:
    """Participations that ended to work in the year, by day of the end."""
    if spells.empty:
        return spells
    ended = spells[(spells["avslut"] == "arbete") & (spells["slut"].dt.year == year)]
    by_day: pd.DataFrame = ended.sort_values("slut", kind="stable")
    return by_day


def _answered(ended: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """Those who ended, each with the answer about them in `i_arbete` and its place; '' where there is none.

    An answer about the insats goes before one that names none. Without an answer the place is that of the
    participation.
    """
    answers = rows.drop_duplicates(["nyckel", "insats"]).set_index(["nyckel", "insats"]).drop(columns="efter")
    keys = [ended["nyckel"], ended["insats"]]
    of_insats, of_any = (
        answers.reindex(pd.MultiIndex.from_arrays([keys[0], insats])).set_axis(ended.index)
        for insats in (keys[1], [""] * len(ended))
    )
    own = ended[["fil", "blad", "radnr"]].assign(i_arbete="")[answers.columns]
    found = of_insats.where(of_insats["radnr"].notna(), of_any)
    return ended.assign(**found.where(found["radnr"].notna(), own))


def _twice(followed: pd.DataFrame) -> Iterator[Fault]:
    keys = ["nyckel", "insats", "efter"]
    repeated = followed[followed.duplicated(keys, keep=False)]
    for (nyckel, insats, _), rows in repeated.groupby(keys, sort=False):
        years = int(rows["efter"].iloc[0])
        where = f" in {insats}" if insats else ""
        message = (
            f"The follow-up of key {nyckel}{where} after {counted(years, 'year')} stands {len(rows)} times."
        )
        places = tuple(_place(row, "nyckel") for row in rows.to_dict("records"))
        yield Fault("row-twice", message, places, "one row")


def _strangers(followed: pd.DataFrame, spells: pd.DataFrame, params: Params) -> Iterator[Fault]:
    for efter, rows in followed.groupby("efter"):
        year = params.ar - int(str(efter))
        ended = _ended_to_work(spells, year)
        persons = set(ended["nyckel"])
        pairs = set(zip(ended["nyckel"], ended["insats"], strict=True))
        for row in rows.to_dict("records"):
            named = (row["nyckel"], row["insats"]) in pairs if row["insats"] else row["nyckel"] in persons
            if not named:
                of = f" in {row['insats']}" if row["insats"] else ""
                message = f"Nobody with this key ended to work{of} in {year}."
                expected = f"a key of those who ended to work in {year}"
                yield Fault("person-unknown", message, (_place(row, "nyckel"),), expected)


def _place(row: Mapping[Hashable, Any], column: str) -> Place:
    return Place(row["fil"], row["blad"] or None, int(row["radnr"]), column, row[column])
