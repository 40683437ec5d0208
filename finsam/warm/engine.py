"""The papermill engine `finsam-warm`: papermill's own way of running a notebook, in a fork of a warm process."""

from __future__ import annotations

from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import Engine, papermill_engines
from papermill.log import logger

from finsam.warm.client import ForkedManager

NAME = "finsam-warm"


class WarmEngine(Engine):
    """Registered by entry point too, so that `papermill --engine finsam-warm` finds it."""

    @classmethod
    def execute_managed_notebook(
        cls,
        nb_man,
        kernel_name,
        log_output=False,
        stdout_file=None,
        stderr_file=None,
        start_timeout=60,
        execution_timeout=None,
        **kwargs,
    ):
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
        return client.execute()


papermill_engines.register(NAME, WarmEngine)
