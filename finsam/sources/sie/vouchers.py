"""Vouchers and their rows: from lines to tables, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
import pyarrow as pa

from finsam.faults import Place
from finsam.sources.sie import plain
from finsam.sources.sie.blocks import Blocks
from finsam.sources.sie.labels import LABELS
from finsam.sources.sie.lines import Field
from finsam.sources.sie.objects import ObjectLists, Texts
from finsam.sources.sie.told import Told
from finsam.sources.sie.values import AMOUNT_EXPECTED, DATE_EXPECTED, date_number, days, kr, ore

_ROW_TYPES = {
    "line": np.int64, "account": np.int32, "objects": np.int32, "ore": np.int64, "date": np.int32, "text": str,
    "quantity": np.int32, "sign": np.int32, "kind": np.int8,
}  # fmt: skip
_VOUCHER_TYPES = {
    "line": np.int64, "series": np.int32, "number": str, "date": np.int32, "text": str, "registered": np.int32,
    "sign": np.int32,
}  # fmt: skip
_KINDS = ("TRANS", "RTRANS", "BTRANS")
_TRANS, _RTRANS, _BTRANS = range(3)


class Vouchers:
    """Takes plain lines by the piece and others one by one, and puts them in one order when all have been read.

    Until then texts that repeat are numbers (`objects.Texts`) and dates are YYYYMMDD, so that a million rows are
    a few arrays.
    """

    def __init__(self, told: Told, lists: ObjectLists):
        self.told, self.lists = told, lists
        self.accounts, self.quantities, self.signs, self.series = Texts(), Texts(), Texts(), Texts()
        self._kinds: list[np.ndarray] = []
        self._plain_rows: list[pa.Table] = []
        self._plain_vouchers: list[pa.Table] = []
        self._rows: list[tuple[object, ...]] = []
        self._vouchers: list[tuple[object, ...]] = []
        #: Lines of rows that could not be read: their vouchers can't balance.
        self._lost: list[int] = []

    def take_piece(self, piece: plain.Plain, first: int) -> None:
        """The plain lines of a piece, of which the first line is given."""
        self._kinds.append(piece.kinds)
        if piece.rows is not None:
            self._plain_rows.append(self._plain_row_table(piece.rows, first))
        if piece.vouchers is not None:
            self._plain_vouchers.append(self._plain_voucher_table(piece.vouchers, first))

    def _plain_row_table(self, rows: plain.Rows, first: int) -> pa.Table:
        return pa.table({
            "line": rows.line + first,
            "account": self.accounts.of(rows.account),
            "objects": self.lists.of_written(rows.objects),
            "ore": rows.ore,
            "date": rows.date,
            "text": rows.text,
            "quantity": self.quantities.of(rows.quantity),
            "sign": self.signs.of(rows.sign),
            "kind": np.full(len(rows.line), _TRANS, np.int8),
        })  # fmt: skip

    def _plain_voucher_table(self, vouchers: plain.VoucherLines, first: int) -> pa.Table:
        return pa.table({
            "line": vouchers.line + first,
            "series": self.series.of(vouchers.series),
            "number": vouchers.number,
            "date": vouchers.date,
            "text": vouchers.text,
            "registered": vouchers.registered,
            "sign": self.signs.of(vouchers.sign),
        })  # fmt: skip

    def take_row(self, label: str, fields: Sequence[Field], line: int) -> None:
        """A row that has its account and amount at least. Raises nothing: what can't be read is told."""
        names, _ = LABELS[label]
        values = dict(zip(names, [*fields, *[""] * len(names)], strict=False))
        items = values.pop("objekt")
        texts = {name: value for name, value in values.items() if isinstance(value, str)}
        misplaced = next((name for name in values if name not in texts), None)
        if misplaced or not isinstance(items, tuple) or len(items) % 2:
            name, value = (misplaced, values[misplaced]) if misplaced else ("objekt", items)
            place = self._place(line, label, name, value)
            message, expected = "The object list can't be read.", "pairs of dimension and object in braces"
            self._lose(line, "objects-unreadable", message, place, expected)
            return
        amount = ore(texts["belopp"])
        place = self._place(line, label, "belopp", texts["belopp"])
        if amount is None:
            self._lose(line, "amount-unreadable", "The amount can't be read.", place, AMOUNT_EXPECTED)
            return
        if "," in texts["belopp"]:
            message = "The amount has a comma; read as the decimal sign."
            self.told.add("amount-comma", message, place, AMOUNT_EXPECTED, "note")
        self._rows.append((
            line, self.accounts.number(texts["konto"]), self.lists.number(self.lists.named(items)), amount,
            self._date(label, "transdat", texts["transdat"], line), texts["transtext"],
            self.quantities.number(texts["kvantitet"]), self.signs.number(texts["sign"]),
            _KINDS.index(label[1:]),
        ))  # fmt: skip

    def with_objects(self, label: str, fields: list[Field], line: int) -> list[Field]:
        """The fields of a row with an object list in its place, if there is none."""
        if len(fields) < 2 or isinstance(fields[1], tuple):
            return fields
        message = "The object list is missing; read as if {} stood there."
        place = self._place(line, label, "objekt", fields[1])
        self.told.add("objects-missing", message, place, "{}", "note")
        return [fields[0], (), *fields[1:]]

    def take_voucher(self, fields: Sequence[Field], line: int) -> None:
        """A voucher with whatever fields it has, which may be none. Raises nothing: what can't be read is told."""
        names, _ = LABELS["#VER"]
        texts = [" ".join(value) if isinstance(value, tuple) else value for value in fields]
        values = dict(zip(names, [*texts, *[""] * len(names)], strict=False))
        date = self._date("#VER", "verdatum", values["verdatum"], line)
        if not values["verdatum"]:
            place = self._place(line, "#VER", "verdatum", "")
            self.told.add("date-unreadable", "The voucher has no date.", place, DATE_EXPECTED)
        self._vouchers.append((
            line, self.series.number(values["serie"]), values["vernr"], date, values["vertext"],
            self._date("#VER", "regdatum", values["regdatum"], line), self.signs.number(values["sign"]),
        ))  # fmt: skip

    def lose(self, line: int) -> None:
        """A row on this line can't be read; why has been told."""
        self._lost.append(line)

    def tables(self) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
        """`vouchers`, `transactions` and `changes` of `Ledger`; tells what is wrong with blocks, sums and dates."""
        vouchers = _joined(self._plain_vouchers, self._vouchers, _VOUCHER_TYPES)
        rows = self._inside(vouchers, _joined(self._plain_rows, self._rows, _ROW_TYPES))
        dates = self._days(vouchers, "date", "#VER verdatum")
        counted, changed = self._counted(rows), _column(rows, "kind") != _TRANS
        ver = _column(rows, "ver")[counted]
        self._balanced(ver, _column(rows, "ore")[counted], vouchers)
        table = self._row_table(rows, dates)
        transactions = table if counted.all() else table[counted].reset_index(drop=True)
        changes = table[changed].reset_index(drop=True)
        return self._voucher_table(vouchers, dates, ver), transactions, changes

    def _voucher_table(self, vouchers: pa.Table, dates: np.ndarray, ver: np.ndarray) -> pd.DataFrame:
        """ver: the position of the voucher of each row that counts."""
        return pd.DataFrame({
            "serie": self.series.categorical(_column(vouchers, "series")).astype("str"),
            "nummer": _texts(vouchers, "number"),
            "datum": dates,
            "text": _texts(vouchers, "text"),
            "regdatum": self._days(vouchers, "registered", "#VER regdatum"),
            "sign": self.signs.categorical(_column(vouchers, "sign")),
            "rader": np.bincount(ver, minlength=len(vouchers)),
            "radnr": _column(vouchers, "line"),
        })  # fmt: skip

    def _row_table(self, rows: pa.Table, dates: np.ndarray) -> pd.DataFrame:
        """dates: of all vouchers, for rows that have none of their own."""
        ver = _column(rows, "ver")
        own = self._days(rows, "date", "transdat")
        return pd.DataFrame({
            "ver": ver,
            "konto": self.accounts.categorical(_column(rows, "account")),
            "objekt": self.lists.categorical(_column(rows, "objects")),
            "ore": _column(rows, "ore"),
            "datum": np.where(np.isnat(own), dates[ver], own) if len(own) else own,
            "text": _texts(rows, "text"),
            "kvantitet": self.quantities.categorical(_column(rows, "quantity")),
            "sign": self.signs.categorical(_column(rows, "sign")),
            "slag": pd.Categorical.from_codes(_column(rows, "kind"), categories=pd.Index(list(_KINDS))),
            "radnr": _column(rows, "line"),
        })  # fmt: skip

    def _inside(self, vouchers: pa.Table, rows: pa.Table) -> pa.Table:
        """The rows with `ver`, the position of their voucher; rows outside any voucher are told and left out."""
        blocks = Blocks(np.concatenate([np.empty(0, np.uint8), *self._kinds]))
        self._tell_blocks(blocks, vouchers)
        ver = blocks.voucher_of(_column(rows, "line"))
        outside = ver < 0
        if outside.any():
            message = "The row stands outside a voucher and isn't counted."
            for row in rows.filter(pa.array(outside)).to_pylist():
                place = self._place(row["line"], f"#{_KINDS[row['kind']]}", "belopp", kr(row["ore"]))
                self.told.add("row-outside", message, place, "rows in a block after #VER")
            rows, ver = rows.filter(pa.array(~outside)), ver[~outside]
        return rows.append_column("ver", pa.array(ver))

    def _tell_blocks(self, blocks: Blocks, vouchers: pa.Table) -> None:
        for lines, code, message, expected in (
            (blocks.unclosed, "voucher-open",
             "The block of the voucher is never closed; the file may be cut off.", "a line with }"),
            (blocks.blockless, "voucher-open",
             "The rows of the voucher stand without a block; they are taken for its rows.", "a line with { before them"),
            (blocks.empty, "voucher-empty", "The voucher has no rows.", "a block of rows"),
        ):  # fmt: skip
            for line in lines:
                self.told.add(code, message, self._opened(vouchers, line), expected)
        for line in blocks.stray:
            message = "The brace belongs to no voucher."
            self.told.add("brace-stray", message, self.told.place(line), "#VER before a block")

    def _counted(self, rows: pa.Table) -> np.ndarray:
        """Which rows count: those of #TRANS, and of #RTRANS when the next row doesn't repeat it as #TRANS."""
        kind = _column(rows, "kind")
        counted = kind == _TRANS
        added = np.flatnonzero(kind == _RTRANS)
        if not len(added):
            return counted
        following = np.minimum(added + 1, len(kind) - 1)
        same = kind[following] == _TRANS
        for name in ("ver", "account", "objects", "ore"):
            column = _column(rows, name)
            same &= column[following] == column[added]
        alone = added[~same]
        counted[alone] = True
        for at in alone:
            line, amount = int(_column(rows, "line")[at]), kr(_column(rows, "ore")[at])
            message = "The added row isn't repeated as #TRANS; it is counted."
            expected = "the same account, objects and amount as #TRANS next"
            self.told.add(
                "added-row-alone", message, self._place(line, "#RTRANS", "belopp", amount), expected, "note"
            )
        return counted

    def _balanced(self, ver: np.ndarray, amounts: np.ndarray, vouchers: pa.Table) -> None:
        if not len(ver):
            return
        starts = np.flatnonzero(np.diff(ver, prepend=-1))
        sums, which = np.add.reduceat(amounts, starts), ver[starts]
        lost = np.searchsorted(_column(vouchers, "line"), np.array(self._lost, np.int64)) - 1
        for at, difference in zip(which[sums != 0], sums[sums != 0], strict=True):
            if at not in lost:
                message = f"The voucher doesn't balance: its rows add up to {kr(difference)}."
                place = self._opened(vouchers, int(_column(vouchers, "line")[at]))
                self.told.add("voucher-unbalanced", message, place, kr(0))

    def _days(self, table: pa.Table, name: str, column: str) -> np.ndarray:
        numbers = _column(table, name)
        found = days(numbers)
        for at in np.flatnonzero(np.isnat(found) & (numbers != 0)):
            place = self.told.place(_column(table, "line")[at], column, f"{numbers[at]:08}")
            self.told.add("date-unreadable", "There is no such day.", place, DATE_EXPECTED)
        return found

    def _date(self, label: str, name: str, text: str, line: int) -> int:
        number = date_number(text)
        if number is None:
            place = self._place(line, label, name, text)
            self.told.add("date-unreadable", "The date can't be read.", place, DATE_EXPECTED)
        return number or 0

    def _opened(self, vouchers: pa.Table, line: int) -> Place:
        """The place of the voucher that a line belongs to: its #VER line, with series and number."""
        at = int(np.searchsorted(_column(vouchers, "line"), line, side="right")) - 1
        row = vouchers.slice(at, 1).to_pylist()[0]
        series = next(text for text, number in self.series.numbers.items() if number == row["series"])
        return self.told.place(row["line"], "#VER", f"{series} {row['number']}".strip())

    def _lose(self, line: int, code: str, message: str, place: Place, expected: str) -> None:
        self.told.add(code, message + " The row isn't counted.", place, expected)
        self._lost.append(line)

    def _place(self, line: int, label: str, name: str, value: Field) -> Place:
        return self.told.place(
            line, f"{label} {name}", " ".join(value) if isinstance(value, tuple) else value
        )


def _joined(pieces: list[pa.Table], careful: list[tuple[object, ...]], types: Mapping[str, type]) -> pa.Table:
    """Plain and careful rows as one table in the order of their lines."""
    columns = zip(*careful, strict=True) if careful else ((),) * len(types)
    arrays = {
        name: pa.array(values, pa.large_string()) if kind is str else pa.array(np.array(values, kind))
        for (name, kind), values in zip(types.items(), columns, strict=True)
    }
    table = pa.concat_tables([*pieces, pa.table(arrays)])
    if careful and any(len(piece) for piece in pieces):
        table = table.take(pa.array(np.argsort(_column(table, "line"), kind="stable")))
    return table


def _column(table: pa.Table, name: str) -> np.ndarray:
    return table.column(name).to_numpy()


def _texts(table: pa.Table, name: str) -> pd.Series:
    return table.column(name).to_pandas()
