"""What differs between the values of two reports, the largest first."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from finsam.diff.values import Named, Table, Values
from finsam.sources.numbers import parse_number
from finsam.swedish import exact_decimals, with_unit
from finsam.tables.words import KRONOR

K = TypeVar("K")

#: The book's own year, and the years beside it, in names of rows and columns that are matched across years.
_OWN, _BEFORE = "{år}", "{år−1}"

_FIGURE = re.compile(r"[−-]?\d+(?:[ \u00a0]\d{3})*(?:,\d+)?")


@dataclass(frozen=True)
class Change:
    """One number that is another, has come or has gone.

    name: a fact's name, or table, row and column. about: what it is, in Swedish. before, after: as they are told,
    empty for nothing. change: after less before, in `unit` (percentage points for percents), None where that can't be
    told. relative: change as a share of what was before, None where there is none or it was 0.
    """

    name: str
    about: str
    before: str
    after: str
    unit: str = ""
    change: Decimal | None = None
    relative: Decimal | None = None
    decimals: int = 0

    @property
    def what(self) -> str:
        """`changed`, `appeared` or `went`."""
        return "appeared" if not self.before else "went" if not self.after else "changed"


@dataclass(frozen=True)
class Difference:
    """before, after: the reports. values, cells: the changes of named values and of table cells.

    texts: chapters whose text beside the tables differs; chapters that only one of them has are among them.
    """

    before: str
    after: str
    values: tuple[Change, ...]
    cells: tuple[Change, ...]
    texts: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.values or self.cells or self.texts)


def difference(before: Values, after: Values) -> Difference:
    """What differs. Names of facts leave the book's own year out, and so match across years; rows and columns of
    tables that name the book's year, or the one before it, match likewise."""
    values = [
        _value(name, before.values.get(name), after.values.get(name))
        for name in _both(before.values, after.values)
    ]
    old, new = _cells(before, before.year != after.year), _cells(after, before.year != after.year)
    cells = [_cell(key, old.get(key, ("", "")), new.get(key, ("", ""))) for key in _both(old, new)]
    texts = [
        name for name in _both(before.texts, after.texts) if before.texts.get(name) != after.texts.get(name)
    ]
    return Difference(
        before.report,
        after.report,
        tuple(sorted(filter(None, values), key=_largest_first)),
        tuple(sorted(filter(None, cells), key=_largest_first)),
        tuple(texts),
    )


def _both(one: Mapping[K, object], other: Mapping[K, object]) -> list[K]:
    return list(dict.fromkeys([*one, *other]))


def _largest_first(change: Change) -> tuple[int, Decimal, Decimal, str]:
    """Changes by their relative size, then by their absolute one; then what appeared and what went, by name."""
    order = ("changed", "appeared", "went").index(change.what)
    grown_from_nothing = change.change is not None and change.relative is None
    relative = Decimal("Infinity") if grown_from_nothing else abs(change.relative or Decimal(0))
    return order, -relative, -abs(change.change or Decimal(0)), change.name


def _value(name: str, before: Named | None, after: Named | None) -> Change | None:
    was, is_now = (_told(one) if one else "" for one in (before, after))
    if not before or not after:
        told = after or before
        return Change(name, told["om"], was, is_now, told["enhet"]) if told else None
    if (before["varde"], before["enhet"]) == (after["varde"], after["enhet"]):
        return None
    old, new, unit = Decimal(before["varde"]), Decimal(after["varde"]), after["enhet"]
    if before["enhet"] != unit:
        if not {before["enhet"], unit} <= KRONOR.keys():
            return Change(name, after["om"], was, is_now, unit)
        # An amount that only one of them tells exactly differs by no more than the other has rounded.
        old = old * KRONOR[before["enhet"]] / KRONOR[unit]
        if old == new:
            return None
    points = "procentenheter" if unit == "procent" else unit
    decimals = max(before["decimaler"], after["decimaler"])
    return Change(name, after["om"], was, is_now, points, new - old, _relative(old, new), decimals)


def _relative(old: Decimal, new: Decimal) -> Decimal | None:
    return (new - old) / abs(old) if old else None


def _told(value: Named) -> str:
    return with_unit(Decimal(value["varde"]), value["enhet"], value["decimaler"])


Key = tuple[str, str, str]


def _cells(report: Values, across_years: bool) -> dict[Key, tuple[str, str]]:
    """By table, row and column, the text of each cell and what it is in words.

    A row's label that a table has twice is counted; a section's heading is told before its rows.
    """
    found: dict[Key, tuple[str, str]] = {}
    for table in report.tables:
        for row, column, text in _of_table(table):
            names = [_placeless(part, report.year) if across_years else part for part in (row, column)]
            key, number = (table.id, names[0], names[1]), 1
            while key in found:
                number += 1
                key = (table.id, f"{names[0]} ({number})", names[1])
            found[key] = text, f"{table.caption}: {row}, {column}"
    return found


def _of_table(table: Table) -> Iterator[tuple[str, str, str]]:
    section = ""
    for label, *cells in table.rows:
        if not any(cells):
            section = label
            continue
        for head, text in zip(table.heads[1:], cells, strict=False):
            yield f"{section}, {label}" if section else label, head, text


def _placeless(text: str, year: int) -> str:
    return text.replace(str(year), _OWN).replace(str(year - 1), _BEFORE) if year else text


def _cell(key: Key, before: tuple[str, str], after: tuple[str, str]) -> Change | None:
    old, new = before[0], after[0]
    if old == new:
        return None
    name, about = "/".join(key), after[1] or before[1]
    first, second = _number(old), _number(new)
    if first is None or second is None:
        return Change(name, about, old, new)
    unit = "procentenheter" if "%" in new else ""
    decimals = max(exact_decimals(first), exact_decimals(second))
    return Change(name, about, old, new, unit, second - first, _relative(first, second), decimals)


def _number(text: str) -> Decimal | None:
    """The first number of a printed cell, as in `68 % (56–77)`."""
    found = _FIGURE.match(text)
    try:
        return parse_number(found[0]).varde if found else None
    except ValueError:
        return None
