"""utgava.json in each edition: what was given out, who answers for it, what was checked and what has changed."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from pathlib import Path
from typing import TypeVar

from pydantic import ConfigDict, TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass

from finsam.faults import Fault, Faults, Place
from finsam.paths import relative
from finsam.publish.checklist import Checked
from finsam.render.manifest import digest

#: The record of an edition, and what tells that one was withdrawn.
RECORD, WITHDRAWN = "utgava.json", "atertagen.json"

_strict = ConfigDict(extra="forbid")


@dataclass(frozen=True, config=_strict)
class Control:
    """An item of the checklist as it was. fynd: how many contradictions were answered for."""

    kontroll: str
    resultat: str
    fynd: int = 0


@dataclass(frozen=True, config=_strict)
class Answered:
    """What somebody answers for: how many findings of a code, and why they may stand."""

    kod: str
    antal: int
    skal: str


@dataclass(frozen=True, config=_strict)
class File:
    fil: str
    sha256: str


@dataclass(frozen=True, config=_strict)
class Edition:
    """An edition. datum: when it was signed, by `godkand_av`, in their own words. anledning: why there is another one.

    andringar: how many values, cells and chapters differ from the edition before. foregaende: the hash of that one's
    record, so that a chain of records can't be changed in the middle.
    """

    bok: str
    titel: str
    utgava: int
    datum: dt.date
    godkand_av: str
    anledning: str
    kontroller: tuple[Control, ...]
    godtaget: tuple[Answered, ...]
    andringar: dict[str, int]
    foregaende: str
    filer: tuple[File, ...]


@dataclass(frozen=True, config=_strict)
class Withdrawal:
    """That an edition's files were taken away, when, by whom and why; its record stays."""

    datum: dt.date
    av: str
    skal: str


def controls_of(checked: Checked) -> tuple[Control, ...]:
    return tuple(Control(item.key, item.told, len(item.judged)) for item in checked.items)


def answered_in(checked: Checked) -> tuple[Answered, ...]:
    """By code: the findings themselves can hold figures that aren't published."""
    judged = [fault.code for item in checked.items for fault in item.judged]
    return tuple(Answered(code, judged.count(code), checked.reason(code)) for code in dict.fromkeys(judged))


T = TypeVar("T", Edition, Withdrawal)


def files_in(folder: Path) -> tuple[File, ...]:
    """Every file below a folder but its record and its withdrawal, with its hash."""
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    paths = ((path.relative_to(folder).as_posix(), path) for path in found)
    return tuple(File(name, digest(path)) for name, path in paths if name not in (RECORD, WITHDRAWN))


def write(folder: Path, of: Edition | Withdrawal) -> None:
    name = RECORD if isinstance(of, Edition) else WITHDRAWN
    told = TypeAdapter(type(of)).dump_python(of, mode="json")
    (folder / name).write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def read(folder: Path) -> Edition:
    """Raises Faults for a record that isn't there or isn't one."""
    return _read(folder / RECORD, Edition)


def withdrawal(folder: Path) -> Withdrawal | None:
    """Raises Faults for a file that isn't one."""
    return _read(folder / WITHDRAWN, Withdrawal) if (folder / WITHDRAWN).is_file() else None


def _read(file: Path, kind: type[T]) -> T:
    try:
        return TypeAdapter(kind).validate_json(file.read_text(encoding="utf-8"))
    except (OSError, ValidationError, UnicodeDecodeError):
        message = "The record of a published edition can't be read, so nobody can tell what was given out."
        expected = "the file as it was published, from a copy or the web server"
        raise Faults([Fault("edition-unreadable", message, (Place(relative(file)),), expected)]) from None


def differing(folder: Path, edition: Edition) -> Iterable[Fault]:
    """The files of an edition that aren't those that its record names, and those that it doesn't."""
    now, then = ({each.fil: each.sha256 for each in files} for files in (files_in(folder), edition.filer))
    for name in sorted({*now, *then}):
        if now.get(name) != then.get(name):
            what = "gone" if name not in now else "none of it" if name not in then else "another than it was"
            place = Place(f"{relative(folder)}/{name}")
            message = f"A file of edition {edition.utgava} of {edition.bok} is {what}."
            yield Fault(
                "edition-changed", message, (place,), "the edition as it was signed; a change is a new one"
            )
