"""What a report was made from, kept beside it, and what of that has changed since."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Iterator, Sequence
from functools import cache
from importlib import metadata
from pathlib import Path

import finsam
from finsam.paths import relative, root
from finsam.render.execute import chapter_notebook
from finsam.render.report import Report
from finsam.sources.files import Source

#: The file beside a report that holds the record.
NAME = "bygge.json"

#: The parts of the library that no report is made by.
_MAKES_NO_REPORT = {"batch", "commands", "fetch", "cli.py", "__main__.py", "inspection.py"}


def record(
    report: Report,
    sources: Sequence[Source],
    formats: Sequence[str],
    engine: str,
    made_by: tuple[str, str],
) -> dict:
    """The content of everything that the report depends on, as JSON holds it.

    filer: hash by file: params, notebooks, layout, raw files. kod: hash of the library and its templates. paket: of all
    installed packages with their versions and Python's. rapport: what it is built as.
    """
    settings = [
        *report.settings,
        *map(chapter_notebook, report.chapters),
        root() / "_quarto.yml",
        root() / "_brand.yml",
    ]
    files = {relative(file): _digest(file, file.stat().st_mtime_ns) for file in settings}
    return {
        "filer": dict(sorted((files | {source.fil: source.sha256 for source in sources}).items())),
        "kod": made_by[0],
        "paket": made_by[1],
        "rapport": {"id": report.id, "titel": report.title, "underrubrik": report.subtitle,
                    "kapitel": list(report.chapters), "parametrar": report.parameters,
                    "format": sorted(formats), "motor": engine},
    }  # fmt: skip


def changes(folder: Path, now: dict) -> list[str]:
    """Why a report isn't what it would be built as now; empty when it is. Each reason in a few words."""
    try:
        before = json.loads((folder / NAME).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return ["it has not been built"]
    reasons = [*_of_files(before.get("filer", {}), now["filer"])]
    if before.get("kod") != now["kod"]:
        reasons.append("the library has changed")
    if before.get("paket") != now["paket"]:
        reasons.append("packages have other versions")
    if before.get("rapport") != now["rapport"]:
        reasons.append("it is to be built in another way")
    return reasons


def _of_files(before: dict[str, str], now: dict[str, str]) -> Iterator[str]:
    for file in sorted({*before, *now}):
        if file not in before:
            yield f"{file} is new"
        elif file not in now:
            yield f"{file} is gone"
        elif before[file] != now[file]:
            yield f"{file} has changed"


def write(folder: Path, made: dict) -> None:
    text = json.dumps(made, ensure_ascii=False, indent=1) + "\n"
    part = folder / f".{NAME}.part"
    part.write_text(text, encoding="utf-8")
    part.replace(folder / NAME)


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
