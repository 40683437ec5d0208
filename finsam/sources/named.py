"""What a sheet or file holds, by what it is called: `deltagare`, or `deltagare-` and anything."""

from __future__ import annotations

from collections.abc import Container
from pathlib import PurePath

from finsam.sources.grids import Grid


def stem(name: str) -> str:
    """The name as far as its first hyphen, in small letters: `deltagare` of `Deltagare-2024`."""
    return name.strip().lower().split("-")[0]


def named_after(grid: Grid, known: Container[str]) -> str | None:
    """The known name that the sheet has, otherwise the one that the file has; None where neither has one."""
    return name_of(grid.file, grid.sheet, known)


def name_of(file: PurePath, sheet: str | None, known: Container[str]) -> str | None:
    """The same of what a row of a table says that it is from; sheet: empty or None for a CSV file."""
    stems = map(stem, filter(None, (sheet, file.stem)))
    return next((each for each in stems if each in known), None)
