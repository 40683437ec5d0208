"""What is run, laid out and rendered together: the book of a förbund and year, or the report on a kommun."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from finsam.paths import internal_folder, is_internal, root
from finsam.tables.chapters import chapter_notebook

if TYPE_CHECKING:
    from finsam.accessibility import Statement

Parameters = dict[str, str | int]

FORMATS = ("html", "pdf", "docx")

#: What lies in a report's folder when its last build failed.
FAILED = "FEL.txt"
#: The page of the accessibility statement beside a web book.
STATEMENT = "tillganglighet.html"
ENGINES = ("auto", "quarto", "pandoc")


@dataclass(frozen=True)
class Report:
    """A report before it is run.

    id: its folder under reports/, as `umearegionen/2016`. parameters: what every notebook of it takes, and nothing
    else (design.md, contract 1). chapters: names of notebooks in reading order; the first is the start page.
    output_file: name of the pdf and docx, without suffix. settings: the files of params that it depends on.
    notice: what every page says before all else. is_short: a few pages, without cover and contents. areas: codes of the
    län and kommuner that it is about. brand: the förbund whose brand it has; empty for the repository's. publisher: who
    answers for its accessibility, empty where nobody is named, and statement: what that one says of it.
    """

    id: str
    parameters: Parameters
    chapters: tuple[str, ...]
    title: str
    subtitle: str
    author: str
    output_file: str
    settings: tuple[Path, ...]
    date: dt.date | None = None
    notice: str = ""
    is_short: bool = False
    areas: tuple[str, ...] = ()
    brand: str = ""
    publisher: str = ""
    statement: Statement | None = None

    @property
    def notebooks(self) -> list[Path]:
        """Of its chapters, in reading order."""
        return [chapter_notebook(name, str(self.parameters.get("forbund", ""))) for name in self.chapters]

    @property
    def folder(self) -> Path:
        return report_folder(self.id)


def report_folder(name: str) -> Path:
    """The folder of a report by its id, as `umearegionen/2016`; that of the internal edition lies elsewhere."""
    return (internal_folder() if is_internal() else root() / "reports") / name
