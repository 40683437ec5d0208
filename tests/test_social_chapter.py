"""The tables of the social accounts print each threshold, result and signal as they are, and say what is of few."""

from __future__ import annotations

import csv
import re

import pytest
from test_signals import GOLDEN

from finsam.chapters import social, trend
from finsam.chapters.book import Book
from finsam.chapters.figures import Figure
from finsam.chapters.markdown import Markdown, Table
from finsam.delivery.read import read_delivery
from finsam.params import load_params

NBSP = "\N{NO-BREAK SPACE}"
HEAD = "malomrade_nr;malomrade;konto;indikator;kontotext;kort;typ;respondentgrupp;regel;troskel;enhet;baslinje;senast;troskel_text\n"
OUTCOMES = "indikator;respondentgrupp;period;utfall_text;procent;n;N;exempel;varde;enhet\n"


def book(repository, targets: str, outcomes: str, year: str = "") -> Book:
    """targets, outcomes: lines of the tables; a target's first four cells are filled in."""
    lines = [f"1;Nytta;1;{line}" for line in targets.strip().splitlines()]
    repository.year(year)
    repository.raw("sociala_mal.csv", HEAD + "\n".join(lines) + "\n")
    repository.raw("sociala_utfall.csv", OUTCOMES + outcomes)
    params = repository.params()
    return Book(params, read_delivery(params))


def items(found: Book, kind: type) -> list:
    return [item for item in social.area_sections(found) if isinstance(item, kind)]


def printed(found: Book) -> list[list[str]]:
    """The cells of the rows of all accounts, with plain spaces and without marks."""
    tables = [table for table in items(found, Table) if table.id.startswith("tbl-malomrade")]
    rows = [line for table in tables for line in table.lines if line.cells]
    return [
        [re.sub(r"<span.*?</span>", "", cell).replace(NBSP, " ").replace("\\", "") for cell in line.cells]
        for line in rows
    ]


# ---- Vännäs 2017 -------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def vannas() -> Book:
    params = load_params("vannas", 2017)
    return Book(params, read_delivery(params))


def test_every_printed_result_of_vannas_stands_in_the_tables(vannas):
    shown = {(name, group.casefold()): result for name, group, result in rows_of(vannas)}
    with (GOLDEN / "socialt_bokslut_resultat.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            result = (
                shown[row["indikator_id"], row["respondentgrupp"].casefold()]
                if row["respondentgrupp"]
                else (next(text for (name, _), text in shown.items() if name == row["indikator_id"]))
            )
            if row["n_svarande"]:
                percent = f"{row['procent']} %" if row["procent"] else "Ingen"
                assert result == f"{percent} ({row['n_gynnsamma']}/{row['n_svarande']})"
            elif row["antal_exempel"] == "0":
                assert result == row["utfall_text"] == "Inget exempel har rapporterats"
            elif row["antal_exempel"]:
                assert result == f"{row['antal_exempel']} exempel"
            elif row["indikator_id"] == "2.4":
                assert result == "13,7 dagar. Minskat med 1,9 dagar, från 15,6 till 13,7"
            else:
                assert result == row["utfall_text"] == "Utfall saknas"
    assert len(shown) == 51


def rows_of(found: Book) -> list[tuple[str, str, str]]:
    tables = [table for table in items(found, Table) if table.id.startswith("tbl-malomrade")]
    labels = [line.label.split(" ")[0] for table in tables for line in table.lines if line.cells]
    return [
        (re.sub(r"\W*$", "", label), cells[0], cells[2])
        for label, cells in zip(labels, printed(found), strict=True)
    ]


def test_printed_thresholds_of_vannas_are_shown_beside_what_is_judged(vannas):
    thresholds = dict(
        zip([name for name, *_ in rows_of(vannas)], [row[1] for row in printed(vannas)], strict=True)
    )
    assert thresholds["1.1"] == "minst 30 %"
    assert thresholds["1.3b"] == "minst 1 exempel"
    assert thresholds["1.8"] == (
        "minskar med minst 5 procentenheter senast 2018 (minska 5 procentenheter mot andelen 2014)"
    )
    assert thresholds["2.1"] == "x % (inget tal tryckt)"
    assert thresholds["2.2"] == "minst 2 (2 personer/år)"
    assert (
        thresholds["2.4"] == "högst 9,0 dagar senast 2020 (9.0 sjukdagar per försäkrad vid utgången av 2020)"
    )


def test_the_summary_of_vannas_counts_its_signals(vannas):
    text, table = social.signal_summary(vannas)
    assert text.replace(NBSP, " ") == (
        "Det sociala bokslutet har 45 mål. Av de 43 resultat som kan bedömas är 26 gröna och 17 röda. Utfall saknas i "
        "7 fall och 1 resultat bedöms inte. Alla 37 bedömda andelar bygger på färre än 20 svar eller personer."
    )
    assert [list(line.cells) for line in table.lines] == [
        ["3", "6", "1", "0"], ["0", "0", "3", "1"], ["14", "7", "3", "0"], ["9", "4", "0", "0"], ["26", "17", "7", "1"],
    ]  # fmt: skip


def test_a_table_where_every_share_is_of_few_has_one_note_and_no_signs(vannas):
    tables = items(vannas, Table)
    assert [("Alla andelar i tabellen" in table.note) for table in tables] == [True, False, True, True]
    assert not any("bygger på få" in cell for table in tables for line in table.lines for cell in line.cells)


# ---- Words -------------------------------------------------------------------------------------------------

SHARE = "1.1;a;a;enkät;;andel_minst;80;procent;;;"


@pytest.mark.parametrize(
    ("target", "outcome", "shown"),
    [
        (SHARE, "2020;;;4;5;;;", ["minst 80 %", "80 % (4/5)", "● Grön"]),
        (SHARE, "2020;;66;2;3;;;", ["minst 80 %", "66 % (2/3)", "○ Röd"]),
        (SHARE, "2020;;;0;3;;;", ["minst 80 %", "Ingen (0/3)", "○ Röd"]),
        (SHARE, "2020;;0;0;3;;;", ["minst 80 %", "0 % (0/3)", "○ Röd"]),
        (SHARE, "2020;;90;;;;;", ["minst 80 %", "90 %", "– Bedöms inte (underlag saknas)"]),
        (SHARE, "2020;;;..;8;;;", ["minst 80 %", "..", "– Bedöms inte (utfallet visas inte för att skydda enskilda)"]),
        (SHARE, "2020;Färre än fem svarade;;..;8;;;", ["minst 80 %", "Färre än fem svarade", "– Bedöms inte (utfallet visas inte för att skydda enskilda)"]),
        (SHARE, "2020;En person kunde inte nås;;4;5;;;", ["minst 80 %", "80 % (4/5). En person kunde inte nås", "● Grön"]),
        (SHARE, "2019;;;4;5;;;", ["minst 80 %", "Utfall saknas", "– Utfall saknas"]),
        (
            "1.1;a;a;enkät;;andel_minst;80;procent;;;80 procent av dem som svarat",
            "2020;;;4;5;;;",
            ["minst 80 % (80 procent av dem som svarat)", "80 % (4/5)", "● Grön"],
        ),
        ("1.1;a;a;exempel;;exempel_minst;2;antal;;;2 exempel", "2020;Två (2) exempel;;;;2;;", ["minst 2 exempel", "2 exempel", "● Grön"]),
        ("1.1;a;a;exempel;;exempel_minst;2;antal;;;", "2020;Ett studiebesök;;;;1;;", ["minst 2 exempel", "1 exempel. Ett studiebesök", "○ Röd"]),
        ("1.1;a;a;exempel;;exempel_minst;2;antal;;;", "2020;;;;;0;;", ["minst 2 exempel", "Inget exempel", "○ Röd"]),
        ("1.1;a;a;antal;;antal_minst;2;antal;;;", "2020;;;3;;;;", ["minst 2", "3", "● Grön"]),
        ("1.1;a;a;enkät;;niva_minst;7,5;poang;;;", "2020;;;;12;;7,46;poang", ["minst 7,5 poäng", "7,46 poäng (12 svar)", "○ Röd"]),
        ("1.1;a;a;register;;niva_hogst;9,0;dagar;;2022;", "2020;;;;;;13,7;dagar", ["högst 9,0 dagar senast 2022", "13,7 dagar", "– Bedöms inte (mål för 2022)"]),
        ("1.1;a;a;register;;minskar;5;procentenheter;20,1;;", "2020;;;;;;14,2;procent", ["minskar med minst 5 procentenheter från 20,1 %", "14,2 %, förändring −5,9 procentenheter", "● Grön"]),
        ("1.1;a;a;register;;minskar;5;procent;14,0;;", "2020;;;;;;13,7;dagar", ["minskar med minst 5 % från 14,0 dagar", "13,7 dagar, förändring −2,1 %", "○ Röd"]),
        ("1.1;a;a;antal;;okar;0;antal;4;;", "2020;;;4;;;;", ["ökar från 4", "4, förändring 0", "○ Röd"]),
        ("1.1;a;a;register;;minskar;5;procentenheter;;;", "2020;;;;;;14,2;procent", ["minskar med minst 5 procentenheter", "14,2 %", "– Bedöms inte (utgångsläge saknas)"]),
        ("1.1;a;a;enkät;;;;;;;x %", "2020;;;4;5;;;", ["x %", "80 % (4/5)", "– Bedöms inte (tröskel saknas)"]),
        ("1.1;a;a;enkät;;;;;;;", "2020;Mötet ställdes in;;;;;;", ["–", "Mötet ställdes in", "– Bedöms inte (tröskel saknas)"]),
    ],
)  # fmt: skip
def test_threshold_result_and_signal_in_words(repository, target, outcome, shown):
    (row,) = printed(book(repository, target, f"1.1;;{outcome}\n"))
    assert row[1:] == shown


def test_each_group_has_its_row_and_a_missing_result_has_the_groups_that_were_to_answer(repository):
    targets = "1.1;a;a;enkät;styrelsen, personal;andel_minst;80;procent;;;\n1.2;a;a;enkät;styrelsen;andel_minst;80;procent;;;"
    rows = printed(book(repository, targets, "1.1;personal;2020;;;4;5;;;\n1.1;styrelsen;2020;;;1;5;;;\n"))
    assert [(row[0], row[3]) for row in rows] == [
        ("Personal", "● Grön"), ("Styrelsen", "○ Röd"), ("Styrelsen", "– Utfall saknas"),
    ]  # fmt: skip


# ---- Few ---------------------------------------------------------------------------------------------------

TWO = "1.1;a;a;enkät;;andel_minst;80;procent;;;\n1.2;a;a;enkät;;andel_minst;80;procent;;;"


@pytest.mark.parametrize(
    ("liten_bas", "counts", "signs", "words"),
    [
        (20, (19, 20), ["*", ""], r"\* Bygger på färre än 20 svar"),
        (20, (20, 20), ["", ""], ""),
        (20, (3, 19), ["", ""], "Alla andelar i tabellen bygger på färre än 20"),
        (30, (29, 30), ["*", ""], "mer än 3 procentenheter"),
        (21, (20, 30), ["*", ""], "mer än 4 procentenheter"),
        (0, (3, 3), ["", ""], ""),
    ],
)
def test_a_share_of_few_is_told_by_a_sign_or_by_one_note(repository, liten_bas, counts, signs, words):
    outcomes = "".join(f"1.{at};;2020;;;1;{n};;;\n" for at, n in enumerate(counts, start=1))
    (table,) = items(book(repository, TWO, outcomes, f"liten_bas: {liten_bas}\n"), Table)
    found = [
        re.findall(r'aria-label="bygger på få">\\(\*)</span>', line.cells[2])
        for line in table.lines
        if line.cells
    ]
    assert ["".join(each) for each in found] == signs
    assert words.replace(" ", NBSP) in table.note.replace(" ", NBSP) if words else table.note == ""


# ---- Over time ---------------------------------------------------------------------------------------------

YEARS = "".join(f"1.1;Personal;{year};;;{n};40;;;\n" for year, n in ((2018, 10), (2019, 20), (2020, 33)))


def test_a_trend_has_a_column_a_year_and_a_picture_from_three(repository):
    outcomes = YEARS + "1.2;;2019;;;;;;9,5;dagar\n1.2;;2020;;;;;;9,0;dagar\n1.3;;2020;;;1;2;;;\n"
    targets = (
        TWO.splitlines()[0]
        + "\n1.2;a;Väntan;register;;niva_hogst;9;dagar;;;\n1.3;a;a;enkät;;andel_minst;80;procent;;;"
    )
    found = book(repository, targets, outcomes)
    table, figure = trend.sections(found, "1. Nytta", "1")
    assert list(table.heads) == ["Indikator", "2018", "2019", "2020"]
    assert [[line.label, *line.cells] for line in table.lines] == [
        ["1.1 a (personal)", f"25{NBSP}% (10/40)", f"50{NBSP}% (20/40)", f"83{NBSP}% (33/40)"],
        ["1.2 Väntan", "–", f"9,5{NBSP}dagar", f"9,0{NBSP}dagar"],
    ]
    assert isinstance(figure, Figure)
    assert f"1.1 a (personal): 25{NBSP}% 2018, 50{NBSP}% 2019 och 83{NBSP}% 2020." in figure.alt
    assert "Väntan" not in figure.alt
    assert "Ofylld" not in figure.caption
    assert trend.sections(found, "2. Annat", "2") == []


@pytest.mark.parametrize(
    ("senast", "said"),
    [
        ("", "Streckad linje: tröskeln 2020"),
        ("2020", "Streckad linje: tröskeln 2020"),
        ("2026", "Streckad linje: tröskeln, som ska vara nådd senast 2026"),
    ],
)
def test_the_dashed_line_is_of_the_year_that_the_target_names(repository, senast, said):
    target = f"1.1;a;a;enkät;personal;andel_minst;80;procent;;{senast};"
    outcomes = "".join(
        f"1.1;personal;{year};;;{n};40;;;\n" for year, n in ((2018, 10), (2019, 20), (2020, 33))
    )
    _, figure = trend.sections(book(repository, target, outcomes), "1. Nytta", "1")
    assert figure.caption.replace("\\", "") == f"Resultaten över tid, målområde 1. Nytta. {said}"


def test_lines_of_several_years_are_told_apart_and_a_change_has_none(repository):
    targets = (
        "1.1;a;a;enkät;;andel_minst;80;procent;;;\n1.2;a;b;register;;niva_hogst;9;dagar;;2026;\n"
        "1.3;a;c;register;;minskar;1;dagar;12;;\n"
    )
    outcomes = "".join(
        f"1.1;;{year};;;20;40;;;\n1.2;;{year};;;;;;10;dagar\n1.3;;{year};;;;;;11;dagar\n"
        for year in (2018, 2019, 2020)
    )
    _, figure = trend.sections(book(repository, targets, outcomes), "1. Nytta", "1")
    assert figure.caption.endswith("Streckad linje: tröskeln 2020 (för 1.2 ska den vara nådd senast 2026)")
    change, changed = (
        targets.splitlines()[2],
        [line for line in outcomes.splitlines() if line.startswith("1.3")],
    )
    _, figure = trend.sections(book(repository, change, "\n".join(changed)), "1. Nytta", "1")
    assert "Streckad" not in figure.caption


def test_few_answers_are_open_points_and_shares_are_drawn_to_scale(repository):
    outcomes = YEARS.replace(";20;40", ";2;4")
    _, figure = trend.sections(book(repository, TWO, outcomes), "1. Nytta", "1")
    (axes, *others) = figure.canvas.axes
    assert "Ofylld punkt: färre än 20 svar eller personer" in figure.caption
    (points,) = axes.collections
    fills = [tuple(color) for color in points.get_facecolors()]
    assert fills[0] == fills[2] != fills[1]
    assert [point[1] for point in points.get_offsets()] == [25, 50, 82.5]
    limit = next(line for line in axes.lines if set(line.get_ydata()) == {80.0})
    assert limit.get_linestyle() == "--"
    assert not any(panel.get_visible() for panel in others)


def test_many_indicators_share_pictures_of_twelve(repository):
    targets = "\n".join(f"1.{at};a;a;enkät;;andel_minst;80;procent;;;" for at in range(1, 15))
    outcomes = "".join(f"1.{at};;{year};;;{at};40;;;\n" for at in range(1, 15) for year in (2018, 2019, 2020))
    _, *figures = trend.sections(book(repository, targets, outcomes), "1. Nytta", "1")
    assert [figure.id for figure in figures] == ["fig-utveckling-1-nytta", "fig-utveckling-1-nytta-2"]
    assert [sum(panel.get_visible() for panel in figure.canvas.axes) for figure in figures] == [12, 2]


def test_every_part_of_a_chapter_has_a_label_of_its_own(repository):
    targets = TWO.replace("1.2;a", "1.2;b") + "\n1.3;a;a;enkät;;andel_minst;80;procent;;;"
    outcomes = YEARS + YEARS.replace("1.1", "1.2") + "1.3;;2020;;;1;2;;;\n"
    found = book(repository, targets, outcomes)
    labels = [item.id for item in social.area_sections(found) if not isinstance(item, Markdown)]
    assert labels == [
        "tbl-malomrade-1-nytta",
        "fig-malomrade-1-nytta",
        "tbl-utveckling-1-nytta",
        "fig-utveckling-1-nytta",
    ]
    assert all(re.fullmatch("[a-z0-9-]+", label) for label in labels)


def test_the_picture_of_thresholds_shows_what_is_judged(repository):
    """A share that isn't judged yet, and one under another rule, would be drawn as reached or not."""
    targets = "\n".join([
        *(f"1.{at};a;a;enkät;;andel_minst;80;procent;;;" for at in range(1, 4)),
        "1.4;a;a;enkät;;andel_minst;80;procent;;2022;",
        "1.5;a;a;enkät;;niva_hogst;80;procent;;;",
    ])  # fmt: skip
    outcomes = (
        "".join(f"1.{at};;2020;;;{at + 2};5;;;\n" for at in range(1, 4))
        + "1.4;;2020;;;4;5;;;\n1.5;;2020;;;4;5;;;\n"
    )
    (figure,) = items(book(repository, targets, outcomes), Figure)
    assert figure.alt == (
        "Resultat mot tröskel, procent. Uppnått: 1.2 80 mot 80 och 1.3 100 mot 80. Inte uppnått: 1.1 60 mot 80."
    )


def test_the_picture_names_the_groups_of_an_indicator_that_has_several(repository):
    outcomes = "1.1;Personal;2020;;;4;5;;;\n1.1;AF-chefer;2020;;;1;5;;;\n1.2;Personal;2020;;;1;5;;;\n"
    (figure,) = items(book(repository, TWO, outcomes), Figure)
    labels = [label.get_text() for label in figure.canvas.axes[0].get_yticklabels()]
    assert labels == ["1.1 a (personal)", "1.1 a (AF-chefer)", "1.2 a"]


def test_without_targets_there_is_nothing(repository):
    repository.raw("deltagare.csv", "insats,matt,totalt\nA,nya,1\n")
    params = repository.params()
    empty = Book(params, read_delivery(params))
    assert (social.signal_summary(empty), social.area_sections(empty), social.signal_figure(empty)) == (
        [],
        [],
        None,
    )


@pytest.mark.parametrize(
    ("outcomes", "text"),
    [
        ("", "Det sociala bokslutet har 2 mål. Inget resultat kan bedömas. Utfall saknas i 2 fall."),
        (
            "1.1;;2020;;;1;2;;;\n",
            "Det sociala bokslutet har 2 mål. Ett resultat kan bedömas, och det är rött. Utfall saknas i 1 fall. Den "
            "bedömda andelen bygger på färre än 20 svar eller personer.",
        ),
        (
            "1.1;;2020;;;30;30;;;\n1.2;;2020;;;2;2;;;\n",
            "Det sociala bokslutet har 2 mål. Av de 2 resultat som kan bedömas är 2 gröna och 0 röda. Av de 2 bedömda "
            "andelarna bygger 1 på färre än 20 svar eller personer.",
        ),
    ],
)  # fmt: skip
def test_the_summary_fits_its_counts(repository, outcomes, text):
    (sentence, _) = social.signal_summary(book(repository, TWO, outcomes))
    assert sentence.replace(NBSP, " ") == text
