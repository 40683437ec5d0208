"""Rows with faults: they stop the book, or are left out where the params say so and stand in a file with the reason."""

from __future__ import annotations

import csv

import pytest
from click.testing import CliRunner

from finsam.chapters.book import open_book
from finsam.chapters.reconciliation import left_out
from finsam.cli import main
from finsam.delivery.read import read_delivery
from finsam.faults import Faults
from finsam.ingest import ingest, processed

#: Rows 3 and 5 are wrong, row 6 stands twice with row 2.
WRONG = (
    "insats,matt,totalt\n"
    "Lotsen,nya,4\n"
    "Lotsen,nyaa,5\n"
    "Lotsen,avslutade,3\n"
    "Lotsen,arbete,tre\n"
    "Lotsen,nya,6\n"
    "Stegen,nya,7\n"
)


@pytest.fixture
def lenient(repository):
    repository.year("felaktiga_rader: avvisas\n")
    repository.raw("deltagare.csv", WRONG)
    return repository


def test_rows_with_faults_stop_the_book_unless_the_params_say_otherwise(repository):
    repository.raw("deltagare.csv", WRONG)
    assert sorted(fault.code for fault in repository.faults()) == [
        "number-unreadable",
        "row-twice",
        "word-unknown",
    ]


def test_rows_in_are_rows_used_and_rows_told(lenient):
    delivery = read_delivery(lenient.params())
    used = delivery.tables["deltagare"]
    assert list(zip(used["insats"], used["matt"], used["varde"], strict=True)) == [
        ("Lotsen", "avslutade", 3),
        ("Stegen", "nya", 7),
    ]
    assert sorted(delivery.rejected["rad"]) == [2, 3, 5, 6]
    assert set(used["radnr"]) | set(delivery.rejected["rad"]) == {2, 3, 4, 5, 6, 7}


def test_the_file_tells_the_row_and_the_reason(lenient):
    file = ingest("prov", 2020) / "avvisade.csv"
    with file.open(encoding="utf-8-sig", newline="") as text:
        rows = {row["rad"]: row for row in csv.DictReader(text, delimiter=";")}
    assert rows["5"]["fil"] == "data/raw/prov/2020/deltagare.csv"
    assert rows["5"]["kod"] == "number-unreadable"
    assert rows["5"]["innehall"] == "insats=Lotsen; matt=arbete; totalt=tre"
    assert rows["3"]["kod"] == "word-unknown" and rows["3"]["vantat"].startswith("one of antal_totalt")


def test_a_book_that_is_read_again_has_the_same_rows(lenient):
    first = processed("prov", 2020).rejected
    again = processed("prov", 2020).rejected
    assert list(again["rad"]) == list(first["rad"]) and len(again) == 4


def test_check_tells_the_rows_as_notes(lenient):
    result = CliRunner().invoke(main, ["check", "prov/2020"])
    assert result.exit_code == 0
    assert "note number-unreadable" in result.stdout and "row 5" in result.stdout
    assert result.stdout.endswith("1 files, 6 rows, 1 kinds of table, 4 rows left out, no faults.\n")


def test_the_book_says_what_it_leaves_out(lenient):
    sentence, table = left_out(open_book("prov", 2020))
    assert sentence.startswith("4\u00a0rader i underlaget")
    assert [(line.label, *line.cells) for line in table.lines] == [("deltagare.csv", "4", "2, 3, 5, 6")]


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("deltagare.csv", "insats,matt,totallt\nLotsen,nya,4\n", "column-unknown"),
        ("deltagarna.csv", "insats,matt,totalt\nLotsen,nya,4\n", "kind-unknown"),
        ("budget.csv", "sektion,rad,utfall\nA,B,1\n", "table-unshown"),
        ("bokforing.se", "#FLAGGA 0\n", None),
    ],
)
def test_what_is_no_row_stops_the_book_all_the_same(lenient, name, text, code):
    lenient.year("felaktiga_rader: avvisas\nkapitel: [index, deltagare, avstamning, metod]\n")
    lenient.raw(name, text)
    with pytest.raises(Faults) as told:
        read_delivery(lenient.params())
    codes = {fault.code for fault in told.value.faults}
    assert (code in codes) if code else codes


def test_without_faults_nothing_is_left_out(repository):
    repository.year("felaktiga_rader: avvisas\n")
    repository.raw("deltagare.csv", "insats,matt,totalt\nLotsen,nya,4\n")
    assert read_delivery(repository.params()).rejected.empty
    assert not (ingest("prov", 2020) / "avvisade.csv").exists()
    assert left_out(open_book("prov", 2020)) == []
