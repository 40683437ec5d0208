"""Checks of the economy: sums, deviations, and the statements and notes against each other."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import chain

import pandas as pd

from finsam.audit.check import Check, compare, rounding
from finsam.facts.economy import until
from finsam.tables.cells import Cell, Row, places_of, rows

Tables = dict[str, pd.DataFrame]
Column = list[tuple[Row, Cell]]

_OUTCOME = ("budget", "utfall", "differens")


def outcome(table: pd.DataFrame, title: str) -> Iterator[Check]:
    """Each section's sum is its rows; each deviation is budget less outcome or outcome less budget."""
    found = list(rows(table, ("sektion", "typ", "rad")))
    for section in dict.fromkeys(row.key["sektion"] for row in found):
        posts: list[Row] = []
        for row in (row for row in found if row.key["sektion"] == section):
            if row.key["typ"] == "post":
                posts.append(row)
            elif row.key["typ"] == "summa":
                for column in _OUTCOME:
                    cells = [post[column] for post in posts if post[column]]
                    subject = f"{title}, {row.key['rad']}: {column}"
                    yield from compare(
                        "section-sum", subject, row[column], cells, rounding(row[column], *cells)
                    )
    deviating = [row for row in found if row["differens"] and (row["budget"] or row["utfall"])]
    signs = _signs(deviating)
    for row in deviating:
        yield _deviation(f"{title}, {row.key['rad']}: differens", row, signs[_is_income(row)])


def _is_income(row: Row) -> bool:
    """Whether more than planned is good: such rows may have the other sign than those of costs."""
    words = f"{row.key['sektion']} {row.key['rad']}".lower()
    return row.key["typ"] == "resultat" or any(word in words for word in ("intäkt", "resultat", "finansiell"))


def _signs(found: list[Row]) -> dict[bool, int]:
    """1 where more than half of the rows of costs, and of incomes, are budget less outcome, -1 outcome less budget.

    0 where the rows don't tell: none deviates, or as many one way as the other.
    """
    signs = {}
    for is_income in (False, True):
        gaps = [(_gap(row), row["differens"].printed) for row in found if _is_income(row) == is_income]
        kept = sum(((gap * stated).compare(0) for gap, stated in gaps if abs(gap) == abs(stated)), Decimal(0))
        signs[is_income] = int(kept.compare(0))
    return signs


def _gap(row: Row) -> Decimal:
    """Budget less outcome, as printed."""
    budget, outcome = (row[name].printed if row[name] else Decimal(0) for name in ("budget", "utfall"))
    return budget - outcome


def _deviation(subject: str, row: Row, sign: int) -> Check:
    """The sign of a deviation is a convention of the table; where that isn't known, the nearer of the two."""
    stated, gap = row["differens"].printed, _gap(row)
    computed = sign * gap if sign else min((gap, -gap), key=lambda difference: abs(stated - difference))
    cells = [row[column] for column in ("differens", "budget", "utfall") if row[column]]
    places = places_of(cells)
    return Check("deviation", subject, stated, computed, cells[0].enhet, places, rounding(*cells))


def statements(tables: Tables) -> Iterator[Check]:
    """Within and between income statement, balance sheet, cash flow and notes."""
    for name, title in (("resultatrakning", "Resultaträkning"), ("kassaflode", "Kassaflödesanalys")):
        for period, column in _columns(tables.get(name)):
            yield from _subtotals(f"{title} {period}", column)
    for period, column in _columns(tables.get("balansrakning")):
        yield from _balance(f"Balansräkning {period}", column)
    for period, column in _columns(tables.get("projektskulder")):
        yield from _subtotals(f"Projektskulder {period}", column)
    yield from _notes(tables)
    yield from _links(tables)


def _columns(table: pd.DataFrame | None) -> Iterator[tuple[str, Column]]:
    """Each period of a statement: its rows in order with their amount."""
    if table is None:
        return
    keys = [key for key in ("not", "rubrik", "sektion", "post", "projekt", "typ") if key in table]
    found = list(rows(table, keys, across="period"))
    for period in dict.fromkeys(period for row in found for period in row):
        yield period, [(row, row[period]) for row in found]


def _subtotals(title: str, column: Column) -> Iterator[Check]:
    """A sum row is the posts of its section, those since the last sum row, or all before it.

    Statements don't say which of them a sum row closes, so the nearest one is what it should be. It may also close
    the last posts of its section, as that of the current assets does, when they make it. Cash at the start
    and at the end of the year are stocks and no posts of a cash flow. A section without posts sums to a printed 0.
    """
    so_far: list[Cell] = []
    since_last: list[Cell] = []
    section: list[Cell] = []
    section_name = None
    for row, amount in column:
        if row.key.get("sektion") != section_name:
            section, section_name = [], row.key.get("sektion")
        label = row.key.get("post") or row.key["projekt"]
        if "likvida medel vid" in label.lower():
            continue
        if row.key["typ"] == "post":
            if amount:
                for group in (so_far, since_last, section):
                    group.append(amount)
            continue
        if amount and (since_last or amount.varde):
            subject = f"{title}, {label}"
            checks = [*chain(*(_sum_of(subject, amount, parts) for parts in (so_far, since_last, section)))]
            best = min(checks, key=lambda check: abs(check.difference), default=None)
            if best and best.severity == "contradiction":
                last_posts = [since_last[-count:] for count in range(2, len(since_last))]
                others = chain(*(_sum_of(subject, amount, parts) for parts in last_posts))
                best = next((check for check in others if check.severity != "contradiction"), best)
            yield from [best] if best else []
        since_last = []


def _sum_of(subject: str, amount: Cell, parts: list[Cell]) -> list[Check]:
    return compare("running-sum", subject, amount, parts, rounding(amount, *parts))


def _balance(title: str, column: Column) -> Iterator[Check]:
    """Each side of the balance sheet adds up, and the two sides are equal."""
    is_total = [row.key["post"].lower().startswith("summa tillgångar") for row, _ in column]
    if not any(is_total):
        return
    split = is_total.index(True) + 1
    for side in (column[:split], column[split:]):
        yield from _subtotals(title, side)
    sums = [cell for row, cell in column[split:] if row.key["typ"] == "summa" and cell]
    if sums:
        subject = f"{title}: summa tillgångar mot summa eget kapital och skulder"
        yield from compare("balance", subject, column[split - 1][1], [sums[-1]])


def _notes(tables: Tables) -> Iterator[Check]:
    """The posts of a note make its sum, and its sum is what the statement has in the rows that name the note."""
    if "noter" not in tables:
        return
    for (number, heading), note in tables["noter"].groupby(["not", "rubrik"], sort=False):
        for period, column in _columns(note):
            posts = [cell for row, cell in column if row.key["typ"] == "post" and cell]
            total = next((cell for row, cell in column if row.key["typ"] == "summa" and cell), None)
            if total is None:
                continue
            subject = f"Not {number} {heading}, {period}"
            yield from compare("note-sum", f"{subject}: summa", total, posts, rounding(total, *posts))
            stated = _rows_of_note(tables, str(number), period, total)
            # One row is the sum itself; several are rounded one by one.
            tolerance = rounding(total, *stated) if len(stated) > 1 else 0
            about = f"{subject}: summa mot räkningens rad"
            yield from compare("note-statement", about, total, stated, tolerance)


def _rows_of_note(tables: Tables, number: str, period: str, total: Cell) -> list[Cell]:
    """The amounts of the statements' rows that refer to a note, which may show costs without their minus."""
    cells = [
        cell
        for name in ("resultatrakning", "balansrakning")
        for found, column in _columns(tables.get(name))
        for row, cell in column
        if found == period and row.key["not"] == number and cell
    ]
    stated = sum((cell.number for cell in cells), Decimal(0))
    sign = -1 if abs(total.number + stated) < abs(total.number - stated) else 1
    return [Cell(sign * cell.number, cell.enhet, cell.decimaler, "", cell.place) for cell in cells]


def _links(tables: Tables) -> Iterator[Check]:
    """The same fact in two statements, and what one year closes with is what the next opens with."""
    cash = find(tables, "balansrakning", "kassa", "likvida medel")
    opening = find(tables, "kassaflode", "likvida medel vid årets början")
    closing = find(tables, "kassaflode", "likvida medel vid årets slut")
    flow = find(tables, "kassaflode", "årets kassaflöde")
    for when in closing:
        subject = f"Likvida medel vid årets slut {when}"
        if when in cash:
            yield from compare("cash", f"{subject}: mot balansräkningen", closing[when], [cash[when]])
        if when in opening and when in flow:
            parts = [opening[when], flow[when]]
            tolerance = rounding(closing[when], *parts)
            about = f"{subject}: början plus årets kassaflöde"
            yield from compare("cash-flow", about, closing[when], parts, tolerance)
    for when in opening:
        before = year_before(when)
        if closed := closing.get(before) or cash.get(before):
            subject = f"Likvida medel vid årets början {when}: mot årets slut {before}"
            yield from compare("opening", subject, opening[when], [closed])
    income = find(tables, "resultatrakning", "årets resultat")
    for when, cell in find(tables, "kassaflode", "årets resultat").items():
        if when in income:
            subject = f"Årets resultat {when}: kassaflödesanalysen mot resultaträkningen"
            yield from compare("result", subject, cell, [income[when]])
    equity = find(tables, "balansrakning", "summa eget kapital", "eget kapital")
    for when, cell in income.items():
        if when in equity and (last := equity.get(year_before(when))):
            subject = f"Eget kapital {when}: året före plus årets resultat"
            parts = [last, cell]
            yield from compare("equity", subject, equity[when], parts, rounding(equity[when], *parts))


def find(tables: Tables, name: str, *labels: str) -> dict[str, Cell]:
    """The amount of the first row whose label holds the words (and isn't the grand total of the side).

    By year, or by the last month of a part of a year, as 2025-06. labels: the later ones for a statement where no row
    has the earlier.
    """
    for label in labels:
        found: dict[str, Cell] = {}
        for period, column in _columns(tables.get(name)):
            for row, cell in column:
                post = row.key["post"].lower()
                if label in post and "skulder" not in post and cell:
                    found.setdefault(until(period), cell)
        if found:
            return found
    return {}


def year_before(when: str) -> str:
    """The year before that of a year or month."""
    return str(int(when[:4]) - 1)
