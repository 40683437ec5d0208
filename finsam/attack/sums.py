"""Which numbers are sums of others, found by their labels and by the numbers that are published."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import repeat

import numpy as np

from finsam.attack.lines import Line, Matrix
from finsam.attack.same import TOLD
from finsam.attack.system import System

#: Parts that everyone knows to be a whole, by the label of the whole.
_WHOLES = {
    ("kvinnor", "man"): "totalt",
    ("forsta halvaret", "andra halvaret"): "hela aret",
}

#: What isn't counted anew in each half of a year.
_STOCKS = frozenset(("kvar", "totalt", "unika"))

#: What everybody who took part is called.
_ALL = frozenset(("deltagare", "deltaganden"))

#: Words of lines that their names can make parts of a whole.
_PARTS = frozenset(("halvar", "kvar", "nya"))

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")

#: Bits that each part of a sum must tell before it is believed to be one.
_EACH = 5.0

#: What it is worth that a sum is said to be of both its parts.
_NAMED = 9.0

#: The share of the published sums of a whole that may be wrong: printed tables have misprints.
_WRONG = 0.1


@dataclass(frozen=True)
class _Sum:
    """A label as the sum of others.

    is_told: whether the labels say so, or the numbers alone. is_all: whether it is of everything beside the total.
    """

    total: int
    parts: tuple[int, ...]
    is_told: bool = False
    is_all: bool = False

    @property
    def all(self) -> list[int]:
        return [self.total, *self.parts]


def sum_up(system: System, matrix: Matrix) -> None:
    """Relate labels that are sums of others, in every instance where something is suppressed."""
    cells = np.array(
        [[each.get(label, -1) for each in matrix.instances] for label in matrix.labels], dtype=np.int64
    )
    values, hidden = _values(system, cells)
    kept = np.flatnonzero((cells >= 0).any(axis=1))
    if not hidden.any():
        return
    cells, values, hidden = cells[kept], values[kept], hidden[kept]
    labels, names = [matrix.labels[at] for at in kept], np.array(matrix.names)
    sums = [*_told(labels, cells), *_possible(labels, hidden)]
    needed = math.log2(len(sums) + 1) + 6
    for each in sums:
        there = (cells[each.all] >= 0).all(axis=0)
        if each.is_all:
            there &= (cells >= 0).sum(axis=0) == len(each.all)
        use = there & hidden[each.all].any(axis=0)
        if not use.any():
            continue
        misses = values[each.total] - values[list(each.parts)].sum(axis=0)
        known = there & ~np.isnan(misses)
        right = known & (misses == 0)
        counted = right & (names != "totalt") if (right & (names != "totalt")).any() else right
        bits, least = _evidence(values[each.all][:, counted])
        if each.is_told:
            use &= _not_contradicted(names, known, right)
            if labels[each.total] == "hela aret":
                use &= np.array([not _STOCKS & set(name.split()) for name in names])
        elif bits < needed or least < _EACH or (known & ~right).any():
            continue
        for column in np.flatnonzero(use):
            terms = [(int(cells[part, column]), 1) for part in each.parts]
            system.relate([(int(cells[each.total, column]), -1), *terms], bits + TOLD * each.is_told)


def _evidence(right: np.ndarray) -> tuple[float, float]:
    """Bits that sums that come out right tell by their total (the first row), and the least that the first or the last of
    the others tells: one that is always 0 may as well not be a part, if it isn't between parts."""
    bits = np.log2(1 + np.maximum(right, 0)).sum(axis=1)
    return float(bits[0]), float(min(bits[1], bits[-1]))


def _not_contradicted(names: np.ndarray, known: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Where a sum that labels tell can be believed: the instances of the name agree but for misprints, or none of it is
    published and all the others agree so."""
    overall = (known & ~right).sum() <= _WRONG * known.sum()
    found = np.zeros(len(names), dtype=bool)
    for name in np.unique(names):
        own = names == name
        tested, wrong = (own & known).sum(), (own & known & ~right).sum()
        found[own] = wrong <= _WRONG * tested if tested else overall
    return found


def _told(labels: Sequence[str], cells: np.ndarray) -> list[_Sum]:
    """Wholes of known parts, and totals of everything else that stands beside them."""
    found = [
        _Sum(labels.index(whole), tuple(map(labels.index, parts)), is_told=True)
        for parts, whole in _WHOLES.items()
        if {*parts, whole} <= set(labels)
    ]
    if "totalt" not in labels or any(labels[each.total] == "totalt" for each in found):
        return found
    total = labels.index("totalt")
    for there in {tuple(np.flatnonzero(instance >= 0)) for instance in cells.T}:
        if total in there and len(there) > 2:
            found.append(
                _Sum(total, tuple(int(at) for at in there if at != total), is_told=True, is_all=True)
            )
    return found


def _possible(labels: Sequence[str], hidden: np.ndarray) -> list[_Sum]:
    """Each label as the same as another one, as the sum of neighbours, and of any two."""
    count = len(labels)
    parts = [tuple(range(start, stop)) for start in range(count) for stop in range(start + 1, count + 1)]
    parts += [(first, second) for first in range(count) for second in range(first + 2, count)]
    touched = hidden.any(axis=1)
    return [
        _Sum(total, each)
        for each in parts
        for total in range(count)
        if total not in each
        and (len(each) > 1 or total < each[0])
        and (touched[total] or touched[list(each)].any())
    ]


def _values(system: System, cells: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Counts as numbers, not-a-number for what is none or isn't known; and where one is suppressed."""
    values, hidden = np.full(cells.shape, np.nan), np.zeros(cells.shape, dtype=bool)
    for at in zip(*np.nonzero(cells >= 0), strict=True):
        figure = system.figure(int(cells[at]))
        if figure.share:
            cells[at] = -1
        elif figure.is_hidden:
            hidden[at] = True
        elif figure.value.denominator == 1 and not figure.slack:
            values[at] = int(figure.value)
        else:
            cells[at] = -1
    return values, hidden


def add_lines(system: System, domains: Sequence[Domain]) -> None:
    """Relate lines that are sums of two others label by label, as those that were left last year and the new ones."""
    for domain in domains:
        values, hidden, cells = grid(system, domain.labels, domain.lines)
        needed = 3 * math.log2(len(domain.lines) + 1) + 8
        named = np.array([bool(_PARTS & set(line.name.split())) for line in domain.lines])
        for total, *parts in _triples(values, hidden.any(axis=1), named, needed - _NAMED):
            rows = [total, *parts]
            lines = [domain.lines[row] for row in rows]
            misses = values[total] - values[parts].sum(axis=0)
            use = without_totals(domain.labels, lines)
            right = use & (misses == 0)
            if (use & ~np.isnan(misses) & ~right).any():
                continue
            bits, least = _evidence(values[rows][:, right])
            bits += _NAMED * _names_both(*lines)
            is_told = right.any() and (_are_halves(*lines) or _are_carried_over(*lines))
            if (bits >= needed and least >= _EACH) or is_told:
                for at in np.flatnonzero(use & (cells[rows] >= 0).all(axis=0) & hidden[rows].any(axis=0)):
                    system.relate(zip(map(int, cells[rows, at]), (-1, 1, 1), strict=True), float(bits))


def without_totals(labels: Sequence[str], lines: Sequence[Line]) -> np.ndarray:
    """Which labels can be compared: a total only where it is of the same parts in all lines."""
    parts = [line.cells.keys() - {"totalt"} for line in lines]
    return np.array([label != "totalt" or all(each == parts[0] for each in parts) for label in labels])


def _names_both(whole: Line, first: Line, second: Line) -> bool:
    """Whether what is said of a line names both others, as `till arbete eller studier`."""
    names = [set(each.name.split()) - {"totalt"} for each in (first, second)]
    return all(name and name <= whole.words for name in names) and names[0] != names[1]


def _are_halves(whole: Line, first: Line, second: Line) -> bool:
    """Whether the names say that two lines are the halves of a year of the third."""
    told = {re.sub(r"\bhalvar [12]\b", "", each.name).strip() for each in (first, second)}
    if first.source != second.source or len(told) > 1 or "halvar" not in first.name:
        return False
    words = set(told.pop().split())
    return words <= set(whole.name.split()) and not words & _STOCKS and "halvar" not in whole.name


def _are_carried_over(whole: Line, first: Line, second: Line) -> bool:
    """Whether the names say that two lines are those left last year and this year's new ones, of all this year's."""
    if _STOCKS & set(whole.name.split()) - {"totalt"} or not _ALL & set(whole.name.split()):
        return False
    for left, new in ((first, second), (second, first)):
        years = [_year(each) for each in (whole, new, left)]
        if "kvar" in left.name.split() and "nya" in new.name.split() and years[2]:
            about = {_YEAR.sub("", each.about) for each in (whole, new, left)}
            return years[0] == years[1] == years[2] + 1 and len(about) == 1
    return False


def _year(line: Line) -> int:
    """The year that a line is of, by its name or what is said of it; 0 where neither tells one."""
    found = _YEAR.findall(line.name) or _YEAR.findall(line.about)
    return int(found[-1]) if found else 0


def _triples(
    values: np.ndarray, touched: np.ndarray, named: np.ndarray, needed: float
) -> Iterator[tuple[int, int, int]]:
    """A row and two others that are together as much everywhere but under the last label, which may be a total of other
    parts.

    touched: rows with suppressed numbers, of which one is needed. named: rows that their names can make parts of a whole;
    the others must tell at least `needed` bits.
    """
    rows, columns = np.nonzero(values > 0)
    if not len(rows):
        return
    told = np.log2(1 + np.maximum(np.nan_to_num(values), 0))
    step = 2 * float(np.nanmax(values)) + 1
    keys = columns * step + values[rows, columns]
    order = np.argsort(keys, kind="stable")
    keys, rows = keys[order], rows[order]
    for first in range(len(values) - 1):
        sums = np.nan_to_num(values[first] + values[first + 1 :], nan=-1)
        # Found where they are most together: the number that tells most.
        most, top = sums.argmax(axis=1), sums.max(axis=1)
        wanted = np.where(top > 0, most * step + top, -1)
        starts, stops = np.searchsorted(keys, wanted, "left"), np.searchsorted(keys, wanted, "right")
        seconds = np.repeat(np.arange(first + 1, len(values)), stops - starts)
        totals = rows[[at for start, stop in zip(starts, stops, strict=True) for at in range(start, stop)]]
        misses = values[totals] - values[first] - values[seconds]
        kept = (totals != first) & (totals != seconds) & ~np.nan_to_num(misses[:, :-1]).any(axis=1)
        kept &= touched[first] | touched[seconds] | touched[totals]
        kept &= named[first] | named[seconds] | ((told[totals] * (misses == 0)).sum(axis=1) >= needed)
        yield from zip(totals[kept].tolist(), repeat(first), seconds[kept].tolist())


@dataclass(frozen=True)
class Domain:
    """Labels of a line with suppressed numbers, a total last, and the lines that have two of them at least."""

    labels: list[str]
    lines: list[Line]


def domains(system: System, lines: Sequence[Line]) -> list[Domain]:
    """For each set of labels of lines with suppressed numbers its Domain, with each list of numbers once."""
    known = {cell: _known(system, cell) for line in lines for cell in line.cells.values()}
    hidden = [line for line in lines if any(known[cell][0] == "dold" for cell in line.cells.values())]
    found = []
    for labels in dict.fromkeys(frozenset(line.cells) for line in hidden):
        ordered = sorted(labels, key=lambda label: (label == "totalt", label))
        group: dict[tuple, Line] = {}
        for line in lines:
            if len(line.cells.keys() & labels) > 1:
                group.setdefault(tuple(known.get(line.cells.get(label)) for label in ordered), line)
        found.append(Domain(ordered, list(group.values())))
    return found


def _known(system: System, cell: int) -> tuple:
    figure = system.figure(cell)
    return ("dold", system.root(cell)) if figure.is_hidden else (figure.value, figure.slack, figure.share)


def grid(
    system: System, labels: Sequence[str], lines: Sequence[Line]
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """values, hidden and cells of lines (rows) by label (columns), as `_values` has them."""
    cells = np.array([[line.cells.get(label, -1) for label in labels] for line in lines], dtype=np.int64)
    values, hidden = _values(system, cells)
    return values, hidden, cells
