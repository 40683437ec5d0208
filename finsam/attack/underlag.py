"""The raw rows behind the tables of a report, which are published with it (underlag.html)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from lxml import html as lxml_html

from finsam.attack.lines import Board, Line, line_of
from finsam.attack.published import Published
from finsam.attack.tables import Spot, Table
from finsam.attack.words import Figure, parts_of, slug, spaced
from finsam.trace.page import PAGE


def underlag_lines(board: Board, folder: Path, report: str) -> Iterator[Line]:
    """The raw rows behind each table, by their headings."""
    for id, page in _sections(folder).items():
        for row, told in page.items():
            figures = [(slug(heading), parts[""]) for heading, text in told if (parts := parts_of(text))]
            if len(figures) > 1:
                spot = Spot(report, PAGE, id, "", f"rad {row}")
                yield line_of(board, f"underlag rad {row}", f"{report}/underlag {id}", figures, spot)


def unshown_in_rows(published: Published) -> Iterator[tuple[Table, Spot, Figure]]:
    """Numbers in the rows behind a table with suppressed figures that aren't shown in it."""
    hidden = {table.id: table for table in published.tables if table.hidden}
    for id, page in _sections(published.folder).items() if hidden else ():
        if id not in hidden:
            continue
        shown = {cell.value for table in published.tables if table.id == id for cell in table.cells.values()}
        for row, told in page.items():
            for heading, text in told:
                parts = parts_of(text) or {}
                if list(parts) == [""] and not parts[""].is_hidden and parts[""].value not in shown:
                    yield hidden[id], Spot(published.report, PAGE, id, f"rad {row}", heading), parts[""]


def _sections(folder: Path) -> dict[str, dict[str, list[tuple[str, str]]]]:
    """Of each table the raw rows behind it: heading and text of each cell."""
    file = folder / PAGE
    if not file.is_file():
        return {}
    found: dict[str, dict[str, list[tuple[str, str]]]] = {}
    page = lxml_html.parse(str(file), lxml_html.HTMLParser(encoding="utf-8")).getroot()
    for section in page.iter("section"):
        heading = section.find("h3[@id]")
        rows = found.setdefault("" if heading is None else heading.get("id", ""), defaultdict(list))
        for number, table in enumerate(section.iter("table")):
            for row in table.iter("tr"):
                cells = [spaced(cell.text_content()) for cell in row.iterchildren("td", "th")]
                if row.getparent().tag == "tbody" and len(cells) >= 3:
                    rows[f"{number} {' '.join(cells[:-2])}"].append((cells[-2], cells[-1]))
    return found
