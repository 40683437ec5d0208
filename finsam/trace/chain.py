"""The chain from a printed value to file and line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from finsam.delivery.read import Delivery
from finsam.facts import Fact, Facts, facts_of
from finsam.facts.fact import NAME
from finsam.facts.registry import Unknown
from finsam.faults import Fault, Faults, Place, counted, nearest
from finsam.params import Params
from finsam.render.manifest import hashes_in
from finsam.render.tables import PrintedTable, printed_tables
from finsam.sources.grids import Grid
from finsam.sources.numbers import parse_number
from finsam.sources.raw import RawFiles
from finsam.tables.names import part
from finsam.tables.read import kind_of
from finsam.trace.behind import ACCOUNTS, holds_persons
from finsam.trace.postings import Booked, booked


@dataclass(frozen=True)
class Origin:
    """A delivered cell.

    text: as it stands in the raw file today, None where the place is no cell of it. line: the row or line that it
    stands in, None for rows of persons. sha256: of the file today; was: the one in the book's manifest, empty where
    there is none. booked: the postings, for an amount of the ledger. planned: rows of the budget that the amount
    without postings is from. rows: how many rows of persons the file has, for what was counted from them.
    """

    place: Place
    text: str | None
    line: str | None
    sha256: str
    was: str
    booked: Booked | None = None
    planned: tuple[tuple[Place, str], ...] = ()
    rows: int = 0

    @property
    def is_changed(self) -> bool:
        """Whether the file isn't the one that the book was made from."""
        return bool(self.was) and self.was != self.sha256


@dataclass(frozen=True)
class Chain:
    """A value, the values that it is computed from, and the cells where it was delivered."""

    fact: Fact
    parts: tuple[Chain, ...] = ()
    origins: tuple[Origin, ...] = ()

    def all_origins(self) -> Iterator[Origin]:
        yield from self.origins
        for each in self.parts:
            yield from each.all_origins()


@dataclass
class Tracer:
    """The values of a book that can be traced. report: the folder of its built report, which may not be there."""

    params: Params
    delivery: Delivery
    report: Path
    raw: RawFiles = field(default_factory=RawFiles)

    def __post_init__(self) -> None:
        self.facts: Facts = facts_of(self.delivery, self.params)
        self._was = _manifest_hashes(self.report)
        self._booked: dict[Place, Booked] = {}
        self._hashes: dict[str, str] = {}

    def trace(self, name: str) -> list[Chain]:
        """The chain of a value by its name, of an expression of names, or of a cell: `tbl-budget/Matcha/Utfall`.

        Several where a computed cell could be any of them. Raises Faults for what isn't there, with the nearest.
        """
        found = self._of_cell(name) if name.startswith("tbl-") else [self._named(name)]
        self._find_postings(found)
        return [self._chain(fact) for fact in found]

    def _named(self, name: str) -> Fact:
        try:
            fact = self.facts.evaluate(name)
            if fact.cell.is_hidden:
                raise ValueError("it is hidden (few persons)")
            return fact
        except Unknown as error:
            hint = f" The nearest: {', '.join(error.nearest)}." if error.nearest else ""
            message = f"No value of {self.params.forbund_id}/{self.params.ar} is called {error.name!r}.{hint}"
            expected = "a name that `finsam facts` lists, or table/row/column as in tbl-budget/Matcha/Utfall"
            raise Faults([Fault("name-unknown", message, (), expected)]) from None
        except ValueError as error:
            raise Faults(
                [Fault("name-unknown", f"{name!r} can't be traced: {error}.", (), "a name")]
            ) from None

    def _of_cell(self, name: str) -> list[Fact]:
        """The facts of a printed cell: those that stand at its place, or for a computed one those of its value."""
        table, row, column = self._cell(name)
        place, text = table.place(row, column), table.rows[row][column]
        label = f"{table.id}/{table.rows[row][0]}/{table.heads[column]}"
        if place:
            at = [fact for fact in self.facts.values() if fact.places == (place,) and not fact.formula]
            if at:
                return at[:1]
            fault = Fault("cell-unnamed", f"The value {text!r} of {label} has no name.", (place,))
            raise Faults([fault])
        found = self._of_number(text, part(table.rows[row][0]))
        if not found:
            message = (
                f"The value {text!r} of {label} is computed and has no name; its table is made of these rows."
            )
            raise Faults([Fault("cell-unnamed", message, tuple(table.places[:20]))])
        return found[:3]

    def _of_number(self, text: str, label: str) -> list[Fact]:
        """The facts about a row's label that are printed as a number: computed ones where there are any."""
        try:
            number = parse_number(_figure(text)).varde
        except ValueError:
            return []
        facts = self.facts.values()
        found = [
            fact
            for fact in facts
            if fact.cell and fact.cell.printed == number and label in fact.name.split(".")
        ]
        return [fact for fact in found if fact.formula] or found

    def _cell(self, name: str) -> tuple[PrintedTable, int, int]:
        parts = [part.strip() for part in name.split("/")]
        tables = {table.id: table for table in printed_tables(self.report / "notebooks")}
        if not tables:
            message = "The book has not been built, so it has no tables to look in."
            raise Faults([Fault("report-missing", message, (), "python -m finsam build first")])
        table = tables.get(parts[0])
        if table is None:
            message = f"No table of the book has the id {parts[0]!r}." + nearest(parts[0], tables)
            raise Faults([Fault("name-unknown", message, (), "an id such as tbl-budget")])
        if len(parts) != 3:
            rows = ", ".join(filter(None, (row[0] for row in table.rows)))
            message = f"{name!r} names no cell. The rows: {rows}. The columns: {', '.join(table.heads[1:])}."
            raise Faults([Fault("name-unknown", message, (), f"{table.id}/<row>/<column>")])
        row = _matching(parts[1], [row[0] for row in table.rows], table.id, "row")
        return table, row, _matching(parts[2], list(table.heads), table.id, "column")

    def _find_postings(self, facts: Iterable[Fact]) -> None:
        """The postings behind every amount of the ledger, looked up at once since the ledger is read anew."""
        wanted = {place for fact in facts for each in self._all(fact) for place in each.places}
        self._booked = booked(self.params, {place for place in wanted if ACCOUNTS in (place.column or "")})

    def _all(self, fact: Fact) -> Iterator[Fact]:
        yield fact
        for name in _names(fact.formula):
            yield from self._all(self.facts[name])

    def _chain(self, fact: Fact) -> Chain:
        if fact.formula:
            return Chain(fact, tuple(self._chain(self.facts[name]) for name in _names(fact.formula)))
        return Chain(fact, (), tuple(self._origin(place) for place in fact.places))

    def _origin(self, place: Place) -> Origin:
        file = place.file
        if file not in self._hashes:
            self._hashes[file] = self.raw.sha256(file)
        persons = holds_persons(place, self.raw)
        rows = sum(len(grid.rows) for grid in self.raw.grids(file)) if persons else 0
        is_table = self.raw.is_table(file)
        found = self._booked.get(place)
        text = self.raw.text(place) if is_table and not persons else None
        unbooked = not is_table and not found
        return Origin(
            place,
            text,
            None if persons or unbooked else self.raw.line(place),
            self._hashes[file],
            self._was.get(file, ""),
            found,
            tuple(self._planned(place)) if unbooked else (),
            rows,
        )

    def _planned(self, place: Place) -> Iterator[tuple[Place, str]]:
        """The row of the delivered budget that an amount of the ledger's tables is from; for a sum of its rows, the
        budget itself."""
        heading = (place.column or "").removesuffix(", budget")
        for source in self.delivery.sources if heading != place.column else ():
            for grid in self.raw.grids(source.fil) if self.raw.is_table(source.fil) else ():
                kind = kind_of(grid)
                if kind and kind.name == "budget":
                    yield self._planned_in(grid, heading)

    def _planned_in(self, grid: Grid, heading: str) -> tuple[Place, str]:
        labels = [
            (len(cell), number)
            for number, cells in grid.rows
            for cell in cells
            if cell and f", {heading}".endswith(f", {cell}")
        ]
        if not labels:
            return grid.place(), f"a sum of {counted(len(grid.rows), 'row')}"
        where = grid.place(max(labels)[1])
        return where, self.raw.line(where) or ""


def _names(formula: str) -> list[str]:
    return list(dict.fromkeys(NAME.findall(formula)))


def _manifest_hashes(report: Path) -> dict[str, str]:
    """By raw file; none where there is no manifest that can be read, which the origin of each value then tells."""
    with suppress(OSError, Faults):
        return hashes_in(report / "manifest.json", "indata")
    return {}


def _matching(words: str, labels: list[str], table: str, what: str) -> int:
    """The only label that is, or else holds, the words. Raises Faults."""
    folded = [" ".join(label.casefold().split()) for label in labels]
    wanted = " ".join(words.casefold().split())
    for fits in (lambda label: label == wanted, lambda label: wanted in label):
        found = [at for at, label in enumerate(folded) if fits(label)]
        if len(found) == 1:
            return found[0]
        if found:
            message = f"{len(found)} {what}s of {table} fit {words!r}."
            raise Faults([Fault("name-unclear", message, (), ", ".join(labels[at] for at in found))])
    message = f"No {what} of {table} fits {words!r}." + nearest(words, labels)
    raise Faults([Fault("name-unknown", message, (), "one of " + ", ".join(filter(None, labels)))])


def _figure(text: str) -> str:
    """The first number of a printed cell, as in `68 % (56–77)`."""
    found = re.search(r"[−-]?\d+(?:[ \u00a0]\d{3})*(?:,\d+)?", text)
    return found[0] if found else ""
