"""Which numbers are sums of others, found by their labels and by the numbers that are published."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from finsam.attack.grids import values_of
from finsam.attack.lines import Matrix
from finsam.attack.same import TOLD
from finsam.attack.system import System

#: Parts that everyone knows to be a whole, by the label of the whole.
_WHOLES = {
    ("kvinnor", "man"): "totalt",
    ("forsta halvaret", "andra halvaret"): "hela aret",
}

#: What isn't counted anew in each half of a year.
STOCKS = frozenset(("kvar", "totalt", "unika"))

#: Bits that each part of a sum must tell before it is believed to be one.
EACH = 5.0

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
    values, hidden = values_of(system, cells)
    kept = np.flatnonzero((cells >= 0).any(axis=1))
    if not hidden.any():
        return
    cells, values, hidden = cells[kept], values[kept], hidden[kept]
    labels, names = [matrix.labels[at] for at in kept], np.array(matrix.names)
    told = _told(labels, cells)
    tried, possible = _possible(values, hidden)
    needed = math.log2(len(told) + tried + 1) + 6
    for each in (*told, *possible):
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
        bits, least = evidence(values[each.all][:, counted])
        if each.is_told:
            use &= _not_contradicted(names, known, right)
            if labels[each.total] == "hela aret":
                use &= np.array([not STOCKS & set(name.split()) for name in names])
        elif bits < needed or least < EACH or (known & ~right).any():
            continue
        for column in np.flatnonzero(use):
            terms = [(int(cells[part, column]), 1) for part in each.parts]
            system.relate([(int(cells[each.total, column]), -1), *terms], bits + TOLD * each.is_told)


def evidence(right: np.ndarray) -> tuple[float, float]:
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


def _possible(values: np.ndarray, hidden: np.ndarray) -> tuple[int, list[_Sum]]:
    """Each label as the same as another one, as the sum of neighbours, and of any two: how many there are of which
    something is suppressed, and those of them that come out right wherever all is known."""
    count, touched = len(values), np.any(hidden, axis=1)
    parts = [tuple(range(start, stop)) for start in range(count) for stop in range(start + 1, count + 1)]
    parts += [(first, second) for first in range(count) for second in range(first + 2, count)]
    tried, found = 0, []
    for each in parts:
        own = list(each)
        totals = touched | touched[own].any()
        totals[own] = False
        if len(own) == 1:
            totals[own[0] :] = False
        tried += totals.sum()
        misses = values - values[own].sum(axis=0)
        totals &= (misses == 0).any(axis=1) & ~np.nan_to_num(misses).any(axis=1)
        found += [_Sum(int(total), each) for total in np.flatnonzero(totals)]
    return tried, found
