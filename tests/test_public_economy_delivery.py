"""The table `fore_efter` and its prices: every fault at its place, nothing told of few, totals that agree."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finsam.audit.followed import before_and_after
from finsam.delivery.read import read_delivery
from finsam.faults import Faults
from finsam.measures.public_economy import followed
from finsam.params import Protection
from finsam.protect.apply import Earlier
from finsam.protect.followed import without_few_followed
from finsam.public_economy.definitions import load_public_economy
from finsam.public_economy.persons import read_person_support
from finsam.sources.grids import read_grids
from finsam.tables.kinds import KINDS
from finsam.tables.read import tidy
from finsam.tables.words import WHOLE

D = Decimal
HEAD = "insats;stod;enhet;foljda;fore;efter;fore_personer;efter_personer\n"
GOOD = "Spåret;Sjukpenning;dagar;20;900;400;12;7\n"
PRICES = """\
stod:
  Sjukpenning:
    alias: [Sjukdagar]
    priser:
      - {enhet: dagar, staten: -600, personen: 600, ar: 2019, kalla: Prov}
      - {enhet: dagar, staten: -500, personen: 500, ar: 2016, kalla: Prov}
prisindex: {namn: index, kalla: Prov, varden: {2016: 90, 2019: 100, 2020: 105}}
"""


@pytest.fixture
def delivered(repository):
    def made(rows: str = GOOD, prices: str = PRICES):
        repository.raw("fore_efter.csv", HEAD + rows)
        repository.write("params/prov/samhallsekonomi.yml", prices)
        return repository

    return made


def told(repository) -> list[tuple[str, int | None, str | None]]:
    return [(each.code, each.where[-1].row, each.where[-1].column) for each in repository.faults()]


def test_a_good_table_has_the_names_of_the_kinds(delivered):
    repository = delivered("Spåret;sjukdagar;dagar;20;900;400;12;7\nSpåret;Socialbidrag;tkr;20;90;40;12;7\n")
    table = read_delivery(repository.params()).tables["fore_efter"]
    assert list(dict.fromkeys(table["stod"])) == ["Sjukpenning", "Försörjningsstöd"]


@pytest.mark.parametrize(
    ("row", "code", "column"),
    [
        ("Spåret;Sjukpening;dagar;20;900;400;12;7", "word-unknown", "stod"),
        ("Spåret;Sjukpenning;månader;20;90;40;12;7", "price-missing", "stod"),
        ("Spåret;Sjukersättning;månader;20;90;40;12;7", "price-missing", "stod"),
        ("Spåret;Sjukpenning;procent;20;90;40;12;7", "unit-unknown", "enhet"),
        ("Spåret;Sjukpenning;veckor;20;90;40;12;7", "word-unknown", "enhet"),
        ("Spåret;Sjukpenning;;20;90;40;12;7", "cell-empty", "enhet"),
        ("Spåret;Sjukpenning;dagar;0;0;0;0;0", "number-unlikely", "foljda"),
        ("Spåret;Sjukpenning;dagar;20;7321;40;12;7", "number-unlikely", "fore"),
        ("Spåret;Sjukpenning;dagar;20;-5;40;12;7", "number-negative", "fore"),
        ("Spåret;Sjukpenning;dagar;20;90;40;21;7", "number-unlikely", "fore_personer"),
        ("Spåret;Sjukpenning;dagar;20;90;0;12;7", "number-unlikely", "efter"),
        ("Spåret;Sjukpenning;dagar;20;90;40;12;0", "number-unlikely", "efter"),
        ("Spåret;Sjukpenning;dagar;tjugo;90;40;12;7", "number-unreadable", "foljda"),
    ],
)
def test_a_fault_is_told_with_its_cell(delivered, row, code, column):
    assert (code, 3, column) in told(delivered(GOOD.replace("Spåret", "Torget") + row + "\n"))


def test_a_row_stands_once_also_by_another_spelling(delivered):
    assert [code for code, *_ in told(delivered(GOOD + GOOD.replace("Sjukpenning", "Sjukdagar")))] == [
        "row-twice"
    ]


def test_the_fault_of_a_price_says_what_to_fill_in(delivered):
    (fault,) = delivered("Spåret;Arbetsinkomst;månader;20;10;90;5;9\n").faults()
    assert fault.where[0].file == "params/prov/samhallsekonomi.yml"
    assert fault.where[0].column == "stod.Arbetsinkomst.priser"
    assert "enhet: manader, ar, kalla" in fault.expected


def test_the_nearest_price_is_taken_by_the_index(delivered):
    found = load_public_economy(delivered().params().forbund_id)
    assert found.price("Sjukpenning", "dagar", 2020).ar == 2019
    assert found.price("Sjukpenning", "dagar", 2017).ar == 2016
    price = found.in_year(found.price("Sjukpenning", "dagar", 2020), 2020)
    assert price == {"staten": -630, "regionen": 0, "kommunen": 0, "personen": 630}


@pytest.mark.parametrize(("stod", "year"), [("Arbetsinkomst", 2020), ("Sjukpenning", 2031)])
def test_a_price_that_must_be_there_is_never_made_up(delivered, stod, year):
    found = load_public_economy(delivered().params().forbund_id)
    assert found.price_in_year("Sjukpenning", "dagar", 2020).price.ar == 2019
    with pytest.raises(LookupError, match=f"{stod} by dagar in kr of {year}"):
        found.price_in_year(stod, "dagar", year)


def test_a_price_of_another_year_needs_the_index(delivered):
    without = PRICES.replace("2019: 100, ", "")
    (fault,) = delivered(prices=without).faults()
    assert fault.code == "price-year" and "2019 and 2020" in fault.expected


@pytest.mark.parametrize(
    ("prices", "code", "column"),
    [
        ("stod: {A: {priser: [{enhet: dagar, ar: 2020, kalla: Prov}]}}", "key-wrong", "stod.A.priser.0"),
        ("stod: {A: {priser: [{enhet: dagar, staten: -1, kalla: Prov}]}}", "key-wrong", "stod.A.priser.0"),
        (
            "stod: {A: {priser: [{enhet: dagar, staten: -1, ar: 2020}]}}",
            "key-missing",
            "stod.A.priser.0.kalla",
        ),
        (
            "stod: {A: {priser: [{enhet: kr, staten: -1, spann: 101, kalla: P}]}}",
            "key-wrong",
            "stod.A.priser.0.spann",
        ),
        ("stod: {A: {alias: [B]}, B: {}}", "alias-twice", "stod"),
        (
            "stod: {A: {priser: [{enhet: kr, staten: 1, kalla: P}, {enhet: kr, staten: 2, kalla: P}]}}",
            "price-twice",
            "stod.A.priser",
        ),
        (
            "antaganden: {hade_kommit_anda: {varde: 5, lagst: 10, hogst: 20, motiv: P}}",
            "key-wrong",
            "antaganden.hade_kommit_anda",
        ),
        (
            "antaganden: {hade_kommit_anda: {varde: 5, lagst: 5, hogst: 20}}",
            "key-missing",
            "antaganden.hade_kommit_anda.motiv",
        ),
        ("prisindex: {namn: I, kalla: P, varden: {2020: 0}}", "key-wrong", "prisindex.varden"),
    ],
)
def test_wrong_params_are_told(delivered, prices, code, column):
    delivered(prices=prices)
    with pytest.raises(Faults) as raised:
        load_public_economy("prov")
    assert [(each.code, each.where[0].column) for each in raised.value.faults] == [(code, column)]


def test_a_common_kind_keeps_its_price_and_loses_a_spelling_that_the_forbund_uses(delivered):
    found = load_public_economy(delivered(prices="stod: {Eget: {alias: [Socialbidrag]}}").params().forbund_id)
    assert found.words["socialbidrag"] == "Eget" and found.words["ekonomiskt bistånd"] == "Försörjningsstöd"
    price = found.price("Försörjningsstöd", "kr", 2020)
    assert sum(price.by_payer.values()) == 0 and found.in_year(price, 2020)["kommunen"] == -1


def test_the_common_file_assumes_nothing(repository):
    assert load_public_economy("prov").antaganden.model_dump() == dict.fromkeys(
        ("hade_kommit_anda", "kvar_nasta_ar", "kalkylranta")
    )


# ---- Few persons -----------------------------------------------------------------------------------------


def table(tmp_path_factory_or_path, rows: str):
    file = tmp_path_factory_or_path / "fore_efter.csv"
    file.write_text(HEAD + rows, encoding="utf-8")
    (grid,) = read_grids(file)
    return tidy(grid, KINDS["fore_efter"], 2020)[0]


def published(found, **rule) -> Mapping[tuple[str, str, str], Decimal | str]:
    """By insats, kind and column the number, or why there is none."""
    told = without_few_followed(found, Protection(**rule))
    return {
        (row["insats"], row["stod"], row["kolumn"]): row["status"] or row["varde"]
        for row in told.to_dict("records")
    }


def test_nothing_is_told_of_an_insats_of_which_few_were_followed(tmp_path):
    found = published(table(tmp_path, "A;Sjuk;dagar;4;90;40;4;4\nB;Sjuk;dagar;20;90;40;9;8\n"))
    assert {found["A", "Sjuk", each] for each in ("foljda", "fore", "efter")} == {"undertryckt"}
    assert [found["B", "Sjuk", each] for each in ("foljda", "fore", "efter")] == [20, 90, 40]


@pytest.mark.parametrize(
    ("having", "is_told"),
    [("9;8", True), ("5;5", True), ("9;4", False), ("1;9", False), (";8", False), ("9;", False)],
)
def test_amounts_of_few_go_both_and_so_do_those_of_nobody_knows_how_many(tmp_path, having, is_told):
    found = published(table(tmp_path, f"B;Sjuk;dagar;20;90;40;{having}\n"))
    assert [found["B", "Sjuk", each] for each in ("fore", "efter")] == (
        [90, 40] if is_told else ["undertryckt"] * 2
    )
    assert found["B", "Sjuk", "foljda"] == 20


def test_that_nobody_had_any_is_told_where_zeros_are(tmp_path):
    found = table(tmp_path, "B;Sjuk;dagar;20;0;40;0;8\n")
    assert published(found)["B", "Sjuk", "efter"] == 40
    assert published(found, visa_noll=False)["B", "Sjuk", "efter"] == "undertryckt"


def test_how_many_had_a_kind_is_in_no_published_table(tmp_path):
    found = published(table(tmp_path, "B;Sjuk;dagar;20;90;40;9;8\n"))
    assert {column for *_, column in found} == {"foljda", "fore", "efter"}


row = st.tuples(st.integers(1, 12), st.integers(0, 12), st.integers(0, 12))


@given(st.dictionaries(st.tuples(st.sampled_from("ABC"), st.sampled_from(["X", "Y"])), row, min_size=1))
def test_no_hidden_amount_follows_from_those_that_are_told(tmp_path_factory, found):
    """Amounts are ten times the persons that have any, so each tells their number. Who knows all that is told and that all
    insatser are the sum must not get at a hidden one: either the sum or another part of it is hidden too."""
    rows = [
        f"{insats};{stod};kr;{n};{10 * a};{10 * b};{min(a, n)};{min(b, n)}"
        for (insats, stod), (n, a, b) in found.items()
        if min(a, n) == a and min(b, n) == b
    ]
    for stod in ("X", "Y"):
        parts = [each for (insats, of), each in found.items() if of == stod and each[1] <= each[0] >= each[2]]
        if parts:
            n, a, b = (sum(each[at] for each in parts) for at in range(3))
            rows.append(f"{WHOLE};{stod};kr;{n};{10 * a};{10 * b};{a};{b}")
    if not rows:
        return
    told = published(table(tmp_path_factory.mktemp("rows"), "\n".join(rows) + "\n"))
    for (insats, stod, column), value in told.items():
        if column in ("fore", "efter") and value not in ("undertryckt", 0):
            assert value >= 50
        if insats != WHOLE and value == "undertryckt":
            assert told[WHOLE, stod, column] == "undertryckt"
            if column != "foljda":
                assert told[insats, stod, "fore"] == told[insats, stod, "efter"] == "undertryckt"


def test_the_published_delivery_is_protected_and_the_internal_one_is_not(delivered):
    repository = delivered(GOOD + "Torget;Sjukpenning;dagar;4;90;40;3;2\n")
    repository.year("skydd: {allt: {min_antal: 5}}\n")
    inside = read_delivery(repository.params()).tables["fore_efter"]
    outside = read_delivery(repository.params(), Earlier()).tables["fore_efter"]
    assert not (inside["status"] == "undertryckt").any()
    assert set(outside.loc[outside["insats"] == "Torget", "status"]) == {"undertryckt"}
    assert outside["varde"].notna().sum() == 3


# ---- Rows of persons -------------------------------------------------------------------------------------

PERSONS = "nyckel;insats;stod;enhet;fore;efter\n"
THREE = """\
A1;P01;Sjukpenning;dagar;200;0
A1;P01;Socialbidrag;kr;0;5000
B2;Spåret;sjukdagar;dagar;31;12,5
C3;Spåret;Sjukpenning;dagar;0;0
B2;Torget;Sjukpenning;dagar;1;2
"""


@pytest.fixture
def persons(repository):
    def made(rows: str = THREE, ready: str = "", prices: str = PRICES):
        repository.forbund("insatser: [{namn: Spåret, alias: [P01]}, {namn: Torget}]\n")
        repository.raw("personstod.csv", PERSONS + rows)
        repository.write("params/prov/samhallsekonomi.yml", prices)
        if ready:
            repository.raw("fore_efter.csv", HEAD + ready)
        return repository

    return made


def sums(repository) -> dict[tuple[str, str], list[Decimal | None]]:
    found = read_delivery(repository.params()).tables["fore_efter"]
    return {key: list(part["varde"]) for key, part in found.groupby(["insats", "stod"], sort=False)}


def test_persons_are_added_up(persons):
    # foljda, fore, how many had any, efter, how many: three in Spåret, of whom one has had nothing.
    assert sums(persons()) == {
        ("Spåret", "Sjukpenning"): [3, 231, 2, D("12.5"), 1],
        ("Spåret", "Försörjningsstöd"): [3, 0, 0, 5000, 1],
        ("Torget", "Sjukpenning"): [1, 1, 1, 2, 1],
    }


def test_ready_rows_win(persons):
    found = sums(persons(ready=GOOD))
    assert found["Spåret", "Sjukpenning"] == [20, 900, 400, 12, 7] and len(found) == 2


def test_a_missing_cell_makes_no_sum(persons):
    found = sums(persons(THREE.replace("31;12,5", "-;12,5")))
    assert found["Spåret", "Sjukpenning"] == [3, None, None, D("12.5"), 1]


@pytest.mark.parametrize(
    ("row", "code", "at"),
    [
        ("A1;Spåret;Sjukdagar;dagar;1;1", "row-twice", (2, None)),
        ("D4;Spåret;Sjukpenning;dagar;367;1", "number-unlikely", (7, "fore")),
        ("D4;Spåret;Sjukpenning;kr;400;1", "units-differ", (2, "enhet")),
        ("D4;Spåret;Sjukpening;dagar;4;1", "word-unknown", (7, "stod")),
        (";Spåret;Sjukpenning;dagar;4;1", "cell-empty", (7, "nyckel")),
        ("1,98E+11;Spåret;Sjukpenning;dagar;4;1", "key-rounded", (7, "nyckel")),
        ("D4;Spåret;Sjukpenning;dagar;x;1", "number-unreadable", (7, "fore")),
        ("D4;811218-9876;Sjukpenning;dagar;4;1", "personal-number", (1, "insats")),
    ],
)
def test_what_is_wrong_with_a_person_is_told_with_its_cell(persons, row, code, at):
    found = [
        (each.code, (each.where[0].row, each.where[0].column))
        for each in persons(THREE + row + "\n").faults()
    ]
    assert (code, at) in found
    assert "811218" not in str(persons().root) + " ".join(map(str, persons(THREE + row + "\n").faults()))


def test_an_identity_number_as_key_is_a_person_and_never_kept(persons):
    rows = THREE.replace("B2", "811218-9876")
    repository = persons(rows)
    assert sums(repository)["Spåret", "Sjukpenning"][0] == 3
    inspected = read_person_support(
        read_grids(repository.root / "data/raw/prov/2020/personstod.csv")[0], None
    )[0]
    assert not inspected["nyckel"].str.contains("811218").any()


def test_few_persons_are_few_in_the_published_table(persons):
    repository = persons()
    repository.year("skydd: {allt: {min_antal: 5}}\n")
    found = read_delivery(repository.params(), Earlier()).tables["fore_efter"]
    assert set(found["status"]) == {"undertryckt"} and set(found["kolumn"]) == {"foljda", "fore", "efter"}


# ---- Checks and groups -----------------------------------------------------------------------------------


def test_all_insatser_are_the_sum_and_rows_are_about_the_same(tmp_path):
    rows = f"A;X;kr;20;90;40;9;8\nA;Y;kr;19;10;20;9;8\nB;X;kr;30;10;5;9;8\n{WHOLE};X;kr;50;100;54;18;16\n"
    checks = list(before_and_after(table(tmp_path, rows)))
    assert [(each.rule, each.subject, each.severity) for each in checks if each.severity] == [
        ("followed-whole", "X 2020, året efter: alla insatser", "contradiction"),
        ("followed-same", "A 2020, Y: antal följda mot X", "contradiction"),
    ]
    (right,) = [each for each in checks if "året före" in each.subject]
    assert right.severity == "" and right.computed == 100


def test_insatser_go_before_all_of_them_together(tmp_path):
    rows = f"A;X;kr;20;90;40;9;8\n{WHOLE};X;kr;20;90;40;9;8\n"
    assert [each.insats for each in followed(table(tmp_path, rows), 2020)] == ["A"]
    assert [each.insats for each in followed(table(tmp_path, rows.splitlines()[1] + "\n"), 2020)] == [WHOLE]
    assert followed(table(tmp_path, rows), 2019) == []
