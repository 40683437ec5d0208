"""Rows of public statistics with known figures, for tests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from finsam.register.rows import register_table

SEXES = {"totalt": 1.0, "kvinnor": 1.3, "man": 0.7}


def yearly(
    kod: str,
    figures: Mapping[int, float | str],
    *,
    matt: str = "uvas_andel",
    kon: str = "totalt",
    namnare: float | None = 1000.0,
    **more: object,
) -> list[dict]:
    """A row for each year; a word instead of a figure is its status."""
    like = {"uvas_andel": {"alder": "20-24"}, "sjukpenningtal": {"alder": "16-64", "version": "1.0"}}
    return [
        {
            "kommun_kod": kod,
            "kon": kon,
            "period": str(year),
            "matt": matt,
            "kalla": "Prov",
            "varde": None if isinstance(value, str) else value,
            "status": value if isinstance(value, str) else "",
            "namnare": namnare,
            **like.get(matt, {}),
            **more,
        }
        for year, value in figures.items()
    ]


def line(start: float, slope: float, first: int = 2012, last: int = 2024, noise: float = 0.05, seed: int = 1):
    """A figure a year on a line with a little noise, to one decimal."""
    wobble = np.random.default_rng(seed).normal(0, noise, last - first + 1)
    return {
        year: round(float(start + slope * (year - first) + wobble[year - first]), 1)
        for year in range(first, last + 1)
    }


def areas(codes: Sequence[str], slopes: Sequence[float], start: float = 12.0, **more: object) -> pd.DataFrame:
    """Women, men and all of each area on a line of its own; a county has 20 times a kommun's persons, the country 1 000."""
    rows, size = [], more.pop("namnare", 1000.0)
    for at, (code, slope) in enumerate(zip(codes, slopes, strict=True)):
        for kon, factor in SEXES.items():
            figures = {
                year: round(factor * value, 1) for year, value in line(start, slope, seed=at + 1).items()
            }
            times = {"00": 1000}.get(code, 20 if len(code) == 2 else 1)
            rows += yearly(code, figures, kon=kon, namnare=size and size * times, **more)
    return register_table(rows)
