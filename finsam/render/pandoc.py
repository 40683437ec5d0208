"""The embedded render engine: a book directory to html, pdf and docx with pandoc and typst alone.

One pandoc process reads all chapters into one numbered document; each format is one more. Everything is made in
memory first and written at the end, so that a fault leaves no half book behind.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pypandoc

from finsam.faults import Fault, Faults, Place, stop_if
from finsam.folders import put
from finsam.render import html, pdf, word, word_style
from finsam.render.book import Book, chapter_markdown, read_book
from finsam.render.report import FORMATS
from finsam.render.summary import only_summary

FILTERS = Path(__file__).parent / "filters"

#: What makes one document of the chapters, and finds in it what no book may hold.
READ = ("kapitel.lua", "ofarligt.lua")

#: What print needs beyond the common document.
PRINTED = [part for name in ("underskrifter.lua", "tryck.lua") for part in ("-L", str(FILTERS / name))]

#: What numbers a document and resolves its references.
NUMBERED = ("tabeller.lua", "korsref.lua")


def render(book_dir: Path, out_dir: Path, formats: Sequence[str] = FORMATS) -> list[Path]:
    """Render the book into `out_dir` and return the files written, sorted.

    html: index.html, a page a chapter, site/ and figurer/; pdf and docx: one file each by the book's
    output-file, and one of its summary where it has one. The same input gives the same bytes. Raises `Faults` for
    anything wrong in the book, before anything is written, and ValueError for an unknown format.
    """
    if unknown := set(formats) - set(FORMATS):
        raise ValueError(f"unknown formats {sorted(unknown)}; known are {', '.join(FORMATS)}")
    book = read_book(book_dir)
    document = read_document(book)
    files = _site(book, document, formats) if "html" in formats else {}
    files |= _printed(book, document, formats)
    if short := book.in_short:
        files |= _printed(short, document, formats)
    return _write(out_dir, files)


def render_summary(book: Book, document: bytes, out_dir: Path, formats: Sequence[str] = FORMATS) -> None:
    """Render the summary alone into `out_dir`, beside the documents of another engine. document: as `read_document`
    gives it. Raises as `render` does."""
    files = only_summary(_site(book, document, formats)) if "html" in formats else {}
    if short := book.in_short:
        files |= _printed(short, document, formats)
    _write(out_dir, files)


def _site(book: Book, document: bytes, formats: Sequence[str]) -> dict[str, bytes]:
    pages = json.loads(_pandoc(book, ["-t", "plain", "-L", str(FILTERS / "sidor.lua")], document))
    return html.site(book, pages, formats)


def _printed(book: Book, document: bytes, formats: Sequence[str]) -> dict[str, bytes]:
    """The pdf and the docx of the chapters of a book, which can be some of those of the document."""
    options = PRINTED
    if book.summary or book.is_summary:
        named = "urval=" + "\n".join(chapter.stem for chapter in book.chapters)
        options = ["-M", named, "-L", str(FILTERS / "urval.lua"), *PRINTED]
    files = {}
    if "pdf" in formats:
        body = _pandoc(book, ["-t", "typst", *options], document)
        files[f"{book.output_file}.pdf"] = pdf.compile_pdf(book, body.decode())
    if "docx" in formats:
        files[f"{book.output_file}.docx"] = _docx(book, document, options)
    return files


def read_document(book: Book, filters: Sequence[str] = NUMBERED) -> bytes:
    """Pandoc's JSON of the whole book with its summary: a Div for each page, numbered and with its references resolved by the filters.

    Without filters it is as the notebooks have it. Raises `Faults`.
    """
    faults: list[Fault] = []
    with TemporaryDirectory() as work:
        sources = []
        for chapter in book.pages:
            source = Path(work) / f"{chapter.stem}.md"
            source.write_text(chapter_markdown(chapter, faults), encoding="utf-8")
            sources.append(str(source))
        stop_if(faults)
        lua = [f"--lua-filter={FILTERS / name}" for name in (*READ, *filters)]
        named = "kapitel=" + "\n".join(sources)
        document = _pandoc(book, ["-t", "json", "-M", named, *lua], source_format="markdown")
    meta = json.loads(document)["meta"]
    stop_if([*_told(meta, "farligt", "unsafe-content"), *_told(meta, "fel", "reference-broken")])
    return document


def _told(meta: Mapping[str, Any], field: str, code: str) -> Iterator[Fault]:
    """What a filter has found, in a field of the document's metadata."""
    for fault in json.loads(meta.get(field, {"c": "[]"})["c"]):
        where = (Place(fault["fil"], value=fault["varde"]),)
        yield Fault(code, f"{fault['fil']} {fault['text']}: {fault['varde']}", where)


def _docx(book: Book, document: bytes, printed: Sequence[str]) -> bytes:
    with TemporaryDirectory() as work:
        reference, target = Path(work) / "reference.docx", Path(work) / "book.docx"
        reference.write_bytes(word_style.reference(book, default_reference()))
        contents = [] if book.is_short else ["--toc", "--toc-depth=2"]
        options = [f"--reference-doc={reference}", *contents, *printed]
        fields = {"title": book.title, "subtitle": book.subtitle, "date": book.date_in_words,
                  "lang": book.lang, "toc-title": "Innehåll"}  # fmt: skip
        options += [f"--metadata={key}={value}" for key, value in fields.items() if value]
        _pandoc(book, ["-t", "docx", *options, "-o", str(target)], document)
        return word.finish(target.read_bytes(), book)


def default_reference() -> bytes:
    """Pandoc's own reference.docx."""
    command = [_pandoc_path(), "--print-default-data-file=reference.docx"]
    return subprocess.run(command, capture_output=True, check=True).stdout


#: Pandoc takes its arguments, such as titles, as text in the locale's encoding.
_UTF8 = "en_US.UTF-8" if sys.platform == "darwin" else "C.UTF-8"


def _pandoc(book: Book, args: Sequence[str], document: bytes = b"", source_format: str = "json") -> bytes:
    """Run pandoc in the book's directory. Raises `Faults` for errors and warnings, such as a missing picture."""
    run = subprocess.run(
        [_pandoc_path(), "--fail-if-warnings", "--wrap=none", f"--from={source_format}", *args],
        input=document,
        capture_output=True,
        cwd=book.directory,
        env=os.environ | {"SOURCE_DATE_EPOCH": str(book.timestamp), "LC_ALL": _UTF8},
    )
    if run.returncode:
        raise Faults(
            [
                Fault(
                    "pandoc-failed",
                    run.stderr.decode(errors="replace").strip(),
                    (Place(book.directory.name),),
                )
            ]
        )
    return run.stdout


def _pandoc_path() -> str:
    """The pandoc that pypandoc_binary brings, so that every machine has the same; otherwise what it can find."""
    name = "pandoc.exe" if sys.platform == "win32" else "pandoc"
    bundled = Path(pypandoc.__file__).parent / "files" / name
    return str(bundled) if bundled.is_file() else pypandoc.get_pandoc_path()


def _write(out_dir: Path, files: Mapping[str, bytes]) -> list[Path]:
    """Each file whole or not at all."""
    written = []
    for name, content in sorted(files.items()):
        target = out_dir / name
        put(target, content)
        written.append(target)
    return written
