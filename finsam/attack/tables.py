"""The tables of a page as a reader sees them, cell by cell."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from finsam.attack.words import HIDDEN, MISSING, Figure, is_no_count, parts_of, slug, spaced


@dataclass(frozen=True)
class Spot:
    """Where a figure stands. row and column as printed; part as in `words.parts_of`."""

    report: str
    page: str
    table: str
    row: str
    column: str
    part: str = ""


@dataclass
class Table:
    """A table, or a section of one. rows, columns: slugs in order; cells by both.

    varav: of a row that is a part, the row that it is a part of. missing: places where a number isn't there for other
    reasons, unknown too but not to be protected. kinds: of the delivery that the table was made from,
    as the notebook beside the page tells.
    """

    report: str
    page: str
    id: str
    caption: str
    section: str
    heads: tuple[str, ...] = ()
    rows: list[str] = field(default_factory=list)
    columns: list[str] = field(default_factory=list)
    cells: dict[tuple[str, str], Figure] = field(default_factory=dict)
    spots: dict[tuple[str, str], Spot] = field(default_factory=dict)
    varav: dict[str, str] = field(default_factory=dict)
    missing: set[tuple[str, str]] = field(default_factory=set)
    kinds: frozenset[str] = frozenset()

    @property
    def has_unknown(self) -> bool:
        return any(figure.is_hidden for figure in self.cells.values())

    @property
    def hidden(self) -> list[tuple[str, str]]:
        return [at for at, figure in self.cells.items() if figure.is_hidden and at not in self.missing]


def tables_of(
    rows: tuple[tuple[str, ...], ...],
    report: str,
    page: str,
    id: str,
    caption: str,
    kinds: dict[str, frozenset[str]],
) -> list[Table]:
    """A printed table (heads first) as one Table for each of its sections; rows without numbers are left out."""
    if len(rows) < 2:
        return []
    heads, *body = rows
    caption = re.sub(r"^Tabell\s[\d.]+: ", "", spaced(caption))
    patterns = _patterns(heads, body)
    labels = _row_labels(heads, body, patterns)
    slugs, about = tuple(map(slug, heads)), kinds.get(id, frozenset())
    found = [Table(report, page, id, caption, "", slugs, kinds=about)]
    above = ""
    for row, told in zip(body, labels, strict=True):
        label = spaced(row[0])
        if not any(map(spaced, row[1:])):
            found.append(Table(report, page, id, caption, label, slugs, kinds=about))
            above = ""
            continue
        key = " ".join(filter(None, map(slug, told)))
        if not label.lower().startswith("varav"):
            above = key
        _add_row(found[-1], heads, row, key, patterns)
        if above != key and above in found[-1].rows:
            found[-1].varav[key] = above
    return [table for table in found if table.cells]


def _row_labels(
    heads: tuple[str, ...], body: list[tuple[str, ...]], patterns: list[dict[str, bool]]
) -> list[list[str]]:
    """What tells each row apart: its first cell, and in a section where that is repeated its other words before the
    numbers and its unit."""
    first = next((at for at, pattern in enumerate(patterns) if pattern), len(heads))
    words = [at for at, head in enumerate(heads) if 0 < at < first or slug(head) == "enhet"]
    sections, section = [], 0
    for row in body:
        section += not any(map(spaced, row[1:]))
        sections.append((section, spaced(row[0])))
    times = Counter(sections)
    return [
        [row[0], *(row[at] for at in words if times[section] > 1 and at < len(row))]
        for row, section in zip(body, sections, strict=True)
    ]


def _add_row(
    table: Table, heads: tuple[str, ...], row: tuple[str, ...], key: str, patterns: list[dict[str, bool]]
) -> None:
    if key in table.rows:  # told apart by nothing that a reader sees
        key = f"{key} rad {len(table.rows) + 1}"
    percent, columns = _is_percent(heads, row), _column_labels(heads)
    for at, cell in enumerate(row[1:], start=1):
        if at >= len(heads) or not patterns[at]:
            continue
        sign = spaced(cell) if spaced(cell) in (HIDDEN, MISSING) else ""
        parts = parts_of(cell, percent or patterns[at].get("", False))
        if sign:
            parts = {part: Figure(None, share=share or percent) for part, share in patterns[at].items()}
        if parts is None:
            continue
        for part, figure in parts.items():
            column = " ".join(filter(None, (columns[at] or f"kolumn {at}", part)))
            table.cells[key, column] = figure
            if sign == MISSING:
                table.missing.add((key, column))
            spot = Spot(table.report, table.page, table.id, spaced(row[0]), spaced(heads[at]), part)
            table.spots[key, column] = spot
            if column not in table.columns:
                table.columns.append(column)
            if key not in table.rows:
                table.rows.append(key)


def _column_labels(heads: tuple[str, ...]) -> list[str]:
    """Slugs of the heads, without the word that most of them begin with: `Till Lotsen` and `Till Vägen vidare`."""
    slugs = [slug(head) for head in heads]
    first, count = Counter(label.split(" ")[0] for label in slugs[1:]).most_common(1)[0]
    if count < 3 or 2 * count <= len(slugs):
        return slugs
    return [label.removeprefix(f"{first} ") for label in slugs]


def _is_percent(heads: tuple[str, ...], row: tuple[str, ...]) -> bool:
    """Whether the column of units, in tables that have one, says that a row is of percent."""
    at = next((at for at, head in enumerate(heads) if slug(head) == "enhet"), len(row))
    return at < len(row) and slug(row[at]).startswith("procent")


def _patterns(heads: tuple[str, ...], body: list[tuple[str, ...]]) -> list[dict[str, bool]]:
    """For each column the parts that its cells have and whether each is a share; nothing for a column of words."""
    found: list[dict[str, bool]] = []
    for at, head in enumerate(heads):
        cells = [parts_of(row[at]) for row in body if at < len(row) and spaced(row[at]) not in ("", MISSING)]
        numbers = [parts for parts in cells if parts is not None]
        shapes = Counter(tuple(parts) for parts in numbers if not parts[""].is_hidden)
        if not numbers or 2 * len(numbers) < len(cells):
            found.append({})
        elif not shapes:
            found.append({"": is_no_count(head)})
        else:
            shape = shapes.most_common(1)[0][0]
            share = is_no_count(head) or any(parts[""].share for parts in numbers if tuple(parts) == shape)
            found.append({part: part not in ("antal", "bas") and share for part in shape})
    return found
