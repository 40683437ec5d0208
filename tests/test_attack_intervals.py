"""The numbers that a suppressed figure can be, against every solution counted out one by one."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st
from published import Printed

from finsam.attack.intervals import OPEN, intervals
from finsam.attack.lines import Board, lay_out, matrices_of
from finsam.attack.sums import sum_up
from finsam.attack.system import Relation, System
from finsam.attack.tables import tables_of
from finsam.attack.wilson import counts_of
from finsam.attack.words import Figure
from finsam.measures.shares import Share

LARGEST = 6


def relation(terms: dict[int, int], low: int | None, high: int | None, bits: float = 50.0) -> Relation:
    sides = [None if side is None else Fraction(side) for side in (low, high)]
    return Relation(tuple((cell, Fraction(factor)) for cell, factor in sorted(terms.items())), *sides, bits)


def holds(each: Relation, values: dict[int, int]) -> bool:
    total = sum(factor * values[cell] for cell, factor in each.terms)
    return (each.low is None or total >= each.low) and (each.high is None or total <= each.high)


@st.composite
def systems(draw) -> tuple[list[int], list[Relation]]:
    """Unknowns from 0 to LARGEST, and relations that a true solution fulfils: sums, shares of a base, bounds."""
    count = draw(st.integers(1, 4))
    truth = {cell: draw(st.integers(0, LARGEST)) for cell in range(count)}
    found = [relation({cell: 1}, None, LARGEST) for cell in range(count)]
    for _ in range(draw(st.integers(0, 4))):
        cells = draw(st.lists(st.sampled_from(range(count)), min_size=1, max_size=count, unique=True))
        terms = {cell: draw(st.sampled_from([1, 1, 1, -1, 2, 7, -13])) for cell in cells}
        total = sum(factor * truth[cell] for cell, factor in terms.items())
        slack = draw(st.integers(0, 2))
        found.append(relation(terms, total - slack, draw(st.sampled_from([total + slack, None]))))
    return list(range(count)), found


@given(systems())
@settings(max_examples=150)
def test_intervals_are_those_of_all_solutions(system):
    unknowns, relations = system
    solutions = [
        values
        for values in (
            dict(zip(unknowns, each, strict=True))
            for each in product(range(LARGEST + 1), repeat=len(unknowns))
        )
        if all(holds(each, values) for each in relations)
    ]
    found = intervals(dict.fromkeys(unknowns, 0), relations, enough=LARGEST + 1)
    few = intervals(dict.fromkeys(unknowns, 0), relations, enough=3, ends=False)
    for cell in unknowns:
        assert few[cell].values == min(found[cell].values, 3)
        possible = {values[cell] for values in solutions}
        assert (found[cell].low, found[cell].high) == (min(possible), max(possible))
        if any(abs(factor) != 1 for each in relations for _, factor in each.terms):
            assert found[cell].values == len(possible)


def test_open_unknown():
    found = intervals({1: 0, 2: 0}, [relation({1: 1, 2: -1}, 3, 3)], enough=5)
    assert [(found[cell].low, found[cell].high, found[cell].values) for cell in (1, 2)] == [
        (3, OPEN, 5),
        (0, OPEN, 5),
    ]


def test_least_sure_relation_that_contradicts_goes():
    sure, doubtful = relation({1: 1, 2: 1}, 9, 9), relation({1: 1, 2: 1}, 4, 4, bits=2.0)
    found = intervals({1: 0, 2: 0}, [doubtful, sure], enough=5)
    assert (found[1].low, found[1].high) == (0, 9)


def test_numbers_between_that_cannot_be_are_not_counted():
    """Half of an even number of people: 0, 2, 4 and 6."""
    found = intervals({1: 0, 2: 0}, [relation({1: 1, 2: -2}, 0, 0), relation({1: 1}, None, 6)], enough=9)
    assert (found[1].low, found[1].high, found[1].values) == (0, 6, 4)


@st.composite
def tables(draw) -> tuple[Printed, dict[tuple[int, int], int]]:
    """A table with sums of rows and columns, and the true numbers of those inside it that are suppressed."""
    rows, columns = draw(st.integers(2, 3)), draw(st.integers(2, 3))
    truth = [[draw(st.integers(0, 3)) for _ in range(columns)] for _ in range(rows)]
    places = [(row, column) for row in range(rows) for column in range(columns)]
    hidden = draw(st.sets(st.sampled_from(places), min_size=1, max_size=6))
    lines = [["Typ", *(f"Del {chr(97 + column)}" for column in range(columns)), "Totalt"]]
    for row, counts in enumerate(truth):
        shown = [".." if (row, column) in hidden else str(count) for column, count in enumerate(counts)]
        lines.append([f"Slag {chr(97 + row)}", *shown, str(sum(counts))])
    sums = [str(sum(each)) for each in zip(*truth, strict=True)]
    lines.append(["Summa", *sums, str(sum(map(sum, truth)))])
    text = "\n".join(" | ".join(line) for line in lines)
    return Printed("tbl-a", "Typer och slag", text), {
        (row, column): truth[row][column] for row, column in hidden
    }


@given(tables())
@settings(max_examples=60)
def test_table_with_sums_gives_what_all_its_solutions_give(table):
    printed, truth = table
    (read,) = tables_of(
        tuple(map(tuple, printed.rows)), "prov", "index.html", printed.id, printed.caption, {}
    )
    system = System(Board())
    laid = lay_out(system.board, [read])
    for matrix in matrices_of(laid):
        sum_up(system, matrix)
    cells = {(row, column): laid.cells[0][read.rows[row], read.columns[column]] for row, column in truth}
    found = intervals(dict.fromkeys(cells.values(), 0), system.relations(), enough=50)
    for place, possible in _solutions(printed.rows, list(truth)).items():
        assert (found[cells[place]].low, found[cells[place]].high) == (min(possible), max(possible))
        assert truth[place] in possible


def _solutions(rows: list[list[str]], hidden: list[tuple[int, int]]) -> dict[tuple[int, int], set[int]]:
    """Every number that each suppressed cell has in a solution."""
    body = [row[1:] for row in rows[1:]]
    found: dict[tuple[int, int], set[int]] = {place: set() for place in hidden}
    limits = [min(int(body[row][-1]), int(body[-1][column])) for row, column in hidden]

    def fits(values: dict[tuple[int, int], int]) -> bool:
        full = [[values.get((row, column), None if cell == ".." else int(cell)) for column, cell in enumerate(line)]
                for row, line in enumerate(body)]  # fmt: skip
        return all(sum(line[:-1]) == line[-1] for line in full) and all(
            sum(column[:-1]) == column[-1] for column in zip(*full, strict=True)
        )

    for each in product(*(range(limit + 1) for limit in limits)):
        values = dict(zip(hidden, each, strict=True))
        if fits(values):
            for place, value in values.items():
                found[place].add(value)
    return found


@given(st.integers(1, 300), st.data())
def test_counts_of_an_interval_hold_the_true_ones(base, data):
    count = data.draw(st.integers(0, base))
    share = Share(count, base)
    low, high = share.interval.rounded()
    figures = [Figure(Fraction(value), Fraction(1, 2), True) for value in (share.rounded(), low, high)]
    found = counts_of(*figures)
    if found:
        assert found.counts[0] <= count <= found.counts[1]
        assert found.bases[0] <= base <= found.bases[1]


def test_interval_of_few_people_tells_how_many():
    found = counts_of(*(Figure(Fraction(value), Fraction(1, 2), True) for value in (75, 41, 93)))
    assert (found.counts, found.bases) == ((6, 6), (8, 8))
