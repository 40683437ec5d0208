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
from finsam.trace.chain import Tracer
from finsam.trace.told import as_json as chain_as_json
from finsam.trace.told import lines


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


@click.command("trace")
@click.argument("book")
@click.argument("name")
@as_json_option
@told
def trace_command(book: str, name: str, as_json: bool) -> int:
    """Print the chain from a value of BOOK to file and line; exit 1 when a raw file has changed since the build.

    NAME is a name that `facts` lists, an expression of names, or a cell: tbl-budget/Matcha/Utfall.
    """
    forbund, ar = raise_unless_book(book)
    tracer = Tracer(load_params(forbund, ar), processed(forbund, ar), report_folder(book))
    chains = tracer.trace(name)
    if as_json:
        found = [chain_as_json(chain, tracer.raw) for chain in chains]
        click.echo(json.dumps(found, ensure_ascii=False, indent=1))
    else:
        if len(chains) > 1:
            click.echo(f"{name} is computed; these values of the book are the same number.\n")
        click.echo("\n\n".join("\n".join(lines(chain, tracer.raw)) for chain in chains))
    changed = any(origin.is_changed for chain in chains for origin in chain.all_origins())
    return FINDINGS if changed else GOOD
