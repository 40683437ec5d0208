"""Ingest: the raw files of a book become tidy Parquet tables, or every fault is told at once."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

import finsam
from finsam.faults import Fault, Faults, Place, nearest, stop_if
from finsam.folders import replaced
from finsam.params import Params, load_params, params_files
from finsam.paths import relative, root
from finsam.sources.grids import CSV, EXCEL, Grid, read_grids
from finsam.tables.contracts import contract, repeated_rows
from finsam.tables.kinds import KINDS, Kind
from finsam.tables.read import CELL_COLUMNS, key_columns, kind_of, tidy
from finsam.tables.registers import areas, find_area, measures

#: Six decimals hold every rate that agencies publish; the printed number of them is in `decimaler`.
_VALUE = pa.decimal128(24, 6)


@dataclass(frozen=True)
class Source:
    """A raw file that a book read: path from the repository, hash of its bytes and number of table rows."""

    fil: str
    sha256: str
    rader: int


def raw_folder(forbund: str, ar: int) -> Path:
    return root() / "data/raw" / forbund / str(ar)


def processed_folder(forbund: str, ar: int) -> Path:
    return root() / "data/processed" / forbund / str(ar)


def delivered_files(folder: Path) -> list[Path]:
    """The table files of a raw folder, in order of name.

    Text beside them (README, .md, .txt) and hidden files are left alone. Raises Faults when there is no folder, no
    table, or a file of another type, since a delivery must not be passed over in silence.
    """
    place = Place(relative(folder))
    if not folder.is_dir():
        raise Faults([Fault("file-missing", "The book has no raw files.", (place,), "a folder with its tables")])
    files = sorted(f for f in folder.iterdir() if f.is_file() and not f.name.startswith((".", "~$")))
    tables = [f for f in files if f.suffix.lower() in CSV | EXCEL]
    faults = [
        Fault("file-type-unknown", "A file of this type can't be read.", (Place(relative(f)),), "CSV or Excel")
        for f in files
        if f not in tables and f.suffix.lower() not in {".md", ".txt"}
    ]
    if not tables and not faults:
        faults = [Fault("file-missing", "The folder holds no tables.", (place,), "CSV or Excel files")]
    stop_if(faults)
    return tables


def read_book(params: Params) -> tuple[dict[str, pd.DataFrame], list[Source]]:
    """All tables of a book by kind (see `tables.read.tidy` for the columns), and the files they came from.

    Raises Faults with everything that is wrong in all the files together.
    """
    faults: list[Fault] = []
    parts: dict[str, list[pd.DataFrame]] = {}
    sources = []
    for file in delivered_files(raw_folder(params.forbund_id, params.ar)):
        try:
            grids = read_grids(file)
        except Faults as unreadable:
            faults += unreadable.faults
            continue
        for grid in grids:
            if kind := kind_of(grid):
                table, found = tidy(grid, kind, params.ar)
                parts.setdefault(kind.name, []).append(table)
                faults += found
            else:
                faults.append(_kind_unknown(grid))
        digest = hashlib.sha256(file.read_bytes()).hexdigest()
        sources.append(Source(relative(file), digest, sum(len(grid.rows) for grid in grids)))
    tables = {}
    for name, found in parts.items():
        table = pd.concat([part for part in found if len(part)] or found[:1], ignore_index=True)
        tables[name], more = _harmonise(table, KINDS[name], params)
        faults += more + repeated_rows(KINDS[name], tables[name])
    faults += _missing_tables(params, tables)
    stop_if(faults)
    return {name: contract(KINDS[name]).validate(table) for name, table in sorted(tables.items())}, sources


def ingest(forbund: str, ar: int) -> Path:
    """Make data/processed/<forbund>/<ar>/ from the raw files unless it is up to date; returns the folder.

    Raises Faults with all that is wrong; the tables of the last good delivery then stay as they were.
    """
    params = load_params(forbund, ar)
    target = processed_folder(forbund, ar)
    fingerprint = _fingerprint(forbund, ar)
    if _recorded(target).get("fingerprint") == fingerprint:
        return target
    tables, sources = read_book(params)
    with replaced(target) as fresh:
        for name, table in tables.items():
            pq.write_table(_arrow(KINDS[name], table), fresh / f"{name}.parquet")
        record = {"fingerprint": fingerprint, "sources": [vars(source) for source in sources]}
        (fresh / "ingest.json").write_text(json.dumps(record, indent=1, ensure_ascii=False), encoding="utf-8")
    return target


def processed(forbund: str, ar: int) -> tuple[dict[str, pd.DataFrame], list[Source]]:
    """The tidy tables of a book by kind, and its sources, ingested first when they are out of date."""
    folder = ingest(forbund, ar)
    tables = {file.stem: pq.read_table(file).to_pandas() for file in sorted(folder.glob("*.parquet"))}
    return tables, [Source(**source) for source in _recorded(folder)["sources"]]


def _harmonise(table: pd.DataFrame, kind: Kind, params: Params) -> tuple[pd.DataFrame, list[Fault]]:
    """One name for each insats and area; what no register knows is a fault."""
    faults: list[Fault] = []
    if kind.name in ("deltagare", "sjalvskattning"):
        table = table.assign(insats=table["insats"].map(params.insats_name))
    if kind.name == "uppgifter":
        table = table.assign(grupp=table["grupp"].map(params.insats_name))
    if kind.name == "statistik":
        known = [area.kort for area in areas()]
        faults += _unknown(table, "omrade", lambda text: find_area(text) is not None, known, "kommun, län or Riket")
        faults += _unknown(table, "matt", lambda text: text in measures(), list(measures()), "measure of matt.yml")
        if not faults:
            names = {text: find_area(text).kort for text in table["omrade"].unique()}
            units = {name: measure.enhet for name, measure in measures().items()}
            table = table.assign(omrade=table["omrade"].map(names), enhet=table["matt"].map(units))
    return table, faults


def _unknown(table: pd.DataFrame, column: str, is_known, known: list[str], what: str) -> list[Fault]:
    faults = []
    for row in table.drop_duplicates(["fil", "blad", "radnr"]).itertuples():
        text = getattr(row, column)
        if not is_known(text):
            place = Place(row.fil, row.blad or None, row.radnr, column, text)
            faults.append(Fault("word-unknown", f"No register knows this {what}." + nearest(text, known), (place,)))
    return faults


def _kind_unknown(grid: Grid) -> Fault:
    name = grid.sheet or grid.file.stem
    return Fault(
        "kind-unknown",
        f"{name!r} is not the name of a kind of table." + nearest(name.split("-")[0].lower(), KINDS),
        (grid.place(),),
        "a file or sheet named " + ", ".join(KINDS) + " (a hyphen and anything may follow)",
    )


def _missing_tables(params: Params, tables: dict[str, pd.DataFrame]) -> list[Fault]:
    folder = Place(relative(raw_folder(params.forbund_id, params.ar)))
    return [
        Fault("file-missing", f"The params ask for a table of the kind {name}.", (folder,), f"{name}.csv or .xlsx")
        for name in params.year.underlag
        if name not in tables
    ]


def _arrow(kind: Kind, table: pd.DataFrame) -> pa.Table:
    types = {name: pa.string() for name in [*key_columns(kind), *CELL_COLUMNS]}
    types |= {"varde": _VALUE, "decimaler": pa.int8(), "radnr": pa.int32()}
    return pa.Table.from_pandas(table, schema=pa.schema(list(types.items())), preserve_index=False)


def _fingerprint(forbund: str, ar: int) -> str:
    """Hash of everything that the tables are made from: raw files, params, registers and this library."""
    library = Path(finsam.__file__).parent
    files = [
        *delivered_files(raw_folder(forbund, ar)),
        *params_files(forbund, ar),
        *sorted((root() / "params/register").glob("*")),
        *sorted(library.glob("*.py")),
        *sorted(library.glob("sources/*.py")),
        *sorted(library.glob("tables/*.py")),
    ]
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.name.encode() + b"\0" + hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def _recorded(folder: Path) -> dict:
    try:
        return json.loads((folder / "ingest.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
