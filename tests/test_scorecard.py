"""The scorecard counts goals by the förbund's own judgement and shows every row beneath its goal."""

from __future__ import annotations

import pytest

from finsam.chapters import scorecard
from finsam.chapters.book import Book
from finsam.chapters.markdown import Table
from finsam.delivery.read import read_delivery

NBSP = "\N{NO-BREAK SPACE}"
HEAD = "perspektiv;mal;matt;aktivitet;malvarde;utfall;enhet;utfall_text;bedomning;kommentar\n"


def book(repository, rows: str) -> Book:
    repository.raw("styrkort.csv", HEAD + rows)
    params = repository.params()
    return Book(params, read_delivery(params))


def tables(found: Book) -> list[Table]:
    return [item for item in scorecard.sections(found) if isinstance(item, Table)]


def judged(*judgements: str) -> str:
    return "".join(f"Individen;Nöjda;Mått {at};;;;;;{word};\n" for at, word in enumerate(judgements))


@pytest.mark.parametrize(
    ("judgements", "goal"),
    [
        (("Uppnått",), scorecard.REACHED),
        (("Ja", "Uppnådd"), scorecard.REACHED),
        (("Uppnått", "Ej uppnått"), scorecard.NOT_REACHED),
        (("Nej", "Uppnått"), scorecard.NOT_REACHED),
        (("Uppnått", "Bedöms inte"), scorecard.REACHED),
        (("Uppnått", ""), scorecard.REACHED),
        (("Bedöms inte", ""), scorecard.UNJUDGED),
        (("", ""), scorecard.NO_JUDGEMENT),
    ],
)
def test_a_goal_is_reached_when_something_says_so_and_nothing_the_contrary(repository, judgements, goal):
    (found,) = scorecard.goals(book(repository, judged(*judgements)))
    assert (found.judgement, len(found.rows)) == (goal, len(judgements))


ROWS = (
    "Individen;Vidare till arbete;Andel;Ny rutin;40;36;procent;;Uppnått;Räknat på två år.\n"
    "Ekonomi;Balans;Resultat;;0;124;tkr;;Ja;\n"
    "Individen;Nöjda;Nöjda;;80;..;procent;;Nej;\n"
    "Individen;Nöjda;Inflytande;;;;;Två av tre är nöjda;Nej;\n"
    "Ekonomi;Prognos;;;;;;Håller;;\n"
    "Ekonomi;Likviditet;;Månadsrapport;;;;;Bedöms inte;\n"
)


def test_goals_stand_under_their_perspective_with_every_row(repository):
    individen, ekonomi = tables(book(repository, ROWS))
    assert (individen.id, ekonomi.id) == ("tbl-styrkort-individen", "tbl-styrkort-ekonomi")
    assert list(individen.heads) == [
        "Mål och mått",
        "Aktivitet",
        "Målvärde",
        "Utfall",
        "Bedömning",
        "Kommentar",
    ]
    assert [[line.label, *line.cells] for line in individen.lines] == [
        ["Vidare till arbete"],
        # 36 of 40 called reached is shown as it was judged.
        ["Andel", "Ny rutin", f"40{NBSP}%", f"36{NBSP}%", f"●{NBSP}Uppnått", "Räknat på två år."],
        ["Nöjda"],
        ["Nöjda", "", f"80{NBSP}%", "..", f"○{NBSP}Inte uppnått", ""],
        ["Inflytande", "", "", "Två av tre är nöjda", f"○{NBSP}Inte uppnått", ""],
    ]
    # Nobody comments in the other perspective.
    assert list(ekonomi.heads) == ["Mål och mått", "Aktivitet", "Målvärde", "Utfall", "Bedömning"]
    assert [line.label for line in ekonomi.lines] == [
        "Balans", "Resultat", "Prognos", "Inget mått", "Likviditet", "Inget mått",
    ]  # fmt: skip
    assert [line.cells[-1] for line in ekonomi.lines if line.cells] == [
        f"●{NBSP}Uppnått", f"–{NBSP}Bedömning saknas", f"–{NBSP}Bedöms inte",
    ]  # fmt: skip


def test_the_sentence_counts_goals_and_not_rows(repository):
    text = scorecard.summary(book(repository, ROWS)).replace(NBSP, " ")
    assert text == (
        "Styrkortet har 5 mål. Förbundet bedömer att 2 mål är uppnådda och att 1 inte är det. 1 mål bedöms inte. För 1 "
        "mål saknas bedömning. Ett mål som mäts på flera sätt räknas som uppnått när något av måtten är uppnått och "
        "inget är bedömt som inte uppnått."
    )


@pytest.mark.parametrize(
    ("judgement", "text"),
    [
        ("Ja", "Styrkortet har 1 mål. Förbundet bedömer att 1 mål är uppnått och att 0 inte är det."),
        ("", "Styrkortet har 1 mål. Inget av dem är bedömt."),
        ("Bedöms inte", "Styrkortet har 1 mål. Inget av dem är bedömt."),
    ],
)
def test_the_sentence_of_one_goal(repository, judgement, text):
    assert scorecard.summary(book(repository, judged(judgement))).replace(NBSP, " ") == text


def test_the_same_goal_in_two_perspectives_is_two_goals(repository):
    rows = "Individen;Nöjda;a;;;;;;Ja;\nEkonomi;Nöjda;a;;;;;;Nej;\n"
    assert [goal.judgement for goal in scorecard.goals(book(repository, rows))] == [
        scorecard.REACHED, scorecard.NOT_REACHED,
    ]  # fmt: skip


def test_without_a_scorecard_there_is_nothing(repository):
    repository.raw("deltagare.csv", "insats,matt,totalt\nA,nya,1\n")
    params = repository.params()
    found = Book(params, read_delivery(params))
    assert (scorecard.summary(found), scorecard.sections(found)) == (None, [])
