"""Which way a deviation from the budget is counted (domain: Differens/Avvikelse)."""

from __future__ import annotations

from typing import Literal

Costs = Literal["positiva", "negativa"]


def deviation_sign(costs: Costs, is_gain: bool) -> int:
    """1 where the deviation is budget less outcome, -1 where it is outcome less budget.

    With costs as positive amounts, income and results are outcome less budget, so that a positive deviation is
    always in the förbund's favour. With costs as negative amounts every deviation is budget less outcome.
    """
    return -1 if costs == "positiva" and is_gain else 1
