"""Register follow-up: the share of those followed, and what those who weren't could make it."""

from __future__ import annotations

import pytest
from person_frames import book, table

from finsam.chapters import followup
from finsam.measures.followup import follow_up
from finsam.measures.participants import WHOLE
from finsam.measures.shares import Share
from finsam.swedish import NBSP

COLUMNS = ("i_arbete", "inte_i_arbete", "ej_foljda")


def uppfoljning(*rows: tuple[str, str, list[int | None]], ar: int = 2024):
    return table(("insats", "efter", "period"), COLUMNS, [(i, e, str(ar), values) for i, e, values in rows])


def test_the_share_is_of_those_who_could_be_followed_and_the_bounds_are_of_all():
    (found,) = follow_up(uppfoljning(("A", "1", [21, 7, 6])), 2024)
    assert found.share == Share(21, 28)
    assert found.bounds == (Share(21, 34), Share(27, 34))


def test_where_it_is_not_known_how_many_were_lost_there_are_no_bounds():
    (found,) = follow_up(uppfoljning(("A", "1", [21, 7, None])), 2024)
    assert found.share == Share(21, 28)
    assert found.bounds is None


@pytest.mark.parametrize(("values", "bounds"), [([0, 0, 5], (Share(0, 5), Share(5, 5))), ([0, 0, 0], None)])
def test_where_nobody_could_be_followed_there_is_no_share(values, bounds):
    (found,) = follow_up(uppfoljning(("A", "1", values)), 2024)
    assert found.share is None
    assert found.bounds == bounds


def test_a_number_that_is_not_known_is_not_zero():
    (found,) = follow_up(uppfoljning(("A", "1", [21, None, 6])), 2024)
    assert found.share is None and found.bounds is None


def test_the_whole_forbund_is_the_sum_where_every_insats_tells_its_number():
    rows = (("A", "2", [5, 5, 2]), ("A", "1", [21, 7, 6]), ("B", "2", [1, 0, None]), ("B", "1", [4, 3, 2]))
    found = follow_up(uppfoljning(*rows), 2024)
    assert [(each.insats, each.efter) for each in found] == [
        ("A", 1),
        ("B", 1),
        (WHOLE, 1),
        ("A", 2),
        ("B", 2),
        (WHOLE, 2),
    ]
    assert found[2].share == Share(25, 35) and found[2].bounds == (Share(25, 43), Share(33, 43))
    assert found[5].share == Share(6, 11) and found[5].bounds is None


def test_what_was_delivered_for_the_whole_goes_before_the_sum():
    found = follow_up(
        uppfoljning(("A", "1", [1, 1, 0]), (WHOLE, "1", [9, 1, 0]), ("B", "1", [2, 2, 0])), 2024
    )
    assert [each.insats for each in found] == ["A", "B", WHOLE]
    assert found[-1].share == Share(9, 10)


def test_one_insats_is_not_summed_and_another_years_follow_up_is_not_shown():
    assert len(follow_up(uppfoljning(("A", "1", [1, 1, 0])), 2024)) == 1
    assert follow_up(uppfoljning(("A", "1", [1, 1, 0]), ar=2023), 2024) == []


# ---- The chapter -------------------------------------------------------------------------------------------


def shown(*rows) -> list:
    return [item for item in followup.sections(book(uppfoljning=uppfoljning(*rows))) if item is not None]


def test_the_sentence_tells_the_share_and_what_those_not_followed_could_make_it():
    sentence, _table = shown(("A", "1", [21, 7, 6]))
    assert sentence.replace(NBSP, " ") == (
        "Av dem som avslutade till arbete var 21 av 28 som kunde följas i arbete ett år senare, 75 % (95-procentigt "
        "konfidensintervall 57–87). Ytterligare 6 personer kunde inte följas: om ingen av dem arbetar är andelen 62 % "
        "av alla, och om alla gör det 79 %."
    )


def test_that_the_number_of_lost_is_not_known_is_said():
    sentence, _table = shown(("A", "2", [21, 7, None]))
    assert "två år senare" in sentence
    assert sentence.endswith("Hur många som inte kunde följas är inte känt.")


def test_each_row_of_the_table_holds_the_number_that_was_not_followed_and_the_bounds():
    *_sentences, found = shown(("A", "1", [21, 7, 6]), ("B", "1", [4, 3, None]))
    cells = {line.label: [cell.replace(NBSP, " ") for cell in line.cells] for line in found.lines}
    assert cells == {
        "A": ["21", "28", "75 % (57–87)", "6", "62–79 %", ""],
        "B": ["4", "7", "57 % (25–84)", "–", "–", "få personer"],
        "Hela förbundet": ["25", "35", "71 % (55–84)", "–", "–", ""],
    }
    assert "Kunde inte följas" in found.heads
    assert "färre än 20" in found.note


def test_both_times_stand_under_their_own_headings_and_all_followed_is_one_number():
    *_sentences, found = shown(("A", "2", [20, 10, 0]), ("A", "1", [30, 10, 0]))
    assert [line.label for line in found.lines] == [
        "Ett år efter avslutet",
        "A",
        "Två år efter avslutet",
        "A",
    ]
    assert found.lines[1].cells[4].replace(NBSP, " ") == "75 %"
    assert "Underlag" not in found.heads


def test_without_a_follow_up_nothing_is_shown():
    assert followup.sections(book()) == []
