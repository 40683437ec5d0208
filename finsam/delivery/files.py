"""The raw files of a book, and what each sheet in them is."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from pathlib import Path

from finsam.faults import Fault, Faults, Place, nearest, unsafe_sign
from finsam.harmless import UNSAFE
from finsam.limits import raise_unless_readable
from finsam.params import Params
from finsam.params.files import params_files
from finsam.paths import relative, root
from finsam.sources.exports.read import EXPORTS, export_of
from finsam.sources.files import Source, source
from finsam.sources.grids import CSV, EXCEL, Grid, read_grids
from finsam.sources.identity import of_name
from finsam.sources.named import named_after, stem
from finsam.sources.sie.read import SUFFIXES as SIE
from finsam.tables.kinds import KINDS, ROW_DELIVERIES, Kind
from finsam.tables.own import OwnTable, own_name
from finsam.tables.read import has_headings_of, kind_of


@dataclass
class Sorted:
    """The sheets of a delivery by what they are: tables by kind, rows by name, own tables, exports and SIE files."""

    tables: list[tuple[Kind, Grid]] = field(default_factory=list)
    by_row: dict[str, list[Grid]] = field(default_factory=lambda: {name: [] for name in ROW_DELIVERIES})
    own: list[tuple[str, Grid]] = field(default_factory=list)
    exports: list[Grid] = field(default_factory=list)
    ledgers: list[Path] = field(default_factory=list)
    sources: list[Source] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    @property
    def grids(self) -> list[Grid]:
        """Those whose rows can be left out one by one; a ledger without some of its rows would be wrong."""
        rows = [grid for grids in self.by_row.values() for grid in grids]
        return [*(grid for _, grid in self.tables), *rows, *(grid for _, grid in self.own)]


def raw_folder(forbund: str, ar: int) -> Path:
    return root() / "data/raw" / forbund / str(ar)


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
        if UNSAFE.search(file.name):
            faults.append(unsafe_sign(Place(relative(file), value=file.name)))
        faults += of_name(file.stem, Place(relative(file)), "file")
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


def undelivered(params: Params) -> list[Fault]:
    """Names and patterns of `levererad` that no raw file of the book has."""
    folder = raw_folder(params.forbund_id, params.ar)
    files = [file.name for file in delivered_files(folder)[0]]
    place = Place(relative(params_files(params.forbund_id, params.ar)[1]), None, None, "levererad")
    return [
        Fault(
            "delivery-unknown",
            "No raw file has the name whose day of delivery is told." + nearest(name, files),
            (replace(place, value=name),),
            f"the name of a file in {relative(folder)}, or a pattern such as statistik-*.csv",
        )
        for name in params.year.levererad
        if not any(fnmatchcase(file, name) for file in files)
    ]


def sort_files(folder: Path, own: dict[str, OwnTable]) -> Sorted:
    """Every sheet of the folder by what it is. Raises Faults when there is nothing to read.

    own: the förbund's own tables by name.
    """
    files, faults = delivered_files(folder)
    found = Sorted(faults=faults)
    for file in files:
        try:
            raise_unless_readable(file)
            if file.suffix.lower() in SIE:
                found.ledgers.append(file)
                continue
            grids = read_grids(file)
        except Faults as unreadable:
            found.faults += unreadable.faults
            continue
        for grid in grids:
            _put(found, grid, own)
        found.sources.append(source(file, sum(len(grid.rows) for grid in grids)))
    return found


def _put(found: Sorted, grid: Grid, own: dict[str, OwnTable]) -> None:
    if export_of(grid):
        found.exports.append(grid)
    elif name := rows_of(grid):
        found.by_row[name].append(grid)
    elif name := own_name(grid, own):
        found.own.append((name, grid))
    elif kind := kind_of(grid):
        found.tables.append((kind, grid))
    else:
        found.faults += unknown_sheet(grid, own)


def rows_of(grid: Grid) -> str | None:
    """A name of ROW_DELIVERIES, as `personer`, which a sheet or file is named after; None for anything else."""
    return named_after(grid, ROW_DELIVERIES)


def unknown_sheet(grid: Grid, own: dict[str, OwnTable]) -> list[Fault]:
    """The fault of a file or sheet that isn't named after anything that is read, and what else is wrong with it.

    How its rows are laid out says nothing before it is known what they are.
    """
    name = grid.sheet or grid.file.stem
    known = [*KINDS, *ROW_DELIVERIES, *EXPORTS, *own]
    alike = [kind.name for kind in KINDS.values() if has_headings_of(grid, kind)]
    hint = nearest(stem(name), alike or known)
    hint += f" Its headings are those of {' or '.join(alike)}." if alike else ""
    return [
        Fault(
            "kind-unknown",
            f"{name!r} is not the name of a kind of table.{hint}",
            (grid.place(),),
            "a file or sheet named "
            + ", ".join(known)
            + " (a hyphen and anything may follow), or its name in tabeller.yml",
        ),
        *(fault for fault in grid.faults if fault.code != "row-too-long"),
    ]
