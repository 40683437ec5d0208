"""What a ledger as a whole says of itself: declared accounts and objects, days within the fiscal years."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from finsam.faults import counted
from finsam.records import records
from finsam.sources.sie.labels import RESERVED
from finsam.sources.sie.ledger import Ledger
from finsam.sources.sie.told import Told
from finsam.sources.sie.values import kr

_WITH_YEARS = ("balances", "object_balances", "periods", "object_periods")
_WITH_OBJECTS = ("object_balances", "object_periods", "transactions", "changes")
_TABLES = (*_WITH_YEARS, "transactions", "changes")


def check(ledger: Ledger, described: dict[str, int], told: Told) -> None:
    """Tell what doesn't hold together. described: accounts that #KTYP and the like name, with their first line."""
    if not any(len(getattr(ledger, name)) for name in _TABLES):
        message = "The file holds no balances and no vouchers; it may be cut off."
        told.add(
            "ledger-empty", message, told.place(), "#IB, #UB, #RES, #PSALDO, #PBUDGET or #VER with #TRANS"
        )
    if ledger.header.currency.upper() not in ("", "SEK"):
        message = "The ledger isn't kept in kronor; its amounts are read as if it were."
        told.add("currency-foreign", message, told.place(None, "#VALUTA", ledger.header.currency), "SEK")
    if ledger.kind != "4I":
        # Files of type 4I lean on what the receiving program knows.
        _years(ledger, told)
        _accounts(ledger, described, told)
        _objects(ledger, told)
    _days(ledger, told)
    _removed(ledger, told)


def _years(ledger: Ledger, told: Told) -> None:
    used = {year for name in _WITH_YEARS for year in getattr(ledger, name)["ar"]}
    used |= {0} if len(ledger.transactions) else set()
    for year in sorted(used - set(ledger.years["ar"]), reverse=True):
        message = f"The file holds figures of year {year} and doesn't say when that year starts and ends."
        told.add("year-missing", message, told.place(None, "#RAR"), f"#RAR {year} with two dates")


def _accounts(ledger: Ledger, described: dict[str, int], told: Told) -> None:
    first = dict(described)
    for name in _TABLES:
        _keep_first(first, _first_lines(getattr(ledger, name), "konto"))
    missing = sorted(set(first) - set(ledger.accounts["konto"]), key=first.__getitem__)
    if missing:
        message = f"{counted(len(missing), 'account is', 'accounts are')} used and named by no #KONTO."
        places = [told.place(first[account], "konto", account) for account in missing]
        told.add("account-undeclared", message, places, "#KONTO with number and name", "note")


def _objects(ledger: Ledger, told: Told) -> None:
    lists: dict[str, int] = {}
    for name in _WITH_OBJECTS:
        _keep_first(lists, _first_lines(getattr(ledger, name), "objekt"))
    objects: dict[tuple[str, str], int] = {}
    for name, *pair in zip(
        *(ledger.object_lists[name].tolist() for name in ledger.object_lists), strict=True
    ):
        if name in lists:
            _keep_first(objects, {tuple(pair): lists[name]})
    dimensions = _first_lines(ledger.objects, "dimension")
    for (dimension, _), line in objects.items():
        _keep_first(dimensions, {dimension: line})
    for dimension in sorted(set(dimensions) - {*ledger.dimensions["dimension"], *RESERVED}):
        message = f"Dimension {dimension} is used and has no #DIM, so its name isn't known."
        place = told.place(dimensions[dimension], "dimension", dimension)
        told.add("dimension-undeclared", message, place, "#DIM", "note")
    named = {*zip(ledger.objects["dimension"], ledger.objects["nummer"], strict=True)}
    missing = sorted(set(objects) - named, key=lambda pair: (objects[pair], pair))
    if missing:
        message = f"{counted(len(missing), 'object is', 'objects are')} used and named by no #OBJEKT."
        places = [told.place(objects[pair], "objekt", " ".join(pair)) for pair in missing]
        told.add("object-undeclared", message, places, "#OBJEKT with dimension, number and name", "note")


def _first_lines(table: pd.DataFrame, column: str) -> dict[str, int]:
    """The line where each text of a column stands first; the rows of a table are in the order of their lines."""
    texts, lines = table[column], table["radnr"].to_numpy()
    # Backwards: of equal keys the last one is kept.
    if texts.dtype != "category":
        return dict(zip(texts.tolist()[::-1], lines.tolist()[::-1], strict=True))
    first = np.zeros(len(texts.cat.categories), np.int64)
    first[texts.cat.codes.to_numpy()[::-1]] = lines[::-1]
    return {text: line for text, line in zip(texts.cat.categories, first.tolist(), strict=True) if line}


def _keep_first(lines: dict[Any, int], others: Mapping[Any, int]) -> None:
    for key, line in others.items():
        lines[key] = min(line, lines.get(key, line))


def _days(ledger: Ledger, told: Told) -> None:
    """Vouchers outside the fiscal years, and rows whose own day is outside though their voucher's isn't."""
    if ledger.years.empty:
        return
    vouchers, rows = ledger.vouchers, ledger.transactions
    outside = _outside(ledger, vouchers["datum"])
    told_already = outside | vouchers["datum"].isna().to_numpy()
    own = _outside(ledger, rows["datum"])
    own[own] = ~told_already[rows["ver"].to_numpy()[own]]
    if not (outside.any() or own.any()):
        return
    years = [f"{year.start:%Y%m%d}-{year.slut:%Y%m%d}" for year in ledger.years.itertuples()]
    expected = f"a day within {', '.join(years)}"
    for voucher in records(vouchers[outside], _Voucher):
        message = f"Voucher {f'{voucher.serie} {voucher.nummer}'.strip()} is dated outside the fiscal years."
        place = told.place(voucher.radnr, "#VER verdatum", f"{voucher.datum:%Y%m%d}")
        told.add("date-outside-year", message, place, expected)
    message = "The row is dated outside the fiscal years; its voucher isn't, and the row is counted with it."
    late = rows[own]
    for line, kind, day in zip(late["radnr"], late["slag"], late["datum"], strict=True):
        place = told.place(line, f"#{kind} transdat", f"{day:%Y%m%d}")
        told.add("row-date-outside-year", message, place, expected, "note")


class _Voucher(NamedTuple):
    serie: str
    nummer: str
    datum: pd.Timestamp
    radnr: int


def _outside(ledger: Ledger, dates: pd.Series) -> np.ndarray:
    """Which of the days are in none of the fiscal years."""
    days = dates.to_numpy()
    found = ~np.isnat(days)
    for start, end in zip(ledger.years["start"].to_numpy(), ledger.years["slut"].to_numpy(), strict=True):
        found &= (days < start) | (days > end)
    return found


def _removed(ledger: Ledger, told: Told) -> None:
    removed = ledger.changes[ledger.changes["slag"] == "BTRANS"]
    if len(removed):
        message = f"{counted(len(removed), 'row was', 'rows were')} removed from vouchers (#BTRANS), which isn't counted."
        places = [
            told.place(line, "#BTRANS belopp", kr(ore))
            for line, ore in zip(removed["radnr"], removed["ore"], strict=True)
        ]
        told.add("rows-removed", message, places, None, "note")
