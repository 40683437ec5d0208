"""Person rows as they are delivered: one row a participation, or one row a person who was followed up."""

from __future__ import annotations

import numpy as np
import pandas as pd

from finsam.faults import Fault
from finsam.params import Params
from finsam.people import cells
from finsam.people.across import spell_faults
from finsam.people.cells import Columns
from finsam.people.definitions import OF_FOLLOWED, OF_SPELLS, People
from finsam.people.free_text import free_columns, free_texts, identifying_faults
from finsam.people.headings import laid_out_rows, match
from finsam.people.sheet import Sheet
from finsam.sources.grids import Grid

__all__ = ["FOLLOWED_ROWS", "SPELLS", "read_followed", "read_spells", "spell_faults"]

_PLACE = {"fil": "str", "blad": "str", "radnr": "int64"}

#: The columns of a table of participations and their types. What isn't told is '', NaT or NA.
SPELLS = {
    "nyckel": "str", "insats": "str", "kommun": "str", "kon": "str", "fodelsear": "Int64",
    "start": "datetime64[s]", "slut": "datetime64[s]", "orsak": "str", "avslut": "str",
    "forsorjning_fore": "str", "forsorjning_efter": "str", "utbildning": "str", "ar_i_forsorjning": "float64",
    "tolk": "str",
} | _PLACE  # fmt: skip

#: The columns of a table of followed persons. insats '' is any; i_arbete is ja, nej, or '' where nobody knows.
FOLLOWED_ROWS = {"nyckel": "str", "insats": "str", "efter": "int64", "i_arbete": "str"} | _PLACE

#: Ages at the start of a participation that can be right.
YOUNGEST, OLDEST = 10, 100


def read_spells(grid: Grid, definitions: People, params: Params | None) -> tuple[pd.DataFrame, list[Fault]]:
    """The participations of a sheet, one row each with the columns SPELLS, and every fault in it. Raises nothing.

    kon: kvinnor or man. avslut: the way of ending that the reason is. radnr, fil and blad: where the row stands
    (blad empty for CSV). fritext: only where the params name columns of free text, see free_text.py. Rows with a fault are left out; no row is there when a column can't be told.
    """
    required = ("nyckel", "insats", "kon", "start")
    grid = laid_out_rows(grid, definitions, OF_SPELLS)
    free = free_columns(grid, definitions)
    columns, faults = match(grid, definitions, OF_SPELLS, required, free=free)
    faults += identifying_faults(grid, free)
    sheet = Sheet(grid.accepting(columns.get("nyckel")), columns)
    if "slut" in sheet.columns and "orsak" not in sheet.columns and not sheet.is_empty("slut").all():
        message = "Participations have ended, and no column tells the reason."
        faults.append(Fault("column-missing", message, (grid.place(grid.header_row),), "orsak"))
    table = _read(sheet, cells.of_spells(definitions, params))
    if {"slut", "orsak"} <= sheet.columns.keys():
        _tell_reasons(sheet)
    _tell_days(sheet, table)
    _tell_ages(sheet, table)
    exits = {name: reason.avslut for name, reason in definitions.orsaker.items()} | {"": ""}
    table["avslut"] = table["orsak"].map(exits)
    if not definitions.fritext:
        return _finished(sheet, table, SPELLS, faults)
    return _finished(sheet, table.assign(fritext=free_texts(grid, free)), SPELLS | {"fritext": "str"}, faults)


def read_followed(grid: Grid, definitions: People, params: Params | None) -> tuple[pd.DataFrame, list[Fault]]:
    """The followed persons of a sheet, one row each with the columns FOLLOWED_ROWS, and every fault in it.

    efter: 1 or 2 years after the end. Raises nothing. followup.py tells what is wrong between rows.
    """
    grid = laid_out_rows(grid, definitions, OF_FOLLOWED)
    columns, faults = match(grid, definitions, OF_FOLLOWED, ("nyckel", "efter", "i_arbete"))
    sheet = Sheet(grid.accepting(columns.get("nyckel")), columns)
    table = _read(sheet, cells.of_followed(definitions, params))
    return _finished(sheet, table, FOLLOWED_ROWS, faults)


def _read(sheet: Sheet, columns: Columns) -> pd.DataFrame:
    return pd.DataFrame({name: sheet.read(name, *how) for name, how in columns.items()})


def _finished(
    sheet: Sheet, table: pd.DataFrame, types: dict[str, str], of_header: list[Fault]
) -> tuple[pd.DataFrame, list[Fault]]:
    """The rows that can be used, and all faults: those of the sheet, which leave no row, and those of rows."""
    place = sheet.grid.place()
    table = table.assign(fil=place.file, blad=place.sheet or "", radnr=sheet.numbers)[list(types)]
    usable = np.zeros_like(sheet.wrong) if of_header or sheet.grid.holds_numbers else ~sheet.wrong
    table = table.astype(types)[usable].reset_index(drop=True)
    return table, [*of_header, *sheet.grid.faults, *sheet.faults(), *sheet.grid.notes]


def _tell_reasons(sheet: Sheet) -> None:
    """A participation that has ended has a reason, and no other one has."""
    goes_on, without = sheet.is_empty("slut"), sheet.is_empty("orsak")
    message = "A participation that has ended needs the reason."
    expected = "the reason, or no day of the end"
    sheet.tell(np.flatnonzero(~goes_on & without), "orsak", Fault("reason-missing", message, (), expected))
    message = "There is a reason for ending and no day of the end."
    expected = "the day of the end in slut, or no reason"
    sheet.tell(np.flatnonzero(goes_on & ~without), "orsak", Fault("end-missing", message, (), expected))


def _tell_days(sheet: Sheet, table: pd.DataFrame) -> None:
    for row in np.flatnonzero(table["slut"] < table["start"]).tolist():
        start = f"{table['start'].iat[row]:%Y-%m-%d}"
        message = f"The participation ends before it starts on {start}."
        sheet.tell([row], "slut", Fault("end-before-start", message, (), f"{start} or later"))


def _tell_ages(sheet: Sheet, table: pd.DataFrame) -> None:
    year = table["start"].dt.year
    age = (year - table["fodelsear"]).astype("Float64").to_numpy("float64", na_value=np.nan)
    for row in np.flatnonzero((age < YOUNGEST) | (age > OLDEST)).tolist():
        start = int(year.iat[row])
        message = f"The person would be {int(age[row])} years old at the start in {start}."
        expected = f"{start - OLDEST} to {start - YOUNGEST}"
        sheet.tell([row], "fodelsear", Fault("birth-year-unlikely", message, (), expected))
