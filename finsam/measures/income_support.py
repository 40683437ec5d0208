"""Income support (försörjningsstöd): how many households and persons have it, and how long their need is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from finsam.measures.shares import Share
from finsam.register.series import NotComparable, Rows, Series, comparable, series
from finsam.tables.cells import Cell, Row, rows
from finsam.tables.registers import find_area
from finsam.tables.words import ALL_KOMMUNER

_KEYS = ("omrade", "period", "raknas", "uppdelning", "grupp")
COUNTRY = "00"


@dataclass(frozen=True)
class Need:
    """Those with support in an area and year, all of them or a group. grupp is empty for all.

    alla, langvarigt, mycket_langvarigt: numbers of households or persons, as `raknas` says. utbetalt: kr.
    """

    omrade: str
    period: str
    raknas: str
    uppdelning: str
    grupp: str
    alla: Cell
    langvarigt: Cell
    mycket_langvarigt: Cell
    utbetalt: Cell

    def share(self, column: str) -> Share | None:
        """The share with a long need (`langvarigt`, `mycket_langvarigt`); None where a number isn't known or nobody
        has support."""
        part = getattr(self, column)
        return (
            Share(int(part.varde), int(self.alla.varde)) if part and self.alla and self.alla.varde else None
        )


def needs(
    table: pd.DataFrame,
    raknas: str,
    uppdelning: str = "totalt",
    areas: Iterable[str] | None = None,
    period: str | None = None,
) -> list[Need]:
    """The rows of a unit and grouping in the order of the table. table: tidy, of the kind `forsorjningsstod`.

    areas, period: only these; without them all.
    """
    found = table[(table["raknas"] == raknas) & (table["uppdelning"] == uppdelning)]
    if areas is not None:
        found = found[found["omrade"].isin(list(areas))]
    if period is not None:
        found = found[found["period"] == period]
    return [_need(row) for row in rows(found, _KEYS)]


def _need(row: Row) -> Need:
    omrade, period, raknas, uppdelning, grupp = (row.key[name] for name in _KEYS)
    alla, long, very_long, paid = (
        row[name] for name in ("alla", "langvarigt", "mycket_langvarigt", "utbetalt")
    )
    return Need(omrade, period, raknas, uppdelning, grupp, alla, long, very_long, paid)


def own_areas(table: pd.DataFrame, members: Iterable[str] = ()) -> list[str]:
    """The kommuner of a table: those of the förbund in its order, then others by name."""
    order = list(members)
    found = {name for name in table["omrade"] if name != ALL_KOMMUNER and not is_reference(name)}
    return sorted(found, key=lambda name: (order.index(name) if name in order else len(order), name))


def references(table: pd.DataFrame) -> list[str]:
    """What the kommuner stand against: the län, then the country."""
    found = {
        name: area.kod
        for name in table["omrade"].unique()
        if is_reference(name) and (area := find_area(name)) is not None
    }
    return sorted(found, key=lambda name: (found[name] == COUNTRY, found[name]))


def is_reference(name: str) -> bool:
    """Whether an area is a län or the country."""
    area = find_area(name)
    return area is not None and len(area.kod) == len(COUNTRY)


def wholes(table: pd.DataFrame, members: Iterable[str] = ()) -> list[str]:
    """What the book is about: all kommuner together where that is told, otherwise each kommun.

    Kommuner are never added here: a household may have had support in two of them.
    """
    return [ALL_KOMMUNER] if (table["omrade"] == ALL_KOMMUNER).any() else own_areas(table, members)


def latest(table: pd.DataFrame, ar: int) -> str | None:
    """The latest year up to the book's of which a number of households or persons in its kommuner is known."""
    of_own = ~table["omrade"].map({name: is_reference(name) for name in table["omrade"].unique()}).astype(
        bool
    )
    known = table[
        of_own & (table["kolumn"] == "alla") & table["varde"].notna() & (table["period"] <= str(ar))
    ]
    return max(known["period"], default=None)


def of_residents(register: pd.DataFrame | Rows, matt: str, codes: Iterable[str], ar: int) -> list[Series]:
    """The yearly series of a register measure (a share of the residents) up to a year, for each area that has it.

    register: columns register.rows.COLUMNS. Raises NotComparable with the reason, when they may not stand together.
    """
    found = [one for code in codes if (one := series(register, matt, code)) is not None]
    found = [one.yearly().until(str(ar)) for one in found]
    found = [one for one in found if len(one.known)]
    comparable(found)
    return found


__all__ = [
    "Need",
    "NotComparable",
    "is_reference",
    "latest",
    "needs",
    "of_residents",
    "own_areas",
    "references",
    "wholes",
]
