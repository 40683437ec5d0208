"""The tables of rendered pages as a reader sees them: section, row label and cells under their headings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lxml import html


class PageRow(dict[str, str]):
    """The cells of a table row by heading, without marks and notes; `label` is the row's own heading."""

    def __init__(self, label: str, section: str, cells: dict[str, str]):
        super().__init__(cells)
        self.label, self.section = label, section


@dataclass(frozen=True)
class Page:
    """All pages of a book together. tables: by the id of the table."""

    tables: dict[str, list[PageRow]]
    text: str

    def rows(self, id: str, section: str | None = None) -> Iterator[PageRow]:
        yield from (row for row in self.tables.get(id, ()) if section is None or row.section == section)

    def rows_of_all(self, prefix: str) -> Iterator[PageRow]:
        for id in self.tables:
            if id.startswith(prefix):
                yield from self.rows(id)


def chapter_pages(folder: Path) -> list[Path]:
    """The pages of the book; the list of raw rows and the accessibility statement beside them are none."""
    beside = ("underlag.html", "tillganglighet.html")
    return [file for file in sorted(folder.glob("*.html")) if file.name not in beside]


def read_pages(folder: Path) -> Page:
    tables: dict[str, list[PageRow]] = {}
    texts = []
    for file in chapter_pages(folder):
        page = html.parse(str(file)).getroot()
        texts.append(_text(page.find(".//main")))
        for table in page.iterfind(".//table"):
            tables[_id(table)] = list(_rows(table))
    return Page(tables, "\n".join(texts))


def own_numbers(text: str, column: str) -> Iterator[str]:
    """The numbers of a cell of an own table; of `240 (73 %)` the first is the count, and the one with a percent sign
    the share."""
    plain = text.replace("\u00a0", "").replace(",", ".")
    for number, percent in re.findall(r"(\d+(?:\.\d+)?)(%?)", plain):
        if bool(percent) == (column == "procent") or column not in ("antal", "procent"):
            yield number


def _id(table) -> str:
    """The id of the table or of the nearest element around it that has one for a table."""
    for element in (table, *table.iterancestors()):
        if (element.get("id") or "").startswith("tbl-"):
            return element.get("id")
    raise AssertionError("a table has no id")


def _rows(table) -> Iterator[PageRow]:
    heads = [_text(head) for head in table.find("thead").iterfind(".//th")]
    section = ""
    for row in table.iterfind("tbody/tr"):
        cells = [_text(cell) for cell in row.iterchildren("th", "td")]
        if len(cells) == 1:
            section = cells[0]
        else:
            yield PageRow(cells[0], section, dict(zip(heads[1:], cells[1:], strict=True)))


def _text(element) -> str:
    text = re.sub("[†‡]", "", "".join(element.itertext()))
    return " ".join(text.replace("\u2003", " ").replace("\u00a0", "\u0001").split()).replace(
        "\u0001", "\u00a0"
    )
