"""Public statistics in a chapter: what is told and drawn of series with known figures."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from matplotlib.text import Text
from register_rows import areas, line, yearly

from finsam.build import book_sources
from finsam.chapters import (
    health,
    register,
    register_lines,
    register_method,
    register_sentences,
    register_text,
)
from finsam.chapters.book import open_book
from finsam.chapters.figures import Figure
from finsam.chapters.markdown import Markdown, Table
from finsam.chapters.register_panels import panels
from finsam.chapters.register_profile import TOGETHER, profile
from finsam.chapters.register_ranking import places, ranked, ranking
from finsam.chapters.register_slopes import slopes
from finsam.chapters.register_tables import judgement_table, level_table, sex_table
from finsam.measures.shares import Interval
from finsam.measures.trends import METHODS
from finsam.register.rows import register_table
from finsam.register.series import series
from finsam.tables.registers import kommuner
from finsam.tables.statistics import Break, Target, measures

MEMBERS = ["9901", "9902", "9903"]
EVERYONE = [*MEMBERS, "99", "00"]


@pytest.fixture(scope="module")
def table() -> pd.DataFrame:
    """Ekvik rises, Björksta falls, Sjöhult stands still as the county and the country do."""
    return areas(EVERYONE, [0.3, -0.5, 0.0, 0.0, 0.0])


@pytest.fixture(scope="module")
def found(table):
    return profile(table, "uvas_andel", MEMBERS, 2024, together="Förbundet")


def cells(made: Table, label: str) -> list[str]:
    (row,) = (line for line in made.lines if line.label == label)
    return [cell.replace("\\", "") for cell in row.cells]


# ---- Profile ---------------------------------------------------------------------------------------------


def test_the_kommuner_come_first_then_all_together_then_what_they_are_compared_with(found):
    assert [each.code for each in found.of()] == [*MEMBERS, TOGETHER, "99", "00"]
    assert found.period == "2024"
    assert found.sexes == ("totalt", "kvinnor", "man")


def test_together_is_summed_numerators_over_summed_denominators():
    rows = yearly("9901", {2024: 10.0}, namnare=100) + yearly("9902", {2024: 20.0}, namnare=300)
    made = profile(register_table(rows), "uvas_andel", ["9901", "9902"], 2024, together="Förbundet")
    assert made.get(TOGETHER).value("2024") == pytest.approx((10 + 60) / 400 * 100)
    assert made.get(TOGETHER).base("2024") == 400


def test_without_denominators_nothing_is_put_together_and_that_is_told():
    rows = yearly("9901", {2024: 10.0}, namnare=None) + yearly("9902", {2024: 20.0}, namnare=None)
    made = profile(register_table(rows), "uvas_andel", ["9901", "9902"], 2024, together="Förbundet")
    assert made.get(TOGETHER) is None
    assert made.told == (
        "Förbundet tillsammans visas inte: underlaget säger inte hur många varje kommuns tal är av.",
    )


def test_a_measure_or_kommun_that_the_register_lacks_has_no_profile(table):
    assert profile(table, "sjukpenningtal", MEMBERS, 2024) is None
    assert profile(table, "uvas_andel", ["2480"], 2024) is None
    assert profile(table, "uvas_andel", MEMBERS, 2011) is None


def test_figures_after_the_year_are_left_out(table):
    made = profile(table, "uvas_andel", ["9901"], 2018)
    assert made.period == "2018"
    assert made.get("9901").series.points["period"].max() == "2018"


def test_other_versions_and_ages_never_stand_beside(table):
    rows = yearly("9901", line(10, 0), matt="sjukpenningtal") + yearly(
        "00", line(10, 0), matt="sjukpenningtal", version="2.0", alder="15-69"
    )
    made = profile(register_table(rows), "sjukpenningtal", ["9901"], 2024)
    assert made.references() == []


def test_months_beside_years_are_read_as_years():
    months = {f"{year}-{month:02d}": 10 + year - 2020 for year in range(2020, 2025) for month in range(1, 13)}
    rows = [
        {**row, "period": period}
        for period, value in months.items()
        for row in yearly("9901", {0: float(value)}, matt="sjukpenningtal")
    ] + yearly("00", line(10, 0, 2020), matt="sjukpenningtal")
    made = profile(register_table(rows), "sjukpenningtal", ["9901"], 2024)
    assert list(made.get("9901").series.points["period"]) == ["2020", "2021", "2022", "2023", "2024"]
    assert made.get("9901").value("2024") == 14.0


# ---- Tables ----------------------------------------------------------------------------------------------


def test_levels_changes_and_denominators_are_those_of_the_series(found):
    made = level_table(found, "x")
    rises = line(12, 0.3, seed=1)
    assert made.heads == ["Område", "2024", "Av antal (N)", "Förändring sedan 2012", "Förändring per år"]
    got = cells(made, "Ekvik")
    assert got[0] == register_text.figure(rises[2024], 1)
    assert got[1] == "1\u00a0000"
    assert got[2] == register_text.signed(rises[2024] - rises[2012], 1)
    assert got[3].startswith("+0,3")
    assert cells(made, "Förbundet")[1] == "3\u00a0000"


def test_numerators_stand_beside_their_shares():
    rows = (
        yearly("9901", {2023: 10.0, 2024: 12.0}, namnare=100)
        + yearly("9902", {2023: 10.0, 2024: 20.0}, namnare=200)
        + yearly("9901", {2023: 10, 2024: 12}, matt="uvas_antal", alder="20-24", namnare=None)
        + yearly("9902", {2023: 20, 2024: "undertryckt"}, matt="uvas_antal", alder="20-24", namnare=None)
    )
    made = level_table(profile(register_table(rows), "uvas_andel", ["9901", "9902"], 2024, together="F"), "x")
    assert made.heads[2:4] == ["Antal (n)", "Av antal (N)"]
    assert cells(made, "Ekvik")[1:3] == ["12", "100"]
    assert cells(made, "Björksta")[1:3] == ["..", "200"]
    assert cells(made, "F")[1:3] == ["..", "300"]


@pytest.mark.parametrize(
    ("status", "sign"), [("undertryckt", ".."), ("saknas", "–"), ("ej_tillampligt", ".")]
)
def test_a_figure_that_is_not_there_is_its_sign_with_the_latest_known_and_never_zero(status, sign):
    figures = {**line(12, 0.0), 2024: status}
    rows = yearly("9901", figures) + yearly("00", line(12, 0.0))
    made = profile(register_table(rows), "uvas_andel", ["9901"], 2024)
    latest = register_text.figure(figures[2023], 1)
    assert cells(level_table(made, "x"), "Ekvik")[0] == f"{sign} (2023: {latest})"
    assert "Ekvik" in " ".join(register_sentences.gaps(made))


def test_a_trend_of_few_points_is_not_judged_and_says_why():
    made = profile(
        register_table(yearly("9901", {2022: 10.0, 2023: 11.0, 2024: 12.0})), "uvas_andel", ["9901"], 2024
    )
    assert cells(level_table(made, "x"), "Ekvik")[-2:] == ["+2,0", "."]
    (sentence,) = register_sentences.development(made)
    assert sentence.startswith("För Ekvik kan ingen trend bedömas. ")


def test_women_and_men_have_a_table_of_their_own(found):
    made = sex_table(found, "x")
    assert made.heads[1] == "Kvinnor 2024" and made.heads[4] == "Män 2024"
    assert cells(made, "Ekvik")[0] == register_text.figure(found.get("9901", "kvinnor").value("2024"), 1)
    assert (
        sex_table(profile(register_table(yearly("9901", line(9, 0))), "uvas_andel", ["9901"], 2024), "x")
        is None
    )


def test_what_is_judged_has_its_size_and_the_direction_of_the_line(found):
    made = judgement_table(found, "x")
    assert made.heads == ["Område", "Utveckling", "Mot länet", "Mot riket", "Målet nås"]
    ekvik, bjorksta = cells(made, "Ekvik"), cells(made, "Björksta")
    assert ekvik[0] == "Ökar" and ekvik[1].startswith("Ökar mer: +0,")
    assert bjorksta[0] == "Minskar" and bjorksta[2].startswith("Minskar mer: −0,5")
    assert bjorksta[3].startswith("Nått sedan 20")
    assert ekvik[3] == "Nås inte"


# ---- Words -----------------------------------------------------------------------------------------------


def test_areas_of_the_same_direction_share_a_sentence(found):
    told = register_sentences.development(found)
    assert told[0].startswith("Andelen har ökat i Ekvik")
    assert told[1].startswith("Andelen har minskat i Björksta")
    assert "Sjöhult" in told[2] and "ingen säker riktning" in told[2].replace("någon", "ingen")


def test_differences_are_told_as_larger_than_chance_and_never_as_significant(found):
    told = " ".join(register_sentences.comparisons(found))
    assert "i ekvik har andelen ökat mer än i länet" in told.casefold()
    assert "i björksta och förbundet har andelen minskat mer än i riket" in told.casefold()
    assert register_sentences.CLEAR in told
    assert "signifik" not in " ".join([told, *register_sentences.goals(found)])


def test_who_moves_as_the_county_and_the_country_do_has_one_sentence_for_both():
    still = profile(areas(["9903", "99", "00"], [0.0, 0.0, 0.0]), "uvas_andel", ["9903"], 2024)
    assert register_sentences.comparisons(still) == [
        "Jämfört med länet och riket är skillnaden i förändringstakt inte större än slumpen brukar ge."
    ]
    beside = profile(areas(["9903", "99", "00"], [0.0, 0.0, -0.5]), "uvas_andel", ["9903"], 2024)
    as_all, clear = register_sentences.comparisons(beside)
    assert as_all == "Jämfört med länet är skillnaden i förändringstakt inte större än slumpen brukar ge."
    assert "riket" in clear and register_sentences.CLEAR in clear


def test_the_goal_is_named_once(found):
    told = " ".join(register_sentences.goals(found))
    assert told.startswith("Målet om fem procentenheter lägre andel än 2014 är nått i Björksta.")
    assert told.count("fem procentenheter") == 1


@pytest.mark.parametrize(
    ("interval", "text"),
    [(Interval(0.004, 0.2), "0,004 till 0,200"), (Interval(-0.1, 0.2), "−0,10 till 0,20")],
)
def test_an_interval_without_zero_is_not_printed_as_if_it_had_it(interval, text):
    assert register_text.between(interval, 2).replace("\u00a0", " ") == text


def test_a_change_has_its_sign_and_none_is_neither():
    assert [register_text.signed(value, 1) for value in (0.26, -0.26, 0.0, 0.04)] == [
        "+0,3",
        "−0,3",
        "0,0",
        "0,0",
    ]


def test_a_known_break_is_told_and_nothing_is_counted_across_it(monkeypatch):
    measure = measures()["uvas_andel"]
    broken = measure.model_copy(update={"brott": (Break(fran="2018", om="Ny definition"),)})
    monkeypatch.setitem(measures(), "uvas_andel", broken)
    rows = yearly("9901", {**line(20, 0, 2012, 2017), **line(10, 0, 2018, 2024)})
    made = profile(register_table(rows), "uvas_andel", ["9901"], 2024)
    assert register_sentences.breaks(made)[0] == "Serien bryts 2018: Ny definition."
    assert "sedan 2018" in level_table(made, "x").heads[-2]
    xs, ys = register_lines.line(made.get("9901").drawn)
    assert np.isnan(ys).sum() == 1 and xs[np.isnan(ys)][0] == 2018
    (picture,) = panels(made, "x")
    assert "Lodrätt streck: brott i serien" in picture.caption


# ---- Lines -----------------------------------------------------------------------------------------------


def test_a_line_is_broken_where_years_are_missing():
    one = series(
        register_table(yearly("9901", {2014: 1.0, 2015: 2.0, 2018: 3.0, 2019: "saknas"})),
        "uvas_andel",
        "9901",
    )
    _, ys = register_lines.line(one)
    assert ys.tolist()[:2] == [1.0, 2.0] and np.isnan(ys[2]) and ys[3] == 3.0 and np.isnan(ys[4])
    assert register_lines.alone(ys).tolist() == [False, False, False, True, False]


@pytest.mark.parametrize(
    ("target", "ends"),
    [
        (Target(varde=9, text="M"), [9.0, 9.0]),
        (Target(varde=-5, text="M", slag="fran_basar", basar=2014), [7.0, 7.0]),
        (Target(varde=-1, text="M", slag="per_ar"), [12.0, 12.0 * 0.99**3]),
    ],
)
def test_the_line_of_a_goal(target, ends):
    one = series(
        register_table(yearly("9901", {2014: 12.0, 2015: 12.0, 2016: 11.0, 2017: 8.0})), "uvas_andel", "9901"
    )
    xs, ys = register_lines.goal_line(one, target)
    assert (xs[0], xs[-1]) == (2014, 2017)
    assert ys[[0, -1]] == pytest.approx(ends)


def test_without_its_base_year_a_goal_has_no_line():
    one = series(register_table(yearly("9901", {2016: 11.0, 2017: 8.0})), "uvas_andel", "9901")
    assert register_lines.goal_line(one, Target(varde=-5, text="M", slag="fran_basar", basar=2014)) is None


# ---- Pictures --------------------------------------------------------------------------------------------


def of_county(lan: str, count: int) -> tuple[pd.DataFrame, list[str]]:
    codes = [area.kod for area in kommuner(lan)]
    rng = np.random.default_rng(2)
    made = [areas([code], [float(rng.normal(0, 0.1))], start=float(rng.normal(12, 2))) for code in codes]
    return pd.concat([*made, areas([lan, "00"], [0.0, 0.0])], ignore_index=True), codes[:count]


@pytest.fixture(scope="module", params=[("24", 2), ("24", 5), ("01", 15)], ids=str)
def county(request):
    table, own = of_county(*request.param)
    return table, profile(table, "uvas_andel", own, 2024, together="Förbundet")


def boxes(figure: Figure) -> list:
    """The extents of all labels that stand in the pictures; of annotations the text alone."""
    figure._repr_mimebundle_()
    axes = [axis for axis in figure.canvas.axes if axis.get_visible()]
    return [Text.get_window_extent(text).padded(-0.6) for axis in axes for text in axis.texts]


def test_no_label_covers_another(county):
    table, found = county
    for figure in [*panels(found, "a"), *slopes(found, "b"), ranking(found, table, "c")]:
        drawn = boxes(figure)
        covered = [(a, b) for at, a in enumerate(drawn) for b in drawn[at + 1 :] if a.overlaps(b)]
        assert not covered, figure.id


def test_every_kommun_has_a_panel_on_the_same_axes(county):
    _, found = county
    shown = [axis for figure in panels(found, "a") for axis in figure.canvas.axes if axis.get_visible()]
    assert [axis.get_title(loc="left").replace("\n", " ") for axis in shown] == [
        each.name for each in found.kommuner()
    ]
    assert len({axis.get_ylim() for axis in shown}) == len({axis.get_xlim() for axis in shown}) == 1


def test_a_slope_chart_has_both_sexes_in_words_too(found):
    (picture,) = slopes(found, "x")
    first, last = found.get("9901", "kvinnor").ends
    told = f"Ekvik {register_text.figure(first[1], 1)} till {register_text.figure(last[1], 1)}"
    assert told in picture.alt
    assert picture.caption.endswith("för kvinnor och män 2012 och 2024, procent")


def test_the_ranking_is_of_the_whole_county_from_the_highest_and_those_without_a_figure_last():
    rows = [
        row
        for code, last in (("9901", 9.0), ("9902", 11.0), ("9903", "undertryckt"), ("9904", 10.0))
        for row in yearly(code, {**line(10, 0), 2024: last})
    ]
    table = register_table(rows)
    made = profile(table, "uvas_andel", ["9901", "9902", "9903"], 2024)
    order = ranked(made, table, [area.kod for area in kommuner("99")])
    assert [each.code for each in order[:3]] == ["9902", "9904", "9901"]
    assert [(each.code, each.status) for each in order[3:] if each.code == "9903"] == [
        ("9903", "undertryckt")
    ]
    assert places(made, order) == ["Björksta 1 av 3", "Ekvik 3 av 3"]
    assert all(each.interval.low < each.value < each.interval.high for each in order[:3])
    picture = ranking(made, table, "x")
    assert "Högst har Björksta (11,0) och lägst Ekvik (9,0) av 3 kommuner." in picture.alt
    assert "Sjöhult" in picture.alt.partition("Utan värde: ")[2]


def test_a_count_is_not_compared_ranked_or_mapped():
    table = areas(
        EVERYONE, [1.0] * 5, start=200, matt="helarsekvivalenter_totalt", alder="20-64", namnare=None
    )
    made = profile(table, "helarsekvivalenter_totalt", MEMBERS, 2024, together="Förbundet")
    assert judgement_table(made, "x") is None
    shown = [item for item in register.parts(made, table, "x") if item is not None]
    assert [item.id for item in shown if isinstance(item, Figure)] == ["fig-x-over-tid"]
    assert "Varje ruta har sin egen skala" in panels(made, "x")[0].caption
    assert made.get(TOGETHER).value("2024") == pytest.approx(
        sum(made.get(code).value("2024") for code in MEMBERS)
    )


# ---- In a book -------------------------------------------------------------------------------------------

FORBUND = """lan: "99"
pahittat: true
medlemmar:
  - {namn: Ekviks kommun, slag: kommun, kod: "9901", sedan: 2010}
  - {namn: Björksta kommun, slag: kommun, kod: "9902", sedan: 2015-01-01}
  - {namn: Sjöhults kommun, slag: kommun, kod: "9903", sedan: 2021}
"""


@pytest.fixture
def book(repository):
    """A book of an invented förbund, with a register of one measure."""
    repository.forbund(FORBUND)
    repository.year()
    repository.raw("budget.csv", "sektion,typ,rad,budget\nIntäkter,post,Bidrag,1\n")
    table = areas(["9901", "9902", "9903", "9904", "99", "00"], [0.3, -0.5, 0.0, 0.1, 0.0, 0.0])
    lines = ["kommun_kod;kon;alder;period;matt;varde;namnare"]
    lines += [
        f"{r.kommun_kod};{r.kon};{r.alder};{r.period};{r.matt};{r.varde};{r.namnare:.0f}"
        for r in table.itertuples()
    ]
    repository.write("data/raw/register-exempel/statistik.csv", "\n".join(lines))
    return repository


def test_members_of_the_year_are_those_that_are_shown(book):
    assert open_book("prov", 2020).params.kommuner == ["9901", "9902"]


def test_the_chapter_has_words_tables_and_pictures_with_ids_of_their_own(book):
    opened = open_book("prov", 2020)
    shown = [item for item in register.sections(opened) if item is not None]
    assert isinstance(shown[0], Markdown) and shown[0].startswith(
        "### Unga som varken arbetar eller studerar"
    )
    ids = [item.id for item in shown if isinstance(item, Table | Figure)]
    assert len(ids) == len(set(ids))
    assert {
        "tbl-register-uvas-andel",
        "fig-register-uvas-andel-over-tid",
        "fig-register-uvas-andel-karta-lan",
    } <= {each.replace("_", "-") for each in ids}
    assert all(item.alt.endswith(".") for item in shown if isinstance(item, Figure))
    assert health.missing(opened) is None


def test_the_method_chapter_tells_the_methods_that_are_used_and_no_other(book):
    used = register_method.methods_used(open_book("prov", 2020))
    assert used == {"logit", "intervall", "jamforelse", "brott", "mal"}
    told = register_method.trends(open_book("prov", 2020))
    assert [
        text.startswith(f"**{METHODS[key].name}")
        for text, key in zip(told, ["logit", "intervall"], strict=False)
    ]
    assert len(told) == len(used)


def test_the_manifest_of_a_book_with_the_chapter_has_the_register_s_files(book):
    opened = open_book("prov", 2020)
    assert "data/raw/register-exempel/statistik.csv" in [source.fil for source in book_sources(opened.params)]
    book.year("kapitel: [index, ekonomi, avstamning]\n")
    assert all("register" not in source.fil for source in book_sources(open_book("prov", 2020).params))


def test_without_a_register_the_chapter_says_so_and_shows_nothing(repository):
    repository.forbund(FORBUND)
    repository.raw("budget.csv", "sektion,typ,rad,budget\nIntäkter,post,Bidrag,1\n")
    opened = open_book("prov", 2020)
    assert register.sections(opened) == [] and register_method.trends(opened) == []
    assert health.missing(opened) == (
        "Underlaget för 2020 innehåller inga uppgifter om sjukfrånvaro, UVAS och helårsekvivalenter. "
        "Det finns inte heller någon hämtad offentlig statistik för förbundets kommuner."
    )


def test_a_real_forbund_never_reads_the_invented_figures(book):
    book.forbund(FORBUND.replace("pahittat: true\n", ""))
    assert register.sections(open_book("prov", 2020)) == []
