"""params/forsorjningsstod.yml: the headings and words of income support, its age groups and what the rows cover."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field, StringConstraints

from finsam.faults import Fault, Faults, Place, stop_if
from finsam.households.types import TYPES
from finsam.paths import relative, root
from finsam.tables.definitions import UNKNOWN, RowDefinitions, Spellings, plain, shared_spellings
from finsam.yaml_file import Text, read_yaml

FILE = "forsorjningsstod.yml"

#: The columns of `hushallsmanader`.
COLUMNS = (
    "hushall", "manad", "kommun", "hushallstyp", "vuxna", "barn", "kon", "fodelsear", "alder", "forsorjningshinder",
    "belopp",
)  # fmt: skip

#: The keys whose entries are names with their other spellings.
_ENTRIES = ("kolumner", "hushallstyper", "forsorjningshinder")

if TYPE_CHECKING:  # Texts, which pydantic holds to words that only a run knows.
    Column = str
    HouseholdType = str
else:
    Column = Literal[COLUMNS]
    HouseholdType = Literal[tuple(TYPES)]
Month = Annotated[str, StringConstraints(pattern=r"^(19|20)\d\d-(0[1-9]|1[0-2])$")]


class _File(RowDefinitions):
    """What either file may have. The keys are explained in docs/income-support.md."""

    kolumner: dict[Column, Spellings] = Field(default_factory=dict)
    fran: Month | None = None
    till: Month | None = None
    hushallstyper: dict[HouseholdType, Spellings] = Field(default_factory=dict)
    forsorjningshinder: dict[Text, Spellings] = Field(default_factory=dict)


class Households(_File):
    """The common file and the förbund's as one."""

    aldersgrupper: tuple[int, ...]

    def words(self, of: Literal["hushallstyper", "forsorjningshinder"]) -> dict[str, str]:
        """The names by every spelling, as `plain` text."""
        names = TYPES if of == "hushallstyper" else self.forsorjningshinder
        return {plain(text): name for name in names for text in (name, *getattr(self, of).get(name, ()))}

    def order(self, uppdelning: str) -> list[str]:
        """Every group of a grouping that has an order of its own, those of whom nothing is told last."""
        if uppdelning == "hushallstyp":
            return [*TYPES, UNKNOWN]
        if uppdelning == "alder":
            return [*self.age_groups(), UNKNOWN]
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
    if base is None or added is None:
        raise Faults(faults + more)
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
    kinds = {}
    for key in _ENTRIES:
        names = {"kolumner": COLUMNS, "hushallstyper": TYPES}.get(key, found.forsorjningshinder)
        entries = [(name, (name, *getattr(found, key).get(name, ()))) for name in names]
        beside = "olasta_kolumner" if key == "kolumner" else "uppgift_saknas"
        kinds[key] = [*entries, (beside, getattr(found, beside))]
    yield from shared_spellings(kinds, file)


def _span_faults(found: Households, file: Path) -> Iterator[Fault]:
    if found.fran and found.till and found.till < found.fran:
        place = Place(relative(file), None, None, "till", found.till)
        yield Fault(
            "span-empty",
            f"The months end before they begin in {found.fran}.",
            (place,),
            f"{found.fran} or later",
        )
