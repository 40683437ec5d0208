"""The other books that tell the same facts: of the years beside this one, and those that the params name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeVar

from finsam.audit.accounts import year_before
from finsam.audit.check import Check, amounts
from finsam.audit.same_fact import alike, exact_amounts, title
from finsam.delivery.read import Delivery
from finsam.facts.economy import TITLES, Mention, Tables, plain_label, until
from finsam.faults import Faults
from finsam.ingest import processed
from finsam.params import Params, load_params
from finsam.params.files import books
from finsam.tables.cells import Cell, rows


def others(params: Params) -> list[tuple[Params, Delivery]]:
    """The books of the same förbund of the year before and after, and those named by `jamfor`, each once, by year.

    A book of the years beside it that has faults of its own is left out: its own check tells them. Raises Faults for
    a book that `jamfor` names.
    """
    found = readable(params, lambda forbund, ar: (load_params(forbund, ar), processed(forbund, ar)))
    return sorted(found, key=lambda each: each[0].ar)


Read = TypeVar("Read")


def readable(params: Params, read: Callable[[str, int], Read]) -> list[Read]:
    """What `read` gives for the other books, but those beside this one that have faults. Raises Faults as `others`."""
    found = []
    for forbund, ar in names_of_others(params):
        try:
            found.append(read(forbund, ar))
        except Faults:
            if (forbund, ar) in params.compared:
                raise
    return found


def names_of_others(params: Params) -> list[tuple[str, int]]:
    """Those books as (forbund, year): what `jamfor` names, then the years beside that have params."""
    known = books()
    beside = [(params.forbund_id, params.ar + step) for step in (-1, 1)]
    return list(dict.fromkeys([*params.compared, *filter(known.__contains__, beside)]))


def amounts_of_others(own: list[Mention], books: list[tuple[Params, list[Mention]]]) -> Iterator[Check]:
    """The amounts that another book tells of the same year, and what the other closed with where this one opens.

    books: the others with their mentions.
    """
    mine = exact_amounts(own)
    for params, theirs in books:
        told = exact_amounts(theirs)
        for key, each in mine.items():
            if key in told:
                subject = f"{title(each)}: mot {name(params)}, {told[key].title}"
                yield from alike("other-book", subject, each, told[key])
        for (concept, column, when), each in mine.items():
            closing = told.get(("likvida_medel", column, year_before(when)))
            if concept == "likvida_medel_ingaende" and closing:
                subject = f"{title(each)}: mot {name(params)}, {closing.title} {closing.when}"
                yield from alike("other-opening", subject, each, closing)


def rows_of_others(
    tables: Tables, own: list[Mention], books: list[tuple[Params, Tables, list[Mention]]]
) -> Iterator[Check]:
    """The rows of the statements and notes against those with the same label and year in another book.

    Rows that are an amount which has a name of its own are left to `amounts_of_others`.
    """
    for kind in ("resultatrakning", "balansrakning", "kassaflode", "noter"):
        mine = _rows(tables, kind, own)
        for params, theirs, known in books:
            told = _rows(theirs, kind, known)
            for key, (label, cell) in mine.items():
                if key in told:
                    subject = f"{TITLES[kind]}, {label} {key[-1]}: mot {name(params)}"
                    yield from amounts("other-book", subject, cell, [told[key][1]])


def _rows(tables: Tables, kind: str, known: list[Mention]) -> dict[tuple[str, ...], tuple[str, Cell]]:
    """Label and amount by heading, label and year; without those that stand twice."""
    if kind not in tables:
        return {}
    named = {each.cell.place for each in known}
    keys = [key for key in ("not", "rubrik", "sektion", "post", "typ") if key in tables[kind]]
    found: dict[tuple[str, ...], tuple[str, Cell]] = {}
    twice = set()
    for row in rows(tables[kind], keys, across="period"):
        for when, cell in row.items():
            key = (plain_label(row.key.get("rubrik", "")), plain_label(row.key["post"]), until(when))
            twice |= {key} & {*found}
            if cell and cell.place not in named:
                found[key] = (row.key["post"], cell)
    return {key: row for key, row in found.items() if key not in twice}


def name(params: Params) -> str:
    """A book in Swedish: its title and its förbund."""
    return f"{params.title} för {params.forbund.kort}"
