"""Workbooks as a person fills them in."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import openpyxl


def fill(file: Path, sheet: str, rows: Sequence[Sequence[object]]) -> None:
    """Write rows beneath the header as a person would in Excel."""
    opened = openpyxl.load_workbook(file)
    for at, row in enumerate(rows, start=2):
        for column, value in enumerate(row, start=1):
            opened[sheet].cell(at, column, value)
    opened.save(file)
