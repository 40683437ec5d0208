"""Everything in a SIE file but its vouchers: company, years, accounts, objects, balances."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TypedDict

import numpy as np
import pandas as pd

from finsam.faults import Place
from finsam.sources.sie.labels import HEADER, LABELS
from finsam.sources.sie.ledger import Header
from finsam.sources.sie.lines import Field, canonical
from finsam.sources.sie.objects import ObjectLists
from finsam.sources.sie.told import Told
from finsam.sources.sie.values import AMOUNT_EXPECTED, DATE_EXPECTED, date_number, day, ore

_YEAR = re.compile(r"0|-?[1-9][0-9]?")
_PERIOD = re.compile(r"[0-9]{4}(0[1-9]|1[0-2])")
_ACCOUNT_PARTS = {"#KTYP": "typ", "#ENHET": "enhet", "#SRU": "sru"}
_BALANCES = {"#IB", "#UB", "#RES", "#OIB", "#OUB", "#PSALDO", "#PBUDGET"}

_COLUMNS = {
    "accounts": ("konto", "namn", "typ", "enhet", "sru", "radnr"),
    "dimensions": ("dimension", "namn", "overordnad", "radnr"),
    "objects": ("dimension", "nummer", "namn", "radnr"),
    "years": ("ar", "start", "slut", "radnr"),
    "balances": ("slag", "ar", "konto", "ore", "kvantitet", "radnr"),
    "object_balances": ("slag", "ar", "konto", "objekt", "ore", "kvantitet", "radnr"),
    "periods": ("slag", "ar", "period", "konto", "ore", "kvantitet", "radnr"),
    "object_periods": ("slag", "ar", "period", "konto", "objekt", "ore", "kvantitet", "radnr"),
}
_TYPES = {"radnr": "int64", "ore": "int64", "ar": "int64", "start": "datetime64[s]", "slut": "datetime64[s]"}

#: The texts of a line by the name of their field.
Texts = dict[str, str]


class Tables(TypedDict):
    """The tables of `Ledger` that are no vouchers or rows, by its names for them."""

    accounts: pd.DataFrame
    dimensions: pd.DataFrame
    objects: pd.DataFrame
    years: pd.DataFrame
    balances: pd.DataFrame
    object_balances: pd.DataFrame
    periods: pd.DataFrame
    object_periods: pd.DataFrame


class Records:
    """Takes the fields of one line after another and makes the tables of `Ledger` but vouchers and rows."""

    def __init__(self, told: Told, lists: ObjectLists):
        self.told, self.lists = told, lists
        self.header: dict[str, tuple[str, ...]] = {}
        self.prose: list[str] = []
        self._accounts: list[tuple[str, str, int]] = []
        self._rows: dict[str, list[tuple[object, ...]]] = {name: [] for name in _COLUMNS}
        self._account_parts: dict[str, dict[str, list[str]]] = {}
        self._first: dict[tuple[object, ...], tuple[int, str]] = {}
        self._takers: dict[str, Callable[[str, Texts, int], None]] = {
            "#RAR": self._rar,
            "#KONTO": self._konto,
            "#DIM": self._dim,
            "#UNDERDIM": self._dim,
            "#OBJEKT": self._objekt,
        }
        #: Accounts that #KTYP, #ENHET or #SRU say something of, with their first line.
        self.described: dict[str, int] = {}

    def take(self, label: str, fields: Sequence[Field], line: int) -> None:
        """A line with the fields that it must have and no more. Raises nothing: what can't be read is told."""
        names, _ = LABELS[label]
        values = dict(zip(names, fields, strict=False))
        for name, value in values.items():
            if isinstance(value, tuple) and name != "objekt":
                message, place = f"The field {name} is an object list.", self._place(line, label, name, value)
                self.told.add("field-unreadable", message, place, f"{label} {' '.join(names)}")
                return
        texts = {name: value for name, value in values.items() if isinstance(value, str)}
        if label in HEADER:
            self._header(label, tuple(texts.values()), line)
        elif label == "#PROSA":
            self.prose.append(" ".join(texts.values()))
        elif label in _ACCOUNT_PARTS:
            account, value = (texts[name] for name in names)
            self._account_part(label, account, value, line)
        elif label in _BALANCES:
            self._balance(label, texts, values.get("objekt", ()), line)
        else:
            self._takers[label](label, texts, line)

    def tables(self) -> Tables:
        """The columns of each as `Ledger` has them."""
        accounts = [(account, name, *self._parts(account), line) for account, name, line in self._accounts]
        return Tables(
            accounts=_table("accounts", accounts),
            dimensions=_table("dimensions", self._rows["dimensions"]),
            objects=_table("objects", self._rows["objects"]),
            years=_table("years", self._rows["years"]),
            balances=_table("balances", self._rows["balances"]),
            object_balances=_table("object_balances", self._rows["object_balances"]),
            periods=_table("periods", self._rows["periods"]),
            object_periods=_table("object_periods", self._rows["object_periods"]),
        )

    def head(self) -> Header:
        """What the lines about the company and the file say."""

        def words(label: str, field: int = 0) -> str:
            return " ".join(self.header.get(label, ())[field:]).strip()

        return Header(
            name=words("#FNAMN"),
            orgnr=(self.header.get("#ORGNR") or ("",))[0],
            sietyp=words("#SIETYP"),
            program=words("#PROGRAM"),
            generated=words("#GEN"),
            format=words("#FORMAT"),
            flag=words("#FLAGGA"),
            company_id=words("#FNR"),
            company_kind=words("#FTYP"),
            industry=words("#BKOD"),
            address=self.header.get("#ADRESS", ()),
            tax_year=words("#TAXAR"),
            upto=words("#OMFATTN"),
            chart=words("#KPTYP"),
            currency=words("#VALUTA"),
            prose=tuple(self.prose),
        )

    def _header(self, label: str, fields: tuple[str, ...], line: int) -> None:
        first = self.header.setdefault(label, fields)
        if first != fields:
            message = f"{label} stands here a second time, with something else; the first one holds."
            place = self._place(line, label, None, " ".join(fields))
            self.told.add("label-twice", message, place, None, "note")

    def _rar(self, label: str, texts: Texts, line: int) -> None:
        year = self._year(label, texts, line)
        start, end = (self._day(label, texts, name, line) for name in ("start", "slut"))
        if year is None or start is None or end is None:
            return
        if self._again(label, (year,), f"{start} {end}", f"Year {year}", line):
            return
        if end < start:
            message = "The fiscal year ends before it starts."
            place = self._place(line, label, "slut", texts["slut"])
            self.told.add("year-unreadable", message, place, f"a day after {texts['start']}")
            return
        self._rows["years"].append((year, start, end, line))

    def _konto(self, label: str, texts: Texts, line: int) -> None:
        account, name = texts["kontonr"], texts.get("kontonamn", "")
        if not self._again(label, (account,), name, f"Account {account}", line):
            self._accounts.append((account, name, line))

    def _account_part(self, label: str, account: str, value: str, line: int) -> None:
        self.described.setdefault(account, line)
        # An account may have several codes for the tax return, but one type and one unit.
        if label != "#SRU" and self._again(label, (account,), value, f"{label} of account {account}", line):
            return
        parts = self._account_parts.setdefault(account, {})
        parts.setdefault(_ACCOUNT_PARTS[label], []).append(value)

    def _dim(self, label: str, texts: Texts, line: int) -> None:
        dimension, name = texts["dimensionsnr"], texts.get("namn", "")
        if not self._again("#DIM", (dimension,), name, f"Dimension {dimension}", line):
            self._rows["dimensions"].append((dimension, name, texts.get("superdimension", ""), line))

    def _objekt(self, label: str, texts: Texts, line: int) -> None:
        key, name = (texts["dimensionsnr"], texts["objektnr"]), texts.get("objektnamn", "")
        if not self._again(label, key, name, f"Object {' '.join(key)}", line):
            self._rows["objects"].append((*key, name, line))

    def _balance(self, label: str, texts: Texts, objects: Field, line: int) -> None:
        year, amount = self._year(label, texts, line), self._ore(label, texts, line)
        period = texts.get("period")
        if period is not None and not _PERIOD.fullmatch(period):
            place = self._place(line, label, "period", period)
            self.told.add("period-unreadable", "The period can't be read.", place, "a month as YYYYMM")
            return
        if year is None or amount is None:
            return
        # A text in its place is no list, whatever its letters would make.
        items = objects if isinstance(objects, tuple) else tuple(filter(None, (objects,)))
        if len(items) % 2:
            message, place = (
                "The object list isn't made of pairs.",
                self._place(line, label, "objekt", objects),
            )
            self.told.add("objects-unreadable", message, place, "pairs of dimension and object")
            return
        list_name = self.lists.named(items)
        keys = [year, *([period] if period is not None else []), texts["konto"]]
        subject = f"{label} of {', '.join(map(str, keys))}{' {' + canonical(items) + '}' if items else ''}"
        # Both rows are kept: which of them is right can't be known here.
        self._again(label, (*keys, list_name), f"{amount}", subject, line, severity="error")
        by_object = bool(items) or label in ("#OIB", "#OUB")
        name = ("object_" if by_object else "") + ("balances" if period is None else "periods")
        parts = [*keys, *([list_name] if by_object else []), amount, texts.get("kvantitet", "")]
        self._rows[name].append((label[1:], *parts, line))

    def _again(
        self,
        label: str,
        key: tuple[object, ...],
        value: str,
        subject: str,
        line: int,
        severity: str | None = None,
    ) -> bool:
        """Whether the same thing has been there before, which is told; harmless where it says the same."""
        first = self._first.setdefault((label, *key), (line, value))
        if first[0] == line:
            return False
        same = first[1] == value
        message = f"{subject} stands here a second time, with {'the same' if same else 'another'} content."
        if severity is None:
            message += " The first one holds."
        places = (self._place(line, label, None, None), self._place(first[0], label, None, None))
        self.told.add("entry-twice", message, places, None, severity or ("note" if same else "error"))
        return True

    def _year(self, label: str, texts: Texts, line: int) -> int | None:
        if _YEAR.fullmatch(texts["årsnr"]):
            return int(texts["årsnr"])
        place = self._place(line, label, "årsnr", texts["årsnr"])
        self.told.add("year-unreadable", "The number of the year can't be read.", place, "0, -1, -2 ...")
        return None

    def _day(self, label: str, texts: Texts, name: str, line: int) -> np.datetime64 | None:
        found = day(date_number(texts[name]) or 0)
        if not np.isnat(found):
            return found
        place = self._place(line, label, name, texts[name])
        self.told.add("date-unreadable", "The date can't be read.", place, DATE_EXPECTED)
        return None

    def _ore(self, label: str, texts: Texts, line: int) -> int | None:
        amount, place = ore(texts["saldo"]), self._place(line, label, "saldo", texts["saldo"])
        if amount is None:
            self.told.add("amount-unreadable", "The amount can't be read.", place, AMOUNT_EXPECTED)
        elif "," in texts["saldo"]:
            message = "The amount has a comma; read as the decimal sign."
            self.told.add("amount-comma", message, place, AMOUNT_EXPECTED, "note")
        return amount

    def _parts(self, account: str) -> tuple[str, str, str]:
        parts = self._account_parts.get(account, {})
        return (
            parts.get("typ", [""])[0],
            parts.get("enhet", [""])[0],
            " ".join(dict.fromkeys(parts.get("sru", []))),
        )

    def _place(self, line: int, label: str, name: str | None, value: Field | None) -> Place:
        shown = " ".join(value) if isinstance(value, tuple) else value
        return self.told.place(line, f"{label} {name}" if name else label, shown)


def _table(name: str, rows: Sequence[tuple[object, ...]]) -> pd.DataFrame:
    columns = zip(*rows, strict=True) if rows else ((),) * len(_COLUMNS[name])
    arrays = {
        column: np.array(values, _TYPES[column]) if column in _TYPES else pd.array(values, dtype="str")
        for column, values in zip(_COLUMNS[name], columns, strict=True)
    }
    return pd.DataFrame(arrays)
