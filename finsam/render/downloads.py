"""What a reader can take along from the web book: each table, and the numbers behind each figure, as CSV and Excel."""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Collection
from typing import Any

from lxml.html import HtmlElement, builder

from finsam.render.book import Book
from finsam.render.spreadsheet import Rows, as_csv, as_xlsx

_BETWEEN = " · "
#: What stands for a digit in packed drawings.
_DIGITS = str.maketrans("0123456789", "!#$%&*:;?@")


def add_tables(book: Book, page: HtmlElement) -> tuple[dict[str, bytes], dict[str, str]]:
    """Put links under each table with a label, to files with what it shows. Gives the files by their paths, and how the
    tables are called by their ids."""
    files: dict[str, bytes] = {}
    names: dict[str, str] = {}
    for region in page.find_class("tabell"):
        table = next(region.iter("table"))
        id = table.get("id") or ""
        if not id.startswith("tbl-"):
            continue
        caption = _text(next(table.iter("caption")))
        rows, figures = _rows(table)
        below = _note_below(region)
        about = [caption, *([_text(below)] if below is not region else []), book.full_title]
        files |= _files(f"tabeller/{id}", rows, figures, about, book)
        names[id] = caption.split(":")[0]
        _link_beside_underlag(below, _links(f"tabeller/{id}", names[id]))
    return files, names


def add_figures(
    book: Book, page: HtmlElement, behind: dict[str, Any], names: dict[str, str]
) -> dict[str, bytes]:
    """Put links under each figure: its drawing, and its numbers. Gives the files by their paths.

    behind: of all figures of the book, see `numbers_behind`. names: of the tables of the book by their ids.
    """
    files: dict[str, bytes] = {}
    for figure in list(page.iter("figure")):
        id, image = figure.get("id") or "", next(figure.iter("img"), None)
        if image is None or not id.startswith("fig-"):
            continue
        source = image.get("src")
        caption = _text(next(figure.iter("figcaption")))
        name = caption.split(":")[0]
        links = [_link(source, "SVG", name)]
        told = behind.get(id, {})
        if rows := told.get("rader"):
            stem = f"figurer/{id}"
            files |= _files(stem, rows, range(1, len(rows[0])), [caption, book.full_title], book)
            links += _links(stem, f"siffrorna i {name}")
        tables = [table for table in told.get("tabeller", ()) if table in names]
        for table in tables:
            which = f" ({names[table]})" if len(tables) > 1 else ""
            links += _links(f"tabeller/{table}", f"siffrorna i {name}", which)
        files[f"figurer/{id}.js"] = _packed(id, (book.directory / source).read_bytes())
        figure.addnext(builder.P(*_joined(links), {"class": "hamta", "data-figur": id}))
    return files


def _files(stem: str, rows: Rows, figures: Collection[int], about: list[str], book: Book) -> dict[str, bytes]:
    return {
        f"{stem}.csv": as_csv(rows, figures),
        f"{stem}.xlsx": as_xlsx(rows, figures, about, book.date),
    }


def _rows(table: HtmlElement) -> tuple[list[list[str]], set[int]]:
    """The texts of a table row by row, heads first, and its columns of figures."""
    rows = [[_text(cell) for cell in row.iterchildren("th", "td")] for row in table.iter("tr")]
    heads = next(table.iter("tr"))
    figures = {at for at, cell in enumerate(heads) if "tal" in (cell.get("class") or "").split()}
    return rows, figures


def _text(element: HtmlElement) -> str:
    """What stands in an element, without the word joiners that keep it on one line."""
    text: str = element.text_content()
    return text.replace("\u2060", "").strip("\n ")


def _note_below(region: HtmlElement) -> HtmlElement:
    """The note under a table; the table itself where there is none."""
    following = region.getnext()
    return following if following is not None and "tabellnot" in (following.get("class") or "") else region


def _link_beside_underlag(below: HtmlElement, links: list[HtmlElement]) -> None:
    """In the line of the link to the rows behind the table, where there is one."""
    following = below.getnext()
    if following is not None and "underlag" in (following.get("class") or "").split():
        paragraph = next(following.iter("p"))
        paragraph[-1].tail = _BETWEEN
        paragraph.extend(_joined(links))
    else:
        below.addnext(builder.P(*_joined(links), {"class": "hamta"}))


def _links(stem: str, name: str, which: str = "") -> list[HtmlElement]:
    return [
        _link(f"{stem}.csv", f"CSV{which}", name),
        _link(f"{stem}.xlsx", f"Excel{which}", name),
    ]


def _link(target: str, text: str, name: str) -> HtmlElement:
    return builder.A(text, {"href": target, "download": "", "aria-label": f"{text}, {name}"})


def _joined(links: list[HtmlElement]) -> list[HtmlElement]:
    for link in links[:-1]:
        link.tail = _BETWEEN
    return links


def _packed(id: str, drawing: bytes) -> bytes:
    """The drawing once more, as a script that hands it over. A canvas makes no picture of a file that it was not given
    by the page itself, and a page in a folder may read no file but as a script.

    Its digits are other signs, so that it holds nothing that looks like an identity number.
    """
    packed = base64.b64encode(zlib.compress(drawing, 9)).decode().translate(_DIGITS)
    return f"finsamBild({json.dumps(id)}, {json.dumps(packed)});\n".encode()
