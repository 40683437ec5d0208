"""Surveys and self-ratings: what few have answered isn't told, nor follows from what is."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from finsam.chapters import survey_pictures, survey_text
from finsam.chapters.book import Book, open_book
from finsam.measures.answers import Result, results
from finsam.params import load_params
from finsam.paths import internal
from finsam.protect.means import without_few_ratings
from finsam.protect.surveys import hidden_answers
from finsam.surveys.definitions import load_surveys
from finsam.swedish import SIGNS
from finsam.tables.periods import of_year
from finsam.tables.words import WHOLE

LEAST = 5
SURVEYS = load_surveys("exempelforbundet")
PARAMS = load_params("exempelforbundet", 2024)
QUESTION, GROUP = "bemotande", "deltagare"


def result(*counts: int, good: tuple[int, ...] = (), few: bool = False) -> Result:
    """The answers by step from 1."""
    steps = dict(enumerate(counts, 1))
    favourable = sum(steps[step] for step in good) if good else None
    return Result(
        QUESTION, GROUP, "under", None, None, steps, favourable, 0, True, False, few, LEAST, frozenset(good)
    )


# ---- Means --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("found", "tells"),
    [
        # 4,95 of twenty is one four among fives.
        (result(0, 0, 0, 1, 19), True),
        (result(0, 0, 0, 0, 20), False),
        (result(0, 2, 25, 50, 47), False),
        (result(10, 10, 10, 10, 10), False),
        # The few who aren't pleased could be more where the others are more pleased.
        (result(0, 3, 3, 20, 4), False),
        (result(1, 0, 0, 0, 5), True),
    ],
)
def test_a_mean_is_told_unless_it_tells_of_few(found, tells):
    assert found.mean_tells == tells and (found.mean is None) == tells


@settings(max_examples=200)
@given(
    st.lists(st.integers(0, 6), min_size=3, max_size=4).filter(lambda counts: 8 <= sum(counts) <= 14),
    st.booleans(),
)
def test_who_knows_a_mean_finds_no_step_of_few(counts, with_favourable):
    """Against trying every way to answer."""
    good = (len(counts),) if with_favourable else ()
    found = result(*counts, good=good)
    ways = itertools.product(range(found.N + 1), repeat=len(counts))
    fits = [
        way
        for way in ways
        if sum(way) == found.N and mean(way) == mean(counts) and (not good or way[-1] == counts[-1])
    ]
    few = [at for at, count in enumerate(counts) if 0 < count < LEAST]
    if not found.mean_tells:
        assert all(any(way[at] >= LEAST for way in fits) for at in few)


def mean(way: Sequence[int]) -> Decimal:
    """As it is printed."""
    exact = Decimal(sum(step * count for step, count in enumerate(way, 1))) / sum(way)
    return exact.quantize(Decimal("0.01"), ROUND_HALF_UP)


# ---- Favourable answers -------------------------------------------------------------------------------------------


def answered(*counted: tuple[str, str, int, int]) -> pd.DataFrame:
    """insats, period, favourable answers and others."""
    good = max(SURVEYS.favourable(QUESTION))
    bad = next(step for step in SURVEYS.scale(QUESTION).steps if step not in SURVEYS.favourable(QUESTION))
    rows = [
        {
            "fraga": QUESTION,
            "respondentgrupp": GROUP,
            "tillfalle": "under",
            "insats": insats,
            "period": period,
            "steg": step,
        }
        for insats, period, n, others in counted
        for step in [good] * n + [bad] * others
    ]
    return pd.DataFrame(rows)


def told(answers: pd.DataFrame) -> list[Result]:
    """Every result that the chapters tell of a year."""
    hidden = hidden_answers(answers, SURVEYS, PARAMS)
    by = (["tillfalle"], ["tillfalle", "insats"], ["tillfalle", "period"])
    return [one for each in by for one in results(answers, SURVEYS, each, LEAST, hidden)]


def narrowed(found: list[Result], answers: pd.DataFrame, this: Result) -> tuple[int, int]:
    """What the favourable answers of a result can be for who knows what is told: unknown are the favourable answers of each
    insats in each period, and the others."""
    atoms = list(itertools.product(answers["insats"].unique(), answers["period"].unique()))

    def over(each: Result, good: float, bad: float) -> list[float]:
        inside = [float(each.insats in (None, i) and each.period in (None, p)) for i, p in atoms]
        return [good * one for one in inside] + [bad * one for one in inside]

    equations = [(over(each, 1, 1), each.N) for each in found if not each.hidden]
    equations += [(over(each, 1, 0), each.favourable) for each in found if each.share is not None]
    rows, totals = zip(*equations, strict=True)
    cost, ends = np.array(over(this, 1, 0)), []
    for sign in (1, -1):
        solved = milp(
            sign * cost,
            constraints=LinearConstraint(np.array(rows), totals, totals),
            bounds=Bounds(0, np.inf),
            integrality=np.ones(len(cost)),
        )
        assert solved.x is not None
        ends.append(round(cost @ solved.x))
    return ends[0], ends[1]


numbers = st.lists(
    st.tuples(st.one_of(st.integers(0, 6), st.integers(0, 40)), st.one_of(st.integers(0, 6), st.integers(0, 40))),
    min_size=4, max_size=6,
)  # fmt: skip


@settings(max_examples=25)
@given(numbers)
def test_favourable_answers_of_few_do_not_follow_from_other_results(counted):
    at = itertools.product(["Lotsen", "Torget", "Matcha"], ["2024-H1", "2024-H2"])
    answers = answered(*((*key, *each) for key, each in zip(at, counted, strict=False)))
    if answers.empty:
        return
    found = told(answers)
    for each in found:
        if not each.N or each.hidden:
            continue
        n, others = each.favourable, each.N - each.favourable
        if each.share is not None:
            assert not 0 < n < LEAST and not 0 < others < LEAST, each
        elif each.N >= 2 * LEAST:
            low, high = narrowed(found, answers, each)
            assert high - low >= LEAST - 1 and high >= LEAST and low <= each.N - LEAST, (each, low, high)


def test_one_insats_of_few_takes_another_with_it():
    found = told(answered(("Lotsen", "2024", 2, 30), ("Torget", "2024", 20, 10), ("Matcha", "2024", 40, 9)))
    by_insats = {each.insats: each.share for each in found if each.insats}
    assert by_insats["Lotsen"] is None and sum(share is None for share in by_insats.values()) == 2
    assert next(each for each in found if each.insats is None and each.period is None).share.n == 62


# ---- The example's book -------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def book() -> Book:
    return open_book("exempelforbundet", 2024)


def of_book(book: Book) -> list[Result]:
    return results(
        of_year(book.answers, 2024), SURVEYS, ["tillfalle"], book.least_answers, book.delivery.hidden
    )


def test_tables_and_pictures_of_the_example_tell_no_step_of_few(book):
    found = of_book(book)
    assert any(each.few and not each.hidden for each in found) and any(each.share for each in found)
    for each in found:
        cells = survey_text.result_cells(book, each)
        if each.few and not each.hidden:
            assert cells[1:3] == [SIGNS["undertryckt"]] * 2
    for group in SURVEYS.grupper:
        part = [each for each in found if each.respondentgrupp == group]
        for figure in survey_pictures.pictures(book, SURVEYS, group, part):
            counts = [
                int(text)
                for axes in figure.canvas.axes
                for text in (t.get_text() for t in axes.texts)
                if text.isdigit()
            ]
            assert counts and not any(0 < count < LEAST for count in counts), figure.id


def test_the_internal_edition_has_every_step():
    with internal():
        whole = open_book("exempelforbundet", 2024)
        assert not any(each.few or each.mean_tells for each in of_book(whole))
        part = [each for each in of_book(whole) if each.respondentgrupp == "deltagare"]
        figures = survey_pictures.pictures(whole, SURVEYS, "deltagare", part)
    assert sum(len(figure.canvas.axes[0].get_yticks()) for figure in figures) == len(part)


def test_results_of_the_social_accounts_do_not_tell_them_either(book):
    outcomes = book.table("sociala_utfall")
    for (_, _), part in outcomes.groupby(["indikator", "respondentgrupp"]):
        cells = {row.kolumn: row for row in part.itertuples()}
        if not {"n", "N"} <= cells.keys() or cells["n"].fil.endswith("sociala_utfall.csv"):
            continue
        n, total = cells["n"], cells["N"]
        if "enkat" in n.rubrik_i_fil and not n.status and not total.status:
            assert not 0 < n.varde < LEAST and not 0 < total.varde - n.varde < LEAST


# ---- Self-ratings -------------------------------------------------------------------------------------------------


def ratings(*insatser: str) -> pd.DataFrame:
    return pd.DataFrame(
        [{"insats": each, "matt": "Livskvalitet", "varde": Decimal(7), "status": ""} for each in insatser]
    )


def took_part(**counts: int) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "insats": name, "matt": "antal_totalt", "period": "2024", "kolumn": "totalt",
                "varde": Decimal(n) if n >= LEAST else None, "status": "" if n >= LEAST else "undertryckt",
            }
            for name, n in counts.items()
        ]
    )  # fmt: skip


def test_ratings_of_an_insats_of_few_are_hidden_with_another():
    made = without_few_ratings(ratings("A", "B", "C", WHOLE), took_part(A=3, B=30, C=12), PARAMS)
    assert dict(zip(made["insats"], made["status"], strict=True)) == {
        "A": "undertryckt", "B": "", "C": "undertryckt", WHOLE: "",
    }  # fmt: skip


def test_ratings_of_many_are_as_they_are():
    table = ratings("A", "B", WHOLE)
    assert without_few_ratings(table, took_part(A=9, B=30), PARAMS) is table


def test_the_mean_of_all_goes_with_its_only_insats():
    made = without_few_ratings(ratings("A", WHOLE), took_part(A=2), PARAMS)
    assert set(made["status"]) == {"undertryckt"}
