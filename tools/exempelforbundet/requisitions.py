"""Costs of the insatser: requisitions of their owners, debts at the end of the year, and how those are settled."""

from __future__ import annotations

from datetime import date

from finsam.sources.sie.write import Row
from tools.exempelforbundet.books import CASH, Books, project, weekday
from tools.exempelforbundet.facts import INSATSER, Insats, chance

#: Parts of a year's cost: three requisitions, one in December and the debt, which is asked for next year.
PARTS = {3: 23, 6: 26, 9: 21, 12: 11}
DEBT = 100 - sum(PARTS.values())


def requisitions(books: Books, year: int) -> None:
    """Requisitions of the owners, and what they have not yet asked for at the end of the year, as a debt."""
    debts = {}
    for insats in INSATSER:
        if year not in insats.costs:
            continue
        code = insats.code(year)
        for month, part in _parts(insats, year).items():
            cost = _about(insats.costs[year] * 1000 * part // 100, 4, code, year, month)
            day = weekday(date(year, month, 9 + INSATSER.index(insats)))
            text = f"{insats.owner}, rekvisition {insats.name}"
            books.invoice(day, text, *_cost_rows(cost, code), vat=0)
        debts[code] = _about(insats.costs[year] * 1000 * DEBT // 100, 3, code, year, "skuld")
        rows = [*_cost_rows(debts[code], code), Row("2970", -100 * debts[code], project(code))]
        books.post("A", date(year, 12, 31), f"Projektskuld {insats.name}", *rows)
    settle(books, year + 1, debts)


def _parts(insats: Insats, year: int) -> dict[int, int]:
    """Percent of the year's cost by month of requisition; in its first year an insats begins late."""
    if year != min(insats.costs) or insats.starts == 1:
        return PARTS
    months = [month for month in PARTS if month >= insats.starts]
    return {month: (100 - DEBT) // len(months) for month in months}


def _cost_rows(kronor: int, code: str) -> list[Row]:
    """A requisition is four fifths salaries."""
    other = kronor // 5
    return [
        Row("4510", 100 * (kronor - other), project(code)),
        Row("4520", 100 * other, project(code)),
    ]


def _about(kronor: int, percent: int, *subject: object) -> int:
    """The amount, up to some percent more or less."""
    return kronor + int(kronor * chance(*subject).uniform(-percent, percent) / 100)


def settle(books: Books, year: int, debts: dict[str, int]) -> None:
    """Last year's debts are paid by the real requisition; what it differs by is a cost of this year."""
    for code, debt in debts.items():
        draw = chance("reglering", code, year)
        # Växtkraft's last requisition was what had been reckoned.
        real = debt if code == "P05VXT" and year == 2024 else debt + int(debt * draw.uniform(-0.09, 0.06))
        day = weekday(date(year, draw.randrange(1, 4), draw.randrange(8, 27)))
        rows = [Row("2970", 100 * debt, project(code)), Row("4590", 100 * (real - debt), project(code))]
        books.post("B", day, f"Slutrekvisition {year - 1}, {code}", *rows, Row(CASH, -100 * real))
