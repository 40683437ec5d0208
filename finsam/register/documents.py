"""JSON of Försäkringskassan and Kolada: records with codes, one or three figures each."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd

from finsam.faults import Fault, Place, counted
from finsam.paths import relative
from finsam.register.part import RAW, Part

#: Places that a fault shows.
_SHOWN = 5

_FIGURES = {"spt": "sjukpenningtal", "oht": "ohälsotal"}

#: Försäkringskassan names a class of ages by its last year. Version 1.0 begins at 16 and has wide classes, version 2.0
#: has five years in each. `ALL` is all of them together.
_OF_1 = {
    "19": "16-19",
    "29": "20-29",
    "39": "30-39",
    "49": "40-49",
    "59": "50-59",
    "64": "60-64",
    "ALL": "16-64",
}
_OF_2 = {**{str(last): f"{last - 4}-{last}" for last in range(19, 70, 5)}, "ALL": "15-69"}
#: By version; ohälsotal has none, and the classes of 1.0.
_CLASSES = {"1.0": _OF_1, "2.0": _OF_2, "": _OF_1}
_ONLY_2 = {"24", "34", "44", "54", "69"}
_ONLY_1 = {"29", "39", "49", "59"} - _ONLY_2
_TABLES = {
    "SJPsjptal": "1.0",
    "SJPT2": "2.0",
    "tvanoll": "2.0",
    "1.0": "1.0",
    "2.0": "2.0",
    "1_0": "1.0",
    "2_0": "2.0",
}


def is_forsakringskassan(document: object) -> bool:
    return (
        isinstance(document, list)
        and bool(document)
        and isinstance(document[0], dict)
        and {"dimensions", "observations"} <= document[0].keys()
    )


def is_kolada(document: object) -> bool:
    """A page of figures, or a list of pages."""
    pages = document if isinstance(document, list) else [document]
    return bool(pages) and all(
        isinstance(page, dict) and isinstance(page.get("values"), list) for page in pages
    )


def forsakringskassan(file: Path, document: list[dict[str, Any]], hints: str) -> Part:
    """hints: the file's name and the address it came from, which say the version where the records don't."""
    rows: list[tuple[object, ...]] = []
    broken: list[Place] = []
    version = _version(document, hints)
    for number, record in enumerate(document, start=1):
        try:
            rows.append(_row(record, number, version))
        except (KeyError, TypeError, StopIteration, AttributeError):
            broken.append(Place(relative(file), None, number, None, str(record)[:80]))
    table = pd.DataFrame(rows, columns=list(RAW), dtype=object).astype({"radnr": "int64"})
    part = Part(
        file,
        None,
        "Försäkringskassan",
        table,
        "Försäkringskassan, JSON",
        hidden_wins=True,
        faults=_broken(broken, "dimensions (ar, kommun_kod) and observations"),
    )
    if not version and (table["rubrik"] == "spt").any():
        message = "The file doesn't say whether its sjukpenningtal is version 1.0 or 2.0, which are counted differently."
        expected = "the table's name in the file's name: SJPsjptal for 1.0, SJPT2 for 2.0"
        part.faults.append(Fault("version-unknown", message, (part.place(),), expected))
        part.rows = table[table["rubrik"] != "spt"]
    return part


def _row(record: dict[str, Any], number: int, version: str) -> tuple[object, ...]:
    """The row, columns RAW, of a record of Försäkringskassan's.

    Raises KeyError, TypeError, StopIteration or AttributeError for one without its parts.
    """
    of, figures = record["dimensions"], record["observations"]
    name = next(key for key in figures if key != "namnare")
    figure, below = figures[name], figures.get("namnare") or {}
    value, hidden = figure["value"], str(figure.get("rojd")).lower() == "true"
    month = of.get("manad", of.get("man"))
    of_version = version if name == "spt" else ""
    class_ = str(of.get("aldersklass_kod", "ALL"))
    row: dict[str, object] = {
        "omrade": _area(str(of["kommun_kod"]), str(of.get("lan_kod", ""))),
        "niva": "",
        "kon": str(of.get("kon_kod", "ALL")),
        "alder": _CLASSES[of_version].get(class_, class_),
        "period": str(of["ar"]) if month in (None, "") else f"{of['ar']}-{str(month).zfill(2)}",
        "matt": {"spt": "SJPT2" if version == "2.0" else "SJPsjptal", "oht": "SJPohttal"}.get(name, name),
        "titel": _FIGURES.get(name, ""),
        "version": of_version,
        "varde": value,
        "namnare": None if below.get("rojd") else below.get("value"),
        "status": "röjd" if hidden else "saknas" if value is None else "",
        "radnr": number,
        "rubrik": name,
    }
    return tuple(row[column] for column in RAW)


def _area(kommun: str, lan: str) -> str:
    """The code of an area: ALL, or ALL_ and a län's code, is that of no kommun."""
    if not kommun.startswith("ALL"):
        return kommun
    of_all = kommun.removeprefix("ALL").removeprefix("_")
    if of_all not in ("", "ALL"):
        return of_all
    return "00" if lan in ("", "ALL", "00") else lan


def _version(document: list[dict[str, Any]], hints: str) -> str:
    """1.0 or 2.0: by its classes of ages, by the table's name, or by years in which only one of them was counted."""
    classes, years = set(), set()
    for record in document:
        of = record.get("dimensions") if isinstance(record, dict) else None
        if isinstance(of, dict):
            classes.add(str(of.get("aldersklass_kod")))
            years.add(str(of.get("ar")))
    if classes & {*_ONLY_2, "15-69"}:
        return "2.0"
    if classes & {*_ONLY_1, "16-64"}:
        return "1.0"
    named = {version for word, version in _TABLES.items() if word.casefold() in hints.casefold()}
    if len(named) == 1:
        return named.pop()
    return "1.0" if min(years, default="9") < "2021" else ""


def kolada(file: Path, document: dict[str, Any] | list[dict[str, Any]]) -> Part:
    """The records of all pages, numbered through; each has a figure for each sex."""
    pages = document if isinstance(document, list) else [document]
    rows: list[tuple[object, ...]] = []
    broken: list[Place] = []
    number = 0
    for page in pages:
        for record in page["values"]:
            number += 1
            try:
                start = (str(record["municipality"]), "region")
                kpi, period, figures = str(record["kpi"]), str(record["period"]), record["values"]
                found = [
                    (
                        *start,
                        str(one["gender"]),
                        "",
                        period,
                        kpi,
                        "",
                        "",
                        one["value"],
                        None,
                        one.get("status") or "",
                        number,
                        "value",
                    )
                    for one in figures
                ]
            except (KeyError, TypeError):
                broken.append(Place(relative(file), None, number, None, str(record)[:80]))
                continue
            rows += found
    table = pd.DataFrame(rows, columns=list(RAW), dtype=object).astype({"radnr": "int64"})
    part = Part(
        file,
        None,
        "Kolada",
        table,
        "Kolada, JSON",
        faults=_broken(broken, "kpi, municipality, period and values"),
    )
    pending = pages[-1].get("next_url") or pages[-1].get("next_page")
    if pending:
        message = "Kolada has more figures than the file: it names a next page."
        part.notes.append(
            Fault("pages-missing", message, (part.place(None, "next_url", pending),), None, "note")
        )
    stated = pages[-1].get("count")
    if len(pages) == 1 and not pending and isinstance(stated, int) and stated != number:
        message = f"The file has {counted(number, 'record')}, and says that it has {stated}."
        part.faults.append(
            Fault("count-wrong", message, (part.place(None, "count", stated),), counted(stated, "record"))
        )
    return part


def _broken(places: list[Place], expected: str) -> list[Fault]:
    if not places:
        return []
    count = f" So have {len(places)} records." if len(places) > _SHOWN else ""
    message = f"The record doesn't have the parts that tell its figures.{count}"
    return [Fault("record-broken", message, tuple(places[:_SHOWN]), expected)]
