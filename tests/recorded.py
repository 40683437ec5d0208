"""Which faults the library has found while the tests ran: code and severity, from all processes that a session forks.

A fault counts when the library makes it, or a check of figures that don't agree, and not when a test does. Programs that
tests start anew aren't looked into.
"""

from __future__ import annotations

import dataclasses
import os
import sys
import tempfile
from collections.abc import Callable
from functools import wraps
from pathlib import Path

import pytest

from finsam.audit.check import Check, Worded
from finsam.audit.own import DayCheck
from finsam.faults import Fault
from finsam.messages import catalogue

LIBRARY = str(Path(__file__).parents[1] / "finsam")
#: Names the file that all processes of a session append to.
VARIABLE = "FINSAM_TEST_FAULTS"

#: What is wrong with the messages of the session, in words.
wrong: list[str] = []
#: Messages of faults in finsam itself that a command has told in this process.
mistakes: list[str] = []


def begin() -> None:
    """Record from now on; a worker of pytest-xdist goes on in the file of the process that started it."""
    if VARIABLE not in os.environ:
        file, os.environ[VARIABLE] = tempfile.mkstemp(prefix="finsam-faults-")
        os.close(file)
    seen: set[str] = set()
    _record(Fault, lambda fault: fault.code, seen)
    for kind in (Check, Worded, DayCheck):
        _record(kind, lambda check: check.rule, seen)


def _record(kind: type, code: Callable[[Fault | Check], str], seen: set[str]) -> None:
    """Note code and severity of what the library makes of a class, each once in a process."""
    make, file = kind.__init__, Path(os.environ[VARIABLE])

    @wraps(make)
    def recorded(self: Fault | Check, *args: object, **kwargs: object) -> None:
        make(self, *args, **kwargs)
        if code(self) == "internal":
            mistakes.append(self.message)
        line = f"{code(self)} {self.severity}\n"
        if self.severity and line not in seen and _by_the_library():
            seen.add(line)
            with file.open("a", encoding="utf-8") as all_processes:
                all_processes.write(line)

    kind.__init__ = recorded


def _by_the_library() -> bool:
    """Whether a function of the library makes it, by itself or as a copy; faults that modules keep ready don't count."""
    frame = sys._getframe(2)
    while frame.f_code.co_filename == dataclasses.__file__:
        frame = frame.f_back
    return frame.f_code.co_filename.startswith(LIBRARY) and frame.f_code.co_name != "<module>"


def judge(config: pytest.Config) -> None:
    """Find what is wrong, at the end of a session, and remove what was recorded."""
    known = catalogue()
    file = Path(os.environ[VARIABLE])
    lines = file.read_text(encoding="utf-8").splitlines()
    file.unlink()
    told = {tuple(line.split()) for line in lines}
    for code, severity in sorted(told):
        if code not in known:
            wrong.append(f"{code} is not in the catalogue (finsam/messages/)")
        elif severity not in known[code].severities:
            wrong.append(f"{code} was a {severity}, which the catalogue doesn't tell of it")
    if is_whole(config):
        silent = sorted(set(known) - {code for code, _ in told})
        wrong.extend(f"no test has made finsam tell {code}" for code in silent)


def is_whole(config: pytest.Config) -> bool:
    """Whether a session runs all that `make test` does: no chosen files, no -k, no other marks, nothing left out."""
    narrowing = ("keyword", "deselect", "ignore", "ignore_glob", "lf", "collectonly")
    narrowed = any(getattr(config.option, name, None) for name in narrowing)
    return (
        config.args_source is not pytest.Config.ArgsSource.ARGS
        and not narrowed
        and config.option.markexpr in ("", "not slow")
    )
