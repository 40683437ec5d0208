"""Cubes (PX and json-stat) in the words of the tidy table: which dimension is the area, the sex, the ages and the time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np

from finsam.faults import Fault, counted
from finsam.register import words
from finsam.register.part import Part, raw_rows
from finsam.sources.cube import Cube, Dimension

AREA = {
    "region",
    "regioner",
    "kommun",
    "kommuner",
    "län",
    "lan",
    "municipality",
    "county",
    "area",
    "område",
    "region_kod",
}
SEX = {"kön", "kon", "sex", "gender"}
AGE = {
    "ålder",
    "alder",
    "age",
    "åldersgrupp",
    "aldersgrupp",
    "ålderklass",
    "åldersklass",
    "aldersklass",
    "age group",
}
TIME = {"tid", "time", "år", "ar", "year", "månad", "manad", "month", "period", "kvartal"}
CONTENTS = {"contentscode", "tabellinnehåll", "contents", "observations", "innehåll"}
TOTAL = {"total", "totalt", "samtliga", "tot", "all", "alla", "totsa", "summa"}

_AGENCIES = {
    "scb": "SCB", "statistics sweden": "SCB", "statistiska centralbyrån": "SCB", "försäkringskassan": "Försäkringskassan",
    "kolada": "Kolada", "rka": "Kolada", "mucf": "MUCF",
}  # fmt: skip


def agency_name(source: str) -> str:
    """Our name of the agency that a file calls its source; its own words for one that isn't known."""
    found = words.plain(source)
    return next((name for word, name in _AGENCIES.items() if word in found), source.strip())


def cube_part(file: Path, cube: Cube, what: str, sheet: str | None = None) -> Part:
    """The cube's figures as rows. Dimensions that the tidy table doesn't have go into the measure's name, which is then
    the agency's own, unless they are a total."""
    kinds = [_kind(one) for one in cube.dimensions]
    at = cube.positions()
    count = len(cube.values)
    columns: dict[str, np.ndarray | str] = {}
    notes: list[Fault] = []
    for kind, one, position in zip(kinds, cube.dimensions, at, strict=True):
        if kind in ("omrade", "kon", "alder", "period"):
            columns[kind] = _texts(one, kind)[position]
            if kind == "omrade":
                columns["niva"] = _level(one)
    metric = next((n for n, kind in enumerate(kinds) if kind == "titel"), None)
    code = title = np.full(count, cube.contents or cube.title, dtype=object)
    if metric is not None:
        one = cube.dimensions[metric]
        code, title = (np.array(of, dtype=object)[at[metric]] for of in (one.codes, one.labels))
    below = _denominator(cube, kinds, metric)
    for kind, one, position in zip(kinds, cube.dimensions, at, strict=True):
        if kind == "":
            suffix = np.array(
                ["" if _total(one, n) else f", {one.labels[n]}" for n in range(len(one))], dtype=object
            )
            title = title + suffix[position]
            code = np.where(suffix[position] == "", code, title)
    if "omrade" not in columns:
        columns["omrade"] = "00"
        message = "The table has no areas, so its figures are taken as the country's."
        notes.append(Fault("area-assumed", message, (), None, "note"))
    absent = int((cube.places == 0).sum())
    if absent:
        message = f"{counted(absent, 'cell has', 'cells have')} no line in the file, and the figure is read as missing."
        notes.append(Fault("cells-absent", message, (), None, "note"))
    rows = raw_rows(
        varde=cube.values,
        matt=code,
        titel=title,
        namnare=below,
        status=cube.status,
        radnr=cube.places,
        rubrik=title,
        **columns,
    )
    agency = agency_name(cube.source) if cube.source else ""
    part = Part(file, sheet, agency, rows, what, table=cube.table if agency == "SCB" else "", notes=notes)
    part.notes = [replace(note, where=(part.place(),)) for note in notes]
    if not agency:
        message = "The file doesn't say which agency the figures are from."
        part.faults.append(Fault("agency-missing", message, (part.place(),), "SOURCE"))
    if "period" not in columns:
        message = "The table has no dimension of time."
        part.faults.append(Fault("period-missing", message, (part.place(),), "years or months"))
        part.rows = rows.iloc[:0]
    return part


def _kind(one: Dimension) -> str:
    roles = {"time": "period", "metric": "titel", "geo": "omrade"}
    if one.role in roles:
        return roles[one.role]
    names = {words.plain(one.code), words.plain(one.name)}
    for kind, known in (
        ("omrade", AREA),
        ("kon", SEX),
        ("alder", AGE),
        ("period", TIME),
        ("titel", CONTENTS),
    ):
        if names & known:
            return kind
    return ""


def _texts(one: Dimension, kind: str) -> np.ndarray:
    """For each category the one of label and code that is understood; the label where neither is."""
    readers: dict[str, Callable[[str], object]] = {
        "kon": words.sex, "alder": words.ages, "period": words.period, "omrade": words.area,
    }  # fmt: skip
    read = readers[kind]
    found = []
    for code, label in zip(one.codes, one.labels, strict=True):
        tried = (label, code) if kind in ("kon", "alder") else (code, label)
        found.append(next((text for text in tried if text and read(text) is not None), label))
    return np.array(found, dtype=object)


def _level(one: Dimension) -> str:
    """The level of names without codes, where the dimension's name tells it."""
    if all(code.isdigit() for code in one.codes):
        return ""
    names = {words.plain(one.code), words.plain(one.name)}
    return (
        "kommun"
        if names & {"kommun", "kommuner", "municipality"}
        else "lan"
        if names & {"län", "lan"}
        else ""
    )


def _total(one: Dimension, at: int) -> bool:
    texts = {words.plain(one.codes[at]), words.plain(one.labels[at]).split(",")[0].split(" ")[0]}
    return bool(texts & TOTAL)


def _denominator(cube: Cube, kinds: list[str], metric: int | None) -> list[object] | None:
    """SCB's table of full-year equivalents brings the population that they are of, as one of its contents."""
    if metric is None:
        return None
    labels = [words.plain(label) for label in cube.dimensions[metric].labels]
    if "folkmängd" not in labels or not any("helårsekvivalent" in label for label in labels):
        return None
    shape = [len(one) for one in cube.dimensions]
    values = np.empty(len(cube.values), dtype=object)
    values[:] = cube.values
    people = values.reshape(shape).take([labels.index("folkmängd")], axis=metric)
    spread = np.broadcast_to(people, shape).copy()
    index: list[slice | int] = [slice(None)] * len(shape)
    index[metric] = labels.index("folkmängd")
    spread[tuple(index)] = None
    return list(spread.ravel())
