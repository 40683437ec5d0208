"""Times in the insatser: published and hand-computed curves, simulated data with known answers, delayed entry."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from person_frames import spells
from statsmodels.duration.survfunc import CumIncidenceRight

from finsam.measures.durations import LEAST_FOLLOWED, Course, course, followed, times
from finsam.measures.participants import EXITS

ARBETE, STUDIER, ANNAT, AVBROTT = EXITS


def rows(*found: tuple[int, str] | tuple[int, str, int]) -> pd.DataFrame:
    """Participations by days, way of ending ('' for still in) and days that had passed when they were followed."""
    full = [(*row, 0)[:3] for row in found]
    return pd.DataFrame(full, columns=["dagar", "avslut", "sedan"])


def remaining(found: Course, *days: int) -> list[float]:
    return [round(float(found.remaining[found.at(day)]), 4) for day in days]


# ---- Who is followed, and how long -------------------------------------------------------------------------


def one(start: str, slut: str | None, **more: str) -> pd.Series:
    return followed(spells({"start": start, "slut": slut, **more}), 2024).iloc[0]


def test_the_first_and_the_last_day_are_both_counted():
    assert one("2024-03-01", "2024-03-01").dagar == 1
    assert one("2024-02-28", "2024-03-01").dagar == 3


@pytest.mark.parametrize("slut", [None, "2025-01-01"])
def test_who_is_still_in_when_the_year_ends_is_censored_then_also_when_a_later_end_is_known(slut):
    row = one("2024-12-30", slut)
    assert (row.dagar, row.avslut, row.i_ar) == (2, "", False)


def test_an_end_on_the_last_day_of_the_year_is_an_end():
    row = one("2024-12-30", "2024-12-31", avslut=STUDIER)
    assert (row.dagar, row.avslut, row.i_ar) == (2, STUDIER, True)


def test_an_end_in_an_earlier_year_is_an_end_but_not_of_the_year():
    row = one("2023-01-01", "2023-01-31")
    assert (row.avslut, row.i_ar) == (ARBETE, False)


def test_a_participation_of_a_later_year_is_not_in_the_book():
    found = spells({"start": "2024-12-31"}, {"start": "2025-01-01"})
    assert len(followed(found, 2024)) == 1


def test_an_insats_is_followed_from_the_first_year_in_which_somebody_left_it():
    found = followed(
        spells(
            {"insats": "A", "start": "2021-12-30", "slut": "2023-05-01"},
            {"insats": "A", "start": "2023-01-01", "slut": "2024-05-01"},
            {"insats": "A", "start": "2022-12-31"},
            {"insats": "A", "start": "2024-12-31"},
            # Another insats has its own first year; of a third one nobody has left.
            {"insats": "B", "start": "2021-12-30", "slut": "2022-02-01"},
            {"insats": "C", "start": "2019-01-01"},
            {"insats": "C", "start": "2019-01-01", "slut": "2025-06-01"},
        ),
        2024,
    )
    assert list(found["sedan"]) == [367, 0, 1, 0, 2, 0, 0]


def test_nothing_is_followed_where_nobody_took_part():
    assert len(followed(spells(), 2024)) == 0


# ---- Curves ------------------------------------------------------------------------------------------------

#: Weeks in remission with 6-MP, + for still in remission: Freireich and others (1963), Blood 21:699.
FREIREICH = "6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ 22 23 25+ 32+ 32+ 34+ 35+"


def freireich() -> Course:
    return course(rows(*((int(t.strip("+")), "" if t.endswith("+") else ARBETE) for t in FREIREICH.split())))


def test_the_curve_of_a_published_study_is_the_published_one():
    found = freireich()
    assert list(found.days) == [0, 6, 7, 10, 13, 16, 22, 23]
    printed = [1, 0.857, 0.807, 0.753, 0.690, 0.627, 0.538, 0.448]
    assert list(np.round(found.remaining, 3)) == printed
    assert list(found.at_risk) == [21, 21, 17, 15, 12, 11, 7, 6]
    # As survfit(conf.type = "log-log") of R's survival package prints it: 23 (13-NA).
    assert found.median == 23
    assert found.median_interval == (13, None)
    assert [round(found.low[-1], 3), round(found.high[-1], 3)] == [0.188, 0.680]
    assert np.round(found.errors[ARBETE], 4).tolist() == [
        0,
        0.0764,
        0.0869,
        0.0963,
        0.1068,
        0.1141,
        0.1282,
        0.1346,
    ]


def test_competing_ends_by_hand():
    found = course(rows((1, ARBETE), (2, ""), (3, AVBROTT), (4, ARBETE), (5, "")))
    assert remaining(found, 0, 1, 2, 3, 4, 99) == [1, 0.8, 0.8, 0.5333, 0.2667, 0.2667]
    assert found.exits[ARBETE] == pytest.approx([0, 1 / 5, 1 / 5, 1 / 5 + 8 / 15 / 2])
    assert found.exits[AVBROTT] == pytest.approx([0, 0, 4 / 15, 4 / 15])
    assert found.exits[STUDIER] == pytest.approx([0, 0, 0, 0])


def test_who_came_late_counts_from_then_on():
    """On day 2 two are followed, on day 4 three, and on day 5 two: the late ones were not there on day 2."""
    found = course(rows((2, ARBETE), (5, ARBETE), (4, STUDIER, 3), (6, "", 3)))
    assert list(found.at_risk[1:]) == [2, 3, 2]
    assert found.remaining == pytest.approx([1, 1 / 2, 1 / 3, 1 / 6])
    assert found.exits[STUDIER] == pytest.approx([0, 0, 1 / 6, 1 / 6])
    # Followed from the day after those that had passed.
    assert [found.followed_on(day) for day in (1, 2, 3, 4, 5, 6, 7)] == [2, 2, 1, 3, 2, 1, 0]


def test_half_is_reached_on_the_day_when_exactly_half_have_ended():
    assert course(rows((1, ARBETE), (2, ARBETE), (3, ARBETE), (4, ARBETE))).median == 2
    assert course(rows((1, ARBETE), (2, ARBETE), (3, ""), (4, ""), (5, ""))).median is None


def test_where_nobody_has_ended_there_is_a_curve_at_100_percent_and_no_median():
    found = course(rows((10, ""), (20, "")))
    assert remaining(found, 0, 30) == [1, 1]
    assert found.median is None and found.median_interval == (None, None)
    assert found.exit_interval(ARBETE, 20) is None


def test_where_all_ended_on_one_day_that_day_is_the_median():
    found = course(rows(*[(365, ARBETE)] * 30))
    assert found.median == 365 and found.median_interval == (365, None)
    assert found.exits[ARBETE][-1] == pytest.approx(1)
    assert found.exit_interval(ARBETE, 365) is None
    assert found.errors[ARBETE][-1] == 0


def test_a_curve_reaches_as_far_as_enough_are_followed():
    few = course(rows(*((day, ARBETE) for day in range(1, 31))))
    assert few.reach == 30 - LEAST_FOLLOWED + 1
    assert course(rows(*((day, ARBETE) for day in range(1, LEAST_FOLLOWED)))).reach == 0


ENDS = st.lists(st.tuples(st.integers(1, 40), st.sampled_from(["", *EXITS])), min_size=1, max_size=60)


@given(ENDS, st.integers(0, 20))
def test_those_ended_and_those_in_make_all_on_every_day(ends, late):
    found = course(
        rows(*((days + late * (i % 2), avslut, late * (i % 2)) for i, (days, avslut) in enumerate(ends)))
    )
    total = sum(found.exits.values()) + found.remaining
    assert total == pytest.approx(np.ones(len(total)))
    assert (np.diff(found.remaining) <= 1e-12).all()


@settings(max_examples=50)
@given(ENDS)
def test_without_late_ones_the_incidence_is_that_of_statsmodels(ends):
    status = [0 if not avslut else EXITS.index(avslut) + 1 for _, avslut in ends] + [0, 1, 2, 3, 4, 0]
    days = [days for days, _ in ends] + [3, 5, 7, 9, 11, 50]
    theirs = CumIncidenceRight(np.array(days), np.array(status))
    found = course(rows(*((day, (["", *EXITS])[one]) for day, one in zip(days, status, strict=True))))
    at = np.searchsorted(theirs.times, found.days[1:])
    for place, name in enumerate(EXITS):
        assert found.exits[name][1:] == pytest.approx(theirs.cinc[place][at])
        assert found.errors[name][1:] == pytest.approx(theirs.cinc_se[place][at], abs=1e-9)


# ---- Simulated data ----------------------------------------------------------------------------------------

RATES = {ARBETE: 1 / 600, STUDIER: 1 / 1500, ANNAT: 1 / 900, AVBROTT: 1 / 1200}
#: All ways together end half of the participations by then.
TRUE_MEDIAN = np.log(2) / sum(RATES.values())


def simulated(seed: int, number: int) -> pd.DataFrame:
    """Participations that began on a day of 2010-2024 and end with constant rates, whole days."""
    random = np.random.default_rng(seed)
    start = pd.Timestamp("2010-01-01") + pd.to_timedelta(random.integers(0, 15 * 365, number), unit="D")
    days = np.ceil(random.exponential(1 / sum(RATES.values()), number)).astype(int)
    weights = np.array(list(RATES.values())) / sum(RATES.values())
    return pd.DataFrame(
        {
            "insats": "A",
            "start": start,
            "slut": start + pd.to_timedelta(days - 1, unit="D"),
            "avslut": random.choice(list(EXITS), number, p=weights),
        }
    )


def test_competing_exponential_ends_go_to_their_known_limits():
    found = course(followed(simulated(1, 20_000), 2024))
    total = sum(RATES.values())
    for name, rate in RATES.items():
        for day in (180, 730):
            true = 100 * rate / total * (1 - np.exp(-total * day))
            assert 100 * found.exits[name][found.at(day)] == pytest.approx(true, abs=1.5)
            assert true in found.exit_interval(name, day)
        assert found.exits[name][-1] == pytest.approx(rate / total, abs=0.02)


def test_19_of_20_intervals_hold_the_true_median_and_incidence():
    held, within = 0, 0
    true = 100 * RATES[ARBETE] / sum(RATES.values()) * (1 - np.exp(-sum(RATES.values()) * 365))
    for seed in range(250):
        found = course(followed(simulated(seed, 120), 2024))
        low, high = found.median_interval
        # The true time lies within a whole day.
        held += low - 1 <= TRUE_MEDIAN <= (high or np.inf)
        within += true in found.exit_interval(ARBETE, 365)
    assert 0.925 <= held / 250 <= 0.98
    assert 0.925 <= within / 250 <= 0.98


def test_a_delivery_of_the_last_years_alone_gives_the_same_time_as_all_of_it():
    """Only the long ones of earlier years are in it: counted from their start they would make the time too long."""
    everyone = simulated(7, 12_000)
    delivered = everyone[everyone["slut"] >= "2023-01-01"]
    found = followed(delivered, 2024)
    assert (found["sedan"] > 0).mean() > 0.2
    assert course(found).median == pytest.approx(TRUE_MEDIAN, rel=0.06)
    assert course(found.assign(sedan=0)).median > 1.3 * TRUE_MEDIAN
    whole = course(followed(everyone, 2024))
    assert whole.median == pytest.approx(TRUE_MEDIAN, rel=0.03)


# ---- The table of times ------------------------------------------------------------------------------------


def ended_in_2024(*days: int) -> pd.DataFrame:
    start = pd.Timestamp("2024-01-01")
    return spells(
        *({"nyckel": str(d), "start": start, "slut": start + pd.Timedelta(days=d - 1)} for d in days)
    )


def test_quartiles_are_of_those_who_ended_in_the_year():
    before = spells({"start": "2022-01-01", "slut": "2023-12-31"}, {"start": "2024-06-01"})
    found = times(followed(pd.concat([ended_in_2024(10, 20, 30, 40, 60), before]), 2024), "A")
    assert found.quartiles == (20, 30, 40)
    assert (found.participations, found.still_in, found.ended) == (7, 1, 5)


def test_quartiles_lie_between_days():
    found = times(followed(ended_in_2024(10, 20, 30, 40, 50, 60), 2024), "A")
    assert found.quartiles == (22.5, 35, 47.5)


def test_few_ended_have_no_quartiles():
    assert times(followed(ended_in_2024(10, 20, 30, 40), 2024), "A").quartiles is None
