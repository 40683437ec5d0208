"""What a report's numbers may come from beside the log of its chapters: deliveries, params and the names of measures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

import pandas as pd
from pydantic import BaseModel

from finsam.accessibility import Publisher
from finsam.delivery.read import Delivery
from finsam.params import Params
from finsam.params.forbund import Forbund
from finsam.records import records
from finsam.tables.statistics import measures
from finsam.verify.numbers import printed_form

#: File, sheet (or nothing), row and heading of a delivered cell, as `chapters.printed` tells them.
Key = tuple[str, str, int, str]


@dataclass(frozen=True)
class Evidence:
    """words: texts of deliveries and params that have digits and letters, such as names of insatser and headings.

    years: the year of the report and the one before, as its headings say them. delivered: each delivered
    figure as it must be printed, by its place. publisher: who answers for the report's accessibility, with what that one
    says of it; None where nobody is named.
    """

    words: tuple[str, ...]
    years: frozenset[str]
    delivered: dict[Key, str]
    publisher: Forbund | Publisher | None = None


def evidence_of(
    ar: int,
    deliveries: Sequence[Delivery],
    forbund: Iterable[Params],
    publisher: Forbund | Publisher | None = None,
) -> Evidence:
    """The evidence for a report of a year: a book's delivery and params, or those of all books that a kommun is in."""
    words: set[str] = set()
    for params in forbund:
        words |= {*_strings(params.forbund), *_strings(params.year)}
    for measure in measures().values():
        words |= set(_strings(measure))
    for table in (each for delivery in deliveries for each in [*delivery.tables.values(), delivery.own]):
        for column in table.select_dtypes(["object", "string"]):
            values = table[column].dropna().unique()
            words |= {value for value in values if isinstance(value, str)}
    years = frozenset(str(ar - back) for back in (0, 1))
    delivered = _delivered(table for delivery in deliveries for table in delivery.tables.values())
    return Evidence(tuple(sorted(filter(_tells, words))), years, delivered, publisher)


def _tells(word: str) -> bool:
    return any(map(str.isdigit, word)) and any(map(str.isalpha, word))


def _strings(value: object) -> Iterator[str]:
    """The texts in params, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, BaseModel):
        yield from _strings(value.model_dump())
    elif isinstance(value, dict):
        for key, part in value.items():
            yield from _strings(key)
            yield from _strings(part)
    elif isinstance(value, list | tuple | set | frozenset):
        for part in value:
            yield from _strings(part)


class _Row(NamedTuple):
    fil: str
    blad: str | None
    radnr: int | None
    rubrik_i_fil: str | None
    varde: Decimal
    decimaler: int


def _delivered(tables: Iterable[pd.DataFrame]) -> dict[Key, str]:
    found: dict[Key, str] = {}
    for table in tables:
        for row in records(table[table["status"] == ""], _Row):
            key = (
                row.fil,
                row.blad if isinstance(row.blad, str) else "",
                int(row.radnr or 0),
                row.rubrik_i_fil or "",
            )
            found[key] = printed_form(row.varde, int(row.decimaler))
    return found
