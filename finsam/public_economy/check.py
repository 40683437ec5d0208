"""What must be right in `fore_efter` before anything is computed: kinds that are known, prices, possible amounts."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pandas as pd

from finsam.faults import Fault, Faults, Place, nearest
from finsam.params import Params
from finsam.paths import relative
from finsam.public_economy.definitions import PAYERS, PRICED, PublicEconomy, files, load_public_economy
from finsam.tables.cells import Row, rows
from finsam.tables.definitions import plain
from finsam.tables.words import KRONOR

KIND = "fore_efter"
_KEYS = ("insats", "stod", "period", "fil", "blad", "radnr")
#: The most that a person can have of a kind in a year, by unit.
_MOST = {"manader": Decimal(12), "dagar": Decimal(366), "timmar": Decimal(366 * 24)}


def named(table: pd.DataFrame, params: Params) -> tuple[pd.DataFrame, list[Fault]]:
    """The table `fore_efter` with one name for each kind of support, and all that is wrong in it and in the prices."""
    try:
        definitions = load_public_economy(params.forbund_id)
    except Faults as wrong:
        return table, list(wrong.faults)
    words, faults = definitions.words, []
    for row in rows(table, _KEYS):
        faults += _amounts(row)
        if plain(row.key["stod"]) in words:
            faults += _price(row, words[plain(row.key["stod"])], definitions, params)
        else:
            message = f"No kind of support is called so.{nearest(row.key['stod'], definitions.stod)}"
            expected = f"one of {', '.join(definitions.stod)}, or a kind of its own in {_own(params)}"
            faults.append(Fault("word-unknown", message, (_place(row, "stod", row.key["stod"]),), expected))
    return table.assign(stod=[words.get(plain(text), text) for text in table["stod"]]), faults


def price_unit(enhet: str) -> str:
    """The unit that the price of a row is of: amounts of money have prices by krona."""
    return "kr" if enhet in KRONOR else enhet


def _own(params: Params) -> str:
    return relative(files(params.forbund_id)[1])


def _place(row: Row, column: str, text: str) -> Place:
    return Place(row.key["fil"], row.key["blad"] or None, int(row.key["radnr"]), column, text)


def _price(row: Row, stod: str, definitions: PublicEconomy, params: Params) -> Iterator[Fault]:
    enhet = row["fore"].enhet
    unit = price_unit(enhet)
    if unit not in PRICED:
        message = f"Support isn't counted in {enhet}."
        expected = f"one of {', '.join(KRONOR)}, {', '.join(PRICED[1:])}"
        yield Fault("unit-unknown", message, (_place(row, "enhet", enhet),), expected)
        return
    price = definitions.price(stod, unit, params.ar)
    where = (Place(_own(params), None, None, f"stod.{stod}.priser"), _place(row, "stod", row.key["stod"]))
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
    persons = row["foljda"]
    if persons and not persons.varde:
        yield Fault("number-unlikely", "Nobody was followed.", (persons.place,), "a number above 0")
        return
    most = _MOST.get(row["fore"].enhet)
    for name in ("fore", "efter"):
        amount, having = row[name], row[f"{name}_personer"]
        if amount and amount.varde < 0:
            message = "There can't be less than nothing of a support."
            yield Fault("number-negative", message, (amount.place,), "0 or more")
        elif amount and persons and most and amount.varde > most * persons.varde:
            message = f"{persons.varde.normalize():f} persons can't have so much in a year."
            expected = f"at most {(most * persons.varde).normalize():f} {amount.enhet}"
            yield Fault("number-unlikely", message, (amount.place,), expected)
        if not having:
            continue
        if not 0 <= having.varde <= (persons.varde if persons else having.varde):
            message = "More have the support than were followed."
            yield Fault("number-unlikely", message, (having.place,), "at most as many as foljda")
        elif amount and bool(having.varde) != bool(amount.varde):
            message = f"The support {name} and how many had it can't both be right: one of them is 0."
            yield Fault("number-unlikely", message, (having.place, amount.place), "both 0 or neither")
