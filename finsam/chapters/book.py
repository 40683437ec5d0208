"""An open book: its params, its tables and what the checks found, as the notebooks use them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import pandas as pd
from IPython.display import display

from finsam import audit
from finsam.chapters.markdown import MARK, Markdown, escape
from finsam.chapters.swedish import capital, cell_text, listing
from finsam.faults import Place
from finsam.params import Params, load_params
from finsam.tables.cells import Cell
from finsam.tables.ingest import Source, processed
from finsam.tables.kinds import KINDS
from finsam.tables.read import CELL_COLUMNS, key_columns


@dataclass(frozen=True)
class Book:
    """One förbund and year. tables: the tidy tables by kind (columns in `tables.read.tidy`)."""

    params: Params
    tables: dict[str, pd.DataFrame]
    sources: list[Source]

    @property
    def ar(self) -> int:
        return self.params.ar

    def table(self, kind: str) -> pd.DataFrame:
        """The table of a kind; an empty one with the right columns when nothing was delivered."""
        if kind in self.tables:
            return self.tables[kind]
        return pd.DataFrame(columns=[*key_columns(KINDS[kind]), *CELL_COLUMNS])

    def has(self, *kinds: str) -> bool:
        return any(kind in self.tables for kind in kinds)

    @cached_property
    def checks(self) -> list[audit.Check]:
        return audit.run(self.tables)

    @cached_property
    def _contradicted(self) -> set[Place]:
        """The stated figures that other figures contradict: these, and not their parts, carry the mark."""
        return {check.places[0] for check in self.checks if check.severity == "contradiction"}

    def text(self, cell: Cell, unit: bool = False) -> str:
        """A cell as printed, with the mark when other figures contradict it."""
        text = escape(cell_text(cell, unit))
        return text + MARK if cell.place in self._contradicted else text


def open_book(forbund: str, ar: int) -> Book:
    """Read params and tables (ingested when out of date). Raises Faults with all that is wrong."""
    params = load_params(forbund, ar)
    tables, sources = processed(forbund, ar)
    return Book(params, tables, sources)


def show(*items: object) -> None:
    """Display what there is; None and empty lists show nothing."""
    for item in items:
        if isinstance(item, Iterable) and not isinstance(item, str):
            show(*item)
        elif item is not None:
            display(item)


def missing_sentence(book: Book, parts: dict[str, tuple[str, ...]]) -> Markdown | None:
    """The sentence of a chapter about what nothing was delivered for.

    parts: what a part of the chapter is called in Swedish, and the kinds of table of which any would do.
    """
    absent = [name for name, kinds in parts.items() if not book.has(*kinds)]
    if not absent:
        return None
    text = f"Underlaget för {book.ar} innehåller inga uppgifter om {listing(absent, 'eller')}."
    return Markdown(capital(text))
