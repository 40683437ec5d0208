"""The published tables of a book: those of its delivery, with what may not be told marked as suppressed."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

import pandas as pd

from finsam.params import Params
from finsam.people.definitions import People
from finsam.protect.choose import hidden_counts
from finsam.protect.onward import add_onward
from finsam.protect.people import add_people
from finsam.protect.system import Key, System
from finsam.protect.tables import COUNTED, add_tables, table_key

Tables = dict[str, pd.DataFrame]


@dataclass(frozen=True)
class Earlier:
    """What the books of earlier years have hidden and shown of the same counts."""

    hidden: Collection[Key] = field(default_factory=frozenset)
    shown: Collection[Key] = field(default_factory=frozenset)


def published(
    tables: Tables, spells: pd.DataFrame, params: Params, definitions: People, earlier: Earlier
) -> tuple[Tables, frozenset[Key]]:
    """The tables with the hidden counts as `undertryckt`, and the keys of all that is hidden, also of what chapters count
    from person rows. spells: columns people.rows.SPELLS. Raises Faults (`count-unprotected`).
    """
    system = System()
    add_tables(system, tables, params)
    add_people(system, spells, params, definitions)
    add_onward(system, spells, params, definitions)
    hidden = hidden_counts(system, earlier.hidden, earlier.shown)
    return {name: hide(name, table, hidden) for name, table in tables.items()}, hidden


def counted_keys(tables: Mapping[str, pd.DataFrame]) -> frozenset[Key]:
    """The keys of the counts that published tables show."""
    return frozenset(
        table_key(name, row)
        for name, table in tables.items()
        if name in COUNTED
        for row in table.to_dict("records")
        if row["kolumn"] in COUNTED[name][1] and not row["status"]
    )


def hide(name: str, table: pd.DataFrame, hidden: Collection[Key]) -> pd.DataFrame:
    """A table with its hidden counts as suppressed, and the shares that they could be recomputed from."""
    if name not in COUNTED or not hidden:
        return table
    rows = table.to_dict("records")
    found = [_is_hidden(name, row, hidden) for row in rows]
    if not any(found):
        return table
    marked = table.copy()
    chosen = pd.Series(found, index=table.index) & (table["status"] == "")
    marked["varde"] = marked["varde"].where(~chosen, None)
    marked.loc[chosen, "status"] = "undertryckt"
    return marked


def _is_hidden(name: str, row: Mapping[str, object], hidden: Collection[Key]) -> bool:
    if row["kolumn"] != "procent":
        return row["kolumn"] in COUNTED[name][1] and table_key(name, row) in hidden
    totals = [table_key(name, {**row, "kolumn": "totalt"})]
    if name == "deltagare":
        totals.append(table_key(name, {**row, "kolumn": "totalt", "matt": "avslutade"}))
    else:
        totals.append(table_key(name, {**row, "kolumn": "totalt", "kategori": "Totalt"}))
    return any(key in hidden for key in totals)
