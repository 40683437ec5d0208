"""Rows that name a note in their label, as `Summa kansli (Not 2)`: the note holds their amount."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from finsam.audit.check import Check, amounts
from finsam.facts.economy import TITLES, Tables, until
from finsam.params import Params
from finsam.tables.cells import Cell, places_of, rows

_NAMED = re.compile(r"\(not (\d+)\)", re.IGNORECASE)


def references(tables: Tables, params: Params) -> Iterator[Check]:
    """The outcome of each row of the budget table that names a note is an amount of that note.

    Either its sum or one of its rows, with or without the minus of a cost; where it is none of them, its last one.
    What `not` of a statement names is compared elsewhere (`note-statement`), and here only that there is such a note.
    """
    if "noter" not in tables:
        return
    this_year = f"{params.year.per:%Y-%m}" if params.year.per else str(params.ar)
    for kind, label, number, cell in _named(tables, this_year):
        subject = f"{label}: beloppet i not {number}"
        held = _amounts(tables, number, this_year)
        if not held and number not in set(tables["noter"]["not"]):
            yield Check(
                "note-reference",
                subject,
                cell.printed,
                Decimal(0),
                cell.enhet,
                places_of([cell]),
                decimals=cell.decimaler,
                worth="note",
                remark="note-missing",
            )
        checks = (
            [check for amount in held for check in _alike(subject, cell, amount)] if kind == "budget" else []
        )
        if checks:
            best = min(checks, key=lambda check: abs(check.difference))
            if best.severity == "contradiction" and not best.remark:
                best = replace(checks[-1], remark="note-other")
            yield best


def _alike(subject: str, cell: Cell, amount: Cell) -> list[Check]:
    is_turned = cell.number * amount.number < 0
    return amounts(
        "note-reference",
        subject,
        cell,
        [replace(amount, varde=-amount.number if is_turned else amount.number)],
    )


def _named(tables: Tables, this_year: str) -> Iterator[tuple[str, str, str, Cell]]:
    """Kind of table, label, number of the note and amount of the rows that name one."""
    for row in rows(tables["budget"], ("sektion", "typ", "rad")) if "budget" in tables else ():
        named = _NAMED.search(row.key["rad"])
        if named and row["utfall"] and row["utfall"].varde:
            yield "budget", f"{TITLES['budget']}, {row.key['rad']}", named[1], row["utfall"]
    for kind in ("resultatrakning", "balansrakning"):
        for row in rows(tables[kind], ("post", "not", "typ"), across="period") if kind in tables else ():
            cell = next((cell for when, cell in row.items() if until(when) == this_year and cell), None)
            if cell and cell.varde and row.key["not"]:
                yield kind, f"{TITLES[kind]}, {row.key['post']}", row.key["not"], cell


def _amounts(tables: Tables, number: str, this_year: str) -> list[Cell]:
    notes = tables["noter"]
    found = rows(notes[notes["not"] == number], ("not", "rubrik", "post", "typ"), across="period")
    return [cell for row in found for when, cell in row.items() if cell and until(when) == this_year]
