"""Commands about what goes in: what a file is, what is wrong in it, and public statistics from the agencies."""

from __future__ import annotations

from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import click

from finsam.commands.told import FINDINGS, GOOD, as_json_option, print_faults, say, told
from finsam.faults import Fault, Faults, counted, stop_if
from finsam.fetch.agencies import AGENCIES

if TYPE_CHECKING:
    from finsam.delivery.read import Delivery
    from finsam.params import Params


@click.command("check")
@click.argument("book")
@as_json_option
@told
def check_command(book: str, as_json: bool) -> int:
    """Read the inputs of BOOK and tell every fault in them, in its brand and in its texts, and counts that contradict each
    other.

    Then tell what isn't delivered and what the book will therefore not show. Nothing is built.
    """
    from finsam.book_id import raise_unless_book
    from finsam.chapters.book import Book
    from finsam.chapters.unshown import unshown
    from finsam.params import load_params

    params = load_params(*raise_unless_book(book))
    delivery = _delivered(params)
    notes, contradictions = _findings(delivery, params)
    book_so_far = Book(params, delivery)
    absent = unshown(book_so_far)
    if as_json:
        notes += [each.as_fault(book_so_far) for each in absent]
    print_faults([*delivery.notes, *notes, *contradictions], as_json)
    contradictions += [finding for finding in delivery.notes if finding.severity == "contradiction"]
    if not as_json:
        if absent:
            say("Not delivered, by chapter, with what each would give:")
        for line in (line for each in absent for line in each.lines):
            say(f"  {line}")
        say(f"{book}: {_summary(delivery, len(contradictions))}.")
    return FINDINGS if contradictions else GOOD


def _delivered(params: Params) -> Delivery:
    """What is delivered for a book. Raises Faults with all that stops it, in the files and in the brand."""
    from finsam import audit
    from finsam.brand import brand_faults
    from finsam.chapters.names import alike
    from finsam.delivery.read import read_delivery
    from finsam.ingest import with_last_year
    from finsam.start.filled import filled_templates

    wrong_brand = brand_faults(params.forbund_id)
    try:
        delivery = with_last_year(read_delivery(params), params)
    except Faults as wrong:
        elsewhere = filled_templates(params.forbund_id, params.ar)
        raise Faults([*wrong_brand, *wrong.faults, *elsewhere]) from None
    stop_if([*wrong_brand, *audit.faults(delivery, params), *alike(delivery, params)])
    return delivery


def _findings(delivery: Delivery, params: Params) -> tuple[list[Fault], list[Fault]]:
    """Notes and contradictions of the texts, of persons and of what isn't filled in. Raises Faults for texts with faults."""
    from finsam import audit
    from finsam.accessibility import statement_notes
    from finsam.params.files import params_files
    from finsam.start.filled import filled_templates
    from finsam.start.unfilled import unfilled
    from finsam.texts.texts import text_faults

    of_people = [check.as_fault() for check in audit.of_people(delivery, params) if check.severity]
    in_texts = text_faults(delivery, params)
    stop_if([fault for fault in in_texts if fault.severity == "error"])
    notes = [fault for fault in in_texts if fault.severity == "note"]
    notes += statement_notes(params.forbund, params_files(params.forbund_id, params.ar)[0])
    notes += [*unfilled(params.forbund_id, params.ar), *filled_templates(params.forbund_id, params.ar)]
    contradictions = [fault for fault in (*of_people, *in_texts) if fault.severity == "contradiction"]
    return notes, contradictions


def _summary(delivery: Delivery, contradictions: int) -> str:
    """How much was read, how much of it is left out, and how many figures contradict each other."""
    read = (
        counted(len(delivery.sources), "file"),
        counted(sum(source.rader for source in delivery.sources), "row"),
        f"{counted(len(delivery.tables), 'kind')} of table",
    )
    left_out = len(delivery.rejected[["fil", "blad", "rad"]].drop_duplicates())
    rows = [f"{counted(left_out, 'row')} left out"] if left_out else []
    return ", ".join(
        [*read, *rows, counted(contradictions, "contradiction") if contradictions else "no faults"]
    )


@click.command("inspect")
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option(
    "--csv", "csv", type=click.Path(dir_okay=False, path_type=Path), help="Write the tidy rows here."
)
@as_json_option
@told
def inspect_command(files: tuple[Path, ...], csv: Path | None, as_json: bool) -> int:
    """Say what each of FILES is, what would be read from it, and every fault in it."""
    import pandas as pd

    from finsam.exported import safe_table
    from finsam.identity.numbers import hidden
    from finsam.inspection import inspect

    found = [inspect(file, with_rows=csv is not None) for file in files]
    rows = [table for each in found for table in each.rows]
    if csv and rows:
        try:
            table = pd.concat(rows)
            # What the sheets and files are called; their cells are without numbers already.
            names = {
                name: table[name].map(hidden, na_action="ignore") for name in ("fil", "blad") if name in table
            }
            safe_table(table.assign(**names)).to_csv(csv, index=False)
        except OSError as error:
            raise click.UsageError(f"--csv {csv}: {error.strerror or error}") from None
    for line in chain(*(each.lines for each in found)) if not as_json else ():
        say(line)
    faults = [*chain(*(each.faults for each in found))]
    described = [*chain(*(each.described for each in found))]
    print_faults(faults, as_json, described)
    return FINDINGS if any(fault.severity != "note" for fault in faults) else GOOD


@click.command("fetch")
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
@as_json_option
@told
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
    from finsam.fetch.agencies import agencies
    from finsam.fetch.plan import plan
    from finsam.fetch.run import dry_run, fetch

    if first and last and first > last:
        raise click.UsageError(f"--from {first} is after --to {last}.")
    if wrong := [text for text in base_url if "=" not in text]:
        raise click.UsageError(f"--base-url {', '.join(wrong)}: write AGENCY=URL.")
    called, faults = agencies(dict(text.split("=", 1) for text in base_url))
    stop_if(faults)
    questions = plan(called, forbund, listed(kommun), listed(matt), first, last)
    outcome = dry_run(questions) if dry else fetch(questions)
    for line in outcome.lines if not as_json else ():
        say(line)
    print_faults(outcome.faults, as_json, outcome.described)
    return FINDINGS if any(fault.severity == "error" for fault in outcome.faults) else GOOD


def listed(texts: tuple[str, ...]) -> list[str]:
    """The parts of options that may be repeated and may hold commas."""
    return [part.strip() for text in texts for part in text.split(",") if part.strip()]
