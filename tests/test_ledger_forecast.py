"""An interim report holds what is booked until its day, and its two forecasts are those that a hand calculates."""

from __future__ import annotations

import pandas as pd
import pytest
from conftest import Repository
from ledgers import CHART, HEADINGS, LAST, NOW, ORGNR, Booked, exported, figure, sie, voucher

from finsam.delivery.read import read_delivery
from finsam.ledger.forecast import by_budget, by_season
from finsam.params import load_params
from finsam.sources.sie.write import Balance


@pytest.mark.parametrize(
    ("so_far", "budget", "month", "expected"),
    [
        (300, 1200, 3, 1200),
        (-300, -1200, 6, -900),
        (0, 1200, 1, 1100),
        (500, 0, 6, 500),
        (1000, -1200, 11, 900),
        (0, 100, 4, 67),
        (0, -100, 4, -67),
    ],
)
def test_by_the_budget_each_month_left_has_a_twelfth(so_far, budget, month, expected):
    assert by_budget(so_far, budget, month) == expected


@pytest.mark.parametrize(
    ("so_far", "last_so_far", "last_year", "expected"),
    [
        (-600, -500, -1000, -1200),
        (300, 1500, 1000, 200),
        (0, 500, 1000, 0),
        (-70, 500, 1000, -140),
        (7, 50, 1000, 140),  # a twentieth exactly is a pattern
        (-7, -50, -1000, -140),
        (7, 49, 1000, None),
        (7, 4999, 100_000, None),
        (7, -500, 1000, None),  # an income so far and a cost in the end
        (7, 500, -1000, None),
        (7, 0, 1000, None),
        (7, 500, 0, None),
        (7, 0, 0, None),
        (100, 300, 1000, 333),
    ],
)
def test_by_the_season_what_is_booked_is_divided_by_the_part_that_was_reached(
    so_far, last_so_far, last_year, expected
):
    assert by_season(so_far, last_so_far, last_year) == expected


# ---- Interim reports ---------------------------------------------------------------------------------------

#: Kr on 5010 by day: each is its own sum of others, so that a total tells which days are in it.
RENT_LAST = {"03-31": 1000, "04-01": 2000, "06-30": 4000, "07-01": 8000, "09-30": 16000, "10-01": 32000}
RENT_NOW = {"03-31": 3000, "04-01": 6000, "06-30": 12000, "07-01": 24000, "09-30": 48000, "10-01": 96000}


def rents(year: int, by_day: dict[str, int]) -> list:
    return [
        voucher(at, f"{year}-{day}", ("5010", str(kr)), ("1930", str(-kr)))
        for at, (day, kr) in enumerate(by_day.items(), 1)
    ]


BOOKED = Booked(
    {("1930", ""): 50_000_000, ("2091", ""): -50_000_000},
    (
        *rents(2019, RENT_LAST),
        *rents(2020, RENT_NOW),
        voucher(7, "2019-02-01", ("1930", "900000"), ("3010", "-900000")),
        voucher(7, "2020-02-01", ("1930", "400000"), ("3010", "-400000")),
        # Vindeln ended in 2019.
        voucher(8, "2019-03-15", ("4510", "60000", "P2"), ("1930", "-60000")),
        voucher(9, "2019-08-15", ("4510", "20000", "P2"), ("1930", "-20000")),
        # Matcha began in the last months of 2019, so it has no pattern.
        voucher(10, "2019-11-15", ("4510", "50000", "P1"), ("2970", "-50000", "P1")),
        voucher(8, "2020-01-31", ("2970", "50000", "P1"), ("1930", "-50000")),
        voucher(9, "2020-03-01", ("4510", "70000", "P1"), ("1930", "-70000")),
    ),
)
PLAN = "sektion;rad;budget\nIntäkter;Bidrag från medlemmarna;800\nInsatser;Matcha;240\nKansli och administration;Lokaler;120\n"


@pytest.fixture
def book(repository) -> Repository:
    repository.forbund(f'orgnr: "{ORGNR}"\n')
    repository.write("params/prov/kontoplan.yml", CHART)
    return repository


def interim(
    book: Repository, per: str, files: dict[str, bytes | str], text: str = ""
) -> dict[str, pd.DataFrame]:
    book.write(f"params/prov/{per[:4]}.yml", f"slag: delarsrapport\nper: {per}\n{text}")
    for name, content in files.items():
        book.write(f"data/raw/prov/{per[:4]}/{name}", content)
    return read_delivery(load_params("prov", int(per[:4]))).tables


def of_row(table: pd.DataFrame, rad: str) -> dict[str, int | None]:
    rows = table[table["rad"] == rad]
    return {row.kolumn: None if row.varde is None else int(row.varde) for row in rows.itertuples()}


@pytest.mark.parametrize(
    ("per", "now", "last", "budget", "season"),
    [
        ("2020-03-31", 3000, 1000, 93, None),  # 1 of 63 was reached last year
        ("2020-06-30", 21000, 7000, 81, 189),
        ("2020-09-30", 93000, 31000, 123, 189),
        ("2020-11-30", 189000, 63000, 199, 189),
    ],
)
def test_an_interim_report_holds_the_year_until_its_day(book, per, now, last, budget, season):
    made = interim(book, per, {"bok.se": sie(BOOKED), "budget.csv": PLAN})
    ends = {"2020-03-31": 3, "2020-06-30": 6, "2020-09-30": 9, "2020-11-30": 11}[per]
    income, part, before = made["resultatrakning"], f"2020-01/2020-{ends:02}", f"2019-01/2019-{ends:02}"
    assert set(income["period"]) == {part, before}
    assert figure(income, post="Verksamhetens kostnader", period=part) == -now - 70_000
    ended = {3: 60_000, 6: 60_000, 9: 80_000, 11: 130_000}[ends]
    assert figure(income, post="Verksamhetens kostnader", period=before) == -last - ended
    row = of_row(made["prognos"], "Lokaler")
    assert row == {
        "foregaende": last // 1000, "utfall": now // 1000, "budget": 120, "prognos_budget": budget,
        "prognos_sasong": season,
    }  # fmt: skip
    balance = made["balansrakning"]
    assert set(balance["period"]) == {per, "2019-12-31"}
    assert figure(balance, post="Kassa och bank", period="2019-12-31") == 500_000 - 63_000 + 900_000 - 80_000
    assert figure(balance, post="Kassa och bank", period=per) == 1_257_000 + 400_000 - 120_000 - now
    assert figure(balance, post="Årets resultat", period=per) == 400_000 - 70_000 - now
    assert figure(balance, post="Årets resultat", period="2019-12-31") == 900_000 - 63_000 - 130_000
    flow = made["kassaflode"]
    assert figure(flow, post="Årets kassaflöde", period=part) == 400_000 - 120_000 - now
    assert figure(flow, post="Likvida medel vid årets början", period=before) == 500_000
    debts = made.get("projektskulder")
    assert debts is None or not debts["varde"].any()


def test_sums_take_a_row_without_a_pattern_by_the_budget_and_rows_that_ended(book):
    made = interim(book, "2020-06-30", {"bok.se": sie(BOOKED), "budget.csv": PLAN})["prognos"]
    nothing = {"budget": None, "utfall": 0, "prognos_budget": 0}
    assert of_row(made, "Vindeln") == nothing | {"foregaende": 60, "prognos_sasong": 0}
    matcha = {"foregaende": 0, "utfall": 70, "budget": 240, "prognos_budget": 190, "prognos_sasong": None}
    assert of_row(made, "Matcha") == matcha
    assert of_row(made, "Summa insatser") == matcha | {"foregaende": 60, "prognos_sasong": 190}
    assert of_row(made, "Summa kostnader") == {
        "foregaende": 67, "utfall": 91, "budget": 360, "prognos_budget": 271, "prognos_sasong": 379,
    }  # fmt: skip
    # 900 was booked by June 2019 and 900 in the year, so all of 2020's income has come.
    assert of_row(made, "Summa intäkter")["prognos_sasong"] == 400
    assert of_row(made, "Årets resultat") == {
        "foregaende": 833, "utfall": 309, "budget": 440, "prognos_budget": 800 - 271, "prognos_sasong": 21,
    }  # fmt: skip


def test_costs_as_negative_amounts_turn_the_forecast(book):
    plan = PLAN.replace(";240", ";-240").replace(";120", ";-120")
    made = interim(book, "2020-06-30", {"bok.se": sie(BOOKED), "budget.csv": plan}, "kostnader: negativa\n")[
        "prognos"
    ]
    assert of_row(made, "Lokaler") == {
        "foregaende": -7, "utfall": -21, "budget": -120, "prognos_budget": -81, "prognos_sasong": -189,
    }  # fmt: skip
    assert of_row(made, "Årets resultat")["prognos_budget"] == 800 - 271


def planned(by_month: dict[str, int], account: str = "5010") -> tuple[Balance, ...]:
    return tuple(
        Balance("PBUDGET", 0, account, kr * 100, (), f"2020{month}") for month, kr in by_month.items()
    )


def test_a_budget_by_month_leaves_the_months_that_are_left(book):
    rent = {f"{month:02}": 1000 * month for month in range(1, 13)}
    extra = planned(rent) + planned({"12": 36_000}, "6550")
    made = interim(book, "2020-06-30", {"bok.se": sie(BOOKED, extra=extra)})["prognos"]
    row = of_row(made, "Lokaler")
    assert row["budget"] == 78 and row["prognos_budget"] == 21 + 7 + 8 + 9 + 10 + 11 + 12
    # A row that is planned in December alone isn't spread over the year.
    assert of_row(made, "Övriga kostnader")["prognos_budget"] == 36
    made = interim(book, "2020-11-30", {"bok.se": sie(BOOKED, extra=planned(rent))})["prognos"]
    assert of_row(made, "Lokaler")["prognos_budget"] == 189 + 12


def test_a_budget_of_the_whole_year_in_one_month_is_spread(book):
    made = interim(book, "2020-06-30", {"bok.se": sie(BOOKED, extra=planned({"01": 120_000}))})["prognos"]
    assert of_row(made, "Lokaler")["prognos_budget"] == 81


def test_the_last_day_of_february(book):
    days = {"02-28": 1000, "03-01": 4000}
    booked = Booked(BOOKED.opening, (*rents(2019, days), *rents(2020, days | {"02-29": 2000})))
    made = interim(book, "2020-02-29", {"bok.se": sie(booked)})["resultatrakning"]
    assert figure(made, post="Verksamhetens kostnader", period="2020-01/2020-02") == -3000
    assert figure(made, post="Verksamhetens kostnader", period="2019-01/2019-02") == -1000


def test_the_same_part_of_a_leap_year_has_its_own_last_day(book):
    text = sie(Booked(BOOKED.opening, tuple(rents(2020, {"02-28": 1000, "02-29": 2000, "03-01": 4000}))))
    later = text.decode("cp437").replace("#RAR 0 20200101 20201231\r\n#RAR -1 20190101 20191231", "#RAR 0 20210101 20211231\r\n#RAR -1 20200101 20201231")  # fmt: skip
    # The vouchers are those of the year before the book's; its own year has one.
    head = "\r\n".join(
        each for each in later.split("\r\n") if not each.startswith(("#IB", "#UB", "#RES", "#OIB"))
    )
    own = '#VER A 1 20210215 "Hyra"\r\n{\r\n#TRANS 5010 {} 8000.00\r\n#TRANS 1930 {} -8000.00\r\n}\r\n'
    made = interim(book, "2021-02-28", {"bok.se": (head + own).encode("cp437")})["resultatrakning"]
    assert figure(made, post="Verksamhetens kostnader", period="2020-01/2020-02") == -3000
    assert figure(made, post="Verksamhetens kostnader", period="2021-01/2021-02") == -8000


def test_last_year_as_a_sum_gives_no_comparison_and_no_season(book):
    made = interim(book, "2020-06-30", {"bok.se": sie(BOOKED, vouchers=(NOW,)), "budget.csv": PLAN})
    assert set(made["resultatrakning"]["period"]) == {"2020-01/2020-06"}
    assert set(made["kassaflode"]["period"]) == {"2020-01/2020-06"}
    assert set(made["prognos"]["kolumn"]) == {"utfall", "budget", "prognos_budget", "prognos_sasong"}
    assert not made["prognos"].query("kolumn == 'prognos_sasong'")["varde"].notna().any()
    # The end of last year is known all the same, with its parts of the equity.
    balance = made["balansrakning"]
    assert figure(balance, post="Kassa och bank", period="2019-12-31") == 1_257_000
    assert figure(balance, post="Årets resultat", period="2019-12-31") == 900_000 - 63_000 - 130_000
    assert set(made["ekonomisk_sammanfattning"]["kolumn"]) == {"utfall", "budget"}


def test_months_of_last_year_come_from_its_own_file(book):
    # This year's file knows last year as a sum; that of last year knows its months. Names don't matter.
    files = {"a.se": sie(BOOKED, vouchers=(NOW,)), "b.se": sie(BOOKED, LAST, vouchers=(), periods=(LAST,))}
    made = interim(book, "2020-06-30", files | {"budget.csv": PLAN})
    assert (
        figure(made["resultatrakning"], post="Verksamhetens kostnader", period="2019-01/2019-06") == -67_000
    )
    assert of_row(made["prognos"], "Lokaler")["prognos_sasong"] == 189


def test_an_interim_report_without_last_year_has_no_deviation_from_the_whole_years_budget(book):
    files = exported(BOOKED, (NOW,)) | {"budget.csv": PLAN}
    summary = interim(book, "2020-06-30", files, HEADINGS)["ekonomisk_sammanfattning"]
    assert set(summary["kolumn"]) == {"utfall", "budget"}
    assert figure(summary, "utfall", post="Kostnader") == -91
    assert figure(summary, "budget", post="Kostnader") == -360


PLAIN = """\
projektskulder: null
budget:
  - sektion: Intäkter
    rader: [{rad: Intäkter, konton: [3000-3999]}]
  - sektion: Kostnader
    rader: [{rad: Kostnader, konton: [4000-8799]}]
"""


def test_balances_of_a_part_of_the_year_need_their_day(book):
    book.write("params/prov/kontoplan.yml", PLAIN)
    part = Booked(BOOKED.opening, tuple(each for each in BOOKED.vouchers if f"{each.date}" <= "2020-06-30"))
    text = sie(part, vouchers=(), projects=False)
    book.write(
        "params/prov/2020.yml",
        f"slag: delarsrapport\nper: {NOW}-06-30\nkapitel: [index, ekonomi, avstamning]\n",
    )
    book.raw("bok.se", text)
    (fault,) = book.faults()
    assert fault.code == "period-uncut" and "one sum until 2020-12-31" in fault.message
    assert "2020-06-30" in fault.message and fault.where[0].row
    made = interim(book, "2020-06-30", {"bok.se": text.replace(b"#SIETYP", b"#OMFATTN 20200630\r\n#SIETYP")})
    income = made["resultatrakning"]
    assert figure(income, post="Verksamhetens kostnader", period="2020-01/2020-06") == -91_000
    assert set(income["period"]) == {"2020-01/2020-06"}
