"""Support before against after: who is counted, in which order, and who left what."""

from __future__ import annotations

from person_frames import spells

from finsam.measures.shares import Share
from finsam.measures.support import grouped, support

ORDER = ["Sjukpenning", "A-kassa", "Lön"]
GROUPS = {
    "Sjukpenning": "Ohälsa",
    "Sjukersättning": "Ohälsa",
    "A-kassa": "Arbetsmarknadsstöd",
    "Lön": "Arbete",
}


def ended(before: str, after: str, slut: str | None = "2024-05-01") -> dict:
    return {"start": "2023-01-01", "slut": slut, "forsorjning_fore": before, "forsorjning_efter": after}


FOUND = support(
    spells(
        ended("A-kassa", "Lön"),
        ended("Sjukpenning", "Sjukpenning"),
        ended("Sjukpenning", "Sjukersättning"),
        ended("Sjukpenning", "Lön"),
        ended("Bidrag", "Lön"),
        # Not told, or not of the year.
        ended("", "Lön"),
        ended("Sjukpenning", ""),
        ended("", ""),
        ended("Sjukpenning", "Lön", "2023-12-31"),
        ended("Sjukpenning", "Lön", "2025-01-01"),
        ended("Sjukpenning", "", None),
    ),
    2024,
    ORDER,
)


def test_those_who_ended_in_the_year_with_both_told_are_in_the_table():
    assert FOUND.known == 5
    assert FOUND.unknown == 3
    assert FOUND.table.loc["Sjukpenning"].to_dict() == {"Sjukpenning": 1, "Lön": 1, "Sjukersättning": 1}


def test_the_kinds_stand_in_the_order_of_the_definitions_and_strange_ones_last():
    assert list(FOUND.table.index) == ["Sjukpenning", "A-kassa", "Bidrag"]
    assert list(FOUND.table.columns) == ["Sjukpenning", "Lön", "Sjukersättning"]


def test_a_support_is_left_by_those_who_have_another_after():
    assert FOUND.left("Sjukpenning") == Share(2, 3)
    assert FOUND.left("A-kassa") == Share(1, 1)


def test_groups_hold_the_sums_of_their_kinds():
    table = grouped(FOUND.table, GROUPS)
    assert list(table.index) == ["Ohälsa", "Arbetsmarknadsstöd", "Bidrag"]
    assert list(table.columns) == ["Ohälsa", "Arbete"]
    assert table.to_numpy().tolist() == [[2, 1], [0, 1], [0, 1]]


def test_groups_that_are_called_as_kinds_are_groups_all_the_same():
    """pandas takes a list of names that are all columns for columns to group by."""
    kinds = support(
        spells(ended("Sjukpenning", "Lön"), ended("Lön", "Sjukpenning"), ended("Lön", "Lön")), 2024, ORDER
    )
    swapped = grouped(kinds.table, {"Sjukpenning": "Lön", "Lön": "Sjukpenning"})
    assert list(swapped.index) == list(swapped.columns) == ["Lön", "Sjukpenning"]
    assert swapped.to_numpy().tolist() == [[0, 1], [1, 1]]
    assert grouped(kinds.table, {"Lön": "Sjukpenning"}).to_numpy().tolist() == [[3]]


def test_nobody_ended_gives_an_empty_table():
    nobody = support(spells(ended("Sjukpenning", "", None)), 2024, ORDER)
    assert (nobody.known, nobody.unknown) == (0, 0)
