"""Forecasts of public statistics: two years ahead with an interval, by a model only where it has done better than none."""

from finsam.measures.forecasts.forecast import FEWEST, LEVEL, Ahead, Forecast, forecast
from finsam.measures.forecasts.methods import AHEAD
from finsam.measures.forecasts.rolling import BETTER, LEAST_TRIED, TRAINED, Tried

__all__ = [
    "AHEAD", "BETTER", "FEWEST", "LEAST_TRIED", "LEVEL", "TRAINED", "Ahead", "Forecast", "Tried", "forecast",
]  # fmt: skip
