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


@dataclass
class System:
    """Cells that are one number have one root. relations are between roots that aren't known."""

    board: Board
    parents: list[int] = field(default_factory=list)
    relations: dict[tuple, Relation] = field(default_factory=dict)

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
        """Add a relation between cells; what is known moves to its sides. One that only knows is none."""
        terms = list(terms)
        found: dict[int, Fraction] = {}
        sides = [None if low is None else Fraction(low), None if high is None else Fraction(high)]
        for cell, factor in terms:
            figure = self.figure(cell)
            if figure.is_hidden:
                root = self.root(cell)
                found[root] = found.get(root, Fraction(0)) + factor
                continue
            for at, sign in ((0, -1), (1, 1)):
                if sides[at] is not None:
                    sides[at] += sign * abs(factor) * figure.slack - factor * figure.value
        kept = tuple(sorted((cell, factor) for cell, factor in found.items() if factor))
        if not kept:
            return
        relation = Relation(kept, sides[0], sides[1], bits, tuple(cell for cell, _ in terms))
        key = (kept, sides[0], sides[1])
        if key not in self.relations or self.relations[key].bits < bits:
            self.relations[key] = relation
