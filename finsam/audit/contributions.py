"""The members' contributions against the rule of a half and two quarters, and against the income."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from finsam.audit.check import Check, amounts
from finsam.facts.economy import Mention, Tables
from finsam.measures.contributions import by_rule, contributions
from finsam.params import Params
from finsam.tables.cells import places_of


def by_the_rule(tables: Tables, params: Params) -> Iterator[Check]:
    """What each member paid against its part of all that was paid: a note, for a board can decide otherwise.

    A year of which a member's kind isn't known, or a kind has paid nothing, has no rule to hold.
    """
    if "medlemsbidrag" not in tables:
        return
    found = contributions(tables["medlemsbidrag"], params.forbund.medlemmar)
    for year in dict.fromkeys(year for member in found for year in member.paid):
        residents = params.year.invanare if year == str(params.ar) else {}
        for share in by_rule(found, year, residents):
            cells = [member.paid[year] for member in found if member.paid[year]]
            own = [member.paid[year] for member in found if member.kind == share.kind and member.paid[year]]
            if share.name:
                own = [member.paid[year] for member in found if member.name == share.name]
            places = tuple(dict.fromkeys(places_of((*own, *cells))))
            who = share.name or "kommunerna tillsammans"
            subject = f"Medlemmarnas bidrag {year}, {who}: del enligt regeln"
            rule = share.rule.quantize(Decimal(1), "ROUND_HALF_UP")
            yield Check(
                "members-rule",
                subject,
                share.paid,
                rule,
                "kr",
                places,
                Decimal(1),
                own[0].decimaler,
                worth="note",
            )


def income(tables: Tables, params: Params, found: list[Mention]) -> Iterator[Check]:
    """The members' contributions together are the income that the accounts tell, this year and the year before."""
    if "medlemsbidrag" not in tables:
        return
    members = contributions(tables["medlemsbidrag"], params.forbund.medlemmar)
    for year in dict.fromkeys(year for member in members for year in member.paid):
        paid = [member.paid[year] for member in members if member.paid[year]]
        told = [
            each
            for each in found
            if (each.concept, each.column, each.when) == ("medlemsbidrag", "utfall", year)
        ]
        for each in told[:1]:
            yield from amounts("members-income", f"{each.title} {year}: medlemmarnas bidrag", each.cell, paid)
