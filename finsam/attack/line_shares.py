"""Shares that stand elsewhere than the counts that they are of, label by label."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from finsam.attack.grids import Domain, grid, without_totals
from finsam.attack.lines import Line
from finsam.attack.shares import NEEDED, relate_share
from finsam.attack.system import System
from finsam.attack.words import Figure

#: In the place of a label that a line hasn't.
_NONE = Figure(None)


def share_lines(system: System, domains: Sequence[Domain]) -> None:
    """Relate the shares of lines to counts of two other lines that they are the quotients of."""
    for domain in domains:
        numbers = grid(system, domain.labels, domain.lines)
        for line in domain.lines:
            if any(_is_share(system, cell) for cell in line.cells.values()):
                _over(system, line, domain.labels, domain.lines, numbers)


def _is_share(system: System, cell: int) -> bool:
    figure = system.figure(cell)
    return figure.share and not figure.is_hidden


def _over(
    system: System, line: Line, labels: Sequence[str], group: Sequence[Line], numbers: tuple[np.ndarray, ...]
) -> None:
    values, hidden, cells = numbers
    figures = [system.figure(line.cells[label]) if label in line.cells else _NONE for label in labels]
    usable = np.array([bool(each.share and not each.is_hidden and 0 < each.number < 100) for each in figures])
    if not usable.any():
        return
    value = np.array([float(each.number) if ok else np.nan for each, ok in zip(figures, usable, strict=True)])
    slack = np.array(
        [float(each.slack) + 1e-9 if ok else np.nan for each, ok in zip(figures, usable, strict=True)]
    )
    step = np.log2(np.minimum(100 / (2 * slack), 200))
    for part, base in _pairs(values, value, slack, np.any(hidden, axis=1)):
        with np.errstate(invalid="ignore", divide="ignore"):
            quotients = 100 * values[part] / values[base]
        off = np.abs(quotients - value) > slack
        if off[:-1].any():  # the last label may be a total of other parts
            continue
        there = usable & without_totals(labels, (line, group[part], group[base]))
        known = ~np.isnan(quotients) & there
        if (off & known).any():
            continue
        bits = np.minimum(step, np.log2(np.maximum(values[base], 2)))[known].sum()
        for at in np.flatnonzero(there & (hidden[part] | hidden[base])) if bits >= NEEDED + 6 else ():
            if cells[part, at] >= 0 and cells[base, at] >= 0:
                relate_share(system, figures[at], (int(cells[part, at]),), int(cells[base, at]), float(bits))


def _pairs(
    values: np.ndarray, value: np.ndarray, slack: np.ndarray, touched: np.ndarray
) -> Iterator[tuple[int, int]]:
    """Rows of which one is the share of the other, where the base must be largest. touched: rows with suppressed numbers,
    of which one is needed."""
    bases = np.nan_to_num(100 * values / value, nan=-1)
    most = bases.argmax(axis=1)
    for column in np.unique(most):
        order = np.argsort(values[:, column])
        parts = np.flatnonzero((most == column) & (bases[:, column] > 0))
        wanted = bases[parts, column]
        off = wanted * slack[column] / value[column] + 1e-6
        starts, stops = (np.searchsorted(values[order, column], wanted + sign * off) for sign in (-1, 1))
        for at in np.flatnonzero(stops > starts):
            rows = order[starts[at] : stops[at]]
            for row in rows[touched[rows] | touched[parts[at]]]:
                if row != parts[at]:
                    yield int(parts[at]), int(row)
