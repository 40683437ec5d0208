"""The page about the editions of a book: when each was given out, by whom, why, and what differs from the one before."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from finsam.brand import Brand
from finsam.chapters.reconciliation import RULES
from finsam.publish.changes import CHANGES
from finsam.render.html import templates
from finsam.swedish import day, plural

if TYPE_CHECKING:
    from finsam.publish.editions import Standing
    from finsam.publish.record import Answered

TEMPLATES = Path(__file__).parent / "templates"


def page(standing: Sequence[Standing], brand: Brand) -> str:
    """The page, the newest edition first. The same editions give the same text."""
    template = templates(TEMPLATES).get_template("utgavor.html.j2")
    return template.render(
        standing=list(reversed(standing)),
        brand=brand,
        day=day,
        plural=plural,
        changes=CHANGES,
        by_reason=_by_reason,
    )


def _by_reason(answered: Sequence[Answered]) -> dict[str, list[tuple[str, int]]]:
    """What was answered for, under each reason: what doesn't hold, in the words of the chapter Avstämning, and how often."""
    found: dict[str, list[tuple[str, int]]] = {}
    for each in answered:
        found.setdefault(each.skal, []).append((RULES.get(each.kod, each.kod), each.antal))
    return found
