"""The params of a book: what lasts of a förbund (forbund.yml) and what is of one year (<year>.yml)."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from babel.dates import format_date
from pydantic import AfterValidator, Field, StringConstraints, ValidationInfo, model_validator
from pydantic_core import PydanticCustomError

from finsam.accessibility import Statement
from finsam.book_id import BookId, name_faults, split
from finsam.brand import NAME as BRAND
from finsam.faults import Fault, Faults, Place, nearest, stop_if
from finsam.members import Medlem, Title, Titles, name_of
from finsam.params_check import params_faults
from finsam.paths import publisher_file, relative, root
from finsam.scenarios import Scenario
from finsam.signers import Underskrifter
from finsam.sources.exports.read import Columns
from finsam.tables.chapters import CHAPTERS, own_chapters
from finsam.tables.kinds import KINDS, ROW_DELIVERIES
from finsam.tables.registers import register_files
from finsam.tables.words import PARTICIPANT_MEASURES, ROUNDED
from finsam.yaml_file import Strict, Text, read_yaml

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

#: The chapters that show public statistics.
OF_STATISTICS = ("sjukfranvaro-uvas", "forsorjningsstod", "effekter", "prognos")

#: The chapters of each kind of book, unless the year's params name others.
CHAPTERS_OF = {
    "arsredovisning": (
        "index",
        "forbundet",
        "deltagare",
        "bakgrund",
        "sjukfranvaro-uvas",
        "ekonomi",
        "avstamning",
        "metod",
        "underskrifter",
    ),
    "delarsrapport": ("index", "forbundet", "ekonomi", "avstamning", "metod"),
    "verksamhetsplan": ("index", "forbundet", "plan", "avstamning", "metod"),
    "socialt-bokslut": (
        "index",
        "forbundet",
        "deltagare",
        "bakgrund",
        "sjukfranvaro-uvas",
        "indikatorer",
        "avstamning",
        "metod",
    ),
}
#: The kinds of book that have a summary of two pages beside them unless the year's params say otherwise.
SUMMED_UP = ("arsredovisning",)
KIND_NAMES = {
    "arsredovisning": "Årsredovisning",
    "delarsrapport": "Delårsrapport",
    "verksamhetsplan": "Verksamhetsplan",
    "socialt-bokslut": "Socialt bokslut",
}


#: The public statistics that a report follows unless its params name others.
STATISTICS = ("sjukpenningtal", "uvas_andel", "helarsekvivalenter_andel")

#: What a share of exits is a share of: those who ended, those who were enrolled in the period, or all participants.
Base = Literal["avslutade", "inskrivna", "alla"]


class Insats(Strict):
    """An insats as the book names it, a short name for pictures, and the other names that deliveries use for it.

    plattform: the samverkansplattform that it belongs to. kommun: the only kommun whose residents it is for.
    bas: what its share to work or studies is of, where that isn't what the goal of the year says.
    """

    namn: Text
    kort: Text | None = None
    alias: tuple[Text, ...] = ()
    beskrivning: Text | None = None
    plattform: Text | None = None
    kommun: Text | None = None
    bas: Base | None = None


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


class Forbund(Strict):
    """What lasts: params/<forbund>/forbund.yml. pahittat: the förbund is invented; every page of its books says so."""

    namn: Title
    kort: Text
    orgnr: Annotated[str, StringConstraints(pattern=r"^\d{6}-\d{4}$")] | None = None
    lan: Annotated[str, StringConstraints(pattern=r"^\d{2}$")] | None = None
    tidigare_namn: Titles = ()
    om: tuple[Text, ...] = ()
    medlemmar: tuple[Medlem, ...] = ()
    insatser: tuple[Insats, ...] = ()
    skydd: dict[Protected, Protection] = Field(default_factory=dict)
    underskrifter: Underskrifter = Field(default_factory=Underskrifter)
    tillganglighet: Statement = Field(default_factory=Statement)
    pahittat: bool = False

    def as_of(self, ar: int) -> Forbund:
        """The förbund under the names that it and its members had in a year."""
        former = name_of(self.tidigare_namn, ar)
        members = tuple(member.as_of(ar) for member in self.medlemmar)
        renamed = {now.namn: then.namn for now, then in zip(self.medlemmar, members, strict=True)}
        insatser = tuple(
            insats.model_copy(update={"kommun": renamed.get(insats.kommun or "", insats.kommun)})
            for insats in self.insatser
        )
        names = {"namn": former.namn, "kort": former.kort} if former else {}
        return self.model_copy(update={**names, "medlemmar": members, "insatser": insatser})


class Goal(Strict):
    """A target: a share in percent of the base."""

    procent: Decimal = Field(ge=0, le=100)
    bas: Base = "avslutade"


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


class Params(Strict):
    """The params of one book."""

    forbund_id: str
    ar: int
    forbund: Forbund
    year: Year

    @property
    def title(self) -> str:
        per = self.year.per
        when = f"per {format_date(per, 'd MMMM y', locale='sv')}" if per else str(self.ar)
        return self.year.titel or f"{KIND_NAMES[self.year.slag]} {when}"

    @property
    def chapters(self) -> tuple[str, ...]:
        return self.year.kapitel or CHAPTERS_OF[self.year.slag]

    @property
    def has_summary(self) -> bool:
        """Whether a summary of two pages is made beside the book."""
        said = self.year.sammandrag
        return self.year.slag in SUMMED_UP if said is None else said

    @property
    def signers(self) -> Underskrifter:
        """Who signs the book: those of the year, and of the förbund where the year doesn't say."""
        return self.forbund.underskrifter.with_those_of(self.year.underskrifter)

    @property
    def kommuner(self) -> list[str]:
        """Codes of the kommuner that are members in the book's year, in the order of the params."""
        return [member.kod for member in self.members if member.slag == "kommun" and member.kod]

    @property
    def members(self) -> list[Medlem]:
        """The members in the book's year, in the order of the params."""
        return [member for member in self.forbund.medlemmar if member.is_member(self.ar)]

    @property
    def areas(self) -> tuple[str, ...]:
        """Codes of the län and kommuner of the förbund in the book's year, in order."""
        lan = {kod[:2] for kod in (*self.kommuner, self.forbund.lan or "")} - {""}
        return tuple(sorted({*lan, *self.kommuner}))

    @property
    def reads_statistics(self) -> bool:
        """Whether any chapter shows the public statistics of data/raw/register/, as the förbund's own ones can."""
        return any(name in OF_STATISTICS or name not in CHAPTERS for name in self.chapters)

    @property
    def compared(self) -> tuple[tuple[str, int], ...]:
        """The books that `foregangare` and `jamfor` name, as (forbund, year)."""
        return (*self.former, *map(split, self.year.jamfor))

    @property
    def former(self) -> tuple[tuple[str, int], ...]:
        """The books that `foregangare` names, as (forbund, year)."""
        return tuple(map(split, self.year.foregangare))

    def protection(self, what: str) -> Protection:
        """How the numbers of one of PROTECTED are protected: by the year's params, then the förbund's.

        Where everything is rounded, what can't be (all but ROUNDED) is protected as where the params say nothing.
        """
        for rules in (self.year.skydd, self.forbund.skydd):
            for name in (what, "allt"):
                if name in rules:
                    rule = rules[name]
                    return Protection() if rule.avrunda and what not in ROUNDED else rule
        return Protection()

    def delivered_on(self, file: str) -> str:
        """The day when a raw file was delivered, as YYYY-MM-DD; empty where the params don't say it.

        A whole name comes before a pattern, of patterns the first.
        """
        days = self.year.levererad
        found = days.get(file) or next((day for name, day in days.items() if fnmatchcase(file, name)), None)
        return found.isoformat() if found else ""

    def insats_name(self, delivered: str) -> str:
        """The book's name of an insats for any of the names that deliveries use; others stand as they are."""
        for insats in self.forbund.insatser:
            if delivered.casefold() in (name.casefold() for name in (insats.namn, *insats.alias)):
                return insats.namn
        return delivered

    def member_name(self, told: str) -> str:
        """The book's name of a member for any name that it has had; others stand as they are."""
        for member in self.forbund.medlemmar:
            if told in (member.namn, *(former.namn for former in member.tidigare_namn)):
                return member.namn
        return told

    def short_name(self, insats: str) -> str:
        """The name of an insats in pictures: its short one where forbund.yml gives one."""
        return next((i.kort for i in self.forbund.insatser if i.namn == insats and i.kort), insats)


def params_files(forbund: str, ar: int) -> tuple[Path, Path]:
    folder = root() / "params" / forbund
    return folder / "forbund.yml", folder / f"{ar}.yml"


def settings_files(forbund: str, ar: int) -> list[Path]:
    """Every file of params that the book can depend on: common ones, registers, the förbund's but other years', texts.

    Not the brand, by which no figure becomes another, nor who publishes what is no book, nor since when kommuner are
    members (tables.joined), which one chapter reads.
    """
    own = [file for file in sorted((root() / "params" / forbund).glob("*.yml")) if file.name != BRAND]
    return [
        *(file for file in sorted((root() / "params").glob("*.yml")) if file != publisher_file()),
        *register_files(),
        *(file for file in own if not re.fullmatch(r"\d{4}", file.stem) or file.stem == str(ar)),
        *text_files(forbund, ar),
    ]


def text_files(forbund: str, ar: int) -> list[Path]:
    """The texts of the book, params/<forbund>/<ar>/texter/*.md; README.md tells about them and is none."""
    return [file for file in sorted(text_folder(forbund, ar).glob("*.md")) if file.name != "README.md"]


def text_folder(forbund: str, ar: int) -> Path:
    return root() / "params" / forbund / str(ar) / "texter"


def load_params(forbund: str, ar: int) -> Params:
    """Read and check both files. Raises Faults with file, line and key for everything that is wrong in them."""
    forbund_file, year_file = params_files(forbund, ar)
    stop_if(_book_faults(forbund, ar, forbund_file, year_file))
    lasting, faults = read_yaml(forbund_file, Forbund)
    of_year, more = read_yaml(year_file, Year, {"egna_kapitel": own_chapters(forbund)})
    if lasting is None or of_year is None:
        raise Faults(faults + more)
    params = Params(forbund_id=forbund, ar=int(ar), forbund=lasting.as_of(int(ar)), year=of_year)
    stop_if(params_faults(params, forbund_file, year_file, books()))
    return params


def books() -> list[tuple[str, int]]:
    """All books that have params, as (forbund, year)."""
    found = [
        (path.parent.name, int(path.stem))
        for path in (root() / "params").glob("*/*.yml")
        if re.fullmatch("[0-9]{4}", path.stem)
    ]
    return sorted(found)


def _book_faults(forbund: str, ar: int, forbund_file: Path, year_file: Path) -> list[Fault]:
    if faults := name_faults(forbund, ar):
        return faults
    new = f" `python -m finsam new {forbund} {ar}` begins one."
    if not forbund_file.is_file():
        known = sorted(path.parent.name for path in (root() / "params").glob("*/forbund.yml"))
        message = f"There is no förbund {forbund!r}." + nearest(forbund, known) + new
        return [
            Fault("file-missing", message, (Place(relative(forbund_file)),), "one of " + ", ".join(known))
        ]
    if not year_file.is_file():
        years = [str(year) for name, year in books() if name == forbund]
        message = f"The förbund {forbund!r} has no book of {ar}." + new
        return [Fault("file-missing", message, (Place(relative(year_file)),), "one of " + ", ".join(years))]
    return []


def raise_unless_book(book: str) -> tuple[str, int]:
    """Split `<forbund>/<year>`. Raises Faults when it isn't of that form, so that no command leaves its folders."""
    forbund, _, year = book.rstrip("/").partition("/")
    if not re.fullmatch("[0-9]+", year):
        raise Faults(
            [Fault("book-unknown", f"{book!r} is not a book.", (), "<forbund>/<year>, as umearegionen/2016")]
        )
    stop_if(name_faults(forbund, year))
    return forbund, int(year)
