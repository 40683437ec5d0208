"""Trends against the county's, and against targets: hand-calculated cases, and what can't be told."""

from __future__ import annotations

import math
from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from trend_series import made, months, pair, years

import finsam.register.series
from finsam.measures.trends import against, reached, trend
from finsam.measures.trends.fit import fit
from finsam.register.series import NotComparable, combined
from finsam.tables.statistics import Break, Target, measures

pytestmark = pytest.mark.filterwarnings("error")

FIGURES = [12.1, 11.8, 12.0, 11.2, 10.9, 11.1, 10.2, 10.4, 9.8]
OTHERS = [11.0, 11.1, 10.7, 10.8, 10.5, 10.5, 10.2, 10.3, 10.0]


def days(values, sizes=None, **more):
    return made("sjukpenningtal", years(len(values)), values, sizes, **more)


def county(values, sizes=None, matt="sjukpenningtal"):
    return made(matt, years(len(values)), values, sizes, areas=("24",), name="Västerbottens län")


# ---- Against the county ----------------------------------------------------------------------------------


def test_the_county_is_taken_without_the_kommun():
    own, others = np.array(FIGURES), np.array(OTHERS)
    whole = (own * 2000 + others * 18000) / 20000
    found = against(days(own, 2000), county(whole, 20000))
    by_hand = fit("linjar", np.arange(9.0), own - others).slope()
    assert found.difference == pytest.approx(by_hand.estimate)
    assert found.p == pytest.approx(by_hand.p)
    assert (found.interval.low, found.interval.high) == pytest.approx(
        (by_hand.interval.low, by_hand.interval.high)
    )
    assert (found.enhet, found.n, found.first, found.last) == ("dagar", 9, "2016", "2024")
    assert found.note == "Jämförelsen är med Västerbottens län utan den egna delen."
    assert 0 not in found.interval


def test_a_difference_weighs_by_both_denominators():
    own, others = np.array(FIGURES), np.array(OTHERS)
    n, rest = np.linspace(500, 3000, 9), np.linspace(9000, 4000, 9)
    whole = (own * n + others * rest) / (n + rest)
    by_hand = fit("linjar", np.arange(9.0), own - others, n * rest / (n + rest)).slope()
    found = against(days(own, n), county(whole, n + rest))
    assert found.difference == pytest.approx(by_hand.estimate) and found.p == pytest.approx(by_hand.p)


def test_a_forbund_is_taken_out_of_the_country():
    parts = [days(FIGURES, 1000, areas=(code,)) for code in ("2460", "2480")]
    both = combined(parts, "Förbundet")
    riket = made("sjukpenningtal", years(9), OTHERS, 1e6, areas=("00",), name="Riket")
    assert against(both, riket).note == "Jämförelsen är med Riket utan den egna delen."


def test_without_denominators_the_kommun_stays_in_the_county_and_it_is_told():
    found = against(days(FIGURES), county(OTHERS))
    assert found.note.startswith("Jämförelsen är med hela Västerbottens län, eftersom nämnare saknas")
    by_hand = fit("linjar", np.arange(9.0), np.array(FIGURES) - OTHERS).slope()
    assert found.difference == pytest.approx(by_hand.estimate)


def test_a_kommun_larger_than_its_county_is_not_taken_out():
    found = against(days(FIGURES, 3000), county(OTHERS, 2000))
    assert found.note.endswith("eftersom den egna delen inte går att räkna bort.")
    assert found.p is not None


def test_another_county_is_taken_as_it_is():
    other = replace(county(OTHERS, 20000), areas=("25",), name="Norrbottens län")
    assert against(days(FIGURES, 2000), other).note == ""


def test_a_kommun_that_is_its_county_has_nothing_to_be_compared_with():
    gotland = days(FIGURES, 2000, areas=("0980",), name="Gotland")
    whole = made("sjukpenningtal", years(9), FIGURES, 2000, areas=("09",), name="Gotlands län")
    found = against(gotland, whole)
    assert (found.p, found.interval) == (None, None)
    assert found.reason == "Gotlands län består bara av samma kommuner, så det finns inget att jämföra med."


def test_counts_are_compared_in_percent():
    wave = np.array([1, 1.01, 0.98, 1.02, 1, 0.99, 1.01, 1])
    own, others = 100 * 1.05 ** np.arange(8.0) * wave, 900 * 1.02 ** np.arange(8.0)
    matt = "helarsekvivalenter_totalt"
    found = against(made(matt, years(8), own), county(own + others, matt=matt))
    assert found.enhet == "procent"
    assert found.difference == pytest.approx(100 * (1.05 / 1.02 - 1), abs=0.3)
    assert 0 not in found.interval


def test_shares_are_compared_in_percentage_points():
    found = against(made("uvas_andel", years(9), FIGURES, 900), county(OTHERS, 9000, "uvas_andel"))
    assert found.enhet == "procentenheter"


def test_only_common_periods_are_compared():
    own = days([5.0, *FIGURES], 2000)
    gap = [*OTHERS[:4], math.nan, *OTHERS[5:]]
    found = against(own, county([*gap, 3.0], 20000).until("2023"))
    assert (found.first, found.last) == ("2015", "2023")
    assert found.n == 8
    none = against(
        days(FIGURES).until("2018"), replace(county(OTHERS), points=county(OTHERS).points.iloc[5:])
    )
    assert none.reason == "Det finns inga siffror att följa."
    few = against(days(FIGURES).until("2018"), county(OTHERS))
    assert "bara tre siffror" in few.reason and few.p is None


def test_a_pandemic_that_strikes_all_makes_no_difference():
    bump = np.array([0, 0, 0, 4, 5, 0, 0, 0, 0.0])
    one = against(days(FIGURES), county(OTHERS))
    other = against(days(np.array(FIGURES) + bump), county(np.array(OTHERS) + bump))
    assert other.difference == pytest.approx(one.difference) and other.p == pytest.approx(one.p)


def test_a_county_that_stands_still_can_be_compared_with():
    assert against(days(FIGURES), county([10.0] * 9)).difference == pytest.approx(
        fit("linjar", np.arange(9.0), np.array(FIGURES)).slope().estimate
    )
    same = against(days(FIGURES), county(FIGURES))
    assert same.p is None and "följer en linje exakt" in same.reason


def test_what_is_not_comparable_is_refused():
    with pytest.raises(NotComparable, match="räknas på olika sätt"):
        against(days(FIGURES, version="1.0"), replace(county(OTHERS), version="2.0"))
    with pytest.raises(NotComparable, match="sig själv"):
        against(days(FIGURES), days(FIGURES))
    monthly = made("sjukpenningtal", months(5), np.arange(60.0), areas=("24",), name="L")
    with pytest.raises(NotComparable, match="Månader"):
        against(days(FIGURES), monthly)


def test_rolling_months_are_compared_from_the_last_common_one():
    rng = np.random.default_rng(4)
    one = made("sjukpenningtal", months(6), 10 + rng.standard_normal(72), 2000)
    other = made("sjukpenningtal", months(6), 10 + rng.standard_normal(72), 20000, areas=("24",), name="L")
    found = against(one.until("2024-09"), other)
    assert (found.first, found.last, found.n) == ("2019-09", "2024-09", 6)


def test_equal_trends_seldom_differ_and_others_do():
    draws = 100
    false, found = (
        sum(
            0 not in against(*pair(14, 0.4, extra)(np.random.default_rng([17, seed]))).interval
            for seed in range(draws)
        )
        for extra in (0.0, -0.3)
    )
    assert false / draws <= 0.05 + 3 * (0.05 * 0.95 / draws) ** 0.5
    assert found > 0.8 * draws


# ---- Targets ---------------------------------------------------------------------------------------------


def level(value: float) -> Target:
    return Target(varde=Decimal(str(value)), text="Mål")


def test_a_target_is_reached_since_the_first_figure_that_stayed_below():
    found = reached(trend(days([10.0, 8.9, 9.4, 9.0, 8.7, 8.8])), level(9.0))
    assert (found.state, found.period, found.limit) == ("natt", "2022", 9.0)
    assert reached(trend(days([8.0, 7.9])), level(9.0)).period == "2023"


def test_a_target_is_reached_where_the_line_crosses_it():
    # A line of -0.5 a year through 10.0 in 2024 is at 8.5 in 2027, just above the target, and at 8.0 in 2028.
    values = 10 + 0.5 * np.arange(11.0)[::-1] + np.tile([0.02, -0.02], 6)[:11]
    found = reached(trend(days(values)), level(8.45))
    assert (found.state, found.period) == ("nas", "2028")
    assert found.earliest <= found.period <= found.latest
    assert found.earliest in ("2027", "2028") and found.latest in ("2028", "2029")


def test_the_crossing_is_where_the_interval_of_the_line_holds_the_target():
    series = days(FIGURES)
    found, model = reached(trend(series), level(8.5)), trend(series).fit
    line = model.predictor(np.arange(2025.0, 2033.0))
    years = [replace(line, mean=line.mean[:, at], error=line.error[:, at]).interval for at in range(8)]
    inside = 2025 + np.flatnonzero([each.low <= 8.5 < each.high for each in years])
    assert found.earliest == str(inside[0])
    assert found.latest is None or found.latest == str(inside[-1] + 1)
    assert found.state == "nas"


def test_a_line_at_the_target_with_a_last_figure_above_it_is_told():
    found = reached(trend(days([*(14 - 0.5 * np.arange(11)), 10.0])), level(9.7))
    assert (found.state, found.period) == ("nas", "2025")
    assert found.reason == "Trendlinjen är redan vid målet, men den senaste siffran är det inte."


def test_a_target_beyond_sight_is_not_reached():
    assert reached(trend(days(FIGURES)), level(1.0)).state == "nas_inte"
    found = reached(trend(days(FIGURES[::-1])), level(9.0))
    assert (found.state, found.period, found.latest) == ("nas_inte", None, None)
    assert found.reason == "Trenden går inte mot målet."


@settings(max_examples=30)
@given(st.lists(st.floats(5, 15), min_size=4, max_size=14).filter(lambda v: np.abs(np.diff(v, 2)).max() > 0.1),
       st.floats(2, 14))  # fmt: skip
def test_nothing_is_said_of_longer_than_the_series_is(values, wanted):
    found = reached(trend(days(values)), level(round(wanted, 3)))
    for period in (found.period, found.earliest, found.latest):
        assert period is None or int(period) <= 2024 + len(values) - 1
    if found.state == "nas":
        assert found.earliest is not None and found.earliest <= found.period
        assert found.latest is None or found.period <= found.latest


def test_months_are_told_of_figures_by_month():
    values = 12 - 0.02 * np.arange(120) + np.repeat([0.02, -0.03, 0.01, 0, 0.02] * 2, 12)
    found = reached(trend(made("sjukpenningtal", months(10), values)), level(9.0))
    # 12 - 0.02 m is 9 at month 150 from January 2015: June or July 2027.
    assert found.state == "nas" and "2027-04" <= found.period <= "2027-10"
    assert found.earliest <= found.period <= found.latest


def test_with_few_figures_a_crossing_is_not_judged_but_a_reached_target_is_told():
    found = reached(trend(days([9.9, 9.5, 9.2])), level(9.0))
    assert found.state == "kan_inte_bedomas" and "bara tre siffror" in found.reason
    assert reached(trend(days([])), level(9.0)).state == "kan_inte_bedomas"


def uvas(values):
    return made("uvas_andel", years(len(values)), values, 3000)


def test_a_target_since_a_year_is_counted_from_that_years_figure():
    goal = measures()["uvas_andel"].mal
    series = uvas([13.0, 12.9, 12.0, 11.8, 11.0, 10.6, 10.0, 9.7, 9.0, 8.6, 8.4])  # 2014 to 2024
    found = reached(trend(series), goal)
    assert found.limit == 8.0
    assert found.state == "nas" and found.period in ("2025", "2026")
    assert reached(trend(uvas([13.0, *[9.0] * 6, 9.5, 8.1, 8.0, 7.9])), goal).period == "2023"


def test_a_target_since_a_year_needs_that_years_figure():
    goal = measures()["uvas_andel"].mal
    found = reached(trend(uvas([13.0, 12.0, 12.5, 11.0, 10.9])), goal)
    assert (found.state, found.reason) == (
        "kan_inte_bedomas", "Basåret 2014 saknar siffra, och utan den kan målet inte bedömas."
    )  # fmt: skip


def test_a_target_since_a_year_before_a_break_is_not_judged(monkeypatch):
    broken = measures()["uvas_andel"].model_copy(update={"brott": (Break(fran="2018", om="Nytt."),)})
    monkeypatch.setattr(finsam.register.series, "measures", lambda: {"uvas_andel": broken})
    found = reached(trend(uvas([*FIGURES, 9.5, 9.9])), broken.mal)
    assert found.state == "kan_inte_bedomas" and "före seriens senaste brott" in found.reason


def test_a_target_below_zero_is_never_reached():
    found = reached(
        trend(uvas([4.0, 4.2, 3.9, 3.5, 3.6, 3.2, 3.3, 3.0, 2.8, 2.9, 2.7])), measures()["uvas_andel"].mal
    )
    assert (found.state, found.limit) == ("nas_inte", -1.0)


@pytest.mark.parametrize(
    ("growth", "noise", "state"),
    [(0.95, 0.001, "natt"), (1.0, 0.001, "nas_inte"), (0.99, 0.05, "kan_inte_bedomas")],
)
def test_a_target_of_the_pace_is_judged_by_the_whole_interval(growth, noise, state):
    wave = 1 + noise * np.array([1, -1, 0.5, 1, -1, -0.5, 1, -0.5, 0.2, -1])
    series = made("helarsekvivalenter_andel", years(10), 15 * growth ** np.arange(10) * wave, 5000)
    found = reached(trend(series), measures()["helarsekvivalenter_andel"].mal)
    assert found.state == state
    assert found.earliest is None and found.latest is None


def test_a_target_of_the_pace_needs_a_trend():
    series = made("helarsekvivalenter_andel", years(3), [15.0, 14.8, 14.2], 5000)
    assert "bara tre" in reached(trend(series), measures()["helarsekvivalenter_andel"].mal).reason
