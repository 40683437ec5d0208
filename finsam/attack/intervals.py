"""How narrow published numbers make the suppressed ones: for each, the whole numbers that it can still be."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from finsam.attack.system import Relation

#: More possible numbers than any rule asks for; an unknown that is open above has no more of interest.
OPEN = 10**9


@dataclass(frozen=True)
class Interval:
    """The least and the largest whole number that an unknown can be, and how many between are possible.

    values counts no further than was asked for. by: the relations that it stands in. Where ends weren't asked for, low and
    high may be nearer than they are, if there are enough numbers between.
    """

    low: int
    high: int
    values: int
    by: tuple[Relation, ...] = ()


@dataclass
class Part:
    """Unknowns that hang together, and the relations between them."""

    unknowns: list[int]
    relations: list[Relation] = field(default_factory=list)


def intervals(
    unknowns: Mapping[int, int], relations: Iterable[Relation], enough: int, ends: bool = True
) -> dict[int, Interval]:
    """For each unknown count its Interval, from relations that hold together.

    unknowns: the least that each can be. enough: how many possible numbers are counted at most. ends: whether the ends are
    needed where there are enough. Relations that contradict the others are left out, those that a reader is least sure
    of first.
    """
    found: dict[int, Interval] = {}
    for part in _parts(unknowns, relations):
        part.relations.sort(key=lambda relation: relation.bits)
        solver = _Solver(part, unknowns, enough, ends)
        while not solver.is_possible():
            part = replace(part, relations=part.relations[1:])
            solver = _Solver(part, unknowns, enough, ends)
        found |= solver.all()
    return found


def _parts(unknowns: Iterable[int], relations: Iterable[Relation]) -> list[Part]:
    parents = {unknown: unknown for unknown in unknowns}

    def root(cell: int) -> int:
        while parents.setdefault(cell, cell) != cell:
            cell = parents[cell]
        return cell

    relations = list(relations)
    for relation in relations:
        first, *others = (root(cell) for cell, _ in relation.terms)
        for other in others:
            parents[root(other)] = root(first)
    parts: dict[int, Part] = defaultdict(lambda: Part([]))
    for cell in list(parents):
        parts[root(cell)].unknowns.append(cell)
    for relation in relations:
        parts[root(relation.terms[0][0])].relations.append(relation)
    return list(parts.values())


class _Solver:
    """seen: of each unknown the least and the largest number in the solutions that were found on the way."""

    def __init__(self, part: Part, least: Mapping[int, int], enough: int, ends: bool):
        self.part, self.enough, self.ends = part, enough, ends
        self.at = {unknown: number for number, unknown in enumerate(part.unknowns)}
        self.bounds: dict[int, list[int]] = {
            unknown: [least.get(unknown, 0), OPEN] for unknown in part.unknowns
        }
        self.is_consistent = self._narrow()
        self.constraints = self._constraints()
        self.seen = np.array([[np.inf, -np.inf]] * len(self.at))
        self.has_holes = any(abs(factor) != 1 for relation in part.relations for _, factor in relation.terms)

    def is_possible(self) -> bool:
        return self.is_consistent and (not self.part.relations or self._solve(None, 1) is not None)

    def all(self) -> dict[int, Interval]:
        by = defaultdict(list)
        for relation in self.part.relations:
            for cell, _ in relation.terms:
                by[cell].append(relation)
        return {
            unknown: replace(self._interval(unknown), by=tuple(by[unknown])) for unknown in self.part.unknowns
        }

    def _interval(self, unknown: int) -> Interval:
        low, high = self.seen[self.at[unknown]]
        if not (self.ends or self.has_holes) and high - low + 1 >= self.enough:
            return Interval(int(low), int(high), self.enough)
        low, high = self.bounds[unknown]
        if low < high and self.constraints is not None:
            low, high = self._end(unknown, 1, low), self._end(unknown, -1, high)
        values = high - low + 1
        if values > 2 and self.constraints is not None and self.has_holes:
            values = self._counted(unknown, low, high)
        return Interval(low, high, min(values, self.enough))

    def _end(self, unknown: int, sign: int, bound: int) -> int:
        found = self._solve(unknown, sign)
        return bound if found is None else found

    def _counted(self, unknown: int, low: int, high: int) -> int:
        """How many of the numbers are possible, counted until there are enough or too many have been tried."""
        count = 0
        for value in range(low, min(high, low + 20 * self.enough) + 1):
            count += value in (low, high) or self._solve(unknown, 1, (value, value)) is not None
            if count >= self.enough:
                break
        return count

    def _narrow(self) -> bool:
        """Bounds by bounds, until nothing changes; False when a number can't be."""
        for _ in range(50):
            changed = False
            for relation in self.part.relations:
                for cell, factor in relation.terms:
                    rest = [each for each in relation.terms if each[0] != cell]
                    for is_high, side in ((True, relation.high), (False, relation.low)):
                        if side is None:
                            continue
                        # factor * cell <= high less the least that the others can be; the other way for low.
                        others = [f * self.bounds[c][(f > 0) != is_high] for c, f in rest]
                        if any(self._is_open(c, (f > 0) != is_high) for c, f in rest):
                            continue
                        limit = (side - sum(others, Fraction(0))) / factor
                        changed |= self._cut(cell, limit, is_high == (factor > 0))
                    if self.bounds[cell][0] > self.bounds[cell][1]:
                        return False
            if not changed:
                return True
        return True

    def _is_open(self, cell: int, is_high: bool) -> bool:
        return is_high and self.bounds[cell][1] >= OPEN

    def _cut(self, cell: int, limit: Fraction, is_high: bool) -> bool:
        bounds = self.bounds[cell]
        if is_high and math.floor(limit) < bounds[1]:
            bounds[1] = math.floor(limit)
            return True
        if not is_high and math.ceil(limit) > bounds[0]:
            bounds[0] = math.ceil(limit)
            return True
        return False

    def _constraints(self) -> LinearConstraint | None:
        if not self.part.relations or not self.is_consistent:
            return None
        matrix = np.zeros((len(self.part.relations), len(self.at)))
        lows, highs = [], []
        for row, relation in enumerate(self.part.relations):
            scale = max(abs(factor) for _, factor in relation.terms)
            for cell, factor in relation.terms:
                matrix[row, self.at[cell]] += float(factor / scale)
            lows.append(-np.inf if relation.low is None else float(relation.low / scale))
            highs.append(np.inf if relation.high is None else float(relation.high / scale))
        return LinearConstraint(matrix, lows, highs)

    def _solve(self, unknown: int | None, sign: int, within: Sequence[int] | None = None) -> int | None:
        """The least (sign 1) or largest (-1) number of an unknown; None when nothing or no end is found."""
        goal = np.zeros(len(self.at))
        bounds = np.array([self.bounds[each] for each in self.part.unknowns], dtype=float)
        if unknown is not None:
            goal[self.at[unknown]] = sign
            if within:
                bounds[self.at[unknown]] = within
        bounds[bounds >= OPEN] = np.inf
        found = milp(
            goal,
            integrality=np.ones(len(goal), dtype=int),
            bounds=Bounds(*bounds.T),
            constraints=self.constraints,
        )
        if found.x is None:
            return None
        self.seen = np.column_stack(
            [np.minimum(self.seen[:, 0], found.x.round()), np.maximum(self.seen[:, 1], found.x.round())]
        )
        return round(found.x[self.at[unknown]]) if unknown is not None else 0
