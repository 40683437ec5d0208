"""The whole way of one book: ingest, run the chapters, lay out, render, manifest."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

from finsam.faults import Fault, Faults
from finsam.folders import replaced
from finsam.ingest import processed
from finsam.params import Params, load_params
from finsam.paths import root
from finsam.render import pandoc, quarto
from finsam.render.execute import execute_chapters
from finsam.render.layout import lay_out
from finsam.render.manifest import write_manifest

FORMATS = ("html", "pdf", "docx")
ENGINES = ("auto", "quarto", "pandoc")


def report_folder(forbund: str, ar: int) -> Path:
    return root() / "reports" / forbund / str(ar)


def build(
    forbund: str, ar: int, formats: Sequence[str] = FORMATS, engine: str = "auto", workers: int = 2
) -> Path:
    """Build a book into reports/<forbund>/<ar>/ and return that folder.

    engine: `quarto`, `pandoc` (the embedded one), or `auto` for quarto where it is on PATH. Raises Faults; the last good
    report then stays as it was.
    """
    chosen = _engine(engine)
    params = load_params(forbund, ar)
    sources = processed(forbund, ar).sources
    target = report_folder(forbund, ar)
    with replaced(target) as fresh:
        book_dir = fresh / "notebooks"
        make_book_directory(params, book_dir, workers)
        (quarto if chosen == "quarto" else pandoc).render(book_dir, fresh, formats)
        write_manifest(params, sources, chosen, fresh)
    return target


def make_book_directory(params: Params, book_dir: Path, workers: int = 2) -> None:
    """Run the chapters of a book and lay them out as a Quarto book project in `book_dir`."""
    with tempfile.TemporaryDirectory(prefix="finsam-") as folder:
        executed = execute_chapters(params.chapters, params.forbund_id, params.ar, Path(folder), workers)
        lay_out(params, executed, book_dir)


def _engine(name: str) -> str:
    if name == "auto":
        return "quarto" if quarto.available() else "pandoc"
    if name == "quarto" and not quarto.available():
        raise Faults([Fault("quarto-missing", "quarto is not on PATH.", (), "quarto, or --engine pandoc")])
    return name
