"""From a grid to tidy rows of a kind: one row for each delivered number, with its place."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pandas as pd

from finsam.faults import Fault, Place, nearest
from finsam.sources.grids import Grid
from finsam.sources.layout import laid_out
from finsam.sources.named import named_after
from finsam.sources.numbers import Number
from finsam.sources.written import Marks, read_number, signs
from finsam.tables.headings import Columns, knows, match_header, period_of, remark_notes
from finsam.tables.kinds import KINDS, Key, Kind, Value
from finsam.tables.periods import is_period_of
from finsam.tables.registers import areas, find_area
from finsam.tables.statistics import measures
from finsam.tables.sums import is_sum, sum_findings, sum_key

#: The longest number: digits before the decimal sign and after it. Six hold every rate that agencies publish.
DIGITS, DECIMALS = 18, 6

#: Columns that every tidy table has after its keys.
CELL_COLUMNS = ("kolumn", "varde", "decimaler", "status", "enhet", "fil", "blad", "radnr", "rubrik_i_fil")


def kind_of(grid: Grid) -> Kind | None:
    """The kind that a sheet or file is named after: `deltagare`, or `deltagare-` and anything."""
    name = named_after(grid, KINDS)
    return KINDS[name] if name else None


def tidy(grid: Grid, kind: Kind, year: int | None) -> tuple[pd.DataFrame, list[Fault]]:
    """The rows of a grid as a long table, and what is to be told of it: errors, notes and sums that differ.

    Columns: the keys of the kind (str, empty where not given; words in their standard spelling), `period` where
    the kind has one (`year` where a row tells none), then CELL_COLUMNS: `kolumn` (name of the value column; `belopp`
    under a period heading), `varde` (Decimal or None), `decimaler` (as written), `status`, `enhet`, and the place:
    `fil`, `blad`, `radnr`, `rubrik_i_fil` (the heading as it stands in the file). Rows with an error are not in the
    table, nor is any row when a column can't be told, nor a sum (sums.py).
    """
    grid = kind_laid_out(grid, kind)
    columns, header_faults = match_header(grid, kind, year)
    faults = [*header_faults, *grid.faults]
    lost, of_sums = grid.lost_rows, sum_key(kind) or ""
    known = {
        at: signs(texts[at] for _, texts in grid.rows)
        for at, column in columns.items()
        if isinstance(column, Value)
    }
    marks = Marks()
    cells: list[dict[str, Any]] = []
    sums: list[dict[str, Any]] = []
    for number, texts in grid.rows:
        keys, found = _row_keys(grid, kind, columns, number, texts, year)
        row_cells = []
        for index, column in columns.items():
            if isinstance(column, Key):
                continue
            place = grid.place(number, grid.header[index], texts[index])
            try:
                read = read_number(texts[index], column.unit or keys.get("enhet", ""), known[index])
            except ValueError as error:
                message = "The cell can't be read as a number."
                found.append(Fault("number-unreadable", message, (place,), str(error)))
                continue
            row = _cell(kind, column, keys, read.number, place)
            found += unit_faults(row, place)
            marks.add(read, place)
            row_cells.append(row)
        name = keys.get(of_sums, "")
        is_total = is_sum(name)
        if is_total and not any(texts[at] for at in known):
            # A sum that nobody filled in says nothing that could be wrong.
            found = []
        if is_total and not found:
            sums += [row | {"namn": name} for row in row_cells] if number not in lost else []
        elif not found and number not in lost:
            cells += row_cells
        faults += found
    if not header_faults:
        faults += sum_findings(grid, of_sums, cells, sums, is_whole=not faults)
    return _frame(kind, [] if header_faults else cells), [
        *faults,
        *grid.notes,
        *remark_notes(grid, columns),
        *marks.notes(),
    ]


def kind_laid_out(grid: Grid, kind: Kind) -> Grid:
    """The sheet as one header and its rows, see sources.layout."""
    return laid_out(grid, knows(kind))


def has_headings_of(grid: Grid, kind: Kind) -> bool:
    """Whether a sheet has the headings of a kind, each known and none missing."""
    return not match_header(kind_laid_out(grid, kind), kind, None)[1]


def key_columns(kind: Kind) -> list[str]:
    """The key columns of the tidy table of a kind, in order."""
    names = [key.name for key in kind.keys if key.name != "enhet"]
    return [*names, "period"] if kind.period_unit else names


def _frame(kind: Kind, cells: list[dict[str, Any]]) -> pd.DataFrame:
    return pd.DataFrame(cells, columns=[*key_columns(kind), *CELL_COLUMNS])


def _row_keys(
    grid: Grid,
    kind: Kind,
    columns: Columns,
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


def _cell(kind: Kind, column: Value, keys: dict[str, str], value: Number, place: Place) -> dict[str, Any]:
    """The row of the tidy table for a number that stands in a row of these keys."""
    row: dict[str, Any] = dict(keys, kolumn=column.name, enhet=column.unit or keys.get("enhet", ""))
    if kind.period_unit:
        row["period"] = period_of(place.column or "", kind)
    row |= {"varde": value.varde, "decimaler": value.decimaler, "status": value.status}
    row |= {"fil": place.file, "blad": place.sheet or "", "radnr": place.row, "rubrik_i_fil": place.column}
    return row


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
    if column.name == "period" and not is_period_of(kind, text):
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
