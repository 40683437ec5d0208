"""The rows of an export: transactions or balances, and those that are neither."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from finsam.faults import Fault, Place
from finsam.sources.exports.cells import (
    AMOUNT_EXPECTED,
    account,
    amount,
    date,
)
from finsam.sources.grids import Grid
from finsam.sources.sie.told import Told
from finsam.sources.sie.values import kr
from finsam.sources.totals import SUM

#: The keys of the amounts: belopp, or debet and kredit.
AMOUNTS = ("belopp", "debet", "kredit")

_UNUSED = " The row isn't counted."
_WORDS = {"konto": "account", "datum": "day"}
_UNREADABLE = {"konto": "account-unreadable", "datum": "date-unreadable"}


@dataclass(frozen=True)
class Wrong:
    """What is wrong in cells of one row, which the keys name."""

    code: str
    message: str
    keys: list[str]
    expected: str


@dataclass(frozen=True)
class Table:
    """A grid, and the column of each key that its export has."""

    grid: Grid
    at: dict[str, int]

    def heading(self, key: str) -> str:
        return self.grid.header[self.at[key]]

    def place(self, row: int, key: str, value: str) -> Place:
        return self.grid.place(row, self.heading(key), value)

    @cached_property
    def amounts(self) -> tuple[str, ...]:
        return tuple(key for key in AMOUNTS if key in self.at)

    def cells(self, texts: tuple[str, ...]) -> dict[str, str]:
        """The cells of a row by key; empty where the row is too short."""
        return {key: texts[i] if i < len(texts) else "" for key, i in self.at.items()}


@dataclass
class Sums:
    """Sums in öre by amount column: of the debit, the credit and all of it. Both signs for one column of amounts."""

    parts: dict[str, list[int]] = field(default_factory=dict)

    def add(self, amounts: dict[str, int | None]) -> None:
        for key, value in amounts.items():
            parts = self.parts.setdefault(key, [0, 0])
            parts[(value or 0) < 0] += value or 0

    def of(self, key: str) -> int:
        return sum(self.parts.get(key, [0]))

    def agree(self, stated: dict[str, int]) -> bool:
        """Whether a row may state these sums. In one column of amounts it may state the debit or the credit."""
        sides = self.parts.get("belopp", [0, 0])
        allowed = {"belopp": {sum(sides), *sides, -sides[1]}}
        return all(value in allowed.get(key, {self.of(key)}) for key, value in stated.items())


class Rows:
    """Takes the rows of a table one by one; each is used or told.

    used: the rows that count, by column of the read table; `kredit` (öre, 0 without one) too, `fil` and `blad` not.
    lost: the cells by key of rows that may belong to a voucher and don't count.
    """

    def __init__(self, table: Table, told: Told):
        self.table, self.told = table, told
        self.used: list[dict[str, Any]] = []
        self.lost: list[dict[str, str]] = []
        self._all, self._since = Sums(), Sums()
        self._doubts: list[Fault] = []

    def read(self) -> Rows:
        grid = self.table.grid
        unclear = grid.lost_rows
        self.lost += [self.table.cells(texts) for number, texts in grid.filled[1:] if number in unclear]
        for number, texts in grid.rows:
            if number not in unclear:
                self._take(number, texts, self.table.cells(texts))
        if not self.lost and not unclear:
            # Where rows are lost, a sum can't agree.
            for doubt in self._doubts:
                self.told.keep(doubt)
        return self

    @cached_property
    def _last(self) -> int:
        """The number of the last row with an account or a day."""
        rows = [(number, self.table.cells(texts)) for number, texts in self.table.grid.rows]
        return max((number for number, cells in rows if _has_account_or_day(cells)), default=0)

    def _take(self, number: int, texts: tuple[str, ...], cells: dict[str, str]) -> None:
        if all(cell.casefold() == self.table.heading(key).casefold() for key, cell in cells.items()):
            self._skip(number, texts, "The row repeats the headings.")
            return
        named = [cell for key in ("konto", "datum", "verifikation") if (cell := cells.get(key))]
        bare = all(SUM.match(cell) for cell in named)
        amounts, faults = self._amounts(cells)
        empty = all(value is None for value in amounts.values())
        if not faults and empty and len(named) <= 1 and not _has_account_or_day(cells):
            self._skip(number, texts, "The row has no account, day or amount.")
            return
        ends = bare and (number > self._last or any(SUM.match(text) for text in texts))
        if not faults and (ends or SUM.match(cells["konto"])):
            self._take_sum(number, cells, amounts)
            return
        row, more = self._row(cells, amounts)
        # What stands under the amounts in a row that has nothing else is one thing to mend.
        for wrong in faults if faults and bare else [*faults, *more]:
            places = [self.table.place(number, key, cells[key]) for key in wrong.keys]
            self.told.add(wrong.code, wrong.message + _UNUSED, places, wrong.expected)
        if faults or more:
            self.lost.append(cells)
        else:
            self.used.append(row | {"radnr": number})
            self._all.add(amounts)
            self._since.add(amounts)

    def _skip(self, number: int, texts: tuple[str, ...], message: str) -> None:
        place = self.table.grid.place(number, None, " ".join(filter(None, texts)))
        self.told.add("row-skipped", message + _UNUSED, place, None, "note")

    def _amounts(self, cells: dict[str, str]) -> tuple[dict[str, int | None], list[Wrong]]:
        """Öre by key, None where there is no amount, and what is wrong."""
        amounts: dict[str, int | None] = {}
        faults: list[Wrong] = []
        for key in self.table.amounts:
            try:
                amounts[key] = amount(cells[key])
            except ValueError as error:
                faults.append(Wrong("amount-unreadable", "The amount can't be read.", [key], str(error)))
        return amounts, faults

    def _take_sum(self, number: int, cells: dict[str, str], amounts: dict[str, int | None]) -> None:
        stated = {key: value for key, value in amounts.items() if value is not None}
        written = ", ".join(f"{self.table.heading(key)} {kr(value)}" for key, value in stated.items())
        places = [self.table.place(number, key, cells[key]) for key in stated or amounts]
        message = f"The row is a sum and no transaction: {written or 'no amount'}." + _UNUSED
        self.told.add("sum-row-skipped", message, places, None, "note")
        if not self._all.agree(stated) and not (self._since.parts and self._since.agree(stated)):
            made = ", ".join(f"{self.table.heading(key)} {kr(self._all.of(key))}" for key in stated)
            message = f"The sum row says {written}; the rows above it make {made}."
            self._doubts.append(Fault("sum-row-differs", message, tuple(places), made, "contradiction"))
        self._since = Sums()

    def _row(
        self, cells: dict[str, str], amounts: dict[str, int | None]
    ) -> tuple[dict[str, Any], list[Wrong]]:
        """The row by column of the read table, but for its place, and what is wrong."""
        faults: list[Wrong] = []
        row: dict[str, Any] = {
            "serie": cells.get("serie", ""),
            "nummer": cells.get("verifikation", ""),
            "text": cells.get("text", ""),
        }
        row |= {name: " ".join(cells.get(name, "").split()) for name in ("kontonamn", "projekt")}
        for key, read in (("konto", account), ("datum", date)):
            if key not in cells:
                continue
            try:
                row[key] = read(cells[key])
            except ValueError as error:
                code, verb = (_UNREADABLE[key], "be read") if cells[key] else ("cell-empty", "be empty")
                faults.append(Wrong(code, f"The {_WORDS[key]} can't {verb}.", [key], str(error)))
        if "konto" in row:
            row["konto"], name = row["konto"]
            row["kontonamn"] = row["kontonamn"] or name
        filled = [value for value in amounts.values() if value is not None]
        if not filled and len(amounts) == len(self.table.amounts):
            faults.append(Wrong("amount-missing", "The row has no amount.", [*amounts], AMOUNT_EXPECTED))
        if sum(value != 0 for value in filled) > 1:
            expected = "an amount in one of the columns"
            faults.append(Wrong("amount-twice", "The row has a debit and a credit.", [*amounts], expected))
        row["kredit"] = amounts.get("kredit") or 0
        row["ore"] = (amounts.get("belopp") or 0) + (amounts.get("debet") or 0) - row["kredit"]
        return row, faults


def _has_account_or_day(cells: dict[str, str]) -> bool:
    for key, read in (("konto", account), ("datum", date)):
        try:
            read(cells.get(key, ""))
        except ValueError:
            continue
        return True
    return False
