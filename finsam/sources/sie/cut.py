"""All lines of a piece cut into fields at once.

A ledger is #TRANS lines for the most part, and one by one they cost Python ten times what the same rows cost
pandas as CSV. Here numpy looks at all bytes of a piece together: a space, tab or line end that stands neither in
quotation marks nor in braces is where a field ends. No byte of a letter beyond ASCII is one of these signs in any
of the encodings, so the bytes are cut as they are, and only fields are decoded.
"""

from __future__ import annotations

import numpy as np

TAB, LF, CR, SPACE, QUOTE, BACKSLASH, OPEN, CLOSE = b'\t\n\r "\\{}'

#: Line feeds before and behind the text, so that a few bytes around any field can be looked at.
MARGIN = 16


class Cut:
    """Where the lines and fields of a piece stand. Places are counted in `bytes`, the piece with its margins.

    starts, ends: of each line. first, count: the number of the first field of each line, and how many it has.
    field_start, field_end: of each field, the fields of all lines numbered through.
    marks: places of quotation marks and of the braces of object lists. marks_in_line: how many each line has.
    """

    def __init__(self, text: bytes):
        self.text = b"\n" * MARGIN + text + b"\n" * MARGIN
        self.bytes = np.frombuffer(self.text, np.uint8)
        self.ends = np.flatnonzero(self.bytes[MARGIN:-MARGIN] == LF) + MARGIN
        self.starts = np.concatenate([[MARGIN], self.ends[:-1] + 1])
        quoting = self._find_marks()
        # What isn't closed ends with its line, and doesn't turn the following lines inside out.
        quoting[self.ends[self.marks_in_line & 1 == 1]] = True
        self._find_fields(quoting)

    def _find_marks(self) -> np.ndarray:
        """Which bytes are marks. A brace at the end of a line with nothing before it opens or closes a voucher."""
        signs = self.bytes
        found = (signs == QUOTE) | (signs == OPEN) | (signs == CLOSE)
        places = np.flatnonzero(found)
        braces = np.flatnonzero(signs.take(places) != QUOTE)
        at = places.take(braces)
        alone = (signs.take(at + 1) <= CR) & (signs.take(at - 1) <= SPACE)
        found[at[alone]] = False
        self.marks = np.delete(places, braces[alone])
        self.marks_in_line = np.diff(np.searchsorted(self.marks, np.append(self.starts, self.ends[-1])))
        return found

    def _find_fields(self, quoting: np.ndarray) -> None:
        signs = self.bytes
        separators = (signs == SPACE) | (signs == LF) | (signs == TAB) | (signs == CR)
        separating = np.flatnonzero(outside(separators, quoting))
        # Between two separators that don't follow each other stands a field.
        gaps = np.flatnonzero(separating[1:] - separating[:-1] > 1)
        self.field_start = separating.take(gaps) + 1
        self.field_end = separating.take(gaps + 1)
        self.first = np.searchsorted(self.field_start, self.starts)
        self.count = np.diff(self.first, append=len(self.field_start))


def outside(separators: np.ndarray, marks: np.ndarray) -> np.ndarray:
    """The separators with an even number of marks before them.

    The marks are counted in words of 64 bits: in a word by doubling steps, and from word to word by a running
    sum. That is three times as fast as a running sum over the bytes.
    """
    bits = np.packbits(np.pad(marks, (0, -len(marks) % 64)), bitorder="little").view("<u8")
    for step in (1, 2, 4, 8, 16, 32):
        bits ^= bits << np.uint64(step)
    odd = np.bitwise_xor.accumulate(bits >> np.uint64(63))
    bits[1:] ^= np.uint64(0) - odd[:-1]
    return separators & ~np.unpackbits(bits.view(np.uint8), count=len(marks), bitorder="little").view(bool)
