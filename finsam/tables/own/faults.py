"""What is wrong with an own table as a whole: rows that stand twice, rules about rows that aren't there, pictures."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

import pandas as pd

from finsam.faults import Fault, Place, counted, nearest
from finsam.tables.own.definition import OF_ROW, OwnTable
from finsam.tables.own.shape import OwnRow, across, drawing, matching, own_rows, parts_of, rows_of

#: The most that a picture can show: series, by the shapes of points, and bars or points in all.
SERIES, MARKS = 4, 48

#: The most lines of those who meet that a year's days can stand on.
LANES = 8


def own_faults(
    table: pd.DataFrame, definitions: dict[str, OwnTable], broken: Collection[str] = ()
) -> list[Fault]:
    """The faults between the rows of each own table, from all its files together.

    table: columns OWN. broken: the tables in which rows had faults; what seems to be missing in them may only have
    been left out.
    """
    faults: list[Fault] = []
    for name, definition in definitions.items():
        part = table[table["tabell"] == name]
        if part.empty:
            continue
        faults += _repeated(part, definition)
        if name not in broken:
            rows = own_rows(part, name, definition)
            for find in (_strangers, _units, _picture):
                faults += find(part, rows, name, definition)
    return faults


def _repeated(part: pd.DataFrame, definition: OwnTable) -> Iterator[Fault]:
    """Rows with the same labels: a sum would count them twice. Without numbers, rows that are the same throughout."""
    keys = (
        [*definition.rader, *filter(None, [definition.kolumner])] if definition.varden else definition.columns
    )
    places: dict[tuple[str, ...], list[Place]] = {}
    for (file, sheet, number), raw in part.groupby(["fil", "blad", "radnr"], sort=False):
        texts = dict(zip(raw["kolumn"], raw["text"], strict=True))
        places.setdefault(tuple(texts[key] for key in keys), []).append(
            Place(str(file), str(sheet) or None, int(str(number)))
        )
    for labels, found in places.items():
        if len(found) > 1:
            message = f"The same row stands {len(found)} times: {', '.join(labels)}."
            yield Fault("row-twice", message, tuple(found), "one row")


def _strangers(
    part: pd.DataFrame, rows: Sequence[OwnRow], name: str, definition: OwnTable
) -> Iterator[Fault]:
    """Rows and columns that the definition names and nobody delivered: what it says of them would do nothing."""
    told = set()
    for key, label in definition.labels():
        if (key, label) in told or any(matching(rows, label)):
            continue
        told.add((key, label))
        shown = label if isinstance(label, str) else ", ".join(label)
        known = [", ".join(row.labels) if isinstance(label, tuple) else row.label for row in rows]
        yield _stranger(part, f"{name}.{key}", "row", shown, known)
    if definition.kolumner:
        values = across(rows)
        for total, parts in definition.kolumnsummor.items():
            for value in (total, *parts):
                if value not in values:
                    yield _stranger(part, f"{name}.kolumnsummor", "column", value, values)


def _stranger(part: pd.DataFrame, key: str, what: str, label: str, known: list[str]) -> Fault:
    message = f"tabeller.yml names a {what} under {key} that the table doesn't have." + nearest(label, known)
    expected = f"one of {'; '.join(dict.fromkeys(known))}, or a {what} without numbers"
    return Fault("label-unknown", message, (_place(part, key, label),), expected)


def _units(part: pd.DataFrame, rows: Sequence[OwnRow], name: str, definition: OwnTable) -> Iterator[Fault]:
    """Rows whose own units are such that they can't be added or compared, or a change that isn't in percent."""
    if not definition.has_units:
        return
    for key, together in _together(rows, definition):
        units = sorted({_unit(row, definition) for row in together})
        if len(units) > 1:
            labels = "; ".join(", ".join(row.labels) for row in together)
            message = (
                f"Rows that {name}.{key} puts together have several units ({', '.join(units)}): {labels}."
            )
            yield Fault("units-differ", message, (_place(part, f"{name}.{key}"),), "rows of one unit")
    for rule in definition.okningar:
        for row in matching(rows, rule.procent):
            if (unit := _unit(row, definition)) != "procent":
                message = f"A row that {name}.okningar takes for a change in percent has another unit."
                place = _place(part, f"{name}.okningar", unit)
                yield Fault("units-differ", message, (place,), "a row whose unit is procent")


def _together(rows: Sequence[OwnRow], definition: OwnTable) -> Iterator[tuple[str, list[OwnRow]]]:
    """The rows that each rule adds or compares, with the key of the rule."""
    for rule in definition.summor:
        for whole in matching(rows, rule.summa):
            yield "summor", [whole, *parts_of(rows, rule, whole, definition)]
    for between in definition.mellan:
        for whole in matching(rows, between.helhet):
            yield "mellan", [whole, *rows_of(rows, between.delar, whole)]
    for growth in definition.okningar:
        for change in matching(rows, growth.procent):
            yield "okningar", rows_of(rows, [growth.fran, growth.till], change)


def _unit(row: OwnRow, definition: OwnTable) -> str:
    """The unit that a row tells."""
    return next(
        cell.enhet for (column, _), cell in row.numbers.items() if definition.varden[column] == OF_ROW
    )


def _picture(part: pd.DataFrame, rows: Sequence[OwnRow], name: str, definition: OwnTable) -> Iterator[Fault]:
    if definition.bild == "ingen":
        return
    if definition.by_month:
        yield from _wheel(part, rows, name, definition)
        return
    shown = drawing(rows, definition)
    if len(shown.series) > SERIES or len(shown.cells) > MARKS:
        message = f"The picture would have {len(shown.series)} series and {counted(len(shown.cells), 'bar or point', 'bars or points')}."
        expected = f"at most {SERIES} and {MARKS}: name rows in bild_rader, or bild: ingen"
        yield Fault("picture-crowded", message, (_place(part, f"{name}.bild"),), expected)
    units = {cell.enhet for cell in shown.cells if cell}
    if len(units) > 1:
        message = f"The picture would have several units on one axis: {', '.join(sorted(units))}."
        expected = "rows of one unit in bild_rader, or bild: ingen"
        yield Fault("picture-units", message, (_place(part, f"{name}.bild"),), expected)


def _wheel(part: pd.DataFrame, rows: Sequence[OwnRow], name: str, definition: OwnTable) -> Iterator[Fault]:
    """A year has room for so many lines of those who meet, and is one year."""
    years = sorted({row.label[:4] for row in rows})
    if len(years) > 1:
        message = f"The picture shows the months of one year, and the days are of {', '.join(years)}."
        yield Fault(
            "picture-years", message, (_place(part, f"{name}.bild"),), "days of one year, or bild: ingen"
        )
    who = {row.texts[definition.bild_varde[0]].text for row in rows}
    if len(who) > LANES or len(rows) > MARKS:
        message = f"The picture would have {counted(len(who), 'line')} and {counted(len(rows), 'day')}."
        expected = f"at most {LANES} and {MARKS}, or bild: ingen"
        yield Fault("picture-crowded", message, (_place(part, f"{name}.bild"),), expected)


def _place(part: pd.DataFrame, key: str, value: str | None = None) -> Place:
    """The first file of the table, and the key of tabeller.yml that it doesn't go with."""
    first = part.iloc[0]
    return Place(first["fil"], first["blad"] or None, None, key, value)
