"""Figures of the running text against the values that they say they repeat (`avser`)."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

from finsam.audit.check import Check, amounts, last_decimal
from finsam.facts.economy import CONCEPTS, Tables
from finsam.facts.fact import Fact
from finsam.facts.registry import Facts, Unknown
from finsam.faults import Fault, counted, stop_if
from finsam.tables.cells import Cell, Row, places_of, rows
from finsam.tables.words import KRONOR

#: What a bare concept means in each column of ekonomi_i_text.
_SUFFIXES = {"utfall": "", "budget": ".budget", "avvikelse": ".avvikelse", "foregaende": ".foregaende"}
_TITLES = {"ekonomi_i_text": "Kommentaren till resultatet", "uppgifter": "Uppgifter i texten"}
_KEYS = {
    "ekonomi_i_text": ("post", "enhet", "avser"),
    "uppgifter": ("grupp", "uppgift", "period", "avser", "fil", "blad", "radnr"),
}
_LABELS = {"ekonomi_i_text": "post", "uppgifter": "uppgift"}

#: Words that widen what a figure says, where a label has them first, after a comma or in brackets.
_QUALIFIERS = {
    "about": r"cirka|ca|ungefär|omkring",
    "below": r"nästan|knappt|närmare",
    "above": r"över|drygt|mer än|fler än",
}
#: How far from the value a figure with such a word can be.
_WIDE = Decimal("0.1")


class _Impossible(ValueError):
    """An `avser` that can't be counted, with what is wrong in words."""


def repeated(tables: Tables, facts: Facts) -> list[Check]:
    """Every figure whose row has `avser`, against what the expression makes.

    tables: those of the kinds `ekonomi_i_text` and `uppgifter` are read. Raises Faults (`avser-unknown`) with every
    expression that names what isn't there or can't be counted.
    """
    checks, found = _read(tables, facts)
    stop_if(found)
    return checks


def faults(tables: Tables, facts: Facts) -> list[Fault]:
    """The expressions of `avser` that can't be counted (`avser-unknown`)."""
    return _read(tables, facts)[1]


def _read(tables: Tables, facts: Facts) -> tuple[list[Check], list[Fault]]:
    checks: list[Check] = []
    wrong: list[Fault] = []
    for kind in _TITLES:
        table = tables.get(kind)
        if table is None or "avser" not in table:
            continue
        for row in rows(table[table["avser"] != ""], _KEYS[kind]):
            try:
                for column, expression in _expressions(kind, row):
                    checks += _check(f"{_TITLES[kind]}, {_about(kind, row)}", row, column, facts, expression)
            except (Unknown, ValueError) as error:
                wrong.append(_fault(row, error))
    return checks, wrong


def _about(kind: str, row: Row) -> str:
    return ", ".join(filter(None, (row.key.get("grupp"), row.key[_LABELS[kind]])))


def _fault(row: Row, error: Unknown | ValueError) -> Fault:
    cell = next(iter(row.values()))
    place = replace(cell.at, column="avser", value=row.key["avser"])
    if isinstance(error, Unknown):
        expected = (
            "one of " + ", ".join(error.nearest) if error.nearest else "a name of python -m finsam facts"
        )
        return Fault("avser-unknown", f"There is no value {error.name!r}.", (place,), expected)
    return Fault(
        "avser-unknown",
        f"What the figure repeats can't be counted: {error}.",
        (place,),
        "names of python -m finsam facts, joined by + - * /",
    )


def _expressions(kind: str, row: Row) -> Iterator[tuple[str, str]]:
    """The columns that are compared, each with its expression; nothing of a row that is hidden in part."""
    if any(cell.is_hidden for cell in row.values()):
        return
    if kind == "uppgifter":
        filled = [column for column in ("varde", "procent") if row[column]][:1]
    else:
        filled = [column for column in _SUFFIXES if row[column]]
    parts = [part.strip() for part in row.key["avser"].split(";")]
    bare = parts[0].removeprefix("ekonomi.")
    if kind == "ekonomi_i_text" and len(parts) == 1 and parts[0] != bare and bare in CONCEPTS:
        yield from ((column, f"{parts[0]}{_SUFFIXES[column]}") for column in filled)
        return
    if len(parts) > len(filled):
        raise _Impossible(f"{counted(len(parts), 'expression')} for {counted(len(filled), 'figure')}")
    yield from ((column, part) for column, part in zip(filled, parts, strict=False) if part)


def _check(subject: str, row: Row, column: str, facts: Facts, expression: str) -> list[Check]:
    stated, fact = row[column], facts.evaluate(expression)
    if fact.cell.is_hidden:
        return []
    about = f"{subject}: mot det som uppgiften upprepar"
    if fact.places == (stated.place,):
        raise _Impossible("the figure is the value itself")
    if column == "avvikelse" and stated.number * fact.cell.number < 0:
        # Deviations are told with either sign; whether a table keeps to one is another rule's.
        fact = replace(fact, cell=replace(fact.cell, varde=-fact.cell.number))
    if stated.enhet in KRONOR and fact.cell.enhet in KRONOR:
        parts = [replace(fact.cell, place=place) for place in fact.places[:1]] or [fact.cell]
        checks = amounts("repeated", about, stated, parts)
        halves = last_decimal(fact.cell) * KRONOR[fact.cell.enhet] / KRONOR[stated.enhet] / 2
        more = halves * (_names(expression) - 1)
        checks = [replace(check, tolerance=check.tolerance + more) for check in checks]
    elif stated.enhet == "procent" and fact.cell.enhet == "procentenheter":
        checks = [_points(about, stated, facts, expression, fact)]
    elif stated.enhet != fact.cell.enhet and stated.enhet and fact.cell.enhet:
        raise _Impossible(f"it is in {fact.cell.enhet}, the figure in {stated.enhet}")
    else:
        computed = fact.cell.number.quantize(last_decimal(stated), ROUND_HALF_UP)
        # A share or mean may have been cut instead of rounded; who counts does neither.
        is_cut = fact.cell.number.quantize(last_decimal(stated), ROUND_DOWN) == stated.printed
        tolerance = abs(stated.printed - computed) if is_cut and stated.enhet != "antal" else Decimal(0)
        checks = [
            Check("repeated", about, stated.printed, computed, stated.enhet, (), tolerance, stated.decimaler)
        ]
    label = row.key.get("post") or row.key.get("uppgift", "")
    checks = [replace(check, places=(*places_of([stated]), *fact.places)) for check in checks]
    return [check for check in (_by_words(label, check) for check in checks) if check]


def _names(expression: str) -> int:
    """How many values an expression is made of, each with its own rounding."""
    tree = ast.parse(expression, mode="eval")
    inner = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    return sum(isinstance(node, ast.Attribute) and id(node) not in inner for node in ast.walk(tree))


def _points(subject: str, stated: Cell, facts: Facts, expression: str, fact: Fact) -> Check:
    """A difference between percents that is told in percent: in percent of the second it is another figure."""
    tree = ast.parse(expression.strip(), mode="eval").body
    points = fact.cell.number.quantize(last_decimal(stated), ROUND_HALF_UP)
    computed, is_points = points, abs(stated.printed - points) <= last_decimal(stated)
    if isinstance(tree, ast.BinOp):
        # A decrease is told as what was before less what is now, an increase the other way round.
        before = tree.left if "minskning" in subject.casefold() else tree.right
        base = facts.evaluate(ast.unparse(before)).cell.varde
        if base:
            relative = (100 * fact.cell.number / base).quantize(last_decimal(stated), ROUND_HALF_UP)
            if is_points or abs(stated.printed - relative) <= last_decimal(stated):
                computed = relative
    tolerance = Decimal(0) if is_points else last_decimal(stated)
    remark = "points-not-percent" if is_points else ""
    return Check(
        "repeated",
        subject,
        stated.printed,
        computed,
        "procent",
        (),
        tolerance,
        stated.decimaler,
        remark=remark,
    )


def _by_words(label: str, check: Check) -> Check | None:
    """The check as the words beside the figure make it: None where they make the difference right."""
    words = {
        name
        for name, pattern in _QUALIFIERS.items()
        if re.search(rf"(?:^|, |\()(?:{pattern})(?=$|[\s,)(])", label.casefold())
    }
    gap = check.computed - check.stated
    if not words or not gap:
        return check
    is_near = abs(gap) <= _WIDE * abs(check.computed)
    is_right_side = "about" in words or ("below" in words and gap < 0) or ("above" in words and gap > 0)
    return None if is_near and is_right_side else replace(check, tolerance=Decimal(0))
