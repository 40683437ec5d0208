"""What Markdown and HTML can do and a text may not.

A first look, so that a fault has its file and line; what hides from it is found in the finished document
(render/filters/ofarligt.lua).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from finsam.faults import Fault, mixed_alphabets, unsafe_sign
from finsam.harmless import UNSAFE
from finsam.lookalike import mixed_words
from finsam.texts.template import TAGS, Source

_CODE = re.compile(r"(`+).+?\1", re.S)
#: An address in angle brackets is no HTML.
_HTML = re.compile(r"<(?!https?://|mailto:)[A-Za-z/!?][^>\n]*>?")
#: What passes code on as HTML or another format. Refused inside code, too, since pandoc alone knows where code is.
_RAW = re.compile(r"\{[ \t]*=[^}\n]*\}")
_MARKUP = re.compile(
    # Code that Quarto runs, such as a diagram.
    r"^[ \t]*(?:`{3,}|~{3,})[ \t]*\{[ \t]*[A-Za-z][^}\n]*\}"
    # Attributes and pictures.
    r"|\{[^{}\n]*[\w:-]+[ \t]*=[^{}\n]*\}"
    r"|!\[[^\]\n]*\][(\[]"
    # Addresses that are no page.
    r"|\][(:][ \t]*<?[ \t]*(?!https?:|mailto:)[A-Za-z][\w+.-]*:[^\s)]*"
    # A block of metadata, which no reader would see.
    r"|(?:\A|^[ \t]*\n)---[ \t]*\n(?=[ \t]*\S)",
    re.I | re.M,
)


def refused(source: Source) -> Iterator[Fault]:
    """A fault for each thing in the text that no reader of the Word file would see, or that a page would run."""
    written = blank(TAGS, source.text)
    for pattern, text in ((_HTML, blank(_CODE, written)), (_RAW, written)):
        for found in pattern.finditer(text):
            message = "HTML can't stand in a text."
            expected = "Markdown; <!-- ersätter --> alone on the first line of a section is the only comment"
            place = source.place(_line(text, found.start()), found[0])
            yield Fault("html-in-text", message, (place,), expected)
    for found in _MARKUP.finditer(blank(_RAW, written)):
        start = found.end() - len(found[0].lstrip())
        message = (
            "A text can't hold attributes, pictures, code to be run, metadata or addresses that are no page."
        )
        place = source.place(_line(written, start), found[0].strip())
        yield Fault(
            "markdown-refused", message, (place,), "words, lists, tables and links to https:// or mailto:"
        )
    for found in UNSAFE.finditer(source.text):
        yield unsafe_sign(source.place(_line(source.text, found.start()), found[0]))
    for line, words in enumerate(map(mixed_words, source.text.split("\n")), start=1):
        if words:
            yield mixed_alphabets(source.place(line, words[0]), words)


def blank(pattern: re.Pattern[str], text: str) -> str:
    """The text with spaces instead of what a pattern finds; line breaks stay, so that places stay right."""
    return pattern.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)


def _line(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1
