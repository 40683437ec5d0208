"""The same fact shown twice: lines whose published numbers agree, so that a reader takes the suppressed ones for the
same too."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from fractions import Fraction

from finsam.attack.lines import Line
from finsam.attack.system import System
from finsam.attack.words import Figure

#: Agreement that chance would give once in 2 to this power, before a reader takes two of all lines for the same.
NEEDED = 20.0

#: What it is worth that both lines have the same name, or stand in tables of the same id, and that they stand in the
#: same table under different names.
_SAME_NAME, _SAME_SOURCE, _OTHER_NAME = 9.0, 6.0, -8.0

_OPPOSITE = {"kvinnor", "man"}


def surprise(figure: Figure) -> float:
    """How many bits a number that agrees with another tells: none for 0, more for a large or exact one."""
    step = 2 * figure.slack or Fraction(1)
    return math.log2(1 + float(abs(figure.value) / step))


def join(system: System, lines: Sequence[Line]) -> None:
    """Let cells be one number wherever a line with suppressed ones is the same as another line."""
    hidden = [line for line in lines if any(system.figure(cell).is_hidden for cell in line.cells.values())]
    index = _by_number(system, lines)
    named = defaultdict(list)
    for line in lines:
        named[_where(line), line.name].append(line)
    for line in hidden:
        seen = {id(line)}
        for other in [*named[_where(line), line.name], *_candidates(system, line, index)]:
            if id(other) not in seen:
                seen.add(id(other))
                if agreement(system, line, other) >= NEEDED:
                    for label in line.cells.keys() & other.cells.keys():
                        system.same(line.cells[label], other.cells[label])


def _where(line: Line) -> str:
    """The table of a line, whatever report it stands in."""
    return line.source.partition(" ")[2] or line.source


def _by_number(system: System, lines: Iterable[Line]) -> dict[tuple[str, Fraction], list[Line]]:
    index = defaultdict(list)
    for line in lines:
        for label, cell in line.cells.items():
            figure = system.figure(cell)
            if not figure.is_hidden and figure.value:
                index[label, figure.value].append(line)
    return index


def _candidates(system: System, line: Line, index: dict[tuple[str, Fraction], list[Line]]) -> Iterable[Line]:
    """Lines that agree in one of the three numbers that tell most."""
    known = [(label, system.figure(cell)) for label, cell in line.cells.items()]
    known = sorted((pair for pair in known if not pair[1].is_hidden), key=lambda pair: -surprise(pair[1]))
    for label, figure in known[:3]:
        yield from index.get((label, figure.value), ())


def agreement(system: System, line: Line, other: Line) -> float:
    """Bits that speak for two lines being the same; minus infinity when a number contradicts it."""
    common = line.cells.keys() & other.cells.keys()
    if not any(system.figure(each.cells[label]).is_hidden for label in common for each in (line, other)):
        return -math.inf
    if _told_apart(line.name, other.name):
        return -math.inf
    bits, agreed = 0.0, 0
    for label in common:
        one, two = system.figure(line.cells[label]), system.figure(other.cells[label])
        if one.share != two.share:
            return -math.inf
        if one.is_hidden or two.is_hidden:
            continue
        if not one.agrees(two):
            return -math.inf
        agreed += 1
        # A total says nothing beside its parts.
        bits += surprise(max(one, two, key=lambda each: each.slack)) * (label != "totalt" or len(common) < 3)
    same_table = line.source == other.source
    if line.name == other.name:
        bits += _SAME_NAME
    elif same_table:
        bits += _OTHER_NAME
    if not same_table and _where(line) == _where(other):
        # A table of the same id in another report, or a copy of the table: one number that agrees is enough.
        bits += _SAME_SOURCE + (NEEDED if line.name == other.name and agreed else 0)
    return bits


def _told_apart(one: str, two: str) -> bool:
    """Whether the names say that two lines are different: women and men, or other years."""
    first, second = set(one.split()), set(two.split())
    if first & _OPPOSITE and second & _OPPOSITE and first & _OPPOSITE != second & _OPPOSITE:
        return True
    years = [set(re.findall(r"\b(?:19|20)\d\d\b|\bhalvar [12]\b|\bh[12]\b", name)) for name in (one, two)]
    return bool(years[0] and years[1] and not years[0] & years[1])
