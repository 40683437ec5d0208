"""The invented förbund: its raw files are what the generator makes, its ledger holds together, and the book's tables
are what independent counts of the raw rows give."""

from __future__ import annotations

import csv
import re
import statistics
import subprocess
import sys
from collections import Counter
from datetime import date, timedelta
from fractions import Fraction

import openpyxl
import pandas as pd
import pytest
from conftest import REPOSITORY
from exempelforbundet_files import RAW, favourable, raw

from finsam.delivery.read import read_delivery
from finsam.ledger.chart import load_chart
from finsam.measures.signals import results
from finsam.params import load_params
from finsam.sources.sie.read import read_ledger
from finsam.sources.sie.reconcile import differences, reconcile

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
    assert made.keys() == held.keys() and len(made) == 24
    assert [name for name in made if made[name] != held[name]] == [], "run python -m tools.exempelforbundet"
    assert max(map(len, made.values())) < 300_000
    assert sum(len(content) for name, content in made.items() if name.suffix != ".se") < 400_000


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


# ---- People ----------------------------------------------------------------------------------------------
# Counted here from the raw cells with csv, openpyxl and plain Python, and held against what finsam makes of them.

CODES = {
    "P01UNG": "Ungdomsspåret",
    "P02VUX": "Vägen vidare",
    "P02VX2": "Vägen vidare",
    "P03FFA": "Stegen före",
    "P05VXT": "Växtkraft",
    "P08SNA": "Snabbspåret",
}
EXITS = {
    "arbete": {"Arbete", "Arbete med stöd", "Eget företag", "Fick jobb", "Jobb med lönestöd"},
    "studier": {"Studier", "Yrkesutbildning", "Folkhögskola", "Började läsa"},
    "annat_positivt_avslut": {
        "Vidare till annan insats",
        "Annan insats tog vid",
        "Medicinsk rehabilitering",
        "Vården tog vid",
        "Beviljad sjukersättning",
        "Beviljad aktivitetsersättning",
        "Daglig verksamhet",
    },
    "avbrott": {
        "Uteblivit",
        "Kom inte",
        "Egen önskan",
        "Ville sluta",
        "Sjukdom",
        "Flyttat",
        "Föräldraledig",
        "Insatsen upphörde",
    },
}
LAST_DAY = date(2024, 12, 31)


def raw_spells() -> list[dict]:
    """Both lists as one: key, insats, sex, born, start, end, exit, reason, before."""
    found = []
    for row in raw("personer-2024.csv"):
        days = [date.fromisoformat(row[name]) if row[name] else None for name in ("Startdatum", "Slutdatum")]
        person = (row["Personkod"], CODES[row["Insats-id"]], row["Kön"], row["Födelseår"])
        found.append((*person, *days, row["Avslutsanledning"], row["Försörjning vid start"]))
    for row in list(openpyxl.load_workbook(RAW / "2024/personer-lotsen.xlsx").active.values)[1:]:
        days = [day.date() if day else None for day in row[5:7]]
        found.append((row[0], row[1], row[2][0], str(row[3]), *days, row[7] or "", row[8]))
    exits = {reason: name for name, reasons in EXITS.items() for reason in reasons} | {"": ""}
    names = ("key", "insats", "sex", "born", "start", "end", "reason", "before")
    spells = [dict(zip(names, row, strict=True)) for row in found]
    return [spell | {"exit": exits[spell["reason"]]} for spell in spells]


SPELLS = raw_spells()
PERSONS: dict[str, list[dict]] = {}
for _spell in SPELLS:
    PERSONS.setdefault(_spell["key"], []).append(_spell)


@pytest.fixture(scope="module")
def delivery():
    return read_delivery(load_params("exempelforbundet", 2024))


def test_people_are_as_many_as_they_should_be():
    assert (len(SPELLS), len(PERSONS), sum(spell["end"] is None for spell in SPELLS)) == (1827, 1486, 384)
    assert Counter(len(found) for found in PERSONS.values()) == {1: 1216, 2: 209, 3: 51, 4: 10}
    assert Counter(spell["insats"] for spell in SPELLS) == {
        "Ungdomsspåret": 647,
        "Vägen vidare": 525,
        "Stegen före": 455,
        "Växtkraft": 118,
        "Lotsen": 44,
        "Snabbspåret": 38,
    }


def test_keys_say_nothing_and_days_are_working_days():
    assert all(re.fullmatch("(?=.*[2-9])[A-Z][A-Z2-9]{7}", key) for key in PERSONS)
    days = [day for spell in SPELLS for day in (spell["start"], spell["end"]) if day]
    assert {day.weekday() for day in days} == {0, 1, 2, 3, 4}
    assert min(days) >= date(2020, 1, 1) and max(days) <= LAST_DAY
    assert all(spell["end"] is None or spell["end"] > spell["start"] for spell in SPELLS)


def test_insatser_begin_and_end_when_the_ledger_says_so():
    starts = {
        name: [s["start"] for s in SPELLS if s["insats"] == name] for name in {s["insats"] for s in SPELLS}
    }
    assert {name: min(found).year for name, found in starts.items()} == {
        "Ungdomsspåret": 2020, "Vägen vidare": 2020, "Stegen före": 2020, "Växtkraft": 2020,
        "Lotsen": 2024, "Snabbspåret": 2024,
    }  # fmt: skip
    assert min(starts["Lotsen"]) >= date(2024, 4, 1) and min(starts["Snabbspåret"]) >= date(2024, 9, 1)
    ended = [spell["end"] for spell in SPELLS if spell["insats"] == "Växtkraft"]
    assert None not in ended and max(ended).year == 2023
    young = [s["start"].year - int(s["born"]) for s in SPELLS if s["insats"] == "Ungdomsspåret" and s["born"]]
    assert (min(young), max(young)) == (17, 30)


def test_support_fits_the_age():
    """Aktivitetsersättning is for those under 30."""
    rows = [row for row in raw("personer-2024.csv") if row["Födelseår"]]
    for support, day in (("Försörjning vid start", "Startdatum"), ("Försörjning vid avslut", "Slutdatum")):
        ages = [int(r[day][:4]) - int(r["Födelseår"]) for r in rows if r[support] == "Aktivitetsersättning"]
        assert len(ages) > 30 and max(ages) < 30


def test_a_person_is_one_person_and_in_one_insats_once_at_a_time():
    together = again = 0
    for found in PERSONS.values():
        assert len({spell["sex"] for spell in found}) == 1
        assert len({spell["born"] for spell in found} - {""}) <= 1
        for at, one in enumerate(found):
            for other in found[at + 1 :]:
                meets = one["start"] <= (other["end"] or LAST_DAY) and other["start"] <= (
                    one["end"] or LAST_DAY
                )
                same = one["insats"] == other["insats"]
                assert not (meets and same)
                together, again = together + meets, again + same
    assert (together, again) == (72, 99)


def test_endings_come_at_different_times():
    """What the curves have to show: who breaks off does so early, and studies begin with the terms."""
    young = [spell for spell in SPELLS if spell["insats"] == "Ungdomsspåret" and spell["end"]]
    days = {
        name: statistics.median((s["end"] - s["start"]).days for s in young if s["exit"] == name)
        for name in ("avbrott", "arbete")
    }
    assert days["avbrott"] < 0.7 * days["arbete"]
    months = Counter(s["end"].month for s in young if s["exit"] == "studier")
    assert months[1] + months[8] + months[9] > 0.5 * months.total()


def by_sex(found: list[dict]) -> tuple[int, int, int]:
    women = sum(spell["sex"] == "K" for spell in found)
    return women, len(found) - women, len(found)


def expected(insats: str, first: date, last: date) -> dict[str, tuple[int, int, int]]:
    """A participant table, counted row by row."""
    present = [
        s
        for s in SPELLS
        if s["insats"] == insats and s["start"] <= last and (s["end"] is None or s["end"] >= first)
    ]
    ended = [s for s in present if s["end"] is not None and s["end"] <= last]
    table = {
        "antal_totalt": present,
        "unika": list({s["key"]: s for s in present}.values()),
        "nya": [s for s in present if s["start"] >= first],
        "avslutade": ended,
        "kvar": [s for s in present if s["end"] is None or s["end"] > last],
    }
    table |= {name: [s for s in ended if s["exit"] == name] for name in EXITS}
    return {name: by_sex(found) for name, found in table.items()}


def shown(delivery, insats: str, period: str) -> dict[str, tuple[int, int, int]]:
    table = delivery.tables["deltagare"]
    table = table[
        (table.insats == insats) & (table.period == period) & table.kolumn.isin(("kvinnor", "man", "totalt"))
    ]
    cells = {(row.matt, row.kolumn): row.varde for row in table.itertuples() if row.varde is not None}
    return {
        matt: tuple(int(cells[matt, column]) for column in ("kvinnor", "man", "totalt")) for matt, _ in cells
    }


@pytest.mark.parametrize("insats", sorted({spell["insats"] for spell in SPELLS}))
def test_participant_tables_are_what_the_rows_count(delivery, insats):
    periods = {str(year): (date(year, 1, 1), date(year, 12, 31)) for year in range(2020, 2025)}
    periods |= {"2024-H1": (date(2024, 1, 1), date(2024, 6, 30)), "2024-H2": (date(2024, 7, 1), LAST_DAY)}
    for period, (first, last) in periods.items():
        wanted = expected(insats, first, last)
        took_part = any(number for number, _, _ in wanted.values()) or wanted["antal_totalt"][2]
        if took_part or (period.startswith("2024") and insats in ("Lotsen", "Snabbspåret")):
            assert shown(delivery, insats, period) == wanted
        else:
            assert shown(delivery, insats, period) == {}


def test_the_year_that_the_readme_tells(delivery):
    """The totals of 2024: all, new, ended, to work, to studies, other positive, interrupted, remaining."""
    order = ("antal_totalt", "nya", "avslutade", *EXITS, "kvar")
    found = {
        name: tuple(table[matt][2] for matt in order)
        for name in delivery.tables["deltagare"].query("period == '2024'").insats.unique()
        if (table := shown(delivery, name, "2024"))
    }
    assert found == {
        "Ungdomsspåret": (252, 128, 135, 42, 37, 15, 41, 117),
        "Vägen vidare": (245, 120, 123, 44, 10, 29, 40, 122),
        "Stegen före": (184, 93, 100, 7, 3, 63, 27, 84),
        "Rehabvägen": (112, 71, 50, 30, 1, 8, 11, 62),
        "Lotsen": (44, 44, 13, 4, 0, 4, 5, 31),
        "Snabbspåret": (38, 38, 8, 6, 0, 1, 1, 30),
        "Alla insatser": (875, 494, 429, 133, 51, 120, 125, 446),
    }
    shares = {name: (row[3] + row[4]) / row[2] for name, row in found.items()}
    assert shares["Alla insatser"] >= 0.40 > 0.15 > shares["Stegen före"]
    assert [name for name, row in found.items() if row[2] < 10] == ["Snabbspåret"]


def test_the_ready_table_holds_together(delivery):
    year, first, second = (shown(delivery, "Rehabvägen", period) for period in ("2023", "2024-H1", "2024-H2"))
    for before, after in ((year, first), (first, second)):
        opening = [all_ - new for all_, new in zip(after["antal_totalt"], after["nya"], strict=True)]
        assert tuple(opening) == before["kvar"]
    whole = shown(delivery, "Rehabvägen", "2024")
    assert whole["antal_totalt"][2] == 112 == whole["avslutade"][2] + whole["kvar"][2]
    assert "unika" not in whole and "unika" not in shown(delivery, "Alla insatser", "2024")


def test_the_background_is_that_of_the_new_persons(delivery):
    first = {}
    for spell in sorted(SPELLS, key=lambda each: each["start"]):
        if spell["start"].year == 2024 and spell["before"]:
            first.setdefault(spell["key"], spell["before"])
    persons = {spell["key"] for spell in SPELLS if spell["start"].year == 2024}
    table = delivery.tables["bakgrund"]
    table = table[(table.omrade == "Försörjning") & (table.kolumn == "totalt")]
    found = {row.kategori: int(row.varde) for row in table.itertuples()}
    counts = Counter(first.values())
    assert found["Försörjningsstöd"] == counts["Ekonomiskt bistånd"] + counts["Bistånd"] == 124
    assert found["Sjukpenning"] == counts["Sjukpenning"] == 74
    assert found["Uppgift saknas"] == len(persons) - len(first) == 11
    assert found["Totalt"] == len(persons) == 400


def test_the_follow_up_counts_everyone_who_ended_to_work(delivery):
    answers = {
        (row["nyckel"], row["insats"], row["efter"]): row["i_arbete"] for row in raw("personuppfoljning.csv")
    }
    codes = {name: {code for code, of in CODES.items() if of == name} for name in CODES.values()}
    table = delivery.tables["uppfoljning"]
    for efter, wanted in (("1", (72, 21, 15)), ("2", (54, 33, 8))):
        year = 2024 - int(efter)
        ended = [s for s in SPELLS if s["exit"] == "arbete" and s["end"].year == year]
        last = {s["key"]: s for s in sorted(ended, key=lambda each: each["end"])}
        told = Counter(
            next(
                (answers[key, code, efter] for code in codes[s["insats"]] if (key, code, efter) in answers),
                "",
            )
            for key, s in last.items()
        )
        lost = told["Okänt"] + told[""]
        assert (told["Ja"], told["Nej"], lost) == wanted and told[""] > 0 < told["Okänt"]
        rows = table[(table.insats == "Alla insatser") & (table.efter == efter)]
        found = {row.kolumn: int(row.varde) for row in rows.itertuples()}
        assert found == dict(zip(("i_arbete", "inte_i_arbete", "ej_foljda"), wanted, strict=True))


# ---- What the insatser were worth --------------------------------------------------------------------------

#: What all payers together gain by one more, of the invented prices: benefits only move money. Care was priced in 2023.
WORTH = {
    "Arbetsinkomst": 31_200,
    "Öppenvård": -2_050 * Fraction(1117, 1086),
    "Psykiatrisk öppenvård": -3_100 * Fraction(1117, 1086),
}


def test_the_net_values_of_the_insatser(delivery):
    """After five years, with half of the change coming anyway, four fifths left each year and 3.5 percent a year."""
    years = sum(Fraction(4, 5) ** (t - 1) / Fraction(1035, 1000) ** t for t in range(1, 6))
    costs = moved(2024)
    nets = {}
    for insats, codes, ended in (
        ("Ungdomsspåret", ["P01UNG"], 135),
        ("Vägen vidare", ["P02VX2", "P02VUX"], 123),
        ("Stegen före", ["P03FFA"], 100),
    ):
        found = [row for row in raw("fore_efter.csv") if row["insats"] == insats]
        gain = sum((int(row["efter"]) - int(row["fore"])) * WORTH.get(row["stod"], 0) for row in found)
        booked = costs[
            costs.projekt.isin(codes)
            & costs.konto.between("4000", "7999")
            & costs.day.between(pd.Timestamp(2024, 1, 1), pd.Timestamp(2024, 12, 31))
        ].ore.sum()
        # The budget tells the outcome in whole tkr.
        cost = Fraction(1000 * round(int(booked) / 100_000) * int(found[0]["foljda"]), ended)
        nets[insats] = round((gain * years / 2 - cost) / 1000)
    assert nets == {"Ungdomsspåret": 4775, "Vägen vidare": 1350, "Stegen före": -730}
    few = delivery.tables["fore_efter"]
    assert (few[few.insats == "Lotsen"].varde == 4).any()


# ---- Social accounts, scorecard, own tables ------------------------------------------------------------------


def test_the_social_budget_uses_every_rule_and_source():
    targets = raw("sociala_mal.csv")
    assert len(targets) == 40 == len({row["indikator"] for row in targets})
    assert {row["malomrade_nr"] for row in targets} == set("1234")
    assert {row["regel"] for row in targets} == {
        "", "antal_minst", "exempel_minst", "niva_minst", "niva_hogst", "minskar", "okar"
    }  # fmt: skip
    assert {row["mates_av"].partition(":")[0] for row in targets} == {"", "enkat", "deltagare", "uppfoljning"}


def test_signals_are_those_that_the_readme_tells(delivery):
    found = results(delivery.tables["sociala_mal"], delivery.tables["sociala_utfall"], 2024)
    signals = {(each.target.key["indikator"], each.respondents): each.signal for each in found}
    assert Counter(signals.values()) == {"grön": 24, "röd": 17, "bedöms inte": 2, "utfall saknas": 1}
    missing = {name for (name, _), signal in signals.items() if signal not in ("grön", "röd")}
    assert missing == {"2.2a", "2.5", "2.6"}
    assert {of: signals["3.1", of] for name, of in signals if name == "3.1"} == {
        "Personal": "röd", "Styrelse": "grön", "Chefsgrupp": "röd"
    }  # fmt: skip
    counts = {each.target.key["indikator"]: (each.share.n, each.share.N) for each in found if each.share}
    assert counts["1.1a"] == (184, 429) and counts["2.1a"] == (72, 93) and counts["2.4"] == (0, 6)
    assert counts["1.5a"] == favourable(delivery, "bemotande", "deltagare", 2024)


def test_kept_results_of_earlier_years_agree_with_the_rows(delivery):
    kept = {
        (row["indikator"], row["respondentgrupp"], row["period"]): row for row in raw("sociala_utfall.csv")
    }
    for year in ("2022", "2023"):
        row = kept["1.6", "deltagare", year]
        assert favourable(delivery, "inflytande", "deltagare", int(year)) == (int(row["n"]), int(row["N"]))
    table = shown(delivery, "Alla insatser", "2023")
    wanted = kept["1.1a", "", "2023"]
    assert (int(wanted["n"]), int(wanted["N"])) == (
        table["arbete"][2] + table["studier"][2], table["avslutade"][2]
    )  # fmt: skip


def test_those_who_went_on_from_one_insats_to_the_next():
    """What the result of target 3.6 says, counted from the rows."""
    went_on = 0
    for found in PERSONS.values():
        ends = [s["end"] for s in found if s["insats"] == "Stegen före" and s["end"]]
        starts = [s["start"] for s in found if s["insats"] == "Vägen vidare" and s["start"].year == 2024]
        went_on += sum(any(timedelta(0) <= start - end <= timedelta(60) for end in ends) for start in starts)
    told = [
        row["varde"]
        for row in raw("sociala_utfall.csv")
        if (row["indikator"], row["period"]) == ("3.6", "2024")
    ]
    assert told == [str(went_on)] == ["35"]


def test_the_scorecard_says_what_the_other_files_say(delivery):
    rows = {row["mal"]: row for row in raw("styrkort.csv")}
    assert len(rows) == 10 and len({row["perspektiv"] for row in rows.values()}) == 4
    assert rows["Deltagarna går vidare till arbete eller studier"]["utfall"] == f"{184 / 429 * 100:.1f}"
    attended = next(row for row in raw("kunskapstraffar.csv") if row["traff"] == "Summa")["totalt"]
    assert rows["Parternas medarbetare lär tillsammans"]["utfall"] == attended == "176"
    deficit = total(2024, 0, "RES", "3000", "8998")
    assert rows["Underskottet ryms i det egna kapitalet"]["utfall"] == f"{deficit / 100_000:.0f}"
    equity = -total(2025, 0, "IB", "2000", "2099") / -total(2024, 0, "RES", "3000", "3099")
    assert rows["Det egna kapitalet är högst en femtedel av bidragen"]["utfall"] == f"{100 * equity:.1f}"


def test_own_tables_are_read(delivery):
    assert set(delivery.own.tabell) == {"kunskapstraffar", "motesplan"}
    assert delivery.own.query("tabell == 'motesplan'").radnr.nunique() == 8
