"""A sheet as people lay it out, brought to one header and the rows beneath it: titles, two rows of headings, headings that
are repeated, merged cells, notes at the end. What is left out is told, and what can be meant in two ways is a fault."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import zip_longest

from finsam.faults import Fault, Place, counted
from finsam.sources.grids import Grid

#: What a heading names: a column of words, one of numbers, or, as None, nothing that the reader knows.
Knows = Callable[[str], str | None]
WORDS, NUMBER = "words", "number"

#: Rows with text among which the headings are looked for.
FIRST_ROWS = 20
#: A row is that of the headings when it has so many of them.
FEWEST = 2

#: How notes beneath a table begin.
_NOTE = re.compile(
    r"(?:källa|källor|anm|anmärkning|not|noter|obs|kommentar|notera|observera|fotnot|utskriven|uttag|rapport)\b|[*¹²³†#]|\(?[0-9]\)",
    re.IGNORECASE,
)

_YEARS = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})(?![0-9])")

Row = tuple[int, tuple[str, ...]]


def laid_out(grid: Grid, knows: Knows) -> Grid:
    """The grid with one row of headings and only rows of the table beneath it.

    Its notes tell the rows that were left out, its faults (with the places of all rows concerned) what must be asked: a
    second table, merged numbers, two rows of headings that can't be put together. A grid that is laid out stays as it is.
    """
    if grid.is_laid_out:
        return grid
    grid = _under_headings(grid, knows)
    grid = _joined_headings(grid, knows)
    grid = _without_repeated(grid, knows)
    grid = _filled_down(grid, knows)
    return replace(_without_notes(grid), is_laid_out=True)


def other_years(grid: Grid, year: int | None) -> list[Fault]:
    """Titles above a table without a column of periods that name other years than the one that its rows would get."""
    faults = []
    for number, cells in grid.above if year is not None else ():
        text = " ".join(filter(None, cells))
        years = sorted(set(map(int, _YEARS.findall(text))))
        if years and year not in years:
            message = f"The row above the headings says {', '.join(map(str, years))}, and the rows would be of {year}."
            place = grid.place(number, None, text)
            faults.append(Fault("title-year", message, (place,), "a column period, or the year of the book"))
    return faults


def _is_lone(cells: Iterable[str]) -> bool:
    """Whether a row has one text and nothing else."""
    return sum(map(bool, cells)) == 1


def _is_header(cells: Iterable[str], knows: Knows) -> bool:
    """Whether a row has several headings and hardly anything else; figures alone may be headings and are none here."""
    texts = [cell for cell in cells if cell]
    known = _known(texts, knows)
    return (
        known >= FEWEST
        and 2 * known >= len(texts)
        and any(knows(text) and not text.isdigit() for text in texts)
    )


def _known(cells: Iterable[str], knows: Knows) -> int:
    return len({cell.casefold() for cell in cells if cell and knows(cell)})


def _under_headings(grid: Grid, knows: Knows) -> Grid:
    """The grid under its first row that holds headings; rows above it are titles and are told."""
    first = grid.filled[:FIRST_ROWS]
    number = next((number for number, cells in first if _is_header(cells, knows)), grid.header_row)
    if number == grid.header_row:
        return grid
    grid = grid.headed(number)
    message = f"The headings stand in row {number}; the rows above it aren't read."
    return _noted(grid, "rows-above-header", message, grid.above)


def _joined_headings(grid: Grid, knows: Knows) -> Grid:
    """The grid with its headings in one row where they stand in two: a group heading over several, others over one.

    Not where the group headings have figures, or where the lower ones alone don't tell the columns apart.
    """
    if len(grid.filled) < 2:
        return grid
    (_, upper), (number, lower) = grid.filled[:2]
    texts = [cell for cell in lower if cell]
    is_lower = all(map(knows, texts)) and _known(texts, knows) >= min(FEWEST, len(texts))
    if not is_lower or all(map(str.isdigit, texts)) or _same(upper, lower):
        return grid
    pairs = list(zip_longest(upper, lower, fillvalue=""))
    groups = [above for above, beneath in pairs if above and beneath]
    alone = [above or beneath for above, beneath in pairs if bool(above) != bool(beneath)]
    joined = tuple(beneath or above for above, beneath in pairs)
    named = [cell for cell in joined if cell]
    if not all(map(knows, alone)) or re.search("[0-9]", "".join(groups)) or len(set(named)) < len(named):
        return grid
    made = replace(grid, filled=((number, joined), *grid.filled[2:])).headed(number)
    made = replace(made, above=(*grid.above, (grid.header_row, upper)))
    told = f" The headings {', '.join(groups)} stand over several and aren't read." if groups else ""
    message = f"The headings stand in rows {grid.header_row} and {number}." + told
    return _noted(made, "headings-joined", message, [(grid.header_row, upper)])


def _without_repeated(grid: Grid, knows: Knows) -> Grid:
    """The grid without rows that repeat its headings; other headings after an empty row begin a table that is asked about."""
    first = grid.filled[0][1][0].casefold() if grid.filled else ""
    repeated = [
        row for row in grid.filled[1:] if row[1][0].casefold() == first and _same(row[1], grid.header)
    ]
    if repeated:
        message = "The row repeats the headings and isn't counted."
        grid = _noted(_without(grid, repeated), "row-skipped", message, repeated)
    rows = grid.filled
    for at in range(1, len(rows)):
        # A title may stand between the empty row and the headings.
        if rows[at][0] - rows[max(at - 2, 0)][0] > min(at, 2) and _begins_table(rows[at][1], knows):
            return _without_second(grid, at)
    return grid


def _begins_table(cells: tuple[str, ...], knows: Knows) -> bool:
    texts = [cell for cell in cells if cell]
    words = [text for text in texts if not re.fullmatch(r"[\d .,-]+", text)]
    return _known(words, knows) >= FEWEST and all(map(knows, texts))


def _without_second(grid: Grid, at: int) -> Grid:
    others = grid.filled[at:]
    message = (
        f"A second table begins in row {others[0][0]}, with other headings, so its {counted(len(others) - 1, 'row')} can't be told from "
        "those of the first. Put each table on a sheet of its own, named after its kind."
    )
    fault = Fault("tables-several", message, tuple(map(_placed(grid), others)), "one table on each sheet")
    return replace(_without(grid, others), faults=(*grid.faults, fault))


def _filled_down(grid: Grid, knows: Knows) -> Grid:
    """The grid with the words of merged cells in each of their rows. A number of several rows is asked about."""
    for block in grid.merged:
        if block.bottom <= grid.header_row or block.top == block.bottom or block.left >= len(grid.header):
            continue
        texts = dict(grid.filled)
        rows = [number for number, _ in grid.filled[1:] if block.top <= number <= block.bottom]
        first = texts.get(block.top, ())
        text = first[block.left] if block.left < len(first) else ""
        if not text or len(rows) < 2:
            continue
        heading = grid.header[block.left]
        if knows(heading) == NUMBER:
            message = f"One number stands in the merged cells of {len(rows)} rows, so it can't be told which of them it is of."
            places = tuple(grid.place(number, heading, text) for number in rows)
            expected = "a number in each row, or the number in the row that it is of"
            grid = replace(grid, faults=(*grid.faults, Fault("cell-merged", message, places, expected)))
        else:
            grid = _with_text(grid, rows, block.left, text)
    return grid


def _with_text(grid: Grid, numbers: list[int], column: int, text: str) -> Grid:
    def filled(row: Row) -> Row:
        number, cells = row
        if number not in numbers:
            return row
        cells = (*cells, *[""] * (column + 1 - len(cells)))
        return number, (*cells[:column], cells[column] or text, *cells[column + 1 :])

    return replace(grid, filled=tuple(map(filled, grid.filled)), rows=tuple(map(filled, grid.rows)))


def _without_notes(grid: Grid) -> Grid:
    """The grid without the notes at its end: rows of one text, the first of them after an empty row or begun as notes are."""
    rows = grid.filled
    # In a table of one column every row is one text.
    last = len(rows) if sum(map(bool, grid.header)) > 1 else 0
    while last > 1 and _is_lone(rows[last - 1][1]) and re.search(r"[^\W\d_]", "".join(rows[last - 1][1])):
        last -= 1
    while 0 < last < len(rows) and not (
        rows[last][0] > rows[last - 1][0] + 1 or _NOTE.match(next(filter(None, rows[last][1])))
    ):
        last += 1
    notes = rows[last:]
    if not last or not notes:
        return grid
    return _noted(
        _without(grid, notes), "row-skipped", "The row stands beneath the table and isn't counted.", notes
    )


def _without(grid: Grid, rows: Iterable[Row]) -> Grid:
    numbers = {number for number, _ in rows}
    faults = [fault for fault in grid.faults if not _is_only_of(fault, numbers)]
    return replace(
        grid,
        filled=tuple(row for row in grid.filled if row[0] not in numbers),
        rows=tuple(row for row in grid.rows if row[0] not in numbers),
        faults=tuple(faults),
    )


def _is_only_of(fault: Fault, numbers: set[int]) -> bool:
    """Whether a fault is about rows that aren't of the table: that they are too long matters no more."""
    return fault.code == "row-too-long" and all(place.row in numbers for place in fault.where)


def _noted(grid: Grid, code: str, message: str, rows: Iterable[Row]) -> Grid:
    note = Fault(code, message, tuple(map(_placed(grid), rows)), severity="note")
    return replace(grid, notes=(*grid.notes, note))


def _placed(grid: Grid) -> Callable[[Row], Place]:
    return lambda row: grid.place(row[0], None, " ".join(filter(None, row[1])))


def _same(one: Iterable[str], other: Iterable[str]) -> bool:
    return [cell.casefold() for cell in one if cell] == [cell.casefold() for cell in other if cell]
