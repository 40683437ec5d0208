"""Participants over time: stocks that tie, halves that make the year, and the row that doesn't."""

from __future__ import annotations

import pytest

from finsam import audit
from finsam.audit import Check
from finsam.delivery.read import read_delivery

HEAD = "insats,matt,period,kvinnor,man,totalt\n"
YEARS = {
    "kvar 2019": "Lotsen,kvar,2019,4,6,10\n",
    "totalt": "Lotsen,antal_totalt,2020,9,9,18\n",
    "nya": "Lotsen,nya,2020,5,3,8\n",
    "avslutade": "Lotsen,avslutade,2020,6,4,10\n",
    "kvar": "Lotsen,kvar,2020,3,5,8\n",
}
HALVES = {
    "h1 totalt": "Lotsen,antal_totalt,2020-H1,7,8,15\n",
    "h1 nya": "Lotsen,nya,2020-H1,3,2,5\n",
    "h1 avslutade": "Lotsen,avslutade,2020-H1,2,1,3\n",
    "h1 kvar": "Lotsen,kvar,2020-H1,5,7,12\n",
    "h2 totalt": "Lotsen,antal_totalt,2020-H2,7,8,15\n",
    "h2 nya": "Lotsen,nya,2020-H2,2,1,3\n",
    "h2 avslutade": "Lotsen,avslutade,2020-H2,4,3,7\n",
    "h2 kvar": "Lotsen,kvar,2020-H2,3,5,8\n",
}


def wrong(repository, rows: dict[str, str]) -> list[Check]:
    repository.raw("deltagare.csv", HEAD + "".join(rows.values()))
    tables = read_delivery(repository.params()).tables
    return [check for check in audit.run(tables) if check.severity]


def told(checks: list[Check]) -> list[tuple]:
    """Rule, stated and computed figure, and the rows of the file."""
    return [(c.rule, int(c.stated), int(c.computed), tuple(place.row for place in c.places)) for c in checks]


def test_stocks_and_halves_that_tie_are_left_in_peace(repository):
    assert wrong(repository, YEARS | HALVES) == []


@pytest.mark.parametrize(
    ("row", "text", "found"),
    [
        # Ten remained; eight of eighteen new leave ten, so eleven is a contradiction in the column and in the total.
        (
            "kvar 2019",
            "Lotsen,kvar,2019,5,6,11\n",
            [("opening-stock", 5, 4, (2, 3, 4)), ("opening-stock", 11, 10, (2, 3, 4))],
        ),
        ("kvar 2019", "Lotsen,kvar,2019,4,6,11\n", [("women-men", 11, 10, (2, 2, 2)), ("opening-stock", 11, 10, (2, 3, 4))]),
    ],
)  # fmt: skip
def test_a_stock_that_is_not_the_next_opening(repository, row, text, found):
    assert told(wrong(repository, YEARS | {row: text})) == found


@pytest.mark.parametrize(
    ("row", "text", "rules"),
    [
        (
            "h2 nya",
            "Lotsen,nya,2020-H2,2,2,4\n",
            ["half-years", "half-years", "opening-stock", "opening-stock"],
        ),
        (
            "h1 kvar",
            "Lotsen,kvar,2020-H1,5,8,13\n",
            ["ended-remaining", "ended-remaining", "opening-stock", "opening-stock"],
        ),
        (
            "h2 kvar",
            "Lotsen,kvar,2020-H2,3,6,9\n",
            ["ended-remaining", "ended-remaining", "half-years", "half-years"],
        ),
    ],
)
def test_halves_that_do_not_tie(repository, row, text, rules):
    assert sorted(check.rule for check in wrong(repository, YEARS | HALVES | {row: text})) == rules


def test_more_unique_persons_than_participations(repository):
    rows = YEARS | {"unika": "Lotsen,unika,2020,9,10,19\n"}
    assert told(wrong(repository, rows)) == [("part-whole", 10, 9, (7, 3)), ("part-whole", 19, 18, (7, 3))]


def test_the_second_half_opens_the_next_year_and_its_first_half(repository):
    rows = {
        "h2": "Lotsen,kvar,2019-H2,4,6,10\n",
        "totalt": "Lotsen,antal_totalt,2020,9,9,18\n",
        "nya": "Lotsen,nya,2020,5,4,9\n",
        "h1 totalt": "Lotsen,antal_totalt,2020-H1,7,8,15\n",
        "h1 nya": "Lotsen,nya,2020-H1,3,3,6\n",
    }
    found = told(wrong(repository, rows))
    assert found == [
        ("opening-stock", 6, 5, (2, 3, 4)),
        ("opening-stock", 10, 9, (2, 3, 4)),
        ("opening-stock", 6, 5, (2, 5, 6)),
        ("opening-stock", 10, 9, (2, 5, 6)),
    ]
