"""params/personer.yml: the headings and words of person rows, and the groups that persons are counted in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, field_validator
from pydantic_core import PydanticCustomError

from finsam.faults import Fault, Faults, Place, stop_if
from finsam.paths import relative, root
from finsam.people.days import FIRST_YEAR, LAST_YEAR
from finsam.tables.words import EXITS
from finsam.yaml_file import Strict, Text, read_yaml

Exit = Literal[EXITS]  # type: ignore[valid-type]

#: What a table calls those of whom something isn't told.
UNKNOWN = "Uppgift saknas"

#: The columns of `personer`, and the further ones of `personuppfoljning`.
OF_SPELLS = (
    "nyckel", "insats", "kommun", "kon", "fodelsear", "start", "slut", "orsak", "forsorjning_fore",
    "forsorjning_efter", "utbildning", "ar_i_forsorjning", "tolk",
)  # fmt: skip
OF_FOLLOWED = ("nyckel", "insats", "efter", "i_arbete")
#: The keys whose entries are words with other spellings.
ENTRIES = ("orsaker", "forsorjning", "utbildning")
Column = Literal[tuple(dict.fromkeys(OF_SPELLS + OF_FOLLOWED))]  # type: ignore[valid-type]


class Level(Strict):
    """A level of education and its other spellings."""

    alias: tuple[Text, ...] = ()


class Reason(Strict):
    """A reason for ending: which of the four ways of ending it is, and its other spellings."""

    avslut: Exit
    alias: tuple[Text, ...] = ()


class Support(Strict):
    """A kind of support: the group that it is shown in, and its other spellings."""

    grupp: Text
    alias: tuple[Text, ...] = ()


class _File(Strict):
    """What either file may have. The keys are explained in docs/people.md."""

    kolumner: dict[Column, tuple[Text, ...]] = Field(default_factory=dict)
    olasta_kolumner: tuple[Text, ...] = ()
    uppgift_saknas: tuple[Text, ...] = ()
    aldersgrupper: tuple[Annotated[int, Field(gt=0, le=100)], ...] | None = None
    ar_grupper: tuple[Annotated[Decimal, Field(gt=0, le=100)], ...] | None = None
    fran_ar: Annotated[int, Field(ge=FIRST_YEAR, le=LAST_YEAR)] | None = None
    orsaker: dict[Text, Reason] = Field(default_factory=dict)
    forsorjning: dict[Text, Support] = Field(default_factory=dict)
    utbildning: dict[Text, Level] = Field(default_factory=dict)

    @field_validator("aldersgrupper", "ar_grupper")
    @classmethod
    def _ascending(cls, bounds: tuple | None) -> tuple | None:
        if bounds is not None and (not bounds or any(one >= next_ for one, next_ in pairwise(bounds))):
            raise PydanticCustomError("bounds", "bounds that rise, as [16, 25, 30]")
        return bounds


class People(_File):
    """The common file and the förbund's as one."""

    aldersgrupper: tuple[int, ...]
    ar_grupper: tuple[Decimal, ...]

    def headings(self, columns: tuple[str, ...]) -> dict[str, str]:
        """The columns by every heading that they may have, as `plain` text."""
        named = {plain(text): name for name in columns for text in self.kolumner.get(name, ())}
        return named | {name: name for name in columns}

    def words(self, of: Literal["orsaker", "forsorjning", "utbildning"]) -> dict[str, str]:
        """The standard spellings by every spelling, as `plain` text."""
        entries = getattr(self, of)
        return {plain(text): name for name, entry in entries.items() for text in (name, *entry.alias)}

    @property
    def not_told(self) -> frozenset[str]:
        """What stands in a cell that tells nothing, as `plain` text; an empty cell too."""
        return frozenset({"", *map(plain, self.uppgift_saknas)})

    def age_group(self, age: int) -> str:
        """The group of an age in whole years, as `25–29 år`."""
        first, last = self.aldersgrupper[0], self.aldersgrupper[-1]
        if age < first:
            return f"Under {first} år"
        if age >= last:
            return f"{last} år och äldre"
        low, high = next((low, high) for low, high in pairwise(self.aldersgrupper) if age < high)
        return f"{low}–{high - 1} år" if high - 1 > low else f"{low} år"

    def age_groups(self) -> list[str]:
        """Every group, the youngest first."""
        ages = (self.aldersgrupper[0] - 1, *self.aldersgrupper)
        return [self.age_group(age) for age in ages]

    def years_group(self, years: float) -> str:
        """The group of a number of years in public support, as `Mer än 1, högst 2 år`; a bound is in the lower one."""
        above = None
        for bound in self.ar_grupper:
            if years <= float(bound):
                text = f"högst {_decimal(bound)} år"
                return f"Mer än {_decimal(above)}, {text}" if above is not None else text.capitalize()
            above = bound
        return f"Mer än {_decimal(above)} år"

    def years_groups(self) -> list[str]:
        """Every group, the shortest time first."""
        return [self.years_group(float(years)) for years in (*self.ar_grupper, self.ar_grupper[-1] + 1)]


def plain(text: str) -> str:
    """A heading or word for comparison: case and runs of spaces don't matter."""
    return " ".join(text.casefold().split())


def people_files(forbund: str | None) -> tuple[Path, Path | None]:
    """The file for all förbund, and that of one where it is there."""
    common = root() / "params/personer.yml"
    own = root() / "params" / forbund / "personer.yml" if forbund else None
    return common, own if own and own.is_file() else None


def load_people(forbund: str | None) -> People:
    """The definitions of a förbund: its entries stand beside the common ones, or in place of those of their name.

    A spelling that it uses is no longer one of a common entry. Lists (`olasta_kolumner`, `uppgift_saknas`) are added
    to; bounds are replaced. Without a förbund, or where it has no file of its own, the common ones alone.
    Raises Faults with file and key for everything that is wrong in both.
    """
    common, own = people_files(forbund)
    if not common.is_file():
        message = "There are no definitions of person rows, so no word in them could be understood."
        place = Place(relative(common))
        raise Faults([Fault("file-missing", message, (place,), "the file of the repository")])
    base, faults = read_yaml(common, People)
    added, more = read_yaml(own, _File) if own else (_File(), [])
    stop_if(faults + more)
    stop_if(list(_shared_spellings(base, common)))
    people = People.model_validate(_merged(base, added))
    stop_if(list(_shared_spellings(people, own or common)))
    return people


def _merged(base: People, added: _File) -> dict[str, object]:
    merged = dict(base)
    for key in added.model_fields_set:
        value = getattr(added, key)
        if key == "kolumner":
            own = _plain_set(spelling for spellings in value.values() for spelling in spellings)
            value = {name: _without(spellings, own) for name, spellings in merged[key].items()} | value
        elif key in ENTRIES:
            own = _plain_set(spelling for name, entry in value.items() for spelling in (name, *entry.alias))
            common = {
                name: entry.model_copy(update={"alias": _without(entry.alias, own)})
                for name, entry in merged[key].items()
            }
            value = common | value
        elif key in ("olasta_kolumner", "uppgift_saknas"):
            value = (*merged[key], *value)
        merged[key] = value
    return merged


def _plain_set(spellings: Iterable[str]) -> set[str]:
    return {plain(text) for text in spellings}


def _without(spellings: Iterable[str], own: set[str]) -> tuple[str, ...]:
    """The common spellings that the förbund doesn't use for something of its own."""
    return tuple(text for text in spellings if plain(text) not in own)


def _shared_spellings(people: People, file: Path) -> Iterator[Fault]:
    """A heading or spelling that two entries have: what stands there could mean either."""
    kinds: dict[str, list[tuple[str, tuple[str, ...]]]] = {
        "kolumner": [
            *((name, (name, *spellings)) for name, spellings in people.kolumner.items()),
            *((name, (name,)) for name in OF_SPELLS + OF_FOLLOWED if name not in people.kolumner),
            ("olasta_kolumner", people.olasta_kolumner),
        ]
    }
    for of in ENTRIES:
        entries = [(name, (name, *entry.alias)) for name, entry in getattr(people, of).items()]
        kinds[of] = [*entries, ("uppgift_saknas", people.uppgift_saknas)]
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


def _decimal(number: Decimal) -> str:
    return format(number.normalize(), "f").replace(".", ",")
