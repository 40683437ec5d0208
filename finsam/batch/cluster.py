"""Jobs on an existing Dask cluster, whose workers see the repository under the same path."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from finsam.batch import local
from finsam.batch.jobs import Job, Outcome
from finsam.batch.local import Started
from finsam.batch.record import library
from finsam.faults import Fault, Faults
from finsam.paths import root

if TYPE_CHECKING:
    from distributed import Client, Future


def run_all(jobs: Sequence[Job], address: str, timeout: float | None = None) -> Iterator[Started | Outcome]:
    """Hand the jobs to the scheduler at `address`; yields as finsam.batch.local.run_all does.

    timeout: seconds on a worker after which a job is stopped and told as failed. A job whose worker dies is given to
    another one. Raises Faults when the scheduler isn't there, or when a worker
    doesn't see this repository or has another version of the library.
    """
    try:
        from distributed import Client, as_completed
    except ImportError:
        message = "Batches on a cluster need the package distributed."
        raise Faults([Fault("cluster-missing", message, (), "pip install distributed")]) from None
    try:
        client = Client(address, timeout=10, set_as_default=False)
    except (OSError, TimeoutError, ValueError) as error:
        message = f"There is no Dask scheduler at {address}: {error}"
        raise Faults(
            [Fault("cluster-missing", message, (), "tcp://<host>:8786 of a running scheduler")]
        ) from None
    with client:
        _check_workers(client)
        futures = {}
        for job in jobs:
            yield Started(job)
            futures[
                client.submit(
                    _at, str(root()), job, timeout, key=f"finsam-{job.label}-{secrets.token_hex(4)}"
                )
            ] = job
        try:
            for future in as_completed(futures, loop=client.loop):
                yield _outcome(future, futures[future])
        finally:
            client.cancel(list(futures))


def _at(folder: str, job: Job, timeout: float | None) -> Outcome:
    """Run a job in the repository, whatever folder the worker was started in.

    In a process of its own, as on one machine: it can be stopped, and it ends with the worker.
    """
    os.environ["FINSAM_ROOT"] = folder
    os.chdir(folder)
    (outcome,) = (each for each in local.run_all([job], 1, timeout, job.plain) if isinstance(each, Outcome))
    return outcome


def _outcome(future: Future[Outcome], job: Job) -> Outcome:
    error = future.exception()
    if error is None:
        return future.result()
    message = f"The cluster could not finish the report: {type(error).__name__}: {error}"
    return Outcome(job, "fel", faults=(Fault("report-died", message, (), "workers that stay"),))


def _check_workers(client: Client) -> None:
    """Every worker reads a file that was written here just now, and has the same library."""
    token = secrets.token_hex(8)
    file = root() / "reports" / ".kluster" / token
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(token, encoding="utf-8")
    try:
        seen = client.run(_seen, str(file), str(root()))
    finally:
        file.unlink()
    if not seen:
        raise Faults([Fault("cluster-empty", "The cluster has no workers.", (), "at least one dask worker")])
    faults = [
        Fault("cluster-unshared", f"The worker at {worker}: {wrong}.", (),
              f"the repository at {root()} on a path that all workers share, installed in their Python")
        for worker, found in seen.items()
        if (wrong := _wrong(found, token))
    ]  # fmt: skip
    if faults:
        raise Faults(faults)


def _seen(file: str, folder: str) -> tuple[str, str]:
    """On a worker: what stands in the file, and the hash of its library there."""
    os.environ["FINSAM_ROOT"] = folder
    path = Path(file)
    return (path.read_text(encoding="utf-8") if path.is_file() else ""), library()


def _wrong(found: tuple[str, str], token: str) -> str:
    if found[0] != token:
        return "it does not see the repository"
    return "" if found[1] == library() else "it has another version of the library"
