"""A pdf against what PDF/UA-1 (ISO 14289-1) and WCAG ask of its tags, as far as they can be told without looking."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pypdf import PdfReader
from pypdf.generic import DictionaryObject, NullObject, StreamObject

from finsam.faults import Fault, Place
from finsam.scan.pdf_text import listed


def pdf_faults(file: Path) -> list[Fault]:
    """What is wrong in a pdf. One that says nothing of PDF/UA is told, too: it can't be signed and archived as accessible."""
    try:
        reader = PdfReader(file)
        found = [*_of_document(reader), *_of_tree(reader)]
    except Exception as error:  # whatever a broken file does to its parser, it is a finding
        found = [(f"The pdf can't be read: {type(error).__name__}.", "a pdf built anew")]
    return [
        Fault("pdf-inaccessible", message, (Place(file.name),), expected)
        for message, expected in dict.fromkeys(found)
    ]


Wrong = tuple[str, str]


def _of_document(reader: PdfReader) -> Iterator[Wrong]:
    root = reader.root_object
    if not _part(root, "/MarkInfo").get("/Marked"):
        yield "The pdf isn't tagged.", "/MarkInfo with /Marked true"
    if not root.get("/Lang"):
        yield "The pdf doesn't say its language.", "/Lang"
    if not _part(root, "/ViewerPreferences").get("/DisplayDocTitle"):
        yield "The window shows the name of the file and not the title.", "/DisplayDocTitle true"
    if not (reader.metadata and reader.metadata.title):
        yield "The pdf has no title.", "a title"
    metadata = root.get("/Metadata", NullObject()).get_object()
    about = metadata.get_data() if isinstance(metadata, StreamObject) else b""
    if b"pdfuaid:part" not in about:
        yield "The pdf doesn't claim PDF/UA.", "the embedded engine, whose pdf is PDF/UA-1"


def _of_tree(reader: PdfReader) -> Iterator[Wrong]:
    tree = _part(reader.root_object, "/StructTreeRoot")
    if not tree:
        yield "The pdf has no structure.", "/StructTreeRoot"
        return
    last = 0
    for element in _elements(tree):
        kind = str(element["/S"])
        if kind == "/Figure" and not str(element.get("/Alt", "")).strip():
            yield "A picture has no alternative text.", "/Alt"
        elif kind == "/Table" and not any(str(each["/S"]) == "/TH" for each in _elements(element)):
            yield "A table has no heads.", "/TH"
        elif kind == "/TH" and not any("/Scope" in about for about in _attributes(element)):
            yield "A head of a table doesn't say what it is the head of.", "/Scope"
        elif kind in ("/H1", "/H2", "/H3", "/H4", "/H5", "/H6"):
            level = int(kind[2:])
            if level > last + 1:
                yield f"A heading of level {level} comes after one of level {last}.", f"level {last + 1}"
            last = level


def _elements(element: DictionaryObject) -> Iterator[DictionaryObject]:
    """The elements below one, in reading order."""
    for kid in listed(element.get("/K")):
        if isinstance(kid, DictionaryObject) and "/S" in kid:
            yield kid
            yield from _elements(kid)


def _attributes(element: DictionaryObject) -> list[DictionaryObject]:
    return [about for about in listed(element.get("/A")) if isinstance(about, DictionaryObject)]


def _part(of: DictionaryObject, name: str) -> DictionaryObject:
    """A part that has parts of its own, an empty one where there is none."""
    found = of.get(name, NullObject()).get_object()
    return found if isinstance(found, DictionaryObject) else DictionaryObject()
