"""What is of one year: params/<forbund>/<year>.yml."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import AfterValidator, Field, ValidationInfo
from pydantic_core import PydanticCustomError

from finsam.book_id import BookId
from finsam.params.goals import Goal
from finsam.params.members import Title
from finsam.params.protection import Protected, Protection
from finsam.params.scenarios import Scenario
from finsam.params.signers import Underskrifter
from finsam.sources.exports.read import Columns
from finsam.tables.chapters import CHAPTERS
from finsam.tables.kinds import KINDS, ROW_DELIVERIES
from finsam.tables.words import PARTICIPANT_MEASURES
from finsam.yaml_file import Strict, Text

if TYPE_CHECKING:  # Texts, which pydantic holds to words that only a run knows.
    Delivered = str
    Measure = str
else:
    Delivered = Literal[(*KINDS, *ROW_DELIVERIES)]
    Measure = Literal[tuple(PARTICIPANT_MEASURES)]


def _known_chapter(name: str, told: ValidationInfo) -> str:
    """A shared chapter, or one of the förbund's own, which the context names."""
    known = (*CHAPTERS, *(told.context or {}).get("egna_kapitel", ()))
    if name not in known:
        raise PydanticCustomError("chapter", "{known}", {"known": " or ".join(map(repr, known))})
    return name


Chapter = Annotated[str, AfterValidator(_known_chapter)]

#: The public statistics that a report follows unless its params name others.
STATISTICS = ("sjukpenningtal", "uvas_andel", "helarsekvivalenter_andel")


class Bokforing(Strict):
    """How the ledger is read and shown: headings of exports, and whether made statements are in kr or tkr.

    kolumner_ingaende: of the opening balances, where they aren't those of the transactions.
    """

    kolumner: Columns = Field(default_factory=Columns)
    kolumner_ingaende: Columns | None = None
    enhet: Literal["kr", "tkr"] = "kr"


class Year(Strict):
    """What is of one year: params/<forbund>/<year>.yml.

    per: the last day of an interim report. liten_bas: a share of fewer than so many is told to be uncertain.
    felaktiga_rader: whether rows with faults stop the book, or are left out and told (`avvisas`).
    levererad: the day when raw files were delivered, by name or pattern of name (`statistik-*.csv`).
    statistik: the measures of public statistics that the book follows, of params/register/matt.yml.
    foregangare: books of the year before, whose figures stand as last year's where this one delivers none.
    jamfor: books that tell the same facts, beside those of the year before and after, as `umea-vannas/2014`.
    ingaende_eget_kapital: equity in tkr at the start of the first column of the budget of several years.
    sammandrag: whether the book has a summary of two pages beside it; as its kind has when nothing is said.
    """

    slag: Literal["arsredovisning", "delarsrapport", "socialt-bokslut", "verksamhetsplan"]
    per: dt.date | None = None
    titel: Title | None = None
    kapitel: tuple[Chapter, ...] | None = None
    beslutad: dt.date | None = None
    underlag: tuple[Delivered, ...] = ()
    levererad: dict[Text, dt.date] = Field(default_factory=dict)
    inledning: tuple[Text, ...] = ()
    mal_arbete_studier: Goal | None = None
    liten_bas: Annotated[int, Field(ge=0)] = 20
    felaktiga_rader: Literal["stoppar", "avvisas"] = "stoppar"
    statistik: tuple[Text, ...] = STATISTICS
    kostnader: Literal["positiva", "negativa"] = "positiva"
    invanare: dict[Text, Annotated[int, Field(gt=0)]] = Field(default_factory=dict)
    bokforing: Bokforing = Field(default_factory=Bokforing)
    benamningar: dict[Measure, Text] = Field(default_factory=dict)
    foregangare: tuple[BookId, ...] = ()
    jamfor: tuple[BookId, ...] = ()
    ingaende_eget_kapital: Decimal | None = None
    scenarier: tuple[Scenario, ...] = ()
    sammandrag: bool | None = None
    skydd: dict[Protected, Protection] = Field(default_factory=dict)
    underskrifter: Underskrifter = Field(default_factory=Underskrifter)
    kalla: Text | None = None
