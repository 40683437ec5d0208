"""What a new book has not been told yet: words in its params that someone is to fill in."""

from __future__ import annotations

from pathlib import Path

from finsam.faults import Fault, Place
from finsam.params.files import params_files
from finsam.paths import relative

#: What stands in new params in the place of something that has to be told.
TO_FILL = "FYLL I"


def unfilled(forbund: str, ar: int) -> list[Fault]:
    """A note for each key of a book's params in which TO_FILL still stands: it would be printed."""
    return [fault for file in params_files(forbund, ar) for fault in _of_file(file)]


def _of_file(file: Path) -> list[Fault]:
    found = []
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
        told = line.split(" #")[0].strip()
        if TO_FILL in told and not told.startswith("#"):
            key = told.removeprefix("- ").lstrip("{").partition(":")[0].strip()
            place = Place(relative(file), None, number, key, told)
            message = f"The params still say {TO_FILL}, and the book would print it."
            expected = "what the words after it ask for, in their place"
            found.append(Fault("placeholder-left", message, (place,), expected, severity="note"))
    return found
