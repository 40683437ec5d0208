"""The values of a report by their names, as lines: varden.json beside the book holds every one, and
tidigare-varden.json those of the build before."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

from finsam.attack.lines import Board, Line, line_of
from finsam.attack.tables import Spot
from finsam.attack.words import Figure, slug
from finsam.diff.values import EARLIER, VALUES, Named, Values, read_values

#: As many decimals as a computed share has at least.
_COMPUTED = Fraction(1, 10**20)


def values_in(folder: Path) -> dict[str, Values]:
    """The values beside a report, by the name of their file."""
    return {name: read_values(folder / name) for name in (VALUES, EARLIER) if (folder / name).is_file()}


def named_lines(board: Board, values: Values, page: str, report: str) -> Iterator[Line]:
    """Values whose names differ in one part, by that part: `deltagare.*.ar2024.nya.kvinnor` by insats."""
    lines: dict[tuple[str, ...], list[tuple[str, Figure]]] = defaultdict(list)
    for name, about in values.values.items():
        figure = _figure(about)
        if figure is None:
            continue
        parts = _parts(name)
        for at in range(len(parts)):
            lines[(*parts[:at], "*", *parts[at + 1 :])].append((parts[at], figure))
    for kept, told in lines.items():
        if len(told) > 1:
            name = " ".join(part for part in kept if part != "*")
            yield line_of(
                board,
                name,
                f"{report} {page}",
                told,
                Spot(report, page, ".".join(kept), "", ""),
            )


def _parts(name: str) -> list[str]:
    parts = [slug(re.sub(r"^ar(?=\d{4})", "", part)) for part in name.split(".")]
    return parts if parts[-1] in ("kvinnor", "man") else [*parts, "totalt"]


def _figure(about: Named) -> Figure | None:
    value = Fraction(about["varde"])
    if about["enhet"] == "antal" and value.denominator == 1:
        return Figure(value)
    if about["enhet"] != "procent":
        return None
    written = Fraction(1, 10 ** about["decimaler"])
    return Figure(value, _COMPUTED if (value / written).denominator > 1 else written / 2, True)
