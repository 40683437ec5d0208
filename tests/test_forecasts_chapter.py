"""The chapter on forecasts: what it says follows from the forecasts, and none of them can be taken for an outcome."""

from __future__ import annotations

import json

import numpy as np
import pytest
from conftest import REPOSITORY
from register_rows import yearly

from finsam.chapters import forecasts, forecasts_method, forecasts_pictures, forecasts_tables, forecasts_text
from finsam.chapters.book import open_book
from finsam.params.year import STATISTICS

FORBUND = """\
lan: "24"
medlemmar:
  - {namn: Umeå kommun, slag: kommun, kod: "2480"}
  - {namn: Vännäs kommun, slag: kommun, kod: "2460"}
"""
DELIVERED = "kapitel,uppgift,varde\nforbundet,Styrgrupper,6\n"
YEARS = range(2008, 2021)
WANDERING = np.random.default_rng(2).normal(0, 0.5, len(YEARS)).cumsum()


def figures(slope: float = 0.0, level: float = 20.0, years=YEARS, hidden=(), only=None) -> str:
    """A CSV of sjukpenningtal: kommuner, county and country on a line, or wandering where there is no slope."""
    rows = []
    for at, kod in enumerate(only or ("2480", "2460", "24", "00")):
        noise = np.random.default_rng(at).normal(0, 0.1, len(YEARS))
        of = {}
        for year in years:
            step = year - YEARS[0]
            of[year] = round(
                float(level + at + (slope * step + noise[step] if slope else WANDERING[step])), 2
            )
        rows += yearly(
            kod, of | dict.fromkeys(hidden if kod == "2460" else (), "undertryckt"), matt="sjukpenningtal"
        )
    heads = ("kommun_kod", "kon", "alder", "period", "matt", "version", "varde", "status", "namnare")
    cells = (("" if row[head] is None else str(row[head]) for head in heads) for row in rows)
    return "\n".join([";".join(heads), *map(";".join, cells)]) + "\n"


@pytest.fixture
def found(repository):
    def made(text: str = "") -> forecasts.Forecasts:
        repository.forbund(FORBUND)
        repository.raw("uppgifter.csv", DELIVERED)
        if text:
            repository.write("data/raw/register/prov.csv", text)
        return forecasts.forecasts_of(open_book("prov", 2020))

    return made


def said(question) -> str:
    return " ".join(map(str, forecasts_text.told(question))).replace("\u00a0", " ").replace("\\", "")


def row(table, name: str) -> list[str]:
    return [cell.replace("\u00a0", " ") for line in table.lines if line.label == name for cell in line.cells]


def test_where_the_model_is_no_better_the_last_figure_is_shown_and_the_page_says_so(found):
    question = found(figures()).of("sjukpenningtal")
    assert {each.forecast.method for each in question.areas} == {"oforandrat"}
    assert "inte i något av områdena tidigare träffat tydligt bättre än den senaste siffran" in said(question)
    cells = row(forecasts_tables.forecasts(question), "Umeå")
    assert cells[0] == cells[1] == cells[3] and cells[-1] == "Oförändrat"


def test_where_the_model_is_better_it_is_shown_and_the_page_says_so(found):
    question = found(figures(slope=-1.0, level=30)).of("sjukpenningtal")
    assert {each.forecast.method for each in question.areas} == {"drift"}
    text = said(question)
    assert "har en trendmodell tidigare träffat tydligt bättre" in text
    assert "Hela intervallet för 2022 ligger under den senaste siffran, så talet väntas minska." in text
    table = forecasts_tables.hits(question)
    assert row(table, "Umeå")[0] == "7 och 6" and row(table, "Umeå")[-1].endswith(" %")


@pytest.mark.parametrize(
    ("level", "told"),
    [
        (30.0, "ligger under hela intervallet"),
        (9.0, "ligger inom intervallet"),
        (4.0, "ligger över hela intervallet"),
    ],
)
def test_the_goal_is_set_beside_the_interval(found, level, told):
    text = said(found(figures(level=level)).of("sjukpenningtal"))
    assert f"Regeringens mål till utgången av 2020, högst 9,0 dagar, {told} för 2022" in text


def test_table_and_text_hold_the_forecast_of_the_kommuner_together(found):
    question = found(figures()).of("sjukpenningtal")
    together = question.first
    assert together.area.name == "Förbundet"
    ahead = together.forecast.ahead
    cells = row(forecasts_tables.forecasts(question), "Förbundet")
    point, low, high = (
        f"{value:.1f}".replace(".", ",")
        for value in (ahead[0].value, ahead[0].interval.low, ahead[0].interval.high)
    )
    assert cells[1:3] == [point, f"{low} till {high}"]
    assert f"Prognosen för förbundet är {point} dagar 2021 ({low} till {high})" in said(question)


def test_nothing_is_forecast_of_what_is_hidden_nor_of_what_it_is_part_of(found):
    question = found(figures(hidden=[2020])).of("sjukpenningtal")
    missing = {each.area.name for each in question.areas if not each.is_there}
    assert missing == {"Vännäs", "Förbundet"}
    assert "görs ingen prognos. Den senaste siffran visas inte av sekretesskäl." in said(question)
    cells = row(forecasts_tables.forecasts(question), "Vännäs")
    assert cells[0].startswith("..") and cells[1:] == [".", ".", ".", ".", "Ingen prognos"]
    (picture,) = forecasts_pictures.pictures(question)
    assert "Vännäs" not in picture.alt and "Vännäs" not in str(picture.rows)
    assert "Vännäs" not in [line.label for line in forecasts_tables.hits(question).lines]


def test_too_few_years_for_a_trial_are_told(found):
    question = found(figures(years=range(2013, 2021))).of("sjukpenningtal")
    assert "finns för få år för att pröva trendmodellen; det behövs minst 11 år i följd" in said(question)
    assert row(forecasts_tables.hits(question), "Umeå")[1] == "."


def test_with_no_year_enough_nothing_is_shown_but_why(found):
    result = found(figures(years=range(2017, 2021)))
    question = result.of("sjukpenningtal")
    assert forecasts_text.opening(result) is None
    assert forecasts_tables.forecasts(question) is None and forecasts_tables.hits(question) is None
    assert forecasts_pictures.pictures(question) == []
    assert "minst sex år i följd" in said(question)


def test_a_forecast_is_marked_wherever_it_stands(found):
    question = found(figures(slope=-1.0, level=30)).of("sjukpenningtal")
    table = forecasts_tables.forecasts(question)
    assert table.heads[1:] == [
        "Utfall 2020",
        "Prognos 2021",
        "Intervall 2021",
        "Prognos 2022",
        "Intervall 2022",
        "Metod",
    ]
    assert table.caption.startswith("Prognos") and "inga utfall" in table.note
    (picture,) = forecasts_pictures.pictures(question)
    assert "prognos" in picture.caption and "prognos" in picture.alt
    assert [line[0] for line in picture.rows[-3:]] == ["2020", "2021 (prognos)", "2022 (prognos)"]
    for axes in picture.canvas.axes:
        (band,) = axes.collections
        assert band.get_hatch()
        assert any(line.is_dashed() and len(line.get_xdata()) == 3 for line in axes.lines)
        assert "Prognos" in [text.get_text() for text in axes.texts]


def test_old_statistics_give_no_forecast_of_years_that_have_passed(found):
    result = found(figures(years=range(2008, 2018)))
    assert result.of("sjukpenningtal") is None
    assert "är från 2017, och en prognos skulle bara gälla år som redan har gått" in forecasts_text.missing(
        result
    )


@pytest.mark.parametrize("text", ["", figures(only=("24", "00"))])
def test_without_statistics_the_chapter_says_so(found, text):
    result = found(text)
    assert forecasts_text.opening(result) is None and not result.asked
    assert "ingen hämtad offentlig statistik om sjukpenningtalet" in forecasts_text.missing(result)


def test_a_forbund_without_codes_is_told(repository):
    repository.raw("uppgifter.csv", DELIVERED)
    result = forecasts.forecasts_of(open_book("prov", 2020))
    assert "har någon kod" in forecasts_text.missing(result)


def test_the_methods_are_told_in_books_with_the_chapter_alone(repository):
    repository.raw("uppgifter.csv", DELIVERED)
    assert len(forecasts_method.methods(open_book("prov", 2020))) == 4
    repository.year("kapitel: [index, forbundet, avstamning, metod]\n")
    assert forecasts_method.methods(open_book("prov", 2020)) == []


def test_the_notebook_asks_for_each_measure():
    notebook = json.loads((REPOSITORY / "notebooks/prognos.ipynb").read_text(encoding="utf-8"))
    code = "".join("".join(cell["source"]) for cell in notebook["cells"])
    assert all(f'found.of("{matt}")' in code for matt in STATISTICS)
