"""What is asked for of the whole, and the writing of a file so that it is never there half."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from tools.exempelregister.world import shown


@dataclass(frozen=True)
class Wanted:
    """Which areas and years are written; empty and None are all. The län and the country of a kommun come with it."""

    kommuner: tuple[str, ...] = ()
    to_year: int | None = None

    def areas(self) -> list[int]:
        """Places in world.shown()."""
        asked = {"00", *self.kommuner, *(code[:2] for code in self.kommuner)}
        return [at for at, area in enumerate(shown()) if not self.kommuner or area.kod in asked]

    def year(self, period: object) -> bool:
        """Whether a year, or a month such as `2016-03`, is written."""
        return self.to_year is None or int(str(period)[:4]) <= self.to_year


def write_text(file: Path, parts: Iterable[str]) -> None:
    """UTF-8 with plain line ends. The file appears when all of it is written.

    Without parts there is no file, and one from before goes: nothing of what was asked for is in it.
    """
    rest = iter(parts)
    first = next(rest, None)
    if first is None:
        file.unlink(missing_ok=True)
        return
    half = file.with_name(f"{file.name}.half")
    with half.open("w", encoding="utf-8", newline="\n") as out:
        out.write(first)
        out.writelines(rest)
    half.replace(file)
