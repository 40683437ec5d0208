"""Files of answers as form tools write them: what is read, and every fault with its row, column and value."""

from __future__ import annotations

import datetime as dt
import io

import openpyxl
import pandas as pd
import pytest
from conftest import REPOSITORY
from survey_files import OWN, answered, read, told

from finsam.surveys.definitions import load_surveys
from finsam.surveys.names import Names, bare
from finsam.surveys.rows import ANSWERS, answer_faults, read_answers
from finsam.surveys.scales import Answer, Scale, read_answer


@pytest.fixture(scope="module")
def surveys():
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("FINSAM_ROOT", str(REPOSITORY))
        return load_surveys(None)


# ---- Answers on their scales ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("scale", "text", "step"),
    [
        ("nytta6", "Till stor del", 4),
        ("nytta6", "  till STOR\u00a0del ", 4),
        ("nytta6", "4", 4),
        ("nytta6", "4,0", 4),
        ("nytta6", "4.0", 4),
        ("nytta6", "4 - Till stor del", 4),
        ("nytta6", "4 – Till stor del", 4),
        ("nytta6", "4. Till stor del", 4),
        ("nytta6", "4) Till stor del", 4),
        ("nytta6", "4: Till stor del", 4),
        ("nytta6", "4 = Till stor del", 4),
        ("nytta6", "4 Till stor del", 4),
        ("nytta6", "4.Till stor del", 4),
        ("nytta6", "Till stor del (4)", 4),
        ("instammer5", "3", 3),
        ("instammer5", "5 Instämmer helt", 5),
        ("betyg10", "10", 10),
        ("betyg10", "1", 1),
        ("janej", "JA", 2),
        ("janej", "nej", 1),
    ],
)
def test_numbers_words_and_both_together_are_read(surveys, scale, text, step):
    found = read_answer(text, surveys.skalor[scale], surveys.utan_svar)
    assert found == Answer(surveys.skalor[scale].word(step), step)


@pytest.mark.parametrize(
    ("scale", "text"),
    [
        ("nytta6", "0"),
        ("nytta6", "7"),
        ("nytta6", "-4"),
        ("nytta6", "4,5"),
        ("nytta6", "4.05"),
        ("nytta6", "5 - Till stor del"),
        ("nytta6", "Till stor del (3)"),
        ("nytta6", "Till stor"),
        ("nytta6", "Ofta"),
        ("nytta6", "14"),
        ("instammer5", "3 Instämmer helt"),
        ("betyg10", "11"),
        ("betyg10", "tio"),
        ("janej", "1"),
        ("janej", "2 - Ja"),
        ("janej", "Kanske"),
    ],
)
def test_what_the_scale_does_not_have_is_no_answer(surveys, scale, text):
    assert read_answer(text, surveys.skalor[scale], surveys.utan_svar) is None


def test_words_that_say_nothing_keep_their_spelling_and_have_no_step(surveys):
    assert read_answer("vet EJ", surveys.skalor["janej"], surveys.utan_svar) == Answer("Vet ej", None)
    words = {"namn": "ja eller nej", "svar": {"Nej": 1, "Ja": 2}, "siffror": False}
    own = Scale(**words, utan_svar=("Pass",))
    assert read_answer("pass", own, surveys.utan_svar) == Answer("Pass", None)
    as_step = Scale(**words, alias={"Vet ej": 1})
    assert read_answer("Vet ej", as_step, surveys.utan_svar) == Answer("Nej", 1)


@pytest.mark.parametrize(
    ("heading", "found"),
    [
        ("Är målen tydliga?", "mal"),
        ("  är\u00a0målen\ntydliga? ", "mal"),
        ("3. Är målen tydliga?", "mal"),
        ("3) Är målen tydliga? *", "mal"),
        ("Fråga 12: Är målen tydliga?*", "mal"),
        ("Är målen tydliga?2", "mal"),
        ("Är målen tydliga? 2", "mal"),
        ("2.1. Är målen tydliga? * 2", "mal"),
        ("mal", "mal"),
        ("Betyg 1", "ett"),
        ("Betyg 2", "tva"),
        ("Betyg 3", None),
        ("Är målen otydliga?", None),
        ("", None),
    ],
)
def test_a_question_is_found_in_spite_of_what_form_tools_add(heading, found):
    names = Names([("mal", "mal"), ("Är målen tydliga?", "mal"), ("Betyg 1", "ett"), ("Betyg 2", "tva")])
    assert names.find(heading) == found


def test_a_bare_name_that_two_questions_share_finds_neither():
    names = Names([("Betyg1", "ett"), ("Betyg2", "tva")])
    assert (names.find("Betyg2"), names.find("Betyg3"), bare("Betyg3")) == ("tva", None, "betyg")


# ---- Files ------------------------------------------------------------------------------------------------


def test_one_respondent_a_row(repository):
    table, faults = read(
        repository,
        "svarande;tillfalle;insats;1. Är stödet till nytta? *;Har du blivit trakasserad?2;Vilket betyg ger du?\n"
        "a;Under insatsen;Torget;4 - Till stor del;NEJ;7\n"
        "b;Vid avslut;steget vidare;1;;Vet ej\n",
    )
    assert faults == []
    assert answered(table) == [
        ("nytta", "Till stor del", 4),
        ("trakasserad", "Nej", 1),
        ("betyg", "7", 7),
        ("nytta", "Inte alls", 1),
        ("betyg", "Vet ej", None),
    ]
    assert table["gynnsam"].to_list()[:2] == [True, True] and not table["gynnsam"][3]
    assert table["gynnsam"].isna().to_list() == [False, False, True, False, True]
    assert table["insats"].to_list() == ["Ungdomstorget"] * 3 + ["Steget vidare"] * 2
    assert table["tillfalle"].to_list() == ["under"] * 3 + ["vid_avslut"] * 2
    assert set(table["respondentgrupp"]) == {"deltagare"} and set(table["period"]) == {"2020"}
    assert table["svarande"].to_list() == ["a"] * 3 + ["b"] * 2
    assert table["radnr"].to_list() == [2, 2, 2, 3, 3]
    assert table["rubrik_i_fil"][0] == "1. Är stödet till nytta? *"
    assert tuple(table.columns) == ANSWERS
    assert (str(table["steg"].dtype), str(table["gynnsam"].dtype)) == ("Int64", "boolean")


@pytest.mark.parametrize(
    ("title", "code"), [("Enkät 2019", "title-year"), ("Enkät 2020", "rows-above-header")]
)
def test_a_title_of_another_year_is_asked_about_where_no_column_tells_the_period(repository, title, code):
    text = f"{title}\n\nfraga,svar,respondentgrupp\nmal,5,Styrelsen\n"
    table, faults = read(repository, text, own=OWN)
    assert next(fault.code for fault in faults) == code
    assert len(table) == (code != "title-year")


def test_one_answer_a_row(repository):
    table, faults = read(
        repository,
        "Fråga,svar,respondentgrupp,period\n"
        "mal,5,Styrelsen,2019\n"
        "Är målen tydliga?,2,Medarbetare,2020-h1\n"
        "Möten per år,Ofta,,\n"
        "nytta,,,\n",
        own=_own("kolumner: {fraga: [Fråga]}"),
    )
    assert [(f.code, f.severity, f.where[0].row) for f in faults] == [("answer-skipped", "note", 5)]
    assert answered(table) == [("mal", "Instämmer helt", 5), ("mal", "2", 2), ("mote", "Ofta", 4)]
    assert table["respondentgrupp"].to_list() == ["styrelse", "personal", "personal"]
    assert table["period"].to_list() == ["2019", "2020-H1", "2020"]
    assert set(table["svarande"]) == {""}, "nothing tells whose answers belong together"
    assert set(table["rubrik_i_fil"]) == {"svar"}


def _own(more: str) -> str:
    return f"{OWN}\n{more}\n"


def test_excel_as_a_form_tool_writes_it(repository):
    """Dates, whole numbers as floats, what is left alone by the params, and a sheet for each survey."""
    book = openpyxl.Workbook()
    first = book.active
    first.title = "enkatsvar-start"
    first.append(
        ["ID", "Starttid", "Slutförandetid", "E-post", "Namn", "Är stödet till nytta?", "Datum för svaret"]
    )
    first.append(
        [
            1,
            dt.datetime(2019, 9, 2, 8, 30),
            dt.datetime(2019, 9, 2, 8, 31),
            "a@b.se",
            "",
            5.0,
            dt.date(2019, 9, 2),
        ]
    )
    second = book.create_sheet("enkatsvar-slut")
    second.append(["ID", "Har du blivit trakasserad?"])
    second.append([1, False])
    file = io.BytesIO()
    book.save(file)
    own = _own("kolumner: {datum: [Datum för svaret]}")
    table, faults = read(repository, file.getvalue(), "svar.xlsx", own)
    assert faults == []
    assert answered(table) == [("nytta", "Till mycket stor del", 5), ("trakasserad", "Nej", 1)]
    assert table["period"].to_list() == ["2019", "2020"]
    names = [
        "data/raw/prov/2020/svar.xlsx:enkatsvar-start:2",
        "data/raw/prov/2020/svar.xlsx:enkatsvar-slut:2",
    ]
    assert table["svarande"].to_list() == names, "row 2 of two sheets is two respondents"


def test_the_period_of_a_dated_answer_is_its_year_or_half_year(repository):
    table, faults = read(
        repository,
        "respondentgrupp;tillfalle;datum;mal\n"
        "personal;Per halvår;2020-06-30 23:59;5\n"
        "personal;Per halvår;2020-07-01;5\n"
        "personal;Per år;2019-12-31T10:00:00;5\n"
        "personal;;;5\n",
    )
    assert faults == []
    assert table["period"].to_list() == ["2020-H1", "2020-H2", "2019", "2020"]


def test_a_told_period_goes_before_the_date(repository):
    table, faults = read(repository, "respondentgrupp;period;datum;mal\npersonal;2019;2020-01-10;5\n")
    assert (faults, table["period"].to_list()) == ([], ["2019"])


def test_insatser_platforms_and_the_whole_forbund(repository):
    rows = "".join(f"{insats};4\n" for insats in ("UNGA", "torget", "Alla insatser", "Hela förbundet", ""))
    table, faults = read(repository, f"insats;nytta\n{rows}")
    assert faults == []
    assert table["insats"].to_list() == ["Unga", "Ungdomstorget", "", "", ""]


def test_without_a_book_insatser_and_periods_stand_as_they_are(repository, surveys):
    from finsam.sources.grids import read_grids

    (grid,) = read_grids(repository.raw("enkatsvar.csv", "insats;period;bemotande\nVem vet;2099;4\n;;4\n"))
    table, faults = read_answers(grid, surveys, None, None)
    assert (faults, table["insats"].to_list(), table["period"].to_list()) == (
        [],
        ["Vem vet", ""],
        ["2099", ""],
    )


def test_occasion_and_group_follow_from_a_question_that_has_one_of_each(repository):
    table, faults = read(repository, "nns-2;nns-14\n4;5\n")
    assert faults == []
    assert table["respondentgrupp"].to_list() == ["deltagare", "deltagare"]
    assert table["tillfalle"].to_list() == ["vid_avslut", ""], "point 14 is asked on two occasions"


def test_an_empty_file_is_no_answers(repository):
    table, faults = read(repository, "nytta;betyg\n")
    assert (len(table), faults, tuple(table.columns)) == (0, [], ANSWERS)


# ---- Faults -----------------------------------------------------------------------------------------------


def test_every_faulty_cell_is_told_at_once_in_order_and_its_row_is_left_out(repository):
    table, faults = read(
        repository,
        "respondentgrupp;tillfalle;insats;period;nytta;mal;betyg\n"
        "deltagare;under;Torget;2020;7;;11\n"
        "deltagare;ibland;Torgett;20-H1;4;;5\n"
        "vaktmästare;under;;2021;4;3;5\n"
        "personal;under;;2020;;4;\n"
        "personal;under;;2020;4;4;\n"
        "deltagare;under;;2020;;;\n"
        ";under;;2020;;3;\n"
        "deltagare;under;;2020;5;;10\n",
    )
    assert told(faults) == [
        ("answer-outside-scale", 2, "nytta", "7"),
        ("answer-outside-scale", 2, "betyg", "11"),
        ("word-unknown", 3, "tillfalle", "ibland"),
        ("word-unknown", 3, "insats", "Torgett"),
        ("period-unreadable", 3, "period", "20-H1"),
        ("word-unknown", 4, "respondentgrupp", "vaktmästare"),
        ("period-late", 4, "period", "2021"),
        ("group-wrong", 6, "nytta", "4"),
        ("answers-none", 7, None, None),
        ("group-missing", 8, "respondentgrupp", ""),
    ]
    assert {fault.where[0].file for fault in faults} == {"data/raw/prov/2020/enkatsvar.csv"}
    expected = {code: fault.expected for (code, *_), fault in zip(told(faults), faults, strict=True)}
    assert expected["answer-outside-scale"] == "a number from 1 to 10"
    assert expected["group-wrong"] == "one of deltagare"
    assert expected["period-late"] == "2020 or before"
    assert "Did you mean 'Torget'?" not in faults[3].message and "Ungdomstorget" in faults[3].expected
    assert list(table["radnr"]) == [5, 9, 9]


def test_a_group_that_is_missing_is_told_once_a_row(repository):
    own = OWN + "  alla: {text: Vad tycker ni?, skala: ofta6}\n"
    _, faults = read(repository, "respondentgrupp;mal;alla\npersonal;4;4\n;4;4\n", own=own)
    assert told(faults) == [("group-missing", 3, "respondentgrupp", "")]


def test_faults_of_one_answer_a_row(repository):
    table, faults = read(
        repository,
        "fraga;svar;tillfalle;datum\n"
        "nyta;4;;\n"
        ";4;;\n"
        "nytta;Till stordel;;\n"
        "nns-1;4;vid avslut;\n"
        "nytta;4;;2020-13-01\n"
        "nytta;4;;i går\n"
        "nytta;4;;2021-01-01\n"
        "nytta;4;;2020-12-31\n",
    )
    assert told(faults) == [
        ("question-unknown", 2, "fraga", "nyta"),
        ("cell-empty", 3, "fraga", ""),
        ("answer-outside-scale", 4, "svar", "Till stordel"),
        ("occasion-wrong", 5, "svar", "4"),
        ("date-unreadable", 6, "datum", "2020-13-01"),
        ("date-unreadable", 7, "datum", "i går"),
        ("period-late", 8, "datum", "2021-01-01"),
    ]
    assert "Did you mean 'nytta'?" in faults[0].message
    assert "Did you mean 'Till stor del'?" in faults[2].message
    assert list(table["radnr"]) == [9]


@pytest.mark.parametrize(
    ("content", "found"),
    [
        ("nytta;Vad tycker du?\n4;bra\n", [("column-unknown", 1, "Vad tycker du?", "Vad tycker du?")]),
        ("nytta;\n4;5\n;\n", [("row-too-long", 2, None, "5")]),
        ("nytta;;betyg\n4;;5\n", [("column-unknown", 1, "number 2", "")]),
        ("nytta;Är stödet till nytta? *\n4;5\n", [("column-twice", 1, "nytta", None)]),
        ("insats;Insats;nytta\n;;5\n", [("column-twice", 1, "insats", None)]),
        ("insats;period\nTorget;2020\n", [("column-missing", 1, None, None)]),
        ("fraga;nytta\nmal;5\n", [("column-unknown", 1, "nytta", "nytta"), ("column-missing", 1, None, None)]),
        ("svar;respondentgrupp\n5;personal\n", [("column-missing", 1, None, None)]),
        ("mal;mote\n4;5\n", [("column-missing", 1, None, None)]),
        ("alla;mote\n4;5\n", [("column-missing", 1, None, None)]),
        ("fraga;svar\nmote;5\nmal;5\n", [("column-missing", 1, None, None)]),
    ],
)  # fmt: skip
def test_columns_that_can_not_be_told_stop_the_whole_sheet(repository, content, found):
    own = OWN + "  alla: {text: Vad tycker ni?, skala: ofta6}\n"
    table, faults = read(repository, content, own=own)
    assert told(faults) == found
    assert table.empty or found[0][0] == "row-too-long"


def test_what_is_missing_is_said(repository):
    _, faults = read(repository, "mal;mote\n4;5\n")
    assert faults[0].expected == "respondentgrupp" and "Several groups may answer mal," in faults[0].message
    _, faults = read(repository, "fraga;svar\nmal;5\nmall;5\n")
    assert [fault.code for fault in faults] == ["column-missing", "question-unknown"]
    _, faults = read(repository, "fraga;respondentgrupp\nmal;personal\n")
    assert faults[0].expected == "svar"
    _, faults = read(repository, "Är stödet till nytt?\n4\n")
    assert "Did you mean 'Är stödet till nytta?'?" in faults[0].message


def test_a_row_with_a_cell_that_lost_its_value_is_left_out(repository):
    book = openpyxl.Workbook()
    book.active.title = "enkatsvar"
    for row in (["nytta", "betyg"], ["#REF!", 5], [4, 5]):
        book.active.append(row)
    book.active["A2"].data_type = "e"
    file = io.BytesIO()
    book.save(file)
    table, faults = read(repository, file.getvalue(), "svar.xlsx")
    assert told(faults) == [("cell-without-value", 2, "nytta", "#REF!")]
    assert list(table["radnr"]) == [3, 3]


def test_personal_identity_numbers_stop_the_whole_sheet_and_are_not_repeated(repository):
    """Also in a column that is otherwise left alone. The numbers are test numbers of the tax agency."""
    table, faults = read(repository, "ID;nytta\nA1;4\n19900118-9811;7\n")
    assert told(faults) == [("personal-number", 1, "ID", None)]
    assert "row 3" in faults[0].message and "9811" not in str(faults[0])
    assert table.empty


def test_a_respondent_who_answers_a_question_twice(repository):
    table, faults = read(
        repository,
        "svarande;fraga;svar;tillfalle;insats;period\n"
        "a;nytta;4;under;Torget;2020\n"
        "a;nytta;5;vid avslut;Torget;2020\n"
        "a;nytta;5;under;Steget vidare;2020\n"
        "a;nytta;5;under;Torget;2019\n"
        "a;betyg;5;under;Torget;2020\n"
        "b;nytta;5;under;Torget;2020\n"
        ";nytta;5;under;Torget;2020\n"
        ";nytta;5;under;Torget;2020\n"
        "a;nytta;5;under;Torget;2020\n",
    )
    assert faults == []
    (fault,) = answer_faults(table)
    assert fault.code == "answer-twice"
    assert [(place.row, place.column, place.value) for place in fault.where] == [
        (2, "svar", "Till stor del"),
        (10, "svar", "Till mycket stor del"),
    ]


def test_the_same_file_twice(repository):
    content = "fraga;svar\n" + "".join(f"nytta;{1 + number % 6}\n" for number in range(20))
    tables = [read(repository, content, f"enkatsvar-{name}.csv")[0] for name in "ab"]
    (fault,) = answer_faults(pd.concat(tables, ignore_index=True))
    assert fault.code == "file-twice"
    assert [place.file.rsplit("-", 1)[1] for place in fault.where] == ["a.csv", "b.csv"]
    less = [table[:-1] for table in tables]
    assert answer_faults(pd.concat(less, ignore_index=True)) == [], "few answers can be alike by chance"
    other = [tables[0], tables[1].assign(insats="Torget")]
    assert answer_faults(pd.concat(other, ignore_index=True)) == []


def test_groups_of_the_forbund_s_own(repository):
    own = _own("grupper: {krans: {namn: Kransens styrgrupp, alias: [Krans]}}") + "\n"
    own = own.replace("grupper: [personal, styrelse]", "grupper: [personal, krans]")
    table, faults = read(
        repository, "respondentgrupp;mal\nKRANS;4\nkransens styrgrupp;5\nstyrelse;5\n", own=own
    )
    assert table["respondentgrupp"].to_list() == ["krans", "krans"]
    assert told(faults) == [("group-wrong", 4, "mal", "5")]
