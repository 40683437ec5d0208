"""Commands that give a book out and tell what has been given out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from finsam.commands.told import FINDINGS, GOOD, as_json_option, print_faults, say, say_json, told
from finsam.faults import Fault, Faults, counted, nearest
from finsam.paths import relative

if TYPE_CHECKING:
    from finsam.params import Params
    from finsam.publish.checklist import Checked, Item
    from finsam.publish.editions import Standing
    from finsam.publish.publish import Before

_day = click.DateTime(["%Y-%m-%d"])


@click.command("publish")
@click.argument("book")
@click.option("--by", help="Who answers for it: name and role. Without it nothing is written.")
@click.option("--reason", default="", help="Why there is another edition; needed from the second one on.")
@click.option(
    "--accept", "accepted", multiple=True, metavar="CODE=WHY",
    help="Answer for contradictions of a code, or for all others by `alla`; may be given many times.",
)  # fmt: skip
@click.option("--date", "on", type=_day, help="The day of publication; today when none is given.")
@click.option("--no-axe", is_flag=True, help="Don't open the pages in a browser.")
@click.option(
    "--withdraw", type=click.IntRange(1), metavar="N", help="Take edition N away instead; says why."
)
@as_json_option
@told
def publish_command(
    book: str,
    by: str | None,
    reason: str,
    accepted: tuple[str, ...],
    on: dt.datetime | None,
    no_axe: bool,
    withdraw: int | None,
    as_json: bool,
) -> int:
    """Go through the checklist of BOOK, tell what differs from its last edition, and give it out in reports/published/.

    Exit 1 when something is in the way; nothing is then written.
    """
    from finsam.book_id import raise_unless_book
    from finsam.diff.told import lines
    from finsam.params import load_params
    from finsam.publish.publish import before

    params, reasons = load_params(*raise_unless_book(book)), _reasons(accepted)
    by, reason = (by or "").strip(), reason.strip()
    if withdraw:
        return _withdraw(params, withdraw, by, reason, on)
    last = before(params)
    day = _day_of(on, last.standing)
    checked = _gone_through(params, last, reasons, not no_axe, as_json)
    if last.found is not None and not as_json:
        say("\n".join(lines(last.found)))
    faults = checked.open
    if faults:
        _say(_in_the_way(checked), as_json)
    elif last.is_same:
        _say(f"{book}: edition {last.standing[-1].edition.utgava} is the same, file by file.", as_json)
    elif not by:
        _say(f'{book} can be published. Nothing is written: sign it by --by "name, role".', as_json)
    elif last.standing and not reason:
        raise click.UsageError("Another edition needs --reason: readers are told why there is one.")
    else:
        faults = _publish(params, checked, last, by, reason, day, as_json)
    print_faults(faults, as_json)
    return FINDINGS if checked.open else GOOD


def _reasons(accepted: Sequence[str]) -> dict[str, str]:
    """The reasons by code. Raises click.UsageError for what is no reason, no code, or told twice."""
    from finsam.messages import catalogue
    from finsam.publish.checklist import ALL

    parts = [each.partition("=") for each in accepted]
    if any(not code.strip() or not why.strip() for code, _, why in parts):
        raise click.UsageError(
            '--accept: a code and why, as same-fact="Felskrivning i bokslutet, rättas i år."'
        )
    codes = [code.strip() for code, _, _ in parts]
    known = [ALL, *catalogue()]
    for code in codes:
        if code not in known:
            raise click.UsageError(f"--accept {code}: no message has the code." + nearest(code, known))
        if codes.count(code) > 1:
            raise click.UsageError(f"--accept {code}: answer for a code once.")
    return {code: why.strip() for code, (_, _, why) in zip(codes, parts, strict=True)}


def _day_of(on: dt.datetime | None, standing: Sequence[Standing]) -> dt.date:
    """The day that is told; readers must not be told one that is still to come, nor editions out of their order."""
    day = on.date() if on else dt.date.today()
    if day > dt.date.today():
        raise click.UsageError(f"--date {day} is still to come, and the edition is given out now.")
    if standing and day < (last := standing[-1].edition).datum:
        raise click.UsageError(f"--date {day} is before edition {last.utgava}, of {last.datum}.")
    return day


def _gone_through(
    params: Params, last: Before, accepted: dict[str, str], with_axe: bool, as_json: bool
) -> Checked:
    from finsam.publish.checklist import Checked, checklist

    beside = {relative(each.folder): each.folder for each in last.standing if not each.withdrawn}
    checked = Checked(accepted=accepted)
    for item in checklist(params, beside, with_axe):
        checked.items.append(item)
        _say(_line(item, checked), as_json)
    return checked


def _line(item: Item, checked: Checked) -> str:
    is_open = item.faults or checked.unanswered(item)
    sign = "FEL" if is_open else "ok" if not item.told.startswith("not run") else "-"
    return f"{sign:4}{item.key:16}{item.told}"


def _say(line: str, as_json: bool) -> None:
    if not as_json:
        say(line)


def _in_the_way(checked: Checked) -> str:
    """What is to be mended, and what can be answered for instead."""
    faults = sum(len(item.faults) for item in checked.items)
    codes = sorted({each.code for item in checked.items for each in checked.unanswered(item)})
    told = ["Nothing is published."]
    told += [f"{counted(faults, 'fault is', 'faults are')} to be mended."] if faults else []
    if codes:
        told += [
            "Mend what contradicts itself, or answer for it:",
            *(f'--accept {code}="why"' for code in codes),
        ]
    return " ".join(told)


def _publish(
    params: Params, checked: Checked, last: Before, by: str, reason: str, day: dt.date, as_json: bool
) -> list[Fault]:
    """Give the edition out; the books that the page over all of them leaves out."""
    from finsam.portal.write import write_published_portal
    from finsam.publish.publish import publish
    from finsam.publish.record import RECORD
    from finsam.render.manifest import digest

    edition, folder = publish(params, checked, last, by, reason, day)
    _, faults = write_published_portal()
    _say(
        f"{edition.bok}: edition {edition.utgava} is published in {relative(folder.parent.parent)}.", as_json
    )
    _say(f"SHA-256 of {relative(folder / RECORD)}: {digest(folder / RECORD)}", as_json)
    return faults


def _withdraw(params: Params, number: int, by: str, reason: str, on: dt.datetime | None) -> int:
    from finsam.portal.write import write_published_portal
    from finsam.publish.editions import editions, withdraw
    from finsam.publish.record import Withdrawal

    if not by or not reason:
        raise click.UsageError(
            "--withdraw needs --by and --reason: readers are told who took it away and why."
        )
    book = f"{params.forbund_id}/{params.ar}"
    day = _day_of(on, editions(book)[number - 1 : number])
    withdraw(book, params.forbund_id, number, Withdrawal(day, by, reason))
    write_published_portal()
    say(f"{book}: edition {number} is withdrawn; its record stays.")
    return GOOD


@click.command("published")
@click.argument("book", required=False)
@as_json_option
@told
def published_command(book: str | None, as_json: bool) -> int:
    """List the editions of BOOK, or of all books, and read their files again; exit 1 when any isn't as it was signed."""
    from finsam.publish.editions import editions, published_books, unlike_records

    books = [book] if book else published_books()
    if book and book not in published_books():
        raise Faults([Fault("edition-missing", f"{book} hasn't been published.", (), "finsam publish")])
    standing = [each for name in books for each in editions(name)]
    faults = [fault for name in books for fault in unlike_records(name)]
    if as_json:
        say_json([*map(_as_json, standing), *(fault.as_json() for fault in faults)])
    else:
        for each in standing:
            say(_listed(each))
        print_faults(faults, False)
    return FINDINGS if faults else GOOD


def _listed(each: Standing) -> str:
    edition = each.edition
    gone = f"  withdrawn {each.withdrawn.datum}: {each.withdrawn.skal}" if each.withdrawn else ""
    why = f"  {edition.anledning}" if edition.anledning else ""
    return f"{edition.bok}  edition {edition.utgava}  {edition.datum}  {edition.godkand_av}{why}{gone}"


def _as_json(each: Standing) -> dict[str, object]:
    edition = each.edition
    return {
        "book": edition.bok,
        "edition": edition.utgava,
        "date": edition.datum.isoformat(),
        "by": edition.godkand_av,
        "reason": edition.anledning,
        "withdrawn": each.withdrawn.datum.isoformat() if each.withdrawn else None,
        "folder": relative(each.folder),
    }
