"""A book directory as the embedded engine reads it: `_quarto.yml`, its brand and its executed notebooks."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from babel.dates import format_date
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from finsam.brand import Brand, load_brand
from finsam.faults import Fault, Faults, Place, stop_if
from finsam.render.report import SUMMARY


@dataclass(frozen=True)
class Book:
    """A book to render. chapters: the notebooks in reading order, the first is the start page.

    notice: what every page says before all else, `upplysning` in `_quarto.yml`; empty in most books.
    is_short: `kort` in `_quarto.yml`, a report of a few pages without cover and contents.
    statement: `tillganglighet`, the page of the accessibility statement that lies beside its pages; empty without one.
    summary: `sammandrag`, the notebook of the summary of two pages beside the book. is_summary: whether it is that itself.
    """

    directory: Path
    title: str
    subtitle: str
    author: str
    date: dt.date | None
    lang: str
    output_file: str
    chapters: tuple[Path, ...]
    brand: Brand
    notice: str = ""
    is_short: bool = False
    statement: str = ""
    summary: Path | None = None
    is_summary: bool = False

    @property
    def pages(self) -> tuple[Path, ...]:
        """The notebooks of the web book in reading order, the summary after the start page."""
        start, *others = self.chapters
        return (start, *filter(None, [self.summary]), *others)

    @property
    def in_short(self) -> Book | None:
        """The summary as a document of its own; None for a book without one."""
        if self.summary is None:
            return None
        return replace(
            self,
            title=f"{self.title} i sammandrag",
            output_file=f"{self.output_file}-{self.summary.stem}",
            chapters=(self.summary,),
            is_short=True,
            summary=None,
            is_summary=True,
        )

    @property
    def full_title(self) -> str:
        return ", ".join(filter(None, (self.title, self.subtitle)))

    @property
    def date_in_words(self) -> str:
        return format_date(self.date, "d MMMM y", locale=self.lang.replace("-", "_")) if self.date else ""

    @property
    def timestamp(self) -> int:
        """Seconds since 1970 for the clocks inside the docx: the book's date, so that bytes repeat."""
        day = self.date or dt.date(1980, 1, 1)
        return int(dt.datetime(day.year, day.month, day.day, tzinfo=dt.UTC).timestamp())


def read_book(directory: Path) -> Book:
    """Read `_quarto.yml` and the brand. Raises `Faults` for what is missing, unreadable or not supported."""
    config = directory / "_quarto.yml"
    try:
        raw = YAML(typ="safe").load(config.read_text(encoding="utf-8")) or {}
    except (OSError, YAMLError) as error:
        raise Faults([Fault("book-unreadable", str(error), (Place(config.name),))]) from error
    book = raw.get("book") or {}
    faults = [
        Fault("book-wrong", f"book.{key} is missing.", (Place(config.name),))
        for key in ("title", "output-file", "chapters")
        if not book.get(key)
    ]
    names, summary = book.get("chapters") or (), raw.get(SUMMARY)
    faults += _chapter_faults(directory, config.name, names, summary)
    date, wrong = _date(book.get("date"), config.name)
    stop_if([*faults, *wrong])
    return Book(
        directory=directory,
        title=str(book["title"]),
        subtitle=str(book.get("subtitle") or ""),
        author=_authors(book.get("author")) or str(book.get("subtitle") or ""),
        date=date,
        lang=str(raw.get("lang") or "sv-SE"),
        output_file=str(book["output-file"]),
        chapters=tuple(directory / name for name in names),
        brand=load_brand(directory / (raw.get("brand") or "_brand.yml")),
        notice=str(raw.get("upplysning") or ""),
        is_short=bool(raw.get("kort")),
        statement=str(raw.get("tillganglighet") or ""),
        summary=directory / summary if summary else None,
    )


def _chapter_faults(
    directory: Path, config: str, names: Sequence[object], summary: object
) -> Iterator[Fault]:
    """Chapters, and a summary, that are no notebooks or aren't there; a first chapter that is no start page."""
    for name in (*names, *filter(None, [summary])):
        where = (Place(config, column="book.chapters", value=str(name)),)
        if not isinstance(name, str) or not name.endswith(".ipynb"):
            yield Fault("book-wrong", "A chapter is no notebook.", where, "the name of an .ipynb file")
        elif not (directory / name).is_file():
            yield Fault("book-wrong", "The chapter's file isn't there.", where)
    if names and Path(str(names[0])).stem != "index":
        where = (Place(config, column="book.chapters", value=str(names[0])),)
        yield Fault("book-wrong", "The first chapter becomes the start page.", where, "index.ipynb first")


def _date(told: object, config: str) -> tuple[dt.date | None, list[Fault]]:
    """The date of a book, which YAML gives as a day or as text; None for anything else, with a fault for other text."""
    if not isinstance(told, str):
        return (told if isinstance(told, dt.date) else None), []
    try:
        return dt.date.fromisoformat(told), []
    except ValueError:
        where = (Place(config, column="book.date", value=told),)
        return None, [Fault("book-wrong", "The date can't be read.", where, "YYYY-MM-DD")]


def _authors(given: object) -> str:
    """Quarto takes a name, {name: ...} or a list of those."""
    if isinstance(given, list):
        return ", ".join(_authors(one) for one in given)
    return str(given.get("name", "")) if isinstance(given, dict) else str(given or "")


def executed_cells(notebook: Path) -> list[dict[str, Any]]:
    """The cells of a notebook of a report. Raises Faults for one that has been damaged."""
    try:
        return list(json.loads(notebook.read_text(encoding="utf-8"))["cells"])
    except (ValueError, LookupError, TypeError, RecursionError):
        message = "A notebook of the report can't be read."
        where = (Place(notebook.name),)
        raise Faults([Fault("document-unreadable", message, where, "the report built once more")]) from None


def chapter_markdown(notebook: Path, faults: list[Fault]) -> str:
    """The markdown cells and the text/markdown outputs of an executed notebook, in order.

    Adds a fault for each output that is an error, and one for a notebook whose code was never run.
    """
    cells = executed_cells(notebook)
    code = [cell for cell in cells if cell["cell_type"] == "code" and _text(cell["source"]).strip()]
    if code and not any(cell.get("execution_count") or cell["outputs"] for cell in code):
        faults.append(Fault("not-executed", "The notebook has not been executed.", (Place(notebook.name),)))
    parts = []
    for number, cell in enumerate(cells, start=1):
        if cell["cell_type"] == "markdown":
            parts.append(_text(cell["source"]))
        for output in cell.get("outputs", ()):
            if output["output_type"] == "error":
                message = f"Cell {number} ended with an error: {output['ename']}: {output['evalue']}"
                faults.append(Fault("cell-error", message, (Place(notebook.name),)))
            elif "text/markdown" in output.get("data", {}):
                parts.append(_text(output["data"]["text/markdown"]))
    return "\n\n".join(parts) + "\n"


def _text(value: str | list[str]) -> str:
    """Notebooks store text as a string or as a list of lines."""
    return value if isinstance(value, str) else "".join(value)
