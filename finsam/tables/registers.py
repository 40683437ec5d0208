"""The shared registers: areas with their codes, and the measures of public statistics."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

from ruamel.yaml import YAML

from finsam.faults import Fault, Faults, Place
from finsam.paths import relative, root
from finsam.tables.kinds import UNITS


@dataclass(frozen=True)
class Area:
    """The country (`00`), a län (two digits) or a kommun (four), by SCB's code."""

    kod: str
    namn: str
    kort: str


@dataclass(frozen=True)
class Measure:
    """A measure of public statistics: labels, unit, age span, definition and a goal where there is one."""

    id: str
    namn: str
    rubrik: str
    enhet: str
    om: str
    alder: str = ""
    mal: Decimal | None = None
    mal_text: str = ""


def areas() -> tuple[Area, ...]:
    file = root() / "params/register/omraden.csv"
    return _areas(file, file.stat().st_mtime_ns)


@cache
def _areas(file: Path, changed: int) -> tuple[Area, ...]:
    with file.open(encoding="utf-8", newline="") as rows:
        return tuple(Area(**row) for row in csv.DictReader(rows))


def find_area(text: str) -> Area | None:
    """The area of a code or a name, as `2480`, `Umeå`, `Umeå kommun`, `Västerbottens län` or `Västerbotten`.

    A short name that both a län and a kommun have (Kalmar, Örebro) is the kommun; the län is `Kalmar län`.
    """
    wanted = text.casefold()
    for field in ("kod", "namn", "kort"):
        found = [area for area in areas() if getattr(area, field).casefold() == wanted]
        if found:
            return max(found, key=lambda area: len(area.kod))
    return None


def measures() -> dict[str, Measure]:
    """The measures by id. Raises Faults when the file doesn't tell them."""
    file = root() / "params/register/matt.yml"
    return _measures(file, file.stat().st_mtime_ns)


@cache
def _measures(file: Path, changed: int) -> dict[str, Measure]:
    found = {}
    for name, entry in YAML(typ="safe").load(file.read_text(encoding="utf-8")).items():
        try:
            goal = entry.pop("mal", {})
            value = Decimal(str(goal["varde"])) if goal else None
            found[name] = Measure(name, **entry, mal=value, mal_text=goal.get("text", ""))
        except (AttributeError, TypeError, KeyError, ArithmeticError) as error:
            place = Place(relative(file), None, None, name, str(entry))
            expected = (
                "the keys namn, rubrik, enhet and om; alder, and mal with varde and text, where there is one"
            )
            raise Faults(
                [Fault("measure-wrong", f"The measure can't be read: {error}.", (place,), expected)]
            ) from None
        if found[name].enhet not in UNITS:
            place = Place(relative(file), None, None, f"{name}.enhet", found[name].enhet)
            raise Faults(
                [Fault("measure-wrong", "The unit is not known.", (place,), "one of " + ", ".join(UNITS))]
            )
    return found
