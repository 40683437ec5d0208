"""The docx opened by a real LibreOffice, which counts its fields anew: it shows what the document holds."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from zipfile import ZipFile

import pytest
from click.testing import CliRunner
from conftest import REPOSITORY
from pypdf import PdfReader
from word_order import out_of_order

from finsam.cli import main
from finsam.render.pandoc import render
from finsam.verify.document import FIGURE, HEADING, NOTE, TABLE, Document, bare
from finsam.verify.docx import read_docx
from tools.exempelregister.__main__ import main as make_example

SMALL = Path(__file__).parent / "books" / "litet"
BOOKS = sorted(
    f"{file.parent.name}/{file.stem}" for file in (REPOSITORY / "params").glob("*/[0-9][0-9][0-9][0-9].yml")
)
#: What LibreOffice prints in the place of a field that it can't count, in the languages that it may speak here.
BROKEN = ("Reference source not found", "Error:", "Fel:", "Hittar inte referenskällan")


def opened(docx: Path, out: Path) -> PdfReader:
    """The document as LibreOffice lays it out. Skips the test where there is none."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if not program:
        pytest.skip("no LibreOffice on PATH, so that no docx can be opened in a real word processor")
    # A profile of its own: one that is in use by another would send the document there.
    command = [program, f"-env:UserInstallation={(out / 'profil').as_uri()}", "--headless"]
    done = subprocess.run(
        [*command, "--convert-to", "pdf:writer_pdf_Export", "--outdir", str(out), str(docx)],
        capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    made = out / f"{docx.stem}.pdf"
    assert done.returncode == 0 and made.is_file(), done.stdout + done.stderr
    return PdfReader(made)


def check(document: Document, pdf: PdfReader, pages: int) -> None:
    """Headings, captions, cells and paragraphs of the document, on about as many pages as typst needs."""
    shown = "".join(page.extract_text() for page in pdf.pages)
    assert not [words for words in BROKEN if words in shown]
    everything = bare(shown)
    missing = [block.text for block in document.blocks if block.kind in (HEADING, TABLE, FIGURE)]
    missing += [cell for block in document.blocks for row in block.rows for cell in row]
    missing = [text for text in missing if bare(text) not in everything]
    assert missing == []
    prose = [block for block in document.blocks if block.kind not in (HEADING, TABLE, FIGURE, NOTE)]
    # Of a paragraph its beginning: later on a mark of a note or the end of a page may stand in it.
    assert [block.text for block in prose if bare(block.text)[:20] not in everything] == []
    references = {
        text for block in prose for text in re.findall(r"(?:Tabell|Figur|Avsnitt)\u00a0[\d.]*\d", block.text)
    }
    assert all(bare(text) in everything for text in references)
    assert pages * 0.6 <= len(pdf.pages) <= pages * 1.5 + 2
    sizes = {tuple(round(side / 28.35) for side in page.mediabox[2:]) for page in pdf.pages}
    assert sizes <= {(21, 30), (30, 21)}


def uncounted(docx: Path) -> Path:
    """The document with a question mark for what its fields show, where LibreOffice counts it anew."""
    target = docx.with_name("utan-tal.docx")
    pattern = r"((?:SEQ \w+ \\\* |REF _Ref).*?separate.*?<w:t[^>]*>)[^<]*"
    with ZipFile(docx) as old, ZipFile(target, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "word/document.xml":
                text, count = re.subn(pattern, r"\1?", data.decode(), flags=re.S)
                assert count >= 9
                data = text.encode()
            new.writestr(name, data)
    return target


def test_a_small_book_opens_in_libreoffice_which_counts_the_same(tmp_path):
    render(SMALL, tmp_path, ("docx",))
    docx = tmp_path / "exempel-2016.docx"
    pdf = opened(uncounted(docx), tmp_path)
    assert "?" not in "".join(page.extract_text() for page in pdf.pages)
    check(read_docx(docx), pdf, 5)


@pytest.fixture(scope="module")
def root(tmp_path_factory) -> Path:
    """A repository of its own with the invented statistics."""
    root = tmp_path_factory.mktemp("bocker")
    (root / "data/raw").mkdir(parents=True)
    for name in ("notebooks", "params", "finsam", "_quarto.yml", "_brand.yml"):
        (root / name).symlink_to(REPOSITORY / name)
    for file in (REPOSITORY / "params").glob("*/forbund.yml"):
        (root / "data/raw" / file.parent.name).symlink_to(REPOSITORY / "data/raw" / file.parent.name)
    make_example(["--out", str(root / "data/raw/register-exempel"), "--kommuner", "9901,9902,9903"])
    return root


@pytest.mark.slow
@pytest.mark.parametrize("book", [*BOOKS, "kommun"])
def test_every_book_opens_in_libreoffice(book, root, tmp_path, monkeypatch):
    monkeypatch.setenv("FINSAM_ROOT", str(root))
    asked = ["kommun", "--year", "2024", "--only", "9901"] if book == "kommun" else ["build", book]
    told = CliRunner().invoke(main, [*asked, "--engine", "pandoc"])
    assert told.exit_code == 0, told.output
    folder = root / "reports" / ("kommun/2024/9901-ekvik" if book == "kommun" else book)
    docx, pdf = (min(folder.glob(ending), key=lambda file: len(file.name)) for ending in ("*.docx", "*.pdf"))
    assert list(out_of_order(docx)) == []
    check(read_docx(docx), opened(docx, tmp_path), len(PdfReader(pdf).pages))
