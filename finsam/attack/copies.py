"""Other copies of a report's tables that are published with it: varden.json, the notebooks, Word, pdf, and the rows behind
the tables."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from lxml import html as lxml_html

from finsam.attack.lines import Board, Laid, Line, line_of
from finsam.attack.published import Published, Spot, Table, tables_of
from finsam.attack.system import System
from finsam.attack.words import Figure, parts_of, slug, spaced
from finsam.diff.values import Values
from finsam.render.tables import TRACE, chapters_of, printed_tables
from finsam.trace.page import PAGE
from finsam.verify.document import TABLE, Document
from finsam.verify.docx import read_docx
from finsam.verify.numbers import numbers
from finsam.verify.pdf import read_pdf


def copies_of(published: Published, values: Mapping[str, Values]) -> Iterator[Table]:
    """The report's tables as they stand beside its pages, wherever those have suppressed figures."""
    ids = {table.id for table in published.tables if table.hidden}
    book_dir = published.folder / "notebooks"
    told = [(page, table) for page, each in values.items() for table in each.tables]
    told += [(f"notebooks/{table.chapter}.ipynb", table) for table in printed_tables(book_dir)]
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


def underlag_lines(board: Board, folder: Path, report: str) -> Iterator[Line]:
    """The raw rows behind each table, by their headings."""
    for id, page in _sections(folder).items():
        for row, told in page.items():
            figures = [(slug(heading), parts[""]) for heading, text in told if (parts := parts_of(text))]
            if len(figures) > 1:
                spot = Spot(report, PAGE, id, "", f"rad {row}")
                yield line_of(board, f"underlag rad {row}", f"{report}/underlag {id}", figures, spot)


def _sections(folder: Path) -> dict[str, dict[str, list[tuple[str, str]]]]:
    """Of each table the raw rows behind it: heading and text of each cell."""
    file = folder / PAGE
    if not file.is_file():
        return {}
    found: dict[str, dict[str, list[tuple[str, str]]]] = {}
    page = lxml_html.parse(str(file), lxml_html.HTMLParser(encoding="utf-8")).getroot()
    for section in page.iter("section"):
        rows = found.setdefault(section.get("aria-labelledby") or "", defaultdict(list))
        for number, table in enumerate(section.iter("table")):
            for row in table.iter("tr"):
                cells = [spaced(cell.text_content()) for cell in row.iterchildren("td", "th")]
                if row.getparent().tag == "tbody" and len(cells) >= 3:
                    rows[f"{number} {' '.join(cells[:-2])}"].append((cells[-2], cells[-1]))
    return found


def unshown(published: Published) -> Iterator[tuple[Table, Spot, Figure]]:
    """Counts that are published beside a table with suppressed figures and aren't shown in it: in the rows behind the
    table, and in what its notebook tells that was written for it."""
    hidden = {table.id: table for table in published.tables if table.hidden}
    if not hidden:
        return
    for id, page in _sections(published.folder).items():
        if id in hidden:
            shown = Counter(
                figure.value
                for table in published.tables
                if table.id == id
                for figure in table.cells.values()
            )
            for row, told in page.items():
                for heading, text in told:
                    parts = parts_of(text)
                    if (
                        parts
                        and list(parts) == [""]
                        and not parts[""].is_hidden
                        and not shown[parts[""].value]
                    ):
                        yield hidden[id], Spot(published.report, PAGE, id, f"rad {row}", heading), parts[""]
    for notebook in chapters_of(published.folder / "notebooks"):
        for texts, told in _shows(json.loads(notebook.read_text(encoding="utf-8"))):
            ids = [id for id in re.findall(r'<div id="(tbl-[^"]+)"', texts) if id in hidden]
            shown = {spaced(number) for number in numbers(texts)} if ids else set()
            pictures = re.findall(r"figurer/([\w-]+)", texts) if ids else []
            shown |= {
                word for each in pictures for word in _written(published.folder / "figurer" / f"{each}.svg")
            }
            for text in sorted({spaced(text) for text in told} - shown) if ids else ():
                parts = parts_of(text)
                if parts and not parts[""].is_hidden and not parts[""].slack:
                    yield (
                        hidden[ids[0]],
                        Spot(published.report, f"notebooks/{notebook.name}", ids[0], "", "siffror"),
                        parts[""],
                    )


def _shows(notebook: dict) -> Iterator[tuple[str, set[str]]]:
    """The texts that were shown together, and every number that the notebook tells was written for them."""
    for cell in notebook["cells"]:
        together: dict[object, tuple[list[str], set[str]]] = {}
        for output in cell.get("outputs", ()):
            told = output.get("metadata", {}).get(TRACE, {})
            texts, written = together.setdefault(told.get("visning"), ([], set()))
            texts.append("".join(output.get("data", {}).get("text/markdown", "")))
            written.update(text for text, *_ in told.get("siffror", ()))
        yield from (("\n".join(texts), written) for texts, written in together.values())


def _written(picture: Path) -> set[str]:
    """The texts in a picture, as those of its axes."""
    if not picture.is_file():
        return set()
    text = picture.read_text(encoding="utf-8")
    return {
        word
        for said in re.findall(r"<!-- (.*?) -->", text)
        for word in [spaced(said), *map(spaced, numbers(said))]
    }
