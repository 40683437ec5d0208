"""Effects of published studies come out of their data, to the digits that the authors' own programs give."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import minimize

from finsam.measures.effects import Panel, placed
from finsam.measures.effects.aggregate import by_event, simple
from finsam.measures.effects.errors import standard_error
from finsam.measures.effects.group_time import group_time
from finsam.measures.effects.synthetic import weights
from finsam.paths import root

DATA = root() / "tests/effects_data"

#: Effect and standard error by R's did 2.x, att_gt(lemp ~ 1, bstrap = FALSE) and aggte, as d2cml-ai/csdid keeps them in
#: csdid/test_csdid/r_ref/: (cohort, year), the base of a year before joining being the year before it.
CELLS = {
    "never": {
        (2004, 2004): (-0.0105032462209624, 0.0232510363681664),
        (2004, 2005): (-0.0704231581031467, 0.0309847667572767),
        (2004, 2006): (-0.137258738889403, 0.0364356642876865),
        (2004, 2007): (-0.100811363085404, 0.0343592258346732),
        (2006, 2004): (0.00652011242423301, 0.0233268051418047),
        (2006, 2005): (-0.00275081875051882, 0.0195585610358817),
        (2006, 2006): (-0.00459460695286304, 0.0177551966592763),
        (2006, 2007): (-0.0412244715462175, 0.0202291807041068),
        (2007, 2004): (0.0305066555832928, 0.01503356028013),
        (2007, 2005): (-0.00272589288611625, 0.0163958328955344),
        (2007, 2006): (-0.0310871193896889, 0.0178775113133435),
        (2007, 2007): (-0.0260544107191966, 0.0166554353492522),
    },
    "not_yet": {
        (2004, 2004): (-0.0193723636759221, 0.0223101128836806),
        (2004, 2005): (-0.0783190990620607, 0.0303902285433973),
        (2004, 2006): (-0.136274346328678, 0.03540338496891),
        (2006, 2004): (-0.00256255094261098, 0.0225302351453388),
        (2006, 2005): (-0.00193924609578875, 0.019042158605819),
        (2006, 2006): (0.00466087631997615, 0.0163355842468236),
        (2007, 2004): (0.0297593647610311, 0.0145335416386514),
        (2007, 2005): (-0.0024106128000969, 0.0160312963755178),
        (2007, 2006): (-0.0310871193896889, 0.0178775113133435),
        (2007, 2007): (-0.0260544107191966, 0.0166554353492522),
    },
}
#: The mean of all effects, and the effects by years since joining.
SIMPLE = {
    "never": (-0.0399512751551763, 0.0120340127701854),
    "not_yet": (-0.0397636256230437, 0.0120524247873419),
}
EVENTS = {
    "never": {
        -3: (0.0305066555832928, 0.01503356028013),
        -2: (-0.000563084626385429, 0.01329164473655),
        -1: (-0.0244587449711696, 0.0142364022105193),
        0: (-0.0199318167892593, 0.0118263640580582),
        1: (-0.0509573670651939, 0.016893476268678),
        2: (-0.137258738889403, 0.0364356642876865),
        3: (-0.100811363085404, 0.0343592258346733),
    },
    "not_yet": {
        0: (-0.0189221990834249, 0.0120445686892691),
        1: (-0.0535893473848319, 0.016946385539125),
    },
}
close = pytest.approx


@pytest.fixture(scope="module")
def counties() -> Panel:
    table = pd.read_csv(DATA / "teen_employment.csv", dtype={"county": str}).set_index("county")
    first = {county: year for county, year in table.pop("first").items() if year}
    employed = np.log(table).rename_axis(columns="period").stack().rename("outcome").reset_index()
    return Panel.of(employed.rename(columns={"county": "unit"}).astype({"period": int}), first)


@pytest.mark.parametrize("against", ["never", "not_yet"])
def test_effects_of_the_minimum_wage_are_those_of_the_authors_own_program(counties, against):
    found = group_time(counties, against)
    errors = standard_error(found.influence, counties.clusters)
    cells = {
        (int(g), int(t)): (att, error)
        for g, t, att, error in zip(found.cohort, found.period, found.att, errors, strict=True)
    }
    for cell, told in CELLS[against].items():
        assert cells[cell] == close(told, rel=1e-9), cell
    effect, influence = simple(found)
    assert (effect, standard_error(influence, counties.clusters)) == close(SIMPLE[against], rel=1e-9)
    made = by_event(found)
    errors = standard_error(made.influence, counties.clusters)
    beside = {int(of): (att, e) for of, att, e in zip(made.of, made.att, errors, strict=True)}
    for of, pair in EVENTS[against].items():
        assert beside[of] == close(pair, rel=1e-9), of


def test_with_one_base_the_years_before_are_seen_from_the_last_of_them(counties):
    """As diff-diff 3.13 has it with control_group="not_yet_treated" and base_period="universal"."""
    found = by_event(group_time(counties, "not_yet", "universal"))
    assert list(found.of) == [-4, -3, -2, -1, 0, 1, 2, 3]
    assert found.att == close(
        [0.00330636, 0.02695659, 0.0242689, 0, -0.0189222, -0.05358935, -0.13627435, -0.10081136], abs=1e-8
    )
    errors = standard_error(found.influence, counties.clusters)
    assert errors == close(
        [0.02445187, 0.01757967, 0.01446368, 0, 0.01204457, 0.01694639, 0.03540338, 0.03435923], abs=1e-8
    )


@pytest.fixture(scope="module")
def sales() -> pd.DataFrame:
    return pd.read_csv(DATA / "cigarette_sales.csv", index_col="state").rename(columns=int)


def test_proposition_99_lowered_sales_in_california_by_almost_20_packs(sales):
    """Arkhangelsky et al. (2021), American Economic Review 111(12), table 1: -19.6 by synthetic control on the sales of the
    years before. Abadie et al. (2010): almost 20 packs, of Utah, Nevada, Montana, Colorado and Connecticut."""
    found = placed(
        "California", dict(zip(sales.index, sales.to_numpy(), strict=True)), sales.columns.to_numpy(), 1989
    )
    own = found.own
    assert own.effect == close(-19.6, abs=0.15)
    assert {name for name, weight in own.weights.items() if weight > 0.01} == {
        "Utah", "Montana", "Nevada", "Connecticut", "New Hampshire", "Colorado",
    }  # fmt: skip
    assert sum(own.weights.values()) == close(1)
    # pysyncon 1.7, which stops a little before the best fit, has 0.391, 0.242 and 0.180 with an effect of -19.56.
    assert [own.weights[name] for name in ("Utah", "Montana", "Nevada")] == close(
        [0.394, 0.232, 0.205], abs=2e-3
    )
    assert found.p == close(3 / 39)
    assert all("California" not in other.weights for other in found.others)


def test_no_other_weights_fit_better(sales):
    """A general solver with the constraints as such doesn't get nearer."""
    before = sales[range(1970, 1989)]
    target, others = before.loc["California"].to_numpy(), before.drop("California").to_numpy().T
    found = weights(target, others, ridge=0.0)

    def loss(weight):
        return ((target - others @ weight) ** 2).sum()

    count = others.shape[1]
    sure = minimize(
        loss,
        np.full(count, 1 / count),
        jac=lambda weight: -2 * others.T @ (target - others @ weight),
        bounds=[(0, 1)] * count,
        constraints={"type": "eq", "fun": lambda weight: weight.sum() - 1},
        method="SLSQP",
        options={"maxiter": 2000, "ftol": 1e-12},
    )
    assert found.min() >= 0 and found.sum() == close(1)
    assert loss(found) <= loss(sure.x / sure.x.sum()) * (1 + 1e-6)
