"""A sheet with a header row: the rows beneath it, and which dimension of a figure each heading is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from finsam.faults import Fault, Place, counted
from finsam.paths import relative
from finsam.register import cubes, words

#: Headings of dimensions, by the column of part.RAW that they fill.
_DIMENSIONS = {
    "lan": {"län", "lan", "lan_kod", "länskod"},
    "kommun": {"kommun", "kommuner", "kommunkod", "kommun_kod", "kommunnamn"},
    "omrade": {"region", "regioner", "municipality", "område", "omrade", "regionkod"},
    "kon": cubes.SEX,
    "alder": cubes.AGE,
    "ar": {"år", "ar", "year"},
    "manad": {"månad", "manad", "month", "man"},
    "period": {"period", "tid", "time"},
    "titel": {"tabellinnehåll", "contentscode", "nyckeltal"},
}
_PERIOD_LAST = re.compile(r"(.*?)[ ,]*\b(\d{4}(?:[M-]\d{2})?)", re.I)


@dataclass(frozen=True)
class Sheet:
    """rows: row number and cells of each row that has text. lost: row, column and text of cells without value."""

    file: Path
    name: str | None
    rows: list[tuple[int, tuple[str, ...]]]
    lost: list[tuple[int, int, str]]

    def place(self, row: int | None = None, column: str | None = None, value: str | None = None) -> Place:
        return Place(relative(self.file), self.name, row, column, value)


def dimension(name: str) -> str:
    """Which dimension a heading is, folded by words.plain; empty for none."""
    return next((of for of, known in _DIMENSIONS.items() if name in known), "")


def wide(name: str) -> tuple[str, str] | None:
    """Contents and period of a heading such as `Folkmängd 2024` or `2024M01`."""
    found = _PERIOD_LAST.fullmatch(name.strip())
    return (found[1].strip(), found[2]) if found and words.period(found[2]) else None


def body(sheet: Sheet, at: int, faults: list[Fault]) -> tuple[list[str], list[int], list[tuple[str, ...]]]:
    """Headings as written, and numbers and cells of the rows beneath that can be told apart."""
    header = list(sheet.rows[at][1])
    while header and not header[-1]:
        header.pop()
    width = len(header)
    numbers, rows = [], []
    for number, cells in sheet.rows[at + 1 :]:
        surplus = [cell for cell in cells[width:] if cell]
        filled = sum(map(bool, cells))
        if surplus:
            message = "The row has more cells than the header, so its figures can't be told apart."
            faults.append(
                Fault(
                    "row-too-long", message, (sheet.place(number, None, surplus[0]),), counted(width, "cell")
                )
            )
        elif filled == 1 and width > 2 and cells[0] and len(cells[0]) > 20:
            # A note beneath the table, as agencies write them.
            continue
        else:
            numbers.append(number)
            rows.append((*cells, *[""] * width)[:width])
    twice = sorted({name for name in header if name and header.count(name) > 1})
    for name in twice:
        message = "Two columns have the same heading."
        faults.append(Fault("column-twice", message, (sheet.place(sheet.rows[at][0], name),), "one of each"))
    return header, numbers, rows


def columns(header: Sequence[str], rows: list[tuple[str, ...]]) -> dict[str, list[str]]:
    """The cells beneath each heading, by the heading folded by words.plain."""
    across = list(zip(*rows, strict=True)) if rows else [()] * len(header)
    return {words.plain(name): list(cells) for name, cells in zip(header, across, strict=True) if name}


def periods(by: dict[str, list[str]], keep: Sequence[int]) -> list[str]:
    """The periods of the rows `keep`. by: the cells of each dimension."""
    if "period" in by:
        return [by["period"][n] for n in keep]
    years, months = by.get("ar"), by.get("manad")
    if months is None or years is None:
        only = years or months or []
        return [only[n] for n in keep]
    return [
        f"{years[n]}-{int(month):02d}"
        if (month := words.month_number(months[n]))
        else f"{years[n]} {months[n]}".strip()
        for n in keep
    ]
