"""What the first report would load and fill, done once in the process that reports are forked from: the words of the
measures, fonts and their glyphs, the parts of scipy that come with the first fit, the tables of public statistics and the
members of all förbund.

It makes the chapter on a kommun of invented figures that nobody sees. Every report could be made without it.
"""

from __future__ import annotations

from functools import cached_property
from itertools import product

from finsam import printed
from finsam.chapters import kommun_statistics
from finsam.chapters.kommun import Kommun
from finsam.chapters.register_profile import COUNTRY, SEXES
from finsam.faults import Faults
from finsam.measures.similar import RESIDENTS, similar
from finsam.memberships import memberships
from finsam.params.files import books
from finsam.params.year import STATISTICS
from finsam.register.kommun import find_kommun
from finsam.register.rows import register_table
from finsam.register.series import Rows
from finsam.register.store import hold_tables
from finsam.tables.statistics import measures

_YEARS = range(2012, 2025)


class _Rehearsed(Kommun):
    """A kommun whose figures are a formula's, and that is like itself alone."""

    books = ()

    @cached_property
    def _rows(self) -> Rows:
        told = [
            (matt, _ages(matt), one.kallor, one.per) for matt, one in measures().items() if matt in _MEASURED
        ]
        return Rows(
            register_table(
                [
                    {
                        "kommun_kod": area, "kon": kon, "period": str(year), "matt": matt, "alder": ages,
                        "kalla": next(iter(agencies), ""), "namnare": 1000.0 * size,
                        "varde": float(per) / 20 + (size * year * year) % 7 / 7,
                    }
                    for (matt, ages, agencies, per), (size, area), kon, year
                    in product(told, enumerate((self.area.kod, self.lan, COUNTRY), 1), SEXES, _YEARS)
                ]
            )
        )  # fmt: skip

    @cached_property
    def alike(self) -> dict[str, dict[str, float]]:
        similar(self.area.kod, {self.area.kod: 1.0, COUNTRY: 2.0}, [])
        return {matt: {self.area.kod: 1.0} for matt in self._own}


_MEASURED = (*STATISTICS, RESIDENTS)


def _ages(matt: str) -> str:
    return measures()[matt].alder.replace("–", "-").removesuffix(" år")


def rehearse() -> None:
    """Make the chapter and throw it away. What is wrong in params or statistics is told by the reports that use them."""
    try:
        with printed.unheard():
            kommun = _Rehearsed(find_kommun("2480"), _YEARS[-1], True)
            shown: list[object] = [kommun_statistics.overview(kommun)]
            for matt in STATISTICS:
                shown += kommun_statistics.section(kommun, matt)
            shown += kommun_statistics.alike(kommun)
            for each in [item for part in shown for item in (part if isinstance(part, list) else [part])]:
                getattr(each, "_repr_mimebundle_", lambda: None)()
                getattr(each, "_repr_markdown_", lambda: None)()
        hold_tables()
        for ar in {ar for _, ar in books()}:
            memberships("", ar)
    except (Faults, OSError):
        return
