"""params/personer.yml: the headings and words of person rows, and the groups that persons are counted in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field, field_validator

from finsam.faults import Fault, Faults, Place, stop_if
from finsam.paths import relative, root
from finsam.people.days import FIRST_YEAR, LAST_YEAR
from finsam.tables.definitions import RowDefinitions, Spellings, ascending, plain, shared_spellings
from finsam.tables.words import EXITS
from finsam.yaml_file import Strict, Text, read_yaml

#: The columns of `personer`, and the further ones of `personuppfoljning`.
OF_SPELLS = (
    "nyckel", "insats", "kommun", "kon", "fodelsear", "start", "slut", "orsak", "forsorjning_fore",
    "forsorjning_efter", "utbildning", "ar_i_forsorjning", "tolk",
)  # fmt: skip
OF_FOLLOWED = ("nyckel", "insats", "efter", "i_arbete")
#: The keys whose entries are words with other spellings.
ENTRIES = ("orsaker", "forsorjning", "utbildning")
if TYPE_CHECKING:  # Texts, which pydantic holds to words that only a run knows.
    Exit = str
    Column = str
else:
    Exit = Literal[EXITS]
    Column = Literal[tuple(dict.fromkeys(OF_SPELLS + OF_FOLLOWED))]


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


class _File(RowDefinitions):
    """What either file may have. The keys are explained in docs/people.md."""

    kolumner: dict[Column, Spellings] = Field(default_factory=dict)
    fritext: Spellings = ()
    ar_grupper: tuple[Annotated[Decimal, Field(gt=0, le=100)], ...] | None = None
    fran_ar: Annotated[int, Field(ge=FIRST_YEAR, le=LAST_YEAR)] | None = None
    orsaker: dict[Text, Reason] = Field(default_factory=dict)
    forsorjning: dict[Text, Support] = Field(default_factory=dict)
    utbildning: dict[Text, Level] = Field(default_factory=dict)

    @field_validator("ar_grupper")
    @classmethod
    def _years_rise(cls, bounds: tuple[Decimal, ...] | None) -> tuple[Decimal, ...] | None:
        return ascending(bounds, "[1, 3, 5]")


class People(_File):
    """The common file and the förbund's as one."""

    aldersgrupper: tuple[int, ...]
    ar_grupper: tuple[Decimal, ...]

    def words(self, of: Literal["orsaker", "forsorjning", "utbildning"]) -> dict[str, str]:
        """The standard spellings by every spelling, as `plain` text."""
        entries = getattr(self, of)
        return {plain(text): name for name, entry in entries.items() for text in (name, *entry.alias)}

    def years_group(self, years: float) -> str:
        """The group of a number of years in public support, as `Mer än 1, högst 2 år`; a bound is in the lower one."""
        above = None
        for bound in self.ar_grupper:
            if years <= float(bound):
                text = f"högst {_decimal(bound)} år"
                return f"Mer än {_decimal(above)}, {text}" if above is not None else text.capitalize()
            above = bound
        return f"Mer än {_decimal(self.ar_grupper[-1])} år"

    def years_groups(self) -> list[str]:
        """Every group, the shortest time first."""
        return [self.years_group(float(years)) for years in (*self.ar_grupper, self.ar_grupper[-1] + 1)]


def people_files(forbund: str | None) -> tuple[Path, Path | None]:
    """The file for all förbund, and that of one where it is there."""
    common = root() / "params/personer.yml"
    own = root() / "params" / forbund / "personer.yml" if forbund else None
    return common, own if own and own.is_file() else None


def load_people(forbund: str | None) -> People:
    """The definitions of a förbund: its entries stand beside the common ones, or in place of those of their name.

    A spelling that it uses is no longer one of a common entry. Lists (`olasta_kolumner`, `fritext`,
    `uppgift_saknas`) are added to; bounds are replaced. Without a förbund, or where it has no file of its own, the common ones alone.
    Raises Faults with file and key for everything that is wrong in both.
    """
    common, own = people_files(forbund)
    if not common.is_file():
        message = "There are no definitions of person rows, so no word in them could be understood."
        place = Place(relative(common))
        raise Faults([Fault("file-missing", message, (place,), "the file of the repository")])
    base, faults = read_yaml(common, People)
    added, more = read_yaml(own, _File) if own else (_File(), [])
    if base is None or added is None:
        raise Faults(faults + more)
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
        elif key in ("olasta_kolumner", "fritext", "uppgift_saknas"):
            value = (*merged[key], *value)
        merged[key] = value
    return merged


def _plain_set(spellings: Iterable[str]) -> set[str]:
    return {plain(text) for text in spellings}


def _without(spellings: Iterable[str], own: set[str]) -> tuple[str, ...]:
    """The common spellings that the förbund doesn't use for something of its own."""
    return tuple(text for text in spellings if plain(text) not in own)


def _shared_spellings(people: People, file: Path) -> Iterator[Fault]:
    kinds: dict[str, list[tuple[str, tuple[str, ...]]]] = {
        "kolumner": [
            *((name, (name, *spellings)) for name, spellings in people.kolumner.items()),
            *((name, (name,)) for name in OF_SPELLS + OF_FOLLOWED if name not in people.kolumner),
            ("olasta_kolumner", people.olasta_kolumner),
            ("fritext", people.fritext),
        ]
    }
    for of in ENTRIES:
        entries = [(name, (name, *entry.alias)) for name, entry in getattr(people, of).items()]
        kinds[of] = [*entries, ("uppgift_saknas", people.uppgift_saknas)]
    yield from shared_spellings(kinds, file)


def _decimal(number: Decimal) -> str:
    return format(number.normalize(), "f").replace(".", ",")
