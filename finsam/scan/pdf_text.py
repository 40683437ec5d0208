"""The text of a pdf page by its marked content: what each part of the structure tree shows, and what stands around."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from pypdf import PageObject
from pypdf.generic import ArrayObject, DictionaryObject, NullObject, PdfObject, StreamObject

#: A string of a content stream; parentheses that balance stand in it as they are.
_STRING = rb"\((?:[^()\\]|\\[\s\S]"
_STRING = _STRING + b"|" + _STRING + b"|" + _STRING + b"|" + _STRING + rb")*\))*\))*\))*\)"
#: What of a content stream matters here: marks of content with their properties; strings; fonts; and the operators of
#: text. All that draws is passed over.
TOKEN = re.compile(
    rb"(?P<marked>/[A-Za-z0-9]+\s*<<(?:[^<>()]|"
    + _STRING
    + rb"|<[0-9A-Fa-f\s]*>|<<[^<>]*>>)*>>\s*BDC)|"
    + _STRING
    + rb"|<[0-9A-Fa-f]+>(?=[^A-Za-z]*T[jJ]|[\s\d.\-]*[(<\]])"
    rb"|/[A-Za-z0-9]+(?=\s+[\d.]+\s+Tf)"
    rb"|\b(?:TJ|Tj|EMC|BMC|ET)\b"
)
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|\r\n|[\s\S])")
_SIGNS = {
    b"n": b"\n",
    b"r": b"\r",
    b"t": b"\t",
    b"b": b"\b",
    b"f": b"\f",
    b"\n": b"",
    b"\r": b"",
    b"\r\n": b"",
}


def page_texts(page: PageObject) -> tuple[dict[int, str], list[str]]:
    """The texts of a page by the number of their marked content, and those of artifacts such as running heads."""
    fonts = {name: letters_of(font.get_object()) for name, font in fonts_of(page).items()}
    contents = page.get_contents()
    texts: dict[int, list[str]] = {}
    around: list[str] = []
    open_marks: list[int | None] = []
    letters: dict[bytes, str] = {}
    shown: list[bytes] = []
    for token in _tokens(contents.get_data() if contents is not None else b""):
        first = token[:1]
        if first == b"(":
            shown.append(unescaped(token[1:-1]))
        elif first == b"<" and token != b"<<":
            shown.append(bytes.fromhex(token[1:-1].decode()))
        elif token in (b"Tj", b"TJ"):
            text = "".join(
                letters.get(run[at : at + 2], "\ufffd") for run in shown for at in range(0, len(run), 2)
            )
            mark = next((mark for mark in reversed(open_marks) if mark is not None), None)
            if mark is None:
                around.append(text)
            else:
                texts.setdefault(mark, []).append(text)
            shown = []
        elif first == b"/":
            letters = fonts.get(token.decode("latin-1"), {})
        elif token.startswith(b"MCID"):
            open_marks.append(int(token[4:]))
            shown = []
        elif token == b"BDC" or token == b"BMC":
            open_marks.append(None)
        elif token == b"EMC" and open_marks:
            open_marks.pop()
        elif token == b"ET":
            shown = []
    return {mark: "".join(parts) for mark, parts in texts.items()}, around


def _tokens(data: bytes) -> Iterator[bytes]:
    """Strings, fonts and marks in order. A mark with an id is one token, `MCID12`."""
    for found in TOKEN.finditer(data):
        if found["marked"] is not None:
            id = re.search(rb"/MCID (\d+)", found["marked"])
            yield b"MCID" + id[1] if id else b"BDC"
        else:
            yield found[0]


def unescaped(string: bytes) -> bytes:
    def sign(found: re.Match[bytes]) -> bytes:
        code = found[1]
        if code[:1].isdigit():
            return bytes([int(code, 8) & 255])
        return _SIGNS.get(code, bytes(code))

    return _ESCAPE.sub(sign, string)


def listed(value: PdfObject | None) -> list[Any]:
    """One or many, as the kids of an element are, with what they refer to."""
    there = value.get_object() if value is not None else ArrayObject()
    return [each.get_object() for each in there] if isinstance(there, ArrayObject) else [there]


def fonts_of(page: PageObject) -> DictionaryObject:
    found: PdfObject | None = page
    for name in ("/Resources", "/Font"):
        found = found.get(name, NullObject()).get_object() if isinstance(found, DictionaryObject) else None
    return found if isinstance(found, DictionaryObject) else DictionaryObject()


def letters_of(font: DictionaryObject) -> dict[bytes, str]:
    """The letters of a font by their two-byte codes."""
    cmap = font.get("/ToUnicode", NullObject()).get_object()
    return _from_cmap(cmap.get_data()) if isinstance(cmap, StreamObject) else {}


@lru_cache(maxsize=64)
def _from_cmap(cmap: bytes) -> dict[bytes, str]:
    letters = {}
    for part in re.findall(rb"beginbfchar(.*?)endbfchar", cmap, re.S):
        for code, text in re.findall(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]*)>", part):
            letters[bytes.fromhex(code.decode())] = _utf16(text)
    for part in re.findall(rb"beginbfrange(.*?)endbfrange", cmap, re.S):
        for low, high, text in re.findall(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", part):
            first = int(text, 16)
            for step in range(int(high, 16) - int(low, 16) + 1):
                letters[(int(low, 16) + step).to_bytes(2, "big")] = chr(first + step)
    return letters


def _utf16(text: bytes) -> str:
    return bytes.fromhex(text.decode()).decode("utf-16-be")
