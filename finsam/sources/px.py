"""PX files, the format of SCB's and other agencies' tables (PX-file format specification, SCB 2013).

A file is statements `KEYWORD[language]("of")="value","value";`. Text in quotes may go on in quotes on the next line. DATA
comes last: numbers and quoted symbols with space between, the last dimension fastest; with KEYS, each line begins with
the categories of the keyed dimensions, and a combination that has no line is missing here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import prod
from pathlib import Path

import numpy as np

from finsam.faults import Fault, Faults, Place, counted
from finsam.limits import CELLS, raise_unless_readable, too_large
from finsam.paths import relative
from finsam.sources.cube import Cube, Dimension

_KEYWORD = re.compile(r'\s*([A-Z][A-Z0-9_-]*)(?:\[[^\]]*\])?(?:\(([^)="]*(?:"[^"]*"[^)"]*)*)\))?\s*=', re.A)
_STATEMENT = re.compile(r"^[A-Z][A-Z0-9_-]*(?:\[[^\]\n]*\])?(?:\([^\n]*?\))?\s*=", re.M | re.A)
_TEXT = re.compile(r'"([^"]*)"')
_TOKEN = re.compile(r'"([^"]*)"|([^\s,;"]+)|(;)')


@dataclass(frozen=True)
class _Statement:
    line: int
    values: tuple[str, ...]
    raw: str


def is_px(head: bytes) -> bool:
    """Whether a file is PX, by its first bytes."""
    return bool(
        re.match(
            rb"(?:\xef\xbb\xbf)?\s*(CHARSET|AXIS-VERSION|CODEPAGE|LANGUAGE|MATRIX|TITLE|DECIMALS)\s*=", head
        )
    )


def read_px(file: Path) -> Cube:
    """The cube of a PX file. Raises Faults with everything that is wrong in it, each with its line."""
    text = _decode(file)
    faults: list[Fault] = []
    found, data = _statements(file, text, faults)
    if data is None:
        last = text.count("\n", 0, len(text.rstrip())) + 1
        message = "The file has no DATA: it was cut off, or holds the description of a table alone."
        faults.append(
            Fault("px-data-missing", message, (Place(relative(file), None, last),), "DATA= and figures")
        )
    dimensions = _dimensions(file, found, faults)
    if faults or data is None:
        raise Faults(faults)
    names = [(one.name, one) for one in dimensions]
    keyed = {of: found[("KEYS", of)].values[0].upper() for of, _ in names if ("KEYS", of) in found}
    if (count := prod(len(one) for one in dimensions)) > CELLS:
        raise Faults([too_large(file, f"The table has {count:.0e} cells.", f"at most {CELLS} cells")])
    values, places = _data(file, text, data, dimensions, keyed)
    return Cube(
        tuple(dimensions),
        values,
        [""] * len(values),
        places,
        title=_one(found, "TITLE") or _one(found, "DESCRIPTION"),
        contents=_one(found, "CONTENTS"),
        table=_one(found, "TABLEID") or _one(found, "MATRIX"),
        source=_one(found, "SOURCE"),
    )


def _decode(file: Path) -> str:
    """CODEPAGE says how the text is written; without one it is UTF-8 where that is valid, otherwise Windows-1252."""
    raise_unless_readable(file)
    raw = file.read_bytes()
    named = re.search(rb'CODEPAGE\s*=\s*"([\w-]+)"', raw[:2000])
    pages = ["utf-8-sig", "cp1252"]
    if named and named[1].lower() not in (b"utf-8", b"utf8", b"iso-8859-1", b"iso-8859-15", b"windows-1252"):
        pages.insert(0, named[1].decode("ascii"))
    for page in pages:
        try:
            return raw.decode(page).replace("\r\n", "\n").replace("\r", "\n")
        except UnicodeDecodeError as error:
            unknown = error.start
        except LookupError:
            continue
    line = raw.count(b"\n", 0, unknown) + 1
    message = "The text is neither in the file's CODEPAGE nor in UTF-8 or Windows-1252."
    raise Faults(
        [Fault("encoding-unknown", message, (Place(relative(file), None, line),), "text in its CODEPAGE")]
    )


def _statements(
    file: Path, text: str, faults: list[Fault]
) -> tuple[dict[tuple[str, str], _Statement], int | None]:
    """Statements by keyword and what they are of, in the main language, and where the figures begin."""
    found: dict[tuple[str, str], _Statement] = {}
    at = 0
    while head := _KEYWORD.match(text, at):
        word, of = head[1], head[2] or ""
        other_language = "[" in head[0].split("(")[0].split("=")[0]
        line = text.count("\n", 0, head.start(1)) + 1
        if word == "DATA":
            return found, head.end()
        end, problem = _end(text, head.end())
        if problem is not None:
            told = text.count("\n", 0, problem) + 1
            message = f"The quotation marks of {word} don't come in pairs, so its values can't be told apart."
            place = Place(
                relative(file), None, told, word, text[max(problem - 8, 0) : problem + 12].split("\n")[0]
            )
            faults.append(Fault("px-quotes", message, (place,), 'each value as "text", with commas between'))
            after = _STATEMENT.search(text, text.find("\n", problem) + 1 or len(text))
            at = after.start() if after else len(text)
            continue
        raw = text[head.end() : end]
        if not other_language:
            key = (word, ",".join(_TEXT.findall(of)) or of.strip())
            found.setdefault(key, _Statement(line, _values(raw), raw))
        at = end + 1
    rest = text[at:].strip()
    if rest:
        line = text.count("\n", 0, at + len(text[at:]) - len(text[at:].lstrip())) + 1
        message = "The line is no statement of a PX file."
        place = Place(relative(file), None, line, None, rest.split("\n")[0][:60])
        faults.append(Fault("px-statement", message, (place,), "KEYWORD=value;"))
    return found, None


def _end(text: str, at: int) -> tuple[int, int | None]:
    """Where the statement's `;` stands, and where a quotation mark is that can't be."""
    while at < len(text):
        sign = text[at]
        if sign == '"':
            close = text.find('"', at + 1)
            if close < 0:
                return len(text), at
            following = text[close + 1 : close + 2]
            if following and following not in ',;) \t\n"':
                return len(text), close + 1
            at = close + 1
        elif sign == ";":
            return at, None
        else:
            at += 1
    return len(text), len(text) - 1


def _values(raw: str) -> tuple[str, ...]:
    """Values between commas; adjacent quoted texts are one, and a word without quotes (YES, TLIST(A1)) is itself."""
    values: list[str] = []
    parts: list[str] = []
    for piece in re.findall(r'"[^"]*"|\([^)]*\)|[^",()\s]+|,', raw):
        if piece == ",":
            values.append("".join(parts))
            parts = []
        else:
            parts.append(piece[1:-1] if piece.startswith('"') else piece)
    values.append("".join(parts))
    return tuple(values)


def _one(found: dict[tuple[str, str], _Statement], word: str) -> str:
    statement = found.get((word, ""))
    return statement.values[0].strip() if statement else ""


def _dimensions(file: Path, found: dict[tuple[str, str], _Statement], faults: list[Fault]) -> list[Dimension]:
    contvariable = _one(found, "CONTVARIABLE")
    names = [
        name
        for word in ("STUB", "HEADING")
        for name in (found[(word, "")].values if (word, "") in found else ())
        if name
    ]
    if not names and not faults:
        message = "The file doesn't tell its dimensions."
        faults.append(Fault("px-dimensions", message, (Place(relative(file)),), "STUB and HEADING"))
    dimensions = []
    for name in names:
        values, codes = found.get(("VALUES", name)), found.get(("CODES", name))
        times = found.get(("TIMEVAL", name))
        if values is None:
            if not any(fault.code == "px-quotes" for fault in faults):
                message = f"The dimension {name} has no VALUES."
                faults.append(Fault("px-dimensions", message, (Place(relative(file)),), f'VALUES("{name}")'))
            continue
        if codes is not None and len(codes.values) != len(values.values):
            message = (
                f"{name} has {counted(len(values.values), 'value')} and {counted(len(codes.values), 'code')}."
            )
            place = Place(relative(file), None, codes.line, "CODES")
            faults.append(Fault("px-dimensions", message, (place,), "as many codes as values"))
            continue
        labels = values.values
        of = codes.values if codes else labels
        if times and times.values[1:] and len(times.values) == len(labels) + 1:
            of = times.values[1:]
        role = "time" if times else "metric" if name == contvariable else ""
        code = found.get(("VARIABLECODE", name))
        dimensions.append(Dimension(code.values[0] if code else name, name, of, labels, role))
    return dimensions


def _data(
    file: Path, text: str, start: int, dimensions: list[Dimension], keyed: dict[str, str]
) -> tuple[list[str | None], np.ndarray]:
    """The values as text (quoted symbols without their quotes) and their lines."""
    line = text.count("\n", 0, start) + 1
    cells: list[str | None] = []
    places: list[int] = []
    quoted: list[bool] = []
    ended = False
    for row in text[start:].split("\n"):
        for one, plain, _stop in _TOKEN.findall(row):
            if ended:
                break
            if _stop:
                ended = True
            else:
                cells.append(plain or one)
                quoted.append(not plain)
                places.append(line)
        if ended:
            break
        line += 1
    count = prod(len(one) for one in dimensions)
    if keyed:
        return _keyed(file, cells, quoted, places, dimensions, keyed)
    if len(cells) != count:
        first = text.count("\n", 0, start) + 1
        message = f"DATA has {counted(len(cells), 'value')} for {counted(count, 'cell')}, so they can't be told apart."
        place = Place(relative(file), None, first, "DATA", str(len(cells)))
        raise Faults([Fault("px-data-count", message, (place,), counted(count, "value"))])
    return cells, np.array(places, dtype=np.int64)


def _keyed(
    file: Path,
    cells: list[str | None],
    quoted: list[bool],
    places: list[int],
    dimensions: list[Dimension],
    keyed: dict[str, str],
) -> tuple[list[str | None], np.ndarray]:
    keys = [at for at, one in enumerate(dimensions) if one.name in keyed]
    width = prod(len(one) for at, one in enumerate(dimensions) if at not in keys)
    known = []
    for at in keys:
        one = dimensions[at]
        known.append(
            {name: n for n, name in enumerate(one.labels if keyed[one.name] == "VALUES" else one.codes)}
        )
    if keys != list(range(len(keys))):
        message = "The keyed dimensions don't come first."
        raise Faults(
            [Fault("px-keys", message, (Place(relative(file)),), "KEYS of the first dimensions of STUB")]
        )
    values: list[str | None] = [None] * prod(len(one) for one in dimensions)
    lines = np.zeros(len(values), dtype=np.int64)
    faults: list[Fault] = []
    seen: dict[int, int] = {}
    at, step = 0, len(keys) + width
    while at < len(cells):
        row, line = cells[at : at + step], places[at]
        positions = [of[key] for of, key in zip(known, row, strict=False) if key in of]
        if len(row) < step or not all(quoted[at : at + len(keys)]) or len(positions) < len(known):
            message = "The line doesn't hold its keys and as many figures as the other dimensions have cells."
            place = Place(relative(file), None, line, "DATA", " ".join(filter(None, row[: len(keys) + 1])))
            faults.append(
                Fault(
                    "px-keys",
                    message,
                    (place,),
                    f"{counted(len(keys), 'key')} and {counted(width, 'figure')}",
                )
            )
            break
        offset = 0
        for of, position in zip(known, positions, strict=True):
            offset = offset * len(of) + position
        if offset in seen:
            message = "The keys of the line stand on another line, too."
            both = (
                Place(relative(file), None, seen[offset], "DATA"),
                Place(relative(file), None, line, "DATA"),
            )
            faults.append(Fault("px-keys", message, both, "one line for each combination"))
        seen[offset] = line
        values[offset * width : (offset + 1) * width] = row[len(keys) :]
        lines[offset * width : (offset + 1) * width] = line
        at += step
    if faults:
        raise Faults(faults)
    return values, lines
