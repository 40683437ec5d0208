"""The summary of a book: the year on two pages, for boards and management groups of the members.

Everything in it stands in the book too, by the same functions. What doesn't find room is left out in a fixed order
(CUTS), and the last part says so.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from finsam import printed
from finsam.chapters import (
    economy_text,
    equity,
    insatser,
    participants,
    summary_figures,
    summary_findings,
    summary_insatser,
    year_end,
)
from finsam.chapters.book import Book, open_book
from finsam.chapters.figures import Figure
from finsam.chapters.markdown import Markdown, plain
from finsam.chapters.summary_area import Area
from finsam.chapters.summary_room import pages
from finsam.limits import SUMMARY_PAGES
from finsam.printed import literal
from finsam.swedish import listing, plural

#: Inches: how low a picture is made here, and how high the book may draw it to be taken at all; the part of its height
#: that is left.
_LOWEST, _HIGHEST, _KEPT = 1.6, 3.0, 0.68
#: More kommuner than these are told by their number.
_MOST_KOMMUNER = 12


@dataclass(frozen=True)
class Cut:
    """How much there is: at most how many insatser and findings, which pictures, and whether the words beside them."""

    insatser: int = 12
    economy_picture: bool = True
    outcome_picture: bool = True
    findings: int = 8
    texts: bool = True


#: From everything to the least: the first that has room is taken.
CUTS = (
    Cut(),
    Cut(8),
    Cut(8, economy_picture=False),
    Cut(8, False, False),
    Cut(5, False, False, findings=4),
    Cut(0, False, False, findings=4, texts=False),
)


@dataclass(frozen=True)
class Summary:
    """The parts of the summary of a book, in the order of the notebook. Each is a list of what `show` takes."""

    book: Book

    def about(self) -> list[object]:
        """What the förbund is and who its members are, in a line or two."""
        forbund = self.book.params.forbund
        members = [m for m in forbund.medlemmar if int(str(m.sedan or 0)[:4]) <= self.book.ar]
        if not members:
            return [Markdown(plain(f"{literal(forbund.namn)} har inga medlemmar i underlaget."))]
        kommuner = [m.namn for m in members if m.slag == "kommun"]
        names = [m.namn for m in members if m.slag != "kommun"]
        names += (
            kommuner if len(kommuner) <= _MOST_KOMMUNER else [plural(len(kommuner), "kommun", "kommuner")]
        )
        who = listing([literal(name) for name in names])
        text = f"{literal(forbund.namn)} finansierar samordnad rehabilitering. Medlemmar är {who}."
        return [Markdown(plain(text))]

    def key_figures(self) -> list[object]:
        return _there(summary_figures.table(self.book, self._area))

    def outcome(self) -> list[object]:
        """How it went for those who took part, in words and a picture."""
        return self._outcome(self._cut)

    def economy(self) -> list[object]:
        """The result and the equity, in words and a small picture."""
        return self._economy(self._cut)

    def insatser(self) -> list[object]:
        """The insatser in one short table."""
        return self._insatser(self._cut)

    def findings(self) -> list[object]:
        """What the board should know."""
        return self._findings(self._cut)

    def whole(self) -> list[object]:
        """Where the whole report is, who answers, and what there was no room for."""
        return self._whole(self._cut)

    def _outcome(self, cut: Cut) -> list[object]:
        words = participants.summary(self.book) if cut.texts else None
        picture = _small("fig-sammandrag-utfall", self._outcome_pictures()) if cut.outcome_picture else None
        return _there(words, picture)

    def _outcome_pictures(self) -> Iterable[Figure | None]:
        yield participants.flow_figure(self.book)
        yield insatser.results_figure(self.book)

    def _economy(self, cut: Cut) -> list[object]:
        told = (
            (economy_text.summary, economy_text.result_against_budget, year_end.summary) if cut.texts else ()
        )
        words = " ".join(filter(None, (each(self.book) for each in told)))
        picture = _small("fig-sammandrag-ekonomi", self._economy_pictures()) if cut.economy_picture else None
        return _there(Markdown(words) if words else None, picture)

    def _economy_pictures(self) -> Iterable[Figure | None]:
        yield equity.equity_figure(self.book)
        yield summary_figures.picture(self.book)

    def _insatser(self, cut: Cut) -> list[object]:
        found = summary_insatser.table(self.book, cut.insatser)
        return [found] if found else []

    def _findings(self, cut: Cut) -> list[object]:
        found = summary_findings.findings(self.book, self._area)[: cut.findings]
        return [Markdown("\n".join(f"- {each}" for each in found))] if found else []

    def _whole(self, cut: Cut) -> list[object]:
        params = self.book.params
        texts = [
            f"Hela rapporten heter {literal(params.title)} och har alla tabeller, källor och förklaringar."
        ]
        if mail := params.forbund.tillganglighet.epost:
            texts.append(f"Frågor besvaras av {literal(params.forbund.kort)}, {literal(mail)}.")
        if cut != CUTS[0]:
            texts.append("Allt får inte plats på två sidor, och därför är delar av rapporten inte med här.")
        read = (
            " Läs vidare från @sec-aret. Kapitel och avsnitt som sammandraget nämner är den hela rapportens."
        )
        return [Markdown(plain(" ".join(texts)) + read)]

    @cached_property
    def _area(self) -> Area:
        return Area(self.book)

    @cached_property
    def _cut(self) -> Cut:
        """The first of CUTS that has room, or the last. What is written to find that out isn't shown."""
        with printed.unheard():
            first = [self.about(), self.key_figures()]
            for cut in CUTS:
                parts = (self._outcome, self._economy, self._insatser, self._findings, self._whole)
                if pages([*first, *(part(cut) for part in parts)]) <= SUMMARY_PAGES:
                    return cut
        return CUTS[-1]


def open_summary(forbund: str, ar: int) -> Summary:
    """The summary of a book, opened as the book is (`book.open_book`)."""
    return Summary(open_book(forbund, ar))


def _there(*items: object) -> list[object]:
    return [item for item in items if item]


def _small(id: str, pictures: Iterable[Figure | None]) -> Figure | None:
    """The first picture that there is and that the book doesn't draw too high for the summary, made lower."""
    for picture in pictures:
        if picture and picture.canvas.get_figheight() <= _HIGHEST:
            high = picture.canvas.get_figheight()
            picture.canvas.set_figheight(min(high, max(_LOWEST, _KEPT * high)))
            return replace(picture, id=id)
    return None
