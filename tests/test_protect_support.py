"""Income support: households of small groups can't be recomputed from sums, and nothing is told of what they were paid."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from finsam.delivery.read import read_delivery
from finsam.faults import Faults
from finsam.params import load_params
from finsam.protect.apply import Earlier, hide
from finsam.protect.choose import hidden_counts
from finsam.protect.means import without_payments
from finsam.protect.system import System
from finsam.protect.tables import add_tables
from finsam.tables.words import ALL_KOMMUNER

LEAST = 5
KOMMUNER = ("Björksta", "Mosjö", "Norrhed")
GROUPINGS = {"forsorjningshinder": ("Arbetslös", "Sjuk", "Annat"), "alder": ("18–24 år", "25 år och äldre")}
COLUMNS = ("alla", "langvarigt", "mycket_langvarigt")

household = st.tuples(
    st.sampled_from(KOMMUNER), st.sampled_from(GROUPINGS["forsorjningshinder"]), st.sampled_from(GROUPINGS["alder"]),
    st.booleans(), st.booleans(),
)  # fmt: skip


def cells(households: list[tuple]) -> dict[tuple[str, str, str, str], int]:
    """What a table of these households tells, by area, grouping, group and column: counted here, from one row each."""
    frame = pd.DataFrame(households, columns=["kommun", *GROUPINGS, *COLUMNS[1:]]).assign(alla=True)
    found = {}
    for area in (ALL_KOMMUNER, *KOMMUNER):
        of_area = frame if area == ALL_KOMMUNER else frame[frame["kommun"] == area]
        parts = [("totalt", "", of_area)]
        parts += [
            (name, group, of_area[of_area[name] == group])
            for name, groups in GROUPINGS.items()
            for group in groups
        ]
        for name, group, part in parts:
            found |= {(area, name, group, column): int(part[column].sum()) for column in COLUMNS}
    return found


def tidy(numbers: dict[tuple[str, str, str, str], int]) -> pd.DataFrame:
    rows = [
        {
            "omrade": area, "period": "2024", "raknas": "hushall", "uppdelning": name, "grupp": group,
            "kolumn": column, "varde": Decimal(n), "decimaler": 0, "status": "", "enhet": "antal",
        }
        for (area, name, group, column), n in numbers.items()
    ]  # fmt: skip
    return pd.DataFrame(rows)


def told(numbers: dict[tuple[str, str, str, str], int]) -> pd.DataFrame:
    table, system = tidy(numbers), System()
    add_tables(system, {"forsorjningsstod": table}, load_params("exempelforbundet", 2024))
    return hide("forsorjningsstod", table, hidden_counts(system))


def widths(numbers: dict, hidden: set) -> dict[tuple, tuple[int, int]]:
    """The ends of what each hidden cell can be, by equations of this test's own: a reader knows that groups make up the
    total, kommuner all of them, and that those with a long need are among all."""
    keys = list(numbers)
    at = {key: number for number, key in enumerate(keys)}
    rows, low, high = [], [], []

    def relate(terms: dict, least: float, most: float) -> None:
        row = np.zeros(len(keys))
        for key, times in terms.items():
            row[at[key]] = times
        rows.append(row)
        low.append(least)
        high.append(most)

    for area, name, group, column in keys:
        if name == "totalt":
            for each, groups in GROUPINGS.items():
                relate({(area, name, group, column): -1} | {(area, each, g, column): 1 for g in groups}, 0, 0)
        if area == ALL_KOMMUNER:
            relate({(area, name, group, column): -1} | {(k, name, group, column): 1 for k in KOMMUNER}, 0, 0)
        if column != "alla":
            relate({(area, name, group, "alla"): 1, (area, name, group, column): -1}, 0, np.inf)
    least = [1 if key in hidden else numbers[key] for key in keys]
    most = [10_000 if key in hidden else numbers[key] for key in keys]
    found = {}
    for key in hidden:
        ends = []
        for sign in (1, -1):
            cost = np.zeros(len(keys))
            cost[at[key]] = sign
            solved = milp(
                cost, constraints=LinearConstraint(np.array(rows), low, high), bounds=Bounds(least, most),
                integrality=np.ones(len(keys)),
            )  # fmt: skip
            assert solved.x is not None
            ends.append(round(solved.x[at[key]]))
        found[key] = ends[0], ends[1]
    return found


@settings(max_examples=12)
@given(st.lists(household, min_size=1, max_size=120))
def test_no_hidden_number_of_households_is_narrowed(households):
    numbers = cells(households)
    try:
        table = told(numbers)
    except Faults as wrong:
        # A single household of everything there is stands beside zeros that all can see.
        assert {fault.code for fault in wrong.faults} == {"count-unprotected"}
        assert sum(n > 0 for n in numbers.values()) < len(numbers)
        return
    keys = ["omrade", "uppdelning", "grupp", "kolumn"]
    hidden = {tuple(row) for row in table.loc[table["status"] == "undertryckt", keys].itertuples(index=False)}
    assert {key for key, n in numbers.items() if 0 < n < LEAST} <= hidden
    for key, (low, high) in widths(numbers, hidden).items():
        assert high - low >= LEAST - 1 and high >= LEAST, (key, low, high)


def test_a_book_with_one_small_group_hides_little_more():
    group = [("Björksta", "Arbetslös", "25 år och äldre", True, False)] * 30
    group += [("Mosjö", "Sjuk", "18–24 år", False, False)] * 25 + [
        ("Norrhed", "Annat", "25 år och äldre", True, True)
    ] * 40
    group += [("Björksta", "Sjuk", "25 år och äldre", False, False)] * 20 + [
        ("Mosjö", "Arbetslös", "25 år och äldre", True, True)
    ] * 15
    group += [("Björksta", "Sjuk", "18–24 år", False, False)] * 2
    table = told(cells(group))
    hidden = table[table["status"] == "undertryckt"]
    small = hidden[
        (hidden["omrade"] == "Björksta") & (hidden["uppdelning"] == "alder") & (hidden["kolumn"] == "alla")
    ]
    assert "18–24 år" in set(small["grupp"]) and len(hidden) < 0.25 * len(table)
    assert not hidden[(hidden["omrade"] == ALL_KOMMUNER) & (hidden["uppdelning"] == "totalt")].size


# ---- What was paid ------------------------------------------------------------------------------------------------


def paid(**amounts: tuple[str, str]) -> pd.DataFrame:
    """By area: the status of the number of households, and the amount."""
    rows = []
    for area, (status, amount) in amounts.items():
        common = {
            "omrade": area.replace("_", " "),
            "period": "2024",
            "raknas": "hushall",
            "uppdelning": "totalt",
            "grupp": "",
        }
        rows.append(common | {"kolumn": "alla", "varde": None if status else Decimal(40), "status": status})
        rows.append(common | {"kolumn": "utbetalt", "varde": Decimal(amount), "status": ""})
    return pd.DataFrame(rows)


def shown(table: pd.DataFrame) -> dict[str, Decimal | None]:
    return {row.omrade: row.varde for row in table[table["kolumn"] == "utbetalt"].itertuples()}


def test_nothing_is_told_of_what_hidden_households_were_paid():
    found = shown(
        without_payments(paid(Björksta=("undertryckt", "1"), Mosjö=("undertryckt", "2"), Norrhed=("", "3")))
    )
    assert found == {"Björksta": None, "Mosjö": None, "Norrhed": Decimal(3)}


def test_an_amount_is_not_what_all_were_paid_less_the_others():
    together = {ALL_KOMMUNER.replace(" ", "_"): ("", "6")}
    table = paid(Björksta=("undertryckt", "1"), Mosjö=("", "2"), Norrhed=("", "3"), **together)
    found = shown(without_payments(table))
    # The smaller one of the others goes with it.
    assert [found[each] for each in KOMMUNER] == [None, None, Decimal(3)] and found[ALL_KOMMUNER] == 6


def test_amounts_of_a_book_are_hidden_with_its_households(repository):
    repository.forbund("medlemmar: [{namn: Björksta, slag: kommun}, {namn: Mosjö, slag: kommun}]\n")
    repository.year("skydd: {allt: {min_antal: 5}}\n")
    repository.raw(
        "forsorjningsstod.csv",
        "omrade;raknas;uppdelning;grupp;alla;langvarigt;mycket_langvarigt;utbetalt\n"
        "Björksta;Hushåll;Totalt;;3;1;0;120000\nMosjö;Hushåll;Totalt;;60;20;9;4000000\n"
        "Kommunerna tillsammans;Hushåll;Totalt;;63;21;9;4120000\n",
    )
    assert not repository.faults()
    table = read_delivery(repository.params(), Earlier()).tables["forsorjningsstod"]
    status = {(row.omrade, row.kolumn): row.status for row in table.itertuples()}
    assert status["Björksta", "alla"] == status["Björksta", "utbetalt"] == "undertryckt"
    hidden = [area for (area, column), each in status.items() if column == "utbetalt" and each]
    assert len(hidden) >= 2
