"""What the files of definitions of row deliveries have in common: headings, what tells nothing, groups of age."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Annotated, TypeVar

from pydantic import Field, field_validator
from pydantic_core import PydanticCustomError

from finsam.faults import Fault, Place
from finsam.paths import relative
from finsam.yaml_file import Strict, Text

#: What a table calls those of whom something isn't told.
UNKNOWN = "Uppgift saknas"

Spellings = tuple[Text, ...]
Bound = TypeVar("Bound", int, Decimal)


def plain(text: str) -> str:
    """A heading or word for comparison: case and runs of spaces don't matter."""
    return " ".join(text.casefold().split())


def ascending(bounds: tuple[Bound, ...] | None, example: str) -> tuple[Bound, ...] | None:
    """Bounds of groups as they are. Raises PydanticCustomError when they don't rise; example: such that do."""
    if bounds is not None and (not bounds or any(one >= next_ for one, next_ in pairwise(bounds))):
        raise PydanticCustomError("bounds", f"bounds that rise, as {example}")
    return bounds


class RowDefinitions(Strict):
    """How the rows of a delivery are read. kolumner: other headings by column; olasta_kolumner: headings that are passed
    over; uppgift_saknas: what stands in a cell that tells nothing; aldersgrupper: the first age of each group but the
    first."""

    kolumner: dict[Text, Spellings] = Field(default_factory=dict)
    olasta_kolumner: Spellings = ()
    uppgift_saknas: Spellings = ()
    aldersgrupper: tuple[Annotated[int, Field(gt=0, le=100)], ...] | None = None

    @field_validator("aldersgrupper")
    @classmethod
    def _ages_rise(cls, bounds: tuple[int, ...] | None) -> tuple[int, ...] | None:
        return ascending(bounds, "[16, 25, 30]")

    def headings(self, columns: Sequence[str]) -> dict[str, str]:
        """The columns by every heading that they may have, as `plain` text."""
        named = {plain(text): name for name in columns for text in self.kolumner.get(name, ())}
        return named | {name: name for name in columns}

    @property
    def not_told(self) -> frozenset[str]:
        """What stands in a cell that tells nothing, as `plain` text; an empty cell too."""
        return frozenset({"", *map(plain, self.uppgift_saknas)})

    def age_group(self, age: int | None) -> str:
        """The group of an age in whole years, as `25–29 år`; UNKNOWN without an age."""
        if age is None:
            return UNKNOWN
        bounds = self.aldersgrupper or ()
        first, last = bounds[0], bounds[-1]
        if age < first:
            return f"Under {first} år"
        if age >= last:
            return f"{last} år och äldre"
        low, high = next((low, high) for low, high in pairwise(bounds) if age < high)
        return f"{low}–{high - 1} år" if high - 1 > low else f"{low} år"

    def age_groups(self) -> list[str]:
        """Every group, the youngest first."""
        bounds = self.aldersgrupper or ()
        return [self.age_group(age) for age in (bounds[0] - 1, *bounds)]


def shared_spellings(kinds: Mapping[str, Sequence[tuple[str, Sequence[str]]]], file: Path) -> Iterator[Fault]:
    """A heading or spelling that two entries have: what stands there could mean either.

    kinds: by key of the file its entries, each a name with all its spellings.
    """
    for key, entries in kinds.items():
        owners: dict[str, list[str]] = {}
        for name, spellings in entries:
            for text in dict.fromkeys(map(plain, spellings)):
                owners.setdefault(text, []).append(name)
        for text, found in owners.items():
            if len(found) > 1:
                message = f"{text!r} belongs to {' and '.join(found)}."
                place = Place(relative(file), None, None, key, text)
                yield Fault("alias-twice", message, (place,), "each spelling in one entry")
