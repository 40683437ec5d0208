"""What the plan of 2018-2020 prints besides amounts stands in the book as printed: the shares and the meetings."""

from __future__ import annotations

import csv
import re

import pytest
from conftest import REPOSITORY

from finsam.chapters import own, plan
from finsam.chapters.book import Book
from finsam.chapters.figures import Figure
from finsam.chapters.markdown import Table
from finsam.delivery.read import read_delivery
from finsam.params import load_params
from finsam.swedish import period

GOLDEN = REPOSITORY / "tests/golden/umearegionen-2018-plan"


@pytest.fixture(scope="module")
def book() -> Book:
    params = load_params("umearegionen", 2018)
    return Book(params, read_delivery(params))


def golden(name: str) -> list[dict[str, str]]:
    with (GOLDEN / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_the_kommuners_shares_are_printed_beside_their_amounts(book):
    printed = {
        row["medlem"]: row["andel_arb_bef_procent"].replace(".", ",")
        for row in golden("medlemmarnas_bidrag.csv")
        if row["andel_arb_bef_procent"]
    }
    assert list(printed.values()) == ["83,42", "5,31", "4,15", "3,08", "4,04"]
    assert {
        line.label: line.cells[0] for line in plan.years_table(book).lines if line.label in printed
    } == printed
    by_rule = {
        line.label: line.cells[0].replace("\u00a0%", "") for line in plan.rule_table(book).lines if line.cells
    }
    assert {name: by_rule[name] for name in printed} == printed


def test_every_meeting_stands_under_its_month_with_day_time_and_place(book):
    table = next(item for item in own.sections(book, "plan") if isinstance(item, Table))
    shown, month = [], ""
    for line in table.lines:
        if line.style == "sektion":
            month = line.label
            continue
        time, _, kind, place, _ = line.cells
        assert line.label.split("\u00a0")[1].startswith(month.lower())
        shown.append((line.label, time, kind.casefold(), place))
    expected = [
        (period(row["datum"]), row["tid"], row["typ"].casefold(), row["plats"])
        for row in golden("motesplan_2018.csv")
    ]
    assert len(expected) == 12
    assert sorted(shown) == sorted(expected)


def test_the_year_wheel_tells_every_day_to_those_who_hear_it(book):
    picture = next(item for item in own.sections(book, "plan") if isinstance(item, Figure))
    days = re.findall(r"\d+ [a-zåäö]+", picture.alt.partition(".")[2])
    expected = [row["datum"] for row in golden("motesplan_2018.csv")]
    assert sorted(days) == sorted(
        period(day).replace("\u00a0", " ").removesuffix(" 2018") for day in expected
    )
