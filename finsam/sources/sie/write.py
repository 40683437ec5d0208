"""Writing a ledger as SIE 4, from plain data: for examples and tests. finsam itself delivers no ledgers.

`sie_text` makes the text, `write_sie` the file in CP437 with CR LF, the only encoding that the standard knows.
What is written here, `read.py` reads as it was.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from finsam.sources.sie.values import kronor

#: Pairs of dimension and object, such as (("1", "10"), ("6", "P41")).
Objects = tuple[tuple[str, str], ...]

_PERIODS = ("PSALDO", "PBUDGET")
_BY_OBJECT = ("OIB", "OUB")
_TOTALS = ("IB", "UB", "RES")

# Numbers and codes stand as they are, as in the files of most programs; names and texts in quotation marks.
_BARE = re.compile(r"[0-9A-Z._-]+")
# The standard forbids control characters, and has no spelling for a backslash where \" would be read.
_UNWRITABLE = re.compile(r'[\x00-\x1f\x7f]|\\"|\\$')


@dataclass(frozen=True)
class Balance:
    """One balance, in öre, debit positive. label: IB, UB, RES, OIB, OUB, PSALDO or PBUDGET; year: 0, -1, ...

    objects: of OIB and OUB; of PSALDO and PBUDGET when the amount is a part and not the account's total.
    period: YYYYMM of PSALDO and PBUDGET, otherwise empty.
    """

    label: str
    year: int
    account: str
    ore: int
    objects: Objects = ()
    period: str = ""


@dataclass(frozen=True)
class Row:
    """One row of a voucher, in öre, debit positive."""

    account: str
    ore: int
    objects: Objects = ()
    text: str = ""


@dataclass(frozen=True)
class Voucher:
    series: str
    number: str
    date: date
    text: str
    rows: Sequence[Row]


def sie_text(
    *,
    company: str,
    orgnr: str,
    program: str,
    generated: str,
    years: dict[int, tuple[date, date]],
    accounts: dict[str, str],
    dimensions: dict[str, str],
    objects: dict[tuple[str, str], str],
    balances: Sequence[Balance],
    vouchers: Sequence[Voucher],
) -> str:
    """The text of a SIE file, lines ended by LF. Its type is 4 with vouchers, otherwise what the balances make it.

    program: name and version, such as "Prov 1.0". generated: the day as YYYYMMDD. years: first and last day by
    number, 0 for the file's own year. accounts, dimensions: name by number. objects: name by (dimension, number).
    Everything is written in the order given, and nothing is added up: balances are the caller's.
    Raises ValueError for what the standard has no spelling for.
    """
    lines = [
        *_head(company, orgnr, program, generated, _type(balances, vouchers)),
        *(_line("RAR", year, start, end) for year, (start, end) in years.items()),
        *(line for account, name in accounts.items() for line in _account(account, name)),
        *(_line("DIM", number, name) for number, name in dimensions.items()),
        *(_line("OBJEKT", *pair, name) for pair, name in objects.items()),
        *(_balance(each) for each in balances),
        *(line for each in vouchers for line in _voucher(each)),
    ]
    return "\n".join(lines) + "\n"


def write_sie(file: Path, text: str) -> None:
    """The text as CP437 with CR LF. Raises UnicodeEncodeError, a ValueError, for a sign that CP437 doesn't have."""
    file.write_bytes(text.replace("\n", "\r\n").encode("cp437"))


def _head(company: str, orgnr: str, program: str, generated: str, kind: int) -> list[str]:
    name, version = program.rsplit(" ", 1) if " " in program else (program, "")
    return [
        _line("FLAGGA", 0),
        _line("PROGRAM", name, version),
        _line("FORMAT", "PC8"),
        _line("GEN", generated),
        _line("SIETYP", kind),
        _line("ORGNR", orgnr),
        _line("FNAMN", company),
    ]


def _type(balances: Sequence[Balance], vouchers: Sequence[Voucher]) -> int:
    if vouchers:
        return 4
    if any(each.objects for each in balances):
        return 3
    return 2 if any(each.label in _PERIODS for each in balances) else 1


def _account(account: str, name: str) -> Iterator[str]:
    yield _line("KONTO", account, name)
    if kind := _account_type(account):
        yield _line("KTYP", account, kind)


def _account_type(account: str) -> str:
    """T (assets), S (debts), I (income) or K (costs) by the class in the BAS chart; empty outside its classes."""
    if re.match("8[0-3]", account):
        return "I"  # financial income; the rest of class 8 are costs, appropriations and taxes
    return {"1": "T", "2": "S", "3": "I"}.get(account[:1], "K" if re.match("[4-8]", account) else "")


def _balance(each: Balance) -> str:
    amount = kronor(each.ore)
    if each.label in _PERIODS and re.fullmatch("[0-9]{6}", each.period):
        return _line(each.label, each.year, each.period, each.account, each.objects, amount)
    if each.label in _BY_OBJECT and each.objects and not each.period:
        return _line(each.label, each.year, each.account, each.objects, amount)
    if each.label in _TOTALS and not each.objects and not each.period:
        return _line(each.label, each.year, each.account, amount)
    raise ValueError(f"no such balance in SIE: {each}")


def _voucher(each: Voucher) -> Iterator[str]:
    yield _line("VER", each.series, each.number, each.date, each.text)
    yield "{"
    for row in each.rows:
        text = [row.text] if row.text else []
        yield _line("TRANS", row.account, row.objects, kronor(row.ore), each.date, *text)
    yield "}"


def _line(label: str, *values: str | int | date | Objects) -> str:
    return " ".join([f"#{label}", *map(_field, values)])


def _field(value: str | int | date | Objects) -> str:
    if isinstance(value, date):
        return f"{value:%Y%m%d}"
    if isinstance(value, tuple):
        return "{" + " ".join(f"{_field(dimension)} {_marked(number)}" for dimension, number in value) + "}"
    text = str(value)
    return text if _BARE.fullmatch(text) else _marked(text)


def _marked(text: str) -> str:
    """A text in quotation marks, those within it written as \\"."""
    if _UNWRITABLE.search(text):
        raise ValueError(f"SIE has no spelling for {text!r}")
    return '"' + text.replace('"', '\\"') + '"'
