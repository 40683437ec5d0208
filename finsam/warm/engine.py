"""The papermill engine `finsam-warm`: papermill's own way of running a notebook, in a fork of a warm process."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import Engine, NotebookExecutionManager, papermill_engines
from papermill.log import logger

from finsam.warm.client import ForkedManager

NAME = "finsam-warm"

#: Seconds between two copies of a notebook that is running. papermill writes one before and one after each cell, which
#: takes longer than the cells of a short notebook.
_BETWEEN_SAVES = 1.0


class WarmEngine(Engine):
    """Registered by entry point too, so that `papermill --engine finsam-warm` finds it."""

    @classmethod
    def execute_managed_notebook(
        cls,
        nb_man: NotebookExecutionManager,
        kernel_name: str,
        log_output: bool = False,
        stdout_file: TextIO | None = None,
        stderr_file: TextIO | None = None,
        start_timeout: float = 60,
        execution_timeout: float | None = None,
        **kwargs: object,
    ) -> object:
        """Run every cell. Arguments as papermill's NBClientEngine takes them."""
        client = PapermillNotebookClient(
            nb_man,
            km=ForkedManager(),
            timeout=execution_timeout,
            startup_timeout=start_timeout,
            kernel_name=kernel_name,
            log=logger,
            log_output=log_output,
            stdout_file=stdout_file,
            stderr_file=stderr_file,
        )
        with _seldom_saved(nb_man):
            # nbclient leaves a kernel alone whose manager it was given.
            return client.execute(cleanup_kc=True)


@contextmanager
def _seldom_saved(nb_man: NotebookExecutionManager) -> Iterator[None]:
    """The notebook is written as it runs, but not after each cell, nor at its end, since papermill then writes it itself.

    Where it stops otherwise than by a cell's error, it is written as far as it came.
    """
    nb_man.save = _seldom(nb_man.save)
    try:
        yield
    except BaseException:
        del nb_man.save
        raise


def _seldom(save: Callable[[], None]) -> Callable[[], None]:
    last = time.monotonic()

    def maybe(**_: object) -> None:
        nonlocal last
        if time.monotonic() - last >= _BETWEEN_SAVES:
            save()
            last = time.monotonic()

    return maybe


papermill_engines.register(NAME, WarmEngine)
