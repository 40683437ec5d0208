"""The participant table of everyone in person rows, by insats and for all of them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from finsam.params import Params
from finsam.people.definitions import People
from finsam.people.flows import SEXES, Count, Participations, bounds, order
from finsam.people.made import Made, Origins, origins
from finsam.tables.kinds import KINDS
from finsam.tables.words import EXITS, WHOLE

#: The measures of a participant table that persons give.
MEASURES = ("antal_totalt", "unika", "nya", "avslutade", *EXITS, "kvar")


def counted(spells: pd.DataFrame, params: Params, definitions: People) -> pd.DataFrame:
    """A tidy table of the kind `deltagare`: MEASURES by year (see `years`) and by half-year of the book's year.

    An insats has rows of the years in which someone took part. `Alla insatser` is everyone, its persons counted once
    in `unika`; where there is one insats alone, that is the whole. spells: columns rows.SPELLS.
    """
    made = Made(KINDS["deltagare"])
    if spells.empty:
        return made.table()
    participations, places = Participations(spells), origins(spells)
    codes, names = pd.factorize(spells["insats"])
    first_rows = pd.Series(range(len(spells))).groupby(codes).first().to_numpy()
    for year in years(spells, params, definitions):
        took_part: set[int] = set()
        for period, first, last in _periods(year, params):
            found = participations.count(codes, len(names), first, last)
            if period == str(year):
                took_part = set(np.flatnonzero(found["antal_totalt"].number.sum(axis=1)))
            if took_part and len(names) > 1:
                everyone = participations.count(np.zeros_like(codes), 1, first, last)
                _add(made, places, WHOLE, period, everyone, 0, 0)
            for at in sorted(took_part, key=lambda at: order("insats", definitions, params)(str(names[at]))):
                _add(made, places, names[at], period, found, at, first_rows[at])
    return made.table()


def years(spells: pd.DataFrame, params: Params, definitions: People) -> range:
    """The years that person rows tell whole, up to the book's.

    The first is `fran_ar` of the definitions. Without it, it is the year in which someone first ended: a list of
    those who took part in one year has nobody who ended before it, and says too little about the years before.
    """
    first = definitions.fran_ar or spells["slut"].dt.year.min()
    return range(params.ar if pd.isna(first) else min(int(first), params.ar), params.ar + 1)


def _periods(year: int, params: Params) -> Iterator[tuple[str, pd.Timestamp, pd.Timestamp]]:
    """The year and, of the book's, its halves. An interim report counts until its day, and has no half after it."""
    until = pd.Timestamp(params.year.per) if params.year.per and year == params.ar else None
    names = [str(year), *([f"{year}-H1", f"{year}-H2"] if year == params.ar else [])]
    for name in names:
        first, last = bounds(name)
        if until is None or last <= until:
            yield name, first, last
        elif name == str(year):
            yield name, first, until


def _add(
    made: Made,
    places: Origins,
    insats: str,
    period: str,
    found: dict[str, Count],
    at: int,
    first_row: int,
) -> None:
    """The rows of an insats. first_row: what a number of 0 is traced to."""
    for matt in MEASURES:
        numbers, firsts = found[matt].number[at], found[matt].first[at]
        rows = [row for row in firsts if row >= 0]
        cells = [*zip(SEXES, numbers, firsts, strict=True), ("totalt", numbers.sum(), min(rows, default=-1))]
        for kolumn, number, row in cells:
            behind = places(row if row >= 0 else first_row)
            made.add({"insats": insats, "matt": matt, "period": period}, kolumn, number, behind)
