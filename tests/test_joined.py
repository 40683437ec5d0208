"""The register of memberships: what it holds agrees with the books, and what can't be so is told."""

from __future__ import annotations

import pytest
from conftest import REPOSITORY

from finsam.faults import Faults
from finsam.params.forbund import Forbund
from finsam.tables.joined import Known, joined, known, year
from finsam.tables.registers import kommuner
from finsam.yaml_file import read_yaml

FORBUND = sorted((REPOSITORY / "params").glob("*/forbund.yml"))
A_MEMBER = """\
forbund:
  - namn: Samordningsförbundet Prov
    medlemmar:
      - {kod: "2460", namn: Vännäs, fran: 2014-01-01, kalla: Protokoll}
"""


@pytest.mark.parametrize("file", FORBUND, ids=lambda file: file.parent.name)
def test_members_of_the_books_are_in_the_register_since_the_same_day(file):
    forbund, faults = read_yaml(file, Forbund)
    assert not faults
    register = joined(forbund.pahittat)
    spells = {one.kod: (each, one) for each in register.forbund for one in each.medlemmar}
    for member in forbund.medlemmar:
        if member.slag != "kommun" or not member.sedan:
            continue
        each, one = spells[member.kod]
        assert forbund.namn in (each.namn, *each.tidigare)
        assert year(one.fran) == year(member.sedan), member.namn
        assert one.fran == member.sedan or not isinstance(member.sedan, type(one.fran))


def test_every_invented_kommun_is_a_member_or_outside():
    codes = tuple(area.kod for area in kommuner("99"))
    found = known(joined(invented=True), codes)
    assert set(found) == set(codes)
    assert {kod for kod, each in found.items() if each.first is None} == {"9907", "9908"}


def test_of_a_real_kommun_that_no_source_names_nothing_is_known():
    found = known(joined(), tuple(area.kod for area in kommuner()))
    assert found["2460"] == Known("2460", 2014, "Samordningsförbundet Umeåregionen", None)
    assert found["2403"] == Known("2403", None, "", 2016)
    assert "2482" not in found


def test_who_leaves_one_forbund_for_another_has_been_a_member_since_the_first(repository):
    repository.write(
        "params/register/medlemskap.yml",
        A_MEMBER.replace("kalla", "till: 2017-12-31, kalla")
        + '  - {namn: Andra, medlemmar: [{kod: "2460", namn: Vännäs kommun, fran: 2018, till: 2019, kalla: Beslut}]}\n',
    )
    assert known(joined(), ()) == {"2460": Known("2460", 2014, "Samordningsförbundet Prov", 2019)}


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        (A_MEMBER.replace("2460", "2461"), ["area-unknown"]),
        (A_MEMBER.replace("2460", "24"), ["key-wrong"]),
        (A_MEMBER.replace("2460", "2480"), ["area-wrong"]),
        (A_MEMBER.replace("2014-01-01", "snart"), ["key-wrong"]),
        (A_MEMBER.replace(", kalla: Protokoll", ""), ["key-missing"]),
        (A_MEMBER.replace("Protokoll", '""'), ["key-wrong"]),
        (A_MEMBER.replace("fran", "from"), ["key-unknown", "key-missing"]),
        (A_MEMBER.replace("kalla", "till: 2013-12-31, kalla"), ["membership-backwards"]),
        (
            A_MEMBER + '      - {kod: "2460", namn: Vännäs, fran: 2018, kalla: Protokoll}\n',
            ["membership-overlaps"],
        ),
        (
            A_MEMBER.replace("kalla", "till: 2018, kalla")
            + '  - {namn: Andra, medlemmar: [{kod: "2460", namn: Vännäs, fran: 2018-12-31, kalla: Beslut}]}\n',
            ["membership-overlaps"],
        ),
        (
            A_MEMBER + 'utanfor:\n  - {kod: "2460", namn: Vännäs, till: 2014, kalla: Protokoll}\n',
            ["membership-contradicts"],
        ),
    ],
)
def test_what_is_wrong_is_told_with_its_place(repository, text, codes):
    repository.write("params/register/medlemskap.yml", text)
    with pytest.raises(Faults) as told:
        joined()
    assert sorted(fault.code for fault in told.value.faults) == sorted(codes)
    for fault in told.value.faults:
        (place,) = fault.where
        assert place.file == "params/register/medlemskap.yml"
        assert place.column.startswith(("forbund.", "utanfor."))
        assert fault.expected


def test_a_day_that_the_calendar_has_not_is_told(repository):
    repository.write("params/register/medlemskap.yml", A_MEMBER.replace("2014-01-01", "2014-02-30"))
    with pytest.raises(Faults, match=r"medlemskap\.yml"):
        joined()


def test_all_faults_are_told_at_once(repository):
    repository.write(
        "params/register/medlemskap.yml",
        A_MEMBER
        + '      - {kod: "2461", namn: Ingenstans, fran: 2018, kalla: P}\n'
        + '      - {kod: "2460", namn: Vännäs, fran: 2018, till: 2017, kalla: P}\n',
    )
    with pytest.raises(Faults) as told:
        joined()
    assert {fault.code for fault in told.value.faults} >= {"area-unknown", "membership-backwards"}


def test_outside_until_the_year_before_joining_is_no_contradiction(repository):
    outside = 'utanfor:\n  - {kod: "2460", namn: Vännäs, till: 2013, kalla: Protokoll}\n'
    repository.write("params/register/medlemskap.yml", A_MEMBER + outside)
    assert known(joined(), ())["2460"].first == 2014
