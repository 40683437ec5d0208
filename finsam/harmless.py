"""Text from data made harmless for the places where it is shown: a line, an attribute of Markdown, a terminal.

What makes it literal Markdown is in chapters.markdown; pages escape by their templates, and spreadsheets have `exported`.
"""

from __future__ import annotations

import re

#: Control characters but tab and line ends, and those that turn the direction of what follows (Unicode UAX 9): a reader
#: doesn't see them, a terminal obeys them, and XML can't hold most of them.
UNSAFE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")

JOINER = "\u2060"
#: Of the last plane, which no font and no file has.
_PRIVATE = 0x10E000
#: A return without a new line lets a terminal write over what it has just written.
_SHOWN = re.compile(f"{UNSAFE.pattern}|\r(?!\n)")
_LINE_END = re.compile(r"[ \t]*[\r\n]+[ \t]*")


def visible(text: str) -> str:
    r"""The text with its unsafe characters as one writes them in JSON, such as \u001b."""
    return _SHOWN.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def one_line(text: str) -> str:
    """The text without line ends, each with the blanks around it a space, and without unsafe characters."""
    return visible(_LINE_END.sub(" ", text))


def attribute(text: str) -> str:
    """Text as the value of an attribute of Markdown, to stand between quotation marks.

    Written as entities, so that it holds nothing that pandoc would read. Quarto's shortcodes work in the values that
    come of them, too: a word joiner, which is neither seen nor heard, parts the braces that begin one.
    """
    parted = re.sub(
        r"\{(?=\{)", f"{{{JOINER}", one_line(text)
    )  # of three braces, too, no two are left together
    return re.sub(r"""[&<>{}"'\\`]""", lambda found: f"&#{ord(found[0])};", parted)


def hide_escaped(markdown: str) -> str:
    r"""Markdown with a sign of private use for each escaped one, such as \<, so that what looks for markup finds none."""
    return re.sub(r"\\([!-/:-@\[-`{-~])", lambda found: chr(_PRIVATE + ord(found[1])), markdown)


def show_escaped(text: str) -> str:
    """The text with the signs that `hide_escaped` hid, without their backslashes."""
    return re.sub(
        f"[{chr(_PRIVATE)}-{chr(_PRIVATE + 127)}]", lambda found: chr(ord(found[0]) - _PRIVATE), text
    )
