"""Effects of known size are found again, intervals hold them as often as they say, and nothing is found where nothing is.

Counts of simulations are held against binomial bounds that a right method stays within 999 times of 1,000.
"""

from __future__ import annotations

from itertools import product

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from effect_panels import YEARS, long, made
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binom

from finsam.measures.effects import Panel, effect_of, placed, synthetic
from finsam.measures.effects.aggregate import by_event, simple
from finsam.measures.effects.errors import standard_error
from finsam.measures.effects.group_time import group_time
from finsam.measures.effects.placebo import Placebos, in_space, in_time
from finsam.measures.effects.wild import wild

SHORT = 120
LONG = pytest.param(500, marks=pytest.mark.slow)
#: Few members: what a förbund is.
FEW = {2012: 2, 2014: 1, 2016: 1}


def within(hits: int, of: int, chance: float) -> bool:
    low, high = binom.ppf([0.0005, 0.9995], of, chance)
    return low <= hits <= high


def two_way(panel: Panel) -> float:
    """The coefficient of membership in a regression on fixed effects of units and years."""
    table = long(panel)
    for name in ("outcome", "member"):
        column = table[name]
        mean = column.groupby(table["unit"]).transform("mean") + column.groupby(table["period"]).transform(
            "mean"
        )
        table[name] = column - mean + column.mean()
    return float(table["member"] @ table["outcome"] / (table["member"] @ table["member"]))


def test_the_naive_regression_is_wrong_where_effects_grow_and_cohorts_follow_each_other():
    """Without any noise: growing effects make two-way fixed effects see a third of them, ATT(g, t) see them exactly."""
    random = np.random.default_rng(1)
    panel = made(
        random, {2008: 10, 2012: 10, 2016: 10}, 3, lambda cohort, year: float(year - cohort + 1), sd=0.0
    )
    true = np.mean([year - g + 1 for g in (2008, 2012, 2016) for year in YEARS if year >= g])
    effect, _ = simple(group_time(panel))
    assert effect == pytest.approx(true)
    assert two_way(panel) < 0.5 * true
    events = by_event(group_time(panel, base="universal"))
    assert events.att == pytest.approx(np.where(events.of >= 0, events.of + 1, 0), abs=1e-9)


def test_the_naive_regression_can_have_the_wrong_sign():
    random = np.random.default_rng(1)
    panel = made(random, {2009: 30, 2015: 30}, 0, lambda cohort, year: float(year - cohort) ** 2, sd=0.0)
    assert simple(group_time(panel, "not_yet"))[0] > 5
    assert two_way(panel) < 0


@pytest.mark.parametrize("count", [SHORT, LONG])
def test_many_members_have_no_bias_and_an_interval_by_clusters_that_holds(count):
    random = np.random.default_rng(20)
    true = np.average([(1 + 0.2 * e) * (-1 if g < 2014 else 1) for g in (2010, 2014, 2016) for e in range(5)])
    off, hits = [], 0
    for _ in range(count):
        panel = made(
            random,
            {2010: 15, 2014: 15, 2016: 15},
            60,
            lambda g, year: (1 + 0.2 * (year - g)) * (-1 if g < 2014 else 1),
        )
        effect, influence = simple(group_time(panel), 4)
        error = standard_error(influence, panel.clusters)
        off.append(effect - true)
        # The cohorts' sizes are the same in every simulation, so what the error has of them is left out.
        fixed = standard_error(_with_fixed_sizes(panel), panel.clusters)
        assert fixed <= error
        hits += abs(effect - true) <= 1.96 * fixed
    assert abs(np.mean(off)) < 3.3 * np.std(off) / np.sqrt(count)
    assert within(hits, count, 0.945)


def _with_fixed_sizes(panel: Panel) -> np.ndarray:
    found = group_time(panel)
    kept = (found.event >= 0) & (found.event <= 4)
    size = np.array([(panel.first == g).sum() for g in found.cohort[kept]], float)
    return found.influence[:, kept] @ (size / size.sum())


@pytest.mark.parametrize("count", [SHORT, LONG])
def test_few_members_have_an_interval_by_placebos_that_holds_whatever_the_effect(count):
    random = np.random.default_rng(21)
    hits, off, too_narrow = 0, [], 0
    for _ in range(count):
        panel = made(random, FEW, 60, lambda g, year: -1.0 - 0.3 * (g - 2012))
        found = effect_of(panel, draws=199, seed=int(random.integers(2**31)))
        true = np.mean([-1.0, -1.0, -1.6, -2.2])
        off.append(found.effect - true)
        hits += true in found.interval
        too_narrow += abs(found.effect - true) > 1.96 * standard_error(
            _with_fixed_sizes(panel), panel.clusters
        )
    assert abs(np.mean(off)) < 3.3 * np.std(off) / np.sqrt(count)
    assert within(hits, count, 0.95)
    assert not within(too_narrow, count, 0.05)  # What the clusters say of so few members isn't to be trusted.


@pytest.mark.parametrize("count", [SHORT, LONG])
def test_where_nothing_is_something_is_said_in_five_of_a_hundred_cases_at_the_most(count):
    random = np.random.default_rng(22)
    p, before, said = 0, 0, 0
    for _ in range(count):
        found = effect_of(made(random, FEW, 60), draws=199, seed=int(random.integers(2**31)))
        p += found.p <= 0.05
        before += found.p_before <= 0.10
        said += found.verdict in ("lagre", "hogre")
        assert (found.p <= 0.05) == (0 not in found.interval)
    assert within(p, count, 0.05)
    assert within(before, count, 0.10)
    assert said <= binom.ppf(0.9995, count, 0.05)


def test_an_effect_of_many_times_the_noise_is_told_with_its_sign():
    random = np.random.default_rng(23)
    assert effect_of(made(random, FEW, 60, lambda g, year: -6.0)).verdict == "lagre"
    assert effect_of(made(random, FEW, 60, lambda g, year: 6.0)).verdict == "hogre"


@pytest.mark.parametrize("slope", [-1.5, 1.5])
def test_members_who_were_on_another_way_before_are_no_effect(slope):
    found = effect_of(made(np.random.default_rng(24), FEW, 60, slope=slope))
    assert found.p <= 0.05
    assert found.verdict == "skilda_fore"


def test_too_few_to_judge_is_said_as_such():
    random = np.random.default_rng(25)
    assert effect_of(made(random, {2014: 2}, 19, lambda g, year: 9.0)).verdict == "for_fa"
    assert effect_of(made(random, {}, 40)).verdict == "for_fa"
    assert effect_of(made(random, {2014: 30}, 59, lambda g, year: 9.0)).verdict == "for_fa"
    # Joined in the second or the last year: no years before, or none after, to judge by.
    for year in (YEARS[1], YEARS[-1]):
        found = effect_of(made(random, {int(year): 3}, 40, lambda g, year: 9.0))
        assert (found.members, found.verdict) == ([], "for_fa")


@pytest.mark.parametrize("count", [SHORT, LONG])
def test_of_few_clusters_the_wild_bootstrap_holds_its_level(count):
    """Twelve förbund of which five joined: standard errors alone say something too often."""
    random = np.random.default_rng(26)
    hits, naive = 0, 0
    for _ in range(count):
        panel = made(random, {2012: 15, 2014: 10}, 35, clusters=12)
        found = wild(group_time(panel), panel.clusters, 4)
        assert (found.clusters, found.weights) == (12, "alla")
        hits += found.p <= 0.05
        naive += abs(found.effect) > 1.96 * standard_error(_with_fixed_sizes(panel), panel.clusters)
    assert within(hits, count, 0.05)
    assert naive > hits


@pytest.mark.parametrize(("clusters", "weights"), [(6, "alla"), (15, "webb"), (30, "rademacher")])
def test_the_wild_bootstrap_is_the_regression_made_again(clusters, weights):
    """The same t by statsmodels' weighted least squares, and of six clusters the same p of all 64 regressions."""
    panel = made(np.random.default_rng(27), {2012: 5, 2014: 5}, 20, lambda g, year: 0.5, clusters=clusters)
    found = group_time(panel)
    tested = wild(found, panel.clusters, 4)
    assert tested.weights == weights
    assert tested.effect == pytest.approx(simple(found, 4)[0])
    rows = _regression(found, 4)
    x = np.column_stack([rows["member"], pd.get_dummies(rows["cell"]).to_numpy(float)])

    def fit(y, x=x):
        return sm.WLS(y, x, weights=rows["weight"]).fit()

    def t(model):
        scores = model.model.wexog * model.wresid.to_numpy()[:, None]
        sums = pd.DataFrame(scores).groupby(rows["cluster"].to_numpy()).sum().to_numpy()
        bread = np.linalg.inv(model.model.wexog.T @ model.model.wexog)
        error = bread @ sums.T @ sums @ bread * clusters / (clusters - 1)
        return model.params.iloc[0] / np.sqrt(error[0, 0])

    assert tested.t == pytest.approx(t(fit(rows["change"])))
    if clusters == 6:
        null = fit(rows["change"], x[:, 1:])
        drawn = []
        for signs in product([1, -1], repeat=6):
            each = rows["cluster"].map(dict(zip(np.unique(panel.clusters), signs, strict=True)))
            drawn.append(abs(t(fit(null.fittedvalues + null.resid * each))))
        assert tested.p == np.mean(np.array(drawn) >= abs(tested.t) * (1 - 1e-7))


def _regression(found, last: int) -> pd.DataFrame:
    parts = []
    for at in np.flatnonzero((found.event >= 0) & (found.event <= last)):
        change = found.panel.at(found.period[at]) - found.panel.at(found.base[at])
        size = (found.panel.first == found.cohort[at]).sum()
        for member, of in ((1.0, found.treated[at]), (0.0, found.compared[at])):
            parts.append(
                pd.DataFrame(
                    {
                        "cell": at,
                        "member": member,
                        "change": change[of],
                        "weight": size / of.sum(),
                        "cluster": found.panel.clusters[of],
                    }
                )
            )
    return pd.concat(parts, ignore_index=True)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6), st.floats(-5, 5), st.lists(st.floats(-50, 50), min_size=15, max_size=15))
def test_what_all_units_share_and_their_own_levels_change_no_effect(seed, scale, shared):
    random = np.random.default_rng(seed)
    panel = made(random, {2010: 2, 2015: 3}, 8)
    moved = Panel(
        panel.units,
        panel.periods,
        panel.values + scale * random.normal(size=(len(panel.units), 1)) + np.array(shared),
        panel.first,
        panel.clusters,
    )
    for against, base in product(("never", "not_yet"), ("varying", "universal")):
        one, other = (group_time(each, against, base) for each in (panel, moved))
        assert other.att == pytest.approx(one.att, abs=1e-9)
        assert other.influence == pytest.approx(one.influence, abs=1e-6)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10**6), st.floats(0, 0.4))
def test_missing_figures_leave_every_effect_of_the_figures_that_are_there(seed, share):
    """Each ATT(g, t) is the difference of two mean changes of those who have both figures, and influences sum to 0."""
    random = np.random.default_rng(seed)
    panel = made(random, {2010: 3, 2015: 3}, 10)
    panel.values[random.random(panel.values.shape) < share] = np.nan
    table = pd.DataFrame(panel.values, columns=panel.periods)
    found = group_time(panel, "not_yet")
    for at, (g, t, base) in enumerate(zip(found.cohort, found.period, found.base, strict=True)):
        change = table[t] - table[base]
        own, others = panel.first == g, (panel.first > max(t, base)) & (panel.first != g)
        assert found.att[at] == pytest.approx(change[own].mean() - change[others].mean())
    assert found.influence.sum(axis=0) == pytest.approx(np.zeros(len(found.att)), abs=1e-7)


def test_a_panel_counts_who_joins_after_its_last_year_as_not_a_member_and_stops_at_two_figures():
    table = pd.DataFrame(
        [("a", 2010, 1.0), ("a", 2011, 2.0), ("b", 2011, 3.0)], columns=["unit", "period", "outcome"]
    )
    panel = Panel.of(table, {"a": 2012, "b": 2011}, {"b": "F"})
    assert (list(panel.never), list(panel.clusters), list(panel.cohorts)) == (
        [True, False],
        ["a", "F"],
        [2011],
    )
    assert np.isnan(panel.values[1, 0])
    with pytest.raises(ValueError, match="two figures"):
        Panel.of(pd.concat([table, table.head(1)]), {})


def test_effects_by_event_of_one_cohort_are_its_own():
    panel = made(np.random.default_rng(2), {2015: 4}, 9, lambda g, year: 2.0)
    found = group_time(panel)
    kept = found.event >= 0
    assert by_event(found, 0).att == pytest.approx(found.att[kept])


def test_placebos_in_space_are_effects_of_the_never_members_alone():
    """Each draw of a single member is what group_time says when that unit had joined, and all of them are made."""
    panel = made(np.random.default_rng(3), {2014: 1}, 25, lambda g, year: 100.0)
    found = in_space(panel, range(-5, 5), 4)
    others = panel.kept(panel.never)
    sure = []
    for at in range(len(others.units)):
        first = others.first.copy()
        first[at] = 2014
        drawn = Panel(others.units, others.periods, others.values, first, others.clusters)
        sure.append(simple(group_time(drawn, base="universal"), 4)[0])
    assert found.overall == pytest.approx(np.array(sure))
    assert found.p(100.0) == 1 / 26


def test_a_place_is_taken_by_units_of_its_size():
    panel = made(np.random.default_rng(4), {2014: 1}, 50)
    size = np.concatenate([[30.0], np.arange(1.0, 51)])
    found = in_space(panel, range(-5, 5), 4, size=size, nearest=5)
    assert len(found.overall) == 5
    everyone = in_space(panel, range(-5, 5), 4).overall
    assert set(np.round(found.overall, 9)) == set(np.round(everyone[27:32], 9))


def test_members_of_one_size_don_t_use_up_those_who_take_their_places():
    panel = made(np.random.default_rng(7), {2012: 25, 2014: 20}, 95, lambda g, year: -9.0)
    size = np.full(140, 100.0)
    found = effect_of(panel, size, draws=99)
    assert len(found.placebos.overall) == 99
    assert found.verdict == "lagre"


def test_an_interval_of_too_few_placebos_has_no_end():
    assert Placebos(np.arange(18.0), np.empty((18, 0))).interval(3.0).high == np.inf
    assert Placebos(np.arange(19.0), np.empty((19, 0))).interval(3.0).high == 21.0


def test_the_placebo_in_time_uses_nothing_from_when_members_had_joined():
    panel = made(np.random.default_rng(5), {2014: 4}, 40, lambda g, year: 1e6)
    moved = in_time(panel, 3)
    assert list(moved.cohorts) == [2011]
    assert (
        np.isnan(moved.values[:4, YEARS >= 2014]).all() and np.isfinite(moved.values[:4, YEARS < 2014]).all()
    )
    assert abs(effect_of(panel).in_time.effect) < 5


def test_a_synthetic_control_finds_the_mixture_that_a_unit_is():
    random = np.random.default_rng(6)
    others = {name: np.cumsum(random.normal(size=15)) for name in "abcdef"}
    own = 0.7 * others["a"] + 0.3 * others["d"] + np.where(YEARS >= 2015, 2.0, 0.0)
    found = synthetic("x", {"x": own, **others}, YEARS, 2015, ridge=1e-6)
    assert found.effect == pytest.approx(2.0, abs=1e-3)
    assert {name: round(weight, 3) for name, weight in found.weights.items() if weight > 1e-3} == {
        "a": 0.7,
        "d": 0.3,
    }


@pytest.mark.parametrize("count", [SHORT, LONG])
def test_where_nothing_is_a_synthetic_control_finds_something_as_often_as_it_says(count):
    random = np.random.default_rng(28)
    hits = 0
    for _ in range(count):
        panel = made(random, {2014: 1}, 19)
        figures = dict(zip(panel.units, panel.values, strict=True))
        hits += placed(panel.units[0], figures, YEARS, 2014).p <= 0.1
    assert within(hits, count, 0.1)


def test_a_synthetic_control_needs_years_on_both_sides():
    figures = {"a": np.arange(15.0), "b": np.arange(15.0)}
    for joined in (YEARS[0], YEARS[-1] + 1):
        with pytest.raises(ValueError, match="before and after"):
            synthetic("a", figures, YEARS, int(joined))
