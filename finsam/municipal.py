"""The reports on single kommuner: what each is made of, and where it goes."""

from __future__ import annotations

import re

from finsam.accessibility import load_publisher
from finsam.build import Basis, RawFiles, book_settings, noticed
from finsam.chapters.facts import slug
from finsam.ingest import processed
from finsam.memberships import memberships
from finsam.params import Params
from finsam.paths import publisher_file
from finsam.register.kommun import find_kommun, has_invented_figures
from finsam.render.report import Report
from finsam.sources.files import Source
from finsam.tables.registers import Area, register_files
from finsam.verify.evidence import evidence_of

#: What every page of a report with invented figures says.
INVENTED = "Påhittat exempel. Alla uppgifter i rapporten är påhittade."


def named_report(name: str) -> tuple[Area, int] | None:
    """The kommun and year of `kommun/<year>/<code>`, with the kommun's name after the code or not; None for another
    name, such as a book's. Raises Faults when no kommun has the code."""
    found = re.fullmatch(r"kommun/([0-9]{4})/([0-9]{4})(?:-[a-z-]+)?/?", name)
    return (find_kommun(found[2]), int(found[1])) if found else None


def kommun_report(area: Area, ar: int) -> Report:
    """The report on a kommun and year."""
    name = f"{area.kod}-{slug(area.kort)}"
    invented = has_invented_figures(area)
    own = {file: None for params in _books(area, ar) for file in book_settings(params)}
    settings = [*own] or register_files()
    publisher = load_publisher()
    return Report(
        id=f"kommun/{ar}/{name}",
        parameters={"kommun": area.kod, "ar": ar},
        chapters=("kommun",),
        title=f"{area.namn} {ar}",
        subtitle="Sjukfrånvaro, unga utanför arbete och studier, och samordnad rehabilitering",
        author=area.namn,
        output_file=f"{name}-{ar}",
        settings=(*settings, *([publisher_file()] if publisher else [])),
        notice=noticed(INVENTED if invented else ""),
        is_short=True,
        areas=(area.kod[:2], area.kod),
        publisher=publisher.namn if publisher else "",
        statement=publisher.tillganglighet if publisher else None,
    )


def kommun_basis(area: Area, ar: int) -> Basis:
    """The basis of the report on a kommun: public statistics and the books of its förbund."""
    books = _books(area, ar)
    found = [processed(params.forbund_id, params.ar) for params in books]
    evidence = evidence_of(ar, found, books, load_publisher())
    return Basis(kommun_sources(area, ar), found, evidence, forbund=tuple(books))


def kommun_sources(area: Area, ar: int, raw: RawFiles | None = None) -> list[Source]:
    """The raw files of public statistics, and of the books of the kommun's förbund with those they are compared with."""
    raw = raw or RawFiles()
    of_books = [source for params in _books(area, ar) for source in raw.of_book(params)]
    return [*raw.of_statistics(has_invented_figures(area)), *of_books]


def _books(area: Area, ar: int) -> list[Params]:
    """Of the kommun's förbund."""
    return memberships(area.kod, ar, has_invented_figures(area))
