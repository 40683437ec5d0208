"""The amounts of a book against each other, wherever they are told: in tables, in the text and in other books."""

from __future__ import annotations

from finsam.audit import (
    budgets,
    cash_flow,
    contributions,
    documents,
    notes,
    plan,
    plan_members,
    projects,
    same_fact,
    text,
)
from finsam.audit.check import Check
from finsam.delivery.read import Delivery
from finsam.facts import facts_of, labels
from finsam.facts.economy import mentions
from finsam.measures.plan import plan_of
from finsam.params import Params


def checks(delivery: Delivery, params: Params) -> list[Check]:
    """Every check of amounts that needs to know which rows tell the same thing. Raises Faults (`avser-unknown`)."""
    tables = delivery.tables
    found = list(mentions(tables, params))
    books = [
        (other, read.tables, list(mentions(read.tables, other))) for other, read in documents.others(params)
    ]
    told = [
        *same_fact.same_fact(found),
        *same_fact.same_label(tables, params),
        *budgets.equity(found),
        *cash_flow.changes(found, [*found, *(each for _, _, theirs in books for each in theirs)]),
        *projects.debts(tables, found),
        *projects.by_project(tables, params),
        *contributions.by_the_rule(tables, params),
        *contributions.income(tables, params, found),
        *notes.references(tables, params),
        *plan.checks(tables, params),
        *plan_members.equity(
            plan_of(tables, params), [(documents.name(other), theirs) for other, _, theirs in books], params
        ),
        *documents.amounts_of_others(found, [(other, theirs) for other, _, theirs in books]),
        *documents.rows_of_others(tables, found, books),
    ]
    compared = {check.places[0] for check in told}
    facts = facts_of(delivery, params)
    if "uppgifter" in tables:
        tables = tables | {"uppgifter": labels.named(tables["uppgifter"], params, facts)}
    repeated = text.repeated(tables, facts)
    return [*told, *(check for check in repeated if check.places[0] not in compared)]
