"""Rows that are left out of a book because something is wrong with them, where the params say that they may be."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import pandas as pd

from finsam.delivery.files import rows_of
from finsam.faults import Fault
from finsam.paths import relative
from finsam.sources.grids import Grid

#: `avvisade.csv`: where the row stands, the fault, and the row itself as heading and text.
COLUMNS = ("fil", "blad", "rad", "kod", "skal", "vantat", "innehall")

#: File, sheet and row of a raw row.
RawRow = tuple[str, str, int]


def split(faults: Iterable[Fault], grids: Sequence[Grid]) -> tuple[list[Fault], list[Fault]]:
    """The faults of rows beneath a header, which can be left out one by one, and all other faults."""
    headers = {(relative(grid.file), grid.sheet or ""): grid.header_row for grid in grids}
    of_rows: list[Fault] = []
    others: list[Fault] = []
    for fault in faults:
        first = [headers.get((place.file, place.sheet or "")) for place in fault.where]
        rows = [place.row for place in fault.where]
        is_row = bool(rows) and all(
            header is not None and row is not None and row > header
            for header, row in zip(first, rows, strict=True)
        )
        (of_rows if is_row else others).append(fault)
    return of_rows, others


def raw_rows(faults: Iterable[Fault]) -> set[RawRow]:
    """Every row that the faults name."""
    return {
        (place.file, place.sheet or "", place.row)
        for fault in faults
        for place in fault.where
        if place.row is not None
    }


def without(table: pd.DataFrame, rows: set[RawRow]) -> pd.DataFrame:
    """The table without what came from the rows. Columns `fil`, `blad` and `radnr` say where a row came from."""
    if table.empty or not rows:
        return table
    places = pd.MultiIndex.from_frame(table[["fil", "blad", "radnr"]])
    return table[~places.isin(list(rows))].reset_index(drop=True)


def listing(faults: Sequence[Fault], grids: Sequence[Grid]) -> pd.DataFrame:
    """One line for each row and fault, with COLUMNS."""
    found = {(relative(grid.file), grid.sheet or ""): grid for grid in grids}
    texts = {key: dict(grid.filled) for key, grid in found.items()}
    lines = []
    for fault in faults:
        for place in fault.where:
            key = (place.file, place.sheet or "")
            row = texts[key].get(place.row, ()) if place.row is not None else ()
            cells = list(zip(found[key].header, row, strict=False))
            if rows_of(found[key]):
                # Of persons no more is carried than what has to be mended.
                cells = [(heading, text) for heading, text in cells if heading == place.column]
            content = "; ".join(f"{heading}={text}" for heading, text in cells if text)
            told = (fault.code, fault.message, fault.expected or "")
            lines.append((*key, place.row, *told, content))
    return pd.DataFrame(lines, columns=list(COLUMNS)).astype({"rad": "int64"})


def told(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    """The faults as notes: the rows are left out, which stops nothing."""
    return tuple(
        replace(fault, severity="note", message=f"{fault.message} The row is left out.") for fault in faults
    )
