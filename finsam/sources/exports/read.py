"""Reading exported transactions and opening balances: headings, rows, and everything that is wrong."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Annotated, Any

import pandas as pd
from pydantic import BaseModel, ConfigDict, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from finsam.faults import Fault, Place, nearest
from finsam.sources.exports.rows import AMOUNTS, Rows, Table
from finsam.sources.exports.vouchers import tell_vouchers
from finsam.sources.grids import Grid
from finsam.sources.named import named_after
from finsam.sources.sie.told import Told

EXPORTS = ("verifikationer", "ingaende_balanser")
#: The params key of `Columns`.
KEY = "bokforing.kolumner"
#: Rows with text among which the headings are looked for.
FIRST_ROWS = 20

OF_TRANSACTIONS = ("serie", "verifikation", "datum", "konto", "kontonamn", "projekt", *AMOUNTS, "text")
OF_OPENING = ("konto", "kontonamn", "projekt", *AMOUNTS)

_PLACE = {"fil": "str", "blad": "str", "radnr": "int64"}
_ACCOUNT = {"konto": "str", "kontonamn": "str", "projekt": "str", "ore": "int64"}
_VOUCHER = {"serie": "str", "nummer": "str", "datum": "datetime64[s]"}

Heading = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class Columns(BaseModel):
    """The headings that an export has, by what stands beneath them. Case and runs of spaces don't matter.

    Amounts stand in one column, `belopp` with debit positive, or in two, `debet` and `kredit`. None: the export
    has no such column.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    konto: Heading = "Konto"
    kontonamn: Heading | None = None
    datum: Heading = "Datum"
    belopp: Heading | None = None
    debet: Heading | None = None
    kredit: Heading | None = None
    serie: Heading | None = None
    verifikation: Heading = "Verifikation"
    text: Heading | None = None
    projekt: Heading | None = None

    @model_validator(mode="before")
    @classmethod
    def _belopp_unless_told(cls, given: Any) -> Any:
        if isinstance(given, dict) and all(given.get(name) is None for name in AMOUNTS):
            return given | {"belopp": "Belopp"}
        return given

    @model_validator(mode="after")
    def _one_way_of_amounts(self) -> Columns:
        if [name for name in AMOUNTS if getattr(self, name)] not in (["belopp"], ["debet", "kredit"]):
            raise PydanticCustomError("amounts", "either belopp, or both debet and kredit")
        headings = [_plain(heading) for heading in self.model_dump(exclude_none=True).values()]
        if len(set(headings)) < len(headings):
            raise PydanticCustomError("headings", "a heading of its own for each key")
        return self


def export_of(grid: Grid) -> str | None:
    """`verifikationer` or `ingaende_balanser`, which a sheet or file is named after; None for anything else."""
    return named_after(grid, EXPORTS)


def read_transactions(grid: Grid, columns: Columns) -> tuple[pd.DataFrame, list[Fault]]:
    """The transactions of an export, one row each, and every fault in it. Raises nothing.

    Columns: serie, nummer (as written, empty where there is none), datum (datetime64[s]), konto, kontonamn,
    projekt (str), ore (int64, debit positive), text, and the place: fil, blad (empty for CSV), radnr. Every row
    beneath the headings is either here or told in a fault that names it. None are here when a column can't be told.
    """
    return _read(grid, columns, OF_TRANSACTIONS, _VOUCHER | _ACCOUNT | {"text": "str"} | _PLACE)


def read_opening(grid: Grid, columns: Columns) -> tuple[pd.DataFrame, list[Fault]]:
    """The opening balances of an export, one row each, and every fault in it. Raises nothing.

    Columns: konto, kontonamn, projekt (str), ore (int64, debit positive), fil, blad, radnr, as in
    `read_transactions`. Of the map, the keys of accounts, projects and amounts count.
    """
    return _read(grid, columns, OF_OPENING, _ACCOUNT | _PLACE)


def _read(
    grid: Grid, columns: Columns, keys: tuple[str, ...], types: dict[str, str]
) -> tuple[pd.DataFrame, list[Fault]]:
    told = Told(grid.file)
    wanted = {key: heading for key in keys if (heading := getattr(columns, key))}
    table = _under_headings(grid, wanted, told)
    if table is None:
        return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in types.items()}), list(told.all())
    rows = Rows(table, told).read()
    frame = pd.DataFrame(rows.used, columns=[*types, "kredit"])
    frame = frame.assign(fil=told.name, blad=grid.sheet or "").astype(types | {"kredit": "int64"})
    if "datum" in types:
        tell_vouchers(table, frame, rows.lost, told)
    return frame[[*types]], list(told.all())


def _under_headings(grid: Grid, wanted: dict[str, str], told: Told) -> Table | None:
    """The table beneath the row that holds most of the headings; None, and told why, when one can't be found."""
    plain = {key: _plain(heading) for key, heading in wanted.items()}
    first = grid.filled[:FIRST_ROWS] or ((grid.header_row, grid.header),)
    held = {row: set(plain.values()) & {_plain(cell) for cell in cells} for row, cells in first}
    row = max(held, key=lambda row: len(held[row]))
    grid = grid.headed(row) if row != grid.header_row else grid
    found = {key: [i for i, cell in enumerate(grid.header) if _plain(cell) == plain[key]] for key in wanted}
    missing = {key: heading for key, heading in wanted.items() if not found[key]}
    if not held[row]:
        _tell_no_headings(grid, first, wanted, told)
        return None
    near = [held[number] for number, _ in first if number < row] + [held.get(_next_row(grid) or 0, set())]
    if _told_merged(grid, missing, not set().union(*near) <= held[row], told):
        return None
    for fault in (*grid.faults, *grid.notes):
        told.keep(fault)
    for key, heading in missing.items():
        message = f"No column has the heading {heading!r}." + nearest(heading, filter(None, grid.header))
        expected = f"{heading}, or the heading that the file has in {KEY}.{key}"
        if key == "belopp":
            expected += f" (those of two columns in {KEY}.debet and {KEY}.kredit)"
        told.add("column-missing", message, _header_place(grid), expected)
    twice = [key for key in wanted if len(found[key]) > 1]
    for key in twice:
        message = f"Columns {' and '.join(str(i + 1) for i in found[key])} have the same heading."
        places = [grid.place(row, grid.header[i], grid.header[i]) for i in found[key]]
        told.add("column-twice", message, places, f"one column with the heading that {KEY}.{key} names")
    if missing or twice:
        return None
    if above := [(number, cells) for number, cells in first if number < row]:
        message = f"The headings stand in row {row}; the rows above it aren't read."
        places = [grid.place(number, None, " ".join(filter(None, cells))) for number, cells in above]
        told.add("rows-above-header", message, places, None, "note")
    return Table(grid, {key: columns[0] for key, columns in found.items()})


def _tell_no_headings(
    grid: Grid, first: Sequence[tuple[int, tuple[str, ...]]], wanted: dict[str, str], told: Told
) -> None:
    """None of the headings stands in a cell of its own; perhaps a title decided where the lines are cut."""
    asked = ", ".join(wanted.values())
    message = f"No heading of {asked} stands in the first {FIRST_ROWS} rows."
    place = _header_place(grid)
    expected = f"a row with these headings, or the ones that the file has in {KEY}"
    headings = {_plain(heading) for heading in wanted.values()}
    for row, cells in first if grid.sheet is None else ():
        parts = re.split("[;\t,]", ";".join(cells))
        if len(headings & {_plain(part) for part in parts}) > 1:
            message = (
                f"Row {row} has headings, but the first row of the file has another separator or none, so the"
                " cells can't be told apart."
            )
            place = grid.place(row, None, parts[0].strip())
            expected = f"row {row} as the first one of the file"
            break
    told.add("header-missing", message, place, expected)


def _told_merged(grid: Grid, missing: dict[str, str], elsewhere: bool, told: Told) -> bool:
    """Whether headings stand in merged cells or in two rows, so that columns lack one. If so, it is told once.

    missing: headings that aren't found, by key. elsewhere: the rows above or the next one have some of them.
    """
    (_, header), *rows = grid.filled or ((grid.header_row, grid.header),)
    under = [cells for _, cells in rows]
    bare = [
        i for i, head in enumerate(header) if not head and any("".join(cells[i : i + 1]) for cells in under)
    ]
    # A row of a ledger has digits; one without that fills the gaps is the lower half of the headings.
    halved = any("".join(under[0][i : i + 1]) for i in bare) and not re.search("[0-9]", "".join(under[0]))
    beyond = bool(bare) and bare[-1] >= len(grid.header)
    if not (halved or beyond or (missing and (bare or elsewhere))):
        return False
    message = "Headings stand in merged cells or in several rows, so the columns can't be told apart."
    if bare:
        message += f" Columns without a heading: {', '.join(str(i + 1) for i in bare)}."
    if missing:
        wanted = ", ".join(f"{heading} ({KEY}.{key})" for key, heading in missing.items())
        message += f" Not found in the row: {wanted}."
    told.add("header-merged", message, _header_place(grid), "one row with a heading in each column")
    return True


def _next_row(grid: Grid) -> int | None:
    return grid.filled[1][0] if len(grid.filled) > 1 else None


def _header_place(grid: Grid) -> Place:
    return grid.place(grid.header_row, None, ", ".join(filter(None, grid.header)))


def _plain(heading: str) -> str:
    return " ".join(heading.split()).casefold()
