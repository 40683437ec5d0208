"""The economy's own arithmetic: deviations by the förbund's sign convention, and how large the equity is."""

from __future__ import annotations

from decimal import Decimal

from finsam.tables.cells import Cell, Row
from finsam.tables.signs import Costs, deviation_sign

#: The equity should be at most this percent of the year's contributions (domain (g): the national recommendation).
EQUITY_LIMIT = Decimal(20)


def equity_share(equity: Decimal, contributions: Decimal) -> Decimal:
    """Equity in percent of what the members paid for the year; contributions must not be 0."""
    return 100 * equity / contributions


def deviation(row: Row, costs: Costs) -> Cell:
    """The deviation of a budget row: as delivered, otherwise computed; missing when neither figure is there.

    costs: `negativa` (costs have a minus sign) or `positiva`; `tables.signs` says which way it is counted. A row
    with only one of the two figures has the other as 0, as the printed tables have it.
    """
    delivered, budget, outcome = row["differens"], row["budget"], row["utfall"]
    if delivered or not (budget or outcome):
        return delivered
    gap = (budget.varde or Decimal(0)) - (outcome.varde or Decimal(0))
    is_gain = "intäkt" in row.key["sektion"].lower() or row.key["typ"] == "resultat"
    decimals = max(budget.decimaler, outcome.decimaler)
    return Cell(deviation_sign(costs, is_gain) * gap, (budget or outcome).enhet, decimals)
