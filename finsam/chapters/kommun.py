"""The report on a single kommun: what it is opened with."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property, partial

import pyarrow as pa

from finsam import printed
from finsam.chapters.book import Book, book_of
from finsam.chapters.house_style import wear
from finsam.chapters.register_profile import COUNTRY, TOGETHER, Profile, as_of, profile
from finsam.measures.similar import RESIDENTS, Kind, alike
from finsam.memberships import memberships
from finsam.params.year import STATISTICS
from finsam.register.kommun import find_kommun, has_invented_figures
from finsam.register.series import Rows, Series
from finsam.register.store import figures_until
from finsam.tables.registers import INVENTED_LAN, Area, kommuner
from finsam.tables.statistics import measures


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
        return tuple(book_of(params.forbund_id, params.ar) for params in found)

    @cached_property
    def members(self) -> tuple[str, ...]:
        """The codes of the kommuner of its förbund, its own first; its own alone where it is in none."""
        members = self.books[0].params.kommuner if self.books else ()
        return (self.area.kod, *(kod for kod in members if kod != self.area.kod))

    @cached_property
    def table(self) -> pa.Table:
        """The figures of the kommun, its förbund, the county and the country up to the year (columns
        register.rows.FIGURES)."""
        known = measures()
        of = {known[matt].namnare for matt in STATISTICS} | {known[matt].taljare for matt in STATISTICS}
        wanted = sorted({*STATISTICS, RESIDENTS, *filter(None, of)})
        return figures_until(self.invented, [*self.members, self.lan, COUNTRY], wanted, self.ar)

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
            of = partial(profile, matt=matt, codes=self.members, ar=self.ar, together=together, lan=self.lan)
            whole = of(self._rows)
            # The county is made of its kommuner where the agency tells nothing of it.
            if whole and any(whole.get(self.lan, sex) is None for sex in whole.sexes):
                whole = of(Rows(pa.concat_tables([self.table, self._of_county(matt)])))
            if whole and whole.get(self.area.kod):
                own = {key: each for key, each in whole.found.items() if key[0] in shown}
                found[matt] = replace(whole, codes=(self.area.kod,), found=own)
        return found

    @cached_property
    def _rows(self) -> Rows:
        return Rows(self.table)

    def _of_county(self, matt: str) -> pa.Table:
        """A measure in the kommuner of the county that aren't in `table`, with what it is of."""
        codes = [area.kod for area in kommuner(self.lan) if area.kod not in self.members]
        below = measures()[matt].namnare
        return figures_until(self.invented, codes, [matt, *filter(None, [below])], self.ar)

    @cached_property
    def alike(self) -> dict[str, dict[str, float]]:
        """By measure the latest figures of the kommun and of those most like it (measures.similar.alike)."""
        printed.opened("register")
        kinds = [Kind(matt, one.known["period"].iloc[-1], one.version, one.alder, one.kalla)
                 for matt, one in self._own.items()]  # fmt: skip
        return alike(self.invented, self.area.kod, kinds)

    @cached_property
    def _own(self) -> dict[str, Series]:
        """The kommun's figures that likeness is judged by, up to the year, by measure; only of those it has any of."""
        measured = (*STATISTICS, RESIDENTS)
        found = {matt: as_of(self._rows, matt, [self.area.kod], self.ar) for matt in measured}
        return {matt: one[self.area.kod] for matt, one in found.items() if one}


def open_kommun(kommun: str | int, ar: int) -> Kommun:
    """The kommun of SCB's code; its pictures have the repository's brand.

    Raises Faults when no kommun has it, and with all that is wrong in its förbund.
    """
    wear()
    area = find_kommun(kommun)
    return Kommun(area, ar, has_invented_figures(area))
