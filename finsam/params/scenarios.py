"""`scenarier` of a plan's params: what would be if the plan's conditions were others."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from finsam.yaml_file import Strict, Text

_First = Annotated[int, Field(ge=1900, le=2099)]


class PaidOtherwise(Strict):
    """A member pays another amount from a year on, by so many percent.

    ovriga: whether the others stay (`oforandrat`) or change by the same percent (`foljer`), as the rule of a half and
    two quarters has it.
    """

    medlem: Text
    procent: Annotated[Decimal, Field(ge=-100, le=1000)]
    fran: _First
    ovriga: Literal["foljer", "oforandrat"]


class NewKommun(Strict):
    """A kommun joins from a year on, with its inhabitants of working age.

    summa: whether all contributions together stay as they are (`oforandrad`), so that the kommuner divide their part
    among more, or grow (`vaxer`): the new one pays as much an inhabitant as the others, and state and region follow.
    """

    namn: Text
    invanare: Annotated[int, Field(gt=0, le=10_000_000)]
    fran: _First
    summa: Literal["oforandrad", "vaxer"]


class Ended(Strict):
    """An insats costs nothing from a year on. insats: its name or code in the plan."""

    insats: Text
    fran: _First


class Scenario(Strict):
    """A plan with one change or several at once. beskrivning: why it is shown, in the förbund's own words."""

    namn: Text
    beskrivning: Text | None = None
    bidrag: tuple[PaidOtherwise, ...] = ()
    nya_kommuner: tuple[NewKommun, ...] = ()
    avslutas: tuple[Ended, ...] = ()

    @model_validator(mode="after")
    def _changes_something(self) -> Scenario:
        if not (self.bidrag or self.nya_kommuner or self.avslutas):
            raise PydanticCustomError("no_change", "a change: bidrag, nya_kommuner or avslutas")
        return self
