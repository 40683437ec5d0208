"""One name for each insats, area and unit of a delivery, and what the book can't have or doesn't know."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from finsam.delivery.files import raw_folder
from finsam.faults import Fault, Place, nearest
from finsam.params import Params
from finsam.paths import relative
from finsam.records import At, records
from finsam.sources.grids import Grid
from finsam.tables.kinds import KINDS, ROW_DELIVERIES, Kind
from finsam.tables.own import OwnTable
from finsam.tables.registers import find_area
from finsam.tables.statistics import measures

_WITH_INSATS = ("deltagare", "sjalvskattning", "uppfoljning", "fore_efter")


def harmonise(table: pd.DataFrame, kind: Kind, params: Params) -> pd.DataFrame:
    """One name for each insats and area, and the units of public statistics and of social targets."""
    if kind.name in _WITH_INSATS:
        table = table.assign(insats=table["insats"].map(params.insats_name))
    if kind.name == "uppgifter":
        table = table.assign(grupp=table["grupp"].map(params.insats_name))
    if kind.name == "statistik":
        names = {text: _area_name(text) for text in table["omrade"].unique()}
        units = {name: measure.enhet for name, measure in measures().items()}
        table = table.assign(omrade=table["omrade"].map(names), enhet=table["matt"].map(units))
    if kind.name == "sociala_mal":
        counted = table["regel"].isin(["antal_minst", "exempel_minst"])
        usual = counted.map({True: "antal", False: "procent"})
        usual = usual.where(counted | table["regel"].isin(["", "andel_minst"]), "")
        table = table.assign(enhet=table["enhet"].where(table["enhet"] != "", usual))
    return table


def _area_name(text: str) -> str:
    """The short name of an area, unless it is another's: Kalmar is the kommun, the län is Kalmar län."""
    area = find_area(text)
    if area is None:
        return text
    return area.kort if find_area(area.kort) == area else area.namn


def strangers(params: Params, tables: dict[str, pd.DataFrame], broken: set[str]) -> list[Fault]:
    """Names that another file must know: a member of the förbund, an indicator of the social accounts.

    broken: the kinds in which something was wrong, whose names aren't all known.
    """
    faults = []
    if "medlemsbidrag" in tables and params.forbund.medlemmar:
        members = [member.namn for member in params.forbund.medlemmar]
        faults += _unknown(tables["medlemsbidrag"], "medlem", members, "forbund.yml names no such member.")
    return faults if "sociala_mal" in broken else faults + without_target(tables)


def without_target(tables: dict[str, pd.DataFrame]) -> list[Fault]:
    """Results of the social accounts whose indicator no target has."""
    if "sociala_utfall" not in tables:
        return []
    targets = list(tables["sociala_mal"]["indikator"].unique()) if "sociala_mal" in tables else []
    message = "sociala_mal has no such indicator, so its result would be lost."
    return _unknown(tables["sociala_utfall"], "indikator", targets, message)


def _unknown(table: pd.DataFrame, column: str, known: list[str], message: str) -> list[Fault]:
    faults = []
    strange = table[~table[column].isin(known)].drop_duplicates(["fil", "blad", "radnr"])
    for at, text in zip(records(strange, At), strange[column], strict=True):
        place = at.place(column, text)
        expected = "one of " + ", ".join(known) if known else f"a table that knows {text}"
        faults.append(Fault("word-unknown", message + nearest(text, known), (place,), expected))
    return faults


def missing(params: Params, delivered: set[str]) -> list[Fault]:
    """What the params ask for and nobody delivers."""
    folder = Place(relative(raw_folder(params.forbund_id, params.ar)))
    return [
        Fault(
            "file-missing",
            f"The params ask for a table of the kind {name}.",
            (folder,),
            f"{name}.csv or .xlsx",
        )
        for name in params.year.underlag
        if name not in delivered
    ]


def unshown(params: Params, tables: dict[str, pd.DataFrame]) -> list[Fault]:
    """Rows that no chapter of the book would show: they would be lost in silence."""
    faults = []
    for name, table in tables.items():
        chapter = table["kapitel"] if name == "uppgifter" else KINDS[name].chapter
        hidden = table.assign(kapitel=chapter)
        hidden = hidden[~hidden["kapitel"].isin(params.chapters)].drop_duplicates(["fil", "blad", "kapitel"])
        for row in hidden.to_dict("records"):
            place = Place(row["fil"], row["blad"] or None, int(row["radnr"]))
            faults.append(_without_chapter(row["kapitel"], place, params))
    return faults


def unshown_sheets(
    params: Params,
    rows: dict[str, list[Grid]],
    own: Iterable[tuple[str, Grid]],
    definitions: dict[str, OwnTable],
) -> list[Fault]:
    """The same for sheets with one row a person or an answer, and for own tables."""
    chapters = [(ROW_DELIVERIES[name], grid) for name, grids in rows.items() for grid in grids]
    chapters += [(definitions[name].kapitel, grid) for name, grid in own]
    return [
        _without_chapter(chapter, grid.place(), params)
        for chapter, grid in chapters
        if grid.rows and chapter not in params.chapters
    ]


def _without_chapter(chapter: str, place: Place, params: Params) -> Fault:
    message = f"The book has no chapter {chapter}, so nobody would see the table."
    expected = f"{chapter} among the chapters of {params.ar}.yml, or the book without the table"
    return Fault("table-unshown", message, (place,), expected)


def unrounded(params: Params, people: pd.DataFrame) -> list[Fault]:
    """Persons whose participants were to be told rounded: chapters count them anew, by groups and in curves."""
    rule = params.protection("deltagare")
    if people.empty or not rule.avrunda:
        return []
    places = tuple(Place(file) for file in people["fil"].unique())
    message = "Participants that are counted from rows of persons can't be rounded."
    expected = "min_antal in the place of avrunda for deltagare, or ready tables alone"
    return [Fault("rounding-impossible", message, places, expected)]
