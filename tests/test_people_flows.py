"""Participations are counted as one counts them day by day, and in + new = ended + left, however they are grouped."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from person_frames import spells

from finsam.params import Params
from finsam.params.forbund import Forbund, Insats
from finsam.params.year import Year
from finsam.people.definitions import load_people
from finsam.people.flows import MEASURES, bounds, flows
from finsam.tables.words import EXITS

DEFINITIONS = load_people(None)
PARAMS = Params(
    forbund_id="prov",
    ar=2024,
    forbund=Forbund(
        namn="Prov",
        kort="Prov",
        insatser=(
            Insats(namn="C", plattform="Unga"),
            Insats(namn="A", plattform="Vuxna"),
            Insats(namn="B", plattform="Unga"),
        ),
    ),
    year=Year(slag="arsredovisning"),
)

#: Of 2024: carried over and left, carried over and ended, new and ended, new and left, before, after.
SPELLS = spells(
    {"nyckel": "1", "start": "2023-12-31", "kommun": "Umeå", "fodelsear": 2004},
    {
        "nyckel": "2",
        "start": "2020-05-05",
        "slut": "2024-01-01",
        "avslut": "studier",
        "kon": "man",
        "kommun": "Åsele",
    },
    {
        "nyckel": "1",
        "start": "2024-01-01",
        "slut": "2024-12-31",
        "insats": "B",
        "kommun": "Umeå",
        "fodelsear": 2004,
    },
    {"nyckel": "3", "start": "2024-12-31", "kommun": "Ånge", "fodelsear": None},
    {"nyckel": "4", "start": "2023-01-01", "slut": "2023-12-31", "insats": "C"},
    {"nyckel": "5", "start": "2025-01-01", "insats": "C"},
    {
        "nyckel": "1",
        "start": "2024-07-01",
        "slut": "2025-01-01",
        "insats": "B",
        "kommun": "Umeå",
        "fodelsear": 2004,
    },
)


def counts(table: pd.DataFrame, column: str = "totalt", **of: str) -> dict[str, int]:
    """The numbers of one group by measure, those that are 0 left out."""
    for name, value in of.items():
        table = table[table[name] == value]
    assert table["matt"].tolist() == list(MEASURES)
    return {matt: number for matt, number in zip(table["matt"], table[column], strict=True) if number}


# ---- Known answers ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [("2024", (1, 1), (12, 31)), ("2024-H1", (1, 1), (6, 30)), ("2024-H2", (7, 1), (12, 31))],
)
def test_bounds(period, first, last):
    assert bounds(period) == (pd.Timestamp(2024, *first), pd.Timestamp(2024, *last))


@pytest.mark.parametrize("period", ["2024-H3", "24", "2024-01", "", "2024-H1 "])
def test_what_is_no_period(period):
    with pytest.raises(ValueError, match="no period"):
        bounds(period)


def test_a_year():
    assert counts(flows(SPELLS, "2024")) == {
        "antal_totalt": 5, "unika": 3, "ingaende": 2, "nya": 3, "avslutade": 2, "arbete": 1, "studier": 1, "kvar": 3,
    }  # fmt: skip


def test_half_years():
    first = {"antal_totalt": 3, "unika": 2, "ingaende": 2, "nya": 1, "avslutade": 1, "studier": 1, "kvar": 2}
    second = {"antal_totalt": 4, "unika": 2, "ingaende": 2, "nya": 2, "avslutade": 1, "arbete": 1, "kvar": 3}
    assert counts(flows(SPELLS, "2024-H1")) == first
    assert counts(flows(SPELLS, "2024-H2")) == second


def test_women_and_men():
    found = flows(SPELLS, "2024")
    assert counts(found, "man") == {
        "antal_totalt": 1, "unika": 1, "ingaende": 1, "avslutade": 1, "studier": 1,
    }  # fmt: skip
    assert counts(found, "kvinnor") == {
        "antal_totalt": 4, "unika": 2, "ingaende": 1, "nya": 3, "avslutade": 1, "arbete": 1, "kvar": 3,
    }  # fmt: skip


def test_a_person_in_an_insats_twice_is_two_participations_and_one_person():
    found = counts(flows(SPELLS, "2024", ["insats"]), insats="B")
    assert found == {"antal_totalt": 2, "unika": 1, "nya": 2, "avslutade": 1, "arbete": 1, "kvar": 1}


def test_groups_without_anyone_in_the_period_are_left_out_and_the_others_stand_in_order():
    assert flows(SPELLS, "2024", ["insats"])["insats"].unique().tolist() == ["A", "B"]
    after = flows(SPELLS, "2025", ["insats"], params=PARAMS)
    assert after["insats"].unique().tolist() == ["C", "A", "B"]
    assert flows(SPELLS, "2025", ["insats"])["insats"].unique().tolist() == ["A", "B", "C"]


def test_kommuner_stand_by_the_swedish_alphabet_and_unknown_last():
    rows = [
        {"nyckel": str(at), "kommun": name}
        for at, name in enumerate(("Örebro", "", "Ånge", "Älmhult", "Vara"))
    ]
    found = flows(spells(*rows), "2024", ["kommun"])
    assert found["kommun"].unique().tolist() == ["Vara", "Ånge", "Älmhult", "Örebro", "Uppgift saknas"]


def test_ages_are_those_of_the_year():
    found = flows(SPELLS, "2024", ["alder"], DEFINITIONS)
    assert found["alder"].unique().tolist() == ["16–24 år", "30–44 år", "Uppgift saknas"]
    assert counts(found, alder="16–24 år")["unika"] == 1
    later = flows(SPELLS, "2029", ["alder"], DEFINITIONS)
    assert later["alder"].unique().tolist() == ["25–29 år", "45–64 år", "Uppgift saknas"]


def test_platforms_stand_in_the_order_of_the_params():
    found = flows(SPELLS, "2024", ["plattform"], params=PARAMS)
    assert found["plattform"].unique().tolist() == ["Unga", "Vuxna"]
    assert counts(found, plattform="Unga")["antal_totalt"] == 2
    other = spells({"insats": "A"}, {"nyckel": "2", "insats": "Annan"})
    assert flows(other, "2024", ["plattform"], params=PARAMS)["plattform"].unique().tolist() == [
        "Vuxna",
        "Uppgift saknas",
    ]


def test_groups_of_two_columns():
    found = flows(SPELLS, "2024", ["kommun", "insats"])
    assert list(found.columns) == ["kommun", "insats", "matt", "kvinnor", "man", "totalt"]
    groups = found[["kommun", "insats"]].drop_duplicates().values.tolist()
    assert groups == [["Umeå", "A"], ["Umeå", "B"], ["Ånge", "A"], ["Åsele", "A"]]
    assert counts(found, kommun="Umeå", insats="B")["antal_totalt"] == 2


def test_nobody():
    assert counts(flows(SPELLS, "2010")) == {}
    assert flows(SPELLS, "2010", ["insats"]).empty


@pytest.mark.parametrize("by", ["alder", "plattform"])
def test_groups_that_need_definitions_or_params(by):
    with pytest.raises(ValueError, match="need"):
        flows(SPELLS, "2024", [by])


# ---- Any participations ----------------------------------------------------------------------------------

FIRST = dt.date(2022, 1, 1)
PERSONS = {
    "1": {"kon": "kvinnor", "fodelsear": 1999, "kommun": "Umeå"},
    "2": {"kon": "man", "fodelsear": None, "kommun": ""},
    "3": {"kon": "kvinnor", "fodelsear": 1960, "kommun": "Vännäs"},
    "4": {"kon": "man", "fodelsear": 2000, "kommun": "Umeå"},
}


@st.composite
def participations(draw) -> pd.DataFrame:
    """Participations of four persons in three insatser around 2023 and 2024, many of them at the turn of a period."""
    turns = [dt.date(2022, 12, 31), dt.date(2023, 1, 1), dt.date(2023, 6, 30), dt.date(2023, 7, 1),
             dt.date(2023, 12, 31), dt.date(2024, 1, 1)]  # fmt: skip
    days = st.one_of(st.sampled_from(turns), st.dates(FIRST, dt.date(2024, 12, 31)))
    rows = []
    for _ in range(draw(st.integers(1, 12))):
        nyckel = draw(st.sampled_from(list(PERSONS)))
        one, other = sorted([draw(days), draw(days)])
        row = {"nyckel": nyckel, **PERSONS[nyckel], "insats": draw(st.sampled_from("ABC")), "start": one}
        if draw(st.booleans()):
            row |= {"slut": other, "avslut": draw(st.sampled_from(EXITS))}
        rows.append(row)
    return spells(*rows)


def walked(rows: list[dict], period: str) -> dict[str, int]:
    """The counts of a period by walking through its days with a list of who is in."""
    first, last = (day.date() for day in bounds(period))
    found = dict.fromkeys(MEASURES, 0)
    inside: list[dict] = []
    persons: set[str] = set()
    day = FIRST
    while day <= last:
        if day == first:
            found["ingaende"] = len(inside)
            persons = {row["nyckel"] for row in inside}
        came = [row for row in rows if row["start"].date() == day]
        inside += came
        left = [row for row in inside if not pd.isna(row["slut"]) and row["slut"].date() == day]
        inside = [row for row in inside if row not in left]
        if day >= first:
            found["nya"] += len(came)
            persons |= {row["nyckel"] for row in came}
            found["avslutade"] += len(left)
            for row in left:
                found[row["avslut"]] += 1
        day += dt.timedelta(1)
    found |= {"kvar": len(inside), "unika": len(persons), "antal_totalt": found["ingaende"] + found["nya"]}
    return found


@settings(max_examples=50)
@given(participations())
def test_counts_are_those_of_walking_through_the_days(table):
    # Rows that are alike are told apart by their place.
    rows = table.assign(radnr=range(len(table))).to_dict("records")
    for period in ("2023", "2023-H1", "2023-H2"):
        found = flows(table, period)
        for column in ("kvinnor", "man"):
            expected = walked([row for row in rows if row["kon"] == column], period)
            assert dict(zip(found["matt"], found[column], strict=True)) == expected
        assert (found["totalt"] == found["kvinnor"] + found["man"]).all()


@settings(max_examples=50)
@given(
    participations(),
    st.sampled_from([(), ("insats",), ("kommun",), ("alder",), ("plattform",), ("insats", "kommun")]),
)
def test_what_comes_in_is_what_goes_out_in_every_group(table, by):
    periods = ("2023", "2023-H1", "2023-H2", "2024")
    found = {period: _by_measure(flows(table, period, by, DEFINITIONS, PARAMS), by) for period in periods}
    for of in found.values():
        assert (of["antal_totalt"] == of["ingaende"] + of["nya"]).all(axis=None)
        assert (of["antal_totalt"] == of["avslutade"] + of["kvar"]).all(axis=None)
        assert (of["avslutade"] == sum(of[exit] for exit in EXITS)).all(axis=None)
        assert (of["unika"] <= of["antal_totalt"]).all(axis=None)
        assert ((of["unika"] > 0) == (of["antal_totalt"] > 0)).all(axis=None)
    year, first, second, after = (found[period] for period in periods)
    for matt in ("nya", "avslutade", *EXITS):
        assert _same(first[matt].add(second[matt], fill_value=0), year[matt])
    assert _same(first["kvar"], second["ingaende"])
    assert _same(second["kvar"], year["kvar"])
    if "alder" not in by:
        assert _same(year["kvar"], after["ingaende"])


@settings(max_examples=30)
@given(participations())
def test_groups_add_up_to_all(table):
    whole = flows(table, "2023").set_index("matt")
    for by in ("insats", "kommun", "alder", "plattform"):
        sums = (
            flows(table, "2023", [by], DEFINITIONS, PARAMS)
            .groupby("matt")[["kvinnor", "man", "totalt"]]
            .sum()
        )
        for matt in MEASURES:
            if matt in sums.index and matt != "unika":
                assert sums.loc[matt].tolist() == whole.loc[matt].tolist()
        if len(sums):
            assert (sums.loc["unika"] >= whole.loc["unika"]).all()


def _by_measure(table: pd.DataFrame, by: tuple[str, ...]) -> dict[str, pd.DataFrame]:
    """The numbers of each measure, one row for each group; without groups one row."""
    table = table if by else table.assign(alla="")
    numbers = table.set_index(list(by) or ["alla"])[["kvinnor", "man", "totalt"]]
    return {matt: numbers[(table["matt"] == matt).to_numpy()] for matt in MEASURES}


def _same(one: pd.DataFrame, other: pd.DataFrame) -> bool:
    """The same numbers in every group; a group that isn't there has nobody."""
    if one.empty and other.empty:
        return True
    return bool((one.sub(other, fill_value=0) == 0).all(axis=None))
