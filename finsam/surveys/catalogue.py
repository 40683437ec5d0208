"""params/register/indikatorer.yml: the national core indicators, by their numbers, with their measuring points."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BeforeValidator, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from finsam.paths import root
from finsam.tables.words import OCCASIONS, RESPONDENTS
from finsam.yaml_file import Strict, Text

if TYPE_CHECKING:  # Texts, which pydantic holds to words that only a run knows.
    Respondent = str
    Occasion = str
else:
    Respondent = Literal[tuple(RESPONDENTS)]
    Occasion = Literal[tuple(OCCASIONS)]
Word = Annotated[Text, BeforeValidator(str)]
#: The id of a scale, a question, a group or an indicator: it stands in files and in ids of the book.
Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9]+([._-][A-Za-z0-9]+)*$"), BeforeValidator(str)]

_PREFIX = "nns-"


class Part(Strict):
    """A part of a measuring point that is asked by itself. grupper: where they aren't those of the point."""

    kort: Text
    fraga: Text
    grupper: tuple[Respondent, ...] = ()


class Point(Strict):
    """A measuring point. fraga: what is asked, unless its parts are, or registers tell it.

    tillfallen: when it is asked. pa_sikt: the occasion that is meant to replace them.
    """

    kort: Text
    fraga: Text | None = None
    grupper: tuple[Respondent, ...] = ()
    tillfallen: tuple[Occasion, ...]
    pa_sikt: Occasion | None = None
    registerdata: bool = False
    delar: dict[Word, Part] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _is_asked(self) -> Point:
        if not (self.fraga or self.delar or self.registerdata):
            raise PydanticCustomError("question", "fraga, delar or registerdata")
        return self

    def parts(self, number: str) -> dict[str, Part]:
        """What is asked, by question id: nothing where registers tell it."""
        if self.delar:
            whole = {"grupper": self.grupper}
            return {
                f"{_PREFIX}{number}-{letter}": part if part.grupper else part.model_copy(update=whole)
                for letter, part in self.delar.items()
            }
        if self.registerdata or self.fraga is None:
            return {}
        return {f"{_PREFIX}{number}": Part(kort=self.kort, fraga=self.fraga, grupper=self.grupper)}


class National(Strict):
    """A national indicator. slag: about the process or its effects. niva: what it is about."""

    kort: Text
    slag: Literal["process", "effekt"]
    niva: Literal["deltagare", "personal", "organisation", "samhalle"]
    matpunkter: dict[Word, Point]


class Catalogue(Strict):
    """The whole file. skala: that of every question."""

    skala: Id
    indikatorer: dict[Word, National]

    def questions(self) -> dict[str, dict[str, Any]]:
        """The keys of a question (see questions.Question) for each that is asked, by id."""
        return {
            id: {
                "text": part.fraga,
                "kort": part.kort,
                "skala": self.skala,
                "nns": number,
                "grupper": part.grupper,
                "tillfallen": (*point.tillfallen, *([point.pa_sikt] if point.pa_sikt else [])),
            }
            for number, indicator in self.indikatorer.items()
            for k, point in indicator.matpunkter.items()
            for id, part in point.parts(k).items()
        }


def catalogue_file() -> Path:
    return root() / "params/register/indikatorer.yml"


def point_of(question: str) -> str:
    """The number of the measuring point that a question asks about, with its part as in 16.1 and 17a; empty for
    another question."""
    number, _, part = question.removeprefix(_PREFIX).partition("-")
    if not question.startswith(_PREFIX):
        return ""
    return number + (f".{part}" if part.isdigit() else part)
