"""What the ledgers of the example and of a real report give: figure by figure what others add up or have printed."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

import pytest
from conftest import REPOSITORY
from golden_map import golden_cells
from ledgers import figure, half_away

from finsam.delivery.read import read_delivery
from finsam.ledger.make import from_ledger
from finsam.params import load_params
from finsam.sources.grids import read_grids
from finsam.tables.kinds import KINDS
from finsam.tables.read import tidy

RAW = REPOSITORY / "data/raw"
STATEMENTS = ("resultatrakning", "balansrakning", "kassaflode", "noter", "medlemsbidrag", "budget")
#: The sum of note 1 is printed "10 00 000".
MISPRINTED = {("noter", "Summa", "2015", "1000000"): Decimal(10_600_000)}


@pytest.fixture(scope="module")
def printed():
    """The tables that the ledger of 2016 gives with the printed budget and no other table."""
    folder = RAW / "umearegionen/2016"
    (plan,) = [grid for grid in read_grids(folder / "bokslut.xlsx") if grid.sheet == "budget"]
    budget, faults = tidy(plan, KINDS["budget"], 2016)
    assert faults == []
    return from_ledger([folder / "bokforing-2016.se"], [], load_params("umearegionen", 2016), budget).tables


@pytest.mark.parametrize("kind", STATEMENTS)
def test_the_ledger_of_2016_gives_every_printed_figure(printed, kind):
    seen = 0
    for cell in golden_cells("umearegionen/2016"):
        if cell.kind != kind:
            continue
        keys = {key: text for key, text in cell.keys.items() if key in printed[kind].columns}
        made = figure(printed[kind], cell.kolumn, **keys)
        name = (kind, keys.get("post", ""), keys.get("period", ""), cell.value)
        stated = MISPRINTED.get(name, Decimal(cell.value or 0))
        assert (made or 0) == stated, (cell.file, cell.line, cell.column)
        seen += 1
    assert seen >= {"budget": 99, "noter": 30}.get(kind, 12)


def test_what_the_ledger_makes_of_the_summary_shows_which_printed_cells_are_wrong(printed):
    table = printed["ekonomisk_sammanfattning"]
    posts = {"Nettokostnad": "Kostnader", "Bidrag/intäkt": "Intäkter"}
    wrong = {}
    for cell in golden_cells("umearegionen/2016"):
        if cell.kind == "ekonomisk_sammanfattning":
            post = cell.keys["post"]
            made = figure(table, cell.kolumn, post=posts.get(post, post))
            if made != Decimal(cell.value):
                wrong[post, cell.kolumn] = (int(cell.value), int(made))
    assert wrong == WRONG


#: Printed, and made of the ledger and the printed budget: see the README beside the raw files.
WRONG = {
    ("Nettokostnad", "budget"): (-13848, -14388),
    ("Nettokostnad", "avvikelse"): (-1506, 2046),
    ("Nettokostnad", "foregaende"): (-10699, -10700),
    ("Bidrag/intäkt", "budget"): (12430, 12970),
    ("Bidrag/intäkt", "avvikelse"): (566, 26),
    ("Bidrag/intäkt", "foregaende"): (10603, 10604),
    ("Utgående eget kapital", "utfall"): (3201, 3202),
    # Own capital of 2014 stands for that of 2015.
    ("Utgående eget kapital", "foregaende"): (2643, 2547),
    ("Likvida medel", "budget"): (6203, 6204),
    ("Likvida medel", "foregaende"): (7621, 7622),
}


# ---- The invented förbund ----------------------------------------------------------------------------------


def plain_sums(year: int) -> tuple[dict, dict, dict]:
    """Öre by account of opening and rows, and by account and project of rows, read by splitting lines and no more."""
    opening, moved, owed = defaultdict(int), defaultdict(int), defaultdict(int)
    text = (RAW / f"exempelforbundet/{year}/bokforing-{year}.se").read_bytes().decode("cp437")
    day = ""
    for line in text.splitlines():
        words = line.replace("{", " { ").replace("}", " } ").replace('"', " ").split()
        if words[:2] == ["#IB", "0"]:
            opening[words[2]] += ore(words[3])
        elif words[:2] == ["#OIB", "0"]:
            owed[words[2], words[5]] += ore(words[-1])
        elif words[:1] == ["#VER"]:
            day = words[3]
        elif words[:1] == ["#TRANS"] and day.startswith(str(year)):
            inside = words[words.index("{") + 1 : words.index("}")]
            project = dict(zip(inside[::2], inside[1::2], strict=True)).get("6", "")
            moved[words[1], project] += ore(words[words.index("}") + 1])
    return opening, moved, owed


def ore(text: str) -> int:
    return int(Decimal(text) * 100)


OPENING, MOVED, OWED = plain_sums(2024)
INSATSER = {
    "Ungdomsspåret": ("P01UNG",), "Vägen vidare": ("P02VX2", "P02VUX"), "Stegen före": ("P03FFA",),
    "Rehabvägen": ("P04REH",), "Växtkraft": ("P05VXT",), "Lotsen": ("P06LOT",), "Kvinnohälsan": ("P07KVI",),
    "Snabbspåret": ("P08SNA",),
}  # fmt: skip


def moved(low: str, high: str, *codes: str) -> int:
    return sum(
        amount for (account, code), amount in MOVED.items()
        if low <= account <= high and (not codes or code in codes)
    )  # fmt: skip


def opened(low: str, high: str) -> int:
    return sum(amount for account, amount in OPENING.items() if low <= account <= high)


@pytest.fixture(scope="module")
def example():
    return read_delivery(load_params("exempelforbundet", 2024)).tables


def test_key_figures_of_the_example_are_plain_sums_of_its_lines(example):
    assert opened("1000", "2999") == 0 and moved("1000", "8999") == 0
    gain = -moved("3000", "8799")
    equity = -opened("2000", "2099") + gain
    cash = opened("1900", "1999") + moved("1900", "1999")
    owing = -opened("2400", "2999") - moved("2400", "2999")
    balance, day = example["balansrakning"], "2024-12-31"
    expected = {
        "Årets resultat": gain, "Summa eget kapital": equity, "Kassa och bank": cash, "Kortfristiga skulder": owing,
        "Summa tillgångar": equity + owing,
    }  # fmt: skip
    for post, amount in expected.items():
        assert figure(balance, post=post, period=day) == half_away(amount, 100), post
    assert gain < 0 < equity
    income = example["resultatrakning"]
    for post, low, high in (
        ("Bidrag från medlemmarna", "3000", "3099"), ("Övriga intäkter", "3100", "3999"),
        ("Avskrivningar", "7700", "7899"), ("Finansiella intäkter", "8000", "8399"),
    ):  # fmt: skip
        assert figure(income, post=post, period="2024") == half_away(-moved(low, high), 100), post
    flow = example["kassaflode"]
    assert figure(flow, post="Årets kassaflöde", period="2024") == half_away(moved("1900", "1999"), 100)
    wear = moved("7700", "7899")
    assert figure(flow, post="Investeringar i anläggningstillgångar", period="2024") == half_away(
        -moved("1000", "1399") - wear, 100
    )
    assert figure(example["ekonomisk_sammanfattning"], "utfall", post="Utgående eget kapital") == half_away(equity, 100_000)  # fmt: skip


@pytest.mark.parametrize("insats", INSATSER)
def test_costs_and_debts_of_each_insats_are_plain_sums(example, insats):
    codes = INSATSER[insats]
    cost = moved("4000", "7999", *codes)
    difference = moved("4590", "4599", *codes)
    opening = -sum(OWED["2970", code] for code in codes)
    debt = opening - moved("2970", "2979", *codes)

    def shown(kind: str, kolumn: str, **keys: str) -> int:
        table = example[kind]
        rows = table[(table["kolumn"] == kolumn)]
        for key, text in keys.items():
            rows = rows[rows[key] == text]
        assert len(rows) <= 1
        return 0 if rows.empty else int(rows["varde"].iloc[0] or 0)

    tkr = 100_000
    assert shown("budget", "utfall", rad=insats) == half_away(cost, tkr)
    a, b = "A. Projektskulder från 2023 betalda under 2024", "B. Projekt avseende 2024"
    assert shown("projektutfall", "budget", sektion=a, rad=insats) == half_away(opening, tkr)
    assert shown("projektutfall", "utfall", sektion=a, rad=insats) == half_away(opening + difference, tkr)
    assert shown("projektutfall", "utfall", sektion=b, rad=insats) == half_away(cost - difference, tkr)
    assert shown("projektskulder", "belopp", projekt=insats) == half_away(debt, tkr)


def credited(series: str, text: str, account: str) -> int:
    """Öre that vouchers of a series and a text credited an account in 2024."""
    lines = (RAW / "exempelforbundet/2024/bokforing-2024.se").read_bytes().decode("cp437").splitlines()
    heading, found = "", 0
    for line in lines:
        heading = line if line.startswith("#VER") else heading
        wanted = heading.startswith(f"#VER {series} ") and " 2024" in heading and text in heading
        if wanted and line.startswith(f"#TRANS {account} "):
            found -= ore(line.split("}")[1].split()[0])
    return found


def test_a_and_b_less_the_debt_that_is_left_are_the_payments(example):
    outcome, tkr = example["projektutfall"], 100_000
    bank, invoices = credited("B", "Slutrekvisition 2023", "1930"), credited("L", ", rekvisition", "2440")
    assert figure(outcome, "utfall", rad="Summa A") == half_away(bank, tkr) == 1277
    # A third of the evaluation is a cost of Ungdomsspåret that no owner has asked for.
    evaluation = moved("6550", "6550", "P01UNG")
    debt = -sum(OWED.values()) - moved("2970", "2979")
    spent = half_away(invoices + evaluation + debt, tkr)
    assert figure(outcome, "utfall", rad="Summa B") == spent
    assert figure(example["projektskulder"], typ="summa") == half_away(debt, tkr)
    assert figure(outcome, "utfall", rad="Totalt (A+B)") == half_away(
        bank + invoices + evaluation + debt, tkr
    )


def test_the_same_year_is_the_same_in_next_years_ledger(example):
    """2024 in the interim report of 2025, whose file has the vouchers of both years, is 2024 in its own book."""
    later = read_delivery(load_params("exempelforbundet", 2025)).tables["balansrakning"]
    own = example["balansrakning"]
    for post in own[own["period"] == "2024-12-31"]["post"]:
        if post in set(later["post"]):
            before, now = (figure(table, post=post, period="2024-12-31") for table in (own, later))
            assert before == now, post
