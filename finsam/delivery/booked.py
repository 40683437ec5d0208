"""What a delivery has from its ledger: the tables that nobody delivered, and the postings behind them."""

from __future__ import annotations

import pandas as pd

from finsam.delivery.files import Sorted, raw_folder, sort_files
from finsam.delivery.rows import Tables, definitions_of, read_tables
from finsam.faults import Fault, Faults
from finsam.ledger.cells import Told
from finsam.ledger.make import FromLedger, from_ledger
from finsam.params import Params
from finsam.paths import relative
from finsam.sources.files import Source, source


def with_ledger(
    found: Sorted, delivered: Tables, params: Params
) -> tuple[Tables, FromLedger | None, list[Fault]]:
    """The delivered tables, and those of the ledger that nobody delivered; of the notes, each by itself."""
    if not (found.ledgers or found.exports):
        return delivered, None, []
    try:
        ledger = _ledger(found, delivered, params)
    except Faults as wrong:
        return delivered, None, list(wrong.faults)
    tables = {name: table for name, table in delivered.items() if name != "budget" or not _is_plan(table)}
    for name, table in ledger.tables.items():
        if name == "noter" and name in tables:
            own = table[~table["not"].isin(tables[name]["not"])]
            both = pd.concat([tables[name], own], ignore_index=True)
            order = both["not"].map(lambda number: (not number.isdigit(), number.zfill(9)))
            tables[name] = both.loc[order.sort_values(kind="stable").index].reset_index(drop=True)
        else:
            tables.setdefault(name, table)
    return tables, ledger, []


def tell_postings(params: Params, told: Told) -> None:
    """Make the tables of the ledger of a good delivery anew; `told` is told the postings behind each of their cells."""
    by = definitions_of(params)
    found = sort_files(raw_folder(params.forbund_id, params.ar), by.own)
    if found.ledgers or found.exports:
        _ledger(found, read_tables(found, by, params)[0], params, told)


def ledger_sources(found: Sorted, ledger: FromLedger | None) -> list[Source]:
    """The SIE files, with how many of what is booked each has."""
    if ledger is None:
        return []
    return [source(file, int((ledger.postings["fil"] == relative(file)).sum())) for file in found.ledgers]


def _ledger(found: Sorted, delivered: Tables, params: Params, told: Told | None = None) -> FromLedger:
    budget = delivered.get("budget")
    plan = budget if budget is not None and _is_plan(budget) else None
    return from_ledger(found.ledgers, found.exports, params, plan, told)


def _is_plan(table: pd.DataFrame) -> bool:
    """Whether a table of the kind budget has no outcome of its own: then the ledger gives it."""
    return not table.loc[table["kolumn"] != "budget", "varde"].notna().any()
