"""Favourable answers to the questions of surveys that may not be told, so that no share tells what few have answered."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from finsam.faults import Faults
from finsam.params import Params
from finsam.params.protection import Protection
from finsam.protect.choose import hidden_counts
from finsam.protect.system import Count, Key, System
from finsam.surveys.keys import ALL, favourable_key
from finsam.surveys.questions import Surveys

#: How many answers there are is told.
_TOLD = Protection(ingen="Antalet svar redovisas.")
#: What it costs to hide a result of all insatser and the whole year, beside one of a part.
_WHOLE = 25.0


def hidden_answers(answers: pd.DataFrame, surveys: Surveys, params: Params) -> frozenset[Key]:
    """The keys (surveys.keys.favourable_key) of all results whose favourable answers aren't told: few, all but few, of
    too few to say, or hidden for the sake of others. answers: columns surveys.rows.ANSWERS.
    """
    rule = params.protection("enkater")
    hidden: set[Key] = set()
    if answers.empty or not rule.hides:
        return frozenset()
    valid = answers[answers["steg"].notna()]
    for (fraga, group), part in valid.groupby(["fraga", "respondentgrupp"], sort=False):
        good = surveys.favourable(str(fraga))
        if good:
            of = str(fraga), str(group)
            hidden |= _hidden(part.assign(gynnsam=part["steg"].isin(good)), of, rule)
    return frozenset(hidden)


def _hidden(part: pd.DataFrame, of: tuple[str, str], rule: Protection) -> set[Key]:
    system = System()
    # Of fewer than twice the least, one of those who answered well and the others is few.
    few = set()
    for year, of_year in part.groupby(part["period"].str[:4], sort=False):
        for key, answered in _levels(of_year, of, year):
            n, total = int(answered["gynnsam"].sum()), len(answered)
            is_printed = total >= 2 * rule.min_antal
            few |= set() if is_printed else {key}
            cost = _WHOLE if key[4] == ALL and key[5] == year else 1.0
            system.add(key, Count(n, rule, printed=is_printed, is_person=is_printed, cost=cost))
            system.add((*key, "svar"), Count(total, _TOLD))
            system.add((*key, "andra"), Count(total - n, rule, printed=False, is_person=is_printed))
            system.is_sum((*key, "svar"), [key, (*key, "andra")])
        _sums(system, of_year, of, year)
    try:
        return few | hidden_counts(system)
    except Faults:
        # Nothing can be told of the question that doesn't tell what few have answered.
        return {key for key in system.counts if len(key) == len(favourable_key(*of, ALL, ALL, ""))}


def _levels(part: pd.DataFrame, of: tuple[str, str], year: str) -> Iterator[tuple[Key, pd.DataFrame]]:
    """The answers of every result that a chapter tells of a year: all, by occasion, and that by insats or period."""
    yield favourable_key(*of, ALL, ALL, year), part
    for occasion, on in part.groupby("tillfalle", sort=False):
        yield favourable_key(*of, str(occasion), ALL, year), on
        for insats, about in on.groupby("insats", sort=False):
            yield favourable_key(*of, str(occasion), str(insats), year), about
        for period, during in on.groupby("period", sort=False):
            if period != year:
                yield favourable_key(*of, str(occasion), ALL, str(period)), during


def _sums(system: System, part: pd.DataFrame, of: tuple[str, str], year: str) -> None:
    occasions = part["tillfalle"].unique()
    system.is_sum(
        favourable_key(*of, ALL, ALL, year), [favourable_key(*of, each, ALL, year) for each in occasions]
    )
    for occasion in occasions:
        on = part[part["tillfalle"] == occasion]
        total = favourable_key(*of, occasion, ALL, year)
        system.is_sum(total, [favourable_key(*of, occasion, each, year) for each in on["insats"].unique()])
        system.is_sum(total, [favourable_key(*of, occasion, ALL, each) for each in on["period"].unique()])
