"""Trends of public statistics: level and change, comparison with county and country, breaks, and targets."""

from finsam.measures.trends.against import against, raise_unless_comparable
from finsam.measures.trends.breaks import find_break
from finsam.measures.trends.methods import METHODS, Method
from finsam.measures.trends.reach import reached
from finsam.measures.trends.results import SIGNIFICANT, Comparison, FoundBreak, Reach, Trend
from finsam.measures.trends.trend import trend

__all__ = [
    "METHODS", "SIGNIFICANT", "Comparison", "FoundBreak", "Method", "Reach", "Trend", "against", "find_break",
    "raise_unless_comparable", "reached", "trend",
]  # fmt: skip
