"""The cash flow against the balance sheets: each change is the difference between two closing balances."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from finsam.audit.accounts import year_before
from finsam.audit.check import Check, amounts
from finsam.facts.economy import Mention
from finsam.tables.cells import Cell

#: A change of the cash flow, the balance that it is of, and whether more of it is more cash.
_CHANGES = (
    ("okning_fordringar", "fordringar", False),
    ("okning_avsattningar", "avsattningar", True),
    ("okning_langfristiga_skulder", "langfristiga_skulder", True),
    ("okning_kortfristiga_skulder", "kortfristiga_skulder", True),
)


def changes(own: list[Mention], balances: list[Mention]) -> Iterator[Check]:
    """Each change against the balances at both ends of its year.

    own: mentions of the book. balances: those and the ones of other books, in order of trust. A balance that is told
    in several rows of one balance sheet isn't known.
    """
    known = _closing(balances)
    for flow, stock, is_more in _CHANGES:
        for each in own:
            if each.concept != flow:
                continue
            after, before = known.get((stock, each.when)), known.get((stock, year_before(each.when)))
            if after and before:
                plus, minus = (after, before) if is_more else (before, after)
                parts = [plus, replace(minus, varde=-minus.number)]
                subject = f"{each.title} {each.when}: mot förändringen i balansräkningen"
                yield from amounts("cash-change", subject, each.cell, parts)


def _closing(balances: list[Mention]) -> Mapping[tuple[str, str], Cell]:
    found: dict[tuple[str, str], list[Mention]] = {}
    for each in balances:
        if each.kind == "balansrakning" and each.concept in {stock for _, stock, _ in _CHANGES}:
            found.setdefault((each.concept, each.when), []).append(each)
    return {
        key: group[0].cell
        for key, group in found.items()
        if len({each.cell.at.file for each in group}) == len(group)
    }
