"""Whether a need of income support is long-lasting, by the months with support."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Flags = NDArray[np.bool_]

#: Långvarigt: support in at least so many of the twelve months of a year.
LONG = 10
#: Mycket långvarigt: support in at least so many months of the year and the two before, with no longer break.
VERY_LONG, LONGEST_BREAK = 27, 2
#: Months of a year, and of the three years.
YEAR, WINDOW = 12, 36


def is_long(months: Flags) -> Flags:
    """Which households have a long need. months: one row a household, True for each of a year's months with support."""
    is_enough: Flags = months.sum(axis=1) >= LONG
    return is_enough


def is_very_long(months: Flags) -> Flags:
    """Which households have a very long need. months: the same of three years, in order.

    A break is months without support between two with it; those before the first and after the last are none. A
    longer break than LONGEST_BREAK ends a stretch, and one stretch must have all of VERY_LONG months. Counted so, a
    further month with support never makes a need shorter.
    """
    is_enough: Flags = most_in_a_stretch(months) >= VERY_LONG
    return is_enough


def most_in_a_stretch(months: Flags) -> NDArray[np.int64]:
    """The months with support in the stretch of each household that has most of them."""
    count, pause, most = (np.zeros(len(months), dtype="int64") for _ in range(3))
    for has in months.T:
        pause = np.where(has, 0, pause + 1)
        count = np.where(pause > LONGEST_BREAK, 0, count) + has
        most = np.maximum(most, count)
    return most
