"""`skydd` of the params: how small numbers of persons are protected, and what has a rule of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from finsam.yaml_file import Strict, Text


class Protection(Strict):
    """How small numbers of persons are protected: fewer than min_antal aren't told, nor zero unless visa_noll.

    avrunda: counts are told as multiples of this base instead, and none is hidden. ingen: nothing is protected, and why.
    The rule is what is safe where the params say nothing.
    """

    min_antal: Annotated[int, Field(ge=2, le=100)] = 5
    visa_noll: bool = True
    avrunda: Annotated[int, Field(ge=3, le=100)] | None = None
    ingen: Text | None = None

    @model_validator(mode="after")
    def _is_one_way(self) -> Protection:
        if self.avrunda and self.model_fields_set - {"avrunda"}:
            raise PydanticCustomError("two_ways", "avrunda alone: what is rounded is not hidden too")
        return self

    @property
    def protects(self) -> bool:
        return self.ingen is None

    @property
    def hides(self) -> bool:
        """Whether small numbers are hidden."""
        return self.protects and not self.avrunda


#: What has a rule of its own in `skydd`; `allt` is the rule of what isn't named.
PROTECTED = (
    "deltagare",
    "bakgrund",
    "uppfoljning",
    "fore_efter",
    "enkater",
    "sociala_utfall",
    "forsorjningsstod",
    "uppgifter",
    "styrkort",
    "egna_tabeller",
)
if TYPE_CHECKING:  # Texts, which pydantic holds to words that only a run knows.
    Protected = str
else:
    Protected = Literal[("allt", *PROTECTED)]
