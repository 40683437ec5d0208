"""Names that a reader, or an address of the book, would take for one: Åter and Ater, or two that look the same."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import pandas as pd

from finsam.chapters.facts import slug
from finsam.delivery.read import Delivery
from finsam.faults import Fault, Place
from finsam.lookalike import look
from finsam.params import Params
from finsam.params.files import params_files
from finsam.paths import relative

#: The columns whose values have sections, tables or pictures of their own, by kind of table.
NAMED = {
    "deltagare": "insats",
    "bakgrund": "omrade",
    "statistik": "omrade",
    "styrkort": "perspektiv",
    "sociala_mal": "malomrade",
    "uppgifter": "grupp",
}

#: Columns of names that stand in several tables.
LOOKED_AT = tuple(dict.fromkeys([*NAMED.values(), "kommun", "medlem", "post", "rad"]))


def alike(delivery: Delivery, params: Params) -> list[Fault]:
    """A fault for each address that several names would have, and for names that look the same, with a row of each."""
    faults = []
    for names in _by_column(delivery, params):
        for same in _several(names, look):
            told = " and ".join(map(ascii, same))
            message = f"The names {told} look the same and would be two in the book."
            expected = "one spelling, typed anew"
            faults.append(Fault("names-alike", message, tuple(same.values()), expected))
    for names in _spaces(delivery, params):
        for same in _several(names, slug):
            told = " and ".join(map(repr, same))
            message = f"The names {told} would have the same address in the book."
            expected = "one name, or names that differ in more than case, accents and blanks"
            faults.append(Fault("names-alike", message, tuple(same.values()), expected))
    return faults


def _several(
    names: Iterable[tuple[str, Place]], taken_as: Callable[[str], str]
) -> Iterator[dict[str, Place]]:
    """The names, each with its first place, that are taken as one."""
    found: dict[str, dict[str, Place]] = {}
    for name, place in names:
        found.setdefault(taken_as(name), {}).setdefault(name, place)
    return (same for same in found.values() if len(same) > 1)


def _by_column(delivery: Delivery, params: Params) -> Iterator[list[tuple[str, Place]]]:
    """Names of one kind, in whatever table they stand."""
    of_params = list(_of_params(params))
    for column in LOOKED_AT:
        names = [*(of_params if column == "insats" else [])]
        for table in delivery.tables.values():
            names += _firsts(table, column) if column in table else []
        yield names


def _of_params(params: Params) -> Iterator[tuple[str, Place]]:
    file = relative(params_files(params.forbund_id, params.ar)[0])
    return ((i.namn, Place(file, None, None, "insatser", i.namn)) for i in params.forbund.insatser)


def _firsts(table: pd.DataFrame, column: str) -> list[tuple[str, Place]]:
    """The names of a column, each with its first row."""
    firsts = table.drop_duplicates(column)
    places = zip(firsts[column], firsts["fil"], firsts["blad"], firsts["radnr"], strict=True)
    return [
        (name, Place(fil, blad or None, int(row), column, name)) for name, fil, blad, row in places if name
    ]


def _spaces(delivery: Delivery, params: Params) -> Iterator[list[tuple[str, Place]]]:
    """Names that share their addresses, with a place of each: those of the insatser of the params are one space with
    those of the delivered ones."""
    insatser = list(_of_params(params))
    file = relative(params_files(params.forbund_id, params.ar)[1])
    yield [
        (each.namn, Place(file, None, None, f"scenarier.{at}.namn", each.namn))
        for at, each in enumerate(params.year.scenarier)
    ]
    for kind, column in NAMED.items():
        table = delivery.tables.get(kind)
        if table is None:
            continue
        by_chapter = table["kapitel"] if kind == "uppgifter" else table[column].map(lambda _: "")
        for chapter, part in table.groupby(by_chapter, sort=False):
            found = _firsts(part, column)
            yield [*insatser, *found] if kind == "deltagare" or chapter == "deltagare" else found
