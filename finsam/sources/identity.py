"""Identity numbers in the cells of a table: they become pseudonyms or are hidden before anything else reads them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from finsam.faults import Fault, Place, counted
from finsam.identity.numbers import hidden, holds_number, whole
from finsam.identity.pseudonyms import Hidden, IdentityNumber, pseudonym

#: The code of the fault of a column with identity numbers.
CODE = "personal-number"
#: Rows that a fault of a column names.
FIRST_ROWS = 5

#: Headings of columns that hold identity numbers, whatever their check digits say.
_NAMED = re.compile(
    r"\b(person|samordnings?|personidentitets|identitets|lma|reserv)[- ]?(nummer|nr)\b|\bp-?nr\b|\bpersnr\b"
)
#: In a column of numbers these are such numbers, too: those with a wrong digit, or that lost zeros.
_LIKE_NUMBER = re.compile(r"[0-9][-+ ._/0-9]{5,}[0-9A-Z]?[0-9]+")

#: A birth day and the last four in columns of their own; what looks like years is none.
_DAY, _LAST = re.compile(r"(?:[0-9]{2})?[0-9]{2}[-./ ]?[0-9]{2}[-./ ]?[0-9]{2}"), re.compile("[0-9]{1,4}")
_YEAR = re.compile("(?:19|20)[0-9]{2}")
#: In so many rows, and in such a share of them, that is no chance: one pair in ten has a right check digit.
_PARTED_ROWS, _PARTED_SHARE = 3, 0.8
_PART = Hidden("(del av personnummer)")

Rows = list[tuple[int, tuple[str, ...]]]
#: By column the rows with numbers.
Found = dict[int, list[int]]


def cleaned(rows: Rows) -> tuple[Rows, Found]:
    """The rows with pseudonyms and hidden text in place of identity numbers, and where they were.

    rows: number and cells; the first is the header.
    """
    new: dict[int, dict[str, str]] = {}
    columns = _columns(rows)
    for column, texts in enumerate(columns):
        if known := _numbers(texts, rows[0][1][column : column + 1]):
            new[column] = known
    for column, parts in _parted(rows, columns):
        for at, texts in enumerate(parts, start=column):
            new[at] = new.get(at, {}) | dict.fromkeys(texts, _PART)
    found: Found = {}
    if not new:
        return rows, found
    result = []
    for number, cells in rows:
        changed = list(cells)
        for column, known in new.items():
            if column < len(cells) and (text := known.get(cells[column])) is not None:
                changed[column] = text
                found.setdefault(column, []).append(number)
            elif column < len(cells) and isinstance(cells[column], IdentityNumber | Hidden):
                found.setdefault(column, []).append(number)
        result.append((number, tuple(changed)))
    return result, found


def faults(found: Found, header: Place, headings: Sequence[str]) -> list[Fault]:
    """A fault for each column with identity numbers. It names rows and never a number.

    It is at the header: not of rows, which could be left out one by one. No row of such a sheet must be used.
    """
    result = []
    for column, rows in found.items():
        message = (
            f"The column holds {counted(len(rows), 'personal identity number')} (row {first_of(rows)}). Take them out of the file. An "
            f"amount or another number that is none can be written with decimals, as 1234567890,00, or in two cells."
        )
        heading = headings[column] if column < len(headings) else f"number {column + 1}"
        place = replace(header, column=heading)
        result.append(
            Fault(CODE, message, (place,), "no identity numbers but as keys of persons and households")
        )
    return result


def of_name(text: str, place: Place, what: str) -> list[Fault]:
    """The fault of a file or sheet (`what`) whose name holds an identity number."""
    if not holds_number(text):
        return []
    message = f"The name of the {what} holds a personal identity number."
    return [Fault(CODE, message, (place,), f"a {what} of another name")]


def first_of(rows: Sequence[int]) -> str:
    """The first rows of a fault of many."""
    return ", ".join(map(str, rows[:FIRST_ROWS])) + (" ..." if len(rows) > FIRST_ROWS else "")


def is_about(fault: Fault, heading: str) -> bool:
    """Whether a fault is that of identity numbers in the column of a heading."""
    return fault.code == CODE and fault.where[0].column == heading


def identifying(header: Place, expected: str) -> Fault:
    """The fault of a column of names, addresses and the like among rows of persons."""
    message = "The column tells who somebody is. It is never carried: take it out of the file."
    return Fault("column-identifies", message, (header,), expected)


def _columns(rows: Rows) -> list[set[str]]:
    """The distinct texts of each column."""
    width = max((len(cells) for _, cells in rows), default=0)
    if any(len(cells) != width for _, cells in rows):
        rows = [(number, (*cells, *[""] * (width - len(cells)))) for number, cells in rows]
    return [set(column) for column in zip(*(cells for _, cells in rows), strict=True)]


def _parted(rows: Rows, columns: list[set[str]]) -> Iterator[tuple[int, list[set[str]]]]:
    """Columns that make identity numbers together with the next one, and the texts of both that do."""
    for column, (first, second) in enumerate(pairwise(columns)):
        days = {text for text in first if _DAY.fullmatch(text)}
        last = {text for text in second if _LAST.fullmatch(text)}
        if len(days) < _PARTED_ROWS or all(map(_YEAR.fullmatch, last)):
            continue
        pairs = [pair for _, cells in rows[1:] if len(pair := cells[column : column + 2]) == 2 and all(pair)]
        found = [
            (day, four)
            for day, four in pairs
            if day in days and four in last and whole(f"{day}-{four.zfill(4)}")
        ]
        if len(found) >= max(_PARTED_ROWS, _PARTED_SHARE * len(pairs)):
            yield column, [set(texts) for texts in zip(*found, strict=True)]


def _numbers(texts: set[str], heading: tuple[str, ...]) -> dict[str, str]:
    """What takes the place of each text with an identity number."""
    found: dict[str, str] = {}
    others: list[str] = []
    for text in texts:
        if isinstance(text, IdentityNumber | Hidden):
            found[text] = text
        elif holds_number(text):
            found[text] = IdentityNumber(pseudonym(text)) if whole(text) else Hidden(hidden(text, pseudonym))
        else:
            others.append(text)
    is_named = bool(heading) and bool(_NAMED.search(heading[0].casefold()))
    if is_named or sum(isinstance(text, IdentityNumber) for text in found.values()) > len(others):
        like = [text for text in others if _LIKE_NUMBER.fullmatch(text)]
        found |= {text: IdentityNumber(pseudonym(text)) for text in like}
    return found
