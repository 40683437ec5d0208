"""The audit finds what contradicts itself in the real reports, all that is slipped in, and nothing that is right."""

from __future__ import annotations

from decimal import Decimal
from functools import cache

import pandas as pd
import pytest

from finsam import audit
from finsam.audit.check import Check
from finsam.chapters import reconciliation
from finsam.delivery.read import read_delivery
from finsam.faults import Place
from finsam.params import load_params

BOOKS = ("umearegionen/2016", "umea-vannas/2014", "vannas/2017")


@cache
def real(book: str) -> dict[str, pd.DataFrame]:
    forbund, _, year = book.partition("/")
    return read_delivery(load_params(forbund, int(year))).tables


def differences(checks: list[Check]) -> list[tuple]:
    """A figure made from a ledger has the line of its first posting, and its name with the accounts behind it."""
    return [
        (check.severity, check.rule, place.file.rpartition("/")[2], place.sheet, place.row,
         place.column.partition(" (konto")[0], check.stated, check.computed)
        for check in checks
        if check.severity
        for place in check.places[:1]
    ]  # fmt: skip


# ---- The real reports --------------------------------------------------------------------------------------

#: Every difference that there is, in the order of the chapters; the second figure is worked out by hand.
DIFFERENCES = {
    "umearegionen/2016": [
        ("rounding", "section-sum", "bokforing-2016.se", None, 125, "Insatser, Summa, utfall", 9662,
         300 + 1767 + 667 + 354 + 2559 + 1304 + 197 + 298 + 394 + 0 + 164 + 540 + 817 + 300),
        ("rounding", "section-sum", "bokforing-2016.se", None, 125, "Insatser, Summa, differens", 1848,
         0 + 303 + 133 + 16 + 321 + 25 + 173 + 72 + 22 + 300 + 86 + 0 + 398 + 0),
        # The other rows of the summary are outcome less budget: -12342 + 13848.
        ("contradiction", "deviation-sign", "bokslut.xlsx", "ekonomisk_sammanfattning", 2, "avvikelse", -1506,
         -12342 + 13848),
        ("rounding", "running-sum", "bokforing-2016.se", None, 107,
         "Kassaflöde för den löpande verksamheten, 2016", 1094297, -11311 + 1105607),
        ("rounding", "running-sum", "bokforing-2016.se", None, 117, "Årets kassaflöde, 2016", 1748590,
         654293 - 11311 + 1105607),
        ("rounding", "running-sum", "bokforing-2016.se", None, 102,
         "Eget kapital och skulder, Summa eget kapital och skulder, 2015-12-31", 7757531, 2547268 + 5210262),
        # Printed "10 00 000".
        ("contradiction", "note-sum", "bokslut.xlsx", "noter-resultat", 8, "2015", 1000000,
         5300000 + 2488000 + 162000 + 2650000),
        ("contradiction", "note-statement", "bokslut.xlsx", "noter-resultat", 8, "2015", 1000000, 10600000),
        ("rounding", "cash-flow", "bokforing-2016.se", None, 101, "Likvida medel vid årets slut, 2016", 9370101, 7621512 + 1748590),
    ],
    "umea-vannas/2014": [],
    "vannas/2017": [
        # SUS knows 30 persons in the two other tables.
        ("note", "same-group", "bakgrund-forsorjning.csv", None, 9, "totalt", 34, 30),
        ("rounding", "kinds-total", "statistik.csv", None, 12, "varde", 723, 488 + 190 + 46),
        # Shares that were cut: 2/3, 5/8 and 7/8.
        ("rounding", "percent", "socialt-bokslut.xlsx", "sociala_utfall", 6, "procent", 66, 67),
        ("rounding", "percent", "socialt-bokslut.xlsx", "sociala_utfall", 18, "procent", 62, 63),
        ("rounding", "percent", "socialt-bokslut.xlsx", "sociala_utfall", 21, "procent", 62, 63),
        ("rounding", "percent", "socialt-bokslut.xlsx", "sociala_utfall", 24, "procent", 62, 63),
        ("rounding", "percent", "socialt-bokslut.xlsx", "sociala_utfall", 50, "procent", 87, 88),
    ],
}  # fmt: skip


@pytest.mark.parametrize("book", BOOKS)
def test_the_differences_of_a_real_report_are_these_and_no_others(book):
    found = sorted(differences(audit.run(real(book))), key=str)
    assert found == sorted(DIFFERENCES[book], key=str)


@pytest.mark.parametrize(
    ("book", "rules"),
    [
        ("umearegionen/2016", {"women-men", "exits-ended", "ended-remaining", "insatser-whole", "percent",
                               "section-sum", "deviation", "running-sum", "balance", "note-sum", "note-statement",
                               "cash", "cash-flow", "opening", "result", "equity", "deviation-sign", "weighted",
                               "between"}),
        ("umea-vannas/2014", {"mean", "section-sum", "deviation", "running-sum", "balance", "note-sum",
                              "note-statement", "cash", "cash-flow", "opening", "result", "equity",
                              "deviation-sign"}),
        ("vannas/2017", {"women-men", "exits-ended", "ended-remaining", "percent", "categories-total",
                         "kinds-total", "threshold-text", "same-group"}),
    ],
)  # fmt: skip
def test_every_rule_that_a_report_has_figures_for_is_tried(book, rules):
    assert {check.rule for check in audit.run(real(book))} == rules


def test_the_checks_chapter_names_every_rule():
    """The overview counts by rule: one that it doesn't name would be in the sum alone."""
    assert {check.rule for book in BOOKS for check in audit.run(real(book))} <= set(reconciliation.RULES)


# ---- Slips -------------------------------------------------------------------------------------------------

STATEMENTS = ("resultatrakning", "balansrakning", "kassaflode", "noter")

#: Tables and the figure that is added to one cell at a time: more than any rounding of its sums makes.
SLIPS = [
    ("umearegionen/2016", "deltagare", 3),
    ("umearegionen/2016", "budget", 20),
    ("umearegionen/2016", "resultatrakning", 20),
    ("umearegionen/2016", "balansrakning", 20),
    ("umearegionen/2016", "kassaflode", 20),
    ("umearegionen/2016", "noter", 20),
    ("umea-vannas/2014", "budget", -20),
    ("umea-vannas/2014", "projektutfall", -20),
    ("umea-vannas/2014", "resultatrakning", -20),
    ("umea-vannas/2014", "balansrakning", -20),
    ("umea-vannas/2014", "kassaflode", -20),
    ("umea-vannas/2014", "noter", -20),
    ("umea-vannas/2014", "sjalvskattning", 2),
    ("vannas/2017", "deltagare", -3),
    ("vannas/2017", "bakgrund", 1),
]

#: The rules of which at least one must name a changed cell of these tables.
NAMED_BY = {
    "deltagare": {
        "women-men",
        "percent",
        "exits-ended",
        "ended-remaining",
        "insatser-whole",
        "part-whole",
        "over-all",
    },
    "bakgrund": {"women-men", "categories-total"},
    "sjalvskattning": {"mean"},
    "budget": {"section-sum", "deviation"},
    "projektutfall": {"section-sum", "deviation"},
    "resultatrakning": {"running-sum", "note-statement", "result", "equity"},
    "balansrakning": {"running-sum", "note-statement", "balance", "cash", "equity"},
    "kassaflode": {"running-sum", "cash", "cash-flow", "opening", "result"},
    "noter": {"note-sum", "note-statement"},
}

#: Figures of 2015 that the text of 2016 compares with: each stands alone, so nothing can contradict it.
ALONE = {("deltagare-2015.csv", row) for row in (2, 3, 4, 5, 6)}


def with_slip(table: pd.DataFrame, index: int, slip: int) -> pd.DataFrame:
    changed = table.copy()
    changed.at[index, "varde"] += Decimal(slip)
    return changed


def around(tables: dict[str, pd.DataFrame], kind: str, index: int) -> dict[str, pd.DataFrame]:
    """The tables that a cell is checked against, and of participants and notes only its own, to save time."""
    table = tables[kind]
    if kind == "deltagare":
        return {kind: table[table["insats"] == table.at[index, "insats"]]}
    if kind == "noter":
        table = table[table["not"] == table.at[index, "not"]]
    return {name: tables[name] for name in STATEMENTS if kind in STATEMENTS} | {kind: table}


def place(row: pd.Series) -> Place:
    return Place(row["fil"], row["blad"] or None, int(row["radnr"]), row["rubrik_i_fil"])


@pytest.mark.parametrize(("book", "kind", "slip"), SLIPS)
def test_a_slip_in_any_cell_is_found_and_names_the_cell(book, kind, slip):
    tables = real(book)
    table = tables[kind]
    missed, tried = [], 0
    for index in table.index[table["status"] == ""]:
        at = place(table.loc[index])
        if (at.file.rpartition("/")[2], at.row) in ALONE:
            continue
        near = around(tables, kind, index)
        found = audit.run(near | {kind: with_slip(near[kind], index, slip)})
        rules = {check.rule for check in found if check.severity == "contradiction" and at in check.places}
        tried += 1
        if not rules or not rules <= NAMED_BY[kind]:
            missed.append((at, rules))
    assert not missed
    assert tried >= 12


def test_a_slip_that_keeps_an_insats_right_is_found_against_the_whole_forbund():
    table = real("umearegionen/2016")["deltagare"].copy()
    of_matcha = table["insats"].eq("Matcha") & table["kolumn"].eq("totalt") & table["period"].eq("2016")
    for matt in ("avslutade", "arbete"):
        (index,) = table.index[of_matcha & table["matt"].eq(matt)]
        table.at[index, "varde"] += 1
    found = audit.run({"deltagare": table})
    subjects = {check.subject for check in found if check.rule == "insatser-whole" and check.severity}
    assert subjects == {"Alla insatser, totalt antal avslutade: summa", "Alla insatser, till arbete: summa"}


def test_a_slip_within_rounding_is_told_as_rounding():
    tables = real("umea-vannas/2014")
    cases = {
        "kassaflode": ("Ökning/minskning av kortfristiga fordringar", "2014", 1),
        "noter": ("Personalkostnader", "2014", -1),
    }
    for kind, (post, period, slip) in cases.items():
        table = tables[kind]
        (index,) = table.index[table["post"].eq(post) & table["period"].eq(period)]
        near = around(tables, kind, index)
        found = audit.run(near | {kind: with_slip(near[kind], index, slip)})
        named = {
            check.severity for check in found if place(table.loc[index]) in check.places and check.severity
        }
        assert named == {"rounding"}, kind


def test_neither_a_person_nor_a_percent_may_be_one_more():
    table = real("vannas/2017")["deltagare"]
    severities = {}
    for column, matt, slip in (("kvinnor", "arbete", 1), ("procent", "arbete", 1), ("procent", "arbete", 2)):
        (index,) = table.index[table["matt"].eq(matt) & table["kolumn"].eq(column)]
        found = audit.run({"deltagare": with_slip(table, index, slip)})
        severities[column, slip] = {check.severity for check in found} - {""}
    assert severities == {
        ("kvinnor", 1): {"contradiction"},
        ("procent", 1): {"contradiction"},
        ("procent", 2): {"contradiction"},
    }


# ---- Small tables ------------------------------------------------------------------------------------------


def audited(repository, **files: str) -> list[tuple[str, str, Decimal, Decimal]]:
    for name, text in files.items():
        repository.raw(f"{name}.csv", text)
    found = audit.run(read_delivery(repository.params()).tables)
    return [(check.rule, check.severity, check.stated, check.computed) for check in found]


def test_ore_leave_less_room_for_rounding_than_kronor(repository):
    statement = "post;typ;2020;2019\nA;post;10,25;10\nB;post;20,25;20\nSumma;summa;31,00;31\n"
    assert audited(repository, resultatrakning=statement) == [
        ("running-sum", "contradiction", Decimal("31.00"), Decimal("30.50")),
        ("running-sum", "rounding", 31, 30),
    ]


def test_a_note_may_show_costs_with_or_without_their_minus(repository):
    found = audited(
        repository,
        resultatrakning="post;not;typ;2020\nKostnader;1;post;-70\nRäntor;2;post;-5\nBidrag;3;post;9\n",
        noter="not;rubrik;post;2020\n1;Kostnader;Löner;70\n1;Kostnader;Summa;70\n2;Räntor;Banken;-5\n"
        "2;Räntor;Summa;-5\n3;Bidrag;Staten;-9\n3;Bidrag;Summa;-8\n",
    )
    assert [row for row in found if row[0] == "note-statement"] == [
        ("note-statement", "", 70, 70),
        ("note-statement", "", -5, -5),
        ("note-statement", "contradiction", -8, -9),
    ]


def test_a_note_is_the_sum_of_all_rows_that_name_it(repository):
    found = audited(
        repository,
        balansrakning="sektion;post;not;2020\nTillgångar;Fordringar;3;59\nTillgångar;Bank;3;7691\n"
        "Skulder;Förskott;3;-50\n",
        noter="not;rubrik;post;2020\n3;Medel;Moms;7700\n3;Medel;Summa;7700\n",
    )
    assert found == [("note-sum", "", 7700, 7700), ("note-statement", "", 7700, 7700)]


def test_cash_is_a_post_of_the_balance_sheet_but_not_of_the_cash_flow(repository):
    found = audited(
        repository,
        balansrakning="sektion;post;2020\nTillgångar;Fordringar;10\nTillgångar;Likvida medel;112\n"
        "Tillgångar;Summa tillgångar;122\nSkulder;Skulder;122\nSkulder;Summa skulder;122\n",
        kassaflode="post;typ;2020\nLikvida medel vid årets början;post;100\nResultat;post;5\nSkulder;post;7\n"
        "Årets kassaflöde;summa;12\nLikvida medel vid årets slut;summa;112\n",
    )
    assert {severity for _, severity, *_ in found} == {""}
    assert [(rule, stated) for rule, _, stated, _ in found] == [
        ("running-sum", 12),
        ("running-sum", 122),
        ("running-sum", 122),
        ("balance", 122),
        ("cash", 112),
        ("cash-flow", 112),
    ]


def test_background_is_summed_year_by_year(repository):
    rows = "omrade,kategori,period,totalt\nUtbildning,Grundskola,2020,3\nUtbildning,Gymnasium,2020,4\n"
    rows += "Utbildning,Totalt,2020,7\nUtbildning,Grundskola,2019,5\nUtbildning,Totalt,2019,6\n"
    assert audited(repository, bakgrund=rows) == [
        ("categories-total", "", 7, 7),
        ("categories-total", "contradiction", 6, 5),
    ]


def test_women_and_men_may_be_rounded_where_they_are_computed_and_not_where_they_are_counted(repository):
    rows = "omrade,matt,period,kon,varde\n"
    for matt in ("helarsekvivalenter_ohalsa", "uvas_antal"):
        rows += f"Umeå,{matt},2016,K,100\nUmeå,{matt},2016,M,50\nUmeå,{matt},2016,T,151\n"
    assert audited(repository, statistik=rows) == [
        ("women-men", "rounding", 151, 150),
        ("women-men", "contradiction", 151, 150),
    ]


def test_where_a_figure_is_missing_nothing_is_said(repository):
    rows = (
        "insats,matt,kvinnor,man,totalt\nMatcha,avslutade,..,4,10\nMatcha,arbete,,,10\nMatcha,studier,.,.,.\n"
    )
    assert audited(repository, deltagare=rows) == []


def test_a_table_keeps_to_one_sign_of_its_deviations(repository):
    rows = "sektion,rad,budget,utfall,differens\nA,Matcha,10,7,3\nA,Vindeln,10,7,-3\nA,Umeå,10,7,4\nA,Vännäs,10,,10\n"
    found = [row for row in audited(repository, budget=rows) if row[0] == "deviation"]
    assert [severity for _, severity, *_ in found] == ["", "contradiction", "rounding", ""]


@pytest.mark.parametrize("costs", [1, -1])
@pytest.mark.parametrize("incomes", [1, -1])
def test_incomes_may_have_the_other_sign_than_costs(repository, costs, incomes):
    rows = f"sektion,rad,budget,utfall,differens\nInsatser,Matcha,10,7,{3 * costs}\nInsatser,Umeå,9,4,{5 * costs}\n"
    rows += f"Intäkter,Staten,10,7,{3 * incomes}\nIntäkter,Regionen,10,6,{4 * incomes}\n"
    found = [row for row in audited(repository, budget=rows) if row[0] == "deviation"]
    assert [severity for _, severity, *_ in found] == [""] * 4


def test_where_as_many_rows_have_either_sign_none_is_the_tables(repository):
    rows = "sektion,rad,budget,utfall,differens\nA,Matcha,10,7,3\nA,Vindeln,10,7,-3\n"
    found = [row for row in audited(repository, budget=rows) if row[0] == "deviation"]
    assert [severity for _, severity, *_ in found] == ["", ""]


def test_a_finding_tells_both_figures_and_every_cell_that_took_part(repository):
    repository.raw("deltagare.csv", "insats,matt,kvinnor,man,totalt\nMatcha,nya,1200,34,12340\n")
    (check,) = audit.run(read_delivery(repository.params()).tables)
    fault = check.as_fault()
    assert (fault.code, fault.severity, fault.expected) == ("women-men", "contradiction", "1234")
    assert "Matcha, nya för året: kvinnor och män: stated 12340" in fault.message
    assert [(p.row, p.column) for p in fault.where] == [(2, "totalt"), (2, "kvinnor"), (2, "man")]
