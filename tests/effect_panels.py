"""Panels whose effects are known, for the tests of effects."""

from __future__ import annotations

import numpy as np
import pandas as pd

from finsam.measures.effects import Panel

YEARS = np.arange(2006, 2021)


def made(
    random: np.random.Generator,
    members: dict[int, int],
    others: int,
    effect=lambda cohort, year: 0.0,
    slope: float = 0.0,
    clusters: int = 0,
    sd: float = 1.0,
) -> Panel:
    """A level of each unit, a way that all share, and noise of which half is a unit's wandering.

    members: how many join in each year. effect: of a cohort in a year from joining on. slope: how much faster members
    rise each year, joined or not. clusters: so many of equal size, members first, each with a
    noise of its own; 0 is none.
    """
    first = np.concatenate([np.repeat(list(members), list(members.values())), np.full(others, np.inf)])
    count = len(first)
    common = np.cumsum(random.normal(0, 0.5, len(YEARS)))
    noise = random.normal(0, sd, (count, len(YEARS)))
    noise += np.cumsum(random.normal(0, sd / 4, (count, len(YEARS))), axis=1)
    of = np.arange(count) * clusters // count if clusters else np.arange(count)
    if clusters:
        noise += random.normal(0, sd, (clusters, len(YEARS)))[of]
    values = 10 + random.normal(0, 2, (count, 1)) + common + noise
    values += np.where(np.isfinite(first), slope, 0.0)[:, None] * (YEARS - YEARS[0])
    for at, cohort in enumerate(first):
        if np.isfinite(cohort):
            values[at] += [effect(int(cohort), year) if year >= cohort else 0.0 for year in YEARS]
    names = np.array([f"{at:04d}" for at in range(count)], object)
    return Panel(names, YEARS, values, first, np.array([f"k{each}" for each in of], object))


def long(panel: Panel) -> pd.DataFrame:
    """Columns unit, period, outcome, member (1 from joining on), cluster."""
    table = pd.DataFrame(panel.values, index=panel.units, columns=panel.periods).stack().reset_index()
    table.columns = ["unit", "period", "outcome"]
    first = dict(zip(panel.units, panel.first, strict=True))
    table["member"] = (table["period"] >= table["unit"].map(first)).astype(float)
    table["cluster"] = table["unit"].map(dict(zip(panel.units, panel.clusters, strict=True)))
    return table
