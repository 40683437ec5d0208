"""The invented förbund: its raw files are what the generator makes, and its ledger holds together."""

from __future__ import annotations

import csv
import subprocess
import sys
from datetime import date

import pandas as pd
import pytest
from conftest import REPOSITORY

from finsam.ledger.chart import load_chart
from finsam.params import load_params
from finsam.sources.sie.read import read_ledger
from finsam.sources.sie.reconcile import differences, reconcile

RAW = REPOSITORY / "data/raw/exempelforbundet"
YEARS = (2024, 2025)
LEDGERS = {year: read_ledger(RAW / f"{year}/bokforing-{year}.se") for year in YEARS}


def total(year: int, at: int, kind: str, low: str, high: str) -> int:
    """Öre of the accounts from low to high, as the file's own balances have them."""
    found = LEDGERS[year].balances
    return int(found[(found.slag == kind) & (found.ar == at) & found.konto.between(low, high)].ore.sum())


def moved(year: int) -> pd.DataFrame:
    """Every row of the vouchers, with the voucher's day and its project."""
    ledger = LEDGERS[year]
    rows = ledger.transactions.astype({"konto": "str", "objekt": "str"})
    rows["day"] = ledger.vouchers["datum"].to_numpy()[rows["ver"]]
    lists = ledger.object_lists
    projects = lists[lists.dimension == "6"].set_index("objekt")["nummer"]
    return rows.assign(projekt=rows["objekt"].map(projects).fillna(""))


def test_the_generator_makes_the_raw_files(tmp_path):
    command = [sys.executable, "-m", "tools.exempelforbundet", tmp_path]
    subprocess.run(command, cwd=REPOSITORY, check=True)
    made = {file.relative_to(tmp_path): file.read_bytes() for file in tmp_path.glob("*/*")}
    held = {file.relative_to(RAW): file.read_bytes() for file in RAW.glob("*/*") if file.name != "README.md"}
    assert made.keys() == held.keys() and len(made) == 4
    assert [name for name in made if made[name] != held[name]] == [], "run python -m tools.exempelforbundet"
    assert max(map(len, made.values())) < 300_000


@pytest.mark.parametrize("year", YEARS)
def test_the_ledger_reads_without_faults_and_reconciles(year):
    ledger = LEDGERS[year]
    assert ledger.faults == () and ledger.kind == "4"
    table = reconcile(ledger)
    assert set(table.ar) == {0, -1} and (table.differens == 0).all() and differences(ledger) == []


@pytest.mark.parametrize("year", YEARS)
def test_every_voucher_balances_and_no_number_stands_twice(year):
    ledger = LEDGERS[year]
    assert (ledger.transactions.groupby("ver").ore.sum() == 0).all()
    assert (ledger.transactions.groupby("ver").size() == ledger.vouchers.rader).all()
    for _, group in ledger.vouchers.groupby([ledger.vouchers.serie, ledger.vouchers.datum.dt.year]):
        assert list(group.nummer) == [str(at) for at in range(1, len(group) + 1)]


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("at", [0, -1])
def test_balances_of_both_years_make_nothing(year, at):
    assert total(year, at, "IB", "1000", "2999") == 0
    assert total(year, at, "UB", "1000", "2999") + total(year, at, "RES", "3000", "8999") == 0


@pytest.mark.parametrize("year", YEARS)
def test_debts_by_project_make_the_account(year):
    for kind in ("IB", "UB"):
        for at in (0, -1):
            parts = LEDGERS[year].object_balances
            debts = parts[(parts.slag == f"O{kind}") & (parts.ar == at)]
            assert set(debts.konto) == {"2970"}
            assert debts.ore.sum() == total(year, at, kind, "2970", "2970")


@pytest.mark.parametrize("year", YEARS)
def test_debts_are_paid_in_the_first_months_and_made_on_the_last_day(year):
    rows = moved(year)
    debts = rows[rows.konto == "2970"]
    assert (debts.projekt != "").all() and (rows[rows.konto == "4590"].projekt != "").all()
    assert (debts[debts.ore > 0].day.dt.month <= 3).all()
    assert {(day.month, day.day) for day in debts[debts.ore < 0].day} == {(12, 31)}


def test_the_second_file_has_the_year_of_the_first_again_and_days_after_its_report():
    first, second = LEDGERS[2024].vouchers, LEDGERS[2025].vouchers
    columns = ["serie", "nummer", "datum", "text", "rader"]
    same = [part[part.datum.dt.year == 2024][columns].reset_index(drop=True) for part in (first, second)]
    pd.testing.assert_frame_equal(*same)
    rows = [moved(year).query("day.dt.year == 2024") for year in YEARS]
    assert list(rows[0].ore) == list(rows[1].ore) and list(rows[0].konto) == list(rows[1].konto)
    per = load_params("exempelforbundet", 2025).year.per
    assert second.datum.min().date() < per < second.datum.max().date() <= date(2025, 9, 30)


def test_the_result_is_booked_in_2023_and_not_in_2024():
    booked, left = total(2024, -1, "RES", "8999", "8999"), total(2024, 0, "RES", "3000", "8998")
    assert booked == -total(2024, -1, "UB", "2099", "2099") == -total(2024, -1, "RES", "3000", "8998") > 0
    assert total(2024, 0, "RES", "8999", "8999") == 0 == total(2024, 0, "UB", "2099", "2099")
    assert total(2025, 0, "IB", "2099", "2099") == left > 0  # a deficit


def test_equity_goes_below_a_fifth_of_the_contributions():
    ends = {
        2023: -total(2024, 0, "IB", "2000", "2099"),
        2024: -total(2025, 0, "IB", "2000", "2099"),
    }
    paid = {2023: -total(2024, -1, "RES", "3000", "3099"), 2024: -total(2024, 0, "RES", "3000", "3099")}
    assert paid == {2023: 940_000_000, 2024: 959_970_000}
    assert ends[2023] > paid[2023] / 5 and ends[2024] < paid[2024] / 5


def test_contributions_follow_the_rule_but_for_one_kommun():
    paid = {
        account: -total(2024, 0, "RES", account, account)
        for account in ("3010", "3020", "3031", "3032", "3033")
    }
    everything = 960_000_000
    assert paid["3010"] == everything / 2 and paid["3020"] == everything / 4
    people = {"3031": 14_320, "3032": 6_207, "3033": 3_473}
    rule = {account: everything / 4 * count / sum(people.values()) for account, count in people.items()}
    assert {account: paid[account] - rule[account] for account in people} == {
        "3031": 0,
        "3032": 0,
        "3033": -30_000,
    }


def test_budget_and_costs_of_the_insatser_differ_where_they_should():
    chart = load_chart("exempelforbundet")
    rows = moved(2024)
    costs = rows[(rows.day.dt.year == 2024) & rows.konto.between("4000", "7999") & (rows.projekt != "")]
    projects = {code: chart.projects()[code.casefold()].insats for code in costs.projekt}
    spent = set(projects.values()) - {None}
    with (RAW / "2024/budget.csv").open(encoding="utf-8", newline="") as lines:
        table = list(csv.DictReader(lines, delimiter=";"))
    planned = {row["rad"] for row in table if row["sektion"] == "Insatser"}
    assert planned - spent == {"Kvinnohälsan"} and spent - planned == {"Snabbspåret"}
    assert {"P02VUX", "P02VX2"} <= projects.keys() and projects["P02VUX"] == projects["P02VX2"]
    assert projects["P90KUN"] is None


@pytest.mark.parametrize("year", YEARS)
def test_names_agree_between_ledger_budget_chart_and_params(year):
    chart, params = load_chart("exempelforbundet"), load_params("exempelforbundet", year)
    insatser = {insats.namn for insats in params.forbund.insatser}
    assert {project.insats for project in chart.objekt.values()} - {None} == insatser
    codes = LEDGERS[year].objects.query("dimension == '6'")
    assert {code.casefold() for code in codes.nummer} == chart.projects().keys()
    with (RAW / f"{year}/budget.csv").open(encoding="utf-8", newline="") as lines:
        table = list(csv.DictReader(lines, delimiter=";"))
    lines = {(section.sektion, line.rad) for section in chart.budget for line in section.rader}
    for row in table:
        assert (
            row["rad"] in insatser if row["sektion"] == "Insatser" else (row["sektion"], row["rad"]) in lines
        )
    members = {line.medlem for note in chart.noter for line in note.rader if line.medlem}
    assert members == {member.namn for member in params.forbund.medlemmar}


def test_the_invented_number_has_a_right_check_digit():
    number = load_params("exempelforbundet", 2024).forbund.orgnr
    doubled = [int(digit) * (2 - at % 2) for at, digit in enumerate(number.replace("-", ""))]
    assert len(doubled) == 10 and sum(map(sum, (divmod(digit, 10) for digit in doubled))) % 10 == 0
    assert LEDGERS[2024].header.orgnr == number
