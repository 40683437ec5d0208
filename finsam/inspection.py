"""What an input file is: a ledger, an export of one, public statistics or tables; with what would be read from it and every fault."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from finsam.delivery.account import account
from finsam.delivery.account import as_json as sheet_as_json
from finsam.delivery.files import rows_of, unknown_sheet
from finsam.faults import Fault, Faults, counted
from finsam.households.definitions import load_households
from finsam.households.ready import of_ready
from finsam.households.rows import months_twice, read_months
from finsam.limits import raise_unless_readable
from finsam.params import Params, load_params
from finsam.params.year import Bokforing
from finsam.paths import relative, root
from finsam.people.definitions import load_people
from finsam.people.rows import read_followed, read_spells, spell_faults
from finsam.public_economy.check import person_faults
from finsam.public_economy.persons import PERSON_ROWS, read_person_support
from finsam.register.describe import as_json, describe, read_statistics
from finsam.sources.exports.read import export_of, read_opening, read_transactions
from finsam.sources.grids import Grid, read_grids
from finsam.sources.sie import describe as ledgers
from finsam.sources.sie.read import SUFFIXES as SIE
from finsam.sources.sie.read import read_ledger
from finsam.sources.sie.values import kr, kronor
from finsam.surveys.asked import asked_kind
from finsam.surveys.definitions import load_surveys
from finsam.surveys.rows import answer_faults, read_answers
from finsam.tables.contracts import repeated_rows
from finsam.tables.kinds import KINDS, Kind
from finsam.tables.own import load_own, own_name, read_own
from finsam.tables.read import kind_of, tidy


@dataclass
class Inspection:
    """lines: what to tell in words. described: the same for programs, of sheets, ledgers and public statistics.
    rows: what would be read, with `slag`, the kind of row.
    """

    lines: list[str] = field(default_factory=list)
    described: list[dict[str, object]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    rows: list[pd.DataFrame] = field(default_factory=list)

    def tell(self, grid: Grid, kind: str, what: str, table: pd.DataFrame, faults: list[Fault]) -> None:
        """A sheet: `what` it is with {rows}, as `2 rows`, used, what became of its rows, and what is wrong in it."""
        told = account(grid, table, faults)
        self.lines.append(
            f"{_name(grid)}: {what.format(rows=counted(told.used, 'row'))}. {str(told).capitalize()}."
        )
        self.described.append(sheet_as_json(told, grid, kind))
        self.faults += faults


def inspect(file: Path, with_rows: bool) -> Inspection:
    """Read a file of any kind. with_rows: ledgers, too, give their rows, which costs as much as reading them."""
    found = Inspection()
    if file.suffix.lower() in SIE:
        _ledger(found, file, with_rows)
        return found
    params = _params(file)
    if params is None and _statistics(found, file):
        return found
    try:
        grids = read_grids(file)
    except Faults as error:
        found.faults += error.faults
        return found
    _sheets(found, grids, params)
    return found


def _ledger(found: Inspection, file: Path, with_rows: bool) -> None:
    raise_unless_readable(file)
    ledger, name = read_ledger(file), relative(file)
    found.lines += ledgers.describe(ledger, name)
    found.described.append(ledgers.as_json(ledger, name))
    found.faults += ledgers.findings(ledger)
    if with_rows:
        found.rows.append(ledgers.flat_rows(ledger, name).assign(slag="transaktioner"))


def _sheets(found: Inspection, grids: Sequence[Grid], params: Params | None) -> None:
    """Each sheet as what it is named after; sheets of the same kind of table are one table."""
    tables: dict[str, list[pd.DataFrame]] = {}
    try:
        own = load_own(params.forbund_id, params.ar) if params else {}
    except Faults as error:
        found.faults += error.faults
        own = {}
    for grid in grids:
        if export := export_of(grid):
            _export(found, grid, export, params)
        elif by_row := rows_of(grid):
            _by_row(found, grid, by_row, params)
        elif own_table := own_name(grid, own):
            table, faults = read_own(grid, own_table, own[own_table])
            about = f"own table {own_table}, {own[own_table].titel}; {{rows}}"
            found.tell(grid, own_table, about, table, faults)
            found.rows.append(table.assign(slag=own_table))
        elif kind := kind_of(grid):
            table, faults = tidy(grid, _kind(found, kind, params), None)
            if len(table):
                tables.setdefault(kind.name, []).append(table)
            about = f"{kind.name}, {kind.about}; {{rows}}, {counted(len(table), 'figure')}"
            found.tell(grid, kind.name, about, table, faults)
        else:
            found.faults += unknown_sheet(grid, own)
    for name, parts in tables.items():
        table = pd.concat(parts, ignore_index=True)
        if name == "forsorjningsstod":
            table = _income_support(found, table, params)
        found.faults += repeated_rows(KINDS[name], table)
        found.rows.append(table.assign(slag=name))


def _statistics(found: Inspection, file: Path) -> bool:
    """Public statistics as an agency delivers them; False for a file that is none, or has the name of another kind."""
    if file.suffix.lower() not in {".json", ".px"} and _is_named(file):
        return False
    read = read_statistics(file)
    if read is None:
        return False
    found.lines += describe(read, file)
    if read.what:
        found.described.append(as_json(read, file))
    found.faults += [*read.faults, *read.notes]
    found.rows.append(read.table.assign(slag="register"))
    return True


def _is_named(file: Path) -> bool:
    try:
        grids = read_grids(file)
    except Faults:
        return False
    return any(export_of(grid) or rows_of(grid) or kind_of(grid) for grid in grids)


def _income_support(found: Inspection, table: pd.DataFrame, params: Params | None) -> pd.DataFrame:
    """The ready rows by standard names, as a book has them."""
    members = params.forbund.medlemmar if params else ()
    names = tuple(member.namn for member in members if member.slag == "kommun")
    try:
        table, faults = of_ready(table, load_households(params.forbund_id if params else None), names)
    except Faults as error:
        faults = list(error.faults)
    found.faults += faults
    return table


def _kind(found: Inspection, kind: Kind, params: Params | None) -> Kind:
    """The kind with the words of the förbund whose book the file lies in."""
    if kind.name != "enkat_utskick" or params is None:
        return kind
    try:
        return asked_kind(load_surveys(params.forbund_id), params)
    except Faults as error:
        found.faults += error.faults
        return kind


def _name(grid: Grid) -> str:
    return relative(grid.file) + (f" [{grid.sheet}]" if grid.sheet else "")


#: What was read of a sheet with a row for each person, answer or month, what is wrong in it, and what it is in words.
_Read = tuple[pd.DataFrame, list[Fault], str]


def _by_row(found: Inspection, grid: Grid, name: str, params: Params | None) -> None:
    """One row a person, an answer or a household's month. Without a book, the common params say what words mean."""
    read = {
        "enkatsvar": _answers,
        "personer": _spells,
        "hushallsmanader": _months,
        "personstod": _support,
        "personuppfoljning": _followed,
    }[name]
    try:
        table, faults, what = read(grid, params)
    except Faults as error:
        found.faults += error.faults
        return
    found.tell(grid, name, f"{name}; {{rows}}, {what}", table, faults)
    found.rows.append(table.assign(slag=name))


def _answers(grid: Grid, params: Params | None) -> _Read:
    surveys = load_surveys(params.forbund_id if params else None)
    table, faults = read_answers(grid, surveys, params, params.ar if params else None)
    what = f"{counted(len(table), 'answer')} to {counted(table['fraga'].nunique(), 'question')}"
    what += f" by {counted(table['svarande'].nunique(), 'respondent')}"
    return table, [*faults, *answer_faults(table)], what


def _spells(grid: Grid, params: Params | None) -> _Read:
    table, faults = read_spells(grid, load_people(params.forbund_id if params else None), params)
    what = f"{counted(len(table), 'participation')} of {counted(table['nyckel'].nunique(), 'person')}"
    what += f" in {counted(table['insats'].nunique(), 'insats', 'insatser')}"
    if len(table):
        what += f", begun {table['start'].min():%Y-%m-%d} to {table['start'].max():%Y-%m-%d}"
    return table, [*faults, *spell_faults(table)], what


def _months(grid: Grid, params: Params | None) -> _Read:
    table, faults = read_months(grid, load_households(params.forbund_id if params else None), params)
    what = f"{counted(len(table), 'month')} of {counted(table['hushall'].nunique(), 'household')}"
    what += f" in {counted(table['kommun'].nunique(), 'kommun', 'kommuner')}"
    if len(table):
        what += f", {table['manad'].min()} to {table['manad'].max()}"
    return table, [*faults, *months_twice(table)], what


def _support(grid: Grid, params: Params | None) -> _Read:
    table, faults = read_person_support(grid, params)
    wrong = [*faults, *repeated_rows(PERSON_ROWS, table), *person_faults(table)]
    return table, wrong, f"support before and after of {counted(table['nyckel'].nunique(), 'person')}"


def _followed(grid: Grid, params: Params | None) -> _Read:
    table, faults = read_followed(grid, load_people(params.forbund_id if params else None), params)
    return table, faults, f"follow-up of {counted(table['nyckel'].nunique(), 'person')}"


def _export(found: Inspection, grid: Grid, name: str, params: Params | None) -> None:
    """A ledger as rows: its transactions or its opening balances, in kr. name: which of them, as `export_of` has it."""
    ledger = params.year.bokforing if params else Bokforing()
    if name == "ingaende_balanser":
        table, faults = read_opening(grid, ledger.kolumner_ingaende or ledger.kolumner)
        what = f"opening balances of {counted(table['konto'].nunique(), 'account')}, together {kr(int(table['ore'].sum()))}"
    else:
        table, faults = read_transactions(grid, ledger.kolumner)
        vouchers = len(table[["serie", "nummer"]].drop_duplicates())
        what = f"{counted(len(table), 'transaction')} on {counted(table['konto'].nunique(), 'account')} in {counted(vouchers, 'voucher')}"
        if len(table):
            what += f", {table['datum'].min():%Y-%m-%d} to {table['datum'].max():%Y-%m-%d}"
    found.tell(grid, name, f"export of a ledger, {what}", table, faults)
    amounts = table["ore"].map(kronor)
    found.rows.append(table.drop(columns="ore").assign(belopp=amounts, slag=name))


def _params(file: Path) -> Params | None:
    """The params of the book whose folder the file lies in; None for a file elsewhere."""
    try:
        forbund, year = file.resolve().relative_to((root() / "data/raw").resolve()).parts[:2]
        return load_params(forbund, int(year))
    except (ValueError, Faults):
        return None
