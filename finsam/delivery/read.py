"""From raw files to the tables of a book, or every fault at once."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath

import pandas as pd

from finsam.delivery import rejected
from finsam.delivery.booked import ledger_sources, with_ledger
from finsam.delivery.files import Sorted, raw_folder, sort_files, undelivered
from finsam.delivery.laid import lay_out
from finsam.delivery.names import missing, unrounded, unshown, unshown_sheets
from finsam.delivery.results import social_results
from finsam.delivery.rows import Definitions, Rows, Tables, definitions_of, read_rows
from finsam.delivery.scenarios import scenario_faults
from finsam.faults import Fault, parted, stop_if
from finsam.households.make import from_households
from finsam.ledger.make import MADE
from finsam.params import Params
from finsam.people.make import from_people
from finsam.protect.apply import Earlier, Published, published
from finsam.protect.surveys import hidden_answers
from finsam.protect.system import Key
from finsam.public_economy.make import before_and_after
from finsam.sources.files import Source
from finsam.tables.contracts import contract

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Delivery:
    """What a book is made of.

    tables: tidy tables by kind (columns in tables.read.tidy). people, answers, own: one row a participation
    (people.rows.SPELLS), an answer (surveys.rows.ANSWERS), a cell of an own table (tables.own.OWN).
    postings: everything booked (ledger/assign.py), None without a ledger.
    rejected: rows that are left out, with the reason (delivery.rejected.COLUMNS).
    notes: what was left out or is odd, and stops nothing.
    hidden: the counts of persons that may not be told (protect.system.Key), of tables, in which they are
    `undertryckt`, and of what chapters count from persons. rounded: the counts that the tables tell rounded. Both are
    empty in the internal edition.
    """

    tables: Tables
    sources: list[Source]
    people: pd.DataFrame
    answers: pd.DataFrame
    own: pd.DataFrame
    rejected: pd.DataFrame
    postings: pd.DataFrame | None = None
    notes: tuple[Fault, ...] = ()
    hidden: frozenset[Key] = frozenset()
    rounded: Mapping[Key, int] = field(default_factory=dict)


def read_delivery(params: Params, earlier: Earlier | None = None) -> Delivery:
    """Everything that was delivered, and what follows from it: a table that nobody delivers is made from the ledger,
    from persons or from answers, where they are.

    earlier: what the books before have hidden and shown, for the published edition, in which small counts of persons
    are hidden; None for all figures as they are.

    Raises Faults with everything that is wrong in all the files together. With `felaktiga_rader: avvisas` in the
    params, rows with faults are left out instead.
    """
    by = definitions_of(params)
    found = sort_files(raw_folder(params.forbund_id, params.ar), by.own)
    lay_out(found, by.kinds, by.people, by.surveys, by.households, by.own)
    read = read_rows(found, by, params)
    read.faults, told = parted(read.faults)
    left_out = _without_faulty_rows(read, found) if params.year.felaktiga_rader == "avvisas" else []
    faults = found.faults + read.faults
    tables, of_support = before_and_after(read.tables, read.supported, params)
    tables, ledger, more = with_ledger(found, tables, params)
    faults += [*of_support, *more]
    broken = read.broken | (set(MADE) if more else set())
    people = [name for name, grids in found.by_row.items() if grids]
    faults += missing(params, {*tables, *broken, *people}) + unshown(params, tables)
    faults += unrounded(params, read.people) + scenario_faults(params, tables, broken)
    faults += unshown_sheets(params, found.by_row, found.own, by.own) + undelivered(params)
    stop_if(faults)
    tables = from_people(tables, read.people, read.followed, params, by.people)
    tables = from_households(tables, read.households, params, by.households)
    shown, least = _may_be_told(tables, read, by, params, earlier)
    tables, more = social_results(
        shown.tables, read.answers, by.surveys, params, found.grids, least, shown.hidden
    )
    left_out += more
    sources = [
        replace(each, levererad=params.delivered_on(PurePosixPath(each.fil).name))
        for each in (*found.sources, *ledger_sources(found, ledger))
    ]
    delivery = Delivery(
        {
            name: contract(by.kinds[name]).validate(table)
            for name, table in sorted(tables.items())
            if len(table)
        },
        sorted(sources, key=lambda each: each.fil),
        read.people,
        read.answers,
        shown.own,
        rejected.listing(left_out, found.grids),
        ledger.postings if ledger else None,
        (*told, *(ledger.notes if ledger else ()), *rejected.told(left_out)),
        shown.hidden,
        shown.rounded,
    )
    _log_sizes(delivery, len(rejected.raw_rows(left_out)))
    return delivery


def _without_faulty_rows(read: Rows, found: Sorted) -> list[Fault]:
    """Take the rows with faults out of what was read, and give their faults; those that no row can mend stay."""
    left_out, read.faults = rejected.split(read.faults, found.grids)
    read.leave_out(rejected.raw_rows(left_out))
    read.broken = set()
    return left_out


def _may_be_told(
    tables: Tables, read: Rows, by: Definitions, params: Params, earlier: Earlier | None
) -> tuple[Published, int]:
    """The tables as the edition may tell them, and of how many answers at least it tells a result."""
    if earlier is None:
        return Published(tables, read.own, frozenset(), {}), 0
    rule = params.protection("enkater")
    shown = published(tables, read.people, read.own, params, by.people, by.own, earlier)
    hidden = shown.hidden | hidden_answers(read.answers, by.surveys, params)
    return replace(shown, hidden=hidden), rule.min_antal if rule.hides else 0


def _log_sizes(delivery: Delivery, left_out: int) -> None:
    for name, table in delivery.tables.items():
        _log.info("table %s: %d rows", name, len(table))
    by_row = (("persons", delivery.people), ("answers", delivery.answers), ("own tables", delivery.own))
    for name, rows in by_row:
        _log.info("%s: %d rows", name, len(rows))
    _log.info("left out: %d rows; hidden: %d counts", left_out, len(delivery.hidden))
