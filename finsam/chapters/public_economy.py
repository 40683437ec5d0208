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
from finsam.public_economy.definitions import Assumption, Price, PublicEconomy, load_public_economy
from finsam.public_economy.persons import PERSON_ROWS
from finsam.tables.cells import Cell
from finsam.tables.words import KRONOR

#: How far anything is said, in years.
LAST = HORIZONS[-1]
#: The assumptions by the fields of Assumed.
STATED = {"anyway": "hade_kommit_anda", "left": "kvar_nasta_ar", "rate": "kalkylranta"}


@dataclass(frozen=True)
class Case:
    """An insats. worth, ranges: its evaluation; None where `why` says what keeps it from being made.

    why: `few` persons were followed, the rows don't tell one number of them (`differ`), rows were left `out`, a kind of
    support is `hidden` or `missing`, the accounts know no `cost`, nobody knows how many `ended`, or `assumed` nothing.
    """

    group: Followed
    worth: Worth | None = None
    ranges: Ranges | None = None
    why: str = ""

    @property
    def insats(self) -> str:
        return self.group.insats

    @cached_property
    def swings(self) -> list[Swing]:
        return tornado(self.worth, self.ranges, LAST)

    @cached_property
    def intervals(self) -> dict[int, tuple[float, float]]:
        """By horizon, in kr."""
        return {years: interval(drawn(self.worth, self.ranges, years)) for years in HORIZONS}

    @property
    def verdict(self) -> str:
        """`plus` or `minus` where the whole interval after the last horizon is on that side of 0, `forlust` where the
        change was for the worse, otherwise `oviss`."""
        low, high = self.intervals[LAST]
        if self.worth.gain() < 0:
            return "forlust"
        return "plus" if low > 0 else "minus" if high < 0 else "oviss"


@dataclass(frozen=True)
class Study:
    """definitions: None where nothing was delivered."""

    book: Book
    definitions: PublicEconomy | None
    cases: Sequence[Case]

    @property
    def evaluated(self) -> list[Case]:
        return [case for case in self.cases if case.worth]

    @property
    def shown(self) -> list[Case]:
        """Those whose number of followed participants may be told."""
        return [case for case in self.cases if case.group.foljda]

    @property
    def stated(self) -> dict[str, Assumption]:
        """The assumptions that the params state, by field of Assumed."""
        found = {name: getattr(self.definitions.antaganden, key) for name, key in STATED.items()}
        return {name: each for name, each in found.items() if each}

    @property
    def priced(self) -> dict[tuple[str, str], Price]:
        """The prices that are used, by kind of support and unit, in the kronor of their own year."""
        found = {
            (amount.stod, price_unit(amount.fore.enhet))
            for case in self.evaluated
            for amount in case.group.amounts
        }
        return {
            (stod, unit): self.definitions.price(stod, unit, self.book.ar) for stod, unit in sorted(found)
        }


def study(book: Book) -> Study:
    """Raises Faults with all that is wrong in the prices and assumptions."""
    table = book.table(KIND)
    if table.empty:
        return Study(book, None, ())
    definitions = load_public_economy(book.params.forbund_id)
    return Study(book, definitions, [_case(book, definitions, each) for each in followed(table, book.ar)])


def _case(book: Book, definitions: PublicEconomy, group: Followed) -> Case:
    if not group.foljda:
        return Case(group, why="few" if group.foljda.is_hidden else "differ")
    if _left_out(book):
        return Case(group, why="out")
    changes = [amount.change for amount in group.amounts]
    if not all(changes):
        return Case(group, why="hidden" if any(each.is_hidden for each in changes) else "missing")
    cost = insats_cost(book.table("budget"), group.insats, book.params)
    if cost is None:
        return Case(group, why="cost")
    of_ended = ended(book.table("deltagare"), group.insats, book.ar)
    if not of_ended:
        return Case(group, why="ended")
    stated = {name: getattr(definitions.antaganden, key) for name, key in STATED.items()}
    if not all(stated.values()):
        return Case(group, why="assumed")
    worth = Worth(
        [_change(book, definitions, each.stod, each.change) for each in group.amounts],
        by_payer(cost * group.foljda.varde / of_ended, RULE),
        Assumed(**{name: each.varde / 100 for name, each in stated.items()}),
    )
    ranges = Ranges(
        {name: Range(each.lagst / 100, each.hogst / 100) for name, each in stated.items()},
        {
            each.stod: definitions.price(each.stod, price_unit(each.fore.enhet), book.ar).spann / 100
            for each in group.amounts
        },
    )
    return Case(group, worth, ranges)


def _change(book: Book, definitions: PublicEconomy, stod: str, change: Cell) -> Change:
    price = definitions.price(stod, price_unit(change.enhet), book.ar)
    return Change(
        stod, change.varde * Decimal(KRONOR.get(change.enhet, 1)), definitions.in_year(price, book.ar)
    )


def _left_out(book: Book) -> bool:
    """Whether a row of the delivery was left out for its faults: a kind of support or a person less makes another result."""
    names = {
        name.strip().lower().split("-")[0]
        for row in book.delivery.rejected.itertuples()
        for name in (row.blad, PurePosixPath(row.fil).stem)
    }
    return not names.isdisjoint({KIND, PERSON_ROWS.name})
