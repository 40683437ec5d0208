"""A report to build as plain data, so that any process on any machine that has the repository can do it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from finsam.faults import Fault
from finsam.register.kommun import find_kommun

if TYPE_CHECKING:
    from finsam.build import Basis, RawFiles
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
        from finsam import build, municipal, params

        if self.kind == "kommun":
            return municipal.kommun_report(find_kommun(self.name), self.ar)
        return build.book_report(params.load_params(self.name, self.ar))

    def sources(self, raw: RawFiles | None = None) -> list[Source]:
        """The raw files that it reads; raw: looked up for all reports of a batch. Raises Faults with all that is wrong."""
        from finsam import build, municipal, params

        if self.kind == "kommun":
            return municipal.kommun_sources(find_kommun(self.name), self.ar, raw)
        return build.book_sources(params.load_params(self.name, self.ar), raw)

    def basis(self) -> Basis:
        """What it is made from. Raises Faults with all that is wrong in it."""
        from finsam import build, municipal, params

        if self.kind == "kommun":
            return municipal.kommun_basis(find_kommun(self.name), self.ar)
        return build.book_basis(params.load_params(self.name, self.ar))

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
