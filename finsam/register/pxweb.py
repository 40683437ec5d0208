"""CSV of PxWeb: a column for each dimension, and then the contents, with or without a period in the heading."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pandas as pd

from finsam.faults import Fault
from finsam.register import cubes, words
from finsam.register.part import OWN_AGENCY, Part, raw_rows
from finsam.register.sheet import Sheet, body, dimension, periods, wide
from finsam.sources.numbers import MISSING


def pxweb_table(sheet: Sheet, at: int, agency: str) -> Part:
    """The figures beneath the header in row `at`. agency: whose they are, where the download says it; else assumed."""
    faults: list[Fault] = []
    header, numbers, rows = body(sheet, at, faults)
    plain = [words.plain(name) for name in header]
    across = list(zip(*rows, strict=True)) if rows else [()] * len(header)
    by: dict[str, list[str]] = {}
    extra, figures = [], []
    for n, name in enumerate(plain):
        if of := dimension(name):
            by[of] = list(across[n])
        elif name and (wide(name) or _numeric(across[n])):
            figures.append(n)
        elif name:
            extra.append(n)
    areas, level = _areas(by, len(numbers))
    more = _more([across[n] for n in extra], len(numbers))
    tables = []
    for n in figures:
        last = wide(plain[n])
        written = header[n][: len(header[n]) - len(last[1])].strip(" ,") if last else header[n]
        contents = by.get("titel") or [written] * len(numbers)
        titles = [f"{title}{rest}" for title, rest in zip(contents, more, strict=True)]
        table = raw_rows(
            omrade=areas, niva=level, **{key: by[key] for key in ("kon", "alder") if key in by},
            period=last[1] if last else periods(by, range(len(numbers))), titel=titles, matt=titles,
            varde=list(across[n]), radnr=numbers, rubrik=header[n],
        )  # fmt: skip
        tables.append(table)
    if not figures:
        message = "The table has no column of figures."
        place = sheet.place(sheet.rows[at][0])
        faults.append(Fault("figures-missing", message, (place,), "a column of numbers"))
    # PxWeb calls areas `region`; its CSV doesn't say whose database it is from.
    assumed = "SCB" if "omrade" in by else OWN_AGENCY
    table = pd.concat(tables, ignore_index=True) if tables else raw_rows()
    part = Part(sheet.file, sheet.name, agency or assumed, table, "PxWeb, CSV", faults=faults)
    if not agency:
        message = f"The table doesn't say whose figures it has; they are taken as those of {assumed}."
        part.notes.append(Fault("agency-assumed", message, (sheet.place(),), None, "note"))
    return part


def _more(extra: list[tuple[str, ...]], count: int) -> list[str]:
    """What the dimensions that aren't ours add to the title of each row; totals of them add nothing."""
    more = [""] * count
    for cells in extra:
        more = [
            before + ("" if words.plain(cell).split(" ")[0].rstrip(",") in cubes.TOTAL else f", {cell}")
            for before, cell in zip(more, cells, strict=True)
        ]
    return more


def _areas(by: dict[str, list[str]], count: int) -> tuple[list[str], str]:
    """The areas of all rows, and their level where the column says which."""
    for name, level in (("omrade", ""), ("kommun", "kommun"), ("lan", "lan")):
        if name in by:
            if level and any(words.area(cell, level) is None for cell in set(by[name])):
                level = ""
            return by[name], level
    return [""] * count, ""


def _numeric(cells: Sequence[str]) -> bool:
    """Whether most of a column are figures: a slip in one of them mustn't make a dimension of it."""
    filled = [cell for cell in cells if cell and cell not in MISSING]
    numbers = [cell for cell in filled if re.fullmatch(r"[+−-]?[\d\s]+(?:[.,]\d+)?", cell)]
    return bool(cells) and len(numbers) * 2 >= len(filled)
