"""What an input file is: a ledger, an export of one, or tables; with what would be read from it and every fault."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from finsam.faults import Fault, Faults
from finsam.ingest import kind_unknown
from finsam.params import Bokforing, load_params
from finsam.paths import relative, root
from finsam.sources.exports.read import export_of, read_opening, read_transactions
from finsam.sources.grids import Grid, read_grids
from finsam.sources.sie import describe as ledgers
from finsam.sources.sie.read import SUFFIXES as SIE
from finsam.sources.sie.read import read_ledger
from finsam.sources.sie.values import kr, kronor
from finsam.tables.contracts import repeated_rows
from finsam.tables.kinds import KINDS
from finsam.tables.read import kind_of, tidy


@dataclass
class Inspection:
    """lines: what to tell in words. described: the same for programs, of ledgers. rows: what would be read, with
    `slag`, the kind of row."""

    lines: list[str] = field(default_factory=list)
    described: list[dict] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    rows: list[pd.DataFrame] = field(default_factory=list)


def inspect(file: Path, with_rows: bool) -> Inspection:
    """Read a file of any kind. with_rows: ledgers, too, give their rows, which costs as much as reading them."""
    found = Inspection()
    if file.suffix.lower() in SIE:
        ledger, name = read_ledger(file), relative(file)
        found.lines += ledgers.describe(ledger, name)
        found.described.append(ledgers.as_json(ledger, name))
        found.faults += ledgers.findings(ledger)
        if with_rows:
            found.rows.append(ledgers.flat_rows(ledger, name).assign(slag="transaktioner"))
        return found
    try:
        grids = read_grids(file)
    except Faults as error:
        found.faults += error.faults
        return found
    tables: dict[str, list[pd.DataFrame]] = {}
    for grid in grids:
        if export_of(grid):
            _export(found, grid)
        elif kind := kind_of(grid):
            table, faults = tidy(grid, kind, None)
            found.faults += faults
            if len(table):
                tables.setdefault(kind.name, []).append(table)
            found.lines.append(
                f"{_name(grid)}: {kind.name}, {kind.about}; {len(grid.rows)} rows, {len(table)} figures."
            )
        else:
            found.faults += [kind_unknown(grid), *grid.faults]
    for name, parts in tables.items():
        table = pd.concat(parts, ignore_index=True)
        found.faults += repeated_rows(KINDS[name], table)
        found.rows.append(table.assign(slag=name))
    return found


def _name(grid: Grid) -> str:
    return relative(grid.file) + (f" [{grid.sheet}]" if grid.sheet else "")


def _export(found: Inspection, grid: Grid) -> None:
    ledger = _bokforing(grid.file)
    if export_of(grid) == "ingaende_balanser":
        table, faults = read_opening(grid, ledger.kolumner_ingaende or ledger.kolumner)
        what = f"opening balances of {table['konto'].nunique()} accounts, together {kr(table['ore'].sum())}"
    else:
        table, faults = read_transactions(grid, ledger.kolumner)
        vouchers = len(table[["serie", "nummer"]].drop_duplicates())
        what = f"{len(table)} transactions on {table['konto'].nunique()} accounts in {vouchers} vouchers"
        if len(table):
            what += f", {table['datum'].min():%Y-%m-%d} to {table['datum'].max():%Y-%m-%d}"
    found.lines.append(f"{_name(grid)}: export of a ledger, {what}.")
    found.faults += faults
    amounts = table["ore"].map(kronor)
    found.rows.append(table.drop(columns="ore").assign(belopp=amounts, slag=export_of(grid)))


def _bokforing(file: Path) -> Bokforing:
    """The map of headings of the book whose folder the file lies in; the default one for a file elsewhere."""
    try:
        forbund, year = file.resolve().relative_to((root() / "data/raw").resolve()).parts[:2]
        return load_params(forbund, int(year)).year.bokforing
    except (ValueError, Faults):
        return Bokforing()
