"""The command that begins a book: params that explain themselves, and templates to fill in."""

from __future__ import annotations

import click

from finsam.commands.told import GOOD, as_json_option, say, say_json, told
from finsam.faults import counted


@click.command("new")
@click.argument("forbund")
@click.argument("year")
@click.option("--from", "source", metavar="YEAR", help="Carry over what lasts from the book of another year.")
@click.option("--name", metavar="TEXT", help="The name of the förbund in full.")
@click.option("--short", metavar="TEXT", help="Its short name.")
@click.option(
    "--kommun", "members", multiple=True, metavar="CODE,...", help="Member kommuner by SCB's codes."
)
@as_json_option
@told
def new_command(
    forbund: str,
    year: str,
    source: str | None,
    name: str | None,
    short: str | None,
    members: tuple[str, ...],
    as_json: bool,
) -> int:
    """Begin the book FORBUND/YEAR: params, a workbook to fill in, and templates of everything a book can use.

    Nothing that is there is overwritten.
    """
    from finsam.commands.inputs import listed
    from finsam.paths import relative
    from finsam.start.make import new_book, templates_folder

    if source and (name or short or members):
        raise click.UsageError(
            "--from carries forbund.yml over as it is: edit it instead of --name, --short, --kommun."
        )
    made, left, not_carried = new_book(forbund, year, name, short, listed(members), source)
    if as_json:
        found = {"made": [*map(relative, made)], "left": [*map(relative, left)], "not_carried": not_carried}
        say_json(found)
        return GOOD
    empty = templates_folder(forbund, int(year))
    for word, files in (("made", made), ("left as it was", left)):
        shown = [file for file in files if file.parent != empty]
        for file in shown:
            say(f"{word}: {relative(file)}")
        if len(shown) < len(files):
            say(
                f"{word}: {relative(empty)}/, {counted(len(files) - len(shown), 'empty template')} to send out"
            )
    if (name or short or members) and any(file.name == "forbund.yml" for file in left):
        say(
            "--name, --short and --kommun are written into a new forbund.yml alone: edit the one that is there"
        )
    if not_carried:
        say(f"not carried over, since it is of {source} alone: {', '.join(not_carried)}")
    say(f"Fill in the sheet deltagare of the workbook, then: python -m finsam check {forbund}/{int(year)}")
    return GOOD
