"""What stands in the folder of a report: the tables of its pages, cell by cell, and its other texts."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from finsam.attack.tables import Table, tables_of
from finsam.render.report import STATEMENT
from finsam.render.tables import chapters_of, outputs
from finsam.trace.page import PAGE as UNDERLAG
from finsam.verify.document import FIGURE, TABLE
from finsam.verify.html import read_pages

_TD = re.compile(r"<td[^>]*>(.*?)</td>", re.S)
_SIGN = re.compile(r"(?<![.\w])\.\.(?![.\w])")


@dataclass(frozen=True)
class Text:
    """A paragraph, caption, note or alternative text, and where it stands."""

    report: str
    page: str
    where: str
    text: str


@dataclass(frozen=True)
class Output:
    """What an output of a notebook shows, as Markdown, and what it tells of that (`finsam.printed`)."""

    notebook: str
    text: str
    trace: dict[str, Any]

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds of the delivery that it was made from."""
        return frozenset(self.trace.get("tabeller", ()))

    @property
    def tables(self) -> list[str]:
        """The ids of its tables."""
        return re.findall(r'<div id="(tbl-[^"]+)"', self.text)


@dataclass
class Published:
    """A report as it lies in its folder. report: its id. outputs: of its notebooks."""

    report: str
    folder: Path
    outputs: list[Output] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)


def has_sign(folder: Path) -> bool:
    """Whether a suppressed figure stands in a table of the report: a quick look at its pages."""
    for page in pages_of(folder):
        text = page.read_text(encoding="utf-8", errors="replace") if page.name != UNDERLAG else ""
        if ".." in text and any(_SIGN.search(cell) for cell in _TD.findall(text) if ".." in cell):
            return True
    return False


def read_report(folder: Path, report: str) -> Published:
    """The pages of a report as its readers see them. report: its id."""
    found = Published(report, folder, outputs_of(folder))
    kinds = {id: output.kinds for output in found.outputs for id in output.tables}
    names = [page.stem for page in pages_of(folder) if page.name not in (UNDERLAG, STATEMENT)]
    for block in read_pages(folder, names).blocks:
        page = Path(block.where).name
        if block.kind == TABLE:
            found.tables += tables_of(block.rows, report, page, block.id or block.text, block.text, kinds)
        if block.text:
            found.texts.append(Text(report, page, block.id or block.kind, block.text))
        if block.kind == FIGURE:
            found.texts.append(Text(report, page, f"{block.id}, alternative text", block.alt))
    return found


def pages_of(folder: Path) -> list[Path]:
    """The pages of either render engine, the start page first."""
    pages = [*sorted(folder.glob("*.html")), *sorted((folder / "notebooks").glob("*.html"))]
    return sorted(pages, key=lambda page: (page.stem != "index", page.stem))


def outputs_of(folder: Path) -> list[Output]:
    """What the notebooks of a report show."""
    return [
        Output(notebook.stem, text, trace)
        for notebook in chapters_of(folder / "notebooks")
        for text, trace in outputs(notebook)
    ]


def kinds_with_numbers(folder: Path) -> set[frozenset[str]]:
    """The kinds of tables that are behind each part of a report that shows a number."""
    return {output.kinds for output in outputs_of(folder) if re.search(r"\d", output.text)}
