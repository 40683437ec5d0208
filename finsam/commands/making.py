"""Commands that make something: books, reports on kommuner, tables, and the chapters that Quarto renders."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import click

from finsam.build import ENGINES, FORMATS, book_report, build, make_directory
from finsam.commands.told import FINDINGS, GOOD, print_faults, told
from finsam.faults import Faults
from finsam.folders import replaced
from finsam.ingest import ingest, processed
from finsam.municipal import build_kommun
from finsam.params import books, load_params, raise_unless_book
from finsam.paths import relative, root
from finsam.register.kommun import find_kommun
from finsam.render.filters import executed
from finsam.render.filters.executed import LAID_OUT
from finsam.tables.registers import kommuner
from finsam.texts.texts import text_faults


@click.command("build")
@click.argument("book", required=False)
@click.option("--all", "every", is_flag=True, help="Build every book that has params.")
@click.option(
    "--to", "formats", default=",".join(FORMATS), show_default=True, help="Formats, with commas between."
)
@click.option(
    "--engine", type=click.Choice(ENGINES), default="auto", show_default=True, help="Render engine."
)
@click.option(
    "-j", "workers", type=click.IntRange(1), default=os.cpu_count() or 1, help="Notebooks run at once."
)
@told
def build_command(book: str | None, every: bool, formats: str, engine: str, workers: int) -> int:
    """Build BOOK (or all books) into reports/."""
    chosen = _formats(formats)
    if bool(book) == every:
        raise click.UsageError("Name one BOOK, or give --all.")
    chosen_books = books() if every else [raise_unless_book(book)]
    return _each(
        [(f"{name}/{ar}", partial(_book, name, ar, chosen, engine, workers)) for name, ar in chosen_books],
        stop=not every,
    )


def _book(forbund: str, ar: int, formats: tuple[str, ...], engine: str, workers: int) -> Path:
    """Build a book, and tell the numbers that were written by hand in its texts."""
    folder = build(forbund, ar, formats, engine, workers)
    print_faults(text_faults(processed(forbund, ar), load_params(forbund, ar)), False)
    return folder


@click.command("kommun")
@click.option("--year", "ar", type=click.IntRange(1990, 2100), required=True, help="Year of the reports.")
@click.option("--only", help="Codes of kommuner, with commas between; otherwise all 290.")
@click.option(
    "--to", "formats", default=",".join(FORMATS), show_default=True, help="Formats, with commas between."
)
@click.option(
    "--engine", type=click.Choice(ENGINES), default="auto", show_default=True, help="Render engine."
)
@told
def kommun_command(ar: int, only: str | None, formats: str, engine: str) -> int:
    """Build the report on each kommun into reports/kommun/<year>/."""
    chosen = _formats(formats)
    codes = (
        [code.strip() for code in only.split(",") if code.strip()] if only else [a.kod for a in kommuner()]
    )
    found = [find_kommun(code) for code in codes]
    return _each(
        [(area.namn, partial(build_kommun, area.kod, ar, chosen, engine)) for area in found],
        stop=len(found) == 1,
    )


def _formats(given: str) -> tuple[str, ...]:
    """The formats of an option. Raises click.UsageError for one that isn't known."""
    chosen = tuple(part.strip() for part in given.split(",") if part.strip())
    if unknown := [name for name in chosen if name not in FORMATS]:
        raise click.UsageError(f"--to {', '.join(unknown)}: the formats are {', '.join(FORMATS)}.")
    return chosen


def _each(jobs: Sequence[tuple[str, Callable[[], Path]]], stop: bool) -> int:
    """Build one report after the other. One that fails is told and the others go on, unless it is to stop."""
    failed = 0
    for name, job in jobs:
        try:
            click.echo(f"{name}: {relative(job())}")
        except Faults as error:
            if stop:
                raise
            click.echo(f"{name}: failed", err=True)
            print_faults(error.faults, False)
            failed += 1
    return FINDINGS if failed else GOOD


@click.command("ingest")
@click.argument("book")
@told
def ingest_command(book: str) -> int:
    """Make the tidy tables of BOOK in data/processed/."""
    click.echo(relative(ingest(*raise_unless_book(book))))
    return GOOD


@click.command("prepare")
@click.argument("book")
@told
def prepare_command(book: str) -> int:
    """Run the chapters of BOOK for `quarto render` at the repository root, which calls this itself."""
    target = root() / LAID_OUT
    with replaced(target) as fresh:
        make_directory(book_report(load_params(*raise_unless_book(book))), fresh)
    # Quarto keeps what a filter answered until the filter's file is newer, whatever the answer was made from.
    os.utime(executed.__file__)
    return GOOD
