"""The values that a report shows, as varden.json beside it: every named value, every table cell, the texts' hashes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypedDict

from finsam.facts import Facts
from finsam.faults import Fault, Faults, Place
from finsam.paths import relative
from finsam.render.tables import chapters_of, outputs, printed_tables, without_tables
from finsam.swedish import SIGNS

#: Of this build, and of the last build before it that had other values.
VALUES, EARLIER = "varden.json", "tidigare-varden.json"


@dataclass(frozen=True)
class Table:
    """A printed table. rows: the label first, then the other cells, as they stand."""

    id: str
    chapter: str
    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class Named(TypedDict):
    """A value as it stands in the file: exact, as text, with its unit, the decimals it is printed with and what it is."""

    varde: str
    enhet: str
    decimaler: int
    om: str


@dataclass(frozen=True)
class Values:
    """What a report shows. values: by name `varde` (exact, as text), `enhet`, `decimaler` and `om`.

    texts: by chapter the hash of what it says beside its tables. year: 0 for a report without one.
    """

    report: str
    year: int
    values: dict[str, Named] = field(default_factory=dict)
    tables: tuple[Table, ...] = ()
    texts: dict[str, str] = field(default_factory=dict)


def values_of(report: str, year: int, facts: Facts | None, book_dir: Path) -> Values:
    """The values of a report from its facts, if it has any, and its laid-out notebooks."""
    named: dict[str, Named] = {
        name: {
            "varde": f"{fact.cell.number.normalize():f}",
            "enhet": fact.cell.enhet,
            "decimaler": fact.cell.decimaler,
            "om": fact.about,
        }
        for name, fact in (facts or {}).items()
        if fact.cell
    }
    tables = tuple(
        Table(table.id, table.chapter, table.caption, table.heads, table.rows)
        for table in printed_tables(book_dir)
    )
    texts = {}
    for notebook in chapters_of(book_dir):
        said = "\n".join(without_tables(text) for text, _ in outputs(notebook))
        texts[notebook.stem] = hashlib.sha256(said.encode()).hexdigest()
    return Values(report, year, named, tables, texts)


def as_text(values: Values) -> str:
    """The file's text. The same values give the same bytes."""
    found = {
        "bok": values.report,
        "ar": values.year,
        "varden": values.values,
        "tabeller": [
            {
                "id": table.id,
                "kapitel": table.chapter,
                "rubrik": table.caption,
                "kolumner": table.heads,
                "rader": table.rows,
            }
            for table in values.tables
        ],
        "texter": values.texts,
    }
    return json.dumps(found, ensure_ascii=False, indent=1) + "\n"


def read_values(path: Path) -> Values:
    """The values in a file, or in the `varden.json` of a report's folder (also named by its manifest).

    Raises Faults when there is none or it can't be read.
    """
    file = path / VALUES if path.is_dir() else path
    if file.name == "manifest.json":
        file = file.with_name(VALUES)
    place = Place(relative(file))
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
        tables = tuple(
            Table(
                one["id"],
                one["kapitel"],
                one["rubrik"],
                tuple(one["kolumner"]),
                tuple(map(tuple, one["rader"])),
            )
            for one in found["tabeller"]
        )
        return Values(found["bok"], found["ar"], found["varden"], tables, found["texter"])
    except OSError:
        message = "There are no values of a build."
        raise Faults([Fault("values-missing", message, (place,), "a report that has been built")]) from None
    except (ValueError, KeyError, TypeError):
        message = "The file holds no values of a build."
        raise Faults(
            [Fault("values-unreadable", message, (place,), f"{VALUES} as a build writes it")]
        ) from None


def write_values(
    values: Values, fresh: Path, standing: Path, may_stay: Callable[[Values], bool] = lambda earlier: True
) -> None:
    """Write `varden.json` into the folder of a new build.

    standing: the folder that it takes the place of. Its values are kept beside as `tidigare-varden.json`, without what
    the new build hides; where they are the same, what it had kept itself. So a build that is repeated changes nothing.
    may_stay: whether earlier values may be published again at all.
    """
    text = as_text(values)
    (fresh / VALUES).write_text(text, encoding="utf-8")
    for file in (standing / VALUES, standing / EARLIER):
        if file.is_file() and file.read_text(encoding="utf-8") != text:
            if may_stay(earlier := read_values(file)):
                (fresh / EARLIER).write_text(as_text(without_hidden(earlier, values)), encoding="utf-8")
            return


def without_hidden(earlier: Values, now: Values) -> Values:
    """The values of an earlier build that a new one may keep beside it: all of them, or where it has suppressed figures
    those that it has too. What was published before a rule was made mustn't be published again after it."""
    cells = {table.id: _by_place(table) for table in now.tables}
    if not any(SIGNS["undertryckt"] in cell for places in cells.values() for cell in places.values()):
        return earlier
    return replace(
        earlier,
        values={name: about for name, about in earlier.values.items() if name in now.values},
        tables=tuple(
            replace(table, rows=tuple(_shown_in(cells[table.id], table)))
            for table in earlier.tables
            if table.id in cells
        ),
    )


def _by_place(table: Table) -> dict[tuple[str, str], str]:
    """The cells by the label of the row and the heading, all of those that are called alike together."""
    found: dict[tuple[str, str], str] = {}
    for label, *row in table.rows:
        for head, cell in zip(table.heads[1:], row, strict=False):
            found[label, head] = " ".join(filter(None, (found.get((label, head)), cell)))
    return found


def _shown_in(places: dict[tuple[str, str], str], table: Table) -> Iterator[tuple[str, ...]]:
    """The rows of an earlier table that its new one has, with a sign in each place that has one now or isn't there."""
    sign = SIGNS["undertryckt"]
    labels = {label for label, _ in places}
    for label, *row in table.rows:
        if label in labels:
            now = [places.get((label, head), sign) for head in table.heads[1:]]
            yield (label, *(sign if sign in new else old for old, new in zip(row, now, strict=False)))
