"""Rows, columns and sheets that are read and that nobody sees who opens the workbook."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from finsam.faults import Fault, Place
from finsam.sources.traits import Traits

#: The code of the fault of rows that somebody hid.
HIDDEN = "row-hidden"

Rows = Sequence[tuple[int, tuple[str, ...]]]


def hidden_faults(
    traits: Traits, file: str, sheet: str | None, rows: Rows
) -> tuple[list[Fault], list[Fault]]:
    """Faults and notes of what is hidden. rows: those with text.

    Rows that somebody hid may be meant to count or not, so they must be shown or taken out. What a filter or a folded
    group hides comes back with a click, and a column has a heading that says what it is: these are read and told.
    """
    texts = dict(rows)
    faults, notes = [], []

    def places(numbers: Iterable[int]) -> tuple[Place, ...]:
        return tuple(
            Place(file, sheet, number, None, next(filter(None, texts[number])))
            for number in sorted(numbers)
            if number in texts
        )

    if where := places(traits.hidden_rows):
        message = (
            f"Rows are hidden ({len(where)}): they may be meant to count or not. Show them, or delete them."
        )
        faults.append(Fault(HIDDEN, message, where, "rows that can be seen"))
    for why, numbers in (("by a filter", traits.filtered), ("in a folded group", traits.folded)):
        if where := places(numbers):
            message = f"Rows are hidden {why} ({len(where)}); they are read as all others."
            notes.append(Fault("rows-unseen", message, where, severity="note"))
    header = rows[0][1] if rows else ()
    # Whoever hides what he doesn't use hides sixteen thousand columns.
    width = max((len(cells) for _, cells in rows), default=0)
    within = [at for at in sorted(traits.hidden_columns) if at < width]
    hidden = [at for at in within if any(at < len(cells) and cells[at] for _, cells in rows)]
    if hidden:
        names = ", ".join((header[at] if at < len(header) else "") or f"number {at + 1}" for at in hidden)
        message = f"Hidden columns are read as all others: {names}."
        notes.append(Fault("columns-unseen", message, (Place(file, sheet),), severity="note"))
    if traits.is_hidden:
        message = "The sheet is hidden, and is read as all others."
        notes.append(Fault("sheet-unseen", message, (Place(file, sheet),), severity="note"))
    return faults, notes
