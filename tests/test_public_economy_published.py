"""A published evaluation: 19 participants, 3.6 million kr more in the first year, 1.4 after the cost, 18.2 over five years.

Only these numbers are known, each right to its last decimal. What they can come of is tried here; docs/public-economy.md
tells what can't be known.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from finsam.measures.public_economy import Assumed, Change, Worth

D = Decimal
NOTHING_OFF = Assumed(D(0), D(1), D(0))


def spans(printed: str) -> tuple[Decimal, Decimal]:
    """What a number with one decimal can have been before it was rounded."""
    return D(printed) - D("0.05"), D(printed) + D("0.05")


def evaluated(first: Decimal, cost: Decimal, assumed: Assumed = NOTHING_OFF) -> Worth:
    return Worth([Change("Inkomst", first, {"personen": D(1)})], {"staten": cost}, assumed)


def is_printed(value: Decimal, as_: str) -> bool:
    return value.quantize(D("0.1"), ROUND_HALF_UP) == D(as_)


#: First years that are printed as 3.6 and costs that make 1.4 of them, by ten thousandths.
FIRST = [D(n) / 1000 for n in range(3550, 3650)]


def test_the_cost_of_the_insats_is_told_by_the_difference():
    costs = [D(n) / 100 for n in range(100, 400)]
    made = [cost for cost in costs for first in FIRST if is_printed(evaluated(first, cost).net(1), "1.4")]
    assert (min(made), max(made)) == (D("2.11"), D("2.29"))


def test_five_years_are_five_times_the_first_without_anything_taken_off():
    made = [first for first in FIRST if is_printed(evaluated(first, D(0)).net(5), "18.2")]
    assert (min(made), max(made)) == (D("3.63"), D("3.649"))
    low, _ = spans("18.2")
    _, most = spans("3.6")
    # So little may have been taken off by all assumptions together: 4.97 of five years are left.
    assert low / most > D("4.97")
    for assumed in (
        Assumed(D("0.01"), D(1), D(0)),
        Assumed(D(0), D("0.99"), D(0)),
        Assumed(D(0), D(1), D("0.01")),
    ):
        assert not any(is_printed(evaluated(first, D(0), assumed).net(5), "18.2") for first in FIRST)


def test_five_years_less_the_cost_are_another_number():
    nets = [evaluated(first, first - net).net(5) for first in FIRST for net in spans("1.4")]
    assert max(nets) < D("16.1")
    # Unless the gain grows from year to year, by more than five percent.
    growing = evaluated(D("3.64"), D("2.24"), Assumed(D(0), D("1.05"), D(0)))
    assert growing.net(5) < D("18.15")
    assert is_printed(evaluated(D("3.64"), D("2.24"), Assumed(D(0), D("1.058"), D(0))).net(5), "18.2")


def test_the_same_with_something_that_had_come_anyway():
    careful = evaluated(D("3.64"), D("2.24"), Assumed(D("0.5"), D("0.8"), D("0.035")))
    assert is_printed(careful.net(5), "3.4")
    assert is_printed(evaluated(D("3.64"), D("2.24")).net(5), "16.0")
