"""The rows of an own table as they are printed, whether they were delivered in long or in wide form."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import pandas as pd

from finsam.faults import Place
from finsam.tables.cells import NO_CELL, Cell, cell
from finsam.tables.own.definition import OF_ROW, OwnTable
from finsam.tables.own.rules import Label, RowSum
from finsam.tables.words import KRONOR

#: The units whose numbers make a sum of their rows, unless a rule names its columns: days and years are often means.
ADDITIVE = ("antal", *KRONOR, "helarsekvivalenter")


@dataclass(frozen=True)
class Words:
    """A cell of text. status: empty, or `saknas` where nothing stands."""

    text: str
    status: str
    place: Place


@dataclass(frozen=True)
class OwnRow:
    """labels: of the section, where there are any, and of the row. numbers: by column of numbers and, where a
    column of the file makes those of the table, its value; otherwise an empty text. texts: by column.
    """

    labels: tuple[str, ...]
    numbers: dict[tuple[str, str], Cell] = field(default_factory=dict)
    texts: dict[str, Words] = field(default_factory=dict)

    @property
    def section(self) -> str:
        return self.labels[0] if len(self.labels) > 1 else ""

    @property
    def label(self) -> str:
        return self.labels[-1]

    def number(self, column: str, across: str = "") -> Cell:
        """The number; a missing one where nothing was delivered."""
        return self.numbers.get((column, across), NO_CELL)


def own_rows(table: pd.DataFrame, name: str, definition: OwnTable) -> list[OwnRow]:
    """The rows of the own table `name` in a frame of `tables.own.OWN`, section by section in order of delivery; days
    that are shown by month in order of time.

    Without numbers each row stands for itself: there can be two meetings on a day.
    """
    found: dict[tuple[object, ...], OwnRow] = {}
    part = table[table["tabell"] == name]
    for at, raw in part.groupby(["fil", "blad", "radnr"], sort=False):
        cells = {row["kolumn"]: row for row in raw.to_dict("records")}
        labels = tuple(cells[column]["text"] for column in definition.rader)
        across = cells[definition.kolumner]["text"] if definition.kolumner else ""
        row = found.setdefault(labels if definition.varden else at, OwnRow(labels))
        for column, about in cells.items():
            if column in definition.varden:
                row.numbers[column, across] = cell(about)
            else:
                place = Place(about["fil"], about["blad"] or None, int(about["radnr"]), about["rubrik_i_fil"])
                row.texts[column] = Words(about["text"], about["status"], place)
    if definition.by_month:
        return sorted(found.values(), key=lambda row: row.label)
    sections = list(dict.fromkeys(row.section for row in found.values()))
    return sorted(found.values(), key=lambda row: sections.index(row.section))


def across(rows: Sequence[OwnRow]) -> list[str]:
    """The values that make the columns of a table, in order of delivery; one empty text where none do."""
    return list(dict.fromkeys(value for row in rows for _, value in row.numbers))


def matching(rows: Sequence[OwnRow], label: Label, section: str | None = None) -> Iterator[OwnRow]:
    """The rows that a label of tabeller.yml names.

    section: where to look for a label that names no section itself; None is everywhere.
    """
    for row in rows:
        if isinstance(label, tuple):
            if row.labels == label:
                yield row
        elif row.label == label and section in (None, row.section):
            yield row


def rows_of(rows: Sequence[OwnRow], labels: Sequence[Label], beside: OwnRow) -> list[OwnRow]:
    """One row for each label, in the section of another row unless it names its own; none when any is missing."""
    found = [row for label in labels if (row := next(matching(rows, label, beside.section), None))]
    return found if len(found) == len(labels) else []


def parts_of(rows: Sequence[OwnRow], rule: RowSum, whole: OwnRow, definition: OwnTable) -> list[OwnRow]:
    """The rows that a sum is of; none when any is missing."""
    if not isinstance(rule.delar, str):
        return rows_of(rows, rule.delar, whole)
    sums = _sums(rows, definition)
    return [row for row in rows if row.section == whole.section and row not in sums]


def _sums(rows: Sequence[OwnRow], definition: OwnTable) -> list[OwnRow]:
    return [row for rule in definition.summor for row in matching(rows, rule.summa)]


@dataclass(frozen=True)
class Sum:
    """A number that is the sum of others: that of `row` in `column` and, where `kolumner` makes columns, of `across`."""

    row: OwnRow
    column: str
    across: str
    parts: tuple[Cell, ...]

    @property
    def stated(self) -> Cell:
        return self.row.number(self.column, self.across)


def sums(rows: Sequence[OwnRow], definition: OwnTable) -> Iterator[Sum]:
    """Every sum that the definition tells of: rows that are the sum of others, then columns."""
    for rule in definition.summor:
        for whole in matching(rows, rule.summa):
            parts = parts_of(rows, rule, whole, definition)
            for (column, value), total in whole.numbers.items() if parts else ():
                if column in rule.varden or (not rule.varden and total.enhet in ADDITIVE):
                    yield Sum(whole, column, value, tuple(part.number(column, value) for part in parts))
    for name, of in definition.kolumnsummor.items():
        for row in rows:
            if definition.kolumner:
                found = [
                    Sum(row, column, name, tuple(row.number(column, each) for each in of))
                    for column in definition.varden
                ]
            else:
                found = [Sum(row, name, "", tuple(row.number(each) for each in of))]
            for each in found:
                named = not definition.kolumner and definition.varden[name] != OF_ROW
                if named or each.stated.enhet in ADDITIVE:
                    yield each


@dataclass(frozen=True)
class Part:
    """A percent, the count that it tells and the base that it is of, in a row, a column and a value of `kolumner`."""

    row: OwnRow
    column: str
    across: str
    percent: Cell
    count: Cell
    base: Cell


def shares(rows: Sequence[OwnRow], definition: OwnTable) -> Iterator[Part]:
    """Every share that the definition tells of, where it has a base."""
    for rule in definition.andelar:
        chosen = [row for label in rule.rader for row in matching(rows, label)] if rule.rader else rows
        for row in chosen:
            for value in across([row]):
                if rule.av in definition.varden:
                    base = row.number(rule.av, value)
                elif bases := rows_of(rows, [rule.av], row):
                    base = bases[0].number(rule.antal, value)
                else:
                    continue
                percent, count = row.number(rule.procent, value), row.number(rule.antal, value)
                yield Part(row, rule.procent, value, percent, count, base)


@dataclass(frozen=True)
class Drawing:
    """What a picture shows: the cells of each series, by name, in the order of the categories."""

    categories: tuple[str, ...]
    series: dict[str, tuple[Cell, ...]]

    @property
    def cells(self) -> list[Cell]:
        return [cell for cells in self.series.values() for cell in cells]


def drawing(rows: Sequence[OwnRow], definition: OwnTable) -> Drawing:
    """What the picture of a table shows.

    Where `kolumner` makes the columns of the table they are the categories, and the rows the series; otherwise the
    rows are the categories, and the columns of `bild_varde` the series.
    """
    chosen = _drawn_rows(rows, definition)
    together = len({row.section for row in chosen}) < 2
    names = [row.label if together else f"{row.section}: {row.label}" for row in chosen]
    if definition.kolumner:
        (column,) = definition.drawn
        categories = across(rows)
        series = {
            name: tuple(row.number(column, value) for value in categories)
            for name, row in zip(names, chosen, strict=True)
        }
        return Drawing(tuple(categories), series)
    series = {column: tuple(row.number(column) for row in chosen) for column in definition.drawn}
    return Drawing(tuple(names), series)


def _drawn_rows(rows: Sequence[OwnRow], definition: OwnTable) -> list[OwnRow]:
    if definition.bild_rader:
        return [row for label in definition.bild_rader for row in matching(rows, label)]
    sums = _sums(rows, definition)
    return [row for row in rows if row not in sums]


def column_order(table: pd.DataFrame, name: str) -> list[str]:
    """The columns of the own table `name` in the order of its file."""
    return list(dict.fromkeys(table.loc[table["tabell"] == name, "kolumn"]))
