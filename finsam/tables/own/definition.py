"""params/<forbund>/tabeller.yml: what a förbund's own tables hold, where they are shown and what must add up."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import AfterValidator, Field, RootModel, ValidationInfo, field_validator, model_validator

from finsam.paths import root
from finsam.sources.exports.read import EXPORTS
from finsam.sources.grids import Grid
from finsam.sources.named import named_after
from finsam.tables.chapters import FACT_CHAPTERS
from finsam.tables.kinds import KINDS, ROW_DELIVERIES
from finsam.tables.own.rules import Between, Change, Label, RowSum, ShareOf, Word, Words, expected, known
from finsam.tables.words import UNITS
from finsam.yaml_file import Strict, Text, load_yaml

#: Names that a file or sheet can have already.
TAKEN = (*KINDS, *ROW_DELIVERIES, *EXPORTS)

#: The unit of a column of numbers whose rows tell their own, and the file's column that tells it.
OF_ROW = "enhet"

#: What a title has in place of the year of the book.
YEAR = "{ar}"

#: The keys that give columns their roles, in the order in which they are read.
ROLES = ("rader", "kolumner", "varden", "datum", "text", "lista")


def _own_name(name: str) -> str:
    if name in TAKEN:
        raise expected(f"a name that nothing else has; {name} is a kind of table")
    return name


# A hyphen begins what may follow the name, and single low lines keep ids apart.
Name = Annotated[str, Field(pattern=r"^[a-z0-9]+(_[a-z0-9]+)*$"), AfterValidator(_own_name)]
if TYPE_CHECKING:  # Texts, which pydantic holds to words that only a run knows.
    Unit = str
    Chapter = str
else:
    Unit = Literal[(*UNITS, OF_ROW)]
    Chapter = Literal[FACT_CHAPTERS]


class OwnTable(Strict):
    """One table. Columns are named as in the file's header.

    rader: the column that labels the rows; of two, the first labels sections. kolumner: a column whose values become
    the columns of the printed table. varden: columns of numbers with their units. datum, text, lista: columns of
    days, of text, and of text in parts divided by semicolons; `datum` may be among `rader`. veckodag: a column of
    `text` that tells the day in words. rubriker: printed headings. bild_rader: the rows in the picture; without
    them, all but sums. bild `arshjul`: the days of a year by month, in the table too, with `bild_varde` as the column
    of text that tells who meets. personer: whether the counts (`antal`) can tell of persons, so that small ones are hidden.
    """

    titel: Text
    kapitel: Chapter
    rader: Annotated[Words, Field(min_length=1, max_length=2)]
    kolumner: Word | None = None
    varden: dict[Text, Unit] = Field(default_factory=dict)
    datum: Words = ()
    text: Words = ()
    lista: Words = ()
    veckodag: Word | None = None
    rubriker: dict[Text, Text] = Field(default_factory=dict)
    summor: tuple[RowSum, ...] = ()
    kolumnsummor: dict[Text, Annotated[Words, Field(min_length=1)]] = Field(default_factory=dict)
    andelar: tuple[ShareOf, ...] = ()
    mellan: tuple[Between, ...] = ()
    okningar: tuple[Change, ...] = ()
    bild: Literal["staplar", "punkter", "linjer", "arshjul", "ingen"] = "ingen"
    bild_varde: Words = ()
    bild_rader: tuple[Label, ...] = ()
    bild_titel: Text | None = None
    not_: Text | None = Field(None, alias="not")
    personer: bool = True

    @property
    def has_units(self) -> bool:
        """Whether each row tells its unit."""
        return OF_ROW in self.varden.values()

    @property
    def by_month(self) -> bool:
        """Whether the rows are days that are shown by month."""
        return self.bild == "arshjul"

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column that the file has to have, once."""
        unit = (OF_ROW,) if self.has_units else ()
        names = (column for role in ROLES for column in _names(getattr(self, role)))
        return tuple(dict.fromkeys((*names, *unit)))

    @property
    def drawn(self) -> tuple[str, ...]:
        """The columns of numbers that the picture shows: without bild_varde, all but sums of others."""
        return self.bild_varde or tuple(column for column in self.varden if column not in self.kolumnsummor)

    def labels(self) -> Iterator[tuple[str, Label]]:
        """Every row that the definition names, with the key that names it."""
        for key in ("summor", "andelar", "mellan", "okningar"):
            for rule in getattr(self, key):
                yield from ((key, label) for label in rule.labels)
        yield from (("andelar", rule.av) for rule in self.andelar if rule.av not in self.varden)
        yield from (("bild_rader", label) for label in self.bild_rader)

    @field_validator(*ROLES[1:])
    @classmethod
    def _has_one_role(cls, value: object, info: ValidationInfo) -> object:
        """Days may be labels; elsewhere a column has one role."""
        others = set(ROLES) - ({"rader"} if info.field_name == "datum" else set())
        taken = [column for role in others for column in _names(info.data.get(role))]
        for column in _names(value):
            if column in taken:
                raise expected(f"a column that has no other role; {column} has one")
        if info.field_name in ("text", "lista") and value and info.data.get("kolumner"):
            raise expected("no such columns where `kolumner` makes the columns of the table")
        return value

    @field_validator("veckodag")
    @classmethod
    def _is_of_one_day(cls, column: str | None, info: ValidationInfo) -> str | None:
        if column and (column not in info.data.get("text", ()) or len(info.data.get("datum", ())) != 1):
            raise expected("one of the columns of `text`, beside one column of `datum`")
        return column

    @field_validator("rubriker")
    @classmethod
    def _are_of_columns(cls, heads: dict[str, str], info: ValidationInfo) -> dict[str, str]:
        known(heads, [column for role in ROLES for column in _names(info.data.get(role))])
        if len(set(heads.values())) < len(heads):
            raise expected("headings that differ from each other")
        return heads

    @field_validator("summor", "mellan")
    @classmethod
    def _are_of_numbers(
        cls, rules: tuple[RowSum | Between, ...], info: ValidationInfo
    ) -> tuple[RowSum | Between, ...]:
        for rule in rules:
            columns = (*rule.varden, *filter(None, (getattr(rule, "vikt", None),)))
            known(columns, info.data.get("varden", columns))
        return rules

    @field_validator("kolumnsummor")
    @classmethod
    def _are_of_one_unit(
        cls, sums: dict[str, tuple[str, ...]], info: ValidationInfo
    ) -> dict[str, tuple[str, ...]]:
        # The names of columns that `kolumner` makes aren't known before the file is read.
        if "varden" in info.data and not info.data.get("kolumner"):
            for total, parts in sums.items():
                _of_one_unit((total, *parts), info.data["varden"])
        return sums

    @field_validator("titel", "bild_titel")
    @classmethod
    def _names_the_year(cls, title: str | None) -> str | None:
        if title and any(word != YEAR for word in re.findall(r"\{\w+\}", title)):
            raise expected(f"{YEAR}, the year of the book, as the only word in braces")
        return title

    def of_year(self, ar: int) -> OwnTable:
        """The same with the year in its titles."""
        titles = {"titel": self.titel, "bild_titel": self.bild_titel}
        told = {key: text.replace(YEAR, str(ar)) for key, text in titles.items() if text}
        return self.model_copy(update=told)

    @field_validator("andelar")
    @classmethod
    def _are_percents(cls, rules: tuple[ShareOf, ...], info: ValidationInfo) -> tuple[ShareOf, ...]:
        units: dict[str, str] = info.data.get("varden", {})
        for rule in rules if "varden" in info.data else ():
            known((rule.procent, rule.antal), units)
            if units[rule.procent] != "procent" or units[rule.antal] in ("procent", OF_ROW):
                raise expected("a column in procent and one in another unit")
        return rules

    @field_validator("bild_varde")
    @classmethod
    def _is_drawable(cls, columns: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        if info.data.get("bild") == "arshjul":
            known(columns, info.data.get("text", columns))
            return columns
        if "varden" in info.data:
            _of_one_unit(columns, info.data["varden"])
        if len(columns) > 1 and info.data.get("kolumner"):
            raise expected("one column, since `kolumner` makes the columns of the table")
        return columns

    @model_validator(mode="after")
    def _is_complete(self) -> OwnTable:
        if not {*self.columns} - {*self.rader}:
            raise expected("columns to show: varden, datum, text or lista")
        if self.by_month:
            if (
                len(self.rader) > 1
                or self.rader[0] not in self.datum
                or len(self.bild_varde) != 1
                or self.varden
            ):
                raise expected(
                    "for arshjul rows of days (one column, in `datum`), no varden, and bild_varde: who meets"
                )
            return self
        if (self.kolumner or self.bild != "ingen") and not self.varden:
            raise expected("columns of numbers (varden), which `kolumner` spreads and `bild` draws")
        units = {self.varden[column] for column in self.drawn}
        if self.bild != "ingen" and (len(units) > 1 or (self.kolumner and len(self.drawn) > 1)):
            raise expected("bild_varde, the columns of numbers that the picture shows")
        if len(self.rader) == 1 and any(isinstance(label, tuple) for _, label in self.labels()):
            raise expected("labels alone, since `rader` names no sections")
        return self


class _Tables(RootModel[dict[Name, OwnTable]]):
    """The whole file."""


def _names(value: object) -> tuple[str, ...]:
    """The columns of a role: one, none, a list, or columns with their units."""
    if isinstance(value, str):
        return (value,)
    return tuple(value) if isinstance(value, Iterable) else ()


def _of_one_unit(columns: tuple[str, ...], units: dict[str, str]) -> None:
    known(columns, units)
    if len({units[column] for column in columns}) > 1:
        raise expected("columns of one unit")


def load_own(forbund: str, ar: int | None = None) -> dict[str, OwnTable]:
    """The förbund's own tables by name; none when it has no tabeller.yml. Raises Faults with file, line and key.

    ar: the year that titles have in place of `{ar}`; None leaves it as it stands.
    """
    file = root() / "params" / forbund / "tabeller.yml"
    if not file.is_file():
        return {}
    tables = load_yaml(file, _Tables).root
    return tables if ar is None else {name: table.of_year(ar) for name, table in tables.items()}


def own_name(grid: Grid, definitions: dict[str, OwnTable]) -> str | None:
    """The own table that a sheet or file is named after: its name, or its name, a hyphen and anything."""
    return named_after(grid, definitions)
