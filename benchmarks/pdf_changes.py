"""One place of a pdf changed at random, for `mutations.py`: each says what it did, and nothing where there is no place."""

from __future__ import annotations

import random
from collections.abc import Callable

from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)

from finsam.scan import pdf_text


def digit(writer: PdfWriter, chance: random.Random) -> str:
    """Another glyph in the content stream of a page; a page whose fonts have only one digit is left for another."""
    for page in chance.sample(list(writer.pages), len(writer.pages)):
        data = page.get_contents().get_data()
        places = list(_digits(page, data))
        if places:
            start, end, glyph, told = chance.choice(places)
            stream = StreamObject()
            stream.set_data(data[:start] + glyph + data[end:])
            page[NameObject("/Contents")] = writer._add_object(stream)
            return told
    return ""


def _digits(page: object, data: bytes):
    """(start, end, other glyph, what changes) for each digit shown; strings are given whole, in hexadecimal."""
    fonts = {name: pdf_text.letters_of(font.get_object()) for name, font in pdf_text.fonts_of(page).items()}
    letters: dict[bytes, str] = {}
    for found in pdf_text.TOKEN.finditer(data):
        if found["marked"] is None and found[0].startswith(b"/"):
            letters = fonts.get(found[0].decode("latin-1"), {})
        elif found["marked"] is None and found[0].startswith(b"("):
            run = pdf_text.unescaped(found[0][1:-1])
            codes = [run[at : at + 2] for at in range(0, len(run), 2)]
            shown = [letters.get(code, "") for code in codes]
            for at, sign in enumerate(shown):
                others = [
                    c
                    for c, s in letters.items()
                    if s.strip("\u2060").isdigit() and s.strip("\u2060") != sign.strip("\u2060")
                ]
                if sign.strip("\u2060").isdigit() and others:
                    new = b"".join([*codes[:at], others[at % len(others)], *codes[at + 1 :]])
                    told = f"{''.join(shown)[-60:]!r} digit {at} -> {letters[others[at % len(others)]]!r}"
                    yield found.start(), found.end(), b"<" + new.hex().encode() + b">", told


def _elements(writer: PdfWriter, kind: str) -> list[DictionaryObject]:
    return [
        element
        for element in (reference.get_object() for reference in writer._objects if reference is not None)
        if isinstance(element, DictionaryObject) and element.get("/S") == kind and "/P" in element
    ]


def _shown(cell: DictionaryObject) -> str:
    cell = cell.get_object()
    texts = pdf_text.page_texts(cell["/Pg"].get_object())[0] if "/Pg" in cell else {}
    return "".join(texts.get(int(kid), "") for kid in cell["/K"] if isinstance(kid, NumberObject))


def cells(writer: PdfWriter, chance: random.Random) -> str:
    row = chance.choice([row for row in _elements(writer, "/TR") if len(row["/K"]) > 2])
    kids = row["/K"]
    one, two = chance.sample(range(len(kids)), 2)
    if _shown(kids[one]) == _shown(kids[two]):
        return ""
    kids[one], kids[two] = kids[two], kids[one]
    return f"columns {one} and {two}"


def dropped(kind: str) -> Callable[[PdfWriter, random.Random], str]:
    def change(writer: PdfWriter, chance: random.Random) -> str:
        element = chance.choice(
            [e for e in _elements(writer, kind) if isinstance(e["/P"].get("/K"), ArrayObject)]
        )
        kids = element["/P"]["/K"]
        at = next(at for at, kid in enumerate(kids) if kid.get_object() is element)
        del kids[at]
        return f"{kind} number {at} of {len(kids) + 1}"

    return change


def alt(writer: PdfWriter, chance: random.Random) -> str:
    figure = chance.choice([each for each in _elements(writer, "/Figure") if "/Alt" in each])
    told = str(figure["/Alt"])[:80]
    figure[NameObject("/Alt")] = TextStringObject("")
    return told


def link(writer: PdfWriter, chance: random.Random) -> str:
    notes = [note.get_object() for page in writer.pages for note in page.get("/Annots", ())]
    chosen = chance.choice([note for note in notes if note.get("/Subtype") == "/Link"])
    chosen[NameObject("/Dest")] = ArrayObject([NumberObject(9999), NameObject("/Fit")])
    chosen.pop("/A", None)
    return "a link"
