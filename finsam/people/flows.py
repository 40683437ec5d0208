"""Participations by period: who came, who ended and how, who is left, and how many different persons they are.

All in a period are carried over + new = ended + remaining, since each participation that meets the period is in
exactly one of either pair: it began before the period or in it, and ended in it or did not.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from finsam.params import Params
from finsam.people.definitions import People
from finsam.tables.definitions import UNKNOWN
from finsam.tables.words import EXITS

#: What is counted. `ingaende` are those carried over from before; `unika` counts persons, the others participations.
MEASURES = ("antal_totalt", "unika", "ingaende", "nya", "avslutade", *EXITS, "kvar")
SEXES = ("kvinnor", "man")

_HALF = re.compile(r"([0-9]{4})-H([12])")
_SWEDISH = str.maketrans("åäö", "{|}")


def bounds(period: str) -> tuple[pd.Timestamp, pd.Timestamp]:
    """The first and the last day of a year, `2024`, or half-year, `2024-H1`. Raises ValueError for anything else."""
    if half := _HALF.fullmatch(period):
        year, first = int(half[1]), half[2] == "1"
        if first:
            return pd.Timestamp(year, 1, 1), pd.Timestamp(year, 6, 30)
        return pd.Timestamp(year, 7, 1), pd.Timestamp(year, 12, 31)
    if re.fullmatch("[0-9]{4}", period):
        return pd.Timestamp(int(period), 1, 1), pd.Timestamp(int(period), 12, 31)
    raise ValueError(f"{period!r} is no period such as 2024 or 2024-H1")


def flows(
    spells: pd.DataFrame,
    period: str,
    by: Sequence[str] = (),
    definitions: People | None = None,
    params: Params | None = None,
) -> pd.DataFrame:
    """The counts of a period for each group of participations that someone in the group was in.

    spells: columns rows.SPELLS. by: any of `insats`, `kommun`, `alder` (the group of the age in the year; needs
    definitions), `plattform` (needs params), or another column of the spells; where it isn't told, UNKNOWN.
    Columns: those of by, `matt` (each of MEASURES), and the numbers `kvinnor`, `man` and `totalt` (int64). Groups
    stand in the order of params or definitions, otherwise by the Swedish alphabet, and UNKNOWN last.
    """
    first, last = bounds(period)
    spells = in_period(spells, first, last)
    labels = pd.DataFrame(
        {name: _labels(spells, name, first.year, definitions, params) for name in by}, index=spells.index
    )
    groups = labels.drop_duplicates()
    if by:
        rank: dict[Hashable, Callable[[Any], Any]] = {name: order(name, definitions, params) for name in by}
        groups = groups.sort_values(list(by), key=lambda column: column.map(rank[column.name]))
        codes = pd.MultiIndex.from_frame(groups).get_indexer(pd.MultiIndex.from_frame(labels))
    else:
        groups, codes = pd.DataFrame(index=[0]), np.zeros(len(spells), dtype="int64")
    found = Participations(spells).count(codes, len(groups), first, last)
    numbers = np.stack([found[matt].number for matt in MEASURES], axis=1).reshape(-1, len(SEXES))
    table = groups.loc[groups.index.repeat(len(MEASURES))].reset_index(drop=True)
    table["matt"] = list(MEASURES) * len(groups)
    table[list(SEXES)] = numbers
    return table.assign(totalt=numbers.sum(axis=1))


def in_period(spells: pd.DataFrame, first: pd.Timestamp, last: pd.Timestamp) -> pd.DataFrame:
    """The participations that meet the days from first to last, both included."""
    return spells[(spells["start"] <= last) & (spells["slut"].isna() | (spells["slut"] >= first))]


@dataclass(frozen=True)
class Count:
    """Numbers by group and sex (in order of SEXES), and the first row that is counted in each, -1 where none is."""

    number: np.ndarray
    first: np.ndarray


class Participations:
    """Participations as numbers, so that many periods are counted fast. spells: columns rows.SPELLS."""

    def __init__(self, spells: pd.DataFrame):
        self._start = spells["start"].to_numpy("datetime64[D]")
        self._end = spells["slut"].fillna(pd.Timestamp(2262, 1, 1)).to_numpy("datetime64[D]")
        self._sex = (spells["kon"] == SEXES[1]).to_numpy("int64")
        self._exit = spells["avslut"].map({name: at for at, name in enumerate(EXITS)}).fillna(-1).to_numpy()
        self._person, persons = pd.factorize(spells["nyckel"])
        self._persons = len(persons)

    def count(
        self, group: np.ndarray, groups: int, first: pd.Timestamp, last: pd.Timestamp
    ) -> dict[str, Count]:
        """MEASURES from the first to the last day. group: that of each participation, from 0."""
        start, end = (np.datetime64(day, "D") for day in (first, last))
        rows = np.flatnonzero((self._start <= end) & (self._end >= start))
        cell = group[rows] * len(SEXES) + self._sex[rows]
        new, ended = self._start[rows] >= start, self._end[rows] <= end

        def counted(chosen: np.ndarray) -> Count:
            return _count(rows[chosen], cell[chosen], groups)

        whole = _count(rows, cell, groups)
        persons = pd.unique(cell * self._persons + self._person[rows]) // max(self._persons, 1)
        unique = np.bincount(persons, minlength=whole.number.size).reshape(whole.number.shape)
        found = {"antal_totalt": whole, "unika": Count(unique, whole.first)}
        found |= {"ingaende": counted(~new), "nya": counted(new), "avslutade": counted(ended)}
        for at, name in enumerate(EXITS):
            found[name] = counted(ended & (self._exit[rows] == at))
        return found | {"kvar": counted(~ended)}


def _count(rows: np.ndarray, cell: np.ndarray, groups: int) -> Count:
    size = groups * len(SEXES)
    first = np.full(size, -1)
    # Of several rows for one cell the last that is written stays, which is the first one.
    first[cell[::-1]] = rows[::-1]
    shape = groups, len(SEXES)
    return Count(np.bincount(cell, minlength=size).reshape(shape), first.reshape(shape))


def ages(spells: pd.DataFrame, year: int, definitions: People) -> pd.Series:
    """The group of each person's age in a year (year less year of birth), UNKNOWN without year of birth."""
    born = spells["fodelsear"]
    groups = {each: definitions.age_group(year - int(each)) for each in born.dropna().unique()}
    return born.map(groups).astype("str").fillna(UNKNOWN)


def _labels(
    spells: pd.DataFrame, name: str, year: int, definitions: People | None, params: Params | None
) -> pd.Series:
    if name == "alder":
        if definitions is None:
            raise ValueError("age groups need definitions")
        return ages(spells, year, definitions)
    if name == "plattform":
        if params is None:
            raise ValueError("platforms need params")
        platforms = {each.namn: each.plattform or UNKNOWN for each in params.forbund.insatser}
        return spells["insats"].map(lambda name: platforms.get(name, UNKNOWN))
    return spells[name].replace("", UNKNOWN)


def order(name: str, definitions: People | None, params: Params | None) -> Callable[[str], tuple[int, str]]:
    """A key that sorts the labels of a column of groups."""
    known: list[str] = []
    if name == "alder" and definitions:
        known = definitions.age_groups()
    elif params and name in ("insats", "plattform"):
        known = [
            (each.namn if name == "insats" else each.plattform) or "" for each in params.forbund.insatser
        ]
    place = {label: at for at, label in reversed(list(enumerate(known)))}
    last = len(known)
    return lambda label: (
        last + 1 if label == UNKNOWN else place.get(label, last),
        label.casefold().translate(_SWEDISH),
    )
