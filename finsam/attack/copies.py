"""Other copies of a report's tables that are published with it: varden.json, the notebooks, Word, pdf, and what the cells
of its pages hold besides."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from lxml import etree
from lxml import html as lxml_html
from lxml.html import HtmlElement

from finsam.attack.lines import Laid
from finsam.attack.published import Published, pages_of
from finsam.attack.system import System
from finsam.attack.tables import Table, tables_of
from finsam.attack.words import HIDDEN, slug, spaced
from finsam.diff.values import Table as ValueTable
from finsam.diff.values import Values
from finsam.render.tables import PrintedTable, tables_in
from finsam.verify.document import TABLE, Document
from finsam.verify.docx import read_docx
from finsam.verify.pdf import read_pdf

#: What says how a cell looks, and what it belongs to.
_LOOKS = frozenset(
    ("class", "style", "id", "headers", "scope", "colspan", "rowspan", "width", "height", "align")
)
_NUMBER = re.compile(r"\d+(?:[ \u00a0]\d{3})*(?:,\d+)?")


def copies_of(published: Published, values: Mapping[str, Values]) -> Iterator[Table]:
    """The report's tables as they stand beside its pages, wherever those have suppressed figures."""
    ids = {table.id for table in published.tables if table.hidden}
    told: list[tuple[str, PrintedTable | ValueTable]] = [
        (page, table) for page, each in values.items() for table in each.tables
    ]
    for output in published.outputs if ids else ():
        page = f"notebooks/{output.notebook}.ipynb"
        told += [(page, table) for table in tables_in(output.notebook, output.text, output.trace)]
    for page, table in told:
        if table.id in ids:
            rows = (table.heads, *(row if any(row[1:]) else row[:1] for row in table.rows))
            yield from tables_of(rows, published.report, page, table.id, table.caption, {})
    for file in sorted(published.folder.glob("*.docx")) + sorted(published.folder.glob("*.pdf")):
        for block in _document(file).blocks:
            if block.kind == TABLE:
                yield from tables_of(block.rows, published.report, file.name, "", block.text, {})


def _document(file: Path) -> Document:
    return read_docx(file) if file.suffix == ".docx" else read_pdf(file)


def join_copies(system: System, laid: Laid, copies: Sequence[Table]) -> None:
    """A figure that a copy shows is the suppressed one in the same place of the table."""
    hidden = defaultdict(list)
    for table, cells in zip(laid.tables, laid.cells, strict=True):
        for place in table.hidden:
            for name in (table.id, _bare(table.caption)):
                hidden[table.report, name, slug(table.section), place].append(cells[place])
    for copy in copies:
        for place, figure in copy.cells.items():
            key = (copy.report, copy.id or _bare(copy.caption), slug(copy.section), place)
            for cell in hidden.get(key, ()) if not figure.is_hidden else ():
                system.same(system.board.add(figure, copy.spots[place]), cell)


def _bare(caption: str) -> str:
    """A caption without spaces, as print breaks its lines."""
    return re.sub(r"\W", "", caption)


def cells_with_more(published: Published) -> Iterator[Table]:
    """The tables of the pages in which a suppressed cell holds a number that isn't shown, with that in its place."""
    for page in pages_of(published.folder):
        text = page.read_text(encoding="utf-8", errors="replace")
        for table in lxml_html.fromstring(text.encode()).iter("table") if HIDDEN in text else ():
            rows = [
                [(_shown(cell), _more(cell)) for cell in row.iterchildren("th", "td")]
                for row in table.iter("tr")
            ]
            if any(more for row in rows for _, more in row):
                ids = [each.get("id") or "" for each in (table, *table.iterancestors())]
                id = next((each for each in ids if each.startswith("tbl-")), "")
                told = tuple(tuple(more or shown for shown, more in row) for row in rows)
                yield from tables_of(told, published.report, page.name, id, "", {})


def _shown(cell: HtmlElement) -> str:
    return spaced(cell.text_content())


def _more(cell: HtmlElement) -> str:
    """The number that a suppressed cell holds in its attributes or comments, its own or those of what is in it."""
    if _shown(cell) != HIDDEN:
        return ""
    texts = [each.text or "" for each in cell.iter(etree.Comment)]
    texts += [
        value for each in cell.iter(etree.Element) for name, value in each.items() if name not in _LOOKS
    ]
    found = [number for text in texts for number in _NUMBER.findall(text)]
    return found[0] if found else ""
