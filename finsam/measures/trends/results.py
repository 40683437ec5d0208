"""What is told of a trend, a comparison, a break and a target."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from finsam.measures.shares import Interval
from finsam.measures.trends.fit import Fit
from finsam.register.series import Series

#: A p-value below this is told as found.
SIGNIFICANT = 0.05


@dataclass(frozen=True)
class Trend:
    """The level, the change and the yearly change of a series, in the measure's unit (percentage points of a share).

    n, first, last: how many figures the model used, and the first and last period of them. level: the last figure;
    change: the last less the first. Their intervals say how far the noise of single figures may have moved them.
    per_year: the average yearly change of the trend from the first to the last; percent: the same in percent of the
    level (an average of compound growth). NaN and None stand where there are too few figures.
    method: key of METHODS. reason: Swedish sentence why no trend can be judged; empty where it can. note: Swedish
    sentences on figures that were left out. fit: the model, where there is one.
    """

    series: Series
    n: int
    first: str
    last: str
    level: float
    level_interval: Interval | None
    change: float
    change_interval: Interval | None
    per_year: float
    per_year_interval: Interval | None
    percent: float
    percent_interval: Interval | None
    method: str
    reason: str
    note: str = ""
    fit: Fit | None = field(default=None, repr=False, compare=False)

    @property
    def judged(self) -> bool:
        return not self.reason

    @property
    def clear(self) -> bool:
        """Whether the interval of the yearly change leaves out 0."""
        return self.per_year_interval is not None and 0 not in self.per_year_interval


@dataclass(frozen=True)
class Comparison:
    """The yearly change of a series less the reference's.

    enhet: the unit of the difference: the measure's, `procentenheter` for shares, and for counts, whose changes can
    only be compared in percent, `procent` a year. p: of no difference. reason: Swedish sentence why there is no
    comparison; empty where there is one. note: Swedish sentences on how it was made. n, first, last: the common figures.
    """

    difference: float
    interval: Interval | None
    p: float | None
    reason: str
    enhet: str = ""
    note: str = ""
    n: int = 0
    first: str = ""
    last: str = ""


@dataclass(frozen=True)
class FoundBreak:
    """The likeliest place of a shift of level. period: the first after it; size: in the measure's unit.

    p: how often noise alone would make as clear a shift somewhere in the series.
    """

    period: str
    size: float
    interval: Interval
    p: float

    @property
    def found(self) -> bool:
        return self.p < SIGNIFICANT


@dataclass(frozen=True)
class Reach:
    """Whether a target is reached: `natt` already, `nas` at today's pace, `nas_inte` within sight, or can't be judged.

    period: the first figure at or below the target; of `nas` where the trend line is there. earliest, latest: where the
    interval of the line is there; None where it isn't within sight. limit: the level of the target in the measure's
    unit, NaN for a target of the pace. reason: a Swedish sentence on what the state rests on.
    """

    state: Literal["natt", "nas", "nas_inte", "kan_inte_bedomas"]
    period: str | None
    earliest: str | None
    latest: str | None
    reason: str
    limit: float = float("nan")
