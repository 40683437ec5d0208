"""Ready tables of income support: one name for each area and group, and what can't be right in them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import pandas as pd

from finsam.faults import Fault, Place, nearest
from finsam.households.definitions import FILE, Households
from finsam.households.types import TYPES
from finsam.records import At, records
from finsam.tables.definitions import UNKNOWN, plain
from finsam.tables.registers import areas, find_area
from finsam.tables.words import ALL_KOMMUNER

_ALL = {plain(text) for text in (ALL_KOMMUNER, "Förbundet", "Alla kommuner")}
_NO_GROUP = {"", "totalt", "alla", "summa"}
_ADULTS_CHILDREN = {"vuxna": "Vuxna", "barn": "Barn"}


class _Row(NamedTuple):
    fil: str
    blad: str | None
    radnr: int
    omrade: str
    uppdelning: str
    grupp: str
    raknas: str

    def place(self, column: str, text: str) -> Place:
        return At(self.fil, self.blad, self.radnr).place(column, text)


def of_ready(
    table: pd.DataFrame, definitions: Households, members: tuple[str, ...] = ()
) -> tuple[pd.DataFrame, list[Fault]]:
    """The delivered rows by the names of areas and groups, and what is wrong in them.

    table: tidy, of the kind `forsorjningsstod`. members: the kommuner of the förbund, which no register need know.
    A word that isn't known stays as it is, with its fault. Raises nothing.
    """
    faults: list[Fault] = []
    rows = table.drop_duplicates(["fil", "blad", "radnr"])
    known = {text: _area(text, members) for text in table["omrade"].unique()}
    for row in records(rows[rows["omrade"].map(known) == ""], _Row):
        names = [ALL_KOMMUNER, *members, *(area.kort for area in areas())]
        message = "No register knows this area." + nearest(row.omrade, names)
        expected = f"a kommun, a län, Riket or {ALL_KOMMUNER}"
        faults.append(Fault("word-unknown", message, (row.place("omrade", row.omrade),), expected))
    groups: dict[tuple[str, str | None, int], str] = {}
    for row in records(rows, _Row):
        name, fault = _group(row, definitions)
        groups[(row.fil, row.blad, row.radnr)] = name
        faults += [fault] if fault else []
    places = zip(table["fil"], table["blad"], table["radnr"], strict=True)
    table = table.assign(
        omrade=[known[text] or text for text in table["omrade"]], grupp=[groups[place] for place in places]
    )
    return table, [*faults, *_impossible(table)]


def _area(text: str, members: tuple[str, ...]) -> str:
    """The area's name as the book has it; '' where nobody knows it."""
    if plain(text) in _ALL:
        return ALL_KOMMUNER
    for member in members:
        bare = plain(member).removesuffix(" kommun")
        if plain(text) in (plain(member), bare, bare.removesuffix("s")) and find_area(text) is None:
            return member
    area = find_area(text)
    if area is None:
        return ""
    return area.kort if find_area(area.kort) == area else area.namn


def _group(row: _Row, definitions: Households) -> tuple[str, Fault | None]:
    """The standard name of a row's group, or the group as it stands and what is wrong."""
    text = row.grupp
    if row.uppdelning == "totalt":
        if plain(text) in _NO_GROUP:
            return "", None
        message = "The row is of all households or persons and names a group."
        expected = "no group, or another uppdelning"
        return text, Fault("group-unexpected", message, (row.place("grupp", text),), expected)
    if row.uppdelning == "vuxna_barn" and row.raknas == "hushall":
        message = "A household is neither an adult nor a child."
        return text, Fault("group-unexpected", message, (row.place("raknas", row.raknas),), "personer")
    if not text:
        message = "The row is of a group and doesn't name it."
        return text, Fault("cell-empty", message, (row.place("grupp", text),), "the group")
    if row.uppdelning == "alder":
        return text, None
    if plain(text) in definitions.not_told and row.uppdelning != "vuxna_barn":
        return UNKNOWN, None
    if row.uppdelning == "vuxna_barn":
        known = _ADULTS_CHILDREN
    else:
        of_types = row.uppdelning == "hushallstyp"
        known = definitions.words("hushallstyper" if of_types else "forsorjningshinder")
    if name := known.get(plain(text)):
        return name, None
    names = list(TYPES) if row.uppdelning == "hushallstyp" else list(dict.fromkeys(known.values()))
    message = "The word is not known here." + nearest(text, names)
    expected = f"one of {', '.join(names)}, or another spelling in {FILE}"
    return text, Fault("word-unknown", message, (row.place("grupp", text),), expected)


def _impossible(table: pd.DataFrame) -> Iterator[Fault]:
    """Rows in which more have a long need than there are."""
    for (file, sheet, number), row in table[table["varde"].notna()].groupby(
        ["fil", "blad", "radnr"], sort=False
    ):
        values = dict(zip(row["kolumn"], row["varde"], strict=True))
        heads = dict(zip(row["kolumn"], row["rubrik_i_fil"], strict=True))
        for part in ("langvarigt", "mycket_langvarigt"):
            if "alla" in values and part in values and values[part] > values["alla"]:
                at = At(str(file), str(sheet), int(str(number))).place(heads[part], str(values[part]))
                message = "More have a long need of support than have support at all."
                yield Fault("part-larger", message, (at,), f"at most {values['alla']}")
