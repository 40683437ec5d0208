"""A part of a file in the agency's words, made the one tidy table; what can't be is told with its rows."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from finsam.faults import Fault, Place
from finsam.paths import relative
from finsam.register import words
from finsam.register.figures import read_figures
from finsam.register.names import Named, find_measure
from finsam.register.part import Part
from finsam.register.rows import COLUMNS, register_table
from finsam.tables.registers import INVENTED_LAN
from finsam.tables.statistics import Measure

#: Places that a fault shows; its message tells how many there are.
SHOWN = 5

#: SCB adds noise to its figures from this year of reference (Cell Key Method).
_NOISE_FROM = "2025"


@dataclass
class Tidy:
    """table: columns register.rows.COLUMNS, of the rows that nothing is wrong with. delivered: figures in the part."""

    table: pd.DataFrame
    delivered: int = 0
    faults: list[Fault] = field(default_factory=list)
    notes: list[Fault] = field(default_factory=list)


def tidy(part: Part, *, invented: bool = True) -> Tidy:
    """The tidy table of a part. invented: whether the invented län may be there."""
    rows = part.rows.reset_index(drop=True)
    if not len(rows):
        return Tidy(register_table([]), 0, list(part.faults), list(part.notes))
    check = _Check(part, rows)
    figures = _figures(check, "varde")
    below = _figures(check, "namnare")
    area = check.mapped(["niva", "omrade"], lambda of: words.area(of[1], of[0]), "area-unknown",
                        "{} is not the code or name of a kommun, län or the country.",
                        "a code of SCB, as 2480 or 24, or a name, as Umeå")  # fmt: skip
    sex = check.mapped(["kon"], lambda of: words.sex(of[0]), "sex-unknown", "{} is not a sex.",
                       "kvinnor, män or totalt")  # fmt: skip
    ages = check.mapped(["alder"], lambda of: words.ages(of[0]), "age-unknown", "{} is not a span of ages.",
                        "first and last year, as in 16-64")  # fmt: skip
    period = check.mapped(["period"], lambda of: words.period(of[0]), "period-unknown",
                          "{} is not a year or a month.", "2024, 2024-09 or 2024M09")  # fmt: skip
    named = check.mapped(["matt", "titel", "version"], lambda of: _named(part, of), "measure-missing",
                         "The figure has no measure.", "the code or the title of the measure")  # fmt: skip
    invented_here = np.array([bool(one) and one.kod.startswith(INVENTED_LAN) for one in area])
    if not invented:
        check.tell(invented_here, "area-invented", "The area is invented, and its figures may not stand among real ones.",
                   "real areas; invented ones belong in data/raw/register-exempel/", "omrade")  # fmt: skip
    table = pd.DataFrame(
        {
            "kommun_kod": [one.kod if one else "" for one in area],
            "kon": [one or "" for one in sex],
            "alder": [_ages(age, of) for age, of in zip(ages, named, strict=True)],
            "period": [one or "" for one in period],
            "matt": [of.matt if of else "" for of in named],
            "version": [of.version if of else "" for of in named],
            "kalla": part.agencies or part.agency,
            "varde": figures[0],
            "namnare": below[0],
            "status": figures[1],
            "fil": relative(part.file),
            "blad": part.sheet or "",
            "radnr": rows["radnr"],
            "rubrik": rows["rubrik"],
        }
    ).astype(COLUMNS)
    _possible(check, table, {of.matt: of for of in named if of})
    notes = [*part.notes, *_unknown(part, named), *_noise(part, table)]
    return Tidy(table[~check.bad].reset_index(drop=True), len(rows), [*part.faults, *check.faults], notes)


def _named(part: Part, of: tuple[str, str, str]) -> Named | None:
    code, title, version = (str(one).strip() for one in of)
    return (
        find_measure(part.agency, code, title, version, own=part.own, table=part.table)
        if code or title
        else None
    )


def _ages(age: str | None, of: Named | None) -> str:
    """Ages of the row; where it tells none, those that the agency's measure is of."""
    if age is None:
        return ""
    return age if age or of is None or of.alder is None else of.alder


class _Check:
    """Faults of rows, gathered by what is wrong so that a slip that fills a column is told once."""

    def __init__(self, part: Part, rows: pd.DataFrame):
        self.part, self.rows = part, rows
        self.bad = np.zeros(len(rows), dtype=bool)
        self.faults: list[Fault] = []

    def mapped(
        self,
        columns: list[str],
        read: Callable[[tuple[Any, ...]], object],
        code: str,
        message: str,
        expected: str,
    ) -> np.ndarray:
        """What `read` makes of each row's texts, each different text read once; a None is a fault."""
        frame = self.rows[columns]
        numbers: NDArray[np.integer]
        if len(columns) == 1:
            numbers, texts = pd.factorize(frame[columns[0]], use_na_sentinel=False)
            different: list[tuple[Any, ...]] = [(_text(one),) for one in texts]
        else:
            numbers = frame.groupby(columns, sort=False, dropna=False).ngroup().to_numpy(np.int64)
            first = np.unique(numbers, return_index=True)[1]
            different = [tuple(_text(one) for one in frame.iloc[at]) for at in first]
        found = np.empty(len(different), dtype=object)
        for at, of in enumerate(different):
            found[at] = read(of)
            if found[at] is None:
                told = repr(of[1] if columns[0] == "niva" else of[0])
                self.tell(numbers == at, code, message.format(told), expected, columns[-1])
        return found[numbers]

    def tell(self, where: np.ndarray, code: str, message: str, expected: str, column: str) -> None:
        at = np.flatnonzero(where)
        if not len(at):
            return
        self.bad |= where
        count = f" It stands on {len(at)} rows." if len(at) > SHOWN else ""
        places = tuple(dict.fromkeys(self.place(row, column) for row in at[: 20 * SHOWN]))[:SHOWN]
        self.faults.append(Fault(code, message + count, places, expected))

    def place(self, row: int, column: str) -> Place:
        of = self.rows.iloc[row]
        heading = of["rubrik"] if column in ("varde", "namnare", "status") else column
        return self.part.place(int(of["radnr"]), heading, _text(of[column]))


def _text(value: object) -> str:
    return "" if value is None or (isinstance(value, float) and np.isnan(value)) else str(value)


def _figures(check: _Check, column: str) -> tuple[np.ndarray, list[str]]:
    rows = check.rows
    cells = rows[column].tolist()
    if column == "namnare" and all(cell is None for cell in cells):
        return np.full(len(cells), np.nan), [""] * len(cells)
    states = rows["status"].tolist() if column == "varde" else [""] * len(cells)
    values, status = np.full(len(cells), np.nan), [""] * len(cells)
    # Columns of one file are written alike, so the decimal sign is settled for each by itself.
    numbers, _ = pd.factorize(rows["rubrik"])
    for number in np.unique(numbers):
        at = np.flatnonzero(numbers == number)
        of = [cells[n] for n in at]
        read = read_figures(of, [states[n] for n in at], check.part.hidden_wins)
        values[at] = read.values
        for n, one in zip(at, read.status, strict=True):
            status[n] = one
        for wrong, code, message in (
            (read.wrong, "number-unreadable", "The cell is not a number that can be read in one way."),
            (read.refused, "status-unknown", "The figure and its status don't fit."),
        ):
            for expected in dict.fromkeys(wrong.values()):
                where = np.zeros(len(rows), dtype=bool)
                where[[at[n] for n, of_it in wrong.items() if of_it == expected]] = True
                check.tell(
                    where, code, message, expected, column if code == "number-unreadable" else "status"
                )
    return values, status


def _possible(check: _Check, table: pd.DataFrame, known: dict[str, Named]) -> None:
    """Values that the measure can't have, and figures outside what its version is about."""
    for matt, of in known.items():
        if of.measure is None:
            continue
        mine = (table["matt"] == matt).to_numpy()
        values = table["varde"].to_numpy()
        check.tell(
            mine & (values < 0),
            "value-impossible",
            f"{of.measure.namn} can't be negative.",
            "0 or more",
            "varde",
        )
        top = {"procent": 100, "dagar": 366}.get(of.measure.enhet)
        if top:
            message = f"{of.measure.namn} can't be over {top} {of.measure.enhet}."
            check.tell(mine & (values > top), "value-impossible", message, f"{top} or less", "varde")
        check.tell(mine & (table["namnare"].to_numpy() < 0), "value-impossible", "A denominator can't be negative.",
                   "0 or more", "namnare")  # fmt: skip
        _versions(check, table, mine, of.measure)


def _versions(check: _Check, table: pd.DataFrame, mine: np.ndarray, of: Measure) -> None:
    if not of.versioner:
        return
    names = ", ".join(of.versioner)
    other = mine & ~table["version"].isin(of.versioner).to_numpy()
    check.tell(other, "version-unknown", f"{of.namn} is counted in several ways, and the file doesn't say which.",
               f"one of {names}: in the heading, the column `version` or the file's name", "version")  # fmt: skip
    for name, version in of.versioner.items():
        these = mine & (table["version"] == name).to_numpy()
        if not these.any():
            continue
        periods = table["period"]
        if version.fran:
            early = these & (periods < periods.str.len().map(lambda n, at=version.fran: at[:n])).to_numpy()
            check.tell(early, "version-period", f"{of.namn} {name} doesn't exist before {version.fran}.",
                       f"a period from {version.fran}", "period")  # fmt: skip
        if version.till:
            late = these & (periods > periods.str.len().map(lambda n, at=version.till: at[:n])).to_numpy()
            check.tell(late, "version-period", f"{of.namn} {name} doesn't exist after {version.till}.",
                       f"a period until {version.till}", "period")  # fmt: skip
        first, last = (int(end) if end else 999 for end in version.alder.split("-"))
        spans = {span: not _inside(span, first, last) for span in table["alder"].unique()}
        outside = table["alder"].map(spans).to_numpy(dtype=bool)
        check.tell(these & outside, "version-ages", f"{of.namn} {name} is of {version.alder} years.",
                   f"ages within {version.alder}", "alder")  # fmt: skip


def _inside(span: str, first: int, last: int) -> bool:
    ends = re.fullmatch(r"(\d+)-(\d*)", span)
    return not ends or (int(ends[1]) >= first and int(ends[2] or 999) <= last)


def _unknown(part: Part, named: Iterable[Named | None]) -> list[Fault]:
    counts: dict[str, int] = {}
    for of in named:
        if of and of.measure is None:
            counts[of.matt] = counts.get(of.matt, 0) + 1
    message = "{} figures of {} are kept under that name: params/register/matt.yml has no such measure."
    return [
        Fault("measure-unknown", message.format(count, matt), (part.place(),), None, "note")
        for matt, count in counts.items()
    ]


def _noise(part: Part, table: pd.DataFrame) -> list[Fault]:
    if part.agency != "SCB" or not (table["period"] >= _NOISE_FROM).any():
        return []
    message = (
        "From 2025 SCB adds a small random noise to every figure (Cell Key Method): parts need not add up to totals, "
        "and a sum of figures has the noise of them all."
    )
    return [Fault("scb-noise", message, (part.place(),), None, "note")]
