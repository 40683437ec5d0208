"""What a kind of table is: its columns, and those that several kinds share."""

from __future__ import annotations

from dataclasses import dataclass

from finsam.tables.words import ROW_TYPES, UNITS


@dataclass(frozen=True)
class Key:
    """A column that says what a row is about. `words` limits it to these, each with its other spellings."""

    name: str
    about: str
    required: bool = True
    words: dict[str, tuple[str, ...]] | None = None


@dataclass(frozen=True)
class Value:
    """A column of numbers. `unit` None means that the row's own column `enhet` tells it."""

    name: str
    about: str
    unit: str | None = "antal"
    required: bool = False


@dataclass(frozen=True)
class Kind:
    """One shape of table.

    chapter: the chapter that shows it, empty where each row names its own; a book without that chapter must not have such a table.
    keys, values: the columns, in the order in which templates and docs show them.
    period_unit: set where the numbers stand under headings that are a year or a date (`2016`, `2016-12-31`),
        one column for each; the unit of those numbers.
    repeats: whether two rows may have the same keys; elsewhere that is a fault.
    identity: the keys that tell rows apart, where the others only describe; without it all keys but `typ`.
    """

    name: str
    about: str
    chapter: str
    keys: tuple[Key, ...]
    values: tuple[Value, ...] = ()
    period_unit: str | None = None
    repeats: bool = False
    identity: tuple[str, ...] = ()

    @property
    def columns(self) -> dict[str, Key | Value]:
        columns: tuple[Key | Value, ...] = (*self.keys, *self.values)
        return {column.name: column for column in columns}


def insats() -> Key:
    return Key("insats", "the insats; `Alla insatser` is the whole förbund")


def typ() -> Key:
    return Key(
        "typ",
        "what the row is; without the column, a label that begins with Summa or Tot is a sum",
        required=False,
        words=ROW_TYPES,
    )


def period(about: str = "year, month (2015-09) or date; without the column, the year of the book") -> Key:
    return Key("period", about, required=False)


def enhet() -> Key:
    return Key("enhet", "unit of the row", required=False, words=UNITS)


def refers() -> Key:
    return Key(
        "avser",
        "what the figure repeats: names of `python -m finsam facts`, joined by + - * /; the audit compares the two",
        required=False,
    )
