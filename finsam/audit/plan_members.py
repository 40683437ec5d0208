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
from finsam.tables.cells import Cell, Row
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
    return tuple(member.paid[when].place for member in members)


def _kommuner(plan: Plan, when: str) -> list[Contribution]:
    return [member for member in plan.contributions if member.kind == "kommun" and member.paid[when]]


def _amounts(plan: Plan, when: str) -> Iterator[Check]:
    """Each kommun's amount against its printed share, where all have one."""
    kommuner, shares = _kommuner(plan, when), plan.shares
    if not kommuner or any(member.name not in shares for member in kommuner):
        return
    total = sum(member.paid[when].printed for member in kommuner)
    for member in kommuner:
        rule = (shares[member.name] * total / 100).quantize(Decimal(1), "ROUND_HALF_UP")
        subject = f"Flerårsbudget {when}, {member.name}: tryckt andel"
        stated = member.paid[when].printed
        yield Check("members-share", subject, stated, rule, "tkr", _places([member], when), Decimal(1))


def _shares(plan: Plan, when: str, residents: dict[str, int]) -> Iterator[Check]:
    """The printed shares are a whole, and those of the inhabitants where the params tell them."""
    kommuner, shares = _kommuner(plan, when), plan.shares
    if not kommuner or any(member.name not in shares for member in kommuner):
        return
    halves = {
        member.name: Decimal(5).scaleb(shares[member.name].as_tuple().exponent - 1) for member in kommuner
    }
    whole = sum(shares[member.name] for member in kommuner)
    subject = "Flerårsbudget: kommunernas andelar tillsammans"
    places = _places(kommuner, when)
    yield Check("members-share", subject, whole, Decimal(100), "procent", places, sum(halves.values()), 2)
    if any(member.name not in residents for member in kommuner):
        return
    people = sum(residents[member.name] for member in kommuner)
    for member in kommuner:
        share = Decimal(100) * residents[member.name] / people
        stated, half = shares[member.name], halves[member.name]
        rule = share.quantize(2 * half, "ROUND_HALF_UP")
        subject = f"Flerårsbudget, {member.name}: tryckt andel mot antalet invånare"
        places = _places([member], when)
        decimals = -(2 * half).as_tuple().exponent
        yield Check(
            "members-residents", subject, stated, rule, "procent", places, 2 * half, decimals, worth="note"
        )


def _limits(year: EquityYear, results: Sequence[Cell]) -> Iterator[Check]:
    """Equity below zero, and above the share of the year's contributions that is recommended at most."""
    places = tuple(cell.place for cell in reversed(results))
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
    first = next(iter(plan.columns), "")
    if not first:
        return
    stated, day, subject = _beginning(plan, first, params)
    for name, theirs in books if stated else ():
        closing = [e for e in theirs if (e.concept, e.column, e.when) == ("eget_kapital", "utfall", day)]
        for each in closing[:1]:
            yield from amounts("other-book", f"{subject}: mot {name}, {each.title}", stated, [each.cell])


def _beginning(plan: Plan, first: str, params: Params) -> tuple[Cell | None, str, str]:
    """The stated equity, the year that it is of, and what it is called."""
    if plan.opening is not None:
        file = relative(params_files(params.forbund_id, params.ar)[1])
        place = Place(file, None, None, "ingaende_eget_kapital", f"{plan.opening}")
        decimals = exact_decimals(plan.opening)
        stated = Cell(plan.opening, "tkr", decimals, "", place)
        return stated, str(span(first)[0] - 1), "Planens ingående eget kapital"
    row: Row | None = plan.result
    if row is None or not SPAN.fullmatch(first):
        return None, "", ""
    return row[first], first[-4:], f"Flerårsbudget, {row.key['rad']} {first}"
