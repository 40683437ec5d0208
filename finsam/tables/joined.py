"""When kommuner joined a samordningsförbund and left it: params/register/medlemskap.yml, and that of the invented län.

What a source says of who is outside stands there, too: of a kommun that isn't named nothing is known, so it isn't
taken for one that never joined.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from finsam.faults import Fault, Place, nearest, stop_if
from finsam.paths import relative, root
from finsam.tables.registers import MEMBERSHIPS, Area, areas
from finsam.yaml_file import Strict, Text, load_yaml

Code = Annotated[str, StringConstraints(pattern=r"^\d{4}$")]
#: A year, or a day where the source tells it.
When = Annotated[int, Field(ge=1990, le=2100)] | dt.date


class Membership(Strict):
    """A kommun (SCB's code and its short name), the first and the last day or year as a member, and where that stands."""

    kod: Code
    namn: Text
    fran: When
    till: When | None = None
    kalla: Text


class Joined(Strict):
    """A förbund by its latest name, with the names that it had before."""

    namn: Text
    tidigare: tuple[Text, ...] = ()
    medlemmar: tuple[Membership, ...]


class Outside(Strict):
    """A kommun that had joined no förbund by the end of a year or day."""

    kod: Code
    namn: Text
    till: When
    kalla: Text


class Register(Strict):
    """ovriga: what holds for the kommuner that the file doesn't name."""

    ovriga: Literal["okanda", "utanfor"] = "okanda"
    forbund: tuple[Joined, ...] = ()
    utanfor: tuple[Outside, ...] = ()


@dataclass(frozen=True)
class Known:
    """What is known of a kommun. first: the year in which it first joined a förbund, None for one that hasn't.

    forbund: that förbund. last: the last year that is known, as a member or outside; None where there is no end.
    """

    kod: str
    first: int | None
    forbund: str
    last: int | None


def joined_file(invented: bool = False) -> Path:
    """The file of real kommuner, or of invented ones."""
    return root() / "params/register" / (MEMBERSHIPS[1] if invented else MEMBERSHIPS[0])


def joined(invented: bool = False) -> Register:
    """What the file of real kommuner tells, or that of invented ones. Raises Faults with all that is wrong in it."""
    file = joined_file(invented)
    return _joined(file, file.stat().st_mtime_ns)


@cache
def _joined(file: Path, changed: int) -> Register:
    found = load_yaml(file, Register)
    stop_if(register_faults(found, file))
    return found


def known(register: Register, candidates: tuple[str, ...]) -> dict[str, Known]:
    """By code the kommuner of which the register tells since when they are members, or that they are outside.

    candidates: codes that are outside where the register says so of all that it doesn't name.
    """
    found: dict[str, Known] = {}
    if register.ovriga == "utanfor":
        found = {kod: Known(kod, None, "", None) for kod in candidates}
    for each in register.utanfor:
        found[each.kod] = Known(each.kod, None, "", year(each.till))
    spells = sorted(_spells(register), key=lambda spell: _days(spell[1])[0])
    for forbund, one in spells:
        before = found.get(one.kod)
        # Who leaves one förbund for another has been a member since the first.
        first = before.first if before and before.first else year(one.fran)
        name = before.forbund if before and before.first else forbund
        found[one.kod] = Known(one.kod, first, name, year(one.till) if one.till else None)
    return found


def year(when: When) -> int:
    return when if isinstance(when, int) else when.year


def _spells(register: Register) -> Iterator[tuple[str, Membership]]:
    for forbund in register.forbund:
        for one in forbund.medlemmar:
            yield forbund.namn, one


def _days(one: Membership) -> tuple[dt.date, dt.date]:
    """The first and the last day; a year is the whole of it."""
    first = one.fran if isinstance(one.fran, dt.date) else dt.date(one.fran, 1, 1)
    if one.till is None:
        return first, dt.date.max
    return first, one.till if isinstance(one.till, dt.date) else dt.date(one.till, 12, 31)


def register_faults(register: Register, file: Path) -> list[Fault]:
    """Codes and names that no kommun has, spells that end before they begin or overlap, kommuner inside and outside."""
    by_code = {area.kod: area for area in areas() if len(area.kod) == 4}
    faults: list[Fault] = []

    def place(key: str, value: object) -> tuple[Place, ...]:
        return (Place(relative(file), None, None, key, str(value)),)

    named: list[tuple[str, Membership]] = [
        (f"forbund.{at}.medlemmar.{row}", one)
        for at, forbund in enumerate(register.forbund)
        for row, one in enumerate(forbund.medlemmar)
    ]
    outside: list[tuple[str, Outside]] = [(f"utanfor.{at}", each) for at, each in enumerate(register.utanfor)]
    of_areas: list[tuple[str, Membership | Outside]] = [*named, *outside]
    for key, either in of_areas:
        faults += _area_faults(either, by_code, partial(_within, key, place))
    spells = [(key, one, *_days(one)) for key, one in named]
    for key, one, first, last in spells:
        if last < first:
            message = f"The membership of {one.namn} ends before it begins, {one.fran}."
            faults.append(
                Fault("membership-backwards", message, place(f"{key}.till", one.till), "a later day")
            )
    for at, (key, one, first, last) in enumerate(spells):
        for _, other, start, end in spells[:at]:
            if one.kod == other.kod and first <= end and start <= last:
                message = (
                    f"{one.namn} is a member twice at the same time, from {other.fran} and from {one.fran}."
                )
                expected = "one membership at a time: till before the next fran"
                faults.append(Fault("membership-overlaps", message, place(f"{key}.fran", one.fran), expected))
    for key, each in outside:
        begun = [first for _, one, first, _ in spells if one.kod == each.kod]
        if any(first.year <= year(each.till) for first in begun):
            message = f"{each.namn} is a member before {each.till}, until when it is outside."
            faults.append(
                Fault("membership-contradicts", message, place(f"{key}.till", each.till), "one of the two")
            )
    return faults


def _within(
    key: str, place: Callable[[str, object], tuple[Place, ...]], name: str, value: object
) -> tuple[Place, ...]:
    return place(f"{key}.{name}", value)


def _area_faults(
    one: Membership | Outside, by_code: dict[str, Area], place: Callable[[str, object], tuple[Place, ...]]
) -> list[Fault]:
    area = by_code.get(one.kod)
    if area is None:
        message = f"No kommun has the code {one.kod}." + nearest(one.kod, by_code)
        return [
            Fault("area-unknown", message, place("kod", one.kod), "a code of params/register/omraden.csv")
        ]
    if one.namn not in (area.kort, area.namn):
        message = f"The code {one.kod} is that of {area.kort}."
        return [Fault("area-wrong", message, place("namn", one.namn), area.kort)]
    return []
