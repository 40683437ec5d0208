"""The kind of income support (försörjningsstöd): households and persons, and how long their need is."""

from __future__ import annotations

from finsam.tables.kinds.kind import Key, Kind, Value, period
from finsam.tables.words import SUPPORT_GROUPINGS, SUPPORT_UNITS

SUPPORT = (
    Kind(
        "forsorjningsstod",
        "households and persons with income support in a year, and how many have a long need",
        "forsorjningsstod",
        (
            Key("omrade", "kommun, län or Riket by name or code, or `Kommunerna tillsammans`"),
            period("year; without the column, the year of the book"),
            Key("raknas", "what is counted; the two are never added", words=SUPPORT_UNITS),
            Key("uppdelning", "what the row is divided by", words=SUPPORT_GROUPINGS),
            Key("grupp", "the group; empty where uppdelning is totalt", required=False),
        ),
        (
            Value("alla", "with support in at least one month of the year"),
            Value("langvarigt", "with support in at least 10 of the year's 12 months"),
            Value("mycket_langvarigt", "with support in at least 27 months of the year and the two before"),
            Value("utbetalt", "paid in the year, where the row is of all households", "kr"),
        ),
    ),
)
