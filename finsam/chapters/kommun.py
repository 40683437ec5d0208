"""The report on a single kommun: what it is opened with."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import pandas as pd

from finsam import printed
from finsam.chapters.book import Book, open_book
from finsam.chapters.register_profile import COUNTRY, TOGETHER, Profile, as_of, profile
from finsam.params import STATISTICS, memberships
from finsam.register.kommun import find_kommun, has_invented_figures
from finsam.register.rows import KEY
from finsam.register.series import Rows, Series
from finsam.register.store import register
from finsam.tables.registers import INVENTED_LAN, Area, kommuner


@dataclass(frozen=True)
class Kommun:
    """A kommun and year. invented: its figures are the generated example's."""

    area: Area
    ar: int
    invented: bool

    @property
    def is_real_with_invented_figures(self) -> bool:
        """Then nothing of its real förbund is shown, and nothing said of it."""
        return self.invented and not self.area.kod.startswith(INVENTED_LAN)

    @property
    def lan(self) -> str:
        return self.area.kod[:2]

    @cached_property
    def books(self) -> tuple[Book, ...]:
        """The year's books of the förbund that the kommun is a member of; real and invented ones never together."""
        found = memberships(self.area.kod, self.ar, self.invented)
        return tuple(open_book(params.forbund_id, params.ar) for params in found)

    @cached_property
    def members(self) -> tuple[str, ...]:
        """The codes of the kommuner of its förbund, its own first; its own alone where it is in none."""
        members = self.books[0].params.forbund.medlemmar if self.books else ()
        others = [m.kod for m in members if m.slag == "kommun" and m.kod and m.kod != self.area.kod]
        return (self.area.kod, *others)

    @cached_property
    def rows(self) -> Rows:
        """The figures of the kommun, its förbund, the county and the country."""
        # The county is made of its kommuner where the agency tells nothing of it.
        areas = [*self.members, *(area.kod for area in kommuner(self.lan)), self.lan, COUNTRY]
        return Rows(register(self.invented, areas=areas, categories=True).table)

    @property
    def profiles(self) -> dict[str, Profile]:
        """By measure: the kommun, its förbund together, the county and the country. Only measures it has figures of."""
        printed.opened("register")
        return self._profiles

    @cached_property
    def _profiles(self) -> dict[str, Profile]:
        together = self.books[0].params.forbund.kort if self.books else ""
        shown = {self.area.kod, TOGETHER, self.lan, COUNTRY}
        found = {}
        for matt in STATISTICS:
            whole = profile(self.rows, matt, self.members, self.ar, together=together, lan=self.lan)
            if whole and whole.get(self.area.kod):
                own = {key: each for key, each in whole.found.items() if key[0] in shown}
                found[matt] = replace(whole, codes=(self.area.kod,), found=own)
        return found

    @property
    def everywhere(self) -> pd.DataFrame:
        """The figures of all kommuner for the last periods of those (columns register.rows.KEY and varde, text as
        categories)."""
        printed.opened("register")
        return self._everywhere

    @cached_property
    def _everywhere(self) -> pd.DataFrame:
        periods = {one.known["period"].iloc[-1] for one in self.own.values()}
        return register(
            self.invented,
            list(self.own),
            kon=["totalt"],
            periods=sorted(periods),
            columns=[*KEY, "varde"],
            categories=True,
        ).table

    @cached_property
    def own(self) -> dict[str, Series]:
        """The kommun's figures that likeness is judged by, up to the year, by measure; only of those it has any of."""
        measured = (*STATISTICS, "befolkning")
        found = {matt: as_of(self.rows, matt, [self.area.kod], self.ar) for matt in measured}
        return {matt: one[self.area.kod] for matt, one in found.items() if one}


def open_kommun(kommun: str | int, ar: int) -> Kommun:
    """The kommun of SCB's code. Raises Faults when no kommun has it, and with all that is wrong in its förbund."""
    area = find_kommun(kommun)
    return Kommun(area, ar, has_invented_figures(area))
