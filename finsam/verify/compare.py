"""A document against what it must say: every block, row, cell, caption and alternative text, and nothing else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import zip_longest

from finsam.faults import Fault, Place
from finsam.verify.document import FIGURE, HEADING, NOTE, TABLE, TEXT, Block, Document, heading
from finsam.verify.numbers import numbers

_EXTRA = {
    HEADING: "heading-extra",
    TEXT: "text-extra",
    TABLE: "table-extra",
    FIGURE: "figure-extra",
    NOTE: "note-extra",
}
_MISSING = {
    HEADING: "heading-missing",
    TEXT: "text-missing",
    TABLE: "table-missing",
    FIGURE: "figure-missing",
    NOTE: "note-missing",
}
#: Of a table or a figure: its caption.
_DIFFERS = {
    HEADING: "heading-differs",
    TEXT: "text-differs",
    TABLE: "table-differs",
    FIGURE: "figure-differs",
    NOTE: "note-differs",
}


def compare(document: Document, expected: Sequence[Block], pictures: dict[str, str]) -> list[Fault]:
    """What in the blocks of the document isn't as expected.

    pictures: the hash of the file that each figure must show by its id; those of formats that redraw it are left out.
    """
    comparison = _Comparison(document, pictures)
    sides = (expected, document.blocks)  # notes stand where each format puts them
    texts = [[block for block in side if block.kind != NOTE] for side in sides]
    notes = [[block for block in side if block.kind == NOTE] for side in sides]
    return [*comparison.blocks(*texts), *comparison.blocks(*notes)]


class _Comparison:
    def __init__(self, document: Document, pictures: dict[str, str]):
        self.document, self.same, self.pictures = document, document.same, pictures

    def blocks(self, expected: Sequence[Block], found: Sequence[Block]) -> Iterator[Fault]:
        for wanted, block in self._paired(expected, found):
            if wanted and block:
                yield from self._pair(wanted, block)
            elif wanted:
                yield self._missing(wanted)
            elif block:
                yield self._fault(_EXTRA[block.kind], "Stands in the document alone.", block, block.text)

    def _paired(
        self, expected: Sequence[Block], found: Sequence[Block]
    ) -> Iterator[tuple[Block | None, Block | None]]:
        """Blocks that belong together by kind and text; in between those that only share a kind, in order."""
        wished, told = ([(block.kind, self._key(block)) for block in blocks] for blocks in (expected, found))
        for tag, start, end, begin, stop in SequenceMatcher(None, wished, told, autojunk=False).get_opcodes():
            left, right = list(expected[start:end]), list(found[begin:stop])
            if tag == "equal":
                yield from zip(left, right, strict=True)
                continue
            for wanted in left:
                partner = next((block for block in right if block.kind == wanted.kind), None)
                if partner is not None:
                    right.remove(partner)
                yield wanted, partner
            yield from ((None, block) for block in right)

    def _key(self, block: Block) -> str:
        return self.same(heading(block.text) if block.kind == HEADING else block.text)

    def _missing(self, wanted: Block) -> Fault:
        if wanted.kind == HEADING and wanted.level == 1:
            return self._fault("chapter-missing", "A chapter isn't there.", wanted, "", wanted.text)
        return self._fault(_MISSING[wanted.kind], f"A {wanted.kind} isn't there.", wanted, "", wanted.text)

    def _pair(self, wanted: Block, block: Block) -> Iterator[Fault]:
        if self._key(wanted) != self._key(block):
            yield self._text(wanted, block)
        if wanted.kind == TABLE:
            yield from self._table(wanted, block)
        if wanted.kind == FIGURE:
            yield from self._figure(wanted, block)
        if wanted.kind == HEADING and wanted.level != block.level:
            yield self._fault(
                "heading-level", "A heading has another level.", block, block.text, str(wanted.level)
            )

    def _text(self, wanted: Block, block: Block) -> Fault:
        if wanted.kind in (TABLE, FIGURE) and not block.text:
            return self._fault("caption-missing", f"A {wanted.kind} has no caption.", block, "", wanted.text)
        lost, new = _difference(wanted.text, block.text)
        if new:
            message = f"{', '.join(new)} is no number of this {wanted.kind}."
            return self._fault("number-untraced", message, block, block.text, wanted.text)
        if lost:
            message = f"{', '.join(lost)} is missing from a {wanted.kind}."
            return self._fault("number-missing", message, block, block.text, wanted.text)
        return self._fault(_DIFFERS[wanted.kind], "A text differs.", block, block.text, wanted.text)

    def _table(self, wanted: Block, block: Block) -> Iterator[Fault]:
        left = [tuple(map(self.same, row)) for row in wanted.rows]
        right = [tuple(map(self.same, row)) for row in block.rows]
        for tag, start, end, begin, stop in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
            if tag == "equal":
                continue
            for at, row in zip_longest(range(start, end), range(begin, stop)):
                if at is None:
                    yield self._row(
                        "row-extra", "A row too many.", block, row, " | ".join(block.rows[row]), None
                    )
                elif row is None:
                    text = " | ".join(wanted.rows[at])
                    yield self._row("row-missing", "A row isn't there.", block, at, "", text)
                else:
                    yield from self._cells(wanted, block, at, row)

    def _cells(self, wanted: Block, block: Block, at: int, row: int) -> Iterator[Fault]:
        left, right = wanted.rows[at], block.rows[row]
        if len(left) != len(right):
            yield self._row(
                "cells-differ", "A row has other cells.", block, row, " | ".join(right), " | ".join(left)
            )
            return
        heads = wanted.rows[0]
        for head, cell, shown in zip_longest(heads, left, right, fillvalue=""):
            if self.same(cell) != self.same(shown):
                label = left[0] if row else "the heads"
                message = f"In the row {label!r} stands another text than was computed."
                yield self._row("cell-differs", message, block, row, shown, cell or "an empty cell", head)

    def _figure(self, wanted: Block, block: Block) -> Iterator[Fault]:
        if not block.alt:
            yield self._fault(
                "alt-missing", "A figure has no alternative text.", block, wanted.text, wanted.alt
            )
        elif self.same(block.alt) != self.same(wanted.alt):
            yield self._fault(
                "alt-differs", "A figure has another alternative text.", block, block.alt, wanted.alt
            )
        picture = self.pictures.get(wanted.id)
        if picture and block.picture != picture:
            yield self._fault(
                "picture-differs", "A figure shows another picture.", block, wanted.text, wanted.id
            )

    def _fault(self, code: str, message: str, block: Block, value: str, expected: str | None = None) -> Fault:
        place = Place(self.document.name, sheet=block.where or None, value=value)
        return Fault(code, message, (place,), expected)

    def _row(
        self,
        code: str,
        message: str,
        block: Block,
        row: int,
        value: str,
        expected: str | None,
        column: str = "",
    ) -> Fault:
        """A place in a table: the sheet is its page or chapter and its caption, rows are counted from its heads."""
        where = ", ".join(filter(None, (block.where, block.text)))
        return Fault(
            code, message, (Place(self.document.name, where, row + 1, column or None, value),), expected
        )


def _difference(wanted: str, found: str) -> tuple[list[str], list[str]]:
    """The numbers that only the first text holds, and those that only the second does."""
    left, right = Counter(numbers(wanted)), Counter(numbers(found))
    return list((left - right).elements()), list((right - left).elements())
