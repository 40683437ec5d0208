"""The whole way of one report: ingest, run the chapters, lay out, render, manifest."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from finsam.faults import Fault, Faults
from finsam.folders import held, replaced
from finsam.ingest import processed
from finsam.params import Params, load_params, settings_files
from finsam.paths import root
from finsam.register.store import register
from finsam.render import pandoc, quarto
from finsam.render.execute import execute_chapters
from finsam.render.layout import lay_out
from finsam.render.manifest import write_manifest
from finsam.render.report import Report
from finsam.sources.files import Source

FORMATS = ("html", "pdf", "docx")
ENGINES = ("auto", "quarto", "pandoc")


#: What every page of the books of an invented förbund says.
INVENTED = "Påhittat exempel. Förbundet och alla uppgifter i rapporten är påhittade."


def report_folder(name: str) -> Path:
    """The folder of a report by its id, as `umearegionen/2016`."""
    return root() / "reports" / name


def build(
    forbund: str, ar: int, formats: Sequence[str] = FORMATS, engine: str = "auto", workers: int = 2
) -> Path:
    """Build a book into reports/<forbund>/<ar>/ and return that folder.

    engine: `quarto`, `pandoc` (the embedded one), or `auto` for quarto where it is on PATH. Raises Faults; the last good
    report then stays as it was.
    """
    chosen = engine_of(engine)
    params = load_params(forbund, ar)
    report = book_report(params)
    with held(report_folder(report.id)):
        return build_report(report, book_sources(params), formats, chosen, workers)


def book_sources(params: Params) -> list[Source]:
    """The raw files of a book, and those of public statistics where it has the chapter that shows them."""
    own = processed(params.forbund_id, params.ar).sources
    if "sjukfranvaro-uvas" not in params.chapters:
        return own
    return [*own, *register(params.forbund.pahittat, matt=[]).sources]


def book_report(params: Params) -> Report:
    """The book of a förbund and year."""
    forbund, ar = params.forbund_id, params.ar
    return Report(
        id=f"{forbund}/{ar}",
        parameters={"forbund": forbund, "ar": ar},
        chapters=params.chapters,
        title=params.title,
        subtitle=params.forbund.namn,
        author=params.forbund.namn,
        output_file=f"{forbund}-{ar}",
        settings=tuple(settings_files(forbund, ar)),
        date=params.year.beslutad,
        notice=INVENTED if params.forbund.pahittat else "",
    )


def build_report(
    report: Report,
    sources: list[Source],
    formats: Sequence[str],
    engine: str,
    workers: int,
    plain: bool = False,
    finish: Callable[[Path], None] = lambda fresh: None,
) -> Path:
    """Run, lay out and render a report into its folder under reports/, with its manifest.

    sources: what it read. engine: `quarto` or `pandoc`. plain: run notebooks by papermill's own engine. finish: what
    else is to be done in the new folder before it takes the old one's place. Whoever calls it holds the report.
    """
    target = report_folder(report.id)
    with replaced(target) as fresh:
        book_dir = fresh / "notebooks"
        make_directory(report, book_dir, workers, plain)
        (quarto if engine == "quarto" else pandoc).render(book_dir, fresh, formats)
        write_manifest(report, sources, engine, fresh)
        finish(fresh)
    return target


def make_directory(report: Report, book_dir: Path, workers: int = 2, plain: bool = False) -> None:
    """Run the chapters of a report and lay them out as a Quarto book project in `book_dir`."""
    with tempfile.TemporaryDirectory(prefix="finsam-") as folder:
        executed = execute_chapters(report.chapters, report.parameters, Path(folder), workers, plain)
        lay_out(report, executed, book_dir)


def engine_of(name: str) -> str:
    """`quarto` or `pandoc` for one of ENGINES. Raises Faults when Quarto is asked for and not on PATH."""
    if name == "auto":
        return "quarto" if quarto.available() else "pandoc"
    if name == "quarto" and not quarto.available():
        raise Faults([Fault("quarto-missing", "quarto is not on PATH.", (), "quarto, or --engine pandoc")])
    return name
