"""A report to build as plain data, so that any process on any machine that has the repository can do it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from finsam.build import Basis, book_basis, book_report, book_sources, report_folder
from finsam.faults import Fault
from finsam.municipal import kommun_basis, kommun_report, kommun_sources
from finsam.params import load_params
from finsam.register.kommun import find_kommun
from finsam.render.report import Report
from finsam.sources.files import Source


@dataclass(frozen=True)
class Job:
    """One report. kind: `bok` or `kommun`; name: förbund or SCB's code.

    formats and engine: as finsam.build.build_report takes them. plain: run notebooks by papermill's own engine.
    force: build it although nothing has changed. made_by: hashes of the library and of the packages, found once for all.
    chapters_at_once: how many notebooks of the report run side by side.
    """

    kind: str
    name: str
    ar: int
    formats: tuple[str, ...]
    engine: str
    plain: bool = False
    force: bool = False
    made_by: tuple[str, str] = ("", "")
    chapters_at_once: int = 1

    def report(self) -> Report:
        """Raises Faults when its params are wrong."""
        if self.kind == "kommun":
            return kommun_report(find_kommun(self.name), self.ar)
        return book_report(load_params(self.name, self.ar))

    def sources(self) -> list[Source]:
        """The raw files that it reads. Raises Faults with all that is wrong in them."""
        if self.kind == "kommun":
            return kommun_sources(find_kommun(self.name), self.ar)
        return book_sources(load_params(self.name, self.ar))

    def basis(self) -> Basis:
        """What it is made from. Raises Faults with all that is wrong in it."""
        if self.kind == "kommun":
            return kommun_basis(find_kommun(self.name), self.ar)
        return book_basis(load_params(self.name, self.ar))

    @property
    def label(self) -> str:
        """What it is called while it runs."""
        return f"{self.name}/{self.ar}" if self.kind == "bok" else f"{find_kommun(self.name).namn} {self.ar}"


@dataclass(frozen=True)
class Outcome:
    """What became of a job. status: `byggd`, `aktuell` (nothing had changed) or `fel`.

    folder: of the report, from the repository. seconds: wall time. memory: peak of the process in MB. notes: what is
    odd in its texts and stopped nothing.
    """

    job: Job
    status: str
    folder: str = ""
    seconds: float = 0.0
    memory: float = 0.0
    faults: tuple[Fault, ...] = ()
    notes: tuple[Fault, ...] = ()


def folder_of(report: Report) -> Path:
    return report_folder(report.id)
