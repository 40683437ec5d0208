"""The command that tells what differs between two reports."""

from __future__ import annotations

from pathlib import Path

import click

from finsam.commands.told import FINDINGS, GOOD, as_json_option, say, say_json, told
from finsam.render.report import report_folder


@click.command("diff")
@click.argument("book")
@click.argument("other", required=False)
@as_json_option
@click.option(
    "--html", type=click.Path(dir_okay=False, path_type=Path), help="Write the difference as a page."
)
@told
def diff_command(book: str, other: str | None, as_json: bool, html: Path | None) -> int:
    """Tell what differs in the report of BOOK from OTHER, the largest first; exit 1 when something does.

    OTHER is another book, or the folder, varden.json or manifest of a report. Without it, BOOK is compared with its
    last build before that had other values.
    """
    from finsam.book_id import raise_unless_book
    from finsam.diff.compare import difference
    from finsam.diff.told import as_json as difference_as_json
    from finsam.diff.told import lines, page
    from finsam.diff.values import EARLIER, read_values

    raise_unless_book(book)
    folder = report_folder(book)
    after = read_values(folder)
    if other is None and not (folder / EARLIER).is_file():
        say("[]" if as_json else f"{book}: no build before this one had other values.")
        return GOOD
    if other is None:
        before = folder / EARLIER
    else:
        before = Path(other) if Path(other).exists() else report_folder(other)
    found = difference(read_values(before), after)
    if html:
        html.write_text(page(found), encoding="utf-8")
    if as_json:
        say_json(difference_as_json(found))
    elif not html:
        say("\n".join(lines(found)))
    return FINDINGS if found else GOOD
