"""The report on a single kommun: what it is opened with."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import pandas as pd

from finsam import printed
from finsam.chapters.book import Book, open_book
from finsam.chapters.register_profile import COUNTRY, TOGETHER, Profile, profile
from finsam.params import STATISTICS, memberships
from finsam.register.kommun import find_kommun, has_invented_figures
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

    @property
    def profiles(self) -> dict[str, Profile]:
        """By measure: the kommun, its förbund together, the county and the country. Only measures it has figures of."""
        printed.opened("register")
        return self._profiles

    @cached_property
    def _profiles(self) -> dict[str, Profile]:
        # The county is made of its kommuner where the agency tells nothing of it.
        areas = [*self.members, *(area.kod for area in kommuner(self.lan)), self.lan, COUNTRY]
        table = register(self.invented, areas=areas).table
        together = self.books[0].params.forbund.kort if self.books else ""
        shown = {self.area.kod, TOGETHER, self.lan, COUNTRY}
        found = {}
        for matt in STATISTICS:
            whole = profile(table, matt, self.members, self.ar, together=together, lan=self.lan)
            if whole and whole.get(self.area.kod):
                own = {key: each for key, each in whole.found.items() if key[0] in shown}
                found[matt] = replace(whole, codes=(self.area.kod,), found=own)
        return found

    @property
    def everywhere(self) -> pd.DataFrame:
        """The figures of all kommuner that likeness is judged by (columns register.rows.COLUMNS)."""
        printed.opened("register")
        return self._everywhere

    @cached_property
    def _everywhere(self) -> pd.DataFrame:
        return register(self.invented, matt=[*STATISTICS, "befolkning"]).table


def open_kommun(kommun: str | int, ar: int) -> Kommun:
    """The kommun of SCB's code. Raises Faults when no kommun has it, and with all that is wrong in its förbund."""
    area = find_kommun(kommun)
    return Kommun(area, ar, has_invented_figures(area))
