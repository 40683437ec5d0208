"""The published tables of a book: those of its delivery, with what may not be told marked as suppressed."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from finsam.params import Params
from finsam.people.definitions import People
from finsam.protect.choose import hidden_counts
from finsam.protect.figures import FIGURES, Figure, add_figures, figures, hidden_rows
from finsam.protect.onward import add_onward
from finsam.protect.own import add_own, hidden_of_own
from finsam.protect.people import add_people
from finsam.protect.system import Key, System, placed
from finsam.protect.tables import COUNTED, add_tables, table_key
from finsam.tables.own import OwnTable

Tables = dict[str, pd.DataFrame]

#: Where a row of a table stands.
_ROW = ["fil", "blad", "radnr"]


@dataclass(frozen=True)
class Earlier:
    """What the books of earlier years have hidden and shown of the same counts."""

    hidden: Collection[Key] = field(default_factory=frozenset)
    shown: Collection[Key] = field(default_factory=frozenset)


@dataclass(frozen=True)
class Published:
    """Tables with what may not be told as `undertryckt`. own: columns tables.own.OWN. hidden: the keys of all hidden counts,
    also of what chapters count from person rows.
    """

    tables: Tables
    own: pd.DataFrame
    hidden: frozenset[Key]


def published(
    tables: Tables,
    spells: pd.DataFrame,
    own: pd.DataFrame,
    params: Params,
    people: People,
    own_tables: Mapping[str, OwnTable],
    earlier: Earlier,
) -> Published:
    """What is told of a delivery. spells: columns people.rows.SPELLS. Raises Faults (`count-unprotected`)."""
    system = System()
    add_tables(system, tables, params)
    add_people(system, spells, params, people)
    add_onward(system, spells, params, people)
    single = figures(tables, system, params)
    add_figures(system, single, params)
    add_own(system, own, own_tables, params)
    hidden = hidden_counts(system, earlier.hidden, earlier.shown)
    marked = {name: hide(name, table, hidden) for name, table in tables.items()}
    marked = with_bases(_without_figures(marked, single, hidden), params)
    cells = hidden_of_own(own, own_tables, hidden)
    found = [
        placed("egna_tabeller", *row) in cells for row in own[[*_ROW, "rubrik_i_fil"]].itertuples(index=False)
    ]
    return Published(marked, _suppressed(own, found) if any(found) else own, hidden)


def _without_figures(tables: Tables, single: Collection[Figure], hidden: Collection[Key]) -> Tables:
    """The tables of single figures and scorecards with the rows that may not be told as suppressed."""
    found = dict(tables)
    for kind in FIGURES:
        if kind in tables and (few := hidden_rows(single, hidden, kind)):
            chosen = [
                is_in and column != "malvarde"
                for is_in, column in zip(_in_rows(tables[kind], few), tables[kind]["kolumn"], strict=True)
            ]
            found[kind] = _suppressed(tables[kind], chosen)
    return found


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
    """The tables of surveys and of the social accounts, without numbers of few persons.

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
