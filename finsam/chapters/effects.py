"""What the chapter on effects asks of public statistics: who joined a förbund when, and what became of them since.

    study = effects.study(book)
    show(effects_tables.members(study))

Each measure is asked of the förbund's own kommuner, and of all that the register of memberships has. The comparison is
with kommuner that are known to be outside; of whom nothing is known is left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from finsam import printed
from finsam.chapters.book import Book
from finsam.chapters.register_profile import as_of
from finsam.measures.effects import BACK, Effect, Panel, Placed, Synthetic, effect_of, placed, synthetic
from finsam.register.series import NotComparable, Rows, Series
from finsam.tables.joined import Known, Register, joined, known
from finsam.tables.registers import INVENTED_LAN, kommuner
from finsam.tables.statistics import Measure, measures

#: The measures that are asked about, of those that the register of public statistics has.
QUESTIONS = ("sjukpenningtal", "uvas_andel", "helarsekvivalenter_andel")
#: Whose effects are estimated: the förbund's own kommuner, or all members of the register.
OWN, ALL = "egna", "alla"
#: A synthetic control has figures of so many years before joining at least, and of at most so many others of about the
#: size; of fewer than the least its rank can't be rare.
YEARS_BEFORE, MOST_OTHERS, LEAST_OTHERS = 5, 40, 19
_SEED = 20030101


@dataclass(frozen=True)
class Question:
    """A measure: who it has figures of by year, and the effects on the members.

    like: a series of its version and ages. panel: by SCB's code, a cluster being a förbund; who left has no figures
    after, nor who isn't known to be outside any more. size: U, residents or what else its figures are of.
    """

    matt: str
    like: Series
    panel: Panel
    size: np.ndarray | None
    own: tuple[str, ...]

    @property
    def measure(self) -> Measure:
        return measures()[self.matt]

    @cached_property
    def effects(self) -> dict[str, Effect]:
        """By OWN and ALL; ALL alone where the register has other members with enough figures."""
        others = [unit for unit in self.panel.units[~self.panel.never] if unit not in self.own]
        away = ~np.isin(self.panel.units, others)
        kept = None if self.size is None else self.size[away]
        found = {OWN: effect_of(self.panel.kept(away), kept, seed=_SEED)}
        everyone = effect_of(self.panel, self.size, seed=_SEED)
        if set(everyone.members) != set(found[OWN].members):
            found[ALL] = everyone
        return found

    @cached_property
    def placed(self) -> Placed | None:
        """The synthetic control of the own kommun with most years before joining; None where none has enough."""
        found = [(unit, self._donors(unit)) for unit in self.own if unit in self.panel.units]
        ready = [(unit, *part) for unit, part in found if part is not None]
        if not ready:
            return None
        unit, figures, years, first = max(ready, key=lambda each: (each[2] < each[3]).sum())
        return placed(unit, figures, years, first)

    @cached_property
    def placed_before(self) -> Synthetic | None:
        """The same kommun as if it had joined BACK years earlier, without any figure from when it had."""
        if self.placed is None:
            return None
        unit, first = self.placed.own.unit, self.placed.own.joined
        donors = self._donors(unit)
        if donors is None:
            return None
        figures, years, _ = donors
        before = years < first
        cut = {name: of[before] for name, of in figures.items()}
        return synthetic(unit, cut, years[before], first - BACK)

    def _donors(self, unit: str) -> tuple[dict[str, np.ndarray], np.ndarray, int] | None:
        """The figures of a member and of never-members of about its size, the years of them, and when it joined."""
        panel, at = self.panel, int(np.flatnonzero(self.panel.units == unit)[0])
        if np.isinf(panel.first[at]):
            return None
        years = np.isfinite(panel.values[at])
        if (panel.periods[years] < panel.first[at]).sum() < YEARS_BEFORE:
            return None
        if (panel.periods[years] >= panel.first[at]).sum() < 2:
            return None
        others = np.flatnonzero(panel.never & np.isfinite(panel.values[:, years]).all(axis=1))
        if self.size is not None and self.size[at] > 0:
            with np.errstate(divide="ignore"):
                apart = np.abs(np.log(self.size[others]) - np.log(self.size[at]))
            others = others[np.argsort(np.nan_to_num(apart, nan=np.inf), kind="stable")[:MOST_OTHERS]]
        if len(others) < LEAST_OTHERS:
            return None
        figures = {str(panel.units[one]): panel.values[one, years] for one in (at, *np.sort(others))}
        return figures, panel.periods[years], int(panel.first[at])


@dataclass(frozen=True)
class Study:
    """register: the memberships. known: by code. asked: what public statistics has figures for.

    without: measures that it has none of for the förbund's kommuner.
    """

    book: Book
    register: Register
    known: dict[str, Known]
    asked: tuple[Question, ...]
    without: tuple[str, ...]

    @property
    def questions(self) -> tuple[Question, ...]:
        """What is asked of public statistics, which stands behind all that is shown of it."""
        if self.asked:
            printed.opened("register")
        return self.asked

    @property
    def own(self) -> list[str]:
        """The förbund's kommuner that the register of memberships has."""
        return [kod for kod in self.book.params.kommuner if kod in self.known and self.known[kod].first]


def study(book: Book) -> Study:
    """Raises Faults with all that is wrong in the register of memberships or in public statistics."""
    invented = book.params.forbund.pahittat
    register = joined(invented)
    codes = tuple(area.kod for area in kommuner()) + tuple(
        area.kod for area in (kommuner(INVENTED_LAN) if invented else ())
    )
    found = known(register, codes)
    own = [kod for kod in book.params.kommuner if kod in found and found[kod].first]
    asked = [
        (matt, _question(book.register.table, matt, own, found, book.ar) if own else None)
        for matt in QUESTIONS
    ]
    there = tuple(question for _, question in asked if question is not None)
    return Study(book, register, found, there, tuple(matt for matt, question in asked if question is None))


def _question(
    table: pd.DataFrame, matt: str, own: Sequence[str], found: dict[str, Known], ar: int
) -> Question | None:
    """None where no own kommun has a figure, or where its figures aren't of years."""
    near = Rows(table[table["matt"].isin({matt, measures()[matt].namnare})])
    parts = as_of(near, matt, [*own, *(kod for kod in found if kod not in own)], ar)
    if not any(kod in parts for kod in own):
        return None
    try:
        yearly = {kod: one.yearly().since_break() for kod, one in parts.items()}
    except NotComparable:
        return None
    rows, sizes = [], {}
    for kod, one in yearly.items():
        last = found[kod].last
        points = one.known
        years = points["period"].to_numpy(object).astype(int)
        kept = np.ones(len(years), bool)
        if last is not None:
            # In the year of leaving a kommun is a member for a part of it only.
            kept = years < last if found[kod].first else years <= last
        rows += [(kod, year, value) for year, value in zip(years[kept], points["varde"][kept], strict=True)]
        if points["namnare"].notna().any():
            sizes[kod] = float(points["namnare"].mean())
    if not rows:
        return None
    panel = Panel.of(
        pd.DataFrame(rows, columns=["unit", "period", "outcome"]),
        {kod: first for kod in yearly if (first := found[kod].first)},
        {kod: found[kod].forbund for kod in yearly if found[kod].first},
    )
    size = np.array([sizes.get(unit, np.nan) for unit in panel.units])
    like = next(one for kod, one in parts.items() if kod in own)
    return Question(matt, like, panel, size if np.isfinite(size).any() else None, tuple(own))
