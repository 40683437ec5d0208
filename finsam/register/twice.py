"""The same figure delivered twice: once where the values agree, a fault where they don't."""

from __future__ import annotations

import math

import pandas as pd

from finsam.faults import Fault, Place, counted
from finsam.register.rows import KEY

_SHOWN = 5


def once(table: pd.DataFrame) -> tuple[pd.DataFrame, list[Fault], list[Fault]]:
    """The table with each figure once, faults and notes.

    Of values that are one number rounded differently, and of a figure and a missing one, the one that tells more stays.
    A figure that is suppressed in one file and told in another is a fault.
    """
    again = table.duplicated(list(KEY), keep=False)
    if not again.any():
        return table, [], []
    drop: list[int] = []
    clashes: dict[tuple[str, str, str], list[tuple[pd.Series, pd.Series]]] = {}
    same: dict[tuple[str, str], int] = {}
    for _, rows in table[again].groupby(list(KEY), sort=False):
        kept = rows.index[0]
        for other in rows.index[1:]:
            one, two = table.loc[kept], table.loc[other]
            better = _better(one, two)
            if better is None:
                clashes.setdefault((one["fil"], two["fil"], one["matt"]), []).append((one, two))
            pair = (one["fil"], two["fil"])
            same[pair] = same.get(pair, 0) + (better is not None)
            if better == 2:
                kept, other = other, kept
            drop.append(other)
    faults = [_clash(found) for found in clashes.values()]
    notes = [_told(first, second, count) for (first, second), count in same.items() if count]
    return table.drop(index=drop).reset_index(drop=True), faults, notes


def _better(one: pd.Series, two: pd.Series) -> int | None:
    """1 or 2, whichever tells more; None where they contradict each other."""
    if one["status"] or two["status"]:
        if one["status"] == two["status"]:
            return 1
        if {one["status"], two["status"]} == {"", "saknas"}:
            return 2 if one["status"] else 1
        return None
    if not _same(one["varde"], two["varde"]):
        return None
    if math.isnan(one["namnare"]) != math.isnan(two["namnare"]):
        return 2 if math.isnan(one["namnare"]) else 1
    if not math.isnan(one["namnare"]) and not _same(one["namnare"], two["namnare"]):
        return None
    return 2 if _decimals(two["varde"]) > _decimals(one["varde"]) else 1


def _same(one: float, two: float) -> bool:
    """Whether one is the other, perhaps rounded to the fewer of their decimals."""
    if one == two:
        return True
    fewer = min(_decimals(one), _decimals(two))
    return (
        _decimals(one) != _decimals(two) and abs(one - two) <= 0.5 * 10.0**-fewer * (1 + 1e-9) and fewer > 0
    )


def _decimals(value: float) -> int:
    text = repr(float(value))
    return 0 if text.endswith(".0") or "e" in text else len(text.partition(".")[2])


def _place(row: pd.Series) -> Place:
    shown = row["status"] or f"{row['varde']:.15g}"
    return Place(row["fil"], row["blad"] or None, int(row["radnr"]) or None, row["rubrik"] or None, shown)


def _clash(pairs: list[tuple[pd.Series, pd.Series]]) -> Fault:
    one = pairs[0][0]
    what = ", ".join(
        filter(
            None, (one["matt"], one["version"], one["kommun_kod"], one["kon"], one["alder"], one["period"])
        )
    )
    more = f", and {counted(len(pairs) - 1, 'more figure')} of these files" if len(pairs) > 1 else ""
    message = f"The same figure has different values: {what}{more}."
    places = tuple(_place(row) for pair in pairs[:_SHOWN] for row in pair)
    return Fault(
        "figure-twice", message, places, "one of them; move an older delivery to a folder named aldre"
    )


def _told(first: str, second: str, count: int) -> Fault:
    where = "the file" if first == second else "two files"
    message = f"{counted(count, 'figure stands', 'figures stand')} twice in {where}, the same both times; each is kept once."
    return Fault(
        "figure-repeated",
        message,
        tuple(Place(name) for name in dict.fromkeys((first, second))),
        None,
        "note",
    )
