"""Kommuner that are like a kommun: in how many live there, and in the levels of public statistics."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd


def similar(
    kommun: str, residents: Mapping[str, float], levels: Sequence[Mapping[str, float]], most: int = 5
) -> list[str]:
    """The codes of the kommuner nearest to one, the nearest first; empty where its population isn't known.

    residents: inhabitants by code. levels: figures by code, a mapping for each measure; a measure that the kommun
    itself lacks doesn't count, and a kommun that lacks one which counts isn't a candidate.

    The distance is Euclidean over standardised values: the logarithm of the population, since a kommun of 4,000
    is to one of 2,000 what 80,000 is to 40,000, and each level; the levels together weigh as much as the population.
    """
    if kommun not in residents:
        return []
    used = [level for level in levels if kommun in level]
    table = pd.DataFrame({"size": pd.Series(residents, dtype=float).where(lambda size: size > 0).map(np.log)})
    for number, level in enumerate(used):
        table[number] = pd.Series(level, dtype=float)
    table = table.dropna()
    if kommun not in table.index:
        return []
    spread = table.std(ddof=0).replace(0, 1)
    apart = ((table - table.loc[kommun]) / spread) ** 2
    distance = apart["size"] + (apart.drop(columns="size").mean(axis=1) if used else 0)
    # By code where two are as near, so that the list is the same every time.
    nearest = distance.drop(kommun).sort_index().sort_values(kind="stable")
    return nearest.index[:most].tolist()
