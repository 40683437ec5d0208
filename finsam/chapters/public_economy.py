"""What the chapter on the public economy evaluates: the insatser whose participants were followed.

    study = public_economy.study(book)
    show(public_economy_tables.net_values(study))

All is computed from the published tables, so that no result tells what a table hides.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from pathlib import PurePosixPath
from typing import Literal

from finsam.chapters.book import Book
from finsam.measures.contributions import RULE
from finsam.measures.public_economy import (
    HORIZONS,
    Assumed,
    Change,
    Followed,
    Range,
    Ranges,
    Swing,
    Worth,
    by_payer,
    drawn,
    ended,
    followed,
    insats_cost,
    interval,
    tornado,
)
from finsam.public_economy.check import KIND, price_unit
from finsam.public_economy.definitions import Assumption, PriceInYear, PublicEconomy, load_public_economy
from finsam.public_economy.persons import PERSON_ROWS
from finsam.sources.named import name_of
from finsam.tables.cells import Cell
from finsam.tables.words import KRONOR

#: How far anything is said, in years.
LAST = HORIZONS[-1]
#: The assumptions by the fields of Assumed.
STATED = {"anyway": "hade_kommit_anda", "left": "kvar_nasta_ar", "rate": "kalkylranta"}

#: What keeps an evaluation from being made: `few` persons were followed, the rows don't tell one number of them
#: (`differ`), rows were left `out`, a kind of support is `hidden` or `missing`, the accounts know no `cost`, nobody knows
#: how many `ended`, or `assumed` nothing.
Why = Literal["few", "differ", "out", "hidden", "missing", "cost", "ended", "assumed"]


@dataclass(frozen=True)
class Case:
    """An insats whose participants were followed."""

    group: Followed

    @property
    def insats(self) -> str:
        return self.group.insats


@dataclass(frozen=True)
class Unevaluated(Case):
    """An insats without an evaluation."""

    why: Why


@dataclass(frozen=True)
class Evaluation(Case):
    """An insats with its evaluation, and how far off what is assumed may be."""

    worth: Worth
    ranges: Ranges

    @cached_property
    def swings(self) -> list[Swing]:
        return tornado(self.worth, self.ranges, LAST)

    @cached_property
    def intervals(self) -> dict[int, tuple[float, float]]:
        """By horizon, in kr."""
        return {years: interval(drawn(self.worth, self.ranges, years)) for years in HORIZONS}

    @property
    def verdict(self) -> Literal["plus", "minus", "forlust", "oviss"]:
        """`plus` or `minus` where the whole interval after the last horizon is on that side of 0, `forlust` where the
        change was for the worse, otherwise `oviss`."""
        low, high = self.intervals[LAST]
        if self.worth.gain() < 0:
            return "forlust"
        return "plus" if low > 0 else "minus" if high < 0 else "oviss"

    @property
    def threshold(self) -> Decimal | None:
        """The share that would have come anyway at which the last net value is 0; None where it is below 0 at any share."""
        share = self.worth.threshold(LAST)
        return None if share is None or share < 0 else share


@dataclass(frozen=True)
class Study:
    """definitions: empty where nothing was delivered."""

    book: Book
    definitions: PublicEconomy
    cases: Sequence[Evaluation | Unevaluated]

    @property
    def evaluated(self) -> list[Evaluation]:
        return [case for case in self.cases if isinstance(case, Evaluation)]

    @property
    def unevaluated(self) -> list[Unevaluated]:
        return [case for case in self.cases if isinstance(case, Unevaluated)]

    @property
    def shown(self) -> list[Evaluation | Unevaluated]:
        """Those whose number of followed participants may be told."""
        return [case for case in self.cases if case.group.foljda]

    @property
    def stated(self) -> dict[str, Assumption]:
        """The assumptions that the params state, by field of Assumed and in the order of STATED."""
        return _stated(self.definitions)

    @property
    def priced(self) -> dict[tuple[str, str], PriceInYear]:
        """The prices that are used, by kind of support and unit, in kr of the book's year."""
        found = {
            (amount.stod, price_unit(amount.fore.enhet))
            for case in self.evaluated
            for amount in case.group.amounts
        }
        return {
            (stod, unit): self.definitions.price_in_year(stod, unit, self.book.ar)
            for stod, unit in sorted(found)
        }


def study(book: Book) -> Study:
    """Raises Faults with all that is wrong in the prices and assumptions."""
    table = book.table(KIND)
    if table.empty:
        return Study(book, PublicEconomy(), ())
    definitions = load_public_economy(book.params.forbund_id)
    return Study(book, definitions, [_case(book, definitions, each) for each in followed(table, book.ar)])


def _case(book: Book, definitions: PublicEconomy, group: Followed) -> Evaluation | Unevaluated:
    if not group.foljda:
        return Unevaluated(group, "few" if group.foljda.is_hidden else "differ")
    if _left_out(book):
        return Unevaluated(group, "out")
    changes = [amount.change for amount in group.amounts]
    if not all(changes):
        return Unevaluated(group, "hidden" if any(each.is_hidden for each in changes) else "missing")
    cost = insats_cost(book.table("budget"), group.insats, book.params)
    if cost is None:
        return Unevaluated(group, "cost")
    of_ended = ended(book.table("deltagare"), group.insats, book.ar)
    if not of_ended:
        return Unevaluated(group, "ended")
    if _stated(definitions).keys() != STATED.keys():
        return Unevaluated(group, "assumed")
    return _evaluation(group, definitions, book.ar, cost * group.foljda.number / of_ended)


def _evaluation(group: Followed, definitions: PublicEconomy, ar: int, cost: Decimal) -> Evaluation:
    """cost: kr, of those who were followed. Every number of the group is told, and every assumption stated."""
    stated = _stated(definitions)
    priced = [
        (each, definitions.price_in_year(each.stod, price_unit(each.fore.enhet), ar))
        for each in group.amounts
    ]
    worth = Worth(
        [Change(each.stod, _in_price_units(each.change), found.by_payer) for each, found in priced],
        by_payer(cost, RULE),
        Assumed(**{name: each.varde / 100 for name, each in stated.items()}),
    )
    ranges = Ranges(
        {name: Range(each.lagst / 100, each.hogst / 100) for name, each in stated.items()},
        {each.stod: found.price.spann / 100 for each, found in priced},
    )
    return Evaluation(group, worth, ranges)


def _stated(definitions: PublicEconomy) -> dict[str, Assumption]:
    found = {name: getattr(definitions.antaganden, key) for name, key in STATED.items()}
    return {name: each for name, each in found.items() if each}


def _in_price_units(change: Cell) -> Decimal:
    """Amounts of money in kr, others as they are (check.price_unit)."""
    return change.number * KRONOR.get(change.enhet, 1)


def _left_out(book: Book) -> bool:
    """Whether a row of the delivery was left out for its faults: a kind of support or a person less makes another result."""
    rejected = book.delivery.rejected
    places = zip(rejected["fil"], rejected["blad"], strict=True)
    return any(name_of(PurePosixPath(fil), blad, {KIND, PERSON_ROWS.name}) for fil, blad in places)
