"""A measure of public statistics for some kommuner: each of them, all together, their county and the country.

The book of a förbund shows the profile of its members and the municipal report that of a single kommun:

    profile(table, "sjukpenningtal", ["9901", "9902"], 2024, together="Exempelbygden")
    profile(table, "uvas_andel", ["9901"], 2024)

What is drawn and told of a profile is in the other modules named register_…, and everything in the usual order in
`register.parts`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from finsam.chapters.register_lines import thinned
from finsam.measures.trends import (
    Comparison,
    FoundBreak,
    Reach,
    Trend,
    against,
    find_break,
    raise_unless_comparable,
    reached,
    trend,
)
from finsam.register.series import NotComparable, Rows, Series, combined, series
from finsam.tables.registers import area_name, kommuner
from finsam.tables.statistics import Measure, measures

#: The code of the kommuner together, and the country's.
TOGETHER, COUNTRY = "alla", "00"
SEXES = ("totalt", "kvinnor", "man")


@dataclass(frozen=True)
class Followed:
    """An area and sex: its figures up to the year of the profile, and what can be said of them.

    code: SCB's, or TOGETHER. beside: the series of the county and the country that its yearly change is compared with,
    under `county` and `country`; without what there is none of, and empty for a count.
    """

    code: str
    name: str
    series: Series
    beside: Mapping[str, Series]

    @cached_property
    def trend(self) -> Trend:
        return trend(self.series)

    @cached_property
    def county(self) -> Comparison | None:
        """Its yearly change against the county's; None where there is none to compare with."""
        return against(self.series, self.beside["county"]) if "county" in self.beside else None

    @cached_property
    def country(self) -> Comparison | None:
        """Its yearly change against the country's; None where there is none to compare with."""
        return against(self.series, self.beside["country"]) if "country" in self.beside else None

    @cached_property
    def reach(self) -> Reach | None:
        """None for a measure without a goal."""
        target = self.series.measure.mal
        return reached(self.trend, target) if target else None

    @cached_property
    def found_break(self) -> FoundBreak | None:
        """Sought in the kommuner's own figures; of the kommuner together it would be told twice."""
        is_kommun = len(self.code) == 4 and self.code != TOGETHER
        return find_break(self.series) if is_kommun and self.series.kon == "totalt" else None

    @cached_property
    def drawn(self) -> Series:
        """The figures that pictures show."""
        return thinned(self.series)

    @cached_property
    def ends(self) -> tuple[tuple[str, float], tuple[str, float]] | None:
        """The first period that can be compared with the last one and the last, with their figures; None for one alone."""
        known = self.drawn.since_break().known
        if len(known) < 2:
            return None
        first, last = ((str(known["period"].iloc[at]), float(known["varde"].iloc[at])) for at in (0, -1))
        return first, last

    @property
    def is_reference(self) -> bool:
        return len(self.code) == 2

    def value(self, period: str) -> float | None:
        """The figure of a period; None where there is none."""
        point = self._point(period)
        return None if point is None or pd.isna(point["varde"]) else float(point["varde"])

    def number(self, period: str) -> float:
        """The figure of a period that has one. Raises ValueError where there is none."""
        value = self.value(period)
        if value is None:
            raise ValueError(f"There is no figure of {self.name} for {period}.")
        return value

    def base(self, period: str) -> float | None:
        """What the figure is of (N), where it is known."""
        point = self._point(period)
        return None if point is None or pd.isna(point["namnare"]) else float(point["namnare"])

    def status(self, period: str) -> str:
        """Why there is no figure of a period; empty where there is one."""
        point = self._point(period)
        return "saknas" if point is None else str(point["status"])

    def last_known(self, period: str) -> tuple[str, float] | None:
        """The latest figure up to a period, and its period."""
        known = self.series.known
        known = known[known["period"] <= period]
        return (known["period"].iloc[-1], float(known["varde"].iloc[-1])) if len(known) else None

    def _point(self, period: str) -> pd.Series | None:
        points = self.series.points
        found = points[points["period"] == period]
        return found.iloc[0] if len(found) else None


@dataclass(frozen=True)
class Profile:
    """A measure in a year. found: by code and sex, in the order of print. told: what couldn't be made, and why.

    rows: what it is made of.
    """

    matt: str
    ar: int
    codes: tuple[str, ...]
    lan: str
    found: dict[tuple[str, str], Followed]
    rows: Rows
    told: tuple[str, ...] = ()

    @cached_property
    def measure(self) -> Measure:
        return measures()[self.matt]

    @property
    def is_count(self) -> bool:
        """Whether it is a plain number, which says nothing beside that of a larger area."""
        return self.measure.slag == "antal"

    @cached_property
    def period(self) -> str:
        """The latest period that any of the areas has a figure of."""
        return max(str(each.series.known["period"].iloc[-1]) for each in self)

    @property
    def sexes(self) -> tuple[str, ...]:
        return tuple(sex for sex in SEXES if any(kon == sex for _, kon in self.found))

    @cached_property
    def counts(self) -> dict[tuple[str, str], Series]:
        """The numerators of a share by code and sex, where the register counts them."""
        counts = {}
        for (code, kon), each in self.found.items():
            areas = each.series.areas if code == TOGETHER else [code]
            parts = [part for area in areas if (part := self._count(area, each))]
            if len(parts) == len(areas):
                counts[code, kon] = combined(parts, each.name) if code == TOGETHER else parts[0]
        return counts

    def _count(self, area: str, each: Followed) -> Series | None:
        counted = self.measure.taljare
        one = series(self.rows, counted, area, each.series.kon) if counted else None
        return one.until(str(self.ar)) if one and one.alder == each.series.alder else None

    def __iter__(self) -> Iterator[Followed]:
        yield from self.found.values()

    def of(self, kon: str = "totalt") -> list[Followed]:
        """Everything of a sex: the kommuner, all of them together, the county and the country."""
        return [each for (_, sex), each in self.found.items() if sex == kon]

    def kommuner(self, kon: str = "totalt") -> list[Followed]:
        """The kommuner, and all of them together where there are several."""
        return [each for each in self.of(kon) if not each.is_reference]

    def references(self, kon: str = "totalt") -> list[Followed]:
        """The county and the country, as far as the register has them."""
        return [each for each in self.of(kon) if each.is_reference]

    def get(self, code: str, kon: str = "totalt") -> Followed | None:
        return self.found.get((code, kon))


def profile(
    table: pd.DataFrame | Rows,
    matt: str,
    codes: Sequence[str],
    ar: int,
    *,
    together: str = "",
    lan: str = "",
) -> Profile | None:
    """The profile of a measure up to the end of a year; None when no kommun has a figure of it.

    table: a register's (columns register.rows.COLUMNS) with the kommuner, county, country, and denominators.
    together: what the kommuner are called together; they are added only under a name, and where there are several.
    lan: the county that they are compared with, if not that of their own codes.
    """
    found: dict[tuple[str, str], Followed] = {}
    told: dict[str, None] = {}
    county = lan or (codes[0][:2] if len({code[:2] for code in codes}) == 1 else "")
    everyone = [*codes, *filter(None, [county]), COUNTRY]
    codes_near = [*everyone, *(area.kod for area in kommuner(county) if county)]
    rows = table if isinstance(table, Rows) else Rows(_near(table, matt, codes_near))
    own = as_of(rows, matt, codes, ar)
    if not own:
        return None
    like = next(iter(own.values()))
    for kon in SEXES:
        parts = as_of(rows, matt, everyone, ar, kon, like=like)
        if county and county not in parts and (whole := _county(rows, matt, county, ar, kon, like)):
            parts = (
                {code: one for code, one in parts.items() if code != COUNTRY}
                | {county: whole}
                | {code: one for code, one in parts.items() if code == COUNTRY}
            )
        parts = _of_one_length(parts, told)
        if not any(code in parts for code in codes):
            continue
        if together and len(codes) > 1:
            whole = _together(parts, codes, together, told)
            references = {code: parts.pop(code) for code in (county, COUNTRY) if code in parts}
            parts |= ({TOGETHER: whole} if whole else {}) | references
        for code, one in parts.items():
            found[code, kon] = _followed(code, one, parts.get(county), parts.get(COUNTRY), told)
    return Profile(matt, int(ar), tuple(codes), county, found, rows, tuple(told))


def as_of(
    table: pd.DataFrame | Rows,
    matt: str,
    codes: Sequence[str],
    ar: int,
    kon: str = "totalt",
    *,
    like: Series | None = None,
) -> dict[str, Series]:
    """The series of each code up to the end of a year, for those that have a figure; all of one version and ages.

    Those are `like`'s, or else those of the first code that has a figure.
    """
    found: dict[str, Series] = {}
    rows = table if isinstance(table, Rows) else Rows(table)
    for code in codes:
        asked = {"version": like.version, "alder": like.alder} if like else {}
        one = series(rows, matt, code, kon, **asked, until=str(ar))
        # A version or age that isn't there gives way to another in `series`, which must not stand beside these.
        if one is None or (like and (one.version, one.alder) != (like.version, like.alder)):
            continue
        if one.points["varde"].notna().any():
            like = like or one
            found[code] = one
    return found


def _county(rows: Rows, matt: str, lan: str, ar: int, kon: str, like: Series) -> Series | None:
    """A county that the agency tells nothing of (SCB's helårsekvivalenter), made of its kommuner; None where one lacks."""
    codes = [area.kod for area in kommuner(lan)]
    parts = as_of(rows, matt, codes, ar, kon, like=like)
    if len(parts) < len(codes) or len({one.is_monthly for one in parts.values()}) > 1:
        return None
    try:
        whole = combined(list(parts.values()), area_name(lan))
    except NotComparable:
        return None
    return whole if len(whole.known) else None


def _near(table: pd.DataFrame, matt: str, codes: Sequence[str]) -> pd.DataFrame:
    """The rows that a profile can need, since every series is looked up among all rows that are there."""
    wanted = {matt, measures()[matt].namnare, measures()[matt].taljare}
    return table[table["matt"].isin(wanted) & table["kommun_kod"].isin(codes)]


def _of_one_length(parts: dict[str, Series], told: dict[str, None]) -> dict[str, Series]:
    """Years where some are by month and some by year: December's twelve months are the calendar year's."""
    if len({one.is_monthly for one in parts.values()}) < 2:
        return parts
    found = {}
    for code, one in parts.items():
        try:
            yearly = one.yearly()
        except NotComparable as reason:
            told[str(reason)] = None
            continue
        if len(yearly.known):
            found[code] = yearly
    return found


def _together(
    parts: dict[str, Series], codes: Sequence[str], name: str, told: dict[str, None]
) -> Series | None:
    missing = [code for code in codes if code not in parts]
    if missing:
        return None
    try:
        whole = combined([parts[code] for code in codes], name)
    except NotComparable as reason:
        told[str(reason)] = None
        return None
    if len(whole.known):
        return whole
    if not any(part.points["namnare"].notna().any() for part in (parts[code] for code in codes)):
        told[f"{name} tillsammans visas inte: underlaget säger inte hur många varje kommuns tal är av."] = (
            None
        )
    return None


def _followed(
    code: str, one: Series, county: Series | None, country: Series | None, told: dict[str, None]
) -> Followed:
    beside: dict[str, Series] = {}
    if len(code) != 2 and one.measure.slag != "antal":
        for name, reference in (("county", county), ("country", country)):
            if reference is None:
                continue
            try:
                raise_unless_comparable(one, reference)
            except NotComparable as reason:
                told[str(reason)] = None
            else:
                beside[name] = reference
    return Followed(code, one.name, one, beside)
