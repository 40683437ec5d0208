"""The measures of public statistics: what they are, what they are of, their goal, and what may not be compared."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field, RootModel, StringConstraints

from finsam.paths import root
from finsam.tables.words import UNITS
from finsam.yaml_file import Strict, Text, load_yaml

#: A year or a month, as in `2018` and `2018-07`.
Period = Annotated[str, StringConstraints(pattern=r"^\d{4}(-(0[1-9]|1[0-2]))?$")]
#: First and last year of age, as in `16-64`; an open end as in `65-`.
Ages = Annotated[str, StringConstraints(pattern=r"^\d+-(\d+)?$")]
if TYPE_CHECKING:  # Texts, which pydantic holds to words that only a run knows.
    Unit = str
else:
    Unit = Literal[tuple(UNITS)]


class Target(Strict):
    """A goal for a measure.

    slag: `niva`, a level that the figure is to be at or below; `fran_basar`, a change since the year `basar` in the
    measure's own unit (percentage points of a share); `per_ar`, a change against the year before in percent of it.
    text: what the goal is, and until when, for readers.
    """

    varde: Decimal
    text: Text
    slag: Literal["niva", "fran_basar", "per_ar"] = "niva"
    basar: int | None = None


class Version(Strict):
    """One way of counting a measure. Figures of two versions are never put in one series."""

    alder: Ages
    fran: Period | None = None
    till: Period | None = None
    om: Text


class Break(Strict):
    """A series is not comparable across the beginning of the period `fran`; om tells why, in a Swedish sentence."""

    fran: Period
    om: Text
    versioner: tuple[Text, ...] = ()


class AgencyName(Strict):
    """What an agency calls a measure: its code there, and the title that the code must have."""

    kod: Text
    titel: Text
    version: str = ""
    alder: Ages | None = None


class Measure(Strict):
    """A measure: labels, unit, definition, and how its figures behave.

    alder: the ages that it is about, for readers; empty where its versions or rows tell it. slag: `andel` and `kvot`
    are varde = per * täljare / nämnare, `antal` is a count, None is a figure that is neither. rullande: months that
    every figure covers; monthly figures of such a measure share eleven months out of twelve with the next.
    namnare: the measure that counts its denominator, where rows bring none of their own. taljare: the one that counts its
    numerator.
    kallor: its names with each agency.
    """

    namn: Text
    rubrik: Text
    enhet: Unit
    om: Text
    alder: str = ""
    mal: Target | None = None
    slag: Literal["andel", "kvot", "antal"] | None = None
    per: Decimal = Decimal(1)
    decimaler: Annotated[int, Field(ge=0)] = 1
    rullande: Annotated[int, Field(ge=0)] = 0
    namnare: Text | None = None
    taljare: Text | None = None
    versioner: dict[Text, Version] = Field(default_factory=dict)
    brott: tuple[Break, ...] = ()
    kallor: dict[Text, tuple[AgencyName, ...]] = Field(default_factory=dict)

    @property
    def level(self) -> Decimal | None:
        """The level that the figure is to be at or below; None without such a goal."""
        return self.mal.varde if self.mal and self.mal.slag == "niva" else None


class _File(RootModel[dict[Text, Measure]]):
    pass


def measures() -> dict[str, Measure]:
    """The measures of params/register/matt.yml by id. Raises Faults with all that is wrong in the file."""
    file = root() / "params/register/matt.yml"
    return _measures(file, file.stat().st_mtime_ns)


@cache
def _measures(file: Path, changed: int) -> dict[str, Measure]:
    found = load_yaml(file, _File)
    return found.root
