"""The shared register of areas: the country, its län and kommuner, with their codes."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from finsam.faults import Fault, Faults, Place
from finsam.paths import relative, root


@dataclass(frozen=True)
class Area:
    """The country (`00`), a län (two digits) or a kommun (four), by SCB's code."""

    kod: str
    namn: str
    kort: str


#: The län of invented förbund, whose kommuner have codes such as 9901.
INVENTED_LAN = "99"


#: The files of params/register that tell since when kommuner are members: real ones', and invented ones' (tables.joined).
MEMBERSHIPS = ("medlemskap.yml", "medlemskap-exempel.yml")


def register_files() -> list[Path]:
    """The files of params/register that any report can depend on: not those of memberships, which one chapter reads, nor
    what is written about them all."""
    files = sorted((root() / "params/register").iterdir())
    return [
        file for file in files if file.is_file() and file.suffix != ".md" and file.name not in MEMBERSHIPS
    ]


def areas() -> tuple[Area, ...]:
    """The country, the län and the kommuner of SCB's codes, and then those that are invented. Raises Faults."""
    files = [root() / "params/register" / name for name in ("omraden.csv", "omraden-exempel.csv")]
    return _areas(*((file, file.stat().st_mtime_ns) for file in files))


def kommuner(lan: str = "") -> tuple[Area, ...]:
    """The kommuner of the country or of a län, without invented ones unless the län is theirs."""
    return tuple(
        area
        for area in areas()
        if len(area.kod) == 4 and area.kod.startswith(lan) and (lan or not area.kod.startswith(INVENTED_LAN))
    )


def area_name(kod: str) -> str:
    """The short name of a code, as `Umeå` and `Västerbottens län`; the code itself when no area has it."""
    area = next((area for area in areas() if area.kod == kod), None)
    if area is None:
        return kod
    return area.namn if len(kod) == 2 else area.kort


@cache
def _areas(*files: tuple[Path, int]) -> tuple[Area, ...]:
    """files: each with when it was changed. Raises Faults for one that isn't as the repository has it."""
    found: list[Area] = []
    for file, _ in files:
        try:
            with file.open(encoding="utf-8", newline="") as rows:
                read = [Area(**row) for row in csv.DictReader(rows, strict=True)]
        except (ValueError, TypeError, csv.Error) as error:
            message = f"The register of areas can't be read ({error})."
            raise Faults([_unreadable(file, message)]) from None
        if wrong := [n for n, area in enumerate(read, start=2) if not _is_area(area)]:
            raise Faults([_unreadable(file, "The row is no area.", wrong[0])])
        found += read
    return tuple(found)


def _is_area(area: Area) -> bool:
    return bool(re.fullmatch("[0-9]{2}|[0-9]{4}", area.kod or "")) and bool(area.namn) and bool(area.kort)


def _unreadable(file: Path, message: str, row: int | None = None) -> Fault:
    expected = "rows of kod (two or four digits), namn and kort, in UTF-8, as the repository has them"
    return Fault("areas-unreadable", message, (Place(relative(file), None, row),), expected)


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
