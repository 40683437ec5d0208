"""Any ledger that balances gives accounts that hold together, and the same ones in whatever form it is delivered."""

from __future__ import annotations

import datetime as dt
import functools
import shutil
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from conftest import REPOSITORY, copy_common_params
from hypothesis import given, settings
from hypothesis import strategies as st
from ledgers import (
    CHART,
    HEADINGS,
    LAST,
    NAMES,
    NOW,
    ORGNR,
    Amounts,
    Booked,
    Figures,
    exported,
    figure,
    half_away,
    result_rows,
    sie,
    sums,
    total,
)

from finsam.delivery.files import raw_folder
from finsam.delivery.read import read_delivery
from finsam.faults import Faults
from finsam.ledger import make
from finsam.ledger.assign import assign
from finsam.ledger.cash_flow import flow_lines
from finsam.ledger.chart import load_chart
from finsam.ledger.collect import collect
from finsam.ledger.columns import Comparison, comparison
from finsam.ledger.statements import balance_lines, income_lines
from finsam.params import load_params
from finsam.sources.grids import read_grids
from finsam.sources.sie.write import Row, Voucher
from finsam.tables.kinds import KINDS
from finsam.tables.read import tidy

#: No projects: the rows of the budget go by account, and debts to owners are debts like others.
PLAIN_CHART = """\
objekt: {P1: {}, P1OLD: {}, P2: {}, P9: {}}
tomma_rader: visas
projektskulder: null
budget:
  - sektion: Intäkter
    rader: [{rad: Intäkter, konton: [3000-3999]}, {rad: Räntor, konton: [8000-8799]}]
    summa: Summa intäkter
  - sektion: Kostnader
    rader: [{rad: Insatser, konton: [4000-4999]}, {rad: Annat, konton: [5000-7999]}]
    summa: Summa kostnader
  - sektion: Totalt
    rader: [{rad: Årets resultat, summa: alla}]
"""
BUDGET = """\
sektion;rad;budget
Intäkter;Bidrag från medlemmarna;900
Insatser;Matcha;{sign}400
Insatser;Vindeln;{sign}250
Kansli och administration;Kansliets personal;{sign}300
"""
#: Förbund by id: with projects, with the other sign of costs, in tkr, without projects, and with an export.
YEARS = {
    "prov": "",
    "negativ": "kostnader: negativa\n",
    "tusental": "bokforing: {enhet: tkr}\n",
    "enkel": "",
    "export": HEADINGS,
}


@pytest.fixture(scope="module", autouse=True)
def root(tmp_path_factory):
    """A root with one book of NOW, one of LAST and an interim one of NOW for each förbund."""
    folder = tmp_path_factory.mktemp("ledgers")
    (folder / "finsam").symlink_to(REPOSITORY / "finsam")
    copy_common_params(folder)
    for forbund, text in YEARS.items():
        own = folder / "params" / forbund
        interim = folder / "params" / f"{forbund}-del"
        for each in (own, interim):
            each.mkdir()
            (each / "forbund.yml").write_text(f"namn: Prov\nkort: Prov\norgnr: {ORGNR}\n")
            (each / "kontoplan.yml").write_text(PLAIN_CHART if forbund == "enkel" else CHART)
        for year in (NOW, LAST):
            (own / f"{year}.yml").write_text(f"slag: arsredovisning\n{text}")
        (interim / f"{NOW}.yml").write_text(f"slag: delarsrapport\nper: {NOW}-06-30\n{text}")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FINSAM_ROOT", str(folder))
        # The charts are the same for every example.
        patch.setattr(make, "load_chart", functools.cache(load_chart))
        yield folder


def delivered(forbund: str, files: dict[str, bytes | str], year: int = NOW) -> Path:
    """The folder of a book that holds these files and nothing else."""
    folder = raw_folder(forbund, year)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name, content in files.items():
        (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def tables(forbund: str, files: dict[str, bytes | str], year: int = NOW, sign: str = "") -> dict:
    """The tables that a ledger gives with the budget of all these books."""
    folder = delivered(forbund, files, year)
    ledgers = sorted(folder.glob("*.se"))
    grids = [grid for file in sorted(folder.glob("*.csv")) for grid in read_grids(file)]
    budget = None if forbund == "enkel" else plan(folder.parent.parent, sign)
    return make.from_ledger(ledgers, grids, load_params(forbund, year), budget).tables


@functools.cache
def plan(folder: Path, sign: str) -> pd.DataFrame:
    file = folder / f"budget{sign}.csv"
    file.write_text(BUDGET.format(sign=sign))
    (grid,) = read_grids(file)
    table, faults = tidy(grid, KINDS["budget"], NOW)
    assert faults == []
    return table


def exact(booked: Booked, forbund: str = "prov") -> Comparison:
    """The columns with all postings, in öre."""
    folder = delivered(forbund, {"bok.se": sie(booked)})
    params, chart = load_params(forbund, NOW), make.load_chart(forbund)
    books, faults = collect([folder / "bok.se"], [], params, chart)
    assert all(fault.severity == "note" for fault in faults)
    return comparison(replace(books, postings=assign(books.postings, chart)), params)


# ---- Drawn ledgers -----------------------------------------------------------------------------------------

_BALANCE = [account for account in NAMES if account < "3" and account not in ("2091", "2099")]
_MOVED = [account for account in NAMES if account not in ("2099", "8999")]
#: Small amounts, for cells of a few öre; large ones; and those that lie on or beside a half of 1 or 1 000 kr.
ores = st.one_of(
    st.integers(-200, 200),
    st.integers(-(10**9), 10**9),
    st.builds(
        lambda thousands, unit, more: thousands * 100_000 + unit // 2 + more,
        st.integers(-50, 50),
        st.sampled_from([100, 100_000]),
        st.integers(-1, 1),
    ),
)


@st.composite
def rows_of(draw) -> Row:
    account = draw(st.sampled_from(_MOVED))
    codes = {"4510": ["P1", "P1OLD", "P2"], "4590": ["P1", "P2"], "2970": ["P1", "P2"]}.get(account)
    codes = codes or (["", "P1", "P9"] if account == "6550" else [""])
    code = draw(st.sampled_from(codes))
    return Row(account, draw(ores), (("6", code),) if code else ())


@st.composite
def vouchers_of(draw, year: int) -> list[Voucher]:
    made = []
    for number in range(1, draw(st.integers(3, 8)) + 1):
        rows = draw(st.lists(rows_of(), min_size=1, max_size=3))
        last = draw(rows_of())
        rows.append(replace(last, ore=-sum(row.ore for row in rows)))
        day = draw(st.dates(dt.date(year, 1, 1), dt.date(year, 12, 31)))
        made.append(Voucher("A", str(number), day, "Händelse", rows))
    # Every book has something on these.
    first = [Row("1930", 90_000_000), Row("3010", -90_000_000)]
    cost = [Row("4510", 1_234_567, (("6", "P1"),)), Row("2970", -1_234_567, (("6", "P1"),))]
    made.append(Voucher("A", "98", dt.date(year, 1, 15), "Bidrag", first))
    made.append(Voucher("A", "99", dt.date(year, 11, 30), "Rekvisition", cost))
    return made


@st.composite
def ledgers(draw) -> Booked:
    opening: Amounts = {}
    for account in draw(st.lists(st.sampled_from(_BALANCE), unique=True, max_size=6)):
        opening[account, "P1" if account == "2970" else ""] = draw(ores)
    opening["2091", ""] = -sum(opening.values())
    opening.setdefault(("1930", ""), 0)
    opening["1930", ""] += 5_000_050
    opening["2091", ""] -= 5_000_050
    return Booked(
        opening,
        (*draw(vouchers_of(LAST)), *draw(vouchers_of(NOW))),
        draw(st.tuples(st.booleans(), st.booleans())),
        draw(st.booleans()),
    )


# ---- What holds in every book ------------------------------------------------------------------------------


def by_post(lines, amounts) -> dict[str, int]:
    return {line.post: amount.ore or 0 for line, amount in zip(lines, amounts, strict=True)}


@given(ledgers())
@settings(max_examples=6)
def test_statements_hold_together_to_the_ore(booked):
    chart, of = make.load_chart("prov"), exact(booked)
    for year, column in ((NOW, of.now), (LAST, of.last)):
        moved, starts, ends = sums(booked.of(year)), booked.starts(year), booked.ends(year)
        gain = -result_rows(booked.of(year))
        cash = ("1800", "1999")
        income = by_post(chart.resultatrakning, income_lines(chart, column))
        assert income["Årets resultat"] == gain
        assert income["Verksamhetens nettokostnad"] == gain + total(moved, ("8000", "8799"))
        balance = by_post(chart.balance_lines, balance_lines(chart, column.closing, column))
        # Equity by its own accounts and what no voucher has moved there, not as what is left of the assets.
        unmoved = 0 if booked.moved[year - LAST] else gain
        late = -result_rows(booked.of(LAST)) if year == NOW and sum(starts.values()) else 0
        equity = -total(ends, ("2000", "2099")) + unmoved + late
        assert balance["Summa eget kapital"] == equity
        assert balance["Eget kapital vid årets ingång"] == -total(starts, ("2000", "2099")) + late
        assert balance["Årets resultat"] == gain
        direct = -sum(row.ore for each in booked.vouchers for row in each.rows
                      if row.account == "2091" and each.date.year == year)  # fmt: skip
        assert balance["Övriga ändringar av eget kapital"] == direct
        assert balance["Summa tillgångar"] == total(ends, ("1000", "1999"))
        assert balance["Summa tillgångar"] == balance["Summa eget kapital och skulder"]
        assert balance["Summa avsättningar och skulder"] == -total(ends, ("2200", "2999"))
        flow = by_post(chart.flow_lines, flow_lines(chart, column))
        assert flow["Likvida medel vid årets början"] == total(starts, cash)
        assert flow["Likvida medel vid årets slut"] == total(ends, cash) == balance["Kassa och bank"]
        assert flow["Årets kassaflöde"] == total(ends, cash) - total(starts, cash)
        parts = [flow[f"Kassaflöde från {part}sverksamheten"] for part in ("investering", "finansiering")]
        assert flow["Årets kassaflöde"] == flow["Kassaflöde från den löpande verksamheten"] + sum(parts)
        assert parts == [
            -total(moved, ("1000", "1399")) - total(moved, ("7700", "7899")),
            -total(moved, ("2300", "2399")),
        ]


@given(ledgers())
@settings(max_examples=2)
def test_made_tables_agree_with_each_other(booked):
    delivered("prov", {"bok.se": sie(booked), "budget.csv": BUDGET.format(sign="")})
    made = read_delivery(load_params("prov", NOW)).tables
    for number, kind, post, periods in (
        ("1", "resultatrakning", "Bidrag från medlemmarna", (str(NOW), str(LAST))),
        ("2", "resultatrakning", "Verksamhetens kostnader", (str(NOW), str(LAST))),
        ("3", "balansrakning", "Kortfristiga fordringar", (f"{NOW}-12-31", f"{LAST}-12-31")),
        ("4", "balansrakning", "Kortfristiga skulder", (f"{NOW}-12-31", f"{LAST}-12-31")),
    ):
        note = made["noter"][made["noter"]["not"] == number]
        sign = -1 if number == "2" else 1
        for period in periods:
            shown = figure(made[kind], post=post, period=period)
            whole = figure(note, typ="summa", period=period)
            assert (whole or 0) == sign * (shown or 0), number
            rows = note[(note["typ"] == "post") & (note["period"] == period)]["varde"].dropna()
            assert abs(sum(rows) - (whole or 0)) * 2 <= len(rows)
    gain = -result_rows(booked.of(NOW))
    outcome = figure(made["budget"], "utfall", rad="Årets resultat")
    assert outcome == half_away(gain, 100_000)
    assert figure(made["resultatrakning"], post="Årets resultat", period=str(NOW)) == half_away(gain, 100)
    assert figure(made["ekonomisk_sammanfattning"], "utfall", post="Resultat") == outcome
    parts = [figure(made["budget"], "utfall", rad=row) for row in ("Summa intäkter", "Summa kostnader")]
    assert abs(parts[0] - parts[1] - outcome) <= 1
    # Income less costs, and the budget of the rows that have one.
    assert figure(made["budget"], "budget", rad="Årets resultat") == 900 - 400 - 250 - 300


@given(ledgers())
@settings(max_examples=2)
def test_the_column_of_last_year_is_last_years_book(booked):
    now = Figures(tables("prov", {"bok.se": sie(booked)}))
    last = Figures(tables("prov", {"bok.se": sie(booked, LAST)}, LAST))
    statements = {"resultatrakning", "balansrakning", "kassaflode", "noter", "medlemsbidrag"}

    def column(figures: Figures) -> dict:
        periods = {str(LAST), f"{LAST}-12-31"}
        found = {place: value for place, value in figures.found.items() if periods & set(place)}
        return {place: value for place, value in found.items() if place[0] in statements}

    # Debt to projects is of the day of the book alone, so only statements and notes have two columns.
    assert column(now) == column(last) != {}
    before = {place[1]: value for place, value in now.found.items()
              if place[0] == "ekonomisk_sammanfattning" and place[-1] == "foregaende"}  # fmt: skip
    assert before == {place[1]: value for place, value in last.found.items()
                      if place[0] == "ekonomisk_sammanfattning" and place[-1] == "utfall"}  # fmt: skip


@given(ledgers())
@settings(max_examples=2)
def test_thousands_are_rounded_from_the_exact_ore(booked):
    of, chart = exact(booked), make.load_chart("prov")
    in_kr = tables("prov", {"bok.se": sie(booked)})
    in_tkr = tables("tusental", {"bok.se": sie(booked)})
    for kind, lines, columns in (
        ("resultatrakning", chart.resultatrakning,
         {str(column.ar): income_lines(chart, column) for column in of.flows}),
        ("kassaflode", chart.flow_lines, {str(column.ar): flow_lines(chart, column) for column in of.flows}),
        ("balansrakning", chart.balance_lines,
         {column.day: balance_lines(chart, column.closing, column) for column in (of.now, of.last)}),
    ):  # fmt: skip
        for period, amounts in columns.items():
            for table, unit, shown in ((in_kr, 100, "kr"), (in_tkr, 100_000, "tkr")):
                cells = table[kind][table[kind]["period"] == period]
                assert set(cells["enhet"]) == {shown}
                for line, amount, value in zip(lines, amounts, cells["varde"], strict=True):
                    assert (value or 0) == half_away(amount.ore or 0, unit), (line.post, amount.ore)


def test_a_half_of_a_rounded_figure_is_not_rounded_again():
    # 499 499,60 kr are 499 500 kr and 499 tkr; the half of an öre away goes up, also below zero.
    opening = {("1930", ""): 49_949_960, ("1510", ""): -150_000_050, ("1650", ""): 150_000_000}
    opening["2091", ""] = -sum(opening.values())
    booked = Booked(opening, (Voucher("A", "1", dt.date(NOW, 3, 1), "", [Row("1930", 1), Row("3010", -1)]),))
    made = {unit: tables(forbund, {"bok.se": sie(booked)})["balansrakning"]
            for unit, forbund in (("kr", "prov"), ("tkr", "tusental"))}  # fmt: skip
    day = f"{LAST}-12-31"
    assert figure(made["kr"], post="Kassa och bank", period=day) == 499_500
    assert figure(made["tkr"], post="Kassa och bank", period=day) == 499
    assert figure(made["kr"], post="Kortfristiga fordringar", period=day) == -1
    assert figure(made["tkr"], post="Kortfristiga fordringar", period=day) == 0


# ---- Forms of delivery -------------------------------------------------------------------------------------


def one_for_each_year(booked: Booked) -> dict[str, bytes]:
    return {"2019.se": sie(booked, LAST), "2020.se": sie(booked, NOW, vouchers=(NOW,))}


def by_month_and_project(booked: Booked) -> dict[str, bytes]:
    return {"bok.se": sie(booked, vouchers=(), periods=(NOW, LAST))}


def in_halves(booked: Booked) -> dict[str, bytes]:
    """Neither half has the balances of the year's end; both have those of last year."""
    return {f"{name}.se": sie(booked, vouchers=(NOW,), months=months, closing=(LAST,))
            for name, months in (("jan-jun", range(1, 7)), ("jul-dec", range(7, 13)))}  # fmt: skip


def unmoved(booked: Booked) -> dict[str, bytes]:
    """No year's result is booked, and the next year opens without it."""
    return {"bok.se": sie(replace(booked, moved=(False, False), in_opening=False))}


def moved(booked: Booked) -> dict[str, bytes]:
    return {"bok.se": sie(replace(booked, moved=(True, True)))}


FORMS = (one_for_each_year, by_month_and_project, in_halves, unmoved, moved)


@given(ledgers())
@settings(max_examples=2)
def test_every_form_gives_the_same_book(booked):
    whole = Figures(tables("prov", {"bok.se": sie(booked)})).found
    assert {place[0] for place in whole} >= {
        "budget",
        "noter",
        "kassaflode",
        "projektutfall",
        "balansrakning",
    }
    for form in FORMS:
        assert Figures(tables("prov", form(booked))).found == whole, form.__name__


@given(ledgers())
@settings(max_examples=2)
def test_balances_alone_give_the_same_book_without_projects(booked):
    whole = Figures(tables("enkel", {"bok.se": sie(booked)})).found
    balances = sie(booked, vouchers=(), projects=False)
    assert Figures(tables("enkel", {"bok.se": balances})).found == whole


@given(ledgers())
@settings(max_examples=2)
def test_months_give_the_same_interim_report_as_vouchers(booked):
    whole = tables("prov-del", {"bok.se": sie(booked)})
    months = tables("prov-del", by_month_and_project(booked))
    assert Figures(months).found == Figures(whole).found
    until = [each for each in booked.vouchers if each.date <= dt.date(NOW, 6, 30)]
    gain = -result_rows([each for each in until if each.date.year == NOW])
    before = -result_rows([each for each in until if each.date < dt.date(LAST, 7, 1)])
    income = whole["resultatrakning"]
    assert figure(income, post="Årets resultat", period=f"{NOW}-01/{NOW}-06") == half_away(gain, 100)
    assert figure(income, post="Årets resultat", period=f"{LAST}-01/{LAST}-06") == half_away(before, 100)
    assert figure(whole["prognos"], "utfall", rad="Årets resultat") == half_away(gain, 100_000)
    assert figure(whole["prognos"], "foregaende", rad="Årets resultat") == half_away(before, 100_000)


@given(ledgers())
@settings(max_examples=2)
def test_an_export_gives_the_same_book_but_for_what_last_year_opened_with(booked):
    whole = Figures(tables("prov", {"bok.se": sie(booked)}))
    parts = ("Eget kapital vid årets ingång", "Årets resultat", "Övriga ändringar av eget kapital")

    def needs_opening_of_last_year(place: tuple) -> bool:
        is_flow = place[0] == "kassaflode" and str(LAST) in place
        is_part = place[0] == "balansrakning" and f"{LAST}-12-31" in place and place[2] in parts
        stock = place[0] == "ekonomisk_sammanfattning" and place[-1] == "foregaende"
        return is_flow or is_part or (stock and place[1] in ("Utgående eget kapital", "Likvida medel"))

    known = whole.but(needs_opening_of_last_year)
    assert Figures(tables("export", exported(booked))).found == known
    assert len(whole.found) > len(known)
    # Without last year's rows there is no column of it but for what the year opened with.
    alone = Figures(tables("export", exported(booked, (NOW,)))).found if booked.in_opening else {}
    assert alone.items() <= whole.found.items()
    assert {place[0] for place in alone if str(LAST) in place} == set()


@given(ledgers())
@settings(max_examples=2)
def test_the_sign_of_costs_changes_signs_alone(booked):
    ledger = {"bok.se": sie(booked)}
    positive = Figures(tables("prov", ledger)).found
    negative = Figures(tables("negativ", ledger, sign="-")).found
    costs = ("Insatser", "Kansli och administration")

    def turned(place: tuple) -> int:
        if place[0] != "budget":
            return 1
        is_cost = place[1] in costs or place[3] == "Summa kostnader"
        return -1 if is_cost or place[-1] == "differens" else 1

    assert negative == {place: turned(place) * value for place, value in positive.items()}
    assert any(turned(place) < 0 for place in positive)


def test_drawn_ledgers_can_be_wrong():
    """What is asserted above is no fact of any input: an opening that doesn't balance is refused."""
    booked = Booked(
        {("1930", ""): 100}, (Voucher("A", "1", dt.date(NOW, 1, 1), "", [Row("1930", 1), Row("3010", -1)]),)
    )
    with pytest.raises(Faults, match="opening-unbalanced"):
        tables("prov", {"bok.se": sie(booked)})
