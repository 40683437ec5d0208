"""Month rows as they are delivered: one row a household and month with income support."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

import numpy as np
import pandas as pd

from finsam.faults import Fault
from finsam.households.definitions import COLUMNS, FILE, Households
from finsam.households.types import TYPES, with_sex
from finsam.identity.pseudonyms import of_key
from finsam.params import Params
from finsam.people import cells
from finsam.people.cells import Columns, optional, required, word
from finsam.people.days import FIRST_YEAR, LAST_YEAR, day
from finsam.people.headings import laid_out_rows, match
from finsam.people.sheet import Sheet
from finsam.records import At, records
from finsam.sources.grids import Grid
from finsam.sources.written import read_number

#: The name of the delivery.
ROWS = "hushallsmanader"

#: The columns of month rows and their types. What isn't told is '' or NA. manad: `2024-03`. alder: in whole years at
#: the end of the month's year where the year of birth is told, otherwise as delivered. vuxna, barn: members. ore: paid.
HOUSEHOLDS = {
    "hushall": "str", "manad": "str", "kommun": "str", "hushallstyp": "str", "kon": "str", "alder": "Int64",
    "vuxna": "int64", "barn": "int64", "forsorjningshinder": "str", "ore": "Int64",
    "fil": "str", "blad": "str", "radnr": "int64",
}  # fmt: skip

REQUIRED = ("hushall", "manad", "kommun", "hushallstyp", "vuxna", "barn")

#: Ages of a registerledare, and numbers of members, that can be right.
YOUNGEST, OLDEST = 16, 110
MOST_ADULTS, MOST_CHILDREN = 10, 20

#: A number of members that couldn't be read.
_UNREAD = -1

_MONTH = re.compile("([0-9]{4})-?(0[1-9]|1[0-2])")


def read_months(
    grid: Grid, definitions: Households, params: Params | None
) -> tuple[pd.DataFrame, list[Fault]]:
    """The month rows of a sheet with the columns HOUSEHOLDS, and every fault in it. Raises nothing.

    hushallstyp: the type with the sex of a single person, where it is told. Rows with a fault are left out; no row
    is there when a column can't be told, or when the sheet holds personal identity numbers.
    """
    grid = laid_out_rows(grid, definitions, COLUMNS)
    columns, of_header = match(grid, definitions, COLUMNS, REQUIRED, FILE)
    grid = grid.accepting(columns.get("hushall"))
    sheet = Sheet(grid, columns)
    of = _columns(definitions, params)
    table = pd.DataFrame({name: sheet.read(name, *how) for name, how in of.items()})
    table = table.rename(columns={"belopp": "ore"})
    _tell_outside(sheet, table, definitions, params)
    _tell_members(sheet, table)
    _tell_sex(sheet, table)
    _tell_ages(sheet, table)
    year = table["manad"].str[:4].where(table["manad"] != "").astype("Int64")
    types = [with_sex(name, kon) for name, kon in zip(table["hushallstyp"], table["kon"], strict=True)]
    place = grid.place()
    table = table.assign(
        alder=(year - table["fodelsear"]).fillna(table["alder"]),
        hushallstyp=types,
        fil=place.file,
        blad=place.sheet or "",
        radnr=sheet.numbers,
    )
    usable = np.zeros_like(sheet.wrong) if of_header or grid.holds_numbers else ~sheet.wrong
    table = table[list(HOUSEHOLDS)].astype(HOUSEHOLDS)[usable].reset_index(drop=True)
    return table, [*of_header, *grid.faults, *sheet.faults(), *grid.notes]


def months_twice(table: pd.DataFrame) -> list[Fault]:
    """Households that stand more than once with a month, in one file or in several, with every row.

    table: all month rows of a delivery, columns HOUSEHOLDS.
    """
    faults = []
    for (key, when), rows in table[table.duplicated(["hushall", "manad"], keep=False)].groupby(
        ["hushall", "manad"], sort=False
    ):
        places = tuple(at.place("hushall", str(key)) for at in records(rows, At))
        message = f"The household {key} stands {len(rows)} times with the month {when}."
        kommuner = list(dict.fromkeys(rows["kommun"]))
        if len(kommuner) > 1:
            message += (
                f" Once in each of {', '.join(kommuner)}: if these are different households, put a letter of the "
                "kommun before the keys."
            )
        faults.append(Fault("row-twice", message, places, "one row for each household and month"))
    return faults


def month(text: str) -> str | Fault:
    """`2024-03` from `2024-03`, `202403` or any day of the month; otherwise the fault, without its place."""
    expected = "a month as 2024-03"
    if found := _MONTH.fullmatch(text):
        year, of_year = int(found[1]), found[2]
    else:
        read = day(text)
        if isinstance(read, Fault):
            return Fault("month-unreadable", "The cell can't be read as a month.", (), expected)
        year, of_year = read.year, f"{read.month:02}"
    if not FIRST_YEAR <= year <= LAST_YEAR:
        message = "The year can't be right."
        return Fault("month-unlikely", message, (), f"a month from {FIRST_YEAR} to {LAST_YEAR}")
    return f"{year}-{of_year}"


def last_month(params: Params) -> str:
    """The last month of the book: December, or that of an interim report's day."""
    per = params.year.per
    return f"{params.ar}-{per.month:02}" if per else f"{params.ar}-12"


def _columns(definitions: Households, params: Params | None) -> Columns:
    """Of each column its reader, the type of its values, and what stands where it isn't told."""
    not_told = definitions.not_told
    file = f"params/{params.forbund_id if params else '<forbund>'}/{FILE}"
    types, obstacles = definitions.words("hushallstyper"), definitions.words("forsorjningshinder")
    of_types = word(types, f"one of {', '.join(TYPES)}, or another spelling in {file}")
    of_obstacles = word(obstacles, f"one of {', '.join(definitions.forsorjningshinder)}, or a line in {file}")
    return {
        "hushall": (required(of_key, "the key of the household"), "str", ""),
        "manad": (required(month, "a month as 2024-03"), "str", ""),
        "kommun": (required(cells.kommun(params), "the kommun"), "str", ""),
        "hushallstyp": (required(of_types, "the type of household"), "str", ""),
        "vuxna": (required(_count("adults", MOST_ADULTS), "the number of adults"), "int64", _UNREAD),
        "barn": (
            required(_count("children", MOST_CHILDREN), "the number of children, 0 for none"),
            "int64",
            _UNREAD,
        ),
        "kon": (optional(cells.sex(), not_told), "str", ""),
        "fodelsear": (optional(cells.birth_year, not_told, None), "Int64", None),
        "alder": (optional(_age, not_told, None), "Int64", None),
        "forsorjningshinder": (optional(of_obstacles, not_told), "str", ""),
        "belopp": (optional(_ore, not_told, None), "Int64", None),
    }


def _number(text: str, what: str, unit: str = "") -> Decimal | Fault:
    try:
        number = read_number(text, unit).number.varde
    except ValueError as error:
        return Fault("number-unreadable", f"The cell can't be read as {what}.", (), str(error))
    if number is None:
        return Fault("cell-empty", "The cell must not be empty.", (), what)
    if number < 0:
        return Fault("number-negative", "The number is negative.", (), f"{what}, 0 or more")
    return number


def _count(members: str, most: int) -> Callable[[str], int | Fault]:
    what = f"a number of {members}"

    def read(text: str) -> int | Fault:
        number = _number(text, what)
        if isinstance(number, Fault):
            return number
        if number % 1:
            return Fault("number-not-whole", "A number of persons has decimals.", (), "a whole number")
        if number > most:
            return Fault("number-unlikely", f"So many {members} can't be right.", (), f"at most {most}")
        return int(number)

    return read


def _age(text: str) -> int | Fault:
    number = _number(text, "an age in whole years")
    if isinstance(number, Fault):
        return number
    if number % 1:
        return Fault("number-not-whole", "An age has decimals.", (), "a whole number")
    if not YOUNGEST <= number <= OLDEST:
        message = "Nobody of this age is the first adult of a household with support."
        return Fault("age-unlikely", message, (), f"{YOUNGEST} to {OLDEST}")
    return int(number)


def _ore(text: str) -> int | Fault:
    number = _number(text, "an amount in kr", "kr")
    if isinstance(number, Fault):
        return number
    if number != round(number, 2):
        return Fault("number-not-ore", "An amount in kr has more than two decimals.", (), "whole öre")
    if not number:
        message = "A month without payment is no month with support."
        return Fault("amount-zero", message, (), "an amount, or no row for the month")
    return int(100 * number)


def _tell_outside(sheet: Sheet, table: pd.DataFrame, definitions: Households, params: Params | None) -> None:
    """Months before the first or after the last that the delivery is about."""
    known = (table["manad"] != "").to_numpy()
    last = min(filter(None, (definitions.till, last_month(params) if params else None)), default=None)
    if definitions.fran:
        early = known & (table["manad"] < definitions.fran).to_numpy()
        message = "The month is before the first one of the delivery."
        expected = f"{definitions.fran} or later, or an earlier fran in {FILE}"
        sheet.tell(np.flatnonzero(early), "manad", Fault("month-outside", message, (), expected))
    if last:
        late = known & (table["manad"] > last).to_numpy()
        message = "The month is after the last one of the delivery."
        sheet.tell(np.flatnonzero(late), "manad", Fault("month-outside", message, (), f"{last} or earlier"))


def _tell_members(sheet: Sheet, table: pd.DataFrame) -> None:
    """Adults and children as the type has them. A cell that couldn't be read is told already."""
    for row, (name, adults, children) in enumerate(
        zip(table["hushallstyp"], table["vuxna"], table["barn"], strict=True)
    ):
        of = TYPES.get(name, TYPES["Övriga hushåll"])
        message = f"The household is of the type {name}."
        if adults == 0:
            none = "A household has at least one adult."
            sheet.tell([row], "vuxna", Fault("adults-missing", none, (), "1 or more"))
        elif adults != _UNREAD and of.adults not in (None, adults):
            sheet.tell([row], "vuxna", Fault("adults-contradict-type", message, (), str(of.adults)))
        if children != _UNREAD and of.children not in (None, bool(children)):
            expected = "1 or more" if of.children else "0"
            sheet.tell([row], "barn", Fault("children-contradict-type", message, (), expected))


def _tell_sex(sheet: Sheet, table: pd.DataFrame) -> None:
    if "kon" not in sheet.columns:
        return
    of_type = table["hushallstyp"].map({name: of.kon for name, of in TYPES.items()}).fillna("")
    for row in np.flatnonzero((of_type != "") & (table["kon"] != "") & (of_type != table["kon"])).tolist():
        message = f"The household is of the type {table['hushallstyp'].iat[row]}."
        sheet.tell([row], "kon", Fault("sex-contradicts-type", message, (), str(of_type.iat[row])))


def _tell_ages(sheet: Sheet, table: pd.DataFrame) -> None:
    """Years of birth that give an impossible age, or another than the one that is told."""
    year = table["manad"].str[:4].where(table["manad"] != "").astype("Int64")
    by_birth = (year - table["fodelsear"]).astype("Float64").to_numpy("float64", na_value=np.nan)
    for row in np.flatnonzero((by_birth < YOUNGEST) | (by_birth > OLDEST)).tolist():
        of = int(str(year.iat[row]))
        message = f"The first adult of the household would be {int(by_birth[row])} years old in {of}."
        expected = f"{of - OLDEST} to {of - YOUNGEST}"
        sheet.tell([row], "fodelsear", Fault("birth-year-unlikely", message, (), expected))
    told = table["alder"].astype("Float64").to_numpy("float64", na_value=np.nan)
    # Before the birthday a person is a year younger than at the end of the year.
    for row in np.flatnonzero((by_birth - told > 1) | (by_birth - told < 0)).tolist():
        most = int(by_birth[row])
        message = f"The year of birth makes the person {most - 1} or {most} years old."
        sheet.tell([row], "alder", Fault("age-contradicts-birth-year", message, (), f"{most - 1} or {most}"))
