"""The catalogue of messages: for each code of a fault what usually causes it, what follows, and what to do.

A fault says what is wrong in a file; the catalogue says what its code means in any file. It is data, a YAML file for each
subject, and is read when somebody asks for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from finsam.faults import Faults
from finsam.yaml_file import Strict, Text, read_yaml

FOLDER = Path(__file__).parent
#: The files, in the order of docs/messages.md.
SUBJECTS = (
    "params", "files", "people", "privacy", "ledger", "surveys", "statistics", "fetch", "audit", "texts", "build",
    "published", "publish",
)  # fmt: skip

Severity = Literal["error", "contradiction", "rounding", "note"]


@dataclass(frozen=True)
class Message:
    """What a code means. severities: what a fault of this code can be."""

    code: str
    subject: str
    severities: tuple[Severity, ...]
    cause: str
    remedy: str


@dataclass(frozen=True)
class Subject:
    """Messages about one thing. about: what holds for all of them."""

    title: str
    about: str
    messages: tuple[Message, ...]


class _Entry(Strict):
    cause: Text
    do: Text | None = None
    severity: tuple[Severity, ...] = ()


class _File(Strict):
    """`do` and `severity` hold for the codes that have none of their own."""

    title: Text
    about: Text
    do: Text | None = None
    severity: tuple[Severity, ...] = ("error",)
    codes: dict[Text, _Entry]

    @model_validator(mode="after")
    def _something_to_do(self) -> _File:
        if wanting := [code for code, entry in self.codes.items() if not (entry.do or self.do)]:
            raise PydanticCustomError("do", "something to do about " + ", ".join(wanting))
        return self


@cache
def subjects() -> tuple[Subject, ...]:
    """All subjects. Raises Faults for a catalogue that can't be read."""
    return tuple(_subject(FOLDER / f"{name}.yml") for name in SUBJECTS)


def catalogue() -> dict[str, Message]:
    """Every message by its code."""
    return {message.code: message for subject in subjects() for message in subject.messages}


def _subject(file: Path) -> Subject:
    found, faults = read_yaml(file, _File)
    if found is None:
        raise Faults(faults)
    messages = tuple(
        Message(code, found.title, entry.severity or found.severity, entry.cause, entry.do or found.do or "")
        for code, entry in found.codes.items()
    )
    return Subject(found.title, found.about, messages)
