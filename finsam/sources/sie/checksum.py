"""The checksum of a SIE file, #KSUMMA.

An empty #KSUMMA starts it and #KSUMMA with a value ends the file. The value is the CRC-32 of labels and fields
between the two, without what separates them: spaces, tabs, line ends, quotation marks and braces.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from finsam.sources.sie.decode import Encoding, pieces

_LABEL = re.compile(rb"(?m)^[ \t]*#KSUMMA\b[^\n]*\n")
_QUOTE, _BACKSLASH = 34, 92


def checksums(file: Path, encoding: Encoding) -> set[int]:
    """The value that the file should hold: of its bytes, and of its text in CP437 where that is another one.

    Programs that convert a file to another encoding keep the value that was right in CP437.
    """
    names = {"cp437", "utf-8" if encoding.name == "ascii" else encoding.name}
    return {_checksum(file, encoding, name) for name in names}


def _checksum(file: Path, encoding: Encoding, name: str) -> int:
    value = 0
    for raw in _between(file, encoding):
        text = raw if name == encoding.name else encoding.text(raw).encode(name, "replace")
        value = zlib.crc32(_content(text), value)
    return value


def _between(file: Path, encoding: Encoding) -> Iterator[bytes]:
    begun = False
    for piece in pieces(file, encoding):
        start = 0
        for label in _LABEL.finditer(piece.text):
            if begun:
                yield piece.text[start : label.start()]
                return
            begun, start = True, label.end()
        if begun:
            yield piece.text[start:]


def _content(text: bytes) -> bytes:
    """What counts of whole lines. A quotation mark that is never closed ends with its line."""
    signs = np.frombuffer(text, np.uint8)
    quote = signs == _QUOTE
    escaped = np.zeros(len(signs), bool)
    escaped[1:] = quote[1:] & (signs[:-1] == _BACKSLASH)
    quote &= ~escaped
    count = np.cumsum(quote, dtype=np.int32)
    starts = np.flatnonzero(signs == 10)
    lengths = np.diff(np.concatenate([[0], starts + 1, [len(signs)]]))
    before = np.concatenate([[0], count[starts]])
    quoted = (count - np.repeat(before, lengths)) & 1 == 1
    between = np.isin(signs, np.frombuffer(b" \t\r{}", np.uint8)) & ~quoted
    backslash = np.zeros(len(signs), bool)
    backslash[:-1] = escaped[1:]
    return signs[~(between | quote | backslash | (signs == 10))].tobytes()
