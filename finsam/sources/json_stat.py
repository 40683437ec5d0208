"""json-stat (2.0, and the older form with `dataset`) as SCB and other agencies answer with it: https://json-stat.org/format/."""

from __future__ import annotations

from math import prod
from pathlib import Path
from typing import Any

import numpy as np

from finsam.faults import Fault, Faults, Place, counted
from finsam.limits import CELLS, too_large
from finsam.paths import relative
from finsam.sources.cube import Cube, Dimension


def is_json_stat(document: object) -> bool:
    """Whether a JSON document is a dataset of json-stat, with or without figures."""
    if not isinstance(document, dict):
        return False
    inner = document.get("dataset", document)
    return isinstance(inner, dict) and isinstance(inner.get("dimension"), dict)


def read_json_stat(file: Path, document: dict[str, Any]) -> Cube:
    """The cube of a document that `is_json_stat`. Raises Faults when its parts don't fit together."""
    inner = document.get("dataset", document)
    of = inner["dimension"]
    ids, sizes = inner.get("id") or of.get("id"), inner.get("size") or of.get("size")
    roles = inner.get("role") or of.get("role") or {}
    if not isinstance(ids, list) or not isinstance(sizes, list) or len(ids) != len(sizes):
        raise _wrong(file, "The document doesn't tell its dimensions and their sizes.", "`id` and `size`")
    found = []
    for name, size in zip(ids, sizes, strict=True):
        one = _dimension(
            name, of.get(name), next((role for role, of_it in roles.items() if name in of_it), "")
        )
        if one is None or len(one) != size:
            message = f"The dimension {name} doesn't have the categories that its size tells of."
            raise _wrong(file, message, f"{size} categories", name)
        found.append(one)
    count = prod(sizes)
    if count > CELLS:
        raise Faults([too_large(file, f"The table has {count:.0e} cells.", f"at most {CELLS} cells")])
    values = _spread(inner.get("value"), count)
    if values is None:
        there = inner.get("value") or []
        if len(there) == 0 and count:
            message = "The file is a description of a table, without figures."
            raise _wrong(
                file, message, "the table's data; the answer of `/data`, not of `/metadata`", "value"
            )
        message = f"The document has {counted(len(there), 'value')} for {counted(count, 'cell')}, so they can't be told apart."
        raise _wrong(file, message, counted(count, "value"), "value")
    stated = inner.get("status")
    status = [stated] * count if isinstance(stated, str) else _spread(stated or {}, count)
    if status is None:
        raise _wrong(
            file, "There aren't as many statuses as cells.", counted(count, "status", "statuses"), "status"
        )
    extension = inner.get("extension") or {}
    px = extension.get("px") or {}
    return Cube(
        tuple(found),
        values,
        [str(one) if one is not None else "" for one in status],
        np.arange(1, count + 1),
        title=str(inner.get("label") or ""),
        contents=str(px.get("contents") or inner.get("label") or ""),
        table=str(px.get("tableid") or px.get("matrix") or ""),
        source=str(inner.get("source") or ""),
    )


def _dimension(name: str, one: object, role: str) -> Dimension | None:
    """The index of the categories is a list, or their positions by code; a single category may have a label alone."""
    if not isinstance(one, dict) or not isinstance(category := one.get("category"), dict):
        return None
    index, labels = category.get("index"), category.get("label") or {}
    if index is None:
        index = list(labels)
    codes = sorted(index, key=index.__getitem__) if isinstance(index, dict) else index
    texts = tuple(str(labels.get(code, code)) for code in codes)
    return Dimension(name, str(one.get("label") or name), tuple(map(str, codes)), texts, role)


def _spread(cells: object, count: int) -> list[Any] | None:
    """A list as it is; a mapping of positions filled up with None; None for one that doesn't fit."""
    if isinstance(cells, dict):
        found: list[Any] = [None] * count
        for at, value in cells.items():
            if not str(at).isdigit() or int(at) >= count:
                return None
            found[int(at)] = value
        return found
    return cells if isinstance(cells, list) and len(cells) == count else None


def _wrong(file: Path, message: str, expected: str, column: str | None = None) -> Faults:
    place = Place(relative(file), None, None, column)
    return Faults([Fault("json-stat-broken", message, (place,), expected)])
