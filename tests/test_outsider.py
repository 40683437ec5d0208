"""What an outside tester of the inputs found, and must not come back."""

from __future__ import annotations

import pytest

from finsam.chapters import drawings, figures, participants, self_ratings
from finsam.chapters.background import area_table
from finsam.chapters.book import Book
from finsam.chapters.facts import slug
from finsam.chapters.figures import Figure
from finsam.chapters.health import full_year_equivalents, sick_leave
from finsam.chapters.markdown import Markdown
from finsam.delivery.read import read_delivery
from finsam.sources.numbers import parse_number


@pytest.mark.parametrize("day", ["2020-02-30", "2019-02-29", "2020-04-31"])
def test_a_day_that_is_not_in_the_calendar_is_no_period(repository, day):
    repository.forbund()
    repository.year()
    repository.raw("balansrakning.csv", f"sektion,post,{day}\nTillgångar,Summa tillgångar,5\n")
    repository.raw("deltagare.csv", f"insats,matt,period,totalt\nMatcha,nya,{day},4\n")
    codes = {(fault.code, fault.where[0].column) for fault in repository.faults() if fault.where[0].column}
    assert codes == {("column-unknown", day), ("period-unreadable", "period")}


@pytest.mark.parametrize("text", ["١٢", "１２", "1 ٢٣٤"])
def test_a_number_has_the_digits_of_a_swedish_table(text):
    with pytest.raises(ValueError, match="a number such as"):
        parse_number(text)


def test_each_area_with_full_year_equivalents_has_a_label_of_its_own(repository):
    """With two areas every book stopped: the label tbl-helar was used twice."""
    repository.forbund()
    repository.year()
    lines = [
        f"{area},helarsekvivalenter_{kind},{year},5"
        for area in ("Umeå", "Vännäs")
        for kind in ("ohalsa", "totalt")
        for year in (2019, 2020)
    ]
    repository.raw("statistik.csv", "\n".join(["omrade,matt,period,varde", *lines]) + "\n")
    params = repository.params()
    labels = [
        item.id for item in full_year_equivalents(Book(params, read_delivery(params))) if hasattr(item, "id")
    ]
    assert labels == ["tbl-helar", "fig-helar", "tbl-helar-vannas", "fig-helar-vannas"]


def test_full_year_equivalents_that_are_not_known_are_not_drawn(repository):
    """A suppressed total or share stopped the book: what is drawn must be a number."""
    repository.forbund()
    repository.year()
    totals = [
        f"Umeå,helarsekvivalenter_totalt,{year},{text}" for year, text in ((2018, 5), (2019, ".."), (2020, 7))
    ]
    shares = [
        f"{area},helarsekvivalenter_andel,2020,{text}" for area, text in (("Umeå", ".."), ("Vännäs", "12"))
    ]
    repository.raw("statistik.csv", "\n".join(["omrade,matt,period,varde", *totals, *shares]) + "\n")
    params = repository.params()
    items = full_year_equivalents(Book(params, read_delivery(params)))
    told = {item.id: item.alt for item in items if isinstance(item, Figure)}
    assert told == {
        "fig-helar": "Helårsekvivalenter i Umeå: 5 år 2018 och 7 år 2020.",
        "fig-helar-andel": "Högst andel har Vännäs (12 procent) och lägst Vännäs (12 procent).",
    }


def test_a_goal_is_not_said_to_be_reached_where_no_figure_is_known(repository):
    """With women and men alone every area was said to have reached the goal."""
    repository.forbund()
    repository.year()
    lines = [f"{area},sjukpenningtal,2020,kvinnor,15" for area in ("Umeå", "Vännäs")]
    repository.raw("statistik.csv", "\n".join(["omrade,matt,period,kon,varde", *lines]) + "\n")
    params = repository.params()
    told = [item for item in sick_leave(Book(params, read_delivery(params))) if isinstance(item, Markdown)]
    assert [text for text in told if "mål" in str(text)] == []


def test_a_lan_and_the_kommun_of_its_name_are_two_areas(repository):
    """Kalmar, Örebro, Uppsala: the län took the kommun's name, and the book stopped with row-twice."""
    repository.forbund()
    repository.year()
    repository.raw(
        "statistik.csv", "omrade,matt,period,varde\n08,sjukpenningtal,2020,9\n0880,sjukpenningtal,2020,8\n"
    )
    assert repository.faults() == []
    assert list(read_delivery(repository.params()).tables["statistik"]["omrade"]) == ["Kalmar län", "Kalmar"]


def test_a_share_that_was_held_back_is_printed_as_held_back(repository):
    repository.forbund()
    repository.year()
    repository.raw(
        "bakgrund.csv", "omrade,kategori,grupp,procent\nStöd,A,unga,50\nStöd,B,unga,..\nStöd,A,äldre,5\n"
    )
    params = repository.params()
    table = area_table(Book(params, read_delivery(params)), "Stöd")
    assert [line.cells for line in table.lines] == [
        ["50\N{NO-BREAK SPACE}%", "5\N{NO-BREAK SPACE}%"],
        ["..", ""],
    ]


def test_names_in_pictures_are_plain_text_and_leave_room_for_the_bars():
    _, axes = figures.canvas()
    drawings.bars(axes, ["$Kraft$ 50 %", "samordnad rehabilitering " * 8], [1, 2], ["1", "2"], "Antal")
    short, long = axes.get_yticklabels()
    assert not short.get_parse_math()
    assert long.get_text().count("\n") == 1
    assert len(max(long.get_text().split("\n"), key=len)) <= 44


def test_a_question_that_only_a_later_insats_asked_is_shown(repository):
    repository.forbund()
    repository.year()
    repository.raw("sjalvskattning.csv", "insats,matt,skala,medel\nA,Livskvalitet,1-10,8\nB,Nytta,1-5,4\n")
    params = repository.params()
    table = self_ratings.sections(Book(params, read_delivery(params)))[0]
    assert table.heads == ["Insats", "Livskvalitet", "Nytta"]
    assert [line.cells for line in table.lines] == [["8", "–"], ["–", "4"]]


def test_a_goal_that_nobody_has_stated_stops_no_chapter(repository):
    repository.raw("sjalvskattning.csv", "insats,matt,skala,medel\nA,Nytta,1-10,8\n")
    repository.raw("kvalitetsmal.csv", "matt,mal\nNytta,80\nInflytande,\n")
    params = repository.params()
    *_, goals = self_ratings.sections(Book(params, read_delivery(params)))
    assert "nöjda deltagare: Nytta 80\N{NO-BREAK SPACE}%. De" in goals
    assert goals.endswith("Uppgift om målet saknas för Inflytande.")


def goal_book(repository, goal: str, rows: str) -> Book:
    repository.forbund()
    repository.year(f"mal_arbete_studier: {{procent: {goal}}}\n")
    repository.raw("deltagare.csv", "insats,matt,totalt\n" + rows)
    params = repository.params()
    return Book(params, read_delivery(params))


@pytest.mark.parametrize(
    ("goal", "of_whom", "ended", "shown"),
    [
        ("37.5", 212, 436, ["49", "+11,1", "Ja"]),
        ("40", 198, 500, ["40", "−0,4", "Nej"]),
        ("40", 200, 500, ["40", "0", "Ja"]),
        ("40", 163, 356, ["46", "+6", "Ja"]),
    ],
)
def test_a_goal_keeps_its_decimals_and_is_judged_by_the_exact_share(repository, goal, of_whom, ended, shown):
    rows = f"Åter,arbete,{of_whom}\nÅter,studier,0\nÅter,avslutade,{ended}\n"
    table = participants.goal_table(goal_book(repository, goal, rows))
    (line,) = table.lines
    assert [line.cells[2].split("\N{NO-BREAK SPACE}")[0], *line.cells[3:]] == shown
    assert goal.replace(".", ",") in table.caption


def test_an_insats_whose_share_is_not_known_stands_in_the_table_of_goals(repository):
    rows = "A,arbete,4\nA,studier,1\nA,avslutade,9\nB,arbete,4\nB,studier,..\nB,avslutade,9\nC,avslutade,0\nC,arbete,0\nC,studier,0\n"
    table = participants.goal_table(goal_book(repository, "40", rows))
    assert [line.label for line in table.lines][:3] == ["A", "B", "C"]
    assert table.lines[1].cells == ["..", "9", "..", "..", "Bedöms inte"]
    assert table.lines[2].cells == ["0", "0", ".", ".", "Bedöms inte"]


def test_last_years_women_and_men_stand_beside_this_years(repository):
    repository.forbund()
    repository.year()
    rows = "A,nya,2020,4,5,9\nA,nya,2019,1,2,3\n"
    repository.raw("deltagare.csv", "insats,matt,period,kvinnor,man,totalt\n" + rows)
    params = repository.params()
    lines = participants.comparison_table(Book(params, read_delivery(params))).lines
    assert [line.cells[:2] for line in lines if line.cells] == [["3", "9"], ["1", "4"], ["2", "5"]]


def test_names_that_differ_in_signs_alone_have_labels_of_their_own():
    names = ["Nystart", "Nystart!", "Nystart?", "✨", "Åter", "Ater"]
    assert len({slug(name) for name in names[:4]}) == 4
    assert all(slug(name) and slug(name).isascii() for name in names)
