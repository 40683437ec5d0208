"""Which faults the library has made while the tests ran: code and severity, from all processes that a session forks.

A fault counts when the library makes it, not a test. Programs that tests start anew aren't looked into.
"""

from __future__ import annotations

import os
import sys
import tempfile
from functools import wraps
from pathlib import Path

import pytest

from finsam.faults import Fault
from finsam.messages import catalogue

LIBRARY = str(Path(__file__).parents[1] / "finsam")
#: Names the file that all processes of a session append to.
VARIABLE = "FINSAM_TEST_FAULTS"


def begin() -> None:
    """Record from now on; a worker of pytest-xdist goes on in the file of the process that started it."""
    if VARIABLE not in os.environ:
        file, os.environ[VARIABLE] = tempfile.mkstemp(prefix="finsam-faults-")
        os.close(file)
    file, seen, make = Path(os.environ[VARIABLE]), set(), Fault.__init__

    @wraps(make)
    def recorded(self: Fault, *args: object, **kwargs: object) -> None:
        make(self, *args, **kwargs)
        kind = f"{self.code} {self.severity}\n"
        if kind not in seen and sys._getframe(1).f_code.co_filename.startswith(LIBRARY):
            seen.add(kind)
            with file.open("a", encoding="utf-8") as all_processes:
                all_processes.write(kind)

    Fault.__init__ = recorded


#: What is wrong with the messages of the session, in words.
wrong: list[str] = []


def judge(config: pytest.Config) -> None:
    """Find what is wrong, at the end of a session."""
    known = catalogue()
    told = found()
    for code, severity in sorted(told):
        if code not in known:
            wrong.append(f"{code} is not in the catalogue (finsam/messages/)")
        elif severity not in known[code].severities:
            wrong.append(f"{code} was a {severity}, which the catalogue doesn't tell of it")
    if is_whole(config):
        silent = sorted(set(known) - {code for code, _ in told})
        wrong.extend(f"no test has made finsam tell {code}" for code in silent)


def found() -> set[tuple[str, str]]:
    """Code and severity of the faults that were made."""
    lines = Path(os.environ[VARIABLE]).read_text(encoding="utf-8").splitlines()
    return {tuple(line.split()) for line in lines}


def is_whole(config: pytest.Config) -> bool:
    """Whether a session runs all that `make test` does: no chosen files, no -k, no other marks, nothing left out."""
    option = config.option
    narrowed = [
        option.keyword,
        option.deselect,
        option.ignore,
        option.ignore_glob,
        option.lf,
        option.collectonly,
    ]
    return (
        config.args_source is not pytest.Config.ArgsSource.ARGS
        and not any(narrowed)
        and option.markexpr in ("", "not slow")
    )
