"""The chapter on sick leave, UVAS and helårsekvivalenter: what it says of the figures that a förbund delivers itself."""

from __future__ import annotations

import pytest

from finsam.chapters import health
from finsam.chapters.book import Book
from finsam.chapters.figures import Figure
from finsam.chapters.markdown import Table
from finsam.delivery.read import read_delivery

HEAD = "omrade;matt;period;kon;varde\n"


def book(repository, *rows: str) -> Book:
    repository.raw("statistik.csv", HEAD + "".join(f"{row}\n" for row in rows))
    return Book(repository.params(), read_delivery(repository.params()))


def plain(text: object) -> str:
    return str(text).replace("\u00a0", " ")


def tables(items: list[object]) -> list[Table]:
    return [item for item in items if isinstance(item, Table)]


def shown(table: Table) -> list[list[str]]:
    return [[plain(line.label), *map(plain, line.cells)] for line in table.lines]


def figures(items: list[object]) -> dict[str, Figure]:
    return {item.id: item for item in items if isinstance(item, Figure)}


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (["Umeå;8.9", "Vännäs;9"], "är 9,0 dagar. Alla områden i tabellen har nått dit."),
        (["Umeå;8.9"], "är 9,0 dagar. Umeå har nått dit."),
        (["Umeå;9.1", "Vännäs;9"], "är 9,0 dagar. Umeå ligger över målet."),
        (["Umeå;9.1", "Vännäs;12"], "är 9,0 dagar. Alla områden i tabellen ligger över målet."),
        (["Umeå;9.1"], "är 9,0 dagar. Umeå ligger över målet."),
        (["Umeå;9.1", "Vännäs;.."], "är 9,0 dagar. Umeå ligger över målet."),
    ],
)
def test_areas_are_held_against_the_goal_by_their_latest_figure(repository, rows, said):
    found = book(repository, *(f"{row.replace(';', ';sjukpenningtal;2020-09;totalt;')}" for row in rows))
    (goal,) = [text for text in map(plain, health.sick_leave(found)) if "mål" in text and "är 9" in text]
    assert goal.endswith(said)


def test_a_change_is_from_the_first_figure_to_the_last_whatever_their_order(repository):
    found = book(
        repository,
        "Umeå;sjukpenningtal;2020-09;totalt;11",
        "Umeå;sjukpenningtal;2018-09;totalt;12.5",
        "Umeå;sjukpenningtal;2019-09;totalt;..",
        "Riket;sjukpenningtal;2020-09;totalt;10",
        "Riket;sjukpenningtal;2019-09;totalt;10",
    )
    items = health.sick_leave(found)
    (goal,) = [text for text in map(plain, items) if "I Umeå har talet" in text]
    assert (
        "I Umeå har talet minskat med 1,5 dagar, från 12,5 i september 2018 till 11 i september 2020." in goal
    )
    assert "I riket är talet oförändrat, 10 i september 2019 och 10 i september 2020." in goal
    over_time = figures(items)["fig-sjukpenningtal-over-tid"]
    assert "Umeå: 12,5 i september 2018 och 11 i september 2020." in plain(over_time.alt)


def test_a_sex_of_which_all_is_hidden_keeps_its_column(repository):
    found = book(
        repository,
        "Umeå;sjukpenningtal;2020-09;totalt;11",
        "Umeå;sjukpenningtal;2020-09;kvinnor;..",
        "Umeå;sjukpenningtal;2020-09;man;..",
        "Vännäs;sjukpenningtal;2020-09;totalt;10",
    )
    (table,) = tables(health.sick_leave(found))
    assert table.heads[2:] == ["Totalt", "Kvinnor", "Män"]
    assert shown(table) == [
        ["Umeå", "september 2020", "11", "..", ".."],
        ["Vännäs", "september 2020", "10", "–", "–"],
    ]


def test_where_nothing_is_told_there_is_a_table_and_no_picture(repository):
    rows = [f"{area};ohalsotal;2020-09;totalt;.." for area in ("Umeå", "Vännäs")]
    items = health.other_measures(book(repository, *rows))
    (table,) = tables(items)
    assert [cells[2:] for cells in shown(table)] == [[".."], [".."]]
    assert figures(items) == {}


def test_a_measure_without_ages_has_none_in_its_captions(repository):
    rows = [
        f"{area};langtidsarbetsloshet;2020;totalt;{varde}" for area, varde in (("Umeå", 2.5), ("Vännäs", 3))
    ]
    items = health.other_measures(book(repository, *rows))
    (table,), (figure,) = tables(items), figures(items).values()
    assert table.caption.startswith("Långtidsarbetslöshet") and ", ," not in table.caption
    assert plain(figure.caption).startswith("Långtidsarbetslöshet 2020, ") and ", ," not in figure.caption
    assert plain(figure.alt).endswith("efter område. Vännäs: totalt 3. Umeå: totalt 2,5.")


def test_counts_and_shares_of_uvas_meet_by_area_and_period(repository):
    found = book(
        repository,
        "Umeå;uvas_antal;2019;totalt;700",
        "Umeå;uvas_antal;2019;kvinnor;300",
        "Umeå;uvas_andel;2019;totalt;6.5",
        "Umeå;uvas_andel;2020;totalt;6.0",
        "Vännäs;uvas_antal;2020;totalt;..",
    )
    (table,) = tables(health.uvas(found))
    assert table.heads[:2] == ["Kommun", "Period"]
    assert shown(table) == [
        ["Umeå", "2019", "700", "300", "–", "6,5", "–", "–"],
        ["Vännäs", "2020", "..", "–", "–", "–", "–", "–"],
        ["Umeå", "2020", "–", "–", "–", "6,0", "–", "–"],
    ]


def test_full_year_equivalents_stand_by_kind_and_year_and_shares_by_their_latest(repository):
    found = book(
        repository,
        "Umeå;helarsekvivalenter_sjukpenning;2019;totalt;400",
        "Umeå;helarsekvivalenter_sjukpenning;2020;totalt;410",
        "Umeå;helarsekvivalenter_ekonomiskt_bistand;2019;totalt;1000",
        "Umeå;helarsekvivalenter_ekonomiskt_bistand;2020;totalt;1090",
        "Umeå;helarsekvivalenter_totalt;2019;totalt;1400",
        "Umeå;helarsekvivalenter_totalt;2020;totalt;1500",
        "Umeå;helarsekvivalenter_andel;2020;totalt;7.5",
        "Vännäs;helarsekvivalenter_andel;2020;totalt;9",
        "Riket;helarsekvivalenter_andel;2019;totalt;99",
    )
    items = health.full_year_equivalents(found)
    by_kind, shares = tables(items)
    assert by_kind.heads == ["Slag av stöd", "2019", "2020"]
    assert shown(by_kind) == [
        ["Sjukpenning", "400", "410"],
        ["Ekonomiskt bistånd", "1 000", "1 090"],
        ["Totalt", "1 400", "1 500"],
    ]
    assert by_kind.lines[2].style == "summa"
    drawn = figures(items)
    assert "1 400 år 2019 och 1 500 år 2020" in plain(drawn["fig-helar"].alt)
    assert (
        plain(drawn["fig-helar-andel"].alt)
        == "Högst andel har Vännäs (9 procent) och lägst Umeå (7,5 procent)."
    )
    assert [row[:2] for row in shown(shares)] == [["Umeå", "2020"], ["Vännäs", "2020"], ["Riket", "2019"]]


def test_a_book_without_statistics_says_so(repository):
    repository.raw("deltagare.csv", "insats,matt,totalt\nSteget,Antal deltagare,1\n")
    found = Book(repository.params(), read_delivery(repository.params()))
    assert health.uvas(found) == health.sick_leave(found) == health.full_year_equivalents(found) == []
    assert health.other_measures(found) == []
    assert "sjukfrånvaro, UVAS och helårsekvivalenter" in plain(health.missing(found))
