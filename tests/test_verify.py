"""`finsam verify`: what is right is silent, and each thing that is wrong is told with its place."""

from __future__ import annotations

import json
import shutil
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from finsam import swedish
from finsam.build import build, report_folder
from finsam.cli import main
from finsam.faults import Fault, Faults
from finsam.printed import TRACE
from finsam.render.book import Book, read_book
from finsam.render.pandoc import render
from finsam.verify.compare import compare
from finsam.verify.document import FIGURE, HEADING, TABLE, TEXT, Block, Document
from finsam.verify.docx import read_docx
from finsam.verify.evidence import Evidence
from finsam.verify.frame import check_frame
from finsam.verify.html import read_pages
from finsam.verify.notebooks import expected_document
from finsam.verify.numbers import decimals_of, numbers, printed_form
from finsam.verify.pdf import read_pdf
from finsam.verify.traced import lost_numbers, plain, trace_notebooks

SMALL = Path(__file__).parent / "books" / "litet"
FORMATS = ("html", "pdf", "docx")

#: What a kansli may write beside the computed parts: every construct of its Markdown is read back alike.
PROSE = """## Text från kansliet

Ett stycke med **fet 12** text, en [länk](https://example.org/12) och en not[^1]. "Citat" -- och 3\u00a0000 kr... så.

[^1]: Noten säger 45 personer.

- första punkten 1
- andra punkten 2

    ett stycke till i punkten

1. ett
2. två

> Ett citat på 7 rader.

::: {.ruta}
En ruta med 8 ord.
:::

Term
: Betydelse 9

### Underrubrik {.unnumbered}

Se @tbl-utfall, [-@tbl-utfall] och `kod 17`.

| a | b |
|---|---|
| 1 | 2 |

: Egen tabell {#tbl-egen}
"""


# ---- Numbers ------------------------------------------------------------------------------------------------------


@given(st.decimals(-(10**9), 10**9, places=4), st.integers(0, 3))
def test_both_formatters_print_every_number_alike(value, decimals):
    text = swedish.number(value, decimals)
    assert printed_form(value, decimals) == text
    assert decimals_of(text) == decimals
    assert numbers(f"summan {text} kr") == [text]


def test_a_lost_minus_and_a_half_rounded_down_are_seen():
    assert printed_form(Decimal("-2.5"), 0) == "\u22123"
    assert printed_form(Decimal("0.445"), 2) == "0,45"
    assert printed_form(Decimal("-0.4"), 0) == "0"
    assert printed_form(Decimal("1234567"), 0) == "1\u00a0234\u00a0567"


def test_numbers_of_a_text():
    text = "År 2016\u00a0var 1\u00a0234 av 5\u00a0678,9 (\u22123,5 %), 2009–2014, 1.3a och finsam 0.1.0."
    assert numbers(text) == [
        "2016",
        "1\u00a0234",
        "5\u00a0678,9",
        "\u22123,5",
        "2009",
        "2014",
        "1.3",
        "0.1.0",
    ]


def test_plain_text_leaves_out_what_is_not_read():
    markdown = (
        '<div id="tbl-2">\n\n| A\\_1 | 3 |\n|:----|---:|\n\n</div>\n\nSe @tbl-2 och [x](a4.html) {#sec-5}'
    )
    assert numbers(plain(markdown)) == ["1", "3"]
    picture = '![Bild 1](figurer/fig-2){#fig-2 fig-alt="Tre \\"av\\" 4"}'
    assert plain(picture) == 'Bild 1\nTre "av" 4'


def test_a_number_that_markdown_swallows_is_seen():
    """A paragraph that begins as `2016. ` does becomes the item of a list, and loses its year."""
    assert lost_numbers("2016. Ett år\n", ["Ett år"]) == ["2016"]
    assert lost_numbers("1. Ett år med 5 möten\n", ["Ett år med 5 möten"]) == []


# ---- Outputs of notebooks --------------------------------------------------------------------------------------------


NOTHING = Evidence((), frozenset({"2020", "2019"}), {})


def traced(tmp_path: Path, text: str, evidence: Evidence = NOTHING, **told: list) -> list[Fault]:
    output = {"output_type": "display_data", "data": {"text/markdown": text}, "metadata": {TRACE: told}}
    notebook = tmp_path / "kapitel.ipynb"
    notebook.write_text(json.dumps({"cells": [{"cell_type": "code", "outputs": [output]}]}), encoding="utf-8")
    return trace_notebooks([notebook], evidence).faults


def test_numbers_that_were_written_or_delivered_are_traced(tmp_path):
    evidence = Evidence(("Ungdomstorget 2",), frozenset({"2020"}), {})
    text = "År 2020 var 46 % av 356 i Ungdomstorget 2 klara, ett 95-procentigt intervall, se @sec-5."
    written = [["46", "45.79", ""], ["356", "356", ""]]
    assert traced(tmp_path, text, evidence, siffror=written, ord=[]) == []


@pytest.mark.parametrize(
    ("text", "told", "code", "value"),
    [
        ("Av 357 personer", {"siffror": [["356", "356", ""]]}, "number-untraced", "357"),
        ("Ett 99-procentigt intervall", {}, "number-untraced", "99"),
        ("3 av 12", {"siffror": [["12", "12", ""]], "ord": ["Plats 3"]}, "number-untraced", "3"),
        ("Andelen är 45 %", {"siffror": [["45", "45.79", ""]]}, "number-wrong", "45"),
        ("Resultatet är 96 tkr", {"siffror": [["96", "-96", ""]]}, "number-wrong", "96"),
        ("Summan är 1234 kr", {"siffror": [["1234", "1234", ""]]}, "number-wrong", "1234"),
    ],
)
def test_a_number_that_nothing_accounts_for_is_told(tmp_path, text, told, code, value):
    (fault,) = traced(tmp_path, text, **told)
    (place,) = fault.where
    assert (fault.code, place.file, place.sheet, place.value) == (code, "kapitel.ipynb", "cell 1", value)


def test_a_delivered_figure_must_be_printed_as_it_was_delivered(tmp_path):
    place = ("budget.csv", "", 3, "utfall")
    evidence = Evidence((), frozenset(), {place: "2\u00a0880"})
    told = {"siffror": [["2\u00a0880", "2880", ""], ["2\u00a0808", "2808", ""]], "rader": [list(place)]}
    assert traced(tmp_path, "Utfallet är 2\u00a0880", evidence, **told) == []
    (fault,) = traced(tmp_path, "Utfallet är 2\u00a0808", evidence, **told)
    assert (fault.code, fault.expected) == ("row-differs", "2\u00a0880")
    assert "budget.csv row 3 column utfall" in fault.message


# ---- Documents ---------------------------------------------------------------------------------------------------


def read(book: Book, out: Path) -> dict[str, Document]:
    return {
        "html": read_pages(out, [chapter.stem for chapter in book.chapters]),
        "pdf": read_pdf(out / f"{book.output_file}.pdf"),
        "docx": read_docx(out / f"{book.output_file}.docx"),
    }


@pytest.fixture(scope="module")
def prose(tmp_path_factory) -> tuple[Book, dict[str, Document]]:
    """A small book with all of PROSE in a chapter, rendered and read back."""
    directory = Path(shutil.copytree(SMALL, tmp_path_factory.mktemp("bok") / "bok"))
    notebook = directory / "ekonomi.ipynb"
    content = json.loads(notebook.read_text(encoding="utf-8"))
    content["cells"].append({"cell_type": "markdown", "id": "ny", "metadata": {}, "source": PROSE})
    notebook.write_text(json.dumps(content), encoding="utf-8")
    book, out = read_book(directory), tmp_path_factory.mktemp("ut")
    render(directory, out)
    return book, read(book, out)


@pytest.mark.parametrize("name", FORMATS)
def test_every_construct_of_prose_is_read_back_alike(prose, name):
    book, documents = prose
    expected, document = expected_document(book).blocks, documents[name]
    assert [*document.faults, *compare(document, expected, {}), *check_frame(document, book, expected)] == []
    assert (
        sum(block.kind == TABLE for block in document.blocks) == sum(b.kind == TABLE for b in expected) >= 4
    )
    assert any("Noten säger 45 personer" in block.text for block in document.blocks)
    assert document.links >= 10


def test_chapters_tables_and_references_are_numbered_anew(prose):
    blocks = expected_document(prose[0]).blocks
    texts = [block.text for block in blocks]
    assert "2.1 Noter" in texts and "Underrubrik" in texts
    assert any(text.startswith("Se Tabell\u00a02.1, 2.1 och kod 17") for text in texts)


RIGHT = (
    Block(HEADING, "1 Ekonomi", "1 Ekonomi", level=1),
    Block(TEXT, "Resultatet är 654 tkr, se Tabell 1.1.", "1 Ekonomi"),
    Block(
        TABLE,
        "Tabell 1.1: Utfall",
        "1 Ekonomi",
        rows=(
            ("Rad", "Budget", "Utfall"),
            ("Lokal", "100", "90"),
            ("Resor", "30", "40"),
            ("Summa", "130", "130†"),
        ),
    ),
    Block(
        FIGURE, "Figur 1.1: Utfall", "1 Ekonomi", id="fig-utfall", alt="Lokal 90 och resor 40.", picture="a"
    ),
)


def changed(at: int, **parts: object) -> list[Block]:
    blocks = list(RIGHT)
    blocks[at] = Block(**{**vars(blocks[at]), **parts})
    return blocks


def rows(*changes: tuple[int, int, str]) -> tuple[tuple[str, ...], ...]:
    found = [list(row) for row in RIGHT[2].rows]
    for row, column, text in changes:
        found[row][column] = text
    return tuple(map(tuple, found))


WRONG = {
    "a digit in a sentence": (changed(1, text="Resultatet är 664 tkr, se Tabell 1.1."), ["number-untraced"]),
    "a reference to another table": (
        changed(1, text="Resultatet är 654 tkr, se Tabell 1.2."),
        ["number-untraced"],
    ),
    "a number left out": (changed(1, text="Resultatet är tkr, se Tabell 1.1."), ["number-missing"]),
    "a word": (changed(1, text="Resultatet blev 654 tkr, se Tabell 1.1."), ["text-differs"]),
    "a paragraph left out": ([*RIGHT[:1], *RIGHT[2:]], ["text-missing"]),
    "a chapter left out": (list(RIGHT[1:]), ["chapter-missing"]),
    "a table left out": ([*RIGHT[:2], *RIGHT[3:]], ["table-missing"]),
    "a table too many": ([*RIGHT, RIGHT[2]], ["table-extra"]),
    "a cell": (changed(2, rows=rows((2, 1, "31"))), ["cell-differs"]),
    "a mark": (changed(2, rows=rows((3, 2, "130"))), ["cell-differs"]),
    "two cells": (changed(2, rows=rows((1, 1, "90"), (1, 2, "100"))), ["cell-differs", "cell-differs"]),
    "a head": (changed(2, rows=rows((0, 1, "Prognos"))), ["cell-differs"]),
    "a row left out": (changed(2, rows=RIGHT[2].rows[:2] + RIGHT[2].rows[3:]), ["row-missing"]),
    "a number of a table": (changed(2, text="Tabell 1.2: Utfall"), ["number-untraced"]),
    "an alternative text left out": (changed(3, alt=""), ["alt-missing"]),
    "a number of an alternative text": (changed(3, alt="Lokal 90 och resor 41."), ["alt-differs"]),
    "a caption left out": (changed(3, text=""), ["caption-missing"]),
    "a picture": (changed(3, picture="b"), ["picture-differs"]),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_differs_is_told_with_its_code(name):
    blocks, codes = WRONG[name]
    found = compare(Document("bok.docx", blocks), RIGHT, {"fig-utfall": "a"})
    assert [fault.code for fault in found] == codes


def test_what_is_right_is_silent_however_print_breaks_its_lines():
    assert compare(Document("bok.docx", list(RIGHT)), RIGHT, {"fig-utfall": "a"}) == []
    broken = changed(1, text="Resul\u00adtatet är654 tkr,\nse Tabell 1.1.")
    assert compare(Document("bok.pdf", broken, strict=False), RIGHT, {}) == []
    assert compare(Document("bok.docx", broken), RIGHT, {})


def test_a_cell_is_told_by_table_row_and_column():
    (fault,) = compare(Document("bok.docx", changed(2, rows=rows((2, 1, "31")))), RIGHT, {})
    (place,) = fault.where
    assert (place.file, place.sheet, place.row, place.column, place.value) == (
        "bok.docx", "1 Ekonomi, Tabell 1.1: Utfall", 3, "Budget", "31",
    )  # fmt: skip
    assert fault.expected == "30" and "'Resor'" in fault.message


# ---- Books -------------------------------------------------------------------------------------------------------


@pytest.fixture
def small_book(repository):
    repository.year("kapitel: [index, ekonomi, avstamning]\n")
    repository.raw("budget.csv", "sektion;typ;rad;budget;utfall\nKostnader;post;Lokal;100;90\n")
    return repository


def run(*args: str):
    return CliRunner().invoke(main, args)


def test_command_tells_what_it_read_and_what_is_wrong(small_book):
    folder = build("prov", 2020, engine="pandoc")
    right = run("verify", "prov/2020")
    assert right.exit_code == 0, right.output
    assert "100 % traced" in right.output
    read = [line.split(":")[0].split()[-1] for line in right.output.splitlines()]
    assert read == ["notebooks", *FORMATS, "sammandrag.pdf", "sammandrag.docx"]

    page = folder / "ekonomi.html"
    page.write_text(page.read_text(encoding="utf-8").replace(">90<", ">91<"), encoding="utf-8")
    wrong = run("verify", "prov/2020", "--json")
    finding, changed = json.loads(wrong.output)
    assert wrong.exit_code == 1
    assert (changed["code"], changed["where"][0]["file"]) == ("file-changed", "ekonomi.html")
    assert (finding["code"], finding["expected"]) == ("cell-differs", "90")
    assert finding["where"][0]["value"] == "91" and finding["where"][0]["column"] == "Utfall"


def test_a_broken_document_is_a_finding_and_a_missing_book_too(small_book):
    assert run("verify", "prov/2020").exit_code == 1
    folder = build("prov", 2020, engine="pandoc")
    for file in ("prov-2020.pdf", "prov-2020.docx"):
        (folder / file).write_bytes(b"inget")
    found = json.loads(run("verify", "prov/2020", "--json").output)
    assert sorted(finding["code"] for finding in found if finding["code"].startswith("document")) == [
        "document-unreadable", "document-unreadable",
    ]  # fmt: skip


def test_a_number_that_nothing_accounts_for_stops_the_build(small_book):
    good = build("prov", 2020, ("html",), "pandoc")
    before = {file.name: file.read_bytes() for file in good.glob("*.html")}
    notebooks = small_book.root / "notebooks"
    notebooks.unlink()
    shutil.copytree(SMALL.parents[2] / "notebooks", notebooks)
    chapter = notebooks / "ekonomi.ipynb"
    content = json.loads(chapter.read_text(encoding="utf-8"))
    content["cells"].append(
        {"cell_type": "code", "id": "ny", "metadata": {}, "outputs": [], "execution_count": None,
         "source": 'from finsam.chapters.markdown import Markdown\nshow(Markdown("Det kostade 4711 kronor."))'}
    )  # fmt: skip
    chapter.write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(Faults) as stopped:
        build("prov", 2020, ("html",), "pandoc")
    assert [fault.code for fault in stopped.value.faults] == ["number-untraced"]
    assert "4711" in str(stopped.value)
    assert {file.name: file.read_bytes() for file in report_folder("prov/2020").glob("*.html")} == before
