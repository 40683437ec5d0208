"""The same persons in several tables: results of the social accounts, and the groups of the background."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pandas as pd

from finsam.audit.check import Check, compare
from finsam.tables.cells import places_of, rows

#: A word of a target's text, and the exit that it tells.
_EXITS = {
    "arbete": "arbete",
    "studier": "studier",
    "annan": "annat_positivt_avslut",
    "annat": "annat_positivt_avslut",
    "avbr": "avbrott",
}


def social_and_participants(
    social: pd.DataFrame, targets: pd.DataFrame, people: pd.DataFrame
) -> Iterator[Check]:
    """Results that are shares of those ended: n and N are those of the table of participants, where it has one group.

    The target's words tell which exit is meant; one that names several, or none, is compared by its N alone. Tidy
    tables of sociala_utfall, sociala_mal and deltagare.
    """
    totals = people[(people["kolumn"] == "totalt") & (people["status"] == "")]
    if totals["insats"].nunique() != 1:
        return
    cells = {(row.key["matt"], row.key["period"]): row["totalt"] for row in rows(totals, ("matt", "period"))}
    of_ended = targets[targets["typ"] == "andel_avslutade"]
    words = dict(zip(of_ended["indikator"], of_ended["kort"].str.casefold(), strict=True))
    for row in rows(social, ("indikator", "respondentgrupp", "period")):
        if row.key["indikator"] not in words:
            continue
        exits = {exit for word, exit in _EXITS.items() if word in words[row.key["indikator"]]}
        pairs = [("N", "avslutade"), *([("n", *exits)] if len(exits) == 1 else [])]
        for column, measure in pairs:
            if other := cells.get((measure, row.key["period"])):
                name = f"Indikator {row.key['indikator']}: {column} mot tabellen över deltagare"
                yield from compare("social-participants", name, row[column], [other])


def background_groups(table: pd.DataFrame) -> Iterator[Check]:
    """One group has as many persons in each table of its background, or a reader will ask: that is a note.

    The stated figure is the one that fewest tables have. table: tidy table of bakgrund.
    """
    totals = table[(table["kolumn"] == "totalt") & table["kategori"].str.casefold().isin(["totalt", "summa"])]
    for _, part in totals.groupby(["grupp", "period"], sort=False):
        found = [(row.key["omrade"], row["totalt"]) for row in rows(part, ("omrade",)) if row["totalt"]]
        if len(found) < 2:
            continue
        usual = Counter(cell.printed for _, cell in found).most_common(1)[0][0]
        other = next(cell for _, cell in found if cell.printed == usual)
        for omrade, cell in found:
            if cell is not other:
                places = places_of((cell, other))
                name = f"{omrade}, totalt mot gruppens andra tabeller"
                yield Check("same-group", name, cell.printed, usual, cell.enhet, places, worth="note")
