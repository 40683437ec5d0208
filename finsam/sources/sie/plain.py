"""The plain #TRANS and #VER lines of a piece as columns.

A line that is in any way out of the ordinary (an escaped quotation mark, an amount with three decimals, a field
too many) is left to `lines.py`, which reads one line at a time; what is taken here is exactly what would be read
there.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa

from finsam.sources.sie import cut, figures
from finsam.sources.sie.cut import MARGIN, Cut
from finsam.sources.sie.decode import Encoding
from finsam.sources.sie.lines import object_list
from finsam.sources.sie.objects import Coded

#: What a line is. OTHER is for the careful reader to say; LABEL is any label that can't stand in a voucher.
BLANK, OPEN, CLOSE, VOUCHER, ROW, LABEL, OTHER = range(7)

#: What a field is: not there, bare, in quotation marks, an object list.
_MISSING, _BARE, _QUOTED, _LIST = range(4)


@dataclass(frozen=True)
class Rows:
    """The columns of plain #TRANS lines. line: counted from 0 within the piece. objects: what stands between the braces.

    ore: öre. date: YYYYMMDD, or 0 where there is none.
    """

    line: np.ndarray
    account: Coded
    objects: Coded
    ore: np.ndarray
    date: np.ndarray
    text: pa.LargeStringArray
    quantity: Coded
    sign: Coded


@dataclass(frozen=True)
class VoucherLines:
    """The columns of plain #VER lines; line and dates as in `Rows`."""

    line: np.ndarray
    series: Coded
    number: pa.LargeStringArray
    date: np.ndarray
    text: pa.LargeStringArray
    registered: np.ndarray
    sign: Coded


@dataclass(frozen=True)
class Plain:
    """kinds, starts, ends: of each line of a piece. rows, vouchers: what was taken of it; None where nothing was tried."""

    kinds: np.ndarray
    starts: np.ndarray
    ends: np.ndarray
    rows: Rows | None = None
    vouchers: VoucherLines | None = None


def untouched(text: bytes, encoding: Encoding) -> Plain:
    """The lines of a piece with nothing taken from them: the careful reader gets every one."""
    ends = np.flatnonzero(np.frombuffer(text, np.uint8) == cut.LF)
    return Plain(np.full(len(ends), OTHER, np.uint8), np.concatenate([[0], ends[:-1] + 1]), ends)


def split(text: bytes, encoding: Encoding) -> Plain:
    """Take apart what is plain in whole lines."""
    # Words of eight bytes are filled up with the byte 0, so it can't be part of a text here.
    return untouched(text, encoding) if b"\0" in text else _Piece(text, encoding).split()


class _Fields:
    """The fields of some lines behind their label, by their place in the line: lists of start, end and kind.

    Quotation marks and braces are left out; a field that a line hasn't starts and ends with the line.
    good: the lines whose fields are what `lines.fields` would find.
    """

    def __init__(self, piece: Cut, line: np.ndarray, most: int):
        self.piece, self.line = piece, line
        self.start: list[np.ndarray] = []
        self.end: list[np.ndarray] = []
        self.kind: list[np.ndarray] = []
        count, first, stop = piece.count[line] - 1, piece.first[line] + 1, piece.ends[line]
        self.good = count <= most
        self._marks = np.zeros(len(line), np.int64)
        for number in range(most):
            having = np.flatnonzero(count > number)
            if len(having) == len(line):
                found = self._field(first + number, slice(None))
            else:
                found = stop.copy(), stop.copy(), np.full(len(line), _MISSING, np.int8)
                parts = self._field(first[having] + number, having)
                for whole, part in zip(found, parts, strict=True):
                    whole[having] = part
            for columns, column in zip((self.start, self.end, self.kind), found, strict=True):
                columns.append(column)
        # Marks beyond those around fields and in lists stand inside a text or a bare field.
        self.good &= piece.marks_in_line[line] == self._marks

    def _field(self, number: np.ndarray, lines: np.ndarray | slice) -> tuple[np.ndarray, ...]:
        """Start, end and kind of the fields of these numbers, which belong to these of the lines."""
        piece = self.piece
        start, end = piece.field_start.take(number), piece.field_end.take(number)
        sign = piece.bytes.take(start)
        quoted, listed = sign == cut.QUOTE, sign == cut.OPEN
        inside = quoted | listed
        if not inside.any():
            return start, end, np.full(len(number), _BARE, np.int8)
        last = piece.bytes.take(end - 1)
        closed = ((last == cut.QUOTE) & quoted | (last == cut.CLOSE) & listed) & (end - start > 1)
        self.good[lines] &= closed | ~inside
        marks = 2 * inside
        filled = np.flatnonzero(listed & (end - start > 2))
        marks[filled] += np.searchsorted(piece.marks, end[filled] - 1)
        marks[filled] -= np.searchsorted(piece.marks, start[filled], side="right")
        self._marks[lines] += marks
        return start + inside, np.maximum(end - inside, start + inside), _BARE + quoted + 2 * listed

    def keep(self, good: np.ndarray) -> None:
        if not good.all():
            self.line = self.line[good]
            self.start, self.end = [each[good] for each in self.start], [each[good] for each in self.end]


class _Piece(Cut):
    def __init__(self, text: bytes, encoding: Encoding):
        super().__init__(text)
        self.encoding = encoding
        self.words = figures.words_of(self.text)

    def split(self) -> Plain:
        kinds = self._kinds()
        rows, vouchers = self._rows(kinds), self._vouchers(kinds)
        return Plain(kinds, self.starts - MARGIN, self.ends - MARGIN, rows, vouchers)

    def _kinds(self) -> np.ndarray:
        """The kind of each line, by its first field."""
        kinds = np.full(len(self.starts), OTHER, np.uint8)
        kinds[self.count == 0] = BLANK
        filled = np.flatnonzero((self.count > 0) & (self.marks_in_line & 1 == 0))
        first, more = self.first[filled], self.count[filled] > 1
        start = self.field_start.take(first)
        word, length = self.words[start], self.field_end.take(first) - start
        for text, kind in ((b"{", OPEN), (b"}", CLOSE), (b"#TRANS", ROW), (b"#VER", VOUCHER)):
            same = (word & figures.LOW[len(text)]) == int.from_bytes(text, "little")
            kinds[filled[same & (length == len(text)) & (more == (len(text) > 1))]] = kind
        if b'\\"' in self.text:
            at = np.flatnonzero(self.bytes == cut.BACKSLASH)
            escaping = at[self.bytes.take(at + 1) == cut.QUOTE]
            kinds[np.searchsorted(self.ends, escaping)] = OTHER
        return kinds

    def _rows(self, kinds: np.ndarray) -> Rows:
        found = _Fields(self, np.flatnonzero(kinds == ROW), 7)
        account, objects, amount, date, text, quantity, sign = range(7)
        kind, good = found.kind, found.good
        good &= (kind[objects] == _LIST) & (kind[amount] != _MISSING)
        for each in (account, amount, date, text, quantity, sign):
            good &= kind[each] != _LIST
        length = found.end[account] - found.start[account]
        good &= (length > 0) & (length <= 8)
        ore, readable = figures.amounts(self.bytes, self.words, found.start[amount], found.end[amount])
        day, dated = figures.dates(self.words, found.start[date], found.end[date])
        good &= readable & dated
        # A field that is no list may be cut anywhere: only lists are looked at.
        start = found.start[objects]
        lists = self._coded(self._raw(start, np.where(good, found.end[objects], start)))
        good &= np.array([object_list(each) is not None for each in lists.texts], bool)[lists.numbers]
        kinds[found.line[~good]] = OTHER
        found.keep(good)
        return Rows(
            line=found.line,
            account=self._short(found, account),
            objects=Coded(lists.numbers[good], lists.texts),
            ore=ore[good],
            date=day[good],
            text=self._texts(found, text),
            quantity=self._short(found, quantity),
            sign=self._short(found, sign),
        )

    def _vouchers(self, kinds: np.ndarray) -> VoucherLines:
        found = _Fields(self, np.flatnonzero(kinds == VOUCHER), 6)
        series, number, date, text, registered, sign = range(6)
        day, dated = figures.dates(self.words, found.start[date], found.end[date])
        made, readable = figures.dates(self.words, found.start[registered], found.end[registered])
        good = found.good & dated & (day > 0) & readable
        for kind in found.kind:
            good &= kind != _LIST
        kinds[found.line[~good]] = OTHER
        found.keep(good)
        return VoucherLines(
            line=found.line,
            series=self._short(found, series),
            number=self._texts(found, number),
            date=day[good],
            text=self._texts(found, text),
            registered=made[good],
            sign=self._short(found, sign),
        )

    def _short(self, found: _Fields, number: int) -> Coded:
        """A field whose texts repeat."""
        start, end = found.start[number], found.end[number]
        length = end - start
        if length.max(initial=0) > 8:
            return self._coded(self._raw(start, end))
        # Texts of at most eight bytes are told apart as words.
        words = self.words[start] & figures.LOW.take(length)
        codes, distinct = pd.factorize(words) if (words != words[:1]).any() else (words * 0, words[:1])
        known = (int(word).to_bytes(8, "little").rstrip(b"\0") for word in distinct)
        return Coded(codes, [self.encoding.text(each) for each in known])

    def _coded(self, raw: pa.LargeBinaryArray) -> Coded:
        encoded = raw.dictionary_encode()
        return Coded(encoded.indices.to_numpy(), self.encoding.texts(encoded.dictionary).to_pylist())

    def _texts(self, found: _Fields, number: int) -> pa.LargeStringArray:
        return self.encoding.texts(self._raw(found.start[number], found.end[number]))

    def _raw(self, start: np.ndarray, end: np.ndarray) -> pa.LargeBinaryArray:
        # Fields and what is between them as one array upon the bytes of the piece, of which every other is taken.
        offsets = np.empty(2 * len(start), np.int64)
        offsets[::2], offsets[1::2] = start, end
        if (start == end).all():
            # Taking would give as much, more slowly; and an empty array can't be made from no offsets.
            return pa.array([b""] * len(start), pa.large_binary())
        buffers = [None, pa.py_buffer(offsets), pa.py_buffer(self.text)]
        whole = pa.LargeBinaryArray.from_buffers(pa.large_binary(), len(offsets) - 1, buffers)
        return whole.take(pa.array(np.arange(0, len(offsets) - 1, 2)))
