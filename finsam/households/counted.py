"""Households and persons with income support by year, kommun and group, counted from month rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
import pandas as pd

from finsam.households.definitions import Households
from finsam.households.need import WINDOW, YEAR, is_long, is_very_long
from finsam.tables.definitions import UNKNOWN
from finsam.tables.kinds import KINDS
from finsam.tables.read import CELL_COLUMNS, key_columns
from finsam.tables.words import ALL_KOMMUNER

#: The groupings that are counted in both units; `vuxna_barn` is of persons alone.
GROUPINGS = ("hushallstyp", "alder", "forsorjningshinder")
COLUMNS = ("alla", "langvarigt", "mycket_langvarigt")

_KIND = KINDS["forsorjningsstod"]


@dataclass(frozen=True)
class Span:
    """From the first month to the last, both as months since year 0."""

    first: int
    last: int

    def covers(self, first_year: int, last_year: int) -> bool:
        return self.first <= YEAR * first_year and YEAR * last_year + YEAR - 1 <= self.last


def spans(table: pd.DataFrame, definitions: Households) -> dict[str, Span]:
    """The months that the rows of each kommun tell whole: from its first row to its last one.

    `fran` and `till` of the definitions say it for every kommun instead, where they are told.
    """
    months = _serial(table["manad"])
    found = {}
    for kommun, of in months.groupby(table["kommun"], sort=False):
        first = _month(definitions.fran) if definitions.fran else int(of.min())
        last = _month(definitions.till) if definitions.till else int(of.max())
        found[kommun] = Span(first, last)
    return found


def counted(table: pd.DataFrame, ar: int, definitions: Households) -> pd.DataFrame:
    """A tidy table of the kind `forsorjningsstod` of the years up to `ar` (columns as of tables.read.tidy).

    table: columns rows.HOUSEHOLDS, one row a household and month. Counted in a kommun are the households with at
    least one month there in the year; how long their need is follows from their months in all kommuner. Where there
    are several kommuner, `ALL_KOMMUNER` counts each household once. Every household has the group, and the members,
    of its last month in the year (and kommun). Where the rows don't tell the whole year all is `saknas`, and where
    they don't tell the two years before, `mycket_langvarigt` is.
    """
    made = _Made()
    if table.empty:
        return made.table()
    months = Months(table, definitions)
    covered = spans(table, definitions)
    areas = list(dict.fromkeys(sorted(covered)))
    for year in range(int(table["manad"].min()[:4]), ar + 1):
        if len(areas) > 1:
            of_all = all(covered[name].covers(year, year) for name in areas)
            before = all(covered[name].covers(year - 2, year) for name in areas)
            _add_area(made, months, ALL_KOMMUNER, None, year, of_all, before, definitions)
        for name in areas:
            whole = covered[name].covers(year, year)
            _add_area(
                made, months, name, name, year, whole, covered[name].covers(year - 2, year), definitions
            )
    return made.table()


class Months:
    """The month rows as a matrix of households and months."""

    def __init__(self, table: pd.DataFrame, definitions: Households):
        serial = _serial(table["manad"]).to_numpy()
        self.households = pd.factorize(table["hushall"])[0]
        self.first = int(serial.min()) - WINDOW
        # Three years before the first month and one after the last, so that every window lies inside.
        shape = (self.households.max() + 1, int(serial.max()) - self.first + 1 + YEAR)
        self.support = np.zeros(shape, dtype=bool)
        self.support[self.households, serial - self.first] = True
        ages = [None if pd.isna(age) else int(age) for age in table["alder"]]
        self.rows = table.assign(
            household=self.households,
            serial=serial,
            hushallstyp=table["hushallstyp"],
            alder=[definitions.age_group(age) for age in ages],
            forsorjningshinder=table["forsorjningshinder"].replace("", UNKNOWN),
        )

    def of(self, kommun: str | None, year: int) -> pd.DataFrame:
        """The last row of each household in a year, with the columns langvarigt and mycket_langvarigt; all rows' sum
        in ore, none where any isn't told."""
        rows = self.rows[self.rows["serial"] // YEAR == year]
        if kommun is not None:
            rows = rows[rows["kommun"] == kommun]
        last = (
            rows.sort_values("serial", kind="stable").drop_duplicates("household", keep="last").sort_index()
        )
        at = last["household"].to_numpy()
        end = YEAR * (year + 1) - self.first
        if not 0 <= end - WINDOW <= end <= self.support.shape[1]:
            return last.assign(langvarigt=False, mycket_langvarigt=False, paid=None)
        return last.assign(
            langvarigt=is_long(self.support[at, end - YEAR : end]),
            mycket_langvarigt=is_very_long(self.support[at, end - WINDOW : end]),
            paid=rows["ore"].sum(skipna=False) if len(rows) else None,
        )

    def first_row(self, kommun: str | None) -> pd.Series:
        """What a number of 0 is traced to."""
        rows = self.rows if kommun is None else self.rows[self.rows["kommun"] == kommun]
        return rows.iloc[0]


def _add_area(
    made: _Made,
    months: Months,
    omrade: str,
    kommun: str | None,
    year: int,
    whole: bool,
    with_before: bool,
    definitions: Households,
) -> None:
    """The rows of an area and year. whole: whether the rows tell the year; with_before: and the two before it."""
    found = months.of(kommun, year)
    if not whole and not len(found):
        return
    keys = {"omrade": omrade, "period": str(year)}
    weights = {
        "hushall": pd.Series(1, index=found.index),
        "personer": found["vuxna"] + found["barn"],
    }
    zero = months.first_row(kommun)
    if not whole:
        for raknas in weights:
            of = keys | {"raknas": raknas, "uppdelning": "totalt", "grupp": ""}
            for kolumn in COLUMNS:
                made.add(of, kolumn, None, found.iloc[0])
        return
    for raknas, weight in weights.items():
        for uppdelning, grupp, members in _groups(found, weight, raknas, definitions):
            of = keys | {"raknas": raknas, "uppdelning": uppdelning, "grupp": grupp}
            for kolumn in COLUMNS:
                if kolumn == "mycket_langvarigt" and not with_before:
                    made.add(of, kolumn, None, zero)
                    continue
                counting = members[found[kolumn]] if kolumn != "alla" else members
                behind = counting.index[counting > 0]
                made.add(of, kolumn, int(counting.sum()), found.loc[behind[0]] if len(behind) else zero)
            if (
                (raknas, uppdelning) == ("hushall", "totalt")
                and len(found)
                and pd.notna(found["paid"].iloc[0])
            ):
                made.add(of, "utbetalt", Decimal(int(found["paid"].iloc[0])) / 100, found.iloc[0], "kr")


def _groups(
    found: pd.DataFrame, weight: pd.Series, raknas: str, definitions: Households
) -> Iterator[tuple[str, str, pd.Series]]:
    """Grouping, group, and how many each household counts as in it; 0 where it isn't of the group."""
    yield "totalt", "", weight
    for uppdelning in GROUPINGS:
        names = set(found[uppdelning])
        for grupp in definitions.order(uppdelning):
            if grupp in names:
                yield uppdelning, grupp, weight.where(found[uppdelning] == grupp, 0)
    if raknas == "personer":
        yield "vuxna_barn", "Vuxna", found["vuxna"]
        yield "vuxna_barn", "Barn", found["barn"]


class _Made:
    """Rows of the tidy table, made one cell at a time."""

    def __init__(self) -> None:
        self._rows: list[dict[str, object]] = []

    def add(
        self,
        keys: dict[str, str],
        kolumn: str,
        number: int | Decimal | None,
        behind: pd.Series,
        enhet: str = "antal",
    ) -> None:
        """A number, or None for one that is missing. behind: the first raw row that it is counted from."""
        place = {name: behind[name] for name in ("fil", "blad")} | {"radnr": int(behind["radnr"])}
        name = ", ".join(filter(None, [*keys.values(), kolumn]))
        value = {
            "varde": None if number is None else Decimal(number),
            "decimaler": 2 if enhet == "kr" else 0,
            "status": "saknas" if number is None else "",
        }
        self._rows.append(keys | {"kolumn": kolumn, "enhet": enhet, "rubrik_i_fil": name} | value | place)

    def table(self) -> pd.DataFrame:
        columns = [*key_columns(_KIND), *CELL_COLUMNS]
        table = pd.DataFrame(self._rows, columns=columns)
        return table.astype({name: "str" for name in columns if name not in ("varde", "decimaler", "radnr")})


def _serial(months: pd.Series) -> pd.Series:
    """Months since year 0 of texts such as 2024-03."""
    return months.str[:4].astype("int64") * YEAR + months.str[5:].astype("int64") - 1


def _month(text: str) -> int:
    return int(text[:4]) * YEAR + int(text[5:]) - 1
