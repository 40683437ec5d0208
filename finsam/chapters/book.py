"""An open book: its params, its tables and what the checks found, as the notebooks use them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

import pandas as pd
from IPython.display import display

from finsam import audit, printed
from finsam.chapters.house_style import wear
from finsam.chapters.markdown import MARKS, Mark, Markdown, Table, escape
from finsam.delivery.read import Delivery
from finsam.facts import Facts, facts_of
from finsam.faults import Place, stop_if
from finsam.ingest import processed
from finsam.params import Params, load_params
from finsam.paths import is_internal
from finsam.protect.system import Key
from finsam.register.read import Register
from finsam.register.store import register
from finsam.sources.files import Source
from finsam.swedish import SIGNS, capital, cell_text, listing, number, period
from finsam.tables.cells import Cell
from finsam.tables.kinds import KINDS
from finsam.tables.read import CELL_COLUMNS, key_columns
from finsam.texts.texts import Texts, texts_of


@dataclass(frozen=True)
class Book:
    """One förbund and year. The parts of its delivery are told in `delivery.read.Delivery`."""

    params: Params
    delivery: Delivery

    @property
    def tables(self) -> dict[str, pd.DataFrame]:
        """The tidy tables by kind (columns in `tables.read.tidy`)."""
        return self.delivery.tables

    @property
    def sources(self) -> list[Source]:
        return self.delivery.sources

    @property
    def people(self) -> pd.DataFrame:
        """One row a participation (columns in `people.rows.SPELLS`)."""
        printed.opened("people")
        return self.delivery.people

    @property
    def answers(self) -> pd.DataFrame:
        """One row an answer of a survey (columns in `surveys.rows.ANSWERS`)."""
        printed.opened("answers")
        return self.delivery.answers

    @property
    def own(self) -> pd.DataFrame:
        """One row a cell of the förbund's own tables (columns in `tables.own.OWN`)."""
        printed.opened("own")
        return self.delivery.own

    @property
    def register(self) -> Register:
        """Public statistics of all areas: the invented ones for an invented förbund, the agencies' for all others."""
        printed.opened("register")
        return self._register

    @cached_property
    def _register(self) -> Register:
        return register(self.params.forbund.pahittat)

    @property
    def ar(self) -> int:
        return self.params.ar

    def span(self, ar: int) -> str:
        """What the accounts of a year are about: `2025`, or `januari–juni 2025` in an interim report."""
        per = self.params.year.per
        return period(f"{ar}-01/{ar}-{per:%m}") if per else str(ar)

    def table(self, kind: str) -> pd.DataFrame:
        """The table of a kind; an empty one with the right columns when nothing was delivered."""
        printed.opened(kind)
        if kind in self.tables:
            return self.tables[kind]
        return pd.DataFrame(columns=[*key_columns(KINDS[kind]), *CELL_COLUMNS])

    def protects(self, what: str) -> bool:
        """Whether small numbers of what the params name (params.PROTECTED) are hidden in this edition."""
        return not is_internal() and self.params.protection(what).hides

    @property
    def least_answers(self) -> int:
        """Of how many answers a result must be to be told; 0 where all are."""
        return self.params.protection("enkater").min_antal if self.protects("enkater") else 0

    def hides(self, *keys: Key) -> bool:
        """Whether any of the counts (protect.system.Key) may not be told."""
        return not self.delivery.hidden.isdisjoint(keys)

    def count(self, number_of: int, *keys: Key) -> str:
        """A count that a chapter makes of persons, as it is printed; a sign where one of the keys may not be told."""
        return SIGNS["undertryckt"] if self.hides(*keys) else number(int(number_of))

    def has(self, *kinds: str) -> bool:
        return any(kind in self.tables for kind in kinds)

    @cached_property
    def checks(self) -> list[audit.Check]:
        return audit.of_book(self.delivery, self.params)

    @cached_property
    def facts(self) -> Facts:
        """Every value of the book by name."""
        return facts_of(self.delivery, self.params)

    @cached_property
    def texts(self) -> Texts:
        """The kansli's own texts. Raises Faults with all that is wrong in them."""
        with printed.unheard():
            found, faults = texts_of(self.delivery, self.params)
        stop_if([fault for fault in faults if fault.severity != "note"])
        return found

    @cached_property
    def _marks(self) -> dict[Place, Mark]:
        """The marks of the stated figures that aren't what other figures make them; the parts carry none.

        Of rounding differences only those between amounts of money are marked: rounded rows beside their rounded
        sum are meant to be added up by who reads the table. Shares, means and helårsekvivalenter are not; what
        rounds them stands in the chapter on method. A contradiction is told before a rounding difference.
        """
        wrong = {c.places[0]: c.severity for c in self.checks if c.severity == "contradiction"}
        rounded = {c.places[0]: c.severity for c in self.checks if c.severity == "rounding" and c.is_money}
        return {place: MARKS[severity] for place, severity in (rounded | wrong).items()}

    def mark(self, cell: Cell) -> str:
        """What stands after a cell's figure when other figures make it something else; empty otherwise."""
        return str(self._marks.get(cell.place, "")) if cell.place else ""

    def text(self, cell: Cell, unit: bool = False) -> str:
        """A cell as printed, with its mark when other figures make it something else."""
        text = escape(cell_text(cell, unit)) + self.mark(cell)
        return printed.FromRow.of(text, cell.place) if cell.place else text

    def filled(self, cell: Cell, unit: bool = False) -> str:
        """A cell as printed; nothing where nothing was delivered for the row."""
        return "" if cell.status == "saknas" else self.text(cell, unit)


def open_book(forbund: str, ar: int) -> Book:
    """Read params and tables (ingested when out of date). Pictures get the brand of the förbund.

    Raises Faults with all that is wrong.
    """
    wear(forbund)
    return book_of(forbund, ar)


def book_of(forbund: str, ar: int) -> Book:
    """As `open_book`, for a report that isn't the förbund's own."""
    params = load_params(forbund, ar)
    return Book(params, processed(forbund, ar))


def show(*items: object) -> None:
    """Display what there is; None and empty lists show nothing. The outputs tell what was written for them.

    A table tells its own rows alone, and the kinds that were opened only where a figure of it is no delivered one.
    """
    shown = [*_each(items)]
    trace = printed.taken()
    for item in shown:
        own = printed.behind(item.figures) if isinstance(item, Table) else {}
        if own.pop("is_delivered", False):
            own["tabeller"] = []
        display(item, metadata={printed.TRACE: trace | own})


def _each(items: Iterable[object]) -> Iterator[object]:
    for item in items:
        if isinstance(item, Iterable) and not isinstance(item, str):
            yield from _each(item)
        elif item is not None:
            yield item


def missing_sentence(book: Book, parts: dict[str, tuple[str, ...]]) -> Markdown | None:
    """The sentence of a chapter about what nothing was delivered for.

    parts: what a part of the chapter is called in Swedish, and the kinds of table of which any would do.
    """
    absent = [name for name, kinds in parts.items() if not book.has(*kinds)]
    if not absent:
        return None
    text = f"Underlaget för {book.ar} innehåller inga uppgifter om {listing(absent, 'eller')}."
    return Markdown(capital(text))
