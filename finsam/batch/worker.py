"""One job, in a process of its own: under the report's lock, only if it is stale, and whatever happens is an outcome."""

from __future__ import annotations

import logging
import os
import socket
import sys
import threading
import time
import traceback
from dataclasses import replace
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from finsam import logs
from finsam.batch import record
from finsam.batch.jobs import Job, Outcome
from finsam.build import build_report
from finsam.faults import Fault, Faults, Place
from finsam.folders import held, put, workspace
from finsam.identity.numbers import hidden
from finsam.paths import is_internal, relative, root
from finsam.register import reads
from finsam.render.kept import KEPT, Kept
from finsam.render.report import FAILED, Report
from finsam.warm.pipe import end_with
from finsam.warm.started import available

_log = logging.getLogger(__name__)


def run(job: Job) -> Outcome:
    """Build the report unless it is what it would be; never raises for what is wrong with it."""
    start = time.monotonic()
    folder: Path | None = None
    try:
        report = job.report()
        folder = report.folder
        with held(folder), workspace(folder):
            sources = job.sources()
            made = record.record(report, sources, job.formats, job.engine, job.made_by)
            before = record.read(folder)
            if not job.force and not record.changes(before, made):
                return _outcome(job, "aktuell", folder, start)
            basis = job.basis()
            kept = _kept(job, report, made, before)
            # Chapters that aren't run again read what they read then.
            read = before[record.READS] if before and kept and kept.may_be_used else []
            with reads.logged() as log:
                build_report(report, basis, job.formats, job.engine, workers=job.chapters_at_once, plain=job.plain, kept=kept,
                             finish=lambda fresh: record.write(fresh, made | {record.READS: _joined(read, log())}))  # fmt: skip
        return replace(_outcome(job, "byggd", folder, start), notes=basis.notes)
    except Faults as wrong:
        faults = wrong.faults
    except OSError as error:
        message = f"The report can't be written: {error.strerror or error}."
        where = (Place(str(error.filename)),) if error.filename else ()
        faults = (Fault("write-failed", message, where, "a disk with room that may be written to"),)
    except Exception as error:
        # A mistake in the program: told with its traceback, and the other reports go on.
        message = f"{type(error).__name__}: {error}"
        faults = (Fault("report-failed", message, (), None, detail=traceback.format_exc()),)
    if folder:
        _leave(folder, job, faults)
    return _outcome(job, "fel", folder, start, faults)


def _kept(job: Job, report: Report, made: record.Record, before: record.Record | None) -> Kept | None:
    """The chapters that were run for the book as it stands. The internal edition's figures are kept nowhere.

    They may be used when all that the book stands by but its notebooks is as now: then what was read of the statistics
    for them, which the record of the book tells, is what they would read again.
    """
    if job.kind != "bok" or is_internal():
        return None
    of = record.of_chapters(made, report)
    stands = before is not None and record.READS in before and record.of_chapters(before, report) == of
    return Kept(root() / KEPT / report.id, of, stands and not job.force and not job.plain)


def _joined(before: list[dict[str, Any]], now: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [*before, *(each for each in now if each not in before)]


def _outcome(
    job: Job, status: str, folder: Path | None, start: float, faults: tuple[Fault, ...] = ()
) -> Outcome:
    where = relative(folder) if folder else ""
    outcome = Outcome(job, status, where, time.monotonic() - start, _memory(), faults)
    _log.info("%s: %s in %.1f s, at most %.0f MB", job.label, status, outcome.seconds, outcome.memory)
    return outcome


def _memory() -> float:
    """The most memory that this process has had, in MB; 0 where the system doesn't tell."""
    try:
        import resource
    except ImportError:
        return 0.0
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (1 << 20 if sys.platform == "darwin" else 1 << 10)


def _leave(folder: Path, job: Job, faults: tuple[Fault, ...]) -> None:
    """What went wrong, beside the last good report; a disk that is full is no reason to fail again."""
    text = "\n\n".join([job.label, *("\n".join(filter(None, [str(f), hidden(f.detail)])) for f in faults)])
    try:
        put(folder / FAILED, f"{text}\n".encode())
    except OSError:
        print(text, file=sys.stderr)


def answer(link: socket.socket | Connection) -> None:
    """Receive a job, run it, send its outcome: the work of a process of its own, which ends with the asking one."""
    connection = Connection(link.detach()) if isinstance(link, socket.socket) else link
    if hasattr(os, "setpgid"):
        # What it starts is stopped with it.
        os.setpgid(0, 0)
    if available():
        threading.Thread(target=end_with, args=(connection,), daemon=True).start()
    logs.join()
    connection.send(run(connection.recv()))
    connection.close()
    sys.stdout.flush()
