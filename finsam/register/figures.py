"""Delivered figures as floats, and why one is missing; never a guess, never a zero for a missing one."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from finsam.sources.numbers import Exact, parse_number

#: The agencies' words for a figure that isn't there. `:` and `c` are Eurostat's, which some PxWeb tables use.
STATUSES = {
    "": "",
    "saknas": "saknas",
    "missing": "saknas",
    "-": "saknas",
    "–": "saknas",
    ":": "saknas",
    "undertryckt": "undertryckt",
    "private": "undertryckt",
    "röjd": "undertryckt",
    "rojd": "undertryckt",
    "..": "undertryckt",
    "ej_tillampligt": "ej_tillampligt",
    "ej tillämpligt": "ej_tillampligt",
    ".": "ej_tillampligt",
}
#: Symbols of PX beyond those that SCB uses say that there is no figure, each table for its own reason.
_SYMBOLS = re.compile(r"\.{3,6}")
_POINT = re.compile(r"-?\d+\.(\d{1,2}|\d{4,})")
_COMMA = re.compile(r"-?\d+,(\d{1,2}|\d{4,})")


@dataclass
class Read:
    """values: NaN where there is none. wrong: by position, what was expected. refused: positions whose status says
    that there is no figure although one stands there, or isn't known."""

    values: list[float] = field(default_factory=list)
    status: list[str] = field(default_factory=list)
    wrong: dict[int, str] = field(default_factory=dict)
    refused: dict[int, str] = field(default_factory=dict)


def read_figures(cells: Sequence[object], states: Sequence[str], hidden_wins: bool = False) -> Read:
    """cells: numbers, their text or None; states: the agency's words, empty where it says nothing.

    In texts, a decimal sign that other figures of the same column settle is taken as theirs: with 12.5 in the column,
    1.234 can't be thousands.
    """
    sign = decimal_sign(cells)
    found = Read()
    for at, (cell, state) in enumerate(zip(cells, states, strict=True)):
        status = STATUSES.get(state if state == "" else str(state).strip().casefold())
        value, why = _number(cell, sign)
        if why.startswith("!"):
            found.wrong[at] = why[1:]
            value, why = math.nan, "saknas"
        if math.isnan(value):
            if status is None:
                found.refused[at] = "one of " + ", ".join(word for word in STATUSES if word)
            why = status or why or "saknas"
        elif status and hidden_wins:
            value, why = math.nan, status
        elif status:
            found.refused[at] = "a figure or a status, not both"
            value, why = math.nan, status
        found.values.append(value)
        found.status.append(why)
    return found


def decimal_sign(cells: Sequence[object]) -> str:
    """`.` or `,` where the texts of a column settle it, otherwise empty."""
    texts = [cell for cell in cells if isinstance(cell, str) and not isinstance(cell, Exact)]
    point, comma = (any(map(of.fullmatch, texts)) for of in (_POINT, _COMMA))
    return "." if point and not comma else "," if comma and not point else ""


def _number(cell: object, sign: str) -> tuple[float, str]:
    """The number, and the status where there is none; `!` and what was expected where it can't be read."""
    if type(cell) is float or type(cell) is int:
        return (float(cell), "") if math.isfinite(cell) else (math.nan, "!a number")
    if cell is None:
        return math.nan, ""
    if not isinstance(cell, str):
        return math.nan, "!a number"
    text = cell.strip()
    if _SYMBOLS.fullmatch(text):
        return math.nan, "saknas"
    if text.casefold() in STATUSES and not text.isdigit() and text not in ("-", "–", ".", ".."):
        return math.nan, STATUSES[text.casefold()]
    try:
        plain = (
            Exact(cell)
            if sign and (sign in cell or "," not in cell) and "." not in cell.replace(sign, "")
            else cell
        )
        number = parse_number(plain)
    except ValueError as error:
        return math.nan, f"!{error}"
    return (math.nan, number.status) if number.varde is None else (float(number.varde), "")
