"""Exports of vouchers as files, and what reading them tells, in short."""

from __future__ import annotations

from pathlib import Path

import openpyxl

from finsam.faults import Fault
from finsam.sources.exports.read import Columns
from finsam.sources.grids import Grid, read_grids

TWO_SIDES = Columns(debet="Debet", kredit="Kredit")
FULL = Columns(kontonamn="Kontonamn", serie="Serie", text="Text", projekt="Projekt")


def grid_of(folder: Path, text: str, name: str = "verifikationer.csv") -> Grid:
    file = folder / name
    file.write_text(text, encoding="utf-8", newline="")
    (grid,) = read_grids(file)
    return grid


def sheet_of(
    folder: Path, rows: list[list], merged: tuple[str, ...] = (), name: str = "verifikationer"
) -> Grid:
    book = openpyxl.Workbook()
    book.active.title = name
    for row in rows:
        book.active.append(row)
    for cells in merged:
        book.active.merge_cells(cells)
    file = folder / "export.xlsx"
    book.save(file)
    (grid,) = read_grids(file)
    return grid


def short(fault: Fault) -> tuple:
    """Code and places, without the file."""
    return fault.code, *((place.row, place.column, place.value) for place in fault.where)


def shorts(found: list[Fault]) -> list[tuple]:
    return [short(fault) for fault in found]
