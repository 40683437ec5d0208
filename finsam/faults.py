"""What is wrong, where it stands and what was expected.

Everything that can be wrong with what a user delivers becomes a `Fault`. Readers collect them and raise all at
once as `Faults`, so that a delivery is mended in one round and not one fault at a time.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field

from finsam.harmless import visible
from finsam.identity.numbers import hidden


@dataclass(frozen=True)
class Place:
    """Where a value stands: file, sheet of a workbook, row (or line) counted from 1, column and what is there."""

    file: str
    sheet: str | None = None
    row: int | None = None
    column: str | None = None
    value: str | None = None

    def as_json(self) -> dict[str, object]:
        """The parts of the place that there are, without identity numbers."""
        return {
            key: hidden(part) if isinstance(part, str) else part
            for key, part in asdict(self).items()
            if part is not None
        }

    def __str__(self) -> str:
        parts = [self.file]
        if self.sheet:
            parts.append(f"sheet {self.sheet}")
        if self.row is not None:
            parts.append(f"row {self.row}")
        if self.column:
            parts.append(f"column {self.column}")
        place = ", ".join(parts)
        return hidden(place if self.value is None else f"{place}: {hidden(self.value)!r}")


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong.

    code: short and stable, such as `number-unreadable`.
    severity: `error` stops the book; findings of the checks are `contradiction`, `rounding` or `note`.
    expected: what should have stood there, in words or as a figure. detail: what helps who looks for the cause, such as
    a traceback; it stands in files and not in messages.
    """

    code: str
    message: str
    where: tuple[Place, ...] = field(default=())
    expected: str | None = None
    severity: str = "error"
    detail: str = ""

    def as_json(self) -> dict[str, object]:
        """The object of design.md: code, severity, message, where and expected; empty parts of a place left out.

        Neither this nor `str` shows an identity number.
        """
        return {
            "code": self.code,
            "severity": self.severity,
            "message": hidden(self.message),
            "where": [place.as_json() for place in self.where],
            "expected": hidden(self.expected) if self.expected else self.expected,
        }

    def __str__(self) -> str:
        text = (
            f"{self.code}: {self.message}"
            if self.severity == "error"
            else f"{self.severity} {self.code}: {self.message}"
        )
        if self.expected:
            text += f" Expected {self.expected}."
        # Names and texts of files are told here: a terminal must not obey what stands in them.
        return visible("\n  ".join([hidden(text), *(str(place) for place in self.where)]))


class Faults(Exception):
    """All the faults of one delivery, raised together."""

    def __init__(self, faults: Iterable[Fault]):
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


def stop_if(faults: list[Fault]) -> None:
    """Raise `Faults` when there are any."""
    if faults:
        raise Faults(faults)


def parted(faults: Iterable[Fault]) -> tuple[list[Fault], list[Fault]]:
    """The faults that stop a book, and the findings that stop nothing."""
    found = list(faults)
    return [each for each in found if each.severity == "error"], [
        each for each in found if each.severity != "error"
    ]


def unsafe_sign(place: Place) -> Fault:
    """The fault of a control character, or of one that turns the direction of what follows. value: the text with it."""
    message = "The text holds a sign that can't be seen and that a page, a terminal or a reader could obey."
    return Fault("sign-unsafe", message, (place,), "text without control signs, typed anew")


def mixed_alphabets(place: Place, words: Iterable[str]) -> Fault:
    """The fault of words in which a letter of another alphabet looks like a Latin one."""
    told = ", ".join(map(ascii, words))
    message = f"A letter of another alphabet only looks right ({told}), so the word would be another one."
    return Fault("alphabets-mixed", message, (place,), "the word typed anew")


def counted(count: int, one: str, many: str = "") -> str:
    """`1 row`, `2 rows`; many: the plural where it isn't the word with an s."""
    return f"{count} {one if count == 1 else many or one + 's'}"


def nearest(word: str, known: Iterable[str]) -> str:
    """`, did you mean 'x'?` when a known word is close to the unknown one, otherwise nothing."""
    from difflib import get_close_matches

    close = get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f" Did you mean {close[0]!r}?" if close else ""
