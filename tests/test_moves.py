"""Moves between insatser and persons in several of them, case by case at the days where the answer changes."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from person_frames import spells

from finsam.measures.moves import GOES_ON, NONE, NONE_SO_FAR, WINDOW, moves, taking_part


def spell(insats: str, start: str, slut: str | None = None, nyckel: str = "1") -> dict:
    return {"nyckel": nyckel, "insats": insats, "start": start, "slut": slut}


def followed_by(first: dict, *others: dict) -> str:
    """What follows the first of a person's participations."""
    found = moves(spells(first, *others), 2024)
    (till,) = found[found["fran"] == first["insats"]]["till"]
    return till


ENDED = spell("A", "2024-01-01", "2024-01-10")


@pytest.mark.parametrize(
    ("others", "till"),
    [
        # The last day of the window is 8 July: 180 days after 10 January.
        ([spell("B", "2024-07-08")], "B"),
        ([spell("B", "2024-07-09")], NONE),
        ([], NONE),
        # One that began while the first went on, and one that began on its first day or before.
        ([spell("B", "2024-01-02")], "B"),
        ([spell("B", "2024-01-01")], GOES_ON),
        ([spell("B", "2023-01-01")], GOES_ON),
        # What ended no later than the first doesn't follow it.
        ([spell("B", "2024-01-02", "2024-01-10")], NONE),
        ([spell("B", "2024-01-02", "2024-01-11")], "B"),
        ([spell("B", "2023-01-01", "2024-01-10")], NONE),
        ([spell("B", "2023-01-01", "2024-01-11")], GOES_ON),
        # The first one that began; a new one goes before one that goes on.
        ([spell("C", "2024-03-01"), spell("B", "2024-04-01")], "C"),
        ([spell("B", "2023-01-01"), spell("C", "2024-03-01")], "C"),
        # Two on the same day: by name, whatever the order of the rows.
        ([spell("C", "2024-03-01"), spell("B", "2024-03-01")], "B"),
        # The same insats again, one in it that was already there, and somebody else.
        ([spell("A", "2023-06-01")], NONE),
        ([spell("A", "2024-02-01")], "A"),
        ([spell("B", "2024-02-01", nyckel="2")], NONE),
    ],
)
def test_what_follows_a_participation(others, till):
    assert followed_by(ENDED, *others) == till


@pytest.mark.parametrize(
    ("slut", "till"),
    [("2024-07-04", NONE), ("2024-07-05", NONE_SO_FAR), ("2024-12-31", NONE_SO_FAR)],
)
def test_where_the_window_reaches_beyond_the_year_nothing_is_told_as_final(slut, till):
    assert (pd.Timestamp("2024-12-31") - pd.Timestamp("2024-07-04")).days == WINDOW
    assert followed_by(spell("A", "2024-01-01", slut)) == till


def test_what_begins_on_the_last_day_of_the_year_is():
    assert followed_by(spell("A", "2024-01-01", "2024-12-20"), spell("B", "2024-12-31")) == "B"


def test_what_begins_after_the_year_is_not_known_in_the_book():
    assert followed_by(spell("A", "2024-01-01", "2024-12-20"), spell("B", "2025-01-02")) == NONE_SO_FAR


def test_only_what_ended_in_the_year_is_counted():
    found = moves(
        spells(
            spell("A", "2023-01-01", "2023-12-31"),
            spell("A", "2023-01-01", "2024-01-01", "2"),
            spell("A", "2023-01-01", "2025-01-01", "3"),
            spell("A", "2023-01-01", None, "4"),
        ),
        2024,
    )
    assert found.to_dict("records") == [{"fran": "A", "till": NONE, "antal": 1}]


def test_each_participation_of_a_person_is_followed_by_its_own():
    found = moves(
        spells(
            spell("A", "2024-01-01", "2024-02-01"),
            spell("B", "2024-02-10", "2024-03-01"),
            spell("A", "2024-03-10", "2024-04-01"),
        ),
        2024,
    )
    assert found.set_index(["fran", "till"])["antal"].to_dict() == {
        ("A", "B"): 1,
        ("B", "A"): 1,
        ("A", NONE): 1,
    }


DAYS = st.integers(0, 1100).map(lambda day: pd.Timestamp("2023-01-01") + pd.Timedelta(days=day))
SPELLS = st.lists(
    st.tuples(st.sampled_from("1234"), st.sampled_from("ABC"), DAYS, st.integers(0, 500) | st.none()),
    max_size=25,
)


@given(SPELLS)
def test_every_participation_that_ended_in_the_year_goes_one_way(found):
    frame = spells(
        *(
            spell(insats, start, None if days is None else start + pd.Timedelta(days=days), nyckel)
            for nyckel, insats, start, days in found
        )
    )
    ended = frame[frame["slut"].dt.year == 2024]
    counted = moves(frame, 2024).groupby("fran")["antal"].sum()
    assert counted.to_dict() == ended.groupby("insats").size().to_dict()


# ---- Persons beside participations -------------------------------------------------------------------------


def test_a_person_is_one_however_many_insatser():
    found = taking_part(
        spells(
            spell("A", "2024-01-01", nyckel="1"),
            spell("A", "2023-01-01", "2024-01-01", "2"),
            spell("B", "2024-12-31", nyckel="2"),
            spell("A", "2024-01-01", "2024-02-01", "3"),
            spell("A", "2024-03-01", "2024-04-01", "3"),
            spell("B", "2024-05-01", "2024-06-01", "3"),
            spell("C", "2024-05-01", "2024-06-01", "3"),
            # Before the year and after it.
            spell("A", "2023-01-01", "2023-12-31", "4"),
            spell("A", "2025-01-01", nyckel="5"),
        ),
        2024,
    )
    assert (found.participations, found.persons, found.by_number) == (7, 3, {1: 1, 2: 1, 3: 1})
    assert found.returns == 1


@given(SPELLS)
def test_persons_and_what_counts_them_more_than_once_make_the_participations(found):
    frame = spells(*(spell(insats, start, None, nyckel) for nyckel, insats, start, _ in found))
    part = taking_part(frame, 2024)
    present = frame[frame["start"] <= "2024-12-31"]
    assert part.persons == present["nyckel"].nunique()
    more = sum((number - 1) * persons for number, persons in part.by_number.items())
    assert part.persons + more + part.returns == part.participations == len(present)
