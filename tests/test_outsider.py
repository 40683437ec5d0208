"""What an outside tester of the inputs found, and must not come back."""

from __future__ import annotations

import pytest

from finsam.chapters import drawings, figures
from finsam.chapters.background import area_table
from finsam.chapters.book import Book
from finsam.chapters.health import full_year_equivalents
from finsam.chapters.social import self_ratings
from finsam.sources.numbers import parse_number
from finsam.tables.ingest import read_book


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
    tables, sources = read_book(params)
    labels = [item.id for item in full_year_equivalents(Book(params, tables, sources)) if hasattr(item, "id")]
    assert labels == ["tbl-helar", "fig-helar", "tbl-helar-vannas", "fig-helar-vannas"]


def test_a_lan_and_the_kommun_of_its_name_are_two_areas(repository):
    """Kalmar, Örebro, Uppsala: the län took the kommun's name, and the book stopped with row-twice."""
    repository.forbund()
    repository.year()
    repository.raw(
        "statistik.csv", "omrade,matt,period,varde\n08,sjukpenningtal,2020,9\n0880,sjukpenningtal,2020,8\n"
    )
    assert repository.faults() == []
    assert list(read_book(repository.params())[0]["statistik"]["omrade"]) == ["Kalmar län", "Kalmar"]


def test_a_share_that_was_held_back_is_printed_as_held_back(repository):
    repository.forbund()
    repository.year()
    repository.raw(
        "bakgrund.csv", "omrade,kategori,grupp,procent\nStöd,A,unga,50\nStöd,B,unga,..\nStöd,A,äldre,5\n"
    )
    params = repository.params()
    table = area_table(Book(params, *read_book(params)), "Stöd")
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
    table = self_ratings(Book(params, *read_book(params)))[0]
    assert table.heads == ["Insats", "Livskvalitet", "Nytta"]
    assert [line.cells for line in table.lines] == [["8", "–"], ["–", "4"]]
