"""The text of new params: every key explained, those that a book needs filled in, and what a former year leaves."""

from __future__ import annotations

import calendar
import textwrap
from collections.abc import Mapping, Sequence
from pathlib import Path

from ruamel.yaml import YAML

from finsam.faults import Fault, Faults, Place
from finsam.params import Params
from finsam.params.files import params_files
from finsam.paths import relative
from finsam.start.keys import FORBUND, YEAR, Told
from finsam.start.unfilled import TO_FILL
from finsam.tables.registers import Area, area_name


def forbund_text(name: str | None, short: str | None, kommuner: Sequence[Area]) -> str:
    """The text of forbund.yml. What isn't told stands as TO_FILL. kommuner: members, of which the state's and the region's
    part follow."""
    head = "# What lasts of the förbund. docs/params.md explains every key. Take away # before a key to use it.\n"
    given = {
        "namn": f"namn: {_quoted(name or f'{TO_FILL} förbundets namn i sin helhet')}",
        "kort": f"kort: {_quoted(short or name or f'{TO_FILL} ett kort namn')}",
    }
    if kommuner:
        if len(_lan(kommuner)) == 1:
            given["lan"] = f'lan: "{_lan(kommuner)[0]}"'
        given["medlemmar"] = _members(kommuner)
    return head + _keys(FORBUND, given)


def year_text(ar: int) -> str:
    """The text of a first <year>.yml."""
    head = "# What is of one year. docs/params.md explains every key. Take away # before a key to use it.\n"
    return head + _keys(YEAR, {"slag": YEAR["slag"].example}, ar)


def next_year_text(params: Params, ar: int) -> tuple[str, list[str]]:
    """The text of a former book's year for another year, and the keys that aren't carried over. Raises Faults.

    Comments stay. Keys that are of one year alone stand as comments, with what they held.
    """
    of, file = f"{params.forbund_id}/{params.ar}", params_files(params.forbund_id, params.ar)[1]
    blocks = _blocks(file, file.read_text(encoding="utf-8"))
    left = [key for key, _ in blocks if key in YEAR and not YEAR[key].lasts]
    lines = [f"# Carried over from {of}. What was of {params.ar} alone stands as a comment.", ""]
    for key, block in blocks:
        lines += [_as_comment(line) for line in block] if key in left else block
    lines += ["", *_predecessor(of, params, ar)]
    if per := params.year.per:
        last = calendar.monthrange(ar, per.month)[1]
        lines += ["", _explained(YEAR["per"]), f"per: {ar}-{per.month:02}-{last:02}"]
        left.remove("per")
    return "\n".join(lines) + "\n", left


def _predecessor(of: str, params: Params, ar: int) -> list[str]:
    """Last year's figures come from the book of the year before; an older one is compared with."""
    key = "foregangare" if params.ar == ar - 1 else "jamfor"
    return [_explained(YEAR[key]), f"{key}: [{of}]"]


def _blocks(file: Path, text: str) -> list[tuple[str, list[str]]]:
    """The lines of each key of the outermost level, with the comments above it; those of the first with what is above it.

    Raises Faults."""
    lines, tree = text.splitlines(), YAML(typ="rt").load(text)
    starts = [(str(key), tree.lc.key(key)[0]) for key in tree]
    starts.sort(key=lambda each: each[1])
    firsts: list[tuple[str, int]] = []
    if len({at for _, at in starts}) < len(starts):
        message = "Several keys stand on one line, so those of one year can't be told from those that last."
        raise Faults([Fault("yaml-unreadable", message, (Place(relative(file)),), "one key a line")])
    for key, at in starts:
        # Comments at the left margin belong to the key beneath them.
        while at and (not lines[at - 1].strip() or lines[at - 1].startswith("#")):
            at -= 1
        firsts.append((key, at))
    ends = [at for _, at in firsts[1:]] + [len(lines)]
    return [(key, lines[at:end]) for (key, at), end in zip(firsts, ends, strict=True)]


def _keys(told: Mapping[str, Told], given: Mapping[str, str], ar: int = 0) -> str:
    parts = []
    for key, each in told.items():
        text = given.get(key) or _commented(filled(each.example, ar))
        parts.append(f"\n{_explained(each)}\n{text}\n")
    return "".join(parts)


def _explained(told: Told) -> str:
    return textwrap.fill(told.about, 110, initial_indent="# ", subsequent_indent="# ")


def _as_comment(line: str) -> str:
    return line if line.startswith("#") or not line.strip() else f"#{line}"


def filled(example: str, ar: int) -> str:
    """An example with the book's year in it."""
    return example.replace("{ar}", str(ar)).replace("{last}", str(ar - 1))


def _commented(text: str) -> str:
    return "\n".join(f"#{line}" for line in text.split("\n"))


def _quoted(text: str) -> str:
    """Text as YAML, in quotes: a colon or a number sign in it is then a part of it."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _lan(kommuner: Sequence[Area]) -> list[str]:
    """The codes of their län, each once."""
    return list(dict.fromkeys(each.kod[:2] for each in kommuner))


def _members(kommuner: Sequence[Area]) -> str:
    lines = [
        "medlemmar:",
        "  - {namn: Försäkringskassan, slag: stat}",
        *(
            f'  - {{namn: {TO_FILL} regionens namn, slag: region, kod: "{lan}"}} # {area_name(lan)}'
            for lan in _lan(kommuner)
        ),
        *(f'  - {{namn: {each.namn}, slag: kommun, kod: "{each.kod}"}}' for each in kommuner),
    ]
    return "\n".join(lines)
