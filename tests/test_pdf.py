"""The pdf of a small book: where its notes, lists of contents and logos stand, what its tags and properties say, and what
is copied from it."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import REPOSITORY
from PIL import Image
from pypdf import PdfReader
from pypdf.generic import DictionaryObject, IndirectObject

from finsam.render.pandoc import render

BOOK = REPOSITORY / "tests" / "books" / "litet"
CM = 72 / 2.54


def made(folder: Path, chapters: dict[str, str], **files: bytes) -> PdfReader:
    """The pdf of a book with these chapters of Markdown in the look of the little book. files: beside `_brand.yml`,
    of which the logo is one."""
    shutil.copytree(BOOK, folder, ignore=shutil.ignore_patterns("*.ipynb"))
    for name, text in chapters.items():
        cell = {"cell_type": "markdown", "id": "text", "metadata": {}, "source": text}
        notebook = {"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
        (folder / f"{name}.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    config = folder / "_quarto.yml"
    listed = ", ".join(f"{name}.ipynb" for name in chapters)
    text = re.sub(
        r"chapters: \[.*?\]", f"chapters: [{listed}]", config.read_text(encoding="utf-8"), flags=re.S
    )
    config.write_text(text, encoding="utf-8")
    for name, content in files.items():
        file = name.replace("_", ".")
        (folder / file).write_bytes(content)
        with (folder / "_brand.yml").open("a", encoding="utf-8") as brand:
            brand.write(f"\nlogo: {file}\n")
    (pdf,) = render(folder, folder / "ut", ["pdf"])
    return PdfReader(pdf)


def table(lines: list[str], note: str = "", heads: str = "Post | Kronor") -> str:
    rows = "\n".join(f"| {line} | −1\xa0234 |" for line in lines)
    text = f'<div id="tbl-ett">\n\n| {heads} |\n|:--|--:|\n{rows}\n\nUtfall\n\n</div>\n'
    return text + (f'\n<div class="tabellnot">\n\n{note}\n\n</div>\n' if note else "")


def elements(pdf: PdfReader) -> Iterator[tuple[tuple[str, ...], DictionaryObject]]:
    """Every element of the structure with the tags that it stands in, its own last."""

    def walk(node: object, path: tuple[str, ...]) -> Iterator:
        node = node.get_object() if isinstance(node, IndirectObject) else node
        if isinstance(node, list):
            for kid in node:
                yield from walk(kid, path)
        elif isinstance(node, dict):
            path = (*path, str(node["/S"])) if "/S" in node else path
            if "/S" in node:
                yield path, node
            yield from walk(node.get("/K", []), path)

    return walk(pdf.trailer["/Root"]["/StructTreeRoot"]["/K"], ())


def attribute(element: DictionaryObject, name: str) -> object:
    given = element.get("/A", [])
    given = given.get_object() if isinstance(given, IndirectObject) else given
    for each in given if isinstance(given, list) else [given]:
        if name in each.get_object():
            return each.get_object()[name]
    return None


@pytest.fixture(scope="module")
def words(tmp_path_factory) -> PdfReader:
    cells = [
        "1. Deltagarnytta",
        "2\\. Medlemsnytta",
        "\\- streck",
        "\\+ plus",
        "= lika",
        "/ snett",
        "3.1 Mål",
        "1.",
    ]
    text = "Finansiell effekt för Försäkringskassan: 5\xa0fjällrävar, −12\xa0430\xa0tkr. Officiell skiss, flöde, Underskrifter, Åäö."
    start = f"# Början\n\n{text}\n\n1. Först\n2. Sedan\n"
    return made(tmp_path_factory.mktemp("ord") / "bok", {"index": start, "tal": "# Tal\n\n" + table(cells)})


def test_a_cell_that_begins_with_a_number_is_no_list(words):
    paths = [path for path, _ in elements(words)]
    assert sum(path[-1] == "/LI" for path in paths) == 2  # those of the text
    assert [path for path in paths if "/L" in path and {"/TD", "/TH"} & set(path)] == []
    text = words.pages[-1].extract_text().replace("\xa0", " ")
    for cell in ("1. Deltagarnytta", "2. Medlemsnytta", "- streck", "+ plus", "= lika", "/ snett", "3.1 Mål"):
        assert cell in text, cell


def test_heads_have_a_scope_and_every_figure_a_text(words, tmp_path):
    heads = [attribute(element, "/Scope") for path, element in elements(words) if path[-1] == "/TH"]
    assert heads == ["/Column"] * 2
    (small,) = render(BOOK, tmp_path, ["pdf"])
    figures = [element for path, element in elements(PdfReader(small)) if path[-1] == "/Figure"]
    assert figures and all(str(figure["/Alt"]).strip() for figure in figures)


def test_what_is_copied_is_what_was_written(words):
    """No ligatures, no soft hyphens: a search for a word finds it."""
    text = re.sub(r"\s+", " ", " ".join(page.extract_text() for page in words.pages))
    for word in (
        "Finansiell",
        "effekt",
        "Försäkringskassan",
        "fjällrävar",
        "Officiell",
        "flöde",
        "Underskrifter",
        "Åäö",
        "−12 430 tkr",
    ):
        assert word in text, word
    assert not re.search("[\u00ad\ufb00-\ufb06\ufffd\ue000-\uf8ff]", text)


def test_the_properties_name_the_book(words):
    assert words.metadata.keywords == "Årsredovisning 2016, Samordningsförbundet Exempel"
    assert words.metadata.title == "Årsredovisning 2016, Samordningsförbundet Exempel"
    assert words.trailer["/Root"]["/ViewerPreferences"]["/DisplayDocTitle"]


@pytest.mark.parametrize("note", ["Kort not.", "Lång not. " + "Den räcker över flera rader. " * 8])
def test_a_note_never_stands_alone_on_a_page(tmp_path, note):
    """Whatever the length of a table that breaks, its short note stands beside rows of it, above the foot of the page."""
    chapters = {"index": "# Början\n\nText."}
    for more in range(12):
        chapters[f"k{more}"] = f"# Kapitel\n\n{'Ett stycke.' * (more % 3)}\n\n" + table(
            [f"rad {n}" for n in range(34 + more)], note
        ).replace("tbl-ett", f"tbl-{more}")
    pdf = made(tmp_path / "bok", chapters)
    pages = [page.extract_text() for page in pdf.pages[2:]]
    noted = [page for page in pages if "not." in page]
    assert len(noted) == 12
    if note.startswith("Kort"):
        assert [page for page in noted if "rad" not in page] == []
        assert len({"rad 33" in page for page in pages}) == 2


def test_a_long_table_repeats_its_heads_and_leaves_no_heading_row_at_the_foot(tmp_path):
    """Nor a caption: whatever stands above the table, its first page has rows of it."""
    chapters = {"index": "# Början\n\nText."}
    for more in range(6):
        rows = "".join(
            f'| <span class="sektion">Avdelning {n}</span> | |\n| rad {n} | 1 |\n| rad {n}b | 2 |\n'
            for n in range(30)
        )
        above = "Ett stycke.\n\n" * (32 + more)
        chapters[f"k{more}"] = (
            f'# Kapitel\n\n{above}\n\n## Avsnitt\n\n<div id="tbl-{more}">\n\n| Post | Kronor |\n|:--|--:|\n{rows}\n'
            "Utfall\n\n</div>\n"
        )
    pages = [page.extract_text() for page in made(tmp_path / "bok", chapters).pages[3:]]
    bodies = [re.split(r"Samordningsförbundet Exempel\s+Sida", page)[0].split("\n") for page in pages]
    with_rows = [body for body in bodies if any(line.startswith("rad ") for line in body)]
    assert len(with_rows) > 12
    assert all(any(line.startswith("Post") for line in body) for body in with_rows)
    last = [next(line for line in reversed(body) if line.strip()) for body in bodies]
    assert [line for line in last if not re.match("(rad |Ett stycke)", line)] == []


@pytest.mark.parametrize("entries", [42, 43, 50, 51, 58])
def test_the_list_of_contents_stays_on_a_page_as_long_as_it_can(tmp_path, entries):
    chapters = {name: f"# Kapitel {name}\n\nText." for name in ("index", *"abcdefg")}
    chapters["h"] = "# Kapitel h\n\n" + "\n\n".join(f"## Avsnitt {n}\n\nText." for n in range(entries - 9))
    pages = [page.extract_text() for page in made(tmp_path / "bok", chapters).pages]
    assert "Avsnitt 0" in pages[1] and "Kapitel index" in pages[2]


@pytest.mark.parametrize(("width", "height"), [(900, 90), (100, 400), (64, 64)])
@pytest.mark.parametrize("kind", ["svg", "png"])
def test_a_logo_of_any_form_keeps_it_and_its_place(tmp_path, kind, width, height):
    if kind == "svg":
        size = f'width="{width}" height="{height}"'
        content = (
            f'<svg xmlns="http://www.w3.org/2000/svg" {size}><rect {size} fill="#1f5130"/></svg>'.encode()
        )
    else:
        Image.new("RGB", (width, height), "#1f5130").save(tmp_path / "bild.png")
        content = (tmp_path / "bild.png").read_bytes()
    pdf = made(tmp_path / "bok", {"index": "# Början\n\nText."}, **{f"logo_{kind}": content})
    (logo,) = [element for path, element in elements(pdf) if path[-1] == "/Figure"]
    left, low, right, high = map(float, attribute(logo, "/BBox"))
    assert logo["/Alt"] == "Samordningsförbundet Exempel"
    assert (right - left) / (high - low) == pytest.approx(width / height, rel=0.01)
    assert max((right - left) / 8, (high - low) / 2.6) == pytest.approx(CM, rel=0.01)
    assert (pdf.pages[0].mediabox.width - right, low) == pytest.approx((2.5 * CM, 2.5 * CM), abs=1)
