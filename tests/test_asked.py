"""How many were asked in surveys: the words that the förbund knows, and more answers than were asked."""

from __future__ import annotations

import json

from click.testing import CliRunner
from conftest import where
from survey_files import FORBUND, OWN

from finsam.chapters import reconciliation
from finsam.chapters.book import Book, open_book
from finsam.cli import main
from finsam.delivery.read import read_delivery
from finsam.inspection import inspect

GROUP = "grupper: {anhoriga: {namn: Anhöriga, alias: [Närstående]}}\n"
ANSWERS = "svarande;tillfalle;insats;nytta\na;under;Torget;6\nb;under;Torget;4\nc;under;Steget vidare;3\n"


def deliver(repository, asked: str) -> None:
    repository.forbund(FORBUND)
    repository.write("params/prov/enkater.yml", OWN + GROUP)
    repository.raw("enkatsvar.csv", ANSWERS)
    repository.raw("enkat_utskick.csv", asked)


def book(repository) -> Book:
    return open_book("prov", 2020)


def test_own_groups_other_names_platforms_and_the_whole_are_read(repository):
    deliver(
        repository,
        "respondentgrupp;insats;period;tillfragade\n"
        "Närstående;;2020;5\nanhoriga;torget;2020;4\nPersonal;unga;2020-H1;3\nStyrelsen;Hela förbundet;2020;2\n",
    )
    table = read_delivery(repository.params()).tables["enkat_utskick"]
    assert list(zip(table["respondentgrupp"], table["insats"], table["varde"], strict=True)) == [
        ("anhoriga", "", 5),
        ("anhoriga", "Ungdomstorget", 4),
        ("personal", "Unga", 3),
        ("styrelse", "Alla insatser", 2),
    ]


def test_unknown_groups_insatser_and_months_are_told_all_at_once_with_their_places(repository):
    deliver(
        repository,
        "respondentgrupp;insats;period;tillfragade\n"
        "Anhöringa;;2020;5\nDeltagare;Torgett;2020;5\nDeltagare;;2020-09;5\nDeltagare;;2020-09-30;5\n",
    )
    faults = repository.faults()
    assert [(fault.code, where(fault).row, where(fault).column, where(fault).value) for fault in faults] == [
        ("word-unknown", 2, "respondentgrupp", "Anhöringa"),
        ("word-unknown", 3, "insats", "Torgett"),
        ("period-unreadable", 4, "period", "2020-09"),
        ("period-unreadable", 5, "period", "2020-09-30"),
    ]
    assert "Did you mean 'Torget'?" in faults[1].message and "Steget vidare" in faults[1].expected
    assert "half-year" in faults[2].expected


def test_inspect_knows_the_words_of_the_book_that_the_file_lies_in(repository):
    deliver(repository, "respondentgrupp;insats;tillfragade\nAnhöriga;Torget;5\nAnhöriga;Torgett;5\n")
    found = inspect(repository.root / "data/raw/prov/2020/enkat_utskick.csv", False)
    assert [where(fault).value for fault in found.faults] == ["Torgett"]


def test_a_forbund_that_lists_no_insatser_may_name_any(repository):
    deliver(repository, "respondentgrupp;insats;tillfragade\nDeltagare;Vadsomhelst;5\n")
    repository.forbund()
    assert repository.faults() == []


def test_more_answers_than_asked_are_a_contradiction_wherever_checks_are_shown(repository):
    deliver(
        repository,
        "respondentgrupp;tillfalle;insats;tillfragade\nDeltagare;under;Torget;1\nDeltagare;under;Steget vidare;1\n",
    )
    (check,) = (check for check in book(repository).checks if check.rule == "response-rate")
    assert check.subject == "Enkät till deltagare, under insatsen, Ungdomstorget, 2020: tillfrågade"
    assert (check.stated, check.computed, check.difference, check.severity) == (1, 2, -1, "contradiction")
    assert [(place.file.rsplit("/")[-1], place.row) for place in check.places] == [
        ("enkat_utskick.csv", 2),
        ("enkatsvar.csv", 2),
    ]
    for command in ("check", "audit"):
        told = CliRunner().invoke(main, [command, "prov/2020", "--json"])
        assert told.exit_code == 1
        found = [finding for finding in json.loads(told.stdout) if finding["severity"] != "note"]
        assert [finding["code"] for finding in found] == ["response-rate"]
    (table,) = reconciliation.deviations(book(repository), "contradiction")
    assert [line.cells for line in table.lines] == [["1", "2", "−1", "enkat\\_utskick.csv, rad 2"]]
    (overview,) = reconciliation.overview(book(repository))
    assert "De svarande är inte fler än de tillfrågade" in [line.label for line in overview.lines]


def test_all_who_were_asked_and_an_unknown_number_are_no_contradiction(repository):
    deliver(repository, "respondentgrupp;insats;tillfragade\nDeltagare;Torget;2\nDeltagare;Unga;-\n")
    assert [check for check in book(repository).checks if check.rule == "response-rate"] == []
