"""Trends of public statistics: hand-calculated cases, other formulas for the same, and what can't be judged."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.linalg import null_space
from scipy.stats import t as student
from trend_series import ar1, made, mixed, months, rolling, share, stepped, years

import finsam.register.series
from finsam.measures.shares import Interval
from finsam.measures.trends import METHODS, breaks, find_break, trend
from finsam.measures.trends.fit import FAMILIES, NoFit, fit
from finsam.measures.trends.mixture import Mixture
from finsam.measures.trends.noise import RHOS
from finsam.register.series import combined
from finsam.tables.statistics import Break, measures

pytestmark = pytest.mark.filterwarnings("error")

#: Without denominators: a straight line.
FIGURES = [12.1, 11.8, 12.0, 11.2, 10.9, 11.1, 10.2, 10.4, 9.8]


def days(values, sizes=None, **more):
    return made("sjukpenningtal", years(len(values)), values, sizes, **more)


# ---- The model -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("family", ["logit", "logaritm", "linjar"])
def test_without_autocorrelation_it_is_the_glm_of_statsmodels(family):
    times = np.array([2010.0, 2011, 2012, 2014, 2015, 2017])
    y, size = np.array([0.11, 0.12, 0.09, 0.1, 0.07, 0.08]), np.array([900, 950, 1000, 980, 1100, 1200.0])
    ours = fit(family, times, y, size)
    design = sm.add_constant(times - times.mean())
    theirs = sm.GLM(y, design, family=type(FAMILIES[family])(), var_weights=size).fit(scale="X2", tol=1e-12)
    assert RHOS[0] == 0
    assert ours.coefs[0] == pytest.approx(theirs.params, rel=1e-7)
    assert ours.cov[0] == pytest.approx(theirs.cov_params(), rel=1e-6)
    assert ours.dispersion[0] == pytest.approx(theirs.scale, rel=1e-6)


def test_with_autocorrelation_it_is_generalised_least_squares():
    times, y = np.arange(9.0), np.array(FIGURES)
    ours, at = fit("linjar", times, y), 8
    sigma = RHOS[at] ** np.abs(np.subtract.outer(times, times))
    theirs = sm.GLS(y, sm.add_constant(times - 4), sigma=sigma).fit()
    assert ours.coefs[at] == pytest.approx(theirs.params)
    assert ours.cov[at] == pytest.approx(theirs.cov_params())


def test_an_autocorrelation_weighs_as_the_likelihood_of_what_no_trend_touches():
    # The figures' part across all straight lines: multivariate normal with the size of the noise integrated out.
    times, y = np.array([0.0, 1, 2, 4, 5, 6, 8]), np.array(FIGURES[:7])
    across = null_space(np.column_stack([np.ones(7), times]).T)
    logs = []
    for rho in RHOS:
        cov = across.T @ rho ** np.abs(np.subtract.outer(times, times)) @ across
        part = across.T @ y
        logs.append(-0.5 * np.linalg.slogdet(cov)[1] - 2.5 * np.log(part @ np.linalg.solve(cov, part)))
    expected = np.exp(np.array(logs) - max(logs))
    assert fit("linjar", times, y).weight == pytest.approx(expected / expected.sum())


def test_a_mixture_of_one_is_students_t():
    one = Mixture(np.array([2.0]), np.array([0.5]), np.ones(1), 5)
    half = 0.5 * student.ppf(0.975, 5)
    assert (one.interval.low, one.interval.high) == pytest.approx((2 - half, 2 + half))
    assert one.p == pytest.approx(2 * student.sf(4, 5))


def test_a_mixture_holds_95_percent_between_its_ends():
    two = Mixture(np.array([0.0, 3.0]), np.array([1.0, 0.2]), np.array([0.3, 0.7]), 4)
    assert (two.below(two.interval.low), two.below(two.interval.high)) == pytest.approx((0.025, 0.975))
    assert two.estimate == pytest.approx(2.1)


def test_separated_shares_have_no_logistic_trend_but_a_straight_line():
    with pytest.raises(NoFit):
        fit("logit", np.arange(5.0), np.array([0, 0, 0, 0, 0.01]), np.full(5, 3000.0))
    found = trend(made("uvas_andel", years(5), [0, 0, 0, 0, 1.0], 3000))
    assert (found.method, found.judged) == ("linjar", True)
    assert found.level_interval.low == 0


# ---- What is told ----------------------------------------------------------------------------------------


def test_a_trend_without_denominators_by_hand():
    # 1, 2, 2, 3: the line of least squares is 1.1, 1.7, 2.3, 2.9, and no autocorrelation makes another by symmetry.
    found = trend(days([1.0, 2.0, 2.0, 3.0]))
    assert found.per_year == pytest.approx(0.6, abs=0.05)
    assert found.fit.coefs[0] == pytest.approx([2.0, 0.6])
    assert (found.level, found.change, found.n, found.first, found.last) == (3.0, 2.0, 4, "2021", "2024")
    assert found.method == "linjar" and found.judged and not found.note
    # Residuals -0.1, 0.3, -0.3, 0.1 of 2 degrees of freedom: variance 0.1 of a figure, 0.02 of the slope (sum tt = 5).
    assert found.fit.cov[0, 1, 1] == pytest.approx(0.02)


def test_the_yearly_change_of_a_share_is_that_of_the_fitted_share_in_percentage_points():
    found = trend(made("uvas_andel", years(6), [12.0, 11.0, 11.5, 10.0, 10.5, 9.0], 2000))
    first, last = (found.fit.mean(year) @ found.fit.weight for year in (2019, 2024))
    assert found.method == "logit"
    assert found.per_year == pytest.approx(100 * (last - first) / 5)
    assert found.per_year in found.per_year_interval and found.level in found.level_interval
    assert found.percent == pytest.approx(100 * ((last / first) ** (1 / 5) - 1), abs=0.02)


def test_a_count_grows_by_the_same_percent_each_year():
    values = [1000 * 1.03**year + more for year, more in enumerate([2, -3, 1, 4, -5, 1, 0, 2])]
    found = trend(made("helarsekvivalenter_totalt", years(8), values))
    assert found.method == "logaritm"
    assert found.percent == pytest.approx(3, abs=0.1)
    assert 3 in found.percent_interval
    assert found.per_year == pytest.approx((1000 * 1.03**7 - 1000) / 7, rel=0.02)


def test_the_interval_of_a_share_stays_possible():
    found = trend(made("uvas_andel", years(6), [1.0, 0.0, 2.0, 0.5, 0.0, 0.1], 100))
    assert found.level_interval.low == 0 and found.level_interval.high <= 100


def test_a_forbund_is_its_days_over_its_insured():
    one = days([10.0, 9.0, 9.5, 8.0, 8.2], 1000, areas=("2460",), name="Vännäs")
    other = days([6.0, 6.5, 6.1, 5.9, 5.0], 3000)
    both = trend(combined([one, other], "Förbundet"))
    by_hand = [(10 + 18) / 4, (9 + 19.5) / 4, (9.5 + 18.3) / 4, (8 + 17.7) / 4, (8.2 + 15) / 4]
    assert both.level == pytest.approx(by_hand[-1]) and both.change == pytest.approx(by_hand[-1] - by_hand[0])
    assert both.per_year == pytest.approx(trend(days(by_hand, 4000)).per_year)


def test_the_same_figures_give_the_same_trend():
    assert trend(days(FIGURES)).per_year_interval == trend(days(FIGURES)).per_year_interval


def test_every_method_is_described():
    assert set(FAMILIES) <= set(METHODS)
    for method in METHODS.values():
        assert method.name and method.text.endswith(".")
        # No LaTeX: it has no words to be read aloud.
        assert method.formula and not set("$\\{_") & set(method.formula)
        assert all(sentence.endswith(".") for sentence in method.assumptions)


def test_the_noise_of_one_figure_and_of_two_by_hand():
    times, y, size = (
        np.arange(6.0),
        np.array([0.12, 0.11, 0.115, 0.1, 0.105, 0.09]),
        np.linspace(800, 1300, 6),
    )
    found, at = fit("logit", times, y, size), 10
    first, last = (
        math.sqrt(found.dispersion[at] * mu * (1 - mu) / N)
        for mu, N in ((found.mean(0.0)[at], 800), (found.mean(5.0)[at], 1300))
    )
    assert found.last().mean[at] == 0.09
    assert found.last().error[at] == pytest.approx(last)
    # Five years apart, with the autocorrelation 0.5 of two years beside each other.
    assert RHOS[at] == 0.5
    assert found.difference().mean[at] == pytest.approx(-0.03)
    assert found.difference().error[at] ** 2 == pytest.approx(first**2 + last**2 - 2 * 0.5**5 * first * last)


# ---- What can't be judged --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "sizes", "words"),
    [
        ([], None, "inga siffror"),
        ([5.0], None, "bara en siffra"),
        ([5.0, 6.0], 100, "bara två siffror"),
        ([5.0, 6.0, 5.5], 100, "bara tre siffror"),
        ([5.0] * 9, 100, "Alla siffror är lika"),
        ([0.0] * 9, 100, "Alla siffror är lika"),
        ([0.1, 0.2, 0.3, 0.4, 0.5], None, "exakt på en linje"),
        ([5.0, 6, math.nan, math.nan, math.nan, math.nan, math.nan, 5, 6], None, "Mer än hälften av åren"),
    ],
)
@pytest.mark.parametrize("matt", ["sjukpenningtal", "uvas_andel", "uvas_antal"])
def test_what_can_not_be_judged_is_told(matt, values, sizes, words):
    if matt == "uvas_antal" and "linje" in words:
        values = [round(100 * 1.5**year, 6) for year in range(6)]
    found = trend(made(matt, years(len(values)), values, sizes))
    assert words in found.reason
    assert not found.judged and not found.clear
    assert found.per_year_interval is found.level_interval is found.change_interval is None
    assert find_break(found.series) is None


def test_two_points_are_still_shown():
    found = trend(made("uvas_andel", ["2014", "2016"], [12.0, 10.5], [900, 950]))
    assert (found.level, found.change, found.n, found.first, found.last) == (10.5, -1.5, 2, "2014", "2016")
    assert math.isnan(found.per_year)


def test_points_without_a_figure_are_told_and_their_years_kept_as_gaps():
    status = ["", "undertryckt", "", "", "saknas", "", "undertryckt", ""]
    values = [10.0, math.nan, 8.1, 7.0, math.nan, 5.0, math.nan, 3.1]
    found = trend(days(values, status=status))
    assert found.note == "Två siffror är undertryckta. En siffra saknas."
    assert (found.n, found.judged) == (5, True)
    assert found.per_year == pytest.approx(-1, abs=0.05)


def test_years_without_a_row_are_told():
    series = made("sjukpenningtal", ["2015", "2016", "2019", "2020", "2022"], [9.0, 8.8, 8.0, 8.1, 7.4])
    found = trend(series)
    assert found.note == "Tre siffror saknas." and found.n == 5


def test_a_denominator_of_zero_leaves_the_figure_out():
    found = trend(made("uvas_andel", years(6), [10.0, 11, 0, 9, 9.5, 8], [100, 100, 0, 100, 100, 100]))
    assert (found.n, found.note) == (5, "En siffra har nämnaren noll.")
    assert found.method == "logit"


def test_one_missing_denominator_makes_all_figures_weigh_the_same():
    found = trend(days(FIGURES, [900.0, math.nan, *[1000.0] * 7]))
    assert found.method == "linjar"
    assert found.per_year == pytest.approx(trend(days(FIGURES)).per_year)


def test_a_trend_never_crosses_a_known_break(monkeypatch):
    broken = measures()["sjukpenningtal"].model_copy(
        update={"brott": (Break(fran="2020", om="Ny definition."),)}
    )
    monkeypatch.setattr(finsam.register.series, "measures", lambda: {"sjukpenningtal": broken})
    found = trend(days([*[30.0] * 7, *FIGURES[:5]]))
    assert (found.first, found.n) == ("2020", 5)
    assert found.note == "Siffrorna före seriens senaste brott räknas inte med."
    assert found.per_year == pytest.approx(trend(days(FIGURES[:5])).per_year)


# ---- Figures that cover twelve months --------------------------------------------------------------------


def test_rolling_figures_share_no_month():
    rng = np.random.default_rng(1)
    series, *_ = rolling(8, 0.5)(rng)
    yearly = trend(series.yearly())
    found = trend(series)
    assert (found.n, found.first, found.last) == (8, "2017-12", "2024-12")
    assert found.per_year == yearly.per_year and found.per_year_interval == yearly.per_year_interval


def test_rolling_figures_are_counted_back_from_the_last():
    values = np.arange(12 * 6, dtype=float)
    values[8::12] += [0.3, -0.2, 0.1, 0.4, -0.3, 0]
    series = made("sjukpenningtal", months(6), values).until("2024-09")
    found = trend(series)
    assert (found.first, found.last, found.n) == ("2019-09", "2024-09", 6)
    assert found.level == values[12 * 5 + 8]


def test_months_that_cover_one_month_are_averaged_by_twelve():
    values = (
        np.arange(60) * 0.5 + np.tile(np.linspace(-3, 3, 12), 5) + np.repeat([0.1, -0.2, 0.3, 0, 0.2], 12)
    )
    values[13] = math.nan
    found = trend(made("helarsekvivalenter_totalt", months(5), values + 100))
    assert (found.n, found.note) == (4, "En siffra saknas.")
    assert found.level == pytest.approx(values[-12:].mean() + 100)


# ---- Properties ------------------------------------------------------------------------------------------

noisy = st.lists(st.floats(5, 15), min_size=4, max_size=17).filter(
    lambda values: np.abs(np.diff(values, 2)).max() > 0.01
)


@settings(max_examples=40)
@given(noisy, st.floats(-4, 50))
def test_a_constant_moves_the_level_alone(values, constant):
    one, other = trend(days(values)), trend(days(np.array(values) + constant))
    assert other.level - one.level == pytest.approx(constant, abs=1e-9)
    assert [
        other.per_year,
        other.change,
        other.per_year_interval.low,
        other.change_interval.high,
    ] == pytest.approx(
        [one.per_year, one.change, one.per_year_interval.low, one.change_interval.high], abs=1e-6
    )


@settings(max_examples=40)
@given(noisy, st.sampled_from([("uvas_andel", 500), ("sjukpenningtal", 500), ("sjukpenningtal", None)]))
def test_backwards_in_time_a_trend_changes_its_sign(values, kind):
    matt, sizes = kind
    one, other = (trend(made(matt, years(len(values)), each, sizes)) for each in (values, values[::-1]))
    assert other.per_year == pytest.approx(-one.per_year, abs=1e-6)
    assert other.per_year_interval.low == pytest.approx(-one.per_year_interval.high, abs=1e-6)
    assert other.change == pytest.approx(-one.change)


@settings(max_examples=25)
@given(noisy, st.floats(0.01, 1000))
def test_numerators_and_denominators_may_be_counted_in_thousands(values, scale):
    sizes = np.linspace(800, 1200, len(values))
    one, other = (
        trend(made("uvas_andel", years(len(values)), values, each)) for each in (sizes, sizes * scale)
    )
    assert other.per_year == pytest.approx(one.per_year, abs=1e-7)
    assert other.per_year_interval.high == pytest.approx(one.per_year_interval.high, abs=1e-6)


@settings(max_examples=25)
@given(noisy, st.floats(0.1, 100))
def test_another_unit_scales_everything(values, scale):
    one, other = trend(days(values, 700)), trend(days(np.array(values) * scale, 700))
    assert other.per_year == pytest.approx(scale * one.per_year, rel=1e-5, abs=1e-7 * scale)
    assert other.percent == pytest.approx(one.percent, abs=1e-5)
    assert other.level_interval.high == pytest.approx(scale * one.level_interval.high, rel=1e-5)


# ---- Breaks ----------------------------------------------------------------------------------------------


def test_a_clear_break_is_found_at_its_place_with_its_size():
    found = find_break(stepped(17, 0.3, 12, 8)(np.random.default_rng(3)))
    assert (found.period, found.found) == ("2016", True)
    assert 12 in found.interval and found.size in found.interval
    assert found == find_break(stepped(17, 0.3, 12, 8)(np.random.default_rng(3)))


def test_no_break_is_sought_at_the_ends_or_in_few_figures():
    rng = np.random.default_rng(2)
    assert find_break(days([30.0, *(10 + ar1(rng, 16, 0))])).period > "2010"
    assert find_break(days(FIGURES[:7])) is None
    assert find_break(days(FIGURES[:8])) is not None


def test_a_break_moves_with_the_unit_and_not_with_the_trend():
    values = np.array(FIGURES) + 2 * (np.arange(9) >= 5)
    one, other = find_break(days(values)), find_break(days(3 * values + 0.7 * np.arange(9)))
    assert (other.period, other.p) == (one.period, one.p)
    assert other.size == pytest.approx(3 * one.size)


def test_a_break_has_the_p_value_of_the_autocorrelation_where_chance_makes_most(monkeypatch):
    simulated = (np.full(99, -9.0), np.array([99.0] * 30 + [-9.0] * 69))
    monkeypatch.setattr(breaks, "_SIMULATED", 99)
    monkeypatch.setattr(breaks, "_simulated", lambda times: simulated)
    assert find_break(days(FIGURES)).p == pytest.approx(31 / 100)


def test_breaks_of_rolling_figures_are_sought_by_year():
    series, *_ = rolling(12, 0.3)(np.random.default_rng(5))
    broken = replace(
        series,
        points=series.points.assign(
            varde=series.points["varde"] + 8 * (series.points["period"] >= "2019-01")
        ),
    )
    found = find_break(broken)
    assert (found.period, found.found) == ("2019-12", True)


# ---- Coverage, in short; tests/test_trends_coverage.py has it in full --------------------------------------


@pytest.mark.parametrize("of", [mixed(10), share(8, 0.5), rolling(8, 0.9)], ids=["mixed", "share", "rolling"])
def test_intervals_hold_their_level(of):
    draws = 120
    hits = 0
    for seed in range(draws):
        series, per_year, *_ = of(np.random.default_rng([11, seed]))
        hits += per_year in trend(series).per_year_interval
    assert hits / draws >= 0.95 - 3 * (0.05 * 0.95 / draws) ** 0.5


def test_breaks_are_seldom_found_by_chance():
    draws = 200
    found = sum(
        find_break(stepped(12, 0.4, 0, 0)(np.random.default_rng([13, seed]))).found for seed in range(draws)
    )
    assert found / draws <= 0.05 + 3 * (0.05 * 0.95 / draws) ** 0.5


def test_an_interval_is_of_the_shares_module():
    assert isinstance(trend(days(FIGURES)).per_year_interval, Interval)
