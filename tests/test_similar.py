"""Kommuner that are like a kommun."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finsam.measures.similar import similar

SIZES = {"a": 2_000, "b": 4_000, "c": 40_000, "d": 80_000, "e": 2_100}


def test_the_nearest_in_size_is_by_ratio_not_by_heads():
    # 4 000 is twice 2 000; 40 000 lies 36 000 heads but a tenfold away.
    assert similar("a", SIZES, [], 4) == ["e", "b", "c", "d"]
    assert similar("d", SIZES, [], 1) == ["c"]


def test_the_level_decides_between_kommuner_of_the_same_size():
    levels = {"a": 8.0, "b": 12.0, "c": 8.5}
    assert similar("a", dict.fromkeys("abc", 5_000), [levels]) == ["c", "b"]


def test_a_kommun_without_a_figure_that_counts_is_no_candidate():
    assert similar("a", SIZES, [{"a": 8.0, "b": 8.0, "c": 8.0}]) == ["b", "c"]


def test_a_measure_that_the_kommun_lacks_does_not_count():
    assert similar("a", SIZES, [{"b": 8.0}]) == similar("a", SIZES, [])


@pytest.mark.parametrize("residents", [{}, {"b": 10}, {"a": 0, "b": 10}])
def test_without_a_population_no_kommun_is_like_it(residents):
    assert similar("a", residents, [{"a": 1.0, "b": 1.0}]) == []


@given(st.dictionaries(st.text("abcdefgh", min_size=1, max_size=2), st.integers(1, 10**6), min_size=2))
def test_the_order_does_not_depend_on_the_unit(sizes):
    kommun = min(sizes)
    levels = {code: float(size % 17) for code, size in sizes.items()}
    scaled = {code: level * 4 for code, level in levels.items()}
    found = similar(kommun, sizes, [levels])
    assert set(found) <= set(sizes) - {kommun}
    assert len(found) == min(5, len(sizes) - 1)
    assert found == similar(kommun, sizes, [scaled])
