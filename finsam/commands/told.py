"""What all commands share: exit codes, findings as text or JSON, and faults that never become a traceback."""

from __future__ import annotations

import errno
import functools
import json
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, ParamSpec

import click

from finsam import logs
from finsam.faults import Fault, Faults, Place
from finsam.harmless import visible
from finsam.identity.numbers import hidden
from finsam.paths import relative

P = ParamSpec("P")

GOOD, FINDINGS, WRONG_USAGE, MISTAKE = 0, 1, 2, 3
NO_SUCH_BOOK = {
    "book-unknown", "kommun-unknown", "quarto-missing", "values-missing", "values-unreadable", "message-unknown",
}  # fmt: skip

#: What a right, a folder in the way or a full disk is to the system: no mistake of the program.
_OF_THE_SYSTEM = {
    errno.EACCES, errno.EPERM, errno.EISDIR, errno.ENOTDIR, errno.ENOSPC, errno.EROFS, errno.EDQUOT,
}  # fmt: skip


def told(command: Callable[P, int | None]) -> Callable[P, None]:
    """Run a command; faults are printed, as text or JSON, and never as a traceback. So is a mistake in the program."""

    @functools.wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            sys.exit(command(*args, **kwargs) or GOOD)
        except Faults as error:
            print_faults(error.faults, bool(kwargs.get("as_json")))
            sys.exit(WRONG_USAGE if {fault.code for fault in error.faults} & NO_SUCH_BOOK else FINDINGS)
        except (click.ClickException, click.exceptions.Exit, click.Abort, BrokenPipeError):
            raise
        except OSError as error:
            fault = _denied(error) if error.errno in _OF_THE_SYSTEM else _mistake(error)
            print_faults([fault], bool(kwargs.get("as_json")))
            raise SystemExit(MISTAKE if fault.code == "internal" else FINDINGS) from error
        except Exception as error:
            print_faults([_mistake(error)], bool(kwargs.get("as_json")))
            raise SystemExit(MISTAKE) from error

    return run


def _denied(error: OSError) -> Fault:
    """The fault of a file that the system doesn't let anybody, or this user, read or write."""
    message = f"A file or folder can't be used: {error.strerror or error}."
    where = (Place(relative(Path(error.filename))),) if isinstance(error.filename, str) else ()
    return Fault("file-denied", message, where, "the right to read and write it, and a disk with room")


def _mistake(error: Exception) -> Fault:
    """The fault of an exception that nobody expected. Its message can quote a text of a file, and stands in the log."""
    try:
        more = f"{logs.mistake(error)} tells more."
    except OSError as full:
        more = f"A log of it can't be written ({full.strerror or full})."
    kind = type(error).__name__
    message = (
        f"This is a fault in finsam ({kind}), not in your files. {more} docs/help.md says where to send it."
    )
    return Fault("internal", message)


def say(text: str, err: bool = False) -> None:
    """Print text that may hold what stands in files: a terminal obeys none of it, and no identity number is shown."""
    click.echo(visible("\n".join(map(hidden, text.split("\n")))), err=err)


def say_json(value: object) -> None:
    """Print JSON with the same promises; it means the same to a program."""
    click.echo(visible(json.dumps(_without_numbers(value), ensure_ascii=False, indent=1)))


def _without_numbers(value: object) -> object:
    if isinstance(value, str):
        return hidden(value)
    if isinstance(value, dict):
        return {_without_numbers(key): _without_numbers(each) for key, each in value.items()}
    return [_without_numbers(each) for each in value] if isinstance(value, list | tuple) else value


def print_faults(
    faults: tuple[Fault, ...] | list[Fault], as_json: bool, before: Sequence[dict[str, Any]] = ()
) -> None:
    logs.tell(faults)
    if as_json:
        found = [*before, *(fault.as_json() for fault in faults)]
        say_json(found)
    for fault in faults if not as_json else ():
        say(str(fault), err=fault.severity == "error")
    if not as_json:
        point_to_catalogue(faults)


def point_to_catalogue(faults: Iterable[Fault]) -> None:
    """Tell how to learn more of what is wrong, after the faults; not of notes alone."""
    codes = {fault.code for fault in faults if fault.severity != "note"}
    if codes:
        code, each = (codes.pop(), "") if len(codes) == 1 else ("CODE", " of each")
        say(f"python -m finsam explain {code} tells more{each}.", err=True)


as_json_option = click.option("--json", "as_json", is_flag=True, help="Print findings as JSON.")
