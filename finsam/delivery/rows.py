"""The rows of every sheet of a delivery, read by what each is: tables by kind, persons, answers, households, own tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
from typing import TypeVar

import pandas as pd

from finsam.delivery import rejected
from finsam.delivery.files import Sorted
from finsam.delivery.names import harmonise, strangers
from finsam.faults import Fault, Faults, parted
from finsam.households.definitions import Households, load_households
from finsam.households.ready import of_ready
from finsam.households.rows import HOUSEHOLDS, months_twice, read_months
from finsam.params import Params
from finsam.people.definitions import People, load_people
from finsam.people.followup import followed_faults
from finsam.people.rows import SPELLS, read_followed, read_spells, spell_faults
from finsam.public_economy.persons import PERSON_COLUMNS, read_person_support
from finsam.sources.grids import Grid
from finsam.surveys.asked import asked_kind
from finsam.surveys.definitions import load_surveys
from finsam.surveys.questions import Surveys
from finsam.surveys.rows import ANSWERS, answer_faults, read_answers
from finsam.tables.contracts import repeated_rows
from finsam.tables.kinds import KINDS, Kind
from finsam.tables.own import OWN, OwnTable, load_own, own_faults, read_own
from finsam.tables.read import tidy

Tables = dict[str, pd.DataFrame]
Reader = Callable[[Grid], tuple[pd.DataFrame, list[Fault]]]
T = TypeVar("T")


@dataclass
class Rows:
    """Rows as they were read, columns as the readers of each kind have them.

    tables: by kind. people, followed: of persons. supported: support before and after by person. broken: the kinds in which
    something was wrong.
    """

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


@dataclass(frozen=True)
class Definitions:
    """What the params of a förbund say of deliveries. own: of own tables by name. kinds: of tables by name."""

    people: People
    surveys: Surveys
    own: dict[str, OwnTable]
    households: Households
    kinds: dict[str, Kind]


def definitions_of(params: Params) -> Definitions:
    """The definitions of a book. Raises Faults with what is wrong in all of the files that have them."""
    faults: list[Fault] = []
    people = _loaded(load_people, params.forbund_id, faults)
    surveys = _loaded(load_surveys, params.forbund_id, faults)
    own = _loaded(load_own, params.forbund_id, faults)
    households = _loaded(load_households, params.forbund_id, faults)
    if people is None or surveys is None or own is None or households is None:
        raise Faults(faults)
    kinds = KINDS | {"enkat_utskick": asked_kind(surveys, params)}
    return Definitions(people, surveys, own, households, kinds)


def _loaded(load: Callable[[str], T], forbund: str, faults: list[Fault]) -> T | None:
    try:
        return load(forbund)
    except Faults as wrong:
        faults += wrong.faults
        return None


def read_rows(found: Sorted, by: Definitions, params: Params) -> Rows:
    """Every sheet but those of the ledger, with the faults of each and between them."""
    tables, faults, broken = read_tables(found, by, params)
    people, more = _of_sheets(
        found.by_row["personer"],
        partial(read_spells, definitions=by.people, params=params),
        SPELLS,
        spell_faults,
    )
    followed, of_followed = _of_sheets(
        found.by_row["personuppfoljning"], partial(read_followed, definitions=by.people, params=params)
    )
    of_followed += followed_faults(followed, people, params)
    answers, of_answers = _of_sheets(
        found.by_row["enkatsvar"],
        partial(read_answers, surveys=by.surveys, params=params, year=params.ar),
        ANSWERS,
        answer_faults,
    )
    own, of_own = _read_own(found, by.own)
    households, of_households = _of_sheets(
        found.by_row["hushallsmanader"],
        partial(read_months, definitions=by.households, params=params),
        HOUSEHOLDS,
        months_twice,
    )
    supported, of_supported = _of_sheets(
        found.by_row["personstod"], partial(read_person_support, params=params), PERSON_COLUMNS
    )
    faults += [*more, *of_followed, *of_answers, *of_own, *of_households, *of_supported]
    return Rows(tables, people, followed, answers, own, households, supported, faults, broken)


def read_tables(found: Sorted, by: Definitions, params: Params) -> tuple[Tables, list[Fault], set[str]]:
    """The tables by kind under the names of the book, what is wrong with them, and the kinds in which something is."""
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


def _of_sheets(
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
