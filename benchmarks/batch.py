"""A batch of municipal reports against plain papermill with as many workers.

    python benchmarks/batch.py [--reports 24] [--workers 2] [--growth 29,290]

execution: the notebooks alone. html: the whole way to a rendered report; the plain side runs papermill and renders, ours
also keeps locks, records, manifests and the rows behind tables. floor: the CPU time of the cells in a process that has
everything imported. unchanged: a second batch over all of them, as a program of its own. growth: time per report and
the most memory of a report's process in batches of other sizes. The data are the invented public statistics
(python -m tools.exempelregister). Prints ratios taken in one run and, last, one line of JSON.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from contextlib import redirect_stdout
from functools import partial
from io import StringIO
from pathlib import Path

import papermill

from finsam.batch.jobs import Job
from finsam.batch.local import Started, run_all
from finsam.batch.plan import planned
from finsam.municipal import kommun_report
from finsam.paths import root
from finsam.register.kommun import find_kommun
from finsam.register.store import register
from finsam.render import pandoc
from finsam.render.layout import lay_out
from finsam.tables.registers import kommuner
from finsam.warm.engine import NAME

YEAR = 2024


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--reports", type=int, default=24)
    arguments.add_argument("--workers", type=int, default=2)
    arguments.add_argument("--growth", default="29,58")
    given = arguments.parse_args()
    logging.getLogger("papermill").setLevel(logging.ERROR)
    register(True, matt=[])
    codes = [area.kod for area in kommuner()]
    some = spread(codes, given.reports)
    found = {
        "plain_execution": timed(partial(pool, execute, some, given.workers, "nbclient")),
        "warm_execution": timed(partial(pool, execute, some, given.workers, NAME)),
        "plain_html": timed(partial(pool, execute_and_render, some, given.workers, "nbclient")),
        "warm_html": timed(partial(batch, some, given.workers)),
        "floor": sum(cells_alone(code) for code in some) / given.workers,
        "unchanged": timed(partial(unchanged, some)),
    }
    print(f"{len(some)} reports, {given.workers} workers: ratio to ours")
    print(f"  execution, plain papermill pool  {found['plain_execution'] / found['warm_execution']:6.1f}x")
    print(f"  whole way with html              {found['plain_html'] / found['warm_html']:6.1f}x")
    print(f"  our execution to the cells' CPU  {found['warm_execution'] / found['floor']:6.2f}x")
    print(f"  nothing to do                    {found['unchanged']:6.2f} s for {len(some)} reports")
    sizes = {int(size): growth(spread(codes, int(size)), given.workers) for size in given.growth.split(",")}
    for size, (seconds, memory) in sizes.items():
        print(f"  {size:>5} reports: {seconds:.2f} s a report, {memory:.0f} MB at most")
    print(json.dumps({"reports": len(some), "workers": given.workers, **{k: round(v, 2) for k, v in found.items()},
                      "growth": {str(k): [round(s, 3), round(m)] for k, (s, m) in sizes.items()}}))  # fmt: skip


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
        lay_out(kommun_report(find_kommun(code), YEAR), [executed], Path(work) / "book")
        pandoc.render(Path(work) / "book", Path(work) / "out", ["html"])


def jobs(codes: list[str], force: bool = True) -> list[Job]:
    return [Job("kommun", code, YEAR, ("html",), "pandoc", force=force) for code in codes]


def batch(codes: list[str], workers: int) -> list[float]:
    """Build the reports; returns the most memory of each one's process, in MB."""
    found = [each.job for each in planned(jobs(codes))]
    outcomes = [event for event in run_all(found, workers) if not isinstance(event, Started)]
    assert all(outcome.status == "byggd" for outcome in outcomes), outcomes
    return [outcome.memory for outcome in outcomes]


def growth(codes: list[str], workers: int) -> tuple[float, float]:
    """Seconds a report, and the most memory of a report's process (median of the last tenth), in MB."""
    start = time.perf_counter()
    memory = batch(codes, workers)
    return (time.perf_counter() - start) / len(codes), statistics.median(memory[-max(1, len(memory) // 10) :])


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
        with redirect_stdout(StringIO()):
            for cell in cells:
                shell.run_cell(cell)
        end = resource.getrusage(resource.RUSAGE_SELF)
        used = end.ru_utime - start.ru_utime + end.ru_stime - start.ru_stime
        os.write(writing, f"{used}".encode())
        os._exit(0)
    os.close(writing)
    os.wait()
    with os.fdopen(reading) as told:
        return float(told.read())


if __name__ == "__main__":
    from finsam.warm.parent import IMPORTS

    for name in IMPORTS:
        __import__(name)
    main()
