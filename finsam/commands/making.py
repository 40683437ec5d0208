"""Commands that make something: books, reports on kommuner, tables, and the chapters that Quarto renders."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import click

from finsam.batch.jobs import Job
from finsam.batch.plan import planned
from finsam.commands.batches import carry_out, tell_plan
from finsam.commands.told import FINDINGS, GOOD, told
from finsam.faults import counted
from finsam.folders import replaced
from finsam.paths import internal, relative, root
from finsam.register.kommun import find_kommun
from finsam.render.engines import engine_of
from finsam.render.report import ENGINES, FORMATS
from finsam.tables.registers import kommuner

#: How notebooks are run: in forks of a warm process, or by papermill's own engine.
EXECUTION = ("warm", "plain")


_to = click.option(
    "--to", "formats", default=",".join(FORMATS), show_default=True, help="Formats, with commas between."
)


def _batch(command: Callable[..., int | None]) -> Callable[..., int | None]:
    """The options that every batch has."""
    options = (
        _to,
        click.option(
            "--engine", "engines", type=click.Choice([*ENGINES, *EXECUTION]), multiple=True,
            help="Render engine (auto, quarto, pandoc) and how notebooks run (warm, plain); may be given twice.",
        ),
        click.option("-j", "workers", type=click.IntRange(1), default=os.cpu_count() or 1, help="Reports at once."),
        click.option("--force", is_flag=True, help="Build also what is up to date."),
        click.option("--dry-run", "dry", is_flag=True, help="Tell what would be built and why."),
        click.option("--fail-fast", is_flag=True, help="Stop at the first report that fails."),
        click.option("--timeout", type=click.FloatRange(min=1), help="Seconds that a report may take."),
        click.option("--scheduler", metavar="ADDR", help="Hand the reports to a Dask cluster."),
    )  # fmt: skip
    for option in reversed(options):
        command = option(command)
    return command


@click.command("build")
@click.argument("book", required=False)
@click.option("--all", "every", is_flag=True, help="Build every book that has params.")
@click.option(
    "--intern", is_flag=True, help="The internal edition, in which small numbers aren't hidden: internt/."
)
@_batch
@told
def build_command(
    book: str | None,
    every: bool,
    intern: bool,
    formats: str,
    engines: tuple[str, ...],
    force: bool,
    **options: Any,
) -> int:
    """Build BOOK (or all books) into reports/, or the internal edition into internt/."""
    from finsam.book_id import raise_unless_book
    from finsam.params.files import books

    if bool(book) == every:
        raise click.UsageError("Name one BOOK, or give --all.")
    chosen = [raise_unless_book(book)] if book else books()
    how = _how(formats, engines, force)
    if intern and options["scheduler"]:
        raise click.UsageError("The internal edition is built on this computer alone, without --scheduler.")
    with internal() if intern else nullcontext():
        return carry_out([Job("bok", name, ar, **how) for name, ar in chosen], how["plain"], **options)


@click.command("kommun")
@click.option("--year", "ar", type=click.IntRange(1990, 2100), required=True, help="Year of the reports.")
@click.option("--only", help="Codes of kommuner, with commas between; otherwise all 290.")
@_batch
@told
def kommun_command(
    ar: int, only: str | None, formats: str, engines: tuple[str, ...], force: bool, **options: Any
) -> int:
    """Build the report on each kommun into reports/kommun/<year>/."""
    codes = (
        [code.strip() for code in only.split(",") if code.strip()] if only else [a.kod for a in kommuner()]
    )
    found = [find_kommun(code) for code in codes]
    how = _how(formats, engines, force)
    return carry_out([Job("kommun", area.kod, ar, **how) for area in found], how["plain"], **options)


@click.command("status")
@click.argument("book", required=False)
@click.option(
    "--year", "ar", type=click.IntRange(1990, 2100), help="The reports on all kommuner of a year instead."
)
@_to
@told
def status_command(book: str | None, ar: int | None, formats: str) -> int:
    """Tell which reports aren't what they would be built as now, and why: all books, BOOK, or all kommuner."""
    from finsam.book_id import raise_unless_book
    from finsam.params.files import books

    how = _how(formats, (), False)
    if ar:
        jobs = [Job("kommun", area.kod, ar, **how) for area in kommuner()]
    else:
        chosen = [raise_unless_book(book)] if book else books()
        jobs = [Job("bok", name, year, **how) for name, year in chosen]
    stale = [each for each in planned(jobs) if each.reasons]
    tell_plan(stale)
    click.echo(f"{len(stale)} of {counted(len(jobs), 'report')} stale.")
    return FINDINGS if stale else GOOD


def _how(formats: str, engines: tuple[str, ...], force: bool) -> dict[str, Any]:
    """How jobs are done, by the names of Job's fields."""
    render = [name for name in engines if name in ENGINES]
    run = [name for name in engines if name in EXECUTION]
    return {
        "formats": _formats(formats),
        "engine": engine_of(render[-1] if render else "auto"),
        "plain": bool(run) and run[-1] == "plain",
        "force": force,
    }


def _formats(given: str) -> tuple[str, ...]:
    """The formats of an option. Raises click.UsageError for one that isn't known."""
    chosen = tuple(part.strip() for part in given.split(",") if part.strip())
    if unknown := [name for name in chosen if name not in FORMATS]:
        raise click.UsageError(f"--to {', '.join(unknown)}: the formats are {', '.join(FORMATS)}.")
    return chosen


@click.command("ingest")
@click.argument("book")
@told
def ingest_command(book: str) -> int:
    """Make the tidy tables of BOOK in data/processed/."""
    from finsam.book_id import raise_unless_book
    from finsam.ingest import ingest

    click.echo(relative(ingest(*raise_unless_book(book))))
    return GOOD


@click.command("prepare")
@click.argument("book")
@told
def prepare_command(book: str) -> int:
    """Run the chapters of BOOK for `quarto render` at the repository root, which calls this itself."""
    from finsam.batch import record
    from finsam.book_id import raise_unless_book
    from finsam.build import book_report, book_sources, make_directory
    from finsam.faults import stop_if
    from finsam.params import load_params
    from finsam.render.book import read_book
    from finsam.render.filters import executed
    from finsam.render.kept import KEPT, Kept
    from finsam.render.pandoc import read_document
    from finsam.scan.folder import numbers_in_folder

    target = root() / executed.LAID_OUT
    params = load_params(*raise_unless_book(book))
    report, made_by = book_report(params), (record.library(), record.packages())
    made = record.record(report, book_sources(params), FORMATS, "quarto", made_by)
    # While a preview is open, a notebook that is saved is the only one that runs again.
    kept = Kept(root() / KEPT / "quarto" / report.id, record.of_chapters(made, report))
    with replaced(target) as fresh, TemporaryDirectory(prefix="finsam-") as folder:
        executed_copies = make_directory(report, fresh, Path(folder), kept=kept)
        read_document(read_book(fresh))
        stop_if(numbers_in_folder(fresh))
        kept.keep(report.notebooks, executed_copies)
    # Quarto keeps what a filter answered until the filter's file is newer, whatever the answer was made from.
    os.utime(executed.__file__)
    return GOOD
