"""The arithmetic of everything that is delivered: each figure against what other figures make it."""

from __future__ import annotations

import pandas as pd

from finsam.audit import (
    accounts,
    economy,
    figures,
    followed,
    own,
    people,
    periods,
    persons,
    same_persons,
    shares,
    summary,
    surveys,
    targets,
    text,
    weighted,
)
from finsam.audit.check import Check
from finsam.audit.documents import others
from finsam.delivery.read import Delivery
from finsam.facts import facts_of
from finsam.faults import Fault
from finsam.params import Params
from finsam.tables.own import load_own

__all__ = ["Check", "faults", "of_book", "of_people", "run"]

Tables = dict[str, pd.DataFrame]


def of_people(delivery: Delivery, params: Params) -> list[Check]:
    """The checks of what was counted: tables, persons and answers, each by itself and against each other."""
    return [*_counts(delivery.tables), *_rows(delivery, params)]


def _rows(delivery: Delivery, params: Params) -> list[Check]:
    """Tables against what was delivered with one row a person or an answer."""
    return [
        *figures_of(delivery.tables, params),
        *persons.ready_and_counted(delivery.tables, delivery.people, params),
        *surveys.response(delivery.tables, delivery.answers, params),
    ]


def figures_of(tables: Tables, params: Params) -> list[Check]:
    """Single figures by themselves, and what different tables tell of the same persons."""
    checks = list(shares.rounding_rules(tables))
    if "uppgifter" in tables:
        checks += figures.single_figures(tables["uppgifter"], params.ar)
        checks += shares.common_bases(tables["uppgifter"])
    if {"deltagare", "sociala_mal", "sociala_utfall"} <= set(tables):
        kinds = ("sociala_utfall", "sociala_mal", "deltagare")
        checks += same_persons.social_and_participants(*(tables[kind] for kind in kinds))
    return checks


def _across(tables: Tables, params: Params) -> list[Check]:
    """The participants against those of the books beside this one, under this book's names of the insatser."""
    if "deltagare" not in tables:
        return []
    found = [other.tables["deltagare"] for _, other in others(params) if "deltagare" in other.tables]
    named = [table.assign(insats=table["insats"].map(params.insats_name)) for table in found]
    return list(periods.between_books(tables["deltagare"], named))


def _counts(tables: Tables) -> list[Check]:
    """Each row by itself, and one period against the next."""
    checks: list[Check] = []
    for name, check in (
        ("deltagare", people.participants),
        ("deltagare", periods.participants),
        ("bakgrund", people.background),
        ("bakgrund", same_persons.background_groups),
        ("bakgrund", shares.background_shares),
    ):
        if name in tables:
            checks += check(tables[name])
    return checks


def of_book(delivery: Delivery, params: Params) -> list[Check]:
    """Every check that a book allows, in the order of its chapters; its own tables last."""
    checks = [*run(delivery.tables), *_rows(delivery, params), *_across(delivery.tables, params)]
    checks += economy.checks(delivery, params)
    return [*checks, *own.checks(delivery.own, load_own(params.forbund_id, params.ar))]


def faults(delivery: Delivery, params: Params) -> list[Fault]:
    """What keeps the checks from being made: an `avser` that names no value of the book (`avser-unknown`)."""
    return text.faults(delivery.tables, facts_of(delivery, params))


def run(tables: Tables) -> list[Check]:
    """Every check that tables of the kinds allow."""
    checks = _counts(tables)
    for name, check in (
        ("fore_efter", followed.before_and_after),
        ("sjalvskattning", people.self_ratings),
        ("statistik", people.statistics),
        ("statistik", weighted.by_sex),
        ("sociala_utfall", people.social_results),
        ("sociala_mal", targets.thresholds),
    ):
        if name in tables:
            checks += check(tables[name])
    for name, title in (("budget", "Budget och utfall"), ("projektutfall", "Projektens utfall")):
        if name in tables:
            checks += accounts.outcome(tables[name], title)
    for name, title in (
        ("ekonomisk_sammanfattning", "Ekonomisk sammanfattning"),
        ("ekonomi_i_text", "Kommentaren till resultatet"),
    ):
        if name in tables:
            checks += summary.deviations(tables[name], title)
    return [*checks, *accounts.statements(tables)]
