"""The same fact shown twice: lines whose published numbers agree, so that a reader takes the suppressed ones for the
same too."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from fractions import Fraction
from statistics import median

from finsam.attack.lines import Line
from finsam.attack.system import System
from finsam.attack.words import Figure

#: Lines that agree by chance are believed to be the same once in 2 to this power.
_DOUBT = 9.0

#: Bits of what a reader is told outright.
TOLD = 20.0

#: What it is worth that each line has the other's name, in its own or in what is said of its table, and that they stand
#: in tables of the same id in two reports.
_SAME_NAME, _SAME_SOURCE = 9.0, 6.0

_YEAR = r"\b(?:19|20)\d\d\b"

#: The source of a line in a report on a kommun, with its code, and of one that is the sum of such.
_KOMMUN = re.compile(r"kommun/\d+/(?:(\d{4})-\S*|alla) ")

_OPPOSITE = {"kvinnor", "man"}


def surprise(figure: Figure) -> float:
    """How many bits a number that agrees with another tells: none for 0, more for a large or exact one."""
    step = 2 * figure.slack or Fraction(1)
    return math.log2(1 + float(abs(figure.number) / step))


def join(system: System, lines: Sequence[Line]) -> None:
    """Let cells be one number wherever a line with suppressed ones is the same as another line."""
    hidden = [line for line in lines if any(system.figure(cell).is_hidden for cell in line.cells.values())]
    index = _by_number(system, lines)
    named, times = defaultdict(list), Counter(label for line in lines for label in line.cells)
    for line in lines:
        named[_where(line), line.name].append(line)
    siblings = _siblings(lines)
    for line in hidden:
        needed = _DOUBT + math.log2(median(times[label] for label in line.cells))
        seen = {id(line)}
        for other in [*named[_where(line), line.name], *_candidates(system, line, index)]:
            if id(other) not in seen:
                seen.add(id(other))
                if agreement(system, line, other) >= needed:
                    for label in _common(line, other) - _refuted(system, line, other, siblings):
                        system.same(line.cells[label], other.cells[label])


def _common(line: Line, other: Line) -> set[str]:
    """The labels that both lines have; their totals only when they are of the same parts."""
    common = line.cells.keys() & other.cells.keys()
    return (
        common if line.cells.keys() - {"totalt"} == other.cells.keys() - {"totalt"} else common - {"totalt"}
    )


def _where(line: Line) -> str:
    """The table of a line, whatever report it stands in; a picture is about the table of its name."""
    return re.sub(r"^(fig|tbl)-", "", line.source.partition(" ")[2] or line.source)


def _siblings(lines: Iterable[Line]) -> dict[tuple[str, str], list[Line]]:
    """Lines of the same source and name but for the year."""
    found = defaultdict(list)
    for line in lines:
        found[line.source, re.sub(_YEAR, "", line.name)].append(line)
    return found


def _refuted(
    system: System, line: Line, other: Line, siblings: dict[tuple[str, str], list[Line]]
) -> set[str]:
    """Labels at which two lines that are the same elsewhere are two things: they differ there in another year."""
    first, second = (siblings[each.source, re.sub(_YEAR, "", each.name)] for each in (line, other))
    return {
        label
        for one in first
        for two in second
        if one is not line
        and two is not other
        and re.findall(_YEAR, one.name) == re.findall(_YEAR, two.name) != []
        for label in one.cells.keys() & two.cells.keys()
        if _differ(system.figure(one.cells[label]), system.figure(two.cells[label]))
    }


def _differ(one: Figure, other: Figure) -> bool:
    return not one.is_hidden and not other.is_hidden and not one.agrees(other)


def _by_number(system: System, lines: Iterable[Line]) -> dict[tuple[str, Fraction], list[Line]]:
    index: dict[tuple[str, Fraction], list[Line]] = defaultdict(list)
    for line in lines:
        for label, cell in line.cells.items():
            figure = system.figure(cell)
            if not figure.is_hidden and figure.value:
                index[label, figure.number].append(line)
    return index


def _candidates(system: System, line: Line, index: dict[tuple[str, Fraction], list[Line]]) -> Iterable[Line]:
    """Lines that agree in one of the three numbers that tell most."""
    known = [(label, system.figure(cell)) for label, cell in line.cells.items()]
    known = sorted((pair for pair in known if not pair[1].is_hidden), key=lambda pair: -surprise(pair[1]))
    for label, figure in known[:3]:
        yield from index.get((label, figure.number), ())


def agreement(system: System, line: Line, other: Line) -> float:
    """Bits that speak for two lines being the same; minus infinity when a number contradicts it, or when they stand in
    the same table, where like numbers are those of two things."""
    common = _common(line, other)
    if not any(system.figure(each.cells[label]).is_hidden for label in common for each in (line, other)):
        return -math.inf
    if line.source == other.source or _told_apart(line.name, other.name) or _of_two_kommuner(line, other):
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
        # A total says nothing beside its parts, and the same people are often divided in many ways.
        bits += surprise(max(one, two, key=lambda each: each.slack)) * (label != "totalt")
    if set(line.name.split()) <= other.words and set(other.name.split()) <= line.words:
        bits += _SAME_NAME
    if _where(line) == _where(other):
        # A table of the same id in another report, or a copy of the table: one number that agrees is enough.
        bits += _SAME_SOURCE + (TOLD if line.name == other.name and agreed else 0)
    return bits


def _of_two_kommuner(line: Line, other: Line) -> bool:
    """Whether the lines are of two kommuner, or of one and of all, which are the same things of different people."""
    codes = {found[1] for each in (line, other) if (found := _KOMMUN.match(each.source))}
    return len(codes) == 2


def _told_apart(one: str, two: str) -> bool:
    """Whether the names say that two lines are different: women and men, or other years."""
    first, second = set(one.split()), set(two.split())
    if first & _OPPOSITE and second & _OPPOSITE and first & _OPPOSITE != second & _OPPOSITE:
        return True
    years = [set(re.findall(rf"{_YEAR}|\bhalvar [12]\b|\bh[12]\b", name)) for name in (one, two)]
    return bool(years[0] and years[1] and not years[0] & years[1])
