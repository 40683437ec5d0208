"""What the chapter on participants shows where the förbund delivers person rows."""

from __future__ import annotations

from participant_books import cells, flat, person, plain, sixty, supported
from person_frames import book, counts, spells, year_of

from finsam.chapters import (
    courses,
    groups,
    moves,
    support,
)
from finsam.chapters.figures import Figure
from finsam.chapters.markdown import Table

# ---- Person rows -------------------------------------------------------------------------------------------


def test_the_table_of_times_tells_each_insats_and_the_whole():
    found = next(item for item in flat(courses.sections(book(sixty()))) if isinstance(item, Table))
    assert cells(found) == {
        "A": ["40", "10", "30", "100", "100–100", "100 (100–100)"],
        # Half of B have left on day 10. Its upper limit isn't under one half before all have.
        "B": ["20", "0", "20", "15", "10–20", "10 (från 10 dagar)"],
        "Alla tillsammans": ["60", "10", "50", "100", "20–100", "100 (100–100)"],
    }


def test_how_they_left_is_told_with_the_number_that_is_followed_so_long():
    """2024 has 366 days: those who came on its first are followed for a year and a day."""
    found = [item for item in flat(courses.sections(book(sixty()))) if isinstance(item, Table)][1]
    assert cells(found) == {
        "Till arbete": ["50 % (37–62)"] * 2,
        "Till studier": ["33 % (22–45)"] * 2,
        "Annat positivt avslut": ["0 %"] * 2,
        "Avbrott": ["0 %"] * 2,
        "Kvar i insatsen": ["17 % (9–27)"] * 2,
        "Deltaganden som följs så länge, antal": ["10"] * 2,
    }


def test_pictures_of_the_time_say_in_words_what_they_show():
    alts = {
        item.id: plain(item.alt) for item in flat(courses.sections(book(sixty()))) if isinstance(item, Figure)
    }
    assert alts == {
        "fig-tid-kvar": "Kurva över andelen som är kvar i insatsen. Kvar är 17 % efter sex månader och 17 % efter ett år.",
        "fig-tid-insatser": "A: hälften har avslutat efter 100 dagar; B: hälften har avslutat efter 10 dagar.",
        "fig-tid-avslut": "Ytor som tillsammans är 100 procent vid varje tidpunkt. Efter 366 dagar: 50 % till arbete, "
        "33 % till studier, 0 % annat positivt avslut, 0 % avbrott och 17 % kvar i insatsen.",
    }


def test_a_median_that_is_not_reached_is_told_as_that():
    young = spells(
        *(person("A", n, "2024-12-01") for n in range(12)), person("A", 99, "2024-11-01", "2024-11-30")
    )
    sentence, found, *_ = flat(courses.sections(book(young)))
    assert "har färre än hälften avslutat" in sentence
    assert cells(found)["A"] == ["13", "12", "1", ".", ".", "Inte uppnådd"]


def test_what_followed_is_told_by_insats_and_every_ended_one_is_there():
    sentence, after, matrix = flat(moves.sections(book(sixty())))
    assert plain(sentence).startswith(
        "Av de 50 deltaganden som avslutades 2024 följdes 20 av ett deltagande i en annan insats."
    )
    assert cells(after) == {
        "A": ["30", "20", "10"],
        "B": ["20", "0", "20"],
        "Summa": ["50", "20", "30"],
    }
    assert after.heads == ["Insats", "Avslutade", "En annan insats", "Ingen annan"]
    assert cells(matrix) == {"A": ["20", "20"], "Summa": ["20", "20"]}


def test_the_same_insats_again_is_not_another_one():
    rows = [
        person("A", 1, "2024-01-01", "2024-02-01"),
        person("A", 1, "2024-03-01"),
        person("B", 2, "2024-01-01"),
    ]
    sentence, after, matrix = flat(moves.sections(book(spells(*rows))))
    assert "följdes 0 av ett deltagande i en annan insats och 1 av ett nytt deltagande i samma" in plain(
        sentence
    )
    assert after.heads == ["Insats", "Avslutade", "Samma insats igen"]
    assert cells(matrix) == {"A": ["1", "1"], "Summa": ["1", "1"]}


def test_a_matrix_of_many_insatser_is_a_list():
    rows = [person("A", n, "2024-01-01", "2024-02-01") for n in range(7)]
    rows += [person(f"B{n}", n, "2024-02-02") for n in range(7)]
    *_, found = flat(moves.sections(book(spells(*rows))))
    assert found.heads == ["Nästa insats", "Antal"]
    assert list(cells(found)) == ["A", *(f"B{n}" for n in range(7))]


def test_persons_stand_beside_the_sum_over_the_insatser():
    sentence, found = flat(moves.unique_sections(book(sixty())))
    assert (
        plain(sentence)
        == "Insatsernas 60 deltaganden 2024 är 40 personer. 20 personer var med i två insatser."
    )
    assert cells(found) == {
        "I 1 insats": ["20", "20"],
        "I 2 insatser": ["20", "40"],
        "Summa": ["40", "60"],
    }


def test_where_nobody_is_counted_twice_that_is_said_and_there_is_no_table():
    (sentence,) = flat(moves.unique_sections(book(spells(person("A", 1, "2024-01-01")))))
    assert "ingen räknas två gånger" in sentence


def test_sections_of_person_rows_say_which_insatser_they_are_about():
    some = book(sixty(), deltagare=counts(*year_of("C", 2024, (1, 1, 1, 1), 2, 2), ("A", "nya", "2024", 40)))
    for sections in (courses.sections, moves.sections, moves.unique_sections):
        first = next(flat(sections(some)))
        assert first == "C har inte lämnat uppgifter om varje deltagande och ingår inte i avsnittet."
    everyone = book(sixty(), deltagare=counts(("A", "nya", "2024", 40)))
    assert not any("ingår inte" in str(item) for item in flat(courses.sections(everyone)))


def test_kommuner_and_ages_have_their_counts_and_shares():
    rows = [person("A", n, "2024-01-01", "2024-04-09", kommun="Ekvik", fodelsear=2004) for n in range(30)]
    rows += [
        person("A", n, "2024-01-01", "2024-04-09", avslut="avbrott", fodelsear=1990) for n in range(30, 34)
    ]
    rows += [person("A", n, "2024-01-01", kommun="Sjöhult", fodelsear=None) for n in range(34, 39)]
    by_kommun, by_age = flat(groups.sections(book(spells(*rows))))
    assert cells(by_kommun) == {
        "Ekvik": ["30", "30", "30", "30", "0", "0", "0", "100 % (89–100)", ""],
        "Sjöhult": ["5", "5", "0", "0", "0", "0", "0", ".", ""],
        "Uppgift saknas": ["4", "4", "4", "0", "0", "0", "4", "0 % (0–49)", "få personer"],
        "Alla": ["39", "39", "34", "30", "0", "0", "4", "88 % (73–95)", ""],
    }
    assert by_kommun.heads[-1] == "Underlag" and list(by_kommun.text_columns) == [9]
    assert list(cells(by_age)) == ["16–24 år", "30–44 år", "Uppgift saknas", "Alla"]


def test_one_kommun_and_those_not_told_are_not_compared():
    rows = [person("A", 1, "2024-01-01", kommun="Ekvik"), person("A", 2, "2024-01-01")]
    assert [item.id for item in flat(groups.sections(book(spells(*rows)))) if "kommun" in item.id] == []


def test_support_before_and_after_is_told_with_those_who_left_and_those_not_known():
    sentence, cross, left, picture = flat(support.sections(book(supported())))
    assert plain(sentence) == (
        "För 18 deltaganden som avslutades 2024 är försörjningen känd både före och efter. Ytterligare 6 saknar "
        "uppgift om det ena eller båda och räknas inte med."
    )
    assert cells(cross) == {
        "Sjukpenning": ["6", "6", "12"],
        "A-kassa": ["0", "6", "6"],
        "Summa": ["6", "12", "18"],
    }
    assert cross.heads == ["Före", "Efter: Sjukersättning", "Efter: Lön", "Alla"]
    assert cells(left)["Sjukpenning"] == ["12", "0", "12", "100 % (76–100)", "få personer"]
    assert picture.alt == (
        "Flöde från försörjningen före till försörjningen efter. Av 12 med Ohälsa före hade efteråt 6 Ohälsa och 6 "
        "Arbete. Av 6 med Arbetsmarknadsstöd före hade efteråt 6 Arbete."
    )


def test_many_kinds_of_support_after_stand_by_group():
    after = [
        "Sjukpenning",
        "Sjukersättning",
        "A-kassa",
        "Aktivitetsstöd",
        "Lön",
        "Studiestöd",
        "Försörjningsstöd",
    ]
    rows = [
        person("A", n, "2024-01-01", "2024-04-09", forsorjning_fore="Sjukpenning", forsorjning_efter=kind)
        for n, kind in enumerate(after)
    ]
    _, cross, *_ = flat(support.sections(book(spells(*rows))))
    assert cross.heads[1:3] == ["Efter: Ohälsa", "Efter: Arbetsmarknadsstöd"]
    assert cells(cross)["Sjukpenning"][:2] == ["2", "2"]


def test_the_bands_of_the_flow_picture_are_as_wide_as_their_numbers():
    """The left column is filled from top to bottom: 12 of 18, then a space, then 6 of 18."""
    axes = list(flat(support.sections(book(supported()))))[-1].canvas.axes[0]
    texts = [text.get_text() for text in axes.texts]
    assert {"Ohälsa  12", "Arbetsmarknadsstöd  6", "Ohälsa  6", "Arbete  12"} <= set(texts)
    heights = sorted(
        round(float(np_max - np_min), 3)
        for np_min, np_max in (
            (path.vertices[:, 1].min(), path.vertices[:, 1].max())
            for patch in axes.collections
            for path in patch.get_paths()
        )
    )
    assert heights[-1] == round(12 / 18, 3)
