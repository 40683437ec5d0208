"""The command that attacks what is published."""

from __future__ import annotations

import click

from finsam.commands.told import FINDINGS, GOOD, as_json_option, print_faults, say, told
from finsam.faults import Fault


@click.command("attack")
@click.argument("book", required=False)
@click.option("--all", "every", is_flag=True, help="Attack the reports on every förbund.")
@as_json_option
@told
def attack_command(book: str | None, every: bool, as_json: bool) -> int:
    """Try to recompute the suppressed figures of BOOK from what is published; exit 1 when one gives in.

    All reports on its förbund that stand in reports/ are read together: those of other years and on its kommuner too.
    """
    from finsam.attack.scope import attack_forbund
    from finsam.book_id import raise_unless_book
    from finsam.params import load_params
    from finsam.params.files import books

    if bool(book) == every:
        raise click.UsageError("Name one BOOK, or give --all.")
    # A reader has all books of a förbund: any of them stands for all.
    chosen = dict([raise_unless_book(book)] if book else books())
    faults: list[Fault] = []
    lines = []
    for forbund, ar in chosen.items():
        found = attack_forbund(load_params(forbund, ar))
        faults += [finding.fault for finding in found.findings]
        lines.append(f"{forbund}: {found}.")
    print_faults(faults, as_json)
    for line in lines if not as_json else ():
        say(line)
    return FINDINGS if faults else GOOD
