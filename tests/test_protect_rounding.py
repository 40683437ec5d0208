"""Rounded counts: neighbouring multiples of a base, every equation still holds, and no exact count is published."""

from __future__ import annotations

import itertools
import json
import re
from decimal import Decimal

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from test_protect import TABLE, table

from finsam.attack.rounded import exact_counts, may_stay
from finsam.attack.scope import attack_forbund
from finsam.cli import main
from finsam.delivery.read import read_delivery
from finsam.diff.values import EARLIER, VALUES, read_values
from finsam.faults import Faults
from finsam.ingest import processed
from finsam.params import load_params
from finsam.params.protection import Protection
from finsam.paths import internal
from finsam.protect.apply import Earlier
from finsam.protect.choose import hidden_counts
from finsam.protect.rounding import rounded_counts
from finsam.protect.system import Count, System


def holds(system: System, rounded) -> bool:
    return all(
        sum(rounded[key] * times for key, times in each.items()) == 0
        for each in system.equations
        if each.keys() <= rounded.keys()
    )


@settings(max_examples=30)
@given(
    st.integers(2, 4), st.integers(1, 3), st.sampled_from([3, 5, 10]),
    st.lists(st.one_of(st.integers(0, 12), st.integers(0, 90)), min_size=24, max_size=24),
)  # fmt: skip
def test_sums_hold_and_every_count_is_a_neighbouring_multiple(insatser, kommuner, base, numbers):
    cells = itertools.product(range(insatser), range(kommuner), ["kvinnor", "man"])
    counts = {tuple(map(str, cell)): n for cell, n in zip(cells, numbers, strict=False)}
    system = table(counts, Protection(avrunda=base))
    rounded = rounded_counts(system, {})
    assert rounded.keys() == system.counts.keys() and holds(system, rounded)
    for key, told in rounded.items():
        true = system.counts[key].value
        assert told % base == 0 and (told == 0 if true == 0 else abs(told - true) < 3 * base)
        assert true % base or base * (true // base) == told or abs(told - true) >= base
    assert rounded == rounded_counts(system, {}), "the same book twice"
    assert not hidden_counts(system), "what is rounded isn't hidden too"


def test_a_table_of_two_ways_keeps_to_the_two_neighbours():
    """Cox and Ernst: in two dimensions neighbours always fit."""
    numbers = [1, 7, 2, 13, 4, 8, 22, 3, 16]
    system = table({(str(at // 3), str(at % 3)): n for at, n in enumerate(numbers)}, Protection(avrunda=5))
    rounded = rounded_counts(system, {})
    assert all(abs(rounded[key] - count.value) < 5 for key, count in system.counts.items())
    assert holds(system, rounded)


def test_what_nobody_prints_is_not_negative():
    system, rule = System(), Protection(avrunda=5)
    for key, n in {("alla",): 98, ("nya",): 97}.items():
        system.add(key, Count(n, rule))
    system.complement(("alla",), [("nya",)], "gamla")
    rounded = rounded_counts(system, {})
    assert rounded.keys() == {("alla",), ("nya",)} and rounded["alla",] >= rounded["nya",]


def test_an_earlier_book_s_count_is_told_again():
    system = table({("a",): 13, ("b",): 12, ("c",): 14}, Protection(avrunda=5))
    freely = rounded_counts(system, {})
    other = {("a",): 10 if freely["a",] == 15 else 15}
    again = rounded_counts(system, other)
    assert again["a",] == other["a",] and holds(system, again)


def test_counts_that_cannot_be_rounded_together_are_told():
    system, rule = System(), Protection(avrunda=5)
    system.add(("a",), Count(50, rule))
    system.add(("b",), Count(0, rule))
    system.equations.append({("a",): 1, ("b",): 1})
    with pytest.raises(Faults, match="count-unrounded"):
        rounded_counts(system, {})


# ---- Params -------------------------------------------------------------------------------------------------------


def test_rounding_everything_hides_what_can_not_be_rounded(repository):
    repository.year("skydd: {allt: {avrunda: 5}}\n")
    params = repository.params()
    assert params.protection("deltagare").avrunda == 5
    assert params.protection("enkater") == Protection() == params.protection("egna_tabeller")


@pytest.mark.parametrize(
    ("rules", "code"),
    [
        ("enkater: {avrunda: 5}", "rounding-impossible"),
        ("deltagare: {avrunda: 5, min_antal: 10}", "key-wrong"),
        ("deltagare: {avrunda: 2}", "key-wrong"),
    ],
)
def test_what_can_not_be_rounded_is_a_fault(repository, rules, code):
    repository.year(f"skydd: {{{rules}}}\n")
    with pytest.raises(Faults) as told:
        repository.params()
    assert [fault.code for fault in told.value.faults] == [code]


def test_persons_are_not_rounded(repository):
    repository.year("skydd: {deltagare: {avrunda: 5}}\n")
    repository.raw("personer.csv", "nyckel;insats;kon;start\nA1;Matcha;K;2020-02-01\n")
    assert "rounding-impossible" in {fault.code for fault in repository.faults()}


# ---- A book -------------------------------------------------------------------------------------------------------

MORE = (
    "kapitel;grupp;uppgift;varde;enhet;procent\n"
    "deltagare;Matcha;Till arbete;64;antal;31\ndeltagare;Torget;Till arbete;170;antal;47\n"
)


@pytest.fixture
def delivered(repository):
    repository.forbund("insatser: [{namn: Matcha}, {namn: Torget}]\n")
    repository.year("skydd: {allt: {avrunda: 5}}\nkapitel: [index, deltagare, avstamning, metod]\n")
    repository.raw("deltagare.csv", TABLE)
    repository.raw("uppgifter.csv", MORE)
    return repository


def test_a_rounded_book_is_built_read_back_and_attacked(delivered):
    for command in (["build", "prov/2020", "--to", "html", "--engine", "pandoc"], ["verify", "prov/2020"]):
        run = CliRunner().invoke(main, command)
        assert run.exit_code == 0, run.output
    told = processed("prov", 2020).tables["deltagare"]
    assert not told["varde"].dropna().mod(5).any() and (told["status"] == "").all()
    of = {(row.insats, row.matt, row.kolumn): int(row.varde) for row in told.itertuples()}
    for insats, matt, _ in of:
        assert of[insats, matt, "kvinnor"] + of[insats, matt, "man"] == of[insats, matt, "totalt"]
    figures = processed("prov", 2020).tables["uppgifter"]
    values = figures[figures["kolumn"] == "varde"]
    assert list(values["varde"]) == [of["Matcha", "arbete", "totalt"], of["Torget", "arbete", "totalt"]]
    assert set(figures.loc[figures["kolumn"] == "procent", "status"]) == {"undertryckt"}

    folder = delivered.root / "reports/prov/2020"
    exact = {
        row.varde
        for row in read_delivery(delivered.params()).tables["deltagare"].itertuples()
        if row.varde % 5 and row.varde > 9
    }
    for page in (*folder.glob("*.html"), folder / "varden.json"):
        text = page.read_text(encoding="utf-8")
        for value in exact:
            assert not re.search(rf">\s*{value}(?!\s?%)[\s<]|: \"{value}\"", text), (page.name, value)
    method = (folder / "metod.html").read_text(encoding="utf-8").replace("\u00a0", " ").replace("\n", " ")
    assert (
        "Antalen för deltagarna är avrundade för att skydda enskilda personer: varje antal är en multipel av 5"
        in method
    )

    params = delivered.params()
    assert not attack_forbund(params).findings
    # An exact count among the values is found, and not told.
    values = json.loads((folder / "varden.json").read_text(encoding="utf-8"))
    values["varden"]["deltagare.matcha.arbete.man"]["varde"] = "61"
    (folder / "varden.json").write_text(json.dumps(values), encoding="utf-8")
    (finding,) = exact_counts("prov/2020", folder, params)
    assert finding.fault.code == "count-exact" and "61" not in str(finding.fault)


def test_exact_values_of_a_build_before_the_rule_are_not_kept_beside_a_rounded_one(delivered):
    of_before = ["build", "prov/2020", "--to", "html", "--engine", "pandoc"]
    delivered.year(
        "skydd: {allt: {ingen: Påhittade siffror.}}\nkapitel: [index, deltagare, avstamning, metod]\n"
    )
    assert CliRunner().invoke(main, of_before).exit_code == 0
    folder = delivered.root / "reports/prov/2020"
    before = read_values(folder / VALUES)
    delivered.year("skydd: {allt: {avrunda: 5}}\nkapitel: [index, deltagare, avstamning, metod]\n")
    assert CliRunner().invoke(main, of_before).exit_code == 0
    assert not (folder / EARLIER).exists()
    assert may_stay(read_values(folder / VALUES), delivered.params())
    assert not may_stay(before, delivered.params())


def test_the_audit_is_of_the_figures_as_they_are_and_finds_nothing_rounded(delivered):
    run = CliRunner().invoke(main, ["audit", "prov/2020"])
    assert run.exit_code == 0, run.output
    with internal():
        whole = processed("prov", 2020).tables["deltagare"]
    assert Decimal(61) in set(whole["varde"])
    params = load_params("prov", 2020)
    assert read_delivery(params, Earlier()).rounded and not read_delivery(params).rounded
