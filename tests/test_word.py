"""The docx as a file that the kansli works on: what Word counts by itself, and what keeps Word from complaining."""

from __future__ import annotations

import json
import re
import shutil
import uuid
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from docx import Document
from docx.oxml.ns import qn
from fontTools.ttLib import TTFont
from lxml import etree
from word_order import out_of_order

from finsam.render.pandoc import render
from finsam.verify.docx import read_docx

BOOK = Path(__file__).parent / "books" / "litet"
#: What a table wider than a page, a list in a box and a level too many add to the small book.
MORE = """
#### Längst ned

<div class="ruta">

- ett
- två

</div>

## Bred {#sec-bred}

Se @tbl-bred och @sec-bred.

<div id="tbl-bred">

| Post | HEADS |
|:--|DASHES
| Bidrag | AMOUNTS |

Utfall

</div>

## Sist

Slut.
"""
MORE = MORE.replace("HEADS", " | ".join(map(str, range(2005, 2021)))).replace("DASHES", "--:|" * 16)
MORE = MORE.replace("AMOUNTS", " | ".join(["12\u00a0430"] * 16))


def add(book: Path, text: str) -> None:
    notebook = book / "ekonomi.ipynb"
    content = json.loads(notebook.read_text(encoding="utf-8"))
    content["cells"].append({"cell_type": "markdown", "id": "ny", "metadata": {}, "source": text})
    notebook.write_text(json.dumps(content), encoding="utf-8")


@pytest.fixture(scope="module")
def file(tmp_path_factory) -> Path:
    """The small book with more in it."""
    book = Path(shutil.copytree(BOOK, tmp_path_factory.mktemp("bok") / "bok"))
    add(book, MORE)
    out = tmp_path_factory.mktemp("ut")
    render(book, out, ("docx",))
    return out / "exempel-2016.docx"


@pytest.fixture(scope="module")
def document(file):
    return Document(str(file))


def fields(paragraph) -> list[tuple[str, str]]:
    """(code, what it shows) of each field of a paragraph."""
    found = re.findall(
        r'fldCharType="begin".*?<w:instrText[^>]*>([^<]*)<.*?fldCharType="separate"/?>(.*?)<w:fldChar w:fldCharType="end"',
        paragraph.xml if hasattr(paragraph, "xml") else paragraph,
        re.S,
    )
    return [(code.strip(), "".join(re.findall(r"<w:t[^>]*>([^<]*)", shown))) for code, shown in found]


def test_captions_count_themselves(document):
    captions = [p for p in document.element.body.iter(qn("w:p")) if (p.style or "").endswith("Caption")]
    table, figure = "SEQ Tabell \\* ARABIC \\s 1", "SEQ Figur \\* ARABIC \\s 1"
    chapter = "STYLEREF 1 \\s"
    assert [fields(caption) for caption in captions] == [
        [(table, "1")],  # a chapter without number
        [(chapter, "1"), (table, "1")],
        [(chapter, "1"), (figure, "1")],
        [(chapter, "2"), (table, "1")],
        [(chapter, "2"), (table, "2")],
    ]


def test_references_follow_what_they_lead_to(document):
    links = [link for link in document.element.body.iter(qn("w:hyperlink")) if fields(link)]
    shown = {
        (link.get(qn("w:anchor")), re.sub(r"_Ref\d{8}", "_Ref", code), text)
        for link in links
        for code, text in fields(link)
    }
    whole, by_list = "REF _Ref \\h \\* MERGEFORMAT", "REF _Ref \\r \\h \\* MERGEFORMAT"
    assert shown == {
        ("tbl-deltagare-alla", whole, "Tabell\u00a01.1"), ("fig-resultat", whole, "Figur\u00a01.1"),
        ("tbl-utfall", whole, "2.1"), ("tbl-bred", whole, "Tabell\u00a02.2"),
        ("sec-noter", by_list, "2.1"), ("sec-hela", by_list, "1.1"), ("sec-bred", by_list, "2.2"),
    }  # fmt: skip
    words = [link for link in document.element.body.iter(qn("w:hyperlink")) if link.text == "beloppen"]
    assert len(words) == 1 and not fields(words[0])  # words of its own stay words


def test_headings_are_numbered_by_their_styles(file, document):
    numbered = {p.style.name: p for p in document.paragraphs if p.text in ("Ekonomi", "Noter", "Sist")}
    assert set(numbered) == {"Heading 1", "Heading 2"}
    for level, style in enumerate(("Heading 1", "Heading 2", "Heading 3")):
        own = document.styles[style].element.pPr.numPr
        assert (own.ilvl.val, own.numId.val) == (level, 1)
    headings = [block.text for block in read_docx(file).blocks if block.kind == "heading"]
    assert headings == [
        "Året i korthet", "Jämförelse", "1 Deltagare och resultat", "1.1 Hela förbundet", "1.2 Resultat",
        "1.3 Jämförelse", "2 Ekonomi", "2.1 Noter", "2.1.1 Kortfristiga skulder", "Längst ned", "2.2 Bred", "2.3 Sist",
    ]  # fmt: skip


def test_a_number_that_no_list_would_give_stays_text(tmp_path):
    """Below a level that was left out: the book prints 0, where programs count in their own ways."""
    book = Path(shutil.copytree(BOOK, tmp_path / "bok"))
    notebook = book / "ekonomi.ipynb"
    content = json.loads(notebook.read_text(encoding="utf-8"))
    content["cells"].insert(
        1, {"cell_type": "markdown", "id": "ny", "metadata": {}, "source": "### Överhoppad"}
    )
    notebook.write_text(json.dumps(content), encoding="utf-8")
    render(book, tmp_path, ("docx",))
    headings = [block.text for block in read_docx(tmp_path / "exempel-2016.docx").blocks if block.level]
    assert headings[-3:] == ["2.0.1 Överhoppad", "2.1 Noter", "2.1.1 Kortfristiga skulder"]
    document = Document(str(tmp_path / "exempel-2016.docx"))
    (skipped,) = (p for p in document.paragraphs if p.text == "2.0.1 Överhoppad")
    assert skipped._p.pPr.numPr.numId.val == 0


# ---- Fields as verify reads them ----


def changed(file: Path, out: Path, change: Callable[[str], str]) -> list[tuple[str, str | None, str | None]]:
    """(code, what stands there, what was expected) of the faults of the docx with its text changed."""
    with ZipFile(file) as old, ZipFile(out / "bok.docx", "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "word/document.xml":
                text = change(data.decode())
                assert text != data.decode()
                data = text.encode()
            new.writestr(name, data)
    return [(f.code, f.where[0].value, f.expected) for f in read_docx(out / "bok.docx").faults]


def after(text: str, mark: str, old: str, new: str) -> str:
    """The first `old` behind the first `mark` made `new`."""
    at = text.index(old, text.index(mark))
    return text[:at] + new + text[at + len(old) :]


def test_right_fields_are_right(file):
    assert read_docx(file).faults == []


@pytest.mark.parametrize(
    ("mark", "old", "new", "told"),
    [
        ("STYLEREF 1", ">1<", ">7<", ("field-differs", "7", "1")),
        ("SEQ Figur \\* ", ">1<", ">4<", ("field-differs", "4", "1")),
        ("REF _Ref", "Tabell\u00a01.1", "Tabell\u00a01.2", ("field-differs", "Tabell\u00a01.2", "Tabell\u00a01.1")),
        ("\\r \\h", ">2.1<", ">2.3<", ("field-differs", "2.3", "2.1")),
        ("REF _Ref", "_Ref00000001 ", "_Ref00000099 ", ("link-broken", "Tabell\u00a01.1", "_Ref00000099")),
    ],
)  # fmt: skip
def test_a_field_that_would_change_when_word_counts_is_told(file, tmp_path, mark, old, new, told):
    assert told in changed(file, tmp_path, lambda text: after(text, mark, old, new))


def test_a_table_without_a_row_of_heads_is_told(file, tmp_path):
    told = changed(file, tmp_path, lambda text: re.sub(r"<w:tblHeader[^>]*/>", "", text))
    assert {code for code, _, _ in told} == {"heads-missing"}


def test_a_chapter_out_of_the_list_changes_all_that_names_it(file, tmp_path):
    out = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="0"/></w:numPr></w:pPr>'
    faults = changed(
        file, tmp_path, lambda text: after(text, ">Jämförelse<", '<w:pStyle w:val="Heading1"/></w:pPr>',
                                           f'<w:pStyle w:val="Heading1"/>{out}'),
    )  # fmt: skip
    assert {("field-differs", "1", "nothing"), ("field-differs", "1.1", ".1")} & set(faults)
    assert ("field-differs", "2", "1") in faults


# ---- What Word asks for ----


def test_every_part_is_in_the_order_of_the_schema(file):
    assert list(out_of_order(file)) == []


def test_a_wrong_order_is_seen(file, tmp_path):
    changed(file, tmp_path, lambda text: text.replace("<w:keepNext/><w:jc", "<w:jc", 1).replace(
        '<w:pStyle w:val="Tabellhuvud"/>', '<w:keepNext/><w:pStyle w:val="Tabellhuvud"/>', 1))  # fmt: skip
    assert any("pPr" in wrong for wrong in out_of_order(tmp_path / "bok.docx"))


def test_it_opens_as_a_document_of_today_and_asks_nothing(document):
    settings = document.settings.element
    modes = settings.xpath("w:compat/w:compatSetting[@w:name='compatibilityMode']/@w:val")
    assert modes == ["15"]
    assert settings.xpath("w:updateFields") == []
    assert document.element.xpath("//w:fldChar/@w:dirty") == []
    assert settings.xpath("w:themeFontLang/@w:val | w:decimalSymbol/@w:val") == ["sv-SE", ","]


def test_properties_say_what_it_is(file, document):
    about = document.core_properties
    assert (about.title, about.subject) == ("Årsredovisning 2016", "Samordningsförbundet Exempel")
    assert (about.author, about.language) == ("Samordningsförbundet Exempel", "sv-SE")
    with ZipFile(file) as parts:
        counts = re.findall(
            "<(Pages|Words|Characters|Lines|TotalTime)>", parts.read("docProps/app.xml").decode()
        )
    assert counts == []  # pandoc's are those of its own reference document


def test_tables_tell_their_heads_and_title(document):
    titles = [table._tbl.tblPr.xpath("w:tblCaption/@w:val") for table in document.tables]
    assert titles == [
        ["Årets nyckeltal"], ["Deltagare i alla insatser 2016"], ["Budget och utfall 2016"], ["Utfall"],
    ]  # fmt: skip
    for table in document.tables:
        assert len(table._tbl.xpath("w:tr[1]/w:trPr/w:tblHeader")) == 1
        assert len(table._tbl.xpath("w:tr/w:trPr/w:cantSplit")) == len(table.rows)
        assert all(
            p.style.name.startswith("Tabell") for row in table.rows for c in row.cells for p in c.paragraphs
        )


def test_pages_are_counted_in_the_foot_and_reach_the_edge_of_every_page(document):
    feet = [section.footer for section in document.sections]
    assert [re.findall('w:instr="([A-Z]+)"', foot._element.xml) for foot in feet] == [
        ["PAGE", "NUMPAGES"]
    ] * 3
    for section, foot in zip(document.sections, feet, strict=True):
        room = section.page_width - section.left_margin - section.right_margin
        (tab,) = foot.paragraphs[0].paragraph_format.tab_stops
        assert tab.position == pytest.approx(room, abs=1000)


def test_the_font_comes_along(file):
    """ECMA-376 part 4, 2.8.1: the first 32 bytes of the font, each with a byte of the key from the last to the first."""
    with ZipFile(file) as parts:
        table = parts.read("word/fontTable.xml").decode()
        ((id, key),) = re.findall(r'<w:embedRegular r:id="([^"]+)" w:fontKey="\{([^}]+)\}"', table)
        (relation,) = (
            each
            for each in etree.fromstring(parts.read("word/_rels/fontTable.xml.rels"))
            if each.get("Id") == id
        )
        hidden = parts.read(f"word/{relation.get('Target')}")
    key_bytes = bytes.fromhex(uuid.UUID(key).hex)
    font = bytes(hidden[at] ^ key_bytes[15 - at % 16] for at in range(32)) + hidden[32:]
    assert font == (BOOK / "../../../finsam/render/fonts/SourceSans3-Regular.ttf").resolve().read_bytes()
    assert TTFont(BytesIO(font))["name"].getDebugName(1) == "Source Sans 3"
