"""From executed notebooks to a book's directory: pictures with caption and text, no empty headings, nothing lost."""

from __future__ import annotations

import json
from pathlib import Path

import docx
import nbformat
import pypandoc
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from PIL import Image
from ruamel.yaml import YAML

from finsam.build import INVENTED, book_report
from finsam.chapters.markdown import escape
from finsam.render.layout import REFERENCE, lay_out

SVG = "<svg xmlns='http://www.w3.org/2000/svg' width='144pt' height='72pt'><rect width='72' height='72' fill='#f00'/></svg>"


def picture(name: str, caption: str, alt: str) -> NotebookNode:
    """What a Figure leaves in an executed notebook."""
    data = {"image/svg+xml": SVG, "text/plain": alt}
    return new_output("display_data", data, metadata={"finsam": {"id": name, "caption": caption, "alt": alt}})


def shown(*outputs: NotebookNode) -> NotebookNode:
    return new_code_cell("show(x)", outputs=list(outputs))


def text(markdown: str) -> NotebookNode:
    return new_output("display_data", {"text/markdown": markdown})


@pytest.fixture
def laid_out(repository, tmp_path_factory):
    """Lay out notebooks with these cells as the book prov/2020; gives the directory."""

    def lay(**chapters: list[NotebookNode]) -> Path:
        executed = []
        for name, cells in chapters.items():
            # The same cell may stand twice in a case, but an id only once in a notebook.
            cells = [NotebookNode(cell, id=f"cell-{number}") for number, cell in enumerate(cells)]
            executed.append(tmp_path_factory.mktemp("korda") / f"{name}.ipynb")
            nbformat.write(new_notebook(cells=cells, metadata={"papermill": {"duration": 2.9}}), executed[-1])
        book_dir = repository.root / "bok"
        lay_out(book_report(repository.params()), executed, book_dir)
        return book_dir

    return lay


def cells(book_dir: Path, name: str = "index") -> list[NotebookNode]:
    return nbformat.read(book_dir / f"{name}.ipynb", as_version=4).cells


def headings(book_dir: Path) -> list[str]:
    return [cell.source for cell in cells(book_dir) if cell.source.startswith("#")]


# ---- Headings ----------------------------------------------------------------------------------------------

EMPTY, FULL = shown(), shown(text("Text."))
PRINTED_ONLY = shown(new_output("stream", name="stdout", text="rad\n"))

HEADINGS = {
    "nothing beneath": (["# A", "## B", EMPTY, "## C", FULL], ["# A", "## C"]),
    "only what a cell printed": (["# A", "## B", PRINTED_ONLY, "## C", FULL], ["# A", "## C"]),
    "nothing at the end": (["# A", FULL, "## B", EMPTY, "### C"], ["# A"]),
    "only empty ones beneath": (["# A", "## B", "### C", EMPTY, "### D", "## E", FULL], ["# A", "## E"]),
    "content under the second": (["# A", "## B", "### C", EMPTY, "### D", FULL], ["# A", "## B", "### D"]),
    "a lower one closes no higher": (["# A", "## B", FULL, "### C", "## D", FULL], ["# A", "## B", "## D"]),
    "text counts": (["# A", "## B", "En mening.", "## C"], ["# A", "## B"]),
    "the title of the chapter stays": (["# A", EMPTY], ["# A"]),
    "with an id": (["# A", "## B {#sec-b}", EMPTY, "## C {#sec-c}", FULL], ["# A", "## C {#sec-c}"]),
    "with text in its own cell": (["# A", "## B\n\nText.", "## C"], ["# A", "## B\n\nText."]),
}


@pytest.mark.parametrize("case", HEADINGS)
def test_headings_with_nothing_beneath_them_go(laid_out, case):
    given, kept = HEADINGS[case]
    book_dir = laid_out(index=[new_markdown_cell(cell) if isinstance(cell, str) else cell for cell in given])
    assert headings(book_dir) == kept
    left_alone = [cell.source for cell in cells(book_dir) if not cell.source.startswith("#")]
    assert left_alone == [
        cell if isinstance(cell, str) else cell.source
        for cell in given
        if not isinstance(cell, str) or not cell.startswith("#")
    ]


# ---- Pictures ----------------------------------------------------------------------------------------------


def the_picture(book_dir: Path) -> tuple[str, dict[str, str], str, str]:
    """id, attributes, caption and file of the only picture of a chapter, as pandoc reads them."""
    (output,) = [output for cell in cells(book_dir) for output in cell.get("outputs", [])]
    (figure,) = json.loads(pypandoc.convert_text(output.data["text/markdown"], "json", format="markdown"))[
        "blocks"
    ]
    assert figure["t"] == "Figure"
    (image,) = figure["c"][2][0]["c"]
    identifier, _, attributes = image["c"][0]
    caption = "".join({"Str": part.get("c"), "Space": " "}[part["t"]] for part in figure["c"][1][1][0]["c"])
    return identifier or figure["c"][0][0], dict(attributes), caption, image["c"][2][0]


@pytest.mark.parametrize(
    "hostile",
    [
        "Budget och utfall 2016, tkr",
        'Insatsen "Åter" i arbete',
        'C:\\data\\2016 \\" och \\',
        "Andel [avslutade] och ] eller [",
        "(parentes) ) {#fig-y} {.klass} }",
        "R&D < >",
        "&amp; &lt;",
        "*a* _b_ `c` $x$ @fig-y ^[not] ~s~ -- ... | '",
        "slutar med \\",
    ],
)
def test_a_picture_keeps_its_caption_and_its_text_letter_by_letter(laid_out, hostile):
    book_dir = laid_out(index=[shown(picture("fig-x", escape(hostile), hostile))])
    identifier, attributes, caption, file = the_picture(book_dir)
    assert (identifier, file) == ("fig-x", "figurer/fig-x")
    assert attributes["fig-alt"] == hostile
    assert caption == hostile


def test_a_picture_stands_as_files_for_the_page_and_for_word(laid_out):
    book_dir = laid_out(index=[shown(picture("fig-x", "Rubrik", "Text"))])
    assert (book_dir / "figurer/fig-x.svg").read_text() == SVG
    with Image.open(book_dir / "figurer/fig-x.png") as dots:
        assert (dots.size, round(dots.info["dpi"][0])) == ((400, 200), 200)
        assert (dots.getpixel((9, 9)), dots.getpixel((399, 199))) == ((255, 0, 0), (255, 255, 255))
    (output,) = cells(book_dir)[0].outputs
    assert list(output.data) == ["text/markdown"]


def test_pictures_and_text_keep_their_order(laid_out):
    outputs = [text("Före."), picture("fig-x", "Rubrik", "Text"), text("Efter.")]
    (cell,) = cells(laid_out(index=[shown(*outputs)]))
    starts = [output.data["text/markdown"][:4] for output in cell.outputs]
    assert starts == ["Före", "![Ru", "Efte"]


def test_a_paragraph_of_its_own_is_not_run_together_with_the_next(laid_out):
    (cell,) = cells(laid_out(index=[shown(text("Det ena."), text("Det andra.\n"))]))
    assert [output.data["text/markdown"] for output in cell.outputs] == ["Det ena.\n\n", "Det andra.\n\n"]


# ---- Chapters and configuration ----------------------------------------------------------------------------


def test_the_parameters_stay_in_the_chapters_and_what_they_printed_goes(laid_out):
    parameters = new_code_cell('forbund = "prov"\nar = 2020', metadata={"tags": ["parameters"]})
    injected = new_code_cell(
        "ar = 2020", metadata={"tags": ["injected-parameters"], "papermill": {"status": "ok"}}
    )
    book_dir = laid_out(index=[parameters, injected, PRINTED_ONLY])
    kept = cells(book_dir)
    assert [cell.metadata.get("tags") for cell in kept] == [["parameters"], ["injected-parameters"], None]
    assert 'forbund = "prov"\nar = 2020' in kept[0].source
    assert kept[2].outputs == []
    # Times of a run would make every book differ from the last.
    assert "papermill" not in (book_dir / "index.ipynb").read_text()


def test_the_configuration_is_that_of_the_book_and_says_what_it_is_in_swedish(laid_out, repository):
    repository.year("titel: Årsredovisning för prov\nbeslutad: 2021-02-24\n")
    book_dir = laid_out(index=[FULL], deltagare=[FULL], avstamning=[FULL])
    config = YAML(typ="safe").load((book_dir / "_quarto.yml").read_text(encoding="utf-8"))
    assert config["project"]["type"] == "book"
    assert config["book"]["title"] == "Årsredovisning för prov"
    assert config["book"]["subtitle"] == "Samordningsförbundet Prov"
    assert config["book"]["chapters"] == ["index.ipynb", "deltagare.ipynb", "avstamning.ipynb"]
    assert config["book"]["output-file"] == "prov-2020"
    assert config["book"]["date"] == "2021-02-24"
    assert config["lang"] == "sv-SE"


def test_a_book_that_is_not_adopted_has_no_date(laid_out):
    config = YAML(typ="safe").load((laid_out(index=[FULL]) / "_quarto.yml").read_text(encoding="utf-8"))
    assert "date" not in config["book"]


def test_the_project_of_an_invented_forbund_says_so_and_no_other_does(laid_out, repository):
    plain = laid_out(index=[FULL])
    assert "upplysning:" not in (plain / "_quarto.yml").read_text(encoding="utf-8")
    assert not (plain / REFERENCE).exists()
    repository.forbund("pahittat: true\n")
    book_dir = laid_out(index=[FULL])
    config = YAML(typ="safe").load((book_dir / "_quarto.yml").read_text(encoding="utf-8"))
    assert config["upplysning"] == INVENTED
    assert config["format"]["docx"]["reference-doc"] == REFERENCE
    first = (book_dir / REFERENCE).read_bytes()
    (section,) = docx.Document(str(book_dir / REFERENCE)).sections
    assert section.header.paragraphs[0].text == INVENTED
    assert (laid_out(index=[FULL]) / REFERENCE).read_bytes() == first


def test_the_directory_holds_every_file_that_its_configuration_names(laid_out):
    book_dir = laid_out(index=[FULL])
    config = YAML(typ="safe").load((book_dir / "_quarto.yml").read_text(encoding="utf-8"))
    filters = [entry if isinstance(entry, str) else entry["path"] for entry in config.get("filters", [])]
    own = [name for name in [*filters, "_brand.yml", *config["book"]["chapters"]] if "." in name]
    assert [name for name in own if not (book_dir / name).is_file()] == []
    assert sorted(path.suffix for path in book_dir.rglob("*.ttf"))
