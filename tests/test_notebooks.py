"""The notebooks keep one grammar, carry no outputs, and each runs by itself under papermill."""

from __future__ import annotations

import re

import nbformat
import papermill
import pytest
from conftest import REPOSITORY

from finsam.params.kinds import CHAPTERS_OF
from finsam.render.report import SUMMARY
from finsam.tables.chapters import CHAPTERS, chapter_notebook

NOTEBOOKS = sorted((REPOSITORY / "notebooks").glob("*.ipynb"))
#: The notebooks of no chapter: of the report on a kommun, and of the summary beside a book.
KOMMUN = "kommun"
OPENS = {KOMMUN: "plats = open_kommun(kommun, ar)", SUMMARY: "sammandrag = open_summary(forbund, ar)"}


def test_each_chapter_has_its_notebook_and_no_notebook_is_left_over():
    assert {path.stem for path in NOTEBOOKS} == {*CHAPTERS, KOMMUN, SUMMARY}
    assert all(set(chapters) <= set(CHAPTERS) for chapters in CHAPTERS_OF.values())


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebook_keeps_the_grammar(path):
    """Title, parameters, set-up, then sections; no outputs and no execution counts in git."""
    notebook = nbformat.read(path, as_version=4)
    title, parameters, set_up, *sections = notebook.cells
    assert title.cell_type == "markdown" and title.source.startswith("# ") and "{#sec-" in title.source
    assert parameters.metadata.tags == ["parameters"]
    assert set_up.source.startswith("from finsam.") and set_up.source.endswith(
        OPENS.get(path.stem, "book = open_book(forbund, ar)")
    )
    assert sections
    for cell in notebook.cells:
        if cell.cell_type == "code":
            assert not cell.outputs and cell.execution_count is None


def test_a_label_is_of_one_heading_and_texts_stand_under_theirs():
    """A book can have every chapter, and the kansli's texts find their place by the label."""
    seen = []
    for path in NOTEBOOKS:
        label = ""
        for cell in nbformat.read(path, as_version=4).cells:
            if cell.cell_type == "markdown":
                label = "".join(re.findall(r"\{#([\w-]+)", cell.source))
                seen += [label] if label else []
            for called in re.findall(r'under\(book, "([\w-]+)"', cell.source):
                assert called == label, path.name
    assert sorted(seen) == sorted(set(seen))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebook_stands_as_jupyter_saves_it(path):
    """So that the first one to save it changes nothing but what they edited."""
    text = path.read_text(encoding="utf-8")
    assert nbformat.writes(nbformat.reads(text, as_version=4)) + "\n" == text


def test_a_single_chapter_runs_under_papermill_alone(tmp_path, monkeypatch):
    """As design.md promises: from the repository's root, with plain parameters."""
    monkeypatch.chdir(REPOSITORY)
    out = tmp_path / "out.ipynb"
    papermill.execute_notebook(
        str(chapter_notebook("sjukfranvaro-uvas")),
        str(out),
        parameters={"forbund": "vannas", "ar": 2017},
        progress_bar=False,
    )
    shown = [
        output.data
        for cell in nbformat.read(out, as_version=4).cells
        if cell.cell_type == "code"
        for output in cell.outputs
    ]
    assert any("719 | 723 | 714" in data.get("text/markdown", "") for data in shown)
    assert any("image/svg+xml" in data for data in shown)


def test_a_book_that_is_not_there_stops_the_chapter(tmp_path, monkeypatch):
    monkeypatch.chdir(REPOSITORY)
    with pytest.raises(papermill.PapermillExecutionError, match="There is no förbund 'umearegionenn'"):
        papermill.execute_notebook(
            str(chapter_notebook("metod")),
            str(tmp_path / "out.ipynb"),
            parameters={"forbund": "umearegionenn", "ar": 2016},
            progress_bar=False,
        )
