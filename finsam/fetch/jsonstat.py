"""Parts of one json-stat2 cube put together again."""

from __future__ import annotations

import copy
import math
from typing import Any

import numpy as np

from finsam.faults import counted

#: A json-stat2 document, or a part of one.
Cube = dict[str, Any]


def codes(dimension: Cube) -> list[str]:
    """The codes of a dimension in order, whether its index is a list or says the place of each. Raises KeyError, TypeError."""
    index = dimension["category"].get("index")
    if index is None:
        return list(dimension["category"]["label"])
    return list(index) if isinstance(index, list) else sorted(index, key=index.__getitem__)


def problem(cube: object) -> str:
    """What is not json-stat2 in a document that should be; nothing where all is well."""
    if not isinstance(cube, dict) or cube.get("class") != "dataset":
        return "an object of the class `dataset`"
    names, size, dimensions = cube.get("id"), cube.get("size"), cube.get("dimension")
    if not isinstance(names, list) or not isinstance(size, list) or len(names) != len(size):
        return "lists `id` and `size` of the same length"
    if not isinstance(dimensions, dict) or not isinstance(cube.get("label"), str):
        return "`dimension` and `label`"
    try:
        if [len(codes(dimensions[name])) for name in names] != size:
            return "as many codes in each dimension as `size` tells"
    except (KeyError, TypeError, AttributeError):
        return "a category with its index for each name in `id`"
    return ""


def values_problem(cube: Cube) -> str:
    """The same of the figures: one for each cell, or by the place of the cell."""
    value, cells = cube.get("value"), math.prod(cube["size"])
    if isinstance(value, list):
        if len(value) != cells:
            return f"{counted(cells, 'value')}, one for each cell, not {len(value)}"
        found = value
    elif isinstance(value, dict) and all(key.isdecimal() and int(key) < cells for key in value):
        found = list(value.values())
    else:
        return "values in a list, or by the place of their cell"
    if not all(one is None or (isinstance(one, int | float) and not isinstance(one, bool)) for one in found):
        return "numbers or null as values"
    status = cube.get("status", {})
    if not isinstance(status, str | list | dict) or (isinstance(status, list) and len(status) != cells):
        return "a status for each cell"
    return ""


def together(parts: list[Cube], asked: dict[str, list[str]]) -> Cube:
    """One cube of parts that cover the asked codes between them. Raises ValueError when a cell is in none or in two.

    asked: the codes by dimension, in the order that the cube gets. Notes and the like are the first part's.
    """
    whole = copy.deepcopy(parts[0])
    names = whole["id"]
    shape = [len(asked[name]) for name in names]
    place = {name: {code: at for at, code in enumerate(asked[name])} for name in names}
    value = np.full(shape, None, dtype=object)
    status = np.full(shape, None, dtype=object)
    times = np.zeros(shape, dtype=np.int64)
    for part in parts:
        at = np.ix_(*([place[name][code] for code in codes(part["dimension"][name])] for name in names))
        value[at] = _dense(part["value"], part["size"])
        status[at] = _dense(part.get("status") or {}, part["size"])
        times[at] += 1
    if (times != 1).any():
        raise ValueError(
            f"{counted(int((times == 0).sum()), 'cell')} in no part, {int((times > 1).sum())} in several"
        )
    whole["size"] = shape
    whole["value"] = value.ravel().tolist()
    told = {str(at): one for at, one in enumerate(status.ravel().tolist()) if one is not None}
    whole.pop("status", None)
    if told:
        whole["status"] = told
    for name in names:
        category = whole["dimension"][name]["category"]
        for part in parts[1:]:
            for key, words in part["dimension"][name]["category"].items():
                if isinstance(words, dict) and isinstance(category.get(key), dict):
                    category[key] = {**category[key], **words}
        category["index"] = place[name]
    return whole


def _dense(found: list[object] | dict[str, object] | str, size: list[int]) -> np.ndarray:
    cells = np.full(math.prod(size), None, dtype=object)
    if isinstance(found, dict):
        for key, one in found.items():
            cells[int(key)] = one
    else:
        cells[:] = found
    return cells.reshape(size)
