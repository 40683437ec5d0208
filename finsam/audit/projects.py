"""The projects' debts from year to year, and each project in the budget table, in the note and among the debts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from finsam.audit.accounts import year_before
from finsam.audit.check import Check, amounts, last_decimal, minus
from finsam.audit.same_fact import exact_amounts, title
from finsam.facts.economy import CONCEPTS, Mention, Tables, plain_label, signed
from finsam.params import Params
from finsam.tables.cells import Cell, Row, places_of, rows
from finsam.tables.words import KRONOR

_TITLE = "Projektens utfall"
#: How a section of the note begins: debts of last year, and projects of the year.
_SECTIONS = re.compile(r"\s*([ab])\b", re.IGNORECASE)


def debts(tables: Tables, found: list[Mention]) -> Iterator[Check]:
    """Debts and payments: what was spent is paid, or owed at the end of the year.

    Paid = outcome of last year's debts (A) + outcome of the year's projects (B) - closing debts, where the note has
    both; without the note, requisitioned = outcome of the projects - closing debts. The budget of A is what the year
    before closed with.
    """
    best = exact_amounts(found)
    sums = _sums(tables)
    for each in [each for each in found if each.concept == "rekvirerat" and _is_own(found, each.when)]:
        closing = best.get(("projektskulder", "utfall", each.when))
        whole = best.get(("insatser", "utfall", each.when))
        spent = [sums[name]["utfall"] for name in ("a", "b") if name in sums]
        if "projektutfall" not in tables:
            spent = [signed(whole)] if whole else []
        if closing and spent:
            parts = [*spent, minus(closing.cell)]
            subject = f"{title(each)}: utfall minus skulder vid årets slut"
            yield from amounts("project-paid", subject, each.cell, parts)
    if "a" in sums:
        for when in {each.when for each in found if each.concept == "projektskulder"}:
            if (opening := best.get(("projektskulder", "utfall", year_before(when)))) and _is_own(
                found, when
            ):
                subject = f"{_TITLE}, {sums['a'].key['rad']}: skulder vid slutet av {year_before(when)}"
                yield from amounts("project-opening", subject, sums["a"]["budget"], [opening.cell])


def _is_own(found: list[Mention], when: str) -> bool:
    return when == max(each.when for each in found if each.concept == "projektskulder")


def _sums(tables: Tables) -> dict[str, Row]:
    """The sum rows of the note by section: `a` and `b`."""
    found = {}
    for row in rows(tables["projektutfall"], ("sektion", "typ", "rad")) if "projektutfall" in tables else ():
        if row.key["typ"] == "summa" and (section := _SECTIONS.match(row.key["sektion"])):
            found[section[1].lower()] = row
    return found


def by_project(tables: Tables, params: Params) -> Iterator[Check]:
    """Each project of the year in the budget table and among the debts, against the note (B)."""
    if "projektutfall" not in tables:
        return
    note = _section(tables, "b")
    in_note = _grouped([(row.key["rad"], row) for row in note], params)
    settled = _grouped([(row.key["rad"], row) for row in _section(tables, "a")], params)
    in_budget = _grouped(_budget_rows(tables), params)
    for name, theirs in in_budget.items():
        same = _of(name, in_note)
        if len(theirs) != 1 or not same:
            continue
        for column, rule in (("budget", "project-budget"), ("utfall", "project-outcome")):
            parts = [row[column] for row in same if row[column]]
            ways = [parts]
            if column == "utfall":
                old = [(row["utfall"], row["budget"]) for row in settled.get(name, []) if any(row.values())]
                gaps = [cell for paid, owed in old for cell in (paid, minus(owed)) if cell]
                ways.append([*parts, *gaps])
            subject = f"Budget och utfall, {theirs[0].key['rad']}: {column} mot noten om projekten"
            yield from _nearest(rule, subject, theirs[0][column], ways if parts else [])
    yield from _too_large(tables, params, in_note)


def _nearest(rule: str, subject: str, stated: Cell, ways: list[list[Cell]]) -> list[Check]:
    """A cost against the nearest of several sums. A budget table may count what settled debts turned out to cost
    more or less than was owed with the year's own costs, or in a row by itself."""
    if not stated:
        return []
    turned = [[minus(part) if stated.number < 0 else part for part in parts] for parts in ways]
    checks = [check for parts in turned for check in amounts(rule, subject, stated, parts)]
    return [min(checks, key=lambda check: abs(check.difference))] if checks else []


def _section(tables: Tables, letter: str) -> list[Row]:
    """The projects of a section of the note, `a` or `b`."""
    return [
        row
        for row in rows(tables["projektutfall"], ("sektion", "typ", "rad"))
        if row.key["typ"] == "post"
        and (found := _SECTIONS.match(row.key["sektion"]))
        and found[1].lower() == letter
    ]


def _budget_rows(tables: Tables) -> list[tuple[str, Row]]:
    section = CONCEPTS["insatser"].section
    found = rows(tables["budget"], ("sektion", "typ", "rad")) if "budget" in tables else ()
    return [
        (row.key["rad"], row)
        for row in found
        if row.key["typ"] == "post" and re.fullmatch(section, row.key["sektion"].casefold())
    ]


def _too_large(tables: Tables, params: Params, in_note: dict[str, list[Row]]) -> Iterator[Check]:
    """Only a debt that is larger than the project's outcome is a check: how large it should be is not known."""
    if "projektskulder" not in tables:
        return
    found = list(rows(tables["projektskulder"], ("projekt", "typ"), across="period"))
    for row in found:
        if row.key["typ"] != "post":
            continue
        same = _of(_name(row.key["projekt"], params), in_note)
        spent = [other["utfall"] for other in same if other["utfall"]]
        for when, debt in row.items():
            if debt and spent and when[:4] == str(params.ar):
                outcome = (
                    sum((cell.printed * KRONOR[cell.enhet] for cell in spent), Decimal(0))
                    / KRONOR[debt.enhet]
                )
                if debt.printed > outcome:
                    subject = f"Projektskulder, {row.key['projekt']}: skulden mot utfallet"
                    places = places_of((debt, *spent))
                    unit = last_decimal(debt)
                    yield Check(
                        "project-debt",
                        subject,
                        debt.printed,
                        outcome,
                        debt.enhet,
                        places,
                        unit,
                        debt.decimaler,
                    )


def _grouped(found: list[tuple[str, Row]], params: Params) -> dict[str, list[Row]]:
    groups: dict[str, list[Row]] = {}
    for label, row in found:
        groups.setdefault(_name(label, params), []).append(row)
    return groups


def _name(label: str, params: Params) -> str:
    return plain_label(params.insats_name(label))


def _of(name: str, groups: dict[str, list[Row]]) -> list[Row]:
    """The rows of the project, or of the only one that one of the names abbreviates."""
    if name in groups:
        return groups[name]
    alike = [rows for other, rows in groups.items() if _abbreviates(name, other) or _abbreviates(other, name)]
    return alike[0] if len(alike) == 1 else []


def _abbreviates(short: str, long: str) -> bool:
    """`genomförande stödstruktur soc ftg` for `genomförande stödstruktur soc. företagande`, word by word."""
    words, others = short.replace(".", "").split(), long.replace(".", "").split()
    return len(words) == len(others) and all(map(_is_short_for, words, others))


def _is_short_for(word: str, other: str) -> bool:
    """Whether it is the word, or some of its letters in their order, the first one first."""
    letters = iter(other[1:])
    return word == other or (
        1 < len(word) <= 4 and word[0] == other[0] and all(letter in letters for letter in word[1:])
    )
