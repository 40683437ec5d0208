"""Results that follow from the rest of a delivery: answers, participants, follow-up and public statistics."""

from __future__ import annotations

import csv
from decimal import Decimal

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_signals import GOLDEN, table

from finsam.measures.signals import MISSING, UNJUDGED, results
from finsam.params import Params
from finsam.params.forbund import Forbund, Insats
from finsam.params.year import Year
from finsam.social.make import with_results
from finsam.surveys.definitions import load_surveys
from finsam.surveys.rows import ANSWERS
from finsam.tables.contracts import contract, repeated_rows
from finsam.tables.kinds import KINDS

HEAD = (
    "malomrade_nr;malomrade;konto;indikator;kontotext;kort;typ;respondentgrupp;regel;enhet;troskel;mates_av\n"
)
PARAMS = Params(
    forbund_id="prov",
    ar=2020,
    forbund=Forbund(namn="Prov", kort="Prov", insatser=(Insats(namn="Kraft", alias=("Styrka",)),)),
    year=Year(slag="socialt-bokslut"),
)
PARTICIPANTS = (
    "insats;matt;period;totalt\nAlla insatser;avslutade;2020;50\nAlla insatser;arbete;2020;15\n"
    "Alla insatser;studier;2020;5\nAlla insatser;annat_positivt_avslut;2020;10\nAlla insatser;antal_totalt;2020;90\n"
    "Alla insatser;arbete;2019;1\nAlla insatser;arbete;2020-H1;6\nKraft;avslutade;2020;20\nKraft;arbete;2020;..\nKraft;kvar;2020;7\n"
)
STATISTICS = (
    "omrade;matt;period;kon;varde\nUmeå;sjukpenningtal;2020-01;;15,6\nUmeå;sjukpenningtal;2020-12;;13,7\n"
    "Umeå;sjukpenningtal;2020-12;K;99\nUmeå;sjukpenningtal;2019;;12\nVännäs;sjukpenningtal;2020;;8,25\n"
    "Vännäs;sjukpenningtal;2020-06;;9\nUmeå;uvas_andel;2019;;6,9\n"
)
FOLLOWED = (
    "insats;efter;period;i_arbete;inte_i_arbete;ej_foljda\nKraft;1;2020;8;2;1\nSteg;1;2020;4;6;\n"
    "Kraft;2;2020;3;;\nKraft;1;2019;1;1;\n"
)


def delivered(folder, targets: str, **texts: str) -> dict[str, pd.DataFrame]:
    """Tables of a delivery. targets: lines of indikator;typ;respondentgrupp;regel;enhet;troskel;mates_av."""
    lines = [line.split(";") for line in targets.split()]
    rows = [f"1;Nytta;1;{line[0]};a;a;" + ";".join(line[1:]) for line in lines]
    texts["sociala_mal"] = HEAD + "\n".join(rows) + "\n"
    found = {}
    for kind, text in texts.items():
        file = folder / f"{kind}.csv"
        file.write_text(text, encoding="utf-8")
        found[kind] = table(file, kind, 2020)
    return found


def answers(*rows: tuple[str, str, str, object]) -> pd.DataFrame:
    """Rows of fraga, respondentgrupp, period and whether the answer is favourable (None: says nothing) or its step."""
    found = []
    for number, (question, group, period, answer) in enumerate(rows, start=2):
        is_step = isinstance(answer, int) and not isinstance(answer, bool)
        told = {
            "steg": answer if is_step else pd.NA,
            "gynnsam": pd.NA if is_step or answer is None else answer,
        }
        place = {"fil": "enkat.csv", "blad": "", "radnr": number, "rubrik_i_fil": "svar"}
        keys = {"fraga": question, "respondentgrupp": group, "period": period}
        found.append(dict.fromkeys(ANSWERS, "") | keys | told | place)
    frame = pd.DataFrame(found, columns=list(ANSWERS))
    return frame.astype({"steg": "Int64", "gynnsam": "boolean"})


def made(folder, targets: str, rows: pd.DataFrame | None = None, surveys=None, **texts: str):
    """Indicator, group, column and number (or status) of each cell of the results."""
    tables, faults = with_results(delivered(folder, targets, **texts), rows, surveys, PARAMS)
    assert faults == []
    if "sociala_utfall" not in tables:
        return []
    checked = contract(KINDS["sociala_utfall"]).validate(tables["sociala_utfall"])
    assert repeated_rows(KINDS["sociala_utfall"], checked) == []
    columns = ("indikator", "respondentgrupp", "kolumn", "varde", "status")
    return [
        (*cell[:3], cell[4] if cell[3] is None else str(cell[3]))
        for cell in zip(*(checked[name] for name in columns), strict=True)
    ]


# ---- Surveys -----------------------------------------------------------------------------------------------


def test_one_result_for_each_group_that_answered(tmp_path):
    rows = answers(
        ("trivs", "styrelse", "2020-H1", False),
        ("trivs", "personal", "2020", True),
        ("trivs", "personal", "2020-H2", False),
        ("trivs", "personal", "2020", None),
        ("trivs", "personal", "2019", True),
        ("annat", "personal", "2020", True),
        ("trivs", "chefsgrupp", "2020", None),
    )
    found = made(tmp_path, "4.1;enkät;;andel_minst;procent;80;enkat:trivs", rows)
    assert found == [
        ("4.1", "Styrelse", "N", "1"),
        ("4.1", "Styrelse", "n", "0"),
        ("4.1", "Personal", "N", "2"),
        ("4.1", "Personal", "n", "1"),
    ]


def test_a_target_has_its_own_groups_and_one_that_did_not_answer_is_missing(tmp_path):
    rows = answers(
        ("q", "personal", "2020", True), ("q", "styrelse", "2020", True), ("q", "deltagare", "2020", True)
    )
    tables = delivered(tmp_path, "4.1;enkät;styrelsen,Förbundschef;andel_minst;procent;80;enkat:q")
    tables, faults = with_results(tables, rows, None, PARAMS)
    found = results(tables["sociala_mal"], tables["sociala_utfall"], 2020)
    assert faults == []
    assert [(result.respondents, result.signal, result.base) for result in found] == [
        ("Styrelse", "grön", 1),
        ("Förbundschef", MISSING, None),
    ]


def test_a_mean_is_the_level_where_the_threshold_is_in_points(tmp_path):
    rows = answers(
        *(("betyg", "deltagare", "2020", step) for step in (7, 8, 8)), ("betyg", "deltagare", "2020", None)
    )
    target = "1.1;enkät;deltagare;{};poang;7,666666;enkat:betyg"
    assert made(tmp_path, target.format("niva_minst"), rows) == [
        ("1.1", "Deltagare", "N", "3"),
        ("1.1", "Deltagare", "varde", "7.666666"),
    ]
    # 7.6666... is above the threshold, so it must not be cut down to it where less is better.
    assert made(tmp_path, target.format("niva_hogst"), rows)[1][3] == "7.666667"


def test_nobody_answered_makes_no_result(tmp_path):
    target = "1.1;enkät;personal;andel_minst;procent;80;enkat:nns-1"
    surveys = load_surveys(None)
    assert made(tmp_path, target, None, surveys) == []
    assert made(tmp_path, target, answers(), surveys) == []
    assert made(tmp_path, target, answers(("nns-1", "personal", "2020", None)), surveys) == []
    assert made(tmp_path, target, answers(("nns-1", "personal", "2019", True)), surveys) == []


def test_made_results_are_the_printed_ones_when_answers_are_rebuilt_from_them(tmp_path):
    """Every survey result of Vännäs 2017: n favourable of N answers, group by group."""
    words = {"förbundschefer": "forbundschef", "ledamöter i styrelsen": "styrelse"}
    printed, rows = {}, []
    with (GOLDEN / "socialt_bokslut_resultat.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            group = row["respondentgrupp"]
            if row["n_svarande"] and group != "avslutade deltagare":
                word = words.get(group, "styrgrupp" if "styrgrupp" in group else group)
                n, base = int(row["n_gynnsamma"]), int(row["n_svarande"])
                rows += [(row["indikator_id"], word, "2020", at < n) for at in range(base)]
                printed[row["indikator_id"], word] = (n, base)
    targets = " ".join(
        f"{name};enkät;;andel_minst;procent;80;enkat:{name}"
        for name in dict.fromkeys(name for name, _ in printed)
    )
    tables, _ = with_results(delivered(tmp_path, targets), answers(*reversed(rows)), None, PARAMS)
    labels = {"forbundschef": "Förbundschef", "styrelse": "Styrelse", "styrgrupp": "Styrgrupp",
              "deltagare": "Deltagare", "personal": "Personal"}  # fmt: skip
    found = {
        (result.target.key["indikator"], result.respondents): (result.share.n, result.share.N)
        for result in results(tables["sociala_mal"], tables["sociala_utfall"], 2020)
    }
    assert found == {(name, labels[word]): share for (name, word), share in printed.items()}
    assert len(found) == 34


@given(
    st.lists(
        st.tuples(st.sampled_from(["personal", "styrelse"]), st.sampled_from([True, False, None])),
        max_size=30,
    )
)
def test_every_answer_is_in_one_result_or_says_nothing(tmp_path_factory, given_answers):
    rows = answers(*(("q", group, "2020", answer) for group, answer in given_answers))
    found = (
        made(tmp_path_factory.mktemp("svar"), "1.1;enkät;;andel_minst;procent;80;enkat:q", rows)
        if len(rows)
        else []
    )
    counts = {(group, column): int(number) for _, group, column, number in found}
    for group in ("personal", "styrelse"):
        of_group = [answer for name, answer in given_answers if name == group]
        told = (of_group.count(True), of_group.count(True) + of_group.count(False))
        label = group.capitalize()
        assert (counts.get((label, "n"), 0), counts.get((label, "N"), 0)) == told


# ---- Participants, follow-up, statistics -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typ", "rule", "reference", "cells"),
    [
        ("andel_avslutade", "andel_minst;procent;30", "deltagare:arbete", {"n": "15", "N": "50"}),
        ("andel_avslutade", "niva_hogst;procent;30", "deltagare:arbete", {"n": "15", "N": "50"}),
        ("andel_deltagare", "andel_minst;procent;30", "deltagare:arbete", {"n": "15", "N": "90"}),
        ("andel_avslutade", "andel_minst;procent;30", "deltagare:arbete_eller_studier", {"n": "20", "N": "50"}),
        ("andel_avslutade", "andel_minst;procent;30", "deltagare:positivt_avslut", {"n": "30", "N": "50"}),
        ("andel_avslutade", "andel_minst;procent;30", "deltagare:avbrott", {}),
        ("andel_avslutade", "andel_minst;procent;30", "deltagare:arbete:Styrka", {"n": "undertryckt", "N": "20"}),
        ("antal", "antal_minst;antal;2", "deltagare:arbete", {"n": "15"}),
        ("antal", "antal_minst;antal;2", "deltagare:kvar:Kraft", {"n": "7"}),
        ("antal", "antal_minst;antal;2", "deltagare:kvar", {}),
        # Those who could not be followed are in neither number.
        ("andel_anstallda", "andel_minst;procent;70", "uppfoljning:1", {"n": "12", "N": "20"}),
        ("andel_anstallda", "andel_minst;procent;70", "uppfoljning:2", {"n": "3", "N": "saknas"}),
        ("register", "niva_hogst;dagar;9", "statistik:sjukpenningtal:Umeå", {"varde": "13.7"}),
        ("register", "niva_hogst;dagar;9", "statistik:sjukpenningtal:2480", {"varde": "13.7"}),
        ("register", "niva_hogst;dagar;9", "statistik:sjukpenningtal:Vännäs", {"varde": "8.25"}),
        # Only the year before is known.
        ("register", "niva_hogst;procent;9", "statistik:uvas_andel:Umeå", {}),
    ],
)  # fmt: skip
def test_results_come_from_what_the_target_refers_to(tmp_path, typ, rule, reference, cells):
    texts = {"deltagare": PARTICIPANTS, "statistik": STATISTICS, "uppfoljning": FOLLOWED}
    found = made(tmp_path, f"1.1;{typ};;{rule};{reference}", None, None, **texts)
    assert {column: number for *_, column, number in found} == cells
    # Nothing delivered is a result that is missing, not a fault.
    assert (
        made(
            tmp_path,
            f"1.1;{typ};;{rule};{reference}",
            None,
            None,
            deltagare=PARTICIPANTS.replace("2020", "2018"),
        )
        == []
    )


def test_a_book_of_one_insats_is_its_own_whole(tmp_path):
    text = "insats;matt;totalt\nKraft;avslutade;18\nKraft;arbete;8\n"
    found = made(tmp_path, "1.1;andel_avslutade;;andel_minst;procent;30;deltagare:arbete", deltagare=text)
    assert [number for *_, number in found] == ["8", "18"]
    # Two insatser without a row for all of them have no sum: a person can be in both.
    text += "Steg;avslutade;2\nSteg;arbete;1\n"
    assert (
        made(tmp_path, "1.1;andel_avslutade;;andel_minst;procent;30;deltagare:arbete", deltagare=text) == []
    )


def test_a_delivered_sum_of_endings_goes_before_its_parts(tmp_path):
    text = PARTICIPANTS + "Alla insatser;arbete_eller_studier;2020;19\n"
    found = made(tmp_path, "1.1;a;;andel_minst;procent;30;deltagare:arbete_eller_studier", deltagare=text)
    assert found[0][3] == "19"


def test_a_suppressed_sum_is_not_made_from_its_parts(tmp_path):
    """It would tell what was held back."""
    text = PARTICIPANTS + "Alla insatser;arbete_eller_studier;2020;..\n"
    found = made(tmp_path, "1.1;a;;andel_minst;procent;30;deltagare:arbete_eller_studier", deltagare=text)
    assert found[0][3] == "undertryckt"


def test_a_suppressed_number_is_a_result_that_is_not_judged(tmp_path):
    tables = delivered(
        tmp_path, "1.1;a;;andel_minst;procent;30;deltagare:arbete:Kraft", deltagare=PARTICIPANTS
    )
    tables, _ = with_results(tables, None, None, PARAMS)
    (result,) = results(tables["sociala_mal"], tables["sociala_utfall"], 2020)
    assert result.signal == UNJUDGED


def test_the_row_of_the_whole_goes_before_the_insatser_in_the_follow_up(tmp_path):
    text = FOLLOWED + "Alla insatser;1;2020;11;7;2\n"
    tables = delivered(tmp_path, "1.1;a;;andel_minst;procent;70;uppfoljning:1", uppfoljning=text)
    tables, _ = with_results(tables, None, None, PARAMS)
    table = tables["sociala_utfall"]
    assert dict(zip(table["kolumn"], table["varde"], strict=True)) == {"n": 11, "N": 18}
    assert set(table["utfall_text"]) == {"2 personer kunde inte följas"}


@pytest.mark.parametrize(
    ("lost", "text"),
    [(("1", "0"), "1 person kunde inte följas"), (("0", "0"), ""), (("1", ""), ""), (("3", ".."), "")],
)
def test_those_who_could_not_be_followed_are_told_where_all_of_them_are_known(tmp_path, lost, text):
    head, first, second, *_ = FOLLOWED.splitlines()
    rows = [
        line.rpartition(";")[0] + f";{number}" for line, number in zip((first, second), lost, strict=True)
    ]
    tables = delivered(
        tmp_path, "1.1;a;;andel_minst;procent;70;uppfoljning:1", uppfoljning="\n".join([head, *rows]) + "\n"
    )
    tables, _ = with_results(tables, None, None, PARAMS)
    assert set(tables["sociala_utfall"]["utfall_text"]) == {text}


def test_delivered_results_of_the_year_win_and_others_stay(tmp_path):
    targets = (
        "1.1;a;;andel_minst;procent;30;deltagare:arbete 1.2;a;;andel_minst;procent;30;deltagare:studier "
        "1.3;a;;andel_minst;procent;30; 1.4;a;;andel_minst;procent;30;deltagare:studier"
    )
    outcomes = "indikator;period;utfall_text;n;N\n1.1;2020;;7;18\n1.2;2019;;2;9\n1.3;2020;;1;2\n1.4;2020;Utfall saknas;;\n"
    found = made(tmp_path, targets, deltagare=PARTICIPANTS, sociala_utfall=outcomes)
    assert [cell for cell in found if cell[3] != "saknas"] == [
        ("1.1", "", "n", "7"), ("1.1", "", "N", "18"), ("1.2", "", "n", "2"), ("1.2", "", "N", "9"),
        ("1.3", "", "n", "1"), ("1.3", "", "N", "2"), ("1.2", "", "n", "5"), ("1.2", "", "N", "50"),
    ]  # fmt: skip


def test_a_made_number_leads_to_the_first_raw_row_behind_it(tmp_path):
    rows = answers(
        ("q", "styrelse", "2020", None), ("q", "personal", "2020", False), ("q", "styrelse", "2020", True)
    )
    targets = "1.1;a;;andel_minst;procent;30;deltagare:arbete 4.1;enkät;;andel_minst;procent;80;enkat:q"
    tables, _ = with_results(delivered(tmp_path, targets, deltagare=PARTICIPANTS), rows, None, PARAMS)
    table = tables["sociala_utfall"]
    places = [(cell.fil.rpartition("/")[2], cell.radnr, cell.rubrik_i_fil) for cell in table.itertuples()]
    assert places == [
        ("deltagare.csv", 3, "deltagare:arbete, indikator 1.1, n"),
        ("deltagare.csv", 2, "deltagare:arbete, indikator 1.1, N"),
        ("enkat.csv", 3, "enkat:q, indikator 4.1, Personal, N"),
        ("enkat.csv", 3, "enkat:q, indikator 4.1, Personal, n"),
        ("enkat.csv", 4, "enkat:q, indikator 4.1, Styrelse, N"),
        ("enkat.csv", 4, "enkat:q, indikator 4.1, Styrelse, n"),
    ]
    assert set(table["period"]) == {"2020"}
    assert table["varde"].map(type).eq(Decimal).all()


def test_without_targets_nothing_is_made():
    assert with_results({}, None, None, PARAMS) == ({}, [])


# ---- References that lead nowhere --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("target", "code", "column", "words"),
    [
        ("andel_minst;procent;80;enkat:nns-99", "reference-unknown", "mates_av", "No question has this id. Did you mean 'nns-"),
        ("andel_minst;procent;80;enkat:", "reference-unknown", "mates_av", "enkat:<fraga>"),
        ("andel_minst;procent;80;enkat", "reference-unknown", "mates_av", "enkat:<fraga>"),
        ("andel_minst;procent;80;sus:arbete", "reference-unknown", "mates_av", "deltagare:<matt>"),
        ("andel_minst;procent;80;deltagare:arbeta", "reference-unknown", "mates_av", "Did you mean 'arbete'?"),
        ("andel_minst;procent;80;deltagare:arbete:Krafta", "reference-unknown", "mates_av", "Did you mean 'Kraft'?"),
        ("andel_minst;procent;80;uppfoljning:3", "reference-unknown", "mates_av", "uppfoljning:1, uppfoljning:2"),
        ("niva_hogst;dagar;9;statistik:sjukpeningtal:Umeå", "reference-unknown", "mates_av", "Did you mean 'sjukpenningtal'?"),
        ("niva_hogst;dagar;9;statistik:sjukpenningtal:Umeo", "reference-unknown", "mates_av", "Did you mean 'Umeå'?"),
        ("niva_hogst;dagar;9;statistik:sjukpenningtal", "reference-unknown", "mates_av", "statistik:<matt>:<omrade>"),
        ("andel_minst;procent;9;statistik:uvas_andel:Umeå", "reference-wrong", "mates_av", "a level, no n of N"),
        ("niva_hogst;procent;9;statistik:sjukpenningtal:Umeå", "unit-differs", "mates_av", "a level in procent"),
        ("exempel_minst;antal;1;enkat:nns-1", "reference-wrong", "mates_av", "Examples are not counted"),
        ("niva_minst;dagar;1;deltagare:arbete", "reference-wrong", "mates_av", "a share or a count, not dagar"),
        ("andel_minst;procent;1;deltagare:kvar", "reference-wrong", "mates_av", "no part of those who ended"),
        ("andel_minst;procent;80;enkat:livskvalitet", "reference-wrong", "mates_av", "gynnsamma"),
        ("niva_minst;poang;80;enkat:diskriminering", "reference-wrong", "mates_av", "no numbers"),
    ],
)  # fmt: skip
def test_a_reference_that_leads_nowhere_is_told(tmp_path, target, code, column, words):
    tables = delivered(tmp_path, f"1.1;a;;{target}", deltagare=PARTICIPANTS)
    same, (fault,) = with_results(tables, answers(), load_surveys(None), PARAMS)
    (place,) = fault.where
    assert (fault.code, place.row, place.column, place.value) == (code, 2, column, target.split(";")[-1])
    assert words in str(fault)
    assert same is tables


def test_a_group_that_no_survey_has_is_told(tmp_path):
    tables = delivered(tmp_path, "1.1;a;styrelsen,grannar;andel_minst;procent;80;enkat:nns-1")
    _, (fault,) = with_results(tables, None, load_surveys(None), PARAMS)
    assert (fault.code, fault.where[0].column, fault.where[0].value) == (
        "word-unknown", "respondentgrupp", "styrelsen,grannar",
    )  # fmt: skip
    assert "chefsgrupp" in fault.expected


def test_faults_of_targets_and_references_come_together(tmp_path):
    targets = (
        "1.1;a;;andel_minst;dagar;80; 1.2;a;;andel_minst;procent;80;enkat:x 1.3;a;;andel_minst;procent;80;sus"
    )
    targets += " 1.4;a;;andel_minst;procent;30;deltagare:arbete"
    tables = delivered(tmp_path, targets, deltagare=PARTICIPANTS)
    same, faults = with_results(tables, None, None, PARAMS)
    # Nothing is made of a budget that is wrong.
    assert same is tables
    assert [(fault.code, fault.where[0].row) for fault in faults] == [
        ("unit-wrong", 2), ("reference-unknown", 3), ("reference-unknown", 4),
    ]  # fmt: skip
