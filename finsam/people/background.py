"""Who the new participants of a year were: support, education, years in support, interpreter and age."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from finsam.people.definitions import People
from finsam.people.flows import SEXES, ages, bounds
from finsam.people.made import Made, origin
from finsam.tables.definitions import UNKNOWN
from finsam.tables.kinds import KINDS

TOTAL = "Totalt"

#: What is asked; support is that before the insats.
AREAS = SUPPORT, EDUCATION, YEARS, INTERPRETER, AGE = (
    "Försörjning", "Utbildning", "År i offentlig försörjning", "Behov av tolk", "Ålder",
)  # fmt: skip


def background(spells: pd.DataFrame, year: int, definitions: People) -> pd.DataFrame:
    """A tidy table of the kind `bakgrund`: the persons with a participation that began in the year.

    A person who began several times is counted once, with what was told first. An area (AREAS) in which nothing is
    told about anyone is left out. Categories stand in the definitions' order, those without persons left out, then UNKNOWN and
    the row Totalt. spells: columns rows.SPELLS.
    """
    first, last = bounds(str(year))
    new = spells[spells["start"].between(first, last)].sort_values("start", kind="stable")
    answers = pd.DataFrame(
        {
            SUPPORT: new["forsorjning_fore"],
            EDUCATION: new["utbildning"],
            YEARS: _years(new, definitions),
            INTERPRETER: new["tolk"].map({"ja": "Ja", "nej": "Nej"}),
            AGE: ages(new, year, definitions),
        }
    )
    # Of each person the first that is told.
    answers = answers.mask(answers.isin(["", UNKNOWN])).join(new[["kon", "fil", "blad", "radnr"]])
    persons = answers.groupby(new["nyckel"], sort=False).first().fillna(dict.fromkeys(AREAS, UNKNOWN))
    orders = {
        SUPPORT: list(definitions.forsorjning),
        EDUCATION: list(definitions.utbildning),
        YEARS: definitions.years_groups(),
        INTERPRETER: ["Ja", "Nej"],
        AGE: definitions.age_groups(),
    }
    made = Made(KINDS["bakgrund"])
    for area, categories in orders.items():
        if (persons[area] != UNKNOWN).any():
            _add(made, persons, area, categories, str(year))
    return made.table()


def _years(new: pd.DataFrame, definitions: People) -> pd.Series:
    told = new["ar_i_forsorjning"]
    groups = {each: definitions.years_group(each) for each in told.dropna().unique()}
    return told.map(groups).astype("str")


def _add(made: Made, persons: pd.DataFrame, area: str, categories: Sequence[str], year: str) -> None:
    for category in (*categories, UNKNOWN, TOTAL):
        of = persons if category == TOTAL else persons[persons[area] == category]
        if of.empty:
            continue
        for column in (*SEXES, "totalt"):
            counted = of if column == "totalt" else of[of["kon"] == column]
            behind = counted if len(counted) else persons
            keys = {"omrade": area, "kategori": category, "period": year}
            made.add(keys, column, len(counted), origin(behind.iloc[0]))
