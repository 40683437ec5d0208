"""Shares, participants, contributions and signals come out as the real reports and the domain's own list have them."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from functools import cache

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from finsam.delivery.read import read_delivery
from finsam.measures.contributions import contributions
from finsam.measures.participants import EXITS, WHOLE, goal_gap, label, outcomes
from finsam.measures.shares import Share
from finsam.params import Params, load_params


@cache
def real(forbund: str, ar: int) -> tuple[Params, dict[str, pd.DataFrame]]:
    params = load_params(forbund, ar)
    return params, read_delivery(params).tables


# ---- Shares ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("n", "base", "percent"),
    [
        # The whole förbund of 2016: to work, studies, other positive exits, interrupted, work or studies.
        (122, 356, 34),
        (41, 356, 12),
        (119, 356, 33),
        (74, 356, 21),
        (163, 356, 46),
        # Halves go up.
        (1, 8, 13),
        (1, 200, 1),
        (5, 1000, 1),
        (499, 1000, 50),
        (3, 200, 2),
        (0, 7, 0),
        (7, 7, 100),
    ],
)
def test_a_share_is_printed_in_whole_percent_with_halves_up(n, base, percent):
    assert Share(n, base).rounded() == percent


def test_a_share_can_have_decimals():
    assert Share(106, 1611).rounded(1) == Decimal("6.6")
    assert Share(1, 16).rounded(2) == Decimal("6.25")
    assert Share(1, 800).rounded(2) == Decimal("0.13")


@given(st.integers(0, 10**6), st.integers(1, 10**6), st.integers(0, 3))
def test_a_printed_share_is_within_half_a_unit_of_the_true_one(n, base, decimals):
    error = Fraction(Share(n, base).rounded(decimals)) - Fraction(100 * n, base)
    unit = Fraction(1, 10**decimals)
    assert -unit / 2 < error <= unit / 2


# ---- Participants ------------------------------------------------------------------------------------------


def test_the_whole_forbund_comes_first_and_then_the_insatser_as_delivered():
    _, tables = real("umearegionen", 2016)
    names = [outcome.insats for outcome in outcomes(tables["deltagare"], "2016")]
    assert names[:3] == [WHOLE, "Ungdomstorget", "Våga växa"]
    assert len(names) == 12


def test_the_outcome_of_the_whole_forbund_of_2016():
    _, tables = real("umearegionen", 2016)
    whole = outcomes(tables["deltagare"], "2016")[0]
    assert [whole.count(exit) for exit in EXITS] == [122, 41, 119, 74]
    assert whole.count("antal_totalt", "kvinnor") == 366
    assert whole.carried_over == 802 - 421
    assert whole.share("arbete", "studier") == Share(163, 356)
    assert whole.share("arbete", "studier").rounded() == 46
    assert whole.positive.rounded() == 79
    assert whole.share("arbete", "studier", of="antal_totalt") == Share(163, 802)
    assert [whole.percent(exit).varde for exit in EXITS] == [34, 12, 33, 21]
    assert goal_gap(whole.share("arbete", "studier"), Decimal(40)) == Decimal(16300) / 356 - 40


def test_what_is_not_known_is_not_computed():
    _, tables = real("umearegionen", 2016)
    found = {outcome.insats: outcome for outcome in outcomes(tables["deltagare"], "2016")}
    # Matcha's table has no row of those remaining; Nordmaling's exits to work have no split by sex.
    assert found["Matcha"].count("kvar") is None
    assert found["Nordmaling"].count("arbete", "kvinnor") is None
    assert found["Matcha"].share("avslutade", of="kvar") is None
    assert found["Matcha"].share("arbete", of="antal_totalt") is not None
    assert found["Matcha"].count("okant_matt") is None
    last_year = outcomes(tables["deltagare"], "2015")[0]
    assert last_year.carried_over is None
    assert last_year.positive is None
    assert last_year.percent("positivt_avslut").varde == 74
    assert outcomes(tables["deltagare"], "2014") == []


def small(repository, text: str):
    repository.raw("deltagare.csv", "insats;matt;totalt;procent\n" + text)
    (outcome,) = outcomes(read_delivery(repository.params()).tables["deltagare"], "2020")
    return outcome


def test_a_printed_percent_goes_before_the_computed_one(repository):
    outcome = small(repository, "A;avslutade;3;\nA;arbete;1;34\nA;studier;1;\nA;avbrott;;\nA;nya;2;\n")
    assert outcome.percent("arbete").varde == 34
    assert outcome.percent("studier").varde == 33
    assert not outcome.percent("avbrott")
    assert not outcome.percent("nya")


def test_nobody_ended_gives_no_share(repository):
    outcome = small(repository, "A;avslutade;0;\nA;arbete;0;\nA;studier;0;\nA;annat_positivt_avslut;0;\n")
    assert outcome.share("arbete") is None
    assert outcome.positive is None


def test_suppressed_exits_give_no_share(repository):
    outcome = small(repository, "A;avslutade;9;\nA;arbete;..;\nA;studier;4;\n")
    assert outcome.share("arbete", "studier") is None
    assert outcome.cell("arbete").status == "undertryckt"


def test_a_forbund_may_have_its_own_name_of_a_measure():
    params, _ = real("vannas", 2017)
    assert label("avbrott", params.year.benamningar) == "Övriga avbrott"
    assert label("nya", params.year.benamningar) == "varav nya för året"


# ---- Contributions -----------------------------------------------------------------------------------------

SHARES = {
    ("umearegionen", 2016, "2016"): ("86.70", "5.60", "4.40", "3.30"),
    ("umearegionen", 2016, "2015"): ("93.89", "6.11"),
    ("umea-vannas", 2014, "2014"): ("93.89", "6.11"),
    ("umea-vannas", 2014, "2013"): ("100.00",),
}


@pytest.mark.parametrize("case", SHARES, ids=str)
def test_the_kommuner_share_their_part_as_the_domain_has_it(case):
    forbund, ar, year = case
    params, tables = real(forbund, ar)
    found = contributions(tables["medlemsbidrag"], params.forbund.medlemmar)
    shares = [member.share_of_kommuner[year] for member in found if year in member.share_of_kommuner]
    assert sorted((str(round(share, 2)) for share in shares), key=Decimal, reverse=True) == list(SHARES[case])
    assert sum(shares) == pytest.approx(100)
    assert {member.kind for member in found if member.share_of_kommuner} == {"kommun"}


def test_the_state_pays_half_and_the_region_a_quarter():
    params, tables = real("umea-vannas", 2014)
    found = {m.name: m for m in contributions(tables["medlemsbidrag"], params.forbund.medlemmar)}
    assert found["Försäkringskassan"].share_of_all["2014"] == 50
    assert found["Västerbottens läns landsting"].share_of_all["2014"] == 25
    assert found["Vännäs kommun"].share_of_all["2014"] == Decimal("1.5275")
    # Vännäs was no member in 2013.
    assert "2013" not in found["Vännäs kommun"].share_of_all
    assert not found["Vännäs kommun"].paid["2013"]


def test_a_member_that_paid_nothing_has_a_share_of_nothing_and_one_that_is_unknown_has_none(repository):
    repository.forbund(
        "medlemmar: [{namn: A, slag: kommun}, {namn: B, slag: kommun}, {namn: C, slag: kommun}]\n"
    )
    repository.raw("medlemsbidrag.csv", "medlem,2020,2019\nA,100,0\nB,0,0\nC,..,0\n")
    table = read_delivery(repository.params()).tables["medlemsbidrag"]
    found = contributions(table, repository.params().forbund.medlemmar)
    assert [member.share_of_kommuner for member in found] == [{"2020": 100}, {"2020": 0}, {}]
