"""What questions, groups and answers are called, found in spite of how form tools and people write them."""

from __future__ import annotations

import re
from collections.abc import Iterable

#: `3. `, `3) ` or `Fråga 3: ` before the text of a question.
_BEFORE = re.compile(r"^(?:fråga )?\d+(?:\.\d+)* ?[.):] ?(?=[^\W\d])")
#: An asterisk of what must be answered, and the number that tells two headings of the same text apart.
_AFTER = re.compile(r"\s*\*$|(?<=[^\W\d])\d+$|(?<=[?!.:)*…])\s*\d+$")


def plain(text: str) -> str:
    """Small letters with single spaces: no-break spaces and line breaks of a heading count as spaces."""
    return " ".join(text.split()).casefold()


def bare(text: str) -> str:
    """The text of a question without the numbers and the asterisk that form tools put around it."""
    found, before = _BEFORE.sub("", plain(text)), ""
    while found != before:
        found, before = _AFTER.sub("", found).rstrip(), found
    return found


class Names:
    """What each name belongs to. An exact name goes before one that a form tool has added to."""

    def __init__(self, names: Iterable[tuple[str, str]]):
        """names: pairs of a name and what it belongs to."""
        self._exact: dict[str, str] = {}
        self._bare: dict[str, set[str]] = {}
        for name, target in names:
            self._exact.setdefault(plain(name), target)
            self._bare.setdefault(bare(name), set()).add(target)

    def exact(self, text: str) -> str | None:
        """What has exactly this name, whatever its capitals and spaces."""
        return self._exact.get(plain(text))

    def find(self, text: str) -> str | None:
        """What the text names, also with what a form tool adds; None where nothing or several things could be meant."""
        if exact := self.exact(text):
            return exact
        near = self._bare.get(bare(text), set())
        return next(iter(near)) if len(near) == 1 else None
