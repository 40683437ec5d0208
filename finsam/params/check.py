"""What single keys of params can't show: names of nobody, chapters that are missing, a day that a year hasn't."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from finsam.faults import Fault, Place, nearest
from finsam.paths import relative
from finsam.tables.chapters import is_shared, own_chapters
from finsam.tables.statistics import measures
from finsam.tables.words import ROUNDED

if TYPE_CHECKING:
    from finsam.params import Params
    from finsam.params.forbund import Forbund
    from finsam.params.year import Year


def params_faults(
    params: Params, forbund_file: Path, year_file: Path, books: Sequence[tuple[str, int]]
) -> list[Fault]:
    """Everything that doesn't hold together in the params of a book. books: all that have params."""
    return [
        *_rounding_faults(params.forbund, forbund_file),
        *_rounding_faults(params.year, year_file),
        *_resident_faults(params, year_file),
        *_per_faults(params, year_file),
        *_chapter_faults(params, year_file),
        *_statistics_faults(params.year, year_file),
        *_compared_faults(params, year_file, books),
        *_alias_faults(params.forbund, forbund_file),
        *_insats_kommun_faults(params.forbund, forbund_file),
        *_plan_faults(params, year_file),
    ]


def _rounding_faults(of: Forbund | Year, file: Path) -> list[Fault]:
    """A source of its own whose counts aren't tables with known sums isn't rounded."""
    return [
        Fault(
            "rounding-impossible",
            f"The numbers of {name} can't be rounded.",
            (Place(relative(file), None, None, f"skydd: {name}: avrunda", str(rule.avrunda)),),
            "min_antal; of " + ", ".join(ROUNDED) + " the counts can be rounded",
        )
        for name, rule in of.skydd.items()
        if rule.avrunda and name not in (*ROUNDED, "allt")
    ]


def _resident_faults(params: Params, file: Path) -> list[Fault]:
    kommuner = [member.namn for member in params.forbund.medlemmar if member.slag == "kommun"]
    faults = []
    for name in params.year.invanare:
        if name not in kommuner:
            place = Place(relative(file), None, None, "invanare", name)
            message = f"{name!r} is no kommun among the members." + nearest(name, kommuner)
            faults.append(Fault("word-unknown", message, (place,), "one of " + ", ".join(kommuner)))
    return faults


def _per_faults(params: Params, file: Path) -> list[Fault]:
    """An interim report has the last day of a month of its year, and no other book has a day."""
    per, is_interim = params.year.per, params.year.slag == "delarsrapport"
    month_end = per and (per + dt.timedelta(days=1)).day == 1
    if bool(per) == is_interim and (not per or (per.year == params.ar and month_end and per.month < 12)):
        return []
    expected = f"the last day of a month of {params.ar} before December" if is_interim else "no day"
    place = Place(relative(file), None, None, "per", str(per) if per else None)
    message = "An interim report goes up to a day; a whole year's book has none."
    return [Fault("per-wrong", message, (place,), expected)]


def _chapter_faults(params: Params, file: Path) -> list[Fault]:
    chapters = params.chapters
    faults = []
    for name in filter(is_shared, own_chapters(params.forbund_id)):
        own = Place(f"notebooks/{params.forbund_id}/{name}.ipynb")
        message = (
            "A notebook of the förbund's own has the name of a shared one, which the book would have instead."
        )
        faults.append(Fault("chapter-taken", message, (own,), "another name, here and in kapitel"))
    if chapters[0] != "index":
        place = Place(relative(file), None, None, "kapitel", chapters[0])
        faults.append(Fault("chapter-first", "A book begins with the chapter index.", (place,), "index"))
    for name in sorted({name for name in chapters if chapters.count(name) > 1}):
        place = Place(relative(file), None, None, "kapitel", name)
        faults.append(Fault("chapter-twice", "A chapter stands twice.", (place,), "each chapter once"))
    if "avstamning" not in chapters:
        place = Place(relative(file), None, None, "kapitel")
        message = (
            "The book has no chapter that tells how its figures agree, which its other chapters refer to."
        )
        faults.append(Fault("chapter-missing", message, (place,), "avstamning"))
    return faults


def _statistics_faults(year: Year, file: Path) -> list[Fault]:
    known = list(measures())
    return [
        Fault(
            "word-unknown",
            f"{name!r} is no measure of public statistics." + nearest(name, known),
            (Place(relative(file), None, None, f"statistik.{at}", name),),
            "one of " + ", ".join(known),
        )
        for at, name in enumerate(year.statistik)
        if name not in known
    ]


def _compared_faults(params: Params, file: Path, books: Sequence[tuple[str, int]]) -> list[Fault]:
    """Other books that aren't there, and predecessors of another year than the one before."""
    known = [book for book in books if book != (params.forbund_id, params.ar)]
    names = [f"{forbund}/{year}" for forbund, year in known]
    before = [name for name in names if name.endswith(f"/{params.ar - 1}")]
    faults = []
    for key, told in (("foregangare", params.year.foregangare), ("jamfor", params.year.jamfor)):
        for at, name in enumerate(told):
            place = Place(relative(file), None, None, f"{key}.{at}", name)
            if name not in names:
                message = f"{name!r} is no other book with params." + nearest(name, names)
                faults.append(Fault("book-unknown", message, (place,), "one of " + ", ".join(names)))
            elif key == "foregangare" and name not in before:
                message = f"Last year's figures of a book of {params.ar} come from books of {params.ar - 1}."
                expected = "one of " + ", ".join(before) if before else "the book under jamfor instead"
                faults.append(Fault("predecessor-year", message, (place,), expected))
        for name in sorted({name for name in told if told.count(name) > 1}):
            place = Place(relative(file), None, None, key, name)
            faults.append(Fault("book-twice", "A book stands twice.", (place,), "each book once"))
    return faults


def _alias_faults(forbund: Forbund, file: Path) -> list[Fault]:
    """A name that two insatser have: what is delivered under it could be either's."""
    owners: dict[str, list[str]] = {}
    for insats in forbund.insatser:
        for name in {name.casefold() for name in (insats.namn, *insats.alias)}:
            owners.setdefault(name, []).append(insats.namn)
    place = Place(relative(file), None, None, "insatser")
    return [
        Fault("alias-twice", f"The name {name!r} belongs to {' and '.join(found)}.", (place,), "one insats")
        for name, found in owners.items()
        if len(found) > 1
    ]


def _insats_kommun_faults(forbund: Forbund, file: Path) -> list[Fault]:
    kommuner = [member.namn for member in forbund.medlemmar if member.slag == "kommun"]
    return [
        Fault(
            "word-unknown",
            f"{insats.kommun!r} is no kommun among the members." + nearest(insats.kommun, kommuner),
            (Place(relative(file), None, None, f"insatser.{at}.kommun", insats.kommun),),
            "one of " + ", ".join(kommuner),
        )
        for at, insats in enumerate(forbund.insatser)
        if insats.kommun and insats.kommun not in kommuner
    ]


def _plan_faults(params: Params, file: Path) -> list[Fault]:
    """What only the chapter on the plan shows in a book without it, and scenarios that nobody could tell apart."""
    year, faults = params.year, []
    for key in ("ingaende_eget_kapital", "scenarier"):
        if getattr(year, key) not in (None, ()) and "plan" not in params.chapters:
            place = Place(relative(file), None, None, key)
            message = f"The book has no chapter plan, so nobody would see what follows from {key}."
            faults.append(Fault("chapter-missing", message, (place,), "plan among the chapters"))
    names = [scenario.namn.casefold() for scenario in year.scenarier]
    for at, name in enumerate(names):
        if name in names[:at]:
            place = Place(relative(file), None, None, f"scenarier.{at}.namn", year.scenarier[at].namn)
            faults.append(
                Fault("scenario-twice", "Two scenarios have the same name.", (place,), "a name of its own")
            )
    return faults
