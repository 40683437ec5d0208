"""What a reader knows: which cells are the same number, and relations that hold between numbers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction

from finsam.attack.lines import Board
from finsam.attack.words import Figure


@dataclass(frozen=True)
class Relation:
    """low <= sum of coefficient times cell <= high; None where a side is open. bits: how sure a reader is of it.

    cells: of all numbers that it was found in, known ones too.
    """

    terms: tuple[tuple[int, Fraction], ...]
    low: Fraction | None
    high: Fraction | None
    bits: float
    cells: tuple[int, ...] = ()


#: The terms, low and high of a relation.
_Bounds = tuple[tuple[tuple[int, Fraction], ...], Fraction | None, Fraction | None]


@dataclass
class System:
    """Cells that are one number have one root. found: the relations between cells, as they were found. sums: for a
    suppressed mean or share of a known base, the cell of its sum, which tells it."""

    board: Board
    parents: list[int] = field(default_factory=list)
    found: dict[_Bounds, Relation] = field(default_factory=dict)
    sums: dict[int, int] = field(default_factory=dict)

    def root(self, cell: int) -> int:
        self.parents += range(len(self.parents), len(self.board.figures))
        while self.parents[cell] != cell:
            self.parents[cell] = self.parents[self.parents[cell]]
            cell = self.parents[cell]
        return cell

    def figure(self, cell: int) -> Figure:
        return self.board.figures[self.root(cell)]

    def same(self, one: int, other: int) -> bool:
        """Let two cells be one number; False when they are known to be two."""
        first, second = self.root(one), self.root(other)
        if first == second:
            return True
        figures = self.board.figures
        known = [each for each in (first, second) if not figures[each].is_hidden]
        if len(known) == 2 and not figures[first].agrees(figures[second]):
            return False
        keep = min(known, key=lambda each: (figures[each].slack, each)) if known else min(first, second)
        self.parents[first] = self.parents[second] = keep
        return True

    def relate(
        self,
        terms: Iterable[tuple[int, int | Fraction]],
        bits: float,
        low: int | Fraction | None = 0,
        high: int | Fraction | None = 0,
    ) -> None:
        """Add a relation between cells, known ones too."""
        joined: dict[int, Fraction] = {}
        for cell, factor in terms:
            joined[cell] = joined.get(cell, Fraction(0)) + factor
        sides = (None if low is None else Fraction(low), None if high is None else Fraction(high))
        self._keep(self.found, Relation(tuple(sorted(joined.items())), *sides, bits, tuple(joined)))

    def relations(self) -> list[Relation]:
        """All relations between the roots of numbers that aren't known; what is known is in their sides."""
        kept: dict[_Bounds, Relation] = {}
        for relation in self.found.values():
            terms: dict[int, Fraction] = {}
            low, high = relation.low, relation.high
            for cell, factor in relation.terms:
                root = self.root(cell)
                figure = self.board.figures[root]
                if figure.is_hidden:
                    terms[root] = terms.get(root, Fraction(0)) + factor
                    continue
                slack, known = abs(factor) * figure.slack, factor * figure.number
                low = None if low is None else low - slack - known
                high = None if high is None else high + slack - known
            unknown = tuple(sorted((cell, factor) for cell, factor in terms.items() if factor))
            if unknown:
                self._keep(kept, Relation(unknown, low, high, relation.bits, relation.cells))
        return list(kept.values())

    @staticmethod
    def _keep(among: dict[_Bounds, Relation], relation: Relation) -> None:
        """Of relations that say the same the surest one."""
        key = (relation.terms, relation.low, relation.high)
        if key not in among or among[key].bits < relation.bits:
            among[key] = relation
