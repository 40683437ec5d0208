"""Free text of person rows: carried where the params name its column, and then into the table of participations alone."""

from __future__ import annotations

from collections.abc import Sequence

from finsam.faults import Fault
from finsam.identity.headings import identifies
from finsam.identity.texts import holds_contact
from finsam.people.definitions import People
from finsam.sources.grids import Grid
from finsam.sources.identity import first_of
from finsam.tables.definitions import plain


def free_columns(grid: Grid, definitions: People) -> list[int]:
    """The places of the columns of `fritext`. One whose heading tells who somebody is never is one of them."""
    named = {plain(heading) for heading in definitions.fritext}
    return [
        at for at, heading in enumerate(grid.header) if plain(heading) in named and not identifies(heading)
    ]


def identifying_faults(grid: Grid, columns: Sequence[int]) -> list[Fault]:
    """A fault for each of the columns with addresses of e-mail or telephone numbers; it shows none of them.

    Like that of identity numbers it is at the header, so that no row of the sheet is used.
    """
    faults = []
    for column in columns:
        rows = [number for number, cells in grid.rows if holds_contact(cells[column])]
        if rows:
            message = (
                f"The free text holds addresses of e-mail or telephone numbers (row {first_of(rows)}). Take them out "
                "of the file, or the column out of fritext."
            )
            place = grid.place(grid.header_row, grid.header[column])
            faults.append(
                Fault("text-identifies", message, (place,), "text that doesn't tell who somebody is")
            )
    return faults


def free_texts(grid: Grid, columns: Sequence[int]) -> list[str]:
    """The free text of each row: a line `heading: text` for each column with something in it."""
    return [
        "\n".join(f"{grid.header[column]}: {cells[column]}" for column in columns if cells[column])
        for _, cells in grid.rows
    ]
