"""Försäkringskassan's workbooks: a row for each area, sex, age and period, and a column for each figure."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pandas as pd

from finsam.faults import Fault, counted
from finsam.register import words
from finsam.register.part import Part, raw_rows
from finsam.register.sheet import Sheet, body, columns, dimension, periods

#: A heading of figures, with the version where it tells one.
FIGURE = re.compile(r"(sjukpenningtalet|sjukpenningtal|ohälsotalet|ohälsotal)(?: (\d\.\d))?", re.I)

#: Places that a fault shows.
_SHOWN = 5


def insurance_table(sheet: Sheet, at: int, agency: str) -> Part:
    """The figures beneath the header in row `at`. Rows whose kommun isn't in their län are left out and told."""
    faults: list[Fault] = []
    header, numbers, rows = body(sheet, at, faults)
    of = columns(header, rows)
    by = {dimension(name): of[name] for name in of if dimension(name)}
    areas = _areas(sheet, by, numbers, faults)
    keep = [n for n, one in enumerate(areas) if one is not None]
    below = _denominators(sheet, at, header, of, faults)
    tables = []
    for name in header:
        if found := FIGURE.fullmatch(words.plain(name)):
            cells = of[words.plain(name)]
            table = raw_rows(
                omrade=[areas[n] for n in keep],
                **{key: [by[key][n] for n in keep] for key in ("kon", "alder") if key in by},
                period=periods(by, keep),
                titel=name,
                version=found[2] or "",
                varde=[cells[n] for n in keep],
                namnare=[below[n] or None for n in keep] if below else None,
                radnr=[numbers[n] for n in keep],
                rubrik=name,
            )
            tables.append(table)
    return Part(
        sheet.file,
        sheet.name,
        "Försäkringskassan",
        pd.concat(tables, ignore_index=True),
        "Försäkringskassan, table",
        faults=faults,
    )


def _areas(
    sheet: Sheet, by: dict[str, list[str]], numbers: list[int], faults: list[Fault]
) -> list[str | None]:
    """The area of each row; None, and a fault, where its kommun isn't in its län."""
    lan, kommun = (by.get(name, [""] * len(numbers)) for name in ("lan", "kommun"))
    areas = [_area(*one) for one in zip(lan, kommun, strict=True)]
    wrong = [n for n, one in enumerate(areas) if one is None]
    if wrong:
        message = f"The kommun isn't in the län of its row ({counted(len(wrong), 'row')})."
        shown = tuple(sheet.place(numbers[n], "Kommun", f"{lan[n]}, {kommun[n]}") for n in wrong[:_SHOWN])
        faults.append(Fault("area-contradicts", message, shown, "a kommun of the län"))
    return areas


def _area(lan: str, kommun: str) -> str | None:
    """The kommun's text, or the län's on a row that is of all its kommuner; None where they contradict each other."""
    text = words.plain(kommun)
    if not text or text.startswith(("samtliga", "alla", "all")) or text == words.plain(lan):
        whole = words.plain(lan)
        if not whole or whole.startswith(("samtliga", "alla", "all")):
            return "00"
        # A name that a kommun has as well is the län's in this column.
        one = words.area(lan, "lan")
        return one.kod if one else lan
    of_lan, of_kommun = (re.match(r"\d+", one.strip()) for one in (lan, kommun))
    if of_lan and of_kommun and len(of_kommun[0]) == 4 and of_kommun[0][:2] != of_lan[0].zfill(2):
        return None
    if not of_kommun and (one := words.area(kommun, "kommun")):
        return one.kod
    return kommun


def _denominators(
    sheet: Sheet, at: int, header: Sequence[str], of: dict[str, list[str]], faults: list[Fault]
) -> list[str] | None:
    """The column of how many the figures are of, where there is one; columns that aren't known as faults."""
    known = {name for name in of if dimension(name) or FIGURE.fullmatch(name)}
    others = [name for name in header if name and words.plain(name) not in known]
    found = next(
        (name for name in map(words.plain, others) if "försäkrade" in name or name == "nämnare"), None
    )
    for name in others:
        if words.plain(name) != found:
            message = "The column isn't known, so it isn't read."
            place = sheet.place(sheet.rows[at][0], name)
            faults.append(Fault("column-unknown", message, (place,), "Försäkringskassan's columns"))
    return of[found] if found else None
