"""The kinds of table that a förbund delivers: their columns, words and units.

A kind is a shape, not a file: `deltagare.csv`, `deltagare-unga.xlsx` and a sheet named `deltagare` are all
read as the kind `deltagare`. What a kind is called, which columns it has and which words they may hold is data
here; the reader, the pandera contract and docs/inputs.md are all made from it.
"""

from finsam.tables.kinds.figures import FIGURES
from finsam.tables.kinds.goals import GOALS
from finsam.tables.kinds.kind import Key, Kind, Value
from finsam.tables.kinds.money import MONEY
from finsam.tables.kinds.people import PEOPLE
from finsam.tables.kinds.support import SUPPORT

__all__ = ["KINDS", "MONEY", "ROW_DELIVERIES", "Key", "Kind", "Value"]

KINDS: dict[str, Kind] = {kind.name: kind for kind in (*PEOPLE, *MONEY, *GOALS, *FIGURES, *SUPPORT)}

#: Deliveries with one row a person, an answer or a household's month, by their name, and the chapter that shows what
#: they give.
ROW_DELIVERIES = {
    "personer": "deltagare",
    "personuppfoljning": "deltagare",
    "enkatsvar": "enkater",
    "hushallsmanader": "forsorjningsstod",
    "personstod": "samhallsekonomi",
}
