"""The table `fore_efter` of a delivery: ready rows, and the sums of persons where nobody delivers them ready."""

from __future__ import annotations

import pandas as pd

from finsam.faults import Fault, Faults
from finsam.params import Params
from finsam.public_economy.check import KIND, person_faults, table_faults, with_names
from finsam.public_economy.definitions import load_public_economy
from finsam.public_economy.persons import PERSON_ROWS, added_up
from finsam.tables.contracts import repeated_rows
from finsam.tables.kinds import KINDS


def before_and_after(
    tables: dict[str, pd.DataFrame], persons: pd.DataFrame, params: Params
) -> tuple[dict[str, pd.DataFrame], list[Fault]]:
    """All tables of a delivery, `fore_efter` with one name for each kind of support and with what persons add up to, and
    all that is wrong in it and in the prices. persons: tidy rows of persons.PERSON_ROWS.

    Ready rows win: of an insats and year that is delivered ready no persons are added up.
    """
    ready = tables.get(KIND)
    if ready is None and persons.empty:
        return tables, []
    try:
        definitions = load_public_economy(params.forbund_id)
    except Faults as wrong:
        return tables, list(wrong.faults)
    persons = with_names(persons, definitions)
    faults = [*repeated_rows(PERSON_ROWS, persons), *person_faults(persons)]
    made, more = added_up(persons)
    faults += more
    if ready is not None:
        ready = with_names(ready, definitions)
        faults += repeated_rows(KINDS[KIND], ready)
        known = set(zip(ready["insats"], ready["period"], strict=True))
        made = made[[key not in known for key in zip(made["insats"], made["period"], strict=True)]]
        made = pd.concat([ready, made], ignore_index=True) if len(made) else ready
    return tables | {KIND: made}, [*faults, *table_faults(made, definitions, params)]
