"""What is wrong between rows of participations, in one file or in several."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from finsam.faults import Fault, Place


def spell_faults(spells: pd.DataFrame) -> list[Fault]:
    """Participations that stand twice or overlap, and keys that two persons seem to have. Raises nothing.

    spells: all rows of a delivery, with the columns of rows.SPELLS. Each fault names every row that it is about.
    """
    if spells.empty:
        return []
    keys = pd.factorize(spells["nyckel"])[0]
    return [*_twice_or_overlapping(spells, keys), *_different_persons(spells, keys)]


def _twice_or_overlapping(spells: pd.DataFrame, keys: np.ndarray) -> Iterator[Fault]:
    """One person starts once on a day in an insats, and isn't in it twice at a time.

    A participation may start on the day on which the one before ended.
    """
    course = keys * (spells["insats"].nunique() + 1) + pd.factorize(spells["insats"])[0]
    start = spells["start"].to_numpy().astype("int64")
    order = np.lexsort((start, course))
    course, start = course[order], start[order]
    same_start = np.r_[False, (course[1:] == course[:-1]) & (start[1:] == start[:-1])]
    firsts = np.flatnonzero(~same_start)
    sizes = np.diff(np.r_[firsts, len(order)])
    for at in np.flatnonzero(sizes > 1):
        rows = order[firsts[at] : firsts[at] + sizes[at]]
        first = spells.iloc[rows[0]]
        message = (
            f"The same participation stands {len(rows)} times: key {first['nyckel']} in {first['insats']} from "
            f"{first['start']:%Y-%m-%d}."
        )
        yield Fault("row-twice", message, _places(spells, rows, "start"), "one row")
    yield from _overlapping(spells, order[firsts], course[firsts])


def _overlapping(spells: pd.DataFrame, order: np.ndarray, course: np.ndarray) -> Iterator[Fault]:
    """order: rows by person and insats (course), and by start."""
    start = spells["start"].to_numpy().astype("int64")[order]
    end = spells["slut"].fillna(pd.Timestamp(2262, 1, 1)).to_numpy().astype("int64")[order]
    latest = pd.Series(end).groupby(course).cummax().to_numpy()
    # The last row so far that goes on as long as any before it; the first of a person always does.
    longest = np.maximum.accumulate(np.where(end == latest, np.arange(len(order)), 0))
    overlaps = (course[1:] == course[:-1]) & (start[1:] < latest[:-1])
    for at in np.flatnonzero(overlaps) + 1:
        rows = order[[longest[at - 1], at]]
        one, other = (spells.iloc[row] for row in rows)
        message = (
            f"Two participations of key {one['nyckel']} in {one['insats']} overlap: one {_span(one)}, the other "
            f"{_span(other)}."
        )
        expected = "participations that follow one another"
        yield Fault("participations-overlap", message, _places(spells, rows, "start"), expected)


def _different_persons(spells: pd.DataFrame, keys: np.ndarray) -> Iterator[Fault]:
    """One key has one sex and one year of birth."""
    for column, what in (("kon", "sexes"), ("fodelsear", "years of birth")):
        told = spells[column].notna().to_numpy()
        values = pd.factorize(spells[column])[0]
        by_key = pd.Series(values[told]).groupby(keys[told])
        differ = by_key.min() != by_key.max()
        rows = np.flatnonzero(np.isin(keys, differ.index[differ]) & told)
        for _, of_key in pd.Series(rows).groupby(keys[rows], sort=False):
            nyckel = spells["nyckel"].iat[of_key.iloc[0]]
            count = len(set(values[of_key]))
            message = f"The key {nyckel} has {count} {what}: a cell is wrong, or persons share the key."
            yield Fault("person-differs", message, _places(spells, of_key, column), "one person for each key")


def _span(spell: pd.Series) -> str:
    end = "and goes on" if pd.isna(spell["slut"]) else f"to {spell['slut']:%Y-%m-%d}"
    return f"from {spell['start']:%Y-%m-%d} {end}"


def _places(spells: pd.DataFrame, rows: np.ndarray | pd.Series, column: str) -> tuple[Place, ...]:
    """The rows by file and number, with what they have in a column."""
    found = spells.iloc[np.sort(rows)]
    texts = found[column].dt.strftime("%Y-%m-%d") if column == "start" else found[column].astype("str")
    places = zip(found["fil"], found["blad"], found["radnr"], texts, strict=True)
    return tuple(Place(fil, blad or None, int(row), column, text) for fil, blad, row, text in places)
