"""Areas and their people, and the sums over sexes and areas.

Arrays are by kommun, sex (women, men) and, last, year or month. `totals` makes of them arrays by area (the country, the
län and the kommuner, in the order of the codes) and sex (women, men, all).
"""

from __future__ import annotations

import functools

import numpy as np

from finsam.tables.registers import INVENTED_LAN, Area, areas
from tools.exempelforbundet.facts import KOMMUNER as MEMBERS
from tools.exempelregister.features import (
    FIRST_YEAR,
    KOMMUN_NEXT,
    KOMMUN_SD,
    LAN_NEXT,
    LAN_SD,
    LAST_YEAR,
    SLOPE_SD,
    STORIES,
)
from tools.exempelregister.noise import chance, smooth

#: People are counted at the end of these years; the months of 2007 are in the first figures that cover twelve.
YEARS = np.arange(FIRST_YEAR - 2, LAST_YEAR + 1)
#: Months as `2007-02`, the first of the twelve that 2008-01 covers.
MONTHS = [f"{year}-{month:02}" for year in range(FIRST_YEAR - 1, LAST_YEAR + 1) for month in range(1, 13)][1:]
#: The same as parts of years, at the middle of the month.
TIMES = np.array([int(month[:4]) + (int(month[5:]) - 0.5) / 12 for month in MONTHS])

#: Ages that make up all spans, with their share of those who are 16–64 (for the outer ones: against them).
AGES = {
    "0-14": 0.285,
    "15": 0.019,
    "16": 0.019,
    "17": 0.019,
    "18-19": 0.037,
    "20-24": 0.094,
    "25-64": 0.831,
    "65-69": 0.090,
    "70-74": 0.085,
    "75-": 0.160,
}
_INNER = ("16", "17", "18-19", "20-24", "25-64")


@functools.cache
def kommuner() -> tuple[str, ...]:
    """The codes of the kommuner in their order, invented ones last."""
    return tuple(area.kod for area in areas() if len(area.kod) == 4)


@functools.cache
def shown() -> tuple[Area, ...]:
    """The areas of the tables: the country, each län and its kommuner, in the order of the codes."""
    return tuple(sorted(areas(), key=lambda area: area.kod))


@functools.cache
def _members() -> np.ndarray:
    """By area and kommun: 1 where the kommun is in the area."""

    def inside(area: str, kommun: str) -> bool:
        return not kommun.startswith(INVENTED_LAN) if area == "00" else kommun.startswith(area)

    return np.array([[inside(area.kod, kommun) for kommun in kommuner()] for area in shown()], dtype=np.int64)


def totals(parts: np.ndarray) -> np.ndarray:
    """By area and women, men and all, of whole numbers by kommun and sex."""
    by_area = np.tensordot(_members(), parts, axes=1)
    return np.concatenate([by_area, by_area.sum(axis=1, keepdims=True)], axis=1)


@functools.cache
def levels() -> tuple[np.ndarray, np.ndarray]:
    """Of each kommun: how far above the country it lies, on the log scale, and how much that changes in a year."""
    codes = kommuner()
    lan = sorted({code[:2] for code in codes})
    of_lan = dict(zip(lan, LAN_SD * smooth("level of län", len(lan), LAN_NEXT), strict=True))
    own = KOMMUN_SD * smooth("level of kommun", len(codes), KOMMUN_NEXT)
    level = own + np.array([of_lan[code[:2]] for code in codes])
    slope = SLOPE_SD * chance("slope of kommun").standard_normal(len(codes))
    for code, story in STORIES.items():
        level[codes.index(code)], slope[codes.index(code)] = story.level, story.slope
    return level, slope


@functools.cache
def people() -> dict[str, np.ndarray]:
    """Persons at the end of YEARS by ages, each by kommun, sex and year."""
    codes, whole = kommuner(), _working_age()
    shape = (len(codes), 2, 1)
    tilt = 0.12 * smooth("age of kommun", len(codes), KOMMUN_NEXT)[:, None, None]
    women = 0.486 + 0.004 * chance("women").standard_normal(len(codes))
    of_sex = np.stack([women, 1 - women], axis=1)[..., None]
    older = {"65-69": 1, "70-74": 1, "75-": 1, "25-64": 0.05}
    found = {}
    for ages, share in AGES.items():
        noise = 0.03 * chance(f"people {ages}").standard_normal(shape)
        drift = 0.015 * (YEARS - 2016) if ages == "75-" else 0
        parts = np.exp(tilt * older.get(ages, -0.6) + noise + drift)
        found[ages] = np.rint(whole[:, None] * of_sex * share * parts).astype(np.int64)
    # The largest ages take what is left, so that the whole is the number that was settled.
    rest = whole - sum(found[ages].sum(axis=1) for ages in _INNER if ages != "25-64")
    found["25-64"][:, 0] = np.rint(rest * women[:, None])
    found["25-64"][:, 1] = rest - found["25-64"][:, 0]
    return found


def span(first: int, last: int | None) -> np.ndarray:
    """Persons from first to last year of age (None: all older too), by kommun, sex and YEARS."""
    inside = []
    for ages, number in people().items():
        low, _, high = ages.partition("-")
        top = int(high or (low if "-" not in ages else 200))
        if int(low) >= first and top <= (200 if last is None else last):
            inside.append(number)
    return sum(inside)


def monthly(yearly: np.ndarray) -> np.ndarray:
    """Persons at the end of each of MONTHS, in straight lines between the ends of the years."""
    first = int(YEARS[0])
    at = [(int(month[:4]) - first, int(month[5:])) for month in MONTHS]
    year, month = np.array(at).T
    before, after = yearly[..., year - 1], yearly[..., year]
    return before + (2 * (after - before) * month + 12) // 24


def _working_age() -> np.ndarray:
    """Persons of 16–64 years by kommun and year. Those of the example förbund are what its members share by."""
    codes = kommuner()
    drawn = chance("size of kommun").standard_normal((2, len(codes)))
    # A code from 80 up was a town before the reform of 1971; the first of them in a län is its seat.
    kind = np.array([2 if code[2:] == "80" else int(code[2:] > "80") for code in codes])
    size = np.exp(np.array([8.8, 9.9, 11.3])[kind] + np.array([0.5, 0.55, 0.45])[kind] * drawn[0])
    growth = 0.002 + 0.004 * drawn[1] + 0.003 * (kind - 0.5)
    for code in STORIES:
        size[codes.index(code)] = STORIES[code].people
    found = np.rint(size[:, None] * np.exp(growth[:, None] * (YEARS - LAST_YEAR))).astype(np.int64)
    for at, member in enumerate(MEMBERS):
        row = found[codes.index(f"990{at + 1}")]
        known = {year - 1: number for year, number in member.people.items()}
        first = min(known)
        row[:] = np.rint(row * (known[first] / row[first == YEARS][0]))
        for year, number in known.items():
            row[year == YEARS] = number
    return found
