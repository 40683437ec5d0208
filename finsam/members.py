"""The members of a förbund and since when they are, and the names that it and they had in earlier years."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from typing import Annotated, Literal, TypeVar

from pydantic import AfterValidator, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from finsam.yaml_file import Strict, Text


#: The name of a förbund and the title of a book stand in `_quarto.yml`, where Quarto reads them as Markdown with HTML
#: and the embedded engine as they are.
def _without_markup(text: str) -> str:
    if re.search(r"[<>{}\[\]`\\$*_^~@|]", text):
        raise PydanticCustomError("markup", r"text without signs of markup, < > { } [ ] ` \ $ * _ ^ ~ @ |")
    return text


Title = Annotated[Text, AfterValidator(_without_markup)]
_LastYear = Annotated[int, Field(ge=1900, le=2099)]


class FormerName(Strict):
    """A name that a member had. till: the last year in which it had it."""

    namn: Text
    till: _LastYear


class FormerTitle(Strict):
    """A name that a förbund had, and its short one. till: the last year in which it had them."""

    namn: Title
    kort: Text
    till: _LastYear


Former = tuple[FormerName, ...] | tuple[FormerTitle, ...]
FormerT = TypeVar("FormerT", FormerName, FormerTitle)


def _each_with_a_year(former: Former) -> Former:
    years = [each.till for each in former]
    if len(set(years)) < len(years):
        raise PydanticCustomError("years_twice", "names that each have a last year of their own")
    return former


Names = Annotated[tuple[FormerName, ...], AfterValidator(_each_with_a_year)]
Titles = Annotated[tuple[FormerTitle, ...], AfterValidator(_each_with_a_year)]


def name_of(former: Sequence[FormerT], ar: int) -> FormerT | None:
    """The name of a year among those that are no more; None where it is the one of today."""
    return min((each for each in former if ar <= each.till), key=lambda each: each.till, default=None)


class Medlem(Strict):
    """A member of the förbund. `slag` decides its part of the money: state half, region and kommuner a quarter.

    sedan, till: the first and the last year or day of its membership.
    """

    namn: Text
    slag: Literal["stat", "region", "kommun"]
    kod: Annotated[str, StringConstraints(pattern=r"^\d{2}(\d{2})?$")] | None = None
    sedan: int | dt.date | None = None
    till: int | dt.date | None = None
    tidigare_namn: Names = ()

    @model_validator(mode="after")
    def _ends_after_it_began(self) -> Medlem:
        if self.sedan and self.till and _year(self.till) < _year(self.sedan):
            raise PydanticCustomError("till_first", "a till that isn't before sedan")
        return self

    def is_member(self, ar: int) -> bool:
        """Whether it was a member on any day of the year, as far as years are told."""
        return (not self.sedan or _year(self.sedan) <= ar) and (not self.till or ar <= _year(self.till))

    def as_of(self, ar: int) -> Medlem:
        """The member under the name that it had in a year."""
        former = name_of(self.tidigare_namn, ar)
        return self.model_copy(update={"namn": former.namn}) if former else self


def _year(when: int | dt.date) -> int:
    return when if isinstance(when, int) else when.year
