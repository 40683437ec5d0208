"""Run the command line as `python -m finsam`."""

import sys
import traceback
from types import TracebackType

from finsam.cli import main
from finsam.commands.told import say


def _tell(kind: type[BaseException], error: BaseException, where: TracebackType | None) -> None:
    """A mistake in the program, told with its traceback, in which a text of a raw file can stand."""
    say("".join(traceback.format_exception(kind, error, where)), err=True)


sys.excepthook = _tell
main(prog_name="python -m finsam")
