"""The tables of a report as they stand in its laid-out notebooks, with what they tell of the rows behind them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from finsam.faults import Place
from finsam.harmless import hide_escaped, show_escaped

#: The key of the metadata of an output in which the notebooks tell what was written for it.
TRACE = "finsam_spar"

_TABLE = re.compile(r'<div id="(tbl-[^"]+)">\n\n(.*?)\n\n(.*?)\n\n</div>', re.S)
_TITLE = re.compile(r"^# (.+?)(?: \{[^}]*\})?$", re.M)
_MARK = re.compile(r'<span role="img"[^>]*>.*?</span>')
_TAG = re.compile(r"</?[a-z][^>]*>")


@dataclass(frozen=True)
class PrintedTable:
    """chapter: the page, without ending. heads, rows: plain text, without the marks of the checks; the first cell of
    a row is its label. trace: what chapters.printed tells, empty where the output tells nothing."""

    chapter: str
    id: str
    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    trace: dict[str, Any] = field(default_factory=dict)

    def place(self, row: int, column: int) -> Place | None:
        """Where the figure of a cell stands (both from 0), None for one that was computed."""
        for at_row, at_column, number in self.trace.get("celler", ()):
            if (at_row, at_column) == (row, column):
                place: Place = self.places[number]
                return place
        return None

    @property
    def places(self) -> list[Place]:
        return [
            Place(file, sheet or None, row or None, column)
            for file, sheet, row, column in self.trace.get("rader", ())
        ]


def chapters_of(book_dir: Path) -> list[Path]:
    """The laid-out notebooks of a report, the start page first, then by name."""
    found = sorted(book_dir.glob("*.ipynb"))
    return sorted(found, key=lambda path: (path.stem != "index", path.stem))


def outputs(notebook: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """The Markdown of each output of a laid-out notebook, with its trace."""
    for cell in json.loads(notebook.read_text(encoding="utf-8"))["cells"]:
        for output in cell.get("outputs", ()):
            text = output.get("data", {}).get("text/markdown")
            if text:
                yield "".join(text), output.get("metadata", {}).get(TRACE, {})


def printed_tables(book_dir: Path) -> list[PrintedTable]:
    """Every table of a report."""
    return [
        table
        for notebook in chapters_of(book_dir)
        for text, trace in outputs(notebook)
        for table in tables_in(notebook.stem, text, trace)
    ]


def titles(book_dir: Path) -> dict[str, str]:
    """What each chapter of a report is called, by its page without ending: its first heading, as it reads."""
    return {path.stem: _title(path) for path in chapters_of(book_dir)}


def _title(notebook: Path) -> str:
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    texts = ("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
    return next((plain(found[1]) for text in texts if (found := _TITLE.search(text))), notebook.stem)


def tables_in(chapter: str, text: str, trace: dict[str, Any]) -> list[PrintedTable]:
    """The tables in the Markdown of an output."""
    return [PrintedTable(chapter, *_parsed(found), trace) for found in _TABLE.finditer(text)]


def without_tables(text: str) -> str:
    return _TABLE.sub("", text)


def plain(text: str) -> str:
    """Markdown of a cell or caption as it reads."""
    text = _TAG.sub("", _MARK.sub("", hide_escaped(text)))
    return show_escaped(text.replace("**", "").replace("`", "")).strip()


def _parsed(found: re.Match[str]) -> tuple[str, str, tuple[str, ...], tuple[tuple[str, ...], ...]]:
    lines = found[2].split("\n")
    heads, *rows = (_cells(line) for line in [lines[0], *lines[2:]])
    return found[1], plain(found[3]), heads, tuple(rows)


def _cells(line: str) -> tuple[str, ...]:
    inner = line.strip().removeprefix("|").removesuffix("|")
    return tuple(plain(cell) for cell in re.split(r"(?<!\\)\|", inner))
