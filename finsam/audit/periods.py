"""Participants over time: what one period closes with the next opens with, and the halves make the year."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pandas as pd

from finsam.audit.check import Check, compare, minus
from finsam.measures.participants import EXITS, Outcome, outcomes
from finsam.tables.words import PARTICIPANT_MEASURES, SEXES

#: What is counted anew in each period, so that two halves make a year.
_FLOWS = ("nya", "avslutade", *EXITS)


def participants(table: pd.DataFrame) -> Iterator[Check]:
    """The stock at the end of a period is carried over to the next; both halves make their year."""
    found = _by_period(table)
    for (insats, period), outcome in found.items():
        for after in _following(period):
            if following := found.get((insats, after)):
                yield from _opening(outcome, following)
        first, second = (found.get((insats, f"{period}-H{half}")) for half in (1, 2))
        if first and second:
            yield from _halves(outcome, first, second)


def between_books(table: pd.DataFrame, others: Iterable[pd.DataFrame]) -> Iterator[Check]:
    """What one book closes with the next opens with. others: tables of participants of other books, with the names
    of insatser that this book uses."""
    own = _by_period(table)
    for other in map(_by_period, others):
        for first, second in ((other, own), (own, other)):
            for (insats, period), outcome in first.items():
                for after in _following(period):
                    following = second.get((insats, after))
                    if following and (insats, period) not in second and (insats, after) not in first:
                        yield from _opening(outcome, following)


def _by_period(table: pd.DataFrame) -> dict[tuple[str, str], Outcome]:
    return {
        (outcome.insats, period): outcome
        for period in table["period"].unique()
        for outcome in outcomes(table, period)
    }


def _following(period: str) -> tuple[str, ...]:
    """The periods that begin when one ends: 2016 -> 2017 and 2017-H1, 2016-H1 -> 2016-H2, 2016-H2 -> 2017-H1, 2017."""
    year = int(period[:4])
    if period.endswith("-H1"):
        return (f"{year}-H2",)
    if len(period) == 4 or period.endswith("-H2"):
        return f"{year + 1}", f"{year + 1}-H1"
    return ()


def _opening(before: Outcome, after: Outcome) -> Iterator[Check]:
    for column, (label, *_) in SEXES.items():
        total, new = after.cell("antal_totalt", column), after.cell("nya", column)
        subject = f"{before.insats}, {label.lower()}: kvar {before.period} mot början av {after.period}"
        yield from compare("opening-stock", subject, before.cell("kvar", column), [total, minus(new)])


def _halves(year: Outcome, first: Outcome, second: Outcome) -> Iterator[Check]:
    for measure in _FLOWS:
        name = PARTICIPANT_MEASURES[measure][0].removeprefix("varav ").lower()
        for column, (label, *_) in SEXES.items():
            subject = f"{year.insats}, {label.lower()}: {name} {year.period} mot halvåren"
            parts = [half.cell(measure, column) for half in (first, second)]
            yield from compare("half-years", subject, year.cell(measure, column), parts)
    for column, (label, *_) in SEXES.items():
        subject = f"{year.insats}, {label.lower()}: kvar {year.period} mot andra halvåret"
        yield from compare("half-years", subject, year.cell("kvar", column), [second.cell("kvar", column)])
