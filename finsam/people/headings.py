"""Which column of a sheet with person rows is which."""

from __future__ import annotations

from collections.abc import Collection

from finsam.faults import Fault, nearest
from finsam.identity.headings import identifies
from finsam.sources.grids import Grid
from finsam.sources.identity import identifying
from finsam.sources.layout import WORDS, laid_out
from finsam.sources.totals import without_sums
from finsam.tables.definitions import RowDefinitions, plain


def laid_out_rows(grid: Grid, definitions: RowDefinitions, columns: tuple[str, ...]) -> Grid:
    """The sheet as one header and its rows, see sources.layout, without rows of sums."""
    if grid.is_laid_out:
        return grid
    known = definitions.headings(columns)
    passed_over = {plain(heading) for heading in definitions.olasta_kolumner}
    return without_sums(
        laid_out(grid, lambda text: WORDS if plain(text) in known or plain(text) in passed_over else None)
    )


def match(
    grid: Grid,
    definitions: RowDefinitions,
    columns: tuple[str, ...],
    required: Collection[str],
    file: str = "personer.yml",
    free: Collection[int] = (),
) -> tuple[dict[str, int], list[Fault]]:
    """The place of each column in the sheet, and unknown, doubled and missing headings as faults.

    A column that stands twice has the place of its first. A heading of `olasta_kolumner` is passed over.
    file: the definitions' name in params. free: the columns of free text, by their places.
    """
    known = definitions.headings(columns)
    passed_over = {plain(heading) for heading in definitions.olasta_kolumner}
    found: dict[str, list[int]] = {}
    faults = []
    for index, heading in enumerate(grid.header):
        if name := known.get(plain(heading)):
            found.setdefault(name, []).append(index)
        elif index not in free and (plain(heading) not in passed_over or not heading):
            faults.append(_unknown(grid, index, columns, known, file))
    for name, (first, *others) in found.items():
        if others:
            message = f"{len(others) + 1} columns are {name}, so they can't be told apart."
            places = tuple(grid.place(grid.header_row, grid.header[at]) for at in (first, *others))
            faults.append(Fault("column-twice", message, places, "one column"))
    for name in columns:
        if name in required and name not in found:
            spellings = ", ".join(definitions.kolumner.get(name, ()))
            message = f"The column {name} is missing."
            expected = f"{name}, or one of {spellings}" if spellings else name
            faults.append(Fault("column-missing", message, (grid.place(grid.header_row),), expected))
    return {name: places[0] for name, places in found.items()}, faults


def _unknown(grid: Grid, index: int, columns: tuple[str, ...], known: dict[str, str], file: str) -> Fault:
    heading = grid.header[index]
    place = grid.place(grid.header_row, heading or f"number {index + 1}", heading)
    if identifies(heading):
        return identifying(place, f"a file without it, or a line under olasta_kolumner in {file}")
    message = "The heading is not known." + nearest(plain(heading), known)
    expected = f"one of {', '.join(columns)}, or a line under kolumner or olasta_kolumner in {file}"
    return Fault("column-unknown", message, (place,), expected)
