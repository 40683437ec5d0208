"""`python -m finsam`: the commands of an analyst's day."""

from __future__ import annotations

import functools
import json
import os
import sys
from collections.abc import Callable, Sequence
from functools import partial
from itertools import chain
from pathlib import Path

import click
import pandas as pd

from finsam import audit as checks
from finsam.build import ENGINES, FORMATS, book_report, build, make_directory
from finsam.delivery.read import read_delivery
from finsam.faults import Fault, Faults, stop_if
from finsam.fetch.agencies import AGENCIES, agencies
from finsam.fetch.plan import plan
from finsam.fetch.run import dry_run, fetch
from finsam.folders import replaced
from finsam.ingest import ingest, processed
from finsam.inspection import inspect
from finsam.municipal import build_kommun
from finsam.params import books, load_params, raise_unless_book
from finsam.paths import relative, root
from finsam.register.kommun import find_kommun
from finsam.render.filters import executed
from finsam.render.filters.executed import LAID_OUT
from finsam.tables.registers import kommuner

GOOD, FINDINGS, WRONG_USAGE = 0, 1, 2
_NO_SUCH_BOOK = {"book-unknown", "kommun-unknown", "quarto-missing"}


def _told(command: Callable) -> Callable:
    """Run a command; faults are printed, as text or JSON, and never as a traceback."""

    @functools.wraps(command)
    def run(*args: object, **kwargs: object) -> None:
        try:
            sys.exit(command(*args, **kwargs) or GOOD)
        except Faults as error:
            _print_faults(error.faults, bool(kwargs.get("as_json")))
            sys.exit(WRONG_USAGE if {fault.code for fault in error.faults} & _NO_SUCH_BOOK else FINDINGS)

    return run


def _print_faults(
    faults: tuple[Fault, ...] | list[Fault], as_json: bool, before: Sequence[dict] = ()
) -> None:
    if as_json:
        found = [*before, *(fault.as_json() for fault in faults)]
        click.echo(json.dumps(found, ensure_ascii=False, indent=1))
    for fault in faults if not as_json else ():
        click.echo(str(fault), err=fault.severity == "error")


_json = click.option("--json", "as_json", is_flag=True, help="Print findings as JSON.")


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="finsam")
def main() -> None:
    """Annual books of Swedish samordningsförbund, from raw files to html, pdf and docx.

    BOOK is <forbund>/<year>, as in umearegionen/2016.
    """


@main.command("build")
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
@_told
def build_command(book: str | None, every: bool, formats: str, engine: str, workers: int) -> int:
    """Build BOOK (or all books) into reports/."""
    chosen = _formats(formats)
    if bool(book) == every:
        raise click.UsageError("Name one BOOK, or give --all.")
    chosen_books = books() if every else [raise_unless_book(book)]
    return _each(
        [(f"{name}/{ar}", partial(build, name, ar, chosen, engine, workers)) for name, ar in chosen_books],
        stop=not every,
    )


@main.command("kommun")
@click.option("--year", "ar", type=click.IntRange(1990, 2100), required=True, help="Year of the reports.")
@click.option("--only", help="Codes of kommuner, with commas between; otherwise all 290.")
@click.option(
    "--to", "formats", default=",".join(FORMATS), show_default=True, help="Formats, with commas between."
)
@click.option(
    "--engine", type=click.Choice(ENGINES), default="auto", show_default=True, help="Render engine."
)
@_told
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
            _print_faults(error.faults, False)
            failed += 1
    return FINDINGS if failed else GOOD


@main.command("check")
@click.argument("book")
@_json
@_told
def check_command(book: str, as_json: bool) -> int:
    """Read the inputs of BOOK and tell every fault in them, and counts of people that contradict each other.

    Nothing is built.
    """
    params = load_params(*raise_unless_book(book))
    delivery = read_delivery(params)
    wrong = [check.as_fault() for check in checks.of_people(delivery, params) if check.severity]
    wrong = [finding for finding in wrong if finding.severity == "contradiction"]
    _print_faults([*delivery.notes, *wrong], as_json)
    if not as_json:
        files, kinds = len(delivery.sources), len(delivery.tables)
        rows = sum(source.rader for source in delivery.sources)
        left_out = len(delivery.rejected[["fil", "blad", "rad"]].drop_duplicates())
        told = f"{len(wrong)} contradictions" if wrong else "no faults"
        told = f"{left_out} rows left out, {told}" if left_out else told
        click.echo(f"{book}: {files} files, {rows} rows, {kinds} kinds of table, {told}.")
    return FINDINGS if wrong else GOOD


@main.command("audit")
@click.argument("book")
@_json
@_told
def audit_command(book: str, as_json: bool) -> int:
    """Check the arithmetic of what is delivered for BOOK; exit 1 when figures contradict each other."""
    forbund, ar = raise_unless_book(book)
    delivery = processed(forbund, ar)
    found = checks.of_book(delivery, load_params(forbund, ar))
    findings = [check.as_fault() for check in found if check.severity]
    _print_faults(findings, as_json)
    if not as_json:
        click.echo(f"{book}: {len(found)} checks, {len(findings)} differences.")
    return FINDINGS if any(finding.severity == "contradiction" for finding in findings) else GOOD


@main.command("ingest")
@click.argument("book")
@_told
def ingest_command(book: str) -> int:
    """Make the tidy tables of BOOK in data/processed/."""
    click.echo(relative(ingest(*raise_unless_book(book))))
    return GOOD


@main.command("prepare")
@click.argument("book")
@_told
def prepare_command(book: str) -> int:
    """Run the chapters of BOOK for `quarto render` at the repository root, which calls this itself."""
    target = root() / LAID_OUT
    with replaced(target) as fresh:
        make_directory(book_report(load_params(*raise_unless_book(book))), fresh)
    # Quarto keeps what a filter answered until the filter's file is newer, whatever the answer was made from.
    os.utime(executed.__file__)
    return GOOD


@main.command("inspect")
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option(
    "--csv", "csv", type=click.Path(dir_okay=False, path_type=Path), help="Write the tidy rows here."
)
@_json
@_told
def inspect_command(files: tuple[Path, ...], csv: Path | None, as_json: bool) -> int:
    """Say what each of FILES is, what would be read from it, and every fault in it."""
    found = [inspect(file, with_rows=csv is not None) for file in files]
    rows = [table for each in found for table in each.rows]
    if csv and rows:
        try:
            pd.concat(rows).to_csv(csv, index=False)
        except OSError as error:
            raise click.UsageError(f"--csv {csv}: {error.strerror or error}") from None
    for line in chain(*(each.lines for each in found)) if not as_json else ():
        click.echo(line)
    faults = [*chain(*(each.faults for each in found))]
    described = [*chain(*(each.described for each in found))]
    _print_faults(faults, as_json, described)
    return FINDINGS if any(fault.severity != "note" for fault in faults) else GOOD


@main.command("fetch")
@click.option(
    "--forbund", multiple=True, metavar="ID", help="A förbund under params/; all when none is named."
)
@click.option(
    "--kommun", multiple=True, metavar="CODE,...", help="Kommuner by code; a län's code is all of its."
)
@click.option("--matt", multiple=True, metavar="ID,...", help="Measures of matt.yml; all when none is named.")
@click.option("--from", "first", type=click.IntRange(1900, 2100), metavar="YEAR", help="First year.")
@click.option("--to", "last", type=click.IntRange(1900, 2100), metavar="YEAR", help="Last year.")
@click.option(
    "--base-url", multiple=True, metavar="AGENCY=URL", help=f"Another address of {', '.join(AGENCIES)}."
)
@click.option("--dry-run", "dry", is_flag=True, help="Tell what would be asked, without a call.")
@_json
@_told
def fetch_command(
    forbund: tuple[str, ...],
    kommun: tuple[str, ...],
    matt: tuple[str, ...],
    first: int | None,
    last: int | None,
    base_url: tuple[str, ...],
    dry: bool,
    as_json: bool,
) -> int:
    """Bring public statistics from the agencies into data/raw/register/: of kommuner, their län and the country."""
    if first and last and first > last:
        raise click.UsageError(f"--from {first} is after --to {last}.")
    if wrong := [text for text in base_url if "=" not in text]:
        raise click.UsageError(f"--base-url {', '.join(wrong)}: write AGENCY=URL.")
    called, faults = agencies(dict(text.split("=", 1) for text in base_url))
    stop_if(faults)
    questions = plan(called, forbund, _listed(kommun), _listed(matt), first, last)
    outcome = dry_run(questions) if dry else fetch(questions)
    for line in outcome.lines if not as_json else ():
        click.echo(line)
    _print_faults(outcome.faults, as_json, outcome.described)
    return FINDINGS if any(fault.severity == "error" for fault in outcome.faults) else GOOD


def _listed(texts: tuple[str, ...]) -> list[str]:
    """The parts of options that may be repeated and may hold commas."""
    return [part.strip() for text in texts for part in text.split(",") if part.strip()]
