"""The area of a förbund in the summary: sjukpenningtal and UVAS, as the book's chapter on them shows them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from finsam.chapters import register
from finsam.chapters.book import Book
from finsam.chapters.markdown import Line, escape
from finsam.chapters.register_profile import TOGETHER, Followed, Profile
from finsam.chapters.register_text import direction, level, time, unit_of
from finsam.swedish import capital, listing, period
from finsam.tables.cells import Row, rows
from finsam.tables.statistics import measures

#: What is told: the measure, what it is called in a row, and in a sentence.
_MEASURES = {
    "sjukpenningtal": ("Sjukpenningtal", "sjukpenningtal"),
    "uvas_andel": ("Unga utanför arbete och studier (UVAS)", "UVAS"),
}
#: The chapter that shows it; without it the book tells nothing of the area.
_CHAPTER = "sjukfranvaro-uvas"
_COUNTRY = "Riket"


@dataclass(frozen=True)
class Area:
    """The area of the förbund of a book."""

    book: Book

    @property
    def is_in_book(self) -> bool:
        return _CHAPTER in self.book.params.chapters

    def lines(self) -> Iterator[Line]:
        """A row of key figures for each measure: public statistics, or else what was delivered."""
        for matt, (name, _) in _MEASURES.items():
            if matt in self._followed:
                yield _trend_line(name, *self._followed[matt])
            elif matt in self._delivered:
                yield from self._delivered_lines(matt, name)

    def note(self) -> str:
        """Why no direction is told of measures that have figures."""
        names = [name for matt, (_, name) in _MEASURES.items() if matt in self._delivered]
        if not names:
            return ""
        why = "eftersom underlaget inte har någon tidsserie för området"
        return f"För {listing(names)} visas ingen riktning, {why}."

    @cached_property
    def _followed(self) -> dict[str, tuple[Profile, Followed]]:
        """The public statistics of the förbund's kommuner together, or of its only one, by measure."""
        found = {}
        wanted = [matt for matt in register.measures_of(self.book) if matt in _MEASURES]
        for each in register.profiles(self.book, wanted) if self.is_in_book else ():
            own = each.get(TOGETHER) or (each.get(each.codes[0]) if len(each.codes) == 1 else None)
            if own:
                found[each.matt] = (each, own)
        return found

    @property
    def _delivered(self) -> dict[str, dict[str, Row]]:
        """By measure and area the delivered rows of its latest period, where there are no public statistics of it."""
        wanted = [matt for matt in _MEASURES if self.is_in_book and matt not in self._followed]
        found = {matt: _latest(self.book, matt) for matt in wanted}
        return {matt: areas for matt, areas in found.items() if areas.keys() - {_COUNTRY}}

    def _delivered_lines(self, matt: str, name: str) -> Iterator[Line]:
        """The area with the lowest and the one with the highest figure, and the country beside them."""
        found = self._delivered[matt]
        areas = {area: row["totalt"] for area, row in found.items() if area != _COUNTRY}
        low, high = (pick(areas, key=lambda area: areas[area].number) for pick in (min, max))
        country = f"riket {self.book.text(found[_COUNTRY]['totalt'])}" if _COUNTRY in found else ""
        when = next(iter(found.values())).key["period"]
        label = f"{name}, {unit_of(measures()[matt])} ({period(when)})"
        if low == high:
            yield Line(escape(f"{label}, {low}"), [self.book.text(areas[low]), "", country, ""])
            return
        yield Line(escape(f"{label}, lägst: {low}"), [self.book.text(areas[low]), "", country, ""])
        yield Line(escape(f"högst: {high}"), [self.book.text(areas[high]), "", "", ""], "varav")


def _trend_line(name: str, found: Profile, own: Followed) -> Line:
    """The latest period, the same one a year before, and the direction of all years."""
    when, decimals = found.period, found.measure.decimaler
    before = f"{int(when[:4]) - 1}{when[4:]}"
    last = level(own, before, decimals) if own.value(before) is not None else ""
    label = f"{name}, {unit_of(found.measure)} ({time(when, found.measure)})"
    return Line(escape(label), [level(own, when, decimals), last, "", capital(direction(own))])


def _latest(book: Book, matt: str) -> dict[str, Row]:
    """The rows of the latest period of a delivered measure by area, as far as they have a figure for everyone."""
    table = book.table("statistik")
    found = rows(table[table["matt"] == matt], ("omrade", "period"), across="kon")
    known = [row for row in found if row["totalt"]]
    latest = max((row.key["period"] for row in known), default="")
    return {row.key["omrade"]: row for row in known if row.key["period"] == latest}
