"""The tidy table of public statistics kept as Parquet, made anew when what it is made from has changed."""

from __future__ import annotations

import hashlib
import itertools
import json
import logging
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

import finsam
from finsam.faults import Fault, Place
from finsam.folders import put, replaced
from finsam.paths import root
from finsam.register import reads
from finsam.register.held import held, hold
from finsam.register.places import PROVENANCE, register_folder
from finsam.register.read import Register, raw_files, read_register
from finsam.register.rows import COLUMNS, FIGURES
from finsam.sources.files import Source
from finsam.tables.registers import register_files

_log = logging.getLogger(__name__)

_TABLE, _RECORD = "register.parquet", "register.json"

#: The parts of the library that read the files.
_READERS = ("register", "sources", "tables", "delivery/files.py", "faults.py", "folders.py")

#: Rows of a group: a kommun's rows are found by the smallest and largest code of each.
_GROUP = 20_000


def register(invented: bool) -> Register:
    """The public statistics, in order of area and measure (columns register.rows.COLUMNS).

    Raises Faults with all that is wrong in the files; the table of the last good ones then stays as it was.
    """
    reads.tell(reads.WHOLE, invented)
    return _from_kept(invented, _read)


def figures_until(invented: bool, areas: Sequence[str], matt: Sequence[str], ar: int) -> pa.Table:
    """The figures of some areas and measures up to the end of a year (columns register.rows.FIGURES), in order of area
    and measure. What came is told area by area and measure by measure (`register.reads`).

    Raises Faults as `register` does.
    """
    wanted, until = {"kommun_kod": areas, "matt": matt}, f"{ar}-12"
    found = _from_kept(invented, lambda folder: _rows(folder / _TABLE, wanted, FIGURES))
    found = found.filter(pc.less_equal(found["period"].cast(pa.string()), until))
    reads.tell_rows(invented, areas, matt, until, found)
    return found


def figures_of(
    invented: bool,
    matt: Sequence[str] | None = None,
    periods: Sequence[str] | None = None,
    kon: Sequence[str] | None = None,
) -> pa.Table:
    """The figures of all areas (columns FIGURES), of some measures, periods and sexes where they are named.

    It isn't told as read: who makes a choice by them tells that (`measures.similar.alike`). Raises Faults as `register`
    does.
    """
    named = {"period": periods, "kon": kon, "matt": matt}
    wanted = {column: values for column, values in named.items() if values is not None}
    found = _from_kept(invented, lambda folder: _rows(folder / _TABLE, wanted, FIGURES))
    return _plain(found) if wanted else found


def sources(invented: bool, sure: bool = False) -> list[Source]:
    """The raw files. sure: by what is in them now, whatever their time of change says. Raises Faults as `register`."""
    return _from_kept(invented, _sources, sure)


Found = TypeVar("Found")


def _from_kept(invented: bool, read: Callable[[Path], Found], sure: bool = False) -> Found:
    for attempt in itertools.count():
        folder = _kept(invented, sure)
        try:
            return read(folder)
        except (OSError, ValueError, KeyError):
            # Another process put a new table in place just now.
            if attempt == 10:
                raise
    raise AssertionError("The loop ends with an answer or the error of its last attempt.")


def processed_folder(invented: bool) -> Path:
    return root() / "data/processed" / ("register-exempel" if invented else "register")


def hold_tables() -> None:
    """Keep the tables that are there in memory, for this process and those that are forked from it."""
    for invented in (False, True):
        hold(processed_folder(invented) / _TABLE)


def _kept(invented: bool, sure: bool = False) -> Path:
    """The folder of the table. sure: hash every raw file, also one of the size and time that it had."""
    raw, target = register_folder(invented), processed_folder(invented)
    record = _recorded(target)
    files = _hashes(raw, target.with_suffix(".hashar.json"), sure)
    fingerprint = _fingerprint(files)
    if record.get("fingerprint") == fingerprint and (target / _TABLE).is_file():
        return target
    _log.info("public statistics: reading %d files anew", len(files))
    found = read_register(raw)
    table = found.table.sort_values(
        ["kommun_kod", "matt", "version", "kon", "alder", "period"], kind="stable"
    )
    with replaced(target) as fresh:
        pq.write_table(_arrow(table), fresh / _TABLE, row_group_size=_GROUP)
        made = {
            "fingerprint": fingerprint,
            "sources": [vars(source) for source in found.sources],
            "notes": [note.as_json() for note in found.notes],
        }
        (fresh / _RECORD).write_text(json.dumps(made, ensure_ascii=False, indent=1), encoding="utf-8")
    return target


def _arrow(table: pd.DataFrame) -> pa.Table:
    text = pa.dictionary(pa.int32(), pa.string())
    kinds = {"float64": pa.float64(), "int64": pa.int64()}
    schema = pa.schema([(name, kinds.get(kind, text)) for name, kind in COLUMNS.items()])
    return pa.Table.from_pandas(table.reset_index(drop=True), schema=schema, preserve_index=False)


def _read(folder: Path) -> Register:
    notes = json.loads((folder / _RECORD).read_text(encoding="utf-8"))["notes"]
    return Register(
        _frame(_rows(folder / _TABLE, {}, [*COLUMNS])), _sources(folder), tuple(map(_fault, notes))
    )


def _sources(folder: Path) -> list[Source]:
    record = json.loads((folder / _RECORD).read_text(encoding="utf-8"))
    return [Source(**source) for source in record["sources"]]


def _rows(file: Path, wanted: Mapping[str, Sequence[str]], columns: Sequence[str]) -> pa.Table:
    """The rows with one of the values of each column."""
    kept = held(file)
    return (kept.rows(wanted) if kept else _read_rows(file, wanted, columns)).select(columns)


def _read_rows(file: Path, wanted: Mapping[str, Sequence[str]], columns: Sequence[str]) -> pa.Table:
    kept = pq.ParquetFile(file)
    groups = list(range(kept.num_row_groups))
    if areas := wanted.get("kommun_kod"):
        groups = [group for group in groups if _may_hold(kept.metadata.row_group(group), areas)]
    found = kept.read_row_groups(groups, columns=[*dict.fromkeys([*columns, *wanted])])
    for column, values in wanted.items():
        found = found.filter(pc.is_in(found[column], pa.array(values, pa.string())))
    return found


def _plain(found: pa.Table) -> pa.Table:
    """The table in one piece, with texts instead of the numbers of words."""
    names = [(name, pa.string()) if pa.types.is_dictionary(kind) else (name, kind)
             for name, kind in zip(found.schema.names, found.schema.types, strict=True)]  # fmt: skip
    return found.cast(pa.schema(names)).combine_chunks()


def _frame(found: pa.Table) -> pd.DataFrame:
    table: pd.DataFrame = _plain(found).to_pandas()
    return table.astype({name: COLUMNS[name] for name in found.column_names})


def _may_hold(group: pq.RowGroupMetaData, areas: Sequence[str]) -> bool:
    """Whether any of the areas is between the first and the last of a group; kommun_kod is the first column."""
    codes = group.column(0).statistics
    return bool(group.num_rows) and any(codes.min <= area <= codes.max for area in areas)


def _fault(told: Mapping[str, Any]) -> Fault:
    places = tuple(Place(**place) for place in told["where"])
    return Fault(told["code"], told["message"], places, told["expected"], told["severity"])


def _hashes(folder: Path, kept: Path, sure: bool) -> list[list[Any]]:
    """Name, size, time of change and hash of every raw file.

    kept: where they are kept from one time to the next; a file of the same size and time isn't hashed again, unless
    that has to be sure.
    """
    known = {} if sure else {tuple(of): digest for *of, digest in _read_list(kept)}
    found = []
    files, others = raw_files(folder)
    beside = sorted(folder.rglob(f"*{PROVENANCE}")) if folder.is_dir() else []
    for file in [*files, *beside]:
        state = file.stat()
        of = (file.relative_to(folder).as_posix(), state.st_size, state.st_mtime_ns)
        found.append([*of, known.get(of) or hashlib.sha256(file.read_bytes()).hexdigest()])
    if {tuple(each) for each in found} != {(*of, digest) for of, digest in known.items()}:
        with suppress(OSError):
            put(kept, json.dumps(found, indent=1).encode())
    # A file of another type is a fault, so that one that comes makes the table old.
    return [*found, *([fault.where[0].file, 0, 0, fault.code] for fault in others)]


def _read_list(file: Path) -> list[list[Any]]:
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return []
    return [each for each in found if isinstance(each, list)] if isinstance(found, list) else []


def _fingerprint(files: list[list[Any]]) -> str:
    """Hash of the raw files, params/register and the code that reads them."""
    params = [file for file in register_files() if file.suffix in {".yml", ".csv"}]
    told = [(name, of) for name, _, _, of in files]
    return hashlib.sha256(repr([told, _hash(params), _hash_of_readers()]).encode()).hexdigest()


@cache
def _hash_of_readers() -> str:
    """Of the code that is loaded: it stays what it is in this process and its forks."""
    library = Path(finsam.__file__).parent
    parts = [library / name for name in _READERS]
    return _hash(
        [file for part in parts for file in (sorted(part.rglob("*.py")) if part.is_dir() else [part])]
    )


def _hash(files: Sequence[Path]) -> str:
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.name.encode() + b"\0" + hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def _recorded(folder: Path) -> dict[str, Any]:
    try:
        record = json.loads((folder / _RECORD).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return record if isinstance(record, dict) else {}
