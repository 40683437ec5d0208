"""What a published file holds and shows nobody: attributes and comments in the cells of a page, titles in a picture, the
decimals that a notebook tells of a share."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction

from lxml import etree
from lxml import html as lxml_html
from lxml.html import HtmlElement

from finsam.attack.lines import Laid
from finsam.attack.published import Published, Table, Text, pages_of, tables_of
from finsam.attack.system import System
from finsam.attack.words import HIDDEN, Figure, figure, spaced
from finsam.render.tables import TRACE, chapters_of

#: What says how a cell looks, and what it belongs to.
_LOOKS = frozenset(
    ("class", "style", "id", "headers", "scope", "colspan", "rowspan", "width", "height", "align")
)
_NUMBER = re.compile(r"\d+(?:[ \u00a0]\d{3})*(?:,\d+)?")
_SAID = re.compile(r"<(title|desc|text|tspan)\b[^>]*>([^<]+)</\1>|aria-label=\"([^\"]+)\"")
_TABLE = re.compile(r'<div id="(tbl-[^"]+)"')


def cells_with_more(published: Published) -> Iterator[Table]:
    """The tables of the pages in which a suppressed cell holds a number that isn't shown, with that in its place."""
    for page in pages_of(published.folder):
        text = page.read_text(encoding="utf-8")
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


def texts_of_pictures(published: Published) -> Iterator[Text]:
    """Titles, descriptions and labels in the pictures; the letters that are drawn stand in their axes."""
    for file in sorted(published.folder.glob("figurer/*.svg")):
        for found in _SAID.finditer(file.read_text(encoding="utf-8")):
            yield Text(
                published.report,
                f"figurer/{file.name}",
                found[1] or "aria-label",
                spaced(found[2] or found[3]),
            )


def sharpen(system: System, laid: Laid, published: Published) -> None:
    """Shares with the decimals that the notebooks tell of them (`siffror`)."""
    tables = {table.id: (table, cells) for table, cells in zip(laid.tables, laid.cells, strict=True)
              if table.report == published.report and table.has_unknown}  # fmt: skip
    for notebook in chapters_of(published.folder / "notebooks") if tables else ():
        for cell in json.loads(notebook.read_text(encoding="utf-8"))["cells"]:
            for output in cell.get("outputs", ()):
                ids = _TABLE.findall("".join(output.get("data", {}).get("text/markdown", "")))
                exact = _exact(output.get("metadata", {}).get(TRACE, {})) if tables.keys() & {*ids} else {}
                for table, cells in (tables[id] for id in ids if id in tables):
                    for at, place in cells.items():
                        shown = table.cells[at]
                        if shown.share and shown in exact:
                            system.same(system.board.add(exact[shown], table.spots[at]), place)


def _exact(told: dict) -> dict[Figure, Figure]:
    """The printed shares that have one value in the trace of an output, with that value as exactly as it stands there."""
    found: dict[Figure, set[str]] = defaultdict(set)
    for text, value, *_ in told.get("siffror", ()):
        found[figure(spaced(text), share=True)].add(value)
    return {shown: _value(*values) for shown, values in found.items() if len(values) == 1}


def _value(text: str) -> Figure:
    """A value whose last digit was cut, not rounded: the true one is that or more."""
    half = Fraction(1, 2 * 10 ** len(text.partition(".")[2]))
    return Figure(Fraction(text) + half, half, share=True)
