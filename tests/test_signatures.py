"""The page that the board signs: who stands on it by the params, what it says, and how it comes out in each format."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import REPOSITORY
from docx import Document
from docx.oxml.ns import qn
from lxml import html
from pypdf import PdfReader
from test_pdf import elements, made

from finsam.chapters import signatures
from finsam.chapters.book import Book
from finsam.delivery.read import read_delivery
from finsam.faults import Faults
from finsam.params import load_params
from finsam.params.kinds import CHAPTERS_OF
from finsam.render.pandoc import render

BOARD = """underskrifter:
  ort: Ekvik
  styrelse:
    - {roll: Ordförande, namn: Karin Ekbäck, utsedd_av: Ekviks kommun}
    - {namn: Amina Sjöholt}
"""


@pytest.fixture
def opened(repository):
    """The book prov/2020 with these keys in forbund.yml and in the year's params."""

    def open_with(forbund: str = "", year: str = "", slag: str = "arsredovisning") -> Book:
        repository.raw("deltagare.csv", "insats;matt;period;totalt\nA;nya;2020;30\n")
        repository.forbund(forbund)
        repository.write("params/prov/2020.yml", f"slag: {slag}\n{year}")
        params = load_params("prov", 2020)
        return Book(params, read_delivery(params))

    return open_with


def shown(*parts: object) -> str:
    flat = [each for part in parts for each in (part if isinstance(part, list) else [part])]
    return "\n".join(str(each).replace("\xa0", " ") for each in flat if each is not None)


def test_only_an_annual_report_is_signed_by_default():
    signed = {kind for kind, chapters in CHAPTERS_OF.items() if "underskrifter" in chapters}
    assert signed == {"arsredovisning"}
    assert CHAPTERS_OF["arsredovisning"][-1] == "underskrifter"


def test_the_year_says_who_signs_and_the_forbund_what_the_year_leaves_out(opened):
    book = opened(BOARD, "beslutad: 2021-03-05\nunderskrifter: {styrelse: [{namn: Eva Granfors}]}\n")
    text = shown(signatures.board(book))
    assert "Ekvik den 5 mars 2021" in text and "**Eva Granfors**\\\nLedamot" in text
    assert "Karin" not in text and "Amina" not in text


def test_offices_stand_with_who_named_them_and_room_for_a_name_that_is_not_given(opened):
    book = opened(BOARD + "  revisorer: [{utsedd_av: Försäkringskassan}]\n")
    text = shown(signatures.board(book), signatures.auditors(book))
    assert "**Karin Ekbäck**\\\nOrdförande, utsedd av Ekviks kommun" in text
    assert "**Amina Sjöholt**\\\nLedamot\n" in text
    assert "Namnförtydligande:\\\nRevisor, utsedd av Försäkringskassan" in text
    assert "Ekvik, datum" in text  # nobody has said when
    assert text.count('class="underskrift"') == 4


def test_a_forbund_that_names_nobody_gets_the_offices_of_a_board(opened):
    book = opened()
    text = shown(signatures.board(book))
    offices = ["Ordförande", "Vice ordförande", "Ledamot", "Ledamot", "Ledamot"]
    assert [part.split("\n")[0] for part in text.split("Namnförtydligande:\\\n")[1:]] == offices
    assert "Ort och datum" in text
    assert shown(signatures.office_sentence(book), signatures.office(book), signatures.auditors(book)) == ""
    assert "i en egen handling" in shown(signatures.audit_sentence(book))


@pytest.mark.parametrize(
    ("year", "sentence"),
    [
        ("", "Styrelsen överlämnar årsredovisningen till förbundets medlemmar och revisorer."),
        (
            "beslutad: 2021-03-05\n",
            "Styrelsen antog årsredovisningen den 5 mars 2021 och överlämnar den till",
        ),
        ("", "rättvisande bild av årets verksamhet"),
    ],
)
def test_the_board_declares_what_it_has_decided(opened, year, sentence):
    assert sentence in shown(signatures.declaration(opened(year=year)))


@pytest.mark.parametrize(
    ("slag", "said", "unsaid"),
    [
        ("delarsrapport\nper: 2020-06-30", "periodens slut", "årets"),
        ("verksamhetsplan", "verksamhetsplanen", "rättvisande"),
        ("socialt-bokslut", "det sociala bokslutet till", "rättvisande"),
    ],
)
def test_other_books_say_what_they_are_and_have_no_note_on_the_audit(opened, slag, said, unsaid):
    book = opened(slag=slag, year="kapitel: [index, deltagare, avstamning, underskrifter]\n")
    text = shown(signatures.declaration(book))
    assert said in text and unsaid not in text
    assert signatures.audit_sentence(book) is None


def test_a_key_that_is_no_part_of_a_signature_is_told(repository):
    repository.year("underskrifter: {styrelse: [{name: Karin}]}\n")
    with pytest.raises(Faults, match=r"underskrifter\.styrelse\.0\.name is unknown"):
        load_params("prov", 2020)


# ---- What comes out --------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """A book with eleven lines to sign on, rendered in all formats."""
    place = tmp_path_factory.mktemp("underskrifter") / "bok"
    fields = [f"**Namn {name}**\\\nLedamot, utsedd av {name}s kommun" for name in "ABCDEFGHIJ"]
    page = "# Underskrifter\n\nStyrelsen överlämnar boken.\n\n" + signatures._fields(
        [*fields, "Ort och datum"]
    )
    made(place, {"index": "# Början\n\nText.", "underskrifter": page})
    render(place, place / "ut")
    return place / "ut"


def test_in_the_pdf_the_lines_are_a_page_of_paragraphs_in_order(folder):
    pdf = PdfReader(folder / "exempel-2016.pdf")
    text = pdf.pages[-1].extract_text()
    assert "Underskrifter" in text
    names = [text.index(f"Namn {name}") for name in "ABCDEFGHIJ"]
    assert names == sorted(names)
    tags = [path[-1] for path, _ in elements(pdf)]
    assert "/Table" not in tags
    assert tags.count("/P") >= 13  # title page apart, each line has a paragraph of its own


def test_in_the_docx_each_name_has_a_line_above_it_and_stays_with_it(folder):
    document = Document(str(folder / "exempel-2016.docx"))
    assert document.tables == []
    paragraphs = document.paragraphs
    at = [number for number, each in enumerate(paragraphs) if each.text.startswith(("Namn ", "Ort och"))]
    assert len(at) == 11
    for number in at:
        above = paragraphs[number - 1]
        assert above.text == "" and above._p.find(f".//{qn('w:pBdr')}/{qn('w:bottom')}") is not None
        assert above.paragraph_format.keep_with_next


def test_in_the_web_book_they_are_no_table(folder):
    page = html.fromstring((folder / "underskrifter.html").read_bytes())
    fields = page.xpath('//div[@class="underskrifter"]/div[@class="underskrift"]')
    assert len(fields) == 11 and not page.xpath("//article//table")
    assert [" ".join(field.text_content().split()) for field in fields][:1] == [
        "Namn A Ledamot, utsedd av As kommun"
    ]


def test_the_default_book_has_the_chapter_in_quarto_too():
    text = (REPOSITORY / "_quarto.yml").read_text(encoding="utf-8")
    chapters = load_params("umearegionen", 2016).chapters
    assert [f"    - notebooks/{name}.ipynb" in text for name in chapters] == [True] * len(chapters)
