"""One real book in all formats: the pdf and the docx say what the html says, and so does Quarto where there is one."""

from __future__ import annotations

import json
import re
from pathlib import Path

import docx
import pytest
from lxml import html as lxml_html
from pages import PageRow, read_pages
from pypdf import PdfReader

from finsam.build import INVENTED, build
from finsam.render.engines import has_quarto
from finsam.render.manifest import digest

BOOK = ("umearegionen", 2016)

SECTIONS = {"†": "avstamning.html#sec-avvikelser", "‡": "avstamning.html#sec-avrundning"}

needs_quarto = pytest.mark.skipif(
    not has_quarto(), reason="quarto is not on PATH; the embedded engine alone is tested"
)


@pytest.fixture(scope="module")
def report(workplace) -> Path:
    """The book in html, pdf and docx by the embedded engine."""
    return _built(workplace, "pandoc")


def _built(workplace: Path, engine: str) -> Path:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FINSAM_ROOT", str(workplace))
        return build(*BOOK, engine=engine)


def _plain(text: str) -> str:
    """Text without marks and with one kind of space, so that line breaks of a page don't matter."""
    return " ".join(re.sub("[†‡]", "", text).replace("\u2003", " ").split())


def _cells(rows: list[PageRow]) -> list[list[str]]:
    return [[_plain(row.label), *map(_plain, row.values())] for row in rows]


def _words(report: Path) -> list:
    """The Word files of the book and of its summary, which together have what the pages have."""
    return [docx.Document(str(file)) for file in sorted(report.glob("*.docx"))]


def test_all_outputs_of_the_contract_are_there(report):
    names = {"index.html", "umearegionen-2016.pdf", "umearegionen-2016.docx", "manifest.json", "notebooks"}
    assert names <= {path.name for path in report.iterdir()}


def test_manifest_has_the_hash_of_every_input_and_output(report, workplace):
    manifest = json.loads((report / "manifest.json").read_text(encoding="utf-8"))
    written = {path.relative_to(report).as_posix() for path in report.rglob("*") if path.is_file()}
    assert {entry["fil"] for entry in manifest["utdata"]} == written - {"manifest.json"}
    assert all(digest(report / entry["fil"]) == entry["sha256"] for entry in manifest["utdata"])
    inputs = {entry["fil"]: entry["sha256"] for entry in manifest["indata"]}
    assert all(digest(workplace / name) == sha256 for name, sha256 in inputs.items())
    assert any(name.endswith("deltagare.csv") for name in inputs)
    assert manifest["parametrar"] == {"forbund": "umearegionen", "ar": 2016}


def test_docx_has_the_tables_of_the_pages_cell_by_cell(report):
    found = []
    for table in (table for word in _words(report) for table in word.tables):
        rows = [[_plain(cell.text) for cell in row.cells] for row in table.rows[1:]]
        found.append([row for row in rows if len(set(row)) > 1 or len(row) == 1])
    for id, rows in read_pages(report).tables.items():
        wanted = [row for row in _cells(rows) if len(set(row)) > 1 or len(row) == 1]
        assert wanted in found, id


def test_pdf_has_every_row_of_the_pages(report):
    text = _plain(" ".join(page.extract_text() for page in PdfReader(report / "umearegionen-2016.pdf").pages))
    figures = set(re.findall(r"[−+]?\d[\d ]*(?:,\d+)?", text))
    everything = re.sub(r"\s", "", text)
    for id, rows in read_pages(report).tables.items():
        for row in rows:
            for value in row.values():
                number = re.fullmatch(r"[−+]?\d[\d\u00a0]*(?:,\d+)?", value.strip())
                if number:
                    assert re.sub(r"\s", "", value) in everything, (id, row.label, value)
    assert len(figures) > 300


def test_every_picture_has_an_alternative_text_in_html_and_docx(report):
    pages = "".join(page.read_text(encoding="utf-8") for page in report.glob("*.html"))
    alts = re.findall(r'<img[^>]*alt="([^"]*)"', pages)
    shapes = (shape for word in _words(report) for shape in word.inline_shapes)
    described = [shape._inline.docPr.get("descr") for shape in shapes]
    assert len(alts) == len(described) >= 10
    assert all(len(alt) > 30 for alt in alts)
    assert all(descr and len(descr) > 30 for descr in described)


#: The marked figures of the chapter on the economy, by table.
MARKED = {
    "tbl-budget": ["9 662‡", "1 848‡", "0†"],
    "tbl-ekonomisk-sammanfattning": [
        "−13 848†",
        "−1 506†",
        "−10 699‡",
        "12 430†",
        "3 201‡",
        "2 643†",
        "7 621‡",
    ],
    "tbl-ekonomi-i-text": ["13 828 tkr†", "10 699 tkr‡", "12 930 tkr†", "500 kr†", "3 201 tkr‡"],
    "tbl-kassaflode": ["1 105 607‡", "1 094 297‡", "1 748 590‡", "7 691 224‡", "9 370 101‡"],
    "tbl-balansrakning": ["7 757 531‡"],
    "tbl-not-1-verksamhetens-medlemsavgifter": ["1 000 000†"],
}


def _marked(table) -> list[str]:
    """The figures of a table of a page that have a mark."""
    cells = (cell.text_content().replace("\u00a0", " ") for cell in table.iter("td"))
    return [text for text in cells if re.search("[†‡]", text)]


def test_marks_stand_behind_their_figures_and_the_note_leads_to_the_reconciliation(report):
    tables = list(lxml_html.parse(str(report / "ekonomi.html")).getroot().iter("table"))
    assert {table.get("id"): _marked(table) for table in tables if _marked(table)} == MARKED
    for table in tables:
        signs = {text[-1] for text in _marked(table)}
        for note in table.xpath("following::div[@class='tabellnot'][1]") if signs else ():
            assert signs == set(re.findall("[†‡]", note.text_content()))
            assert {link.get("href") for link in note.iter("a")} == {SECTIONS[sign] for sign in signs}


def test_marks_stand_behind_their_figures_in_print(report):
    tables = docx.Document(str(report / "umearegionen-2016.docx")).tables
    word = {cell.text.replace("\u00a0", " ") for table in tables for row in table.rows for cell in row.cells}
    pages = PdfReader(report / "umearegionen-2016.pdf").pages
    pdf = re.sub(r"\s", "", "".join(page.extract_text() for page in pages))
    for text in (text for texts in MARKED.values() for text in texts):
        assert text in word
        assert re.sub(r"\s", "", text) in pdf


# ---- What every page of an invented förbund's book says -------------------------------------------------------


def _says(report: Path) -> dict[str, list[bool]]:
    """Of each format, whether each page says that the förbund is invented."""
    pdfs, words = report.glob("*.pdf"), report.glob("*.docx")
    sections = [section for word in words for section in docx.Document(str(word)).sections]
    heads = [section.header for section in sections]
    heads += [s.first_page_header for s in sections if s.different_first_page_header_footer]
    pages = [lxml_html.parse(str(page)).find(".//body") for page in sorted(report.glob("*.html"))]
    return {
        "html": [INVENTED in page.text_content() for page in pages],
        "pdf": [INVENTED in _plain(page.extract_text()) for pdf in pdfs for page in PdfReader(pdf).pages],
        "docx": [INVENTED in "".join(line.text for line in head.paragraphs) for head in heads],
    }


@pytest.fixture
def invented(repository) -> tuple[str, int]:
    """A small book of an invented förbund."""
    repository.forbund("pahittat: true\n")
    repository.year("kapitel: [index, ekonomi, avstamning]\n")
    repository.raw("budget.csv", "sektion;typ;rad;budget;utfall\nKostnader;post;Lokal;100;90\n")
    return "prov", 2020


@pytest.mark.parametrize("engine", ["pandoc", pytest.param("quarto", marks=needs_quarto)])
def test_every_page_of_an_invented_forbund_says_so(invented, engine):
    said = _says(build(*invented, engine=engine))
    assert all(said[name] and all(said[name]) for name in ("html", "pdf", "docx")), said
    assert len(said["html"]) == 6 and len(said["pdf"]) >= 5


def test_the_notice_is_marked_up_as_one_and_stands_in_the_metadata(invented):
    report = build(*invented, engine="pandoc")
    page = lxml_html.parse(str(report / "avstamning.html"))
    (notice,) = page.xpath("//header/*[@role='note']")
    assert notice.text == INVENTED == page.find(".//meta[@name='description']").get("content")
    assert PdfReader(report / "prov-2020.pdf").metadata.subject == INVENTED
    assert docx.Document(str(report / "prov-2020.docx")).core_properties.comments == INVENTED


def test_no_page_of_a_real_forbund_says_so(report):
    assert not any(any(pages) for pages in _says(report).values())
    assert "upplysning" not in (report / "index.html").read_text(encoding="utf-8")
    assert "Subject" not in (PdfReader(report / "umearegionen-2016.pdf").metadata or {})


@needs_quarto
def test_both_engines_give_the_same_tables(report, workplace):
    embedded = read_pages(report).tables
    by_quarto = read_pages(_built(workplace, "quarto")).tables
    assert by_quarto.keys() == embedded.keys()
    for id, rows in embedded.items():
        assert _cells(by_quarto[id]) == _cells(rows), id
