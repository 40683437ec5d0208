"""The arithmetic of an evaluation, in kronor and exactly: what a change is worth to each payer, over the years.

The change of a kind of support is what all who were followed had the year after the end, less the year before the start.
Times the price that a payer has for one unit more, and added over the kinds, it is the gain of that payer in the first
year, G. Of year t after the end counts

    (1 - d) * G * q^(t-1) / (1 + r)^t

where d is the share that would have come anyway (hade kommit ändå), q what is left from one year to the next and r the
discount rate. The net value after T years is the sum of years 1 to T less the cost of the insats, which is paid before
the first of them. This is the usual present value of a social investment, with the gain of a year at its end.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from finsam.public_economy.definitions import PAYERS

#: Net values are told after so many years; the last is as far as anything is said.
HORIZONS = (1, 2, 5)


@dataclass(frozen=True)
class Change:
    """A kind of support. amount: after less before, of all who were followed, in units of the price.

    price: kr of one year that each payer gains (+) or pays (-) for one unit more.
    """

    stod: str
    amount: Decimal
    price: Mapping[str, Decimal]

    def gain(self, payer: str) -> Decimal:
        return self.amount * self.price.get(payer, Decimal(0))

    @property
    def total(self) -> Decimal:
        """What all payers together gain in a year: what one only pays another isn't in it."""
        return sum((self.gain(payer) for payer in PAYERS), Decimal(0))


@dataclass(frozen=True)
class Assumed:
    """anyway: d. left: q. rate: r. Shares of one."""

    anyway: Decimal
    left: Decimal
    rate: Decimal

    def factor(self, years: int) -> Decimal:
        """What the gain of the first year is multiplied by to be that of all years, discounted, without d."""
        return sum((self.of_year(year) for year in range(1, years + 1)), Decimal(0))

    def of_year(self, year: int) -> Decimal:
        """The part of the first year's gain that a year counts as, without d."""
        # 0 to the power of 0, which Decimal refuses, is 1 here: the first year is whole whatever is left of it.
        left = self.left ** (year - 1) if year > 1 else Decimal(1)
        return left / (1 + self.rate) ** year


@dataclass(frozen=True)
class Worth:
    """An evaluation. cost: kr that each payer has paid for the insats of those who were followed."""

    changes: Sequence[Change]
    cost: Mapping[str, Decimal]
    assumed: Assumed

    def gain(self, payer: str | None = None) -> Decimal:
        """The gain of the first year, G, of a payer or of all together: nothing taken off, nothing discounted."""
        if payer is None:
            return sum((each.total for each in self.changes), Decimal(0))
        return sum((each.gain(payer) for each in self.changes), Decimal(0))

    def paid(self, payer: str | None = None) -> Decimal:
        """The cost of a payer, or of all together."""
        return sum(self.cost.values(), Decimal(0)) if payer is None else self.cost.get(payer, Decimal(0))

    def net(self, years: int, payer: str | None = None) -> Decimal:
        """The net value after so many years, of a payer or of all together."""
        kept = 1 - self.assumed.anyway
        return kept * self.gain(payer) * self.assumed.factor(years) - self.paid(payer)

    def assuming(self, **values: Decimal) -> Worth:
        """The same with other assumptions."""
        return replace(self, assumed=replace(self.assumed, **values))

    def threshold(self, years: int) -> Decimal | None:
        """The share that would have come anyway at which the net value is 0: above it the insats has cost more.

        None where nothing was gained. Below 0 where the insats has cost more even if nothing had come anyway.
        """
        whole = self.gain() * self.assumed.factor(years)
        return 1 - self.paid() / whole if whole > 0 else None

    def years_to_break_even(self, within: int = HORIZONS[-1]) -> Decimal | None:
        """Years after the end until the gain has paid the cost, evenly within a year; None where it hasn't `within`."""
        left = self.paid()
        if left <= 0:
            return Decimal(0)
        for year in range(1, within + 1):
            gain = (1 - self.assumed.anyway) * self.gain() * self.assumed.of_year(year)
            if gain >= left:
                return year - 1 + left / gain
            left -= gain
        return None
