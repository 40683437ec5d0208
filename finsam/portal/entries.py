"""The reports that stand in reports/, as their manifests and published values tell of them."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from finsam.diff.values import Table, read_values
from finsam.faults import Fault, Faults, Place
from finsam.harmless import one_line
from finsam.paths import relative
from finsam.portal.state import report_folders
from finsam.render.report import SUMMARY
from finsam.render.summary import PAGE

#: The table of key figures that a book and a report on a kommun begins with.
OF_BOOK, OF_KOMMUN = "tbl-nyckeltal", "tbl-kommun-laget"

#: The key figures of a book that the portal shows, by the beginnings of their labels.
_SHOWN = (
    "Deltagare",
    "Unika personer",
    "Till arbete eller studier",
    "Positivt avslut",
    "Sociala resultat",
    "Årets resultat",
    "Resultat ",
    "Eget kapital",
)

#: What a reader opens first, and what the others are called.
_FORMATS = {"html": "webb", "pdf": "PDF", "docx": "Word", SUMMARY: "sammandrag"}


#: The page about the editions of a book that has been given out.
_EDITIONS = "utgavor/index.html"


@dataclass(frozen=True)
class Figure:
    """A key figure as the report prints it. period: in the report's words, empty for its own year."""

    label: str
    value: str
    period: str = ""


@dataclass(frozen=True)
class Entry:
    """A report of the portal. kind: `bok` or `kommun`; name: the förbund's id or the kommun's code; about: their name.

    notice: what every page of it says, as that it is invented. decided: the day when it was adopted, delivered: the last
    day of delivery of its raw files, as YYYY-MM-DD; empty where nobody says it. areas: codes of län and kommuner.
    files: address from the portal by the name of its format, the first one to open.
    """

    id: str
    kind: str
    name: str
    ar: int
    title: str
    subtitle: str
    about: str
    notice: str
    decided: str
    delivered: str
    areas: tuple[str, ...]
    figures: tuple[Figure, ...]
    files: dict[str, str]

    @property
    def address(self) -> str:
        return next(iter(self.files.values()))

    @property
    def kommuner(self) -> tuple[str, ...]:
        return tuple(code for code in self.areas if len(code) == 4)

    @property
    def lan(self) -> tuple[str, ...]:
        return tuple(code for code in self.areas if len(code) == 2)


def entries(reports: Path) -> tuple[list[Entry], list[Fault]]:
    """The reports below a folder, and a fault for each that isn't whole and is left out."""
    found: list[Entry] = []
    faults: list[Fault] = []
    for folder in report_folders(reports):
        try:
            found.append(_entry(folder, folder.relative_to(reports).as_posix()))
        except Faults as wrong:
            faults += wrong.faults
    return found, faults


def _entry(folder: Path, id: str) -> Entry:
    """Raises Faults for a report without manifest or values, or with none of its documents."""
    file = folder / "manifest.json"
    try:
        told = json.loads(file.read_text(encoding="utf-8"))
        entry = _told(folder, id, told)
    except OSError:
        raise Faults([_left_out(file, "The report has no manifest")]) from None
    except (ValueError, LookupError, TypeError, AttributeError):
        raise Faults([_left_out(file, "Its manifest or values aren't what this version writes")]) from None
    if not entry.files:
        raise Faults([_left_out(folder, "The report has none of its documents")])
    return entry


def _told(folder: Path, id: str, told: Mapping[str, Any]) -> Entry:
    """The report by its manifest. Raises Faults for values that can't be read."""
    kind = "kommun" if "kommun" in told["parametrar"] else "bok"
    name, ar = told["parametrar"]["kommun" if kind == "kommun" else "forbund"], told["parametrar"]["ar"]
    # Not of the books that it is compared with.
    own = f"data/raw/{id}/" if kind == "bok" else "data/raw/register"
    days = [each.get("levererad", "") for each in told["indata"] if each["fil"].startswith(own)]
    tables = {table.id: table for table in read_values(folder).tables}
    figures = _of_kommun(tables.get(OF_KOMMUN), ar) if kind == "kommun" else _of_book(tables.get(OF_BOOK), ar)
    return Entry(
        id=id,
        kind=kind,
        name=name,
        ar=ar,
        title=one_line(told["titel"]),
        subtitle=one_line(told["underrubrik"]),
        about=one_line(told["om"]),
        notice=told["upplysning"],
        decided=_day(told["beslutad"]),
        delivered=_day(max(days, default="")),
        areas=tuple(told["omraden"]),
        figures=tuple(figures),
        files=_files(folder, id, [each["fil"] for each in told["utdata"]]),
    )


def _day(text: str) -> str:
    """Raises ValueError for what is no day."""
    return dt.date.fromisoformat(text).isoformat() if text else ""


def _left_out(file: Path, message: str) -> Fault:
    expected = "a report that is built anew"
    return Fault(
        "report-broken",
        f"{message}; it is left out of the portal.",
        (Place(relative(file)),),
        expected,
        severity="note",
    )


def _files(folder: Path, id: str, outputs: list[str]) -> dict[str, str]:
    """The documents that the manifest names and that are there, and the page about its editions."""
    printed = [
        name
        for name in outputs
        if "/" not in name
        and name.endswith((".pdf", ".docx"))
        and not Path(name).stem.endswith(f"-{SUMMARY}")
    ]
    names = {"html": "index.html"} | {Path(name).suffix[1:]: name for name in printed} | {SUMMARY: PAGE}
    found = {
        label: quote(f"{id}/{names[end]}")
        for end, label in _FORMATS.items()
        if names.get(end) in outputs and (folder / names[end]).is_file()
    }
    if found and (folder / _EDITIONS).is_file():
        found["utgåvor"] = quote(f"{id}/{_EDITIONS}")
    return found


def _of_book(table: Table | None, ar: int) -> Iterator[Figure]:
    """Those of the book's own year that are shown."""
    if table is None or str(ar) not in table.heads:
        return
    own = table.heads.index(str(ar))
    for row in table.rows:
        if row[own] and row[0].startswith(_SHOWN):
            yield Figure(row[0], row[own])


def _of_kommun(table: Table | None, ar: int) -> Iterator[Figure]:
    """The kommun's own figure of each measure, for women and men together."""
    for label, period, own, *_ in table.rows if table else ():
        if period:
            yield Figure(label, own, "" if period == str(ar) else period)
