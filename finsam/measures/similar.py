"""Kommuner that are like a kommun: in how many live there, and in the levels of public statistics."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import reduce
from typing import NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from finsam.register import reads
from finsam.register.store import figures_of
from finsam.tables.registers import INVENTED_LAN, kommuner

#: What likeness is judged by beside levels.
RESIDENTS = "befolkning"
#: Both sexes together.
BOTH = "totalt"


class Kind(NamedTuple):
    """Figures of all kommuner that can be put beside each other: one measure, period, version, ages and agency."""

    matt: str
    period: str
    version: str
    alder: str
    kalla: str


def alike(invented: bool, kommun: str, kinds: Sequence[Kind]) -> dict[str, dict[str, float]]:
    """By measure the figures of a kommun and of those that are most like it, by code: its own first, then the nearest.

    kinds: what likeness is judged by, a kind of a measure each. Empty where its population isn't among them. That the
    choice was made, and not all that it was made from, is told as read (`register.reads`). Raises Faults with all that
    is wrong in the statistics.
    """
    figures = figures_of(invented, [kind.matt for kind in kinds], [kind.period for kind in kinds], [BOTH])
    found = chosen(kommun, {kind: values(figures, kind) for kind in kinds})
    reads.tell(reads.CHOICE, invented, kommun=kommun, lika_i=kinds, summa=reads.choice_digest(found))
    return found


def values(figures: pa.Table, kind: Kind) -> dict[str, float]:
    """The figures of a kind by code, of both sexes together. figures: columns register.rows.FIGURES."""
    wanted = kind._asdict() | {"kon": BOTH}
    same = reduce(pc.and_, (pc.equal(figures[column], value) for column, value in wanted.items()))
    found = figures.filter(pc.and_(same, pc.is_valid(figures["varde"])))
    return dict(zip(found["kommun_kod"].to_pylist(), found["varde"].to_pylist(), strict=True))


def chosen(kommun: str, figures: Mapping[Kind, Mapping[str, float]]) -> dict[str, dict[str, float]]:
    """As `alike`, from the figures of each kind by code."""
    codes = {area.kod for area in kommuner(INVENTED_LAN if kommun.startswith(INVENTED_LAN) else "")}
    levels = {kind.matt: {c: v for c, v in of.items() if c in codes} for kind, of in figures.items()}
    residents = levels.pop(RESIDENTS, {})
    used = {matt: level for matt, level in levels.items() if kommun in level}
    nearest = similar(kommun, residents, list(used.values()))
    found = {RESIDENTS: residents} | used
    return (
        {matt: {code: of[code] for code in (kommun, *nearest)} for matt, of in found.items()}
        if nearest
        else {}
    )


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
