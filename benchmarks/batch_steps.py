"""What a benchmark of municipal reports runs: ours, plain papermill, and the cells alone."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import redirect_stdout
from functools import partial
from io import StringIO
from pathlib import Path

import papermill

from finsam.batch.jobs import Job, Outcome
from finsam.batch.local import run_all
from finsam.batch.plan import Plan
from finsam.commands.portal import keep_portal
from finsam.municipal import kommun_report
from finsam.paths import root
from finsam.register.kommun import find_kommun
from finsam.render import pandoc
from finsam.render.layout import lay_out

YEAR = 2024


def spread(codes: list[str], count: int) -> list[str]:
    """So many codes, evenly from all län."""
    return [codes[at * len(codes) // count] for at in range(min(count, len(codes)))]


def timed(step) -> float:
    start = time.perf_counter()
    step()
    return time.perf_counter() - start


def pool(step, codes: list[str], workers: int, engine: str) -> None:
    with ProcessPoolExecutor(workers) as processes:
        list(processes.map(partial(step, engine=engine), codes))


def execute(code: str, engine: str, folder: Path | None = None) -> Path:
    with tempfile.TemporaryDirectory() as work:
        target = (folder or Path(work)) / "kommun.ipynb"
        papermill.execute_notebook(
            str(root() / "notebooks/kommun.ipynb"), str(target), parameters={"kommun": code, "ar": YEAR},
            engine_name=engine, kernel_name="python3", progress_bar=False, extra_arguments=["--log-level=CRITICAL"],
        )  # fmt: skip
    return target


def execute_and_render(code: str, engine: str) -> None:
    with tempfile.TemporaryDirectory() as work:
        executed = execute(code, engine, Path(work))
        lay_out(kommun_report(find_kommun(code), YEAR), [executed], Path(work) / "book", ["html"])
        pandoc.render(Path(work) / "book", Path(work) / "out", ["html"])


def jobs(codes: list[str], force: bool = True) -> list[Job]:
    return [Job("kommun", code, YEAR, ("html",), "pandoc", force=force) for code in codes]


def batch(codes: list[str], workers: int) -> None:
    """Build the reports, whatever has been built before."""
    for _ in outcomes(codes, workers):
        """They are on disk."""
    keep_portal()


def outcomes(codes: list[str], workers: int) -> Iterator[Outcome]:
    """Of forced builds, as they end; what is noted after them is what `kommun` notes."""
    plan, ended = Plan(jobs(codes)), []
    for event in run_all([each.job for each in plan.found], workers):
        if isinstance(event, Outcome):
            assert event.status == "byggd", event
            ended.append(event)
            yield event
    plan.done(ended)


def unchanged(codes: list[str]) -> None:
    command = [
        "-m",
        "finsam",
        "kommun",
        "--year",
        str(YEAR),
        "--to",
        "html",
        "--engine",
        "pandoc",
        "--only",
        ",".join(codes),
    ]
    done = subprocess.run([sys.executable, *command], check=True, capture_output=True, text=True)
    assert done.stdout.startswith("0 built"), done.stdout


def cells_alone(code: str) -> float:
    """CPU seconds of the notebook's cells in a fork of this process, drawing of the outputs included."""
    source = json.loads((root() / "notebooks/kommun.ipynb").read_text(encoding="utf-8"))
    cells = ["".join(cell["source"]) for cell in source["cells"] if cell["cell_type"] == "code"]
    cells[0] = f"kommun = {code!r}\nar = {YEAR}"
    reading, writing = os.pipe()
    if not os.fork():
        from IPython.core.interactiveshell import InteractiveShell

        shell = InteractiveShell.instance()
        start = resource.getrusage(resource.RUSAGE_SELF)
        try:
            with redirect_stdout(StringIO()):
                for cell in cells:
                    shell.run_cell(cell).raise_error()
            end = resource.getrusage(resource.RUSAGE_SELF)
            used = end.ru_utime - start.ru_utime + end.ru_stime - start.ru_stime
            os.write(writing, f"{used}".encode())
        finally:
            os._exit(0)
    os.close(writing)
    os.wait()
    with os.fdopen(reading) as told:
        return float(told.read())
