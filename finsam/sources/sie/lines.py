"""One line of a SIE file: its label and its fields.

Fields stand apart by spaces or tabs. A field in quotation marks may hold spaces, and a quotation mark as `\\"`;
other backslashes stand for themselves. Braces hold an object list, or stand alone around the rows of a voucher.
"""

from __future__ import annotations

import re
from functools import lru_cache

from finsam.faults import Fault

_SPACE = re.compile(r"[ \t]*")
# A backslash at the end of a quoted text is tried as an escape first and else as itself: "C:\temp\".
_QUOTED = re.compile(r'"((?:[^"\\]|\\"|\\)*)"')
_BARE = re.compile(r"[^ \t{]+")
_BARE_IN_LIST = re.compile(r'[^ \t}"]+')

#: A field is text, or the items of an object list as they follow each other.
Field = str | tuple[str, ...]

_WRONG = (
    Fault(
        "quote-open",
        "A quotation mark is never closed; the rest of the line is taken for its text.",
        expected="quotation marks in pairs",
    ),
    Fault(
        "quote-stray",
        "A quotation mark stands inside a text, so its fields may be cut in the wrong place.",
        expected='quotation marks around a whole field, and \\" inside it',
    ),
    Fault("brace-open", "An object list is never closed.", expected="{ and } around the object list"),
    Fault(
        "brace-stray",
        "A brace closes nothing.",
        expected="{ and } around an object list, or each on a line of its own",
    ),
)
#: What can be wrong in a line, by code: faults without a place.
WRONG = {fault.code: fault for fault in _WRONG}


def fields(text: str) -> tuple[list[Field], list[str]]:
    """The fields of a line (or of what follows its label) and the codes of what is wrong in it."""
    found: list[Field] = []
    wrong: list[str] = []
    value: Field
    at = _past_space(text, 0)
    while at < len(text):
        if text[at] == '"':
            value, at = _quoted(text, at, wrong)
        elif text[at] == "{":
            value, at = _object_list(text, at + 1, wrong)
        else:
            value, at = _unquoted(_BARE, text, at)
            wrong += ["quote-stray"] * ('"' in value) + ["brace-stray"] * (value == "}")
        found.append(value)
        # An object list may follow without a space.
        if at < len(text) and text[at] not in " \t{":
            wrong.append("quote-stray")
        at = _past_space(text, at)
    return found, wrong


@lru_cache(maxsize=1 << 14)
def object_list(inside: str) -> tuple[str, ...] | None:
    """The items of an object list, of which the part between the braces is given; None if something is wrong."""
    wrong: list[str] = []
    items, end = _object_list(inside + "}", 0, wrong)
    return None if wrong or end <= len(inside) or len(items) % 2 else items


def canonical(items: tuple[str, ...]) -> str:
    """An object list in one spelling, sorted by dimension: `1 "10" 6 "P41"`. Empty for an empty list."""
    pairs = sorted(zip(items[::2], items[1::2], strict=True), key=lambda pair: dimension_order(pair[0]))
    return " ".join(f'{dimension} "{number}"' for dimension, number in pairs)


def dimension_order(dimension: str) -> tuple[int, str]:
    return (int(dimension) if dimension.isascii() and dimension.isdigit() else 10**9, dimension)


def _past_space(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found else at


def _unquoted(pattern: re.Pattern[str], text: str, at: int) -> tuple[str, int]:
    """A text without quotation marks, and the place behind it."""
    found = pattern.match(text, at)
    return (found[0], found.end()) if found else (text[at:], len(text))


def _quoted(text: str, at: int, wrong: list[str]) -> tuple[str, int]:
    found = _QUOTED.match(text, at)
    if found:
        return found[1].replace('\\"', '"'), found.end()
    wrong.append("quote-open")
    return text[at + 1 :].rstrip(" \t"), len(text)


def _object_list(text: str, at: int, wrong: list[str]) -> tuple[tuple[str, ...], int]:
    """The items from behind the opening brace, and the place behind the closing one."""
    items = []
    at = _past_space(text, at)
    while at < len(text) and text[at] != "}":
        if text[at] == '"':
            value, at = _quoted(text, at, wrong)
        else:
            value, at = _unquoted(_BARE_IN_LIST, text, at)
            wrong += ["brace-stray"] * ("{" in value)
        items.append(value)
        if at < len(text) and text[at] not in " \t}":
            wrong.append("quote-stray")
        at = _past_space(text, at)
    if at >= len(text):
        wrong.append("brace-open")
    return tuple(items), at + 1
