"""A named value of a book, and how names are made."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from finsam.faults import Place
from finsam.tables.cells import Cell

#: Words joined by points, each of small letters, digits and underscores, beginning with a letter.
NAME = re.compile(r"[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)+")


@dataclass(frozen=True)
class Fact:
    """A value of a book under a name, such as `deltagare.totalt.avslutade`.

    cell: the exact value with its unit, and the decimals that it is printed with. about: what it is, in Swedish.
    places: where the figures that it is made of stand; those of the value itself where it was delivered.
    formula: the names that it is computed from, as `deltagare.totalt.arbete / deltagare.totalt.avslutade`; empty for
    a delivered value.
    """

    name: str
    cell: Cell
    about: str
    places: tuple[Place, ...] = field(default=())
    formula: str = ""


def delivered(name: str, cell: Cell, about: str) -> Fact:
    """The fact of a cell as it was delivered."""
    return Fact(name, cell, about, (cell.place,) if cell.place else ())


def computed(name: str, cell: Cell, about: str, formula: str, parts: tuple[Cell, ...]) -> Fact:
    """The fact of a value that is made of other cells."""
    return Fact(name, cell, about, tuple(part.place for part in parts if part.place), formula)


def distinct(facts: list[Fact]) -> list[Fact]:
    """The facts with names that no other has: a second `a.b` becomes `a.b_2`."""
    seen: dict[str, int] = {}
    found = []
    for fact in facts:
        seen[fact.name] = seen.get(fact.name, 0) + 1
        count = seen[fact.name]
        name = fact.name if count == 1 else f"{fact.name}_{count}"
        found.append(Fact(name, fact.cell, fact.about, fact.places, fact.formula))
    return found
