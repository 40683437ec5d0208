"""Lines that are sums of two others, label by label."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from itertools import repeat

import numpy as np

from finsam.attack.grids import Domain, grid, without_totals
from finsam.attack.lines import Line
from finsam.attack.sums import EACH, STOCKS, evidence
from finsam.attack.system import System

#: What everybody who took part is called.
_ALL = frozenset(("deltagare", "deltaganden"))

#: Words of lines that their names can make parts of a whole.
_PARTS = frozenset(("halvar", "kvar", "nya"))

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")

#: What it is worth that a sum is said to be of both its parts.
_NAMED = 9.0


def add_lines(system: System, domains: Sequence[Domain]) -> None:
    """Relate lines that are sums of two others label by label, as those that were left last year and the new ones."""
    for domain in domains:
        values, hidden, cells = grid(system, domain.labels, domain.lines)
        needed = 3 * math.log2(len(domain.lines) + 1) + 8
        named = np.array([bool(_PARTS & set(line.name.split())) for line in domain.lines])
        for total, *parts in _triples(values, np.any(hidden, axis=1), named, needed - _NAMED):
            rows = [total, *parts]
            lines = [domain.lines[row] for row in rows]
            misses = values[total] - values[parts].sum(axis=0)
            use = without_totals(domain.labels, lines)
            right = use & (misses == 0)
            if (use & ~np.isnan(misses) & ~right).any():
                continue
            bits, least = evidence(values[rows][:, right])
            bits += _NAMED * _names_both(*lines)
            is_told = right.any() and (_are_halves(*lines) or _are_carried_over(*lines))
            if (bits >= needed and least >= EACH) or is_told:
                for at in np.flatnonzero(use & (cells[rows] >= 0).all(axis=0) & hidden[rows].any(axis=0)):
                    system.relate(zip(map(int, cells[rows, at]), (-1, 1, 1), strict=True), float(bits))


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
    return words <= set(whole.name.split()) and not words & STOCKS and "halvar" not in whole.name


def _are_carried_over(whole: Line, first: Line, second: Line) -> bool:
    """Whether the names say that two lines are those left last year and this year's new ones, of all this year's."""
    if STOCKS & set(whole.name.split()) - {"totalt"} or not _ALL & set(whole.name.split()):
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
