"""A plan's members and its equity: the rule, the printed shares, and what the recommendation says of the equity."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from finsam.audit.check import Check, amounts, last_decimal, rounding
from finsam.facts.economy import Mention
from finsam.faults import Place
from finsam.measures.accounts import EQUITY_LIMIT
from finsam.measures.contributions import Contribution, by_rule
from finsam.measures.plan import EquityYear, Plan, span
from finsam.params import Params, params_files
from finsam.paths import relative
from finsam.swedish import exact_decimals
from finsam.tables.cells import Cell, places_of
from finsam.tables.periods import SPAN


def checks(plan: Plan, params: Params) -> Iterator[Check]:
    """The members' amounts of the planned years, and the equity at the end of each column."""
    residents = plan.residents(params.year.invanare)
    for when in plan.years:
        yield from _rule(plan, when, residents)
        yield from _amounts(plan, when)
    if plan.years:
        yield from _shares(plan, plan.years[0], residents)
    found = plan.equity
    for at, year in enumerate(found):
        yield from _limits(year, [each.result for each in found[: at + 1]])


def _rule(plan: Plan, when: str, residents: dict[str, int]) -> Iterator[Check]:
    """What each member pays against its part of all that is paid: a note, for a board can decide otherwise."""
    paying = [member for member in plan.contributions if member.paid[when]]
    tolerance = rounding(*(member.paid[when] for member in paying))
    for share in by_rule(plan.contributions, when, residents):
        own = [member for member in paying if share.name in ("", member.name) and member.kind == share.kind]
        subject = f"Flerårsbudget {when}, {share.name or 'kommunerna tillsammans'}: del enligt regeln"
        rule = share.rule.quantize(last_decimal(own[0].paid[when]), "ROUND_HALF_UP")
        places = _places(own, when)
        yield Check("members-rule", subject, share.paid, rule, "tkr", places, tolerance, worth="note")


def _places(members: Sequence[Contribution], when: str) -> tuple[Place, ...]:
    return places_of(member.paid[when] for member in members)


def _with_share(plan: Plan, when: str) -> list[tuple[Contribution, Decimal]]:
    """The kommuner that pay, each with its printed share in percent; none of them where one has no share."""
    kommuner = [member for member in plan.contributions if member.kind == "kommun" and member.paid[when]]
    shares = plan.shares
    found = [(member, shares[member.name]) for member in kommuner if member.name in shares]
    return found if len(found) == len(kommuner) else []


def _amounts(plan: Plan, when: str) -> Iterator[Check]:
    """Each kommun's amount against its printed share, where all have one."""
    kommuner = _with_share(plan, when)
    total = sum((member.paid[when].printed for member, _ in kommuner), Decimal(0))
    for member, share in kommuner:
        rule = (share * total / 100).quantize(Decimal(1), "ROUND_HALF_UP")
        subject = f"Flerårsbudget {when}, {member.name}: tryckt andel"
        stated = member.paid[when].printed
        yield Check("members-share", subject, stated, rule, "tkr", _places([member], when), Decimal(1))


def _shares(plan: Plan, when: str, residents: dict[str, int]) -> Iterator[Check]:
    """The printed shares are a whole, and those of the inhabitants where the params tell them."""
    kommuner = _with_share(plan, when)
    if not kommuner:
        return
    whole = sum((share for _, share in kommuner), Decimal(0))
    tolerance = sum((_unit(share) / 2 for _, share in kommuner), Decimal(0))
    subject = "Flerårsbudget: kommunernas andelar tillsammans"
    places = _places([member for member, _ in kommuner], when)
    yield Check("members-share", subject, whole, Decimal(100), "procent", places, tolerance, 2)
    if any(member.name not in residents for member, _ in kommuner):
        return
    people = sum(residents[member.name] for member, _ in kommuner)
    for member, stated in kommuner:
        # One decimal more than is printed tells what that was rounded from.
        decimals = exact_decimals(stated) + 1
        exact = Decimal(100) * residents[member.name] / people
        rule = exact.quantize(Decimal(1).scaleb(-decimals), "ROUND_HALF_UP")
        subject = f"Flerårsbudget, {member.name}: tryckt andel mot antalet invånare"
        yield Check(
            "members-residents", subject, stated, rule, "procent", _places([member], when), _unit(stated), decimals,
            worth="note",
        )  # fmt: skip


def _unit(share: Decimal) -> Decimal:
    """One unit of the last decimal of a printed share."""
    return Decimal(1).scaleb(-exact_decimals(share))


def _limits(year: EquityYear, results: Sequence[Cell]) -> Iterator[Check]:
    """Equity below zero, and above the share of the year's contributions that is recommended at most."""
    places = places_of(reversed(results))
    until = span(year.when)[1]
    subject = f"Flerårsbudget: eget kapital vid slutet av {until} enligt budgeten"
    if year.closing < 0:
        yield Check(
            "budget-below-zero", subject, year.closing, Decimal(0), "tkr", places,
            worth="note", remark="equity-below-zero",
        )  # fmt: skip
    limit = (year.contributions or 0) * EQUITY_LIMIT / 100
    if year.contributions and year.closing > limit:
        yield Check(
            "budget-above-limit", subject, year.closing, limit, "tkr", places,
            worth="note", remark="equity-above-limit",
        )  # fmt: skip


def equity(plan: Plan, books: list[tuple[str, list[Mention]]], params: Params) -> Iterator[Check]:
    """What the plan begins with is the equity that another book closes with: its opening, or the results of all years
    before, which stand in its first column."""
    beginning = _beginning(plan, params)
    if beginning is None:
        return
    stated, year, subject = beginning
    for name, theirs in books:
        closing = [e for e in theirs if (e.concept, e.column, e.when) == ("eget_kapital", "utfall", year)]
        for each in closing[:1]:
            yield from amounts("other-book", f"{subject}: mot {name}, {each.title}", stated, [each.cell])


def _beginning(plan: Plan, params: Params) -> tuple[Cell, str, str] | None:
    """The equity that the plan begins with, the year that it closes, and what it is called; None where nothing tells it."""
    first = next(iter(plan.columns), "")
    if first and plan.opening is not None:
        file = relative(params_files(params.forbund_id, params.ar)[1])
        place = Place(file, None, None, "ingaende_eget_kapital", f"{plan.opening}")
        stated = Cell(plan.opening, "tkr", exact_decimals(plan.opening), "", place)
        return stated, str(span(first)[0] - 1), "Planens ingående eget kapital"
    if plan.result is None or not SPAN.fullmatch(first):
        return None
    return plan.result[first], first[-4:], f"Flerårsbudget, {plan.result.key['rad']} {first}"
