"""Numbers of lines with the same labels as arrays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from finsam.attack.lines import Line
from finsam.attack.system import System


@dataclass(frozen=True)
class Domain:
    """Labels of a line with suppressed numbers, a total last, and the lines that have two of them at least."""

    labels: list[str]
    lines: list[Line]


#: What a reader knows of a number: that it is suppressed, with its root, or its value, its slack and whether it is a share.
_Known = tuple[str, int] | tuple[Fraction, Fraction, bool]


def domains(system: System, lines: Sequence[Line]) -> list[Domain]:
    """For each set of labels of lines with suppressed numbers its Domain, with each list of numbers once."""
    known = {cell: _known(system, cell) for line in lines for cell in line.cells.values()}
    hidden = [line for line in lines if any(known[cell][0] == "dold" for cell in line.cells.values())]
    found = []
    for labels in dict.fromkeys(frozenset(line.cells) for line in hidden):
        ordered = sorted(labels, key=lambda label: (label == "totalt", label))
        group: dict[tuple[_Known | None, ...], Line] = {}
        for line in lines:
            if len(line.cells.keys() & labels) > 1:
                group.setdefault(
                    tuple(known[line.cells[label]] if label in line.cells else None for label in ordered),
                    line,
                )
        found.append(Domain(ordered, list(group.values())))
    return found


def _known(system: System, cell: int) -> _Known:
    figure = system.figure(cell)
    return ("dold", system.root(cell)) if figure.is_hidden else (figure.number, figure.slack, figure.share)


def grid(
    system: System, labels: Sequence[str], lines: Sequence[Line]
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """values, hidden and cells of lines (rows) by label (columns), as `values_of` has them."""
    cells = np.array([[line.cells.get(label, -1) for label in labels] for line in lines], dtype=np.int64)
    values, hidden = values_of(system, cells)
    return values, hidden, cells


def values_of(system: System, cells: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Counts as numbers, not-a-number for what is none or isn't known; and where one is suppressed."""
    values, hidden = np.full(cells.shape, np.nan), np.zeros(cells.shape, dtype=bool)
    for at in zip(*np.nonzero(cells >= 0), strict=True):
        figure = system.figure(int(cells[at]))
        if figure.share:
            cells[at] = -1
        elif figure.is_hidden:
            hidden[at] = True
        elif figure.number.denominator == 1 and not figure.slack:
            values[at] = int(figure.number)
        else:
            cells[at] = -1
    return values, hidden


def without_totals(labels: Sequence[str], lines: Sequence[Line]) -> np.ndarray:
    """Which labels can be compared: a total only where it is of the same parts in all lines."""
    parts = [line.cells.keys() - {"totalt"} for line in lines]
    return np.array([label != "totalt" or all(each == parts[0] for each in parts) for label in labels])
