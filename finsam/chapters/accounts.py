"""Single figures of the statements: the result, the equity and the cash, by period."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from finsam.chapters.book import Book
from finsam.tables.cells import Cell, rows
from finsam.tables.words import KRONOR


def result(book: Book) -> dict[str, Cell]:
    """The result of each period that the income statement tells, that of the book first."""
    return first_row(book, "resultatrakning", "årets resultat")


def cash(book: Book) -> dict[str, Cell]:
    """Cash and bank on each day of the balance sheet."""
    return first_row(book, "balansrakning", "kassa", "likvida medel")


def equity(book: Book) -> dict[str, Cell]:
    """Equity at the end of each year, in the unit of the balance sheet; earlier years from `historik`."""
    sums = first_row(book, "balansrakning", "summa eget kapital", "eget kapital")
    unit = next((cell.enhet for cell in sums.values()), "kr")
    earlier = book.table("historik")
    earlier = earlier[(earlier["matt"] == "eget_kapital") & earlier["enhet"].isin(list(KRONOR))]
    found = {row.key["period"]: _in(unit, row["varde"]) for row in rows(earlier, ("period",)) if row["varde"]}
    told = {when[:4] for when in sums}
    found = {when: cell for when, cell in found.items() if when[:4] not in told} | sums
    return {when: found[when] for when in sorted(found)}


def in_tkr(cell: Cell) -> Decimal:
    """An amount of money in tkr."""
    return cell.number * KRONOR[cell.enhet] / 1000


def first_row(book: Book, kind: str, *labels: str) -> dict[str, Cell]:
    """By period, the figures of the first row of a statement whose label holds the words, which is no debt.

    labels: the later ones for a statement where no row has the earlier.
    """
    return next(filter(None, (_row_of(book, kind, label) for label in labels)), {})


def _row_of(book: Book, kind: str, label: str) -> dict[str, Cell]:
    for row in rows(book.table(kind), statement_keys(book, kind), across="period"):
        post = row.key["post"].lower()
        if label in post and "skulder" not in post and any(row.values()):
            return {when: cell for when, cell in row.items() if cell}
    return {}


def statement_keys(book: Book, kind: str) -> list[str]:
    """The keys that tell the rows of a statement apart."""
    return [key for key in ("not", "rubrik", "sektion", "post", "projekt", "typ") if key in book.table(kind)]


def _in(unit: str, cell: Cell) -> Cell:
    if cell.enhet == unit:
        return cell
    return replace(cell, varde=cell.number * KRONOR[cell.enhet] / KRONOR[unit], enhet=unit, decimaler=0)
