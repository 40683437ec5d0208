"""All public statistics that lie in a folder as one tidy table, or every fault at once."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from finsam.faults import Fault, Faults, Place, stop_if
from finsam.paths import relative
from finsam.register.files import SUFFIXES, provenance, read_file
from finsam.register.places import PROVENANCE
from finsam.register.rows import register_table
from finsam.register.tidy import tidy
from finsam.register.twice import once
from finsam.sources.files import Source, source

_log = logging.getLogger(__name__)

#: The folder of older deliveries, which fetch fills and nothing reads.
OLDER = "aldre"


@dataclass(frozen=True)
class Register:
    """table: columns register.rows.COLUMNS. sources: the files that it was read from. notes: what stops nothing."""

    table: pd.DataFrame
    sources: list[Source] = field(default_factory=list)
    notes: tuple[Fault, ...] = ()


def raw_files(folder: Path) -> tuple[list[Path], list[Fault]]:
    """The files of statistics under a folder, and the faults of others. Text beside them, hidden files, records of
    provenance and older deliveries (a folder `aldre`) are passed over."""
    found, faults = [], []
    for file in sorted(folder.rglob("*")) if folder.is_dir() else ():
        within = file.relative_to(folder).parts
        if not file.is_file() or OLDER in within[:-1] or any(part.startswith((".", "~$")) for part in within):
            continue
        if (
            file.name.endswith(PROVENANCE)
            or file.suffix.lower() in {".md", ".txt"}
            or file.stem.upper() == "README"
        ):
            continue
        if file.suffix.lower() in SUFFIXES:
            found.append(file)
        else:
            message = "A file of this type can't be read."
            faults.append(
                Fault("file-type-unknown", message, (Place(relative(file)),), "JSON, PX, CSV or Excel")
            )
    return found, faults


def read_register(folder: Path) -> Register:
    """Everything under a folder; a missing one is an empty register. Raises Faults with all that is wrong in all files.

    Invented areas may only stand in the example's folder, whose name ends in `-exempel`.
    """
    files, faults = raw_files(folder)
    read = read_files(files, invented=folder.name.endswith("-exempel"))
    faults += read.faults
    stop_if(faults)
    return Register(read.table, read.sources, tuple(read.notes))


@dataclass
class Read:
    """What files hold, and what is wrong in them. what: of each part, in words. delivered: figures in the files, of
    which those that aren't in the table are told by faults and notes."""

    table: pd.DataFrame
    sources: list[Source]
    faults: list[Fault]
    notes: list[Fault]
    what: list[str]
    delivered: int


def read_files(files: Iterable[Path], *, invented: bool = True) -> Read:
    tables: list[pd.DataFrame] = []
    sources: list[Source] = []
    faults: list[Fault] = []
    notes: list[Fault] = []
    what: list[str] = []
    delivered = 0
    for file in files:
        try:
            parts = read_file(file)
        except Faults as error:
            faults += error.faults
            continue
        except OSError as error:
            message = f"The file can't be read ({error.strerror or error})."
            faults.append(Fault("file-unreadable", message, (Place(relative(file)),), "a file"))
            continue
        rows = 0
        for part in parts:
            found = tidy(part, invented=invented)
            tables.append(found.table)
            faults += found.faults
            notes += found.notes
            what.append(part.what + (f" [{part.sheet}]" if part.sheet else ""))
            rows += found.delivered
        sources.append(source(file, rows, str(provenance(file).get("hamtad") or "")[: len("2026-01-31")]))
        delivered += rows
        _log.info("read %s: %d figures", relative(file), rows)
    table = pd.concat(tables, ignore_index=True) if tables else register_table([])
    table, more, told = once(table)
    return Read(table, sources, [*faults, *more], [*notes, *told], what, delivered)
