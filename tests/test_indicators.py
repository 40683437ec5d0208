"""The national indicators: the catalogue against the transcribed lists, and what a book shows of them."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from conftest import REPOSITORY
from survey_files import FORBUND, OWN

from finsam.chapters import indicators
from finsam.chapters.book import open_book
from finsam.surveys.catalogue import point_of
from finsam.surveys.definitions import load_surveys

FIGURES = Path(__file__).parents[2] / "shared/figures/nns"
needs_figures = pytest.mark.skipif(
    not FIGURES.is_dir(), reason="the transcriptions (../shared/figures/nns) are not on this machine"
)
GROUPS = {
    "deltagare": "deltagare",
    "personal": "personal",
    "insatspersonal": "personal",
    "förbundschefer": "forbundschef",
    "förbundschef": "forbundschef",
    "styrelse": "styrelse",
    "parternas chefsgrupp": "chefsgrupp",
}
KINDS = {"Processindikator": "process", "Effektindikator": "effekt"}
OCCASIONS = {
    "under insatsen": "under",
    "vid avslut": "vid_avslut",
    "per halvår": "halvar",
    "per 1-3 mån under insatsen": "under",
    "per år (registerkörning)": "ar",
}


def rows(name: str) -> list[dict[str, str]]:
    with (FIGURES / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.fixture(scope="module")
def surveys():
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("FINSAM_ROOT", str(REPOSITORY))
        return load_surveys(None)


def test_there_are_fifteen_indicators_with_twenty_six_points(surveys):
    kinds = [one.slag for one in surveys.nationella.values()]
    assert list(surveys.nationella) == [str(number) for number in range(1, 16)]
    assert (kinds.count("process"), kinds.count("effekt")) == (10, 5)
    points = [k for one in surveys.nationella.values() for k in one.matpunkter]
    assert points == [str(number) for number in range(1, 27)]
    assert len(surveys.national_questions) == 28, "two points have parts, and one is not asked"


@needs_figures
def test_indicators_are_the_national_ones(surveys):
    for row in rows("nns_karnindikatorer.csv"):
        one = surveys.nationella[row["nr"]]
        assert one.slag == KINDS[row["typ"]], row["nr"]
        assert one.niva == row["niva"].lower().replace("ä", "a"), row["nr"]
        by_register = all(point.registerdata for point in one.matpunkter.values())
        assert by_register == (row["datainsamlingsmetod"] == "Registerdata"), row["nr"]
        if not by_register:
            assert_scale(surveys, row)


def assert_scale(surveys, row: dict[str, str]) -> None:
    scale = surveys.skalor["instammer5"]
    assert (str(scale.steps[0]), str(scale.steps[-1])) == (row["skala_min"], row["skala_max"])
    assert (scale.word(scale.steps[0]), scale.word(scale.steps[-1])) == (
        row["skala_min_text"],
        row["skala_max_text"],
    )


@needs_figures
def test_measuring_points_have_the_national_groups_occasions_and_scale(surveys):
    asked = set()
    for row in rows("nns_matpunkter.csv"):
        one, number = surveys.nationella[row["indikator_nr"]], row["lopnr"]
        point, when = one.matpunkter[number], row["tillfalle"]
        occasions = {
            "under": ["under"],
            "vid avslut": ["vid_avslut"],
            "under och vid avslut": ["under", "vid_avslut"],
        }
        occasions |= {"en gång per halvår": ["halvar"], "en gång per år": ["ar"]}
        first = re.split(", ", when)[0]
        assert list(point.tillfallen) == occasions[first], number
        assert point.pa_sikt == ("ar" if "på sikt en gång om året" in when else None), number
        assert point.registerdata == (row["metod"] == "Registerdata"), number
        if point.registerdata:
            continue
        id = f"nns-{number}" + (f"-{row['delpunkt']}" if row["delpunkt"] else "")
        question = surveys.fragor[id]
        assert set(question.grupper) == {GROUPS[who] for who in row["svarande"].split(";")}, id
        assert question.nns == row["indikator_nr"], id
        scale = surveys.scale(id)
        assert [str(scale.steps[0]), str(scale.steps[-1])] == [row["skala_min"], row["skala_max"]], id
        asked.add(id)
    assert asked == set(surveys.national_questions)


@needs_figures
def test_each_source_and_occasion_of_the_data_collection_has_a_question(surveys):
    """nns_datainsamling.csv lists indicators by who is asked and when."""
    ours = set()
    for nr, one in surveys.nationella.items():
        for k, point in one.matpunkter.items():
            groups = {group for part in point.parts(k).values() for group in part.grupper} or {"register"}
            ours |= {(group, when, nr) for group in groups for when in point.tillfallen}
    listed = set()
    for row in rows("nns_datainsamling.csv"):
        group = "register" if row["kalla"] == "SCB" else GROUPS[row["kalla"].lower()]
        listed.add((group, OCCASIONS[row["tillfalle"].lower()], row["indikator_nr"]))
    assert ours == listed


@needs_figures
def test_labels_and_questions_are_our_own_words(surveys):
    """No sentence of the national list is repeated, nor four words of one in a row."""
    theirs = [row["matpunkt"] for row in rows("nns_matpunkter.csv")]
    theirs += [row["rubrik"] for row in rows("nns_karnindikatorer.csv")]
    runs = {run for text in theirs for run in fours(text)}
    ours = [
        text
        for id in surveys.national_questions
        for text in (surveys.fragor[id].text, surveys.fragor[id].kort)
    ]
    ours += [one.kort for one in surveys.nationella.values()]
    assert [text for text in ours if fours(text) & runs] == []


def fours(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[at : at + 4]) for at in range(len(words) - 3)}


@pytest.mark.parametrize(
    ("id", "point"),
    [("nns-4", "4"), ("nns-16-2", "16.2"), ("nns-17-a", "17a"), ("bemotande", ""), ("nnsk", "")],
)
def test_the_number_of_a_point(id, point):
    assert point_of(id) == point


# ---- In a book --------------------------------------------------------------------------------------------

ANSWERS = (
    "respondentgrupp;tillfalle;period;nns-1;nns-18;nns-16-1;nns-21;kontakt;mal\n"
    "deltagare;under;2020;5;3;;;6;\n"
    "deltagare;under;2020;4;5;;;1;\n"
    "deltagare;under;2020;1;Vet ej;;;;\n"
    "deltagare;under;2019;1;;;;;\n"
    "deltagare;vid avslut;2020;;5;;;;\n"
    "personal;halvår;2020-H1;;;4;;;4\n"
    "personal;halvår;2020-H2;;;5;;;4\n"
    "personal;halvår;2018;;;1;1;;1\n"
)
MORE = """
  kontakt: {kort: Har en kontakt, text: Har du en kontakt?, skala: ofta6, grupper: [deltagare], nns: 4}
indikatorer:
  tydlighet: {kort: Tydliga mål}
  ledning: {kort: Ledningen}
"""


@pytest.fixture
def book(repository):
    repository.forbund(FORBUND)
    own = OWN.replace("skala: instammer5", "skala: instammer5, indikator: tydlighet")
    repository.write("params/prov/enkater.yml", own.rstrip() + MORE)
    repository.raw("enkatsvar.csv", ANSWERS)
    return open_book("prov", 2020)


def lines_of(table) -> dict[str, list[str]]:
    """The cells of each line by its label; a label that several lines have is numbered."""
    found: dict[str, list[str]] = {}
    for line in table.lines:
        label = line.label.replace("\\", "")
        found[label if label not in found else f"{label} #2"] = [
            cell.replace("\u00a0", " ") for cell in line.cells
        ]
    return found


def test_the_table_has_all_fifteen_and_says_which_are_not_measured(book):
    table = indicators.national_table(book)
    found = lines_of(table)
    assert table.heads[3:] == ["2018", "2019", "2020"]
    numbers = [re.match(r"(\d+)\. ", label)[1] for label in found if re.match(r"\d+\. ", label)]
    assert numbers == [str(number) for number in range(1, 16)]
    assert found["1 Nytta av stödet"] == ["Deltagare", "Under insatsen", "–", "0 % (0/1)", "67 % (2/3)"]
    assert found["18 Personalen lyssnar på synpunkter"] == [
        "Deltagare",
        "Under insatsen",
        "–",
        "–",
        "50 % (1/2)",
    ]
    assert found["18 Personalen lyssnar på synpunkter #2"][1:] == ["Vid avslut", "–", "–", "100 % (1/1)"]
    assert found["16.1 Blir lyssnad på"] == ["Personal", "Varje halvår", "0 % (0/1)", "–", "100 % (2/2)"]
    assert found["21 Former för relationer mellan parterna"][2:] == ["0 % (0/1)", "–", "–"]
    assert found["Har en kontakt (egen fråga, hur ofta, 1–6)"][2:] == ["–", "–", "50 % (1/2)"]
    assert found["10. Andra aktörer är med"] == [
        "Personal och förbundschef",
        "Varje halvår",
        "",
        "",
        "Inte mätt",
    ]
    assert found["11. Effekter som håller över tid"] == ["Register", "Varje år", "", "", "Register"]
    assert "Förbundets egna frågor är andra än de nationella" in table.note
    without = re.search(r"Mätpunkter utan svar 2020: (.*)\.", table.note)[1].split(", ")
    assert (
        len(without) == 28 - 3
        and {"2", "16.2", "17a", "21"} < set(without)
        and not {"1", "18", "16.1"} & set(without)
    )


def test_the_summary_counts_the_measured_and_names_the_others(book):
    assert indicators.summary(book) == (
        "De nationella kärnindikatorerna är 15. Med enkäterna 2020 har 4 av dem mätts. Förbundets egna frågor om det "
        "som indikatorerna gäller är medräknade. Svar saknas för indikatorerna 2, 3, 5, 6, 7, 10, 12, 13, 14 och 15. "
        "Indikator 11 bygger på registeruppgifter och mäts inte med enkäter."
    )


def test_the_forbund_s_own_indicators(book):
    found = lines_of(indicators.own_table(book))
    assert found == {
        "Tydliga mål": [],
        "Målen (instämmande, 1–5)": ["Personal", "Varje halvår", "0 % (0/1)", "100 % (2/2)"],
        "Ledningen": ["", "", "", "Inte mätt"],
    }


def test_without_national_questions_nothing_is_shown(repository):
    repository.raw("enkatsvar.csv", "bemotande\n4\n")
    book = open_book("prov", 2020)
    assert (indicators.summary(book), indicators.national_table(book), indicators.own_table(book)) == (
        None,
        None,
        None,
    )


def test_measured_only_in_earlier_years(repository):
    repository.raw("enkatsvar.csv", "period;nns-1\n2019;4\n")
    book = open_book("prov", 2020)
    assert "har ingen av dem mätts" in indicators.summary(book)
    assert lines_of(indicators.national_table(book))["1 Nytta av stödet"][2:] == ["100 % (1/1)", "–"]
