"""A small förbund's ledger of two years in öre, and every form in which a program may deliver it."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal

import pandas as pd

from finsam.sources.sie.values import kronor
from finsam.sources.sie.write import Balance, Row, Voucher, sie_text
from finsam.tables.read import CELL_COLUMNS

ORGNR = "222000-9993"
#: Year of the book, and the one before.
NOW, LAST = 2020, 2019

NAMES = {
    "1210": "Inventarier",
    "1219": "Ackumulerade avskrivningar",
    "1510": "Fordringar på medlemmar",
    "1650": "Momsfordran",
    "1930": "Bank",
    "1940": "Placeringskonto",
    "2091": "Balanserat resultat",
    "2099": "Årets resultat",
    "2210": "Avsatt till pensioner",
    "2350": "Lån",
    "2440": "Leverantörsskulder",
    "2970": "Skuld till projektägare",
    "2990": "Upplupna kostnader",
    "3010": "Bidrag från staten",
    "3985": "Lönebidrag",
    "4510": "Insatser",
    "4590": "Skillnad mot rekvisition",
    "5010": "Hyra",
    "6410": "Styrelsearvoden",
    "6550": "Utvärdering",
    "7010": "Löner",
    "7832": "Avskrivningar",
    "8310": "Ränteintäkter",
    "8410": "Räntekostnader",
    "8999": "Årets resultat",
}
#: Projects of two insatser, one with an older spelling, and one of none.
CHART = """\
tomma_rader: visas
objekt:
  P1: {insats: Matcha, alias: [P1OLD]}
  P2: {insats: Vindeln}
  P9: {}
"""
OBJECTS = {("6", code): code for code in ("P1", "P1OLD", "P2", "P9")}

#: Öre by account and project, debit positive.
Amounts = dict[tuple[str, str], int]


@dataclass(frozen=True)
class Booked:
    """opening: of LAST. vouchers: of both years, without those that move the result.

    moved: whether the result of each year is booked (8999 against 2099). in_opening: whether NOW opens with the
    result of LAST when it isn't booked.
    """

    opening: Amounts
    vouchers: tuple[Voucher, ...]
    moved: tuple[bool, bool] = (False, False)
    in_opening: bool = True

    def of(self, year: int, months: Iterable[int] = range(1, 13)) -> list[Voucher]:
        """The vouchers of a year, with the one that books its result."""
        found = [each for each in self.vouchers if each.date.year == year]
        gain = -result_rows(found)
        if self.moved[year - LAST] and gain:
            rows = [Row("8999", gain), Row("2099", -gain)]
            found.append(Voucher("B", str(year), dt.date(year, 12, 31), "Årets resultat", rows))
        return [each for each in found if each.date.month in months]

    def starts(self, year: int) -> Amounts:
        """What a year opens with."""
        if year == LAST:
            return self.opening
        found = self.ends(LAST)
        if not self.moved[0] and self.in_opening:
            gain = -result_rows(self.of(LAST))
            found["2099", ""] = found.get(("2099", ""), 0) - gain
        return found

    def ends(self, year: int) -> Amounts:
        """What the accounts of the balance sheet close with."""
        found = defaultdict(int, self.starts(year))
        for key, ore in sums(self.of(year)).items():
            if key[0] < "3":
                found[key] += ore
        return dict(found)


def sums(vouchers: Iterable[Voucher]) -> Amounts:
    found: Amounts = defaultdict(int)
    for voucher in vouchers:
        for row in voucher.rows:
            found[row.account, code_of(row)] += row.ore
    return dict(found)


def result_rows(vouchers: Iterable[Voucher]) -> int:
    """Öre of the result accounts, debit positive, without what takes up the result."""
    return sum(ore for (account, _), ore in sums(vouchers).items() if "3" <= account < "899")


def code_of(row: Row) -> str:
    return row.objects[0][1] if row.objects else ""


def total(amounts: Amounts, *ranges: tuple[str, str]) -> int:
    """Öre of accounts in some of the ranges, both ends included."""
    return sum(
        ore for (account, _), ore in amounts.items() for low, high in ranges if low <= account[:4] <= high
    )


def voucher(number: int | str, day: str, *rows: tuple, series: str = "A") -> Voucher:
    """rows: account, kronor as text and perhaps the project."""
    made = [
        Row(account, int(Decimal(kr) * 100), ((("6", *code),) if code else ())) for account, kr, *code in rows
    ]
    return Voucher(series, str(number), dt.date.fromisoformat(day), f"Händelse {number}", made)


def sie(
    booked: Booked,
    own: int = NOW,
    *,
    vouchers: Iterable[int] = (NOW, LAST),
    months: Iterable[int] = range(1, 13),
    closing: Iterable[int] = (NOW, LAST),
    periods: Iterable[int] = (),
    projects: bool = True,
    extra: tuple[Balance, ...] = (),
) -> bytes:
    """A SIE file of `own` and the year before it, as bytes.

    vouchers, closing, periods: the years with #VER, with #UB and #RES, with #PSALDO. months: of the vouchers of own.
    projects: whether amounts are told by project.
    """
    years = [year for year in (own, own - 1) if year >= LAST]
    balances: list[Balance] = []
    for year in years:
        at = year - own
        balances += _totals("IB", at, booked.starts(year), projects)
        if year in closing:
            balances += _totals("UB", at, booked.ends(year), False)
            results = {key: ore for key, ore in sums(booked.of(year)).items() if key[0] >= "3"}
            balances += _totals("RES", at, results, False)
        if year in periods:
            balances += _periods(booked, year, at)
    kept = [
        each
        for year in sorted(vouchers)
        if year in years
        for each in booked.of(year, months if year == own else range(1, 13))
    ]
    text = sie_text(
        company="Samordningsförbundet Prov",
        orgnr=ORGNR,
        program="Prov 1.0",
        generated=f"{own + 1}0115",
        years={year - own: (dt.date(year, 1, 1), dt.date(year, 12, 31)) for year in years},
        accounts=NAMES,
        dimensions={"6": "Projekt"},
        objects=OBJECTS,
        balances=[*balances, *extra],
        vouchers=kept,
    )
    return text.replace("\n", "\r\n").encode("cp437")


def _totals(label: str, at: int, amounts: Amounts, projects: bool) -> list[Balance]:
    found: dict[str, int] = defaultdict(int)
    for (account, _), ore in amounts.items():
        found[account] += ore
    made = [Balance(label, at, account, ore) for account, ore in sorted(found.items()) if ore]
    if projects:
        made += [
            Balance(f"O{label}", at, account, ore, (("6", code),))
            for (account, code), ore in sorted(amounts.items())
            if code
        ]
    return made


def _periods(booked: Booked, year: int, at: int) -> list[Balance]:
    made = []
    for month in range(1, 13):
        period = f"{year}{month:02}"
        amounts = sums(booked.of(year, [month]))
        made += [
            Balance("PSALDO", at, each.account, each.ore, (), period)
            for each in _totals("IB", at, amounts, False)
        ]
        made += [
            Balance("PSALDO", at, account, ore, (("6", code),), period)
            for (account, code), ore in sorted(amounts.items())
            if code
        ]
    return made


#: Params of a book whose ledger is exported with these headings.
HEADINGS = "bokforing: {kolumner: {serie: Serie, kontonamn: Kontonamn, projekt: Projekt, text: Text}}\n"


def exported(booked: Booked, years: Iterable[int] = (NOW, LAST)) -> dict[str, str]:
    """The two CSV files of an export, by name."""
    rows = [
        [each.series, each.number, each.date, row.account, NAMES[row.account], code_of(row), _swedish(row.ore), each.text]
        for year in sorted(years)
        for each in booked.of(year)
        for row in each.rows
    ]  # fmt: skip
    starts = [
        [account, NAMES[account], code, _swedish(ore)] for (account, code), ore in booked.starts(NOW).items()
    ]
    headings = ["Konto", "Kontonamn", "Projekt", "Belopp"]
    return {
        "verifikationer.csv": _csv([["Serie", "Verifikation", "Datum", *headings, "Text"], *rows]),
        "ingaende_balanser.csv": _csv([headings, *starts]),
    }


def _csv(rows: list[list]) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=";", lineterminator="\r\n").writerows(rows)
    return out.getvalue()


def _swedish(ore: int) -> str:
    return kronor(ore).replace(".", ",")


@dataclass
class Figures:
    """The figures of tables that aren't 0, by kind, keys and column; what a reader sees."""

    tables: dict[str, pd.DataFrame]
    found: dict[tuple, Decimal] = field(default_factory=dict)

    def __post_init__(self):
        for kind, table in self.tables.items():
            keys = [name for name in table.columns if name not in CELL_COLUMNS]
            for row in table.to_dict("records"):
                if row["varde"]:
                    place = (kind, *(row[key] for key in keys), row["kolumn"])
                    assert place not in self.found, place
                    self.found[place] = row["varde"]

    def but(self, left_out: Callable[[tuple], bool]) -> dict[tuple, Decimal]:
        return {place: value for place, value in self.found.items() if not left_out(place)}


def figure(table: pd.DataFrame, kolumn: str = "belopp", **keys: str) -> Decimal | None:
    """The only cell with these keys; None where it has no number."""
    found = table[table["kolumn"] == kolumn]
    for key, text in keys.items():
        found = found[found[key] == text]
    assert len(found) == 1, f"{len(found)} cells have {keys}, {kolumn}"
    return found["varde"].iloc[0]


def half_away(ore: int, unit: int) -> int:
    """Öre in units of so many öre, rounded half away from zero, by whole numbers alone."""
    return (abs(ore) + unit // 2) // unit * (1 if ore >= 0 else -1)
