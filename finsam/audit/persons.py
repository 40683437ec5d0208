"""Ready tables of participants against the person rows of the same insats and period."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from finsam.audit.check import Check, compare
from finsam.measures.participants import Outcome, outcomes
from finsam.params import Params
from finsam.params.protection import Protection
from finsam.paths import is_internal
from finsam.people.definitions import load_people
from finsam.people.make import compared
from finsam.tables.words import PARTICIPANT_MEASURES, SEXES


def ready_and_counted(
    tables: dict[str, pd.DataFrame], spells: pd.DataFrame, params: Params
) -> Iterator[Check]:
    """What is delivered ready is what is counted from the persons. spells: columns people.rows.SPELLS."""
    if spells.empty or "deltagare" not in tables:
        return
    counted = compared(tables, spells, params, load_people(params.forbund_id))
    for period in counted["period"].unique():
        ready = {outcome.insats: outcome for outcome in outcomes(tables["deltagare"], period)}
        for outcome in outcomes(counted, period):
            yield from _measures(ready[outcome.insats], outcome, params.protection("deltagare"))


def _measures(ready: Outcome, counted: Outcome, rule: Protection) -> Iterator[Check]:
    for measure in ready.measures:
        name = PARTICIPANT_MEASURES[measure][0].removeprefix("varav ").lower()
        for column, (label, *_) in SEXES.items():
            subject = f"{ready.insats} {ready.period}, {label.lower()}: {name} mot personraderna"
            stated, found = ready.cell(measure, column), counted.cell(measure, column)
            # A published check must not tell a small number; `finsam audit` tells it.
            is_told = (
                is_internal() or not rule.protects or found.varde is None or found.varde >= rule.min_antal
            )
            # What was made from the persons in the first place can't be another number.
            if stated.place != found.place and is_told:
                yield from compare("ready-counted", subject, stated, [found])
