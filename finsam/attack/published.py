"""What stands in the folder of a report: the tables of its pages, cell by cell, and its other texts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from finsam.attack.words import HIDDEN, MISSING, Figure, is_no_count, parts_of, slug, spaced
from finsam.render.tables import chapters_of, outputs
from finsam.verify.document import FIGURE, TABLE
from finsam.verify.html import read_pages

_TD = re.compile(r"<td[^>]*>(.*?)</td>", re.S)
_SIGN = re.compile(r"(?<![.\w])\.\.(?![.\w])")


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


@dataclass(frozen=True)
class Text:
    """A paragraph, caption, note or alternative text, and where it stands."""

    report: str
    page: str
    where: str
    text: str


@dataclass
class Published:
    report: str
    folder: Path
    tables: list[Table] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)


def has_sign(folder: Path) -> bool:
    """Whether a suppressed figure stands in a table of the report: a quick look at its pages."""
    for page in pages_of(folder):
        text = page.read_text(encoding="utf-8") if page.stem != "underlag" else ""
        if ".." in text and any(_SIGN.search(cell) for cell in _TD.findall(text) if ".." in cell):
            return True
    return False


def read_report(folder: Path, report: str) -> Published:
    """The pages of a report as its readers see them. report: its id."""
    found = Published(report, folder)
    kinds = _kinds(folder / "notebooks")
    names = [page.stem for page in pages_of(folder) if page.stem != "underlag"]
    for block in read_pages(folder, names).blocks:
        page = Path(block.where).name
        if block.kind == TABLE:
            found.tables += tables_of(block.rows, report, page, block.id or block.text, block.text, kinds)
        if block.text:
            found.texts.append(Text(report, page, block.id or block.kind, block.text))
        if block.kind == FIGURE:
            found.texts.append(Text(report, page, f"{block.id}, alternative text", block.alt))
    return found


def pages_of(folder: Path) -> list[Path]:
    """The pages of either render engine, the start page first."""
    pages = [*sorted(folder.glob("*.html")), *sorted((folder / "notebooks").glob("*.html"))]
    return sorted(pages, key=lambda page: (page.stem != "index", page.stem))


def _kinds(book_dir: Path) -> dict[str, frozenset[str]]:
    """The kinds of tables that each printed table was made from, by its id."""
    return {
        id: kinds for text, kinds in _shown(book_dir) for id in re.findall(r'<div id="(tbl-[^"]+)"', text)
    }


def kinds_with_numbers(folder: Path) -> set[frozenset[str]]:
    """The kinds of tables that are behind each part of a report that shows a number."""
    return {kinds for text, kinds in _shown(folder / "notebooks") if re.search(r"\d", text)}


def _shown(book_dir: Path) -> Iterator[tuple[str, frozenset[str]]]:
    """The Markdown of each output of the notebooks, and the kinds of tables that it was made from."""
    for notebook in chapters_of(book_dir):
        for text, told in outputs(notebook):
            yield text, frozenset(told.get("tabeller", ()))


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
    about = {"heads": tuple(map(slug, heads)), "kinds": kinds.get(id, frozenset())}
    found = [Table(report, page, id, caption, "", **about)]
    above = ""
    for row, told in zip(body, labels, strict=True):
        label = spaced(row[0])
        if not any(map(spaced, row[1:])):
            found.append(Table(report, page, id, caption, label, **about))
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
        if parts is None and not sign:
            continue
        if sign:
            parts = {part: Figure(None, share=share or percent) for part, share in patterns[at].items()}
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
    found = []
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
