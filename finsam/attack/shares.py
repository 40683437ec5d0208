"""Percent of counts: a published share bounds how many of how many it can be."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

import numpy as np

from finsam.attack.lines import Laid
from finsam.attack.system import System
from finsam.attack.tables import Table
from finsam.attack.wilson import counts_of
from finsam.attack.words import Figure

#: The cells of a table by row and column, and the tables with the same heads.
Cells = Mapping[tuple[str, str], int]
Group = Sequence[tuple[Table, Cells]]

#: Bits that a share tells of its counts must reach before a reader believes that it is theirs.
NEEDED = 14.0

#: A share with more decimals than this is the quotient itself; counts of people are smaller than the other number.
_EXACT, _LARGEST = Fraction(1, 10**12), 10**6


def relate_share(system: System, share: Figure, parts: Sequence[int], base: int, bits: float) -> None:
    """The parts together are `share` percent of the base, as well as it is printed."""
    if share.slack < _EXACT:
        quotient = (share.number / 100).limit_denominator(_LARGEST)
        if abs(quotient * 100 - share.number) <= share.slack:
            terms = [(part, quotient.denominator) for part in parts]
            system.relate([*terms, (base, -quotient.numerator)], bits)
            return
    low, high = share.number - share.slack, share.number + share.slack
    hundredfold = [(part, Fraction(100)) for part in parts]
    system.relate([*hundredfold, (base, -low)], bits, low=0, high=None)
    system.relate([*hundredfold, (base, -high)], bits, low=None, high=0)


def share_out(system: System, laid: Laid) -> None:
    """Relate the shares of tables to the counts beside them: those in the same cell, and those that the numbers of
    tables with the same heads show to be theirs."""
    groups: dict[tuple[str, ...], list[tuple[Table, Cells]]] = defaultdict(list)
    for table, cells in zip(laid.tables, laid.cells, strict=True):
        for (row, column), cell in cells.items():
            count, base = cells.get((row, f"{column} antal")), cells.get((row, f"{column} bas"))
            if count is not None and base is not None:
                _told(system, cell, count, base)
        groups[table.heads].append((table, cells))
    for group in groups.values():
        if any(table.has_unknown for table, _ in group):
            _found(system, group)


def _told(system: System, cell: int, count: int, base: int) -> None:
    system.relate([(count, 1), (base, -1)], 100.0, low=None, high=0)
    if not system.figure(cell).is_hidden:
        relate_share(system, system.figure(cell), (count,), base, 100.0)


@dataclass(frozen=True)
class _Told:
    """A share in a table, and the interval that stands beside it."""

    share: Figure
    interval: tuple[Figure, Figure] | None

    @classmethod
    def of(cls, system: System, cells: Cells, row: str, column: str) -> _Told | None:
        if (row, column) not in cells:
            return None
        ends = [
            system.figure(cells[at])
            for part in ("fran", "till")
            if (at := (row, f"{column} {part}")) in cells
        ]
        is_whole = len(ends) == 2 and not any(end.is_hidden for end in ends)
        return cls(system.figure(cells[row, column]), (ends[0], ends[1]) if is_whole else None)


def _found(system: System, group: Group) -> None:
    """Shares of a column as counts of the row's columns over another one, or over the same column of another row."""
    rows = [(cells, table, row) for table, cells in group for row in table.rows]
    columns = list(dict.fromkeys(column for table, _ in group for column in table.columns))
    bases = list(
        dict.fromkeys(
            row for table, _ in group for row in table.rows if _has_no_share(system, table, row, group)
        )
    )
    for share in columns:
        told = [_Told.of(system, cells, row, share) for cells, _, row in rows]
        if not any(each and each.share.share for each in told):
            continue
        for parts, base in _quotients([column for column in columns if column != share], bases):
            found = [_picked(cells, row, parts, base) for cells, _, row in rows]
            _accept(system, told, found)


def _has_no_share(system: System, table: Table, row: str, group: Group) -> bool:
    cells = next(cells for each, cells in group if each is table)
    told = [system.figure(cells[row, column]) for column in table.columns if (row, column) in cells]
    return row == "totalt" or not any(each.share for each in told)


def _quotients(
    columns: Sequence[str], bases: Sequence[str]
) -> Iterator[tuple[tuple[str, ...], tuple[str | None, str]]]:
    """Parts (columns) and base (row or None for the same row, column)."""
    pairs = list(pairwise(columns))
    for base in columns:
        yield from (
            (parts, (None, base))
            for parts in [*((each,) for each in columns if each != base), *pairs]
            if base not in parts
        )
    for row in bases:
        yield from (((column,), (row, column)) for column in columns)


def _picked(
    cells: Cells, row: str, parts: tuple[str, ...], base: tuple[str | None, str]
) -> tuple[tuple[int, ...], int] | None:
    at = [*((row, part) for part in parts), (base[0] or row, base[1])]
    if any(each not in cells for each in at) or at[-1] in at[:-1]:
        return None
    *counts, whole = (cells[each] for each in at)
    return tuple(counts), whole


def _accept(
    system: System, told: Sequence[_Told | None], found: Sequence[tuple[tuple[int, ...], int] | None]
) -> None:
    bits = 0.0
    use: list[tuple[_Told, tuple[tuple[int, ...], int]]] = []
    for share, each in zip(told, found, strict=True):
        if each is None or share is None or share.share.is_hidden:
            continue
        figures = [system.figure(cell) for cell in (*each[0], each[1])]
        if any(not figure.is_count and (figure.share or not figure.is_hidden) for figure in figures):
            return
        if any(figure.is_hidden for figure in figures):
            use.append((share, each))
            continue
        counts, base = sum(figure.number for figure in figures[:-1]), figures[-1].number
        if not base or abs(100 * counts / base - share.share.number) > share.share.slack:
            return
        bits += _surprise(share.share, base)
    if bits >= NEEDED:
        for shown, (parts, whole) in use:
            relate_share(system, shown.share, parts, whole, bits)
            if shown.interval and (most := counts_of(shown.share, *shown.interval)):
                low, high = most.counts
                system.relate([(part, 1) for part in parts], bits, low, high)
                system.relate([(whole, 1)], bits, *most.bases)


def _surprise(share: Figure, base: Fraction) -> float:
    """Bits of a share that comes out right: few for 0 and 100 percent, which small counts often are."""
    if share.value in (0, 100):
        return 0.5
    return float(np.log2(float(min(100 / (2 * share.slack), max(base, Fraction(2))))))
