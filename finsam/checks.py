"""The arithmetic of a book and its texts checked against its figures as they are, hidden ones too."""

from __future__ import annotations

from dataclasses import dataclass

from finsam import audit
from finsam.faults import Fault
from finsam.ingest import processed
from finsam.params import Params
from finsam.paths import internal
from finsam.texts.texts import text_faults


@dataclass(frozen=True)
class Figures:
    """checks: how many figures were compared. findings: what differs, by its severity, with what is wrong in the texts."""

    checks: int
    findings: tuple[Fault, ...]


def checked_figures(params: Params) -> Figures:
    """Check a book. The findings hold figures that are hidden when they are published: they are for whoever mends the
    delivery. Raises Faults for inputs that can't be read."""
    with internal():
        delivery = processed(params.forbund_id, params.ar)
        found = audit.of_book(delivery, params)
    findings = [check.as_fault() for check in found if check.severity]
    return Figures(len(found), (*findings, *text_faults(delivery, params)))
