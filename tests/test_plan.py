"""A plan's equity, decisions and members, and its scenarios: known answers, and what must hold for any plan."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from finsam.cli import main
from finsam.delivery.read import read_delivery
from finsam.measures.plan import Plan, by_status, plan_of, span, total_column
from finsam.measures.scenarios import PlanYear, decided, under
from finsam.params import load_params
from finsam.params.members import Medlem
from finsam.params.scenarios import Ended, NewKommun, PaidOtherwise, Scenario
from finsam.tables.cells import Cell, Row

MEMBERS = (
    Medlem(namn="Staten", slag="stat"),
    Medlem(namn="Regionen", slag="region"),
    Medlem(namn="Nordmalings kommun", slag="kommun"),
    Medlem(namn="Umeå kommun", slag="kommun"),
)
RESIDENTS = {"Nordmaling kommun": 4000, "Umeå kommun": 76000}


def row(amounts: dict[str, int], **key: str) -> Row:
    made = Row(key)
    for when, amount in amounts.items():
        made[when] = Cell(Decimal(amount), "tkr")
    return made


def budget(section: str, typ: str, label: str, *amounts: int, andel: str = "") -> Row:
    years = dict(zip(("2026", "2027", "2028"), amounts, strict=True))
    return row(years, sektion=section, typ=typ, rad=label, andel=andel)


def project(group: str, code: str, name: str, **amounts: int) -> Row:
    years = {when.removeprefix("y"): amount for when, amount in amounts.items()}
    return row(years, grupp=group, typ="post", kod=code, namn=name, beslut="")


PROJECTS = (
    project("B1", "P1", "Lotsen", y2026=300),
    project("B2", "P1", "Lotsen", y2027=310, y2028=320),
    project("B1", "P2", "Spåret", y2026=700, y2027=690, y2028=680),
)


def a_plan(opening: int | None = 500) -> Plan:
    rows = (
        budget("Intäkter", "post", "Staten", 800, 800, 800),
        budget("Intäkter", "post", "Regionen", 400, 400, 400),
        budget("Intäkter", "post", "Nordmaling kommun", 20, 20, 20),
        budget("Intäkter", "post", "Umeå kommun", 380, 380, 380),
        budget("Intäkter", "post", "Lönebidrag", 10, 10, 10),
        budget("Intäkter", "summa", "Summa intäkter", 1610, 1610, 1610),
        budget("Kostnader", "post", "Projekt", 1000, 1000, 1000),
        budget("Kostnader", "post", "Kansli", 700, 700, 700),
        budget("Totalt", "summa", "Summa kostnader", 1700, 1700, 1700),
        budget("Totalt", "post", "Räntor", 5, 5, 5),
        budget("Totalt", "resultat", "Resultat", -85, -85, -85),
    )
    return Plan(rows, PROJECTS, MEMBERS, 2026, None if opening is None else Decimal(opening))


def scenario(**changes: object) -> Scenario:
    """A scenario that may change nothing, which the params refuse."""
    return Scenario.model_construct(
        namn="Prov", beskrivning=None, bidrag=(), nya_kommuner=(), avslutas=()
    ).model_copy(update=changes)


def paid(
    member: str = "Staten", procent: int = -10, fran: int = 2027, ovriga: str = "oforandrat"
) -> PaidOtherwise:
    return PaidOtherwise(medlem=member, procent=procent, fran=fran, ovriga=ovriga)


def joins(
    name: str = "Bjurholms kommun", invanare: int = 20000, fran: int = 2027, summa: str = "oforandrad"
) -> NewKommun:
    return NewKommun(namn=name, invanare=invanare, fran=fran, summa=summa)


def told(found: dict[str, PlanYear], what: str) -> list[int]:
    return [int(getattr(year, what)) for year in found.values()]


# ---- The plan ----------------------------------------------------------------------------------------------


def test_the_plan_of_2018_to_2020():
    params = load_params("umearegionen", 2018)
    plan = plan_of(read_delivery(params).tables, params)
    assert plan.years == ["2018", "2019", "2020"]
    assert [(year.when, year.opening, year.closing, year.contributions) for year in plan.equity] == [
        ("2005-2016", None, 3202, None),
        ("2017", 3202, 3729, 12432),
        ("2018", 3729, 1474, 11960),
        ("2019", 1474, -391, 11960),
        ("2020", -391, -1692, 11960),
    ]
    assert [(share.name, share.paid, round(share.rule, 2)) for share in plan.by_the_rule("2018", {})] == [
        ("Försäkringskassan", 5980, Decimal("5980")),
        ("Umeå kommun", 2494, Decimal("2494.26")),
        ("Vännäs kommun", 159, Decimal("158.77")),
        ("Nordmaling kommun", 124, Decimal("124.08")),
        ("Vindeln kommun", 92, Decimal("92.09")),
        ("Robertsfors kommun", 121, Decimal("120.80")),
        ("Västerbottens läns landsting", 2990, Decimal("2990")),
    ]
    assert {status: amounts.get("2018") for status, amounts in by_status(plan.projects).items()} == {
        "avslutad": None,
        "beslutad": 3165,
        "ej_beslutad": 8057,
        "ny": 300,
    }


def test_a_plan_that_tells_no_equity_to_begin_with_has_none():
    assert a_plan(opening=None).equity == []
    assert [year.closing for year in a_plan().equity] == [415, 330, 245]


def test_a_first_column_that_begins_after_the_forbund_is_not_all_its_equity():
    amounts = {"2020-2025": 90, "2026": 10}
    result = row(amounts, sektion="Totalt", typ="resultat", rad="Resultat", andel="")
    for since, closings in ((2020, [90, 100]), (2019, []), (None, [])):
        plan = Plan([result], [], (Medlem(namn="Staten", slag="stat", sedan=since),), 2026)
        assert [year.closing for year in plan.equity] == closings


@pytest.mark.parametrize(
    ("columns", "closings"),
    [
        (("2026", "2027", "2026-2027"), [1, 2]),
        (("2025", "2026", "2027", "2026-2027"), [1, 2, 3]),
        (("2027", "2026"), [1, 2]),
        (("2026", "2026-06", "2027"), [1, 2]),
        (("2025", "2027"), []),
    ],
)
def test_no_year_changes_the_equity_twice_and_none_is_left_out(columns, closings):
    result = row(dict.fromkeys(columns, 1), sektion="Totalt", typ="resultat", rad="Resultat", andel="")
    assert [year.closing for year in Plan([result], [], MEMBERS, 2026, Decimal(0)).equity] == closings


@pytest.mark.parametrize(
    ("when", "years"),
    [
        ("2016", (2016, 2016)),
        ("2005-2016", (2005, 2016)),
        ("2016-12-31", (2016, 2016)),
        ("2016-09", (2016, 2016)),
    ],
)
def test_a_column_is_of_years(when, years):
    assert span(when) == years


def test_a_last_day_is_no_sum_of_the_columns_before_it():
    assert total_column(["2016", "2017", "2016-12-31"]) == ""
    assert total_column(["2016", "2017", "2016-2017"]) == "2016-2017"


# ---- Scenarios ---------------------------------------------------------------------------------------------


def test_a_scenario_without_changes_is_the_plan():
    plan = a_plan()
    assert under(plan, scenario(), RESIDENTS) == decided(plan)
    assert told(decided(plan), "financial") == [5, 5, 5]
    assert told(decided(plan), "other_income") == [10, 10, 10]


def test_the_state_pays_a_tenth_less_alone_or_with_the_others():
    alone = under(a_plan(), scenario(bidrag=(paid(),)), {})
    assert told(alone, "income") == [1610, 1530, 1530]
    assert told(alone, "result") == [-85, -165, -165]
    assert told(alone, "equity") == [415, 250, 85]
    together = under(a_plan(), scenario(bidrag=(paid(ovriga="foljer"),)), {})
    assert together["2027"].paid == {
        "Staten": 720,
        "Regionen": 360,
        "Nordmaling kommun": 18,
        "Umeå kommun": 342,
    }
    assert told(together, "equity") == [415, 170, -75]


def test_a_kommun_that_joins_divides_the_part_of_the_kommuner_anew():
    found = under(a_plan(), scenario(nya_kommuner=(joins(),)), RESIDENTS)
    # A fifth of 100 000 inhabitants has a fifth of 400 tkr; the others pay four fifths of what they did.
    assert found["2026"].paid == decided(a_plan())["2026"].paid
    assert found["2027"].paid == {
        "Staten": 800, "Regionen": 400, "Nordmaling kommun": 16, "Umeå kommun": 304, "Bjurholms kommun": 80,
    }  # fmt: skip
    assert told(found, "equity") == [415, 330, 245]


def test_a_kommun_that_comes_on_top_pays_as_much_an_inhabitant_and_the_others_follow():
    found = under(a_plan(), scenario(nya_kommuner=(joins(summa="vaxer"),)), RESIDENTS)
    assert found["2027"].paid == {
        "Staten": 1000, "Regionen": 500, "Nordmaling kommun": 20, "Umeå kommun": 380, "Bjurholms kommun": 100,
    }  # fmt: skip
    assert told(found, "result") == [-85, 315, 315]


@pytest.mark.parametrize("name", ["P1", "p1", "Lotsen", "Guiden"])
def test_an_insats_ends_by_code_name_or_alias_decided_or_not(name):
    alias = {"Guiden": "Lotsen"}
    ends = scenario(avslutas=(Ended(insats=name, fran=2027), Ended(insats="Lotsen", fran=2028)))
    found = under(a_plan(), ends, {}, lambda each: alias.get(each, each))
    assert told(found, "costs") == [1700, 1390, 1380]
    assert told(found, "equity") == [415, 330 + 310, 245 + 310 + 320]


def test_without_a_project_budget_a_cost_of_the_budget_ends():
    plan = Plan(a_plan().budget, [], MEMBERS, 2026, Decimal(500))
    found = under(plan, scenario(avslutas=(Ended(insats="Kansli", fran=2028),)), {})
    assert told(found, "costs") == [1700, 1700, 1000]


def test_unknown_equity_stays_unknown():
    found = under(a_plan(opening=None), scenario(bidrag=(paid(),)), {})
    assert [year.equity for year in found.values()] == [None, None, None]
    assert told(found, "result") == [-85, -165, -165]


_years = st.integers(2026, 2028)
_paid = st.builds(
    paid,
    st.sampled_from(["Staten", "Regionen", "Umeå kommun"]),
    st.integers(-100, 300),
    _years,
    st.sampled_from(["foljer", "oforandrat"]),
)
_joins = st.builds(
    joins,
    st.sampled_from(["A kommun", "B kommun", "C kommun"]),
    st.integers(1, 200_000),
    _years,
    st.sampled_from(["oforandrad", "vaxer"]),
)
_ends = st.builds(Ended, insats=st.sampled_from(["P1", "Spåret", "Lotsen"]), fran=_years)
_changes = st.fixed_dictionaries(
    {
        "bidrag": st.lists(_paid, max_size=3),
        "nya_kommuner": st.lists(_joins, max_size=3, unique_by=lambda each: each.namn),
        "avslutas": st.lists(_ends, max_size=3),
    }
)


@given(_changes)
def test_the_sums_of_a_scenario_tie(changes):
    plan = a_plan()
    before, found = (
        decided(plan),
        under(plan, scenario(**{key: tuple(v) for key, v in changes.items()}), RESIDENTS),
    )
    equity = Decimal(500)
    for when, year in found.items():
        equity += year.result
        assert year.equity == equity
        assert year.result == year.income - year.costs + before[when].financial
        assert all(amount >= 0 for amount in year.paid.values())


@given(_changes)
def test_the_order_of_changes_makes_no_difference(changes):
    there = under(a_plan(), scenario(**{key: tuple(v) for key, v in changes.items()}), RESIDENTS)
    back = under(a_plan(), scenario(**{key: tuple(v[::-1]) for key, v in changes.items()}), RESIDENTS)
    assert there == back


@given(st.integers(1, 200_000))
def test_a_kommun_that_joins_an_unchanged_whole_costs_the_others_what_it_pays(invanare):
    found = under(a_plan(), scenario(nya_kommuner=(joins(invanare=invanare),)), RESIDENTS)["2028"]
    assert abs(found.contributions - 1600) < Decimal("1e-9")
    share = found.paid["Bjurholms kommun"] / 400
    assert abs(share - Decimal(invanare) / (80_000 + invanare)) < Decimal("1e-12")
    assert found.paid["Staten"] == 800


@given(st.integers(1, 200_000))
def test_the_rule_holds_where_the_whole_grows(invanare):
    found = under(a_plan(), scenario(nya_kommuner=(joins(invanare=invanare, summa="vaxer"),)), RESIDENTS)[
        "2028"
    ]
    kommuner = sum(amount for name, amount in found.paid.items() if name.endswith("kommun"))
    assert abs(found.paid["Staten"] - 2 * kommuner) < Decimal("1e-9")
    assert found.paid["Umeå kommun"] == 380


def test_a_printed_share_that_is_not_the_kommuns_part_of_the_inhabitants_is_told(repository):
    """Åby has 6,000 of 8,000 inhabitants, and the plan prints 70 and 30 percent."""
    repository.forbund(
        "medlemmar:\n  - {namn: Försäkringskassan, slag: stat}\n  - {namn: Region Norr, slag: region}\n"
        "  - {namn: Åby kommun, slag: kommun}\n  - {namn: Beby kommun, slag: kommun}\n"
    )
    repository.write(
        "params/prov/2020.yml",
        "slag: verksamhetsplan\nkapitel: [index, plan, avstamning, metod]\n"
        "invanare: {Åby kommun: 6000, Beby kommun: 2000}\n",
    )
    repository.raw(
        "flerarsbudget.csv",
        "sektion;typ;rad;andel;2020;2021;2022\n"
        "Intäkter;post;Försäkringskassan;;2000;2000;2000\nIntäkter;post;Region Norr;;1000;1000;1000\n"
        "Intäkter;post;Åby kommun;70;700;700;700\nIntäkter;post;Beby kommun;30;300;300;300\n"
        "Intäkter;summa;Summa intäkter;;4000;4000;4000\n",
    )
    result = CliRunner().invoke(main, ["audit", "prov/2020", "--json"])
    told = [each for each in json.loads(result.stdout) if each["code"] == "members-residents"]
    assert [(each["severity"], each["where"][0]["row"], each["expected"]) for each in told] == [
        ("note", 4, "75"),
        ("note", 5, "25"),
    ]
