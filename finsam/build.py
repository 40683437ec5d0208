"""The whole way of one report: ingest, run the chapters, lay out, render, manifest."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from finsam import audit
from finsam.attack.scope import raise_if_recomputed
from finsam.audit.documents import names_of_others, others
from finsam.delivery.read import Delivery
from finsam.diff.values import values_of, write_values
from finsam.facts import Facts, facts_of
from finsam.faults import Fault, Faults, stop_if
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
from finsam.texts.texts import text_faults
from finsam.trace.page import PAGE, link_tables, rows_behind, underlag_page
from finsam.verify.run import raise_unless_right

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

    engine: `quarto`, `pandoc` (the embedded one), or `auto` for quarto where it is on PATH. Raises Faults, also for
    what is wrong in the documents when they are read back; the last good report then stays as it was.
    """
    chosen, params = engine_of(engine), load_params(forbund, ar)
    report = book_report(params)
    with held(report_folder(report.id)):
        return build_report(report, book_basis(params), formats, chosen, workers)


@dataclass(frozen=True)
class Basis:
    """What a report is made from, and what must hold before it may be published.

    sources: the raw files. deliveries: of the books that it shows. facts: of the book that it is, None for others.
    check: raises Faults for a folder with documents (and their formats) that aren't right. notes: what is odd in the
    texts and stops nothing. forbund: params of each förbund that it is about, of any year.
    """

    sources: list[Source]
    deliveries: Sequence[Delivery]
    facts: Facts | None = None
    check: Callable[[Path, Sequence[str]], None] = lambda folder, formats: None
    notes: tuple[Fault, ...] = ()
    forbund: tuple[Params, ...] = ()


def book_sources(params: Params) -> list[Source]:
    """The raw files of a book and of those that it is compared with, and the public statistics where it has the chapter
    that shows them."""
    deliveries = [processed(params.forbund_id, params.ar), *(other for _, other in others(params))]
    found = [source for delivery in deliveries for source in delivery.sources]
    if "sjukfranvaro-uvas" not in params.chapters:
        return found
    return [*found, *register(params.forbund.pahittat, matt=[]).sources]


def book_basis(params: Params) -> Basis:
    """The basis of a book. Raises Faults with all that is wrong in the files and in the texts."""
    delivery = processed(params.forbund_id, params.ar)
    told = [*audit.faults(delivery, params), *text_faults(delivery, params)]
    stop_if([fault for fault in told if fault.severity != "note"])
    check = partial(raise_unless_right, delivery=delivery, params=params)
    facts = facts_of(delivery, params)
    return Basis(book_sources(params), [delivery], facts, check, tuple(told), (params,))


def book_report(params: Params) -> Report:
    """The book of a förbund and year."""
    forbund, ar = params.forbund_id, params.ar
    books = [(forbund, ar), *names_of_others(params)]
    settings = dict.fromkeys(file for each in books for file in settings_files(*each))
    return Report(
        id=f"{forbund}/{ar}",
        parameters={"forbund": forbund, "ar": ar},
        chapters=params.chapters,
        title=params.title,
        subtitle=params.forbund.namn,
        author=params.forbund.namn,
        output_file=f"{forbund}-{ar}",
        settings=tuple(settings),
        date=params.year.beslutad,
        notice=INVENTED if params.forbund.pahittat else "",
    )


def build_report(
    report: Report,
    basis: Basis,
    formats: Sequence[str],
    engine: str,
    workers: int,
    plain: bool = False,
    finish: Callable[[Path], None] = lambda fresh: None,
) -> Path:
    """Run, lay out and render a report into its folder under reports/, with the rows behind its tables, the values
    that it shows and its manifest.

    engine: `quarto` or `pandoc`. plain: run notebooks by papermill's own engine. finish: what else is to be done in the
    new folder before it takes the old one's place. Whoever calls it holds the report (`folders.held`). Raises Faults,
    also for what is wrong in the documents when they are read back, and for suppressed figures that can be recomputed.
    """
    target = report_folder(report.id)
    with replaced(target) as fresh:
        book_dir = fresh / "notebooks"
        make_directory(report, book_dir, workers, plain)
        if "html" in formats:
            behind = rows_behind(book_dir, basis.deliveries, basis.sources)
            link_tables(book_dir, behind)
            (fresh / PAGE).write_text(underlag_page(report, behind, basis.sources), encoding="utf-8")
        (quarto if engine == "quarto" else pandoc).render(book_dir, fresh, formats)
        write_values(values_of(report.id, int(report.parameters["ar"]), basis.facts, book_dir), fresh, target)
        basis.check(fresh, formats)
        raise_if_recomputed(report.id, fresh, basis.forbund)
        write_manifest(report, basis.sources, engine, fresh)
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
