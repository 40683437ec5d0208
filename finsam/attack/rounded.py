"""Whether a count that the params round is published exactly: every named value of it must be a multiple of the base."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

from finsam.attack.judge import Finding
from finsam.attack.named import values_in
from finsam.attack.tables import Spot
from finsam.diff.values import Values
from finsam.faults import Fault, Place
from finsam.params import Params
from finsam.tables.words import ROUNDED


def rounds(params: Params) -> bool:
    """Whether any counts of a book are told rounded."""
    return any(params.protection(kind).avrunda for kind in ROUNDED)


def exact_counts(report: str, folder: Path, params: Params) -> Iterator[Finding]:
    """A finding for each exact count. params: those of the report's book."""
    for file, values in values_in(folder).items() if rounds(params) else ():
        for name, base, is_rounded in _counts(values, params):
            if not is_rounded:
                message = f"A count that is told rounded isn't a multiple of {base}."
                place = Place(f"{report}/{file}", None, None, name)
                fault = Fault("count-exact", message, (place,), f"a multiple of {base}")
                yield Finding(Spot(report, file, name, "", ""), fault, frozenset({report}))


def may_stay(earlier: Values, params: Params) -> bool:
    """Whether the values of an earlier build may be published beside a new one: they mustn't tell what is rounded now."""
    if not rounds(params):
        return True
    told = [is_rounded for *_, is_rounded in _counts(earlier, params)]
    return bool(told) and all(told)


def _counts(values: Values, params: Params) -> Iterator[tuple[str, int, bool]]:
    """Name and base of each count that the params round, and whether it is."""
    for name, about in values.values.items():
        kind = name.partition(".")[0]
        base = params.protection(kind).avrunda if kind in ROUNDED else 0
        if base and about["enhet"] == "antal":
            yield name, base, Fraction(about["varde"]) % base == 0
