"""The embedded engine on a small book: what stands in the html, the pdf and the docx that it makes."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from lxml import html
from pypdf import PdfReader
from pypdf.generic import IndirectObject

from finsam.faults import Faults
from finsam.harmless import attribute
from finsam.render.pandoc import render

BOOK = Path(__file__).parent / "books" / "litet"
ALT = "Liggande staplar: arbete 122, annat positivt avslut 119, avbrott 74 och studier 41."
PAGES = ("index.html", "deltagare.html", "ekonomi.html")


@pytest.fixture(scope="module")
def out(tmp_path_factory) -> Path:
    target = tmp_path_factory.mktemp("litet")
    render(BOOK, target)
    return target


@pytest.fixture(scope="module")
def pages(out) -> dict[str, html.HtmlElement]:
    return {name: html.fromstring((out / name).read_bytes()) for name in PAGES}


@pytest.fixture(scope="module")
def pdf(out) -> PdfReader:
    return PdfReader(out / "exempel-2016.pdf")


@pytest.fixture(scope="module")
def docx(out):
    return Document(str(out / "exempel-2016.docx"))


@pytest.fixture
def book(tmp_path) -> Path:
    return Path(shutil.copytree(BOOK, tmp_path / "bok"))


def edit(notebook: Path, change: Callable[[dict], None]) -> None:
    content = json.loads(notebook.read_text(encoding="utf-8"))
    change(content)
    notebook.write_text(json.dumps(content), encoding="utf-8")


def add_markdown(notebook: Path, text: str) -> None:
    cell = {"cell_type": "markdown", "id": "ny", "metadata": {}, "source": text}
    edit(notebook, lambda content: content["cells"].append(cell))


def text_of(element) -> str:
    return " ".join(element.text_content().replace("\xa0", " ").split())


def bookmarks(pdf: PdfReader, outline=None) -> list[str]:
    titles = []
    for item in pdf.outline if outline is None else outline:
        titles += bookmarks(pdf, item) if isinstance(item, list) else [item.title]
    return titles


def tagged(pdf: PdfReader) -> list[tuple[str, str]]:
    """(tag, alt text) of every element of the pdf's structure."""

    def walk(node):
        node = node.get_object() if isinstance(node, IndirectObject) else node
        if isinstance(node, list):
            for kid in node:
                yield from walk(kid)
        elif isinstance(node, dict):
            if "/S" in node:
                yield str(node["/S"]), str(node.get("/Alt", ""))
            yield from walk(node.get("/K", []))

    return list(walk(pdf.trailer["/Root"]["/StructTreeRoot"]["/K"]))


# ---- Numbering and references ----


def test_chapters_sections_tables_and_figures_are_numbered_by_chapter(pages):
    headings = {name: [text_of(h) for h in page.iter("h1", "h2", "h3")] for name, page in pages.items()}
    assert headings == {
        "index.html": ["Året i korthet", "Jämförelse"],
        "deltagare.html": [
            "1 Deltagare och resultat",
            "1.1 Hela förbundet",
            "1.2 Resultat",
            "1.3 Jämförelse",
        ],
        "ekonomi.html": ["2 Ekonomi", "2.1 Noter", "2.1.1 Kortfristiga skulder"],
    }
    captions = [text_of(c) for page in pages.values() for c in page.iter("caption", "figcaption")]
    assert captions == [
        "Tabell 1: Årets nyckeltal",
        "Tabell 1.1: Deltagare i alla insatser 2016",
        "Figur 1.1: Resultat för avslutade deltagare 2016",
        "Tabell 2.1: Budget och utfall 2016",
    ]


def test_references_name_what_they_lead_to(pages):
    links = {
        (name, text_of(a), a.get("href"))
        for name, page in pages.items()
        for a in page.find(".//article").iter("a")
        if a.get("download") is None
    }
    assert {link for link in links if "#fn" not in link[2]} == {
        ("index.html", "Tabell 1.1", "deltagare.html#tbl-deltagare-alla"),
        ("index.html", "Figur 1.1", "deltagare.html#fig-resultat"),
        ("index.html", "Avsnitt 2.1", "ekonomi.html#sec-noter"),
        ("index.html", "beloppen", "ekonomi.html#tbl-utfall"),
        ("deltagare.html", "ekonomin", "ekonomi.html#ekonomi"),
        ("ekonomi.html", "Tabell 1.1", "deltagare.html#tbl-deltagare-alla"),
        ("ekonomi.html", "2.1", "#tbl-utfall"),
        ("ekonomi.html", "Avsnitt 1.1", "deltagare.html#sec-hela"),
    }


def test_every_link_of_every_page_leads_somewhere(out, pages):
    ids = {name: {e.get("id") for e in page.iter() if e.get("id")} for name, page in pages.items()}
    for name, page in pages.items():
        for link in page.iter("a"):
            file, _, anchor = link.get("href").partition("#")
            assert (out / (file or name)).is_file(), link.get("href")
            assert not anchor or anchor in ids[file or name], link.get("href")


def test_the_same_numbers_in_pdf_and_docx(pdf, docx):
    in_pdf = " ".join(" ".join(page.extract_text() for page in pdf.pages).replace("\xa0", " ").split())
    in_docx = "\n".join(p.text.replace("\xa0", " ") for p in docx.paragraphs)
    for text in ("Tabell 1: Årets nyckeltal", "Tabell 1.1: Deltagare i alla insatser 2016",
                 "Figur 1.1: Resultat för avslutade deltagare 2016", "Tabell 2.1: Budget och utfall 2016",
                 "se Tabell 1.1 och Figur 1.1"):  # fmt: skip
        assert text in re.sub(r"(\d) {2,}", r"\1 ", in_pdf)
        assert text in in_docx
    assert "2.1.1 Kortfristiga skulder" in re.sub(r"(\d) {2,}", r"\1 ", in_pdf)


def test_footnotes_of_two_chapters_may_share_a_label(pages):
    notes = {
        name: [text_of(note) for note in page.xpath('//section[@id="footnotes"]//li')]
        for name, page in pages.items()
    }
    assert notes == {
        "index.html": ["Andel av avslutade; målet är 40 %.↩︎"],
        "deltagare.html": ["En person kan delta i flera insatser.↩︎"],
        "ekonomi.html": [],
    }


# ---- What is shown of a notebook ----


def test_only_markdown_is_shown(out, pdf, docx):
    everything = "".join(page.extract_text() for page in pdf.pages) + docx.element.xml
    everything += "".join((out / name).read_text(encoding="utf-8") for name in PAGES)
    assert "Deltagare i alla insatser" in everything
    for hidden in ("SYNS-INTE-STDOUT", "SYNS-INTE-STDERR", "SYNS-INTE-RESULTAT", "visa(tabell)", "forbund ="):
        assert hidden not in everything


def test_an_error_in_a_cell_stops_the_book(book, tmp_path):
    error = {"output_type": "error", "ename": "KeyError", "evalue": "'belopp'", "traceback": []}
    edit(book / "ekonomi.ipynb", lambda content: content["cells"][1]["outputs"].append(error))
    with pytest.raises(Faults, match=r"Cell 2 ended with an error: KeyError: 'belopp'\n  ekonomi\.ipynb"):
        render(book, tmp_path / "ut")
    assert not (tmp_path / "ut").exists()


def test_a_notebook_that_was_not_run_stops_the_book(book, tmp_path):
    def clear(content):
        for cell in content["cells"]:
            if cell["cell_type"] == "code":
                cell |= {"outputs": [], "execution_count": None}

    edit(book / "deltagare.ipynb", clear)
    with pytest.raises(Faults, match=r"not been executed\.\n  deltagare\.ipynb"):
        render(book, tmp_path / "ut")


def test_all_broken_references_are_told_at_once_with_their_chapter(book, tmp_path):
    add_markdown(book / "deltagare.ipynb", "Se @tbl-finns-inte och [länken](#sec-borta).")
    add_markdown(book / "ekonomi.ipynb", "Se [-@fig-ingen] och [kapitlet](saknas.ipynb).")
    with pytest.raises(Faults) as raised:
        render(book, tmp_path / "ut")
    places = [(place.file, place.value) for fault in raised.value.faults for place in fault.where]
    assert places == [
        ("deltagare.ipynb", "@tbl-finns-inte"),
        ("deltagare.ipynb", "#sec-borta"),
        ("ekonomi.ipynb", "@fig-ingen"),
        ("ekonomi.ipynb", "saknas.ipynb"),
    ]


@pytest.mark.parametrize(
    ("markdown", "message"),
    [
        ('<div id="tbl-utfall">\n\n| a | b |\n|:--|--:|\n| c | 1 |\n\nText\n\n</div>', "label is used twice"),
        ('<div id="tbl-tom">\n\nIngen tabell.\n\n</div>', "one of them is missing"),
        ("![](figurer/fig-resultat)", "the picture has no fig-alt"),
        ('![Text](figurer/finns-inte){#fig-ny fig-alt="Text."}', "figurer/finns-inte"),
        ("# En rubrik till", "second chapter title"),
        ('<div class="ruta">\n\nOstängd', "pandoc"),
    ],
)
def test_a_fault_in_a_chapter_stops_the_book(book, tmp_path, markdown, message):
    add_markdown(book / "ekonomi.ipynb", markdown)
    with pytest.raises(Faults, match=message):
        render(book, tmp_path / "ut")
    assert not (tmp_path / "ut").exists()


@pytest.mark.parametrize(
    ("line", "instead", "message"),
    [
        ("ekonomi.ipynb]", "ekonomin.ipynb]", "file isn't there"),
        ("ekonomi.ipynb]", "ekonomi.qmd]", "A chapter is no notebook"),
        ("[index.ipynb, deltagare.ipynb,", "[deltagare.ipynb, index.ipynb,", "first chapter becomes the start page"),
        ('output-file: exempel-2016', "", "book.output-file is missing"),
        ('"2017-02-24"', '"24 februari"', "date can't be read"),
    ],
)  # fmt: skip
def test_a_fault_in_the_books_file_names_its_key(book, tmp_path, line, instead, message):
    config = book / "_quarto.yml"
    config.write_text(config.read_text(encoding="utf-8").replace(line, instead), encoding="utf-8")
    with pytest.raises(Faults, match=message):
        render(book, tmp_path / "ut")


# ---- Html ----


def test_tables_have_scopes_captions_and_a_region(pages):
    page = pages["deltagare.html"]
    table = page.get_element_by_id("tbl-deltagare-alla")
    assert [th.get("scope") for th in table.xpath("./thead//th")] == ["col"] * 5
    rows = [
        (tr.get("class"), [(c.tag, c.get("scope"), text_of(c)) for c in tr][:2])
        for tr in table.xpath("./tbody/tr")
    ]
    assert rows[1] == ("varav", [("th", "row", "varav nya för året"), ("td", None, "192")])
    assert rows[2] == ("sektion", [("th", "rowgroup", "Avslutade")])
    assert rows[-1] == ("summa", [("th", "row", "Summa avslutade"), ("td", None, "157")])
    assert table.xpath('./tbody/tr[@class="sektion"]/th/@colspan') == ["5"]
    assert [td.get("class") for td in table.xpath("./tbody/tr[1]/td")] == ["tal"] * 4
    region = table.getparent()
    assert (region.get("role"), region.get("tabindex")) == ("region", "0")
    assert text_of(page.get_element_by_id(region.get("aria-labelledby"))).startswith("Tabell 1.1:")


def test_pages_are_a_book_in_swedish(pages):
    for at, (name, page) in enumerate(pages.items()):
        assert page.get("lang") == "sv-SE"
        assert page.xpath('//nav//a[@aria-current="page"]/@href') == [name]
        assert page.xpath('//a[@class="hoppa"]/@href') == ["#innehall"]
        assert page.xpath('//a[@rel="prev"]/@href') == list(PAGES[at - 1 : at] if at else ())
        assert page.xpath('//a[@rel="next"]/@href') == list(PAGES[at + 1 : at + 2])
        assert len(page.xpath("//h1")) == 1
        ids = page.xpath("//@id")
        assert len(ids) == len(set(ids))
    assert pages["deltagare.html"].findtext(".//title") == (
        "Deltagare och resultat – Årsredovisning 2016, Samordningsförbundet Exempel"
    )
    sections = pages["ekonomi.html"].xpath('//nav[@class="sidan"]//a/@href')
    assert sections == ["ekonomi.html#sec-noter", "ekonomi.html#kortfristiga-skulder"]


def test_nothing_is_fetched_from_elsewhere_and_no_script_is_inline(out, pages):
    for page in pages.values():
        sources = page.xpath("//link/@href | //script/@src | //img/@src")
        assert sources
        for source in sources:
            assert source == "data:," or (out / source).is_file(), source
        assert not any(script.text for script in page.iter("script"))
        assert not page.xpath("//style | //@style | //@onclick")
    for asset in (out / "site").glob("*.*"):
        text = asset.read_text(encoding="utf-8")
        assert "http" not in text
        for url in re.findall(r'url\("([^"]+)"\)', text):
            assert (out / "site" / url).is_file()


def test_the_brand_reaches_the_pages(out):
    assert "--accent: light-dark(#1f5130," in (out / "site/varumarke.css").read_text(encoding="utf-8")


# ---- Alt texts, pdf, docx ----


def test_the_alt_text_is_in_all_three(pages, pdf, docx):
    figure = pages["deltagare.html"].get_element_by_id("fig-resultat")
    assert figure.xpath("./img/@alt") == [ALT]
    assert figure.xpath("./img/@src") == ["figurer/fig-resultat.svg"]
    assert ("/Figure", ALT) in tagged(pdf)
    descriptions = docx.element.xpath("//wp:docPr/@descr") + docx.element.xpath("//pic:cNvPr/@descr")
    assert descriptions == [ALT, ALT]


def test_an_alt_text_ends_where_it_ends_whatever_it_holds(book, tmp_path):
    """Between `<!--` and `-->` the writer of pages would leave quotation marks as they are."""
    hostile = 'a <!-- " onfocus="beacon(1)" x="&quot;<!-- " b=" --> c'
    source = next((book / "figurer").glob("*.svg"))
    shutil.copy(source, source.with_name("fientlig.svg"))
    shutil.copy(source.with_suffix(".png"), source.with_name("fientlig.png"))
    picture = f'![Bild](figurer/fientlig){{#fig-fientlig fig-alt="{attribute(hostile)}"}}'
    add_markdown(book / "deltagare.ipynb", picture)
    render(book, tmp_path / "ut", ["html"])
    text = (tmp_path / "ut" / "deltagare.html").read_text(encoding="utf-8")
    (image,) = html.fromstring(text).xpath("//figure[@id='fig-fientlig']//img")
    assert image.get("alt") == hostile
    assert {"onfocus", "b", "x"}.isdisjoint(image.attrib)


def test_the_pdf_is_tagged_and_says_what_it_is(pdf):
    root = pdf.trailer["/Root"]
    assert root["/Lang"] == "sv-SE"
    assert root["/MarkInfo"]["/Marked"]
    assert b"pdfuaid:part" in root["/Metadata"].get_object().get_data()
    assert pdf.metadata.title == "Årsredovisning 2016, Samordningsförbundet Exempel"
    assert pdf.metadata.author == "Samordningsförbundet Exempel"
    assert pdf.metadata.creation_date.date().isoformat() == "2017-02-24"
    assert [re.sub(r"\s+", " ", title) for title in bookmarks(pdf)] == [
        "Året i korthet", "Jämförelse",
        "1 Deltagare och resultat", "1.1 Hela förbundet", "1.2 Resultat", "1.3 Jämförelse",
        "2 Ekonomi", "2.1 Noter", "2.1.1 Kortfristiga skulder",
    ]  # fmt: skip
    tags = [tag for tag, _ in tagged(pdf)]
    assert tags.count("/Table") == 3
    # The headings of the columns, and the rows within a table that head those below them.
    assert tags.count("/TH") == 3 + 5 + 4 + 3
    assert tags.count("/H1") >= 3
    assert {"/TOC", "/Caption", "/Link", "/Note"} <= set(tags)


def test_the_pdf_has_cover_contents_and_chapters_on_pages_of_their_own(pdf):
    texts = [page.extract_text() for page in pdf.pages]
    assert "24 februari 2017" in texts[0]
    assert texts[1].startswith("Innehåll")
    starts = [re.sub(r"\s+", " ", text).strip() for text in texts[2:]]
    assert [start[: len(title)] for start, title in zip(starts, ("Året i", "1 Deltagare", "2 Ekonomi"), strict=True)] == [
        "Året i", "1 Deltagare", "2 Ekonomi",
    ]  # fmt: skip
    assert [f"Sida {number} av 5" in text for number, text in enumerate(texts, 1)] == [
        False,
        True,
        True,
        True,
        True,
    ]


def test_a_table_wider_than_the_page_lies_on_its_side(book, tmp_path):
    heads = [str(year) for year in range(2005, 2021)]
    row = " | ".join(["12\xa0430"] * len(heads))
    table = f"| Post | {' | '.join(heads)} |\n|:--|{'--:|' * len(heads)}\n| Bidrag | {row} |"
    add_markdown(book / "ekonomi.ipynb", f'## Bred\n\n<div id="tbl-bred">\n\n{table}\n\nUtfall\n\n</div>')
    render(book, tmp_path, formats=("pdf", "docx"))
    wide = [page for page in PdfReader(tmp_path / "exempel-2016.pdf").pages if page.mediabox.width > 800]
    assert [("Bred" in page.extract_text(), "2020" in page.extract_text()) for page in wide] == [(True, True)]
    sections = Document(str(tmp_path / "exempel-2016.docx")).sections
    assert [section.page_width > section.page_height for section in sections] == [False, True, False]
    assert [section.left_margin.cm for section in sections] == pytest.approx([2.5] * 3, abs=0.01)
    assert [section.different_first_page_header_footer for section in sections] == [True, False, False]
    assert sections[1].footer.paragraphs[0].text.startswith("Samordningsförbundet Exempel")


def test_the_docx_is_swedish_and_has_real_structure(docx):
    assert docx.styles.element.xpath("w:docDefaults//w:lang/@w:val") == ["sv-SE"]
    headings = [(p.style.name, p.text) for p in docx.paragraphs if p.style.name.startswith("Heading")]
    assert headings[:3] == [
        ("Heading 1", "Året i korthet"), ("Heading 2", "Jämförelse"), ("Heading 1", "Deltagare och resultat"),
    ]  # fmt: skip
    captions = [
        (p.style.name, p.text.split(":")[0].replace("\xa0", " "))
        for p in docx.paragraphs
        if p.style.name.endswith(" Caption")
    ]
    assert captions == [
        ("Table Caption", "Tabell 1"), ("Table Caption", "Tabell 1.1"),
        ("Image Caption", "Figur 1.1"), ("Table Caption", "Tabell 2.1"),
    ]  # fmt: skip
    for table in docx.tables:
        marks = [row._tr.xpath("./w:trPr/w:tblHeader") != [] for row in table.rows]
        assert marks == [True] + [False] * (len(table.rows) - 1)
    assert docx.styles["Heading 1"].font.color.rgb.__str__() == "1F5130"
    assert docx.core_properties.title == "Årsredovisning 2016"
    assert docx.core_properties.author == "Samordningsförbundet Exempel"
    assert docx.core_properties.modified.isoformat().startswith("2017-02-24")


def test_sum_rows_of_the_docx_are_bold_under_a_rule(docx):
    row = next(row for table in docx.tables for row in table.rows if row.cells[0].text == "Summa insatser")
    assert [cell.text.replace("\xa0", " ") for cell in row.cells] == [
        "Summa insatser",
        "4 950",
        "4 326",
        "624",
    ]
    assert all(run.bold for cell in row.cells for run in cell.paragraphs[0].runs)
    assert len(row._tr.xpath("./w:tc/w:tcPr/w:tcBorders/w:top")) == 4


def test_the_contents_of_the_docx_are_filled_and_lead_to_the_headings(docx):
    entries = [p for p in docx.element.body.iter(qn("w:p")) if (p.style or "").startswith("TOC")][1:]
    assert [Paragraph(p, None).text.replace("\t", " ") for p in entries] == [
        "Året i korthet", "Jämförelse", "1 Deltagare och resultat", "1.1 Hela förbundet", "1.2 Resultat",
        "1.3 Jämförelse", "2 Ekonomi", "2.1 Noter",
    ]  # fmt: skip
    anchors = {link.get(qn("w:anchor")) for p in entries for link in p.iter(qn("w:hyperlink"))}
    assert len(anchors) == len(entries)
    assert anchors <= {mark.get(qn("w:name")) for mark in docx.element.body.iter(qn("w:bookmarkStart"))}
    kinds = [char.get(qn("w:fldCharType")) for p in entries for char in p.iter(qn("w:fldChar"))]
    assert kinds == ["begin", "separate", "end"]


# ---- Files ----


def test_two_renderings_are_the_same_to_the_byte(out, book, tmp_path):
    again = tmp_path / "igen"
    written = render(book, again)
    assert len(written) > 10
    for path in written:
        assert path.read_bytes() == (out / path.relative_to(again)).read_bytes(), path.name


def test_a_book_without_a_date_repeats_too(book, tmp_path):
    config = book / "_quarto.yml"
    config.write_text(config.read_text(encoding="utf-8").replace('date: "2017-02-24"', ""), encoding="utf-8")
    for path in render(book, tmp_path / "ett"):
        second = tmp_path / "två" / path.relative_to(tmp_path / "ett")
        if not second.exists():
            render(book, tmp_path / "två")
        assert path.read_bytes() == second.read_bytes(), path.name


def test_only_the_formats_asked_for_are_made_and_offered(tmp_path):
    written = {path.relative_to(tmp_path).as_posix() for path in render(BOOK, tmp_path, formats=("html",))}
    assert {"index.html", "deltagare.html", "ekonomi.html", "figurer/fig-resultat.svg"} < written
    assert not {path.suffix for path in tmp_path.rglob("*.*")} & {".pdf", ".docx", ".part"}
    assert html.parse(str(tmp_path / "index.html")).xpath("//header//a[@download]") == []
    with pytest.raises(ValueError, match="epub"):
        render(BOOK, tmp_path, formats=("epub",))
