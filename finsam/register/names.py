"""Which of our measures an agency's code or title is, and of which version and ages."""

from __future__ import annotations

import re
from dataclasses import dataclass

from finsam.register.words import plain
from finsam.tables.statistics import AgencyName, Measure, measures


@dataclass(frozen=True)
class Named:
    """matt: a measure of matt.yml, or `Agency:code` for one that it doesn't know. alder: of the agency's figures, where
    their rows don't tell it; None when matt.yml doesn't say."""

    matt: str
    measure: Measure | None
    version: str = ""
    alder: str | None = None


def find_measure(
    agency: str, code: str, title: str, version: str = "", *, own: bool = False, table: str = ""
) -> Named:
    """The measure of an agency's code (or, where it has none, title). own: code is an id of matt.yml. table: the id of
    the agency's table, which then is what `kod` has to be, since titles of contents recur between tables.
    """
    known = measures()
    if own and code in known:
        return Named(code, known[code], version)
    names = [(matt, name) for matt, one in known.items() for name in one.kallor.get(agency, ())]
    wanted = plain(table or code)
    found = [(matt, name) for matt, name in names if wanted and plain(name.kod) == wanted]
    if table or len(found) != 1:
        among = found if table else found or names
        found = [(matt, name) for matt, name in among if title and _title(name.titel) == _title(title)]
    if version:
        found = [(matt, name) for matt, name in found if not name.version or name.version == version]
    if len(found) == 1:
        return _named(*found[0], known, version)
    return Named(f"{agency}:{code or title}", None, version)


def _title(text: str) -> str:
    """A title as it is compared: Kolada has put ages in brackets into titles, and shortened `befolkningen`, over the years."""
    found = re.sub(r"\(\d+\+? år\) ?", "", plain(text))
    return re.sub(r"\bbef\.", "befolkningen", found).rstrip(" .")


def _named(matt: str, name: AgencyName, known: dict[str, Measure], version: str) -> Named:
    measure = known[matt]
    version = name.version or version
    alder = name.alder
    if alder is None and version in measure.versioner:
        alder = measure.versioner[version].alder
    if alder is None and measure.alder:
        alder = measure.alder.replace("–", "-").removesuffix(" år")
    return Named(matt, measure, version, alder)
