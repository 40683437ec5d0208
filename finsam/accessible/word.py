"""A Word document against what its readers' programs need: language, title, headings, heads of tables, texts of pictures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from docx import Document
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from lxml import etree

from finsam.faults import Fault, Place

_HEADING = re.compile(r"[Hh]eading ([1-9])")


def word_faults(file: Path) -> list[Fault]:
    """What is wrong in a docx."""
    try:
        found = list(_of_document(Document(str(file))))
    except Exception as error:  # whatever a broken file does to its parser, it is a finding
        found = [(f"The document can't be read: {type(error).__name__}.", "a docx built anew")]
    return [
        Fault("word-inaccessible", message, (Place(file.name),), expected)
        for message, expected in dict.fromkeys(found)
    ]


def _of_document(document: WordDocument) -> Iterator[tuple[str, str]]:
    if not document.core_properties.title:
        yield "The document has no title.", "a title among its properties"
    languages = document.styles.element.findall(f".//{qn('w:docDefaults')}//{qn('w:lang')}")
    if not any(each.get(qn("w:val")) for each in languages):
        yield "The document doesn't say its language.", "w:lang among the defaults of its styles"
    last = 0
    for paragraph in document.paragraphs:
        style = paragraph.style.name if paragraph.style else None
        if (found := _HEADING.fullmatch(style or "")) and paragraph.text.strip():
            level = int(found[1])
            if level > last + 1:
                yield (
                    f"The heading {paragraph.text!r} of level {level} comes after level {last}.",
                    f"level {last + 1}",
                )
            last = level
    if not last:
        yield "The document has no headings.", "styles of headings"
    body = document.element.body
    for drawing in body.iter(qn("wp:docPr")):
        if not (drawing.get("descr") or "").strip() and not _is_decoration(drawing):
            yield f"The picture {drawing.get('name')!r} has no alternative text.", "descr"
    for number, table in enumerate(body.iter(qn("w:tbl")), start=1):
        if table.find(f".//{qn('w:tblHeader')}") is None:
            yield f"Table {number} of the document has no row of heads.", "w:tblHeader"


def _is_decoration(drawing: etree._Element) -> bool:
    return any(each.tag.endswith("}decorative") and each.get("val") == "1" for each in drawing.iter())
