"""Time in the insatser: how long the participations last, and which way they end how soon.

A participation of one day is a day long: the first day and the last one are both counted. Those who are still in at
the end of the book's year, also when a later end is known, are censored that day.

A delivery often holds only those who took part in its years, so that the long participations of earlier years are in
it and the short ones are not. Each insats is therefore followed from 1 January of the first year in which one of its
participations ended: one that began before is counted from that day on (delayed entry), as one that has already
lasted so long. Where everything since the start was delivered this makes no difference to what is estimated.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from scipy.stats import norm
from statsmodels.duration.survfunc import SurvfuncRight

from finsam.measures.participants import EXITS
from finsam.measures.shares import LEVEL, Interval

#: A curve is shown as far as so many participations are still followed; beyond, single persons move it much.
LEAST_FOLLOWED = 10
#: Quartiles of fewer are single persons' times.
LEAST_ENDED = 5

_Z = norm.ppf(0.5 + LEVEL / 2)


def followed(spells: pd.DataFrame, ar: int) -> pd.DataFrame:
    """The participations that began before the end of the year, one row each.

    Columns: insats; dagar, days in the insats up to the end or the last of December; sedan, days that had passed when
    the insats began to be followed; avslut, one of EXITS or empty for those still in; i_ar, whether it ended in the
    year. Those that ended before their insats was followed are not there to be found.
    """
    last = pd.Timestamp(ar, 12, 31)
    begun = spells[pd.to_datetime(spells["start"]) <= last]
    start, end = pd.to_datetime(begun["start"]), pd.to_datetime(begun["slut"])
    ended = end <= last
    day = pd.Timedelta(days=1)
    first_year = end.where(ended).dt.year.groupby(begun["insats"]).transform("min")
    opened = pd.to_datetime(first_year.map("{:.0f}-01-01".format, na_action="ignore"))
    return pd.DataFrame(
        {
            "insats": begun["insats"],
            "dagar": (end.where(ended, last) - start) // day + 1,
            "sedan": ((opened - start) // day).fillna(0).clip(lower=0).astype(int),
            "avslut": begun["avslut"].where(ended, ""),
            "i_ar": ended & (end.dt.year == ar),
        }
    ).reset_index(drop=True)


@dataclass(frozen=True)
class Course:
    """How participations end over time: one number for each day on which one ended, and day 0 before them.

    remaining: estimated share (0 to 1) that is still in after the day, Kaplan-Meier; low and high its interval by
    log(-log), high NaN where all have ended. exits: by way of ending, the estimated share that has ended so by the day
    (Aalen-Johansen); with remaining they make 1. errors: the standard errors of exits.
    at_risk: participations followed on the day. reach: the last day with LEAST_FOLLOWED of them.
    since, until: the first and last days of all participations, each in order of size.
    """

    days: np.ndarray
    remaining: np.ndarray
    low: np.ndarray
    high: np.ndarray
    exits: dict[str, np.ndarray]
    errors: dict[str, np.ndarray]
    at_risk: np.ndarray
    reach: int
    since: np.ndarray
    until: np.ndarray

    def at(self, day: int) -> int:
        """The place in the arrays that holds on a day."""
        return int(np.searchsorted(self.days, day, side="right")) - 1

    def followed_on(self, day: int) -> int:
        """How many participations are followed on a day: they have begun to be, and have lasted so long."""
        return int(_on(self.since, self.until, day))

    def coarse(self, least: int) -> Course:
        """The same course at fewer days: between two of them at least so many have ended in each way, or nobody has."""
        ahead = np.concatenate([[1.0], self.remaining[:-1]]) / np.maximum(self.at_risk, 1)
        number = [np.diff(share, prepend=0.0) / ahead for share in self.exits.values()]
        ended = np.round(np.stack(number, axis=1)).astype(int)
        kept, since = [0], np.zeros(ended.shape[1], dtype=int)
        for at in range(1, len(self.days)):
            since += ended[at]
            if since.any() and ((since == 0) | (since >= least)).all():
                kept.append(at)
                since = np.zeros_like(since)
        arrays = {name: getattr(self, name)[kept] for name in ("days", "remaining", "low", "high", "at_risk")}
        exits = {name: share[kept] for name, share in self.exits.items()}
        return replace(self, **arrays, exits=exits, errors={n: e[kept] for n, e in self.errors.items()})

    @property
    def median(self) -> int | None:
        """The first day by which at least half have ended; None where fewer have."""
        return self._first(self.remaining)

    @property
    def median_interval(self) -> tuple[int | None, int | None]:
        """The days on which the limits of the curve pass one half (Brookmeyer and Crowley 1982, Biometrics 38:29)."""
        return self._first(self.low), self._first(self.high)

    def exit_interval(self, exit: str, day: int) -> Interval | None:
        """The interval of the share, in percent, that has ended in a way by a day; None where nobody has."""
        share, error = self.exits[exit][self.at(day)], self.errors[exit][self.at(day)]
        if not 0 < share < 1:
            return None
        # log(-log) of the share, as for the curve; its limits stay between 0 and 100.
        spread = _Z * error / (share * np.log(share))
        low, high = sorted(100 * share ** np.exp([spread, -spread]))
        return Interval(low, high)

    def _first(self, curve: np.ndarray) -> int | None:
        # The curve is a product of fractions, and one half of them may come out a bit too large.
        below = np.flatnonzero(curve <= 0.5 + 1e-9)
        return int(self.days[below[0]]) if len(below) else None


def course(rows: pd.DataFrame) -> Course:
    """The course of the participations of `followed`, one insats or several together."""
    last, entry = rows["dagar"].to_numpy(), rows["sedan"].to_numpy()
    exit = rows["avslut"].to_numpy()
    curve = SurvfuncRight(last, (exit != "").astype(int), entry=entry)
    days, at_risk = curve.surv_times, curve.n_risk
    ended = {name: _count(last[exit == name], days) for name in EXITS}
    before = np.concatenate([[1.0], curve.surv_prob[:-1]]) / at_risk
    exits = {name: np.cumsum(before * number) for name, number in ended.items()}
    all_ended = np.sum([*ended.values()], axis=0)
    errors = {name: _error(exits[name], ended[name], all_ended, at_risk, before) for name in EXITS}
    low, high = _limits(curve.surv_prob, curve.surv_prob_se)
    since, until = np.sort(entry), np.sort(last)
    enough = until[_on(since, until, until) >= LEAST_FOLLOWED]
    return Course(
        days=np.concatenate([[0], days]).astype(int),
        remaining=np.concatenate([[1.0], curve.surv_prob]),
        low=np.concatenate([[1.0], low]),
        high=np.concatenate([[1.0], high]),
        exits={name: np.concatenate([[0.0], values]) for name, values in exits.items()},
        errors={name: np.concatenate([[0.0], values]) for name, values in errors.items()},
        at_risk=np.concatenate([[_on(since, until, 1)], at_risk]).astype(int),
        reach=int(max(enough, default=0)),
        since=since,
        until=until,
    )


def _on(since: np.ndarray, until: np.ndarray, day: int | np.ndarray) -> np.ndarray:
    """How many have begun to be followed before a day and last until it."""
    return np.searchsorted(since, day) - np.searchsorted(until, day)


def _count(times: np.ndarray, days: np.ndarray) -> np.ndarray:
    """How many of the times fall on each of the days."""
    return np.bincount(np.searchsorted(days, times), minlength=len(days))


def _limits(share: np.ndarray, error: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The limits of a Kaplan-Meier curve by log(-log). Where it is 0 the lower one is too, and the upper one NaN."""
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = _Z * error / (share * np.log(share))
        low, high = share ** np.exp(-spread), share ** np.exp(spread)
    return np.where(share == 0, 0.0, low), np.where(share == 0, np.nan, high)


def _error(
    exits: np.ndarray, ended: np.ndarray, all_ended: np.ndarray, at_risk: np.ndarray, before: np.ndarray
) -> np.ndarray:
    """The standard error of a cumulative incidence by the delta method.

    Dinse and Larson (1986), Biometrika 73:379, as in statsmodels' CumIncidenceRight, which takes no delayed entry.
    before: the share still in just before each day, divided by those at risk.
    """
    left = at_risk - all_ended
    # On the day when all at risk end, what comes after adds nothing.
    of_all = np.divide(all_ended, at_risk * left, out=np.zeros(len(left)), where=left > 0)
    variance = exits**2 * np.cumsum(of_all) - 2 * exits * np.cumsum(exits * of_all)
    variance += np.cumsum(exits**2 * of_all)
    variance += np.cumsum(before**2 * (at_risk - ended) * ended / at_risk)
    of_one = before * ended / at_risk
    variance += -2 * exits * np.cumsum(of_one) + 2 * np.cumsum(exits * of_one)
    return np.sqrt(np.maximum(variance, 0))


@dataclass(frozen=True)
class Times:
    """The time in one insats. quartiles: first quartile, median and third of those who ended in the year, in days."""

    insats: str
    participations: int
    still_in: int
    ended: int
    quartiles: tuple[float, float, float] | None
    course: Course


def times(rows: pd.DataFrame, insats: str) -> Times:
    """The time of the participations of `followed`. Quartiles by linear interpolation (type 7), from LEAST_ENDED on."""
    days = rows["dagar"][rows["i_ar"]]
    quartiles = tuple(np.quantile(days, [0.25, 0.5, 0.75])) if len(days) >= LEAST_ENDED else None
    still_in = int((rows["avslut"] == "").sum())
    return Times(insats, len(rows), still_in, len(days), quartiles, course(rows))
