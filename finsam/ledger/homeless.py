"""Accounts and projects without a home: each is told with its name, its amount and the lines of the ledger."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, replace

import pandas as pd

from finsam.faults import Fault, counted, nearest
from finsam.ledger.accounts import Index
from finsam.ledger.chart import Chart
from finsam.records import At, records
from finsam.sources.sie.values import kr

#: Lines that are listed one by one; more are counted.
LISTED = 20


@dataclass(frozen=True)
class Homes:
    """What is asked of: the chart, names of accounts and projects, and the file to mend."""

    chart: Chart
    names: Mapping[str, str]
    file: str

    def faults(self, table: pd.DataFrame, ar: int, budget_years: Container[int]) -> list[Fault]:
        """Everything without a home in the postings of the years that a book shows (columns of assign.py).

        ar: the year of the book, whose project debts it shows. budget_years: those of which it shows the outcome
        by row of the budget.
        """
        by_row = table[table["ar"].map(lambda year: year in budget_years).astype(bool)]
        strangers = self._strangers(by_row)
        loose = ~by_row["projekt"].isin(strangers)
        return [
            *self._outside_statements(table),
            *(self._stranger(code, rows) for code, rows in strangers.items()),
            *self._outside_budget(by_row[loose]),
            *self._debts_without_project(table[(table["ar"] == ar) & ~table["projekt"].isin(strangers)]),
            *self._outside_notes(table),
        ]

    def budget_faults(self, table: pd.DataFrame) -> Iterator[Fault]:
        """Accounts of the ledger's own budget that no row of the budget takes: their part of it would be lost."""
        lost = table[table["rakning"].isin(["", "resultatrakning"]) & (table["budgetsektion"] == "")]
        for account, rows in lost.groupby("konto"):
            message = (
                f"The budget (#PBUDGET) of account {self._named(str(account))} is in no row of the budget"
            )
            expected = (
                f"a project with an insats, or a row of the budget in {self.file} whose konton have {account}"
            )
            yield _fault("account-homeless", message, rows, expected)

    def _named(self, code: str) -> str:
        return f"{code} {self.names.get(code, '')}".strip()

    def _outside_statements(self, table: pd.DataFrame) -> Iterator[Fault]:
        for account, rows in table[table["rakning"] == ""].groupby("konto"):
            message = f"Account {self._named(str(account))} is in no row of the statements"
            yield _fault(
                "account-homeless", message, rows, f"a row in {self.file} whose konton have {account}"
            )

    def _strangers(self, table: pd.DataFrame) -> dict[str, pd.DataFrame]:
        """Postings by project code that the chart doesn't know, on accounts where the project counts."""
        counts = (table["rakning"] == "resultatrakning") | self._is_debt(table)
        known = table["projekt"].str.casefold().isin(list(self.chart.projects()))
        strange = table[counts & ~known & (table["projekt"] != "")]
        return {str(code): rows for code, rows in strange.groupby("projekt")}

    def _stranger(self, code: str, rows: pd.DataFrame) -> Fault:
        message = f"Project {self._named(code)} is no project of the förbund"
        expected = f"{code} or an alias of it under objekt in {self.file}"
        fault = _fault("object-homeless", message, rows, expected)
        return replace(fault, message=fault.message + nearest(code.casefold(), self.chart.projects()))

    def _outside_budget(self, table: pd.DataFrame) -> Iterator[Fault]:
        without = table[(table["rakning"] == "resultatrakning") & (table["budgetsektion"] == "")]
        for account, rows in without.groupby("konto"):
            message = f"Account {self._named(str(account))} is in no row of the budget without a project that has an insats"
            expected = (
                f"a project on the rows, or a row of the budget in {self.file} whose konton have {account}"
            )
            yield _fault("account-homeless", message, rows, expected)

    def _debts_without_project(self, table: pd.DataFrame) -> Iterator[Fault]:
        for account, rows in table[self._is_debt(table) & (table["insats"] == "")].groupby("konto"):
            if rows.groupby("slag")["ore"].sum().any():
                message = f"Account {self._named(str(account))} holds project debts, and these rows have no project with an insats"
                yield _fault("object-missing", message, rows, "a project on every row")

    def _is_debt(self, table: pd.DataFrame) -> pd.Series:
        debts = self.chart.projektskulder
        index = Index([(debts.konton, True)] if debts else [])
        return table["konto"].map(lambda account: bool(index.get(account))).astype(bool)

    def _outside_notes(self, table: pd.DataFrame) -> Iterator[Fault]:
        """Accounts of a row that names a note, in none of the note's rows: the note would not add up to the row."""
        for note in self.chart.noter:
            index = Index((line.konton, line) for line in note.rader)
            posts = [line.post for line in self.chart.statement_lines if line.not_ == note.not_]
            for account, rows in table[table["post"].isin(posts)].groupby("konto") if note.rader else ():
                if index.get(str(account)) is None:
                    message = f"Account {self._named(str(account))} is in no row of note {note.not_}"
                    expected = f"a row of the note in {self.file} whose konton have {account}"
                    yield _fault("account-homeless", message, rows, expected)


def _fault(code: str, message: str, rows: pd.DataFrame, expected: str) -> Fault:
    first = rows.head(LISTED)
    places = tuple(
        at.place(value=f"{voucher} {kr(ore)}".strip())
        for at, voucher, ore in zip(records(first, At), first["ver"], first["ore"], strict=True)
    )
    more = f", of which the first {LISTED} are listed" if len(rows) > LISTED else ""
    told = f"{message}: {kr(int(rows['ore'].sum()))} in {counted(len(rows), 'row')}{more}."
    return Fault(code, told, places, expected)
