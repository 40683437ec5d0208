"""The page itself: the reports in groups, what is new, what can be filtered by, and the map."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from finsam import swedish
from finsam.brand import Brand
from finsam.harmless import JOINER
from finsam.portal.entries import Entry, Figure
from finsam.portal.sweden import BOTH, KINDS, MEMBER, REPORT, Place, drawn, grouped
from finsam.render.html import templates
from finsam.swedish import NBSP, SIGNS, listing, plural
from finsam.tables.registers import area_name, areas
from finsam.tables.statistics import measures

TEMPLATES = Path(__file__).parent / "templates"

TITLE = "Rapporter om samordnad rehabilitering"

#: How many the list of what is new has.
_NEW = 6

#: The last letters of the Swedish alphabet, which have other places in Unicode.
_ORDER = str.maketrans({"å": "{", "ä": "|", "æ": "|", "ö": "}", "ø": "}", "é": "e", "ü": "y"})


@dataclass(frozen=True)
class Forbund:
    """A förbund with its books, the latest first. kommuner: of all of them."""

    id: str
    name: str
    books: tuple[Entry, ...]

    @property
    def kommuner(self) -> list[str]:
        return sorted({code for book in self.books for code in book.kommuner})

    @property
    def members(self) -> list[str]:
        return sorted(map(area_name, self.kommuner), key=in_alphabet)


@dataclass(frozen=True)
class New:
    """Something new: `told` by whom or of how many, `day` and what it is the day of, and where it leads."""

    title: str
    told: str
    day: str
    of_day: str
    address: str


def page(entries: Sequence[Entry], brand: Brand) -> str:
    """reports/index.html. The same reports give the same text."""
    ordered = sorted(entries, key=lambda entry: (in_alphabet(entry.about), entry.name, -entry.ar, entry.id))
    books = [entry for entry in ordered if entry.kind == "bok"]
    of_kommuner = [entry for entry in ordered if entry.kind == "kommun"]
    forbund = _by_forbund(books)
    columns = list(dict.fromkeys(figure.label for entry in of_kommuner for figure in entry.figures))
    places = _places(forbund, of_kommuner)
    signs = {figure.value for entry in entries for figure in entry.figures} & set(SIGNS.values())
    made = templates(TEMPLATES).get_template("portal.html.j2").render(
        brand=brand,
        title=TITLE,
        entries=ordered,
        notice=_notice(ordered),
        forbund=forbund,
        of_kommuner=of_kommuner,
        columns=[(label, _headed(label)) for label in columns],
        by_label=_by_label,
        choices=_choices(ordered, forbund, places),
        summary=_summary(ordered, forbund, of_kommuner),
        new=_new(books, of_kommuner),
        map=drawn(places) if places else None,
        kinds=KINDS,
        groups=grouped(places),
        by_lan=_by_lan,
        in_words=in_words,
        signs=signs,
        SIGNS=SIGNS,
        plural=plural,
        listing=listing,
    )  # fmt: skip
    # The indents of the template, on each of thousands of lines.
    return re.sub(r"\n\s+", "\n", made)


def _by_forbund(books: Sequence[Entry]) -> list[Forbund]:
    """Each förbund by the name that it has in its latest book."""
    found: dict[str, list[Entry]] = {}
    for book in sorted(books, key=lambda book: -book.ar):
        found.setdefault(book.name, []).append(book)
    named = [Forbund(id, of[0].about, tuple(of)) for id, of in found.items()]
    return sorted(named, key=lambda each: (in_alphabet(each.name), each.id))


def _choices(
    entries: Sequence[Entry], forbund: Sequence[Forbund], places: Sequence[Place]
) -> dict[str, list[tuple[str, str]]]:
    """What can be chosen of each key of the address: value and name."""
    return {
        "forbund": [(each.id, each.name) for each in forbund],
        "kommun": [(place.kod, place.name) for place in places],
        "lan": [
            (code, area_name(code)) for code in sorted({code for entry in entries for code in entry.lan})
        ],
        "ar": [(str(ar), str(ar)) for ar in sorted({entry.ar for entry in entries}, reverse=True)],
        "slag": [("bok", "Från samordningsförbund"), ("kommun", "Om kommuner")],
    }


def in_alphabet(text: str) -> str:
    """The text as Swedish puts it in order: å, ä and ö last."""
    return text.casefold().translate(_ORDER)


def in_words(day: str) -> str:
    """`24 februari 2017`."""
    return swedish.day(dt.date.fromisoformat(day))


def _notice(entries: Sequence[Entry]) -> str:
    """What the page says before all else, where reports are invented."""
    invented = sum(bool(entry.notice) for entry in entries)
    if not invented:
        return ""
    if invented < len(entries):
        return "En del av rapporterna är påhittade exempel. De är märkta ”Påhittat exempel”."
    return "Påhittade exempel. Alla uppgifter i rapporterna är påhittade."


def _summary(entries: Sequence[Entry], forbund: Sequence[Forbund], of_kommuner: Sequence[Entry]) -> str:
    """What there is, in a sentence."""
    if not entries:
        return "Här finns ännu inga rapporter."
    parts = []
    if forbund:
        books = sum(len(each.books) for each in forbund)
        parts.append(
            f"{plural(books, 'rapport', 'rapporter')} från {plural(len(forbund), 'samordningsförbund', 'samordningsförbund')}"
        )
    if of_kommuner:
        count = len({entry.name for entry in of_kommuner})
        parts.append(
            f"{plural(len(of_kommuner), 'rapport', 'rapporter')} om {plural(count, 'kommun', 'kommuner')}"
        )
    years = [entry.ar for entry in entries]
    span = f"åren {min(years)}–{max(years)}" if min(years) < max(years) else f"år {years[0]}"
    return f"Här finns {listing(parts)}, för {span}."


def _new(books: Iterable[Entry], of_kommuner: Iterable[Entry]) -> list[New]:
    """The reports with the latest days: adopted, otherwise the last delivery of their raw files. Those on the kommuner
    of a year are one. A report that tells neither day isn't among them."""
    found = [
        New(
            book.title,
            book.about,
            book.decided or book.delivered,
            "beslutad" if book.decided else "underlag levererat",
            book.address,
        )
        for book in books
    ]
    by_year = groupby(sorted(of_kommuner, key=lambda entry: entry.ar), key=lambda entry: entry.ar)
    for ar, same in by_year:
        of_year = list(same)
        title, told = f"Rapporter om kommuner {ar}", plural(len(of_year), "rapport", "rapporter")
        day = max(entry.delivered for entry in of_year)
        found.append(New(title, told, day, "underlag levererat", f"#slag=kommun&ar={ar}"))
    dated = sorted(
        (each for each in found if each.day), key=lambda each: (each.day, each.title, each.told), reverse=True
    )
    return dated[:_NEW]


def _places(forbund: Sequence[Forbund], of_kommuner: Sequence[Entry]) -> list[Place]:
    """Every kommun that has a report or is a member, by name."""
    years: dict[str, list[int]] = {}
    for entry in of_kommuner:
        years.setdefault(entry.name, []).append(entry.ar)
    members: dict[str, list[str]] = {}
    for each in forbund:
        for code in each.kommuner:
            members.setdefault(code, []).append(each.name)
    found = []
    for code in {*years, *members}:
        told = []
        if code in years:
            of = sorted(years[code])
            told.append(
                f"rapport {listing([*map(str, of)])}" if len(of) < 4 else f"rapporter {of[0]}–{of[-1]}"
            )
        if code in members:
            told.append(f"medlem i {listing(members[code])}")
        kind = BOTH if len(told) == 2 else REPORT if code in years else MEMBER
        found.append(Place(code, area_name(code), kind, f"{area_name(code)}: {'; '.join(told)}"))
    return sorted(found, key=lambda place: (in_alphabet(place.name), place.kod))


def _by_lan(places: Iterable[Place]) -> list[tuple[str, list[Place]]]:
    found: dict[str, list[Place]] = {}
    for place in places:
        found.setdefault(place.kod[:2], []).append(place)
    known = {area.kod for area in areas()}
    return [(area_name(code) if code in known else "", found[code]) for code in sorted(found)]


def _headed(label: str) -> tuple[str, str]:
    """What a column is called, and the label that the reports have for it where that isn't the same."""
    for measure in measures().values():
        if label.startswith(f"{measure.namn}, ") and not label.startswith(measure.rubrik):
            return measure.rubrik.partition(",")[0], _held(label)
    return _held(label), ""


def _held(label: str) -> str:
    """The label with its numbers held to the words after them: `16–64 år`."""
    return re.sub(r"(?<=\d) (?=\w)", NBSP, label).replace("–", f"{JOINER}–{JOINER}")


def _by_label(entry: Entry) -> dict[str, Figure]:
    return {figure.label: figure for figure in entry.figures}
