"""Answers to the surveys of the invented förbund are counted as independent counts of the raw rows give them."""

from __future__ import annotations

import pytest
from exempelforbundet_files import FAVOURABLE, favourable, raw

from finsam.delivery.read import read_delivery
from finsam.params import load_params


@pytest.fixture(scope="module")
def delivery():
    return read_delivery(load_params("exempelforbundet", 2024))


def test_answers_in_words_are_counted_as_they_stand(delivery):
    rows = raw("enkatsvar-deltagare-2024.csv")
    assert len(rows) == 250 and len({row["svarande"] for row in rows}) == 250
    for heading, question, good in (
        ("1. Blir du väl bemött i insatsen?", "bemotande", FAVOURABLE),
        ("6. Gör stödet dig mer redo för arbete eller studier?", "redo", FAVOURABLE),
        ("9. Har du blivit diskriminerad under tiden i insatsen?", "diskriminering", {"Nej"}),
    ):
        told = [row[heading] for row in rows if row[heading] not in ("", "Vet ej")]
        wanted = sum(answer in good for answer in told), len(told)
        assert favourable(delivery, question, "deltagare", 2024) == wanted
        assert len(told) < len(rows)


def test_answers_in_numbers_and_one_row_an_answer_are_counted_too(delivery):
    for year in (2022, 2023):
        told = [
            row["samlat"] for row in raw("enkatsvar-deltagare-tidigare.csv") if row["period"] == str(year)
        ]
        told = [int(answer) for answer in told if answer.isdigit()]
        assert favourable(delivery, "samlat", "deltagare", year) == (sum(a >= 4 for a in told), len(told))
    grades = [
        row["Vilket betyg ger du insatsens kvalitet?"]
        for row in raw("enkatsvar-avslut.csv")
        if row["period"] == "2024"
    ]
    grades = [int(answer) for answer in grades if answer.isdigit()]
    assert favourable(delivery, "insatskvalitet", "deltagare", 2024) == (86, 128) == (
        sum(grade >= 8 for grade in grades), len(grades),
    )  # fmt: skip
    told = [
        int(row["svar"])
        for row in raw("enkatsvar-ledning.csv")
        if (row["fraga"], row["period"], row["respondentgrupp"]) == ("nns-21", "2024", "styrelse")
    ]
    assert (
        favourable(delivery, "nns-21", "styrelse", 2024) == (sum(a >= 4 for a in told), len(told)) == (6, 8)
    )


def test_fewer_answer_than_are_asked_and_every_group_answers(delivery):
    asked = raw("enkat_utskick.csv")
    who = {row["respondentgrupp"] for row in asked}
    assert who == {"deltagare", "personal", "forbundschef", "styrelse", "styrgrupp", "chefsgrupp"}
    assert set(delivery.answers.respondentgrupp) == who
    for row in asked:
        answers = delivery.answers
        chosen = answers[
            (answers.respondentgrupp == row["respondentgrupp"]) & (answers.period == row["period"])
        ]
        chosen = chosen[(chosen.tillfalle == row["tillfalle"]) & (chosen.insats == row["insats"])]
        assert 0 < chosen.svarande.nunique() <= int(row["tillfragade"])
