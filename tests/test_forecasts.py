"""Forecasts: known answers, bounds, what is refused, and by simulation how often a model is chosen and an interval holds.

Counts of simulations are held against binomial bounds that a right method stays within 999 times of 1,000.
"""

from __future__ import annotations

import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from register_rows import yearly
from scipy.stats import binom, t
from statsmodels.datasets import nile
from statsmodels.tsa.forecasting.theta import ThetaModel

import finsam.register.series
from finsam.measures.forecasts import AHEAD, FEWEST, LEAST_TRIED, LEVEL, TRAINED, Forecast, forecast
from finsam.measures.forecasts.methods import with_drift
from finsam.measures.forecasts.rolling import tried
from finsam.measures.forecasts.scale import Scale
from finsam.register.rows import register_table
from finsam.register.series import Series, series
from finsam.tables.statistics import Break, measures

LINEAR = Scale("linjar", -np.inf, np.inf)
SHORT, LONG = 90, pytest.param(2000, marks=pytest.mark.slow)


def of(figures: dict, matt: str = "uvas_andel", **more) -> Series:
    return series(register_table(yearly("2480", figures, matt=matt, **more)), matt, "2480")


def made(values, first: int = 2010, matt: str = "uvas_andel") -> Forecast:
    figures = {first + at: float(value) for at, value in enumerate(values)}
    return forecast(of(figures, matt), str(max(figures)))


def walks(count: int, years: int, seed: int = 7, drift: float = 0.0) -> np.ndarray:
    return 50 + np.cumsum(np.random.default_rng(seed).normal(drift, 1, (count, years)), axis=1)


# ---- Known answers ---------------------------------------------------------------------------------------


def test_the_model_is_statsmodels_own_on_the_nile():
    values = nile.load_pandas().data["volume"].to_numpy(float)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        expected = ThetaModel(values, period=1, deseasonalize=False).fit().forecast(AHEAD, theta=np.inf)
    assert with_drift(values) == pytest.approx(expected, rel=5e-5)


def test_a_line_goes_on():
    assert with_drift(np.array([2.0, 4, 6, 8, 10, 12, 14])) == pytest.approx([16, 18], abs=1e-5)


def test_the_unchanged_figure_and_its_interval_by_hand():
    values = [100.0, 110, 99, 120, 132, 118, 130]
    found = made(values, matt="helarsekvivalenter_totalt")
    logs = np.log(values)
    assert [ahead.period for ahead in found.ahead] == ["2017", "2018"]
    assert (found.method, found.tried, found.n, found.first) == ("oforandrat", None, 7, "2010")
    for distance, ahead in enumerate(found.ahead, start=1):
        changes = logs[distance:] - logs[:-distance]
        half = t.ppf(0.9, len(changes) / distance) * np.sqrt(np.mean(changes**2))
        assert ahead.value == pytest.approx(130)
        assert ahead.interval.low == pytest.approx(130 * np.exp(-half))
        assert ahead.interval.high == pytest.approx(130 * np.exp(half))
    assert found.past == pytest.approx([np.mean(np.abs(np.diff(values))), np.mean([1, 10, 33, 2, 2])])


def test_a_trial_uses_no_figure_that_came_later():
    """The error of a forecast is that of a forecast made of the figures before it, whatever comes after."""
    values = walks(1, 14)[0]
    found = tried(values, LINEAR)
    assert found.counts == (8, 7)
    for at, count in enumerate(range(TRAINED, len(values))):
        expected = with_drift(values[:count])
        assert found.spread[0][at] == pytest.approx(values[count] - expected[0])
        if count + 1 < len(values):
            assert found.spread[1][at] == pytest.approx(values[count + 1] - expected[1])
    naive = np.abs(np.diff(values))[TRAINED - 1 :]
    assert found.naive[0] == pytest.approx(naive.mean())


def test_a_clear_trend_is_told_by_the_model_and_a_walk_by_the_last_figure():
    rising = 5 + 0.8 * np.arange(14) + np.random.default_rng(3).normal(0, 0.2, 14)
    found = made(rising)
    assert found.method == "drift"
    assert found.ahead[1].value > found.ahead[0].value > rising[-1]
    assert all(ratio < 1 for ratio in found.tried.ratios)
    walk = walks(1, 14)[0]
    still = made(walk)
    assert still.method == "oforandrat" and not still.tried.is_better
    assert [ahead.value for ahead in still.ahead] == pytest.approx([walk[-1]] * AHEAD)


def test_months_are_forecast_for_the_same_month_and_share_none():
    rows = []
    for year in range(2014, 2025):
        for month in (6, 9, 12):
            if (year, month) <= (2024, 9):
                value = 9 + (year % 3) + (0 if month == 9 else 50)
                rows += yearly("2480", {year: value}, matt="sjukpenningtal", period=f"{year}-{month:02}")
    found = forecast(series(register_table(rows), "sjukpenningtal", "2480"), "2024-09")
    assert [ahead.period for ahead in found.ahead] == ["2025-09", "2026-09"]
    assert found.n == 11 and found.ahead[0].interval.high < 30, "figures of other months aren't used"


# ---- What is refused -------------------------------------------------------------------------------------

FIGURES = {year: 10 + (year % 4) for year in range(2010, 2022)}


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({2021: "undertryckt"}, "sekretess"),
        ({2021: "saknas"}, "saknas"),
        ({2018: "undertryckt"}, "minst sex år i följd"),
        (dict.fromkeys(FIGURES, 10), "lika"),
    ],
)
def test_no_forecast_is_made_of(changed, reason):
    found = forecast(of(FIGURES | changed), "2021")
    assert found.ahead == () and reason in found.reason


def test_figures_from_next_to_nothing_to_all_there_is_make_none():
    found = made([1e-300, 1e300] * 4, matt="sjukpenningtal")
    assert found.ahead == () and "varierar för mycket" in found.reason


def test_a_series_that_ended_before_the_others_has_none():
    assert forecast(of(FIGURES), "2022").reason == "Den senaste siffran saknas."


def test_the_denominator_nothing_is_no_figure():
    assert forecast(of({2021: 10.0}, namnare=0.0), "2021").ahead == ()


def test_years_before_a_gap_are_left_out_and_told():
    found = forecast(of(FIGURES | {2014: "undertryckt"}), "2021")
    assert (found.first, found.n) == ("2015", 7) and "senaste året utan siffra" in found.note


def test_figures_before_a_break_are_not_used(monkeypatch):
    """With the jump of the break in them the interval would be many times as wide."""
    jump = {year: value + (100 if year < 2014 else 0) for year, value in FIGURES.items()}
    measure = measures()["helarsekvivalenter_totalt"]
    broken = measure.model_copy(update={"brott": (Break(fran="2014", om="Prov."),)})
    monkeypatch.setattr(finsam.register.series, "measures", lambda: {"helarsekvivalenter_totalt": broken})
    found = forecast(of(jump, "helarsekvivalenter_totalt"), "2021")
    assert (found.first, found.n) == ("2014", 8) and found.ahead[0].interval.high < 30
    assert "brott" in found.note


@pytest.mark.parametrize("years", [0, 1, FEWEST - 1])
def test_few_years_make_no_forecast(years):
    figures = {2021 - at: 10.0 + at for at in range(years)} or {2021: "saknas"}
    assert forecast(of(figures), "2021").ahead == ()


# ---- Bounds ----------------------------------------------------------------------------------------------


@settings(max_examples=40)
@given(st.lists(st.floats(0, 100), min_size=FEWEST, max_size=14))
def test_shares_stay_between_nothing_and_all(values):
    _holds(made(values), 0, 100)


@settings(max_examples=40)
@given(st.lists(st.floats(0, 1e4), min_size=FEWEST, max_size=14))
def test_days_are_never_below_nothing(values):
    _holds(made(values, matt="sjukpenningtal"), 0, np.inf)


def _holds(found: Forecast, low: float, high: float) -> None:
    for ahead in found.ahead:
        assert np.isfinite(ahead.interval.high)
        assert low <= ahead.interval.low <= ahead.value <= ahead.interval.high <= high
    assert bool(found.ahead) != bool(found.reason)


def test_the_same_figures_give_the_same_forecast_without_a_warning():
    values = walks(1, 15)[0]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert made(values) == made(values)
        made(np.tile([10.0, 20.0], 7))
        made([0.0] * 10 + [1.0] * 5)


# ---- Simulations -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [SHORT, LONG])
def test_on_walks_by_chance_the_last_figure_is_kept(count):
    """Fewer than 1 in 10 of the shortest series that are tried, where it is easiest to be better by chance."""
    chosen = sum(tried(one, LINEAR).is_better for one in walks(count, TRAINED + LEAST_TRIED))
    assert chosen <= binom.ppf(0.9995, count, 0.1)


@pytest.mark.parametrize("count", [60, LONG])
def test_on_clear_trends_the_model_wins(count):
    random = np.random.default_rng(11)
    rising = 20 + np.arange(11) + random.normal(0, 0.5, (count, 11))
    chosen = sum(tried(one, LINEAR).is_better for one in rising)
    assert chosen >= binom.ppf(0.0005, count, 0.95)


def wandering(kind: str, count: int, years: int) -> np.ndarray:
    """Walks by chance, the twelve months' means of monthly ones (whose changes hang together), lines or a level with noise."""
    random = np.random.default_rng(5)
    if kind == "twelve months":
        months = random.normal(0, 0.3, (count, 12 * years))
        return 50 + np.cumsum(months, axis=1).reshape(count, years, 12).mean(axis=2)
    if kind == "walk":
        return walks(count, years)
    return 50 + (kind == "line") * np.arange(years) + random.normal(0, 0.5, (count, years))


@pytest.mark.parametrize("count", [SHORT, LONG])
@pytest.mark.parametrize("kind", ["walk", "twelve months", "line", "level"])
def test_intervals_of_the_whole_procedure_hold_their_share(kind, count):
    """Whichever method was chosen. No fewer than they say; somewhat more is what few figures cost."""
    held = np.zeros(AHEAD)
    for one in wandering(kind, count, 11 + AHEAD):
        found = made(one[:-AHEAD], matt="sjukpenningtal")
        held += [value in ahead.interval for ahead, value in zip(found.ahead, one[-AHEAD:], strict=True)]
    assert (held >= binom.ppf(0.0005, count, LEVEL)).all() and (held <= binom.ppf(0.9995, count, 0.95)).all()
