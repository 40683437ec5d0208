"""The counts of a förbund's own tables, the sums within each, and the percents that would tell a hidden one."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

import pandas as pd

from finsam.params import Params
from finsam.protect.system import Count, Key, System, key_at
from finsam.tables.cells import Cell
from finsam.tables.own import OwnTable
from finsam.tables.own.shape import OwnRow, matching, own_rows, rows_of, shares, sums

SOURCE = "egna_tabeller"


def add_own(system: System, own: pd.DataFrame, definitions: Mapping[str, OwnTable], params: Params) -> None:
    """The whole numbers in `antal` of the tables whose definitions don't say that they count no persons.

    own: columns tables.own.OWN.
    """
    rule = params.protection(SOURCE)
    for rows, definition in _of_persons(own, definitions):
        totals = {found.stated.place for found in sums(rows, definition)}
        for row in rows:
            for cell in row.numbers.values():
                if cell.is_count:
                    cost = 4.0 if cell.place in totals else 1.0
                    system.add(_key(cell), Count(int(cell.number), rule, cost=cost))
        for found in sums(rows, definition):
            if found.stated.is_count:
                system.is_sum(_key(found.stated), [_key(each) for each in found.parts if each.is_count])
        for share in shares(rows, definition):
            if share.base.is_count and share.count.is_count and share.base.place != share.count.place:
                system.complement(_key(share.base), [_key(share.count)], "andra")


def hidden_of_own(
    own: pd.DataFrame, definitions: Mapping[str, OwnTable], hidden: Collection[Key]
) -> frozenset[Key]:
    """The cells that may not be told: hidden counts, percents in their rows, and what is made of them."""
    found: set[Key] = set()
    for rows, definition in _of_persons(own, definitions):
        here = {_key(cell) for row in rows for cell in row.numbers.values() if cell.place} & set(hidden)
        for row in rows:
            across = {value for (_, value), cell in row.numbers.items() if cell.place and _key(cell) in here}
            found |= {
                _key(cell)
                for (_, value), cell in row.numbers.items()
                if value in across and cell.place and cell.enhet == "procent"
            }
        for share in shares(rows, definition):
            if share.percent.place and share.base.place and _key(share.base) in here:
                found.add(_key(share.percent))
        for rule in definition.okningar:
            for row in matching(rows, rule.procent):
                found |= _changes(row, rows_of(rows, [rule.fran, rule.till], row), here)
        found |= here
    return frozenset(found)


def _changes(row: OwnRow, ends: list[OwnRow], hidden: Collection[Key]) -> set[Key]:
    """The percents of a row that tells how much one number has grown into another, where either is hidden."""
    return {
        _key(stated)
        for key, stated in row.numbers.items()
        if stated.place and any(_key(end.number(*key)) in hidden for end in ends if end.number(*key).place)
    }


def _of_persons(
    own: pd.DataFrame, definitions: Mapping[str, OwnTable]
) -> Iterator[tuple[list[OwnRow], OwnTable]]:
    for name, definition in definitions.items():
        if definition.personer and (rows := own_rows(own, name, definition)):
            yield rows, definition


def _key(cell: Cell) -> Key:
    return key_at(SOURCE, cell.at)
