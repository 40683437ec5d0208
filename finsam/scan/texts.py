"""Identity numbers in text that is written for programs: HTML, XML, JSON, Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pyarrow as pa
import pyarrow.compute as pc

from finsam.identity.digits import as_read, plain
from finsam.identity.numbers import LIKELY, find, whole

#: Tags within a line of text, on whose both sides one number can stand.
_INLINE = re.compile(
    r"</?(?:a|abbr|b|bdi|bdo|cite|code|data|del|em|font|i|ins|kbd|mark|q|s|samp|small|span|strong|sub|sup|time|tspan|u|"
    r"var|wbr)\b[^<>]*>|<!--.*?-->",
    re.I | re.S,
)
#: Of Word, Excel and drawings in them: what ends a text, and all other tags.
_ENDS = re.compile(r"</(?:[wax]:)?(?:p|tc|c|si|comment|row|v)>|<w:(?:tab|br|cr)\b[^>]*>")
_TAG = re.compile(r"<[^>]*>")
_OFFICE = "schemas.openxmlformats.org"
_BEFORE_SIGN = re.compile(r"\\+(?=[-+._/ ])")
#: What a tag holds alone, when it is made of digits and blanks.
_CELL = re.compile(r">\s*([0-9][0-9 ]{8,26}[0-9])\s*<")
#: See identity.numbers.LIKELY; besides, what a tag holds alone.
_LIKELY = LIKELY + r"|>\s*[0-9][0-9 ]{8,26}[0-9]\s*<"


def lines_with_numbers(text: str) -> list[int]:
    """The lines, from 1, in which identity numbers stand as text, markup or escaped; each once."""
    found = set()
    for reading in _readings(text):
        as_plain = plain(reading)
        if not pc.match_substring_regex(pa.scalar(as_plain, pa.large_string()), _LIKELY).as_py():
            continue
        starts = [start for start, _ in find(as_plain)]
        starts += [cell.start() for cell in _CELL.finditer(as_plain) if whole(cell[1])]
        found |= {as_plain.count("\n", 0, start) + 1 for start in starts}
    return sorted(found)


def _readings(text: str) -> Iterator[str]:
    """The text, and what a reader sees of it. None has other line ends than the text."""
    yield text
    if _OFFICE in text:
        yield as_read(_TAG.sub(_line_ends, _ENDS.sub("\0", text)))
    elif "<" in text:
        yield as_read(_INLINE.sub(_line_ends, text))
    if (read := as_read(text)) != text:
        yield read
    if "\\" in text:
        yield _BEFORE_SIGN.sub("", read)


def _line_ends(tag: re.Match[str]) -> str:
    return "\n" * tag[0].count("\n")
