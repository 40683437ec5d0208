"""Every delivered number by name: the kind of table, what tells its row apart, and its column."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from typing import Any

import pandas as pd

from finsam.facts.fact import Fact, delivered
from finsam.tables.cells import cell
from finsam.tables.kinds import KINDS, Kind
from finsam.tables.names import part

#: Columns that stand under the row's own name, since most rows have only them.
_PLAIN = ("varde", "belopp", "totalt", "medel", "mal")
#: Columns whose own name would read as another's, since names are in small letters.
_NAMES = {"N": "av"}
#: How columns are told in words; an empty word for those that say nothing beside the row.
_WORDS = {
    "varde": "",
    "man": "män",
    "n": "antal",
    "N": "av antal",
    "bas": "av antal",
    "procent": "andel",
    "troskel": "tröskel",
    "foregaende": "året före",
    "foljda": "antal",
    "fore": "året före start",
    "efter": "året efter slut",
    "differens": "budget mot utfall",
}
#: Keys that only describe a row.
_SILENT = ("typ", "enhet", "skala", "avser")


def facts(tables: dict[str, pd.DataFrame], year: int) -> Iterator[Fact]:
    """`<kind>.<keys>.<column>`, as `budget.insatser.matcha.utfall`, also of hidden numbers; the year of the book isn't
    named.

    Participants have names of their own (facts.people).
    """
    for name, table in tables.items():
        if name == "deltagare":
            continue
        kind = KINDS[name]
        for row in table.to_dict("records"):
            if row["status"] in ("", "undertryckt"):
                yield delivered(_name(kind, row, year), cell(row), _about(kind, row, year))


#: A row of a tidy table, as `to_dict` makes it.
Row = Mapping[Hashable, Any]


def _keys(kind: Kind, row: Row) -> list[tuple[str, str]]:
    """The keys that tell the row apart, with what they hold; those that are empty aren't told."""
    names = kind.identity or tuple(key.name for key in kind.keys if key.name not in _SILENT)
    if "period" in row and "period" not in names:
        names = (*names, "period")
    return [(name, row[name]) for name in names if row[name]]


def _name(kind: Kind, row: Row, year: int) -> str:
    keys = [(key, text) for key, text in _keys(kind, row) if not (key == "period" and text == str(year))]
    keys = [(key, text) for key, text in keys if not (key == "kon" and text == "totalt")]
    parts = [kind.name, *(part(text) for _, text in keys)]
    if row["kolumn"] not in _PLAIN or len(kind.values) > 1:
        parts.append(part(_NAMES.get(row["kolumn"]) or row["kolumn"]))
    elif len(parts) == 1:
        parts.append("varde")
    return ".".join(parts)


def _about(kind: Kind, row: Row, year: int) -> str:
    words = [
        text
        for key, text in _keys(kind, row)
        if key != "kapitel" and not (key == "period" and text == str(year))
        # How many were followed is about the insats: a number beside the name of a kind of support isn't meant.
        if (key, row["kolumn"]) != ("stod", "foljda")
    ]
    column = row["kolumn"] if len(kind.values) > 1 else ""
    return ", ".join(filter(None, (*words, _WORDS.get(column, column))))


def own_facts(own: pd.DataFrame) -> Iterator[Fact]:
    """`egna.<table>.<texts of the row>.<column>` of the förbund's own tables (columns tables.own.OWN)."""
    if own.empty:
        return
    for (table, _), part_of in own.groupby(["tabell", "radnr"], sort=False):
        found = part_of.to_dict("records")
        texts = [row["text"] for row in found if row["text"] and row["varde"] is None and not row["status"]]
        for row in found:
            if row["status"] == "undertryckt" or (row["varde"] is not None and not row["status"]):
                name = ".".join(["egna", part(str(table)), *map(part, texts), part(row["kolumn"])])
                column = _WORDS.get(row["kolumn"], row["kolumn"])
                yield delivered(name, cell(row), ", ".join(filter(None, (str(table), *texts, column))))
