"""Sums that nobody printed and every reader can make: of a table without totals, of the reports on all kommuner."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from fractions import Fraction

from finsam.attack.lines import Laid, Line, about_table
from finsam.attack.system import System
from finsam.attack.tables import Spot
from finsam.attack.words import Figure

#: A report on a kommun, or the source of a line in one.
_KOMMUN = re.compile(r"kommun/(?P<year>\d{4})/\d{4}-(?P<name>\S*)(?: (?P<where>.+))?")


def totals_of_tables(system: System, laid: Laid) -> Iterator[Line]:
    """Lines of sums that a reader makes of tables that print none."""
    for line, columns in _missing_totals(laid):
        for column, parts in columns.items():
            report, _, table = line.source.partition(" ")
            line.cells[column] = _sum_of(system, list(parts), Spot(report, "", table, "", column))
        yield line


def _missing_totals(laid: Laid) -> Iterator[tuple[Line, dict[str, tuple[int, ...]]]]:
    """A row of sums for each table that has none: an empty line, and by column the cells that it is the sum of."""
    for table, cells in zip(laid.tables, laid.cells, strict=True):
        if "totalt" in table.rows or table.varav or len(table.rows) < 2:
            continue
        parts = {
            column: tuple(cells[row, column] for row in table.rows if (row, column) in cells)
            for column in table.columns
        }
        figures = {
            column: [table.cells[row, column] for row in table.rows if (row, column) in cells]
            for column in parts
        }
        kept = {
            c: parts[c]
            for c in parts
            if len(parts[c]) > 1 and all(f.is_hidden or f.is_count for f in figures[c])
        }
        if kept and not any(figure.share for column in kept for figure in figures[column]):
            yield (
                Line("totalt", f"{table.report} {table.id} {table.section} summor", {}, about_table(table)),
                kept,
            )


def totals_of_kommuner(system: System, laid: Laid, lines: Iterable[Line]) -> Iterator[Line]:
    """What the reports on kommuner tell of a year together, line by line; nothing where some people have no kommun."""
    if _some_have_no_kommun(laid):
        return
    found: dict[tuple[str, str, str], list[Line]] = defaultdict(list)
    for line in lines:
        if (told := _KOMMUN.match(line.source)) and told["where"]:
            found[told["year"], told["where"], line.name].append(line)
    for (year, where, name), each in found.items():
        codes = {line.source.split(" ")[0] for line in each}
        if 1 < len(codes) == len(each):
            total = Line(name, f"kommun/{year}/alla {where}", {}, each[0].about)
            for label in dict.fromkeys(label for line in each for label in line.cells):
                parts = [line.cells[label] for line in each if label in line.cells]
                figures = [system.board.figures[part] for part in parts]
                if all(figure.is_hidden or figure.is_count for figure in figures):
                    spot = Spot(f"kommun/{year}/alla", "", where, label, name)
                    total.cells[label] = _sum_of(system, parts, spot)
            yield total


def _some_have_no_kommun(laid: Laid) -> bool:
    """Whether a table by kommun tells of people whose kommun isn't known: then the reports on kommuner are no whole."""
    names = {
        found["name"].replace("-", " ") for table in laid.tables if (found := _KOMMUN.match(table.report))
    }
    return any("uppgift saknas" in table.rows and len(names & {*table.rows}) > 1 for table in laid.tables)


def _sum_of(system: System, parts: list[int], spot: Spot) -> int:
    """A cell for a sum that isn't printed."""
    figures = [system.board.figures[part] for part in parts]
    is_known = not any(figure.is_hidden for figure in figures)
    total = system.board.add(
        Figure(sum((figure.number for figure in figures), Fraction(0)) if is_known else None), spot
    )
    system.relate([(total, -1), *((part, 1) for part in parts)], 1.0)
    return total
