"""The whole way of one report: ingest, run the chapters, lay out, render, manifest."""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

from finsam import audit
from finsam.attack.rounded import may_stay
from finsam.attack.scope import raise_if_recomputed
from finsam.audit.documents import names_of_others, readable
from finsam.brand import brand_of
from finsam.chapters.names import alike
from finsam.delivery.read import Delivery
from finsam.diff.values import values_of, write_values
from finsam.facts import Facts, facts_of
from finsam.faults import Fault, stop_if
from finsam.folders import held, replaced
from finsam.ingest import processed, sources_of
from finsam.params import Params, load_params
from finsam.params.files import settings_files
from finsam.paths import is_internal
from finsam.register.store import sources
from finsam.render import pandoc, quarto
from finsam.render.engines import engine_of
from finsam.render.execute import execute_chapters
from finsam.render.kept import Kept
from finsam.render.layout import lay_out
from finsam.render.manifest import write_manifest
from finsam.render.report import FORMATS, Report, report_folder
from finsam.render.statement import write_statement
from finsam.render.summary import link_summary
from finsam.scan.folder import numbers_in_folder
from finsam.sources.files import Source
from finsam.tables.joined import joined_file
from finsam.texts.texts import text_faults
from finsam.trace.page import link_tables, rows_behind, write_page
from finsam.verify.evidence import Evidence, evidence_of
from finsam.verify.run import raise_unless_right

_log = logging.getLogger(__name__)

#: What every page of the books of an invented förbund says.
INVENTED = "Påhittat exempel. Förbundet och alla uppgifter i rapporten är påhittade."


#: What every page of the internal edition says.
INTERNAL = "Internt arbetsmaterial. Innehåller uppgifter om få personer som inte får spridas."


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

    sources: the raw files. deliveries: of the books that it shows. evidence: what its numbers may come from, by which its
    documents are read back. facts: of the book that it is, None for others. notes: what is odd in the texts and stops
    nothing. forbund: params of each förbund that it is about, of any year.
    """

    sources: list[Source]
    deliveries: Sequence[Delivery]
    evidence: Evidence
    facts: Facts | None = None
    notes: tuple[Fault, ...] = ()
    forbund: tuple[Params, ...] = ()


class RawFiles:
    """The raw files that reports read, each book's and the statistics' looked up once.

    sure: by what is in the files of statistics, also where their size and time are what they were. Its methods raise
    Faults with all that is wrong in the files.
    """

    def __init__(self, sure: bool = False):
        self._of_book = cache(sources_of)
        self._of_statistics = cache(partial(sources, sure=sure))

    def of_book(self, params: Params) -> list[Source]:
        """Those of a book and of the books that it is compared with."""
        own = self._of_book(params.forbund_id, params.ar)
        return [source for found in [own, *readable(params, self._of_book)] for source in found]

    def of_statistics(self, invented: bool) -> list[Source]:
        """Those of public statistics: the invented example's or the agencies'."""
        return self._of_statistics(invented)


def book_sources(params: Params, raw: RawFiles | None = None) -> list[Source]:
    """The raw files of a book and of those that it is compared with, and the public statistics where it has a chapter
    that shows them."""
    raw = raw or RawFiles()
    found = raw.of_book(params)
    if not params.reads_statistics:
        return found
    return [*found, *raw.of_statistics(params.forbund.pahittat)]


def book_basis(params: Params) -> Basis:
    """The basis of a book. Raises Faults with all that is wrong in the files and in the texts."""
    delivery = processed(params.forbund_id, params.ar)
    told = [*audit.faults(delivery, params), *alike(delivery, params), *text_faults(delivery, params)]
    stop_if([fault for fault in told if fault.severity != "note"])
    evidence = evidence_of(params.ar, [delivery], [params], params.forbund)
    facts = facts_of(delivery, params)
    return Basis(book_sources(params), [delivery], evidence, facts, tuple(told), (params,))


def book_settings(params: Params) -> tuple[Path, ...]:
    """The files of params that a book depends on, with those of the books that it is compared with."""
    books = [(params.forbund_id, params.ar), *names_of_others(params)]
    return tuple(dict.fromkeys(file for each in books for file in settings_files(*each)))


def book_report(params: Params) -> Report:
    """The book of a förbund and year."""
    forbund, ar = params.forbund_id, params.ar
    joined = [joined_file(params.forbund.pahittat)] if "effekter" in params.chapters else []
    return Report(
        id=f"{forbund}/{ar}",
        parameters={"forbund": forbund, "ar": ar},
        chapters=params.chapters,
        title=params.title,
        subtitle=params.forbund.namn,
        author=params.forbund.namn,
        output_file=f"{forbund}-{ar}",
        settings=(*book_settings(params), *joined),
        date=params.year.beslutad,
        notice=noticed(INVENTED if params.forbund.pahittat else ""),
        areas=params.areas,
        brand=forbund,
        publisher=params.forbund.namn,
        statement=params.forbund.tillganglighet,
        has_summary=params.has_summary,
    )


def noticed(notice: str) -> str:
    """What every page of a report says: the notice, after that of the internal edition."""
    return " ".join(filter(None, (INTERNAL if is_internal() else "", notice)))


def build_report(
    report: Report,
    basis: Basis,
    formats: Sequence[str],
    engine: str,
    workers: int,
    plain: bool = False,
    finish: Callable[[Path], None] = lambda fresh: None,
    kept: Kept | None = None,
) -> Path:
    """Run, lay out and render a report into its folder under reports/, with the rows behind its tables, the values
    that it shows and its manifest.

    engine: `quarto` or `pandoc`. plain: run notebooks by papermill's own engine. finish: what else is to be done in the
    new folder before it takes the old one's place. kept: chapters that needn't be run again. Whoever calls it holds the
    report (`folders.held`). Raises Faults, also for what is wrong in the documents when they are read back, and for
    suppressed figures that can be recomputed.
    """
    target = report_folder(report.id)
    with tempfile.TemporaryDirectory(prefix="finsam-") as folder, replaced(target) as fresh:
        book_dir = fresh / "notebooks"
        executed = make_directory(report, book_dir, Path(folder), formats, workers, plain, kept)
        _log.info("%s: chapters are laid out", report.id)
        if "html" in formats:
            if report.has_summary:
                link_summary(book_dir)
            behind = rows_behind(book_dir, basis.deliveries, basis.sources)
            link_tables(book_dir, behind)
            write_page(report, behind, basis.sources, book_dir, fresh)
        (quarto if engine == "quarto" else pandoc).render(book_dir, fresh, formats)
        if "html" in formats:
            write_statement(report, book_dir, fresh, tuple(formats))
        values = values_of(report.id, int(report.parameters["ar"]), basis.facts, book_dir)
        write_values(values, fresh, target, lambda old: all(may_stay(old, each) for each in basis.forbund))
        _log.info("%s: rendered %s by %s", report.id, ", ".join(formats), engine)
        raise_unless_right(fresh, formats, basis.evidence)
        _log.info("%s: read back", report.id)
        raise_if_recomputed(report.id, fresh, basis.forbund)
        _log.info("%s: attacked", report.id)
        write_manifest(report, basis.sources, engine, fresh)
        finish(fresh)
        stop_if(numbers_in_folder(fresh))
        if kept:
            kept.keep(report.notebooks, executed)
    return target


def make_directory(
    report: Report,
    book_dir: Path,
    run_in: Path,
    formats: Sequence[str] = FORMATS,
    workers: int = 2,
    plain: bool = False,
    kept: Kept | None = None,
) -> list[Path]:
    """Run the chapters of a report into `run_in` and lay them out as a Quarto book project for these formats in
    `book_dir`; the executed notebooks.

    Raises Faults, for a brand that is wrong before any chapter is run.
    """
    brand_of(report.brand)
    executed = execute_chapters(report.notebooks, report.parameters, run_in, workers, plain, kept)
    lay_out(report, executed, book_dir, formats)
    return executed
