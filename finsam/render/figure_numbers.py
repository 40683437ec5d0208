"""The numbers behind the figures of a report, as its laid-out notebooks tell them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

#: The key of the metadata of an output that tells the numbers behind its figure, by the figure's id: `tabeller` (ids of
#: the tables of the book that hold them) and `rader` (rows of their own, heads first).
NUMBERS = "finsam_figurer"


def numbers_behind(notebook: Path) -> dict[str, Any]:
    """What the figures of a laid-out notebook tell of their numbers (see NUMBERS), by their ids."""
    found: dict[str, Any] = {}
    for cell in json.loads(notebook.read_text(encoding="utf-8"))["cells"]:
        for output in cell.get("outputs", ()):
            found |= output.get("metadata", {}).get(NUMBERS, {})
    return found
