"""What must add up in an own table, as tabeller.yml writes it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from finsam.yaml_file import Strict, Text


def _written(value: object) -> object:
    """A year or a day as the text that a file has for it; YAML takes them for numbers and dates."""
    if isinstance(value, int | dt.date) and not isinstance(value, bool):
        return str(value)
    return value


def _listed(value: object) -> object:
    """One name as a list of one."""
    return value if isinstance(value, list | tuple) else [value]


def expected(text: str) -> PydanticCustomError:
    """The error of a value, with what `yaml_file.read_yaml` tells as the expectation of its key."""
    return PydanticCustomError("own_table", "{expected}", {"expected": text})


def known(names: Iterable[str], columns: Collection[str]) -> None:
    """Raise unless every name is one of the columns."""
    for name in names:
        if name not in columns:
            raise expected(
                f"one of {', '.join(columns)}, not {name}" if columns else f"no column such as {name}"
            )


Word = Annotated[Text, BeforeValidator(_written)]
Words = Annotated[tuple[Word, ...], BeforeValidator(_listed)]
#: A row by its label, in every section that has one; or one row by section and label.
Label = Word | tuple[Word, Word]
Labels = Annotated[tuple[Label, ...], Field(min_length=1)]


def _beside(row: Label, labels: tuple[Label, ...]) -> tuple[Label, ...]:
    """The labels as they are looked for beside a row: in its section, where it names one and they don't."""
    if isinstance(row, str):
        return labels
    return tuple((row[0], label) if isinstance(label, str) else label for label in labels)


class RowSum(Strict):
    """A row that is the sum of others, or of all other rows of its section that are no sums (`alla`).

    varden: the columns where it is; without them, those whose unit adds up.
    """

    summa: Label
    delar: Literal["alla"] | Labels
    varden: Words = ()

    @property
    def labels(self) -> tuple[Label, ...]:
        parts = () if isinstance(self.delar, str) else self.delar
        return (self.summa, *_beside(self.summa, parts))


class ShareOf(Strict):
    """procent: a column of percents, each the count in the column `antal` of a base.

    av: the row that has the base in the column `antal`, or a column of numbers that has it in the same row. rader: the
    rows that are such shares; without them, all that have both numbers.
    """

    procent: Word
    antal: Word
    av: Label
    rader: tuple[Label, ...] = ()

    @property
    def labels(self) -> tuple[Label, ...]:
        """The rows that must be there; `av` may be a column."""
        return self.rader


class Between(Strict):
    """A row of shares or means that is of all whom other rows divide, so that it lies between theirs.

    vikter: rows that have in the column `vikt` how many each part is of, in the order of `delar`; with them the row is
    the weighted mean of its parts.
    """

    helhet: Label
    delar: Labels
    varden: Annotated[Words, Field(min_length=1)]
    vikt: Word | None = None
    vikter: tuple[Label, ...] = ()

    @property
    def labels(self) -> tuple[Label, ...]:
        return (self.helhet, *_beside(self.helhet, self.delar), *_beside(self.helhet, self.vikter))

    @field_validator("vikter")
    @classmethod
    def _are_of_parts(cls, weights: tuple[Label, ...], info: ValidationInfo) -> tuple[Label, ...]:
        if len(weights) != len(info.data.get("delar", weights)) or not info.data.get("vikt"):
            raise expected("one row for each of `delar`, and the column of their numbers in `vikt`")
        return weights


class Change(Strict):
    """A row with the percent by which one row's number has grown into another's."""

    procent: Label
    fran: Label
    till: Label

    @property
    def labels(self) -> tuple[Label, ...]:
        return (self.procent, *_beside(self.procent, (self.fran, self.till)))
