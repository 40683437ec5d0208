"""What stands beside the chapters of the web book, read back: key figures as tiles, and tables and numbers of figures as
CSV and Excel."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import zip_longest
from pathlib import Path

from lxml import html as lxml_html
from python_calamine import CalamineWorkbook

from finsam.exported import original
from finsam.faults import Fault, Place
from finsam.harmless import JOINER
from finsam.render.book import Book
from finsam.render.figure_numbers import numbers_behind
from finsam.verify.document import TABLE, Block

_GROUPED = re.compile(r"(?<=\d)[\u00a0 ](?=\d{3}(?!\d))")


def check_beside(folder: Path, book: Book, expected: Sequence[Block]) -> list[Fault]:
    """Each download there is holds the cells of its table, or of what its figure tells, in their places; each tile is a
    row of the table of key figures. Quarto's pages have neither."""
    tables = {block.id: block.rows for block in expected if block.kind == TABLE and block.id}
    own = {id: told["rader"] for chapter in book.pages for id, told in numbers_behind(chapter).items()}
    faults = []
    for file in sorted(
        [*folder.glob("tabeller/*"), *folder.glob("figurer/*.csv"), *folder.glob("figurer/*.xlsx")]
    ):
        right = tables.get(file.stem) if file.parent.name == "tabeller" else own.get(file.stem)
        name = file.relative_to(folder).as_posix()
        if not right:
            message = "Numbers to be taken along are of no table or figure of the book."
            faults.append(Fault("table-extra", message, (Place(name),)))
            continue
        rows = _csv(file) if file.suffix == ".csv" else _xlsx(file)
        faults += _differences(name, rows, right)
    return [*faults, *_tiles(folder / "index.html", tables.get("tbl-nyckeltal", ()))]


def _differences(
    name: str, rows: Sequence[Sequence[str | Decimal]], right: Sequence[Sequence[str]]
) -> Iterator[Fault]:
    for at, (row, told) in enumerate(zip_longest(rows, right, fillvalue=()), start=1):
        for column, (cell, text) in enumerate(zip_longest(row, told, fillvalue=""), start=1):
            if _bare(cell) != _bare(text):
                place = Place(name, row=at, column=str(column), value=str(cell))
                yield Fault("cell-differs", "A file to be taken along says another thing.", (place,), text)


def _csv(file: Path) -> list[list[str]]:
    with file.open(encoding="utf-8-sig", newline="") as text:
        return [list(map(original, row)) for row in csv.reader(text, delimiter=";")]


def _xlsx(file: Path) -> list[list[str | Decimal]]:
    return [
        [_as_text(value) for value in row]
        for row in CalamineWorkbook.from_path(str(file)).get_sheet_by_index(0).to_python()
    ]


def _as_text(value: object) -> str | Decimal:
    return Decimal(repr(value)) if isinstance(value, float) else str(value)


def _bare(cell: str | Decimal) -> str | Decimal:
    """A cell as its number (percent as a part of one), otherwise as its words without the spaces that print needs."""
    if isinstance(cell, Decimal):
        return cell
    text = " ".join(cell.replace(JOINER, "").split())
    number = _GROUPED.sub("", text).replace("\u2212", "-").replace(",", ".")
    found = re.fullmatch(r"(-?\d+(?:\.\d+)?)( %)?", number)
    if not found:
        return text
    return Decimal(found[1]) / 100 if found[2] else Decimal(found[1])


def _tiles(page: Path, rows: Sequence[Sequence[str]]) -> Iterator[Fault]:
    if not page.is_file():
        return
    tree = lxml_html.parse(str(page), lxml_html.HTMLParser(encoding="utf-8")).getroot()
    known = set()
    for label, *cells in rows[1:]:
        heads = ["", *(f"{head}: " for head in rows[0][2:])]
        told = [head + cell for head, cell in zip(heads, cells, strict=True) if cell.strip()]
        known.add((label, *told))
    for tile in tree.xpath("//section[@class='nyckeltal']/dl/div"):
        said = tuple(" ".join(part.text_content().split()) for part in tile.iterchildren("dt", "dd"))
        if said not in {tuple(" ".join(text.split()) for text in row) for row in known}:
            place = Place(page.name, "nyckeltal", value=" | ".join(said))
            yield Fault("cell-differs", "A tile says another thing than the table of key figures.", (place,))
