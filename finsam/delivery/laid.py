"""The sheets of a delivery, each as one header and the rows beneath it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from finsam.delivery.files import Sorted
from finsam.households.definitions import COLUMNS, Households
from finsam.paths import relative
from finsam.people.definitions import OF_FOLLOWED, OF_SPELLS, People
from finsam.people.headings import laid_out_rows
from finsam.public_economy.persons import PERSON_ROWS
from finsam.surveys.headings import laid_out_answers
from finsam.surveys.questions import Surveys
from finsam.tables.kinds import Kind
from finsam.tables.own import OwnTable
from finsam.tables.own.read import own_laid_out
from finsam.tables.read import kind_laid_out


def lay_out(
    found: Sorted,
    kinds: Mapping[str, Kind],
    people: People,
    surveys: Surveys,
    households: Households,
    own: Mapping[str, OwnTable],
) -> None:
    """Lay out every sheet, so that all who ask for its header or its rows are told the same; their number, too."""
    found.tables = [(kind, kind_laid_out(grid, kinds[kind.name])) for kind, grid in found.tables]
    found.own = [(name, own_laid_out(grid, own[name])) for name, grid in found.own]
    laid_out = {
        "personer": lambda grid: laid_out_rows(grid, people, OF_SPELLS),
        "personuppfoljning": lambda grid: laid_out_rows(grid, people, OF_FOLLOWED),
        "enkatsvar": lambda grid: laid_out_answers(grid, surveys),
        "hushallsmanader": lambda grid: laid_out_rows(grid, households, COLUMNS),
        "personstod": lambda grid: kind_laid_out(grid, PERSON_ROWS),
    }
    found.by_row = {name: [laid_out[name](grid) for grid in grids] for name, grids in found.by_row.items()}
    rows: Counter[str] = Counter()
    for grid in (*found.grids, *found.exports):
        rows[relative(grid.file)] += len(grid.rows)
    found.sources = [replace(each, rader=rows[each.fil]) for each in found.sources]
