"""Whether the vouchers of an export balance."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from finsam.faults import counted
from finsam.records import records
from finsam.sources.exports.cells import date
from finsam.sources.exports.rows import Table
from finsam.sources.sie.told import FIRST_LINES, Told
from finsam.sources.sie.values import kr


def tell_vouchers(table: Table, rows: pd.DataFrame, lost: list[dict[str, str]], told: Told) -> None:
    """Tell each voucher whose rows don't add up to 0. Rows without a number are added by series and day.

    rows: as `read_transactions` gives them, and `kredit` (öre as written). lost: rows that don't count, by key as
    written; a voucher that has one isn't looked at.
    """
    by_day = rows["nummer"] == ""
    off = _off(rows, by_day)
    negative = rows[rows["kredit"] < 0]
    if len(off) and len(negative) and _off(_turned(rows), by_day).empty:
        first = negative.iloc[0]
        message = "The credits are negative: the vouchers balance only when their sign is turned."
        place = table.place(int(first.radnr), "kredit", kr(first.kredit))
        told.add(
            "credit-negative", message, place, "credits as positive amounts, or one column with both signs"
        )
        return
    for voucher in records(off[~_is_lost(off, lost)], _Voucher):
        _tell_unbalanced(table, voucher, told)
    if by_day.any():
        message = f"Rows without a voucher number: {by_day.sum()}. Whether they balance is checked by day."
        place = table.place(int(rows.loc[by_day, "radnr"].iloc[0]), "verifikation", "")
        told.add("voucher-number-missing", message, place, "a number in each row", "note")
    _tell_days(table, rows[~by_day], told)


class _Voucher(NamedTuple):
    """A voucher as `_off` makes it. nummer: empty for the rows of a day."""

    serie: str
    nummer: str
    datum: pd.Timestamp
    ore: int
    radnr: int


def _off(rows: pd.DataFrame, by_day: pd.Series) -> pd.DataFrame:
    """The vouchers that don't add up to 0: serie, nummer, datum (of rows without a number), ore, radnr (first).

    Numbers begin anew each year, so that one number in two years is two vouchers.
    """
    keys = rows[["serie", "nummer", "ore", "radnr"]].assign(datum=rows["datum"].where(by_day, _years(rows)))
    vouchers = keys.groupby(["serie", "nummer", "datum"], sort=False, as_index=False)
    sums = vouchers.agg(ore=("ore", "sum"), radnr=("radnr", "min"))
    return sums[sums["ore"] != 0]


def _years(rows: pd.DataFrame) -> np.ndarray:
    """The first day of each row's year."""
    return rows["datum"].to_numpy().astype("datetime64[Y]").astype("datetime64[s]")


def _turned(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with the opposite sign of the credits: debit + credit instead of debit - credit."""
    return rows.assign(ore=rows["ore"] + 2 * rows["kredit"])


def _is_lost(vouchers: pd.DataFrame, lost: list[dict[str, str]]) -> pd.Series:
    """Which vouchers have a row that doesn't count. A row without number and day may be of any day."""
    known: set[tuple[str, str, pd.Timestamp | None]] = set()
    for cells in lost:
        serie, nummer = cells.get("serie", ""), cells.get("verifikation", "")
        known.add((serie, nummer, None if nummer else _day(cells["datum"])))
    any_day = ("", None) in {(nummer, day) for _, nummer, day in known}
    found = [
        (voucher.serie, voucher.nummer, None if voucher.nummer else voucher.datum) in known
        or (any_day and not voucher.nummer)
        for voucher in records(vouchers, _Voucher)
    ]
    return pd.Series(found, vouchers.index, dtype=bool)


def _day(text: str) -> pd.Timestamp | None:
    try:
        return pd.Timestamp(date(text))
    except ValueError:
        return None


def _tell_unbalanced(table: Table, voucher: _Voucher, told: Told) -> None:
    if voucher.nummer:
        message = f"The voucher doesn't balance: its rows add up to {kr(voucher.ore)}."
        place = table.place(voucher.radnr, "verifikation", f"{voucher.serie} {voucher.nummer}".strip())
    else:
        series = f" of series {voucher.serie}" if voucher.serie else ""
        message = (
            f"The rows without a voucher number{series} don't balance on this day: they add up to {kr(voucher.ore)}."
            " Without numbers, only whole days can be checked."
        )
        place = table.place(voucher.radnr, "datum", f"{voucher.datum:%Y-%m-%d}")
    told.add("voucher-unbalanced", message, place, kr(0))


def _tell_days(table: Table, numbered: pd.DataFrame, told: Told) -> None:
    """One number at several days may be several vouchers, whose differences would hide each other."""
    numbered = numbered.assign(ar=_years(numbered))
    vouchers = numbered.groupby(["serie", "nummer", "ar"], sort=False, as_index=False)
    days = vouchers.agg(days=("datum", "nunique"), radnr=("radnr", "min"))
    several = days[days["days"] > 1]
    if several.empty:
        return
    message = f"{counted(len(several), 'voucher number stands', 'voucher numbers stand')} at more than one day; each is taken for one voucher."
    if "serie" not in table.at:
        message += " If the export has a column of series, name it in the params."
    first = several.head(FIRST_LINES)
    places = [
        table.place(row, "verifikation", f"{series} {number}".strip())
        for series, number, row in zip(first["serie"], first["nummer"], first["radnr"], strict=True)
    ]
    told.add("voucher-days", message, places, "one day for each voucher", "note")
