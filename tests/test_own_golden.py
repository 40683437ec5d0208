"""Every figure of the side tables of the real reports stands in its place in the book, exactly as printed."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache

import pytest
from conftest import REPOSITORY
from golden_map import OWN, GoldenCell, own_cells
from pages import own_numbers

from finsam.chapters import own
from finsam.chapters.book import Book
from finsam.chapters.markdown import Markdown, Table
from finsam.chapters.own_picture import head
from finsam.delivery.read import read_delivery
from finsam.params import load_params
from finsam.tables.own import load_own
from finsam.tables.own.shape import own_rows

FIGURES = REPOSITORY.parent / "shared/figures"


@cache
def book(name: str) -> Book:
    forbund, _, year = name.partition("/")
    params = load_params(forbund, int(year))
    return Book(params, read_delivery(params))


@pytest.mark.parametrize("name", OWN)
def test_the_delivery_holds_every_printed_figure(name):
    cells = list(own_cells(name))
    assert len(cells) == {"umearegionen/2016": 55 + 6 + 29, "umea-vannas/2014": 9 + 8}[name]
    definitions = load_own(book(name).params.forbund_id)
    wrong = []
    for cell in cells:
        definition = definitions[cell.kind]
        labels = tuple(cell.keys[column] for column in definition.rader)
        (row,) = (row for row in own_rows(book(name).own, cell.kind, definition) if row.labels == labels)
        found = row.number(cell.kolumn, cell.keys.get(definition.kolumner or "", ""))
        if not found or str(found.printed) != cell.value:
            wrong.append((cell, found))
    assert not wrong


@pytest.mark.parametrize("name", OWN)
def test_the_chapters_show_every_printed_figure_in_its_place(name):
    wrong = [
        (cell, shown) for cell in own_cells(name) if cell.value not in (shown := list(printed(name, cell)))
    ]
    assert not wrong


@pytest.mark.parametrize("name", OWN)
def test_a_figure_that_is_not_there_is_seen(name):
    for cell in own_cells(name):
        assert str(Decimal(cell.value) + 1) not in list(printed(name, cell))


def printed(name: str, cell: GoldenCell) -> Iterator[str]:
    """The numbers where the book should show this figure, in the form of the golden files."""
    definition = load_own(book(name).params.forbund_id)[cell.kind]
    *sections, label = (cell.keys[column] for column in definition.rader)
    column = cell.keys.get(definition.kolumner or "") or head(definition, cell.kolumn)
    for table in tables(name, definition.kapitel):
        if table.id != f"tbl-egen-{cell.kind.replace('_', '-')}" or column not in table.heads:
            continue
        at, section = table.heads.index(column) - 1, ""
        for line in table.lines:
            if line.style == "sektion":
                section = line.label
            elif line.label == label and section == "".join(sections):
                yield from own_numbers(re.sub("<[^>]*>", "", line.cells[at]), cell.kolumn)


@cache
def tables(name: str, chapter: str) -> list[Table]:
    return [item for item in own.sections(book(name), chapter) if isinstance(item, Table)]


@pytest.mark.skipif(
    not FIGURES.is_dir(), reason="the transcriptions (../shared/figures) are not on this machine"
)
def test_the_meeting_plan_has_the_days_and_places_of_the_transcription():
    """Its points are in other words, so it has no golden file."""
    with (FIGURES / "umearegionen-2016/motesplan_2017.csv").open(encoding="utf-8", newline="") as lines:
        expected = [
            (row["datum"], row["dag_tryckt"], row["tid"], row["plats"]) for row in csv.DictReader(lines)
        ]
    definition = load_own("umearegionen")["motesplan"]
    rows = own_rows(book("umearegionen/2016").own, "motesplan", definition)
    columns = ("datum", "dag_tryckt", "tid", "plats")
    assert [tuple(row.texts[column].text for column in columns) for row in rows] == expected
    (plan,) = (
        table for table in tables("umearegionen/2016", "forbundet") if table.id == "tbl-egen-motesplan"
    )
    assert [line.label.replace("\u00a0", " ") for line in plan.lines] == [
        "24 februari 2017",
        "29 mars 2017",
        "21 april 2017",
        "2 juni 2017",
        "15 september 2017",
        "27 oktober 2017",
        "30 november 2017",
    ]
    assert [re.sub("<[^>]*>|†", "", line.cells[0]) for line in plan.lines] == [day for _, day, *_ in expected]


def test_what_contradicts_is_marked_where_it_stands():
    marked = [
        (table.id, line.label, cell.partition("<")[0].replace("\u00a0", " "))
        for chapter in ("forbundet", "sjukfranvaro-uvas", "deltagare")
        for table in tables("umearegionen/2016", chapter)
        for line in table.lines
        for cell in line.cells
        if "†" in cell
    ]
    assert marked == [
        ("tbl-egen-motesplan", "30\u00a0november 2017", "Fredag den 30november"),
        ("tbl-egen-socialt-foretagande", "Ökning av antalet sociala företag", "333 %"),
        ("tbl-egen-socialt-foretagande", "Ökning av antalet anställda", "248 %"),
        ("tbl-egen-aldreomsorg-personal", "Män", "90 (17 %"),
        ("tbl-egen-aldreomsorg-personal", "Totalt", "7,7 %"),
        # 1 454 women of whom 46 % and 259 men of whom 52 % work full time make 47 %.
        ("tbl-egen-aldreomsorg-personal", "Totalt", "52 %"),
    ]


def test_the_books_show_all_of_their_own_tables():
    for name in OWN:
        chapters = {chapter: own.sections(book(name), chapter) for chapter in book(name).params.chapters}
        shown = [item for items in chapters.values() for item in items if isinstance(item, Markdown)]
        assert (
            len(shown)
            == len(set(book(name).own.tabell))
            == len(set(load_own(book(name).params.forbund_id)) - {"moten"})
        )
