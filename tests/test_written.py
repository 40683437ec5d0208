"""Numbers with what people write around them: one meaning is read, two are asked, and a mark never becomes a digit."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finsam.sources.numbers import Exact, Number, parse_number
from finsam.sources.written import Signs, read_number, signs


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("1 234 kr", "kr", "1234"),
        ("kr 1 234,50", "kr", "1234.50"),
        ("SEK 12", "kr", "12"),
        ("1 234:-", "kr", "1234"),
        ("12 tkr", "tkr", "12"),
        ("12 kkr", "tkr", "12"),
        ("12 st.", "antal", "12"),
        ("12 personer", "antal", "12"),
        ("40 %", "procent", "40"),
        ("40%", "procent", "40"),
        ("(1 234)", "kr", "-1234"),
        ("(5) kr", "kr", "-5"),
        ("5-", "tkr", "-5"),
        ("5 −", "tkr", "-5"),
        ("− 5", "tkr", "-5"),
        ("-5", "antal", "-5"),
        ("12*", "antal", "12"),
        ("12 **", "antal", "12"),
        ("12 1)", "antal", "12"),
        ("12¹", "antal", "12"),
        ("12³⁾", "antal", None),
        ("1 234 kr *", "kr", "1234"),
        ("1.234.567", "kr", "1234567"),
        ("1,234,567", "kr", "1234567"),
        ("1.234,5", "kr", "1234.5"),
        ("1,234.50", "kr", "1234.50"),
        ("-1.234,5", "kr", "-1234.5"),
        # Each of these may be meant in another way.
        ("1.234", "kr", None),
        ("1,234", "antal", None),
        ("12 kr", "tkr", None),
        ("12 %", "antal", None),
        ("12 €", "kr", None),
        ("(5)", "antal", None),
        ("5-", "procent", None),
        ("121)", "antal", None),
        ("12a", "antal", None),
        ("<5", "tkr", None),
        ("< 5 %", "procent", None),
        ("<5 000", "antal", None),
        ("1-4", "antal", None),
        ("12.345.67", "kr", None),
        ("0.123.456", "kr", None),
        ("1.234,567,8", "kr", None),
        ("ca 12", "antal", None),
        ("12 13", "antal", None),
    ],
)  # fmt: skip
def test_what_stands_around_a_number(text, unit, value):
    if value is None:
        with pytest.raises(ValueError, match=r"."):
            read_number(text, unit)
    else:
        number = read_number(text, unit).number
        assert (number.varde, number.decimaler) == (Decimal(value), len(value.partition(".")[2]))


@pytest.mark.parametrize("text", ["<5", "< 5", "färre än 5", "Mindre än 10", "<5 st", "<5*"])
def test_fewer_than_a_number_of_persons_is_suppressed_and_told(text):
    read = read_number(text, "antal")
    assert (read.number, bool(read.limit)) == (Number(None, 0, "undertryckt"), True)


@pytest.mark.parametrize(
    ("text", "status"), [("-", "saknas"), ("—", "saknas"), ("..", "undertryckt"), (".", "ej_tillampligt")]
)
def test_missing_suppressed_and_not_applicable_stay_apart(text, status):
    assert read_number(text, "antal").number == Number(None, 0, status)


@pytest.mark.parametrize(
    ("others", "comma", "point"),
    [
        (["12,5", "3,25"], "1.234", None),
        (["12.5"], None, "1.234"),
        (["1 234,567"], "1.234", None),
        (["0,123"], "1.234", None),
        (["1.234.567"], None, "1234"),
        (["1,234,567"], "1234", None),
        (["1.234,5"], "1.234", "1234"),
        (["1,234.5"], "1234", "1.234"),
        # Nothing, both signs, or one sign in both ways: asked.
        ([], None, None),
        (["12", "-", "..", "1 234"], None, None),
        (["12,5", "12.5"], None, None),
        (["1.234,5", "1,234.5"], None, None),
        (["1.234", "1,234"], None, None),
        # Number cells say nothing of how people type.
        ([Exact("12.5")], None, None),
    ],
)
def test_a_number_that_can_be_read_in_two_ways_is_read_as_its_column_writes(others, comma, point):
    known = signs([*others, "1,234", "1.234"])
    for text, value in (("1,234", comma), ("1.234", point)):
        if value is None:
            with pytest.raises(ValueError, match="both are possible"):
                read_number(text, "tkr", known)
        else:
            assert read_number(text, "tkr", known).number.varde == Decimal(value)


def test_a_whole_table_asks_for_one_cell_and_reads_the_others(repository):
    rows = ["A;x;12,5;1.234", "A;y;1,234;1.234", "A;z;3,5;12"]
    repository.raw("budget.csv", "\n".join(["sektion;rad;budget;utfall", *rows]) + "\n")
    found = repository.faults()
    assert [(f.code, f.where[0].row, f.where[0].column) for f in found] == [
        ("number-unreadable", 2, "utfall"),
        ("number-unreadable", 3, "utfall"),
    ]


written = st.text("0123456789 ,.-−()<*¹%krst\u00a0", max_size=12)


@given(written, st.sampled_from(["antal", "kr", "tkr", "procent", ""]), st.lists(written, max_size=4))
def test_a_value_has_no_other_digits_than_were_written(text, unit, others):
    try:
        read = read_number(text, unit, signs([*others, text]))
    except ValueError:
        return
    if read.number.varde is None:
        return
    digits = "".join(str(digit) for digit in read.number.varde.as_tuple().digits)
    of_text = "".join(sign for sign in text if sign in "0123456789").lstrip("0")
    # The mark `1)` of a footnote is one figure more.
    assert of_text.rstrip("0").startswith(digits.strip("0")) or digits.strip("0") in of_text
    assert len(of_text) - len(digits.lstrip("0")) in (
        (0, 1) if read.is_marked else (0,)
    ) or not of_text.strip("0")


@given(st.text("0123456789 ,.-−\u00a0", max_size=10))
def test_what_is_read_without_doubt_is_read_the_same_with_the_signs_of_a_column(text):
    try:
        plain = parse_number(text)
    except ValueError:
        return
    assert read_number(text, "tkr").number == plain
    assert read_number(text, "tkr", Signs(",", ".")).number == plain
