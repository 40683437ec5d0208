"""What the published notebooks tell of the numbers that their outputs show (`siffror`, `finsam.printed`)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

from finsam.attack.lines import Laid
from finsam.attack.published import Output, Published
from finsam.attack.system import System
from finsam.attack.tables import Spot, Table
from finsam.attack.words import Figure, figure, parts_of, spaced
from finsam.render.figure_numbers import numbers_behind
from finsam.verify.numbers import numbers


def unshown_in_notebooks(published: Published) -> Iterator[tuple[Table, Spot, Figure]]:
    """Counts that a notebook tells were written for a table with suppressed figures, and that nothing shown with it has."""
    hidden = {table.id: table for table in published.tables if table.hidden}
    together: dict[tuple[str, int | None], list[Output]] = defaultdict(list)
    for output in published.outputs if hidden else ():
        together[output.notebook, output.trace.get("visning")].append(output)
    for (notebook, _), outputs in together.items():
        ids = [id for output in outputs for id in output.tables if id in hidden]
        if not ids:
            continue
        behind = numbers_behind(published.folder / "notebooks" / f"{notebook}.ipynb")
        shown = {spaced(number) for output in outputs for number in _shown(output, published.folder, behind)}
        told = {spaced(text) for output in outputs for text, *_ in output.trace.get("siffror", ())}
        for text in sorted(told - shown):
            parts = parts_of(text)
            if parts and parts[""].is_count:
                spot = Spot(published.report, f"notebooks/{notebook}.ipynb", ids[0], "", "siffror")
                yield hidden[ids[0]], spot, parts[""]


def _shown(output: Output, folder: Path, behind: Mapping[str, Any]) -> Iterator[str]:
    """The numbers in the text of an output and in its pictures, as those of their axes, and those that a reader can take
    along of a picture."""
    yield from numbers(output.text)
    for name in re.findall(r"figurer/([\w-]+)", output.text):
        for row in behind.get(name, {}).get("rader", ()):
            yield from numbers(" | ".join(row))
        picture = folder / "figurer" / f"{name}.svg"
        for said in re.findall(r"<!-- (.*?) -->", picture.read_text("utf-8") if picture.is_file() else ""):
            yield from (said, *numbers(said))


def sharpen(system: System, laid: Laid, published: Published) -> None:
    """Let shares have the decimals that the notebooks tell of them."""
    tables = defaultdict(list)
    for table, cells in zip(laid.tables, laid.cells, strict=True):
        if table.report == published.report and table.has_unknown:
            tables[table.id].append((table, cells))
    for output in published.outputs:
        found = [each for id in output.tables for each in tables[id]]
        exact = _exact(output.trace) if found else {}
        for table, cells in found:
            for at, cell in cells.items():
                if table.cells[at].share and table.cells[at] in exact:
                    system.same(system.board.add(exact[table.cells[at]], table.spots[at]), cell)


def _exact(told: Mapping[str, Any]) -> dict[Figure, Figure]:
    """The printed shares that have one value in the trace of an output, with that value as exactly as it stands there."""
    found: dict[Figure, set[str]] = defaultdict(set)
    for text, value, *_ in told.get("siffror", ()):
        found[figure(spaced(text), share=True)].add(value)
    return {shown: _value(*values) for shown, values in found.items() if len(values) == 1}


def _value(text: str) -> Figure:
    """A value whose last digit was cut, not rounded: the true one is that or more."""
    half = Fraction(1, 2 * 10 ** len(text.partition(".")[2]))
    return Figure(Fraction(text) + half, half, share=True)
