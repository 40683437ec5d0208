"""Whether the portal is what it would be written as now, found out without reading any report."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import finsam
from finsam.brand import brand_files
from finsam.folders import put
from finsam.paths import PUBLISHED, publisher_file, root
from finsam.render.report import FAILED

#: The page, and the folder of its style sheets, scripts and fonts: no förbund can be called that.
PAGE, SITE = "index.html", "portal"

#: What everything was like when the page was written; like processed tables, it can be thrown away.
_FILE = "data/processed/portal.json"

#: Of the library, what the page is made by.
_MADE_BY = ("portal", "render", "brand", "swedish.py", "accessibility.py")


def report_folders(reports: Path) -> list[Path]:
    """Every folder below `reports` that is a report's by its place and name, in order: books, and reports on kommuner. One
    that has nothing but what is told of a report that failed holds none yet."""
    of_kommuner = reports.glob("kommun/[12][0-9][0-9][0-9]/[0-9][0-9][0-9][0-9]-*")
    books = (
        path
        for path in reports.glob("[a-z0-9]*/[12][0-9][0-9][0-9]")
        if path.parent.name not in ("kommun", PUBLISHED)
    )
    found = sorted(path for path in (*books, *of_kommuner) if path.is_dir())
    return [path for path in found if {each.name for each in path.iterdir()} - {FAILED}]


def state() -> str:
    """Hash of the size and time of what tells of each report, and of all else that the page is made from."""
    digest = hashlib.sha256()
    for file in (
        *_made_from(),
        *(
            each / name
            for each in report_folders(root() / "reports")
            for name in ("manifest.json", "varden.json")
        ),
    ):
        digest.update(f"{file} {_seen(file)}\n".encode())
    return digest.hexdigest()


def is_current() -> bool:
    """Whether the page is there and nothing has changed since it was written."""
    reports = root() / "reports"
    with suppress(OSError, ValueError, KeyError, TypeError):
        kept = json.loads((root() / _FILE).read_text(encoding="utf-8"))
        is_whole = (reports / SITE).is_dir() and kept["sida"] == _seen(reports / PAGE)
        return is_whole and kept["lage"] == state()
    return False


def keep(of: str) -> None:
    """Note that the page has been written from that state. Where it can't be, the next batch writes it once more."""
    with suppress(OSError):
        put(root() / _FILE, json.dumps({"lage": of, "sida": _seen(root() / "reports" / PAGE)}).encode())


def _made_from() -> Iterator[Path]:
    library = Path(finsam.__file__).parent
    for name in _MADE_BY:
        yield from sorted(
            file for file in (library / name, *(library / name).rglob("*")) if file.suffix != ".pyc"
        )
    yield from brand_files()
    yield publisher_file()
    yield from sorted((root() / "params/register").glob("*"))


def _seen(file: Path) -> list[int]:
    """Size and time of a file; empty where it isn't there or is a folder, whose time says nothing."""
    try:
        found = file.stat()
    except OSError:
        return []
    return [] if file.is_dir() else [found.st_size, found.st_mtime_ns]
