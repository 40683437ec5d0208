"""Which reports are stale, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from finsam.batch import record
from finsam.batch.jobs import Job, folder_of
from finsam.faults import Fault, Faults


@dataclass(frozen=True)
class Planned:
    """A job, and why its report must be built; without reasons it is what it would be.

    faults: what is wrong with its params or raw files. The job is run all the same, and then tells them. folder: where
    the report goes; None when its params don't tell.
    """

    job: Job
    reasons: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()
    folder: Path | None = None


def planned(jobs: Sequence[Job]) -> list[Planned]:
    """Every job with what has changed since its report was built."""
    # Once for all: every fork would find the same.
    made_by = (record.library(), record.packages())
    return [_planned(replace(job, made_by=made_by)) for job in jobs]


def _planned(job: Job) -> Planned:
    folder = None
    try:
        report = job.report()
        folder = folder_of(report)
        made = record.record(report, job.sources(), job.formats, job.engine, job.made_by)
        reasons = record.changes(folder, made)
    except Faults as wrong:
        return Planned(job, ("its params or raw files have faults",), wrong.faults, folder)
    return Planned(
        job, ("it is asked for anyway",) if job.force and not reasons else tuple(reasons), folder=folder
    )
