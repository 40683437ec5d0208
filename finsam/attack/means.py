"""Means and shares whose counts aren't shown: with their base they tell a sum, and sums add up to that of all."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from finsam.attack.lines import Laid
from finsam.attack.system import System
from finsam.attack.tables import Table
from finsam.attack.words import Figure, is_mean, is_share

#: Bits of a base that stands right before what is of it, and what a reader needs to believe it.
_BESIDE, _NEEDED = 6.0, 8.0


@dataclass(frozen=True)
class _Group:
    """A mean (or share) with its base, as cells."""

    label: str
    mean: int
    base: int


def average(system: System, laid: Laid) -> None:
    """Relate means and shares to the count that stands before them, wherever that can be their base: each sum of whole
    answers is mean times base, and that of all is the sum of the others."""
    for table, cells in zip(laid.tables, laid.cells, strict=True):
        if table.has_unknown:
            for unit, groups in _measures(system, table, cells):
                _relate(system, table, groups, unit)


def _measures(
    system: System, table: Table, cells: Mapping[tuple[str, str], int]
) -> Iterator[tuple[int, list[_Group]]]:
    """Of each column (or row) of means and shares what makes a whole of one, and its groups."""
    for measures, labels, is_row in ((table.columns, table.rows, False), (table.rows, table.columns, True)):
        places = {
            measure: {label: (measure, label) if is_row else (label, measure) for label in labels}
            for measure in measures
        }
        base: dict[str, tuple[str, str]] = {}
        for measure in measures:
            there = {label: at for label, at in places[measure].items() if at in cells}
            heads = {table.spots[at].row if is_row else table.spots[at].column for at in there.values()}
            unit = 1 if all(map(is_mean, heads)) else 100 if all(map(is_share, heads)) else 0
            if unit and base and not any(table.spots[at].part for at in there.values()):
                yield (
                    unit,
                    [
                        _Group(label, cells[at], cells[base[label]])
                        for label, at in there.items()
                        if base.get(label) in cells and label not in table.varav
                    ],
                )
            elif there and not any(table.cells[at].share for at in there.values()):
                base = there


def _relate(system: System, table: Table, groups: list[_Group], unit: int) -> None:
    bits, sums = _BESIDE, {}
    for group in groups:
        mean, base = system.figure(group.mean), system.figure(group.base)
        if mean.is_hidden or base.is_hidden:
            sums[group] = Figure(None)
        elif not base.is_count:
            return
        else:
            ends = [base.number * (mean.number + sign * mean.slack) / unit for sign in (-1, 1)]
            low, high = math.ceil(ends[0]), math.floor(ends[1])
            if low > high:
                return
            if base.value:  # how seldom a number is the mean of so many
                bits += max(0.0, -math.log2(max(2 * mean.slack * base.value / unit, Fraction(1, 1000))))
            sums[group] = Figure(Fraction(low + high, 2), Fraction(high - low, 2))
    if bits < _NEEDED or not any(figure.is_hidden for figure in sums.values()):
        return
    spots = system.board.spots
    cells = {group: system.board.add(figure, spots[group.mean]) for group, figure in sums.items()}
    for group, cell in cells.items():
        _of_its_base(system, group, cell, unit, bits)
    total = next((group for group in groups if group.label == "totalt"), None)
    parts = [group for group in groups if group is not total]
    if total and len(parts) > 1 and _adds_up(system, total, parts):
        system.relate([(cells[total], -1), *((cells[part], 1) for part in parts)], bits)


def _of_its_base(system: System, group: _Group, cell: int, unit: int, bits: float) -> None:
    mean, base = system.figure(group.mean), system.figure(group.base)
    if unit == 100:
        system.relate([(cell, 1), (group.base, -1)], bits, low=None, high=0)
    if mean.is_hidden and not base.is_hidden:
        system.sums[group.mean] = cell
    if base.is_hidden and not mean.is_hidden:
        low, high = mean.number - mean.slack, mean.number + mean.slack
        system.relate([(cell, unit), (group.base, -low)], bits, low=0, high=None)
        system.relate([(cell, unit), (group.base, -high)], bits, low=None, high=0)


def _adds_up(system: System, total: _Group, parts: list[_Group]) -> bool:
    """Whether the bases can be parts of that of all, each counted once."""
    bases = [system.figure(group.base) for group in (total, *parts)]
    if any(base.is_hidden for base in bases):
        return True
    return bases[0].number == sum(base.number for base in bases[1:])
