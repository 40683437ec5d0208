"""What pages, pdf and Word documents lack for screen readers, one fault at a time in small ones that have all of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    DictionaryObject,
    NameObject,
    StreamObject,
    TextStringObject,
)

from finsam.accessible import axe
from finsam.accessible.pages import page_faults
from finsam.accessible.pdf import pdf_faults
from finsam.accessible.word import word_faults

GOOD = """<!doctype html><html lang="sv-SE"><head><meta charset="utf-8"><title>Sida</title></head><body><main>
<h1>Sida</h1><h2>Del</h2><img src="a.png" alt=""><svg aria-label="Bild"></svg>
<div role="img" aria-label="Flöde"><svg></svg></div><svg aria-hidden="true"></svg>
<table><caption>Antal</caption><tr><th scope="col">År</th></tr><tr><td>1</td></tr></table>
<p><a href="b.html">Länk</a> <a id="mal"></a> <button aria-label="Stäng"></button></p>
<form><label for="sok">Sök</label><input id="sok"><input type="hidden"><label>År <select></select></label></form>
<nav aria-label="Innehåll"></nav><nav aria-labelledby="rubrik"></nav><p id="rubrik">Sidor</p>
</main></body></html>"""

#: What is put in the place of what, and what is then said.
OF_PAGES = [
    ("<title>Sida</title>", "", "has no title"),
    ("<main>", "<main></main><main>", "2 main parts"),
    ("<h1>Sida</h1><h2>Del</h2>", "", "has no heading"),
    ("<h2>Del</h2>", "<h2> </h2>", "heading is empty"),
    ("<h2>Del</h2>", "<h3>Del</h3>", "level 3 comes after one of level 1"),
    ("<h2>Del</h2>", "<h2>Del</h2><h1>Två</h1>", "more than one first heading"),
    (' alt=""', "", "picture has no alternative text"),
    (' aria-label="Bild"', "", "drawing has no name"),
    (' aria-label="Flöde"', "", "stands for a picture has no name"),
    ('<tr><th scope="col">År</th></tr>', "", "table has no heads"),
    ("<caption>Antal</caption>", "", "table has no caption"),
    (' aria-label="Stäng"', "", "link or button has no name"),
    ('<label for="sok">Sök</label>', "", "field has no label"),
    ("<p><a", '<p tabindex="2"><a', "out of the order"),
    ('id="rubrik"', 'id="rubrik2"', "aria-labelledby names an element"),
    ('aria-label="Innehåll"', 'aria-label="Sidor"', "same role and name"),
]  # fmt: skip


def page(folder: Path, text: str) -> Path:
    (folder / "sida.html").write_text(text, encoding="utf-8")
    return folder


def test_a_page_that_has_all_has_no_fault(tmp_path):
    assert page_faults(page(tmp_path, GOOD)) == []


@pytest.mark.parametrize(("old", "new", "said"), OF_PAGES)
def test_what_a_page_lacks_is_told_with_the_element(tmp_path, old, new, said):
    assert old in GOOD
    found = page_faults(page(tmp_path, GOOD.replace(old, new, 1)))
    assert any(said in fault.message for fault in found), found
    assert all(place.file == "sida.html" for fault in found for place in fault.where)


def test_two_pages_of_one_title_are_told(tmp_path):
    (tmp_path / "andra.html").write_text(GOOD, encoding="utf-8")
    (fault,) = page_faults(page(tmp_path, GOOD))
    assert "2 pages have the same title" in fault.message


def test_a_browser_that_says_nothing_of_a_page_is_a_finding(tmp_path, monkeypatch):
    """As one that can't open the page, and one that never ends."""
    silent, endless = tmp_path / "tyst", tmp_path / "evig"
    for file, does in ((silent, "exit 0"), (endless, "exec sleep 60")):
        file.write_text(f"#!/bin/sh\n{does}\n")
        file.chmod(0o755)
    folder = tmp_path / "bok"
    folder.mkdir()
    page(folder, GOOD)
    monkeypatch.setattr(axe, "_SECONDS", 0.2)
    for program in (silent, endless):
        (fault,) = axe.axe_faults(folder, "", str(program))
        assert fault.code == "page-inaccessible" and "no answer" in fault.message


def element(kind: str, *kids: DictionaryObject, **more: object) -> DictionaryObject:
    found = DictionaryObject({NameObject("/S"): NameObject(kind), NameObject("/K"): ArrayObject(kids)})
    found.update({NameObject(f"/{name}"): value for name, value in more.items()})
    return found


def head() -> DictionaryObject:
    return element("/TH", A=DictionaryObject({NameObject("/Scope"): NameObject("/Column")}))


def pdf(file: Path, *elements: DictionaryObject) -> Path:
    """A pdf that has all but what its elements lack."""
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    writer.add_metadata({"/Title": "Bok"})
    about = StreamObject()
    about.set_data(b"<pdfuaid:part>1</pdfuaid:part>")
    yes = BooleanObject(True)
    for name, value in {
        "/Lang": TextStringObject("sv-SE"),
        "/MarkInfo": DictionaryObject({NameObject("/Marked"): yes}),
        "/ViewerPreferences": DictionaryObject({NameObject("/DisplayDocTitle"): yes}),
        "/Metadata": writer._add_object(about),
        "/StructTreeRoot": element("/Document", *elements),
    }.items():
        writer.root_object[NameObject(name)] = value
    writer.write(file)
    return file


@pytest.mark.parametrize(
    ("elements", "said"),
    [
        ([element("/H1"), element("/H2"), element("/Figure", Alt=TextStringObject("Flöde"))], ""),
        ([element("/Table", element("/TR", head()))], ""),
        ([element("/Figure", Alt=TextStringObject(" "))], "picture has no alternative text"),
        ([element("/Sect", element("/Figure"))], "picture has no alternative text"),
        ([element("/Table", element("/TR", element("/TD")))], "table has no heads"),
        ([element("/Table", element("/TR", element("/TH")))], "head of a table"),
        ([element("/H1"), element("/H3")], "level 3 comes after one of level 1"),
    ],
)
def test_what_the_tags_of_a_pdf_lack_is_told(tmp_path, elements, said):
    messages = [fault.message for fault in pdf_faults(pdf(tmp_path / "bok.pdf", *elements))]
    assert len(messages) == bool(said) and all(said in message for message in messages), messages


def word(file: Path, heading: int = 1, described: bool = True, decoration: bool = False) -> Path:
    document = Document()
    document.core_properties.title = "Bok"
    document.add_heading("Kapitel", heading)
    run = document.add_paragraph().add_run()
    drawing = OxmlElement("wp:docPr")
    drawing.set("name", "Bild 1")
    if described:
        drawing.set("descr", "Flöde")
    if decoration:
        mark = drawing.makeelement("{http://schemas.microsoft.com/office/drawing/2017/decorative}decorative")
        mark.set("val", "1")
        drawing.append(mark)
    run._r.append(drawing)
    for each in document.styles.element.findall(f".//{qn('w:lang')}"):
        each.set(qn("w:val"), "sv-SE")
    document.save(str(file))
    return file


@pytest.mark.parametrize(
    ("made", "said"),
    [
        ({}, ""),
        ({"described": False}, "'Bild 1' has no alternative text"),
        ({"described": False, "decoration": True}, ""),
        ({"heading": 2}, "'Kapitel' of level 2 comes after level 0"),
    ],
)
def test_what_a_word_document_lacks_is_told(tmp_path, made, said):
    messages = [fault.message for fault in word_faults(word(tmp_path / "bok.docx", **made))]
    assert len(messages) == bool(said) and all(said in message for message in messages), messages


def test_a_word_document_without_headings_and_language_is_told(tmp_path):
    document = Document()
    for each in document.styles.element.findall(f".//{qn('w:docDefaults')}//{qn('w:lang')}"):
        each.getparent().remove(each)
    document.core_properties.title = ""
    document.save(str(tmp_path / "bok.docx"))
    messages = " ".join(fault.message for fault in word_faults(tmp_path / "bok.docx"))
    assert all(said in messages for said in ("no title", "its language", "no headings"))
