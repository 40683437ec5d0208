"""Surveys: how many answers are favourable, their mean and distribution, and how many of those asked answered."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from math import ceil, floor
from typing import Literal

import pandas as pd

from finsam.faults import Place
from finsam.measures.shares import Share
from finsam.records import At, records
from finsam.surveys.context import is_whole
from finsam.surveys.keys import ALL, favourable_key
from finsam.surveys.questions import Surveys
from finsam.tables.cells import NO_CELL, Cell, rows
from finsam.tables.periods import of_year
from finsam.tables.words import OCCASIONS

By = Literal["tillfalle", "insats", "period"]
#: Decimals that a mean is printed with.
_DECIMALS = 2


@dataclass(frozen=True)
class Result:
    """The answers of a respondent group to a question.

    tillfalle, insats, period: those of the answers, None where answers of all of them are counted together (an empty
    text is what wasn't told). counts: answers by every step of the scale, the lowest first. favourable: how many
    were favourable, None where nothing says which are. utan_svar: answers that say nothing, such as Vet ej, which
    are counted nowhere else. numbered: whether the steps are numbers. hidden: whether it is of so few answers, or beside
    one that is, that nothing of it may be told. few: whether so few answers are favourable, or are not, or of another
    result whose number would follow, that their number may not be told. least: fewer answers than this on a step may not
    be told, 0 where all may. good: the favourable steps.
    """

    fraga: str
    respondentgrupp: str
    tillfalle: str | None
    insats: str | None
    period: str | None
    counts: dict[int, int]
    favourable: int | None
    utan_svar: int
    numbered: bool
    hidden: bool = False
    few: bool = False
    least: int = 0
    good: frozenset[int] = frozenset()

    @property
    def N(self) -> int:
        """The answers that count."""
        return sum(self.counts.values())

    @property
    def share(self) -> Share | None:
        """Favourable answers of all; None without answers, where nothing says which are favourable, and where they are few."""
        if self.hidden or self.few or not self.N or self.favourable is None:
            return None
        return Share(self.favourable, self.N)

    @property
    def mean(self) -> Decimal | None:
        """The mean of the steps, each answer counted once; None without answers or numbers, and where it would tell that a
        step is of few."""
        if self.hidden or not (self.N and self.numbered) or self.mean_tells:
            return None
        return self._exact_mean

    def is_few(self, answers: int) -> bool:
        """Whether so many answers are few."""
        return 0 < answers < self.least

    @property
    def mean_tells(self) -> bool:
        """Whether who knows the printed mean, and what else is told, can tell that a step was chosen by few."""
        if not self.numbered or not self.N:
            return False
        total, half = (
            sum(step * count for step, count in self.counts.items()),
            Fraction(5, 10 ** (_DECIMALS + 1)),
        )
        printed = Fraction(self._exact_mean.quantize(Decimal(1).scaleb(-_DECIMALS), ROUND_HALF_UP))
        low = min(total, ceil((printed - half) * self.N))
        high = max(total, floor((printed + half) * self.N))
        return any(
            not self._can_be_more(step, low, high)
            for step, count in self.counts.items()
            if self.is_few(count)
        )

    def _can_be_more(self, step: int, low: int, high: int) -> bool:
        """Whether `least` answers on a step fit a sum of all between low and high."""
        good = {each for each in self.counts if each in self.good}
        told = self.good and not self.few
        groups = [({*self.counts}, self.N)]
        if told and self.favourable is not None:
            groups = [(good, self.favourable), ({*self.counts} - good, self.N - self.favourable)]
        least = most = 0
        for steps, answers in groups:
            own = self.least if step in steps else 0
            if answers < own:
                return False
            if steps:
                least += own * step + (answers - own) * min(steps)
                most += own * step + (answers - own) * max(steps)
        return least <= high and low <= most

    @property
    def _exact_mean(self) -> Decimal:
        return Decimal(sum(step * count for step, count in self.counts.items())) / self.N

    def rounded_mean(self, decimals: int = _DECIMALS) -> Decimal | None:
        """The mean with halves rounded up."""
        mean = self.mean
        return None if mean is None else mean.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def results(
    answers: pd.DataFrame,
    surveys: Surveys,
    by: Sequence[By] = (),
    least: int = 0,
    hidden: Collection[tuple[str, ...]] = (),
) -> list[Result]:
    """The result of each question and respondent group, in the order of the definitions.

    answers: columns surveys.rows.ANSWERS. by: what parts the results further, in order of name; what isn't in it is
    counted together. All answers count the same: a mean over insatser is that of their answers, not of their means.
    least: results of fewer answers are hidden, and with them so many of the same question that those of all less those
    that are shown aren't of fewer either. hidden: the keys of favourable answers that may not be told.
    """
    keys = ["fraga", "respondentgrupp", *by]
    found: dict[tuple[str, ...], dict[object, int]] = {}
    counted = answers.groupby([*keys, "steg"], dropna=False, sort=False).size()
    for (*key, step), count in zip(counted.index, counted, strict=True):
        found.setdefault(tuple(key), {})[step] = count
    made = [
        _result(dict(zip(keys, key, strict=True)), found[key], surveys)
        for key in sorted(found, key=lambda key: _order(dict(zip(keys, key, strict=True)), surveys))
    ]
    if not least:
        return made
    years = set(answers["period"].str[:4])
    year = years.pop() if len(years) == 1 else ""
    made = [replace(result, few=_key(result, year) in hidden, least=least) for result in made]
    return _with_hidden(made, least)


def _key(result: Result, year: str) -> tuple[str, ...]:
    occasion, insats = (ALL if each is None else each for each in (result.tillfalle, result.insats))
    return favourable_key(result.fraga, result.respondentgrupp, occasion, insats, result.period or year)


def _with_hidden(found: list[Result], least: int) -> list[Result]:
    by_question: dict[tuple[str, str, str | None, str], list[Result]] = {}
    for result in found:
        # Half-years are parts of their year as insatser are of all answers.
        year = (result.period or "")[:4]
        by_question.setdefault((result.fraga, result.respondentgrupp, result.tillfalle, year), []).append(
            result
        )
    hidden: set[int] = set()
    for parts in by_question.values():
        chosen = [part for part in parts if part.N + part.utan_svar and least > part.N]
        rest = sorted((part for part in parts if part not in chosen), key=lambda part: part.N)
        while chosen and rest and (len(chosen) < 2 or sum(part.N for part in chosen) < least):
            chosen.append(rest.pop(0))
        hidden |= set(map(id, chosen))
    return [replace(result, hidden=id(result) in hidden) for result in found]


def _order(key: dict[str, str], surveys: Surveys) -> tuple[int, int, int, str, str]:
    """Where a result stands: by question, group, occasion, then by name."""
    occasions = ("", *OCCASIONS)
    return (
        list(surveys.fragor).index(key["fraga"]),
        list(surveys.grupper).index(key["respondentgrupp"]),
        occasions.index(key.get("tillfalle", "")),
        key.get("insats", ""),
        key.get("period", ""),
    )


def _result(key: dict[str, str], counted: dict[object, int], surveys: Surveys) -> Result:
    scale, good = surveys.scale(key["fraga"]), surveys.favourable(key["fraga"])
    counts = {step: counted.get(step, 0) for step in scale.steps}
    return Result(
        fraga=key["fraga"],
        respondentgrupp=key["respondentgrupp"],
        tillfalle=key.get("tillfalle"),
        insats=key.get("insats"),
        period=key.get("period"),
        counts=counts,
        favourable=sum(counts[step] for step in good) if good else None,
        utan_svar=sum(counted.values()) - sum(counts.values()),
        numbered=scale.siffror,
        good=frozenset(good or ()),
    )


@dataclass(frozen=True)
class Rate:
    """How many of those who were asked answered.

    tillfalle, insats, period: those of the row that says how many were asked, empty for any. svarande: respondents.
    at_least: whether there may be more of them, since not every file tells the respondents from each other.
    asked: how many were asked, as delivered. first_answer: the first row of answers that counts.
    """

    respondentgrupp: str
    tillfalle: str
    insats: str
    period: str
    svarande: int
    at_least: bool
    asked: Cell = NO_CELL
    first_answer: Place | None = None

    @property
    def tillfragade(self) -> int | None:
        """None where nothing says how many were asked."""
        return int(self.asked.number) if self.asked else None

    @property
    def share(self) -> Share | None:
        """None where nothing says how many were asked, or more answered than that."""
        if not self.tillfragade or self.is_over:
            return None
        return Share(self.svarande, self.tillfragade)

    @property
    def is_over(self) -> bool:
        """Whether more answered than were asked."""
        return self.tillfragade is not None and self.svarande > self.tillfragade


def response_rates(answers: pd.DataFrame, asked: pd.DataFrame, surveys: Surveys, year: int) -> list[Rate]:
    """The rate of each row of the year that tells how many were asked, and of each group the respondents of whom no
    row tells it.

    asked: the tidy table `enkat_utskick`. A row counts the answers of its group, and of its occasion, insats and
    period where it has them; a year's row counts those of its half-years.
    """
    answers = of_year(answers, year)
    covered = pd.Series(False, index=answers.index)
    found = []
    of_asked = of_year(asked, year)
    for row in rows(of_asked, ("respondentgrupp", "tillfalle", "insats", "period")):
        key = row.key | {"insats": "" if is_whole(row.key["insats"]) else row.key["insats"]}
        chosen = answers["respondentgrupp"].eq(key["respondentgrupp"])
        for name in ("tillfalle", "insats"):
            if key[name]:
                chosen &= answers[name].eq(key[name])
        chosen &= answers["period"].map(lambda period, of=key["period"]: period.startswith(of)).astype(bool)
        covered |= chosen
        found.append(replace(_rate(key, answers[chosen]), asked=row["tillfragade"]))
    for group, rest in answers[~covered].groupby("respondentgrupp", sort=False):
        key = {"respondentgrupp": str(group), "tillfalle": "", "insats": "", "period": str(year)}
        found.append(_rate(key, rest))
    groups = list(surveys.grupper)
    return sorted(found, key=lambda rate: groups.index(rate.respondentgrupp))


def _rate(of: dict[str, str], answers: pd.DataFrame) -> Rate:
    """What the answers tell of the rate. Where nothing tells respondents apart there are at least as many in
    an insats as answered any one of its questions on one occasion."""
    known = answers.loc[answers["svarande"] != "", "svarande"].nunique()
    unknown = answers[answers["svarande"] == ""]
    by_question = unknown.groupby(["insats", "fraga", "tillfalle", "period"]).size()
    least = int(by_question.groupby("insats").max().sum())
    first = answers.head(1)
    place = next(
        (at.place(head) for at, head in zip(records(first, At), first["rubrik_i_fil"], strict=True)), None
    )
    return Rate(
        of["respondentgrupp"], of["tillfalle"], of["insats"], of["period"],
        known + least, bool(len(unknown)), first_answer=place,
    )  # fmt: skip
