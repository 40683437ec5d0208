"""What a budget makes of the equity."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from finsam.audit.accounts import year_before
from finsam.audit.check import Check, amounts
from finsam.audit.same_fact import exact_amounts
from finsam.facts.economy import Mention
from finsam.tables.words import KRONOR


def equity(found: list[Mention]) -> Iterator[Check]:
    """The budgeted equity is the opening one and a budgeted result; a budget that ends below zero is a note.

    The budgeted result is that of the same table where it has one, since tables that disagree are told by themselves.
    """
    best = exact_amounts(found)
    for (concept, column, when), result in best.items():
        opening = best.get(("eget_kapital", "utfall", year_before(when)))
        if (concept, column) != ("resultat", "budget") or not opening:
            continue
        ends = [
            each for each in found if (each.concept, each.column, each.when) == ("eget_kapital", column, when)
        ]
        for each in ends:
            own = [other for other in found if other.kind == each.kind and _is_result(other, when)]
            parts = [opening.cell, (own or [result])[0].cell]
            subject = f"{each.title}, budget {when}: ingående eget kapital och budgeterat resultat"
            yield from amounts("budget-equity", subject, each.cell, parts)
        yield from below_zero(f"Eget kapital vid slutet av {when} enligt budgeten", [opening, result])


def _is_result(mention: Mention, when: str) -> bool:
    return (mention.concept, mention.column, mention.when) == ("resultat", "budget", when)


def below_zero(subject: str, parts: list[Mention]) -> Iterator[Check]:
    """A note where amounts make the equity less than nothing, in the unit of the last of them."""
    last = parts[-1].cell
    end = sum((each.value for each in parts), Decimal(0)) / KRONOR[last.enhet]
    cell = replace(last, varde=end)
    if cell.printed < 0:
        places = tuple(each.cell.place for each in (parts[-1], *parts[:-1]) if each.cell.place)
        yield Check(
            "budget-below-zero",
            subject,
            cell.printed,
            Decimal(0),
            last.enhet,
            places,
            decimals=last.decimaler,
            worth="note",
            remark="equity-below-zero",
        )
