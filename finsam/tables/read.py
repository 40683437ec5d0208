"""From a grid to tidy rows of a kind: one row for each delivered number, with its place."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import pandas as pd

from finsam.faults import Fault, Place, nearest
from finsam.sources.grids import Grid
from finsam.sources.numbers import parse_number
from finsam.tables.kinds import KINDS, Key, Kind, Value
from finsam.tables.registers import areas, find_area
from finsam.tables.statistics import measures

#: A year, a month or a date, as in 2016, 2015-09, 2016-12-31.
PERIOD = re.compile(r"(?:19|20)[0-9]{2}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12][0-9]|3[01]))?)?")

#: The months of an interim report, as in 2025-01/2025-06.
MONTHS = re.compile(r"(?:19|20)[0-9]{2}-[0-9]{2}/(?:19|20)[0-9]{2}-[0-9]{2}")

#: A half-year of participants or answers, as in 2016-H1.
HALF = re.compile(r"(?:19|20)[0-9]{2}-H[12]")

#: The kinds that are delivered by half-year too, and those that are never delivered by month or day.
HALVED = ("deltagare", "enkat_utskick")
OF_YEARS = ("enkat_utskick", "forsorjningsstod")

#: The kinds that are delivered by spans of years too, as 2005-2016.
SPANNED = ("uppgifter", "flerarsbudget", "projektbudget")
SPAN = re.compile(r"(?:19|20)[0-9]{2}-(?:19|20)[0-9]{2}")

#: The longest number: digits before the decimal sign and after it. Six hold every rate that agencies publish.
DIGITS, DECIMALS = 18, 6

#: Columns that every tidy table has after its keys.
CELL_COLUMNS = ("kolumn", "varde", "decimaler", "status", "enhet", "fil", "blad", "radnr", "rubrik_i_fil")


def _is_period(text: str) -> bool:
    """Written as a period, and in the calendar: 2016-02-30 is no day."""
    if not PERIOD.fullmatch(text):
        return False
    try:
        return len(text) < 10 or bool(date.fromisoformat(text))
    except ValueError:
        return False


def _is_period_of(kind: Kind, text: str) -> bool:
    """Whether a text is a period such as the kind is delivered by."""
    if (kind.name in SPANNED and SPAN.fullmatch(text)) or (kind.name in HALVED and HALF.fullmatch(text)):
        return True
    return _is_period(text) and (kind.name not in OF_YEARS or len(text) == len("2016"))


def kind_of(grid: Grid) -> Kind | None:
    """The kind that a sheet or file is named after: `deltagare`, or `deltagare-` and anything."""
    for name in filter(None, (grid.sheet, grid.file.stem)):
        if (stem := name.strip().lower().split("-")[0]) in KINDS:
            return KINDS[stem]
    return None


def tidy(grid: Grid, kind: Kind, year: int | None) -> tuple[pd.DataFrame, list[Fault]]:
    """The rows of a grid as a long table, and every fault in it.

    Columns: the keys of the kind (str, empty where not given; words in their standard spelling), `period` where
    the kind has one (`year` where a row tells none), then CELL_COLUMNS: `kolumn` (name of the value column; `belopp`
    under a period heading), `varde` (Decimal or None), `decimaler` (as written), `status`, `enhet`, and the place:
    `fil`, `blad`, `radnr`, `rubrik_i_fil` (the heading as it stands in the file). Rows with a fault are not in the
    table, nor is any row when a column can't be told.
    """
    columns, header_faults = _match_header(grid, kind)
    faults = [*header_faults, *grid.faults]
    lost = {place.row for fault in grid.faults for place in fault.where}
    cells: list[dict[str, Any]] = []
    for number, texts in grid.rows:
        keys, found = _row_keys(grid, kind, columns, number, texts, year)
        row_cells = []
        for index, column in columns.items():
            if isinstance(column, Key):
                continue
            place = grid.place(number, grid.header[index], texts[index])
            try:
                value = parse_number(texts[index])
            except ValueError as error:
                found.append(
                    Fault("number-unreadable", "The cell can't be read as a number.", (place,), str(error))
                )
                continue
            unit = column.unit or keys.get("enhet", "")
            row: dict[str, Any] = dict(keys, kolumn=column.name, enhet=unit)
            if kind.period_unit:
                row["period"] = grid.header[index]
            row |= {"varde": value.varde, "decimaler": value.decimaler, "status": value.status}
            row |= {"fil": place.file, "blad": grid.sheet or "", "radnr": number}
            row["rubrik_i_fil"] = grid.header[index]
            found += unit_faults(row, place)
            row_cells.append(row)
        if not found and number not in lost:
            cells += row_cells
        faults += found
    return _frame(kind, [] if header_faults else cells), faults


def key_columns(kind: Kind) -> list[str]:
    """The key columns of the tidy table of a kind, in order."""
    names = [key.name for key in kind.keys if key.name != "enhet"]
    return [*names, "period"] if kind.period_unit else names


def _frame(kind: Kind, cells: list[dict[str, Any]]) -> pd.DataFrame:
    return pd.DataFrame(cells, columns=[*key_columns(kind), *CELL_COLUMNS])


def _match_header(grid: Grid, kind: Kind) -> tuple[dict[int, Key | Value], list[Fault]]:
    """Which column of the kind each heading is; unknown, doubled and missing headings as faults."""
    known = {name.lower(): column for name, column in kind.columns.items()}
    # `n` and `N` are two columns of sociala_utfall: exact spelling goes before lower case.
    exact = kind.columns
    columns: dict[int, Key | Value] = {}
    faults: list[Fault] = []
    for index, heading in enumerate(grid.header):
        if kind.period_unit and _is_period_of(kind, heading):
            columns[index] = Value("belopp", f"amount of {heading}", kind.period_unit)
        elif column := exact.get(heading) or known.get(heading.lower()):
            columns[index] = column
        else:
            headings = [*exact, *(["a year or date"] if kind.period_unit else [])]
            faults.append(
                Fault(
                    "column-unknown",
                    f"A table of the kind {kind.name} has no column of this name." + nearest(heading, exact),
                    (grid.place(grid.header_row, heading or f"number {index + 1}", heading),),
                    "one of " + ", ".join(headings),
                )
            )
    names = [
        grid.header[i] if c.name == "belopp" and kind.period_unit else c.name for i, c in columns.items()
    ]
    for name in sorted({name for name in names if names.count(name) > 1}):
        place = grid.place(grid.header_row, name)
        faults.append(
            Fault("column-twice", "The column stands twice, so its figures can't be told apart.", (place,))
        )
    missing = [c.name for c in kind.columns.values() if c.required and c.name not in names]
    values = [c for c in columns.values() if isinstance(c, Value)]
    if not values:
        missing.append("a year or date such as 2016" if kind.period_unit else "a column of numbers")
    for name in missing:
        place = grid.place(grid.header_row)
        faults.append(
            Fault("column-missing", f"A table of the kind {kind.name} needs the column.", (place,), name)
        )
    return columns, faults


def _row_keys(
    grid: Grid,
    kind: Kind,
    columns: dict[int, Key | Value],
    number: int,
    texts: tuple[str, ...],
    year: int | None,
) -> tuple[dict[str, str], list[Fault]]:
    keys = {key.name: "" for key in kind.keys}
    faults = []
    for index, column in columns.items():
        if not isinstance(column, Key):
            continue
        text = " ".join(texts[index].split())
        word = _word(column, text)
        if (word is None and text) or (column.required and not text):
            place = grid.place(number, grid.header[index], text)
            expected = "one of " + ", ".join(column.words) if column.words else column.about
            hint = _hint(text, column.words) if column.words and text else ""
            code = "word-unknown" if text else "cell-empty"
            message = "The word is not known here." if text else "The cell must not be empty."
            faults.append(Fault(code, message + hint, (place,), expected))
        elif text:
            faults += _register_faults(kind, column, text, grid.place(number, grid.header[index], text))
        keys[column.name] = word or ""
    if "period" in keys and not keys["period"] and year is not None:
        keys["period"] = str(year)
    if keys.get("typ") == "" and any(key.name == "typ" and key.words for key in kind.keys):
        label = next((keys[k] for k in ("rad", "post", "projekt") if keys.get(k)), "")
        keys["typ"] = "summa" if label.lower().startswith(("summa", "tot")) else "post"
    if keys.get("kon") == "" and kind.name == "statistik":
        keys["kon"] = "totalt"
    return keys, faults


def _hint(text: str, words: dict[str, tuple[str, ...]]) -> str:
    """The nearest standard spelling, or the nearest other one where none of those is near."""
    return nearest(text, words) or nearest(text, [name for others in words.values() for name in others])


def _word(key: Key, text: str) -> str | None:
    """The standard spelling of a word, the text itself where any is allowed, None where it is unknown."""
    if key.words is None:
        return text
    lower = text.lower()
    for word, spellings in key.words.items():
        if lower == word or lower in (spelling.lower() for spelling in spellings):
            return word
    return None


def _register_faults(kind: Kind, column: Key, text: str, place: Place) -> list[Fault]:
    """A period that isn't one, and an area or a measure of public statistics that the registers don't know."""
    if column.name == "period" and not _is_period_of(kind, text):
        return [Fault("period-unreadable", "The cell is no period.", (place,), column.about)]
    if kind.name != "statistik":
        return []
    if column.name == "omrade" and find_area(text) is None:
        known = [area.kort for area in areas()]
    elif column.name == "matt" and text not in measures():
        known = list(measures())
    else:
        return []
    return [
        Fault("word-unknown", "No register knows this word." + nearest(text, known), (place,), column.about)
    ]


def unit_faults(row: Mapping[str, Any], place: Place) -> list[Fault]:
    """A number that its unit can't have, or that the tables can't hold."""
    if row["varde"] is None:
        return []
    if row["decimaler"] > DECIMALS or abs(row["varde"]) >= Decimal(10) ** DIGITS:
        expected = f"at most {DIGITS} digits and {DECIMALS} decimals"
        return [Fault("number-too-long", "The number is too long; round it.", (place,), expected)]
    if row["enhet"] == "antal" and row["kolumn"] != "varde":
        if row["varde"] % 1:
            return [
                Fault("number-not-whole", "A number of persons has decimals.", (place,), "a whole number")
            ]
        if row["varde"] < 0:
            return [Fault("number-negative", "A number of persons is negative.", (place,), "0 or more")]
    if row["enhet"] == "kr" and row["varde"] != round(row["varde"], 2):
        return [Fault("number-not-ore", "An amount in kr has more than two decimals.", (place,), "whole öre")]
    return []
