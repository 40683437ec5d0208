"""params/forsorjningsstod.yml: the headings and words of income support, its age groups and what the rows cover."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, field_validator
from pydantic_core import PydanticCustomError

from finsam.faults import Fault, Faults, Place, stop_if
from finsam.households.types import TYPES
from finsam.paths import relative, root
from finsam.people.definitions import UNKNOWN, plain
from finsam.yaml_file import Strict, Text, read_yaml

FILE = "forsorjningsstod.yml"

#: The columns of `hushallsmanader`.
COLUMNS = (
    "hushall", "manad", "kommun", "hushallstyp", "vuxna", "barn", "kon", "fodelsear", "alder", "forsorjningshinder",
    "belopp",
)  # fmt: skip

#: The keys whose entries are names with their other spellings.
_ENTRIES = ("kolumner", "hushallstyper", "forsorjningshinder")

Column = Literal[COLUMNS]  # type: ignore[valid-type]
HouseholdType = Literal[tuple(TYPES)]  # type: ignore[valid-type]
Month = Annotated[str, StringConstraints(pattern=r"^(19|20)\d\d-(0[1-9]|1[0-2])$")]
Spellings = tuple[Text, ...]


class _File(Strict):
    """What either file may have. The keys are explained in docs/income-support.md."""

    kolumner: dict[Column, Spellings] = Field(default_factory=dict)
    olasta_kolumner: Spellings = ()
    uppgift_saknas: Spellings = ()
    aldersgrupper: tuple[Annotated[int, Field(gt=0, le=100)], ...] | None = None
    fran: Month | None = None
    till: Month | None = None
    hushallstyper: dict[HouseholdType, Spellings] = Field(default_factory=dict)
    forsorjningshinder: dict[Text, Spellings] = Field(default_factory=dict)

    @field_validator("aldersgrupper")
    @classmethod
    def _ascending(cls, bounds: tuple | None) -> tuple | None:
        if bounds is not None and (not bounds or any(one >= next_ for one, next_ in pairwise(bounds))):
            raise PydanticCustomError("bounds", "bounds that rise, as [18, 25, 30]")
        return bounds


class Households(_File):
    """The common file and the förbund's as one."""

    aldersgrupper: tuple[int, ...]

    def headings(self, columns: tuple[str, ...]) -> dict[str, str]:
        """The columns by every heading that they may have, as `plain` text."""
        named = {plain(text): name for name in columns for text in self.kolumner.get(name, ())}
        return named | {name: name for name in columns}

    def words(self, of: Literal["hushallstyper", "forsorjningshinder"]) -> dict[str, str]:
        """The names by every spelling, as `plain` text."""
        names = TYPES if of == "hushallstyper" else self.forsorjningshinder
        return {plain(text): name for name in names for text in (name, *getattr(self, of).get(name, ()))}

    @property
    def not_told(self) -> frozenset[str]:
        """What stands in a cell that tells nothing, as `plain` text; an empty cell too."""
        return frozenset({"", *map(plain, self.uppgift_saknas)})

    def age_group(self, age: int | None) -> str:
        """The group of an age in whole years, as `25–29 år`."""
        if age is None:
            return UNKNOWN
        first, last = self.aldersgrupper[0], self.aldersgrupper[-1]
        if age < first:
            return f"Under {first} år"
        if age >= last:
            return f"{last} år och äldre"
        low, high = next((low, high) for low, high in pairwise(self.aldersgrupper) if age < high)
        return f"{low}–{high - 1} år" if high - 1 > low else f"{low} år"

    def order(self, uppdelning: str) -> list[str]:
        """Every group of a grouping that has an order of its own, those of whom nothing is told last."""
        if uppdelning == "hushallstyp":
            return [*TYPES, UNKNOWN]
        if uppdelning == "alder":
            return [*map(self.age_group, (self.aldersgrupper[0] - 1, *self.aldersgrupper)), UNKNOWN]
        if uppdelning == "forsorjningshinder":
            return [*self.forsorjningshinder, UNKNOWN]
        return []


def load_households(forbund: str | None) -> Households:
    """The definitions of a förbund: its entries stand beside the common ones, or in place of those of their name.

    A spelling that it uses is no longer one of a common entry. Lists are added to; `aldersgrupper`, `fran` and `till`
    are replaced. Without a förbund, or where it has no file of its own, the common ones alone. Raises Faults with
    file and key for everything that is wrong in both.
    """
    common = root() / "params" / FILE
    own = root() / "params" / forbund / FILE if forbund else None
    if not common.is_file():
        message = "There are no definitions of income support, so no word in its rows could be understood."
        raise Faults(
            [Fault("file-missing", message, (Place(relative(common)),), "the file of the repository")]
        )
    base, faults = read_yaml(common, Households)
    added, more = read_yaml(own, _File) if own and own.is_file() else (_File(), [])
    stop_if(faults + more)
    stop_if(list(_shared_spellings(base, common)))
    found = Households.model_validate(_merged(base, added))
    file = own if own and own.is_file() else common
    stop_if([*_shared_spellings(found, file), *_span_faults(found, file)])
    return found


def _merged(base: Households, added: _File) -> dict[str, object]:
    merged = dict(base)
    for key in added.model_fields_set:
        value = getattr(added, key)
        if key in _ENTRIES:
            own = {plain(text) for name, texts in value.items() for text in (name, *texts)}
            kept = {
                name: tuple(text for text in texts if plain(text) not in own)
                for name, texts in merged[key].items()
            }
            value = kept | value
        elif key in ("olasta_kolumner", "uppgift_saknas"):
            value = (*merged[key], *value)
        merged[key] = value
    return merged


def _shared_spellings(found: Households, file: Path) -> Iterator[Fault]:
    """A heading or spelling that two entries have: what stands there could mean either."""
    for key in _ENTRIES:
        names = {"kolumner": COLUMNS, "hushallstyper": TYPES}.get(key, found.forsorjningshinder)
        entries = [(name, (name, *getattr(found, key).get(name, ()))) for name in names]
        beside = "olasta_kolumner" if key == "kolumner" else "uppgift_saknas"
        owners: dict[str, list[str]] = {}
        for name, spellings in (*entries, (beside, getattr(found, beside))):
            for text in dict.fromkeys(map(plain, spellings)):
                owners.setdefault(text, []).append(name)
        for text, of in owners.items():
            if len(of) > 1:
                message = f"{text!r} belongs to {' and '.join(of)}."
                place = Place(relative(file), None, None, key, text)
                yield Fault("alias-twice", message, (place,), "each spelling in one entry")


def _span_faults(found: Households, file: Path) -> Iterator[Fault]:
    if found.fran and found.till and found.till < found.fran:
        place = Place(relative(file), None, None, "till", found.till)
        yield Fault(
            "span-empty",
            f"The months end before they begin in {found.fran}.",
            (place,),
            f"{found.fran} or later",
        )
