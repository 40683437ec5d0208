"""The year's key figures as tiles at the top of the first page, made from the table of key figures further down."""

from __future__ import annotations

from copy import deepcopy

from lxml.html import HtmlElement, builder

from finsam.swedish import listing

#: The table that the tiles are made from.
TABLE = "tbl-nyckeltal"
#: Tiles at the most; a short report begins with its text all the same.
_MOST = 8


def add_tiles(page: HtmlElement) -> None:
    """Put a tile for each of the first key figures of the year below the title of the page: the figure with its mark,
    and what the other columns say of it (last year, the goal)."""
    table = next((each for each in page.iter("table") if each.get("id") == TABLE), None)
    if table is None:
        return
    heads, *rows = list(table.iter("tr"))
    columns = [head.text_content().strip() for head in heads]
    tiles = [_tile(list(row), columns) for row in rows if len(row) > 1 and row[1].text_content().strip()]
    if tiles:
        title = next(page.iter("h1"))
        about = {"class": "nyckeltal", "aria-label": f"Nyckeltal {columns[1]}"}
        section = builder.SECTION(builder.DL(*tiles[:_MOST]), about)
        if signs := dict.fromkeys(mark.text_content() for mark in section.iterfind(".//span[@role='img']")):
            section.append(_explained([*signs]))
        title.addnext(section)


def _explained(signs: list[str]) -> HtmlElement:
    """Where the marks of the tiles are explained."""
    said = f"Tecknet {signs[0]}" if len(signs) == 1 else f"Tecknen {listing(signs)}"
    link = builder.A("tabellen med nyckeltal", {"href": f"#{TABLE}"})
    link.tail = "."
    return builder.P(f"{said} förklaras under ", link)


def _tile(cells: list[HtmlElement], columns: list[str]) -> HtmlElement:
    label, figure, *others = cells
    tile = builder.DIV(
        _with(builder.DT(), label),
        _with(builder.DD({"class": "arets"}), figure),
    )
    for head, cell in zip(columns[2:], others, strict=True):
        if cell.text_content().strip():
            tile.append(_with(builder.DD(f"{head}: ", {"class": "jamfor"}), cell))
    return tile


def _with(element: HtmlElement, cell: HtmlElement) -> HtmlElement:
    """The element with what stands in a cell."""
    if len(element):
        element[-1].tail = (element[-1].tail or "") + (cell.text or "")
    else:
        element.text = (element.text or "") + (cell.text or "").lstrip("\u2003 ")
    element.extend(deepcopy(list(cell)))
    return element
