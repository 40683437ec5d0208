"""Commands about the numbers of a book: whether they agree, what they are called and where they come from."""

from __future__ import annotations

import json

import click

from finsam import audit as checks
from finsam.build import report_folder
from finsam.commands.told import FINDINGS, GOOD, as_json_option, print_faults, told
from finsam.facts import Fact, facts_of
from finsam.faults import Fault, Faults
from finsam.ingest import processed
from finsam.params import load_params, raise_unless_book
from finsam.verify.run import verify


@click.command("audit")
@click.argument("book")
@as_json_option
@told
def audit_command(book: str, as_json: bool) -> int:
    """Check the arithmetic of what is delivered for BOOK; exit 1 when figures contradict each other."""
    forbund, ar = raise_unless_book(book)
    delivery = processed(forbund, ar)
    found = checks.of_book(delivery, load_params(forbund, ar))
    findings = [check.as_fault() for check in found if check.severity]
    print_faults(findings, as_json)
    if not as_json:
        click.echo(f"{book}: {len(found)} checks, {len(findings)} differences.")
    return FINDINGS if any(finding.severity == "contradiction" for finding in findings) else GOOD


@click.command("facts")
@click.argument("book")
@click.argument("beginning", default="")
@as_json_option
@told
def facts_command(book: str, beginning: str, as_json: bool) -> int:
    """List the names of BOOK's values, or of those whose name begins so, with what they are."""
    forbund, ar = raise_unless_book(book)
    facts = facts_of(processed(forbund, ar), load_params(forbund, ar))
    found = [fact for name, fact in facts.items() if name.startswith(beginning)]
    if not found:
        message = f"No value of {book} has a name that begins with {beginning!r}."
        raise Faults([Fault("name-unknown", message, (), "a beginning such as deltagare or ekonomi")])
    if as_json:
        click.echo(json.dumps([_as_json(fact) for fact in found], ensure_ascii=False, indent=1))
    for fact in found if not as_json else ():
        click.echo(f"{fact.name} = {fact.cell.printed:f} {fact.cell.enhet}  # {fact.about}")
    return GOOD


@click.command("verify")
@click.argument("book")
@as_json_option
@told
def verify_command(book: str, as_json: bool) -> int:
    """Read the rendered documents of BOOK back; exit 1 when a number, table, figure or link isn't as it must be."""
    forbund, ar = raise_unless_book(book)
    found = verify(report_folder(book), processed(forbund, ar), load_params(forbund, ar))
    print_faults(found.faults, as_json)
    for line in found.lines if not as_json else ():
        click.echo(f"{book} {line}")
    return FINDINGS if found.faults else GOOD


def _as_json(fact: Fact) -> dict:
    return {
        "name": fact.name,
        "value": f"{fact.cell.varde.normalize():f}",
        "unit": fact.cell.enhet,
        "decimals": fact.cell.decimaler,
        "about": fact.about,
        "formula": fact.formula,
        "where": Fault("", "", fact.places).as_json()["where"],
    }
