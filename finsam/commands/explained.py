"""The command that tells what a message means."""

from __future__ import annotations

from textwrap import fill

import click

from finsam.commands.told import GOOD, as_json_option, say, say_json, told
from finsam.faults import Fault, Faults, nearest

_WIDTH = 100


@click.command("explain")
@click.argument("code", required=False)
@as_json_option
@told
def explain_command(code: str | None, as_json: bool) -> int:
    """Tell what the CODE of a message means, what usually causes it and what to do; without CODE list them all."""
    from finsam.messages import catalogue, subjects

    known = catalogue()
    if code is not None and code not in known:
        message = f"No message has the code {code!r}." + nearest(code, known)
        raise Faults([Fault("message-unknown", message, (), "a code that python -m finsam explain lists")])
    if as_json:
        say_json([vars(message) for message in known.values() if code in (None, message.code)])
    elif code:
        found = known[code]
        say(f"{code} ({', '.join(found.severities)}): {found.subject}\n")
        say(fill(found.cause, _WIDTH) + "\n")
        say(fill(f"What to do: {found.remedy}", _WIDTH))
    else:
        say(
            "\n\n".join(
                _listed(subject.title, [each.code for each in subject.messages]) for subject in subjects()
            )
        )
    return GOOD


def _listed(title: str, codes: list[str]) -> str:
    lines = fill(
        ", ".join(codes), _WIDTH, initial_indent="  ", subsequent_indent="  ", break_on_hyphens=False
    )
    return f"{title}\n{lines}"
