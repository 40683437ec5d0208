"""The same insats in a ready table and in person rows: the ready figures stand, and the difference is told."""

from __future__ import annotations

from finsam import audit
from finsam.delivery.read import read_delivery

PERSONS = (
    "nyckel,insats,kon,start,slut,orsak\n"
    "a,Lotsen,kvinna,2019-03-01,2020-02-01,Arbete\n"
    "b,Lotsen,man,2020-01-10,,\n"
    "c,Lotsen,man,2020-04-10,,\n"
    "d,Stegen,kvinna,2020-05-01,,\n"
)
READY = "insats,matt,kvinnor,man,totalt\nLotsen,antal_totalt,1,2,3\nLotsen,nya,0,2,2\nLotsen,kvar,0,{},{}\n"


def wrong(repository, remaining: int) -> list:
    repository.raw("personer.csv", PERSONS)
    repository.raw("deltagare.csv", READY.format(remaining, remaining))
    params = repository.params()
    return [check for check in audit.of_book(read_delivery(params), params) if check.severity]


def test_the_same_numbers_are_left_in_peace(repository):
    assert wrong(repository, 2) == []


def test_another_number_is_told_with_both_places(repository):
    found = {check.subject: check for check in wrong(repository, 3) if check.rule == "ready-counted"}
    assert list(found) == [
        "Lotsen 2020, män: antal kvar i verksamheten mot personraderna",
        "Lotsen 2020, totalt: antal kvar i verksamheten mot personraderna",
    ]
    check = found["Lotsen 2020, män: antal kvar i verksamheten mot personraderna"]
    assert (check.stated, check.computed) == (3, 2)
    assert [(place.file.rsplit("/")[-1], place.row) for place in check.places] == [
        ("deltagare.csv", 4),
        ("personer.csv", 3),
    ]


def test_the_ready_figures_stand_and_the_other_insats_is_counted(repository):
    wrong(repository, 3)
    table = read_delivery(repository.params()).tables["deltagare"]
    table = table[(table["period"] == "2020") & (table["kolumn"] == "totalt")]
    remaining = table[table["matt"] == "kvar"].set_index("insats")["varde"]
    assert dict(remaining) == {"Lotsen": 3, "Stegen": 1, "Alla insatser": 4}


def test_persons_alone_are_compared_with_nothing(repository):
    repository.raw("personer.csv", PERSONS)
    params = repository.params()
    assert "ready-counted" not in {check.rule for check in audit.of_book(read_delivery(params), params)}
