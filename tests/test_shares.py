"""Intervals of shares and differences are the published ones, and funnel limits are those of the binomial."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from person_frames import counts, year_of
from scipy.stats import binom

from finsam.measures.participants import outcomes
from finsam.measures.shares import Interval, Share, difference, funnel, pooled

SHARES = st.integers(1, 2000).flatmap(lambda base: st.builds(Share, st.integers(0, base), st.just(base)))


# ---- One share ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("n", "base", "low", "high"),
    [
        # Newcombe (1998), Stat Med 17:857, table I, method 3.
        (81, 263, 25.53, 36.62),
        (15, 148, 6.24, 16.05),
        (0, 20, 0, 16.11),
        (1, 29, 0.61, 17.18),
        # The same counted from the other side.
        (182, 263, 63.38, 74.47),
        (20, 20, 83.89, 100),
        # One person: z² / (1 + z²).
        (0, 1, 0, 79.35),
        (1, 1, 20.65, 100),
    ],
)
def test_the_interval_of_a_share_is_the_published_one(n, base, low, high):
    interval = Share(n, base).interval
    assert (round(interval.low, 2), round(interval.high, 2)) == (low, high)


@given(SHARES)
@example(Share(0, 255))
@example(Share(256, 256))
def test_an_interval_holds_its_share_and_stays_within_0_and_100(share):
    interval = share.interval
    assert 0 <= interval.low <= interval.high <= 100
    assert interval.low <= float(share.percent) + 1e-9 and float(share.percent) - 1e-9 <= interval.high
    assert (interval.low == 0) == (share.n == 0)
    assert (interval.high == 100) == (share.n == share.N)


@given(SHARES)
def test_an_interval_narrows_as_the_same_share_is_of_more(share):
    wide, narrow = share.interval, Share(4 * share.n, 4 * share.N).interval
    assert narrow.high - narrow.low < wide.high - wide.low


@pytest.mark.parametrize(("base", "chance"), [(10, 0.4), (30, 0.1), (30, 0.5), (100, 0.05), (356, 0.46)])
def test_19_of_20_intervals_hold_the_true_share(base, chance):
    """Every possible outcome with its probability. Wilson's level varies around the nominal one."""
    holds = [100 * chance in Share(n, base).interval for n in range(base + 1)]
    covered = binom.pmf(range(base + 1), base, chance)[holds].sum()
    assert 0.93 < covered < 0.985


def test_those_who_are_no_part_of_the_base_have_no_interval():
    assert Share(30, 40, part=False).interval is None
    assert Share(30, 40, part=False).rounded() == 75
    assert not Share(41, 40, part=False).possible
    assert Share(40, 40, part=False).possible
    # Figures that contradict each other: more than all of them.
    assert Share(41, 40).interval is None


def test_an_interval_is_rounded_at_its_ends_alone():
    assert Interval(-2.5, 0.5).rounded() == (-3, 1)
    assert Interval(10.04, 10.06).rounded(1) == (Decimal("10.0"), Decimal("10.1"))
    assert str(Interval(-0.4, 0.4).rounded()[0]) == "0"


# ---- The difference of two shares --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("now", "before", "low", "high"),
    [
        # Newcombe (1998), Stat Med 17:873, table II, method 10.
        ((56, 70), (48, 80), 5.24, 33.39),
        ((9, 10), (3, 10), 17.05, 80.90),
        ((6, 7), (2, 7), 5.82, 80.62),
        ((5, 56), (0, 29), -3.81, 19.26),
        ((0, 10), (0, 20), -16.11, 27.75),
        ((0, 10), (0, 10), -27.75, 27.75),
        ((10, 10), (0, 20), 67.91, 100),
        ((10, 10), (0, 10), 60.75, 100),
    ],
)
def test_the_interval_of_a_difference_is_the_published_one(now, before, low, high):
    apart = difference(Share(*now), Share(*before))
    assert (round(apart.interval.low, 2), round(apart.interval.high, 2)) == (low, high)
    assert apart.points == Share(*now).percent - Share(*before).percent
    assert apart.clear == (low > 0 or high < 0)


@given(SHARES, SHARES)
def test_a_difference_the_other_way_round_has_the_other_sign(one, other):
    there, back = difference(one, other), difference(other, one)
    assert there.points == -back.points
    assert there.interval.low == pytest.approx(-back.interval.high, abs=1e-9)
    assert there.interval.low - 1e-9 <= float(there.points) <= there.interval.high + 1e-9


def test_a_fall_that_chance_can_not_explain_is_clear_too():
    assert difference(Share(20, 100), Share(60, 100)).clear
    assert not difference(Share(55, 100), Share(60, 100)).clear


def test_a_difference_to_a_share_without_an_interval_has_none_and_is_never_clear():
    apart = difference(Share(60, 100), Share(2, 100, part=False))
    assert apart.points == 58
    assert apart.interval is None and not apart.clear
    assert difference(Share(2, 100, part=False), Share(60, 100)).interval is None


# ---- Funnel limits -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("level", [0.95, 0.998])
@pytest.mark.parametrize("whole", [Share(163, 356), Share(3, 100), Share(7, 8)])
def test_a_share_is_outside_when_its_binomial_tail_is_smaller_than_the_level_leaves(whole, level):
    sizes = range(1, 80)
    low, high = funnel(whole, sizes, level)
    chance, tail = whole.n / whole.N, (1 - level) / 2
    for size, least, most in zip(sizes, low, high, strict=True):
        n = np.arange(size + 1)
        assert list(100 * n / size < least) == list(binom.cdf(n, size, chance) < tail)
        assert list(100 * n / size > most) == list(binom.sf(n - 1, size, chance) < tail)


def test_there_is_no_limit_where_no_outcome_is_improbable():
    low, high = funnel(Share(1, 2), [1, 5, 6], 0.95)
    # 1 / 2⁵ is more than 2.5 percent, 1 / 2⁶ less.
    assert list(np.isnan(low)) == list(np.isnan(high)) == [True, True, False]
    assert low[2] == pytest.approx(100 - high[2])


def test_the_whole_is_the_share_of_all_not_the_mean_of_shares():
    assert pooled([Share(1, 2), Share(10, 98)]) == Share(11, 100)


# ---- Bases -------------------------------------------------------------------------------------------------


def test_each_base_counts_its_own_measure():
    (outcome,) = outcomes(counts(*year_of("A", 2024, (6, 2, 1, 3), nya=9, kvar=8)), "2024")
    exits = ("arbete", "studier")
    assert outcome.on_base("avslutade", *exits) == Share(8, 12)
    assert outcome.on_base("alla", *exits) == Share(8, 20)
    assert outcome.on_base("inskrivna", *exits) == Share(8, 9, part=False)


def test_nobody_in_the_base_or_a_number_that_is_not_known_gives_no_share():
    (outcome,) = outcomes(counts(("A", "avslutade", "2024", 0), ("A", "arbete", "2024", 0)), "2024")
    assert outcome.on_base("avslutade", "arbete") is None
    assert outcome.on_base("alla", "arbete") is None


@given(st.lists(st.integers(0, 30), min_size=4, max_size=4), st.integers(0, 50), st.integers(1, 50))
def test_of_those_who_ended_all_ways_of_ending_make_100_percent(exits, kvar, nya):
    assume(sum(exits))
    (outcome,) = outcomes(counts(*year_of("A", 2024, exits, nya, kvar)), "2024")
    names = ("arbete", "studier", "annat_positivt_avslut", "avbrott")
    assert sum(outcome.on_base("avslutade", name).n for name in names) == sum(exits)
    assert outcome.on_base("alla", *names).percent <= 100
