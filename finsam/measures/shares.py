"""Shares that keep their numerator and denominator."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal


@dataclass(frozen=True)
class Share:
    """n of N, both whole numbers, N > 0."""

    n: int
    N: int

    @property
    def percent(self) -> Decimal:
        """100 n / N to the precision of the decimal context (28 digits)."""
        return Decimal(100 * self.n) / Decimal(self.N)

    def rounded(self, decimals: int = 0) -> Decimal:
        """The percent with halves rounded up, as the reports print it."""
        return self.percent.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
