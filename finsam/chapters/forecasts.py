"""What the chapter on forecasts shows of public statistics: each area's forecast of the two years after the latest figure.

    found = forecasts.forecasts_of(book)
    show(forecasts_tables.forecasts(found.of("sjukpenningtal")))

A forecast is never shown without the word, nor in the way of an outcome.
"""

from __future__ import annotations

from dataclasses import dataclass

from finsam import printed
from finsam.chapters.book import Book
from finsam.chapters.facts import slug
from finsam.chapters.register import profiles
from finsam.chapters.register_profile import TOGETHER, Followed, Profile
from finsam.measures.forecasts import AHEAD, Forecast, forecast
from finsam.params.year import STATISTICS
from finsam.tables.statistics import Measure


@dataclass(frozen=True)
class Foreseen:
    """An area and its forecast, which can be one that there is none."""

    area: Followed
    forecast: Forecast

    @property
    def is_there(self) -> bool:
        return bool(self.forecast.ahead)


@dataclass(frozen=True)
class Question:
    """A measure: the latest period that any area has a figure of, and every area's forecast from there."""

    profile: Profile
    areas: tuple[Foreseen, ...]

    @property
    def matt(self) -> str:
        return self.profile.matt

    @property
    def id(self) -> str:
        """What the ids of its tables and its picture have after `tbl-` and `fig-`."""
        return f"prognos-{slug(self.matt)}"

    @property
    def measure(self) -> Measure:
        return self.profile.measure

    @property
    def period(self) -> str:
        return self.profile.period

    @property
    def there(self) -> list[Foreseen]:
        return [each for each in self.areas if each.is_there]

    @property
    def first(self) -> Foreseen | None:
        """The one that is told in words: the kommuner together, or else the first that has a forecast."""
        together = [each for each in self.there if each.area.code == TOGETHER]
        return next(iter([*together, *self.there]), None)


@dataclass(frozen=True)
class Forecasts:
    """asked: the measures that have a figure, by id. old: those whose latest figure is so old that all forecast years
    have passed, by their latest period. without: those that no kommun has a figure of."""

    book: Book
    asked: dict[str, Question]
    old: dict[str, str]
    without: tuple[str, ...]

    def of(self, matt: str) -> Question | None:
        """None where nothing is forecast; otherwise public statistics stands behind all that is shown of it."""
        if matt in self.asked:
            printed.opened("register")
        return self.asked.get(matt)


def forecasts_of(book: Book) -> Forecasts:
    """The forecasts of a book: of the kommuner, all of them together, their county and the country, women and men together.

    Raises Faults with all that is wrong in public statistics.
    """
    asked, old = {}, {}
    found = profiles(book, STATISTICS)
    for each in found:
        # Statistics come a year or two late, and what has been may still be unknown; older ones say nothing of it.
        if int(each.period[:4]) + AHEAD < book.ar:
            old[each.matt] = each.period
            continue
        areas = (Foreseen(area, forecast(area.series, each.period)) for area in each.of())
        asked[each.matt] = Question(each, tuple(areas))
    there = {each.matt for each in found}
    return Forecasts(book, asked, old, tuple(matt for matt in STATISTICS if matt not in there))
