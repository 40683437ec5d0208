"""Sums among the rows of a table that has no column for what a row is: they are no rows, and must agree with those above."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from finsam.faults import Fault
from finsam.sources.grids import Grid
from finsam.sources.totals import SUM_WORDS
from finsam.tables.kinds import Kind
from finsam.tables.words import KRONOR

#: The keys that a sum is written under; a table with `typ` tells sums by it.
_OF = ("insats", "medlem")
#: Such a key has names of its own, which may begin with the word of a sum: only the whole text tells one.
_SUM = re.compile(rf"{SUM_WORDS}(?: (?:alla )?(?:insatser|medlemmar))?", re.IGNORECASE)
#: Persons of several insatser are counted once in the sum of these.
_NO_SUM = ("unika",)
#: Units whose numbers add up.
_ADDITIVE = ("antal", *KRONOR)

#: A row of the tidy table, as tables.read makes it.
TidyRow = Mapping[str, Any]


def sum_key(kind: Kind) -> str | None:
    """The key under which a sum of the kind would be written; None for a kind that has another way to tell sums."""
    if "typ" in kind.columns:
        return None
    return next((key.name for key in kind.keys if key.name in _OF), None)


def is_sum(text: str) -> bool:
    """Whether the text under the key names a sum of its rows, as `Totalt` or `Summa alla insatser`."""
    return bool(_SUM.fullmatch(" ".join(text.split()).rstrip(" :")))


def sum_findings(
    grid: Grid, key: str, cells: Sequence[TidyRow], sums: Sequence[TidyRow], is_whole: bool
) -> list[Fault]:
    """A note for the rows of sums, and a contradiction for each number that the rows above it don't add up to: all of
    them, or those since the sum before it.

    sums: with `namn`, what stands under the key. is_whole: no row was left out, without which no sum can agree.
    """
    if not sums:
        return []
    rows = sorted({(cell["radnr"], cell["namn"]) for cell in sums})
    message = (
        f"The row is a sum and isn't counted. If it is of the whole förbund, write Alla insatser in {key}."
        if key == "insats"
        else "The row is a sum and isn't counted."
    )
    places = tuple(grid.place(number, None, name) for number, name in rows)
    skipped = Fault("sum-row-skipped", message, places, severity="note")
    return [skipped, *(_differing(grid, key, cells, sums) if is_whole else ())]


def _differing(grid: Grid, key: str, cells: Sequence[TidyRow], sums: Sequence[TidyRow]) -> Iterator[Fault]:
    """The sums that neither all rows above them make nor those since the sum before; none for a missing number."""
    values: dict[tuple[object, ...], list[tuple[int, Decimal | None]]] = defaultdict(list)
    for cell in cells:
        values[_alike(cell, key)].append((cell["radnr"], cell["varde"]))
    numbers = {stated["radnr"] for stated in sums}
    for stated in sums:
        if stated["varde"] is None or stated["enhet"] not in _ADDITIVE or stated.get("matt") in _NO_SUM:
            continue
        row = stated["radnr"]
        before = max((number for number in numbers if number < row), default=0)
        above = [(number, value) for number, value in values[_alike(stated, key)] if number < row]
        known = [(number, value) for number, value in above if value is not None]
        if not above or len(known) < len(above):
            continue
        made = sum((value for _, value in known), Decimal(0))
        since = sum((value for number, value in known if number > before), Decimal(0))
        if stated["varde"] not in (made, since):
            place = grid.place(row, stated["rubrik_i_fil"], str(stated["varde"]))
            message = f"The row of a sum says {stated['varde']}; the rows above it make {made}."
            yield Fault("sum-row-differs", message, (place,), str(made), "contradiction")


def _alike(cell: TidyRow, key: str) -> tuple[object, ...]:
    """What the rows of a sum have in common."""
    apart = {key, "varde", "decimaler", "status", "fil", "blad", "radnr", "rubrik_i_fil", "namn"}
    return tuple((name, value) for name, value in cell.items() if name not in apart)
