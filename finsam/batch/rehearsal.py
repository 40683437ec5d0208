"""What the first report of a batch would load and fill when it is laid out and rendered, done once in the process that
all are forked from: templates, patterns of notebooks, the hash of the library and the versions of packages.

It renders a page that nobody sees. Every report could be made without it.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from finsam.faults import Faults
from finsam.render import pandoc
from finsam.render.layout import lay_out
from finsam.render.manifest import write_manifest
from finsam.render.report import Report
from finsam.render.tables import titles
from finsam.trace.page import link_tables, rows_behind, underlag_page

_SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"></svg>'

_REPORT = Report(
    id="repetition",
    parameters={"kommun": "0000", "ar": 2000},
    chapters=("kommun",),
    title="Repetition",
    subtitle="",
    author="finsam",
    output_file="repetition",
    settings=(),
    is_short=True,
)


def rehearse() -> None:
    """Lay out and render a page of text and a picture. What is wrong is told by the reports that come to it."""
    try:
        with tempfile.TemporaryDirectory(prefix="finsam-") as folder:
            _render(Path(folder))
    except (Faults, OSError):
        return


def _render(folder: Path) -> None:
    picture = {"image/svg+xml": _SVG, "text/plain": ""}
    about = {"finsam": {"id": "fig-repetition", "caption": "Repetition", "alt": "Repetition"}}
    shown = [
        new_output("display_data", {"text/markdown": "Repetition."}),
        new_output("display_data", picture, metadata=about),
    ]
    executed, book, out = folder / "repetition.ipynb", folder / "book", folder / "out"
    cells = [
        new_markdown_cell("# Repetition {#sec-repetition}"),
        new_code_cell("", outputs=shown, execution_count=1),
    ]
    nbformat.write(new_notebook(cells=cells), executed)
    lay_out(_REPORT, [executed], book, ["html"])
    behind = rows_behind(book, [], [])
    link_tables(book, behind)
    underlag_page(_REPORT, behind, [], titles(book))
    pandoc.render(book, out, ["html"])
    write_manifest(_REPORT, [], "pandoc", out)
