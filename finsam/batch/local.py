"""Jobs side by side on this machine, each in a process that ends with it."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import time
from collections import deque
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait

from finsam.batch.jobs import Job, Outcome
from finsam.faults import Fault
from finsam.warm.pipe import kill
from finsam.warm.started import Warm, available


@dataclass
class _Running:
    job: Job
    pid: int
    link: Connection
    since: float


@dataclass(frozen=True)
class Started:
    """A job that has begun."""

    job: Job


def run_all(
    jobs: Sequence[Job], workers: int, timeout: float | None = None, plain: bool = False
) -> Iterator[Started | Outcome]:
    """Run the jobs, so many at once; yields each as it begins and its outcome as it ends.

    timeout: seconds after which a job is stopped and told as failed. plain: in new processes instead of forks of a
    warm one. A process that dies is a failed job. When the caller stops listening, what runs is stopped.
    """
    waiting = deque(jobs)
    running: dict[Connection, _Running] = {}
    start = _spawned if plain or not available() else _forked
    try:
        while waiting or running:
            while waiting and len(running) < workers:
                job = waiting.popleft()
                yield Started(job)
                try:
                    begun = start(job)
                except OSError as error:
                    yield _died(job, 0.0, f"The process of the report could not be started: {error}.")
                else:
                    running[begun.link] = begun
            ready = wait(list(running), _patience(running.values(), timeout))
            for link in [link for link in running if link in ready]:
                yield _ended(running.pop(link))
            now = time.monotonic()
            for each in [r for r in running.values() if timeout and now - r.since >= timeout]:
                _stop(running.pop(each.link))
                message = f"The report was stopped after {timeout:g} seconds."
                fault = Fault(
                    "report-timeout", message, (), "a report that is done in that time, or a longer --timeout"
                )
                yield Outcome(each.job, "fel", seconds=now - each.since, faults=(fault,))
    finally:
        for each in running.values():
            _stop(each)


def _patience(running: Collection[_Running], timeout: float | None) -> float | None:
    if timeout is None:
        return None
    return max(0.0, min(each.since + timeout for each in running) - time.monotonic())


def _forked(job: Job) -> _Running:
    pid, link = Warm.begin("finsam.batch.worker:answer")
    connection = Connection(link.detach())
    connection.send(job)
    return _Running(job, pid, connection, time.monotonic())


def _spawned(job: Job) -> _Running:
    from finsam.batch.worker import answer

    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=answer, args=(theirs,), daemon=False)
    process.start()
    theirs.close()
    if process.pid is None:
        raise OSError("it has no number")
    ours.send(job)
    return _Running(job, process.pid, ours, time.monotonic())


def _ended(each: _Running) -> Outcome:
    with contextlib.closing(each.link) as link:
        try:
            outcome: Outcome = link.recv()
            return outcome
        except (EOFError, OSError):
            seconds = time.monotonic() - each.since
            return _died(each.job, seconds, "The process of the report ended before it was done.")


def _died(job: Job, seconds: float, message: str) -> Outcome:
    fault = Fault("report-died", message, (), "enough memory, and nobody who stops it")
    return Outcome(job, "fel", seconds=seconds, faults=(fault,))


def _stop(each: _Running) -> None:
    """End the process of a job and those that it has started."""
    each.link.close()
    if os.name == "posix":
        kill(each.pid)
    else:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.kill(each.pid, signal.SIGTERM)
