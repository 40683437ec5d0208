"""The id of a book, `<forbund>/<year>`, which is the name of its folders."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import StringConstraints

from finsam.faults import Fault, Faults, stop_if
from finsam.paths import PUBLISHED

#: The id of a förbund, which is the name of its folders, and a year.
_ID, _YEAR = "[a-z0-9]+(?:-[a-z0-9]+)*", "(?:19|20)[0-9][0-9]"
BookId = Annotated[str, StringConstraints(pattern=f"^{_ID}/{_YEAR}$")]

#: Ids that other things have under params/, data/raw/ and reports/, and names that Windows keeps for devices.
_RESERVED = {
    "kommun",
    "portal",
    PUBLISHED,
    "register",
    "quarto",
    "quarto-kapitel",
    "con",
    "prn",
    "aux",
    "nul",
}
_RESERVED |= {f"{device}{number}" for device in ("com", "lpt") for number in range(10)}
_LONGEST_ID = 60


def split(book: str) -> tuple[str, int]:
    """The two parts of a BookId."""
    forbund, _, year = book.partition("/")
    return forbund, int(year)


def name_faults(forbund: str, ar: int | str) -> list[Fault]:
    """What keeps the words from being the id of a förbund and a year."""
    if not re.fullmatch(_ID, str(forbund)) or forbund in _RESERVED or len(forbund) > _LONGEST_ID:
        taken = ", which is the name of something else" if forbund in _RESERVED else ""
        message = f"{forbund!r} is not the id of a förbund{taken}."
        expected = f"at most {_LONGEST_ID} small letters a-z, digits and hyphens, as in umea-vannas"
        return [Fault("book-unknown", message, (), expected)]
    if not re.fullmatch(_YEAR, str(ar)):
        return [Fault("book-unknown", f"{ar!r} is not a year.", (), "a year such as 2016")]
    return []


def raise_unless_book(book: str) -> tuple[str, int]:
    """Split `<forbund>/<year>`. Raises Faults when it isn't of that form, so that no command leaves its folders."""
    forbund, _, year = book.rstrip("/").partition("/")
    if not re.fullmatch("[0-9]+", year):
        raise Faults(
            [Fault("book-unknown", f"{book!r} is not a book.", (), "<forbund>/<year>, as umearegionen/2016")]
        )
    stop_if(name_faults(forbund, year))
    return forbund, int(year)
