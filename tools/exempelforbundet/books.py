"""Double entry: vouchers that balance, and the balances that they make."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from finsam.sources.sie.write import Objects, Row, Voucher

#: An account and the objects of a row.
Key = tuple[str, Objects]

Balances = Counter[Key]

CASH, INPUT_VAT, SUPPLIERS, RESULT_OF_YEAR = "1930", "2641", "2440", "2099"


def project(code: str) -> Objects:
    return (("6", code),)


def is_result(account: str) -> bool:
    return account >= "3000"


class Books:
    """Opening balances of the first year and vouchers from then on, in öre, debit positive."""

    def __init__(self, first: int, opening: dict[Key, int]):
        self.first, self.opening = first, Counter(opening)
        if sum(self.opening.values()):
            raise ValueError("the opening balances don't make 0")
        self._vouchers: list[Voucher] = []

    def post(self, series: str, day: date, text: str, *rows: Row) -> None:
        """Add a voucher; rows of 0 are left out."""
        if sum(row.ore for row in rows):
            raise ValueError(f"the voucher {text!r} of {day} doesn't balance")
        if held := [row for row in rows if row.ore]:
            self._vouchers.append(Voucher(series, "", day, text, held))

    def invoice(self, day: date, text: str, *costs: Row, vat: int = 25) -> None:
        """A supplier's invoice on net costs, with VAT in percent; paid 30 days later."""
        net = sum(row.ore for row in costs)
        tax = net * vat // 100
        self.post("L", day, text, *costs, Row(INPUT_VAT, tax), Row(SUPPLIERS, -net - tax))
        self.pay(weekday(day + timedelta(30)), text, net + tax)

    def pay(self, day: date, text: str, ore: int) -> None:
        """Payment of an invoice."""
        self.post("B", day, f"Betalning: {text}", Row(SUPPLIERS, ore), Row(CASH, -ore))

    def vouchers(self, start: date, end: date) -> list[Voucher]:
        """Those of a time by day, with numbers that begin anew in each series and year."""
        found = sorted(self._vouchers, key=lambda each: (each.date, each.series))
        numbers: Counter[tuple[str, int]] = Counter()
        numbered = []
        for each in found:
            numbers[each.series, each.date.year] += 1
            numbered.append(replace(each, number=str(numbers[each.series, each.date.year])))
        return [each for each in numbered if start <= each.date <= end]

    def moved(self, account: str, start: date, end: date) -> int:
        """What happened on an account from one day to another, in öre."""
        return sum(row.ore for row in self._rows(start, end) if row.account == account)

    def result(self, year: int) -> int:
        """The result of a year; a surplus is negative, as credit is."""
        rows = self._rows(date(year, 1, 1), date(year, 12, 31))
        return sum(row.ore for row in rows if is_result(row.account))

    def start_of(self, year: int) -> Balances:
        """Opening balances. A result that no voucher has booked to the equity is there all the same."""
        if year == self.first:
            return self.opening.copy()
        found = self.end_of(date(year - 1, 12, 31))
        found[RESULT_OF_YEAR, ()] += self.result(year - 1)
        return found

    def end_of(self, day: date) -> Balances:
        """Every balance account at the end of a day."""
        found = self.start_of(day.year)
        for row in self._rows(date(day.year, 1, 1), day):
            if not is_result(row.account):
                found[row.account, row.objects] += row.ore
        return found

    def results(self, start: date, end: date) -> dict[str, int]:
        found: dict[str, int] = defaultdict(int)
        for row in self._rows(start, end):
            if is_result(row.account):
                found[row.account] += row.ore
        return dict(found)

    def _rows(self, start: date, end: date) -> Iterator[Row]:
        return (row for each in self._vouchers if start <= each.date <= end for row in each.rows)


def weekday(day: date) -> date:
    """The day, or the Monday after."""
    return day + timedelta(7 - day.weekday() if day.weekday() > 4 else 0)
