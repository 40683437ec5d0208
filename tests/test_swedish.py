"""Numbers, units, periods and lists as Swedish writes them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as st

from finsam.sources.numbers import parse_number
from finsam.swedish import capital, cell_text, listing, number, period, plural, with_unit
from finsam.tables.cells import Cell

N = "\u00a0"


@pytest.mark.parametrize(
    ("value", "decimals", "printed"),
    [
        ("0", 0, "0"),
        ("999", 0, "999"),
        ("1000", 0, f"1{N}000"),
        ("12929932", 0, f"12{N}929{N}932"),
        ("-1506", 0, f"−1{N}506"),
        ("13.7", 1, "13,7"),
        ("9", 1, "9,0"),
        ("-1.9", 1, "−1,9"),
        ("86.70", 2, "86,70"),
        # Halves go away from zero.
        ("0.5", 0, "1"),
        ("1.5", 0, "2"),
        ("2.5", 0, "3"),
        ("-2.5", 0, "−3"),
        ("0.125", 2, "0,13"),
        ("999.5", 0, f"1{N}000"),
        # What rounds to zero has no minus.
        ("-0.4", 0, "0"),
        ("-0.004", 2, "0,00"),
        ("123456789012345678.5", 1, f"123{N}456{N}789{N}012{N}345{N}678,5"),
    ],
)
def test_a_number(value, decimals, printed):
    assert number(Decimal(value), decimals) == printed


@given(st.decimals(-(10**15), 10**15, places=2))
def test_a_number_is_what_babel_makes_of_it_but_for_the_minus(value):
    assert number(value, 2) == format_decimal(value, "#,##0.00", locale="sv_SE").replace("-", "−")


@given(st.decimals(-(10**12), 10**12, places=4), st.sampled_from([0, 1, 2, 4]))
def test_what_is_printed_can_be_delivered_again(value, decimals):
    again = parse_number(number(value, decimals))
    assert abs(again.varde - value) <= Decimal(1).scaleb(-decimals) / 2
    assert again.decimaler == decimals


@pytest.mark.parametrize(
    ("value", "unit", "decimals", "printed"),
    [
        (46, "procent", 0, f"46{N}%"),
        (12430, "tkr", 0, f"12{N}430{N}tkr"),
        (7, "mkr", 0, f"7{N}miljoner{N}kronor"),
        (1, "dagar", 0, f"1{N}dag"),
        (10, "dagar", 0, f"10{N}dagar"),
        (0, "dagar", 0, f"0{N}dagar"),
        (1, "timmar", 0, f"1{N}timme"),
        (6, "procentenheter", 0, f"6{N}procentenheter"),
        (1, "procentenheter", 0, f"1{N}procentenhet"),
        (1, "helarsekvivalenter", 0, f"1{N}helårsekvivalent"),
        (2, "ar", 0, f"2{N}år"),
        (802, "antal", 0, "802"),
        (5, "", 0, "5"),
    ],
)
def test_a_unit_is_held_to_its_number_and_bends_after_it(value, unit, decimals, printed):
    assert with_unit(value, unit, decimals) == printed


@pytest.mark.parametrize(
    ("cell", "printed", "with_its_unit"),
    [
        (Cell(Decimal("10.600000"), "dagar", 1), "10,6", f"10,6{N}dagar"),
        (Cell(Decimal(0), "antal"), "0", "0"),
        (Cell(Decimal(0), "procent", 2), "0,00", f"0,00{N}%"),
        (Cell(None, "procent", status="saknas"), "–", "–"),
        (Cell(None, "procent", status="undertryckt"), "..", ".."),
        (Cell(None, "procent", status="ej_tillampligt"), ".", "."),
    ],
)
def test_a_cell_is_printed_with_its_own_decimals_or_why_it_is_missing(cell, printed, with_its_unit):
    assert cell_text(cell) == printed
    assert cell_text(cell, unit=True) == with_its_unit


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("2016", "2016"),
        ("2015-09", "september 2015"),
        ("2016-01", "januari 2016"),
        ("2016-12-31", f"31{N}december 2016"),
        ("2016-06-01", f"1{N}juni 2016"),
        ("2009-2014", "2009–2014"),
    ],
)
def test_a_period(text, printed):
    assert period(text) == printed


@pytest.mark.parametrize(
    ("words", "printed"),
    [([], ""), (["a"], "a"), (["a", "b"], "a och b"), (["a", "b", "c"], "a, b och c")],
)
def test_a_list_of_words(words, printed):
    assert listing(words) == printed
    assert listing(words, "eller") == printed.replace(" och ", " eller ")


def test_one_and_many():
    assert [plural(n, "person", "personer") for n in (0, 1, 2, 1234)] == [
        f"0{N}personer",
        f"1{N}person",
        f"2{N}personer",
        f"1{N}234{N}personer",
    ]


def test_a_capital_leaves_the_rest_alone():
    assert [capital(text) for text in ("åter i arbete", "UVAS 2014", "nya för AF", "")] == [
        "Åter i arbete",
        "UVAS 2014",
        "Nya för AF",
        "",
    ]
