"""What a book was made from and what came out, as manifest.json."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Literal

from finsam import versions
from finsam.brand import brand_files, brand_of
from finsam.faults import Fault, Faults, Place
from finsam.paths import relative, root
from finsam.render.engines import quarto_version
from finsam.render.report import Report
from finsam.sources.files import Source


def write_manifest(report: Report, sources: list[Source], engine: str, out_dir: Path) -> Path:
    """What the report is called and about, hashes of every input and of every file in `out_dir`, the parameters, the
    code and the packages.

    Nothing in it depends on the clock, so the same inputs give the same manifest. A raw file has its number of rows,
    and `levererad` where the day of its delivery is known.
    """
    inputs = [
        *report.settings,
        *report.notebooks,
        root() / "_quarto.yml",
        *brand_files(report.brand),
        *brand_of(report.brand).files.values(),
    ]
    outputs = sorted(path for path in out_dir.rglob("*") if path.is_file())
    manifest = {
        "bok": report.id,
        "titel": report.title,
        "underrubrik": report.subtitle,
        "om": report.author,
        "beslutad": report.date.isoformat() if report.date else "",
        "upplysning": report.notice,
        "omraden": list(report.areas),
        "parametrar": report.parameters,
        "kapitel": list(report.chapters),
        "motor": engine,
        "kod": versions.code(),
        "versioner": versions.packages() | ({"quarto": quarto_version()} if engine == "quarto" else {}),
        "indata": [
            *({name: value for name, value in vars(source).items() if value != ""} for source in sources),
            *({"fil": relative(path), "sha256": digest(path)} for path in inputs),
        ],
        "utdata": [{"fil": path.relative_to(out_dir).as_posix(), "sha256": digest(path)} for path in outputs],
    }
    target = out_dir / "manifest.json"
    target.write_text(json.dumps(manifest, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return target


def hashes_in(manifest: Path, part: Literal["indata", "utdata"]) -> dict[str, str]:
    """SHA-256 by file of what a report was made from, or of what came out.

    Raises FileNotFoundError, and Faults for a manifest that isn't as `write_manifest` writes it.
    """
    try:
        told = json.loads(manifest.read_text(encoding="utf-8"))
        return {str(each["fil"]): str(each["sha256"]) for each in told[part]}
    except (ValueError, LookupError, TypeError, RecursionError):
        place = Place(f"{relative(manifest.parent)}/{manifest.name}")
        message = "The manifest can't be read, so nobody can tell what the report was made from."
        raise Faults(
            [Fault("document-unreadable", message, (place,), "the report built once more")]
        ) from None


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
