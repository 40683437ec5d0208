"""Published numbers along lines: a row or column of a table, the same cell of tables that are alike, the values of a
name, the bars of a picture. Two lines with the same labels can be compared number by number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from finsam.attack.tables import Spot, Table
from finsam.attack.words import Figure, shared, slug


@dataclass
class Board:
    """All numbers of all reports, each with the spot where it stands; a cell is the number's place in the lists."""

    figures: list[Figure] = field(default_factory=list)
    spots: list[Spot] = field(default_factory=list)

    def add(self, figure: Figure, spot: Spot) -> int:
        self.figures.append(figure)
        self.spots.append(spot)
        return len(self.figures) - 1


@dataclass(frozen=True)
class Line:
    """Cells by their labels. name: what they have in common beside their source. source: what they were read in. about:
    the slug of what is said of that."""

    name: str
    source: str
    cells: dict[str, int]
    about: str = ""

    @property
    def words(self) -> set[str]:
        return {*self.name.split(), *self.about.split()}


@dataclass
class Matrix:
    """Cells by label and instance, for finding which labels are sums of others. names: of the instances."""

    labels: list[str]
    instances: list[dict[str, int]]
    names: list[str]


@dataclass
class Laid:
    """Tables laid out on a board. cells: of each table by its rows and columns."""

    tables: list[Table]
    cells: list[dict[tuple[str, str], int]]


def lay_out(board: Board, tables: Sequence[Table]) -> Laid:
    cells = [
        {at: board.add(figure, table.spots[at]) for at, figure in table.cells.items()} for table in tables
    ]
    return Laid(list(tables), cells)


def lines_of(laid: Laid) -> Iterator[Line]:
    """Every row, every column, and every cell of tables that are alike over those tables."""
    for table, cells in zip(laid.tables, laid.cells, strict=True):
        source, about = f"{table.report} {table.id} {table.section}".strip(), about_table(table)
        for row in table.rows:
            yield Line(row, source, {c: cells[row, c] for c in table.columns if (row, c) in cells}, about)
        for column in table.columns:
            yield Line(
                column, source, {r: cells[r, column] for r in table.rows if (r, column) in cells}, about
            )
    for alike in _alike(laid):
        stacks: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
        for label, at in alike.items():
            for place, cell in laid.cells[at].items():
                stacks[place][label] = cell
        source = " ".join(sorted({laid.tables[at].id for at in alike.values()}))
        for (row, column), stack in stacks.items():
            if len(stack) > 1:
                yield Line(f"{row} {column}", source, stack)


def about_table(table: Table) -> str:
    """What is said of the lines of a table."""
    return slug(f"{table.report} {table.caption} {table.section}")


def matrices_of(laid: Laid) -> Iterator[Matrix]:
    """Rows over columns and columns over rows, of all tables with the same heads together; and tables that are alike
    over their cells."""
    same_heads: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for at, table in enumerate(laid.tables):
        same_heads[table.heads].append(at)
    for group in same_heads.values():
        if not any(laid.tables[at].has_unknown for at in group):
            continue
        for axis in (0, 1):
            yield _pooled(laid, group, axis)
    for alike in _alike(laid):
        if any(laid.tables[at].has_unknown for at in alike.values()):
            places = list(dict.fromkeys(place for at in alike.values() for place in laid.cells[at]))
            instances = [
                {label: laid.cells[at][place] for label, at in alike.items() if place in laid.cells[at]}
                for place in places
            ]
            yield Matrix(list(alike), instances, [_named(*place) for place in places])


def _pooled(laid: Laid, group: Sequence[int], axis: int) -> Matrix:
    labels: list[str] = []
    instances: dict[tuple[int, str], dict[str, int]] = defaultdict(dict)
    for at in group:
        table = laid.tables[at]
        labels = _merged(labels, (table.rows, table.columns)[axis])
        for place, cell in laid.cells[at].items():
            instances[at, place[1 - axis]][place[axis]] = cell
    return Matrix(labels, list(instances.values()), [other for _, other in instances])


def _named(row: str, column: str) -> str:
    return "totalt" if "totalt" in (row, column) else f"{row} {column}"


def _merged(first: Sequence[str], second: Sequence[str]) -> list[str]:
    """The labels of both in an order that keeps the neighbours of each as far as can be."""
    found = list(first)
    at = 0
    for label in second:
        if label in found:
            at = found.index(label) + 1
        else:
            found.insert(at if first else len(found), label)
            at += 1
    return found


def _alike(laid: Laid) -> Iterator[dict[str, int]]:
    """Tables (or sections) of a report with the same heads and caption but for some words, by those words."""
    groups: dict[tuple[str, tuple[str, ...], str], list[int]] = defaultdict(list)
    for at, table in enumerate(laid.tables):
        groups[table.report, table.heads, table.caption.split(" ")[0]].append(at)
    for group in groups.values():
        told = [f"{laid.tables[at].caption} {laid.tables[at].section}".strip() for at in group]
        labels = _middles(told)
        found = dict(zip(labels, group, strict=True))
        if len(found) == len(group) > 1:
            yield found


def _middles(texts: Sequence[str]) -> list[str]:
    """What differs between texts, as slugs: without the words that all begin or end with."""
    words = [text.split() for text in texts]
    start = shared(words)
    rest = [each[start:] for each in words]
    end = shared([each[::-1] for each in rest])
    return [slug(" ".join(each[: len(each) - end])) for each in rest]


def line_of(
    board: Board, name: str, source: str, figures: Iterable[tuple[str, Figure]], spot: Spot, about: str = ""
) -> Line:
    """A line of numbers that stand elsewhere than in a table; a label that is repeated is left out."""
    found: dict[str, list[Figure]] = defaultdict(list)
    for label, figure in figures:
        found[label].append(figure)
    cells = {
        label: board.add(each[0], Spot(spot.report, spot.page, spot.table, label, name))
        for label, each in found.items()
        if len(each) == 1
    }
    return Line(name, source, cells, about)
