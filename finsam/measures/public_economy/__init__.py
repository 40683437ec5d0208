"""What an insats was worth: support and work before and after, priced by payer, less what the insats cost.

`followed` reads the delivery, `value` has the arithmetic, `sensitivity` how much it rests on what is assumed.
"""

from finsam.measures.public_economy.followed import (
    Amount,
    Followed,
    by_payer,
    ended,
    followed,
    insats_cost,
)
from finsam.measures.public_economy.sensitivity import (
    DRAWS,
    Range,
    Ranges,
    Swing,
    drawn,
    interval,
    tornado,
)
from finsam.measures.public_economy.value import HORIZONS, Assumed, Change, Worth

__all__ = [
    "DRAWS",
    "HORIZONS",
    "Amount",
    "Assumed",
    "Change",
    "Followed",
    "Range",
    "Ranges",
    "Swing",
    "Worth",
    "by_payer",
    "drawn",
    "ended",
    "followed",
    "insats_cost",
    "interval",
    "tornado",
]
