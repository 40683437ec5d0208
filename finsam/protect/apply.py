"""The published tables of a book: those of its delivery, with what may not be told marked as suppressed."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
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

#: Where a row of a table stands.
_ROW = ["fil", "blad", "radnr"]
#: The chapters whose single figures count persons.
_OF_PERSONS = ("deltagare", "bakgrund")


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
    marked = {name: hide(name, table, hidden) for name, table in tables.items()}
    return with_bases(marked, params), hidden


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
    return _suppressed(table, found)


def with_bases(tables: Tables, params: Params) -> Tables:
    """The tables of surveys, of the social accounts and of single figures, without numbers of few persons.

    A result of the social accounts whose base is small is told neither by its count nor by its base nor by its level.
    """
    found = dict(tables)
    rule = params.protection("enkater")
    if "enkat_utskick" in tables and rule.protects:
        table = tables["enkat_utskick"]
        few = [value is not None and 0 < value < rule.min_antal for value in table["varde"]]
        found["enkat_utskick"] = _suppressed(table, few)
    rule = params.protection("sociala_utfall")
    if "sociala_utfall" in tables and rule.protects:
        table = tables["sociala_utfall"]
        few = {
            tuple(row[name] for name in _ROW)
            for row in table[(table["kolumn"] == "N") & (table["status"] == "")].to_dict("records")
            if 0 < row["varde"] < rule.min_antal
        }
        found["sociala_utfall"] = _suppressed(table, _in_rows(table, few))
    rule = params.protection("uppgifter")
    if "uppgifter" in tables and rule.protects:
        table = tables["uppgifter"]
        few = {
            tuple(row[name] for name in _ROW)
            for row in table[table["kapitel"].isin(_OF_PERSONS)].to_dict("records")
            if row["kolumn"] in ("varde", "bas") and row["enhet"] == "antal" and not row["status"]
            and 0 < row["varde"] < rule.min_antal
        }  # fmt: skip
        found["uppgifter"] = _suppressed(table, _in_rows(table, few))
    return found


def _in_rows(table: pd.DataFrame, rows: Collection[tuple]) -> list[bool]:
    return [key in rows for key in table[_ROW].itertuples(index=False, name=None)]


def _suppressed(table: pd.DataFrame, chosen: Sequence[bool]) -> pd.DataFrame:
    marked, rows = table.copy(), pd.Series(chosen, index=table.index, dtype=bool) & (table["status"] == "")
    marked["varde"] = marked["varde"].where(~rows, None)
    marked.loc[rows, "status"] = "undertryckt"
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
