"""The page `underlag.html` beside a web book, and the links to it under the tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import nbformat

from finsam.delivery.read import Delivery
from finsam.folders import put
from finsam.harmless import attribute
from finsam.render.book import read_book
from finsam.render.html import plain_assets, templates
from finsam.render.report import STATEMENT, Report
from finsam.render.tables import chapters_of, printed_tables, titles
from finsam.sources.files import Source
from finsam.sources.raw import RawFiles
from finsam.trace.behind import Behind, behind_tables

PAGE = "underlag.html"

TEMPLATES = Path(__file__).parent / "templates"


def rows_behind(book_dir: Path, deliveries: Sequence[Delivery], sources: Sequence[Source]) -> list[Behind]:
    """What is behind the tables of the laid-out notebooks in `book_dir`."""
    return behind_tables(printed_tables(book_dir), deliveries, sources, RawFiles())


def link_tables(book_dir: Path, found: Sequence[Behind]) -> None:
    """Put a link to its rows under each table. Only web pages show it: a Div that both engines drop elsewhere."""
    texts = {each.table.id: each.table.caption for each in found}
    for path in chapters_of(book_dir):
        notebook = nbformat.read(path, as_version=4)
        changed = False
        for cell in notebook.cells:
            for output in cell.get("outputs", ()):
                text = output.get("data", {}).get("text/markdown", "")
                name = next((name for name in texts if f'<div id="{name}">' in text), None)
                if name:
                    output.data["text/markdown"] = f"{text.rstrip()}\n\n{_link(name, texts[name])}\n\n"
                    changed = True
        if changed:
            nbformat.write(notebook, path)


def _link(name: str, caption: str) -> str:
    return (
        '::: {.content-visible .underlag when-format="html"}\n'
        f'[Underlag]({PAGE}#{name}){{aria-label="Underlag till tabellen {attribute(caption)}"}}\n'
        ":::"
    )


def write_page(
    report: Report, found: Sequence[Behind], sources: Sequence[Source], book_dir: Path, folder: Path
) -> None:
    """Write the page into the folder of a report, with what it needs, which not every engine brings. Raises `Faults` for a
    brand that is wrong."""
    files = {PAGE: underlag_page(report, found, sources, titles(book_dir)).encode()}
    for name, content in (files | plain_assets(read_book(book_dir).brand)).items():
        put(folder / name, content)


def underlag_page(
    report: Report, found: Sequence[Behind], sources: Sequence[Source], chapters: Mapping[str, str]
) -> str:
    """The page: for each table the rows behind it, file by file. Nothing of persons stands in it but numbers of rows.

    chapters: what they are called, by the page; a table is found under its own, since two may have the same caption.
    """
    hashes = {source.fil: source.sha256[:12] for source in sources}
    return (
        templates(TEMPLATES)
        .get_template("underlag.html.j2")
        .render(report=report, found=found, hashes=hashes, chapters=chapters, statement=STATEMENT)
    )
