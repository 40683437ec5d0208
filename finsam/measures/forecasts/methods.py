"""The two ways to forecast: the last figure again, and smoothing with drift. Both take figures a year and answer AHEAD more."""

from __future__ import annotations

import warnings
from collections.abc import Callable

import numpy as np

#: Years that are forecast.
AHEAD = 2

#: A smaller one isn't told apart from none by any figures.
_LEAST_SMOOTHING = 1e-6

#: Figures of years that follow each other to the forecasts of 1 to AHEAD years after the last.
Method = Callable[[np.ndarray], np.ndarray]


def unchanged(values: np.ndarray) -> np.ndarray:
    """The naive forecast: the last figure."""
    return np.full(AHEAD, values[-1])


def with_drift(values: np.ndarray) -> np.ndarray:
    """Simple exponential smoothing with the slope of the straight line through all figures as drift.

    Hyndman and Billah (2003), International Journal of Forecasting 19:287, who show that the Theta model of Assimakopoulos
    and Nikolopoulos (2000), 16:521, is the same with half of the drift. statsmodels' ThetaModel gives it with theta=inf, by
    L-BFGS, whose threads take twenty times as long where several processes share a processor. NaN where there is no
    finite forecast.
    """
    # Most books have no forecast, and this takes a quarter of a second.
    from statsmodels.tsa.holtwinters import SimpleExpSmoothing

    with warnings.catch_warnings(), np.errstate(all="ignore"):
        # Of six figures the smoothing is often at an end of what is allowed, of which the fit warns.
        warnings.simplefilter("ignore")
        model = SimpleExpSmoothing(values, initialization_method="known", initial_level=values[0])
        fitted = model.fit(method="SLSQP")
        alpha = max(float(fitted.params["smoothing_level"]), _LEAST_SMOOTHING)
        # How many years of drift the smoothed level is behind.
        behind = (1 - (1 - alpha) ** len(values)) / alpha
        slope = np.polyfit(np.arange(len(values)), values, 1)[0]
        found = float(fitted.forecast(1)[0]) + slope * (behind + np.arange(AHEAD))
    return found if np.isfinite(found).all() else np.full(AHEAD, np.nan)
