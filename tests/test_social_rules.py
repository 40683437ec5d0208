"""Targets that can't be held as they stand are told with file, row and column; those that can are left alone."""

from __future__ import annotations

import pytest
from test_signals import table

from finsam.social.rules import respondent_word, social_faults

HEAD = "malomrade_nr;malomrade;konto;indikator;kontotext;kort;typ;regel;enhet;senast;troskel;baslinje\n"
OUTCOMES = "indikator;period;enhet;varde;n;N\n"


def faults(folder, target: str, outcome: str = ""):
    """Of one target: regel;enhet;senast;troskel;baslinje, and one outcome: period;enhet;varde;n;N."""
    text = HEAD + f"1;Nytta;1;1.1;a;a;register;{target}\n"
    (folder / "sociala_mal.csv").write_text(text, encoding="utf-8")
    targets, outcomes = table(folder / "sociala_mal.csv", "sociala_mal", 2020), None
    if outcome:
        (folder / "sociala_utfall.csv").write_text(OUTCOMES + f"1.1;{outcome}\n", encoding="utf-8")
        outcomes = table(folder / "sociala_utfall.csv", "sociala_utfall", 2020)
    return social_faults(targets, outcomes)


@pytest.mark.parametrize(
    ("target", "code", "column", "value", "expected"),
    [
        ("andel_minst;procent;i år;80;", "year-unreadable", "senast", "i år", "a year such as 2020"),
        ("andel_minst;procent;20;80;", "year-unreadable", "senast", "20", "a year such as 2020"),
        ("andel_minst;antal;;80;", "unit-wrong", "enhet", "antal", "procent"),
        (";dagar;;80;", "unit-wrong", "enhet", "dagar", "procent"),
        ("antal_minst;procent;;8;", "unit-wrong", "enhet", "procent", "antal"),
        ("exempel_minst;procent;;1;", "unit-wrong", "enhet", "procent", "antal"),
        ("niva_minst;procentenheter;;1;", "unit-wrong", "enhet", "procentenheter", "one of the rules minskar, okar"),
        ("minskar;;;5;20", "unit-missing", "enhet", "", "the unit of the level"),
        ("okar;;;5;20", "unit-missing", "enhet", "", "the unit of the level"),
        ("minskar;dagar;;-5;20", "threshold-wrong", "troskel", "-5", "0 or more"),
        ("andel_minst;procent;;101;", "threshold-wrong", "troskel", "101", "0 to 100"),
        ("andel_minst;procent;;0,8;", "threshold-wrong", "troskel", "0.8", "the number of percent, as 80"),
    ],
)  # fmt: skip
def test_a_target_that_can_not_be_held_is_told(tmp_path, target, code, column, value, expected):
    (fault,) = faults(tmp_path, target)
    (place,) = fault.where
    assert (fault.code, place.row, place.column, place.value) == (code, 2, column, value)
    assert place.file.endswith("sociala_mal.csv")
    assert expected in fault.expected


@pytest.mark.parametrize(
    "target",
    [
        "andel_minst;procent;2020;80;",
        "andel_minst;procent;;0;",
        "andel_minst;procent;;1;",
        "andel_minst;procent;;100;",
        ";procent;;80;",
        "antal_minst;antal;;2;",
        "exempel_minst;antal;;0;",
        "niva_minst;poang;;0,5;",
        "niva_hogst;;;9;",
        "niva_hogst;tkr;;101;",
        "minskar;procentenheter;2018;5;",
        "okar;procent;;0,5;120",
        "minskar;;;;14",
        "minskar;;;0;14",
        # No threshold is printed: the target stands in the book and is not judged.
        ";;;;",
    ],
)
def test_a_target_that_can_be_held_is_left_alone(tmp_path, target):
    assert faults(tmp_path, target) == []


@pytest.mark.parametrize(
    ("target", "outcome", "expected"),
    [
        ("niva_hogst;dagar;;9;", "2020;timmar;9;;", "a level in dagar"),
        ("antal_minst;antal;;9;", "2020;procent;9;;", "a level in antal"),
        ("minskar;procentenheter;;5;20", "2020;procentenheter;15;;", "a level in procent"),
        ("minskar;procentenheter;;5;20", "2019;antal;15;;", "a level in procent"),
        ("okar;tkr;;5;20", "2020;procent;25;;", "a level in tkr"),
        ("niva_hogst;dagar;;9;", "2020;dagar;9;;", None),
        ("niva_hogst;dagar;;9;", "2020;;9;;", None),
        ("niva_hogst;;;9;", "2020;dagar;9;;", None),
        ("minskar;procentenheter;;5;20", "2020;procent;15;;", None),
        ("minskar;procent;;5;200", "2020;dagar;150;;", None),
        ("andel_minst;procent;;80;", "2020;;;8;9", None),
        # A unit without a number in it says nothing.
        ("niva_hogst;dagar;;9;", "2020;timmar;;;", None),
    ],
)
def test_a_level_in_another_unit_than_its_target_is_told(tmp_path, target, outcome, expected):
    found = faults(tmp_path, target, outcome)
    assert [fault.expected for fault in found] == ([expected] if expected else [])
    for fault in found:
        (place,) = fault.where
        assert (fault.code, place.row, place.column) == ("unit-differs", 2, "enhet")
        assert place.file.endswith("sociala_utfall.csv")


def test_everything_wrong_is_told_at_once(tmp_path):
    found = faults(tmp_path, "andel_minst;dagar;snart;-8;", "2020;timmar;9;;")
    assert [fault.code for fault in found] == [
        "year-unreadable",
        "unit-wrong",
        "threshold-wrong",
        "unit-differs",
    ]


def test_spellings_of_a_group_are_one_group_and_other_words_are_their_own():
    assert respondent_word("Ledamöter i  styrelsen") == respondent_word("styrelse") == "styrelse"
    assert respondent_word("Avslutade deltagare") == "avslutade deltagare"
    assert respondent_word("") == ""
