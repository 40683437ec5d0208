"""The results of the social accounts, with every target that can be held."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import pandas as pd

from finsam.delivery import rejected
from finsam.delivery.names import without_target
from finsam.faults import Fault, stop_if
from finsam.params import Params
from finsam.social.make import with_results
from finsam.sources.grids import Grid
from finsam.surveys.questions import Surveys

Tables = dict[str, pd.DataFrame]


def social_results(
    tables: Tables,
    answers: pd.DataFrame,
    surveys: Surveys,
    params: Params,
    grids: Sequence[Grid],
    least: int = 0,
    hidden: Collection[tuple[str, ...]] = (),
) -> tuple[Tables, list[Fault]]:
    """The tables with the results that the delivery gives, and the faults of targets and results whose rows are left
    out. answers: columns surveys.rows.ANSWERS. least: results of fewer answers are suppressed. hidden: the
    favourable answers that are (surveys.keys.favourable_key).

    Raises Faults with all that is wrong, unless the params leave such rows out: then with what no row can mend.
    """
    left_out: list[Fault] = []
    while True:
        made, faults = with_results(tables, answers, surveys, params, least, hidden)
        if params.year.felaktiga_rader != "avvisas":
            stop_if(faults)
            return made, []
        # A result whose target is left out would be lost: its row is left out too, which tells it.
        of_rows, others = rejected.split([*faults, *without_target(tables)], grids)
        stop_if(others)
        if not of_rows:
            return made, left_out
        left_out += of_rows
        rows = rejected.raw_rows(of_rows)
        tables = {name: rejected.without(table, rows) for name, table in tables.items()}
