"""The command that writes the portal, and what batches do with it."""

from __future__ import annotations

import click

from finsam import logs
from finsam.commands.told import FINDINGS, GOOD, as_json_option, point_to_catalogue, print_faults, say, told
from finsam.faults import Fault, Faults
from finsam.paths import is_internal, relative


@click.command("portal")
@as_json_option
@told
def portal_command(as_json: bool) -> int:
    """Write reports/index.html, the page over all reports that are built; exit 1 when one had to be left out."""
    from finsam.portal.write import write_portal

    try:
        page, faults = write_portal()
    except OSError as error:
        raise Faults([_unwritten(error)]) from error
    print_faults(faults, as_json)
    if not as_json:
        click.echo(relative(page))
    return FINDINGS if faults else GOOD


def keep_portal() -> int:
    """Bring the portal up to date after a batch, where any report has come, gone or changed; the exit code.

    Reports that are left out are told, beside the summary that the batch ended with, and stop nothing. The internal
    edition isn't in it.
    """
    from finsam.portal.state import is_current

    if is_internal() or is_current():
        return GOOD
    from finsam.portal.write import write_portal

    try:
        _, faults = write_portal()
        code = GOOD
    except Faults as wrong:
        faults, code = list(wrong.faults), FINDINGS
    except OSError as error:
        faults, code = [_unwritten(error)], FINDINGS
    for fault in faults:
        say(str(fault), err=True)
    logs.tell(faults)
    point_to_catalogue(faults)
    return code


def _unwritten(error: OSError) -> Fault:
    message = f"The portal can't be written: {error.strerror or error}."
    return Fault("write-failed", message, (), "a disk with room that may be written to")
