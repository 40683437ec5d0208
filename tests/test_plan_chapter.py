"""The chapter on a plan: what it says and warns of, and the faults of its params and of a year wheel."""

from __future__ import annotations

import pytest
from conftest import REPOSITORY

from finsam.audit import of_book
from finsam.chapters import plan, plan_equity, plan_method, plan_scenarios
from finsam.chapters.book import Book
from finsam.chapters.figures import Figure
from finsam.chapters.markdown import Markdown, Table
from finsam.chapters.names import alike
from finsam.delivery.read import read_delivery
from finsam.faults import Faults

MEMBERS = (
    "medlemmar:\n  - {namn: Staten, slag: stat}\n  - {namn: Regionen, slag: region}\n"
    "  - {namn: Umeå kommun, slag: kommun}\n  - {namn: Vännäs kommun, slag: kommun}\n"
)
PLAN = (
    "sektion;typ;rad;2020;2021;2022\n"
    "Intäkter;post;Staten;500;500;500\nIntäkter;post;Regionen;250;250;250\n"
    "Intäkter;post;Umeå kommun;200;200;200\nIntäkter;post;Vännäs kommun;50;50;50\n"
    "Intäkter;summa;Summa intäkter;1000;1000;1000\n"
    "Kostnader;post;Lotsen;900;1100;1150\nKostnader;post;Kansli;100;100;100\n"
    "Totalt;summa;Summa kostnader;1000;1200;1250\nTotalt;resultat;Resultat;0;-200;-250\n"
)
PROJECTS = (
    "grupp;typ;kod;namn;beslut;2020;2021;2022\n"
    "Pågår;post;P1;Lotsen;beslutad;900;;\nSenare;post;P1;Lotsen;ej beslutad;;1100;1150\n"
)
YEAR = "slag: verksamhetsplan\nkapitel: [index, forbundet, plan, avstamning, metod]\n"


def params(repository, text: str = "") -> None:
    repository.forbund(MEMBERS)
    repository.write("params/prov/2020.yml", YEAR + text)
    repository.raw("flerarsbudget.csv", PLAN)
    repository.raw("projektbudget.csv", PROJECTS)


def book(repository, text: str = "") -> Book:
    params(repository, text)
    return Book(repository.params(), read_delivery(repository.params()))


def plain(text: object) -> str:
    return str(text).replace("\u00a0", " ")


# ---- What the chapter says ---------------------------------------------------------------------------------


def test_the_years_and_what_is_decided_are_told(repository):
    found = book(repository)
    assert plain(plan.summary(found)) == (
        "Planen för 2020–2022 räknar med varken överskott eller underskott 2020, ett underskott på 200 tkr 2021 och "
        "ett underskott på 250 tkr 2022."
    )
    assert plain(plan.decided_sentence(found)).startswith(
        "Av kostnaderna för projekten är 900 av 900 tkr beslutade 2020 (100 %), 0 av 1 100 tkr 2021 (0 %) och"
    )
    (lotsen, total) = plan.by_project_table(found).lines
    assert (lotsen.label, *map(str, lotsen.cells)) == (
        "Lotsen",
        "P1",
        "900",
        "",
        "",
        "1\u00a0100",
        "",
        "1\u00a0150",
    )
    assert total.cells[1:3] == ["900", "0"]


def test_projects_that_nobody_says_are_decided_are_told_to_be_left_out(repository):
    found = book(repository)
    assert "utan uppgift" not in plan.decided_table(found).note
    repository.raw("projektbudget.csv", PROJECTS + "Annat;post;P2;Spåret;;5;5;5\n")
    found = Book(repository.params(), read_delivery(repository.params()))
    assert "Projekt utan uppgift om beslut ingår inte." in plan.decided_table(found).note
    assert plan.decided_table(found).lines[-1].cells == ["900", "1\u00a0100", "1\u00a0150"]


@pytest.mark.parametrize(
    ("opening", "warned"),
    [
        (150, ["negativt: −50 tkr vid slutet av 2021 och −300 tkr vid slutet av 2022"]),
        (450, []),
        (650, ["större än den nationella rekommendationen, högst 20 % av medlemmarnas bidrag för året: 650 tkr vid slutet av 2020 (65,0 %)"]),
    ],
)  # fmt: skip
def test_equity_below_zero_and_above_the_recommendation_is_warned_of_and_found(repository, opening, warned):
    found = book(repository, f"ingaende_eget_kapital: {opening}\n")
    text = plain(plan_equity.sentence(found))
    # 450 is above a fifth of 1 000 at first.
    expected = warned or [
        "högst 20 % av medlemmarnas bidrag för året: 450 tkr vid slutet av 2020 (45,0 %) och 250"
    ]
    assert all(each in text for each in expected)
    rules = {check.rule for check in found.checks if check.severity == "note"}
    assert ("budget-below-zero" in rules) == (opening == 150)
    assert ("budget-above-limit" in rules) == (opening > 200)


def test_a_plan_within_its_limits_says_so(repository):
    found = book(repository, "ingaende_eget_kapital: 200\n")
    repository.raw("flerarsbudget.csv", PLAN.replace("0;-200;-250", "0;0;0"))
    found = Book(repository.params(), read_delivery(repository.params()))
    assert plain(plan_equity.sentence(found)) == (
        "Det egna kapitalet ändras med varje års resultat och är 200 tkr vid slutet av 2022.\n\nDet egna kapitalet är "
        "inte negativt vid slutet av något år och överstiger inte den nationella rekommendationen, högst 20 % av "
        "medlemmarnas bidrag för året."
    )


def test_without_equity_to_begin_with_nothing_is_said_of_it(repository):
    found = book(repository)
    assert (plan_equity.sentence(found), plan_equity.table(found), plan_equity.figure(found)) == (
        None,
        None,
        None,
    )


def test_the_rule_divides_by_inhabitants_and_what_differs_is_found(repository):
    found = book(repository, "invanare: {Umeå kommun: 75, Vännäs kommun: 25}\n")
    lines = {line.label: line.cells for line in plan.rule_table(found).lines if line.cells}
    assert lines["Umeå kommun"] == ["75,00\u00a0%", "200", "188", "13"]
    assert "avviker från regeln" in plan.rule_sentence(found)
    told = {(check.rule, check.stated, check.computed) for check in found.checks if check.severity == "note"}
    assert told == {("members-rule", 200, 188), ("members-rule", 50, 63)}


def test_a_plan_is_of_three_years(repository):
    params(repository)
    repository.raw("flerarsbudget.csv", PLAN.replace(";2022\n", ";2023\n"))
    found = [
        check for check in of_book(read_delivery(repository.params()), repository.params()) if check.severity
    ]
    assert [(check.rule, check.stated, check.computed) for check in found] == [("plan-span", 2, 3)]


SCENARIO = (
    "invanare: {Umeå kommun: 80, Vännäs kommun: 20}\ningaende_eget_kapital: 500\nscenarier:\n  - namn: Staten & <b>\n"
    "    bidrag: [{medlem: Staten, procent: -10, fran: 2021, ovriga: foljer}]\n"
    "  - namn: Fler\n    beskrivning: Om Bjurholm kommer med.\n"
    "    nya_kommuner: [{namn: Bjurholms kommun, invanare: 25, fran: 2021, summa: oforandrad}]\n"
    "    avslutas: [{insats: P1, fran: 2022}]\n"
)


def test_scenarios_stand_beside_the_plan_with_their_differences(repository):
    found = book(repository, SCENARIO)
    beside = plan_scenarios.beside_table(found)
    assert beside.heads[1] == "Planen" and len(beside.heads) == 4
    of_2022 = beside.lines[-4:]
    assert [plain("|".join(line.cells)) for line in of_2022] == [
        "1 000|900|1 000",
        "1 250|1 250|100",
        "−250|−350|900",
        "50|−150|1 200",
    ]
    items = plan_scenarios.sections(found)
    texts = [plain(item) for item in items if isinstance(item, Markdown)]
    assert "<b>" not in "".join(texts)
    assert any(
        text.startswith("Bjurholms kommun, med 25 invånare i arbetsför ålder, blir medlem") for text in texts
    )
    assert any("Kostnaderna blir 1 150 tkr 2022 lägre." in text for text in texts)
    assert any("negativt: −150 tkr vid slutet av 2022" in text for text in texts)
    tables = {item.id: item for item in items if isinstance(item, Table)}
    lines = {line.label: line.cells for line in tables["tbl-scenario-fler"].lines}
    assert [plain(cell) for cell in lines["Umeå kommun"]] == ["200", "160 (−40)", "160 (−40)"]
    assert [plain(cell) for cell in lines["Bjurholms kommun"]] == ["", "50 (+50)", "50 (+50)"]
    shares = tables["tbl-scenario-andelar-fler"].lines
    assert [plain("|".join(line.cells)) for line in shares][:3] == [
        "80|80,00 %|64,00 %",
        "20|20,00 %|16,00 %",
        "25||20,00 %",
    ]
    assert any("Scenarier" in text for text in plan_method.methods(found))


# ---- Pictures and tables -----------------------------------------------------------------------------------


def texts(figure: Figure) -> list[str]:
    (axes,) = figure.canvas.axes
    return [plain(text.get_text()) for text in axes.texts]


def test_decided_costs_stand_below_undecided_ones_with_their_sum_above(repository):
    params(repository)
    repository.raw("projektbudget.csv", PROJECTS + "Pågår;post;P2;Spåret;beslutad;100;60;\n")
    found = Book(repository.params(), read_delivery(repository.params()))
    figure = plan.decided_figure(found)
    (axes,) = figure.canvas.axes
    decided, undecided = ([(bar.get_y(), bar.get_height()) for bar in bars] for bars in axes.containers)
    assert decided == [(0, 1000), (0, 60), (0, 0)]
    assert undecided == [(1000, 0), (60, 1100), (0, 1150)]
    assert texts(figure) == ["1 000", "1 160", "1 150"]
    assert "2021: beslutade 60 och ej beslutade 1 100." in plain(figure.alt)


def test_equity_below_zero_is_hatched_and_the_limit_is_that_of_each_year(repository):
    found = book(repository, "ingaende_eget_kapital: 150\n")
    figure = plan_equity.figure(found)
    (axes,) = figure.canvas.axes
    assert [(bar.get_height(), bool(bar.get_hatch())) for bars in axes.containers for bar in bars] == [
        (150, False),
        (-50, True),
        (-300, True),
    ]
    limits = {tuple(line.get_ydata()) for line in axes.lines if line.get_linewidth() == 2}
    assert limits == {(200, 200)}
    assert texts(figure) == ["150", "−50", "−300"]
    assert [list(map(plain, row)) for row in figure.rows] == [
        ["År", "Eget kapital", "Rekommenderat högst"],
        ["2020", "150", "200"],
        ["2021", "−50", "200"],
        ["2022", "−300", "200"],
    ]
    lines = [list(map(plain, line.cells)) for line in plan_equity.table(found).lines]
    assert lines[1] == ["150", "−200", "−50", "1 000", "−5,0 %"]


def test_every_scenario_is_a_line_of_its_own_shape_and_dash(repository):
    figure = plan_scenarios.figure(book(repository, SCENARIO))
    (axes,) = figure.canvas.axes
    drawn = {line.get_label(): list(line.get_ydata()) for line in axes.lines if line.get_marker() != "None"}
    assert drawn == {"Planen": [500, 300, 50], "Staten & <b>": [500, 200, -150], "Fler": [500, 300, 1200]}
    looks = {
        (line.get_marker(), str(line.get_linestyle())) for line in axes.lines if line.get_label() in drawn
    }
    assert len(looks) == 3
    assert "Fler: 2020 500, 2021 300, 2022 1 200." in plain(figure.alt)


def test_rows_stand_as_they_were_delivered_under_their_groups(repository):
    found = book(repository)
    years = plan.years_table(found)
    assert [(line.label, line.style) for line in years.lines][:4] == [
        ("Intäkter", "sektion"),
        ("Staten", ""),
        ("Regionen", ""),
        ("Umeå kommun", ""),
    ]
    projects = plan.projects_table(found)
    assert projects.heads == ["Projekt", "Kod", "2020", "2021", "2022"]
    assert [(line.label, *map(plain, line.cells)) for line in projects.lines] == [
        ("Pågår",),
        ("Lotsen", "P1", "900", "", ""),
        ("Senare",),
        ("Lotsen", "P1", "", "1 100", "1 150"),
    ]


def test_a_book_without_a_budget_of_the_years_has_nothing_of_them(repository):
    params(repository)
    (repository.root / "data/raw/prov/2020/flerarsbudget.csv").unlink()
    (repository.root / "data/raw/prov/2020/projektbudget.csv").unlink()
    repository.raw("uppgifter.csv", "kapitel,grupp,uppgift,varde,enhet\nplan,Mål,Deltagare,120,antal\n")
    found = Book(repository.params(), read_delivery(repository.params()))
    made = (plan.summary, plan.years_table, plan.projects_table, plan.rule_sentence, plan.rule_table)
    of_projects = (plan.decided_sentence, plan.decided_table, plan.decided_figure, plan.by_project_table)
    of_scenarios = (plan_scenarios.introduction, plan_scenarios.beside_table, plan_scenarios.figure)
    assert [each(found) for each in (*made, *of_projects, *of_scenarios)] == [None] * 12
    (targets,) = plan.all_facts(found)
    assert targets.caption.startswith("Mål") and targets.lines[0].label == "Deltagare"


# ---- Faults ------------------------------------------------------------------------------------------------


def test_names_with_the_same_address_are_a_fault(repository):
    text = "scenarier:\n  - {namn: Åter, avslutas: [{insats: P1, fran: 2021}]}\n  - {namn: Ater, avslutas: [{insats: P1, fran: 2022}]}\n"
    found = book(repository, text)
    assert [(fault.code, fault.where[0].column) for fault in alike(found.delivery, found.params)] == [
        ("names-alike", "scenarier.0.namn")
    ]


FAULTS = {
    "names nobody has": (
        "scenarier:\n  - namn: A\n    bidrag: [{medlem: Statten, procent: -10, fran: 2021, ovriga: foljer}]\n"
        "    avslutas: [{insats: P11, fran: 2021}]\n",
        [("word-unknown", "scenarier.0.bidrag.0.medlem"), ("word-unknown", "scenarier.0.avslutas.0.insats")],
    ),
    "years that aren't planned": (
        "scenarier:\n  - namn: A\n    avslutas: [{insats: P1, fran: 2019}, {insats: P1, fran: 2023}]\n",
        [("year-unplanned", "scenarier.0.avslutas.0.fran"), ("year-unplanned", "scenarier.0.avslutas.1.fran")],
    ),
    "a member that joins, twice": (
        "invanare: {Umeå kommun: 80, Vännäs kommun: 20}\nscenarier:\n  - namn: A\n    nya_kommuner:\n"
        "      - {namn: Umeå kommun, invanare: 5, fran: 2021, summa: vaxer}\n"
        "      - {namn: Ny kommun, invanare: 5, fran: 2021, summa: vaxer}\n"
        "      - {namn: Ny kommun, invanare: 5, fran: 2021, summa: vaxer}\n",
        [("member-already", "scenarier.0.nya_kommuner.0.namn"), ("member-already", "scenarier.0.nya_kommuner.2.namn")],
    ),
    "nobody's inhabitants": (
        "invanare: {Umeå kommun: 80}\nscenarier:\n  - namn: A\n"
        "    nya_kommuner: [{namn: Ny kommun, invanare: 5, fran: 2021, summa: vaxer}]\n",
        [("residents-missing", "scenarier.0.nya_kommuner")],
    ),
    "two of one name": (
        "scenarier:\n  - {namn: A, avslutas: [{insats: P1, fran: 2021}]}\n  - {namn: a, avslutas: [{insats: P1, fran: 2022}]}\n",
        [("scenario-twice", "scenarier.1.namn")],
    ),
    "no change": ("scenarier:\n  - namn: A\n", [("key-wrong", "scenarier.0")]),
    "less than nothing": (
        "scenarier:\n  - namn: A\n    bidrag: [{medlem: Staten, procent: -101, fran: 2021, ovriga: alla}]\n",
        [("key-wrong", "scenarier.0.bidrag.0.procent"), ("key-wrong", "scenarier.0.bidrag.0.ovriga")],
    ),
    "half a change": (
        "scenarier:\n  - namn: A\n    nya_kommuner: [{namn: Ny kommun}]\n",
        [("key-missing", f"scenarier.0.nya_kommuner.0.{key}") for key in ("invanare", "fran", "summa")],
    ),
    "equity that is no amount": ("ingaende_eget_kapital: mycket\n", [("key-wrong", "ingaende_eget_kapital")]),
}  # fmt: skip


def faults(repository) -> list[tuple[str, str]]:
    try:
        read_delivery(repository.params())
    except Faults as error:
        return [(fault.code, fault.where[0].column) for fault in error.faults]
    return []


@pytest.mark.parametrize(("text", "expected"), FAULTS.values(), ids=FAULTS)
def test_a_scenario_of_what_the_plan_has_not_is_a_fault(repository, text, expected):
    params(repository, text)
    assert faults(repository) == expected


def test_scenarios_need_a_plan_and_a_chapter(repository):
    text = "scenarier:\n  - {namn: A, avslutas: [{insats: P1, fran: 2021}]}\n"
    params(repository, text)
    repository.raw("flerarsbudget.csv", PLAN.replace("2020;2021;2022", "2017;2018;2019"))
    assert faults(repository) == [("file-missing", "scenarier")]
    repository.write("params/prov/2020.yml", YEAR.replace("plan, ", "") + text + "ingaende_eget_kapital: 1\n")
    assert faults(repository) == [
        ("chapter-missing", "ingaende_eget_kapital"),
        ("chapter-missing", "scenarier"),
    ]


WHEEL = (
    "moten:\n  titel: Möten\n  kapitel: plan\n  rader: datum\n  datum: datum\n  text: vem\n  bild: arshjul\n"
    "  bild_varde: vem\n"
)


@pytest.mark.parametrize(
    ("definition", "rows", "expected"),
    [
        (WHEEL, "2020-03-01;Styrelsen\n2020-03-01;Gruppen\n", []),
        (WHEEL, "2020-03-01;Styrelsen\n2020-03-01;Styrelsen\n", ["row-twice"]),
        (WHEEL, "2020-03-01;Styrelsen\n2021-03-01;Styrelsen\n", ["picture-years"]),
        (WHEEL, "".join(f"2020-03-01;Grupp {n}\n" for n in range(9)), ["picture-crowded"]),
        (WHEEL.replace("bild_varde: vem", "bild_varde: vilka"), "2020-03-01;Styrelsen\n", ["key-wrong"]),
        (WHEEL.replace("  bild_varde: vem\n", ""), "2020-03-01;Styrelsen\n", ["key-wrong"]),
        (WHEEL.replace("  datum: datum\n", "").replace("text: vem", "text: [vem]\n  lista: x"), "2020-03-01;S\n", ["key-wrong"]),
    ],
)  # fmt: skip
def test_a_year_wheel_is_of_one_year_and_those_who_meet(repository, definition, rows, expected):
    params(repository)
    repository.write("params/prov/tabeller.yml", definition)
    repository.raw("moten.csv", "datum;vem\n" + rows)
    assert [code for code, _ in faults(repository)] == expected


def test_the_real_plan_shows_no_figures_that_nobody_printed():
    """Scenarios would stand among printed figures."""
    assert "scenarier" not in (REPOSITORY / "params/umearegionen/2018.yml").read_text(encoding="utf-8")
