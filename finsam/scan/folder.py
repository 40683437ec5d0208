"""Every file of a folder that is about to be published, read for identity numbers."""

from __future__ import annotations

import gzip
import io
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from finsam.faults import Fault, Place
from finsam.identity.numbers import hidden, holds_number
from finsam.scan.encoded import encoded_parts
from finsam.scan.pictures import PNG, binary_texts, png_texts
from finsam.scan.tables import columns_with_numbers
from finsam.scan.texts import lines_with_numbers

#: Pictures of letters, which hold no text of a report.
_FONTS = {".woff", ".woff2", ".ttf", ".otf", ".eot"}
_GZIP = b"\x1f\x8b\x08"
#: Archives in archives, and pictures in pages in archives, that are opened.
_DEPTH = 4
#: What the place of a hit in base64 says.
_ENCODED = "in base64"


def numbers_in_folder(folder: Path) -> list[Fault]:
    """A fault for each file with identity numbers in it or in its name, which says where and never shows one.

    Text, markup, scripts and JSON by line; docx, xlsx and other archives by part; pdf by page and property; Parquet
    by column; pictures by their texts, also those that stand in a page or a notebook as base64. Raises OSError.
    """
    faults = []
    # Pictures lie in a report twice.
    read: dict[bytes, list[Where]] = {}
    for file in sorted(folder.rglob("*")):
        name = file.relative_to(folder).as_posix()
        places = [Place(hidden(name), None, None, "file name")] if holds_number(file.stem) else []
        if file.is_file() and not file.is_symlink() and file.suffix.lower() not in _FONTS:
            data = file.read_bytes()
            if data not in read:
                read[data] = list(dict.fromkeys(_in_file(data)))
            places += [Place(hidden(name), *where) for where in read[data]]
        if places:
            message = "An identity number stands in what was to be published."
            expected = (
                "none; the place of its raw file is told by inspect, and the old edition stays as it was"
            )
            faults.append(Fault("identity-number", message, tuple(places), expected))
    return faults


#: Sheet or part, row or line, column or property.
Where = tuple[str | None, int | None, str | None]


def _in_file(data: bytes, depth: int = 0) -> Iterator[Where]:
    if data.startswith(b"%PDF"):
        # pypdf takes long to import, and most reports have no pdf.
        from finsam.scan.pdf import places_with_numbers

        yield from ((None, page, where) for page, where in places_with_numbers(data))
    elif data.startswith(b"PK\x03\x04") and depth < _DEPTH:
        yield from _in_archive(data, depth)
    elif data.startswith(b"PAR1"):
        yield from ((None, None, column) for column in columns_with_numbers(data))
    elif data.startswith(_GZIP) and depth < _DEPTH:
        yield from _in_file(_unzipped(data), depth + 1)
    elif data.startswith(PNG):
        yield from (
            (None, None, "text of the picture") for text in png_texts(data) if lines_with_numbers(text)
        )
    elif (text := _text(data)) is None:
        yield from ((None, line, None) for text in binary_texts(data) for line in lines_with_numbers(text))
    else:
        yield from ((None, line, None) for line in lines_with_numbers(text))
        for start, part in encoded_parts(text) if depth < _DEPTH else ():
            if next(_in_file(part, depth + 1), None):
                yield None, text.count("\n", 0, start) + 1, _ENCODED


def _text(data: bytes) -> str | None:
    """The file as text, in UTF-8 or UTF-16 with its mark; None for one that is none."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8") if b"\0" not in data else None
    except UnicodeDecodeError:
        return None


def _unzipped(data: bytes) -> bytes:
    try:
        return gzip.decompress(data)
    except (OSError, EOFError, zlib.error):
        return b""


def _in_archive(data: bytes, depth: int) -> Iterator[Where]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if lines_with_numbers(archive.comment.decode("latin-1")):
            yield "comment of the archive", None, None
        for part in archive.infolist():
            if holds_number(part.filename):
                yield hidden(part.filename), None, "name of the part"
            if PurePosixPath(part.filename).suffix.lower() not in _FONTS:
                for _, row, column in _in_file(archive.read(part), depth + 1):
                    yield hidden(part.filename), row, column
