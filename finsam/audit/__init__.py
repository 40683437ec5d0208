"""The arithmetic of everything that is delivered: each figure against what other figures make it."""

from __future__ import annotations

import pandas as pd

from finsam.audit import accounts, people, summary
from finsam.audit.check import Check

__all__ = ["Check", "run"]


def run(tables: dict[str, pd.DataFrame]) -> list[Check]:
    """Every check that the tables of a book allow, in the order of its chapters."""
    checks: list[Check] = []
    for name, check in (
        ("deltagare", people.participants),
        ("bakgrund", people.background),
        ("sjalvskattning", people.self_ratings),
        ("statistik", people.statistics),
        ("sociala_utfall", people.social_results),
    ):
        if name in tables:
            checks += check(tables[name])
    for name, title in (("budget", "Budget och utfall"), ("projektutfall", "Projektens utfall")):
        if name in tables:
            checks += accounts.outcome(tables[name], title)
    for name, title in (
        ("ekonomisk_sammanfattning", "Ekonomisk sammanfattning"),
        ("ekonomi_i_text", "Kommentaren till resultatet"),
    ):
        if name in tables:
            checks += summary.deviations(tables[name], title)
    return [*checks, *summary.statements(tables), *accounts.statements(tables)]
