"""Last year's figures from the books that the params name as predecessors, where the book's own delivery has none."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

import pandas as pd

from finsam.delivery.read import Delivery
from finsam.faults import Fault, Place, stop_if
from finsam.params import Params, params_files
from finsam.paths import relative
from finsam.tables.kinds import KINDS
from finsam.tables.read import key_columns
from finsam.tables.words import WHOLE

#: A row of a tidy table.
_Row = Mapping[Hashable, Any]

#: What can't be added over förbund, since a person can have been in several.
_NEVER_ADDED = {"unika"}

#: By kind the column of who a row is about, and this book's name for that.
_WHO: dict[str, tuple[str, Callable[[Params, str], str]]] = {
    "deltagare": ("insats", Params.insats_name),
    "medlemsbidrag": ("medlem", Params.member_name),
}


@dataclass(frozen=True)
class _Found:
    """untold: what can't be added, each with why."""

    rows: list[_Row]
    untold: list[str]


def with_former(
    delivery: Delivery, params: Params, predecessors: Sequence[tuple[Params, Delivery]]
) -> Delivery:
    """The delivery with last year's participants and contributions from its predecessors, where its own tables tell
    nothing of that year.

    Of several predecessors counts and amounts of the same row are added where each of them is told; one that is suppressed
    makes the sum suppressed. The whole förbund is the sum of every predecessor's. What can't be added is left out, and
    told among the notes. An added figure has the place of its first part. What predecessors hide or round is told as theirs.

    Raises Faults for a predecessor of other months, or an invented one of a real förbund.
    """
    stop_if(_unlike(params, [of for of, _ in predecessors]))
    tables, notes = dict(delivery.tables), list(delivery.notes)
    hidden, rounded = delivery.hidden, dict(delivery.rounded)
    last = str(params.ar - 1)
    for name in _WHO if predecessors else ():
        table = tables.get(name)
        if table is None or (table["period"] == last).any():
            continue
        found = _rows(name, last, params, predecessors)
        if found.rows:
            more = pd.DataFrame(found.rows, columns=table.columns)
            tables[name] = pd.concat([table, more.astype(table.dtypes.to_dict())], ignore_index=True)
            # What its rows don't tell mustn't be told by the raw cells behind them either.
            for _, other in predecessors:
                hidden |= {key for key in other.hidden if key[0] == name}
                rounded = {key: told for key, told in other.rounded.items() if key[0] == name} | rounded
        notes += [_note(name, what, params) for what in found.untold]
    return replace(delivery, tables=tables, notes=tuple(notes), hidden=hidden, rounded=rounded)


def _rows(name: str, last: str, params: Params, predecessors: Sequence[tuple[Params, Delivery]]) -> _Found:
    """What the predecessors tell of their year in a table, under this book's names. name: of the kind. last: the year."""
    who, rename = _WHO[name]
    keys = key_columns(KINDS[name])
    parts: dict[tuple[str, ...], list[_Row]] = {}
    owners: dict[str, set[tuple[str, str]]] = {}
    for of, other in predecessors:
        table = other.tables.get(name)
        for told in table[table["period"] == last].to_dict("records") if table is not None else ():
            row = told | {who: rename(params, told[who])}
            owners.setdefault(row[who], set()).add((of.forbund_id, told[who]))
            parts.setdefault((*(row[each] for each in keys), row["kolumn"]), []).append(row)
    rows: list[_Row] = []
    untold: list[str] = []
    for found in parts.values():
        first = found[0]
        of_whole = len(predecessors) if first[who] == WHOLE else 0
        needed = max(len(owners[first[who]]), of_whole)
        label = " ".join(filter(None, (first[who], first.get("matt"), first["kolumn"])))
        if needed == 1:
            rows.append(first)
        elif first["kolumn"] == "procent" or all(row["status"] == "saknas" for row in found):
            continue  # the book makes shares of the counts
        elif first.get("matt") in _NEVER_ADDED:
            untold.append(f"{label}: a person can have been counted in several of them")
        elif len([row for row in found if row["status"] in ("", "undertryckt")]) < needed:
            untold.append(f"{label}: not all that it is the sum of are told")
        else:
            rows.append({**first, **_sum(found)})
    return _Found(rows, untold)


def _sum(found: Sequence[_Row]) -> _Row:
    """The value of numbers, of which some may be suppressed."""
    if any(row["status"] for row in found):
        return {"varde": None, "status": "undertryckt"}
    return {
        "varde": sum((row["varde"] for row in found), Decimal(0)),
        "decimaler": max(row["decimaler"] for row in found),
    }


def _unlike(params: Params, predecessors: Sequence[Params]) -> list[Fault]:
    """The predecessors whose figures aren't of the same kind as those that they would stand beside."""
    place, faults = _place(params), []
    for of in predecessors:
        book = f"{of.forbund_id}/{of.ar}"
        if _until(of) != _until(params):
            message = (
                f"The figures of {book} are not of as many months as this book's, so they can't be compared."
            )
            expected = "an interim report for one of the same day, a whole year for a whole year"
            faults.append(Fault("predecessor-unlike", message, (replace(place, value=book),), expected))
        if of.forbund.pahittat and not params.forbund.pahittat:
            message = f"The figures of {book} are invented."
            faults.append(
                Fault("predecessor-unlike", message, (replace(place, value=book),), "a book of real figures")
            )
    return faults


def _until(params: Params) -> tuple[int, int] | None:
    """Month and day of an interim report; the last of February is one day in all years."""
    per = params.year.per
    return (per.month, min(per.day, 28) if per.month == 2 else per.day) if per else None


def _place(params: Params) -> Place:
    return Place(relative(params_files(params.forbund_id, params.ar)[1]), None, None, "foregangare")


def _note(name: str, what: str, params: Params) -> Fault:
    message = f"Of {params.ar - 1} the book can't tell by its predecessors: {what}."
    expected = f"rows of {params.ar - 1} in the table {name}, where they are known"
    return Fault("former-untold", message, (_place(params),), expected, severity="note")
