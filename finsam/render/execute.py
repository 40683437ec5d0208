"""Chapters run by papermill, with parameters that are known to arrive."""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import chdir
from functools import partial
from pathlib import Path

import nbformat
import nbformat.reader
import papermill
from nbclient.exceptions import DeadKernelError
from papermill.exceptions import PapermillExecutionError

from finsam.faults import Fault, Place, stop_if
from finsam.paths import relative, root
from finsam.render.kept import Kept
from finsam.render.report import Parameters
from finsam.warm.engine import NAME as WARM
from finsam.warm.started import available

_log = logging.getLogger(__name__)

#: papermill's own engine, for where processes can't be forked, or when it is asked for.
PLAIN = "nbclient"

_COLOUR = re.compile(r"\x1b\[[0-9;]*m")


def execute_chapters(
    sources: Sequence[Path],
    parameters: Parameters,
    out_dir: Path,
    workers: int = 1,
    plain: bool = False,
    kept: Kept | None = None,
) -> list[Path]:
    """Run the notebooks of the chapters into `out_dir`; returns the executed notebooks in order.

    kept: those that have been run before and would give the same, which aren't run again. plain: by papermill's own engine, which starts a kernel for each; otherwise in forks of a warm process where the
    system has them. The outputs are the same.

    Raises Faults when a notebook is missing or takes other parameters, and when a cell fails: with notebook, number
    of the cell and the error. The notebook as far as it came stays in `out_dir`.
    """
    stop_if([fault for source in sources for fault in _parameter_faults(source, set(parameters))])
    # The working directory belongs to the process: papermill's own `cwd` would set it and put it back from every
    # thread, each to what another had set, and leave the process in the wrong place.
    engine = WARM if available() and not plain else PLAIN
    run = partial(_execute, out_dir=out_dir, parameters=parameters, engine=engine)
    with chdir(root()), ThreadPoolExecutor(max_workers=max(1, workers)) as pool:
        outcomes = list(pool.map(run, [each for each in sources if not (kept and kept.put(each, out_dir))]))
    stop_if([fault for fault in outcomes if fault])
    return [out_dir / source.name for source in sources]


def _parameter_faults(source: Path, given: set[str]) -> list[Fault]:
    """papermill drops parameters in silence or with a warning; here they must match."""
    place = Place(relative(source))
    if not source.is_file():
        return [Fault("file-missing", "The chapter has no notebook.", (place,), relative(source))]
    try:
        notebook = nbformat.read(source, as_version=4)
    except (nbformat.reader.NotJSONError, nbformat.ValidationError, UnicodeDecodeError):
        return [
            Fault(
                "notebook-unreadable", "The file can't be read as a notebook.", (place,), "a Jupyter notebook"
            )
        ]
    if not any("parameters" in cell.metadata.get("tags", []) for cell in notebook.cells):
        message = "The notebook has no cell tagged parameters, so its parameters would be dropped."
        return [Fault("parameters-missing", message, (place,), "a cell tagged parameters")]
    found = set(papermill.inspect_notebook(str(source)))
    if found == given:
        return []
    return [
        Fault(
            "parameters-differ",
            "The notebook takes other parameters than a chapter gets: " + ", ".join(sorted(found)) + ".",
            (place,),
            ", ".join(sorted(given)),
        )
    ]


def _execute(source: Path, out_dir: Path, parameters: Parameters, engine: str) -> Fault | None:
    logging.getLogger("papermill").setLevel(logging.ERROR)
    start = time.monotonic()
    try:
        papermill.execute_notebook(
            str(source),
            str(out_dir / source.name),
            parameters=parameters,
            engine_name=engine,
            kernel_name="python3",
            extra_arguments=["--log-level=CRITICAL"],
            progress_bar=False,
        )
    except PapermillExecutionError as error:
        # papermill counts in its own output, where it has put a cell of parameters in.
        cell = f"cell {_place_in_source(source, error)}"
        place = Place(relative(source), None, None, cell, error.source.strip()[:200])
        message = f"{error.ename}: {error.evalue}"
        return Fault("chapter-failed", message, (place,), detail=_told(error, parameters))
    except DeadKernelError as error:
        return Fault("chapter-died", f"The notebook's process ended: {error}", (Place(relative(source)),))
    finally:
        _log.info("ran %s in %.1f s", relative(source), time.monotonic() - start)
    return None


def _told(error: PapermillExecutionError, parameters: Parameters) -> str:
    """The parameters and the traceback, without the colours of a terminal."""
    given = ", ".join(f"{name}={value!r}" for name, value in parameters.items())
    return f"Parameters: {given}\n" + _COLOUR.sub("", "\n".join(error.traceback))


def _place_in_source(source: Path, error: PapermillExecutionError) -> int:
    """The number (from 1) of the failing cell in the notebook as it is edited."""
    cells = nbformat.read(source, as_version=4).cells
    same = [at for at, cell in enumerate(cells, start=1) if cell.source == error.source]
    return min(same, key=lambda at: abs(at - error.cell_index), default=error.cell_index)
