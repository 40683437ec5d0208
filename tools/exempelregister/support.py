"""Full-year equivalents by kind, income support and long unemployment, by year."""

from __future__ import annotations

import functools

import numpy as np

from tools.exempelregister import features as f
from tools.exempelregister.noise import autocorrelated, between, counted
from tools.exempelregister.sick import flow, lasting
from tools.exempelregister.world import MONTHS, YEARS, kommuner, levels, span, totals
from tools.exempelregister.young import FROM, Shares

_SEXES = np.array([1.0, -1.0])[:, None]


@functools.cache
def equivalents() -> dict[str, np.ndarray]:
    """By kind: full-year equivalents of 20–64 years by area, sex and year from EQUIVALENTS_FROM, in SCB's words.

    Those of ill health are the days of the sick leave, of which a small part is of younger people.
    """
    years = YEARS[FROM:]
    persons = span(20, 64)[..., FROM:]
    # The months of the figures' years, twelve of each.
    by_year = (*persons.shape, 12)
    first = MONTHS.index(f"{f.FIRST_YEAR}-01")
    sick = flow()[..., first:].reshape(by_year).sum(axis=-1)
    long = lasting()[..., first:].reshape(by_year).sum(axis=-1)
    kinds = {
        "Sjukpenning": np.rint(0.985 * sick / 365).astype(np.int64),
        "Sjuk- och aktivitetsersersättning": np.rint(0.97 * f.LASTING_DAYS * long / 365).astype(np.int64),
    }
    for kind, points in f.EQUIVALENT_SHARE.items():
        kinds[kind] = counted(kind, persons, _share(kind, points, years), f.WORK_SPREAD)
    at = f.EQUIVALENTS_FROM - f.FIRST_YEAR
    found = {kind: totals(number)[..., at:] for kind, number in kinds.items()}
    return {**found, "Summa helårsekvivalenter": sum(found.values())}


def support() -> Shares:
    """Persons with income support at any time in the year, of all."""
    return _drawn("support", span(0, None), f.SUPPORT_SHARE)


def long_support() -> Shares:
    """Persons with income support in ten months or more, of adults."""
    return _drawn("long support", span(18, None), f.LONG_SUPPORT_SHARE)


def long_unemployed() -> Shares:
    """Persons without work for six months, of those who are 15–74 years old."""
    return _drawn("long unemployed", span(15, 74), f.LONG_UNEMPLOYED_SHARE)


def _drawn(subject: str, persons: np.ndarray, points: tuple) -> Shares:
    years = YEARS[FROM:]
    counts = counted(subject, persons[..., FROM:], _share(subject, points, years), f.WORK_SPREAD)
    return _shares(totals(counts), totals(persons), years)


def _share(subject: str, points: tuple, years: np.ndarray) -> np.ndarray:
    """The share of the people of each kommun and sex, by year."""
    level, slope = levels()
    noise = f.WORK_SD * autocorrelated(f"{subject} by year", (len(kommuner()), 2), len(years), f.WORK_AR)
    own = f.WORK_LIKE * level[:, None, None] + slope[:, None, None] * (years - 2016)
    return np.minimum(np.exp(between(points, years) + f.WORK_SEX * _SEXES + own + noise), 0.4)


def _shares(counts: np.ndarray, persons: np.ndarray, years: np.ndarray) -> Shares:
    few = counts[:, :2].min(axis=1) < f.FEWEST_YOUNG
    status = np.full(counts.shape, "", dtype=object)
    status[:, :2][np.stack([few, few], axis=1)] = "Private"
    return Shares(years, counts, persons[..., -len(years) :], status)
