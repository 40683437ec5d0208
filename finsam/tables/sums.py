"""Sums among the rows of a table that has no column for what a row is: they are no rows, and must agree with those above."""

from __future__ import annotations

import re
from collections import defaultdict
from decimal import Decimal

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


def sum_key(kind: Kind) -> str | None:
    """The key under which a sum of the kind would be written; None for a kind that has another way to tell sums."""
    if "typ" in kind.columns:
        return None
    return next((key.name for key in kind.keys if key.name in _OF), None)


def is_sum(text: str) -> bool:
    """Whether a name is that of a sum, as `Summa insatser:`."""
    return bool(_SUM.fullmatch(" ".join(text.split()).rstrip(" :")))


def sum_findings(grid: Grid, key: str, cells: list[dict], sums: list[dict], is_whole: bool) -> list[Fault]:
    """A note for the rows of sums, and a contradiction for each number that the rows above it don't add up to: all of
    them, or those since the sum before it.

    cells, sums: rows of the tidy table, as tables.read makes them. is_whole: no row was left out, without which no sum
    can agree.
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
    found = [Fault("sum-row-skipped", message, places, severity="note")]
    numbers = [number for number, _ in rows]
    of: dict[tuple, list[tuple[int, Decimal | None]]] = defaultdict(list)
    for cell in cells:
        of[_alike(cell, key)].append((cell["radnr"], cell["varde"]))
    for stated in sums if is_whole else ():
        if stated["varde"] is None or stated["enhet"] not in _ADDITIVE or stated.get("matt") in _NO_SUM:
            continue
        before = max((number for number in numbers if number < stated["radnr"]), default=0)
        above = [(number, value) for number, value in of[_alike(stated, key)] if number < stated["radnr"]]
        if not above or any(value is None for _, value in above):
            continue
        made = sum(value for _, value in above)
        since = sum(value for number, value in above if number > before)
        if stated["varde"] not in (made, since):
            place = grid.place(stated["radnr"], stated["rubrik_i_fil"], str(stated["varde"]))
            message = f"The row of a sum says {stated['varde']}; the rows above it make {made}."
            found.append(Fault("sum-row-differs", message, (place,), str(made), "contradiction"))
    return found


def _alike(cell: dict, key: str) -> tuple:
    """What the rows of a sum have in common."""
    apart = {key, "varde", "decimaler", "status", "fil", "blad", "radnr", "rubrik_i_fil", "namn"}
    return tuple((name, value) for name, value in cell.items() if name not in apart)
