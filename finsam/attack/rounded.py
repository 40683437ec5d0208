"""Whether a count that the params round is published exactly: every named value of it must be a multiple of the base."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

from finsam.attack.judge import Finding
from finsam.attack.named import values_in
from finsam.attack.tables import Spot
from finsam.faults import Fault, Place
from finsam.params import Params
from finsam.tables.words import ROUNDED


def rounds(params: Params) -> bool:
    """Whether any counts of a book are told rounded."""
    return any(params.protection(kind).avrunda for kind in ROUNDED)


def exact_counts(report: str, folder: Path, params: Params) -> Iterator[Finding]:
    """A finding for each exact count. params: those of the report's book."""
    bases = {kind: params.protection(kind).avrunda for kind in ROUNDED}
    for file, values in values_in(folder).items() if rounds(params) else ():
        for name, about in values.values.items():
            base = bases.get(name.partition(".")[0])
            if base and about["enhet"] == "antal" and Fraction(about["varde"]) % base:
                message = f"A count that is told rounded isn't a multiple of {base}."
                fault = Fault(
                    "count-exact",
                    message,
                    (Place(f"{report}/{file}", None, None, name),),
                    f"a multiple of {base}; where an earlier build told it, that report's folder deleted first",
                )
                yield Finding(Spot(report, file, name, "", ""), fault, frozenset({report}))
