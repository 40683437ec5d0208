"""What a report was made from, kept beside it, and what of that has changed since."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

import finsam
from finsam.brand import brand_files, load_brand
from finsam.folders import held, put
from finsam.paths import relative, root
from finsam.register.places import provenance_file, register_folder
from finsam.render.engines import quarto_version
from finsam.render.report import Report

if TYPE_CHECKING:
    from finsam.sources.files import Source

#: The file beside a report that holds the record.
NAME = "bygge.json"

#: In it, what the report read of public statistics (`register.reads`).
READS = "lasningar"

#: The content of such a file, as JSON holds it.
Record = dict[str, Any]

#: The parts of the library that no report is made by.
_MAKES_NO_REPORT = {
    "batch",
    "commands",
    "fetch",
    "portal",
    "cli.py",
    "__main__.py",
    "inspection.py",
    "logs.py",
    "messages",
}


def record(
    report: Report,
    sources: Sequence[Source],
    formats: Sequence[str],
    engine: str,
    made_by: tuple[str, str],
) -> Record:
    """The content of everything that the report depends on, as JSON holds it.

    filer: hash by file: params, notebooks, layout, raw files, records beside downloads. kod: hash of the library and its
    templates. paket: of all installed packages with their versions and Python's. rapport: what it is built as.
    """
    statistics = _statistics_among(source.fil for source in sources)
    beside = (provenance_file(root() / file) for file in statistics)
    settings = [
        *report.settings,
        *report.notebooks,
        root() / "_quarto.yml",
        *brand_inputs(report.brand),
        *filter(Path.is_file, beside),
    ]
    files = {relative(file): _digest(file, file.stat().st_mtime_ns) for file in settings}
    return {
        "filer": dict(sorted((files | {source.fil: source.sha256 for source in sources}).items())),
        "kod": made_by[0],
        "paket": made_by[1],
        "rapport": {"id": report.id, "titel": report.title, "underrubrik": report.subtitle,
                    "kapitel": [notebook.stem for notebook in report.notebooks], "parametrar": report.parameters,
                    "upplysning": report.notice, "format": sorted(formats), "motor": renderer(engine)},
    }  # fmt: skip


def of_chapters(made: Record, report: Report) -> str:
    """Hash of everything that each chapter of a report is made from but its notebook, by the record of the report."""
    own = {relative(notebook) for notebook in report.notebooks}
    files = {file: of for file, of in made.get("filer", {}).items() if file not in own}
    about = {name: of for name, of in made.get("rapport", {}).items() if name not in ("format", "motor")}
    told = [files, made.get("kod"), made.get("paket"), about]
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def renderer(engine: str) -> str:
    """The engine with its version, where that isn't one of the packages."""
    return f"quarto {quarto_version()}" if engine == "quarto" else engine


def brand_inputs(forbund: str) -> tuple[Path, ...]:
    """The brand of a report with its fonts and logo. Raises Faults when it is wrong."""
    files = tuple(brand_files(forbund))
    return _brand_inputs(files, tuple(file.stat().st_mtime_ns for file in files))


@cache
def _brand_inputs(files: tuple[Path, ...], changed: tuple[int, ...]) -> tuple[Path, ...]:
    return (*files, *load_brand(*files).files.values())


def _statistics_among(files: Iterable[str]) -> dict[str, bool]:
    """Those that are raw files of public statistics, and whether they are the invented example's."""
    folders = {f"{relative(register_folder(invented))}/": invented for invented in (False, True)}
    return {file: folders[start] for file in files for start in folders if file.startswith(start)}


def read(folder: Path) -> Record | None:
    """The record of the report in a folder; None where none has been built."""
    try:
        found = json.loads((folder / NAME).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None


#: What has changed of the reads of a record, in words, for statistics that are invented or not; None when the reads
#: don't tell, and all of the statistics count.
OfReads = Callable[[list[dict[str, Any]], bool], list[str] | None]


def changes(
    before: Record | None, now: Record, of_reads: OfReads = lambda reads, invented: None
) -> list[str]:
    """Why a report isn't what it would be built as now; empty when it is. Each reason in a few words.

    before: the record beside it, None where there is none. of_reads is asked when files of public statistics differ and
    nothing of another set of statistics than the report was made from is there.
    """
    if before is None:
        return ["it has not been built"]
    files: dict[str, str | None] = dict(_of_files(before.get("filer", {}), now["filer"]))
    statistics = _statistics_among({*before.get("filer", {}), *now["filer"]}) if files else {}
    if before.get(READS) and statistics.keys() & files and len({*statistics.values()}) == 1:
        told = of_reads(before[READS], next(iter(statistics.values())))
        if told is not None:
            files = {f: why for f, why in files.items() if f not in statistics} | dict.fromkeys(told)
    reasons = [f"{name} {why}" if why else name for name, why in files.items()]
    if before.get("kod") != now["kod"]:
        reasons.append("the library has changed")
    if before.get("paket") != now["paket"]:
        reasons.append("packages have other versions")
    if before.get("rapport") != now["rapport"]:
        reasons.append("it is to be built in another way")
    return reasons


def _of_files(before: dict[str, str], now: dict[str, str]) -> Iterator[tuple[str, str]]:
    for file in sorted({*before, *now}):
        if file not in before:
            yield file, "is new"
        elif file not in now:
            yield file, "is gone"
        elif before[file] != now[file]:
            yield file, "has changed"


def renew(folder: Path, before: Record, now: Record) -> None:
    """Let the record name the files as they are now, for a report that they change nothing of: what it was built from
    stays in its manifest. Where it can't be written, the next batch finds out the same once more."""
    with suppress(OSError), held(folder):
        if read(folder) == before:
            write(folder, now | {READS: before[READS]})


def write(folder: Path, made: Record) -> None:
    put(folder / NAME, (json.dumps(made, ensure_ascii=False, indent=1) + "\n").encode())


@cache
def library() -> str:
    """Hash of the code, templates, filters and fonts that reports are made by."""
    folder = Path(finsam.__file__).parent
    digest = hashlib.sha256()
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        parts = file.relative_to(folder).parts
        if parts[0] not in _MAKES_NO_REPORT and "__pycache__" not in parts:
            digest.update("/".join(parts).encode() + b"\0" + hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


@cache
def packages() -> str:
    """Hash of every installed package's name and version, and of Python's."""
    # A set, since a checkout in the working directory is found a second time.
    found = sorted({f"{each.name}=={each.version}" for each in metadata.distributions()})
    return hashlib.sha256("\n".join([platform.python_version(), *found]).encode()).hexdigest()


@cache
def _digest(file: Path, changed: int) -> str:
    """Kept for as long as the file isn't written again in this run."""
    return hashlib.sha256(file.read_bytes()).hexdigest()
