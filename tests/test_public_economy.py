"""Net values, thresholds, break-even and sensitivity against answers by hand, and what must hold of any of them."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from finsam.measures.contributions import RULE
from finsam.measures.public_economy import (
    HORIZONS,
    Assumed,
    Change,
    Range,
    Ranges,
    Worth,
    by_payer,
    drawn,
    interval,
    tornado,
)
from finsam.public_economy.definitions import PAYERS

D = Decimal
#: A tenth of the change would have come anyway, half is left each year, a later year counts less by a quarter.
ASSUMED = Assumed(D("0.1"), D("0.5"), D("0.25"))


def worth(gain: int = 1000, cost: int = 400, assumed: Assumed = ASSUMED) -> Worth:
    """10 months of work more, whose price is a hundredth of ten gains, half the person's and half the kommun's."""
    price = {"kommunen": D(gain) / 20, "personen": D(gain) / 20}
    return Worth([Change("Arbete", D(10), price)], {"kommunen": D(cost)}, assumed)


def test_net_values_by_hand():
    found = worth()
    # Years: 1000 / 1.25 = 800; 500 / 1.5625 = 320; 128; 51.2; 20.48, of which nine tenths count.
    assert found.gain() == 1000 and found.gain("personen") == 500 and found.gain("staten") == 0
    assert [found.net(years) for years in HORIZONS] == [D("320"), D("608"), D("787.712")]
    assert found.net(5, "personen") == D("593.856")
    assert found.net(5, "kommunen") == D("193.856")
    assert found.assuming(anyway=D(0)).net(1) == 400


def test_the_threshold_is_where_the_net_value_is_nothing():
    # 800 + 320 + 128 + 51.2 + 20.48 = 1319.68 against 400.
    assert worth().threshold(5) == 1 - D(400) / D("1319.68")
    assert abs(worth().assuming(anyway=worth().threshold(5)).net(5)) < D("1e-20")
    assert worth(cost=2000).threshold(1) == D("-1.5")
    assert worth(gain=0).threshold(5) is None and worth(gain=-5).threshold(5) is None


@pytest.mark.parametrize(
    ("cost", "years"),
    # The first year counts 720, the second 288: half of 288 is left after 1.5 years.
    [(0, 0), (360, D("0.5")), (720, 1), (864, D("1.5")), (1008, 2), (1188, None)],
)
def test_the_cost_is_paid_after(cost, years):
    found = worth(cost=cost).years_to_break_even()
    assert (found is None) if years is None else abs(found - years) < D("1e-20")


def test_nothing_is_paid_back_by_a_loss():
    assert worth(gain=-100).years_to_break_even() is None
    assert worth(assumed=replace(ASSUMED, anyway=D(1))).years_to_break_even() is None


def test_an_effect_that_is_gone_after_a_year_counts_once():
    gone = worth(assumed=Assumed(D(0), D(0), D(0)))
    assert [gone.net(years) for years in HORIZONS] == [600, 600, 600]


def test_the_cost_is_paid_as_the_members_pay():
    assert by_payer(D(1000), RULE) == {"staten": 500, "regionen": 250, "kommunen": 250}


shares = st.decimals(0, 1, places=3)
prices = st.fixed_dictionaries({payer: st.decimals(-9999, 9999, places=2) for payer in PAYERS})
changes = st.lists(
    st.builds(Change, st.sampled_from("ABCDE"), st.decimals(-500, 500, places=1), prices),
    max_size=5,
    unique_by=lambda each: each.stod,
)
worths = st.builds(
    Worth,
    changes,
    st.fixed_dictionaries({payer: st.decimals(0, 9999, places=2) for payer in PAYERS[:3]}),
    st.builds(Assumed, shares, shares, shares),
)


@given(worths, st.sampled_from(HORIZONS))
def test_the_payers_together_are_all(found, years):
    assert abs(sum(found.net(years, payer) for payer in PAYERS) - found.net(years)) < D("1e-12")
    assert sum(found.gain(payer) for payer in PAYERS) == found.gain()


@given(worths, st.sampled_from(HORIZONS), st.decimals(-9999, 9999, places=2))
def test_what_one_pays_another_takes_itself_out(found, years, kr):
    benefit = Change("Bidrag", D(37), {"staten": -kr, "personen": kr})
    both = replace(found, changes=[*found.changes, benefit])
    assert abs(both.net(years) - found.net(years)) < D("1e-12")
    moved = both.net(years, "personen") - found.net(years, "personen")
    expected = (1 - found.assumed.anyway) * 37 * kr * found.assumed.factor(years)
    assert abs(moved - expected) < D("1e-12")


@given(worths, st.sampled_from(HORIZONS), st.integers(0, 9))
def test_the_gain_grows_as_the_prices(found, years, times):
    priced = [
        replace(each, price={payer: kr * times for payer, kr in each.price.items()}) for each in found.changes
    ]
    assert replace(found, changes=priced).gain() == times * found.gain()
    gain = found.net(years) + found.paid()
    assert abs(replace(found, changes=priced).net(years) + found.paid() - times * gain) < D("1e-9")


@given(worths)
def test_without_discount_years_are_added_up(found):
    plain = found.assuming(rate=D(0), left=D(1))
    assert plain.assumed.factor(5) == 5
    assert plain.net(5) == (1 - found.assumed.anyway) * 5 * found.gain() - found.paid()


@given(worths, st.sampled_from(HORIZONS))
def test_against_fractions(found, years):
    """The formula again, in exact fractions."""
    d, q, r = (Fraction(each) for each in (found.assumed.anyway, found.assumed.left, found.assumed.rate))
    gain = sum(Fraction(each.amount) * Fraction(sum(each.price.values())) for each in found.changes)
    kept = sum((q ** (t - 1)) / (1 + r) ** t for t in range(1, years + 1))
    exact = (1 - d) * gain * kept - Fraction(sum(found.cost.values()))
    assert abs(Fraction(found.net(years)) - exact) < Fraction(1, 10**12)


@given(worths)
def test_the_threshold_and_the_time_agree_with_the_net_value(found):
    share, paid = found.threshold(5), found.years_to_break_even()
    if share is not None:
        at = found.assuming(anyway=share).net(5)
        assert abs(at) < D("1e-6")
        assert (found.assumed.anyway <= share) == (found.net(5) >= -D("1e-15")) or abs(found.net(5)) < D(
            "1e-9"
        )
    assert (paid is not None and paid <= 5) == (found.net(5) >= 0 or found.paid() == 0) or abs(
        found.net(5)
    ) < D("1e-9")


def test_more_that_had_come_anyway_is_less():
    nets = [worth().assuming(anyway=D(each) / 10).net(5) for each in range(11)]
    assert nets == sorted(nets, reverse=True) and nets[-1] == -400


# ---- What it rests on ------------------------------------------------------------------------------------

RANGES = Ranges(
    {
        "anyway": Range(D("0.05"), D("0.6")),
        "left": Range(D("0.4"), D("0.6")),
        "rate": Range(D("0.25"), D("0.25")),
    },
    {"Arbete": D("0.2")},
)


def test_the_tornado_has_each_end_by_hand_and_the_widest_first():
    work, anyway, left = sorted(tornado(worth(), RANGES, 1), key=lambda each: each.name) + [None] * (
        3 - len(tornado(worth(), RANGES, 1))
    )
    # After one year nothing has been lost and the rate has no range: 0.9 x 800 x 0.8 - 400 and so on.
    assert (work.name, work.at_low, work.at_high) == ("Arbete", 176, 464)
    assert (anyway.name, anyway.at_low, anyway.at_high) == ("anyway", 360, -80)
    assert left is None
    assert [each.name for each in tornado(worth(), RANGES, 5)] == ["anyway", "Arbete", "left"]


def test_a_price_of_what_only_moves_money_is_left_out():
    moved = Change("Bidrag", D(10), {"staten": D(-50), "personen": D(50)})
    found = replace(worth(), changes=[*worth().changes, moved])
    ranges = replace(RANGES, prices={"Arbete": D("0.2"), "Bidrag": D("0.5")})
    assert "Bidrag" not in [each.name for each in tornado(found, ranges, 5)]
    assert drawn(found, ranges, 5, 4000).std() == pytest.approx(
        drawn(worth(), RANGES, 5, 4000).std(), rel=0.05
    )


def test_draws_are_the_same_each_time():
    assert (drawn(worth(), RANGES, 5, 50) == drawn(worth(), RANGES, 5, 50)).all()


def test_without_ranges_every_draw_is_the_net_value():
    none = Ranges({}, {})
    assert drawn(worth(), none, 5, 7) == pytest.approx([787.712] * 7)
    assert interval(drawn(worth(), none, 5, 7)) == pytest.approx((787.712, 787.712))


def test_the_variance_of_prices_is_the_one_by_formula():
    """A triangle from 1 - s over 1 to 1 + s has the variance s²/6; gains of kinds by themselves add theirs."""
    found = Worth(
        [Change("A", D(10), {"staten": D(100)}), Change("B", D(-4), {"regionen": D(-300)})],
        {"staten": D(500)},
        ASSUMED,
    )
    ranges = Ranges({}, {"A": D("0.3"), "B": D("0.5")})
    draws = drawn(found, ranges, 5, 200_000)
    factor = 0.9 * float(ASSUMED.factor(5))
    variance = factor**2 * ((1000 * 0.3) ** 2 / 6 + (1200 * 0.5) ** 2 / 6)
    assert draws.var() == pytest.approx(variance, rel=0.02)
    assert draws.mean() == pytest.approx(float(found.net(5)), rel=0.005)


def test_the_mean_of_the_share_is_that_of_its_triangle():
    """The net value is linear in the share that would have come anyway: its mean is (low + assumed + high) / 3."""
    ranges = Ranges({"anyway": RANGES.assumed["anyway"]}, {})
    draws = drawn(worth(), ranges, 5, 200_000)
    mean = (0.05 + 0.1 + 0.6) / 3
    assert draws.mean() == pytest.approx((1 - mean) * 1319.68 - 400, rel=0.005)
    low, high = interval(draws)
    assert (1 - 0.6) * 1319.68 - 400 < low < high < (1 - 0.05) * 1319.68 - 400


def test_the_interval_leaves_out_a_twentieth():
    assert interval(np.arange(1001, dtype=float)) == pytest.approx((25, 975))
