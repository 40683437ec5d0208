"""From raw files to the tables of a book, or every fault at once."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import PurePosixPath
from typing import TypeVar

import pandas as pd

from finsam.delivery import rejected
from finsam.delivery.files import Sorted, raw_folder, sort_files, undelivered
from finsam.delivery.laid import lay_out
from finsam.delivery.names import harmonise, missing, strangers, unrounded, unshown, unshown_sheets
from finsam.delivery.results import social_results
from finsam.delivery.scenarios import scenario_faults
from finsam.faults import Fault, Faults, parted, stop_if
from finsam.households.definitions import Households, load_households
from finsam.households.make import from_households
from finsam.households.ready import of_ready
from finsam.households.rows import HOUSEHOLDS, months_twice, read_months
from finsam.ledger.cells import Told
from finsam.ledger.make import MADE, FromLedger, from_ledger
from finsam.params import Params
from finsam.paths import relative
from finsam.people.definitions import People, load_people
from finsam.people.followup import followed_faults
from finsam.people.make import from_people
from finsam.people.rows import SPELLS, read_followed, read_spells, spell_faults
from finsam.protect.apply import Earlier, published
from finsam.protect.surveys import hidden_answers
from finsam.protect.system import Key
from finsam.public_economy.make import before_and_after
from finsam.public_economy.persons import PERSON_COLUMNS, read_person_support
from finsam.sources.files import Source, source
from finsam.sources.grids import Grid
from finsam.surveys.asked import asked_kind
from finsam.surveys.definitions import load_surveys
from finsam.surveys.questions import Surveys
from finsam.surveys.rows import ANSWERS, answer_faults, read_answers
from finsam.tables.contracts import contract, repeated_rows
from finsam.tables.kinds import KINDS, Kind
from finsam.tables.own import OWN, OwnTable, load_own, own_faults, read_own
from finsam.tables.read import tidy

_log = logging.getLogger(__name__)

Tables = dict[str, pd.DataFrame]
Reader = Callable[[Grid], tuple[pd.DataFrame, list[Fault]]]


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


@dataclass
class _Read:
    """Rows as they were read; broken: the kinds in which something was wrong."""

    tables: Tables
    people: pd.DataFrame
    followed: pd.DataFrame
    answers: pd.DataFrame
    own: pd.DataFrame
    households: pd.DataFrame
    supported: pd.DataFrame
    faults: list[Fault]
    broken: set[str] = field(default_factory=set)

    def leave_out(self, rows: set[rejected.RawRow]) -> None:
        self.tables = {name: rejected.without(table, rows) for name, table in self.tables.items()}
        for part in ("people", "followed", "answers", "own", "households", "supported"):
            setattr(self, part, rejected.without(getattr(self, part), rows))


T = TypeVar("T")


@dataclass(frozen=True)
class _Definitions:
    people: People
    surveys: Surveys
    own: dict[str, OwnTable]
    households: Households
    kinds: dict[str, Kind]


def read_delivery(params: Params, earlier: Earlier | None = None) -> Delivery:
    """Everything that was delivered, and what follows from it: a table that nobody delivers is made from the ledger,
    from persons or from answers, where they are.

    earlier: what the books before have hidden and shown, for the published edition, in which small counts of persons
    are hidden; None for all figures as they are.

    Raises Faults with everything that is wrong in all the files together. With `felaktiga_rader: avvisas` in the
    params, rows with faults are left out instead.
    """
    by = _definitions(params)
    found = sort_files(raw_folder(params.forbund_id, params.ar), by.own)
    lay_out(found, by.kinds, by.people, by.surveys, by.households, by.own)
    read = _read(found, by, params)
    read.faults, told = parted(read.faults)
    left_out: list[Fault] = []
    if params.year.felaktiga_rader == "avvisas":
        left_out, read.faults = rejected.split(read.faults, found.grids)
        read.leave_out(rejected.raw_rows(left_out))
        read.broken = set()
    faults = found.faults + read.faults
    tables, of_support = before_and_after(read.tables, read.supported, params)
    tables, ledger, more = _with_ledger(found, tables, params)
    faults += [*of_support, *more]
    broken = read.broken | (set(MADE) if more else set())
    people = [name for name, grids in found.by_row.items() if grids]
    faults += missing(params, {*tables, *broken, *people}) + unshown(params, tables)
    faults += unrounded(params, read.people) + scenario_faults(params, tables, broken)
    faults += unshown_sheets(params, found.by_row, found.own, by.own) + undelivered(params)
    stop_if(faults)
    tables = from_people(tables, read.people, read.followed, params, by.people)
    tables = from_households(tables, read.households, params, by.households)
    hidden: frozenset[Key] = frozenset()
    rounded: Mapping[Key, int] = {}
    own, least = read.own, 0
    if earlier is not None:
        rule = params.protection("enkater")
        least = rule.min_antal if rule.hides else 0
        shown = published(tables, read.people, read.own, params, by.people, by.own, earlier)
        tables, own, rounded = shown.tables, shown.own, shown.rounded
        hidden = shown.hidden | hidden_answers(read.answers, by.surveys, params)
    tables, more = social_results(tables, read.answers, by.surveys, params, found.grids, least, hidden)
    left_out += more
    for name, table in sorted(tables.items()):
        _log.info("table %s: %d rows", name, len(table))
    for name, rows in (("persons", read.people), ("answers", read.answers), ("own tables", own)):
        _log.info("%s: %d rows", name, len(rows))
    _log.info("left out: %d rows; hidden: %d counts", len(rejected.raw_rows(left_out)), len(hidden))
    sources = [
        replace(each, levererad=params.delivered_on(PurePosixPath(each.fil).name))
        for each in (*found.sources, *_ledger_sources(found, ledger))
    ]
    return Delivery(
        {
            name: contract(by.kinds[name]).validate(table)
            for name, table in sorted(tables.items())
            if len(table)
        },
        sorted(sources, key=lambda each: each.fil),
        read.people,
        read.answers,
        own,
        rejected.listing(left_out, found.grids),
        ledger.postings if ledger else None,
        (*told, *(ledger.notes if ledger else ()), *rejected.told(left_out)),
        hidden,
        rounded,
    )


def _definitions(params: Params) -> _Definitions:
    """Raises Faults with what is wrong in all of the files."""
    faults: list[Fault] = []
    people = _loaded(load_people, params.forbund_id, faults)
    surveys = _loaded(load_surveys, params.forbund_id, faults)
    own = _loaded(load_own, params.forbund_id, faults)
    households = _loaded(load_households, params.forbund_id, faults)
    if people is None or surveys is None or own is None or households is None:
        raise Faults(faults)
    kinds = KINDS | {"enkat_utskick": asked_kind(surveys, params)}
    return _Definitions(people, surveys, own, households, kinds)


def _loaded(load: Callable[[str], T], forbund: str, faults: list[Fault]) -> T | None:
    try:
        return load(forbund)
    except Faults as wrong:
        faults += wrong.faults
        return None


def _read(found: Sorted, by: _Definitions, params: Params) -> _Read:
    tables, faults, broken = _read_tables(found, by, params)
    people, more = _read_rows(
        found.by_row["personer"],
        partial(read_spells, definitions=by.people, params=params),
        SPELLS,
        spell_faults,
    )
    followed, of_followed = _read_rows(
        found.by_row["personuppfoljning"], partial(read_followed, definitions=by.people, params=params)
    )
    of_followed += followed_faults(followed, people, params)
    answers, of_answers = _read_rows(
        found.by_row["enkatsvar"],
        partial(read_answers, surveys=by.surveys, params=params, year=params.ar),
        ANSWERS,
        answer_faults,
    )
    own, of_own = _read_own(found, by.own)
    households, of_households = _read_rows(
        found.by_row["hushallsmanader"],
        partial(read_months, definitions=by.households, params=params),
        HOUSEHOLDS,
        months_twice,
    )
    supported, of_supported = _read_rows(
        found.by_row["personstod"], partial(read_person_support, params=params), PERSON_COLUMNS
    )
    faults += [*more, *of_followed, *of_answers, *of_own, *of_households, *of_supported]
    return _Read(tables, people, followed, answers, own, households, supported, faults, broken)


def _read_tables(found: Sorted, by: _Definitions, params: Params) -> tuple[Tables, list[Fault], set[str]]:
    parts: dict[str, list[pd.DataFrame]] = {}
    faults: list[Fault] = []
    broken: set[str] = set()
    for kind, grid in found.tables:
        table, wrong = tidy(grid, by.kinds[kind.name], params.ar)
        # A table without rows, such as an unfilled template, is as good as none.
        if len(table):
            parts.setdefault(kind.name, []).append(table)
        if parted(wrong)[0]:
            broken.add(kind.name)
        faults += wrong
    tables = {}
    for name, of_kind in parts.items():
        tables[name] = harmonise(pd.concat(of_kind, ignore_index=True), KINDS[name], params)
        if name == "forsorjningsstod":
            members = tuple(each.namn for each in params.forbund.medlemmar if each.slag == "kommun")
            tables[name], wrong = of_ready(tables[name], by.households, members)
            faults += wrong
        if name != "fore_efter":  # public_economy.make looks when kinds of support have their names
            faults += repeated_rows(KINDS[name], tables[name])
    return tables, faults + strangers(params, tables, broken), broken


def _read_rows(
    grids: list[Grid],
    read: Reader,
    columns: Iterable[str] = (),
    across: Callable[[pd.DataFrame], list[Fault]] = lambda table: [],
) -> tuple[pd.DataFrame, list[Fault]]:
    """The rows of all sheets in one table. across: the faults between rows."""
    tables, faults = [], []
    for grid in grids:
        table, wrong = read(grid)
        tables.append(table)
        faults += wrong
    if not tables:
        return pd.DataFrame(columns=list(columns)), faults
    table = pd.concat(tables, ignore_index=True)
    return table, faults + across(table)


def _read_own(found: Sorted, definitions: dict[str, OwnTable]) -> tuple[pd.DataFrame, list[Fault]]:
    tables, faults, broken = [], [], set()
    for name, grid in found.own:
        table, wrong = read_own(grid, name, definitions[name])
        tables.append(table)
        faults += wrong
        if parted(wrong)[0]:
            broken.add(name)
    table = pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=list(OWN))
    return table, faults + own_faults(table, definitions, broken)


def _is_plan(table: pd.DataFrame) -> bool:
    """Whether a table of the kind budget has no outcome of its own: then the ledger gives it."""
    return not table.loc[table["kolumn"] != "budget", "varde"].notna().any()


def _with_ledger(
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


def _ledger(found: Sorted, delivered: Tables, params: Params, told: Told | None = None) -> FromLedger:
    budget = delivered.get("budget")
    plan = budget if budget is not None and _is_plan(budget) else None
    return from_ledger(found.ledgers, found.exports, params, plan, told)


def tell_postings(params: Params, told: Told) -> None:
    """Make the tables of the ledger of a good delivery anew; `told` is told the postings behind each of their cells."""
    by = _definitions(params)
    found = sort_files(raw_folder(params.forbund_id, params.ar), by.own)
    if found.ledgers or found.exports:
        _ledger(found, _read_tables(found, by, params)[0], params, told)


def _ledger_sources(found: Sorted, ledger: FromLedger | None) -> list[Source]:
    if ledger is None:
        return []
    return [source(file, int((ledger.postings["fil"] == relative(file)).sum())) for file in found.ledgers]
