"""The single postings behind an amount that was made from the ledger."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pandas as pd

from finsam.delivery.booked import tell_postings
from finsam.faults import Place
from finsam.ledger.cells import rounded
from finsam.params import Params
from finsam.records import At, records


@dataclass(frozen=True)
class Posting:
    """ver: number of the voucher, empty for a balance. ore: debit positive."""

    place: Place
    konto: str
    projekt: str
    ver: str
    ore: int


@dataclass(frozen=True)
class Booked:
    """All postings behind an amount.

    is_sum: whether they add up to it, with either sign, rounded as it is. Otherwise it is made of them and of others:
    a difference from the budget, a change between two days, what is left of the assets.
    """

    postings: tuple[Posting, ...]
    ore: int
    is_sum: bool

    @property
    def accounts(self) -> list[str]:
        return sorted({posting.konto for posting in self.postings})


def booked(params: Params, places: Iterable[Place]) -> dict[Place, Booked]:
    """By place, the postings behind the amounts of the ledger that stand at some places of its tables."""
    wanted = set(places)
    found: dict[Place, Booked] = {}

    def keep(row: dict[str, Any], behind: pd.DataFrame) -> None:
        place = Place(row["fil"], row["blad"] or None, row["radnr"], row["rubrik_i_fil"])
        if place in wanted and place not in found and len(behind):
            found[place] = _booked(row["varde"], row["enhet"], behind)

    if wanted:
        tell_postings(params, keep)
    return found


def _booked(value: Decimal | None, unit: str, behind: pd.DataFrame) -> Booked:
    postings = tuple(
        Posting(at.place(), konto, projekt, ver, int(ore))
        for at, konto, projekt, ver, ore in zip(
            records(behind, At), behind["konto"], behind["projekt"], behind["ver"], behind["ore"], strict=True
        )
    )
    total = sum(posting.ore for posting in postings)
    is_sum = value is not None and abs(value) == abs(rounded(total, unit))
    return Booked(postings, total, is_sum)
