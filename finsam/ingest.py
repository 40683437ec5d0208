"""Ingest: the raw files of a book become tidy Parquet tables, or every fault is told at once."""

from __future__ import annotations

import hashlib
import itertools
import json
import logging
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

import finsam
from finsam.delivery.files import delivered_files, raw_folder
from finsam.delivery.former import with_former
from finsam.delivery.read import Delivery, read_delivery
from finsam.delivery.rejected import COLUMNS as REJECTED_COLUMNS
from finsam.exported import original_table, safe_table
from finsam.faults import Faults, stop_if
from finsam.folders import replaced
from finsam.params import Params, load_params
from finsam.params.files import books, settings_files
from finsam.paths import internal_folder, is_internal, root
from finsam.people.rows import SPELLS
from finsam.protect.apply import Earlier, counted_keys
from finsam.protect.system import Key
from finsam.scan.folder import numbers_in_folder
from finsam.sources.files import Source
from finsam.surveys.rows import ANSWERS
from finsam.tables.kinds import KINDS
from finsam.tables.own import OWN
from finsam.tables.read import CELL_COLUMNS, DECIMALS, DIGITS, key_columns

_log = logging.getLogger(__name__)

#: Everything booked, beside the tables of a book that has a ledger: see ledger/postings.py and assign.py.
POSTINGS = "bokforing.parquet"
#: Rows that are left out of the book and why, where there are any.
REJECTED = "avvisade.csv"
#: The counts of persons that may not be told, and those that the tables tell.
PROTECTED = "skydd.json"
#: What was delivered by person, by answer and in own tables, under the names of Delivery's fields.
BY_ROW = {"people": "personer.parquet", "answers": "enkatsvar.parquet", "own": "egna_tabeller.parquet"}

#: The parts of the library that read the tables and make none of them.
_MAKES_NO_TABLES = {
    "scan", "facts", "audit", "texts", "chapters", "render", "verify", "trace", "diff", "messages", "logs.py",
}  # fmt: skip

#: The printed number of decimals is in `decimaler`.
_VALUE = pa.decimal128(DIGITS + DECIMALS, DECIMALS)


def processed_folder(forbund: str, ar: int) -> Path:
    folder = internal_folder() / ".tabeller" if is_internal() else root() / "data/processed"
    return folder / forbund / str(ar)


def ingest(forbund: str, ar: int) -> Path:
    """Make data/processed/<forbund>/<ar>/ from the raw files unless it is up to date; returns the folder.

    Raises Faults with all that is wrong; the tables of the last good delivery then stay as they were.
    """
    params = load_params(forbund, ar)
    target = processed_folder(forbund, ar)
    fingerprint = _fingerprint(params)
    record = _recorded(target)
    if record.get("fingerprint") == fingerprint and all(map(Path.is_file, _files(target, record))):
        _log.info("tables of %s/%s are up to date", forbund, ar)
        return target
    _log.info("making the tables of %s/%s", forbund, ar)
    delivery = with_last_year(read_delivery(params, None if is_internal() else _earlier(forbund, ar)), params)
    rows = {name: getattr(delivery, name) for name in BY_ROW}
    with replaced(target) as fresh:
        for name, table in delivery.tables.items():
            pq.write_table(
                _arrow([*key_columns(KINDS[name]), *CELL_COLUMNS], table), fresh / f"{name}.parquet"
            )
        for name in (name for name, table in rows.items() if len(table)):
            table = _arrow(OWN, rows[name]) if name == "own" else pa.Table.from_pandas(rows[name])
            pq.write_table(table, fresh / BY_ROW[name])
        if delivery.postings is not None:
            # The texts of vouchers are free text, which can name anybody; file and line lead to them.
            delivery.postings.drop(columns="text").to_parquet(fresh / POSTINGS, index=False)
        if len(delivery.rejected):
            # With a mark of the encoding and semicolons, as Excel on a Swedish PC opens it.
            safe_table(delivery.rejected).to_csv(fresh / REJECTED, sep=";", index=False, encoding="utf-8-sig")
        record = {
            "fingerprint": fingerprint,
            "tables": list(delivery.tables),
            "by_row": [name for name, table in rows.items() if len(table)],
            "rejected": bool(len(delivery.rejected)),
            "sources": [vars(source) for source in delivery.sources],
        }
        told = {"hidden": delivery.hidden, "shown": counted_keys(delivery.tables)}
        keys: dict[str, list[Any]] = {name: sorted(map(list, found)) for name, found in told.items()}
        keys["rounded"] = sorted([list(key), count] for key, count in delivery.rounded.items())
        (fresh / PROTECTED).write_text(json.dumps(keys, ensure_ascii=False), encoding="utf-8")
        (fresh / "ingest.json").write_text(json.dumps(record, indent=1, ensure_ascii=False), encoding="utf-8")
        stop_if(numbers_in_folder(fresh))
    return target


def processed(forbund: str, ar: int) -> Delivery:
    """What `ingest` made, ingested first when it is out of date; without postings and notes.

    Raises Faults with all that is wrong.
    """
    for attempt in itertools.count():
        folder = ingest(forbund, ar)
        record = _recorded(folder)
        try:
            return _read(folder, record)
        except (FileNotFoundError, KeyError):
            # Another process put new tables in place just now.
            if attempt == 10:
                raise
    raise AssertionError("The loop ends with a delivery or the error of its last attempt.")


def with_last_year(delivery: Delivery, params: Params) -> Delivery:
    """The delivery of a book with last year's figures from the books that `foregangare` names, as those tell them.

    Raises Faults with all that is wrong in them.
    """
    return with_former(delivery, params, [(load_params(*book), processed(*book)) for book in params.former])


def sources_of(forbund: str, ar: int) -> list[Source]:
    """The raw files of a book as they are now. Raises Faults with all that is wrong in them."""
    return [Source(**source) for source in _recorded(ingest(forbund, ar))["sources"]]


def _read(folder: Path, record: dict[str, Any]) -> Delivery:
    empty = {"people": SPELLS, "answers": ANSWERS, "own": OWN}
    rows = {
        name: pq.read_table(folder / BY_ROW[name]).to_pandas()
        if name in record["by_row"]
        else pd.DataFrame(columns=list(columns))
        for name, columns in empty.items()
    }
    left_out = pd.DataFrame(columns=list(REJECTED_COLUMNS))
    if record["rejected"]:
        written = pd.read_csv(folder / REJECTED, sep=";", keep_default_na=False, encoding="utf-8-sig")
        left_out = original_table(written)
    return Delivery(
        tables={name: pq.read_table(folder / f"{name}.parquet").to_pandas() for name in record["tables"]},
        sources=[Source(**source) for source in record["sources"]],
        rejected=left_out,
        hidden=_keys(folder, "hidden"),
        rounded=_rounded(folder),
        people=rows["people"],
        answers=rows["answers"],
        own=rows["own"],
    )


def _earlier(forbund: str, ar: int) -> Earlier:
    """What the förbund's books of earlier years tell of the same counts; nothing of one that has faults."""
    hidden: frozenset[Key] = frozenset()
    shown: frozenset[Key] = frozenset()
    rounded: dict[Key, int] = {}
    for name, year in books():
        if name == forbund and year < ar:
            with suppress(Faults):
                folder = ingest(name, year)
                hidden |= _keys(folder, "hidden")
                shown |= _keys(folder, "shown")
                rounded |= _rounded(folder)
    return Earlier(hidden, shown - hidden, rounded)


def _keys(folder: Path, what: str) -> frozenset[Key]:
    found = json.loads((folder / PROTECTED).read_text(encoding="utf-8"))
    return frozenset(map(tuple, found[what]))


def _rounded(folder: Path) -> dict[Key, int]:
    found = json.loads((folder / PROTECTED).read_text(encoding="utf-8"))["rounded"]
    return {tuple(key): count for key, count in found}


def _files(target: Path, record: dict[str, Any]) -> list[Path]:
    """Every file that the record tells of."""
    names = [f"{name}.parquet" for name in record.get("tables", [])]
    names += [BY_ROW[name] for name in record.get("by_row", [])]
    return [target / name for name in [PROTECTED, *names, *([REJECTED] if record.get("rejected") else [])]]


def _arrow(columns: Iterable[str], table: pd.DataFrame) -> pa.Table:
    types = dict.fromkeys(columns, pa.string())
    types |= {"varde": _VALUE, "decimaler": pa.int8(), "radnr": pa.int32()}
    return pa.Table.from_pandas(table, schema=pa.schema(list(types.items())), preserve_index=False)


def _fingerprint(params: Params) -> str:
    """Hash of everything that the tables are made from: raw files, params, registers, predecessors and this library."""
    forbund, ar = params.forbund_id, params.ar
    library = Path(finsam.__file__).parent
    delivered, unread = delivered_files(raw_folder(forbund, ar))
    files = [
        *delivered,
        *settings_files(forbund, ar),
        *(
            file
            for file in sorted(library.rglob("*.py"))
            if not _MAKES_NO_TABLES & {*file.relative_to(library).parts}
        ),
    ]
    digest = hashlib.sha256(repr(unread).encode())
    for book in params.former:
        digest.update(_recorded(ingest(*book))["fingerprint"].encode())
    if not is_internal():
        earlier = _earlier(forbund, ar)
        digest.update(
            repr(
                [sorted(found) for found in (earlier.hidden, earlier.shown, earlier.rounded.items())]
            ).encode()
        )
    for file in files:
        digest.update(file.name.encode() + b"\0" + hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def _recorded(folder: Path) -> dict[str, Any]:
    try:
        record = json.loads((folder / "ingest.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return record if isinstance(record, dict) else {}
