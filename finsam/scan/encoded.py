"""What stands in a text as base64: pictures within notebooks and pages."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator

#: Base64 with or without line ends in it, as they are or as JSON writes them. Shorter runs hold no picture.
_RUN = re.compile(
    r"(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{40,}(?:(?:\\[nr]|[ \t\r\n])+[A-Za-z0-9+/]{40,})*"
    r"(?:(?:\\[nr]|[ \t\r\n])+[A-Za-z0-9+/]+)?"
)
_LINE_END = re.compile(r"\\[nr]|\s+")


def encoded_parts(text: str) -> Iterator[tuple[int, bytes]]:
    """Where base64 begins in a text, and what it holds."""
    for found in _RUN.finditer(text):
        run = _LINE_END.sub("", found[0])
        # A run that is no base64 has any length.
        yield found.start(), base64.b64decode(run[: len(run) - len(run) % 4] + _rest(run))


def _rest(run: str) -> str:
    rest = run[len(run) - len(run) % 4 :]
    return rest + "=" * (4 - len(rest)) if len(rest) > 1 else ""
