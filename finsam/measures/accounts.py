"""The economy's own arithmetic: deviations by the förbund's sign convention."""

from __future__ import annotations

from decimal import Decimal

from finsam.tables.cells import Cell, Row


def deviation(row: Row, costs: str) -> Cell:
    """The deviation of a budget row: as delivered, otherwise computed; missing when neither figure is there.

    costs: `negativa` (costs have a minus sign) or `positiva`. With negative costs, and for positive costs, it is
    budget less outcome; with positive costs, income and results are outcome less budget, so that a positive
    deviation is always in the förbund's favour (domain: Differens/Avvikelse). A row with only one of the two figures
    has the other as 0, as the printed tables have it.
    """
    delivered, budget, outcome = row["differens"], row["budget"], row["utfall"]
    if delivered or not (budget or outcome):
        return delivered
    gap = (budget.varde or Decimal(0)) - (outcome.varde or Decimal(0))
    is_gain = "intäkt" in row.key["sektion"].lower() or row.key["typ"] == "resultat"
    decimals = max(budget.decimaler, outcome.decimaler)
    return Cell(-gap if costs == "positiva" and is_gain else gap, (budget or outcome).enhet, decimals)
