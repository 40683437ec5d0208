"""What the chapters have written since they last showed something: every number with its exact value, every text from
data that has digits in it, every row that was printed as it was delivered, and the tables that were opened.

`show` puts it into the outputs of the notebook, so that the finished pages can be read back against what was computed
(`finsam.verify`), and a table can tell the raw rows behind it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from decimal import Decimal
from itertools import count
from typing import Any

from finsam.faults import Place

#: The key of the metadata of an output.
TRACE = "finsam_spar"

#: Constants of the methods, in the words that the chapters tell them with.
CONSTANTS = ("95-procentig", "95 respektive 99,8 procent", "SHA-256")

#: More is written between two outputs by no chapter; the bound keeps a long process from growing.
_MOST = 200_000

#: Numbers the calls of `show`: the outputs of one have its log in common.
_shows = count(1)
_numbers: deque[tuple[str, str, str]] = deque(maxlen=_MOST)
_literals: deque[str] = deque(maxlen=_MOST)
_rows: deque[Place] = deque(maxlen=_MOST)
_tables: deque[str] = deque(maxlen=_MOST)


class FromRow(str):
    """Text of a cell that was printed as it was delivered. place: where it stands."""

    place: Place

    @classmethod
    def of(cls, text: str, place: Place) -> FromRow:
        _rows.append(place)
        told = cls(text)
        told.place = place
        return told


def number(text: str, value: Decimal | int, unit: str = "") -> str:
    """A number as it is printed, with its exact value; returns the text."""
    _numbers.append((text, f"{value:f}" if isinstance(value, Decimal) else str(value), unit))
    return text


def literal(text: str) -> str:
    """Text whose digits are no figures of the book: names, dates, headings, constants of a method. Returns it."""
    if any(sign.isdigit() for sign in text):
        _literals.append(text)
    return text


def opened(table: str) -> None:
    """A table of the delivery was opened, by its kind; `people`, `answers` and `own` are those of Delivery, `register`
    is public statistics."""
    _tables.append(table)


@contextmanager
def unheard() -> Iterator[None]:
    """What is written inside is tried and not shown: the log is afterwards as it was."""
    logs: tuple[deque[Any], ...] = (_numbers, _literals, _rows, _tables)
    before = [list(log) for log in logs]
    try:
        yield
    finally:
        for log, kept in zip(logs, before, strict=True):
            log.clear()
            log.extend(kept)


def taken() -> dict[str, Any]:
    """All that was written since the last call, as JSON holds it; nothing is kept."""
    found = {
        "visning": next(_shows),
        "siffror": sorted({*map(tuple, _numbers)}),
        "ord": sorted({*_literals}),
        "rader": _as_json(_rows),
        "tabeller": sorted({*_tables}),
    }
    for log in (_numbers, _literals, _rows, _tables):
        log.clear()
    return found


def behind(cells: Mapping[tuple[int, int], str]) -> dict[str, object]:
    """What the cells of a table, by row and column, tell of their rows.

    rader: the places that they stand in. celler: row, column and the number (from 0) of its place in `rader`.
    is_delivered: whether every figure is a delivered one.
    """
    told = {at: cell for at, cell in cells.items() if any(sign.isdigit() for sign in cell)}
    places = {at: cell.place for at, cell in told.items() if isinstance(cell, FromRow)}
    order = {place: number for number, place in enumerate(dict.fromkeys(places.values()))}
    return {
        "rader": _as_json(order),
        "celler": [[*at, order[place]] for at, place in places.items()],
        "is_delivered": 0 < len(places) == len(told),
    }


def _as_json(places: Iterable[Place]) -> list[list[object]]:
    return [
        [place.file, place.sheet or "", place.row or 0, place.column or ""] for place in dict.fromkeys(places)
    ]
