"""The summary of two pages beside a book: the way to it from the first page, and its files beside pages of Quarto.

The embedded engine makes it in every book, since Quarto renders a project to one document and says nothing of how many
pages that takes.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import nbformat
from lxml import html as lxml_html

from finsam.render.report import SUMMARY

PAGE = f"{SUMMARY}.html"


def link_summary(book_dir: Path) -> None:
    """Put the way to the summary under the title of the first page. Only web pages show it, as the links under tables."""
    file = book_dir / "index.ipynb"
    notebook = nbformat.read(file, as_version=4)
    link = (
        f'::: {{.content-visible .underlag .till-{SUMMARY} when-format="html"}}\n'
        f"[Sammandrag: det viktigaste på två sidor]({PAGE})\n:::"
    )
    at = next(at for at, cell in enumerate(notebook.cells) if cell.cell_type == "markdown")
    notebook.cells.insert(at + 1, nbformat.v4.new_markdown_cell(link, id=SUMMARY))
    nbformat.write(notebook, file)


def only_summary(site: Mapping[str, bytes]) -> dict[str, bytes]:
    """Of the files of a web book those that the page of the summary needs, and itself."""
    page = lxml_html.fromstring(site[PAGE])
    needed = {value for element in page.iter() for value in element.attrib.values()}
    needed |= {f"figurer/{each.get('data-figur')}.js" for each in page.iterfind(".//*[@data-figur]")}
    return {
        name: content
        for name, content in site.items()
        if name == PAGE or name.startswith("site/") or (name in needed and not name.endswith(".html"))
    }
