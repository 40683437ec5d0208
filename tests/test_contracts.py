"""What every later step relies on: exact numbers, missing apart from zero, each row once, no table out of shape."""

from __future__ import annotations

from decimal import Decimal

import pandas as pd
import pytest
from conftest import Repository, copy_common_params
from hypothesis import given, settings
from hypothesis import strategies as st
from pandera.errors import SchemaError, SchemaErrors

from finsam.delivery.read import read_delivery
from finsam.ingest import processed
from finsam.sources.numbers import parse_number
from finsam.tables.contracts import contract
from finsam.tables.kinds import KINDS

REFUSED = (SchemaError, SchemaErrors)

TABLES = {
    "deltagare": "insats,matt,totalt,procent\nMatcha,nya,4,\nMatcha,avslutade,0,..\n",
    "resultatrakning": "post,not,2020,2019\nIntäkter,1,100,90\nKostnader,,-40.50,-\n",
}


@pytest.fixture
def tables(repository) -> dict[str, pd.DataFrame]:
    for name, text in TABLES.items():
        repository.raw(f"{name}.csv", text)
    return read_delivery(repository.params()).tables


@pytest.mark.parametrize("kind", TABLES)
def test_a_table_that_was_read_keeps_its_contract(tables, kind):
    assert len(contract(KINDS[kind]).validate(tables[kind])) == 4


def test_a_contract_is_of_one_kind(tables):
    with pytest.raises(REFUSED):
        contract(KINDS["deltagare"]).validate(tables["resultatrakning"])


BROKEN = {
    "number with a status": {"varde": Decimal(3)},
    "no number and no status": {"status": ""},
    "unknown status": {"status": "hemlig"},
    "unknown measure": {"matt": "nyy"},
    "unknown column of numbers": {"kolumn": "alla"},
    "unknown unit": {"enhet": "kkr"},
    "more decimals than a table can hold": {"decimaler": 7},
    "row before the first": {"radnr": 0},
    "no file": {"fil": ""},
}


@pytest.mark.parametrize("broken", BROKEN)
def test_a_broken_row_is_refused(tables, broken):
    table = tables["deltagare"].copy()
    suppressed = table.index[table["status"] == "undertryckt"][0]
    for column, value in BROKEN[broken].items():
        table.at[suppressed, column] = value
    with pytest.raises(REFUSED):
        contract(KINDS["deltagare"]).validate(table)


def test_a_float_is_refused_since_money_must_be_exact(tables):
    table = tables["resultatrakning"].copy()
    table.at[0, "varde"] = 100.0
    with pytest.raises(REFUSED):
        contract(KINDS["resultatrakning"]).validate(table)


def test_a_period_that_is_none_is_refused(tables):
    table = tables["resultatrakning"].copy()
    table.at[0, "period"] = "2020-13"
    with pytest.raises(REFUSED):
        contract(KINDS["resultatrakning"]).validate(table)


@pytest.mark.parametrize(
    "reshape",
    [
        lambda table: table.drop(columns="radnr"),
        lambda table: table.assign(anteckning=""),
        lambda table: table[list(reversed(table.columns))],
        lambda table: table.rename(columns={"varde": "värde"}),
    ],
    ids=["column left out", "column added", "other order", "other name"],
)
def test_another_shape_is_refused(tables, reshape):
    with pytest.raises(REFUSED):
        contract(KINDS["deltagare"]).validate(reshape(tables["deltagare"]))


# ---- Each row once -----------------------------------------------------------------------------------------

TWICE = {
    "in one file": (
        {"deltagare.csv": "insats,matt,totalt\nMatcha,nya,1\nVindeln,nya,1\nMatcha,varav nya för året,2\n"},
        [("deltagare.csv", 2), ("deltagare.csv", 4)],
        "Matcha, nya",
    ),
    "in two files": (
        {
            "deltagare-1.csv": "insats,matt,totalt\nMatcha,nya,1\n",
            "deltagare-2.csv": "insats,matt,totalt\nVindeln,nya,1\nMatcha,nya,1\n",
        },
        [("deltagare-1.csv", 2), ("deltagare-2.csv", 3)],
        "Matcha, nya",
    ),
    "under two names of one insats": (
        {"deltagare.csv": "insats,matt,totalt\nMatcha,nya,1\nFöretagsringar,nya,1\n"},
        [("deltagare.csv", 2), ("deltagare.csv", 3)],
        "Matcha, nya",
    ),
    "under name and code of one area": (
        {"statistik.csv": "omrade,matt,period,varde\nUmeå,uvas_antal,2014,1\n2480,uvas_antal,2014,1\n"},
        [("statistik.csv", 2), ("statistik.csv", 3)],
        "Umeå, uvas_antal, totalt",
    ),
    "as a post and as a sum, under two years": (
        {"resultatrakning.csv": "post,typ,2020,2019\nIntäkter,post,1,2\nIntäkter,summa,1,2\n"},
        [("resultatrakning.csv", 2), ("resultatrakning.csv", 3)],
        "Intäkter",
    ),
    "with one target for two thresholds": (
        {
            "sociala_mal.csv": "malomrade_nr,malomrade,konto,indikator,kontotext,kort,typ,respondentgrupp,troskel\n"
            "1,Nytta,1.1,1.1,a,a,enkät,deltagare,80\n1,Nytta,1.1,1.1,a,a,enkät,personal,50\n"
        },
        [("sociala_mal.csv", 2), ("sociala_mal.csv", 3)],
        "1.1",
    ),
}


@pytest.mark.parametrize("case", TWICE)
def test_a_row_that_stands_twice_is_told_once_with_all_its_places(repository, case):
    files, places, label = TWICE[case]
    repository.forbund("insatser: [{namn: Matcha, alias: [Företagsringar]}]\n")
    for name, text in files.items():
        repository.raw(name, text)
    (fault,) = repository.faults()
    assert fault.code == "row-twice"
    assert [(place.file.rpartition("/")[2], place.row) for place in fault.where] == places
    assert label in fault.message


def test_rows_that_differ_in_year_sex_or_section_are_not_the_same(repository):
    repository.raw("deltagare.csv", "insats,matt,period,totalt\nMatcha,nya,2020,1\nMatcha,nya,2019,1\n")
    repository.raw("resultatrakning-1.csv", "post,2020\nIntäkter,1\n")
    repository.raw("resultatrakning-2.csv", "post,2019\nIntäkter,1\n")
    repository.raw("budget.csv", "sektion,rad,utfall\nA,Matcha,1\nB,Matcha,1\n")
    repository.raw(
        "statistik.csv",
        "omrade,matt,period,kon,varde\nUmeå,uvas_antal,2014,K,1\nUmeå,uvas_antal,2014,M,1\n",
    )
    repository.raw("uppgifter.csv", "kapitel,uppgift,varde\ndeltagare,Möten,1\ndeltagare,Möten,1\n")
    assert repository.faults() == []


# ---- To Parquet and back -----------------------------------------------------------------------------------


def test_missing_suppressed_not_applicable_and_zero_stay_apart_on_disk(repository):
    repository.raw(
        "deltagare.csv",
        "insats;matt;kvinnor;man;totalt;procent\nMatcha;nya;..;.;-;\nVindeln;nya;0;0,0;00;0,00\n",
    )
    table = processed("prov", 2020).tables["deltagare"]
    missing = table[table["insats"] == "Matcha"]
    assert list(missing["status"]) == ["undertryckt", "ej_tillampligt", "saknas", "saknas"]
    assert missing["varde"].isna().all()
    zero = table[table["insats"] == "Vindeln"]
    assert list(zero["status"]) == [""] * 4
    assert list(zero["varde"]) == [0] * 4
    assert list(zero["decimaler"]) == [0, 1, 0, 2]


amount = st.one_of(
    st.sampled_from(["", "-", "..", "."]),
    st.decimals(-(10**15), 10**15, places=2).map(str),
    st.integers(-(10**17), 10**17).map(str),
)


@settings(max_examples=15)
@given(st.lists(st.tuples(amount, amount), min_size=1, max_size=8))
def test_amounts_survive_to_disk_to_the_last_digit(tmp_path_factory, amounts):
    with pytest.MonkeyPatch.context() as patch:
        root = tmp_path_factory.mktemp("belopp")
        patch.setenv("FINSAM_ROOT", str(root))
        copy_common_params(root)
        repository = Repository(root)
        repository.forbund()
        repository.year()
        lines = "".join(f"Post {number},{now},{before}\n" for number, (now, before) in enumerate(amounts))
        repository.raw("resultatrakning.csv", "post,2020,2019\n" + lines)
        table = processed("prov", 2020).tables["resultatrakning"]
    delivered = [parse_number(text) for pair in amounts for text in pair]
    kept = [
        (value if status == "" else None, status)
        for value, status in zip(table["varde"], table["status"], strict=True)
    ]
    assert kept == [(number.varde, number.status) for number in delivered]
    assert list(table["decimaler"]) == [number.decimaler for number in delivered]
