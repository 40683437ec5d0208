"""Small numbers: whoever knows everything that is published can't narrow a hidden count, nor tell that it is small."""

from __future__ import annotations

import itertools
import re

import numpy as np
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import lil_matrix

from finsam.build import INTERNAL
from finsam.chapters.book import Book, open_book
from finsam.cli import main
from finsam.delivery.read import read_delivery
from finsam.faults import Faults
from finsam.ingest import processed, processed_folder
from finsam.measures.answers import results
from finsam.params import load_params
from finsam.params.protection import Protection
from finsam.paths import internal
from finsam.people.definitions import load_people
from finsam.protect.apply import Earlier, hide
from finsam.protect.choose import hidden_counts
from finsam.protect.onward import add_onward
from finsam.protect.people import add_people
from finsam.protect.system import Count, System
from finsam.protect.tables import COUNTED, add_tables, table_key
from finsam.render.report import report_folder
from finsam.surveys.definitions import load_surveys

RULE = Protection(min_antal=5)


def narrowed(system: System, hidden, key) -> tuple[int, int]:
    """The ends of what a hidden count can be for who knows all others: whole numbers, by a solver of its own."""
    keys = list(system.counts)
    at = {each: number for number, each in enumerate(keys)}
    matrix = lil_matrix((len(system.equations), len(keys)))
    for row, equation in enumerate(system.equations):
        for each, times in equation.items():
            matrix[row, at[each]] = times
    low, high = np.zeros(len(keys)), np.zeros(len(keys))
    for each, count in system.counts.items():
        is_open = each in hidden or not count.printed
        low[at[each]] = count.least if is_open else count.value
        high[at[each]] = 10_000 if is_open else count.value
    ends = []
    for sign in (1, -1):
        cost = np.zeros(len(keys))
        cost[at[key]] = sign
        found = milp(
            cost,
            constraints=LinearConstraint(matrix.tocsr(), 0, 0),
            bounds=Bounds(low, high),
            integrality=np.ones(len(keys)),
        )
        assert found.x is not None
        ends.append(round(found.x[at[key]]))
    return ends[0], ends[1]


def table(counts: dict[tuple[str, ...], int], rule: Protection = RULE) -> System:
    """A table of any dimensions with all of its sums, as one prints it."""
    system, size = System(), len(next(iter(counts)))
    words = [list(dict.fromkeys(key[at] for key in counts)) for at in range(size)]
    for key in itertools.product(*([*each, "alla"] for each in words)):
        inside = [
            n for cell, n in counts.items() if all(k in (c, "alla") for k, c in zip(key, cell, strict=True))
        ]
        system.add(key, Count(sum(inside), rule))
    for key in system.counts:
        for at in range(size):
            if key[at] == "alla":
                system.is_sum(key, [(*key[:at], word, *key[at + 1 :]) for word in words[at]])
    return system


def assert_protected(system: System, hidden) -> None:
    for key, count in system.counts.items():
        if count.printed and count.is_small:
            assert key in hidden
    for key in hidden:
        low, high = narrowed(system, hidden, key)
        least = system.counts[key].rule.min_antal
        assert high - low >= least - 1, (key, low, high)
        assert high >= least, (key, low, high)


# ---- Tables by hand -----------------------------------------------------------------------------------------------


def test_one_small_number_takes_others_with_it():
    system = table({("A", "kvinnor"): 3, ("A", "man"): 20, ("B", "kvinnor"): 30, ("B", "man"): 40})
    hidden = hidden_counts(system)
    assert ("A", "kvinnor") in hidden
    assert len(hidden) >= 4, "alone in its row or column it would be a difference"
    assert_protected(system, hidden)


def test_a_table_without_small_numbers_is_as_it_was():
    assert not hidden_counts(
        table({("A", "kvinnor"): 5, ("A", "man"): 20, ("B", "kvinnor"): 0, ("B", "man"): 9})
    )


def test_women_are_not_the_total_less_men():
    system = table({("kvinnor",): 2, ("man",): 30})
    hidden = hidden_counts(system)
    assert len(hidden) == 2 and ("kvinnor",) in hidden
    assert_protected(system, hidden)


def test_two_hidden_that_sum_to_little_tell_too_much():
    system = table({("arbete",): 2, ("studier",): 2, ("avbrott",): 60})
    hidden = hidden_counts(system)
    # Both are from 1 to 3 where the sum of 64 and 60 are told.
    assert len(hidden) >= 3
    assert_protected(system, hidden)


def test_the_same_fact_in_two_tables_is_hidden_in_both():
    system = System()
    for key, n in {("t1", "a"): 3, ("t1", "b"): 9, ("t1", "alla"): 12, ("t2", "a"): 3, ("t2", "c"): 50, ("t2", "alla"): 53}.items():  # fmt: skip
        system.add(key, Count(n, RULE))
    system.is_sum(("t1", "alla"), [("t1", "a"), ("t1", "b")])
    system.is_sum(("t2", "alla"), [("t2", "a"), ("t2", "c")])
    system.is_sum(("t1", "a"), [("t2", "a")])
    hidden = hidden_counts(system)
    assert {("t1", "a"), ("t2", "a")} <= hidden
    assert_protected(system, hidden)


def test_a_small_complement_is_no_number_of_its_own_and_protected():
    system = System()
    system.add(("alla",), Count(98, RULE))
    system.add(("nya",), Count(97, RULE))
    system.complement(("alla",), [("nya",)], "gamla")
    hidden = hidden_counts(system)
    assert hidden, "97 of 98 tell of one person"
    low, high = narrowed(system, hidden, ("alla", "gamla"))
    assert high >= 5 and high - low >= 4


def test_zero_is_hidden_where_it_is_not_shown():
    counts = {("a",): 0, ("b",): 40, ("c",): 30}
    assert not hidden_counts(table(counts))
    system = table(counts, Protection(min_antal=5, visa_noll=False))
    hidden = hidden_counts(system)
    assert ("a",) in hidden
    assert_protected(system, hidden)


def test_public_figures_are_left_alone():
    assert not hidden_counts(table({("a",): 1, ("b",): 2}, Protection(ingen="Redan publicerat.")))


def test_an_equation_that_does_not_hold_is_none():
    system = System()
    for key, n in {("a",): 6, ("b",): 7, ("alla",): 14}.items():
        system.add(key, Count(n, RULE))
    system.is_sum(("alla",), [("a",), ("b",)])
    assert not system.equations


def test_what_an_earlier_book_hides_stays_hidden_and_what_it_shows_is_known():
    counts = {("a",): 3, ("b",): 20, ("c",): 30}
    system = table(counts)
    hidden = hidden_counts(system, before={("c",)}, known={("b",)})
    assert {("a",), ("c",)} <= hidden and ("b",) not in hidden
    assert_protected(system, hidden)
    with pytest.raises(Faults, match="count-unprotected"):
        hidden_counts(system, known={("b",), ("c",), ("alla",)})


# ---- Properties ---------------------------------------------------------------------------------------------------


@settings(max_examples=25, deadline=None)
@given(
    st.integers(2, 4), st.integers(1, 3), st.booleans(), st.integers(3, 6),
    st.lists(st.one_of(st.integers(0, 8), st.integers(0, 60)), min_size=24, max_size=24),
)  # fmt: skip
def test_no_hidden_count_of_insats_kommun_and_sex_is_narrowed(insatser, kommuner, visa_noll, least, numbers):
    cells = itertools.product(
        [f"insats {at}" for at in range(insatser)],
        [f"kommun {at}" for at in range(kommuner)],
        ["kvinnor", "man"],
    )
    counts = dict(zip(cells, numbers, strict=False))
    system = table(counts, Protection(min_antal=least, visa_noll=visa_noll))
    try:
        hidden = hidden_counts(system)
    except Faults as told:
        # Nothing but zeros that all can see stands beside the small one.
        assert told.faults[0].code == "count-unprotected"
        assert visa_noll and sum(n > 0 for n in counts.values()) < len(counts)
        return
    assert_protected(system, hidden)


def test_all_numbers_that_fit_are_those_that_a_solver_finds():
    """The judge of these tests against trying everything."""
    system = table({("A", "k"): 3, ("A", "m"): 9, ("B", "k"): 7, ("B", "m"): 8})
    hidden = hidden_counts(system)
    free = sorted(hidden)
    assert len(free) <= 5
    fits = []
    for values in itertools.product(range(1, 41), repeat=min(len(free), 3)):
        told = {key: count.value for key, count in system.counts.items()} | dict(
            zip(free, values, strict=False)
        )
        # What the first three leave is given by the equations.
        for _ in free:
            for equation in system.equations:
                rest = [key for key in equation if key in free[3:]]
                if len(rest) == 1:
                    others = sum(told[key] * times for key, times in equation.items() if key != rest[0])
                    told[rest[0]] = -others // equation[rest[0]]
        if all(sum(told[k] * n for k, n in e.items()) == 0 for e in system.equations) and all(
            told[k] >= 1 for k in free
        ):
            fits.append(told)
    for key in free:
        low, _ = narrowed(system, hidden, key)
        assert low == min(told[key] for told in fits)


# ---- The example's book -------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def book() -> Book:
    return open_book("exempelforbundet", 2024)


@pytest.fixture(scope="module")
def system() -> System:
    params, people = load_params("exempelforbundet", 2024), load_people("exempelforbundet")
    with internal():
        delivery = processed("exempelforbundet", 2024)
    # Results that are made of other tables are shown or hidden as those are.
    results_of = delivery.tables["sociala_utfall"]
    delivered = results_of[results_of["fil"].str.endswith("sociala_utfall.csv")]
    made = System()
    add_tables(made, delivery.tables | {"sociala_utfall": delivered}, params)
    add_people(made, delivery.people, params, people)
    add_onward(made, delivery.people, params, people)
    return made


def test_no_table_of_the_example_tells_a_small_number(book):
    for name, (_, columns) in COUNTED.items():
        if name in book.tables and name != "sociala_utfall":
            found = book.tables[name]
            told = found[found["kolumn"].isin(columns) & (found["status"] == "")]["varde"]
            assert not ((told > 0) & (told < 5)).any(), name
    assert (book.table("deltagare")["status"] == "undertryckt").sum() > 100


def test_no_value_of_the_example_tells_a_hidden_number(book):
    hidden = {fact.name for fact in book.facts.values() if fact.cell.status == "undertryckt"}
    assert all(book.facts[name].cell.varde is None for name in hidden)
    with internal():
        whole = open_book("exempelforbundet", 2024).facts
    small = [
        f
        for f in whole.values()
        if f.name.startswith("deltagare.lotsen.") and f.cell.varde in (1, 2, 3, 4) and f.cell.enhet == "antal"
    ]
    assert small
    assert not [f.name for f in small if f.name in book.facts and book.facts[f.name].cell.varde is not None]


@pytest.mark.slow
def test_no_hidden_count_of_the_example_is_narrowed(system, book):
    hidden = book.delivery.hidden
    for key in sorted(hidden & system.counts.keys())[::9]:
        low, high = narrowed(system, hidden, key)
        assert high >= 5 and high - low >= 4, key


def test_most_of_the_example_is_still_told(system, book):
    printed = [key for key, count in system.counts.items() if count.printed]
    small = [key for key in printed if system.counts[key].is_small]
    # The system of these counts has no answers of surveys in it.
    hidden = book.delivery.hidden & system.counts.keys()
    assert len(hidden) < 0.4 * len(printed)
    assert len(hidden) < 2.5 * len(small)


def test_shares_of_hidden_counts_are_not_told(book):
    for name in ("deltagare", "bakgrund"):
        found = book.table(name)
        for row in found[(found["kolumn"] == "procent") & (found["status"] == "")].to_dict("records"):
            assert table_key(name, {**row, "kolumn": "totalt"}) not in book.delivery.hidden


def test_a_delivered_percent_of_a_hidden_count_is_hidden_too():
    with internal():
        found = processed("umearegionen", 2016).tables["deltagare"]
    row = found[(found["kolumn"] == "procent") & (found["status"] == "")].iloc[0]
    key = table_key("deltagare", {**row, "kolumn": "totalt"})
    marked = hide("deltagare", found, {key})
    assert marked.loc[row.name, "status"] == "undertryckt" and marked.loc[row.name, "varde"] is None


def test_the_internal_edition_has_every_number_and_lies_elsewhere(book):
    published = processed_folder("exempelforbundet", 2024), report_folder("exempelforbundet/2024")
    with internal():
        whole = open_book("exempelforbundet", 2024)
        mine = processed_folder("exempelforbundet", 2024), report_folder("exempelforbundet/2024")
    assert not whole.delivery.hidden and book.delivery.hidden
    assert (whole.table("deltagare")["status"] == "").all()
    for one, other in zip(published, mine, strict=True):
        assert one != other and "internt" in other.parts and "internt" not in one.parts
    assert "reports" not in mine[1].parts


@pytest.mark.parametrize(("forbund", "ar"), [("umea-vannas", 2014), ("umearegionen", 2016), ("vannas", 2017)])
def test_published_reports_are_as_they_were(forbund, ar):
    params = load_params(forbund, ar)
    assert params.protection("deltagare").ingen
    delivery = read_delivery(params, Earlier())
    assert not delivery.hidden


def test_who_says_nothing_is_protected():
    params = load_params("exempelforbundet", 2024)
    silent = params.model_copy(update={"forbund": params.forbund.model_copy(update={"skydd": {}})})
    assert silent.protection("bakgrund") == Protection(min_antal=5, visa_noll=True)


# ---- Surveys ------------------------------------------------------------------------------------------------------


def test_results_of_few_answers_are_hidden_with_so_many_that_the_rest_is_not_told(book):
    surveys = load_surveys("exempelforbundet")
    for result in results(book.answers, surveys, by=["tillfalle", "period"], least=5):
        if 0 < result.N < 5:
            assert result.hidden and result.share is None and result.mean is None
    answers = book.answers
    parts: dict[tuple, list] = {}
    for result in results(answers, surveys, by=["tillfalle", "insats", "period"], least=20):
        parts.setdefault(
            (result.fraga, result.respondentgrupp, result.tillfalle, result.period[:4]), []
        ).append(result)
    several = [
        [r for r in found if r.hidden]
        for found in parts.values()
        if len(found) > 2 and any(r.hidden for r in found)
    ]
    assert several
    for found in several:
        assert len(found) > 1 and sum(result.N for result in found) >= 20


def test_results_of_the_social_accounts_of_few_answers_are_hidden(book):
    found = book.table("sociala_utfall")
    bases = found[(found["kolumn"] == "N") & (found["status"] == "")]["varde"]
    assert not ((bases > 0) & (bases < 5)).any()
    chief = found[(found["indikator"] == "3.3a") & (found["respondentgrupp"] == "Förbundschef")]
    assert set(chief["status"]) == {"undertryckt"}


def test_texts_of_numbers_are_not_left_beside_hidden_ones(book):
    found = book.table("sociala_utfall")
    for row in found[found["status"] == "undertryckt"].to_dict("records"):
        assert not re.search(r"\b[1-4] person", row["utfall_text"])


# ---- From raw files to pages --------------------------------------------------------------------------------------

TABLE = (
    "insats;matt;kvinnor;man;totalt\n"
    "Matcha;antal_totalt;58;165;223\nMatcha;avslutade;56;152;208\nMatcha;arbete;3;61;64\nMatcha;studier;47;86;133\n"
    "Torget;antal_totalt;184;196;380\nTorget;avslutade;175;190;365\nTorget;arbete;78;92;170\nTorget;studier;93;91;184\n"
)


@pytest.fixture
def delivered(repository):
    repository.raw("deltagare.csv", TABLE)
    repository.year("skydd: {allt: {min_antal: 5}}\nkapitel: [index, deltagare, avstamning]\n")
    return repository


def told_of(folder) -> str:
    return "\n".join(
        file.read_text(encoding="utf-8")
        for file in sorted(folder.rglob("*"))
        if file.suffix in (".html", ".json", ".ipynb")
    )


def test_what_is_hidden_stands_nowhere_and_the_internal_edition_says_what_it_is(delivered):
    run = CliRunner().invoke(main, ["build", "prov/2020", "--to", "html", "--engine", "pandoc"])
    assert run.exit_code == 0, run.output
    table = processed("prov", 2020).tables["deltagare"]
    raw = read_delivery(delivered.params()).tables["deltagare"]
    hidden = [int(value) for value in raw[table["status"] == "undertryckt"]["varde"]]
    # 3 stands in numbers of sections and versions everywhere.
    lost = {value for value in hidden if value >= 10} - {int(v) for v in table["varde"].dropna()}
    assert 3 in hidden and lost
    told = told_of(delivered.root / "reports/prov/2020")
    shares = re.sub(r"[\w.:/-]*[0-9a-f]{40,}", "", told)
    for value in lost:
        assert not re.search(rf">\s*{value}\s*<|\"{value}\"", shares), value
    assert not (delivered.root / "internt").exists()

    run = CliRunner().invoke(main, ["build", "prov/2020", "--intern", "--to", "html", "--engine", "pandoc"])
    assert run.exit_code == 0, run.output
    pages = sorted((delivered.root / "internt/prov/2020").glob("*.html"))
    assert len(pages) >= 3
    assert all(INTERNAL in page.read_text(encoding="utf-8") for page in pages)
    assert "47" in (delivered.root / "internt/prov/2020/deltagare.html").read_text(encoding="utf-8")
    assert INTERNAL not in told_of(delivered.root / "reports")


def test_a_year_later_what_was_hidden_is_hidden_still(delivered):
    first = processed("prov", 2020).hidden
    delivered.write("params/prov/2021.yml", "slag: arsredovisning\n")
    both = (
        TABLE.replace("matt;", "matt;period;", 1)
        .replace("antal_totalt;", "antal_totalt;2020;")
        .replace("avslutade;", "avslutade;2020;")
    )
    both = both.replace("arbete;", "arbete;2020;").replace("studier;", "studier;2020;")
    delivered.write("data/raw/prov/2021/deltagare.csv", both + "Matcha;antal_totalt;2021;40;60;100\n")
    later = processed("prov", 2021)
    assert first and {key for key in first if key[0] == "deltagare"} <= later.hidden
