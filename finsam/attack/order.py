"""The order of rows and bars: in a list that is sorted by size a suppressed number is between its neighbours."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise

from finsam.attack.lines import Line
from finsam.attack.system import System

#: A list is sorted by chance once in 2 to this power.
_NEEDED = 8.0

#: Rows that stand last whatever their number, and those that have an order of their own.
_LAST = ("totalt", "uppgift saknas", "ovrig", "annan", "annat", "andra", "inget", "ingen")


def order_out(system: System, lines: Sequence[Line], orders: Iterable[Sequence[str]]) -> None:
    """Relate the suppressed numbers of a line to their neighbours in every order of its labels that is one by size."""
    found = defaultdict(set)
    for order in orders:
        labels = _free(order)
        found[frozenset(labels)].add(labels)
    for line in lines:
        if any(system.figure(cell).is_hidden for cell in line.cells.values()):
            known = found.get(frozenset(_free(line.cells)), ())
            for labels in known:
                _sort(system, [line.cells[label] for label in labels], len(known))


def _free(labels: Iterable[str]) -> tuple[str, ...]:
    """Labels without those whose place is given."""
    return tuple(label for label in labels if not label.startswith((*_LAST, *"0123456789")))


def _sort(system: System, cells: Sequence[int], tries: int) -> None:
    known = [figure.number for cell in cells if not (figure := system.figure(cell)).is_hidden]
    if any(figure.share or figure.slack for figure in map(system.figure, cells)):
        return
    for sign in (1, -1):
        if all(sign * one >= sign * other for one, other in pairwise(known)):
            bits = math.log2(math.factorial(len(set(known)))) - math.log2(2 * tries)
            for one, other in pairwise(cells) if bits >= _NEEDED else ():
                system.relate([(one, sign), (other, -sign)], bits, low=0, high=None)
