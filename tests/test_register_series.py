"""Series of public statistics: what is put in one, what is added up, and what is refused with its reason."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from finsam.register.rows import register_table
from finsam.register.series import NotComparable, combined, comparable, series

FK = {"kalla": "forsakringskassan", "kon": "totalt"}


def days(area: str, period: str, value: float | None, insured: float | None = None, **more):
    row = {"kommun_kod": area, "period": period, "matt": "sjukpenningtal", "version": "1.0", "alder": "16-64"}
    status = "" if value is not None else "undertryckt"
    return row | FK | {"varde": value, "namnare": insured, "status": status} | more


def count(area: str, period: str, value: float, **more):
    row = {"kommun_kod": area, "period": period, "matt": "befolkning", "alder": "20-24", "kalla": "scb"}
    return row | {"kon": "totalt", "varde": value} | more


def values(found) -> list[float | None]:
    return [None if math.isnan(value) else value for value in found.points["varde"]]


def test_a_rate_of_several_kommuner_is_their_days_over_their_insured():
    # 1 000 insured with 10 days each and 3 000 with 6: 28 000 days over 4 000 insured, not the mean of 10 and 6.
    table = register_table(
        [
            days("2460", "2016-12", 10.0, 1000),
            days("2480", "2016-12", 6.0, 3000),
            days("24", "2016-12", 9.9, 9000),
        ]
    )
    both = combined([series(table, "sjukpenningtal", code) for code in ("2460", "2480")], "Förbundet")
    assert (values(both), both.points["namnare"].tolist()) == ([7.0], [4000])
    assert (both.areas, both.name) == (("2460", "2480"), "Förbundet")


def test_a_period_that_one_kommun_lacks_is_not_made_of_the_others():
    table = register_table(
        [
            *(days("2460", f"201{year}-12", 10.0, 1000) for year in (4, 5, 6)),
            days("2480", "2014-12", 6.0, 1000),
            days("2480", "2016-12", None, 1000),
        ]
    )
    both = combined([series(table, "sjukpenningtal", code) for code in ("2460", "2480")], "F")
    assert values(both) == [8.0, None, None]
    assert both.points["status"].tolist() == ["", "saknas", "undertryckt"]


def test_a_rate_without_denominators_is_not_added_up():
    table = register_table([days("2460", "2016-12", 10.0), days("2480", "2016-12", 6.0, 3000)])
    assert values(combined([series(table, "sjukpenningtal", c) for c in ("2460", "2480")], "F")) == [None]


def test_counts_are_added():
    table = register_table([count("2460", "2016", 600), count("2480", "2016", 12_000)])
    assert values(combined([series(table, "befolkning", code) for code in ("2460", "2480")], "F")) == [12_600]


def test_denominators_come_from_the_population_of_the_same_ages_sex_and_year():
    share = {"kommun_kod": "2480", "matt": "uvas_andel", "alder": "20-24", "kalla": "mucf"}
    table = register_table(
        [
            share | {"period": "2015", "kon": "totalt", "varde": 8.0},
            share | {"period": "2016", "kon": "totalt", "varde": 7.5},
            share | {"period": "2016", "kon": "man", "varde": 8.5},
            count("2480", "2016", 12_000),
            count("2480", "2016", 6_100, kon="man"),
            count("2480", "2016", 30_000, alder="16-24"),
        ]
    )
    assert series(table, "uvas_andel", "2480").points["namnare"].tolist()[1:] == [12_000]
    assert math.isnan(series(table, "uvas_andel", "2480").points["namnare"][0])
    assert series(table, "uvas_andel", "2480", "man").points["namnare"].tolist() == [6_100]


def test_a_year_s_inhabitants_are_december_s_where_they_are_counted_by_month():
    share = {"kommun_kod": "2480", "matt": "uvas_andel", "alder": "20-24", "kalla": "mucf", "kon": "totalt"}
    months = [count("2480", f"2016-{month:02}", 12_000 + month) for month in (1, 11, 12)]
    table = register_table([share | {"period": "2016", "varde": 7.5}, *months])
    assert series(table, "uvas_andel", "2480").points["namnare"].tolist() == [12_012]


def test_two_versions_are_never_in_one_series():
    table = register_table(
        [
            days("2480", "2020-12", 9.0),
            days("2480", "2021-12", 9.5),
            days("2480", "2021-12", 11.0, version="2.0", alder="15-69"),
            days("2480", "2022-12", 10.5, version="2.0", alder="15-69"),
        ]
    )
    first = series(table, "sjukpenningtal", "2480")
    second = series(table, "sjukpenningtal", "2480", version="2.0")
    assert (values(first), values(second)) == ([9.0, 9.5], [11.0, 10.5])
    with pytest.raises(NotComparable, match=r"1\.0 \(16-64 år\) och 2\.0 \(15-69 år\)"):
        combined([first, second], "F")


def test_two_spans_of_ages_are_never_compared():
    share = {"matt": "uvas_andel", "period": "2016", "kon": "totalt", "kalla": "mucf", "varde": 8.0}
    table = register_table(
        [share | {"kommun_kod": "2480", "alder": "20-24"}, share | {"kommun_kod": "24", "alder": "16-24"}]
    )
    with pytest.raises(NotComparable, match="20-24 år för Umeå och 16-24 år för Västerbottens län"):
        comparable([series(table, "uvas_andel", "2480"), series(table, "uvas_andel", "24")])


def test_the_calendar_year_of_a_rolling_figure_is_its_december():
    table = register_table([days("2480", f"2016-{month:02}", month / 10) for month in range(1, 13)])
    found = series(table, "sjukpenningtal", "2480").yearly()
    assert (found.points["period"].tolist(), values(found), found.is_monthly) == (["2016"], [1.2], False)


def test_months_that_do_not_cover_a_year_make_no_years():
    table = register_table([count("2480", "2016-12", 5)])
    with pytest.raises(NotComparable, match="per månad"):
        series(table, "befolkning", "2480").yearly()


def test_an_area_that_has_no_figure_has_no_series():
    assert series(register_table([days("2480", "2016-12", 9.0)]), "sjukpenningtal", "2401") is None


def test_a_series_ends_with_the_year_of_the_book():
    table = register_table([days("2480", f"{year}-12", 9.0) for year in (2015, 2016, 2017)])
    assert series(table, "sjukpenningtal", "2480").until("2016").points["period"].tolist() == [
        "2015-12",
        "2016-12",
    ]


@settings(max_examples=50)
@given(st.lists(st.tuples(st.integers(0, 10**6), st.integers(1, 10**6)), min_size=1, max_size=6))
def test_the_rate_of_many_lies_between_theirs_and_is_exact(parts):
    codes = ["2401", "2403", "2404", "2409", "2417", "2418"]
    table = register_table(
        [days(code, "2016-12", n / size, size) for code, (n, size) in zip(codes, parts, strict=False)]
    )
    (value,) = values(combined([series(table, "sjukpenningtal", c) for c in codes[: len(parts)]], "F"))
    assert value == pytest.approx(sum(n for n, _ in parts) / sum(size for _, size in parts))
    assert min(n / size for n, size in parts) <= value * (1 + 1e-12)
