"""Series of one measure and area, and of several areas together; what can't be compared is never put in one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd
import pyarrow as pa

from finsam.register.rows import COLUMNS
from finsam.tables.registers import area_name
from finsam.tables.statistics import Break, Measure, measures


class NotComparable(Exception):
    """Figures that may not be put beside each other. str() is the reason, a Swedish sentence for readers."""


class Rows:
    """The rows of a table by measure, area and sex, found once for the many series that are made of them.

    table: columns register.rows.COLUMNS, or FIGURES alone, which leaves the places empty.
    """

    def __init__(self, table: pd.DataFrame | pa.Table):
        if isinstance(table, pa.Table):
            table = table.unify_dictionaries().to_pandas()
        self._found = table.groupby(["matt", "kommun_kod", "kon"], sort=False, observed=True).indices
        self._columns = {
            name: _array(table[name]) if name in table else _empty(name, len(table)) for name in _USED
        }

    def of(self, matt: str, area: str, kon: str) -> dict[str, np.ndarray]:
        """The columns of the rows of a measure, area and sex, in the order of the table."""
        at = self._found.get((matt, area, kon), _NONE)
        return {name: column[at] for name, column in self._columns.items()}


def _empty(name: str, count: int) -> np.ndarray:
    return np.full(count, "", object) if COLUMNS[name] == "str" else np.zeros(count, int)


def _array(column: pd.Series) -> np.ndarray:
    if isinstance(column.dtype, pd.CategoricalDtype):
        return column.cat.categories.to_numpy(object)[column.cat.codes]
    return column.to_numpy(object if COLUMNS[str(column.name)] == "str" else None)


#: What is told of each period of a series.
_POINT = ("period", "varde", "namnare", "status", "fil", "blad", "radnr")

_KIND = ("version", "alder", "kalla")
_USED = (*_POINT, *_KIND)
_NONE = np.empty(0, int)


@dataclass(frozen=True)
class Series:
    """The figures of a measure over time, of one area and sex, one version, one span of ages and one agency.

    areas: SCB's codes; several where the series is of them together. points: one row a period in order of time, columns
    period, varde, namnare, status, fil, blad, radnr (empty places where a row is made of several).
    """

    matt: str
    version: str
    alder: str
    kon: str
    kalla: str
    areas: tuple[str, ...]
    name: str
    points: pd.DataFrame

    @cached_property
    def measure(self) -> Measure:
        return measures()[self.matt]

    @cached_property
    def is_monthly(self) -> bool:
        return bool(len(self.points)) and len(self.points["period"].iloc[0]) == 7

    @cached_property
    def known(self) -> pd.DataFrame:
        """The points that have a figure."""
        return self.points[self.points["varde"].notna()].reset_index(drop=True)

    def until(self, period: str) -> Series:
        """Up to and with a year or month."""
        if not len(self.points):
            return self
        last = _end(period, self.points["period"].iloc[0])
        return replace(self, points=self.points[self.points["period"] <= last].reset_index(drop=True))

    def yearly(self) -> Series:
        """One point a year: of figures that cover twelve months December's, which is the calendar year's.

        Raises NotComparable for months of a measure that isn't such a figure, since years can't be made of them.
        """
        if not self.is_monthly:
            return self
        if self.measure.rullande != 12:
            raise NotComparable(f"{self.measure.namn} redovisas per månad och kan inte läsas som årsvärden.")
        december = self.points[self.points["period"].str.endswith("-12")].copy()
        december["period"] = december["period"].str[:4]
        return replace(self, points=december.reset_index(drop=True))

    @cached_property
    def breaks(self) -> tuple[Break, ...]:
        """The breaks of the measure that lie inside the series."""
        if not len(self.points):
            return ()
        first, last = self.points["period"].iloc[[0, -1]]
        return tuple(
            one
            for one in self.measure.brott
            if (not one.versioner or self.version in one.versioner) and first < one.fran[: len(first)] <= last
        )

    def since_break(self) -> Series:
        """The part after the latest break, which alone can be followed over time."""
        if not self.breaks:
            return self
        start = max(one.fran for one in self.breaks)
        kept = self.points[self.points["period"] >= start[: len(self.points["period"].iloc[0])]]
        return replace(self, points=kept.reset_index(drop=True))


def series(
    table: pd.DataFrame | Rows,
    matt: str,
    area: str,
    kon: str = "totalt",
    *,
    version: str | None = None,
    alder: str | None = None,
    until: str = "",
) -> Series | None:
    """The series of a measure and area, up to and with a year or month where one is named; None when the table has no
    figure of it.

    table: columns register.rows.COLUMNS, or its Rows where many series are made of it. Where versions, ages or agencies
    are left open and several are there, the first of the measure's versions and agencies in matt.yml is taken, and the
    ages that the measure names: one series never holds two of them. Denominators that rows don't bring are those of the
    measure that counts them, of the same area, sex, ages and period.
    """
    rows = table if isinstance(table, Rows) else Rows(table)
    measure = measures()[matt]
    found = rows.of(matt, area, kon)
    at, kind = _of_one_kind(
        found,
        {
            "version": [version] if version is not None else list(measure.versioner),
            "alder": [alder] if alder is not None else [measure.alder.replace("–", "-").removesuffix(" år")],
            "kalla": list(measure.kallor),
        },
    )
    if until and len(at):
        at = at[found["period"][at] <= _end(until, found["period"][at[0]])]
    if not len(at):
        return None
    points = {name: found[name][at] for name in _POINT}
    if measure.namnare and np.isnan(points["namnare"]).any():
        counted = _counted(rows.of(measure.namnare, area, kon), kind["alder"])
        points["namnare"] = np.array(
            [
                counted.get(period, counted.get(_year_end(period), np.nan)) if np.isnan(size) else size
                for size, period in zip(points["namnare"], points["period"], strict=True)
            ]
        )
    return Series(matt, kon=kon, areas=(area,), name=area_name(area), points=_frame(points), **kind)


def _end(until: str, like: str) -> str:
    """A year or month as the last period of a series whose periods are like another one: of months a year's last."""
    return f"{until}-12" if len(until) == 4 and len(like) == 7 else until


def _frame(points: dict[str, np.ndarray]) -> pd.DataFrame:
    """The columns as they are: pandas would look through every text for what it may be."""
    return pd.DataFrame(
        {name: pd.Series(column, dtype=column.dtype, copy=False) for name, column in points.items()}
    )


def _of_one_kind(
    found: Mapping[str, np.ndarray], orders: Mapping[str, Sequence[str]]
) -> tuple[np.ndarray, dict[str, str]]:
    """Which rows, in order of time, have one value of each column, and those values.

    That is the first in order that is there, otherwise the first of all. Of months and years the months are taken.
    """
    periods = found["period"]
    kept, kind = np.ones(len(periods), bool), {}
    for column, order in orders.items():
        values = found[column]
        there = dict.fromkeys(values[kept])
        kind[column] = next((value for value in (*order, *there) if value in there), "")
        kept &= values == kind[column]
    lengths = np.array([len(period) for period in periods], int)
    at = np.flatnonzero(kept & (lengths == lengths[kept].max(initial=0)))
    return at[np.argsort(periods[at], kind="stable")], kind


def _counted(found: Mapping[str, np.ndarray], alder: str) -> dict[str, float]:
    """What a measure counts by period, of some ages; the first where a period is there twice, nothing without a figure."""
    same = found["alder"] == alder
    counts: dict[str, float] = {}
    for period, count in zip(found["period"][same], found["varde"][same], strict=True):
        counts.setdefault(period, count)
    return {period: count for period, count in counts.items() if not np.isnan(count)}


def _year_end(period: str) -> str:
    """Inhabitants of a year are those at its end, also where they are counted by month."""
    return period if len(period) == 7 else f"{period}-12"


def comparable(parts: Sequence[Series]) -> None:
    """Raises NotComparable with the reason, when the series may not stand beside each other or be added."""
    for other in parts[1:]:
        one = parts[0]
        if other.matt != one.matt:
            raise NotComparable(f"{one.measure.namn} och {other.measure.namn} är olika mått.")
        if other.version != one.version:
            raise NotComparable(
                f"{one.measure.namn} {one.version} ({one.alder} år) och {other.version} ({other.alder} år) räknas på "
                "olika sätt och får inte blandas."
            )
        if other.alder != one.alder:
            raise NotComparable(
                f"{one.measure.namn} gäller {one.alder} år för {one.name} och {other.alder} år för {other.name}."
            )


def combined(parts: Sequence[Series], name: str) -> Series:
    """The series of several areas together: summed numerators over summed denominators, counts simply added.

    A period counts only where every area has a figure (and a denominator); elsewhere its status is `saknas`, or
    `undertryckt` where any of them is suppressed. Raises NotComparable when the parts can't be added: of different kinds,
    or a measure that is neither a count nor of a denominator.
    """
    comparable(parts)
    measure = parts[0].measure
    if measure.slag is None:
        raise NotComparable(f"{measure.namn} kan inte läggas samman över områden.")
    periods = sorted(set().union(*(part.points["period"] for part in parts)))
    values = _across(parts, "varde", periods)
    weights = _across(parts, "namnare", periods)
    hidden = pd.DataFrame(
        {at: part.points.set_index("period")["status"].reindex(periods) for at, part in enumerate(parts)}
    )
    if measure.slag == "antal":
        together, below = values.sum(axis=1, skipna=False), weights.sum(axis=1, skipna=False)
    else:
        below = weights.sum(axis=1, skipna=False)
        together = (values * weights).sum(axis=1, skipna=False) / below.where(below > 0)
    status = np.where(
        together.notna(), "", np.where((hidden == "undertryckt").any(axis=1), "undertryckt", "saknas")
    )
    points = pd.DataFrame(
        {
            "period": periods,
            "varde": together.to_numpy(),
            "namnare": below.to_numpy(),
            "status": status,
            "fil": "",
            "blad": "",
            "radnr": 0,
        }
    )
    areas = tuple(area for part in parts for area in part.areas)
    return replace(parts[0], areas=areas, name=name, points=points)


def _across(parts: Sequence[Series], column: str, periods: list[str]) -> pd.DataFrame:
    return pd.DataFrame(
        {at: part.points.set_index("period")[column].reindex(periods) for at, part in enumerate(parts)}
    )
