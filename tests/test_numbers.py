"""Every way to write a number in Swedish gives that number; what could be two numbers gives none."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finsam.sources.numbers import Exact, Number, parse_number

SPACES = {"space": " ", "no-break": "\u00a0", "narrow no-break": "\u202f", "thin": "\u2009"}
MINUS = ("-", "−", "–", "‐")

#: Digits after the decimal sign. Three of them after one to three digits could be a group of thousands.
decimals = st.text("0123456789", max_size=6).filter(lambda digits: len(digits) != 3)
whole = st.integers(min_value=0, max_value=10**12).map(str)


def grouped(digits: str, space: str) -> str:
    """1234567 as 1 234 567."""
    head = len(digits) % 3
    groups = [digits[:head]] * bool(head) + [digits[i : i + 3] for i in range(head, len(digits), 3)]
    return space.join(groups)


@given(
    whole,
    decimals,
    st.sampled_from(["", "+", *MINUS]),
    st.sampled_from(["", *SPACES.values()]),
    st.sampled_from(",."),
    st.sampled_from(["", " ", "\t", "\u00a0"]),
)
def test_a_number_is_read_from_all_its_spellings(whole, decimals, sign, space, decimal_sign, margin):
    written = sign + (grouped(whole, space) if space else whole)
    written += decimal_sign + decimals if decimals else ""
    exact = Decimal(f"{whole}.{decimals or 0}") * (-1 if sign in MINUS else 1)
    assert parse_number(margin + written + margin) == Number(exact, len(decimals))


@pytest.mark.parametrize(
    ("written", "value", "printed_decimals"),
    [
        ("12 929 932", "12929932", 0),
        ("−5", "-5", 0),
        ("0", "0", 0),
        ("0,00", "0", 2),
        ("-0", "0", 0),
        ("86,70", "86.7", 2),
        ("0,123", "0.123", 3),
        ("-0.123", "-0.123", 3),
        ("1 234,567", "1234.567", 3),
        ("1234.567", "1234.567", 3),
        ("007", "7", 0),
    ],
)
def test_printed_decimals_are_kept(written, value, printed_decimals):
    assert parse_number(written) == Number(Decimal(value), printed_decimals)


@pytest.mark.parametrize(
    ("written", "status"),
    [
        ("", "saknas"),
        ("   ", "saknas"),
        ("-", "saknas"),
        ("–", "saknas"),
        ("−", "saknas"),
        ("..", "undertryckt"),
        (".", "ej_tillampligt"),
    ],
)
def test_missing_suppressed_and_not_applicable_stay_apart_from_zero(written, status):
    assert parse_number(written) == Number(None, 0, status)


@given(st.integers(1, 999), st.integers(0, 999), st.sampled_from(",."), st.sampled_from(["", "-"]))
def test_a_point_or_comma_that_may_group_thousands_is_refused_with_both_readings(whole, rest, sign, minus):
    with pytest.raises(ValueError, match="both are possible") as error:
        parse_number(f"{minus}{whole}{sign}{rest:03}")
    assert f"{minus}{whole}{rest:03} or {minus}{whole},{rest:03}0" in str(error.value)


def test_a_number_cell_of_a_workbook_can_only_mean_a_fraction():
    assert parse_number(Exact("15.625")) == Number(Decimal("15.625"), 3)


@pytest.mark.parametrize(
    "written",
    [
        "1 23",
        "12 34 567",
        "1234 567",
        "1 234 56",
        "1.234.567",
        "1,234,567",
        "1.234,5",
        "1,234.5",
        "1'234",
        "12,",
        ",5",
        ".5",
        "5.",
        "--5",
        "- 5",
        "5-",
        "(5)",
        "1e5",
        "0x1F",
        "12%",
        "12 kr",
        "ca 12",
        "12*",
        "½",
        "n/a",
        "nan",
        "inf",
        "...",
        "#DIV/0!",
        "2016-12-31",
        "1  234",
        "1\n234",
        "I2",
        "O",
    ],
)
def test_what_is_not_written_as_a_number_is_refused_with_examples(written):
    with pytest.raises(ValueError, match="1 234, -12,5"):
        parse_number(written)


@given(st.text("0123456789 ,.-−+\u00a0e%", max_size=12))
def test_a_value_has_exactly_the_digits_that_were_written(text):
    try:
        number = parse_number(text)
    except ValueError:
        return
    digits = "".join(character for character in text if character.isdigit())
    if number.status:
        assert digits == ""
    else:
        read = "".join(str(digit) for digit in number.varde.as_tuple().digits)
        assert digits.lstrip("0") == read.lstrip("0")
        assert number.varde.as_tuple().exponent == -number.decimaler
