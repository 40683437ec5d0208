"""Which column of a kind each heading of a sheet is, with units and years that stand beside the names."""

from __future__ import annotations

import re

from finsam.faults import Fault, nearest
from finsam.sources.grids import Grid
from finsam.sources.layout import NUMBER, WORDS, Knows, other_years
from finsam.sources.written import MONEY, UNIT_WORDS
from finsam.tables.kinds import Key, Kind, Value
from finsam.tables.periods import is_period_of
from finsam.tables.words import SEXES

Columns = dict[int, Key | Value]

#: What stands beside a name: the mark of a footnote, a unit, a year.
_MARK = re.compile(r"(.+?)[ \u00a0]*(?:\*+|[¹²³⁴⁵⁶⁷⁸⁹]+\)?|[ \u00a0][0-9]\))")
_UNITS = "|".join(sorted(map(re.escape, UNIT_WORDS), key=len, reverse=True))
_UNIT = re.compile(rf"(.+?)[ \u00a0]*(?:,|[\u00a0 ]|[(\[](?:i )?)[ \u00a0]*({_UNITS})[)\]]?", re.IGNORECASE)
_YEAR = re.compile(r"(.+?)[ \u00a0,]+((?:19|20)[0-9]{2})")
_IN_TITLE = re.compile(rf"(?<!\w)({_UNITS})(?!\w)", re.IGNORECASE)

#: What may stand before the period of a heading and says no more than the table does. `Budget 2025` in an income
#: statement does say more.
_BEFORE_PERIOD = {
    "medlemsbidrag": "bidrag|medlemsbidrag",
    "flerarsbudget": "budget|plan",
    "projektbudget": "budget|plan",
}
_OF_ACCOUNTS = "utfall|bokslut"

#: Headings of remarks, which no figure is made of.
_REMARKS = ("kommentar", "kommentarer", "anmarkning", "anmarkningar", "anm", "anm.", "notering", "noteringar")

#: Å, ä and ö, which the names of columns are written without.
_LETTERS = str.maketrans("åäö", "aao")


def folded(heading: str) -> str:
    """A heading as the names of columns are written: `Inte i arbete` as inte_i_arbete, `Mått` as matt."""
    return re.sub(r"[\s\-/]+", "_", heading.casefold().translate(_LETTERS))


def knows(kind: Kind) -> Knows:
    """What a heading names, for sources.layout."""

    def named(heading: str) -> str | None:
        column, _, _ = _named(heading, kind, None)
        if column is None:
            return None
        return NUMBER if isinstance(column, Value) else WORDS

    return named


def match_header(grid: Grid, kind: Kind, year: int | None) -> tuple[Columns, list[Fault]]:
    """Which column of the kind each heading is; unknown, doubled and missing headings as faults. Remarks are no column.

    A unit in a heading or above the table must be that of its column, and a year that of the book.
    """
    columns: Columns = {}
    faults: list[Fault] = []
    periods: dict[int, str] = {}
    for index, heading in enumerate(grid.header):
        column, unit, period = _named(heading, kind, year)
        place = grid.place(grid.header_row, heading or f"number {index + 1}", heading)
        if column is None and is_remarks(heading):
            continue
        if column is None:
            headings = [*kind.columns, *(["a year or date"] if kind.period_unit else [])]
            message = f"A table of the kind {kind.name} has no column of this name." + nearest(
                heading, kind.columns
            )
            faults.append(Fault("column-unknown", message, (place,), "one of " + ", ".join(headings)))
            continue
        columns[index], periods[index] = column, period
        own = column.unit if isinstance(column, Value) else None
        if unit and own != unit:
            message = f"The heading says {unit}, and the column {column.name} is " + (
                f"in {own}." if own else "in none."
            )
            faults.append(
                Fault("heading-unit", message, (place,), f"the numbers in {own}" if own else "no unit here")
            )
    faults += _twice_and_missing(grid, kind, columns, periods)
    return columns, faults + _title_faults(grid, kind, columns, year)


def is_remarks(heading: str) -> bool:
    """Whether a heading is that of remarks, where its kind has no such column."""
    return folded(heading) in _REMARKS


def remark_notes(grid: Grid, columns: Columns) -> list[Fault]:
    """The columns of remarks that aren't read."""
    message = "The column of remarks isn't read."
    return [
        Fault("column-skipped", message, (grid.place(grid.header_row, heading),), severity="note")
        for index, heading in enumerate(grid.header)
        if index not in columns and is_remarks(heading)
    ]


def period_of(heading: str, kind: Kind) -> str:
    """The period that a heading names: 2024 of `2024 (tkr)`."""
    return _named(heading, kind, None)[2]


def _named(heading: str, kind: Kind, year: int | None) -> tuple[Key | Value | None, str, str]:
    """The column of a heading, the unit that it says, and the period that it is."""
    unit = ""
    if kind.period_unit:
        words = f"år|belopp|{_BEFORE_PERIOD.get(kind.name, _OF_ACCOUNTS)}"
        heading = re.sub(rf"^(?:{words})[ \u00a0]+(?=[0-9])", "", heading, flags=re.IGNORECASE)
    for _ in range(3):
        if kind.period_unit and is_period_of(kind, heading):
            return Value("belopp", f"amount of {heading}", kind.period_unit), unit, heading
        if column := _column(heading, kind):
            return column, unit, ""
        if mark := _MARK.fullmatch(heading):
            heading = mark[1]
        elif found := _UNIT.fullmatch(heading):
            heading, unit = found[1].rstrip(" ,"), UNIT_WORDS[found[2].lower()]
        elif (found := _YEAR.fullmatch(heading)) and year is not None and int(found[2]) == year:
            heading = found[1]
    return None, unit, ""


def _column(heading: str, kind: Kind) -> Key | Value | None:
    # `n` and `N` are two columns of sociala_utfall: exact spelling goes before all others.
    if column := kind.columns.get(heading):
        return column
    known = {folded(name): column for name, column in kind.columns.items()}
    for sex, spellings in SEXES.items():
        if sex in known:
            known |= {
                folded(each): known[sex] for each in spellings if len(each) > 1 and folded(each) not in known
            }
    return known.get(folded(heading))


def _twice_and_missing(grid: Grid, kind: Kind, columns: Columns, periods: dict[int, str]) -> list[Fault]:
    names = [periods[at] or column.name for at, column in columns.items()]
    faults = []
    for name in sorted({name for name in names if names.count(name) > 1}):
        place = grid.place(grid.header_row, name)
        message = "The column stands twice, so its figures can't be told apart."
        faults.append(Fault("column-twice", message, (place,)))
    missing = [c.name for c in kind.columns.values() if c.required and c.name not in names]
    if not any(isinstance(column, Value) for column in columns.values()):
        missing.append("a year or date such as 2016" if kind.period_unit else "a column of numbers")
    for name in missing:
        message = f"A table of the kind {kind.name} needs the column."
        faults.append(Fault("column-missing", message, (grid.place(grid.header_row),), name))
    return faults


def _title_faults(grid: Grid, kind: Kind, columns: Columns, year: int | None) -> list[Fault]:
    """Titles above the table that say another unit of money than its columns have, or another year than its rows get."""
    money = {column.unit for column in columns.values() if isinstance(column, Value) and column.unit in MONEY}
    has_periods = bool(kind.period_unit) or any(column.name == "period" for column in columns.values())
    faults = []
    for number, cells in grid.above:
        text = " ".join(filter(None, cells))
        place = grid.place(number, None, text)
        said = {UNIT_WORDS[word.lower()] for word in _IN_TITLE.findall(text)} & set(MONEY)
        if money and said and said != money:
            message = f"The row above the headings says {', '.join(sorted(said))}, and the amounts of the table are in {', '.join(sorted(money))}."
            expected = f"amounts in {', '.join(sorted(money))}, or no other unit above them"
            faults.append(Fault("title-unit", message, (place,), expected))
    return faults if has_periods else [*faults, *other_years(grid, year)]
