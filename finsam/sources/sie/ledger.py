"""What is read from one SIE file."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from finsam.faults import Fault
from finsam.sources.sie.told import Seen


@dataclass(frozen=True)
class Header:
    """The company and the file, as written; empty where the file says nothing.

    address: contact, street, postcode and town, telephone. upto: the day that balances reach to (#OMFATTN).
    generated: day and signature of #GEN. chart: the kind of chart of accounts (#KPTYP).
    """

    name: str = ""
    orgnr: str = ""
    sietyp: str = ""
    program: str = ""
    generated: str = ""
    format: str = ""
    flag: str = ""
    company_id: str = ""
    company_kind: str = ""
    industry: str = ""
    address: tuple[str, ...] = ()
    tax_year: str = ""
    upto: str = ""
    chart: str = ""
    currency: str = ""
    prose: tuple[str, ...] = ()


@dataclass(frozen=True)
class Ledger:
    """Tables of a SIE file. Amounts are whole öre (`ore`, int64), debit positive and credit negative; `radnr` is
    the line in the file, from 1; texts that aren't there are empty, dates NaT.

    `objekt` is an object list in one spelling, sorted by dimension, such as `1 "10" 6 "P41"`, and empty for `{}`.

    accounts: konto, namn, typ (T, S, K, I of #KTYP), enhet, sru (codes with spaces between), radnr.
    dimensions: dimension, namn, overordnad (of #UNDERDIM), radnr.
    objects: dimension, nummer, namn, radnr.
    object_lists: objekt, dimension, nummer; what each object list of the other tables consists of.
    years: ar (0, -1, ...), start, slut, radnr.
    balances: slag (IB, UB, RES), ar, konto, ore, kvantitet, radnr.
    object_balances: slag (OIB, OUB), ar, konto, objekt, ore, kvantitet, radnr.
    periods: slag (PSALDO, PBUDGET), ar, period (YYYYMM), konto, ore, kvantitet, radnr; totals of accounts only.
    object_periods: the same with objekt. These are parts of the totals and must never be added to them.
    vouchers: serie, nummer, datum, text, regdatum, sign, rader, radnr.
    transactions: ver (position in vouchers), konto, objekt, ore, datum (the voucher's where the row has none),
        text, kvantitet, sign, slag (TRANS, or RTRANS for an added row that no #TRANS repeats), radnr.
    changes: #RTRANS and #BTRANS rows, columns as in transactions. They don't count.

    labels: how often each known label was met. unknown, surplus: labels that aren't known, and known ones with
    more fields than they have; both were left out. faults: everything that is wrong, by line.
    """

    file: Path
    encoding: str
    header: Header
    accounts: pd.DataFrame
    dimensions: pd.DataFrame
    objects: pd.DataFrame
    object_lists: pd.DataFrame
    years: pd.DataFrame
    balances: pd.DataFrame
    object_balances: pd.DataFrame
    periods: pd.DataFrame
    object_periods: pd.DataFrame
    vouchers: pd.DataFrame
    transactions: pd.DataFrame
    changes: pd.DataFrame
    labels: dict[str, int] = field(default_factory=dict)
    unknown: dict[str, Seen] = field(default_factory=dict)
    surplus: dict[str, Seen] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()

    @property
    def kind(self) -> str:
        """The SIE type, by what the file holds where it doesn't say. `4I` is a file of vouchers for import: it may leave accounts and objects undeclared."""
        sietyp = self.header.sietyp or ("1" if self.vouchers.empty else "4")
        imported = self.file.suffix.lower() == ".si" or self.balances.empty
        return "4I" if sietyp == "4" and imported else sietyp

    def year_of(self, dates: pd.Series) -> pd.Series:
        """The fiscal year (0, -1, ...) that each day belongs to; NA for days outside all of them."""
        found = pd.Series(pd.NA, dates.index, "Int64")
        for year in self.years.itertuples():
            found[(dates >= year.start) & (dates <= year.slut)] = year.ar
        return found
