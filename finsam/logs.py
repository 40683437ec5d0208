"""What finsam does, step by step, for those who help: on the screen with --verbose, in a file with --log, otherwise nowhere.

Every module logs with `logging.getLogger(__name__)`; this one says where it goes, and the environment says so to the
processes that build reports. A log names files, sheets, rows and columns, and never what stands in them; only a traceback
can quote a text. Tracebacks of faults go to the file alone.
"""

from __future__ import annotations

import logging
import os
import platform
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from finsam import __version__
from finsam.faults import Fault
from finsam.harmless import visible
from finsam.identity.numbers import hidden
from finsam.paths import root

#: Where processes that are started find what was asked for.
FILE, VERBOSE = "FINSAM_LOGG", "FINSAM_UTFORLIGT"

_LOGGER = logging.getLogger("finsam")
_FORM = "%(asctime)s %(process)d %(name)s: %(message)s"


class _Harmless(logging.Formatter):
    """Hides identity numbers, and what a terminal would obey."""

    def format(self, record: logging.LogRecord) -> str:
        return visible("\n".join(map(hidden, super().format(record).split("\n"))))


def begin(verbose: bool, file: Path | None) -> None:
    """Log from now on as the options ask for, and tell what runs where. Raises OSError when the file can't be written."""
    for name, value in ((VERBOSE, "1" if verbose else ""), (FILE, str(file.resolve()) if file else "")):
        if value:
            os.environ[name] = value
        else:
            os.environ.pop(name, None)
    join()
    if verbose or file:
        _LOGGER.info("finsam %s: %s", __version__, " ".join(sys.argv[1:]))
        _LOGGER.info("on %s, Python %s, in %s", platform.platform(), platform.python_version(), root())
    if file:
        from finsam.versions import packages

        told = (f"{name} {version}" for name, version in packages().items() if name != "python")
        _LOGGER.debug("with %s", ", ".join(told))


def join() -> None:
    """Log as the process does that this one was started by: several append to one file, a line at a time."""
    for handler in _LOGGER.handlers[:]:
        _LOGGER.removeHandler(handler)
        handler.close()
    # A disk that is full is no reason to tell a traceback.
    logging.raiseExceptions = False
    _LOGGER.propagate = False
    _LOGGER.addHandler(logging.NullHandler())
    if os.environ.get(VERBOSE):
        _add(logging.StreamHandler(), logging.INFO)
    if file := os.environ.get(FILE):
        Path(file).touch(mode=0o600)
        _add(logging.FileHandler(file, encoding="utf-8"), logging.DEBUG)
    _LOGGER.setLevel(min(handler.level or logging.CRITICAL for handler in _LOGGER.handlers))


def tell(faults: Iterable[Fault]) -> None:
    """What was wrong and where, without what stands there; what a fault keeps for those who look for its cause."""
    for fault in faults:
        places = "; ".join(
            ", ".join(str(part) for part in (place.file, place.sheet, place.row, place.column) if part)
            for place in fault.where
        )
        _LOGGER.info("%s %s: %s", fault.severity, fault.code, places or "no place")
        if fault.detail:
            _LOGGER.debug("%s, in detail:\n%s", fault.code, fault.detail)


def mistake(error: Exception) -> Path:
    """Log an exception that nobody expected, with its traceback; gives the file, a new one where none was asked for."""
    file = os.environ.get(FILE)
    if not file:
        handle, file = tempfile.mkstemp(prefix="finsam-", suffix=".log")
        os.close(handle)
        begin(bool(os.environ.get(VERBOSE)), Path(file))
    _LOGGER.error("a fault in finsam", exc_info=error)
    return Path(file)


def _add(handler: logging.Handler, level: int) -> None:
    handler.setLevel(level)
    handler.setFormatter(_Harmless(_FORM))
    _LOGGER.addHandler(handler)
