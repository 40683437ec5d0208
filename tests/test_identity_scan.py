"""An identity number in anything that is about to be published stops it, and is never shown."""

from __future__ import annotations

import base64
import gzip
import io
import json
import zipfile
from pathlib import Path

import docx
import matplotlib.pyplot as plt
import nbformat
import openpyxl
import pandas as pd
import pytest
import typst
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.chart import BarChart
from openpyxl.comments import Comment
from PIL import ExifTags, Image
from PIL.PngImagePlugin import PngInfo
from pypdf import PdfReader, PdfWriter

from finsam.batch import jobs, worker
from finsam.build import book_basis, book_report, build_report
from finsam.faults import Fault, Faults
from finsam.identity.numbers import hidden, holds_number
from finsam.params import load_params
from finsam.render.filters.finished import finish
from finsam.render.report import report_folder
from finsam.scan.folder import numbers_in_folder

NUMBER, TEN = "19811218-9876", "8112189876"


def told(folder: Path) -> list[tuple]:
    faults = numbers_in_folder(folder)
    assert all(fault.code == "identity-number" for fault in faults)
    text = "".join(map(str, faults)) + json.dumps([fault.as_json() for fault in faults])
    assert "9876" not in text and "811218" not in text
    return [(place.file, place.sheet, place.row, place.column) for fault in faults for place in fault.where]


@pytest.mark.parametrize(
    "text",
    [
        f"<p>\n{NUMBER}</p>",
        f'<p\ntitle="{NUMBER}">x</p>',
        f"<p>\n<!-- {NUMBER} --></p>",
        "<p>\n<b>19811218</b>-<em>9876</em></p>",
        "<p>\n1981<wbr>1218&#8209;9876</p>",
        "<p>\n811218&nbsp;&ndash;&thinsp;9876</p>",
        "<td>\n</td><td>198\u00a0112\u00a0189\u00a0876</td>",
        "<svg>\n<text>8112<tspan>18-9876</tspan></text></svg>",
        f"<script>\nvar a = {{'sok': '{TEN}'}}</script>",
        f'\n<a href="sida.html?id={TEN}">',
    ],
)
def test_html_in_text_attribute_comment_script_and_drawing(tmp_path, text):
    (tmp_path / "index.html").write_text(text, encoding="utf-8")
    assert told(tmp_path) == [("index.html", None, 2, None)]


@pytest.mark.parametrize(
    "text", [NUMBER, "811218\u20139876", "811218\u00a0-\u00a09876", 198112189876, 1.98112189876e11]
)
def test_json_manifest_and_index(tmp_path, text):
    (tmp_path / "manifest.json").write_text(json.dumps({"a": 1, "b": text}, indent=1))
    assert told(tmp_path) == [("manifest.json", None, 3, None)]


def test_a_notebook_with_a_traceback_and_escaped_markdown(tmp_path):
    notebook = nbformat.v4.new_notebook()
    error = nbformat.v4.new_output("error", ename="KeyError", evalue="x", traceback=[f"KeyError: '{NUMBER}'"])
    shown = nbformat.v4.new_output("display_data", data={"text/markdown": "Nr 811218\\-9876"})
    for output in (error, shown):
        notebook.cells = [nbformat.v4.new_code_cell("1", outputs=[output])]
        nbformat.write(notebook, tmp_path / "a.ipynb")
        assert len(told(tmp_path)) == 1


@pytest.mark.parametrize("where", ["text", "runs", "comment", "core", "footer", "alt"])
def test_word_in_all_its_parts(tmp_path, where):
    document = docx.Document()
    paragraph = document.add_paragraph("Text ")
    if where == "text":
        paragraph.add_run(NUMBER)
    elif where == "runs":
        paragraph.add_run("1981").bold = True
        paragraph.add_run("1218-98")
        paragraph.add_run("76")
    elif where == "comment":
        document.add_comment(paragraph.runs, text=NUMBER, author="A", initials="A")
    elif where == "core":
        document.core_properties.subject = f"om {NUMBER}"
    elif where == "footer":
        document.sections[0].footer.paragraphs[0].text = NUMBER
    else:
        paragraph._p.set("descr", NUMBER)
    document.save(tmp_path / "bok.docx")
    parts = {"comment": "word/comments.xml", "core": "docProps/core.xml"}
    ((file, part, _, _),) = told(tmp_path)
    assert file == "bok.docx"
    assert part == parts.get(where, part) and (where != "footer" or part.startswith("word/footer"))


def pdf(text: str, **about: str) -> bytes:
    head = f'#set document(title: "{about.get("title", "T")}", keywords: ("{about.get("keywords", "k")}"))\n'
    return typst.compile((head + text).encode())


@pytest.mark.parametrize(
    ("text", "about", "place"),
    [
        (NUMBER, {}, (1, "page")),
        ("#pagebreak() sida 8112#strong[18]--9876", {}, (2, "page")),
        ("x", {"title": NUMBER}, (None, "properties, bookmarks, notes or alternative texts")),
        ("x", {"keywords": TEN}, (None, "properties, bookmarks, notes or alternative texts")),
        (
            f'#figure(rect(), alt: "{NUMBER}")',
            {},
            (None, "properties, bookmarks, notes or alternative texts"),
        ),
        (f'#link("https://x.se/{TEN}")[l]', {}, (None, "properties, bookmarks, notes or alternative texts")),
    ],
)
def test_pdf_pages_and_properties(tmp_path, text, about, place):
    (tmp_path / "bok.pdf").write_bytes(pdf(text, **about))
    assert place in [(row, column) for _, _, row, column in told(tmp_path)]


def test_pdf_attachment_and_other_fonts(tmp_path):
    writer = PdfWriter()
    for page in PdfReader(io.BytesIO(pdf("x"))).pages:
        writer.add_page(page)
    writer.add_attachment("a.txt", f"nr {NUMBER}".encode())
    writer.write(tmp_path / "a.pdf")
    figure = plt.figure()
    figure.text(0.1, 0.5, NUMBER)
    figure.savefig(tmp_path / "b.pdf")
    plt.close(figure)
    assert [where[0] for where in told(tmp_path)] == ["a.pdf", "b.pdf"]


@pytest.mark.parametrize("column", [[NUMBER], ["Möte med 811218 9876."], [8112189876], [198112189876.0]])
def test_parquet_by_column(tmp_path, column):
    pd.DataFrame({"bra": ["a"], "fel": column, "ore": [8112189876]}).to_parquet(tmp_path / "t.parquet")
    assert told(tmp_path) == [("t.parquet", None, None, "fel")]


def test_workbook_picture_log_archive_and_name(tmp_path):
    book = openpyxl.Workbook()
    book.active["A1"] = 198112189876
    book.save(tmp_path / "a.xlsx")
    figure = plt.figure()
    figure.savefig(tmp_path / "b.png", metadata={"Comment": NUMBER})
    figure.savefig(tmp_path / "c.svg", metadata={"Title": NUMBER})
    plt.close(figure)
    (tmp_path / "FEL.txt").write_text(f"ValueError: {TEN}")
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("x.txt", NUMBER)
    with zipfile.ZipFile(tmp_path / "d.zip", "w") as archive:
        archive.writestr("inre.zip", inner.getvalue())
    (tmp_path / f"{NUMBER}.txt").write_text("")
    found = {where[0] for where in told(tmp_path)}
    assert found == {"a.xlsx", "b.png", "c.svg", "FEL.txt", "d.zip", "(personnummer).txt"}


def picture(kind: str, **about: object) -> bytes:
    data = io.BytesIO()
    Image.new("RGB", (2, 2)).save(data, kind, **about)
    return data.getvalue()


def png(text: str, packed: bool = False, keyword: str = "Comment") -> bytes:
    about = PngInfo()
    about.add_itxt(keyword, text, zip=packed) if packed else about.add_text(keyword, text)
    return picture("png", pnginfo=about)


def exif(text: str, tag: int = ExifTags.Base.ImageDescription) -> Image.Exif:
    found = Image.Exif()
    found[tag] = text
    return found


#: Pictures that tell a number in a text of theirs.
PICTURES = {
    "chunk": png(f"om {NUMBER}"),
    "packed chunk": png(f"om {NUMBER}" * 20, packed=True),
    "exif": picture("png", exif=exif(NUMBER)),
    "jpeg exif": picture("jpeg", exif=exif(NUMBER)),
    "jpeg two bytes a sign": picture("jpeg", exif=exif(NUMBER.encode("utf-16-le"), ExifTags.Base.XPComment)),
    "jpeg comment": picture("jpeg", comment=NUMBER.encode()),
    "gif comment": picture("gif", comment=NUMBER.encode()),
    "drawing": b"<svg xmlns='http://www.w3.org/2000/svg'><text>811218<tspan>-9876</tspan></text></svg>",
    "packed drawing": gzip.compress(f"<svg><title>{NUMBER}</title></svg>".encode() + b" " * 99),
}  # fmt: skip


@pytest.mark.parametrize("kind", PICTURES)
def test_pictures_by_themselves_and_within_notebooks_and_pages(tmp_path, kind):
    data = PICTURES[kind]
    encoded = base64.b64encode(data).decode()
    (tmp_path / "a.bin").write_bytes(data)
    (tmp_path / "b.html").write_text(f'<p>\n<img src="data:image/x;base64,{encoded}"></p>')
    # By lines of 76 signs, as programs of e-mail and older notebooks have it.
    for name, text in (("c.ipynb", encoded + "\n"), ("d.ipynb", base64.encodebytes(data).decode())):
        output = nbformat.v4.new_output("display_data", data={"image/png": text})
        nbformat.write(
            nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1", outputs=[output])]),
            tmp_path / name,
        )
    with zipfile.ZipFile(tmp_path / "e.docx", "w") as archive:
        archive.writestr("word/media/bild.bin", data)
    places = told(tmp_path)
    assert [place[0] for place in places] == ["a.bin", "b.html", "c.ipynb", "d.ipynb", "e.docx"]
    assert places[1][2:] == (2, "in base64")


def test_pictures_without_numbers_stop_nothing(tmp_path):
    encoded = base64.b64encode(png("om 212000-2627")).decode()
    (tmp_path / "a.html").write_text(f'<img src="data:image/png;base64,{encoded}"> {"Ord" * 40} {"a" * 41}')
    (tmp_path / "b.png").write_bytes(png("Software 3.10.1", packed=True))
    assert told(tmp_path) == []


@pytest.mark.parametrize("where", ["comment", "author", "runs", "sheet", "text box", "property"])
def test_workbooks_with_comments_and_names(tmp_path, where):
    book = openpyxl.Workbook()
    cell = book.active["A1"]
    cell.value = "x"
    if where == "comment":
        cell.comment = Comment(f"Avser {NUMBER}", "A")
    elif where == "author":
        cell.comment = Comment("x", NUMBER)
    elif where == "runs":
        bold = InlineFont(b=True)
        cell.value = CellRichText("1981", TextBlock(bold, "1218-"), TextBlock(bold, "9876"))
    elif where == "sheet":
        book.active.title = NUMBER
    elif where == "text box":
        chart = BarChart()
        chart.title = NUMBER
        book.active.add_chart(chart, "C3")
    else:
        book.properties.description = NUMBER
    book.save(tmp_path / "a.xlsx")
    assert {place[0] for place in told(tmp_path)} == {"a.xlsx"}


@pytest.mark.parametrize(
    "text",
    [
        "KeyError: '811218\\xa09876'",
        "KeyError: '811218\\\\u20099876'",
        '<a href="sok?nr=811218%2D9876">',
        '<a href="sok?nr=811218%E2%80%939876">',
        "var a = '811218\\u{2d}9876'",
        "<t>811218&amp;#45;9876</t>".replace("&amp;", "&"),
        "100%19811218-9876",
    ],
)
def test_numbers_that_are_written_with_escapes(tmp_path, text):
    (tmp_path / "a.txt").write_text("\n" + text)
    assert told(tmp_path) == [("a.txt", None, 2, None)]
    assert holds_number(text) and "9876" not in hidden(text)


@pytest.mark.parametrize(
    "text",
    [
        "212000-2627 16212000-2627 556036-0793",  # organisation numbers
        "sha256 3a81121898760f5cb0b5d5f0c6f3f0c2b7b9d1a28112189876aaaaaaaaaaaaaaaaa",
        "550e8400-e29b-41d4-a716-811218987600",
        '{"varde": 0.8112189876, "b": 12.198112189876}',
        "8 112 189,88 kr och 8112189876,50 kr",
        "2024-01-01 - 2024-12-31",
        "konto 811218 nr 1234567",
        "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk8112189876hd8AAAAASUVORK5CYII",
    ],
)
def test_what_only_looks_alike_stops_nothing(tmp_path, text):
    (tmp_path / "a.html").write_text(f"<p>{text}</p>")
    assert told(tmp_path) == []


def test_neither_faults_nor_what_a_failed_build_leaves_show_a_number(tmp_path):
    fault = Fault("x", f"m {NUMBER}", (), f"e {TEN}", detail=f"Traceback ... KeyError: '{NUMBER}'")
    worker._leave(tmp_path, jobs.Job("bok", "prov", 2020, ("html",), "pandoc"), (fault,))
    text = (tmp_path / "FEL.txt").read_text() + str(Faults([fault])) + json.dumps(fault.as_json())
    assert "9876" not in text and text.count("(personnummer)") >= 5


def test_a_build_with_a_number_is_not_published(workplace, monkeypatch):
    """The old edition stays, and the fault names the file."""
    monkeypatch.setenv("FINSAM_ROOT", str(workplace))
    params = load_params("umearegionen", 2018)
    report, basis = book_report(params), book_basis(params)
    folder = report_folder(report.id)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "gammal.txt").write_text("den förra")
    with pytest.raises(Faults) as told:
        build_report(
            report,
            basis,
            ("docx",),
            "pandoc",
            2,
            finish=lambda fresh: (fresh / "bygge.json").write_text(f'"{TEN}"'),
        )
    (fault,) = told.value.faults
    assert (fault.code, fault.where[0].file, fault.where[0].row) == ("identity-number", "bygge.json", 1)
    assert [file.name for file in folder.iterdir()] == ["gammal.txt"]


def test_what_quarto_renders_at_the_root_is_read_and_removed(tmp_path, capsys):
    page, other = tmp_path / "index.html", tmp_path / "bok.pdf"
    page.write_text("<html><head><title>x</title></head><body>Om</body></html>")
    other.write_bytes(pdf("Om"))
    assert finish([page, other], tmp_path)
    assert "Content-Security-Policy" in page.read_text()
    other.write_bytes(pdf(f"Om {NUMBER}"))
    assert not finish([page, other], tmp_path)
    assert list(tmp_path.iterdir()) == []
    assert "bok.pdf" in (shown := capsys.readouterr().err) and "9876" not in shown
