"""The raw rows behind each table of a report: single cells where its figures were delivered, whole files where they
were counted from rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import pandas as pd

from finsam.delivery.files import rows_of
from finsam.delivery.read import Delivery
from finsam.faults import Place
from finsam.records import At, records
from finsam.render.tables import PrintedTable
from finsam.sources.files import Source
from finsam.sources.raw import RawFiles

#: A table with more cells than these has its rows told by their numbers alone.
MOST_CELLS = 400

#: How the heading of a place of the ledger begins to tell its accounts (ledger.cells).
ACCOUNTS = "(konto "

#: Where public statistics lie.
_REGISTER = "data/raw/register"


@dataclass(frozen=True)
class RawCell:
    """text: what stands there, None where it is no cell of the file (an amount of a ledger)."""

    place: Place
    text: str | None

    @property
    def is_booked(self) -> bool:
        """An amount of a ledger, whose place names its accounts and the first of its lines."""
        return self.text is None and ACCOUNTS in (self.place.column or "")


@dataclass(frozen=True)
class RawRows:
    """Rows of a file, told by their numbers: `2–97`. persons: one row a person or an answer, of which no more is told."""

    file: str
    sheet: str
    rows: str
    count: int
    persons: bool


@dataclass(frozen=True)
class Behind:
    """A table and what is behind it."""

    table: PrintedTable
    cells: tuple[RawCell, ...]
    rows: tuple[RawRows, ...]

    def __bool__(self) -> bool:
        return bool(self.cells or self.rows)


def behind_tables(
    tables: Sequence[PrintedTable], deliveries: Sequence[Delivery], sources: Sequence[Source], raw: RawFiles
) -> list[Behind]:
    """What is behind each table that has rows behind it, in the order of the tables.

    deliveries: those of the books that the report shows. sources: every file that the report read.
    """
    found = [_behind(table, deliveries, sources, raw) for table in tables]
    return [each for each in found if each]


def _behind(
    table: PrintedTable, deliveries: Sequence[Delivery], sources: Sequence[Source], raw: RawFiles
) -> Behind:
    places = table.places
    of_persons = {place.file for place in places if holds_persons(place, raw)}
    own = [place for place in places if place.file not in of_persons]
    whole = [rows for file in sorted(of_persons) for rows in _of_files(deliveries, {file}, raw)]
    for kind in table.trace.get("tabeller", ()):
        whole += _of_kind(kind, deliveries, sources, raw)
    if len(own) > MOST_CELLS:
        whole += _told(pd.DataFrame([(p.file, p.sheet or "", p.row or 0) for p in own], columns=_KEYS), raw)
        own = []
    # Lines of a ledger can name persons: their accounts are told, not their texts.
    hidden = {place for delivery in deliveries for place in _hidden(delivery)}
    cells = tuple(
        RawCell(place, raw.text(place) if raw.is_table(place.file) else None)
        for place in own
        if place not in hidden
    )
    return Behind(table, cells, tuple(dict.fromkeys(whole)))


def _hidden(delivery: Delivery) -> Iterator[Place]:
    """The places of what may not be told, or only rounded: a sum that is may have that of its first part."""
    kinds = {key[0] for key in delivery.rounded}
    for kind, table in (*delivery.tables.items(), ("own", delivery.own)):
        hidden = table["status"] == "undertryckt"
        some = table[hidden | (kind in kinds)]
        for at, heading in zip(records(some, At), some["rubrik_i_fil"], strict=True):
            yield at.place(heading)


def holds_persons(place: Place, raw: RawFiles) -> bool:
    """Whether a file has one row a person, an answer or a household's month."""
    if not raw.is_table(place.file):
        return False
    return any(rows_of(grid) for grid in raw.grids(place.file) if (grid.sheet or "") == (place.sheet or ""))


_KEYS = ["fil", "blad", "radnr"]


def _of_kind(
    kind: str, deliveries: Sequence[Delivery], sources: Sequence[Source], raw: RawFiles
) -> list[RawRows]:
    """All rows of a kind of table, of persons, answers and own tables by the names of Delivery, or of `register`."""
    if kind == "register":
        return [
            RawRows(source.fil, "", "", source.rader, False)
            for source in sources
            if source.fil.startswith(_REGISTER)
        ]
    found = []
    for delivery in deliveries:
        table = getattr(delivery, kind) if kind in ("people", "answers", "own") else delivery.tables.get(kind)
        if table is None or table.empty:
            continue
        if any(holds_persons(Place(*key), raw) for key in table[["fil", "blad"]].drop_duplicates().values):
            # The places of what is counted from persons are first rows; all rows were counted.
            found += _of_files(deliveries, set(table["fil"]), raw)
        else:
            found += _told(table, raw)
    return found


def _of_files(deliveries: Sequence[Delivery], files: set[str], raw: RawFiles) -> list[RawRows]:
    """All rows of files, as they stand in them."""
    rows = [
        (file, grid.sheet or "", number)
        for file in sorted(files)
        for grid in raw.grids(file)
        for number, _ in grid.rows
    ]
    return _told(pd.DataFrame(rows, columns=_KEYS), raw)


def _told(rows: pd.DataFrame, raw: RawFiles) -> list[RawRows]:
    found = []
    for (file, sheet), part in rows[_KEYS].drop_duplicates().groupby(["fil", "blad"], sort=False):
        numbers = sorted(part["radnr"])
        persons = holds_persons(Place(str(file), str(sheet) or None), raw)
        found.append(RawRows(str(file), str(sheet), spans(numbers), len(numbers), persons))
    return found


def spans(numbers: Iterable[int]) -> str:
    """`2–5, 9` for 2, 3, 4, 5 and 9."""
    parts: list[list[int]] = []
    for number in numbers:
        if parts and number == parts[-1][1] + 1:
            parts[-1][1] = number
        else:
            parts.append([number, number])
    return ", ".join(str(a) if a == b else f"{a}–{b}" for a, b in parts)
