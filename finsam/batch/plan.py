"""Which reports are stale, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from finsam.batch import record
from finsam.batch.jobs import Job, Outcome
from finsam.batch.settled import Settled
from finsam.faults import Fault, Faults

if TYPE_CHECKING:
    from finsam.build import RawFiles


@dataclass(frozen=True)
class Planned:
    """A job, and why its report must be built; without reasons it is what it would be.

    faults: what is wrong with its params or raw files. The job is run all the same, and then tells them. folder: of the
    report; before and now: its record, and what that would be; empty where nothing at all has changed, or with faults.
    """

    job: Job
    reasons: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()
    folder: Path | None = None
    before: record.Record | None = None
    now: record.Record | None = None


class Plan:
    """The jobs of a batch with what has changed since their reports were built, in `found`."""

    def __init__(self, jobs: Sequence[Job]):
        self._settled = Settled()
        settled = {job: self._settled.folder(job) for job in jobs if not job.force}
        done = {job: folder for job, folder in settled.items() if folder}
        others = [job for job in jobs if job not in done]
        looked_at = iter(_looked_at(others)) if others else iter(())
        self.found = [Planned(job, folder=done[job]) if job in done else next(looked_at) for job in jobs]
        self._keep([each for each in self.found if each.now and not each.reasons])

    @property
    def stale(self) -> list[Planned]:
        return [each for each in self.found if each.reasons]

    def renew(self) -> None:
        """Bring the records of reports up to date that have become no others by what has changed."""
        others = [each for each in self.found if each.now and not each.reasons and _files_differ(each)]
        for each in others:
            if each.folder and each.before and each.now:
                record.renew(each.folder, each.before, each.now)
        self._keep(others)

    def done(self, outcomes: Sequence[Outcome]) -> None:
        """Note which reports are what they should be after the batch."""
        good = {outcome.job for outcome in outcomes if outcome.status != "fel"}
        self._keep([each for each in self.found if each.now and each.job in good])

    def _keep(self, found: Sequence[Planned]) -> None:
        kept = {}
        for each in found:
            was = record.read(each.folder) if each.folder else None
            if each.folder and each.now and was and not record.changes(was, each.now):
                kept[each.job] = each.folder, was
        self._settled.keep(kept)


def planned(jobs: Sequence[Job]) -> list[Planned]:
    """Every job with what has changed since its report was built."""
    return Plan(jobs).found


def _files_differ(each: Planned) -> bool:
    return bool(each.before and each.now and each.before["filer"] != each.now["filer"])


def _looked_at(jobs: Sequence[Job]) -> list[Planned]:
    """Every job by what is in its files now."""
    from finsam.batch.figures import Figures
    from finsam.build import RawFiles

    # Once for all: every report and every fork would find the same.
    made_by, raw, figures = (record.library(), record.packages()), RawFiles(sure=True), Figures()
    return [_planned(replace(job, made_by=made_by), raw, figures.changes) for job in jobs]


def _planned(job: Job, raw: RawFiles, of_reads: record.OfReads) -> Planned:
    try:
        report = job.report()
        now = record.record(report, job.sources(raw), job.formats, job.engine, job.made_by)
        before = record.read(report.folder)
        reasons = record.changes(before, now, of_reads)
    except Faults as wrong:
        return Planned(job, ("its params or raw files have faults",), wrong.faults)
    if job.force and not reasons:
        reasons = ["it is asked for anyway"]
    return Planned(job, tuple(reasons), (), report.folder, before, now)
