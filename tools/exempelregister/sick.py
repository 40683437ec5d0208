"""Sick leave by month: days of sjukpenning and of lasting compensation, the insured, and what is suppressed."""

from __future__ import annotations

import functools
from dataclasses import dataclass

import numpy as np

from tools.exempelregister import features as f
from tools.exempelregister.noise import autocorrelated, between
from tools.exempelregister.world import MONTHS, TIMES, levels, monthly, span, totals

#: The months of the figures, each the last of its twelve.
PERIODS = MONTHS[11:]
_SEXES = np.array([1.0, -1.0])[:, None]


@dataclass(frozen=True)
class Rates:
    """A figure in days per person: days of twelve months, persons, and where it is suppressed.

    Arrays are by area, sex (women, men, all) and month.
    """

    months: list[str]
    days: np.ndarray
    persons: np.ndarray
    hidden: np.ndarray


@functools.cache
def flow() -> np.ndarray:
    """Net days of sjukpenning and rehabiliteringspenning paid in each of MONTHS, by kommun and sex."""
    insured = _insured()
    level, slope = levels()
    season = np.array([f.SICK_SEASON[int(month[5:]) - 1] for month in MONTHS])
    shape = np.interp(
        range(len(MONTHS)), *zip(*((MONTHS.index(at), part) for at, part in f.PANDEMIC_SHAPE), strict=True)
    )
    noise = autocorrelated("sick leave", insured.shape[:2], len(MONTHS), f.SICK_AR)
    spread = np.sqrt(f.SICK_SD**2 + f.SICK_SIZE / insured.mean(axis=2, keepdims=True))
    rate = (
        between(f.SICK_LEVEL, TIMES)
        + season
        + f.PANDEMIC * shape
        + level[:, None, None]
        + slope[:, None, None] * (TIMES - 2016)
        + f.SICK_SEX * _SEXES
        + spread * noise
    )
    return np.rint(insured * np.exp(rate) / 12).astype(np.int64)


@functools.cache
def lasting() -> np.ndarray:
    """Persons with sjukersättning or aktivitetsersättning in each of MONTHS, by kommun and sex."""
    persons = monthly(span(16, 64))
    level, slope = levels()
    noise = autocorrelated("lasting", persons.shape[:2], len(MONTHS), f.LASTING_AR)
    spread = np.sqrt(f.LASTING_SD**2 + f.LASTING_SIZE / persons.mean(axis=2, keepdims=True))
    own = f.LASTING_LIKE * (level[:, None, None] + slope[:, None, None] * (TIMES - 2016))
    share = between(f.LASTING_SHARE, TIMES) + own + f.LASTING_SEX * _SEXES + spread * noise
    return np.rint(persons * np.minimum(np.exp(share), 0.3)).astype(np.int64)


def _insured() -> np.ndarray:
    """People of 16–64 years who don't have the whole of a lasting compensation."""
    return monthly(span(16, 64)) - np.rint(f.LASTING_FULL * lasting()).astype(np.int64)


def twelve(by_month: np.ndarray) -> np.ndarray:
    """The sum of each month and the eleven before it, from the twelfth month on."""
    sums = np.cumsum(by_month, axis=-1)
    before = np.concatenate([np.zeros_like(sums[..., :1]), sums[..., :-12]], axis=-1)
    return sums[..., 11:] - before


def sjukpenningtal() -> Rates:
    """Version 1.0: 16–64 years."""
    return Rates(PERIODS, totals(twelve(flow())), totals(_insured()[..., 11:]), _hidden(flow())[..., 11:])


def sjukpenningtal_2() -> Rates:
    """Version 2.0: all people of 15–69 years, from VERSION_2."""
    at = PERIODS.index(f.VERSION_2)
    days = twelve(flow() + np.rint(f.VERSION_2_MORE * flow()).astype(np.int64))
    persons = monthly(span(15, 69))[..., 11:]
    return Rates(
        PERIODS[at:], totals(days[..., at:]), totals(persons[..., at:]), _hidden(flow())[..., 11 + at :]
    )


def ohalsotal() -> Rates:
    """Days of both kinds per person of 16–64 years; from BREAK on only BREAK_SHARE of those of the lasting kind."""
    at = PERIODS.index(f"{f.OHALSOTAL_FROM}-01")
    long = twelve(np.rint(f.LASTING_DAYS * lasting()).astype(np.int64))
    redefined = np.array([month >= f.BREAK for month in PERIODS])
    counted = np.where(redefined, np.rint(f.BREAK_SHARE * long).astype(np.int64), long)
    days, persons = totals(twelve(flow()) + counted), totals(monthly(span(16, 64))[..., 11:])
    return Rates(PERIODS[at:], days[..., at:], persons[..., at:], np.zeros(days[..., at:].shape, bool))


def _hidden(by_month: np.ndarray) -> np.ndarray:
    """By area, sex and month: where one sex has too few persons with days, both are suppressed and the total told."""
    few = totals(by_month)[:, :2].min(axis=1) < 30 * f.FEWEST_SICK
    return np.stack([few, few, np.zeros_like(few)], axis=1)
