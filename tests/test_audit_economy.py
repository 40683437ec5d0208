"""Amounts that several tables, texts and books tell: what contradicts is found, what is rounded or right is not."""

from __future__ import annotations

from decimal import Decimal
from functools import cache

import pytest

from finsam.audit import economy
from finsam.audit.check import Check
from finsam.audit.documents import others
from finsam.chapters.reconciliation import RULES
from finsam.delivery.read import read_delivery
from finsam.faults import Faults
from finsam.params import load_params

# ---- The real reports: what they contradict, worked out by hand --------------------------------------------

TEXT, SUMMARY, LEDGER = "ekonomi_i_text.csv", "bokslut.xlsx", "bokforing-2016.se"
PEOPLE = "uppgifter-deltagare.csv"

FINDINGS = {
    "umearegionen/2016": [
        # Contributions in the text, equity of 2014 in the column of 2015, three cost and two income budgets.
        ("contradiction", "same-fact", TEXT, 12930, 12430),
        ("contradiction", "same-fact", SUMMARY, 2643, 2547),
        ("contradiction", "same-fact", SUMMARY, -13848, -14388),
        ("contradiction", "same-fact", TEXT, 13828, 14388),
        ("contradiction", "same-fact", SUMMARY, 12430, 12970),
        # EU money: 0 in the budget table, 500 000 kr in the income statement.
        ("contradiction", "same-fact", LEDGER, 0, 500),
        ("contradiction", "repeated", TEXT, 500, 500000),
        # Text against the tables of participants: Nordmaling's 11 remaining, 163 of 387 women, and percent that are points.
        ("contradiction", "repeated", PEOPLE, 12, 11),
        ("contradiction", "repeated", PEOPLE, 43, 42),
        ("contradiction", "repeated", PEOPLE, 6, 14),
        ("contradiction", "repeated", PEOPLE, 6, 12),
        # Cut: 74 of 159, 6 of 11 and 224 of 387.
        ("rounding", "repeated", PEOPLE, 46, 47),
        ("rounding", "repeated", PEOPLE, 54, 55),
        ("rounding", "repeated", PEOPLE, 57, 58),
        # The balances give 6 315 870 - 5 210 262; the cash of 2014 is 7 691 223 in its own report.
        ("rounding", "cash-change", LEDGER, 1105607, 1105608),
        ("rounding", "other-opening", LEDGER, 7691224, 7691223),
        # Cut instead of rounded: 10 699 528, 7 621 512 and 3 201 561 kr.
        ("rounding", "same-fact", SUMMARY, -10699, -10700),
        ("rounding", "same-fact", TEXT, 10699, 10700),
        ("rounding", "same-fact", SUMMARY, 7621, 7622),
        ("rounding", "same-fact", SUMMARY, 3201, 3202),
        ("rounding", "same-fact", TEXT, 3201, 3202),
        # A half and two quarters of 12 429 932 kr: 6 214 966 and 3 107 483.
        ("note", "members-rule", LEDGER, 6214932, 6214966),
        ("note", "members-rule", LEDGER, 3107500, 3107483),
        ("note", "members-rule", LEDGER, 3107500, 3107483),
    ],
    "umea-vannas/2014": [
        ("contradiction", "same-fact", TEXT, -2251, -2151),
        *(
            ("contradiction", "project-budget", "budget.csv", -budget, -note)
            for budget, note in (
                (615, 450), (538, 731), (3332, 3373), (250, 175), (821, 917), (2440, 285 + 1780), (730, 840),
            )
        ),
        # Note 4 is about liabilities: 5 107 134 kr.
        ("contradiction", "note-reference", "budget.csv", -1249, -5107),
    ],
    "umearegionen/2018": [
        # The budget's sums are headed 2005-2019 and hold 2020; those of the appendix are headed as they are.
        ("contradiction", "plan-heading", "flerarsbudget.csv", 2019, 2020),
        ("note", "budget-below-zero", "flerarsbudget.csv", 3202 + 527 - 2255 - 1865, 0),
        ("note", "budget-below-zero", "flerarsbudget.csv", 3202 + 527 - 2255 - 1865 - 1301, 0),
    ],
}  # fmt: skip


def told(checks: list[Check]) -> list[tuple]:
    return [
        (each.severity, each.rule, each.places[0].file.rpartition("/")[2], each.stated, each.computed)
        for each in checks
        if each.severity
    ]


@cache
def of_real(book: str) -> list[Check]:
    forbund, _, year = book.partition("/")
    params = load_params(forbund, int(year))
    return economy.checks(read_delivery(params), params)


@pytest.mark.parametrize("book", FINDINGS)
def test_what_a_real_report_contradicts_is_this_and_nothing_else(book, workplace, monkeypatch):
    monkeypatch.setenv("FINSAM_ROOT", str(workplace))
    assert sorted(told(of_real(book)), key=str) == sorted(FINDINGS[book], key=str)


@pytest.mark.parametrize("book", ["exempelforbundet/2024", "exempelforbundet/2025"])
def test_accounts_made_of_one_ledger_contradict_nothing(book, workplace, monkeypatch):
    monkeypatch.setenv("FINSAM_ROOT", str(workplace))
    found = told(of_real(book))
    assert {severity for severity, *_ in found} <= {"rounding", "note"}
    assert {rule for severity, rule, *_ in found if severity == "note"} == {"members-rule"}


@pytest.mark.parametrize(
    ("rule", "stated"),
    [
        ("budget-equity", 1129),  # 2 547 - 1 418
        ("project-paid", 3732),  # 9 662 - 5 930
        ("cash-change", -76918),  # 59 101 - 136 019, with the balance of 2014 from the other report
        ("cash-change", 103128),  # 5 210 262 - 5 107 134
        ("members-income", 12429932),
        ("repeated", 66),
    ],
)
def test_what_agrees_in_2016_is_compared(rule, stated, workplace, monkeypatch):
    monkeypatch.setenv("FINSAM_ROOT", str(workplace))
    found = [each for each in of_real("umearegionen/2016") if (each.rule, each.stated) == (rule, stated)]
    assert [each.severity for each in found] == [""]


@pytest.mark.parametrize(
    ("rule", "stated"),
    [
        ("project-paid", 6532 + 8509 - 4875),
        ("project-opening", 6355),
        ("cash-change", 896718 - 59101),
        ("cash-change", 5107134 - 6926493),
        ("note-reference", -8686),
        ("repeated", 580 + 250 + 600),
        ("repeated", 857 + 580),
        ("repeated", 6355 - 6532),
    ],
)
def test_what_agrees_in_2014_is_compared(rule, stated, workplace, monkeypatch):
    monkeypatch.setenv("FINSAM_ROOT", str(workplace))
    found = [each for each in of_real("umea-vannas/2014") if (each.rule, each.stated) == (rule, stated)]
    assert [each.severity for each in found] == [""]


def test_the_checks_chapter_names_every_rule(workplace, monkeypatch):
    monkeypatch.setenv("FINSAM_ROOT", str(workplace))
    books = (*FINDINGS, "exempelforbundet/2024", "exempelforbundet/2025")
    assert {check.rule for book in books for check in of_real(book)} <= set(RULES)


# ---- Small books -------------------------------------------------------------------------------------------


def checks(repository, **files: str) -> list[Check]:
    for name, text in files.items():
        repository.raw(f"{name}.csv", text)
    params = repository.params()
    return economy.checks(read_delivery(params), params)


def by_rule(found: list[Check], rule: str) -> list[tuple]:
    return [(each.severity, each.stated, each.computed) for each in found if each.rule == rule]


INCOME = "post;typ;2020;2019\nVerksamhetens kostnader;post;-1499600;-900\nÅrets resultat;resultat;500400;0\n"
TEXT_HEADS = "post;enhet;utfall;budget;avvikelse;foregaende;avser\n"


@pytest.mark.parametrize(
    ("stated", "severity", "remark"),
    [
        ("500", "", ""),
        ("501", "rounding", ""),
        ("499", "rounding", ""),
        ("502", "contradiction", ""),
        ("500400", "contradiction", "wrong-unit"),
        ("0", "contradiction", ""),
    ],
)
def test_an_amount_of_the_text_is_that_of_the_statement(repository, stated, severity, remark):
    found = checks(
        repository, resultatrakning=INCOME, ekonomi_i_text=f"{TEXT_HEADS}Årets resultat;tkr;{stated};;;;\n"
    )
    (check,) = [each for each in found if each.rule == "same-fact"]
    assert (check.severity, check.remark, check.computed) == (severity, remark, 500)
    assert [place.row for place in check.places] == [2, 3]


def test_costs_agree_with_and_without_their_minus(repository):
    text = f"{TEXT_HEADS}Totala kostnader;mkr;1,5;;;;\nBedriven verksamhet totalt;tkr;-1500;;;;\n"
    found = by_rule(checks(repository, resultatrakning=INCOME, ekonomi_i_text=text), "same-fact")
    # A cost in the text with a minus is a negative cost.
    assert found == [("", Decimal("1.5"), Decimal("1.5")), ("contradiction", -1500, 1500)]


def test_costs_may_be_told_with_the_depreciation(repository):
    income = "post;2020\nVerksamhetens kostnader;-90000\nAvskrivningar;-6000\n"
    text = f"{TEXT_HEADS}Totala kostnader;tkr;96;;;;\nBedriven verksamhet totalt;tkr;93;;;;\n"
    found = by_rule(checks(repository, resultatrakning=income, ekonomi_i_text=text), "same-fact")
    assert [severity for severity, *_ in found] == ["", "contradiction"]


BALANCE = "sektion;post;2020;2019\nTillgångar;Fordringar;{};40\nSkulder;Avsättning;7;5\nSkulder;Kortfristiga skulder;90;60\n"
FLOW = "post;typ;2020\nFörändring av fordringar;post;{}\nFörändring av avsättningar;post;2\nFörändring av kortfristiga skulder;post;30\n"


@pytest.mark.parametrize(
    ("change", "severity"),
    [("-10", ""), ("-11", "rounding"), ("10", "contradiction"), ("-12", "contradiction")],
)
def test_a_change_of_the_cash_flow_is_the_difference_of_two_balances(repository, change, severity):
    found = checks(repository, balansrakning=BALANCE.format(50), kassaflode=FLOW.format(change))
    assert by_rule(found, "cash-change") == [(severity, int(change), -10), ("", 2, 2), ("", 30, 30)]


def test_a_balance_in_two_rows_is_not_known(repository):
    balance = "sektion;post;2020;2019\nA;Fordringar;50;40\nB;Kortfristiga fordringar;1;1\n"
    assert by_rule(checks(repository, balansrakning=balance, kassaflode=FLOW.format(5)), "cash-change") == []


@pytest.mark.parametrize(("result", "notes"), [("-300", []), ("-501", [("note", -1, 0)])])
def test_a_budget_whose_equity_ends_below_zero_is_a_note(repository, result, notes):
    found = checks(
        repository,
        balansrakning="sektion;post;2020;2019\nEget kapital;Summa eget kapital;400000;500000\n",
        ekonomisk_sammanfattning=f"post;enhet;utfall;budget\nResultat;tkr;-100;{result}\nUtgående eget kapital;tkr;400;{500 + int(result)}\n",
    )
    assert by_rule(found, "budget-below-zero") == notes
    assert by_rule(found, "budget-equity") == [("", 500 + int(result), 500 + int(result))]


def test_budgeted_equity_is_the_opening_one_and_the_budgeted_result(repository):
    found = checks(
        repository,
        balansrakning="sektion;post;2020;2019\nEget kapital;Summa eget kapital;400000;500000\n",
        ekonomisk_sammanfattning="post;enhet;utfall;budget\nResultat;tkr;-100;-300\nUtgående eget kapital;tkr;400;250\n",
    )
    assert by_rule(found, "budget-equity") == [("contradiction", 250, 200)]


@pytest.mark.parametrize(("income", "severity"), [(4000, ""), (4100, "contradiction")])
def test_the_members_pay_the_income_of_the_accounts(repository, income, severity):
    repository.forbund(MEMBERS)
    found = checks(
        repository,
        medlemsbidrag="medlem;2020\nFörsäkringskassan;2000\nRegionen;1000\nUmeå kommun;750\nVännäs kommun;250\n",
        resultatrakning=f"post;typ;2020\nMedlemsavgifter;post;{income}\n",
    )
    assert by_rule(found, "members-income") == [(severity, income, 4000)]


PROJECTS = (
    "sektion;typ;rad;budget;utfall\nA. Skulder från 2019;post;Lotsen;10;14\nA. Skulder från 2019;summa;Summa A;10;14\n"
    "B. Projekt 2020;post;Lotsen;50;40\nB. Projekt 2020;post;Stödstruktur soc. företagande;20;20\n"
    "B. Projekt 2020;summa;Summa B;70;60\n"
)


@pytest.mark.parametrize(
    ("lotsen", "severity"), [(40, ""), (44, ""), (45, "rounding"), (43, "rounding"), (50, "contradiction")]
)
def test_a_projects_outcome_may_hold_what_settled_debts_cost_more(repository, lotsen, severity):
    budget = f"sektion;rad;budget;utfall\nInsatser;Lotsen;50;{lotsen}\nInsatser;Stödstruktur soc ftg;25;20\n"
    found = checks(repository, budget=budget, projektutfall=PROJECTS)
    assert [severity for severity, *_ in by_rule(found, "project-outcome")] == [severity, ""]
    assert by_rule(found, "project-budget") == [("", 50, 50), ("contradiction", 25, 20)]


def test_debts_roll_forward_and_none_is_larger_than_its_outcome(repository):
    found = checks(
        repository,
        projektutfall=PROJECTS,
        projektskulder="projekt;typ;2020-12-31;2019-12-31\nLotsen;post;41;9\nSumma;summa;41;9\n",
        ekonomi_i_text=f"{TEXT_HEADS}Utbetalda rekvirerade projektmedel;tkr;36;;;;\n",
    )
    assert by_rule(found, "project-paid") == [("contradiction", 36, 14 + 60 - 41)]
    assert by_rule(found, "project-opening") == [("rounding", 10, 9)]
    assert by_rule(found, "project-debt") == [("rounding", 41, 40)]


MEMBERS = (
    "medlemmar:\n  - {namn: Försäkringskassan, slag: stat}\n  - {namn: Regionen, slag: region}\n"
    "  - {namn: Umeå kommun, slag: kommun}\n  - {namn: Vännäs kommun, slag: kommun}\n"
)


@pytest.mark.parametrize(
    ("umea", "vannas", "found"), [(750, 250, []), (800, 200, [("note", 800, 750), ("note", 200, 250)])]
)
def test_kommuner_share_their_quarter_by_people(repository, umea, vannas, found):
    repository.forbund(MEMBERS)
    repository.year("invanare: {Umeå kommun: 3000, Vännäs kommun: 1000}\n")
    table = (
        f"medlem;2020\nFörsäkringskassan;2000\nRegionen;1000\nUmeå kommun;{umea}\nVännäs kommun;{vannas}\n"
    )
    told_of = by_rule(checks(repository, medlemsbidrag=table), "members-rule")
    assert [each for each in told_of if each[0]] == found
    assert len(told_of) == 4


NOTES = "not;rubrik;post;typ;2020\n1;Kostnader;Löner;post;70400\n1;Kostnader;Hyra;post;30000\n1;Kostnader;Summa;summa;100400\n"


@pytest.mark.parametrize(
    ("row", "severity", "remark"),
    [
        ("Summa kansli (Not 1);-100", "", ""),
        ("Löner (not 1);70", "", ""),
        ("Löner (not 1);71", "rounding", ""),
        ("Löner (not 1);80", "contradiction", "note-other"),
        ("Löner (not 2);70", "note", "note-missing"),
    ],
)
def test_a_note_that_a_row_names_holds_its_amount(repository, row, severity, remark):
    found = checks(repository, budget=f"sektion;rad;utfall\nKansli;{row}\n", noter=NOTES)
    assert [(each.severity, each.remark) for each in found] == [(severity, remark)]


# ---- What the text repeats ---------------------------------------------------------------------------------


def repeated(repository, label: str, figures: str, expression: str) -> list[Check]:
    text = f'{TEXT_HEADS}{label};{figures};"{expression}"\nBas;tkr;200;180;;;\n'
    return [
        each
        for each in checks(repository, resultatrakning=INCOME, ekonomi_i_text=text)
        if each.rule == "repeated"
    ]


@pytest.mark.parametrize(
    ("figures", "expression", "severities"),
    [
        ("tkr;500;;;", "ekonomi.resultat", [""]),
        ("tkr;501;;;", "ekonomi.resultat", ["rounding"]),
        ("tkr;510;;;", "ekonomi.resultat", ["contradiction"]),
        ("tkr;500;;;0", "ekonomi.resultat", ["", ""]),
        ("tkr;;;;9", "ekonomi.resultat", ["contradiction"]),
        ("tkr;700;;;", "ekonomi.resultat + ekonomi_i_text.bas.utfall", [""]),
        ("tkr;200;180;;", "ekonomi_i_text.bas.utfall; ekonomi_i_text.bas.budget", ["", ""]),
        ("tkr;200;190;;", "ekonomi_i_text.bas.utfall; ekonomi_i_text.bas.budget", ["", "contradiction"]),
    ],
)
def test_a_figure_is_what_it_repeats(repository, figures, expression, severities):
    assert [each.severity for each in repeated(repository, "Något", figures, expression)] == severities


@pytest.mark.parametrize(
    ("label", "stated", "severities"),
    [
        ("Något, cirka", 450, []),
        ("Något, cirka", 440, ["contradiction"]),
        ("Något (nästan)", 510, []),
        ("Något (nästan)", 490, ["contradiction"]),
        ("Något, drygt", 490, []),
        ("Något, över", 510, ["contradiction"]),
        ("Översikt över något", 510, ["contradiction"]),
    ],
)
def test_words_beside_a_figure_widen_it_to_their_side(repository, label, stated, severities):
    found = repeated(repository, label, f"tkr;{stated};;;", "ekonomi.resultat")
    assert [each.severity for each in found] == severities


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("ekonomi.resultatet", "ekonomi.resultat"),
        ("ekonomi.resultat +", "names of python -m finsam facts"),
        ("ekonomi.resultat; ekonomi.kostnader", "names of python -m finsam facts"),
        ("ekonomi.resultat / 0", "names of python -m finsam facts"),
    ],
)
def test_an_expression_that_cannot_be_counted_is_a_fault_with_its_place(repository, expression, expected):
    with pytest.raises(Faults) as error:
        repeated(repository, "Något", "tkr;500;;;", expression)
    (fault,) = error.value.faults
    assert fault.code == "avser-unknown"
    assert (fault.where[0].row, fault.where[0].column, fault.where[0].value) == (2, "avser", expression)
    assert expected in fault.expected


@pytest.mark.parametrize(
    ("stated", "unit", "severity", "remark"),
    [
        ("6", "procent", "contradiction", "points-not-percent"),
        ("15", "procent", "", ""),
        ("6", "procentenheter", "", ""),
        ("9", "procent", "contradiction", ""),
    ],
)
def test_percent_is_not_percentage_points(repository, stated, unit, severity, remark):
    heads = "kapitel;grupp;uppgift;period;enhet;varde;procent;bas;avser\n"
    other = "deltagare;Alla;{};2020;procent;{};;;\n"
    difference = "uppgifter.deltagare.alla.nadda.varde - uppgifter.deltagare.alla.mal.varde"
    rows = f"{heads}deltagare;Alla;Överträffat med;2020;{unit};{stated};;;{difference}\n"
    rows += other.format("Nådda", 46) + other.format("Mål", 40)
    (check,) = [each for each in checks(repository, uppgifter=rows) if each.rule == "repeated"]
    assert (check.severity, check.remark) == (severity, remark)


# ---- Other books -------------------------------------------------------------------------------------------


def test_the_book_of_the_year_before_is_compared(repository):
    repository.write("params/prov/2019.yml", "slag: arsredovisning\n")
    repository.write(
        "data/raw/prov/2019/balansrakning.csv",
        "sektion;post;2019\nTillgångar;Fordringar;41\nTillgångar;Bank;90\nTillgångar;Inventarier;12\n",
    )
    found = checks(
        repository,
        balansrakning="sektion;post;2020;2019\nTillgångar;Fordringar;50;40\nTillgångar;Bank;95;80\nTillgångar;Inventarier;9;12\n",
        kassaflode="post;typ;2020\nLikvida medel vid årets början;post;80\n",
    )
    assert [book.ar for book, _ in others(repository.params())] == [2019]
    assert by_rule(found, "other-book") == [("rounding", 40, 41), ("contradiction", 80, 90), ("", 12, 12)]
    assert by_rule(found, "other-opening") == [("contradiction", 80, 90)]


def test_a_neighbour_with_faults_is_left_out_and_a_named_book_must_be_there(repository):
    repository.write("params/prov/2019.yml", "slag: arsredovisning\n")
    assert others(repository.params()) == []
    repository.year("jamfor: [prov/2018]\n")
    with pytest.raises(Faults) as error:
        repository.params()
    assert [(fault.code, fault.where[0].column) for fault in error.value.faults] == [
        ("book-unknown", "jamfor.0")
    ]


# ---- The budget of several years ---------------------------------------------------------------------------

PLAN = (
    "sektion;typ;rad;andel;2019;2020;2021;2019-2021\n"
    "Intäkter;post;Staten;;50;50;50;150\nIntäkter;post;Regionen;;25;25;25;75\n"
    "Intäkter;post;Umeå kommun;80,0;20;20;20;60\nIntäkter;post;Vännäs kommun;20,0;5;5;5;15\n"
    "Intäkter;summa;Summa intäkter;;100;100;100;300\n"
    "Insatser;post;Lotsen;;60;70;80;210\nInsatser;varav;varav lokal;;20;20;;40\n"
    "Insatser;varav;varav löner;;40;50;80;170\nInsatser;summa;S:a insatser;;60;70;80;210\n"
    "Totalt;summa;Summa kostnader;;60;70;80;210\nTotalt;resultat;Resultat före räntor;;40;30;20;90\n"
    "Totalt;post;Räntor;;1;1;1;3\nTotalt;resultat;Resultat;;41;31;21;93\n"
)
PLAN_MEMBERS = MEMBERS.replace("Försäkringskassan", "Staten")


def of_plan(repository, plan: str) -> list[tuple]:
    repository.forbund(PLAN_MEMBERS)
    return sorted(
        {(each.severity, each.rule) for each in checks(repository, flerarsbudget=plan) if each.severity}
    )


def test_a_plan_that_agrees_has_no_findings(repository):
    assert of_plan(repository, PLAN) == []


@pytest.mark.parametrize(
    ("row", "slipped", "rules"),
    [
        ("Lotsen;;60;70;80;210", "Lotsen;;60;70;80;219", {"plan-years", "plan-section", "plan-part"}),
        ("varav lokal;;20;20;;40", "varav lokal;;20;29;;49", {"plan-part"}),
        ("Summa kostnader;;60;70;80;210", "Summa kostnader;;60;79;80;219", {"plan-section", "plan-result"}),
        ("Resultat;;41;31;21;93", "Resultat;;41;39;21;101", {"plan-result"}),
        ("Umeå kommun;80,0;20;20;20;60", "Umeå kommun;70,0;20;20;20;60", {"members-share"}),
        ("2019;2020;2021;2019-2021", "2019;2020;2021;2019-2020", {"plan-heading"}),
    ],
)
def test_a_slip_in_a_plan_is_found(repository, row, slipped, rules):
    assert row in PLAN
    found = of_plan(repository, PLAN.replace(row, slipped))
    assert found == sorted(("contradiction", rule) for rule in rules)


def test_a_project_budget_adds_up_by_group_and_is_the_budgets(repository):
    table = (
        "grupp;typ;kod;namn;2020;2021;2020-2021\nA;post;;Avslutade;10;;10\nB;summa;;Befintliga (B1+B2);30;31;61\n"
        "B1;post;P1;Lotsen;30;1;31\nB1;summa;;S:a B1;30;1;31\nB2;post;P1;Lotsen;;30;30\nB2;summa;;S:a B2;0;30;30\n"
        "Total;summa;;Total (A+B);40;31;{}\n"
    )
    plan = "sektion;typ;rad;2020;2021;2020-2021\nKostnader;post;Avslutade, se bilaga;10;;10\nKostnader;post;Annat;30;31;61\n"
    plan += "Kostnader;summa;S:a projekt;40;31;71\n"
    told_of = [
        told(checks(repository, projektbudget=table.format(total), flerarsbudget=plan)) for total in (71, 80)
    ]
    assert told_of[0] == []
    assert {rule for _, rule, *_ in told_of[1]} == {"plan-years", "plan-group", "plan-projects"}
