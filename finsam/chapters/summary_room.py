"""Whether parts of the summary have room on two pages, by an estimate on the safe side of how high they come to stand.

The true pages are counted when the pdf is made (`render.pdf`). Here nothing has to be exact, since what doesn't fit is
left out whole: the estimate has to be too high rather than too low.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from math import ceil

from finsam.chapters.figures import Figure
from finsam.chapters.markdown import Table

#: Centimetres: what a page holds, the title above the first part, a heading with the air around it, and of each kind of
#: thing a line and the air around the whole.
_PAGE, _TITLE, _HEADING = 25.5, 3.3, 0.95
_TEXT, _TABLE, _CAPTION = (0.46, 0.2), (0.33, 0.17), (0.45, 0.4)
#: Signs of a line: of running text, and of small text in a table as wide as the page; the longest word that a table has
#: room for without a page on its side.
_TEXT_SIGNS, _TABLE_SIGNS = 98, 104
_LONGEST_WORD = 40
_INCH = 2.54
_MARKUP = re.compile(r"<[^>]*>|\\")


def pages(parts: Iterable[Iterable[object]]) -> int:
    """How many pages the parts take, each under a heading of its own; what can't be broken is moved to the next one."""
    page, used = 1, _TITLE
    for part in parts:
        heading = _HEADING
        for item in part:
            for height in _heights(item):
                if used + heading + height > _PAGE:
                    page, used = page + 1 + int((heading + height) // _PAGE), 0.0
                used += heading + height
                heading = 0.0
    return page


def _heights(item: object) -> Iterator[float]:
    """The heights of the pieces that an item can be broken into."""
    if isinstance(item, Figure):
        yield (
            item.canvas.get_figheight() * _INCH
            + _lines(item.caption, _TEXT_SIGNS) * _CAPTION[0]
            + _CAPTION[1]
        )
    elif isinstance(item, Table):
        yield _table(item)
    else:
        for line in str(item).split("\n"):
            yield _lines(line, _TEXT_SIGNS) * _TEXT[0] + _TEXT[1] if line else 0.0


def _table(table: Table) -> float:
    rows = [table.heads, *([line.label, *line.cells] for line in table.lines)]
    if max(len(word) for row in rows for cell in row for word in cell.split(" ")) > _LONGEST_WORD:
        return 2 * _PAGE
    widths = table.widths or [max(map(_signs, column)) for column in zip(*rows, strict=True)]
    room = [max(6, _TABLE_SIGNS * width / sum(widths)) for width in widths]
    high = [max(_lines(cell, signs) for cell, signs in zip(row, room, strict=True)) for row in rows]
    body = sum(lines * _TABLE[0] + _TABLE[1] for lines in high)
    around = _lines(table.caption, _TEXT_SIGNS) * _CAPTION[0] + _CAPTION[1]
    note = (_lines(table.note, _TEXT_SIGNS) + 1) * _TABLE[0] if table.note else 0
    return body + around + note


def _lines(text: str, signs: float) -> int:
    return max(1, ceil(_signs(text) / signs))


def _signs(text: str) -> int:
    return len(_MARKUP.sub("", text))
