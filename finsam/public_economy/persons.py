"""`personstod`: one row a person, insats and kind of support, added up to what an insats had together (`fore_efter`)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

import pandas as pd

from finsam.faults import Fault
from finsam.identity.pseudonyms import of_key
from finsam.params import Params
from finsam.public_economy.check import KIND, SIDES, place_in
from finsam.records import At, records
from finsam.sources.grids import Grid
from finsam.tables.cells import Row, rows
from finsam.tables.kinds import KINDS, Key, Kind
from finsam.tables.read import CELL_COLUMNS, key_columns, tidy

_GROUPED = KINDS[KIND]

#: What a row holds: the columns of `fore_efter` with the person in the place of how many there are.
PERSON_ROWS = Kind(
    "personstod",
    "support and work of each person who was followed, a year before and a year after",
    _GROUPED.chapter,
    (Key("nyckel", "pseudonym of the person"), *_GROUPED.keys),
    tuple(replace(each, required=True) for each in _GROUPED.values if each.name in SIDES),
    identity=("nyckel", "insats", "stod", "period"),
)
PERSON_COLUMNS = (*key_columns(PERSON_ROWS), *CELL_COLUMNS)
_KEYS = ("nyckel", "insats", "stod", "period", "fil", "blad", "radnr")


def read_person_support(grid: Grid, params: Params | None) -> tuple[pd.DataFrame, list[Fault]]:
    """The rows of a sheet in tidy form, with one name for each insats, and every fault in it; no row where an identity
    number stands anywhere but in `nyckel`."""
    column = next((at for at, heading in enumerate(grid.header) if heading.casefold() == "nyckel"), None)
    accepting = grid.accepting(column)
    table, faults = tidy(accepting, PERSON_ROWS, params.ar if params else None)
    if accepting.holds_numbers:
        return table.iloc[:0], faults
    keys = {text: of_key(text) for text in table["nyckel"].unique()}
    first = table.drop_duplicates("nyckel")
    for text, at in zip(first["nyckel"], records(first, At), strict=True):
        if isinstance(wrong := keys[text], Fault):
            faults.append(replace(wrong, where=(at.place("nyckel"),)))
    named = params.insats_name if params else str
    table = table.assign(insats=table["insats"].map(named), nyckel=table["nyckel"].map(keys))
    return table[[not isinstance(key, Fault) for key in table["nyckel"]]].reset_index(drop=True), faults


def added_up(table: pd.DataFrame) -> tuple[pd.DataFrame, list[Fault]]:
    """What the persons of each insats had together, as the tidy table `fore_efter` (tables.read.tidy), and the faults of
    what can't be added up. table: tidy rows of PERSON_ROWS, with one name for each kind of support.

    A person without a row of a kind has had none of it. Each number has the place of the first row behind it. Where a
    cell of any person is missing, the sum is.
    """
    groups: dict[tuple[str, str, str], list[Row]] = {}
    persons: dict[tuple[str, str], set[str]] = {}
    for row in rows(table, _KEYS):
        insats, stod, period = (row.key[name] for name in ("insats", "stod", "period"))
        groups.setdefault((insats, stod, period), []).append(row)
        persons.setdefault((insats, period), set()).add(row.key["nyckel"])
    made: list[dict[str, object]] = []
    faults = []
    for (insats, stod, period), found in groups.items():
        if len({row["fore"].enhet for row in found}) > 1:
            faults.append(_units(found, insats, stod))
            continue
        keys = {"insats": insats, "stod": stod, "period": period}
        made.append(_cell(keys, found[0], "foljda", Decimal(len(persons[insats, period])), "antal"))
        for side in SIDES:
            made += _sums(keys, found, side)
    columns = [*key_columns(_GROUPED), *CELL_COLUMNS]
    return pd.DataFrame(made, columns=columns), faults


def _sums(keys: dict[str, str], found: list[Row], side: str) -> Iterator[dict[str, object]]:
    """What the persons had before or after, and how many of them had any."""
    cells = [row[side] for row in found]
    lost = next((cell.status for cell in cells if not cell), "")
    numbers = [] if lost else [cell.number for cell in cells]
    total = None if lost else sum(numbers, Decimal(0))
    having = None if lost else Decimal(sum(number != 0 for number in numbers))
    decimals = max(cell.decimaler for cell in cells)
    yield _cell(keys, found[0], side, total, cells[0].enhet, decimals, lost)
    yield _cell(keys, found[0], f"{side}_personer", having, "antal", 0, lost)


def _cell(
    keys: dict[str, str],
    first: Row,
    column: str,
    value: Decimal | None,
    unit: str,
    decimals: int = 0,
    status: str = "",
) -> dict[str, object]:
    """A row of the tidy table. Its heading names the cell, so that no two cells have one place."""
    return {
        **keys,
        "kolumn": column,
        "varde": value,
        "decimaler": decimals,
        "status": status,
        "enhet": unit,
        **{name: first.key[name] for name in ("fil", "blad", "radnr")},
        "rubrik_i_fil": ", ".join([*keys.values(), column]),
    }


def _units(found: list[Row], insats: str, stod: str) -> Fault:
    by_unit: dict[str, Row] = {}
    for row in found:
        by_unit.setdefault(row["fore"].enhet, row)
    places = tuple(place_in(row, "enhet", unit) for unit, row in by_unit.items())
    message = f"{stod} of the persons in {insats} is told in several units, so that it can't be added up."
    return Fault("units-differ", message, places, "one unit")
