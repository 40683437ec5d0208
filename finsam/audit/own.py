"""Checks of a förbund's own tables: the sums, shares and days that tabeller.yml says must agree."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pandas as pd

from finsam.audit.check import Check, Worded, compare, last_decimal, percent, slack
from finsam.faults import Fault
from finsam.tables.cells import Cell, places_of
from finsam.tables.own import OwnTable
from finsam.tables.own.rules import Between, Change
from finsam.tables.own.shape import OwnRow, Words, matching, own_rows, rows_of, shares, sums

WEEKDAYS = ("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag")
MONTHS = (
    "januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober", "november",
    "december",
)  # fmt: skip

_WEEKDAY = re.compile(rf"\b(?:{'|'.join(WEEKDAYS)})", re.IGNORECASE)
_BEFORE = re.compile(r"\binför (?:år(?:et)? )?((?:19|20)\d\d)\b", re.IGNORECASE)
# Without a space after the day too, as it is printed now and then.
_DAY = re.compile(rf"\b(\d{{1,2}})\s*({'|'.join(MONTHS)})", re.IGNORECASE)


@dataclass(frozen=True)
class DayCheck(Worded):
    """A printed weekday, or a day and month, against the date. stated and computed count days."""

    def as_fault(self) -> Fault:
        message = f"{self.subject}: stated {self.words[0]}, the date makes it {self.words[1]}."
        return Fault(self.rule, message, self.places, self.expected, self.severity)


def checks(table: pd.DataFrame, definitions: Mapping[str, OwnTable]) -> list[Check]:
    """Every check that the definitions ask for and the cells of `table` (columns tables.own.OWN) allow."""
    found: list[Check] = []
    for name, definition in definitions.items():
        if rows := own_rows(table, name, definition):
            found += _of_table(rows, definition)
    return found


def _of_table(rows: list[OwnRow], definition: OwnTable) -> Iterator[Check]:
    for found in sums(rows, definition):
        subject = f"{_subject(definition, found.row, found.column, found.across)}: summa"
        cells = list(found.parts)
        yield from compare("own-sum", subject, found.stated, cells, slack(found.stated, *cells))
    for share in shares(rows, definition):
        if share.base:
            subject = f"{_subject(definition, share.row, share.column, share.across)}: andel"
            yield from percent("own-share", subject, share.percent, share.count, share.base)
    for between in definition.mellan:
        yield from _between(rows, between, definition)
    for growth in definition.okningar:
        yield from _changes(rows, growth, definition)
    if len(definition.datum) == 1:
        yield from _days(rows, definition)


def _changes(rows: list[OwnRow], rule: Change, definition: OwnTable) -> Iterator[Check]:
    """A row in percent is how much one number has grown into another."""
    for row in matching(rows, rule.procent):
        ends = rows_of(rows, [rule.fran, rule.till], row)
        for (column, value), stated in row.numbers.items() if ends else ():
            start, end = (each.number(column, value) for each in ends)
            if stated.enhet == "procent":
                subject = f"{_subject(definition, row, column, value)}: förändring"
                yield from percent("own-change", subject, stated, end, start, less=100)


def _between(rows: list[OwnRow], rule: Between, definition: OwnTable) -> Iterator[Check]:
    """A share or mean of all lies between those of its parts, or is one of them."""
    for whole in matching(rows, rule.helhet):
        parts = rows_of(rows, rule.delar, whole)
        for (column, value), stated in whole.numbers.items() if parts else ():
            cells = [part.number(column, value) for part in parts]
            if column not in rule.varden or not stated or not all(cells):
                continue
            subject = _subject(definition, whole, column, value)
            if weights := _weights(rows, whole, rule, value):
                yield _weighted(subject, stated, cells, weights)
                continue
            least, most = (end(cells, key=lambda cell: cell.printed) for end in (min, max))
            bound = min(max(stated, least, key=lambda c: c.printed), most, key=lambda c: c.printed)
            yield Check(
                "own-between",
                f"{subject}: mot delarna",
                stated.printed,
                bound.printed,
                stated.enhet,
                places_of((stated, *cells)),
                slack(stated, bound),
                max(stated.decimaler, bound.decimaler),
            )


def _weights(rows: list[OwnRow], whole: OwnRow, rule: Between, value: str) -> list[Cell]:
    """How many each part is of; none where a number is missing, or where they are nobody."""
    if not rule.vikter or not rule.vikt:
        return []
    found = [row.number(rule.vikt, value) for row in rows_of(rows, rule.vikter, whole)]
    return found if found and all(found) and sum(cell.printed for cell in found) > 0 else []


def _weighted(subject: str, stated: Cell, cells: list[Cell], weights: list[Cell]) -> Check:
    """The mean of the parts by their numbers; rounding moves it as much as the most rounded of its parts."""
    total = sum((cell.printed for cell in weights), Decimal(0))
    weighted = (part.printed * weight.printed for part, weight in zip(cells, weights, strict=True))
    exact = sum(weighted, Decimal(0)) / total
    computed = exact.quantize(last_decimal(stated), "ROUND_HALF_UP")
    room = max(slack(cell) for cell in cells) + slack(stated)
    explained = abs(stated.printed - exact) <= room
    tolerance = abs(stated.printed - computed) if explained else Decimal(0)
    places = places_of((stated, *cells, *weights))
    name = f"{subject}: mot delarna, viktade"
    return Check(
        "own-weighted", name, stated.printed, computed, stated.enhet, places, tolerance, stated.decimaler
    )


def _days(rows: list[OwnRow], definition: OwnTable) -> Iterator[Check]:
    """The weekday, and the day and month, that are printed are those of the date, where they are printed."""
    (column,) = definition.datum
    for row in rows:
        day = row.texts[column]
        if not day.text:
            continue
        when = date.fromisoformat(day.text)
        yield from _years(f"{definition.titel}, {_long(when)}", row, when)
        if not definition.veckodag:
            continue
        printed = row.texts[definition.veckodag]
        subject = f"{definition.titel}, {_long(when)}"
        if found := _WEEKDAY.search(printed.text):
            at = WEEKDAYS.index(found[0].lower())
            words = (WEEKDAYS[at], WEEKDAYS[when.weekday()])
            yield _day_check(f"{subject}: veckodag", at, when.weekday(), (printed, day), words)
        if found := _DAY.search(printed.text):
            month = MONTHS.index(found[2].lower())
            words = (f"{int(found[1])} {MONTHS[month]}", f"{when.day} {MONTHS[when.month - 1]}")
            stated, made = 31 * month + int(found[1]), 31 * (when.month - 1) + when.day
            yield _day_check(f"{subject}: dag", stated, made, (printed, day), words)


def _long(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def _years(subject: str, row: OwnRow, when: date) -> Iterator[Worded]:
    """What is done before a year is done before its end: `inför 2016` doesn't belong to a day of 2017."""
    for words in row.texts.values():
        for found in _BEFORE.finditer(words.text):
            if int(found[1]) < when.year:
                told = (f"”{found[0]}”", f"ett år från {when.year}")
                yield Worded("own-year", f"{subject}: året i texten", Decimal(found[1]), Decimal(when.year), "ar",
                             (words.place,), worth="note", words=told)  # fmt: skip


def _day_check(
    subject: str, stated: int, made: int, cells: tuple[Words, Words], words: tuple[str, str]
) -> DayCheck:
    places = tuple(cell.place for cell in cells)
    return DayCheck("own-weekday", subject, Decimal(stated), Decimal(made), "dagar", places, words=words)


def _subject(definition: OwnTable, row: OwnRow, column: str, value: str) -> str:
    """What a figure is about: table, row and column, the latter only where there are several."""
    several = value or len(definition.varden) > 1
    head = value or definition.rubriker.get(column, column)
    return ", ".join([definition.titel, *row.labels, *([head] if several else [])])
