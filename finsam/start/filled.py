"""Templates that someone has filled in where they lie empty, and where nothing reads them."""

from __future__ import annotations

from dataclasses import replace

from finsam.delivery.files import raw_folder
from finsam.faults import Fault, Faults, Place
from finsam.paths import relative
from finsam.sources.grids import CSV, EXCEL, read_grids
from finsam.start.make import templates_folder


def filled_templates(forbund: str, ar: int) -> list[Fault]:
    """A note for each sheet among the empty templates of a book that has rows: no book shows them."""
    notes = []
    for file in sorted(templates_folder(forbund, ar).glob("*")):
        if file.suffix.lower() not in CSV | EXCEL or file.name.startswith("~$"):
            continue
        try:
            grids = read_grids(file)
        except Faults as wrong:
            notes += [replace(fault, severity="note") for fault in wrong.faults]
            continue
        message = "The template is filled in where it isn't read, so the book doesn't have its rows."
        expected = f"the file in {relative(raw_folder(forbund, ar))}"
        notes += [
            Fault("template-filled", message, (Place(relative(file), grid.sheet),), expected, severity="note")
            for grid in grids
            if grid.rows
        ]
    return notes
