"""Reports that were found up to date, and what everything was like then: so that a batch with nothing to do reads no
params, tables or statistics to find that out again.

What a report is made from follows from params, notebooks, layout, library, packages and the names of raw files. Where
they are as they were, a report is up to date when the files that its record names have the content that it names.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import cache, cached_property
from pathlib import Path

from finsam import versions
from finsam.batch import record
from finsam.batch.jobs import Job
from finsam.folders import put
from finsam.paths import is_internal, relative, root

#: Beside the processed tables: like them, it can be thrown away.
_FILE = "data/processed/aktuella.json"


class Settled:
    """What is known of reports from earlier batches, and the state of everything when it was made."""

    def __init__(self) -> None:
        self._state = _state()
        self._hash = cache(_hash)

    @cached_property
    def _known(self) -> dict[str, list[str]]:
        """Folder and hash of the record of each report that was up to date in this state."""
        try:
            found = json.loads((root() / _FILE).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return found["rapporter"] if isinstance(found, dict) and found.get("lage") == self._state else {}

    def folder(self, job: Job) -> Path | None:
        """Of a report that nothing at all has changed for since it was found up to date; None of others."""
        name, of_record = self._known.get(_key(job), ("", ""))
        told = record.read(root() / name) if name else None
        if told is None or _digest(told) != of_record:
            return None
        is_same = all(self._hash(root() / file) == of for file, of in told["filer"].items())
        return root() / name if is_same else None

    def keep(self, found: Mapping[Job, tuple[Path, record.Record]]) -> None:
        """Note the reports of jobs that are up to date: folder and record of each."""
        noted = {_key(job): [relative(folder), _digest(told)] for job, (folder, told) in found.items()}
        if noted.items() <= self._known.items():
            return
        self._known.update(noted)
        told = {"lage": self._state, "rapporter": dict(sorted(self._known.items()))}
        with suppress(OSError):
            put(root() / _FILE, json.dumps(told, ensure_ascii=False).encode())


def _key(job: Job) -> str:
    edition = ["intern"] if is_internal() else []
    return " ".join(
        [
            job.kind,
            job.name,
            str(job.ar),
            ",".join(sorted(job.formats)),
            record.renderer(job.engine),
            *edition,
        ]
    )


def _state() -> str:
    """Hash of what tells what reports are made from: all but the content of raw files."""
    files = [
        *_files(root() / "params"),
        *_files(root() / "notebooks"),
        root() / "_quarto.yml",
        root() / "_brand.yml",
    ]
    digest = hashlib.sha256(repr([versions.code_hash(), record.packages()]).encode())
    for file in files:
        digest.update(f"{file.relative_to(root()).as_posix()}\0{_hash(file)}\n".encode())
    for file in _files(root() / "data/raw"):
        digest.update(f"{file.relative_to(root()).as_posix()}\n".encode())
    return digest.hexdigest()


def _files(folder: Path) -> Iterator[Path]:
    """All files under a folder, also behind links, in order."""
    for where, folders, names in os.walk(folder, followlinks=True):
        folders.sort()
        yield from (Path(where, name) for name in sorted(names))


def _digest(told: record.Record) -> str:
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def _hash(file: Path) -> str:
    """Empty for a file that isn't there."""
    try:
        return hashlib.sha256(file.read_bytes()).hexdigest()
    except OSError:
        return ""
