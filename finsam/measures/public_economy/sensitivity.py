"""How much an evaluation rests on what is assumed: one assumption at a time (tornado), and all of them drawn (Monte Carlo).

Nothing here is an amount that is booked or paid: draws are floats.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

import numpy as np

from finsam.measures.public_economy.value import HORIZONS, Worth

#: Draws of all assumptions together, and where the row of random numbers begins.
DRAWS, _SEED = 10_000, 20031210
#: The middle share of the draws that the interval holds.
_LEVEL = 0.95


@dataclass(frozen=True)
class Range:
    """The least and the most that an assumption is thought to be, as shares of one."""

    low: Decimal
    high: Decimal


@dataclass(frozen=True)
class Ranges:
    """assumed: by field of Assumed. prices: by kind of support the part that all its prices may be off, up and down."""

    assumed: Mapping[str, Range]
    prices: Mapping[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True)
class Swing:
    """The net value with one assumption at its lowest and at its highest, the others as assumed.

    name: a field of Assumed, or a kind of support whose prices it is.
    """

    name: str
    at_low: Decimal
    at_high: Decimal

    @property
    def width(self) -> Decimal:
        return abs(self.at_high - self.at_low)


def tornado(worth: Worth, ranges: Ranges, years: int = HORIZONS[-1]) -> list[Swing]:
    """Every assumption whose range changes the net value, the one that matters most first."""
    swings = [
        Swing(name, *(worth.assuming(**{name: end}).net(years) for end in (each.low, each.high)))
        for name, each in ranges.assumed.items()
    ]
    swings += [
        Swing(stod, *(_repriced(worth, stod, 1 + sign * part).net(years) for sign in (-1, 1)))
        for stod, part in ranges.prices.items()
    ]
    return sorted((each for each in swings if each.width), key=lambda each: (-each.width, each.name))


def _repriced(worth: Worth, stod: str, factor: Decimal) -> Worth:
    changes = [
        replace(each, price={payer: kr * factor for payer, kr in each.price.items()})
        if each.stod == stod
        else each
        for each in worth.changes
    ]
    return replace(worth, changes=changes)


def drawn(worth: Worth, ranges: Ranges, years: int, draws: int = DRAWS) -> np.ndarray:
    """Net values in kr, one for each draw of all assumptions, each by itself.

    An assumption is drawn from the triangle from its lowest over the assumed to its highest; a price is off by the same
    part for all payers, so that what one pays another still takes itself out. The same input gives the same draws.
    """
    random = np.random.default_rng(_SEED)
    of = {
        name: _triangle(random, getattr(worth.assumed, name), ranges.assumed.get(name), draws)
        for name in ("anyway", "left", "rate")
    }
    gain = np.zeros(draws)
    for each in worth.changes:
        part = ranges.prices.get(each.stod, Decimal(0))
        factor = _triangle(random, Decimal(1), Range(1 - part, 1 + part), draws)
        gain += float(each.total) * factor
    years_of = np.arange(1, years + 1)[:, None]
    factors = (of["left"] ** (years_of - 1) / (1 + of["rate"]) ** years_of).sum(axis=0)
    return (1 - of["anyway"]) * gain * factors - float(worth.paid())


def _triangle(random: np.random.Generator, mode: Decimal, of: Range | None, draws: int) -> np.ndarray:
    """Draws of the triangle, or the number itself where it has no range."""
    if of is None or of.low == of.high:
        return np.full(draws, float(mode))
    return random.triangular(float(of.low), float(mode), float(of.high), draws)


def interval(values: np.ndarray) -> tuple[float, float]:
    """What the middle 95 percent of the draws lie between."""
    low, high = np.quantile(values, [(1 - _LEVEL) / 2, (1 + _LEVEL) / 2])
    return float(low), float(high)
