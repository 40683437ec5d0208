"""The chapter on participants: each insats on its own base, chance told as chance, and nothing shown without data."""

from __future__ import annotations

import re

import nbformat
import pandas as pd
import pytest
from conftest import REPOSITORY
from participant_books import GOAL, cells, flat, person, plain, sixty, supported, year
from person_frames import book, counts, spells, table, year_of

from finsam.chapters import (
    absent,
    comparison,
    courses,
    former,
    groups,
    halves,
    insatser,
    moves,
    participants,
    support,
)
from finsam.chapters.book import Book
from finsam.chapters.figures import Figure
from finsam.chapters.kansli import under
from finsam.chapters.method import definitions
from finsam.chapters.year import key_figures
from finsam.measures.participants import WHOLE

# ---- Key figures and definitions --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("base", "label", "expected"),
    [
        ("avslutade", "Till arbete eller studier, andel av avslutade", ["40 %", "30 %", "40 %"]),
        ("inskrivna", "Till arbete eller studier, andel av dem som var nya", ["50 %", "60 %", "40 %"]),
        ("alla", "Till arbete eller studier, andel av alla deltagare", ["20 %", "15 %", "40 %"]),
    ],
)
def test_the_goal_stands_with_the_share_of_its_own_base(base, label, expected):
    rows = [year_of(WHOLE, 2024, (30, 10, 20, 40), nya=80, kvar=100)]
    rows += [year_of(WHOLE, 2023, (20, 10, 30, 40), nya=50, kvar=100)]
    found = cells(key_figures(year(*rows, year={"mal_arbete_studier": {"procent": 40, "bas": base}})))
    assert found[label] == expected
    assert [line for line, texts in found.items() if texts[2]] == [label], "the goal stands once"


def test_more_to_work_than_came_in_has_no_share_among_the_key_figures():
    rows = year_of(WHOLE, 2024, (6, 2, 0, 0), nya=7, kvar=8)
    found = cells(key_figures(year(rows, year={"mal_arbete_studier": {"procent": 40, "bas": "inskrivna"}})))
    assert found["Till arbete eller studier, andel av dem som var nya"] == [".", "40 %"]


def test_why_the_row_of_all_insatser_begins_late_is_told():
    first, last = (year_of("A", year, (1, 1, 1, 1), nya=2, kvar=1) for year in (2023, 2024))
    ready = year_of("Vård", 2024, (1, 1, 1, 1), nya=2, kvar=1)
    everyone = {year: year_of(WHOLE, year, (2, 2, 2, 2), nya=4, kvar=2) for year in (2023, 2024)}
    (found,) = definitions(year(first, last, ready, everyone[2024]))
    assert cells(found)["Hela förbundet"] == [
        "Alla insatser tillsammans. Raden börjar 2024, eftersom underlaget för åren före saknar uppgifter från Vård."
    ]
    (found,) = definitions(year(first, last, ready, *everyone.values()))
    assert "Hela förbundet" not in cells(found)


# ---- The goal ----------------------------------------------------------------------------------------------

THREE = (
    year_of("Av", 2024, (30, 10, 20, 40), nya=80, kvar=100),
    year_of("In", 2024, (6, 2, 1, 3), nya=40, kvar=18),
    year_of("Alla", 2024, (6, 2, 1, 3), nya=5, kvar=8),
)
BASES = [{"namn": "Av"}, {"namn": "In", "bas": "inskrivna"}, {"namn": "Alla", "bas": "alla"}]


def test_each_insats_is_judged_on_its_own_base_and_the_table_says_which():
    found = participants.goal_table(year(*THREE, insatser=BASES))
    assert cells(found) == {
        "Av": ["40", "100", "40 % (31–50)", "0", "Ja", "Avslutade"],
        "In": ["8", "40", "20 %", "−20", "Nej", "Nya för året"],
        "Alla": ["8", "20", "40 % (22–61)", "0", "Ja", "Alla deltagare"],
    }
    assert found.heads[-1] == "Räknat på" and found.heads[2] == "Antal i basen"
    assert "Andelen av dem som var nya för året har inget intervall" in found.note


def test_where_all_have_the_same_base_it_stands_in_the_heading():
    found = participants.goal_table(year(*THREE, year={"mal_arbete_studier": {"procent": 40, "bas": "alla"}}))
    assert found.heads == [
        "Insats",
        "Arbete eller studier",
        "Alla deltagare",
        "Andel",
        "Mot målet, procentenheter",
        "Målet nått",
    ]
    assert "av dem som deltog" in found.caption
    assert cells(found)["Av"][:3] == ["40", "200", "20 % (15–26)"]


def test_more_to_work_than_came_in_the_year_gives_the_two_numbers_and_no_share():
    found = participants.goal_table(
        year(year_of("In", 2024, (6, 2, 0, 0), nya=7, kvar=8), insatser=[{"namn": "In", "bas": "inskrivna"}])
    )
    assert cells(found) == {"In": ["8", "7", ".", ".", "Bedöms inte"]}
    sentence = plain(
        participants.summary(
            year(
                year_of("In", 2024, (6, 2, 0, 0), nya=7, kvar=8),
                year={"mal_arbete_studier": {"procent": 40, "bas": "inskrivna"}},
            )
        )
    )
    assert "Till arbete eller studier gick 8, fler än de 7 som var nya för året" in sentence
    assert "procentenheter" not in sentence and "Andelen" not in sentence


@pytest.mark.parametrize(("ended", "said"), [(19, "Ja (få personer)"), (20, "Ja")])
def test_a_small_base_is_told_in_words(ended, said):
    found = participants.goal_table(year(year_of("A", 2024, (ended, 0, 0, 0), nya=1, kvar=1)))
    assert cells(found)["A"][-1] == said
    assert ("färre än 20" in found.note) == (said != "Ja")


def test_what_is_a_small_base_is_the_params_to_say():
    few = year(year_of("A", 2024, (7, 0, 0, 0), nya=1, kvar=1), year={**GOAL, "liten_bas": 7})
    assert cells(participants.goal_table(few))["A"][-1] == "Ja"
    (table_of_a,) = [participants.outcome_table(few, outcome) for outcome in participants.this_year(few)]
    assert table_of_a.note == ""


def test_the_table_of_an_insats_with_few_ended_says_so():
    few = year(year_of("A", 2024, (3, 0, 0, 1), nya=1, kvar=1))
    (found,) = [participants.outcome_table(few, outcome) for outcome in participants.this_year(few)]
    assert found.note == "Få personer: 4 avslutade."


def test_the_summary_tells_the_interval_and_a_small_base():
    text = plain(participants.summary(year(year_of("A", 2024, (6, 2, 1, 3), nya=9, kvar=8))))
    assert "Det är 27 procentenheter över målet på 40 %." in text
    assert "konfidensintervallet för andelen är 39–86 %. Andelen bygger på få personer." in text


def test_a_share_without_a_goal_has_its_interval_too():
    text = plain(participants.summary(year(year_of("A", 2024, (6, 2, 1, 3), nya=9, kvar=8), year={})))
    assert "67 %) gick vidare till arbete eller studier. Det 95-procentiga konfidensintervallet" in text
    assert "Andelen bygger på få personer." in text


def test_persons_are_told_where_they_are_fewer_than_the_participations():
    rows = [*year_of(WHOLE, 2024, (6, 2, 1, 3), nya=9, kvar=8), (WHOLE, "unika", "2024", 17)]
    text = plain(participants.summary(book(deltagare=counts(*rows))))
    assert text.startswith(
        "Under 2024 deltog 17 personer. Tillsammans hade de 20 deltaganden, eftersom den som är med i flera "
        "insatser räknas en gång i varje. Av deltagandena var 9 nya för året. Totalt avslutades 12 deltaganden"
    )
    same = [*year_of(WHOLE, 2024, (6, 2, 1, 3), nya=9, kvar=8), (WHOLE, "unika", "2024", 20)]
    assert plain(participants.summary(book(deltagare=counts(*same)))).startswith(
        "Under 2024 deltog 20 personer. Av dem var 9 nya för året. Totalt avslutade 12 personer"
    )


def test_participations_are_not_called_persons_where_person_rows_say_that_some_are_counted_twice():
    """Of one insats only the counts are known, so nobody knows how many persons all are."""
    rows = counts(*year_of(WHOLE, 2024, (6, 2, 1, 3), nya=9, kvar=8))
    twice = spells(person("A", 1, "2024-01-01"), person("B", 1, "2024-02-01"))
    text = plain(participants.summary(book(twice, deltagare=rows)))
    assert text.startswith(
        "Under 2024 hade insatserna 20 deltaganden. Den som är med i flera insatser räknas en gång i varje. Av "
        "deltagandena var 9 nya"
    )
    once = spells(person("A", 1, "2024-01-01"), person("B", 2, "2024-02-01"))
    assert plain(participants.summary(book(once, deltagare=rows))).startswith(
        "Under 2024 deltog 20 personer."
    )


# ---- Insatser beside each other ----------------------------------------------------------------------------


def many(shares: dict[str, tuple[int, int]]) -> Book:
    """A book of insatser by name with those to work, and the others who ended."""
    rows = (year_of(name, 2024, (work, 0, 0, other), nya=1, kvar=1) for name, (work, other) in shares.items())
    return year(*rows, insatser=[{"namn": "Z"}, {"namn": "M", "kort": "Emm"}])


def labels(figure: Figure) -> list[str]:
    return [plain(tick.get_text()) for tick in figure.canvas.axes[0].get_yticklabels()]


def test_tables_have_the_order_of_the_forbund_too():
    found = participants.goal_table(many({"A": (9, 1), "M": (2, 2), "Z": (5, 5)}))
    assert list(cells(found)) == ["Z", "M", "A"]


def test_insatser_stand_in_the_order_of_the_forbund_and_never_by_result():
    found = insatser.interval_figure(many({"A": (90, 10), "M": (2, 2), "B": (10, 90), "Z": (50, 50)}))
    assert labels(found) == ["Z (50 av 100)", "Emm (2 av 4)", "A (90 av 100)", "B (10 av 100)"]
    assert "inte i rangordning" in found.caption
    assert "M 50 % (15–85), 2 av 4, få personer; " in plain(found.alt)
    assert found.alt.count("få personer") == 1


def test_a_base_that_is_not_the_usual_one_stands_in_the_label_and_one_without_interval_is_left_out():
    found = insatser.interval_figure(year(*THREE, insatser=BASES))
    assert labels(found) == ["Av (40 av 100)", "Alla (8 av 20 som deltog)"]
    assert "procent av insatsens egen bas" in found.caption


def test_the_picture_draws_the_interval_and_the_goal():
    axes = insatser.interval_figure(many({"A": (90, 10), "B": (10, 90)})).canvas.axes[0]
    lines = [line.get_xdata() for line in axes.get_lines()]
    assert any(list(xs) == pytest.approx([82.56, 94.48], abs=0.01) for xs in lines if len(xs) == 2)
    assert any(list(xs) == [40, 40] for xs in lines)


@pytest.mark.parametrize(
    ("shares", "said"),
    [
        (
            {"A": (90, 10), "B": (10, 90), "C": (42, 58)},
            "A ligger längre över målet på 40 % än slumpen kan förklara. B ligger längre under målet på 40 % än "
            "slumpen kan förklara. För C kan skillnaden mot målet vara en slump.",
        ),
        (
            {"A": (45, 55), "B": (36, 64)},
            "Ingen insats ligger längre från målet på 40 % än slumpen kan förklara.",
        ),
        (
            {"A": (90, 10), "B": (80, 20)},
            "A och B ligger längre över målet på 40 % än slumpen kan förklara.",
        ),
    ],
)
def test_only_what_chance_can_not_explain_is_said_to_be_off_the_goal(shares, said):
    assert plain(insatser.goal_sentence(many(shares))) == said


def test_an_insats_that_is_not_compared_with_the_goal_is_named():
    rows = [year_of(name, 2024, (90, 0, 0, 10), nya=95, kvar=1) for name in ("A", "B", "In")]
    said = plain(insatser.goal_sentence(year(*rows, insatser=[{"namn": "In", "bas": "inskrivna"}])))
    assert said.endswith(
        "In jämförs inte här, eftersom andelen inte har något konfidensintervall."
    ) and said.startswith("A och B ligger")


def test_many_insatser_have_a_funnel_and_those_outside_are_named():
    alike = {f"I{number}": (40 + number % 3, 60) for number in range(9)}
    assert insatser.funnel_figure(many(alike)) is None
    found = insatser.funnel_figure(many({**alike, "M": (90, 10)}))
    assert "Utanför ligger M (90 %" in plain(found.alt)
    assert [text.get_text() for text in found.canvas.axes[0].texts if text.get_text() == "Emm"]
    calm = insatser.funnel_figure(many({**alike, "M": (41, 60)}))
    assert "Ingen ligger utanför" in calm.alt


def test_a_funnel_holds_those_of_one_base_alone():
    rows = [year_of(f"I{number}", 2024, (40, 0, 0, 60), nya=1, kvar=1) for number in range(10)]
    strange = [{"namn": "I3", "bas": "alla"}]
    assert insatser.funnel_figure(year(*rows)) is not None
    assert insatser.funnel_figure(year(*rows, insatser=strange)) is None


# ---- Against last year -------------------------------------------------------------------------------------


def two_years(before: tuple[int, int], now: tuple[int, int]) -> Book:
    rows = [
        row
        for ar, (work, other) in ((2023, before), (2024, now))
        for row in year_of("A", ar, (work, 0, 0, other), nya=5, kvar=5)
    ]
    return book(deltagare=counts(*rows))


@pytest.mark.parametrize(
    ("before", "now", "said", "judged"),
    [
        (
            (30, 70),
            (60, 40),
            "ökade från 30 % (30 av 100) 2023 till 60 % (60 av 100) 2024, alltså med 30 procentenheter (95-procentigt "
            "konfidensintervall 16 till 42).",
            ["+30", "16 till 42", "Ökade"],
        ),
        (
            (60, 40),
            (30, 70),
            "minskade från 60 % (60 av 100) 2023 till 30 % (30 av 100) 2024",
            ["−30", "−42 till −16", "Minskade"],
        ),
        (
            (36, 64),
            (30, 70),
            "var 30 % (30 av 100) 2024 och 36 % (36 av 100) 2023. Skillnaden på −6 procentenheter (95-procentigt "
            "konfidensintervall −19 till 7) är inte större än att den kan bero på slumpen.",
            ["−6", "−19 till 7", "Ingen säker skillnad"],
        ),
        (
            (30, 70),
            (3, 7),
            "var lika stor båda åren: 30 % (3 av 10) 2024 och 30 % (30 av 100) 2023.",
            ["0", "−21 till 31", "Ingen säker skillnad (få personer)"],
        ),
    ],
)
def test_a_rise_or_fall_is_told_only_where_chance_can_not_explain_it(before, now, said, judged):
    found = two_years(before, now)
    sentence = plain(comparison.change_sentence(found))
    assert said in sentence
    assert cells(comparison.change_table(found))["A"][2:] == judged
    assert ("ökade" in sentence or "minskade" in sentence) == (judged[2] in ("Ökade", "Minskade"))


def test_a_share_that_was_only_printed_last_year_is_not_compared_by_chance():
    rows = [("A", "arbete_eller_studier", "2023", [None, 50]), ("A", "avslutade", "2023", [100, None])]
    rows += [(i, m, p, [n, None]) for i, m, p, n in year_of("A", 2024, (30, 0, 0, 70), nya=5, kvar=5)]
    found = book(deltagare=table(("insats", "matt", "period"), ("totalt", "procent"), rows))
    assert comparison.change_sentence(found) is None
    assert comparison.change_table(found) is None
    assert ["50", "30", "procent av avslutade"] in [
        line.cells for line in participants.comparison_table(found).lines
    ]


def test_shares_of_those_who_came_are_shown_without_judgement():
    rows = [
        row for ar, nya in ((2023, 20), (2024, 10)) for row in year_of("A", ar, (8, 0, 0, 9), nya=nya, kvar=9)
    ]
    found = book(deltagare=counts(*rows), insatser=[{"namn": "A", "bas": "inskrivna"}])
    assert cells(comparison.change_table(found))["A"] == [
        "40 % (8 av 20)",
        "80 % (8 av 10)",
        "+40",
        ".",
        "Bedöms inte",
    ]
    assert "ökade" not in comparison.change_sentence(found)


def test_insatser_with_the_counts_of_both_years_stand_in_one_short_table():
    whole = [row for ar in (2023, 2024) for row in year_of(WHOLE, ar, (8, 1, 2, 9), nya=9, kvar=9)]
    known = [row for ar in (2023, 2024) for row in year_of("A", ar, (ar - 2020, 1, 2, 5), nya=7, kvar=9)]
    partly = [("B", "avslutade", "2023", 3), *year_of("B", 2024, (1, 0, 0, 3), nya=2, kvar=1)]
    found = book(deltagare=counts(*whole, *known, *partly))
    assert cells(comparison.short_table(found)) == {"A": ["20", "21", "7", "7", "11", "12"]}
    sections = [line.label for line in participants.comparison_table(found).lines if line.style == "sektion"]
    assert sections == ["Hela förbundet", "B"]


# ---- Half-years --------------------------------------------------------------------------------------------


def test_both_half_years_stand_beside_the_year():
    rows = [*year_of(WHOLE, 2024, (8, 1, 2, 9), nya=9, kvar=9), *year_of("A", 2024, (8, 1, 2, 9), 9, 9)]
    rows += [(WHOLE, "nya", "2024-H1", 4), (WHOLE, "nya", "2024-H2", 5), ("A", "nya", "2024-H1", 4)]
    rows += [("A", "nya", "2023-H2", 77)]
    first, second = halves.tables(book(deltagare=counts(*rows)))
    assert cells(first) == {"Varav nya för året": ["4", "5", "9"]}
    assert cells(second) == {"A": ["4", "–"]}
    assert second.heads == ["Insats", "Nya, halvår 1", "Nya, halvår 2"]


# ---- The notebook ------------------------------------------------------------------------------------------


def shows() -> list[str]:
    """Every call between the parentheses of `show` in the notebook."""
    notebook = nbformat.read(REPOSITORY / "notebooks/deltagare.ipynb", as_version=4)
    code = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "code")
    return re.findall(r"^show\(((?!missing|own).+)\)$", code, re.M)


def test_nothing_is_shown_of_a_book_without_participants():
    from finsam.chapters import followup

    names = {
        module.__name__.split(".")[-1]: module for module in (comparison, courses, followup, groups, halves)
    }
    names |= {module.__name__.split(".")[-1]: module for module in (insatser, moves, participants, support)}
    names |= {"under": under, "former": former, "absent": absent}
    # What isn't delivered is told in a sentence, which a book without participants has.
    found = [call for call in shows() if not call.startswith("absent")]
    assert len(found) > 15
    for call in found:
        assert list(flat([eval(call, {**names, "book": book()})])) == [], call


def test_ids_are_unique_and_every_picture_has_words():
    rows = [row for ar in (2023, 2024) for i in ("A", "B") for row in year_of(i, ar, (9, 4, 2, 5), 9, 9)]
    whole = book(
        pd.concat([sixty(), supported()]),
        deltagare=counts(*rows, ("A", "nya", "2024-H1", 4)),
        year=GOAL,
        insatser=[{"namn": "A", "plattform": "Unga"}, {"namn": "B", "plattform": "Vuxna"}],
    )
    names = {"comparison": comparison, "courses": courses, "groups": groups, "halves": halves}
    names |= {"insatser": insatser, "moves": moves, "participants": participants, "support": support}
    names |= {"under": under, "former": former, "absent": absent}
    calls = [call for call in shows() if not call.startswith("followup")]
    items = [item for call in calls for item in flat([eval(call, {**names, "book": whole})])]
    ids = [item.id for item in items if hasattr(item, "id")]
    assert len(ids) == len(set(ids)) > 15
    for item in items:
        if isinstance(item, Figure):
            assert len(item.alt) > 40 and item.alt.endswith(".") and ".." not in item.alt
            assert item.canvas.axes
