"""Sums among rows of which each is a person, an answer or a month: they are no rows, and must agree with those above."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from finsam.faults import Fault, counted
from finsam.sources.grids import Grid
from finsam.sources.layout import Row
from finsam.sources.numbers import parse_number

#: What sums are called, and how the text of a row begins that is a sum of other rows.
SUM_WORDS = "(?:(?:del|slut|total)?summa|summor|sum|totalt?|omslutning|s:a)"
SUM = re.compile(rf"{SUM_WORDS}\b", re.IGNORECASE)
_COUNT = re.compile(r"antal\b", re.IGNORECASE)
#: Words of a sum with its number in the same cell, as in `Antal: 45`.
_WITH_NUMBER = re.compile(r"[^\W\d]+(?: [^\W\d]+)*[ :=]+([0-9][0-9 \u00a0]*)(?: [^\W\d]+)?\.?")


def without_sums(grid: Grid) -> Grid:
    """The grid without rows of sums, each told. One whose number is neither that of the rows above it nor the sum of its
    column is a contradiction.

    Such a row begins with the word of a sum and has no other text than numbers. Where rows are lost, no sum can agree.
    """
    sums = [(number, cells) for number, cells in grid.rows if _is_sum(cells)]
    if not sums:
        return grid
    numbers = {number for number, _ in sums}
    rows = tuple(row for row in grid.rows if row[0] not in numbers)
    places = tuple(grid.place(number, None, " ".join(filter(None, cells))) for number, cells in sums)
    notes = [Fault("sum-row-skipped", "The row is a sum and isn't counted.", places, severity="note")]
    before = 0
    for number, cells in sums if not grid.lost_rows else ():
        above = [row for row in rows if row[0] < number]
        notes += _differing(grid, number, cells, above, [row for row in above if row[0] > before])
        before = number
    return replace(grid, rows=rows, notes=(*grid.notes, *notes))


def _is_sum(cells: Sequence[str]) -> bool:
    first = cells[0] or next(filter(None, cells), "")
    if not (SUM.match(first) or _COUNT.match(first)):
        return False
    others = [cell for cell in cells if cell and cell is not first]
    has_number = bool(others) or bool(_WITH_NUMBER.fullmatch(first))
    return has_number and all(_number(cell) is not None for cell in others)


def _number(text: str) -> Decimal | None:
    try:
        return parse_number(text).varde
    except ValueError:
        return None


def _differing(grid: Grid, number: int, cells: Sequence[str], *groups: Sequence[Row]) -> list[Fault]:
    """The numbers of a row of a sum that fit none of the groups of rows that it may be of."""
    found = []
    for at, cell in enumerate(cells):
        with_number = _WITH_NUMBER.fullmatch(cell)
        stated = _number(with_number[1].strip() if with_number else cell) if cell else None
        if stated is None:
            continue
        fitting = {Decimal(len(rows)) for rows in groups} | {_sum(rows, at) for rows in groups}
        if stated not in fitting:
            message = f"The row of a sum says {stated}; above it {counted(len(groups[0]), 'row stands', 'rows stand')}."
            place = grid.place(number, grid.header[at], cell)
            found.append(Fault("sum-row-differs", message, (place,), str(len(groups[0])), "contradiction"))
    return found


def _sum(rows: Sequence[Row], at: int) -> Decimal | None:
    """The sum of a column; None without rows, and where one of them has no number."""
    numbers = [number for _, cells in rows if (number := _number(cells[at])) is not None]
    return sum(numbers, Decimal(0)) if rows and len(numbers) == len(rows) else None
