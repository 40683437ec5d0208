"""The encoding of a SIE file, decided from its bytes, and its lines in pieces.

The specification knows one encoding, CP437, and every file declares it (`#FORMAT PC8`). Real files hold CP437,
Windows-1252 or UTF-8 whatever they declare, so the declaration isn't asked. In all three a byte below 128 is what
it is in ASCII, so that lines and fields can be told apart before anything is decoded.
"""

from __future__ import annotations

import re
from codecs import BOM_UTF8, getincrementaldecoder
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import numpy as np
import pyarrow as pa

#: Bytes that are read at a time: many thousand lines, and little enough for the processor's cache.
PIECE = 1 << 21

NAMES = {"utf-8": "UTF-8", "cp437": "CP437", "cp1252": "Windows-1252", "ascii": "ASCII"}

_LF, _CR = b"\n\r"
_PRINTED = bytes(range(32, 127)) + b"\t\r\n"
_LETTERS = "åäöÅÄÖéÉü"
_ORDER = ("cp437", "cp1252", "utf-8")  # where nothing tells them apart, the specification's own encoding wins

# Bytes that hold no sign that a ledger would: control characters, and frames, Greek and mathematics in CP437,
# where Windows-1252 has its letters; in Windows-1252 what CP437 has its letters for.
_CONTROL = bytes(range(9)) + bytes(range(11, 13)) + bytes(range(14, 32)) + b"\x7f"
_DOUBTFUL = {
    "ascii": _CONTROL,
    "cp437": _CONTROL + bytes(set(range(0xB0, 0xFF)) - set(b"\xe1\xe6\xf1\xf8\xfa\xfd")),
    "cp1252": _CONTROL + b"\x81\x84\x86\x8d\x8e\x8f\x90\x99\x9d",
    "utf-8": _CONTROL,
}


@dataclass
class Encoding:
    """name: as Python knows it. used: the bytes of the file that aren't printed ASCII.

    bom: bytes to leave out at the start. broken: valid UTF-8 but for some bytes.
    """

    name: str
    used: frozenset[int] = frozenset()
    bom: int = 0
    broken: bool = False

    def __str__(self) -> str:
        return NAMES[self.name]

    def text(self, raw: bytes) -> str:
        return raw.decode(self.name, "replace")

    def texts(self, raw: pa.LargeBinaryArray) -> pa.LargeStringArray:
        """Many texts decoded at once. raw begins at the start of its buffers and has no gaps."""
        size, (_, offsets, data) = len(raw), raw.buffers()
        if self.name not in ("ascii", "utf-8"):
            offsets, data = self._decoded(np.frombuffer(offsets, np.int64), data.to_pybytes())
        return pa.LargeStringArray.from_buffers(size, offsets, data)

    def _decoded(self, offsets: np.ndarray, raw: bytes) -> tuple[pa.Buffer, pa.Buffer]:
        """A letter beyond ASCII is one byte here and more in UTF-8: what stands behind it moves on."""
        beyond = np.flatnonzero(np.frombuffer(raw, np.int8) < 0)
        signs = np.frombuffer(raw, np.uint8).take(beyond)
        moved = np.concatenate([[0], np.cumsum(_widths(self.name).take(signs) - 1)])
        offsets = offsets + moved.take(np.searchsorted(beyond, offsets))
        return pa.py_buffer(offsets), pa.py_buffer(self.text(raw).encode())


@cache
def _widths(name: str) -> np.ndarray:
    """How many bytes of UTF-8 each of the 256 bytes of an encoding becomes."""
    return np.array([len(bytes([byte]).decode(name, "replace").encode()) for byte in range(256)])


@dataclass
class Piece:
    """Whole lines, each ended by LF or CR LF. doubtful: (line from 0, sign) that the encoding may not mean."""

    text: bytes
    doubtful: list[tuple[int, str]] = field(default_factory=list)


def encoding_of(file: Path) -> Encoding:
    """Valid UTF-8 with letters beyond ASCII is UTF-8. Otherwise the encoding that makes the most Swedish letters."""
    counts = dict.fromkeys(_ORDER, 0)
    utf8 = getincrementaldecoder("utf-8")()
    valid, plain, bom, used = True, True, 0, set[int]()
    for number, raw in enumerate(_raw(file)):
        if number == 0 and raw.startswith(BOM_UTF8):
            bom, raw = len(BOM_UTF8), raw[len(BOM_UTF8) :]
        beyond = raw.translate(None, _PRINTED)
        met = np.bincount(np.frombuffer(beyond, np.uint8), minlength=256)
        used.update(np.flatnonzero(met).tolist())
        if beyond.isascii():
            continue
        plain = False
        for name in ("cp437", "cp1252"):
            counts[name] += int(met[list(_LETTERS.encode(name))].sum())
        # All of them begin with the same byte in UTF-8.
        if met[_LETTERS.encode()[0]]:
            counts["utf-8"] += sum(beyond.count(letter.encode()) for letter in _LETTERS)
        if valid:
            try:
                utf8.decode(raw)
            except UnicodeDecodeError:
                valid = False
    if plain:
        return Encoding("utf-8" if bom else "ascii", frozenset(used), bom)
    name = "utf-8" if valid or bom else max(_ORDER, key=counts.__getitem__)
    # A file may be cut off within a letter.
    whole = valid and not utf8.getstate()[0]
    return Encoding(name, frozenset(used), bom, broken=name == "utf-8" and not whole)


def pieces(file: Path, encoding: Encoding) -> Iterator[Piece]:
    """The whole file in pieces of whole lines, whether lines end in CR LF, LF or CR."""
    for number, raw in enumerate(_raw(file)):
        raw = raw[encoding.bom :] if number == 0 else raw
        if _lone_returns(raw):
            raw = raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        if not raw.endswith(b"\n"):
            # The last line; DOS programs end a file with the byte 1A.
            raw = raw.rstrip(b"\x1a") + b"\n"
        doubtful = _doubtful(raw, encoding)
        yield Piece(encoding.text(raw).encode() if encoding.broken else raw, doubtful)


def _raw(file: Path) -> Iterator[bytes]:
    """The bytes of the file, cut behind line ends."""
    rest = b""
    with file.open("rb") as source:
        while block := source.read(PIECE):
            block = rest + block
            cut = block.rfind(b"\n") + 1
            if not cut:
                # Lines that end in CR alone. The last byte stays behind: LF may follow it.
                cut = block.rfind(b"\r", 0, -1) + 1
            yield from [block[:cut]] if cut else []
            rest = block[cut:]
    if rest:
        yield rest


def _lone_returns(raw: bytes) -> bool:
    """Whether there is a CR that no LF follows."""
    if b"\r" not in raw:
        return False
    signs = np.frombuffer(raw, np.uint8)
    returns = signs == _CR
    return np.count_nonzero(returns) != np.count_nonzero(returns[:-1] & (signs[1:] == _LF))


def _doubtful(raw: bytes, encoding: Encoding) -> list[tuple[int, str]]:
    signs = bytes(encoding.used.intersection(_DOUBTFUL[encoding.name]))
    found = []
    if signs:
        for sign in re.finditer(b"[" + re.escape(signs) + b"]", raw):
            shown = encoding.text(sign[0]) if sign[0] >= b" " else f"byte 0x{sign[0][0]:02x}"
            found.append((raw.count(b"\n", 0, sign.start()), shown))
    if encoding.broken:
        for number, part in enumerate(raw.split(b"\n")):
            if "\ufffd" in (shown := encoding.text(part)):
                found.append((number, shown.strip()))
    return found
