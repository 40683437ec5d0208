"""The chapter on effects: what it says follows from estimate, interval and placebos, and nothing is made up."""

from __future__ import annotations

import re

import numpy as np
import pytest
from register_rows import yearly

from finsam.chapters import effects, effects_method, effects_pictures, effects_tables, effects_text
from finsam.chapters.book import open_book
from finsam.measures.effects import Panel
from finsam.tables.registers import kommuner

FORBUND = """\
lan: "24"
medlemmar:
  - {namn: Umeå kommun, slag: kommun, kod: "2480", sedan: 2005}
  - {namn: Vännäs kommun, slag: kommun, kod: "2460", sedan: 2014}
  - {namn: Nordmalings kommun, slag: kommun, kod: "2401", sedan: 2016}
"""
DELIVERED = "kapitel,uppgift,varde\nforbundet,Styrgrupper,6\n"
MEMBERS = {"2460": 2014, "2401": 2016}
OTHERS = [area.kod for area in kommuner() if area.kod.startswith(("17", "18", "20", "21"))]
OUTSIDE = "\n".join(
    f'  - {{kod: "{area.kod}", namn: {area.kort}, till: 2020, kalla: Prov}}'
    for area in kommuner()
    if area.kod in OTHERS
)
REGISTER = f"""\
forbund:
  - namn: Samordningsförbundet Prov
    medlemmar:
      - {{kod: "2480", namn: Umeå, fran: 2005, kalla: Prov}}
      - {{kod: "2460", namn: Vännäs, fran: 2014-01-01, kalla: Prov}}
      - {{kod: "2401", namn: Nordmaling, fran: 2016-01-01, kalla: Prov}}
utanfor:
{OUTSIDE}
"""


def figures(effect: float = 0.0, slope: float = 0.0, years=range(2008, 2021), codes=None) -> str:
    """A CSV of sjukpenningtal, with an effect on members from joining and a slope that they have all the time."""
    random = np.random.default_rng(5)
    rows = []
    for kod in codes or [*MEMBERS, "2480", *OTHERS]:
        level = 30 + random.normal(0, 1)
        of = {}
        for year in years:
            value = level + random.normal(0, 0.3) + slope * (year - 2008) * (kod in MEMBERS)
            of[year] = round(value + effect * (year >= MEMBERS.get(kod, 9999)), 2)
        rows += yearly(kod, of, matt="sjukpenningtal", namnare=5000)
    heads = ("kommun_kod", "kon", "alder", "period", "matt", "version", "varde", "namnare")
    return "\n".join([";".join(heads), *(";".join(str(row[head]) for head in heads) for row in rows)]) + "\n"


@pytest.fixture
def study(repository):
    def made(text: str = "", register: str | None = REGISTER) -> effects.Study:
        repository.forbund(FORBUND)
        repository.raw("uppgifter.csv", DELIVERED)
        if register is not None:
            repository.write("params/register/medlemskap.yml", register)
        if text:
            repository.write("data/raw/register/prov.csv", text)
        return effects.study(open_book("prov", 2020))

    return made


def everything(found: effects.Study) -> list[object]:
    parts = [
        effects_text.opening(found),
        effects_text.members(found),
        effects_tables.members(found),
        *effects_text.answers(found),
        effects_tables.estimates(found),
        effects_text.reading(found),
        *effects_pictures.over_time(found),
        effects_tables.placebos(found),
        *effects_pictures.controls(found),
    ]
    return [part for part in parts if part is not None]


def said(found: effects.Study) -> str:
    return " ".join(map(str, effects_text.answers(found))).replace("\u00a0", " ").replace("\\", "")


def test_a_large_effect_is_told_with_its_interval_and_with_what_else_it_may_be(study):
    found = study(figures(-4.0))
    text = said(found)
    assert (
        "talar för att medlemskapet, eller något annat som hände i samma kommuner vid samma tid, har sänkt"
        in text
    )
    assert re.search(r"(3,[5-9]|4,[0-4])\d? dagar lägre i Nordmaling och Vännäs än om de hade följt", text)
    assert "Umeå är inte med" in text
    (question,) = found.questions
    effect = question.effects[effects.OWN]
    assert effect.verdict == "lagre" and effect.interval.high < 0
    assert f"{-effect.effect:.2f}".replace(".", ",") in text


def test_the_opposite_effect_is_told_as_such(study):
    assert "har höjt sjukpenningtalet" in said(study(figures(4.0)))


@pytest.mark.parametrize(("effect", "slope"), [(0.0, 0.0), (0.0, 1.5), (-4.0, -1.5)])
def test_no_cause_is_spoken_of_where_chance_or_another_way_may_be_it(study, effect, slope):
    text = said(study(figures(effect, slope)))
    assert not re.search("talar för|sänkt|höjt|effekt", text)
    if slope:
        assert "Redan före inträdet utvecklades sjukpenningtalet på ett annat sätt" in text
        assert "går det inte att säga vad medlemskapet har betytt" in text
    else:
        assert "Underlaget kan inte avgöra" in text and "kan vara en slump" in text


def test_with_what_the_sources_give_today_nobody_can_tell(study):
    """The register as it is knows one kommun outside, until 2016."""
    found = study(figures(-4.0, codes=[*MEMBERS, "2480", "2403"]), register=None)
    assert "Bara 1 kommun med siffror står säkert utanför, och det behövs minst 20" in said(found)
    assert effects_tables.estimates(found) is None and effects_tables.placebos(found) is None
    assert not effects_pictures.over_time(found) and not effects_pictures.controls(found)
    assert "ingen syntetisk kontroll" in effects_text.missing(found)


def test_who_joins_after_the_year_of_the_book_is_outside_until_then(study):
    later = REGISTER.replace(
        "utanfor:",
        """\
  - namn: Samordningsförbundet Andra
    medlemmar:
      - {kod: "2404", namn: Vindeln, fran: 2019, kalla: Prov}
      - {kod: "2409", namn: Robertsfors, fran: 2021, kalla: Prov}
utanfor:""",
    )
    found = study(figures(-4.0, codes=[*MEMBERS, "2480", "2404", "2409", *OTHERS]), later)
    told = effects_text.members(found).replace("\u00a0", " ")
    assert told.startswith(
        f"1 annan medlemskommun finns också med, och {len(OTHERS) + 1} kommuner räknas som utanför."
    )
    assert "2409" in found.questions[0].effects[effects.OWN].others


def test_without_memberships_or_statistics_the_chapter_says_so_and_shows_nothing(study):
    found = study(figures(-4.0), register="forbund: []\n")
    assert everything(found) == []
    assert "har inga uppgifter om Umeå, Vännäs och Nordmaling" in effects_text.missing(found)


def test_without_statistics_the_members_are_there_alone(study):
    found = study()
    assert [type(part).__name__ for part in everything(found)] == ["Markdown", "Table"]
    assert "ingen hämtad offentlig statistik om sjukpenningtalet" in effects_text.missing(found)


def test_too_few_years_are_told(study):
    assert "serien börjar 2013" in said(
        study(figures(-4.0, years=range(2013, 2021), codes=["2460", "2480", *OTHERS]))
    )


def test_tables_hold_what_was_estimated(study):
    found = study(figures(-4.0))
    (question,) = found.questions
    effect = question.effects[effects.OWN]
    (_, line) = effects_tables.estimates(found).lines
    assert line.cells[:3] == ["2", str(len(OTHERS)), "2008–2020"]
    assert line.cells[3] == f"−{-effect.effect:.2f}".replace(".", ",")
    assert line.cells[5] == f"{effect.p:.3f}".replace(".", ",")
    joined = effects_tables.members(found)
    assert [line.label for line in joined.lines] == ["Umeå", "Vännäs", "Nordmaling"]
    assert [line.cells[0].replace("\u00a0", " ") for line in joined.lines] == [
        "2005",
        "1 januari 2014",
        "1 januari 2016",
    ]
    (_, tried) = effects_tables.placebos(found).lines
    assert tried.cells[2:] == [".", "."], "one förbund tells nothing by being resampled"


def test_pictures_tell_every_figure_in_words_and_without_colour(study):
    found = study(figures(-4.0))
    (picture,) = effects_pictures.over_time(found)
    years = ["−5", "−4", "−3", "−2", "−1", "0", "1", "2", "3", "4"]
    assert [row[0] for row in picture.rows[1:]] == years
    for year, told in picture.rows[1:]:
        assert f"år {year}: {told}" in picture.alt
    (axes,) = picture.canvas.axes
    assert {line.get_marker() for line in axes.lines} >= {"s", "o"}
    text, picture, weights = effects_pictures.controls(found)
    placed = found.questions[0].placed
    assert placed.p == pytest.approx((1 + sum(one.ratio >= placed.own.ratio for one in placed.others)) / 41)
    assert f"plats {round(41 * placed.p)} av 41" in text.replace("\u00a0", " ")
    dashes = {line.get_linestyle() for line in picture.canvas.axes[0].lines[:2]}
    assert len(dashes) == 2
    assert sum(int(line.cells[0]) for line in weights.lines) == pytest.approx(100, abs=3)


def test_a_kommun_that_left_has_no_figures_from_the_year_of_leaving(study):
    register = REGISTER.replace("fran: 2014-01-01,", "fran: 2014-01-01, till: 2018-06-30,")
    (question,) = study(figures(-4.0), register).questions
    panel: Panel = question.panel
    own = panel.values[list(panel.units).index("2460")]
    assert list(panel.periods[np.isfinite(own)]) == list(range(2008, 2018))


def test_the_methods_are_told_in_books_with_the_chapter_alone(repository):
    repository.forbund(FORBUND)
    repository.raw("uppgifter.csv", DELIVERED)
    assert len(effects_method.methods(open_book("prov", 2020))) == 5
    repository.year("kapitel: [index, forbundet, avstamning, metod]\n")
    assert effects_method.methods(open_book("prov", 2020)) == []
