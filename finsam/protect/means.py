"""Means and amounts of few: self-ratings of an insats with few participants, payments to few households."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from finsam.params import Params
from finsam.tables.words import ALL_KOMMUNER, WHOLE


def without_few_ratings(ratings: pd.DataFrame, participants: pd.DataFrame, params: Params) -> pd.DataFrame:
    """The means of `sjalvskattning` without those of insatser that had fewer participants than answers are told of.

    The mean of the förbund is that of the insatser, so with a single insats another is hidden too. participants: the
    table `deltagare`, in which small counts are suppressed. An insats without participants there is left alone.
    """
    least = params.protection("enkater").min_antal
    of_year = participants[
        (participants["matt"] == "antal_totalt")
        & (participants["period"] == str(params.ar))
        & (participants["kolumn"] == "totalt")
    ]
    counts = {
        insats: (0 if status == "undertryckt" else number)
        for insats, status, number in zip(of_year["insats"], of_year["status"], of_year["varde"], strict=True)
        if status in ("", "undertryckt")
    }
    insatser = [each for each in dict.fromkeys(ratings["insats"]) if each != WHOLE]
    few = [each for each in insatser if counts.get(each, least) < least]
    rest = sorted((each for each in insatser if each not in few), key=lambda each: counts.get(each, 0))
    if len(few) == 1 and rest:
        few.append(rest[0])
    if few and not rest:
        few.append(WHOLE)
    return suppressed(ratings, ratings["insats"].isin(few)) if few else ratings


def without_payments(table: pd.DataFrame) -> pd.DataFrame:
    """The table `forsorjningsstod` without amounts paid to households whose number is hidden.

    The kommuner add up to what is paid together: with a single one of them another is hidden too, the smallest.
    """
    keys = ["omrade", "period", "raknas", "uppdelning", "grupp"]
    few = {
        tuple(row)
        for row in table.loc[
            (table["kolumn"] == "alla") & (table["status"] == "undertryckt"), keys
        ].itertuples(index=False)
    }
    paid = (table["kolumn"] == "utbetalt") & (table["status"] == "")
    hidden = paid & pd.Series(
        [tuple(row) in few for row in table[keys].itertuples(index=False)], index=table.index
    )
    for _, part in table[paid].groupby(keys[1:], sort=False):
        together = (part["omrade"] == ALL_KOMMUNER).any()
        gone = hidden[part.index]
        own = part[~gone & (part["omrade"] != ALL_KOMMUNER)]
        if together and gone.sum() == 1 and len(own):
            hidden[min(own.index, key=lambda at: (part.loc[at, "varde"], at))] = True
    return suppressed(table, hidden)


def suppressed(table: pd.DataFrame, chosen: Sequence[bool] | pd.Series) -> pd.DataFrame:
    """The table with the numbers of the chosen rows as suppressed."""
    marked, rows = table.copy(), pd.Series(chosen, index=table.index, dtype=bool) & (table["status"] == "")
    marked["varde"] = marked["varde"].where(~rows, None)
    marked.loc[rows, "status"] = "undertryckt"
    return marked
