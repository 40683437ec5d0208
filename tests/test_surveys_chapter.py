"""The chapter on surveys: from raw files to tables, pictures and sentences."""

from __future__ import annotations

import re

import nbformat
import papermill
import pytest
from survey_files import FORBUND, OWN

from finsam.brand import contrast
from finsam.chapters import self_ratings, social, survey_insatser, survey_trends, surveys
from finsam.chapters.book import Book, open_book
from finsam.chapters.figures import Figure, canvas
from finsam.chapters.likert import Steps, diverging
from finsam.chapters.markdown import MARKS, Markdown, Table
from finsam.tables.chapters import chapter_notebook

PARTICIPANTS = (
    "svarande;tillfalle;insats;period;nytta;trakasserad;betyg;bemotande\n"
    "a;under;Torget;2020;6;Nej;7;Alltid\n"
    "b;under;Torget;2020;4;Nej;8;Ofta\n"
    "c;under;Steget vidare;2020;3;Ja;10;Ibland\n"
    "d;under;Steget vidare;2020;Vet ej;Nej;;Alltid\n"
    "e;vid avslut;Torget;2020;1;;;\n"
    "f;under;Torget;2019;2;;3;\n"
    "g;under;Torget;2019;4;;4;\n"
)
STAFF = (
    "respondentgrupp,period,fraga,svar\n"
    "Styrelsen,2020,mal,3\n"
    "Styrelsen,2020,mal,5\n"
    "Personal,2020-H1,mal,4\n"
    "Personal,2020-H2,mal,2\n"
)
ASKED = (
    "respondentgrupp;tillfalle;period;tillfragade\n"
    "Deltagare;under;2020;8\n"
    "Deltagare;vid avslut;2020;0\n"
    "Styrelse;;2020;1\n"
)


@pytest.fixture
def book(repository) -> Book:
    repository.forbund(FORBUND)
    repository.year("liten_bas: 3\n")
    repository.write("params/prov/enkater.yml", OWN)
    repository.raw("enkatsvar-deltagare.csv", PARTICIPANTS)
    repository.raw("enkatsvar-ovriga.csv", STAFF)
    repository.raw("enkat_utskick.csv", ASKED)
    return open_book("prov", 2020)


def lines_of(table: Table) -> dict[str, list[str]]:
    return {line.label: [cell.replace("\u00a0", " ") for cell in line.cells] for line in table.lines}


def by_id(items: list[object]) -> dict[str, Table | Figure]:
    found = [item for item in items if isinstance(item, Table | Figure)]
    assert len({item.id for item in found}) == len(found), "every id is unique"
    return {item.id: item for item in found}


def test_ratings_in_a_survey_are_pointed_at_and_not_said_to_be_missing(book, repository):
    assert self_ratings.sections(book) == [
        "Deltagarnas betyg redovisas bland enkätsvaren, se @sec-svar-deltagare."
    ]
    assert social.missing(book) == "Underlaget för 2020 innehåller inga uppgifter om sociala mål."
    repository.raw(
        "enkatsvar-deltagare.csv", "svarande;tillfalle;insats;period;nytta\na;under;Torget;2020;6\n"
    )
    without = open_book("prov", 2020)
    assert self_ratings.sections(without) == []
    assert "egna betyg" in social.missing(without)


def test_the_summary_counts_answers_and_says_whom_they_are_of(book):
    assert surveys.summary(book).replace("\u00a0", " ") == (
        "Enkäterna 2020 har besvarats av deltagare, personal och styrelse. Tillsammans har de svarat på 5 frågor och "
        "lämnat 20 svar. Av svaren tar 1 inte ställning (till exempel Vet ej) och räknas varken in i andelar eller "
        "medelvärden. Resultaten gäller dem som har svarat."
    )


def test_response_rates_are_shown_only_where_they_can_be(book):
    table = surveys.response_table(book)
    assert table.heads == ["Svarande grupp", "Tillfälle", "Svarande", "Tillfrågade", "Svarsfrekvens"]
    assert [[line.label, *(cell.replace("\u00a0", " ") for cell in line.cells)] for line in table.lines] == [
        ["Deltagare", "Under insatsen", "4", "8", "50 %"],
        ["Deltagare", "Vid avslut", "1", f"0{MARKS['contradiction']}", "–"],
        ["Personal", "Alla", "minst 1", "–", "–"],
        ["Styrelse", "Alla", "minst 2", f"1{MARKS['contradiction']}", "–"],
    ]
    for words in ("Minst:", "Där fler har svarat än som uppges ha tillfrågats", "Streck:"):
        assert words in table.note


def test_the_table_of_a_group_has_counts_shares_and_means(book):
    items = surveys.group_sections(book)
    heads = [item for item in items if isinstance(item, Markdown)]
    assert heads == [
        "### Deltagare {#sec-svar-deltagare}",
        "### Personal {#sec-svar-personal}",
        "### Styrelse {#sec-svar-styrelse}",
    ]
    found = by_id(items)
    table = found["tbl-svar-deltagare"]
    assert table.heads == [
        "Fråga",
        "Svar",
        "Gynnsamma",
        "Andel gynnsamma",
        "Medelvärde",
        "Vet ej med mera",
        "Skala",
    ]
    assert lines_of(table) == {
        "Gott bemötande": ["4", "3", "75 % (30–95)", "4,75", "0", "hur ofta, 1–6"],
        "Nyttan, under insatsen": ["3", "2", "67 % (21–94)", "4,33", "1", "i vilken grad, 1–6"],
        "Nyttan, vid avslut": ["1", "0", "0 % (0–79), få svar", "1,00", "0", "i vilken grad, 1–6"],
        "Inte trakasserad": ["4", "3", "75 % (30–95)", ".", "0", "ja eller nej"],
        "Betyget": ["3", ".", ".", "8,33", "0", "betyg, 1–10"],
    }
    assert "Få svar: färre än 3." in table.note
    assert "räknade tillsammans" not in table.note
    staff = found["tbl-svar-personal"]
    assert lines_of(staff) == {"Målen": ["2", "1", "50 % (9–91), få svar", "3,00", "instämmande, 1–5"]}
    assert "Vet ej med mera" not in staff.heads and "samma person kan ha svarat i flera" in staff.note


def test_each_scale_has_a_picture_of_its_own_that_its_words_tell(book):
    found = by_id(surveys.group_sections(book))
    pictures = {id: item for id, item in found.items() if isinstance(item, Figure)}
    assert set(pictures) == {
        "fig-svar-deltagare-ofta6",
        "fig-svar-deltagare-nytta6",
        "fig-svar-deltagare-janej",
        "fig-svar-deltagare-betyg10",
        "fig-svar-personal-instammer5",
        "fig-svar-styrelse-instammer5",
    }
    of_use = pictures["fig-svar-deltagare-nytta6"]
    assert of_use.alt.replace("\u00a0", " ") == (
        "Staplar över svarens fördelning. Nyttan, under insatsen (3 svar, 2 gynnsamma): Inte alls: 0, Till liten del: "
        "0, Delvis: 1, Till stor del: 1, Till mycket stor del: 0 och Helt och hållet: 1. Nyttan, vid avslut (1 svar, 0 "
        "gynnsamma): Inte alls: 1, Till liten del: 0, Delvis: 0, Till stor del: 0, Till mycket stor del: 0 och Helt "
        "och hållet: 0."
    )
    no = pictures["fig-svar-deltagare-janej"].alt
    assert no.replace("\u00a0", " ").endswith("Inte trakasserad (4 svar, 3 gynnsamma): Ja: 1 och Nej: 3.")
    assert "gynns" not in pictures["fig-svar-deltagare-betyg10"].alt
    for picture in pictures.values():
        assert "</svg>" in picture._svg()


def test_two_choices_of_favourable_answers_on_a_scale_are_two_pictures(repository):
    own = OWN + "  vill: {kort: Vill delta, text: Vill du delta?, skala: janej, grupper: [deltagare]}\n"
    repository.write("params/prov/enkater.yml", own)
    repository.raw("enkatsvar.csv", "trakasserad;vill\nJa;Ja\nNej;Ja\n")
    found = by_id(surveys.group_sections(open_book("prov", 2020)))
    first, second = found["fig-svar-deltagare-janej-1"], found["fig-svar-deltagare-janej-2"]
    assert (
        "med Nej som gynnsamt" in first.caption
        and "Inte trakasserad" in first.alt
        and "Vill" not in first.alt
    )
    assert "med Ja som gynnsamt" in second.caption and "Vill delta" in second.alt
    table = surveys.scales(open_book("prov", 2020))
    assert lines_of(table) == {
        "Ja eller nej, Inte trakasserad": ["Nej, Ja", "Nej"],
        "Ja eller nej, Vill delta": ["Nej, Ja", "Ja"],
    }


@pytest.mark.parametrize(
    ("scale", "favourable", "told"),
    [
        ("svar: {a: 1, b: 2, c: 3, d: 4, e: 5}, neutrala: [3]", "[1, 2]", "e: 5, d: 4, c: 3, b: 2 och a: 1"),
        ("svar: {a: 1, b: 2, c: 3}", "[2]", "a: 1, c: 3 och b: 2"),
        ("svar: {a: 1, b: 2, c: 3}", "[1, 2, 3]", "a: 1, b: 2 och c: 3"),
    ],
)
def test_steps_go_from_the_most_unfavourable_to_the_most_favourable(repository, scale, favourable, told):
    """Also where low steps are the good ones, or those in the middle. Each step has as many answers as its number."""
    question = f"q: {{text: Q, skala: s, gynnsamma: {favourable}, grupper: [deltagare]}}"
    repository.write(
        "params/prov/enkater.yml", f"skalor: {{s: {{namn: s, {scale}}}}}\nfragor: {{{question}}}\n"
    )
    steps = scale.split("}")[0].count(":") - 1
    repository.raw("enkatsvar.csv", "q\n" + "".join(f"{step}\n" * step for step in range(1, steps + 1)))
    (picture,) = (
        item for item in surveys.group_sections(open_book("prov", 2020)) if isinstance(item, Figure)
    )
    assert picture.alt.replace("\u00a0", " ").endswith(f": {told}.")


def test_scales_tell_their_answers_and_which_are_favourable(book):
    assert lines_of(surveys.scales(book)) == {
        "Hur ofta, 1–6": [
            "1 Aldrig, 2 Sällan, 3 Ibland, 4 Ofta, 5 För det mesta, 6 Alltid",
            "4 Ofta, 5 För det mesta och 6 Alltid",
        ],
        "I vilken grad, 1–6": [
            "1 Inte alls, 2 Till liten del, 3 Delvis, 4 Till stor del, 5 Till mycket stor del, 6 Helt och hållet",
            "4 Till stor del, 5 Till mycket stor del och 6 Helt och hållet",
        ],
        "Instämmande, 1–5": ["1 Instämmer inte alls, 2, 3, 4, 5 Instämmer helt", "4 och 5 Instämmer helt"],
        "Ja eller nej": ["Nej, Ja", "Nej"],
        "Betyg, 1–10": ["1, 2, 3, 4, 5, 6, 7, 8, 9, 10", "."],
    }


def test_insatser_stand_beside_each_other_and_all_answers(book):
    found = by_id(survey_insatser.sections(book))
    assert set(found) == {"tbl-svar-insats-deltagare", "fig-svar-insats-deltagare"}
    table = found["tbl-svar-insats-deltagare"]
    # As forbund.yml has them, not by name.
    assert table.heads == ["Fråga", "UT", "Steget vidare", "Alla svar"]
    assert lines_of(table) == {
        "Gott bemötande": ["100 % (2/2)", "50 % (1/2)", "75 % (3/4)"],
        "Nyttan": ["100 % (2/2)", "0 % (0/1)", "67 % (2/3)"],
        "Inte trakasserad": ["100 % (2/2)", "50 % (1/2)", "75 % (3/4)"],
        "Betyget": ["7,50 (2)", "10,00 (1)", "8,33 (3)"],
    }
    assert "Den är inte medelvärdet av insatsernas värden." in table.note
    picture = found["fig-svar-insats-deltagare"]
    assert "Nyttan, alla svar 67 %: UT 100 % (34–100) och Steget vidare 0 % (0–79)." in picture.alt.replace(
        "\u00a0", " "
    )
    assert "Betyget" not in picture.alt and "Ofylld punkt: färre än 3 svar" in picture.caption


def test_more_insatser_than_fit_are_in_a_second_table(repository):
    names = [f"Insats {number}" for number in range(1, 9)]
    repository.forbund("insatser:\n" + "".join(f"  - {{namn: {name}}}\n" for name in names))
    repository.raw("enkatsvar.csv", "insats;bemotande\n" + "".join(f"{name};4\n" for name in [*names, ""]))
    found = by_id(survey_insatser.sections(open_book("prov", 2020)))
    tables = [item for item in found.values() if isinstance(item, Table)]
    assert [table.heads[1:] for table in tables] == [
        [*names[:6], "Alla svar"],
        [*names[6:], "Insatsen framgår inte", "Alla svar"],
    ]
    assert [table.lines[0].cells[-1].replace("\u00a0", " ") for table in tables] == ["100 % (9/9)"] * 2


def test_trends_show_each_period_and_the_last_change(book):
    found = by_id(survey_trends.sections(book))
    table = found["tbl-svar-tid-deltagare"]
    assert table.heads == ["Fråga", "2019", "2020", "Förändring"]
    assert lines_of(table) == {
        "Nyttan": ["50 % (1/2)", "67 % (2/3)", "+17 (−45 till 65)"],
        "Betyget": ["3,50 (2)", "8,33 (3)", "."],
    }
    staff = found["tbl-svar-tid-personal"]
    assert staff.heads == ["Fråga", "Första halvåret 2020", "Andra halvåret 2020", "Förändring"]
    assert lines_of(staff)["Målen"][2] == "−100 (−100 till 12)"
    picture = found["fig-svar-tid-deltagare"]
    assert "Nyttan: 2019 50 % (9–91) och 2020 67 % (21–94)." in picture.alt.replace("\u00a0", " ")
    assert "Betyget" not in picture.alt


def test_a_book_without_answers_says_so_and_shows_nothing(repository):
    repository.raw("uppgifter.csv", "kapitel;grupp;uppgift;varde\nenkater;;Antal utskick;12\n")
    book = open_book("prov", 2020)
    assert surveys.missing(book) == (
        "Underlaget för 2020 innehåller inga uppgifter om enkätsvar eller hur många som har fått enkäterna."
    )
    shown = (surveys.summary, surveys.response_table, surveys.scales)
    assert [show(book) for show in shown] == [None, None, None]
    assert surveys.group_sections(book) + survey_insatser.sections(book) + survey_trends.sections(book) == []
    assert lines_of(surveys.other_facts(book)) == {"Antal utskick": ["12"]}


def test_a_complete_delivery_lacks_nothing(book):
    assert surveys.missing(book) is None


def test_the_notebook_runs_on_the_book(book, repository, tmp_path, monkeypatch):
    monkeypatch.chdir(repository.root)
    out = tmp_path / "out.ipynb"
    papermill.execute_notebook(
        str(chapter_notebook("enkater")),
        str(out),
        parameters={"forbund": "prov", "ar": 2020},
        progress_bar=False,
    )
    shown = [
        output.data
        for cell in nbformat.read(out, as_version=4).cells
        if cell.cell_type == "code"
        for output in cell.outputs
    ]
    ids = re.findall(r'<div id="(tbl-[\w-]+)">', "\n".join(data.get("text/markdown", "") for data in shown))
    assert {"tbl-svarsfrekvens", "tbl-svar-deltagare", "tbl-svar-tid-deltagare", "tbl-enkatskalor"} < set(ids)
    assert sum("image/svg+xml" in data for data in shown) >= 8


# ---- Diverging bars ---------------------------------------------------------------------------------------


def test_unfavourable_answers_end_and_favourable_begin_at_the_line():
    steps = Steps(("1", "2", "3", "4", "5", "6"), unfavourable=3)
    assert steps.starts([10, 5, 20, 30, 30, 5]) == [-35, -25, -20, 0, 30, 60]
    assert steps.favourable == 3


def test_neutral_answers_lie_over_the_line():
    steps = Steps(("1", "2", "3", "4", "5"), unfavourable=2, neutral=1)
    assert steps.starts([10, 20, 40, 10, 20]) == [-50, -40, -20, 20, 30]


def test_a_scale_without_favourable_answers_begins_at_the_line():
    assert Steps(("1", "2", "3")).starts([50, 25, 25]) == [0, 50, 75]


def test_steps_are_darker_the_farther_they_are_from_the_line():
    colors = Steps(("1", "2", "3", "4", "5", "6", "7"), unfavourable=3, neutral=1).colors()
    dark = [contrast(color, "#ffffff") for color in colors]
    assert dark[0] > dark[1] > dark[2] and dark[4] < dark[5] < dark[6]
    assert len(set(colors)) == 7
    # A single step on a side has its full colour.
    assert Steps(("Ja", "Nej"), unfavourable=1).colors() == [colors[0], colors[6]]


def test_the_picture_has_a_bar_for_every_answered_step_and_its_count():
    drawing, axes = canvas(height=2)
    diverging(axes, ["a", "b", "c"], [[1, 0, 3], [0, 0, 0], [1, 98, 1]], Steps(("x", "y", "z"), 1, 1))
    bars = [(round(bar.get_x(), 6), round(bar.get_width(), 6)) for bar in axes.patches]
    assert bars == [(-25, 25), (0, 0), (0, 75), (0, 0), (0, 0), (0, 0), (-50, 1), (-49, 98), (49, 1)]
    texts = [text.get_text() for text in axes.texts]
    assert texts == ["1", "3", "98"], "a part without room has no count"
    legend = drawing.legends[0]
    assert [text.get_text() for text in legend.get_texts()] == ["x", "y", "z"]
    low, high = axes.get_xlim()
    assert low < -50 and high > 75
    assert axes.get_ylim() == (2.5, -0.5), "the first label is at the top"


def test_a_long_legend_reads_row_by_row():
    words = [f"{number} ett svar med flera ord" for number in range(1, 7)]
    drawing, axes = canvas(height=2)
    diverging(axes, ["a"], [[1] * 6], Steps(words, 3))
    # Filled column by column: the first row is steps 1, 2 and 3.
    assert [text.get_text()[0] for text in drawing.legends[0].get_texts()] == ["1", "4", "2", "5", "3", "6"]


def test_the_axis_says_which_side_is_favourable():
    assert Steps(("1", "2"), 1).axis == "Procent av svaren, de gynnsamma till höger"
    assert (
        Steps(("1", "2", "3"), 1, 1).axis
        == "Procent av svaren, de neutrala mitt för strecket, de gynnsamma till höger"
    )
    assert Steps(("1", "2")).axis == "Procent av svaren"
