"""From a grid to the cells of an own table: one row for each cell, with its place."""

from __future__ import annotations

from datetime import date
from functools import partial

import pandas as pd

from finsam.faults import Fault, Place, nearest
from finsam.sources.grids import Grid
from finsam.sources.layout import NUMBER, WORDS, laid_out
from finsam.sources.written import Marks, Signs, read_number, signs
from finsam.tables.own.definition import OF_ROW, OwnTable
from finsam.tables.read import unit_faults
from finsam.tables.words import UNITS

#: The columns of what `read_own` reads. kolumn: as tabeller.yml names it. text: of a cell with words or a day,
#: otherwise empty. varde to enhet: of a number, as in tables.read.tidy; the text of an empty cell is `saknas`.
OWN = (
    "tabell", "radnr", "kolumn", "text", "varde", "decimaler", "status", "enhet", "fil", "blad", "rubrik_i_fil"
)  # fmt: skip


def read_own(grid: Grid, name: str, definition: OwnTable) -> tuple[pd.DataFrame, list[Fault]]:
    """The cells of a grid (columns OWN) that is delivered for the own table `name`, and every fault in it.

    Rows with a fault are not in the table, nor is any row when a column can't be told.
    """
    grid = own_laid_out(grid, definition)
    columns, header_faults = _match_header(grid, name, definition)
    faults = [*header_faults, *grid.faults]
    lost, marks = grid.lost_rows, Marks()
    known = {
        column: signs(texts[at] for _, texts in grid.rows)
        for column, at in columns.items()
        if column in definition.varden
    }
    found: list[dict[str, object]] = []
    for number, texts in grid.rows:
        cells, wrong = _row(grid, number, texts, columns, definition, known, marks)
        if not wrong and number not in lost:
            found += [cell | {"tabell": name} for cell in cells]
        faults += wrong
    return pd.DataFrame([] if header_faults else found, columns=list(OWN)), [
        *faults,
        *grid.notes,
        *marks.notes(),
    ]


def own_laid_out(grid: Grid, definition: OwnTable) -> Grid:
    """The sheet as one header and its rows, see sources.layout."""
    return laid_out(grid, partial(_names, definition=definition))


def _names(heading: str, definition: OwnTable) -> str | None:
    """What a heading names, for sources.layout."""
    column = _column(heading, definition)
    return column and (NUMBER if column in definition.varden else WORDS)


def _column(heading: str, definition: OwnTable) -> str | None:
    if heading in definition.columns:
        return heading
    return next((column for column in definition.columns if column.casefold() == heading.casefold()), None)


def _match_header(grid: Grid, name: str, definition: OwnTable) -> tuple[dict[str, int], list[Fault]]:
    """Where each column stands; unknown, doubled and missing headings as faults."""
    wanted = definition.columns
    columns: dict[str, int] = {}
    faults = []
    for at, heading in enumerate(grid.header):
        column = _column(heading, definition)
        place = grid.place(grid.header_row, heading or f"number {at + 1}", heading)
        if column is None:
            message = f"tabeller.yml names no such column for {name}." + nearest(heading, wanted)
            faults.append(Fault("column-unknown", message, (place,), "one of " + ", ".join(wanted)))
        elif column in columns:
            message = "The column stands twice, so its cells can't be told apart."
            faults.append(Fault("column-twice", message, (place,), "the column once"))
        else:
            columns[column] = at
    for column in wanted:
        if column not in columns:
            message = f"tabeller.yml names a column for {name} that the file doesn't have."
            message += nearest(column, grid.header)
            place = grid.place(grid.header_row)
            faults.append(Fault("column-missing", message, (place,), column))
    return columns, faults


def _row(
    grid: Grid,
    number: int,
    texts: tuple[str, ...],
    columns: dict[str, int],
    definition: OwnTable,
    known: dict[str, Signs],
    marks: Marks,
) -> tuple[list[dict[str, object]], list[Fault]]:
    """The cells of a row in the order of the file, and what is wrong with them."""
    unit = ""
    faults: list[Fault] = []
    if definition.has_units and OF_ROW in columns:
        unit, faults = _unit(texts[columns[OF_ROW]], _place(grid, number, texts, columns[OF_ROW]))
    cells = []
    for column, at in columns.items():
        if column == OF_ROW and definition.has_units:
            continue
        place = _place(grid, number, texts, at)
        if column in definition.varden:
            told = definition.varden[column]
            cell, wrong = _number(
                texts[at], column, unit if told == OF_ROW else told, place, known[column], marks
            )
        else:
            cell, wrong = _words(texts[at], column, definition, place)
        cell |= {"kolumn": column, "rubrik_i_fil": place.column}
        cells.append(cell | {"radnr": number, "fil": place.file, "blad": grid.sheet or ""})
        faults += wrong
    return cells, faults


def _place(grid: Grid, number: int, texts: tuple[str, ...], at: int) -> Place:
    return grid.place(number, grid.header[at], texts[at])


def _unit(text: str, place: Place) -> tuple[str, list[Fault]]:
    """The unit that a row tells."""
    folded = " ".join(text.split()).casefold()
    for unit, spellings in UNITS.items():
        if folded in (unit, *(spelling.casefold() for spelling in spellings)):
            return unit, []
    expected = "one of " + ", ".join(UNITS)
    if not text:
        return "", [Fault("cell-empty", "The row must tell its unit.", (place,), expected)]
    return "", [Fault("word-unknown", "The unit is not known." + nearest(text, UNITS), (place,), expected)]


def _number(
    text: str, column: str, unit: str, place: Place, known: Signs, marks: Marks
) -> tuple[dict[str, object], list[Fault]]:
    try:
        read = read_number(text, unit, known)
    except ValueError as error:
        message = "The cell can't be read as a number."
        return {}, [Fault("number-unreadable", message, (place,), str(error))]
    marks.add(read, place)
    value = read.number
    cell: dict[str, object] = {"text": "", "varde": value.varde, "decimaler": value.decimaler}
    cell |= {"status": value.status, "enhet": unit}
    return cell, unit_faults(cell | {"kolumn": column}, place)


def _words(
    text: str, column: str, definition: OwnTable, place: Place
) -> tuple[dict[str, object], list[Fault]]:
    """A label, a day, a text or a list of texts; the cell of a label must not be empty."""
    faults = []
    text = " ".join(text.split())
    if column in definition.lista:
        text = "; ".join(part for part in map(str.strip, text.split(";")) if part)
    if not text and column in (*definition.rader, definition.kolumner):
        message = "The cell must not be empty: it says what the numbers are about."
        faults.append(Fault("cell-empty", message, (place,), f"a text in {column}"))
    if text and column in definition.datum and not is_day(text):
        faults.append(Fault("date-unreadable", "The cell is no day.", (place,), "a day as 2017-02-24"))
    cell: dict[str, object] = {"text": text, "varde": None, "decimaler": 0, "enhet": ""}
    return cell | {"status": "" if text else "saknas"}, faults


def is_day(text: str) -> bool:
    """Written as 2017-02-24, and in the calendar."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
