"""The same amount in several places: tables, the running text and other books tell it alike."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from finsam.audit.check import Check, amounts, last_decimal
from finsam.facts.economy import TITLES, Mention, Tables, mentions, plain_label, until
from finsam.params import Params
from finsam.tables.cells import Cell, rows
from finsam.tables.words import KRONOR

#: Places whose agreement other rules tell: the statements among each other (`cash`, `result`).
_STATEMENTS = ("resultatrakning", "balansrakning", "kassaflode")


def same_fact(found: Iterable[Mention]) -> Iterator[Check]:
    """Every mention of an amount against the most exact one of the same year."""
    groups: dict[tuple[str, str, str], list[Mention]] = {}
    for each in found:
        groups.setdefault((each.concept, each.column, each.when), []).append(each)
    for (concept, column, when), group in groups.items():
        best = most_exact(group)
        for each in group:
            if each is not best and not {each.kind, best.kind} <= {*_STATEMENTS}:
                checks = alike("same-fact", f"{title(each)}: mot {best.title}", each, best)
                if concept == "kostnader" and best.kind == "resultatrakning":
                    # Costs may be told with the depreciation, which the income statement has in a row of its own.
                    for more in groups.get(("avskrivningar", column, when), []):
                        checks += alike("same-fact", checks[0].subject, each, best, more)
                yield from sorted(checks, key=lambda check: abs(check.difference))[:1]


def most_exact(found: list[Mention]) -> Mention:
    """The mention whose last figure is worth least, of several the first."""
    return min(found, key=lambda each: last_decimal(each.cell) * KRONOR[each.cell.enhet])


def title(mention: Mention) -> str:
    """What a mention is, in Swedish: the table and the row, the year, and whether it is the budget."""
    when = "" if mention.when in mention.title and mention.column != "budget" else mention.when
    return ", ".join(filter(None, (mention.title, f"budget {when}" if mention.column == "budget" else when)))


def alike(rule: str, subject: str, stated: Mention, *exact: Mention) -> list[Check]:
    """A mention of an amount against another, or several together; costs with and without their minus are the same."""
    return amounts(rule, subject, stated.cell, [_signed_as(stated, each) for each in exact])


def _signed_as(stated: Mention, other: Mention) -> Cell:
    """The other's cell with the sign that the stated one's place gives such an amount."""
    value = other.value / KRONOR[other.cell.enhet]
    is_turned = stated.cell.number * KRONOR[stated.cell.enhet] != stated.value
    return replace(other.cell, varde=-value if is_turned else value)


def same_label(tables: Tables, params: Params) -> Iterator[Check]:
    """A row of the income statement that the budget table has under the same label has the same amount there."""
    if not {"budget", "resultatrakning"} <= {*tables}:
        return
    known = {each.cell.place for each in mentions(tables, params)}
    this_year = f"{params.year.per:%Y-%m}" if params.year.per else str(params.ar)
    stated: dict[str, list[tuple[str, Cell]]] = {}
    for row in rows(tables["budget"], ("sektion", "typ", "rad")):
        if row["utfall"] and row["utfall"].place not in known:
            stated.setdefault(plain_label(row.key["rad"]), []).append((row.key["rad"], row["utfall"]))
    for row in rows(tables["resultatrakning"], ("post", "not", "typ"), across="period"):
        cell = next((cell for when, cell in row.items() if until(when) == this_year), None)
        same = stated.get(plain_label(row.key["post"]), [])
        if cell and len(same) == 1:
            label, in_budget = same[0]
            is_turned = in_budget.number * cell.number < 0
            other = replace(cell, varde=-cell.number) if is_turned else cell
            subject = f"{TITLES['budget']}, {label} {this_year}: mot resultaträkningen"
            yield from amounts("same-fact", subject, in_budget, [other])


def exact_amounts(found: Iterable[Mention]) -> dict[tuple[str, str, str], Mention]:
    """The most exact mention by concept, column and year."""
    best: dict[tuple[str, str, str], Mention] = {}
    for each in found:
        key = (each.concept, each.column, each.when)
        best[key] = most_exact([best[key], each]) if key in best else each
    return best
