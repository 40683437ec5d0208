"""Intervals and tests of trends hold their level: 500 simulated series with known answers for each kind of figures.

Seeds are fixed. A share that is 95 percent (5 percent) in truth lies within 0.95 (0.05) plus or minus BAND, three
binomial standard errors of 500 draws, 997 times of 1,000.
"""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest
from trend_series import count, mixed, pair, plain, rate, rolling, share, stepped

from finsam.measures.trends import against, find_break, reached, trend
from finsam.tables.statistics import Target

DRAWS = 500
BAND = 3 * (0.05 * 0.95 / DRAWS) ** 0.5

pytestmark = pytest.mark.slow


def draws(of):
    return [of(np.random.default_rng([7, seed])) for seed in range(DRAWS)]


def covered(of) -> np.ndarray:
    """How often the intervals of yearly change, level and change hold the truth."""
    hits = np.zeros(3)
    for series, *truth in draws(of):
        found = trend(series)
        intervals = (found.per_year_interval, found.level_interval, found.change_interval)
        hits += [value in interval for value, interval in zip(truth, intervals, strict=True)]
    return hits / DRAWS


@pytest.mark.parametrize(
    "of",
    [
        pytest.param(make(n, rho), id=f"{make.__name__}-{n}-{rho}")
        for make, n, rho in [
            (share, 8, 0.3), (share, 17, 0), (share, 17, 0.5),
            (rate, 8, 0.5), (rate, 17, 0.3), (rate, 17, 0.5),
            (count, 8, 0.5), (count, 17, 0.3),
            (plain, 5, 0.3), (plain, 8, 0.5), (plain, 12, 0.5), (plain, 17, 0.5), (plain, 17, 0),
            (rolling, 8, 0.9), (rolling, 17, 0.5), (rolling, 17, 0.9),
        ]
    ],
)  # fmt: skip
def test_intervals_hold_their_level_for_autocorrelation_up_to_a_half(of, record_property):
    found = covered(of)
    record_property("covered", found.tolist())
    print("covered", found)
    assert (found >= 0.95 - BAND).all()


@pytest.mark.parametrize("n", [6, 12, 17])
def test_the_interval_is_exact_on_average_over_the_autocorrelations_that_it_allows(n):
    found = covered(mixed(n))[0]
    print("covered", found)
    assert found == pytest.approx(0.95, abs=BAND)


@pytest.mark.parametrize(("n", "rho"), [(8, 0.5), (17, 0.0), (17, 0.5)])
def test_equal_trends_seldom_differ(n, rho):
    found = np.mean([0 not in against(*both).interval for both in draws(pair(n, rho))])
    print("false", found)
    assert found <= 0.05 + BAND
    if rho == 0.5:
        assert found >= 0.05 - BAND


def test_trends_that_differ_are_found():
    found = np.mean([0 not in against(*both).interval for both in draws(pair(17, 0.3, extra=-0.15))])
    print("power", found)
    assert found > 0.8


@pytest.mark.parametrize(("n", "rho"), [(8, 0.5), (12, 0.3), (17, 0.0), (17, 0.3), (17, 0.5)])
def test_breaks_are_seldom_found_where_there_is_none(n, rho):
    found = np.mean([find_break(series).found for series in draws(stepped(n, rho, 0, 8))])
    print("false", found)
    assert found <= 0.05 + BAND
    if rho == 0.5:
        assert found >= 0.05 - BAND


@pytest.mark.parametrize("rho", [0.0, 0.5])
def test_breaks_are_found_where_they_are(rho):
    found = [find_break(series) for series in draws(stepped(17, rho, 6, 9))]
    clear = [one for one in found if one.found]
    right = [one.period == "2017" for one in clear]
    held = np.mean([6 in one.interval for one in found])
    print("power", len(clear) / DRAWS, "right", np.mean(right), "covered", held)
    assert len(clear) > 0.8 * DRAWS
    assert np.mean(right) > 0.9
    assert held >= 0.95 - BAND


@pytest.mark.parametrize("rho", [0.3, 0.5])
def test_the_crossing_lies_between_earliest_and_latest(rho):
    # From 12 days in 2008 with -0.3 a year, the line is at 5.7 in 2029.
    found = [
        reached(trend(series), Target(varde=Decimal("5.7"), text="Mål"))
        for series, *_ in draws(plain(17, rho))
    ]
    ahead = [one for one in found if one.state in ("nas", "nas_inte")]
    held = np.mean([bool(one.earliest) and one.earliest <= "2029" <= (one.latest or "9999") for one in ahead])
    print("covered", held, "of", len(ahead))
    assert len(ahead) > 0.8 * DRAWS
    assert held >= 0.95 - BAND
