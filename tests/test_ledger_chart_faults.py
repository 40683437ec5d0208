"""What is wrong with the chart of accounts or the budget beside a ledger is told; what both say of rows is kept."""

from __future__ import annotations

import pandas as pd
import pytest
from conftest import Repository
from ledger_files import (
    BUDGET,
    GOOD,
    changed,
    deliver,
    line,
    only,
    short,
    with_ledger,
)
from ledgers import CHART, ORGNR, figure

from finsam.delivery.read import read_delivery
from finsam.ingest import ingest


@pytest.fixture
def book(repository) -> Repository:
    return with_ledger(repository)


# ---- The budget --------------------------------------------------------------------------------------------


def test_rows_of_the_budget_that_the_ledger_cannot_meet(book):
    book.raw(
        "budget.csv", BUDGET + "Insatser;Macha;1\nInsattser;Matcha;1\nKansli och administration;Hyror;1\n"
    )
    found = book.faults()
    assert [short(fault) for fault in found] == [("row-unknown", "budget.csv", at) for at in (4, 5, 6)]
    assert "Did you mean 'Matcha'?" in found[0].message and found[0].where[0].value == "Macha"
    assert "Did you mean 'Insatser'?" in found[1].message
    assert found[2].expected.startswith("one of Styrelse och revision, Kansliets personal, Lokaler")
    book.raw("budget.csv", BUDGET)
    tables = read_delivery(book.params()).tables
    assert figure(tables["budget"], "budget", rad="Summa insatser") == 1


def test_an_insats_planned_twice_under_two_names(book):
    book.forbund(f'orgnr: "{ORGNR}"\ninsatser: [{{namn: Matcha, alias: [Ringar]}}]\n')
    book.raw("budget.csv", BUDGET + "Insatser;Ringar;5\n")
    fault = only(book)
    assert short(fault) == ("row-twice", "budget.csv", 4)
    assert fault.where[0].value == "Ringar" and "'Matcha'" in fault.message
    book.raw("budget.csv", BUDGET.replace("Matcha", "ringar"))
    tables = read_delivery(book.params()).tables
    assert figure(tables["budget"], "budget", rad="Matcha") == 1


def test_a_budget_in_the_ledger_that_no_row_takes(book):
    text = GOOD + "#PBUDGET 0 202006 4510 {} 600.00\n#PBUDGET 0 202006 3010 {} -1000.00\n"
    deliver(book, text)
    fault = only(book)
    assert short(fault) == ("account-homeless", "bok.se", line(text, "#PBUDGET 0 202006 4510"))
    assert fault.message.startswith(
        "The budget (#PBUDGET) of account 4510 Insatser is in no row of the budget: 600.00 kr"
    )
    deliver(book, text + '#PBUDGET 0 202006 4510 {6 "P1"} 600.00\n')
    tables = read_delivery(book.params()).tables
    assert figure(tables["budget"], "budget", rad="Matcha") == 1
    assert figure(tables["budget"], "budget", rad="Årets resultat") == 0  # 400 kr


def test_the_budget_of_a_balance_account_counts_in_no_row_and_is_no_fault(book):
    deliver(book, GOOD + "#PBUDGET 0 202006 1930 {} 600.00\n")
    assert book.faults() == []


# ---- The chart ---------------------------------------------------------------------------------------------

_INCOME = """\
resultatrakning:
  - {post: Intäkter, not: 1, roll: medlemsbidrag, konton: [3000-3999]}
  - {post: Kostnader, not: 2, roll: kostnad, konton: [4000-8799]}
  - {post: Resultat, summa: hittills}
"""
#: Own keys of a chart by name, and what is told of each: code, key, value and a part of the message.
CHARTS = {
    "neither accounts nor sum": (
        _INCOME + "  - {post: Tom}\n", [("row-unclear", "resultatrakning", "Tom", "neither accounts and a sum")]
    ),
    "both accounts and sum": (
        _INCOME.replace("konton: [4000-8799]", "konton: [4000-8799], summa: hittills"),
        [("row-unclear", "resultatrakning", "Kostnader", "both accounts and a sum")],
    ),
    "no role": (
        _INCOME.replace("roll: kostnad, ", ""),
        [("role-missing", "resultatrakning", "Kostnader", "no role, so cash flow")],
    ),
    "accounts in two rows": (
        _INCOME.replace("4000-8799", "3500-8799"),
        [("account-twice", "resultatrakning, balansrakning", "3000-3999", "3000-3999 and 3500-8799 overlap")],
    ),
    "rows of one name": (
        _INCOME.replace("Kostnader", "Intäkter"),
        [("row-twice", "resultatrakning", "Intäkter", "stands 2 times")],
    ),
    "note without rows": (
        "noter: [{not: 1, rubrik: A, per: konto}, {not: 2, rubrik: B}, {not: 3, rubrik: C, per: konto},"
        " {not: 4, rubrik: D, per: konto}]\n",
        [("row-unclear", "noter", "2", "neither rows and `per`")],
    ),
    "note that nobody names": (
        "noter: [{not: 1, rubrik: A, per: konto}, {not: 2, rubrik: B, per: konto}, {not: 3, rubrik: C, per: konto},"
        " {not: 5, rubrik: D, per: konto}]\n",
        [("note-unknown", "noter", "4", "stands 0 times under noter, and the row 'Kortfristiga skulder'"),
         ("note-unknown", "noter", "5", "stands 1 times under noter, and no row")],
    ),
    "accounts in two rows of a note": (
        "noter: [{not: 1, rubrik: A, rader: [{post: x, konton: [3000-3050]}, {post: y, konton: [3040-3099]}]},"
        " {not: 2, rubrik: B, per: konto}, {not: 3, rubrik: C, per: konto}, {not: 4, rubrik: D, per: konto}]\n",
        [("account-twice", "noter", "3000-3050", "3000-3050 and 3040-3099")],
    ),
    "sum of a section that isn't there": (
        "budget:\n  - {sektion: Allt, rader: [{rad: Netto, konton: [3000-8799]}]}\n"
        "  - {sektion: Totalt, rader: [{rad: Summa, summa: [Alt]}]}\n",
        [("row-unknown", "budget", "Alt", "Did you mean 'Allt'?")],
    ),
    "sum above its parts": (
        "budget:\n  - {sektion: Totalt, rader: [{rad: Summa, summa: [Allt]}]}\n"
        "  - {sektion: Allt, rader: [{rad: Netto, konton: [3000-8799]}]}\n",
        [("sum-early", "budget", "Summa", "'Allt', which stands below it")],
    ),
    "result above a section": (
        "budget:\n  - {sektion: In, rader: [{rad: In, konton: [3000-3999]}, {rad: Resultat, summa: alla}]}\n"
        "  - {sektion: Ut, rader: [{rad: Ut, konton: [4000-8799]}]}\n",
        [("sum-early", "budget", "Resultat", "'Ut', which stands below it")],
    ),
    "rows of one name in a section": (
        "budget:\n  - {sektion: Allt, rader: [{rad: Netto, konton: [3000-3999]}, {rad: Netto, konton: [4000-8799]}]}\n",
        [("row-twice", "budget, Allt", "Netto", "stands 2 times")],
    ),
    "flow in no row, flow in two, and a sum above its parts": (
        "kassaflode:\n  - rader:\n"
        "      - {post: Allt, summa: [Resten]}\n"
        "      - {post: Resten, floden: [arets_resultat, avskrivningar, avsattningar, fordringar, fordringar,"
        " kortfristiga_skulder, anlaggningar, langfristiga_skulder]}\n",
        [("sum-early", "kassaflode", "Allt", "'Resten', which stands below it"),
         ("flow-count", "kassaflode", "ovrigt_eget_kapital", "stands in 0 rows"),
         ("flow-count", "kassaflode", "fordringar", "stands in 2 rows")],
    ),
    "code of two projects": (
        "objekt:\n  P1: {insats: Matcha}\n  P2: {insats: Vindeln, alias: [p1]}\n",
        [("alias-twice", "objekt", "p1", "belongs to 2 entries")],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_that_does_not_hold_together(book, name):
    text, expected = CHARTS[name]
    book.write("params/prov/kontoplan.yml", text)
    found = book.faults()
    places = [(f.code, f.where[0].column, f.where[0].value) for f in found]
    assert sorted(places) == sorted(each[:3] for each in expected), [str(f) for f in found]
    messages = {(f.code, f.where[0].value): f.message for f in found}
    for code, _, value, told in expected:
        assert told in messages[code, value]
    assert {f.where[0].file for f in found} == {"params/prov/kontoplan.yml"}


def test_keys_of_a_chart_that_cannot_be_read(book):
    book.write("params/prov/kontoplan.yml", "objekt:\n  P1: {insatts: Matcha}\narets_resultat: [8999-8990]\n")
    assert {(f.code, f.where[0].row, f.where[0].column) for f in book.faults()} == {
        ("key-unknown", 2, "objekt.P1.insatts"), ("key-wrong", 3, "arets_resultat.0"),
    }  # fmt: skip


def test_a_key_of_the_forbunds_own_chart_stands_for_the_whole_key(book):
    # Its income statement alone is another; balance sheet and cash flow are the common ones.
    book.write("params/prov/kontoplan.yml", CHART.replace("P1OLD", "p1gammal") + _INCOME)
    tables = read_delivery(book.params()).tables
    assert list(tables["resultatrakning"]["post"].unique()) == ["Intäkter", "Kostnader", "Resultat"]
    assert figure(tables["resultatrakning"], post="Kostnader", period="2020") == -521  # 520,50
    assert figure(tables["balansrakning"], post="Kassa och bank", period="2020-12-31") == 1480


def test_without_a_chart_nothing_is_guessed(book):
    (book.root / "params/kontoplan.yml").unlink()
    assert [(f.code, f.where[0].file) for f in book.faults()] == [("file-missing", "params/kontoplan.yml")]


def test_codes_of_a_project_are_the_same_in_any_case_and_as_numbers(book):
    book.write("params/prov/kontoplan.yml", "objekt:\n  7: {insats: Matcha, alias: [p1]}\n")
    deliver(book, changed(('#TRANS 4510 {6 "P1"}', '#TRANS 4510 {6 "7"}')))
    tables = read_delivery(book.params()).tables
    assert figure(tables["projektskulder"], projekt="Matcha") == 0  # 400 kr
    assert list(tables["projektutfall"].query("typ == 'post'")["rad"].unique()) == ["Matcha"]


def test_rows_without_a_figure_are_shown_only_when_the_chart_says_so(book):
    shown = {}
    for word in ("visas", "utelamnas"):
        book.write("params/prov/kontoplan.yml", CHART.replace("visas", word))
        shown[word] = list(read_delivery(book.params()).tables["balansrakning"]["post"].unique())
    assert "Långfristiga skulder" in shown["visas"] and "Kassa och bank" in shown["visas"]
    assert set(shown["visas"]) - set(shown["utelamnas"]) == {
        "Anläggningstillgångar", "Kortfristiga fordringar", "Övriga ändringar av eget kapital", "Avsättningar",
        "Långfristiga skulder",
    }  # fmt: skip


def test_rows_of_one_name_in_two_sections_are_kept_apart(book):
    budget = """\
budget:
  - {sektion: Intäkter, rader: [{rad: Bidrag, konton: [3000-3999]}, {rad: Övrigt, konton: [8000-8399]}]}
  - {sektion: Kostnader, rader: [{rad: Insatser, konton: [4000-4999]}, {rad: Övrigt, konton: [5000-7999]}]}
"""
    book.write("params/prov/kontoplan.yml", CHART + budget)
    deliver(
        book,
        GOOD.replace("5010 {} 120.50", "5010 {} 120500.00").replace("1930 {} -120.50", "1930 {} -120500.00"),
    )
    table = read_delivery(book.params()).tables["budget"]
    assert figure(table, "utfall", sektion="Kostnader", rad="Övrigt") == 121  # 120,5
    assert figure(table, "utfall", sektion="Intäkter", rad="Övrigt") == 0


def test_a_delivered_table_stands_and_the_ledger_gives_the_others(book):
    book.raw("resultatrakning.csv", "post;typ;2020\nAllt;post;7\n")
    book.raw("noter.csv", "not;rubrik;post;typ;2020\n2;Kostnader;Som tryckt;post;9\n")
    tables = read_delivery(book.params()).tables
    assert list(tables["resultatrakning"]["post"]) == ["Allt"]
    assert figure(tables["balansrakning"], post="Kassa och bank", period="2020-12-31") == 1480
    notes = tables["noter"].drop_duplicates("not")
    assert list(notes["not"]) == ["1", "2", "3", "4"]
    assert list(tables["noter"].query("`not` == '2'")["post"]) == ["Som tryckt"]


def test_a_changed_chart_makes_the_tables_anew(book):
    folder = ingest("prov", 2020)
    before = (folder / "resultatrakning.parquet").read_bytes()
    book.write("params/prov/kontoplan.yml", CHART + _INCOME)
    ingest("prov", 2020)
    after = (folder / "resultatrakning.parquet").read_bytes()
    assert after != before
    common = book.root / "params/kontoplan.yml"
    common.write_text(common.read_text(encoding="utf-8").replace("Kassa och bank", "Bank"), encoding="utf-8")
    assert "Bank" in set(pd.read_parquet(ingest("prov", 2020) / "balansrakning.parquet")["post"])
