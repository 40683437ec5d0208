"""The texts of pictures: of a PNG its chunks of text and EXIF, of others everything that their bytes could say."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

PNG = b"\x89PNG\r\n\x1a\n"
#: Chunks that are text, or EXIF; the others are the picture itself.
_TEXTS = (b"tEXt", b"iTXt", b"zTXt", b"eXIf")


def png_texts(data: bytes) -> Iterator[str]:
    """The texts of a PNG, also packed ones and what stands behind its end."""
    at = len(PNG)
    while at + 8 <= len(data):
        length, kind = struct.unpack(">I4s", data[at : at + 8])
        chunk = data[at + 8 : at + 8 + length]
        if kind in _TEXTS:
            yield from binary_texts(chunk)
            yield from _unpacked(chunk)
        at += length + 12
        if kind == b"IEND":
            break
    yield from binary_texts(data[at:])


def binary_texts(data: bytes) -> Iterator[str]:
    """Bytes as the texts that can stand in them: as UTF-8 or one sign a byte, and with two bytes a sign."""
    try:
        yield data.decode("utf-8")
    except UnicodeDecodeError:
        yield data.decode("latin-1")
    if b"\0" in data:
        yield data.replace(b"\0", b"").decode("latin-1")


def _unpacked(chunk: bytes) -> Iterator[str]:
    """The packed text of a zTXt or iTXt: behind the keyword, or behind the names of language and keyword too."""
    for start in {chunk.find(b"\0") + 2, chunk.rfind(b"\0", 0, chunk.find(b"\x78")) + 1}:
        try:
            yield zlib.decompress(chunk[start:]).decode("utf-8", errors="replace")
        except zlib.error:
            continue
