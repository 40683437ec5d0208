"""Read a rendered report back in all its formats."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from finsam.faults import Fault, Faults, Place, counted, stop_if
from finsam.render.book import Book, chapter_markdown, read_book
from finsam.render.manifest import digest, hashes_in
from finsam.verify.beside import check_beside
from finsam.verify.compare import compare
from finsam.verify.document import FIGURE, TABLE, Block, Document
from finsam.verify.docx import read_docx
from finsam.verify.evidence import Evidence
from finsam.verify.frame import check_frame
from finsam.verify.html import read_pages
from finsam.verify.notebooks import expected_document
from finsam.verify.numbers import numbers
from finsam.verify.pdf import read_pdf
from finsam.verify.statement import check_statement
from finsam.verify.traced import lost_numbers, trace_notebooks

FORMATS = ("html", "pdf", "docx")


@dataclass
class Verified:
    """What was read and what is wrong. lines: a summary, one line for the notebooks and one for each format."""

    faults: list[Fault] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)


def verify(folder: Path, evidence: Evidence, formats: Sequence[str] = ()) -> Verified:
    """Read back the report in `folder` against its notebooks, and those against what they may be made from.

    formats: which must be there; without any, those that are. Raises Faults for a folder that holds no book.
    """
    book = read_book(folder / "notebooks")
    expected = expected_document(book).blocks
    own = [block for block in expected if not book.summary or block.where != book.summary.stem]
    found = Verified()
    traced = trace_notebooks(book.pages, evidence)
    found.faults = [*traced.faults, *_lost(book, expected)]
    untraced = sum(fault.code == "number-untraced" for fault in traced.faults)
    share = 100 * (traced.numbers - untraced) / (traced.numbers or 1)
    found.lines.append(
        f"notebooks: {counted(traced.numbers, 'number')}, {share:.4g} % traced; {counted(traced.rows, 'delivered figure')} in their place"
    )
    formats = formats or _there(folder, book)
    if not formats:
        where = (Place(folder.name),)
        raise Faults([Fault("not-rendered", "The book has no html, pdf or docx.", where, "finsam build")])
    documents = _documents(folder, book, formats, found.faults)
    for name, document in documents.items():
        _compare(found, name, document, book, expected if name == "html" else own)
    if short := book.in_short:
        (summary,) = (page.stem for page in short.chapters)
        blocks = [block for block in expected if block.where == summary]
        printed = [name for name in formats if name != "html"]
        for name, document in _documents(folder, short, printed, found.faults).items():
            _compare(found, f"{summary}.{name}", document, short, blocks)
    if "html" in documents:
        found.faults += check_beside(folder, book, expected)
        found.faults += check_statement(folder, book, evidence.publisher)
    found.faults += _changed(folder)
    return found


def _compare(found: Verified, name: str, document: Document, book: Book, expected: Sequence[Block]) -> None:
    """Add what in a document isn't what the notebooks say, and a line on what was read. name: of the format, last."""
    pictures = _pictures(book, expected, {"html": "svg", "docx": "png"}.get(name.rpartition(".")[2]))
    wrong = [
        *document.faults,
        *compare(document, expected, pictures),
        *check_frame(document, book, expected),
    ]
    count = sum(len(numbers(text)) for block in expected for text in _texts(block))
    found.faults += wrong
    found.lines.append(
        f"{name}: {counted(count, 'number')}, {_told(document)}; {counted(len(wrong), 'finding')}"
    )


def _changed(folder: Path) -> list[Fault]:
    """The files of a published report that aren't those that its manifest tells of; a new one has no manifest yet."""
    manifest = folder / "manifest.json"
    if not manifest.is_file():
        return []
    faults = []
    try:
        built = hashes_in(manifest, "utdata")
    except Faults as unreadable:
        return list(unreadable.faults)
    for name, sha256 in built.items():
        file = folder / name
        if not file.is_file():
            faults.append(Fault("file-missing", "A file of the report is gone.", (Place(name),), "the file"))
        elif digest(file) != sha256:
            message = "The file has been changed since the report was built."
            faults.append(Fault("file-changed", message, (Place(name),), f"SHA-256 {sha256[:12]}"))
    return faults


def raise_unless_right(folder: Path, formats: Sequence[str], evidence: Evidence) -> None:
    """Raises Faults with all that a report isn't as it must be."""
    stop_if(verify(folder, evidence, formats).faults)


def _there(folder: Path, book: Book) -> list[str]:
    return [name for name in FORMATS if _file(folder, book, name).is_file()]


def _file(folder: Path, book: Book, name: str) -> Path:
    return folder / ("index.html" if name == "html" else f"{book.output_file}.{name}")


def _documents(folder: Path, book: Book, formats: Sequence[str], faults: list[Fault]) -> dict[str, Document]:
    documents = {}
    for name in formats:
        file = _file(folder, book, name)
        if not file.is_file():
            faults.append(Fault("document-missing", f"The {name} isn't there.", (Place(file.name),)))
            continue
        try:
            documents[name] = _read(name, file, book)
        except Exception as error:  # whatever a broken file does to its parser, it is a finding
            message = f"The {name} can't be read: {type(error).__name__}: {error}"
            faults.append(Fault("document-unreadable", message, (Place(file.name),)))
    return documents


def _read(name: str, file: Path, book: Book) -> Document:
    if name == "html":
        return read_pages(file.parent, [page.stem for page in book.pages])
    return read_pdf(file) if name == "pdf" else read_docx(file)


def _lost(book: Book, expected: Sequence[Block]) -> list[Fault]:
    """Numbers that pandoc's reading of a chapter has lost."""
    faults: list[Fault] = []
    for chapter in book.pages:
        shown = [text for block in expected if block.where == chapter.stem for text in _texts(block)]
        for number in lost_numbers(chapter_markdown(chapter, faults), shown):
            message = f"{number} stands in the Markdown of the chapter and not in what is read out of it."
            faults.append(Fault("number-missing", message, (Place(chapter.name, value=number),)))
    return faults


def _texts(block: Block) -> list[str]:
    return [block.text, block.alt, *(cell for row in block.rows for cell in row)]


def _pictures(book: Book, expected: Sequence[Block], ending: str | None) -> dict[str, str]:
    """The hash of each figure's file by the figure's id."""
    files = {b.id: book.directory / f"{b.picture}.{ending}" for b in expected if b.kind == FIGURE and ending}
    return {id: hashlib.sha256(file.read_bytes()).hexdigest() for id, file in files.items() if file.is_file()}


def _told(document: Document) -> str:
    counts = {
        "table": sum(block.kind == TABLE for block in document.blocks),
        "figure": sum(block.kind == FIGURE for block in document.blocks),
        "link": document.links,
    }
    return ", ".join(counted(count, name) for name, count in counts.items())
