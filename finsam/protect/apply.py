"""The published tables of a book: those of its delivery, with what may not be told marked as suppressed."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import pandas as pd

from finsam.params import Params
from finsam.people.definitions import People
from finsam.protect.choose import hidden_counts
from finsam.protect.figures import FIGURES, Figure, add_figures, figures, hidden_rows
from finsam.protect.followed import without_few_followed
from finsam.protect.means import suppressed, without_few_ratings, without_payments
from finsam.protect.onward import add_onward
from finsam.protect.own import add_own, hidden_of_own
from finsam.protect.people import add_people
from finsam.protect.rounding import rounded_counts
from finsam.protect.system import Key, System, placed
from finsam.protect.tables import COUNTED, add_tables, table_key
from finsam.tables.own import OwnTable

Tables = dict[str, pd.DataFrame]

#: Where a row of a table stands.
_ROW = ["fil", "blad", "radnr"]


@dataclass(frozen=True)
class Earlier:
    """What the books of earlier years have hidden and shown of the same counts, and how they have rounded them."""

    hidden: Collection[Key] = field(default_factory=frozenset)
    shown: Collection[Key] = field(default_factory=frozenset)
    rounded: Mapping[Key, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Published:
    """Tables with what may not be told as `undertryckt`. own: columns tables.own.OWN. hidden: the keys of all hidden counts,
    also of what chapters count from person rows. rounded: what the counts are told as whose rule has a base.
    """

    tables: Tables
    own: pd.DataFrame
    hidden: frozenset[Key]
    rounded: Mapping[Key, int]


def published(
    tables: Tables,
    spells: pd.DataFrame,
    own: pd.DataFrame,
    params: Params,
    people: People,
    own_tables: Mapping[str, OwnTable],
    earlier: Earlier,
) -> Published:
    """What is told of a delivery. spells: columns people.rows.SPELLS.

    Raises Faults (`count-unprotected`, `count-unrounded`).
    """
    system = System()
    add_tables(system, tables, params)
    add_people(system, spells, params, people)
    add_onward(system, spells, params, people)
    single = figures(tables, system, params)
    add_figures(system, single, params)
    add_own(system, own, own_tables, params)
    hidden = hidden_counts(system, earlier.hidden, earlier.shown)
    rounded = rounded_counts(system, earlier.rounded)
    marked = {name: hide(name, round_off(name, table, rounded), hidden) for name, table in tables.items()}
    marked = with_bases(_without_figures(marked, single, hidden, rounded), params)
    cells = hidden_of_own(own, own_tables, hidden)
    found = [
        placed("egna_tabeller", *row) in cells for row in own[[*_ROW, "rubrik_i_fil"]].itertuples(index=False)
    ]
    return Published(marked, suppressed(own, found) if any(found) else own, hidden, rounded)


def round_off(name: str, table: pd.DataFrame, rounded: Mapping[Key, int]) -> pd.DataFrame:
    """A table with its counts as they are rounded, and without delivered percents of them: chapters make those anew."""
    if not rounded or name not in (*COUNTED, *FIGURES):
        return table
    rows, found = table.to_dict("records"), table.copy()
    is_figure = name in FIGURES
    keys = [placed(name, *(row[each] for each in (*_ROW, "rubrik_i_fil"))) if is_figure else
            table_key(name, row) for row in rows]  # fmt: skip
    found["varde"] = pd.Series(
        [
            Decimal(rounded[key]) if key in rounded and not row["status"] else row["varde"]
            for key, row in zip(keys, rows, strict=True)
        ],
        index=table.index,
        dtype=object,
    )
    if not is_figure and any(key in rounded for key in keys):
        percents = (table["kolumn"] == "procent") & (table["status"] == "")
        found["varde"] = found["varde"].where(~percents, None)
        found.loc[percents, "status"] = "saknas"
    return found


def _without_figures(
    tables: Tables, single: Collection[Figure], hidden: Collection[Key], rounded: Collection[Key]
) -> Tables:
    """The tables of single figures and scorecards without the rows that may not be told, and without percents of counts
    that are rounded.
    """
    found = dict(tables)
    for kind in FIGURES:
        if kind in tables:
            table = tables[kind]
            few = _in_rows(table, hidden_rows(single, hidden, kind))
            of_rounded = _in_rows(
                table,
                {each.place for each in single if each.kind == kind and not each.of.isdisjoint(rounded)},
            )
            chosen = [
                column != "malvarde" and (is_few or (is_rounded and unit == "procent"))
                for column, unit, is_few, is_rounded in zip(
                    table["kolumn"], table["enhet"], few, of_rounded, strict=True
                )
            ]
            found[kind] = suppressed(table, chosen)
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
    return suppressed(table, found)


def with_bases(tables: Tables, params: Params) -> Tables:
    """The tables of surveys, ratings, payments, follow-up and the social accounts, without numbers of few persons.

    A result of the social accounts whose base is small is told neither by its count nor by its base nor by its level.
    """
    found = dict(tables)
    rule = params.protection("enkater")
    if "enkat_utskick" in tables and rule.hides:
        table = tables["enkat_utskick"]
        few = [value is not None and 0 < value < rule.min_antal for value in table["varde"]]
        found["enkat_utskick"] = suppressed(table, few)
    rule = params.protection("sociala_utfall")
    if "sociala_utfall" in tables and rule.hides:
        table = tables["sociala_utfall"]
        places = {
            tuple(row[name] for name in _ROW)
            for row in table[(table["kolumn"] == "N") & (table["status"] == "")].to_dict("records")
            if 0 < row["varde"] < rule.min_antal
        }
        found["sociala_utfall"] = suppressed(table, _in_rows(table, places))
    if "sjalvskattning" in tables and "deltagare" in tables and params.protection("enkater").hides:
        found["sjalvskattning"] = without_few_ratings(tables["sjalvskattning"], tables["deltagare"], params)
    if "forsorjningsstod" in tables and params.protection("forsorjningsstod").hides:
        found["forsorjningsstod"] = without_payments(tables["forsorjningsstod"])
    rule = params.protection("fore_efter")
    if "fore_efter" in tables and rule.hides:
        found["fore_efter"] = without_few_followed(tables["fore_efter"], rule)
    return found


def _in_rows(table: pd.DataFrame, rows: Collection[tuple[Any, ...]]) -> list[bool]:
    return [key in rows for key in table[_ROW].itertuples(index=False, name=None)]


def _is_hidden(name: str, row: Mapping[Hashable, object], hidden: Collection[Key]) -> bool:
    if row["kolumn"] != "procent":
        return row["kolumn"] in COUNTED[name][1] and table_key(name, row) in hidden
    totals = [table_key(name, {**row, "kolumn": "totalt"})]
    if name == "deltagare":
        totals.append(table_key(name, {**row, "kolumn": "totalt", "matt": "avslutade"}))
    else:
        totals.append(table_key(name, {**row, "kolumn": "totalt", "kategori": "Totalt"}))
    return any(key in hidden for key in totals)
