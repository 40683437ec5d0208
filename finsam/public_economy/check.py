"""What must be right in `fore_efter` before anything is computed: kinds that are known, prices, possible amounts."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pandas as pd

from finsam.faults import Fault, Place, nearest
from finsam.params import Params
from finsam.paths import relative
from finsam.public_economy.definitions import PAYERS, PRICED, PublicEconomy, files
from finsam.tables.cells import Cell, Row, rows
from finsam.tables.definitions import plain
from finsam.tables.words import KRONOR

KIND = "fore_efter"
SIDES = ("fore", "efter")
_KEYS = ("insats", "stod", "period", "fil", "blad", "radnr")
#: The most that a person can have of a kind in a year, by unit.
_MOST = {"manader": Decimal(12), "dagar": Decimal(366), "timmar": Decimal(366 * 24)}


def with_names(table: pd.DataFrame, definitions: PublicEconomy) -> pd.DataFrame:
    """A table with one name for each kind of support; one that nobody knows stands as it is."""
    return table.assign(stod=[definitions.words.get(plain(text), text) for text in table["stod"]])


def table_faults(table: pd.DataFrame, definitions: PublicEconomy, params: Params) -> list[Fault]:
    """All that is wrong in the table `fore_efter`, named by `with_names`, and in the prices that it needs."""
    faults: list[Fault] = []
    for row in rows(table, _KEYS):
        faults += _amounts(row)
        stod = row.key["stod"]
        if stod in definitions.stod:
            faults += _price(row, definitions, params)
        else:
            message = f"No kind of support is called so.{nearest(stod, definitions.stod)}"
            expected = f"one of {', '.join(definitions.stod)}, or a kind of its own in {_own(params)}"
            faults.append(Fault("word-unknown", message, (place_in(row, "stod", stod),), expected))
    return faults


def person_faults(table: pd.DataFrame) -> list[Fault]:
    """What no person can have had, in the rows of single persons (persons.PERSON_ROWS)."""
    one = Decimal(1)
    return [
        fault
        for row in rows(table, ("nyckel", *_KEYS))
        for side in SIDES
        for fault in _amount(row[side], one)
    ]


def place_in(row: Row, column: str, text: str) -> Place:
    """Where a key stands. row: with `fil`, `blad` and `radnr` among its keys."""
    return Place(row.key["fil"], row.key["blad"] or None, int(row.key["radnr"]), column, text)


def price_unit(enhet: str) -> str:
    """The unit that the price of a row is of: amounts of money have prices by krona."""
    return "kr" if enhet in KRONOR else enhet


def _own(params: Params) -> str:
    return relative(files(params.forbund_id)[1])


def _price(row: Row, definitions: PublicEconomy, params: Params) -> Iterator[Fault]:
    """A unit that nothing is priced by, and a price that isn't told, or not in kr of the year."""
    stod, enhet = row.key["stod"], row["fore"].enhet
    unit = price_unit(enhet)
    if unit not in PRICED:
        message = f"Support isn't counted in {enhet}."
        expected = f"one of {', '.join(KRONOR)}, {', '.join(PRICED[1:])}"
        yield Fault("unit-unknown", message, (place_in(row, "enhet", enhet),), expected)
        return
    price = definitions.price(stod, unit, params.ar)
    where = (Place(_own(params), None, None, f"stod.{stod}.priser"), place_in(row, "stod", stod))
    if price is None:
        message = f"Nobody has told what a {unit} of {stod} costs or gives each payer."
        payers = ", ".join(PAYERS)
        expected = (
            f"a price with enhet: {unit}, ar, kalla, and kr for those of {payers} that gain (+) or pay (-)"
        )
        yield Fault("price-missing", message, where, expected)
    elif definitions.in_year(price, params.ar) is None:
        message = f"The price of {stod} is of {price.ar}, and no price index tells what it is in {params.ar}."
        expected = f"a price of {params.ar}, or prisindex with {price.ar} and {params.ar}"
        yield Fault("price-year", message, where, expected)


def _amounts(row: Row) -> Iterator[Fault]:
    """Numbers of persons and amounts that can't be right together."""
    persons = row["foljda"]
    if persons and not persons.number:
        yield Fault("number-unlikely", "Nobody was followed.", (persons.at,), "a number above 0")
        return
    for side in SIDES:
        amount, having = row[side], row[f"{side}_personer"]
        yield from _amount(amount, persons.varde)
        if not having:
            continue
        if persons and having.number > persons.number:
            message = "More have the support than were followed."
            yield Fault("number-unlikely", message, (having.at,), "at most as many as foljda")
        elif amount and bool(having.number) != bool(amount.number):
            message = f"The support {side} and how many had it can't both be right: one of them is 0."
            yield Fault("number-unlikely", message, (having.at, amount.at), "both 0 or neither")


def _amount(amount: Cell, persons: Decimal | None) -> Iterator[Fault]:
    """Less than nothing, or more than so many persons can have in a year; persons: None where it isn't told."""
    if not amount:
        return
    most = _MOST.get(amount.enhet)
    if amount.number < 0:
        message = "There can't be less than nothing of a support."
        yield Fault("number-negative", message, (amount.at,), "0 or more")
    elif persons and most and amount.number > most * persons:
        told = "A person" if persons == 1 else f"{persons.normalize():f} persons"
        expected = f"at most {(most * persons).normalize():f} {amount.enhet}"
        yield Fault("number-unlikely", f"{told} can't have so much in a year.", (amount.at,), expected)
