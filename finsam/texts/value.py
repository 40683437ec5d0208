"""What a placeholder holds: a value of the book with its unit, before and after the filters."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from finsam.swedish import SIGNS, with_unit
from finsam.tables.cells import Cell
from finsam.tables.words import KRONOR

#: What stands in place of a number that may not be told; with a point after it, it is no ellipsis.
SIGN = "".join(rf"\{sign}" for sign in SIGNS["undertryckt"])


class CannotShow(Exception):
    """A value can't be printed that way. The message says why and what can."""


@dataclass(frozen=True, eq=False)
class Value:
    """A fact, or arithmetic on facts, under the words of its placeholder. As text it has its own unit and decimals, and
    a hidden one is a sign (Markdown) without unit."""

    name: str
    cell: Cell

    @property
    def is_hidden(self) -> bool:
        return self.cell.is_hidden

    def __str__(self) -> str:
        if self.is_hidden:
            return SIGN
        return with_unit(self.cell.number, self.cell.enhet, self.cell.decimaler)

    def changed(self, varde: Decimal, enhet: str, decimaler: int) -> Value:
        return replace(self, cell=Cell(varde, enhet, decimaler))

    def raise_if_hidden(self) -> None:
        """Raises CannotShow: words that depend on a number tell of it."""
        if self.is_hidden:
            raise CannotShow(f"{self.name} is hidden (few persons), so no words can depend on it")

    def _pair(self, other: object) -> tuple[Decimal, Decimal]:
        """Both as exact numbers of one unit. Raises CannotShow."""
        for value in (self, other):
            if isinstance(value, Value):
                value.raise_if_hidden()
        if isinstance(other, (int, float)) and not isinstance(other, bool):
            return self.cell.number, Decimal(str(other))
        if not isinstance(other, Value):
            raise CannotShow(f"{self.name} is compared with something that is no number")
        units = self.cell.enhet, other.cell.enhet
        if units[0] in KRONOR and units[1] in KRONOR:
            return self.cell.number * KRONOR[units[0]], other.cell.number * KRONOR[units[1]]
        if units[0] != units[1]:
            raise CannotShow(
                f"{self.name} in {_unit(units[0])} and {other.name} in {_unit(units[1])} can't be compared"
            )
        return self.cell.number, other.cell.number

    def __eq__(self, other: object) -> bool:
        a, b = self._pair(other)
        return a == b

    def __lt__(self, other: object) -> bool:
        a, b = self._pair(other)
        return a < b

    def __le__(self, other: object) -> bool:
        a, b = self._pair(other)
        return a <= b

    def __gt__(self, other: object) -> bool:
        return not self <= other

    def __ge__(self, other: object) -> bool:
        return not self < other

    def __bool__(self) -> bool:
        raise CannotShow(f"{self.name} is a number, not a condition: compare it, as in {self.name} > 0")

    def __hash__(self) -> int:
        return hash((self.name, self.cell))


def _unit(unit: str) -> str:
    return unit or "no unit"
