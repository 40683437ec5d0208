"""Measures of answers: shares, exact means, who answered, and what may not be told."""

from __future__ import annotations

from decimal import Decimal

import pandas as pd
import pytest
from survey_files import read

from finsam.measures.answers import Rate, Result, response_rates, results
from finsam.sources.grids import read_grids
from finsam.surveys.definitions import load_surveys
from finsam.tables.kinds import KINDS
from finsam.tables.periods import of_year
from finsam.tables.read import tidy


def result(**changed) -> Result:
    """Two answers on step 1 and one on step 3, of three steps."""
    plain = {
        "fraga": "a",
        "respondentgrupp": "deltagare",
        "tillfalle": None,
        "insats": None,
        "period": None,
        "counts": {1: 2, 2: 0, 3: 1},
        "favourable": 1,
        "utan_svar": 4,
        "numbered": True,
    }
    return Result(**(plain | changed))


def test_share_and_mean_are_of_the_answers_that_count():
    found = result()
    assert (found.N, found.share.n, found.share.N) == (3, 1, 3)
    assert found.rounded_mean() == Decimal("1.67")
    assert abs(found.mean * 3 - 5) < Decimal("1e-25")


@pytest.mark.parametrize(
    ("counts", "mean"),
    [
        ({1: 1, 2: 199}, "2.00"),  # 1.995, rounded up
        ({1: 1, 2: 201}, "2.00"),
        ({4: 200, 5: 1}, "4.00"),  # 4.00497...
        ({4: 199, 5: 1}, "4.01"),  # 4.005, rounded up
        ({1: 2, 2: 1}, "1.33"),
        ({1: 1, 2: 2}, "1.67"),
    ],
)
def test_halves_of_a_mean_are_rounded_up_from_the_exact_one(counts, mean):
    assert str(result(counts=counts).rounded_mean()) == mean


def test_what_nothing_is_known_of_is_not_told():
    nobody = result(counts={1: 0, 2: 0}, favourable=0)
    assert (nobody.share, nobody.mean, nobody.rounded_mean(), nobody.N) == (None, None, None, 0)
    assert result(favourable=None).share is None
    assert result(numbered=False).mean is None
    assert result(favourable=0).share.n == 0, "none favourable is a share of 0"


def test_all_answers_count_the_same_and_not_the_insatser(repository):
    """One insats with a single 6, one with four 1: the mean of the answers is 2, that of the insatser 3.5."""
    table, faults = read(repository, "insats;nytta\nTorget;6\n" + "Steget vidare;1\n" * 4)
    surveys = load_surveys("prov")
    (whole,) = results(table, surveys)
    assert (faults, whole.mean, whole.insats, whole.share.percent) == ([], 2, None, 20)
    assert [(one.insats, one.mean) for one in results(table, surveys, ["insats"])] == [
        ("Steget vidare", 1),
        ("Ungdomstorget", 6),
    ]


def test_results_stand_in_the_order_of_questions_groups_and_occasions(repository):
    table, faults = read(
        repository,
        "respondentgrupp;tillfalle;period;mal;mote\n"
        "styrelse;ar;2020;5;\n"
        "styrelse;;2020;5;\n"
        "styrelse;under;2020-H2;5;\n"
        "styrelse;under;2020-H1;5;\n"
        "personal;vid avslut;2020;5;4\n",
    )
    assert faults == []
    found = results(table, load_surveys("prov"), ["tillfalle", "period"])
    assert [(one.fraga, one.respondentgrupp, one.tillfalle, one.period) for one in found] == [
        ("mote", "personal", "vid_avslut", "2020"),
        ("mal", "personal", "vid_avslut", "2020"),
        ("mal", "styrelse", "", "2020"),
        ("mal", "styrelse", "under", "2020-H1"),
        ("mal", "styrelse", "under", "2020-H2"),
        ("mal", "styrelse", "ar", "2020"),
    ]


def test_a_year_is_its_half_years_too_and_no_other_year(repository):
    table, _ = read(repository, "period;nytta\n2019;1\n2019-H2;2\n2020;3\n2020-H1;4\n2020-H2;5\n")
    assert of_year(table, 2020)["steg"].to_list() == [3, 4, 5]


def test_no_answers_are_no_results(repository):
    table, _ = read(repository, "nytta\n")
    surveys = load_surveys("prov")
    asked = asked_of(repository, "respondentgrupp;tillfragade\nDeltagare;4\n")
    assert results(table, surveys) == []
    (rate,) = response_rates(table, asked, surveys, 2020)
    assert (rate.svarande, rate.share.percent) == (0, 0)
    assert response_rates(pd.DataFrame(columns=table.columns), asked[:0], surveys, 2020) == []


# ---- Response rates ---------------------------------------------------------------------------------------


def asked_of(repository, content: str) -> pd.DataFrame:
    (grid,) = read_grids(repository.raw("enkat_utskick.csv", content))
    table, faults = tidy(grid, KINDS["enkat_utskick"], 2020)
    assert faults == []
    return table


def rates(repository, answers: str, asked: str) -> list[Rate]:
    table, faults = read(repository, answers)
    assert faults == []
    return response_rates(table, asked_of(repository, asked), load_surveys("prov"), 2020)


WIDE = (
    "svarande;respondentgrupp;tillfalle;insats;period;nytta;betyg;mal\n"
    "a;deltagare;under;Torget;2020;4;;\n"
    "b;deltagare;under;Torget;2020;;4;\n"
    "b;deltagare;vid avslut;Torget;2020;4;;\n"
    "c;deltagare;under;Steget vidare;2020;4;4;\n"
    "a;deltagare;under;Torget;2019;4;4;\n"
    "p;personal;;;2020-H1;;;4\n"
    "q;personal;;;2020-H1;;;Vet ej\n"
    "p;personal;;;2020-H2;;;4\n"
)


def test_a_respondent_counts_once_however_many_questions_and_occasions(repository):
    asked = (
        "respondentgrupp;tillfalle;insats;period;tillfragade\n"
        "Deltagare;;;2020;6\n"
        "Deltagare;under;;2020;6\n"
        "Deltagare;under;Ungdomstorget;2020;4\n"
        "Deltagare;;Alla insatser;2020;6\n"
        "Deltagare;;;2019;2\n"
        "Personal;;;2020;5\n"
        "Personal;;;2020-H1;4\n"
        "Personal;;;2020-H2;4\n"
    )
    found = rates(repository, WIDE, asked)
    assert [(r.respondentgrupp, r.insats, r.period, r.svarande, r.tillfragade) for r in found] == [
        ("deltagare", "", "2020", 3, 6),
        ("deltagare", "", "2020", 3, 6),
        ("deltagare", "Ungdomstorget", "2020", 2, 4),
        ("deltagare", "", "2020", 3, 6),
        ("personal", "", "2020", 2, 5),
        ("personal", "", "2020-H1", 2, 4),
        ("personal", "", "2020-H2", 1, 4),
    ]
    assert [rate.share.percent for rate in found][:3] == [50, 50, 50]
    assert not any(rate.at_least for rate in found)


def test_respondents_whom_no_row_tells_of_are_still_counted(repository):
    asked = "respondentgrupp;tillfalle;insats;tillfragade\nDeltagare;under;Ungdomstorget;4\n"
    found = rates(repository, WIDE, asked)
    assert [(r.respondentgrupp, r.tillfalle, r.svarande, r.tillfragade, r.share) for r in found[1:]] == [
        ("deltagare", "", 2, None, None),
        ("personal", "", 2, None, None),
    ]


def test_answers_of_unknown_respondents_give_the_least_there_can_be(repository):
    """Three answered one question and two another; in a second insats one did."""
    answers = (
        "fraga;svar;insats\n"
        "nytta;4;Torget\nnytta;4;Torget\nnytta;4;Torget\nbetyg;4;Torget\nbetyg;4;Torget\nbetyg;5;Steget vidare\n"
    )
    (rate,) = rates(repository, answers, "respondentgrupp;tillfragade\nDeltagare;8\n")
    assert (rate.svarande, rate.at_least, rate.share.percent) == (4, True, 50)


def test_more_answers_than_asked_are_told_and_have_no_rate(repository):
    (rate, *_) = rates(repository, WIDE, "respondentgrupp;tillfragade\nDeltagare;2\n")
    assert rate.is_over and rate.share is None
    assert (rate.asked.place.row, rate.first_answer.row) == (2, 2)


def test_all_who_were_asked_is_a_hundred_percent(repository):
    (rate, *_) = rates(repository, WIDE, "respondentgrupp;tillfragade\nDeltagare;3\n")
    assert not rate.is_over and rate.share.percent == 100


def test_nobody_asked_and_an_unknown_number_have_no_rate(repository):
    found = rates(repository, "nytta\n\n", "respondentgrupp;tillfragade\nDeltagare;0\nPersonal;-\n")
    assert [(rate.tillfragade, rate.share, rate.is_over) for rate in found] == [
        (0, None, False),
        (None, None, False),
    ]
