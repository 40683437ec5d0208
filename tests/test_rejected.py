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
    assert result.stdout.endswith("1 file, 6 rows, 1 kind of table, 4 rows left out, no faults.\n")


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


TARGETS = (
    "malomrade_nr,malomrade,konto,indikator,kontotext,kort,typ,regel,enhet,troskel,mates_av\n"
    "1,Deltagare,1.1,1.1a,Text,Till arbete,andel_avslutade,,,50,deltagare:arbete\n"
    "1,Deltagare,1.1,1.1b,Text,Fel enhet,antal,antal_minst,procent,5,\n"
    "1,Deltagare,1.1,1.1c,Text,Fel källa,enkät,,,50,enkat:finns_inte\n"
    "1,Deltagare,1.1,1.1d,Text,Nivå,register,niva_minst,dagar,5,\n"
)
RESULTS = "indikator,enhet,n,N,varde\n1.1b,procent,,,7\n1.1d,timmar,,,9\n1.1a,,2,4,\n"


def test_targets_and_results_with_faults_are_left_out_and_told(repository):
    """Also the result of a target that is left out, which would be lost otherwise."""
    repository.raw("sociala_mal.csv", TARGETS)
    repository.raw("sociala_utfall.csv", RESULTS)
    codes = ["reference-unknown", "unit-differs", "unit-wrong"]
    assert sorted(fault.code for fault in repository.faults()) == codes
    repository.year("felaktiga_rader: avvisas\n")
    delivery = read_delivery(repository.params())
    assert list(delivery.tables["sociala_mal"]["indikator"].unique()) == ["1.1a", "1.1d"]
    assert list(delivery.tables["sociala_utfall"]["indikator"].unique()) == ["1.1a"]
    rows = delivery.rejected
    assert sorted(zip(rows["fil"].str.rsplit("/").str[-1], rows["rad"], rows["kod"], strict=True)) == [
        ("sociala_mal.csv", 3, "unit-wrong"),
        ("sociala_mal.csv", 4, "reference-unknown"),
        ("sociala_utfall.csv", 2, "word-unknown"),
        ("sociala_utfall.csv", 3, "unit-differs"),
    ]
    assert len(delivery.notes) == 4 and all("The row is left out." in note.message for note in delivery.notes)
    file = ingest("prov", 2020) / "avvisade.csv"
    assert file.read_text(encoding="utf-8-sig").count("sociala_mal.csv") == 2


def test_the_result_of_a_target_that_cannot_be_read_is_told_too(repository):
    repository.year("felaktiga_rader: avvisas\n")
    repository.raw("sociala_mal.csv", TARGETS.replace("niva_minst", "nivå"))
    repository.raw("sociala_utfall.csv", "indikator,enhet,varde\n1.1d,dagar,9\n")
    rows = read_delivery(repository.params()).rejected
    assert ("word-unknown", 2) in set(zip(rows["kod"], rows["rad"], strict=True))


def test_all_targets_may_be_left_out(repository):
    repository.year("felaktiga_rader: avvisas\n")
    repository.raw("sociala_mal.csv", "".join(TARGETS.splitlines(keepends=True)[i] for i in (0, 2)))
    repository.raw("sociala_utfall.csv", "indikator,enhet,varde\n1.1b,procent,7\n")
    delivery = read_delivery(repository.params())
    assert delivery.tables == {} and sorted(delivery.rejected["kod"]) == ["unit-wrong", "word-unknown"]
