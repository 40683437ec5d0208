"""A difference in words, as JSON holds it, and as a page in Swedish."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path

from finsam import swedish
from finsam.diff.compare import Change, Difference
from finsam.faults import counted
from finsam.render.html import templates

TEMPLATES = Path(__file__).parent / "templates"

_WORDS = {"changed": "Ändrade", "appeared": "Nya", "went": "Borttagna"}


def lines(found: Difference) -> Iterator[str]:
    """The difference as lines of text."""
    yield f"{found.before} -> {found.after}"
    for title, changes in (("value", found.values), ("table cell", found.cells)):
        for what, group in _groups(changes):
            yield f"\n{counted(len(group), title)} {what}:"
            yield from (f"  {_line(change)}" for change in group)
    if found.texts:
        yield f"\nText that differs: {', '.join(found.texts)}."
    if not found:
        yield "No difference."


def _line(change: Change) -> str:
    if change.what != "changed":
        return f"{change.name} = {change.after or change.before}  # {change.about}"
    told = f"{change.name}: {change.before} -> {change.after}"
    if change.change is not None:
        told += f" ({by(change)})"
    return f"{told}  # {change.about}"


def by(change: Change) -> str:
    """`+12 tkr, +4,5 %`; percentage points without a share of themselves."""
    parts = [] if change.change is None else [_signed(change.change, change.decimals, change.unit)]
    if change.relative is not None and change.unit != "procentenheter":
        parts.append(_signed(100 * change.relative, 1, "procent"))
    return ", ".join(parts)


def _signed(value: Decimal, decimals: int, unit: str) -> str:
    # A change smaller than what is printed is told with the decimals that show it.
    while value and not round(value, decimals) and decimals < 6:
        decimals += 1
    return ("+" if value > 0 else "") + swedish.with_unit(value, unit, decimals)


def as_json(found: Difference) -> dict[str, object]:
    """before, after, values, cells (each what, name, about, before, after, change, relative, unit) and texts."""
    return {
        "before": found.before,
        "after": found.after,
        "values": [_as_json(change) for change in found.values],
        "cells": [_as_json(change) for change in found.cells],
        "texts": list(found.texts),
    }


def _as_json(change: Change) -> dict[str, object]:
    return {
        "what": change.what,
        "name": change.name,
        "about": change.about,
        "before": change.before or None,
        "after": change.after or None,
        "change": None if change.change is None else f"{change.change:f}",
        "relative": None if change.relative is None else f"{change.relative:.6f}",
        "unit": change.unit,
    }


def page(found: Difference) -> str:
    """The difference as a page that needs no other file."""
    sections = [
        (f"{_WORDS[what]} {title}", what, group)
        for title, changes in (("värden", found.values), ("siffror i tabeller", found.cells))
        for what, group in _groups(changes)
    ]
    template = templates(TEMPLATES).get_template("skillnad.html.j2")
    return template.render(found=found, sections=sections, texts=found.texts, by=by)


def _groups(changes: Sequence[Change]) -> Iterator[tuple[str, list[Change]]]:
    for what in _WORDS:
        if group := [change for change in changes if change.what == what]:
            yield what, group
