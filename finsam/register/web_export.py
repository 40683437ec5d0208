"""Kolada's web export: a sheet with KPI titles, names of kommuner and a column for each year; no codes."""

from __future__ import annotations

import re
from typing import Any

from finsam.faults import Fault, counted
from finsam.register import words
from finsam.register.part import Part, raw_rows
from finsam.register.sheet import Sheet

#: Rows that aren't of an area: means over kommuner without weights, and the groups that Kolada makes.
_MEAN = re.compile(r".*\((?:ovägt|vägt) medel\).*|liknande kommuner.*|.*kommungrupp.*", re.I)
_SEXES = {"kön", "kvinnor", "män", "totalt"}


def is_web_export(sheet: Sheet) -> int | None:
    """Where the header stands: `Kommun` (or `Område`) followed by years alone."""
    for at, (_, cells) in enumerate(sheet.rows[:10]):
        names = [words.plain(cell) for cell in cells]
        first = next(
            (n for n, name in enumerate(names) if name in ("kommun", "område", "kommuner", "region")), None
        )
        if first is None or first == 0:
            continue
        years = [name for name in names[first + 1 :] if name and name not in _SEXES]
        if years and all(re.fullmatch(r"\d{4}", year) for year in years):
            return at
    return None


def web_export(sheet: Sheet, at: int) -> Part:
    header = sheet.rows[at][1]
    names = [words.plain(cell) for cell in header]
    area_at = next(n for n, name in enumerate(names) if name in ("kommun", "område", "kommuner", "region"))
    sex_at = next((n for n, name in enumerate(names) if name == "kön"), None)
    years = [(n, cell) for n, cell in enumerate(header) if re.fullmatch(r"\d{4}", cell)]
    columns: dict[str, list[Any]] = {
        name: [] for name in ("omrade", "niva", "kon", "period", "titel", "varde", "radnr", "rubrik")
    }
    faults: list[Fault] = []
    means: dict[str, int] = {}
    for number, cells in sheet.rows[at + 1 :]:
        title, area = cells[0], cells[area_at]
        figures = [(cell, cells[n]) for n, cell in years]
        if _MEAN.fullmatch(area):
            means[area] = means.get(area, 0) + 1
            continue
        if not any(cell for _, cell in figures) and not (title and area):
            continue
        if not title:
            message = "The row has no KPI, so its figures can't be told apart."
            faults.append(
                Fault(
                    "measure-missing",
                    message,
                    (sheet.place(number, header[0] or "A"),),
                    "the title of the KPI",
                )
            )
            continue
        # An area's column holds regions and the country, too.
        level = "kommun" if names[area_at].startswith("kommun") and words.area(area, "kommun") else ""
        for year, cell in figures:
            for name, value in (
                ("omrade", area), ("niva", level), ("kon", cells[sex_at] if sex_at is not None else ""),
                ("period", year), ("titel", title), ("varde", cell), ("radnr", number), ("rubrik", year),
            ):  # fmt: skip
                columns[name].append(value)
    part = Part(sheet.file, sheet.name, "Kolada", raw_rows(**columns), "Kolada, web export", faults=faults)
    for area, count in means.items():
        message = f"{counted(count, 'row is', 'rows are')} left out: {area!r} is no area, and a mean of kommuner isn't their figure."
        part.notes.append(
            Fault("mean-left-out", message, (sheet.place(None, header[area_at], area),), None, "note")
        )
    return part
