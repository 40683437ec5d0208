"""Ingest: the raw files of a book become tidy Parquet tables, or every fault is told at once."""

from __future__ import annotations

import hashlib
import itertools
import json
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

import finsam
from finsam.faults import Fault, Faults, Place, nearest, stop_if
from finsam.folders import replaced
from finsam.ledger.chart import chart_files
from finsam.ledger.make import MADE, from_ledger
from finsam.params import Params, load_params, params_files
from finsam.paths import relative, root
from finsam.sources.exports.read import EXPORTS, export_of
from finsam.sources.grids import CSV, EXCEL, Grid, read_grids
from finsam.sources.sie.read import SUFFIXES as SIE
from finsam.tables.contracts import contract, repeated_rows
from finsam.tables.kinds import KINDS, Kind
from finsam.tables.read import CELL_COLUMNS, DECIMALS, DIGITS, key_columns, kind_of, tidy
from finsam.tables.registers import find_area, measures

#: Everything booked, beside the tables of a book that has a ledger: see ledger/postings.py and assign.py.
POSTINGS = "bokforing.parquet"

#: The printed number of decimals is in `decimaler`.
_VALUE = pa.decimal128(DIGITS + DECIMALS, DECIMALS)


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


def delivered_files(folder: Path) -> tuple[list[Path], list[Fault]]:
    """The table files of a raw folder, in order of name, and what else lies there.

    Text beside them (README, .md, .txt) and hidden files are left alone. A folder or a file of another type is
    a fault, since a delivery must not be passed over in silence. Raises Faults when there is nothing to read.
    """
    place = Place(relative(folder))
    if not folder.is_dir():
        raise Faults(
            [Fault("file-missing", "The book has no raw files.", (place,), "a folder with its tables")]
        )
    files = sorted(f for f in folder.iterdir() if not f.name.startswith((".", "~$")))
    tables = [f for f in files if f.is_file() and f.suffix.lower() in CSV | EXCEL | SIE]
    faults = []
    for file in files:
        if file.is_dir():
            message = "A folder in the book's folder isn't read."
            faults.append(Fault("folder-unread", message, (Place(relative(file)),), "the tables themselves"))
        elif file not in tables and file.suffix.lower() not in {".md", ".txt"}:
            message = "A file of this type can't be read."
            faults.append(Fault("file-type-unknown", message, (Place(relative(file)),), "CSV, Excel or SIE"))
    if not tables and not faults:
        raise Faults(
            [Fault("file-missing", "The folder holds no tables.", (place,), "CSV, Excel or SIE files")]
        )
    return tables, faults


def read_book(params: Params) -> tuple[dict[str, pd.DataFrame], list[Source]]:
    """All tables of a book by kind (see `tables.read.tidy` for the columns), and the files they came from.

    A table that nobody delivers is made from the ledger, where there is one.
    Raises Faults with everything that is wrong in all the files together.
    """
    delivery = read_delivery(params)
    return delivery.tables, delivery.sources


@dataclass(frozen=True)
class Delivery:
    """What a book is made of. postings: everything booked (ledger/assign.py), None without a ledger.

    notes: what was left out of the ledger or is odd in it, and stops nothing.
    """

    tables: dict[str, pd.DataFrame]
    sources: list[Source]
    postings: pd.DataFrame | None = None
    notes: tuple[Fault, ...] = ()


def read_delivery(params: Params) -> Delivery:
    """As `read_book`, with the postings of the ledger."""
    files, faults = delivered_files(raw_folder(params.forbund_id, params.ar))
    parts: dict[str, list[pd.DataFrame]] = {}
    broken: set[str] = set()
    sources = []
    ledgers: list[Path] = []
    exports: list[Grid] = []
    for file in files:
        if file.suffix.lower() in SIE:
            ledgers.append(file)
            continue
        try:
            grids = read_grids(file)
        except Faults as unreadable:
            faults += unreadable.faults
            continue
        for grid in grids:
            if export_of(grid):
                exports.append(grid)
            elif kind := kind_of(grid):
                table, found = tidy(grid, kind, params.ar)
                # A table without rows, such as an unfilled template, is as good as none.
                if len(table):
                    parts.setdefault(kind.name, []).append(table)
                if found:
                    broken.add(kind.name)
                faults += found
            else:
                faults += [kind_unknown(grid), *grid.faults]
        sources.append(_source(file, sum(len(grid.rows) for grid in grids)))
    tables = {}
    for name, found in parts.items():
        tables[name] = _harmonise(pd.concat(found, ignore_index=True), KINDS[name], params)
        faults += repeated_rows(KINDS[name], tables[name])
    postings, notes = None, ()
    if ledgers or exports:
        try:
            made = from_ledger(ledgers, exports, params, _plan(tables))
        except Faults as wrong:
            faults += wrong.faults
            broken |= set(MADE)
        else:
            postings, notes = made.postings, made.notes
            tables = _filled(tables, made.tables)
            sources += [_source(file, int((postings["fil"] == relative(file)).sum())) for file in ledgers]
    faults += _strangers(params, tables, broken)
    faults += _missing_tables(params, {*tables, *broken}) + _unshown(params, tables)
    stop_if(faults)
    tables = {name: contract(KINDS[name]).validate(table) for name, table in sorted(tables.items())}
    return Delivery(tables, sorted(sources, key=lambda source: source.fil), postings, notes)


def _source(file: Path, rows: int) -> Source:
    return Source(relative(file), hashlib.sha256(file.read_bytes()).hexdigest(), rows)


def _is_plan(table: pd.DataFrame) -> bool:
    """Whether a table of the kind budget has no outcome of its own: then the ledger gives it."""
    return not table.loc[table["kolumn"] != "budget", "varde"].notna().any()


def _plan(tables: dict[str, pd.DataFrame]) -> pd.DataFrame | None:
    budget = tables.get("budget")
    return budget if budget is not None and _is_plan(budget) else None


def _filled(delivered: dict[str, pd.DataFrame], made: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """The delivered tables, and those of the ledger that nobody delivered; of the notes, each by itself."""
    tables = {name: table for name, table in delivered.items() if name != "budget" or not _is_plan(table)}
    for name, table in made.items():
        if name == "noter" and name in tables:
            own = table[~table["not"].isin(tables[name]["not"])]
            both = pd.concat([tables[name], own], ignore_index=True)
            order = both["not"].map(lambda number: (not number.isdigit(), number.zfill(9)))
            tables[name] = both.loc[order.sort_values(kind="stable").index].reset_index(drop=True)
        else:
            tables.setdefault(name, table)
    return tables


def ingest(forbund: str, ar: int) -> Path:
    """Make data/processed/<forbund>/<ar>/ from the raw files unless it is up to date; returns the folder.

    Raises Faults with all that is wrong; the tables of the last good delivery then stay as they were.
    """
    params = load_params(forbund, ar)
    target = processed_folder(forbund, ar)
    fingerprint = _fingerprint(forbund, ar)
    record = _recorded(target)
    if record.get("fingerprint") == fingerprint and all(map(Path.is_file, _parquet(target, record))):
        return target
    delivery = read_delivery(params)
    with replaced(target) as fresh:
        for name, table in delivery.tables.items():
            pq.write_table(_arrow(KINDS[name], table), fresh / f"{name}.parquet")
        if delivery.postings is not None:
            delivery.postings.to_parquet(fresh / POSTINGS, index=False)
        record = {
            "fingerprint": fingerprint,
            "tables": list(delivery.tables),
            "sources": [vars(source) for source in delivery.sources],
        }
        (fresh / "ingest.json").write_text(json.dumps(record, indent=1, ensure_ascii=False), encoding="utf-8")
    return target


def processed(forbund: str, ar: int) -> tuple[dict[str, pd.DataFrame], list[Source]]:
    """The tidy tables of a book by kind, and its sources, ingested first when they are out of date."""
    for attempt in itertools.count():
        folder = ingest(forbund, ar)
        record = _recorded(folder)
        try:
            tables = {file.stem: pq.read_table(file).to_pandas() for file in _parquet(folder, record)}
            return tables, [Source(**source) for source in record["sources"]]
        except (FileNotFoundError, KeyError):
            # Another process put new tables in place just now.
            if attempt == 10:
                raise


def _parquet(folder: Path, record: dict) -> list[Path]:
    return [folder / f"{name}.parquet" for name in record.get("tables", [])]


def _harmonise(table: pd.DataFrame, kind: Kind, params: Params) -> pd.DataFrame:
    """One name for each insats and area, and the units of public statistics."""
    if kind.name in ("deltagare", "sjalvskattning"):
        table = table.assign(insats=table["insats"].map(params.insats_name))
    if kind.name == "uppgifter":
        table = table.assign(grupp=table["grupp"].map(params.insats_name))
    if kind.name == "statistik":
        names = {text: _area_name(text) for text in table["omrade"].unique()}
        units = {name: measure.enhet for name, measure in measures().items()}
        table = table.assign(omrade=table["omrade"].map(names), enhet=table["matt"].map(units))
    return table


def _area_name(text: str) -> str:
    """The short name of an area, unless it is another's: Kalmar is the kommun, the län is Kalmar län."""
    area = find_area(text)
    return area.kort if find_area(area.kort) == area else area.namn


def _strangers(params: Params, tables: dict[str, pd.DataFrame], broken: set[str]) -> list[Fault]:
    """Names that another file must know: a member of the förbund, an indicator of the social accounts."""
    faults = []
    if "medlemsbidrag" in tables and params.forbund.medlemmar:
        members = [member.namn for member in params.forbund.medlemmar]
        faults += _unknown(tables["medlemsbidrag"], "medlem", members, "forbund.yml names no such member.")
    if "sociala_utfall" in tables and "sociala_mal" not in broken:
        targets = list(tables["sociala_mal"]["indikator"].unique()) if "sociala_mal" in tables else []
        message = "sociala_mal has no such indicator, so its result would be lost."
        faults += _unknown(tables["sociala_utfall"], "indikator", targets, message)
    return faults


def _unknown(table: pd.DataFrame, column: str, known: list[str], message: str) -> list[Fault]:
    faults = []
    for row in table[~table[column].isin(known)].drop_duplicates(["fil", "blad", "radnr"]).itertuples():
        text = getattr(row, column)
        place = Place(row.fil, row.blad or None, row.radnr, column, text)
        expected = "one of " + ", ".join(known) if known else f"a table that knows {text}"
        faults.append(Fault("word-unknown", message + nearest(text, known), (place,), expected))
    return faults


def kind_unknown(grid: Grid) -> Fault:
    """The fault of a file or sheet that isn't named after a kind."""
    name = grid.sheet or grid.file.stem
    return Fault(
        "kind-unknown",
        f"{name!r} is not the name of a kind of table."
        + nearest(name.split("-")[0].lower(), [*KINDS, *EXPORTS]),
        (grid.place(),),
        "a file or sheet named " + ", ".join([*KINDS, *EXPORTS]) + " (a hyphen and anything may follow)",
    )


def _missing_tables(params: Params, delivered: set[str]) -> list[Fault]:
    folder = Place(relative(raw_folder(params.forbund_id, params.ar)))
    return [
        Fault(
            "file-missing",
            f"The params ask for a table of the kind {name}.",
            (folder,),
            f"{name}.csv or .xlsx",
        )
        for name in params.year.underlag
        if name not in delivered
    ]


def _unshown(params: Params, tables: dict[str, pd.DataFrame]) -> list[Fault]:
    """Rows that no chapter of the book would show: they would be lost in silence."""
    faults = []
    for name, table in tables.items():
        chapter = table["kapitel"] if name == "uppgifter" else KINDS[name].chapter
        hidden = table.assign(kapitel=chapter)
        hidden = hidden[~hidden["kapitel"].isin(params.chapters)].drop_duplicates(["fil", "blad", "kapitel"])
        for row in hidden.to_dict("records"):
            place = Place(row["fil"], row["blad"] or None, int(row["radnr"]))
            message = f"The book has no chapter {row['kapitel']}, so nobody would see the table."
            expected = (
                f"{row['kapitel']} among the chapters of {params.ar}.yml, or the book without the table"
            )
            faults.append(Fault("table-unshown", message, (place,), expected))
    return faults


def _arrow(kind: Kind, table: pd.DataFrame) -> pa.Table:
    types = {name: pa.string() for name in [*key_columns(kind), *CELL_COLUMNS]}
    types |= {"varde": _VALUE, "decimaler": pa.int8(), "radnr": pa.int32()}
    return pa.Table.from_pandas(table, schema=pa.schema(list(types.items())), preserve_index=False)


def _fingerprint(forbund: str, ar: int) -> str:
    """Hash of everything that the tables are made from: raw files, params, registers and this library."""
    library = Path(finsam.__file__).parent
    delivered, unread = delivered_files(raw_folder(forbund, ar))
    files = [
        *delivered,
        *params_files(forbund, ar),
        *(file for file in chart_files(forbund) if file.is_file()),
        *sorted((root() / "params/register").glob("*")),
        *sorted(library.glob("*.py")),
        *sorted(library.glob("sources/**/*.py")),
        *sorted(library.glob("ledger/*.py")),
        *sorted(library.glob("tables/*.py")),
    ]
    digest = hashlib.sha256(repr(unread).encode())
    for file in files:
        digest.update(file.name.encode() + b"\0" + hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def _recorded(folder: Path) -> dict:
    try:
        record = json.loads((folder / "ingest.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return record if isinstance(record, dict) else {}
