"""People between insatser: where those who end one go next, and how many are in several in the same year."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

#: A participation that begins so many days after the end of another, or earlier, is where the person went next.
WINDOW = 180

#: Where those who began nothing new went: on in another insats that they were in already, to none within the window,
#: and to none so far, where the window isn't over when the book ends.
GOES_ON, NONE, NONE_SO_FAR = "fortsätter i en annan", "ingen annan", "ingen annan hittills"


def moves(spells: pd.DataFrame, ar: int) -> pd.DataFrame:
    """Where each participation that ended in the year was followed. Columns: fran, till, antal.

    A participation is followed by the first one of the same person that began after its own first day, at the latest
    WINDOW days after its last one and within the year, and that lasted longer than it: so the two may overlap. It may
    be in the same insats. Those without one have GOES_ON, NONE or NONE_SO_FAR as `till`. Every participation that
    ended in the year is counted once.
    """
    first, last = pd.Timestamp(ar, 1, 1), pd.Timestamp(ar, 12, 31)
    begun = spells.loc[spells["start"] <= last, ["nyckel", "insats", "start", "slut"]].reset_index(drop=True)
    ended = begun[begun["slut"].between(first, last)].rename_axis("rad").reset_index()
    pairs = ended.merge(begun, on="nyckel", suffixes=("", "_annan"))
    longer = pairs[pairs["slut_annan"].isna() | (pairs["slut_annan"] > pairs["slut"])]
    later = longer["start_annan"] > longer["start"]
    within = (longer["start_annan"] - longer["slut"]).dt.days <= WINDOW
    following = longer[later & within].sort_values(["rad", "start_annan", "insats_annan"])
    till = following.drop_duplicates("rad").set_index("rad")["insats_annan"]
    goes_on = longer.loc[~later & (longer["insats_annan"] != longer["insats"]), "rad"]
    over = (last - ended["slut"]).dt.days >= WINDOW
    otherwise = over.map({True: NONE, False: NONE_SO_FAR}).where(~ended["rad"].isin(goes_on), GOES_ON)
    found = ended.assign(till=till.reindex(ended["rad"]).set_axis(ended.index).fillna(otherwise))
    counts = found.groupby(["insats", "till"], sort=True).size()
    return counts.rename("antal").rename_axis(["fran", "till"]).reset_index()


@dataclass(frozen=True)
class TakingPart:
    """Those who took part in a year. participations: as the insatser count them, each by itself.

    by_number: how many persons were in one insats, in two, and so on.
    """

    participations: int
    by_number: dict[int, int]

    @property
    def persons(self) -> int:
        return sum(self.by_number.values())

    @property
    def returns(self) -> int:
        """Participations by which somebody was in the same insats once more in the year."""
        return self.participations - sum(number * persons for number, persons in self.by_number.items())


def taking_part(spells: pd.DataFrame, ar: int) -> TakingPart:
    """The persons who were in some insats on some day of the year."""
    first, last = pd.Timestamp(ar, 1, 1), pd.Timestamp(ar, 12, 31)
    present = spells[(spells["start"] <= last) & (spells["slut"].isna() | (spells["slut"] >= first))]
    number = present.drop_duplicates(["nyckel", "insats"]).groupby("nyckel").size()
    counts = number.value_counts().sort_index()
    by_number = {int(number): int(persons) for number, persons in zip(counts.index, counts, strict=True)}
    return TakingPart(len(present), by_number)
