"""The counts that chapters make of where persons come from and go: between insatser, between kinds of support, in time."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pandas as pd

from finsam.measures.moves import GOES_ON, NONE, NONE_SO_FAR, moves, taking_part
from finsam.measures.support import columns_grouped, support
from finsam.params import Params
from finsam.people.definitions import People
from finsam.protect.system import Count, Key, System
from finsam.records import labelled

#: What followed on a participation that ended: another insats, the same one again, or none of any kind.
ANOTHER, AGAIN = "en annan insats", "samma insats igen"
WITHOUT_NEXT = (GOES_ON, NONE, NONE_SO_FAR)
#: Rows and columns of sums.
SUM = "Summa"
#: A table of support with more kinds after than this has their groups as columns.
WIDEST = 6


def move_key(fran: str, till: str) -> Key:
    return ("floden", fran, till)


def after_key(fran: str, sedan: str) -> Key:
    return ("sedan", fran, sedan)


def number_key(insatser: int) -> Key:
    """Persons who were in so many insatser."""
    return ("antal_insatser", str(insatser))


RETURNS: Key = ("aterkomster",)
PERSONS: Key = ("personer",)
PARTICIPATIONS: Key = ("deltaganden",)


def support_key(before: str, after: str) -> Key:
    """after: a heading of the table, or one of KEPT and LEFT."""
    return ("forsorjning", before, after)


KEPT, LEFT, UNKNOWN_SUPPORT = "samma efter", "lämnade", "okänd"


STILL_IN: Key = ("tid", "kvar")


def time_key(insats: str) -> Key:
    """All participations of an insats up to the book's year."""
    return ("tid", insats)


def add_onward(system: System, spells: pd.DataFrame, params: Params, definitions: People) -> None:
    """The counts of the book's year. spells: columns people.rows.SPELLS."""
    if spells.empty:
        return
    rule = params.protection("deltagare")
    rows = spells[spells["start"] <= pd.Timestamp(params.ar, 12, 31)]

    def add(key: Key, value: int, cost: float = 1.0) -> None:
        system.add(key, Count(int(value), rule, cost=cost))

    ended = _ended(rows, params)
    _moves(system, rows, params, add, ended)
    _persons(system, rows, params, add)
    _support(system, rows, params, definitions, add, list(ended))
    _times(system, rows, params, add)


def _ended(rows: pd.DataFrame, params: Params) -> dict[str, Key]:
    return {
        insats: ("deltagare", insats, "avslutade", str(params.ar), "totalt")
        for insats in dict.fromkeys(rows["insats"])
    }


def _moves(
    system: System, rows: pd.DataFrame, params: Params, add: Callable[..., None], ended: dict[str, Key]
) -> None:
    if rows["insats"].nunique() < 2:
        return
    found = moves(rows, params.ar)
    others = found[~found["till"].isin(WITHOUT_NEXT)]
    grid = others.pivot_table("antal", "fran", "till", "sum", fill_value=0)
    for fran, row in labelled(grid):
        for till, number in zip(grid.columns, row, strict=True):
            add(move_key(fran, till), number)
        add(move_key(fran, SUM), row.sum(), 2.0)
        system.is_sum(move_key(fran, SUM), [move_key(fran, till) for till in grid.columns])
    for till in grid.columns:
        add(move_key(SUM, till), grid[till].sum(), 2.0)
        system.is_sum(move_key(SUM, till), [move_key(fran, till) for fran in grid.index])
    add(move_key(SUM, SUM), grid.to_numpy().sum(), 3.0)
    system.is_sum(move_key(SUM, SUM), [move_key(fran, SUM) for fran in grid.index])
    kinds = found["till"].where(found["till"].isin(WITHOUT_NEXT), ANOTHER)
    kinds = kinds.mask(found["fran"] == found["till"], AGAIN)
    sedan = found.assign(sedan=kinds).pivot_table("antal", "fran", "sedan", "sum", fill_value=0)
    for fran, row in labelled(sedan):
        for kind, number in zip(sedan.columns, row, strict=True):
            add(after_key(fran, kind), number)
        system.is_sum(ended[fran], [after_key(fran, kind) for kind in sedan.columns])
        if AGAIN in sedan and fran in grid.index:
            if fran in grid.columns:
                system.is_sum(after_key(fran, AGAIN), [move_key(fran, fran)])
            system.is_sum(move_key(fran, SUM), [after_key(fran, ANOTHER), after_key(fran, AGAIN)])
        elif fran in grid.index:
            system.is_sum(move_key(fran, SUM), [after_key(fran, ANOTHER)])
    for kind in sedan.columns:
        add(after_key(SUM, kind), sedan[kind].sum(), 3.0)
        system.is_sum(after_key(SUM, kind), [after_key(fran, kind) for fran in sedan.index])
    add(after_key(SUM, SUM), sedan.to_numpy().sum(), 4.0)
    system.is_sum(after_key(SUM, SUM), [after_key(SUM, kind) for kind in sedan.columns])
    system.is_sum(after_key(SUM, SUM), [ended[fran] for fran in sedan.index])


def _persons(system: System, rows: pd.DataFrame, params: Params, add: Callable[..., None]) -> None:
    """How many persons were in how many insatser, and their participations."""
    found = taking_part(rows, params.ar)
    year = str(params.ar)
    for number, persons in found.by_number.items():
        add(number_key(number), persons)
    add(RETURNS, found.returns)
    add(PERSONS, found.persons, 4.0)
    add(PARTICIPATIONS, found.participations, 4.0)
    system.is_sum(PERSONS, [number_key(each) for each in found.by_number])
    system.is_sum(PARTICIPATIONS, {number_key(each): each for each in found.by_number} | {RETURNS: 1})
    insatser = [("deltagare", each, "antal_totalt", year, "totalt") for each in rows["insats"].unique()]
    system.is_sum(PARTICIPATIONS, [key for key in insatser if key in system.counts])
    system.is_sum(PERSONS, [("deltagare", "Alla insatser", "unika", year, "totalt")])


def _support(
    system: System,
    rows: pd.DataFrame,
    params: Params,
    definitions: People,
    add: Callable[..., None],
    ended: Sequence[str],
) -> None:
    kinds = definitions.forsorjning
    found = support(rows, params.ar, list(kinds))
    if not found.known:
        return
    table, groups = found.table, {name: kind.grupp for name, kind in kinds.items()}
    by_group = table.shape[1] > WIDEST
    heads = {name: groups.get(name, name) if by_group else name for name in table.columns}
    shown = columns_grouped(table, heads)
    for before, row in labelled(shown):
        for after, number in zip(shown.columns, row, strict=True):
            add(support_key(before, after), number)
        add(support_key(before, SUM), row.sum(), 2.0)
        system.is_sum(support_key(before, SUM), [support_key(before, after) for after in shown.columns])
        share = found.left(before)
        add(support_key(before, LEFT), share.n)
        add(support_key(before, KEPT), share.N - share.n)
        system.is_sum(support_key(before, SUM), [support_key(before, LEFT), support_key(before, KEPT)])
        if before in heads:
            at = support_key(before, heads[before])
            system.complement(at, [support_key(before, KEPT)], "annan i gruppen")
    for after in shown.columns:
        add(support_key(SUM, after), shown[after].sum(), 3.0)
        system.is_sum(support_key(SUM, after), [support_key(before, after) for before in shown.index])
    add(support_key(SUM, SUM), found.known, 5.0)
    add(support_key(SUM, UNKNOWN_SUPPORT), found.unknown, 2.0)
    system.is_sum(support_key(SUM, SUM), [support_key(before, SUM) for before in shown.index])
    system.is_sum(support_key(SUM, SUM), [support_key(SUM, after) for after in shown.columns])
    year = str(params.ar)
    total = {("deltagare", each, "avslutade", year, "totalt"): 1 for each in ended}
    total = {key: times for key, times in total.items() if key in system.counts}
    system.is_sum(support_key(SUM, SUM), total | {support_key(SUM, UNKNOWN_SUPPORT): -1})


def _times(system: System, rows: pd.DataFrame, params: Params, add: Callable[..., None]) -> None:
    """All participations: those remaining, and those that ended in any year that the tables tell."""
    insatser = list(dict.fromkeys(rows["insats"]))
    for insats in insatser:
        add(time_key(insats), (rows["insats"] == insats).sum(), 2.0)
        ended = [key for key in system.counts
                 if key[0] == "deltagare" and key[1:3] == (insats, "avslutade") and key[4:] == ("totalt",)
                 and "-" not in key[3]]  # fmt: skip
        kvar = ("deltagare", insats, "kvar", str(params.ar), "totalt")
        system.is_sum(time_key(insats), [*ended, kvar])
    remaining = [("deltagare", insats, "kvar", str(params.ar), "totalt") for insats in insatser]
    remaining = [key for key in remaining if key in system.counts]
    add(STILL_IN, sum(system.counts[key].value for key in remaining), 4.0)
    system.is_sum(STILL_IN, remaining)
    add(time_key(SUM), len(rows), 4.0)
    system.is_sum(time_key(SUM), [time_key(insats) for insats in insatser])
