"""The threshold of a target against the number in its own words."""

from __future__ import annotations

import pytest

from finsam.audit import Check
from finsam.audit.targets import thresholds
from finsam.delivery.read import read_delivery
from finsam.params import load_params
from finsam.sources.grids import read_grids
from finsam.tables.kinds import KINDS
from finsam.tables.read import tidy

HEAD = "malomrade_nr;malomrade;konto;indikator;kontotext;kort;typ;regel;troskel;enhet;troskel_text\n"


def of(tmp_path, threshold: str, unit: str, text: str) -> list[Check]:
    file = tmp_path / "sociala_mal.csv"
    file.write_text(f"{HEAD}1;A;1.1;1.1a;T;K;enkät;;{threshold};{unit};{text}\n", encoding="utf-8")
    (grid,) = read_grids(file)
    table, faults = tidy(grid, KINDS["sociala_mal"], 2020)
    assert faults == []
    return list(thresholds(table))


@pytest.mark.parametrize(
    ("threshold", "unit", "text", "told"),
    [
        ("80", "procent", "minst 70 % av deltagarna", 70),
        ("5", "procentenheter", "minska 6 procentenheter mot 2014", 6),
        ("2", "antal", "3 personer/år", 3),
        ("9,0", "dagar", "9,5 sjukdagar per försäkrad vid utgången av 2020", 9.5),
        ("1500", "antal", "minst 1 600 personer", 1600),
        ("5", "procentenheter", "en förändring på -4", 4),
    ],
)
def test_another_number_is_a_contradiction_with_both_places(tmp_path, threshold, unit, text, told):
    (check,) = of(tmp_path, threshold, unit, text)
    assert (check.severity, float(check.computed)) == ("contradiction", told)
    assert [place.column for place in check.places] == ["troskel", "troskel_text"]
    assert {place.row for place in check.places} == {2} and check.places[1].value == text


@pytest.mark.parametrize(
    ("threshold", "unit", "text"),
    [
        ("80", "procent", "80%"),
        ("80,0", "procent", "minst 80 procent år 2020"),
        ("1500", "antal", "1 500 st."),
    ],
)
def test_the_same_number_agrees(tmp_path, threshold, unit, text):
    assert [check.severity for check in of(tmp_path, threshold, unit, text)] == [""]


def test_a_text_that_was_rounded_is_a_rounding_difference(tmp_path):
    assert [check.severity for check in of(tmp_path, "66,7", "procent", "67 %")] == ["rounding"]
    assert [check.severity for check in of(tmp_path, "66,2", "procent", "67 %")] == ["contradiction"]


@pytest.mark.parametrize(
    ("threshold", "unit", "text"),
    [
        ("80", "procent", ""),
        ("80", "procent", "de flesta, senast 2020"),
        ("80", "procent", "från 60 % till 70 %"),
        ("80", "procent", "60-70 %"),
        ("80", "procent", "4 av 6"),
        ("80", "procent", "inom 3 månader"),
        ("80", "procent", "7 personer"),
        ("2", "antal", "inom 3 månader"),
        ("2", "antal", "senast den 31 december 2020"),
        ("2", "antal", "50 % fler"),
        ("2", "antal", "enligt 1.3b"),
        ("9", "dagar", "12 timmar"),
        ("2", "antal", "1.234 personer"),
        ("", "", "70 %"),
    ],
)
def test_what_cannot_be_compared_is_left_in_peace(tmp_path, threshold, unit, text):
    assert of(tmp_path, threshold, unit, text) == []


def test_the_real_budget_of_vannas_agrees_with_its_own_words():
    found = list(thresholds(read_delivery(load_params("vannas", 2017)).tables["sociala_mal"]))
    assert {check.subject.split()[1].rstrip(":") for check in found} == {
        "1.3b", "1.8", "2.2", "2.4", "3.2b", "3.4c", "3.5e", "3.7", "3.8", "3.9",
    }  # fmt: skip
    assert [check for check in found if check.severity] == []
