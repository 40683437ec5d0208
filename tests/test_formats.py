"""One real book in all formats: the pdf and the docx say what the html says, and so does Quarto where there is one."""

from __future__ import annotations

import json
import re
from pathlib import Path

import docx
import pytest
from pages import PageRow, read_pages
from pypdf import PdfReader

from finsam.build import build
from finsam.render import quarto
from finsam.render.manifest import digest

BOOK = ("umearegionen", 2016)


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
    return " ".join(text.replace("†", "").replace("\u2003", " ").split())


def _cells(rows: list[PageRow]) -> list[list[str]]:
    return [[_plain(row.label), *map(_plain, row.values())] for row in rows]


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
    document = docx.Document(str(report / "umearegionen-2016.docx"))
    found = []
    for table in document.tables:
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
    document = docx.Document(str(report / "umearegionen-2016.docx"))
    described = [shape._inline.docPr.get("descr") for shape in document.inline_shapes]
    assert len(alts) == len(described) >= 10
    assert all(len(alt) > 30 for alt in alts)
    assert all(descr and len(descr) > 30 for descr in described)


@pytest.mark.skipif(
    not quarto.available(), reason="quarto is not on PATH; the embedded engine alone is tested"
)
def test_both_engines_give_the_same_tables(report, workplace):
    embedded = read_pages(report).tables
    by_quarto = read_pages(_built(workplace, "quarto")).tables
    assert by_quarto.keys() == embedded.keys()
    for id, rows in embedded.items():
        assert _cells(by_quarto[id]) == _cells(rows), id
